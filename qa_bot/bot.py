"""Retrieve, read, decide: "here is my question, gimme the answer"."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import groupby
from pathlib import Path

from qa_bot.calibration import OwnCalibration, in_force
from qa_bot.decide import ALTERNATIVES, Calibration, Evidence, Wording, decide, weighed
from qa_bot.documents import changed, read_paths, reread
from qa_bot.documents.names import shown
from qa_bot.errors import CorpusError, QuestionError, UsageError
from qa_bot.index.search import Index
from qa_bot.matching import matches
from qa_bot.passages import passages, title_of
from qa_bot.reader import Reader
from qa_bot.records import Answer, Citation, Document, Hit, Match, Passage, Unread
from qa_bot.sentence import best_sentences
from qa_bot.settings import Settings

Source = str | os.PathLike[str] | Document

REREADINGS = 3
"""How often a question is asked anew because a file that answers it has changed; one may change all the time."""


@dataclass(frozen=True, eq=False)
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
    calibration
        What turns the evidence for an answer into a probability.
    own
        What `qa-bot calibrate` kept for these paths, if anything; `settings` and `calibration` are already after it.
    notes
        What there is to say about how the documents are used, in sentences.
    whole
        The bot that this one is a part of, if `only` restricted it.
    """

    settings: Settings
    documents: tuple[Document, ...] = field(repr=False)
    unread: tuple[Unread, ...]
    index: Index = field(repr=False)
    reader: Reader = field(repr=False)
    calibration: Calibration = field(repr=False)
    own: OwnCalibration | None = None
    notes: tuple[str, ...] = ()
    whole: Bot | None = field(default=None, repr=False)

    @classmethod
    def open(
        cls,
        *corpus: Source,
        settings: Settings | None = None,
        reader: Reader | None = None,
        calibrated: bool = True,
    ) -> Bot:
        """Read and index files, folders of them, or Documents; without any, the bundled article.

        Parameters
        ----------
        settings, reader
            The defaults and the packaged weights unless given.
        calibrated
            Whether to use what `qa-bot calibrate` kept for just these paths; its threshold gives way to one in
            `settings` that is not the default.

        Raises
        ------
        CorpusError
            A path is missing, unreadable, empty or no text. A bad file in a folder is only noted in `unread`.
        WeightsError
            The reader's weights are missing or damaged.
        """
        settings, reader = settings or Settings(), reader or Reader.open()
        calibration = Calibration.of(reader.manifest)
        corpus = corpus or (bundled(),)
        documents, unread = load(corpus, settings)
        own, notes = own_calibration(corpus, documents, reader) if calibrated else (None, ())
        if own is not None:
            settings, calibration = own.settings(settings), own.rescaled(calibration)
        index = indexed(documents, settings)
        return cls(settings, tuple(documents), tuple(unread), index, reader, calibration, own, notes)

    def add(self, *paths: Source) -> Bot:
        """A bot that knows more: files, folders or Documents; what was read from the same path before is replaced.

        Raises
        ------
        CorpusError
            A path is missing, unreadable, empty or no text.
        """
        whole = self.whole or self
        documents, unread = load(paths, self.settings)
        fresh = {document.path for document in documents if document.path} | {own.path for own in unread}
        kept = [document for document in whole.documents if document.path not in fresh]
        old = [own for own in whole.unread if own.path not in fresh]
        return whole._with((*kept, *documents), (*old, *unread))

    def forget(self, path: str | os.PathLike[str]) -> Bot:
        """A bot without a file, or without what lies in a folder.

        Raises
        ------
        CorpusError
            Nothing of the kind is loaded, or nothing else is.
        """
        whole = self.whole or self
        kept = [document for document in whole.documents if not lies_in(document.path, path)]
        unread = [own for own in whole.unread if not lies_in(own.path, path)]
        if (len(kept), len(unread)) == (len(whole.documents), len(whole.unread)):
            raise CorpusError(f"{shown(os.fspath(path))} is not among what is loaded; name a file or folder that is")
        if not kept:
            raise CorpusError(f"nothing would be left without {shown(os.fspath(path))}; add something else first")
        return whole._with(kept, unread)

    def only(self, path: str | os.PathLike[str] | None) -> Bot:
        """A bot that asks one file or folder of those loaded; with None, the whole again.

        Raises
        ------
        CorpusError
            Nothing of the kind is loaded.
        """
        whole = self.whole or self
        if path is None:
            return replace(whole, settings=self.settings)
        kept = [document for document in whole.documents if lies_in(document.path, path)]
        if not kept:
            raise CorpusError(f"{shown(os.fspath(path))} is not among what is loaded; name a file or folder that is")
        unread = [own for own in whole.unread if lies_in(own.path, path)]
        return replace(self._with(kept, unread), whole=whole)

    def _with(self, documents: Sequence[Document], unread: Sequence[Unread]) -> Bot:
        index = indexed(documents, self.settings)
        return replace(self, documents=tuple(documents), unread=tuple(unread), index=index, whole=None)

    def search(self, question: str, k: int = 10) -> list[Hit]:
        """The k passages that fit the question best, without reading them; best first, ties by position."""
        if k < 1:
            raise UsageError(f"k must be at least 1, not {k}")
        return self.index.search(self._meant(question), k)

    def ask(self, question: str) -> Answer:
        """Answer one question from the documents, or say that they do not.

        A file that is cited and has changed since it was read is read again first.

        Raises
        ------
        QuestionError
            The question is empty, or longer than `settings.max_question` characters.
        """
        bot, said = self, self._answer(question)
        for _ in range(REREADINGS):
            stale = changed(bot.cited(said))
            if not stale:
                break
            bot = bot.reread(stale)
            said = bot._answer(question)
        return said

    def _answer(self, question: str) -> Answer:
        meant = self._meant(question)
        candidates = weighed(self.evidence(meant), len(self.index.passages), self.calibration)
        failed = [entry for entry in self.unread if not entry.left_out]
        said = decide(question, candidates, self._wording(meant), failed, self.settings.threshold)
        said = replace(said, unread=self.unread)
        return said if meant == composed(question) else replace(said, suggestion=meant)

    def cited(self, said: Answer) -> list[Document]:
        """The documents of this bot that an answer or its alternatives cite."""
        citations = [citation for one in (said, *said.alternatives) for citation in (one.citation, *one.also)]
        paths = {citation.path for citation in citations if citation is not None}
        return [document for document in self.documents if document.path in paths and document.path is not None]

    def reread(self, stale: Sequence[Document]) -> Bot:
        """A bot with these documents as their files are now; those that can't be read any more are in its `unread`."""
        from qa_bot.index.build import build

        now, unread = reread(stale, self.settings)
        documents = [one for document in self.documents if (one := now.get(document.path or "", document)) is not None]
        if not documents:
            raise CorpusError(f"{unread[0].path} {unread[0].reason}")
        index = build(passages_of(documents, self.settings), self.settings)
        return replace(self, documents=tuple(documents), unread=(*self.unread, *unread), index=index)

    def ask_many(self, questions: Iterable[str]) -> list[Answer]:
        """Answer several questions, in their order."""
        return [self.ask(question) for question in questions]

    def matches(self, question: str, citation: Citation) -> list[Match]:
        """The terms of a question, heaviest first, and which of them the passage of a citation holds."""
        passage = self.passage_at(citation)
        return matches(self._meant(question), self.index, passage) if passage is not None else []

    def passage_at(self, citation: Citation) -> Passage | None:
        """The passage that holds a citation of this bot, or None if it is of another."""
        for passage in self.index.passages:
            document = passage.document
            if (
                document.path == citation.path
                and passage.start <= citation.start
                and citation.end <= passage.end
                and document.text[citation.start : citation.end] == citation.quote
                and title_of(document) == citation.title
            ):
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


