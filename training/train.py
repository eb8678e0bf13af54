"""Train the reader on the rows that `prepare.py` wrote; run it again to resume where it was cut off.

    python training/train.py EXAMPLES.npz BASE_MODEL_FOLDER RUN_FOLDER

One pass over the rows, phase after phase; within a phase rows of like length share a batch. AdamW, a short
warm-up, then linear decay to zero over all pieces. In the last phase an `unmatched` question that the reader
finds more answerable than four in five of its kind is left out of the loss: at most 79% of them are truly
unanswerable, and the wrongly labelled ones are those that a reader which has seen the others doubts most.
"""

from __future__ import annotations

import argparse
import os
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from model import Reader, from_base
from torch import Tensor

SEED = 17
UNMATCHED = 3  # the kind's number in prepare.KINDS
TRUSTED = 0.79  # the share of `unmatched` that is truly unanswerable, from the data's README
IGNORED = -30.0  # added to the logits of pieces that can't be an answer


@dataclass
class Rows:
    """The arrays of `prepare.py`, and the order of the batches."""

    pieces: np.ndarray
    offsets: np.ndarray
    first: np.ndarray
    start: np.ndarray
    end: np.ndarray
    kind: np.ndarray
    phase: np.ndarray

    def batches(self, budget: int) -> list[np.ndarray]:
        """Row numbers, batch by batch; a batch holds about `budget` pieces with its padding."""
        draw = np.random.default_rng(SEED)
        lengths = np.diff(self.offsets)
        made = []
        for phase in np.unique(self.phase):
            rows = draw.permutation(np.flatnonzero(self.phase == phase))
            chunk_batches = []
            for chunk in np.array_split(rows, max(1, len(rows) // 8192)):
                chunk, at, own = chunk[np.argsort(lengths[chunk], kind="stable")], 0, []
                while at < len(chunk):
                    size = 1
                    while at + size < len(chunk) and (size + 1) * lengths[chunk[at + size]] <= budget:
                        size += 1
                    own.append(chunk[at : at + size])
                    at += size
                chunk_batches += [own[i] for i in draw.permutation(len(own))]
            made += chunk_batches
        return made

    def tensors(self, rows: np.ndarray, device: torch.device) -> tuple[Tensor, ...]:
        """ids, segments, mask, allowed: [batch, pieces]; start, end, kind: [batch]."""
        lengths = np.diff(self.offsets)[rows]
        ids = np.zeros((len(rows), lengths.max()), np.int64)
        for i, row in enumerate(rows):
            ids[i, : lengths[i]] = self.pieces[self.offsets[row] : self.offsets[row + 1]]
        column = np.arange(ids.shape[1])
        segments = (column >= self.first[rows][:, None]).astype(np.int64)
        mask = column < lengths[:, None]
        allowed = ((column >= self.first[rows][:, None]) & (column < lengths[:, None] - 1)) | (column == 0)
        arrays = (ids, segments * mask, mask, allowed, self.start[rows], self.end[rows], self.kind[rows])
        return tuple(torch.as_tensor(np.ascontiguousarray(a), device=device) for a in arrays)


def losses(logits: Tensor, allowed: Tensor, start: Tensor, end: Tensor) -> tuple[Tensor, Tensor]:
    """Cross entropy of each row [batch], and by how much its best start and end beat 'no answer' [batch]."""
    logits = logits + (~allowed)[:, :, None] * IGNORED
    loss = F.cross_entropy(logits[:, :, 0], start.long(), reduction="none")
    loss = loss + F.cross_entropy(logits[:, :, 1], end.long(), reduction="none")
    margin = (logits[:, 1:].amax(dim=1) - logits[:, 0]).sum(dim=1)
    return loss / 2, margin.detach()


class Doubt:
    """A running estimate of the margin that TRUSTED of the `unmatched` questions stay under."""

    def __init__(self, cut: float = 0.0) -> None:
        self.cut = cut

    def keep(self, margin: Tensor, kind: Tensor, step_size: float = 0.02) -> Tensor:
        doubtful = (kind == UNMATCHED) & (margin > self.cut)
        over, of = int(doubtful.sum()), int((kind == UNMATCHED).sum())
        self.cut += step_size * (over - (1 - TRUSTED) * of)
        return ~doubtful


def thinned(batches: list[np.ndarray], whole: int, share: float) -> list[np.ndarray]:
    """The first `whole` batches, and of the others a share, in their order."""
    later = np.random.default_rng(SEED).random(len(batches)) < share
    return [batch for i, batch in enumerate(batches) if i < whole or later[i]]


def groups(model: Reader, decay: float) -> list[dict]:
    plain = [p for name, p in model.named_parameters() if name.endswith("bias") or "norm" in name]
    own = {id(p) for p in plain}
    rest = [p for p in model.parameters() if id(p) not in own]
    return [{"params": rest, "weight_decay": decay}, {"params": plain, "weight_decay": 0.0}]


def save(path: Path, **state: object) -> None:
    torch.save(state, path.with_suffix(".part"))
    os.replace(path.with_suffix(".part"), path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("examples", type=Path)
    parser.add_argument("base", type=Path)
    parser.add_argument("run", type=Path)
    parser.add_argument("--start", type=Path, help="weights to begin with, in place of the base model's")
    parser.add_argument("--rate", type=float, default=1.2e-4)
    parser.add_argument("--batch", type=int, default=4608, help="pieces a batch")
    parser.add_argument("--whole", type=int, default=0, help="batches before --share applies")
    parser.add_argument("--share", type=float, default=1.0, help="the share of the later batches to train on")
    parser.add_argument("--single", action="store_true", help="float32, which some CPUs compute faster than bf16")
    parser.add_argument("--stop", type=int, default=0, help="leave after this many steps (to measure)")
    args = parser.parse_args()
    torch.manual_seed(SEED)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    rows = Rows(**np.load(args.examples))
    batches = thinned(rows.batches(args.batch), args.whole, args.share)
    ends = np.cumsum([len(b) * np.diff(rows.offsets)[b].max() for b in batches])
    model = from_base(args.base).to(device)
    if args.start:
        model.load_state_dict(torch.load(args.start, map_location=device)["model"])
    optimizer = torch.optim.AdamW(groups(model, 0.01), lr=args.rate, betas=(0.9, 0.98), fused=True)
    doubt, at = Doubt(), 0
    args.run.mkdir(parents=True, exist_ok=True)
    checkpoint = args.run / "checkpoint.pt"
    if checkpoint.exists():
        state = torch.load(checkpoint, map_location=device)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        doubt, at = Doubt(state["cut"]), state["step"]
        print("resumed at step", at, flush=True)
    last, began, values = rows.phase.max(), time.time(), []
    for step in range(at, len(batches)):
        done = float(ends[step] / ends[-1])
        for group in optimizer.param_groups:
            group["lr"] = args.rate * min(done / 0.02, 1 - done)
        ids, segments, mask, allowed, start, end, kind = rows.tensors(batches[step], device)
        with torch.autocast(device.type, torch.bfloat16, enabled=not args.single):
            logits = model(ids, segments, mask)
        loss, margin = losses(logits, allowed, start, end)
        if rows.phase[batches[step][0]] == last:
            loss = loss * doubt.keep(margin, kind)
        optimizer.zero_grad()
        loss.mean().backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        values.append(float(loss.detach().mean()))
        if step % 100 == 0:
            loss_now, seconds = np.mean(values[-100:]), time.time() - began
            print(
                f"step {step}  {done:.1%}  loss {loss_now:.3f}  {seconds:.0f} s  doubt over {doubt.cut:.2f}", flush=True
            )
        if (step + 1) % 250 == 0 or step + 1 == len(batches):
            save(checkpoint, model=model.state_dict(), optimizer=optimizer.state_dict(), cut=doubt.cut, step=step + 1)
        if args.stop and step + 1 - at >= args.stop:
            break
    if not args.stop:
        save(args.run / "final.pt", model=model.state_dict())


if __name__ == "__main__":
    main()
