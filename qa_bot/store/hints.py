"""What may be lost without harm: "what was this file's digest when I last read it, and what had I finished?"

`seen.json`: per file its size, times and digest, so that what has not been touched need not be read again.
`pending.json`: segments that a run finished before it was stopped, which the next one takes up.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from qa_bot.documents import Found
from qa_bot.kept import write_whole
from qa_bot.store.manifest import SegmentEntry, entry_of
from qa_bot.store.names import PENDING, SEEN

SETTLED = 2_000_000_000
"""Nanoseconds after which a file's times are trusted: some file systems count in steps of two seconds."""

Stamp = tuple[int, int, int]
Seen = Mapping[str, tuple[Stamp, str]]
"""The name that `known_as` gives a file -> its size and times, and the digest that its bytes had then."""


def known_as(path: str) -> str:
    """A name for a file that tells nothing of where it lies, as an index may be handed on."""
    return blake2b(os.path.abspath(path).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def stamp(file: Found) -> Stamp:
    return file.size, file.modified, file.changed


def settled(file: Found, now: int) -> bool:
    """Whether a file was touched so long before `now` (nanoseconds) that a later change must show in its times."""
    return max(file.modified, file.changed) + SETTLED < now


def digest_seen(seen: Seen, file: Found) -> str | None:
    """The digest of a file that has not been touched since it was read, or None."""
    stamped, digest = seen.get(known_as(file.path), (None, ""))
    return digest if stamped == stamp(file) else None


def read_seen(folder: Path) -> dict[str, tuple[Stamp, str]]:
    """What is known of files; nothing if it can't be read."""
    try:
        listed = json.loads((folder / SEEN).read_bytes())
        return {
            name: ((int(size), int(modified), int(changed)), str(digest))
            for name, size, modified, changed, digest in listed
        }
    except (OSError, ValueError, TypeError):
        return {}


def write_seen(folder: Path, seen: Seen) -> None:
    """Keep it if that is possible; without it the files are only read once more."""
    rows = [json.dumps([name, *stamped, digest]) for name, (stamped, digest) in sorted(seen.items())]
    with suppress(OSError):
        write_whole(folder / SEEN, ("[" + ",\n".join(rows) + "]\n").encode(), durable=False)


@dataclass(frozen=True)
class Pending:
    """A finished segment that no manifest lists yet, and digest and ending of each of its documents."""

    entry: SegmentEntry
    documents: tuple[tuple[str, str], ...]


def read_pending(folder: Path, made: Mapping[str, Any]) -> tuple[Pending, ...]:
    """What an earlier run left; nothing if it was made otherwise or can't be read."""
    try:
        body = json.loads((folder / PENDING).read_bytes())
        if body["made"] != made:
            return ()
        return tuple(
            Pending(entry_of(one["entry"]), tuple((str(digest), str(ending)) for digest, ending in one["documents"]))
            for one in body["segments"]
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return ()


def write_pending(folder: Path, made: Mapping[str, Any], pending: Iterable[Pending]) -> None:
    body = {"made": made, "segments": [asdict(one) for one in pending]}
    write_whole(folder / PENDING, json.dumps(body).encode())
