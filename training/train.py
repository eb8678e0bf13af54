"""Train a reader on the rows that `prepare.py` wrote; run it again to resume where it was cut off.

    python training/train.py taught.npz TEACHER_BASE TEACHER --dropout 0.1 --rate 8e-5
    python training/judge.py asked.npz TEACHER_BASE TEACHER/final.pt labels.npy
    python training/train.py asked.npz BASE READER --labels labels.npy --passes 3 --rate 3e-4

Phase after phase; within a phase rows of like length share a batch. AdamW, a short warm-up, then linear decay to zero
over all pieces.

Without `--labels` it learns from the rows as they are marked. In the last phase an `unmatched` question that it finds
more answerable than four in five of its kind is left out of the loss: at most 79% of them are truly unanswerable, and
the wrongly labelled ones are those that a reader which has seen the others doubts most.

With `--labels` it learns the teacher's start and end probabilities (Hinton et al. 2015, "Distilling the knowledge in
a neural network", arXiv:1503.02531), and the marks only where they are sure; of the written documents the marks alone.
Rows of one question, which share a group, are in one batch, and the right words of one learn to score above all others.
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
from examples import KINDS, SEED
from model import Reader, from_base
from torch import Tensor

UNMATCHED, WRITTEN = KINDS.index("unmatched"), KINDS.index("written")
UNSURE = (UNMATCHED, KINDS.index("judged"))
TRUSTED = 0.79  # the share of `unmatched` that is truly unanswerable, from the data's README
IGNORED = -30.0  # added to the logits of pieces that can't be an answer
SOFTENED = 1.5  # the temperature at which the teacher is learnt from
MARKED = 0.25  # what the marks weigh beside the teacher
TOGETHER = 1.5  # what the choice among the rows of a question weighs beside the rows by themselves
WARM = 0.04  # the share of the pieces over which the rate rises
SAVED = 120.0  # seconds between checkpoints


@dataclass
class Rows:
    """The arrays of `prepare.py`, the teacher's logits where there are any, and the order of the batches."""

    pieces: np.ndarray
    offsets: np.ndarray
    first: np.ndarray
    start: np.ndarray
    end: np.ndarray
    kind: np.ndarray
    group: np.ndarray
    phase: np.ndarray
    labels: np.ndarray | None = None

    def batches(self, budget: int, seed: int = SEED) -> list[np.ndarray]:
        """Row numbers, batch by batch; a batch holds about `budget` pieces with its padding, and whole groups."""
        draw = np.random.default_rng(seed)
        lengths = np.diff(self.offsets)
        together = np.where(self.group < 0, np.arange(len(lengths)) - len(lengths), self.group)
        made = []
        for phase in np.unique(self.phase):
            rows = np.flatnonzero(self.phase == phase)
            rows = rows[np.argsort(together[rows], kind="stable")]
            units = np.split(rows, np.flatnonzero(np.diff(together[rows])) + 1)
            longest = np.array([lengths[unit].max() for unit in units])
            chunk_batches = []
            for chunk in np.array_split(draw.permutation(len(units)), max(1, len(rows) * 144 // (budget * 256))):
                own: list[list[int]] = [[]]
                for unit in chunk[np.argsort(longest[chunk], kind="stable")]:
                    if own[-1] and (len(own[-1]) + len(units[unit])) * longest[unit] > budget:
                        own.append([])
                    own[-1].extend(units[unit])
                chunk_batches += [np.array(own[i]) for i in draw.permutation(len(own))]
            made += chunk_batches
        return made

    def tensors(self, rows: np.ndarray, device: torch.device) -> tuple[Tensor, ...]:
        """ids, segments, mask, allowed: [batch, pieces]; start, end, kind, group: [batch]; labels [batch, pieces, 2].

        The pieces are padded to a multiple of eight, which matrix units like.
        """
        lengths = np.diff(self.offsets)[rows]
        column = np.arange(-(-lengths.max() // 8) * 8)
        mask = column < lengths[:, None]
        at = np.where(mask, self.offsets[rows][:, None] + column, 0)
        ids = np.where(mask, self.pieces[at], 0).astype(np.int64)
        after = column >= self.first[rows][:, None]
        allowed = (after & (column < lengths[:, None] - 1)) | (column == 0)
        labels = np.zeros((*mask.shape, 0), np.float16) if self.labels is None else self.labels[at]
        arrays = (ids, (after & mask).astype(np.int64), mask, allowed)
        arrays = (*arrays, self.start[rows], self.end[rows], self.kind[rows], self.group[rows], labels)
        return tuple(torch.as_tensor(np.ascontiguousarray(a)).to(device, non_blocking=True) for a in arrays)


def marked(logits: Tensor, start: Tensor, end: Tensor) -> Tensor:
    """Cross entropy with the marked answers, [batch]; the logits of what can't be an answer are low already."""
    loss = F.cross_entropy(logits[:, :, 0], start.long(), reduction="none")
    return (loss + F.cross_entropy(logits[:, :, 1], end.long(), reduction="none")) / 2


def taught(logits: Tensor, labels: Tensor) -> Tensor:
    """Cross entropy with the teacher's softened probabilities, [batch], scaled as its gradient is (Hinton et al.)."""
    wanted = torch.softmax(labels / SOFTENED, dim=1)
    found = torch.log_softmax(logits / SOFTENED, dim=1)
    return -(wanted * found).sum(dim=1).mean(dim=1) * SOFTENED**2


def shared(logits: Tensor, start: Tensor, end: Tensor, group: Tensor) -> Tensor:
    """Cross entropy with the right words among all rows of a question, [batch]: at the first of its rows, else 0.

    As in Clark and Gardner 2018, "Simple and effective multi-paragraph reading comprehension" (arXiv:1710.10723,
    shared normalisation), but over what the product compares: logits less those of "no answer" in the same row, and one
    "no answer" to all rows, at 0. Where one of the rows answers, it is the first of its group.
    """
    margins = logits - logits[:, :1]
    first = torch.ones_like(group, dtype=torch.bool)
    first[1:] = (group[1:] != group[:-1]) | (group[1:] < 0)
    number = first.cumsum(0) - 1
    spans = torch.logsumexp(margins[:, 1:], dim=1)  # [batch, 2]
    most = spans.detach().amax().clamp(min=0)  # keeps what is summed in range
    total = torch.zeros_like(spans[first]).index_add(0, number, torch.exp(spans - most)) + torch.exp(-most)
    row = torch.arange(len(group), device=group.device)
    right = torch.stack([margins[row, start.long(), 0], margins[row, end.long(), 1]], dim=1)[first]
    found = torch.zeros_like(spans[:, 0])
    found[first] = (torch.log(total) + most - right).mean(dim=1)
    return found * (group >= 0)


class Doubt:
    """A running estimate of the margin that TRUSTED of the `unmatched` questions stay under."""

    def __init__(self, cut: Tensor) -> None:
        self.cut = cut

    def keep(self, logits: Tensor, kind: Tensor, step_size: float = 0.02) -> Tensor:
        """Which rows to learn from, bool [batch]: not those whose best start and end beat 'no answer' by too much."""
        margin = (logits[:, 1:].amax(dim=1) - logits[:, 0]).sum(dim=1).detach()
        doubtful = (kind == UNMATCHED) & (margin > self.cut)
        self.cut = self.cut + step_size * (doubtful.sum() - (1 - TRUSTED) * (kind == UNMATCHED).sum())
        return ~doubtful


def groups(model: Reader, decay: float) -> list[dict]:
    trained = [(name, p) for name, p in model.named_parameters() if p.requires_grad]
    plain = [p for name, p in trained if name.endswith("bias") or "norm" in name]
    own = {id(p) for p in plain}
    rest = [p for _, p in trained if id(p) not in own]
    return [{"params": rest, "weight_decay": decay}, {"params": plain, "weight_decay": 0.0}]


def save(path: Path, **state: object) -> None:
    torch.save(state, path.with_suffix(".part"))
    os.replace(path.with_suffix(".part"), path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("examples", type=Path)
    parser.add_argument("base", type=Path)
    parser.add_argument("run", type=Path)
    parser.add_argument("--labels", type=Path, help="the teacher's logits, to learn from")
    parser.add_argument("--start", type=Path, help="weights to begin with, in place of the base model's")
    parser.add_argument("--rate", type=float, default=1.2e-4, help="the highest learning rate")
    parser.add_argument("--dropout", type=float, default=0.0)
    parser.add_argument("--batch", type=int, default=4608, help="pieces a batch")
    parser.add_argument("--passes", type=int, default=1, help="how often to go through all rows")
    parser.add_argument("--share", type=float, default=1.0, help="the share of the batches to train on")
    parser.add_argument("--single", action="store_true", help="float32, which some CPUs compute faster than bf16")
    parser.add_argument("--stop", type=int, default=0, help="leave after this many steps (to measure)")
    args = parser.parse_args()
    torch.manual_seed(SEED)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    labels = np.load(args.labels, mmap_mode="r") if args.labels else None
    rows = Rows(**np.load(args.examples), labels=labels)
    batches = [batch for i in range(args.passes) for batch in rows.batches(args.batch, SEED + i)]
    kept = np.random.default_rng(SEED).random(len(batches)) < args.share
    batches = [batch for batch, keep in zip(batches, kept, strict=True) if keep]
    ends = np.cumsum([len(b) * np.diff(rows.offsets)[b].max() for b in batches])
    model = from_base(args.base, args.dropout).to(device)
    if args.start:
        model.load_state_dict(torch.load(args.start, map_location=device)["model"])
    optimizer = torch.optim.AdamW(groups(model, 0.01), lr=args.rate, betas=(0.9, 0.98), fused=True)
    doubt, at = Doubt(torch.zeros((), device=device)), 0
    args.run.mkdir(parents=True, exist_ok=True)
    checkpoint = args.run / "checkpoint.pt"
    if checkpoint.exists():
        state = torch.load(checkpoint, map_location=device)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        doubt, at = Doubt(state["cut"]), state["step"]
        print("resumed at step", at, flush=True)
    unsure = torch.tensor(UNSURE, device=device)
    last, began, saved, total = rows.phase.max(), time.time(), time.time(), torch.zeros((), device=device)
    for step in range(at, len(batches)):
        done = float(ends[step] / ends[-1])
        for own in optimizer.param_groups:
            own["lr"] = args.rate * min(done / WARM, (1 - done) / (1 - WARM))
        ids, segments, mask, allowed, start, end, kind, group, wanted = rows.tensors(batches[step], device)
        with torch.autocast(device.type, torch.bfloat16, enabled=not args.single):
            logits = model(ids, segments, mask)
        logits = logits + (~allowed)[:, :, None] * IGNORED
        loss = marked(logits, start, end)
        if labels is not None:
            judged = taught(logits, wanted.float()) + MARKED * loss * ~torch.isin(kind, unsure)
            loss = torch.where(kind == WRITTEN, loss, judged)
        elif rows.phase[batches[step][0]] == last:
            loss = loss * doubt.keep(logits, kind)
        loss = loss + TOGETHER * shared(logits, start, end, group)
        optimizer.zero_grad()
        loss.mean().backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        total += loss.detach().mean()
        if (step + 1) % 100 == 0:
            seconds, loss_now, cut = time.time() - began, float(total) / 100, float(doubt.cut)
            print(
                f"step {step + 1}  {done:.1%}  loss {loss_now:.3f}  {seconds:.0f} s  doubt over {cut:.2f}", flush=True
            )
            total.zero_()
        if time.time() - saved > SAVED:
            state = {"optimizer": optimizer.state_dict(), "cut": doubt.cut, "step": step + 1}
            save(checkpoint, model=model.state_dict(), **state)
            saved = time.time()
        if args.stop and step + 1 - at >= args.stop:
            break
    if not args.stop:
        save(args.run / "final.pt", model=model.state_dict())


if __name__ == "__main__":
    main()
