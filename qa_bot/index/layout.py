"""How a segment lies in its folder: arrays as `.npy`, metadata as JSON, text read by offset; never a pickle.

Opening reads headers and sizes alone. Whether the bytes are those that were written, their digests tell.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa_bot.errors import StoreError

FORMAT = 3
META = "segment.json"
TEXT = "text.bin"
ABOUT = "documents.jsonl"
REMEDY = "build it again with qa-bot index"
INTEGERS = "<i4 <i8 <u4 <u8 |u1 <u2".split()  # what the arrays are made of, little-endian

Arrays = Mapping[str, NDArray[Any]]


def save(folder: Path, meta: Mapping[str, Any], arrays: Arrays) -> None:
    """Write arrays, then the metadata that names them, each flushed to the disk."""
    for name, array in arrays.items():
        with create(folder / f"{name}.npy") as file:
            np.lib.format.write_array(file, np.ascontiguousarray(array), version=(1, 0), allow_pickle=False)
            flush(file)
    shapes = {name: [array.dtype.newbyteorder("<").str, list(array.shape)] for name, array in sorted(arrays.items())}
    with create(folder / META) as file:
        file.write(json.dumps({**meta, "format": FORMAT, "arrays": shapes}, indent=1, sort_keys=True).encode())
        flush(file)


def create(path: Path) -> Any:
    """A new file that its owner alone may read."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600), "wb")


def flush(file: Any) -> None:
    file.flush()
    os.fsync(file.fileno())


def read_meta(folder: Path) -> dict[str, Any]:
    """The metadata of a segment; raises StoreError if they are missing, damaged or of another version."""
    try:
        meta = json.loads((folder / META).read_bytes())
        found = meta["format"]
    except OSError as error:
        raise StoreError(f"{folder}: {error.strerror or error}; {REMEDY}") from None
    except (ValueError, KeyError, TypeError):
        raise StoreError(f"{folder / META} is damaged; {REMEDY}") from None
    if found != FORMAT:
        raise StoreError(f"{folder} has format {found}, this version reads {FORMAT}; {REMEDY}")
    return dict(meta)


def load(folder: Path, meta: Mapping[str, Any]) -> dict[str, NDArray[Any]]:
    """The arrays that the metadata name, memory-mapped, their headers and sizes checked."""
    try:
        return {name: mapped(folder / f"{name}.npy", *told) for name, told in meta["arrays"].items()}
    except (KeyError, TypeError, AttributeError):
        raise StoreError(f"{folder / META} is damaged; {REMEDY}") from None


def mapped(path: Path, kind: str, shape: list[int]) -> NDArray[Any]:
    """An array of a file; raises StoreError if it is not what the metadata say."""
    if kind not in INTEGERS:
        raise StoreError(f"{path} is not made of whole numbers; {REMEDY}")
    try:
        array = np.load(path, mmap_mode="r", allow_pickle=False)
        if array.dtype.str != kind or list(array.shape) != shape or not array.flags.c_contiguous:
            raise ValueError
        if path.stat().st_size != array.nbytes + getattr(array, "offset", 0):
            raise ValueError
    except OSError as error:
        raise StoreError(f"{path}: {error.strerror or error}; {REMEDY}") from None
    except Exception:  # the parser of a damaged header raises whatever it stumbles over
        raise StoreError(f"{path} is damaged; {REMEDY}") from None
    own: NDArray[Any] = array.view(np.ndarray)
    return own


def blob(path: Path, size: int) -> NDArray[np.uint8]:
    """The bytes of a file, memory-mapped; raises StoreError if their number is not `size`."""
    try:
        if path.stat().st_size != size:
            raise StoreError(f"{path} has not the size that it was written with; {REMEDY}")
        return np.memmap(path, np.uint8, "r").view(np.ndarray) if size else np.zeros(0, np.uint8)
    except OSError as error:
        raise StoreError(f"{path}: {error.strerror or error}; {REMEDY}") from None


def utf8(words: Iterable[str]) -> list[bytes]:
    return [word.encode("utf-8", "surrogatepass") for word in words]


def spelt(kind: str, words: Sequence[bytes]) -> dict[str, NDArray[Any]]:
    """Words or forms, sorted, as one run of bytes and where each begins."""
    ends = np.zeros(len(words) + 1, "<i8")
    np.cumsum([len(word) for word in words], out=ends[1:])
    keys = np.array([word[:8] for word in words], "S8").view(">u8")  # in whose order they stand
    return {f"{kind}s": np.frombuffer(b"".join(words), "|u1"), f"{kind}_ends": ends, f"{kind}_keys": keys.astype("<u8")}


def prefix_key(word: bytes) -> int:
    """The first eight bytes of a word as a number, in whose order words stand."""
    return int.from_bytes(word[:8].ljust(8, b"\0"), "big")
