"""Retrieve, read, decide: "here is my question, gimme the answer"."""

from __future__ import annotations

import os
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from qa_bot.decide import ALTERNATIVES, Calibration, Evidence, Wording, decide, weighed
from qa_bot.documents.names import shown
from qa_bot.errors import CorpusError, QuestionError, UsageError
from qa_bot.index.search import Index
from qa_bot.passages import title_of
from qa_bot.reader import Reader
from qa_bot.records import Answer, Citation, Document, Hit, Passage, Unread
from qa_bot.sentence import best_sentences
from qa_bot.settings import Settings
from qa_bot.store.collection import Collection
from qa_bot.store.corpus import Corpus, Source
from qa_bot.store.watch import Watch


@dataclass(frozen=True, eq=False)
class Bot:
    """Documents that can be asked; immutable, so that threads may share it. Made by `Bot.open`.

    Attributes
    ----------
    settings
        What it was opened with.
    documents
        All that it answers from, in order; each is read when it is asked for.
    unread
        Files of its folders that could not be read, and why.
    index
        The passages of all documents, searchable.
    reader
        What cuts the answer out of a passage.
    calibration
        What turns the evidence for an answer into a probability.
    corpus
        All that was opened, of which `documents` may be a part.
    within
        The path that answers are restricted to, if they are, see `only`.
    """

    settings: Settings
    documents: Sequence[Document] = field(repr=False)
    unread: tuple[Unread, ...]
    index: Index = field(repr=False)
    reader: Reader = field(repr=False)
    calibration: Calibration = field(repr=False)
    corpus: Corpus = field(repr=False)
    within: str | None = None

    @classmethod
    def open(
        cls,
        *corpus: Source,
        settings: Settings | None = None,
        reader: Reader | None = None,
        watch: Watch | None = None,
    ) -> Bot:
        """Open files, folders of them, index folders or Documents; without any, the bundled article.

        What a path holds is indexed and remembered: the next time only what has changed is read.

        Parameters
        ----------
        watch
            Told of the progress, where that takes long.

        Raises
        ------
        CorpusError
            A path is missing, unreadable, empty or no text. A bad file in a folder is only noted in `unread`.
        StoreError
            An index folder is damaged, of another version, or is being written.
        WeightsError
            The reader's weights are missing or damaged.
        """
        reader = reader or Reader.open()
        opened = Corpus(Collection(), settings or Settings()).plus(corpus or (bundled(),), watch)
        return cls._of(opened, reader, Calibration.of(reader.manifest), None)

    @classmethod
    def _of(cls, corpus: Corpus, reader: Reader, calibration: Calibration, within: str | None) -> Bot:
        collection = corpus.collection if within is None else corpus.collection.only(within)
        index = collection.index(corpus.settings)
        return cls(
            corpus.settings, index.documents, corpus.collection.unread, index, reader, calibration, corpus, within
        )

    @property
    def notes(self) -> tuple[str, ...]:
        """What there is to say about the opening, such as that nothing could be remembered; a line each."""
        return self.corpus.notes

    def add(self, *paths: Source) -> Bot:
        """A bot that answers from these files and folders too; what it has already is not added again."""
        return self._of(self.corpus.plus(paths), self.reader, self.calibration, self.within)

    def forget(self, path: str | os.PathLike[str]) -> Bot:
        """A bot without the document of this path, or those below it.

        Raises
        ------
        UsageError
            There is none, or nothing else.
        """
        kept = self.corpus.collection.without(os.fspath(path))
        if len(kept) == len(self.corpus.collection):
            raise unloaded(os.fspath(path))
        if not len(kept):
            raise UsageError(f"without {shown(os.fspath(path))} nothing is left to answer from; add something first")
        within = self.within if self.within is not None and len(kept.only(self.within)) else None
        return self._of(replace(self.corpus, collection=kept), self.reader, self.calibration, within)

    def only(self, path: str | os.PathLike[str] | None) -> Bot:
        """A bot that answers from the document of this path alone, or those below it; from all again for None.

        Raises
        ------
        UsageError
            There is none.
        """
        within = None if path is None else os.fspath(path)
        if within is not None and not len(self.corpus.collection.only(within)):
            raise unloaded(within)
        return self._of(self.corpus, self.reader, self.calibration, within)

    def search(self, question: str, k: int = 10) -> list[Hit]:
        """The k passages that fit the question best, without reading them; best first, ties by position."""
        if k < 1:
            raise UsageError(f"k must be at least 1, not {k}")
        return self.index.search(self._meant(question), k)

    def ask(self, question: str) -> Answer:
        """Answer one question from the documents, or say that they do not.

        Raises
        ------
        QuestionError
            The question is empty, or longer than `settings.max_question` characters.
        """
        meant = self._meant(question)
        candidates = weighed(self.evidence(meant), len(self.index.passages), self.calibration)
        said = decide(question, candidates, self._wording(meant), self.unread, self.settings.threshold)
        return said if meant == composed(question) else replace(said, suggestion=meant)

    def ask_many(self, questions: Iterable[str]) -> list[Answer]:
        """Answer several questions, in their order."""
        return [self.ask(question) for question in questions]

    def passage_at(self, citation: Citation) -> Passage | None:
        """The passage that holds a citation of this bot, or None if it is of another."""
        view = self.corpus.collection if self.within is None else self.corpus.collection.only(self.within)
        passages, firsts = self.index.passages, self.index.order.firsts
        for position in view.named(citation.path) if citation.path is not None else range(len(self.documents)):
            document = self.documents[position]
            if (
                document.path == citation.path
                and document.text[citation.start : citation.end] == citation.quote
                and title_of(document) == citation.title
            ):
                rows = range(int(firsts[position]), int(firsts[position + 1]))
                at = bisect_right(rows, citation.start, key=lambda row: passages[row].start) - 1
                if at >= 0 and citation.end <= passages[rows[at]].end:
                    return passages[rows[at]]
        return None

    def _to_read(self, question: str) -> list[Hit]:
        """The best passages; of a short text all, since the words that answer need not share any with the question."""
        limit, every = self.settings.passages_read, self.index.passages
        hits = self.index.search(question, limit)
        if len(every) > limit:
            return hits
        found = {hit.passage.row for hit in hits}
        return hits + [Hit(passage, 0.0) for passage in every if passage.row not in found]

    def evidence(self, question: str) -> list[Evidence]:
        """What the best passages have to say: spans where the reader can read, else sentences."""
        hits = self._to_read(question)
        asked = self.reader.can_read(question)
        can_read = [asked and self.reader.can_read(hit.passage.text) for hit in hits]
        readable, others = (
            [hit for hit, can in zip(hits, can_read, strict=True) if can is want] for want in (True, False)
        )
        spans_each = ALTERNATIVES + 2  # one passage may hold them all, and two may say the same
        read = self.reader.read(question, [hit.passage for hit in readable], k=spans_each)
        found = [span for spans in read for span in spans]
        sentences = best_sentences(question, self.index, others)
        rows = [span.passage.row for span in (*found, *sentences)]
        coverage = self.index.coverage(question, rows)
        score = {hit.passage.row: hit.score for hit in hits}
        best = max(score.values(), default=0.0) or 1.0
        return [
            Evidence(span, i < len(found), float(coverage[i]), score[span.passage.row] / best)
            for i, span in enumerate((*found, *sentences))
        ]

    def _meant(self, question: str) -> str:
        """A question that can be asked, with its misspelt words corrected."""
        return self.index.corrected(composed(checked(question, self.settings)), self.reader.knows)

    def _wording(self, question: str) -> Wording:
        runs = self.index.analyzer.content_runs(question, self.index.holds)
        known = dict.fromkeys(words for words, held in runs if held)
        missing = dict.fromkeys(words for words, held in runs if not held)
        return Wording(tuple(known), tuple(missing))


