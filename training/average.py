"""Average the weights of two runs of `train.py`, which answers better than either where they err differently.

    python training/average.py ONE.pt OTHER.pt OUT.pt

Wortsman et al. 2022 ("Model soups", arXiv:2203.05482), uniform. The second run began where the first one ended.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("one", "other", "out"):
        parser.add_argument(name, type=Path)
    args = parser.parse_args()
    one, other = (torch.load(path, map_location="cpu")["model"] for path in (args.one, args.other))
    torch.save({"model": {name: (tensor + other[name]) / 2 for name, tensor in one.items()}}, args.out)


if __name__ == "__main__":
    main()
