"""Store torch's logits of the packaged weights, for the test that numpy computes the same.

    python training/packaged_logits.py tests/data/reader/packaged.npz

Both sides compute with the numbers of the int8 rows.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from model import Reader
from unpack import unpacked

from qa_bot.reader import PACKAGED
from qa_bot.reader import Reader as Packaged

ROOT = Path(__file__).resolve().parent.parent
QUESTIONS = ("Who is the director of the National Space Science Center?", "how many countries joined", "Why?")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    model = Reader().eval()
    model.load_state_dict(unpacked(PACKAGED))
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
