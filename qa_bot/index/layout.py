"""How a segment lies in its folder: arrays in one `.npy`, metadata as JSON, text read by offset; never a pickle.

Opening reads headers and sizes alone. Whether the bytes are those that were written, their digests tell.
"""

from __future__ import annotations

import json
import math
import mmap
import os
import weakref
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa_bot.errors import StoreError

FORMAT = 3
META = "segment.json"
ARRAYS = "arrays.npy"
TEXT = "text.bin"
ABOUT = "documents.jsonl"
REMEDY = "build it again with qa-bot index"
ALIGNED = 64  # bytes at whose multiples arrays begin
HEADER = {"descr": "|u1", "fortran_order": False}
KEPT = 144 << 20
"""Bytes of files that stay in the memory of this process; the system keeps what has room, and gives it back fast."""
INTEGERS = "<i4 <i8 <u4 <u8 |u1 <u2".split()  # what the arrays are made of, little-endian

Arrays = Mapping[str, NDArray[Any]]


def save(folder: Path, meta: Mapping[str, Any], arrays: Arrays) -> None:
    """Write arrays, end to end, then the metadata that tell where each is; all flushed to the disk."""
    told, end = {}, 0
    for name, array in sorted(arrays.items()):
        told[name] = [array.dtype.newbyteorder("<").str, list(array.shape), end]
        end += -(-array.nbytes // ALIGNED) * ALIGNED
    with create(folder / ARRAYS) as file:
        np.lib.format.write_array_header_1_0(file, {**HEADER, "shape": (end,)})
        for _, array in sorted(arrays.items()):
            file.write(np.ascontiguousarray(array).reshape(-1).view(np.uint8).data)
            file.write(bytes(-array.nbytes % ALIGNED))
        flush(file)
    with create(folder / META) as file:
        file.write(json.dumps({**meta, "format": FORMAT, "arrays": told}, indent=1, sort_keys=True).encode())
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


class Mapped:
    """A file that is mapped into memory, of which no more than about KEPT bytes stay there."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        weakref.finalize(self, os.close, self._file)
        size = os.fstat(self._file).st_size
        self._map = mmap.mmap(self._file, 0, access=mmap.ACCESS_READ) if size else None
        self.bytes: NDArray[np.uint8] = np.frombuffer(self._map or b"", np.uint8)
        self._start = address(self.bytes)

    def copy(self, part: NDArray[Any]) -> NDArray[Any]:
        """A part of the file, read at once where the system can: it maps what is looked at a few pages at a time."""
        if not hasattr(os, "preadv"):
            return part
        read = np.empty_like(part)
        if os.preadv(self._file, [read.data], address(part) - self._start) != part.nbytes:
            raise IndexError("beyond the end of the file")
        return read

    def used(self) -> None:
        """Note that it was read: if too much is in memory, what lies in the file too is given back.

        Looking each time costs little. Between two looks much can come into memory: a system with large pages maps
        two megabytes for each byte that is read.
        """
        if self._map is not None and mapped_bytes() > KEPT:
            self._map.madvise(mmap.MADV_DONTNEED)


def mapped_bytes() -> int:
    """How much of files is in the memory of this process; 0 where the system does not tell."""
    try:
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[2]) * mmap.PAGESIZE
    except OSError:
        return 0


def address(array: NDArray[Any]) -> int:
    return int(array.__array_interface__["data"][0])


def load(folder: Path, meta: Mapping[str, Any]) -> tuple[Mapped, dict[str, NDArray[Any]]]:
    """The arrays that the metadata name, memory-mapped, the header, sizes and places checked; and their file."""
    file = blob(folder / ARRAYS)
    try:
        start = read_header(file.bytes)
        whole = file.bytes[start:]
        return file, {name: placed(whole, *told) for name, told in meta["arrays"].items()}
    except (KeyError, TypeError, AttributeError):
        raise StoreError(f"{folder / META} is damaged; {REMEDY}") from None
    except ValueError:
        raise StoreError(f"{folder / ARRAYS} is damaged; {REMEDY}") from None


def read_header(data: NDArray[np.uint8]) -> int:
    """Where the numbers of an `.npy` file begin; raises ValueError if it is not what `save` writes, or of that size."""
    file = BytesIO(data[: ALIGNED * 4].tobytes())
    try:
        version = np.lib.format.read_magic(file)
        shape, fortran, kind = np.lib.format.read_array_header_1_0(file)
    except Exception:  # the parser of a damaged header raises whatever it stumbles over
        raise ValueError from None
    if version != (1, 0) or fortran or kind != np.uint8 or shape != (len(data) - file.tell(),):
        raise ValueError
    return file.tell()


def placed(whole: NDArray[np.uint8], kind: str, shape: list[int], start: int) -> NDArray[Any]:
    """An array that begins at a byte of the whole; raises ValueError if it is not there."""
    if kind not in INTEGERS or start % ALIGNED or min([start, *shape]) < 0:
        raise ValueError
    end = start + math.prod(shape) * int(kind[-1])
    if end > len(whole):
        raise ValueError
    return whole[start:end].view(kind).reshape(shape)


def blob(path: Path, size: int | None = None) -> Mapped:
    """A file, memory-mapped; raises StoreError if the number of its bytes is not `size`."""
    try:
        file = Mapped(path)
    except OSError as error:
        raise StoreError(f"{path}: {error.strerror or error}; {REMEDY}") from None
    if size is not None and len(file.bytes) != size:
        raise StoreError(f"{path} has not the size that it was written with; {REMEDY}")
    return file


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
