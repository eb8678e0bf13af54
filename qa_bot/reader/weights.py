"""The reader's weights on disk: written by `training/export.py`, opened here, verified before the first answer.

A folder holds

- `matrices.npy`, int8, one dimension: the rows of every quantised matrix, one matrix after the other;
- `scales.npy`, float32: one number for each of those rows;
- `plain.npy`, float32: what is not quantised (biases, norms, segments, the span head), end to end;
- `vocab.txt`, the pieces in the order of their ids;
- `manifest.json`: the format's version, the model's sizes, where each tensor lies, the size and SHA-256 of the
  files and of the manifest itself, and what `training/export.py` knows of their making.

No pickle is read or written. The same tensors give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import math
import mmap
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa_bot.errors import WeightsError
from qa_bot.reader.bert import Affine, Floats, Layer, Model, Table
from qa_bot.reader.wordpiece import UNKNOWN
from qa_bot.remedies import reinstall

FORMAT = 1
MANIFEST, VOCAB = "manifest.json", "vocab.txt"
ARRAYS = {"matrices": np.int8, "scales": np.float32, "plain": np.float32}
LARGE = "matrices.npy"  # all the others are read in a millisecond
SPECIALS = (UNKNOWN, "[CLS]", "[SEP]")
LARGEST = 127  # symmetric: -128 is not used, so that a row and its negative pack alike
PARTS = ("qkv", "out", "out_norm", "up", "down", "down_norm")

Files = Mapping[str, Mapping[str, Any]]
"""The size and SHA-256 of each file, as the manifest lists them."""


@dataclass(frozen=True, eq=False)
class Weights:
    """An opened folder: the Model, the vocabulary in the order of its ids, and the manifest as it was read."""

    model: Model
    vocab: tuple[str, ...]
    manifest: Mapping[str, Any]


@dataclass(frozen=True)
class Sizes:
    """The numbers from which the name and shape of every tensor follow."""

    layers: int
    width: int
    heads: int
    inner: int
    pieces: int
    positions: int

    def shapes(self) -> Iterator[tuple[str, tuple[int, ...]]]:
        """(name, shape) of each tensor in the order of the files; names are those of `training/model.py`."""
        width, inner = self.width, self.inner
        yield "word.weight", (self.pieces, width)
        yield "position.weight", (self.positions, width)
        yield "segment.weight", (2, width)
        yield from affine("norm", (width,))
        outs = {"qkv": (3 * width, width), "out": (width, width), "up": (inner, width), "down": (width, inner)}
        for i in range(self.layers):
            for part in PARTS:
                yield from affine(f"layers.{i}.{part}", outs.get(part, (width,)))
        yield from affine("span", (2, width))


def affine(name: str, shape: tuple[int, ...]) -> tuple[tuple[str, tuple[int, ...]], ...]:
    return (f"{name}.weight", shape), (f"{name}.bias", shape[:1])


def is_packed(name: str, shape: tuple[int, ...]) -> bool:
    """Whether a tensor is kept as int8: matrices are; the few rows of the segments and the span head are not."""
    return len(shape) == 2 and name not in ("segment.weight", "span.weight")


def quantise(matrix: Floats) -> tuple[NDArray[np.int8], Floats]:
    """Symmetric int8 per row: [rows, width] -> values [rows, width], scales [rows]."""
    scales = (np.abs(matrix).max(axis=1) / LARGEST).astype(np.float32)
    steps = np.where(scales > 0, scales, np.float32(1))[:, None]  # a row of zeros stays one
    return np.clip(np.rint(matrix / steps), -LARGEST, LARGEST).astype(np.int8), scales


def dequantise(values: NDArray[np.int8], scales: Floats) -> Floats:
    """values [rows, width], scales [rows] -> [rows, width]; off by at most half a scale."""
    return np.multiply(values, scales[:, None], dtype=np.float32)


# Writing


def write(
    folder: Path, tensors: Mapping[str, NDArray[Any]], vocab: Sequence[str], heads: int, extra: Mapping[str, Any]
) -> None:
    """Write a folder of weights; the manifest goes last, so that a half-written folder is refused.

    Parameters
    ----------
    folder
        Made if need be. Files of an earlier export are replaced.
    tensors
        Those of `training/model.py`'s state dict, by name; the sizes are read from them.
    vocab
        As many pieces as `word.weight` has rows.
    heads
        The number of attention heads, which no tensor's shape tells.
    extra
        What to keep in the manifest besides: seed, recipe, metrics, licences, digests of the training data.
    """
    sizes = measure(tensors, heads)
    shapes = dict(sizes.shapes())
    for name in sorted(shapes.keys() | tensors.keys()):
        if name not in shapes or name not in tensors or tensors[name].shape != shapes[name]:
            raise WeightsError(f"can't write weights to {folder}: {name} is missing, unknown or of another shape")
        if not np.isfinite(tensors[name]).all():
            raise WeightsError(f"can't write weights to {folder}: {name} holds numbers that are not finite")
    if len(vocab) != sizes.pieces:
        raise WeightsError(f"can't write weights to {folder}: {len(vocab)} vocabulary entries, {sizes.pieces} rows")
    packed = [quantise(as_float(tensors[name])) for name, shape in shapes.items() if is_packed(name, shape)]
    plain = [as_float(tensors[name]).ravel() for name, shape in shapes.items() if not is_packed(name, shape)]
    arrays = {
        "matrices": np.concatenate([values.ravel() for values, _ in packed]),
        "scales": np.concatenate([scales for _, scales in packed]),
        "plain": np.concatenate(plain),
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MANIFEST).unlink(missing_ok=True)
    for name, array in arrays.items():
        with open(folder / f"{name}.npy", "wb") as file:
            np.save(file, array, allow_pickle=False)
    (folder / VOCAB).write_text("".join(f"{entry}\n" for entry in vocab), encoding="utf-8", newline="\n")
    files = {name: {"size": (folder / name).stat().st_size, "sha256": digest(folder / name)} for name in names()}
    write_manifest(folder, {**extra, "format": FORMAT, "sizes": vars(sizes), "files": files, "layout": layout(sizes)})


def write_manifest(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Seal a manifest and put it in place whole."""
    part = folder / f"{MANIFEST}.part"
    part.write_text(sealed(manifest), encoding="utf-8", newline="\n")
    os.replace(part, folder / MANIFEST)


