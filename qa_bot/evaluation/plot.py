"""The reliability diagram and the risk-coverage curve as a picture; the only user of matplotlib."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qa_bot.errors import UsageError
from qa_bot.evaluation.scores import Scores
from qa_bot.remedies import install

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SUFFIXES = (".png", ".svg", ".pdf")


def check_plot(path: Path) -> None:
    """Raise UsageError if no picture can be drawn to `path`; asked first, as the questions take minutes."""
    if path.suffix.lower() not in SUFFIXES:
        raise UsageError(f"{path}: a picture is drawn as {', '.join(SUFFIXES)}; give such a name")
    if path.is_dir() or not path.parent.is_dir():
        raise UsageError(f"{path}: no picture can be put there; name a file in a folder that exists")
    try:
        import matplotlib  # noqa: F401
    except ImportError:
        raise UsageError(f"--plot needs matplotlib; install it: {install('plot')}") from None


def plot(scores: Scores, path: Path, title: str = "") -> None:
    """Draw both curves of `scores` to a file, in the format that its name ends with."""
    check_plot(path)
    from matplotlib.figure import Figure  # without pyplot, which keeps what it draws and looks for a screen

    figure = Figure(figsize=(10, 4.8), layout="constrained")
    left, right = figure.subplots(1, 2)
    draw_reliability(left, scores)
    draw_risk(right, scores)
    figure.suptitle(title)
    figure.savefig(path, dpi=120)


def draw_reliability(axes: Axes, scores: Scores) -> None:
    """The share right over the confidence, a point a bin; on the diagonal they are equal."""
    axes.plot([0, 1], [0, 1], color="grey", linestyle="--", linewidth=1)
    confidence = [own.confidence for own in scores.reliability]
    axes.plot(confidence, [own.right for own in scores.reliability], marker="o")
    axes.vlines(confidence, confidence, [own.right for own in scores.reliability], linewidth=1, alpha=0.5)
    axes.set(xlim=(0, 1), ylim=(0, 1), xlabel="confidence", ylabel="share right")
    axes.set_title(f"reliability: {scores.questions:,} questions, calibration error {scores.calibration_error:.3f}")


def draw_risk(axes: Axes, scores: Scores) -> None:
    """The share wrong over the share answered, the surest first, and where the threshold in force lies on it."""
    coverage, risk = zip(*scores.risk_coverage, strict=True)
    axes.plot(coverage, risk)
    axes.axvline(scores.said, color="grey", linestyle="--", linewidth=1)
    axes.annotate(
        "the threshold",
        (scores.said, 0.98),
        xytext=(-4, 0),
        textcoords="offset points",
        rotation=90,
        ha="right",
        va="top",
    )
    axes.set(xlim=(0, 1), ylim=(0, 1), xlabel="coverage: share answered", ylabel="risk: share wrong of those")
    axes.set_title(f"risk and coverage: area {scores.risk_area:.3f}")
