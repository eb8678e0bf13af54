"""A person's own calibration of some documents: "what is a confidence worth here, and from which on is it said?".

`qa-bot calibrate` makes it, `Bot.open` uses it for the same paths. It is kept as JSON that only its owner can read; it
holds numbers, digests and the paths, and nothing of the documents or questions.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from qa_bot.decide import Calibration
from qa_bot.errors import CalibrationError
from qa_bot.kept import calibrations_folder, make_folder, write_whole
from qa_bot.records import Document
from qa_bot.settings import Settings

FORMAT = 1
SLOPES, SHIFTS = (0.05, 10.0), (-20.0, 20.0)
"""The lowest and the highest. Above 0, what is likelier stays likelier; beyond, a probability is 0 or 1 anyway."""
AGAIN = "calibrate again, or undo it with qa-bot calibrate --forget"


@dataclass(frozen=True)
class OwnCalibration:
    """What was learnt from a person's own questions on their own documents.

    Parameters
    ----------
    slope, shift
        A probability p becomes the logistic of `slope * logit(p) + shift` (Platt, Probabilistic Outputs for Support
        Vector Machines, 1999).
    threshold
        The probability, so changed, below which an answer is refused.
    answerable, unanswerable
        How many questions it was made with.
    corpus, weights
        Digests of the documents' text and of the reader's weights that it was made with.
    """

    slope: float
    shift: float
    threshold: float
    answerable: int
    unanswerable: int
    corpus: str
    weights: str

    def __post_init__(self) -> None:
        if not (SLOPES[0] <= self.slope <= SLOPES[1] and SHIFTS[0] <= self.shift <= SHIFTS[1]):
            raise ValueError(f"slope {self.slope} and shift {self.shift} are no calibration")
        if not 0 <= self.threshold <= 1:
            raise ValueError(f"threshold {self.threshold} is no probability")

    def rescaled(self, packaged: Calibration) -> Calibration:
        """The packaged calibration with this one behind it: a logistic regression again, as both are linear."""

        def row(coefficients: Sequence[float]) -> tuple[float, ...]:
            intercept, *weights = coefficients
            return (self.slope * intercept + self.shift, *(self.slope * weight for weight in weights))

        return Calibration(*(row(getattr(packaged, own.name)) for own in fields(packaged)))

    def settings(self, given: Settings) -> Settings:
        """The settings with its threshold, unless they have another than the default."""
        return replace(given, threshold=self.threshold) if given.threshold == Settings.threshold else given

    def undone(self, settings: Settings) -> Settings:
        """The settings without its threshold, unless they have another by now."""
        return replace(settings, threshold=Settings.threshold) if settings.threshold == self.threshold else settings


def place(paths: Iterable[str | os.PathLike[str]]) -> Path:
    """The file for the calibration of a corpus, whatever the order of its paths and however they are written."""
    named = json.dumps(real(paths)).encode()
    return calibrations_folder() / f"{hashlib.sha256(named).hexdigest()[:32]}.json"


def real(paths: Iterable[str | os.PathLike[str]]) -> list[str]:
    return sorted({os.path.normcase(os.path.realpath(path)) for path in paths})


def save(own: OwnCalibration, paths: Iterable[str | os.PathLike[str]]) -> Path:
    """Keep it for these paths, in the place of an earlier one; raises CalibrationError."""
    paths = list(paths)
    path, content = place(paths), {"format": FORMAT, "paths": real(paths), **asdict(own)}
    try:
        make_folder(path.parent)
        write_whole(path, json.dumps(content, indent=1).encode())
    except OSError as error:
        raise CalibrationError(
            f"{path}: the calibration can't be kept ({error.strerror}); make room or give yourself the right to write"
        ) from None
    return path


def forget(paths: Iterable[str | os.PathLike[str]]) -> bool:
    """Undo the calibration of these paths; False where there is none. Raises CalibrationError."""
    path = place(paths)
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise CalibrationError(f"{path}: can't be removed ({error.strerror}); remove it by hand") from None
    return True


def load(paths: Iterable[str | os.PathLike[str]], weights: str) -> OwnCalibration | None:
    """The calibration of these paths, or None where there is none.

    Raises
    ------
    CalibrationError
        There is one, but it can't be used: unreadable, of another format, or made with other weights of the reader.
    """
    path = place(paths)
    if not os.path.exists(path):
        return None
    try:
        content = json.loads(path.read_bytes())
        if content["format"] != FORMAT:
            raise CalibrationError(f"{path}: is of format {content['format']}, not {FORMAT}; {AGAIN}")
        own = OwnCalibration(**{name: content[name] for name in OwnCalibration.__dataclass_fields__})
    except OSError as error:
        raise CalibrationError(f"{path}: can't be read ({error.strerror}); {AGAIN}") from None
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise CalibrationError(f"{path}: is damaged ({error}); {AGAIN}") from None
    if own.weights != weights:
        raise CalibrationError(f"{path}: was made with other weights of the reader; {AGAIN}")
    return own


def in_force(
    paths: Iterable[str | os.PathLike[str]], documents: Sequence[Document], manifest: Mapping[str, Any]
) -> tuple[OwnCalibration | None, str | None]:
    """The calibration to use for documents read from these paths, if any, and what there is to say of it."""
    try:
        own = load(paths, digest_of_weights(manifest))
    except CalibrationError as error:
        return None, f"the calibration of these documents is not used: {error}"
    if own is not None and own.corpus != digest_of_corpus(documents):
        return own, f"the documents have changed since their calibration, which may no longer hold; {AGAIN}"
    return own, None


def digest_of_corpus(documents: Iterable[Document]) -> str:
    """Of the texts, whatever their names and order."""
    texts = sorted(hashlib.sha256(own.text.encode("utf-8", "surrogatepass")).hexdigest() for own in documents)
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


def digest_of_weights(manifest: Mapping[str, Any]) -> str:
    """The digest that seals the manifest of a reader's weights, and so their packaged calibration too."""
    return str(manifest.get("sha256", ""))
