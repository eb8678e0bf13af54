"""The error tree. A message says what went wrong, where, and what to do about it, in one line."""

from __future__ import annotations


class QABotError(Exception):
    """The parent of every error that qa_bot raises on purpose; the command line ends with `exit_code`."""

    exit_code = 2


class UsageError(QABotError):
    """An argument or a setting that can't be used."""


class QuestionError(QABotError):
    """A question that can't be asked: it is empty, or far too long."""


class CorpusError(QABotError):
    """A path that can't be read as documents: missing, unreadable, empty, or with nothing to read in it."""


class DecodingError(CorpusError):
    """A file whose bytes are no text: binary, or in an encoding that can't be told."""


class BinaryError(DecodingError):
    """A file that is no text at all, such as a picture or a program."""


class MissingLibraryError(CorpusError):
    """A file whose format needs a library that is not installed."""


class WeightsError(QABotError):
    """The reader's weights are missing, damaged or of another version."""


class CalibrationError(QABotError):
    """A calibration to one's own questions that can't be made, kept or used."""


class StoreError(QABotError):
    """An index folder that is none, is damaged, was made by another version, or is being written by someone else."""


class BusyError(StoreError):
    """An index folder that another process has been writing for longer than was waited."""
