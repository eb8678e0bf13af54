"""Retrieve, read, decide: "here is my question, gimme the answer"."""

from __future__ import annotations

import os
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from qa_bot.calibration import OwnCalibration, in_force
from qa_bot.decide import ALTERNATIVES, Calibration, Evidence, Wording, beginnings, content_words, decide, weighed
from qa_bot.documents import changed, reread
from qa_bot.documents.names import shown
from qa_bot.errors import CorpusError, QuestionError, UsageError
from qa_bot.index.search import Index
from qa_bot.languages import ENGLISH, language
from qa_bot.likeness import enough, moved, twins, without_repeats
from qa_bot.matching import matches
from qa_bot.passages import title_of
from qa_bot.reader import Reader
from qa_bot.records import Answer, Citation, Document, Hit, Match, Passage, Span, Unread
from qa_bot.remedies import reinstall
from qa_bot.sentence import best_sentences
from qa_bot.settings import Settings
from qa_bot.store.collection import Collection
from qa_bot.store.corpus import Corpus, Source
from qa_bot.store.watch import Watch

REREADINGS = 3
"""How often a question is asked anew because a file that answers it has changed; one may change all the time."""
OUTGROWN = "the calibration was made for fewer documents and is not used for these; calibrate them together"


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
    own
        What `qa-bot calibrate` kept for these paths, if anything; `settings` and `calibration` are already after it.
    corpus
        All that is loaded.
    within
        The path that answers are restricted to, if they are, see `only`.
    """

    settings: Settings
    documents: Sequence[Document] = field(repr=False)
    unread: tuple[Unread, ...]
    index: Index = field(repr=False)
    reader: Reader = field(repr=False)
    calibration: Calibration = field(repr=False)
    own: OwnCalibration | None
    corpus: Corpus = field(repr=False)
    within: str | None = None

    @classmethod
    def open(
        cls,
        *corpus: Source,
        settings: Settings | None = None,
        reader: Reader | None = None,
        calibrated: bool = True,
        watch: Watch | None = None,
    ) -> Bot:
        """Open files, folders of them, index folders or Documents; without any, the bundled article.

        What a path holds is indexed and remembered: the next time only what has changed is read.

        Parameters
        ----------
        settings, reader
            The defaults and the packaged weights unless given.
        calibrated
            Whether to use what `qa-bot calibrate` kept for just these paths; its threshold gives way to one in
            `settings` that is not the default.
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
        settings, reader = settings or Settings(), reader or Reader.open()
        calibration = Calibration.of(reader.manifest)
        corpus = corpus or (bundled(),)
        opened = Corpus(Collection(), settings).plus(corpus, watch)
        own, notes = own_calibration(corpus, opened.collection.documents, reader) if calibrated else (None, ())
        if own is not None:
            calibration = own.rescaled(calibration)
            opened = replace(opened, settings=own.settings(opened.settings))
        opened = replace(opened, notes=(*opened.notes, *notes))
        return cls._of(opened, reader, calibration, own)

    @classmethod
    def _of(
        cls,
        corpus: Corpus,
        reader: Reader,
        calibration: Calibration,
        own: OwnCalibration | None,
        within: str | None = None,
    ) -> Bot:
        view = corpus.collection if within is None else corpus.collection.only(within)
        index = view.index(corpus.settings)
        return cls(corpus.settings, index.documents, view.unread, index, reader, calibration, own, corpus, within)

    def _with(self, corpus: Corpus, within: str | None = None) -> Bot:
        return self._of(corpus, self.reader, self.calibration, self.own, within)

    @property
    def notes(self) -> tuple[str, ...]:
        """What there is to say about how the documents are used, in sentences."""
        return self.corpus.notes

    def add(self, *paths: Source, watch: Watch | None = None) -> Bot:
        """A bot that knows more: files, folders or Documents; what was read from the same path before is replaced.

        What `qa-bot calibrate` kept for fewer documents is not used for more. `watch` is told of the progress, where
        that takes long.

        Raises
        ------
        CorpusError
            A path is missing, unreadable, empty or no text.
        StoreError
            An index folder is damaged, of another version, or is being written.
        """
        loaded = self._loaded.plus(paths, watch)
        if self.own is None or len(loaded.collection) <= len(self.corpus.collection):
            return self._with(loaded)
        packaged = Calibration.of(self.reader.manifest)
        told = replace(loaded, settings=self.own.undone(loaded.settings), notes=(*loaded.notes, OUTGROWN))
        return self._of(told, self.reader, packaged, None)

    def forget(self, path: str | os.PathLike[str]) -> Bot:
        """A bot without a file, or without what lies in a folder.

        Raises
        ------
        CorpusError
            Nothing of the kind is loaded, or nothing else is.
        """
        whole = self.corpus.collection
        kept = whole.without(os.fspath(path))
        if (len(kept), len(kept.unread)) == (len(whole), len(whole.unread)):
            raise unloaded(path)
        if not len(kept):
            raise CorpusError(f"nothing would be left without {shown(os.fspath(path))}; add something else first")
        return self._with(replace(self._loaded, collection=kept))

    def only(self, path: str | os.PathLike[str] | None) -> Bot:
        """A bot that asks one file or folder of those loaded; with None, the whole again.

        Raises
        ------
        CorpusError
            Nothing of the kind is loaded.
        """
        if path is not None and not len(self.corpus.collection.only(os.fspath(path))):
            raise unloaded(path)
        return self._with(self._loaded, None if path is None else os.fspath(path))

    @property
    def _loaded(self) -> Corpus:
        """All that is loaded, with the settings as they are now."""
        return replace(self.corpus, settings=self.settings)

    @property
    def _view(self) -> Collection:
        """What is asked."""
        return self.corpus.collection if self.within is None else self.corpus.collection.only(self.within)

    def search(self, question: str, k: int = 10, repeats: bool = False) -> list[Hit]:
        """The k passages that fit the question best, without reading them; best first, ties by position.

        One that adds nothing to a better one is not a hit of its own, but in that one's `also`; with `repeats` it is.
        """
        if k < 1:
            raise UsageError(f"k must be at least 1, not {k}")
        meant = self._meant(question)
        if repeats:
            return self.index.search(meant, k)
        return enough(lambda wanted: self.index.search(meant, wanted), without_repeats, k)

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
        said = decide(meant, candidates, self._wording(meant), failed, self.settings.threshold)
        said = replace(said.to(question), unread=self.unread)
        return said if meant == composed(question) else replace(said, suggestion=meant)

    def cited(self, said: Answer) -> list[Document]:
        """The documents of this bot that an answer or its alternatives cite."""
        citations = [citation for one in (said, *said.alternatives) for citation in (one.citation, *one.also)]
        paths = {citation.path for citation in citations if citation is not None and citation.path is not None}
        view = self._view
        return [self.documents[position] for path in sorted(paths) for position in view.named(path)]

    def reread(self, stale: Sequence[Document]) -> Bot:
        """A bot with these documents as their files are now; those that can't be read any more are in its `unread`."""
        now, unread = reread(stale, self.settings)
        loaded = self._loaded.exchanged(now, unread)
        left = loaded.collection if self.within is None else loaded.collection.only(self.within)
        if not len(left):
            raise CorpusError(f"{unread[0].path} {unread[0].reason}")
        return self._with(loaded, self.within)

    def ask_many(self, questions: Iterable[str]) -> list[Answer]:
        """Answer several questions, in their order."""
        return [self.ask(question) for question in questions]

    def matches(self, question: str, citation: Citation) -> list[Match]:
        """The terms of a question, heaviest first, and which of them the passage of a citation holds."""
        passage = self.passage_at(citation)
        return matches(self._meant(question), self.index, passage) if passage is not None else []

    def passage_at(self, citation: Citation) -> Passage | None:
        """The passage that holds a citation of this bot, or None if it is of another."""
        passages, firsts = self.index.passages, self.index.order.firsts
        for position in self._view.named(citation.path) if citation.path is not None else range(len(self.documents)):
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

    def can_read(self, passage: Passage) -> bool:
        """Whether answers are cut out of a passage as spans; otherwise its sentences are quoted."""
        return self.index.language_of(passage.row) == ENGLISH.code and self.reader.can_read(passage.text)

    @property
    def sentences_only(self) -> tuple[str, ...]:
        """The names of the documents' languages that the reader can't read, the commonest first: ("German",)."""
        return tuple(language(code).name for code in self.index.codes if code != ENGLISH.code)

    def _to_read(self, question: str) -> list[list[Hit]]:
        """The best passages; of a short text all, since the words that answer need not share any with the question.

        Each in a group with those that are the same but for white space, of which the first is read.
        """
        every = self.index.passages
        if not self._reads_all:
            limit = self.settings.passages_read
            return enough(lambda wanted: self.index.search(question, wanted), twins, limit)
        hits = self.index.search(question, len(every))
        found = {hit.passage.row for hit in hits}
        return twins(hits + [Hit(passage, 0.0) for passage in every if passage.row not in found])

    @property
    def _reads_all(self) -> bool:
        """Whether all passages are read for a question, not only the best."""
        return len(self.index.passages) <= max(self.settings.passages_read, self.settings.read_whole)

    def evidence(self, question: str) -> list[Evidence]:
        """What the best passages have to say: spans where the reader can read, else sentences."""
        groups = self._to_read(question)
        hits = [group[0] for group in groups]
        asked = self.index.asked_in(question).code == ENGLISH.code and self.reader.can_read(question)
        can_read = [asked and self.can_read(hit.passage) for hit in hits]
        readable, others = (
            [hit for hit, can in zip(hits, can_read, strict=True) if can is want] for want in (True, False)
        )
        spans_each = ALTERNATIVES + 2  # one passage may hold them all, and two may say the same
        read = self.reader.read(question, [hit.passage for hit in readable], k=spans_each)
        repeated = {group[0].passage.row: [hit.passage for hit in group[1:]] for group in groups}
        found = everywhere([span for spans in read for span in spans], repeated)
        sentences = everywhere(best_sentences(question, self.index, others), repeated)
        rows = [span.passage.row for span in (*found, *sentences)]
        coverage = self.index.coverage(question, rows)
        score = {hit.passage.row: hit.score for group in groups for hit in group}
        best = max(score.values(), default=0.0) or 1.0
        asked_words = content_words(question)
        words = {row: content_words(text) for row, text in {s.passage.row: s.passage.text for s in found}.items()}
        looked_for = beginnings(asked_words)
        missing = {row: len(looked_for - beginnings(own)) for row, own in words.items()}
        unlike = self._unlike(asked_words, words) if self._reads_all else {}  # else all that was read is like it
        return [
            Evidence(span, i < len(found), float(covered), missing.get(row, 0), score[row] / best, unlike.get(row, 0.0))
            for i, (span, row, covered) in enumerate(zip((*found, *sentences), rows, coverage, strict=True))
        ]

    def _unlike(self, asked: Sequence[str], words: Mapping[int, Sequence[str]]) -> dict[int, float]:
        """How much less like the words asked for those of each row are than those of the row most like them."""
        close = self.reader.closeness(asked, list(words.values()))
        best = max(close, default=0.0)
        return {row: best - own for row, own in zip(words, close, strict=True)}

    def _meant(self, question: str) -> str:
        """A question that can be asked, with its misspelt words corrected."""
        return self.index.corrected(composed(checked(question, self.settings)), self.reader.knows)

    def _wording(self, question: str) -> Wording:
        runs = self.index.content_runs(question)
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


