"""What stands in an index folder, and how one is recognised."""

from __future__ import annotations

from pathlib import Path

MANIFEST = "manifest.json"
SEGMENTS, TABLES = "segments", "tables"
BUILDING = "building"  # what a run has begun; it is there exactly while one is on, or was cut off
LOCK, HOLDER = "lock", "lock.json"
SEEN, PENDING = "seen.json", "pending.json"


def is_index(path: Path) -> bool:
    """Whether a folder is an index, whole or not; the folders of people's documents hold other things."""
    return all((path / name).is_dir() for name in (SEGMENTS, TABLES)) and any(
        (path / name).is_file() for name in (MANIFEST, LOCK)
    )
