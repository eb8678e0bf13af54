"""Pack trained weights for the package: int8 rows, the vocabulary that belongs to them, and a manifest.

    python training/export.py CHECKPOINT.pt BASE_MODEL_FOLDER OUT_FOLDER --examples taught.npz asked.npz

CHECKPOINT is `checkpoint.pt` or `final.pt` of `train.py`. The same inputs give the same bytes.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

import torch

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # the format stands once, in the package

from examples import SEED
from model import MINILM

from qa_bot.reader import weights

RECIPE = (
    "all-MiniLM-L6-v2 with a fresh span head, distilled by training/train.py from two teachers in turn: "
    "all-mpnet-base-v2, trained by the same script on rows of training/prepare.py, which then judged three times as "
    "many by training/judge.py; AdamW, linear decay, no dropout; two runs for each teacher, each from where those "
    "before ended, the mean of the last two, and from there seven closing runs in turn on training/written and a part "
    "of the rest as that mean judged it, the last two from the mean of the two before and themselves averaged; int8 "
    "rows by qa_bot/reader/weights.py"
)
LICENCES = {
    "all-MiniLM-L6-v2 (base model and vocabulary)": "Apache-2.0",
    "all-mpnet-base-v2 (the teacher's base model)": "Apache-2.0",
    "SQuAD 1.1 and 2.0": "CC BY-SA 4.0",
    "translations of SQuAD": "Apache-2.0",
    "QAMR": "MIT",
    "FairytaleQA": "Apache-2.0",
    "training/written": "Apache-2.0",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("base", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--examples", type=Path, nargs="+", required=True, help="the rows that it was trained on")
    parser.add_argument("--before", type=Path, help="weights that it began with; their rows are named too")
    parser.add_argument("--recipe", default=RECIPE, help="how it was trained, in a sentence")
    args = parser.parse_args()
    state = torch.load(args.checkpoint, map_location="cpu")
    tensors = {name: tensor.float().numpy() for name, tensor in state["model"].items()}
    vocab = (args.base / "vocab.txt").read_text(encoding="utf-8").rstrip("\n").split("\n")
    earlier = weights.read_manifest(args.before)["training_data"] if args.before else {}
    rows = {path.name: {"sha256": weights.digest(path), "size": path.stat().st_size} for path in args.examples}
    extra: dict[str, Any] = {
        "seed": SEED,
        "recipe": args.recipe,
        "training_data": earlier | rows,
        "licences": LICENCES,
        "step": state.get("step", "last"),
    }
    weights.write(args.out, tensors, vocab, MINILM.heads, extra)
    print(args.out, f"{sum(file.stat().st_size for file in args.out.iterdir()) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
