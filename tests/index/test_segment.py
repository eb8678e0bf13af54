"""Segments against the plain Pipeline: written, opened, merged, with documents forgotten and in any order."""

import os
import stat
from collections import Counter
from itertools import chain
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline

from qa_bot.errors import StoreError
from qa_bot.index import layout, segment
from qa_bot.index.analysis import Analyzer
from qa_bot.index.fields import field_terms, fields_of
from qa_bot.index.formula import comparable
from qa_bot.index.search import Index, Part
from qa_bot.index.weighting import BM25Transformer
from qa_bot.languages import detect, language
from qa_bot.passages import language_of, passages
from qa_bot.records import Document, Heading, Page
from qa_bot.settings import Settings

WORDS = (
    "moon sun star orbit crew U.S. e.g. a.b.c x. 3.5 1,000.25 12a 1.23a it's O'Neal’s win-win a-1-b 7-up Żywny ﬁne "
    "STRASSE straße 月球 モ жук λόγος naïve re\u2010use _x_ under_score don't -- ... é\u0301 ² ½ deindividuation"
).split(" ")
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=40).map(" ".join)
CODES = st.one_of(st.sampled_from(["", "en"]), st.sampled_from("en de tr zh".split()))
DOCUMENTS = st.builds(Document, TEXTS, title=st.one_of(st.just(""), TEXTS), language=CODES)
CONFIG = Settings(max_words=8, paragraph_words=4, title_weight=3)


def plain(documents, question, k, config=CONFIG):
    """The oracle: scikit-learn's own CountVectorizer and our weighting, one for each language.

    All passages are scored and sorted stably.
    """
    rows = [passage for document in documents for passage in passages(document, 0, config)]
    spoken = [language_of(passage.document) for passage in rows]
    counts = Counter(spoken)
    commonest = min(counts, key=lambda code: (-counts[code], code), default="en")
    told = detect(question, {*counts, "en"}) or commonest
    asked_in = language("en" if set(counts) <= {"en"} else told)
    product = np.zeros(len(rows))
    for code in counts:
        own = [at for at, its in enumerate(spoken) if its == code]
        scores = plain_of([rows[at] for at in own], Analyzer(code), question, asked_in, config)
        product[own] = scores * comparable(len(own), len(rows))
    best = [row for row in np.argsort(-product.round(9), kind="stable")[:k] if product[row] > 0]
    return [(row, rows[row].start, rows[row].document, product[row]) for row in best]


def plain_of(rows, analyzer, question, asked_in, config):
    """The scores of passages in one language."""
    count = CountVectorizer(analyzer=lambda fields: field_terms(analyzer, config.title_weight, fields))
    fitted = make_pipeline(count, BM25Transformer(config.k1, config.b))
    try:
        weights = fitted.fit_transform([fields_of(passage) for passage in rows])
    except ValueError:  # an empty vocabulary
        return np.zeros(len(rows))
    asked = np.zeros(len(count.vocabulary_))
    for term, weight in analyzer.question(question, config.pair_weight, asked_in).items():
        if term in count.vocabulary_:
            asked[count.vocabulary_[term]] = weight
    return weights @ (asked * fitted[-1].idf_)


def agree(hits, expected):
    assert [hit.score for hit in hits] == pytest.approx([score for *_, score in expected], rel=1e-6)
    found = [(hit.passage.row, hit.passage.start, told(hit.passage.document)) for hit in hits]
    assert found == [(row, start, told(document)) for row, start, document, _ in expected]


def told(document):
    """A document's fields; one that has no headings is stored with one that is empty, not to be looked for again."""
    fields = ("text", "id", "title", "path", "pages", "lines", "rows")
    return *(getattr(document, name) for name in fields), [own for own in document.headings if own.text]


