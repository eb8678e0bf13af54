"""Store torch's logits of the packaged weights, for the test that numpy computes the same.

    python training/packaged_logits.py CHECKPOINT.pt tests/data/reader/packaged.npz

The checkpoint is rounded to int8 and back as `export.py` does, so that both sides compute with the same numbers.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from model import Reader

from qa_bot.reader import PACKAGED
from qa_bot.reader import Reader as Packaged
from qa_bot.reader.weights import dequantise, is_packed, quantise

ROOT = Path(__file__).resolve().parent.parent
QUESTIONS = ("Who is the director of the National Space Science Center?", "how many countries joined", "Why?")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    model = Reader().eval()
    model.load_state_dict(
        {
            name: torch.tensor(dequantise(*quantise(tensor.numpy())))
            if is_packed(name, tuple(tensor.shape))
            else tensor
            for name, tensor in torch.load(args.checkpoint, map_location="cpu")["model"].items()
        }
    )
    packaged = Packaged.open(PACKAGED)
    cls, sep = packaged.separators
    passages = (ROOT / "corpus" / "ilrs.txt").read_text(encoding="utf-8").split("\n\n")[1:4]
    ids, segments, logits = [], [], []
    for question, passage in zip(QUESTIONS, passages, strict=True):
        head = [cls, *packaged.wordpiece.encode(question).ids, sep]
        row = np.array([*head, *packaged.wordpiece.encode(passage).ids, sep], np.int32)
        segment = (np.arange(len(row)) >= len(head)).astype(np.int32)
        mask = torch.ones(1, len(row), dtype=torch.bool)
        with torch.no_grad():
            logits.append(model(torch.tensor(row)[None], torch.tensor(segment)[None], mask)[0].numpy())
        ids.append(row)
        segments.append(segment)
    np.savez_compressed(
        args.out,
        sha256=np.array(packaged.manifest["files"]["matrices.npy"]["sha256"]),
        lengths=np.array([len(row) for row in ids]),
        ids=np.concatenate(ids),
        segments=np.concatenate(segments),
        logits=np.concatenate(logits),
    )


if __name__ == "__main__":
    main()
