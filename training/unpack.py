"""Turn packed weights into a checkpoint, for a run of `train.py` to begin with.

    python training/unpack.py WEIGHTS_FOLDER OUT.pt

Its numbers are those of the int8 rows, multiplied out.
"""

from __future__ import annotations

import argparse
import math
import sys
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from qa_bot.reader.weights import Sizes, dequantise, layout, read_manifest


def unpacked(folder: Path) -> dict[str, Tensor]:
    """The tensors of `model.py` by name, float32, as the int8 rows have them."""
    sizes = Sizes(**read_manifest(folder)["sizes"])
    arrays = {path.name: np.load(path) for path in folder.glob("*.npy")}
    tensors = {}
    for place in layout(sizes):
        rows = arrays[place["file"]][place["at"] :][: math.prod(place["shape"])].reshape(place["shape"])
        if "scales_at" in place:
            rows = dequantise(rows, arrays["scales.npy"][place["scales_at"] :][: place["shape"][0]])
        tensors[place["name"]] = torch.tensor(rows)
    return tensors


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    torch.save({"model": unpacked(args.weights)}, args.out)


if __name__ == "__main__":
    main()
