"""Retrieve, read, decide: "here is my question, gimme the answer"."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from qa_bot.decide import Calibration, Evidence, Wording, decide, weighed
from qa_bot.documents import read_paths
from qa_bot.errors import CorpusError, QuestionError, UsageError
from qa_bot.index.search import Index
from qa_bot.passages import passages, title_of
from qa_bot.reader import Reader
from qa_bot.records import Answer, Citation, Document, Hit, Passage, Unread
from qa_bot.sentence import best_sentences
from qa_bot.settings import Settings

Source = str | os.PathLike[str] | Document


@dataclass(frozen=True)
class Bot:
    """Documents that can be asked; immutable, so that threads may share it. Made by `Bot.open`.

    Attributes
    ----------
    settings, documents
        What it was opened with.
    unread
        Files of its folders that could not be read, and why.
    index
        The passages of all documents, searchable.
    reader
        What cuts the answer out of a passage.
    """

    settings: Settings
    documents: tuple[Document, ...] = field(repr=False)
    unread: tuple[Unread, ...]
    index: Index = field(repr=False)
    reader: Reader = field(repr=False)

    @classmethod
    def open(cls, *corpus: Source, settings: Settings | None = None, reader: Reader | None = None) -> Bot:
        """Read and index files, folders of them, or Documents; without any, the bundled article.

        Raises
        ------
        CorpusError
            A path is missing, unreadable, empty or no text. A bad file in a folder is only noted in `unread`.
        WeightsError
            The reader's weights are missing or damaged.
        """
        from qa_bot.index.build import build  # imports scikit-learn, which asking does not need

        settings, reader = settings or Settings(), reader or Reader.open()
        documents, unread = load(corpus or (bundled(),))
        rows: list[Passage] = []
        for document in documents:
            rows += passages(document, len(rows), settings)
        return cls(settings, tuple(documents), tuple(unread), build(rows, settings), reader)

    @property
    def calibration(self) -> Calibration:
        return Calibration.of(self.reader.manifest)

    def search(self, question: str, k: int = 10) -> list[Hit]:
        """The k passages that fit the question best, without reading them; best first, ties by position."""
        if k < 1:
            raise UsageError(f"k must be at least 1, not {k}")
        return self.index.search(self._checked(question), k)

    def ask(self, question: str) -> Answer:
        """Answer one question from the documents, or say that they do not.

        Raises
        ------
        QuestionError
            The question is empty, or longer than `settings.max_question` characters.
        """
        meant = self.index.corrected(self._checked(question), self.reader.knows)
        evidence, read = self.evidence(meant)
        candidates = weighed(evidence, read, self.calibration)
        said = decide(question, candidates, self._wording(meant), self.unread, self.settings.threshold)
        return said if meant == question else replace(said, suggestion=meant)

    def ask_many(self, questions: Iterable[str]) -> list[Answer]:
        """Answer several questions, in their order."""
        return [self.ask(question) for question in questions]

    def passage_at(self, citation: Citation) -> Passage | None:
        """The passage that holds a citation of this bot, or None if it is of another."""
        for passage in self.index.passages:
            document = passage.document
            inside = passage.start <= citation.start and citation.end <= passage.end
            same = document.path == citation.path and document.text[citation.start : citation.end] == citation.quote
            if inside and same:
                return passage
        return None

    def _to_read(self, question: str) -> list[Hit]:
        """The best passages; of a short text all, since the words that answer need not share any with the question."""
        limit, every = self.settings.passages_read, self.index.passages
        hits = self.index.search(question, limit)
        if len(every) > limit:
            return hits
        found = {hit.passage.row for hit in hits}
        return hits + [Hit(passage, 0.0) for passage in every if passage.row not in found]

    def evidence(self, question: str) -> tuple[list[Evidence], int]:
        """What the passages have to say, and how many were read: spans where the reader can read, else sentences."""
        hits = self._to_read(question)
        asked = self.reader.can_read(question)
        readable = [hit for hit in hits if asked and self.reader.can_read(hit.passage.text)]
        others = [hit for hit in hits if hit not in readable]
        read = self.reader.read(
            question, [hit.passage for hit in readable], [title_of(hit.passage.document) for hit in readable]
        )
        found = [span for spans in read for span in spans]
        sentences = best_sentences(question, self.index, others)
        rows = [span.passage.row for span in (*found, *sentences)]
        coverage = self.index.coverage(question, rows)
        score = {hit.passage.row: hit.score for hit in hits}
        best = max(score.values(), default=0.0) or 1.0
        evidence = [
            Evidence(span, i < len(found), float(coverage[i]), score[span.passage.row] / best)
            for i, span in enumerate((*found, *sentences))
        ]
        return evidence, len(hits)

    def _checked(self, question: str) -> str:
        limit = self.settings.max_question
        if len(question) > limit:
            raise QuestionError(f"the question has {len(question):,} characters; ask one of at most {limit:,}")
        if not question.strip():
            raise QuestionError("the question is empty; ask something")
        return question

    def _wording(self, question: str) -> Wording:
        runs = self.index.analyzer.content_runs(question, self.index.holds)
        known = dict.fromkeys(words for words, held in runs if held)
        missing = dict.fromkeys(words for words, held in runs if not held)
        return Wording(tuple(known), tuple(missing))


def load(corpus: Sequence[Source]) -> tuple[list[Document], list[Unread]]:
    """Documents as they are and paths read, in the order given."""
    documents: list[Document] = []
    unread: list[Unread] = []
    for source in corpus:
        if isinstance(source, Document):
            if not source.text.strip():
                raise CorpusError(f"the document {source.id or source.title!r} has no text; give it some")
            documents.append(source)
        elif isinstance(source, (str, os.PathLike)):
            read, skipped = read_paths([source])
            documents += [replace(document, title=title_of(document)) for document in read]
            unread += skipped
        else:
            raise UsageError(f"a corpus is made of paths and Documents, not of {type(source).__name__}")
    return documents, unread


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
        A path to a file or a folder, a Document, or several of these. It is read anew at every call: open a Bot
        to ask more than once.

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
    sources = [corpus] if isinstance(corpus, (str, os.PathLike, Document)) else list(corpus)
    return Bot.open(*sources, settings=settings).ask(question)