def measure(tensors: Mapping[str, NDArray[Any]], heads: int) -> Sizes:
    """The Sizes that the tensors' own shapes tell."""
    try:
        pieces, width = tensors["word.weight"].shape
        layers = sum(name.endswith(".up.weight") for name in tensors)
        return Sizes(layers, width, heads, len(tensors["layers.0.up.weight"]), pieces, len(tensors["position.weight"]))
    except (KeyError, ValueError) as error:
        raise WeightsError(f"these are no tensors of the reader: {error}") from error


def as_float(array: NDArray[Any]) -> Floats:
    return np.ascontiguousarray(array, np.float32)


def layout(sizes: Sizes) -> list[dict[str, Any]]:
    """Where each tensor lies: the file, its first number there, its shape, and for packed ones its first scale."""
    at = dict.fromkeys(ARRAYS, 0)
    places = []
    for name, shape in sizes.shapes():
        file = "matrices" if is_packed(name, shape) else "plain"
        place = {"name": name, "file": f"{file}.npy", "at": at[file], "shape": list(shape)}
        at[file] += math.prod(shape)
        if file == "matrices":
            place["scales_at"] = at["scales"]
            at["scales"] += shape[0]
        places.append(place)
    return places


def names() -> tuple[str, ...]:
    return (*(f"{name}.npy" for name in ARRAYS), VOCAB)


