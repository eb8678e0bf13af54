"""No passage twice: "was this read for this question already?"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from qa_bot.reader import Reader
from qa_bot.records import Passage, Span


@dataclass(frozen=True, eq=False)
class ReadOnce(Reader):
    """A reader that remembers what it found, for as long as questions are weighed against one another.

    Unlike a `Reader` it changes, so each thread needs its own. Made by `ReadOnce.of`.
    """

    found: dict[tuple[str, int, int, int, int], tuple[Passage, list[Span]]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, reader: Reader) -> ReadOnce:
        return cls(reader.model, reader.wordpiece, reader.separators, reader.manifest)

    def read(self, question: str, passages: Sequence[Passage], k: int = 3) -> list[list[Span]]:
        """As `Reader.read`; only what is new is read."""
        new = [passage for passage in passages if self._known(question, k, passage) is None]
        for passage, spans in zip(new, super().read(question, new, k), strict=True):
            self.found[key(question, k, passage)] = passage, spans
        return [self._known(question, k, passage) or [] for passage in passages]

    def _known(self, question: str, k: int, passage: Passage) -> list[Span] | None:
        """What was found in a passage; None if it was not read, or is another by now, as its file has changed."""
        before, spans = self.found.get(key(question, k, passage), (None, None))
        return spans if before == passage else None


def key(question: str, k: int, passage: Passage) -> tuple[str, int, int, int, int]:
    """What a reading is remembered by: the row is that of the passage, or of the one that this is a part of."""
    return question, k, passage.row, passage.start, passage.end