def passages_of(documents: Iterable[Document], settings: Settings) -> list[Passage]:
    """The passages of documents, with their rows."""
    rows: list[Passage] = []
    for document in documents:
        rows += passages(document, len(rows), settings)
    return rows


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


def load(corpus: Sequence[Source], settings: Settings) -> tuple[list[Document], list[Unread]]:
    """Documents as they are and paths read, in the order given; a file that is named twice is read once."""
    documents: list[Document] = []
    unread: list[Unread] = []
    for source in corpus:
        if not isinstance(source, (str, os.PathLike, Document)):
            raise UsageError(f"a corpus is made of paths and Documents, not of {type(source).__name__}")
    for _, group in groupby(corpus, lambda source: isinstance(source, Document)):
        sources = list(group)
        documents += [with_text(source) for source in sources if isinstance(source, Document)]
        paths = [source for source in sources if not isinstance(source, Document)]
        if paths:
            read, skipped = read_paths(paths, settings)
            documents += [replace(document, title=title_of(document)) for document in read]
            unread += skipped
    return documents, unread


def own_calibration(
    corpus: Sequence[Source], documents: Sequence[Document], reader: Reader
) -> tuple[OwnCalibration | None, tuple[str, ...]]:
    """What was kept for a corpus of paths, and what there is to say of it; Documents have no place to keep any."""
    paths = [source for source in corpus if not isinstance(source, Document)]
    if len(paths) < len(corpus):
        return None, ()
    own, note = in_force(paths, documents, reader.manifest)
    return own, (note,) if note else ()


def indexed(documents: Sequence[Document], settings: Settings) -> Index:
    """The passages of documents, searchable."""
    from qa_bot.index.build import build  # imports scikit-learn, which asking does not need

    return build(passages_of(documents, settings), settings)


def lies_in(own: str | None, path: str | os.PathLike[str]) -> bool:
    """Whether the file `own` is the one that a path names, or lies in the folder that it names."""
    if own is None:
        return False
    file, given = Path(os.path.realpath(own)), Path(os.path.realpath(path))
    return file == given or given in file.parents


def with_text(document: Document) -> Document:
    if not document.text.strip():
        raise CorpusError(f"the document {document.id or document.title!r} has no text; give it some")
    return document


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


def bot_of(corpus: Source | Sequence[Source] | None = None, settings: Settings | None = None) -> Bot:
    """The bot of one source or several, opened anew, or that of the bundled article; raises what `Bot.open` raises."""
    if corpus is None:
        return default_bot() if settings is None else Bot.open(settings=settings)
    sources = list(corpus) if isinstance(corpus, Iterable) and not isinstance(corpus, str) else [corpus]
    if not sources:
        raise UsageError("the corpus is empty; give a path or a Document, or None for the bundled article")
    return Bot.open(*sources, settings=settings)