def sealed(manifest: Mapping[str, Any]) -> str:
    """The manifest as JSON, with the digest of all the rest of it."""
    return json.dumps({**manifest, "sha256": seal(manifest)}, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def seal(manifest: Mapping[str, Any]) -> str:
    rest = {key: value for key, value in manifest.items() if key != "sha256"}
    return hashlib.sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()


def digest(path: Path) -> str:
    """The SHA-256 of a file, read through the page cache without a copy."""
    with mapped(path) as view:
        return hashlib.sha256(view).hexdigest()


@contextmanager
def mapped(path: Path) -> Iterator[mmap.mmap]:
    with open(path, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as view:
        yield view


# Opening


def open_weights(folder: Path) -> Weights:
    """Verify a folder and open it; the matrices of the layers are unpacked once, the large tables stay mapped.

    Raises
    ------
    WeightsError
        If anything is missing, truncated, altered or of another version.
    """
    try:
        manifest = read_manifest(folder)
        sizes = Sizes(**{name: int(value) for name, value in manifest["sizes"].items()})
        files = manifest["files"]
        check_sizes(folder, files)
        for name in names():
            if name != LARGE:
                check_digest(folder, files, name, digest(folder / name))
        with checking(folder, files, LARGE):
            vocab = tuple((folder / VOCAB).read_bytes().decode().split("\n")[:-1])
            arrays = {name: open_array(folder / f"{name}.npy") for name in ARRAYS}
            check_shapes(folder, sizes, arrays, vocab)
            return Weights(assemble(sizes, arrays), vocab, manifest)
    except OSError as error:
        raise damaged(folder, f"can't be read ({error})") from error
    except (ValueError, KeyError, TypeError, AttributeError, EOFError) as error:  # JSON or an .npy header
        raise damaged(folder, f"make no sense ({type(error).__name__}: {error})") from error


def damaged(where: Path, what: str) -> WeightsError:
    return WeightsError(f"the reader's weights in {where} {what}; {reinstall()}")


def read_manifest(folder: Path) -> dict[str, Any]:
    if not (folder / MANIFEST).is_file():
        raise damaged(folder, f"are missing: there is no {MANIFEST}")
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    if manifest["format"] != FORMAT:  # asked first: another version may seal its manifest in another way
        raise damaged(folder, f"are of format {manifest['format']}, and this qa-bot reads format {FORMAT}")
    if manifest["sha256"] != seal(manifest):
        raise damaged(folder, f"were altered: {MANIFEST} does not have its own digest")
    return dict(manifest)


def open_array(path: Path) -> NDArray[Any]:
    array: NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False).view(np.ndarray)
    return array


def check_sizes(folder: Path, files: Files) -> None:
    for name in names():
        path, listed = folder / name, files[name]
        if not path.is_file():
            raise damaged(folder, f"are missing {name}")
        if path.stat().st_size != listed["size"]:
            raise damaged(folder, f"are cut off or altered: {name} has {path.stat().st_size} bytes of {listed['size']}")


def check_digest(folder: Path, files: Files, name: str, found: str) -> None:
    if found != files[name]["sha256"]:
        raise damaged(folder, f"were altered: {name} does not have the digest that {MANIFEST} lists")


@contextmanager
def checking(folder: Path, files: Files, name: str) -> Iterator[None]:
    """Check a file's digest in a thread, beside what is done meanwhile, whose errors tell nothing if it is altered."""
    found: list[str] = []
    with mapped(folder / name) as view:
        hashing = Thread(target=lambda: found.append(hashlib.sha256(view).hexdigest()))
        hashing.start()
        try:
            yield
        finally:
            hashing.join()
            check_digest(folder, files, name, *found)


def check_shapes(folder: Path, sizes: Sizes, arrays: Mapping[str, NDArray[Any]], vocab: Sequence[str]) -> None:
    """Files that fit their digests can still be of a model that this code does not compute."""
    packed = [shape for name, shape in sizes.shapes() if is_packed(name, shape)]
    plain = [shape for name, shape in sizes.shapes() if not is_packed(name, shape)]
    wanted = {
        "matrices": sum(math.prod(shape) for shape in packed),
        "scales": sum(shape[0] for shape in packed),
        "plain": sum(math.prod(shape) for shape in plain),
    }
    for name, kind in ARRAYS.items():
        if arrays[name].shape != (wanted[name],) or arrays[name].dtype != kind:
            raise damaged(folder, f"do not fit together: {name}.npy is {arrays[name].dtype} {arrays[name].shape}")
    if len(vocab) != sizes.pieces or not all(special in vocab for special in SPECIALS):
        raise damaged(folder, f"do not fit together: {VOCAB} has {len(vocab)} entries")
    if min(vars(sizes).values()) < 1 or sizes.width % sizes.heads:
        raise damaged(folder, f"do not fit together: sizes {vars(sizes)}")


def assemble(sizes: Sizes, arrays: Mapping[str, NDArray[Any]]) -> Model:
    """The Model from the three arrays."""
    tables: dict[str, Table] = {}
    plain: dict[str, Floats] = {}
    for place in layout(sizes):
        name, at, shape = place["name"], place["at"], place["shape"]
        stop = at + math.prod(shape)
        if place["file"] == "plain.npy":
            plain[name] = np.array(arrays["plain"][at:stop]).reshape(shape)
        else:
            scales = arrays["scales"][place["scales_at"] :][: shape[0]]
            tables[name] = Table(arrays["matrices"][at:stop].reshape(shape), np.array(scales))

    def part(name: str) -> Affine:
        table = tables.get(f"{name}.weight")
        weight = dequantise(table.values, table.scales) if table else plain[f"{name}.weight"]
        return Affine(weight, plain[f"{name}.bias"])

    return Model(
        heads=sizes.heads,
        word=tables["word.weight"],
        position=tables["position.weight"],
        segment=plain["segment.weight"],
        norm=part("norm"),
        layers=tuple(Layer(**{name: part(f"layers.{i}.{name}") for name in PARTS}) for i in range(sizes.layers)),
        span=part("span"),
    )
