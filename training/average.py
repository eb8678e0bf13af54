"""Average the weights of runs of `train.py`, which answers better than any of them where they err differently.

    python training/average.py OUT.pt ONE.pt OTHER.pt ...

Wortsman et al. 2022 ("Model soups", arXiv:2203.05482), uniform. Each run began where an earlier one ended.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("runs", type=Path, nargs="+")
    args = parser.parse_args()
    runs = [torch.load(path, map_location="cpu")["model"] for path in args.runs]
    torch.save({"model": {name: sum(run[name] for run in runs) / len(runs) for name in runs[0]}}, args.out)


if __name__ == "__main__":
    main()
