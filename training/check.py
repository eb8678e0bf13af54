"""Measure a checkpoint on the tune files while it is still in torch, the teacher's among them.

    python training/check.py DATA_FOLDER BASE_MODEL_FOLDER CHECKPOINT.pt

Each question is given its paragraph, and answered with the best span. F1 and exact match count pieces, not words as
`measure.py` does, and nothing is trimmed, so they compare among checkpoints alone. The AUROC is that of span minus
none.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from examples import Example
from judge import judged
from prepare import Row, arrays, encode, read, tokenizer_of
from train import Rows

from qa_bot.evaluation import auroc
from qa_bot.reader.decode import best

FILES = ("squad2", "nq", "squad_bt")
LONGEST = 30  # pieces of an answer


def questions(path: Path) -> list[list[Example]]:
    """Each question of a file, once for each accepted answer, or once without."""
    return [
        [Example(qa["question"], paragraph["context"], span, "answer" if span else "elsewhere") for span in spans]
        for article in read(path)
        for paragraph in article["paragraphs"]
        for qa in paragraph["qas"]
        for spans in [[(a["answer_start"], a["answer_start"] + len(a["text"])) for a in qa["answers"]] or [None]]
    ]


def overlap(found: tuple[int, int], wanted: tuple[int, int]) -> float:
    """F1 of the pieces of two spans, both ends within."""
    shared = max(0, min(found[1], wanted[1]) - max(found[0], wanted[0]) + 1)
    return 2 * shared / (found[1] - found[0] + wanted[1] - wanted[0] + 2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("base", type=Path)
    parser.add_argument("checkpoint", type=Path)
    args = parser.parse_args()
    tokenizer = tokenizer_of(args.base)
    for name in FILES:
        asked = [
            [row for row in encode(own, tokenizer) if row] for own in questions(args.data / "tune" / f"{name}.json.gz")
        ]
        given: list[list[Row]] = [own for own in asked if own]
        rows = Rows(**arrays([[own[0] for own in given]]))
        logits = np.split(judged(rows, args.base, args.checkpoint).astype(np.float32), rows.offsets[1:-1])
        spans = [
            best(own, int(first), len(own) - 1, 1, LONGEST)[0] for own, first in zip(logits, rows.first, strict=True)
        ]
        at = [(int(first) + span.start, int(first) + span.end) for span, first in zip(spans, rows.first, strict=True)]
        f1 = np.array([max(overlap(p, (row.start, row.end)) for row in own) for p, own in zip(at, given, strict=True)])
        has, score = rows.start > 0, np.array([span.score for span in spans])
        told = f"AUROC {auroc(score[has], score[~has]):.4f}" if not has.all() else ""
        print(name, len(given), f"F1 {100 * f1[has].mean():.1f} EM {100 * (f1[has] == 1).mean():.1f}", told, flush=True)


if __name__ == "__main__":
    main()
