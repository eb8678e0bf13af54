"""What an index folder holds: "which segments, which documents, made how?"

    manifest.json        the format, the settings, and name, size and SHA-256 of every file below
    segments/NAME/       one segment each, see `qa_bot.index.segment`
    tables/order-*.npy   int64 [documents, 3]: segment and number of each document and where its path ends, in the
                         order of a build from scratch
    tables/paths-*.txt   the documents' paths, end to end
    tables/files-*.json  the same documents as files, see `Table`, for the next update
    tables/lost-*.npy    int64 [terms, 2]: terms of a segment's dead documents, and in how many dead passages they occur

These never change once written; only the manifest is replaced. Beside them may stand `seen.json` and `pending.json`
(see `qa_bot.store.hints`), the lock, and `building/`, what a run has begun. The same files give the same bytes: neither
times nor names of this machine are in it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

FORMAT = 1
TABLES = ("order", "paths", "files")
PLAIN_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]*")  # one that can't lead out of the folder


class Toll(NamedTuple):
    """What the dead documents of a segment take from its statistics: a table of terms, their passages and length."""

    table: str
    passages: int
    length: int


class File(NamedTuple):
    """A file's size in bytes and SHA-256."""

    size: int
    digest: str


@dataclass(frozen=True)
class SegmentEntry:
    """A segment as the manifest lists it."""

    name: str
    documents: int
    passages: int
    files: Mapping[str, File]


@dataclass(frozen=True)
class Manifest:
    """The head of an index folder.

    Parameters
    ----------
    settings
        The settings that its segments depend on.
    made_by
        What else they depend on, such as the version of the stemmer.
    segments
        In the order in which `order` counts them.
    tables
        "order", "paths" and "files" -> the file's name; `files` has their sizes.
    tolls
        Name of a segment with dead documents -> what they take away, see `qa_bot.index.segment.Lost`.
    files
        File name below `tables/` -> its size and digest.
    unread
        Path and reason of each file that was not read, and whether by a rule.
    """

    settings: Mapping[str, Any]
    made_by: Mapping[str, Any]
    segments: tuple[SegmentEntry, ...]
    tables: Mapping[str, str]
    tolls: Mapping[str, Toll]
    files: Mapping[str, File]
    unread: tuple[tuple[str, str, bool], ...] = ()


class Row(NamedTuple):
    """A file that is in the index.

    It is `roots[root]` and what is `below` it; then its SHA-256, where its document is, and the `gaps` of that.
    """

    root: int
    below: str
    digest: str
    segment: int
    document: int
    gaps: str = ""


class Spare(NamedTuple):
    """A document of a segment that no file has now; one may have it again, under this or another name."""

    digest: str
    ending: str
    segment: int
    document: int


class Missing(NamedTuple):
    """A file that could not be read, the digest of its bytes if they are to blame, or "", and why, see `Unread`."""

    root: int
    below: str
    digest: str
    reason: str
    left_out: bool = False


@dataclass(frozen=True)
class Table:
    """The files of an index.

    Parameters
    ----------
    roots
        The paths as they were given; of an index that is remembered, from the root of the disk on.
    rows
        One a document, in order.
    spare, missing
        What is in the segments but not in the index, and what is not in the index though it should.
    """

    roots: tuple[str, ...]
    rows: tuple[Row, ...]
    spare: tuple[Spare, ...] = ()
    missing: tuple[Missing, ...] = ()


class Unreadable(ValueError):
    """Bytes that are no manifest or table; `version` is their format, if it is another than ours."""

    def __init__(self, what: str, version: int | None = None) -> None:
        super().__init__(what)
        self.version = version


def manifest_bytes(manifest: Manifest) -> bytes:
    """As JSON, sealed with the digest of the rest."""
    body = {"format": FORMAT, **asdict(manifest)}
    return json.dumps({**body, "sha256": seal(body)}, indent=1).encode()


def manifest_of(data: bytes) -> Manifest:
    """What `manifest_bytes` wrote; raises Unreadable."""
    try:
        body = json.loads(data)
        version, sealed = body["format"], body.pop("sha256", None)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unreadable("it is no manifest of an index") from error
    if version != FORMAT:
        raise Unreadable(f"its format is {version!r}, not {FORMAT}", version if isinstance(version, int) else None)
    if sealed != seal(body):
        raise Unreadable("its contents don't match their digest")
    try:
        return Manifest(
            settings=dict(body["settings"]),
            made_by=dict(body["made_by"]),
            segments=tuple(entry_of(entry) for entry in body["segments"]),
            tables={kind: _plain(body["tables"][kind]) for kind in TABLES},
            tolls={
                _plain(name): Toll(_plain(table), int(passages), int(length))
                for name, (table, passages, length) in body["tolls"].items()
            },
            files=_files(body["files"]),
            unread=tuple((str(path), str(reason), bool(by_rule)) for path, reason, by_rule in body["unread"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Unreadable(f"it lacks something ({error})") from error


def entry_of(entry: Mapping[str, Any]) -> SegmentEntry:
    """A segment's entry as it came out of JSON; raises KeyError or TypeError."""
    name = _plain(entry["name"])
    return SegmentEntry(name, int(entry["documents"]), int(entry["passages"]), _files(entry["files"]))


def _files(listed: Mapping[str, Any]) -> dict[str, File]:
    return {_plain(name): File(int(size), str(digest)) for name, (size, digest) in listed.items()}


def _plain(name: str) -> str:
    if not PLAIN_NAME.fullmatch(name):
        raise KeyError(f"a plain name in place of {name!r}")
    return name


def table_bytes(table: Table) -> bytes:
    """As JSON, a row a line."""
    parts = [f'"roots": {json.dumps(table.roots)}']
    for name in ("rows", "spare", "missing"):
        lines = ",\n".join(json.dumps(row) for row in getattr(table, name))
        parts.append(f'"{name}": [{lines}]')
    return ("{" + ",\n".join(parts) + "}\n").encode()


def table_of(data: bytes) -> Table:
    """What `table_bytes` wrote; raises Unreadable."""
    try:
        body = json.loads(data)
        return Table(
            roots=tuple(body["roots"]),
            rows=tuple(Row(*row) for row in body["rows"]),
            spare=tuple(Spare(*spare) for spare in body["spare"]),
            missing=tuple(Missing(*missing) for missing in body["missing"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise Unreadable(f"it is no table of files ({error})") from error


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def seal(body: Mapping[str, Any]) -> str:
    """The digest of all of a manifest but this."""
    return sha256(json.dumps(body, sort_keys=True).encode())