def own_calibration(
    corpus: Sequence[Source], documents: Sequence[Document], reader: Reader
) -> tuple[OwnCalibration | None, tuple[str, ...]]:
    """What was kept for a corpus of paths, and what there is to say of it; Documents have no place to keep any."""
    paths = [source for source in corpus if not isinstance(source, Document)]
    if len(paths) < len(corpus):
        return None, ()
    own, note = in_force(paths, documents, reader.manifest)
    return own, (note,) if note else ()


def everywhere(spans: Sequence[Span], repeated: Mapping[int, Sequence[Passage]]) -> list[Span]:
    """Spans, each followed by itself in the passages that repeat its own, which are given by the row of that."""
    return [
        own
        for span in spans
        for own in (span, *(moved(span, span.passage.start, twin, twin.start) for twin in repeated[span.passage.row]))
    ]


def unloaded(path: str | os.PathLike[str]) -> CorpusError:
    return CorpusError(f"{shown(os.fspath(path))} is not among what is loaded; name a file or folder that is")


def bundled() -> Path:
    """The article that travels with the package: inside it in a wheel, beside it in an editable install."""
    package = Path(__file__).parent
    for folder in (package, package.parent):
        if (path := folder / "corpus" / "ilrs.txt").is_file():
            return path
    raise CorpusError(f"the bundled article is missing; {reinstall()}, or name a file with -c")


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
