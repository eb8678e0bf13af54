"""Have a trained reader, the teacher, judge rows of `prepare.py`: its start and end logits of every piece.

    python training/judge.py ROWS.npz BASE_MODEL_FOLDER CHECKPOINT.pt OUT.npy [--single]

OUT is float16 [pieces of all rows, 2], in the order of the rows' pieces. What can't be an answer is low. Rows of which
`train.py` learns the marks alone stay zero.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
import torch
from model import from_base
from train import IGNORED, WRITTEN, Rows

BATCH = 65_536  # pieces; a quarter of them on a CPU


def judged(rows: Rows, base: Path, checkpoint: Path, single: bool = False) -> np.ndarray:
    """Start and end logits of every piece of the rows, float16 [pieces of all rows, 2]; in float32 if `single`."""
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model = from_base(base).to(device).eval()
    model.load_state_dict(torch.load(checkpoint, map_location=device)["model"])
    logits = np.zeros((len(rows.pieces), 2), np.float16)
    with torch.inference_mode(), torch.autocast(device.type, torch.bfloat16, enabled=not single):
        for batch in rows.batches(BATCH if device.type == "cuda" else BATCH // 4):
            batch = batch[rows.kind[batch] != WRITTEN]
            if not len(batch):
                continue
            ids, segments, mask, allowed, *_ = rows.tensors(batch, device)
            found = (model(ids, segments, mask) + (~allowed)[:, :, None] * IGNORED)[mask]
            lengths = np.diff(rows.offsets)[batch]
            at = np.repeat(rows.offsets[batch] - np.concatenate([[0], np.cumsum(lengths)[:-1]]), lengths)
            logits[at + np.arange(lengths.sum())] = found.half().cpu().numpy()
    return logits


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=Path)
    parser.add_argument("base", type=Path)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--single", action="store_true", help="float32, which some CPUs compute faster than bf16")
    args = parser.parse_args()
    rows, began = Rows(**np.load(args.rows)), time.time()
    np.save(args.out, judged(rows, args.base, args.checkpoint, args.single))
    print(args.out, len(rows.offsets) - 1, "rows", f"{time.time() - began:.0f} s")


if __name__ == "__main__":
    main()