def files(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.fsync", lambda file: None)  # thousands of small files
        yield lambda: tmp_path_factory.mktemp("index")


SLOW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@SLOW
@given(
    batches=st.lists(st.lists(DOCUMENTS, max_size=4), min_size=1, max_size=4),
    question=TEXTS,
    k=st.integers(1, 12),
    data=st.data(),
)
def test_search_gives_the_pipelines_own_product(folders, batches, question, k, data):
    """Whatever was written at once, forgotten, merged and in whichever order it stands."""
    place = folders()
    for number, batch in enumerate(batches):
        segment.write(place / str(number), batch, CONFIG)
    segments = [segment.open(place / str(number)) for number in range(len(batches))]
    agree(
        Index.of([Part(own) for own in segments], CONFIG).search(question, k), plain(list(chain(*batches)), question, k)
    )

    living = [np.array(data.draw(st.lists(st.booleans(), min_size=len(b), max_size=len(b))), bool) for b in batches]
    left = [[d for d, alive in zip(b, own, strict=True) if alive] for b, own in zip(batches, living, strict=True)]
    parts = [Part(s, alive, segment.lost(s, alive)) for s, alive in zip(segments, living, strict=True)]
    pairs = [(part, int(number)) for part, alive in enumerate(living) for number in np.flatnonzero(alive)]
    order = data.draw(st.permutations(pairs))
    expected = plain([batches[part][number] for part, number in order], question, k)
    index = Index.of(parts, CONFIG, np.array(order, np.int64))
    agree(index.search(question, k), expected)
    assert list(map(told, index.documents)) == [told(batches[part][number]) for part, number in order]

    segment.merge(place / "merged", segments, living)
    segment.write(place / "anew", list(chain(*left)), CONFIG)
    assert files(place / "merged") == files(place / "anew")


def test_a_document_comes_back_as_it_was(tmp_path):
    documents = [
        Document(
            "One.\n\nTwo — “2”.",
            "id",
            "A title",
            "a/b.txt",
            (Page(0, 1, "i"),),
            (Heading(0, 4, "One."),),
            language="de",
        ),
        Document("astral \U0001f600 and lone \ud83d \ude00 surrogates"),
        Document("plain"),
    ]
    segment.write(tmp_path / "s", documents, Settings())
    opened = segment.open(tmp_path / "s")
    assert list(map(told, opened.documents)) == list(map(told, documents))
    assert [passage.text for passage in Index.of([Part(opened)], Settings()).passages] == [
        passage.text for document in documents for passage in passages(document)
    ]
    assert opened.documents[0] is opened.documents[0]
    assert hash(opened.documents[0]) == hash(documents[0])


def test_a_build_is_the_same_byte_for_byte_and_its_owners_alone(tmp_path):
    documents = [Document("moon rock, é"), Document("sun ice dust"), Document("ice moon crew")]
    for name in "ab":
        segment.write(tmp_path / name, documents, Settings())
    assert files(tmp_path / "a") == files(tmp_path / "b")
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "a").iterdir()} == {0o600}


def test_what_is_no_segment_or_damaged_is_refused(tmp_path):
    with pytest.raises(StoreError):
        segment.open(tmp_path)
    segment.write(tmp_path / "s", [Document("moon rock"), Document("sun")], Settings())
    for path in sorted((tmp_path / "s").iterdir()):
        whole = path.read_bytes()
        for damaged in (b"", whole[:-1], whole + b"x"):
            path.write_bytes(damaged)
            if path.name != "segment.json" or damaged != whole + b"x":
                with pytest.raises(StoreError):
                    segment.open(tmp_path / "s")
        path.write_bytes(whole)
    assert segment.open(tmp_path / "s").passages == 2


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="the system does not tell")
def test_an_open_segment_keeps_few_files_open(tmp_path):
    segment.write(tmp_path / "s", [Document("moon rock"), Document("sun")], Settings())
    before = len(os.listdir("/proc/self/fd"))
    opened = [segment.open(tmp_path / "s") for _ in range(20)]
    assert len(os.listdir("/proc/self/fd")) - before <= 6 * len(opened)


def test_what_is_read_of_a_segment_does_not_stay_in_memory(tmp_path, monkeypatch):
    """After so many bytes the system takes them back; the next question reads them again."""
    segment.write(tmp_path / "s", [Document(f"moon rock {number}") for number in range(50)], Settings())
    index = Index.of([Part(segment.open(tmp_path / "s"))], Settings())
    expected = index.search("moon 7")
    monkeypatch.setattr(layout, "KEPT", 1)
    for _ in range(3):
        assert index.search("moon 7") == expected


@SLOW
@given(st.lists(DOCUMENTS, min_size=1, max_size=6), st.data())
def test_what_dead_documents_take_away_is_told_from_their_text_as_from_the_postings(folders, documents, data):
    place = folders()
    segment.write(place / "s", documents, CONFIG)
    opened = segment.open(place / "s")
    living = np.array(data.draw(st.lists(st.booleans(), min_size=len(documents), max_size=len(documents))), bool)
    by_text, by_postings = segment.analysed(opened, living), segment.scanned(opened, ~opened.living_rows(living))
    for one, other in zip(by_text, by_postings, strict=True):
        assert one.tolist() == other.tolist()
