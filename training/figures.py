"""What a fitted confidence is worth on questions that it was not fitted on: the tables and the picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from qa_bot.evaluation import RIGHT, auroc, best_threshold, calibration_error, reliability, risk_coverage
from qa_bot.settings import Settings

SEED, DRAWS = 17, 20
SHARES = (0.2, 0.5, 0.8)
THRESHOLDS = (0.1, 0.15, 0.18, 0.2, 0.25, 0.3, 0.4, 0.5)


@dataclass(frozen=True, eq=False)
class Told:
    """What was said to the questions of one way of asking: confidence, token F1, whether answerable, [n] each."""

    name: str
    confidence: np.ndarray
    overlap: np.ndarray
    has: np.ndarray

    @property
    def right(self) -> np.ndarray:
        return self.overlap >= RIGHT

    def of(self, rows: np.ndarray) -> Told:
        return Told(self.name, self.confidence[rows], self.overlap[rows], self.has[rows])


def auroc_of(told: Told) -> float:
    return auroc(told.confidence[told.has], told.confidence[~told.has])


def error_of(told: Told) -> float:
    return calibration_error(told.confidence, told.right)


def error_at(told: Told, share: float) -> float:
    """The mean calibration error of draws in which such a share of the questions has no answer."""
    draw, rows = np.random.default_rng(SEED), [np.flatnonzero(told.has), np.flatnonzero(~told.has)]
    count = min(len(rows[0]) / (1 - share), len(rows[1]) / share)
    sizes = [round(count * (1 - share)), round(count * share)]
    drawn = [
        np.concatenate([draw.choice(own, size, replace=False) for own, size in zip(rows, sizes, strict=True)])
        for _ in range(DRAWS)
    ]
    return float(np.mean([error_of(told.of(own)) for own in drawn]))


def table(every: Sequence[Told]) -> str:
    """The figures of each way of asking, as Markdown; refusals are those at the default threshold."""
    lines = [
        "| | questions, answerable | best span right | AUROC | best-threshold F1 | calibration error "
        f"| the same with {', '.join(f'{share:.0%}' for share in SHARES)} unanswerable "
        "| refused of answerable, of right, of unanswerable |",
        "|" + "---|" * 8,
    ]
    for told in every:
        no = told.confidence < Settings.threshold
        refused = (f"{100 * no[of].mean():.1f}%" for of in (told.has, told.right, ~told.has))
        lines.append(
            f"| {told.name} | {len(told.has):,}, {told.has.sum():,} | {100 * told.right[told.has].mean():.1f}% "
            f"| {auroc_of(told):.3f} | {100 * best_threshold(told.overlap, told.confidence, told.has):.1f} "
            f"| {error_of(told):.3f} | {', '.join(f'{error_at(told, share):.3f}' for share in SHARES)} "
            f"| {', '.join(refused)} |"
        )
    return "\n".join(lines)


def refused_at(told: Told, of: np.ndarray, share: float) -> tuple[float, float]:
    """The threshold at which such a share of some questions is refused, and what it refuses of the unanswerable."""
    threshold = float(np.quantile(told.confidence[of], share))
    return threshold, float(np.mean(told.confidence[~told.has] < threshold))


def thresholds(every: Sequence[Told]) -> str:
    """What each threshold refuses, and what is refused at a given price."""
    lines = []
    for told in every:
        lines.append(told.name)
        for threshold in THRESHOLDS:
            no = told.confidence < threshold
            lines.append(
                f"  threshold {threshold:.2f}: refused {no[told.has].mean():6.1%} of the answerable, "
                f"{no[told.right].mean():6.1%} of the right ones, {no[~told.has].mean():6.1%} of the unanswerable"
            )
        for name, of, share in (("answerable", told.has, 0.15), ("right ones", told.right, 0.10)):
            threshold, refused = refused_at(told, of, share)
            lines.append(f"  {share:.0%} of the {name} refused, at {threshold:.2f}: {refused:6.1%} of the unanswerable")
    return "\n".join(lines)


def brief(every: Sequence[Told]) -> str:
    """AUROC and calibration error of each, on one line."""
    return "   ".join(f"{auroc_of(told):.3f} {error_of(told):.3f}" for told in every)


def draw(every: Sequence[Told], path: Path) -> None:
    """Reliability diagram and risk-coverage curve of each way of asking."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(10, 4.4), layout="constrained")
    left, right = figure.subplots(1, 2)
    left.plot([0, 1], [0, 1], color="grey", linestyle="--", linewidth=1)
    for told in every:
        bins = reliability(told.confidence, told.right)
        left.plot([own.confidence for own in bins], [own.right for own in bins], marker="o", label=told.name)
        risk = risk_coverage(told.confidence, told.right)
        right.plot(np.arange(1, len(risk) + 1) / len(risk), risk, label=told.name)
        said = float(np.mean(told.confidence >= Settings.threshold))
        right.plot(said, risk[max(0, round(said * len(risk)) - 1)], marker="o", color=right.lines[-1].get_color())
    left.set(xlim=(0, 1), ylim=(0, 1), xlabel="confidence", ylabel="share right", title="reliability")
    right.set(
        xlim=(0, 1),
        ylim=(0, 1),
        xlabel="share of the questions that is answered, the surest first",
        ylabel="share wrong of these",
        title="risk and coverage; the dot is the default threshold",
    )
    left.legend()
    figure.savefig(path, dpi=110)
