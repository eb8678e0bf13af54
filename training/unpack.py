"""Turn packed weights back into a checkpoint, to go on from them when no run of `train.py` is left.

    python training/unpack.py WEIGHTS_FOLDER OUT.pt

The matrices are as the int8 rows say, so the checkpoint computes what the packed reader computes.
"""

from __future__ import annotations

import argparse
import math
import sys
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from qa_bot.reader import weights


def tensors(folder: Path) -> dict[str, torch.Tensor]:
    """The state dict of `model.Reader`, from a folder that was verified."""
    manifest = weights.open_weights(folder).manifest
    arrays = {name: np.load(folder / f"{name}.npy") for name in weights.ARRAYS}
    found = {}
    for place in weights.layout(weights.Sizes(**manifest["sizes"])):
        kind, shape = place["file"].removesuffix(".npy"), place["shape"]
        array = arrays[kind][place["at"] :][: math.prod(shape)].reshape(shape)
        if kind == "matrices":
            array = weights.dequantise(array, arrays["scales"][place["scales_at"] :][: shape[0]])
        found[place["name"]] = torch.tensor(array)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    torch.save({"model": tensors(args.weights)}, args.out)


if __name__ == "__main__":
    main()
