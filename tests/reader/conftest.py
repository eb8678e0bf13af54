"""The tiny random model of `training/fixture.py`, written as a folder of weights."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from qa_bot.reader import Reader, weights

DATA = Path(__file__).parent.parent / "data" / "reader"


@pytest.fixture(scope="session")
def stored() -> dict[str, np.ndarray]:
    """The fixture's arrays: heads, lengths, ids, segments, torch's logits, and each `tensor.*`."""
    with np.load(DATA / "tiny.npz", allow_pickle=False) as arrays:
        return dict(arrays)


@pytest.fixture(scope="session")
def tensors(stored: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    return {name.removeprefix("tensor."): array for name, array in stored.items() if name.startswith("tensor.")}


@pytest.fixture(scope="session")
def vocab() -> list[str]:
    return (DATA / "vocab.txt").read_text(encoding="utf-8").splitlines()


@pytest.fixture(scope="session")
def folder(tmp_path_factory, stored, tensors, vocab) -> Path:
    """A folder of weights; not to be changed."""
    path = tmp_path_factory.mktemp("reader") / "weights"
    weights.write(path, tensors, vocab, int(stored["heads"]), {"seed": 17})
    return path


@pytest.fixture(scope="session")
def reader(folder: Path) -> Reader:
    return Reader.open(folder)