def composed(question: str) -> str:
    """A question with its accents in one character each, as most texts have them."""
    return unicodedata.normalize("NFC", question)


def checked(question: str, settings: Settings) -> str:
    """The question, if it can be asked; raises QuestionError if it is empty or too long."""
    if not isinstance(question, str):
        raise QuestionError(f"a question is a string, not {type(question).__name__}")
    if len(question) > settings.max_question:
        raise QuestionError(
            f"the question has {len(question):,} characters; ask one of at most {settings.max_question:,}"
        )
    if not any(character.isprintable() and not character.isspace() for character in question):
        raise QuestionError("the question is empty; ask something")
    return question


def unloaded(path: str) -> UsageError:
    return UsageError(f"no document that is loaded is at {shown(path)} or below it; name one that is")


def bundled() -> Path:
    """The article that travels with the package: inside it in a wheel, beside it in an editable install."""
    package = Path(__file__).parent
    for folder in (package, package.parent):
        if (path := folder / "corpus" / "ilrs.txt").is_file():
            return path
    raise CorpusError("the bundled article is missing from the installation; reinstall qa-bot, or name a file with -c")


@cache
def default_bot() -> Bot:
    """The bot of the bundled article, opened once."""
    return Bot.open()


def answer(
    question: str, corpus: Source | Sequence[Source] | None = None, *, settings: Settings | None = None
) -> Answer:
    """Answer one question from the bundled article, or from `corpus`.

    Parameters
    ----------
    question
        A question, in plain words.
    corpus
        A path to a file, a folder or an index folder, a Document, or several of these. They are looked at anew at
        every call: open a Bot to ask more than once.

    Returns
    -------
    Answer
        False where the documents do not say; then `reason` and `explanation` tell which kind of no it is.

    Raises
    ------
    QABotError
        The question can't be asked or the corpus can't be read.
    """
    if corpus is None:
        return (default_bot() if settings is None else Bot.open(settings=settings)).ask(question)
    sources = list(corpus) if isinstance(corpus, Iterable) and not isinstance(corpus, str) else [corpus]
    if not sources:
        raise UsageError("the corpus is empty; give a path or a Document, or None for the bundled article")
    return Bot.open(*sources, settings=settings).ask(question)
