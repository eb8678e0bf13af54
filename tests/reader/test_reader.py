"""Questions in, spans out: whatever the text, a span is a part of its passage."""

from __future__ import annotations

import dataclasses
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import qa_bot.reader
from qa_bot.errors import WeightsError
from qa_bot.reader import Reader, bert
from qa_bot.records import Document, Line, Passage

ANY = st.text(st.one_of(st.sampled_from("aeinth moon.,()“”\"'’\r\n\u0301字é£19"), st.characters()), max_size=200)
TEXT = "Who built the moon station? China built it by the year 1998, in space. " * 3


def whole(text, row=0):
    return Passage(row, Document(text), 0, len(text))


def check(found, passages, k):
    """Every span lies in its passage, its text is the document's, and the best comes first."""
    assert len(found) == len(passages)
    for spans, passage in zip(found, passages, strict=True):
        assert len(spans) <= k
        assert [s.score for s in spans] == sorted((s.score for s in spans), reverse=True)
        for span in spans:
            assert span.passage is passage
            assert passage.start <= span.start < span.end <= passage.end
            assert passage.document.text[span.start : span.end] == span.text != ""
            assert np.isfinite(span.score)
        places = sorted((s.start, s.end) for s in spans)
        assert all(end <= start for (_, end), (start, _) in pairwise(places))


@settings(deadline=None)
@given(text=ANY, question=ANY, k=st.integers(0, 4), data=st.data())
def test_every_span_is_a_part_of_its_passage(reader, text, question, k, data):
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=3)))
    document = Document(text)
    edges = [0, *cuts, len(text)]
    passages = [Passage(i, document, a, b) for i, (a, b) in enumerate(pairwise(edges))]
    check(reader.read(question, passages, k), passages, k)


HOSTILE = {
    "empty": "",
    "blank": " \r\n\t ",
    "controls": "".join(map(chr, range(32))) + "\x7f\x85",
    "surrogates": "\ud800 moon \udfff\ud800",
    "long word": "x" * 100_000,
    "long accented word": "é" * 100_000,
    "ideographs": "字" * 2_000,
    "brackets": "([{“\"'" * 500,
    "emoji": "👩‍👩‍👧" * 500,
    "many words": "moon " * 10_000,
    "separators": "[SEP] [CLS] [PAD] " * 50,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_texts_and_questions_end_well(reader, text):
    began = time.perf_counter()
    passages = [whole(text), whole(TEXT, 1)]
    check(reader.read("who built it", passages), passages, 3)
    check(reader.read(text, passages), passages, 3)
    reader.can_read(text)
    assert time.perf_counter() - began < 20


def test_rows_are_laid_out_as_in_training(reader, vocab, monkeypatch):
    """`[CLS] question [SEP] passage [SEP]`, the segment 1 from the passage's first piece on."""
    seen = []
    original = bert.logits
    monkeypatch.setattr(bert, "logits", lambda *given: seen.append(given[1:]) or original(*given))
    reader.read("who built", [whole("moon station"), whole("china")])
    ((ids, segments, lengths),) = seen
    wanted = "[CLS] who built [SEP] moon station [SEP] [CLS] who built [SEP] china [SEP]"
    assert [vocab[i] for i in ids] == wanted.split()
    assert segments.tolist() == [0] * 4 + [1] * 3 + [0] * 4 + [1] * 2
    assert lengths.tolist() == [7, 6]


def test_long_questions_are_cut(reader, monkeypatch):
    seen = []
    original = bert.logits
    monkeypatch.setattr(bert, "logits", lambda *given: seen.append(given[3]) or original(*given))
    reader.read("moon " * 10_000, [whole("china")])
    assert seen[0].tolist() == [1 + 48 + 1 + 1 + 1]


def test_a_passage_reads_the_same_alone_and_among_others(reader):
    passages = [whole("china built the moon station", 0), whole(TEXT, 1), whole("in space", 2)]
    together = reader.read("who built it", passages)
    for passage, spans in zip(passages, together, strict=True):
        (alone,) = reader.read("who built it", [passage])
        assert [(s.start, s.end) for s in alone] == [(s.start, s.end) for s in spans]
        assert [s.score for s in alone] == pytest.approx([s.score for s in spans], abs=1e-3)


def test_offsets_count_in_the_document(reader):
    document = Document("é字🙂 Before it. " + TEXT)
    start = document.text.index("Who built")
    (spans,) = reader.read("who built", [Passage(0, document, start, len(document.text))])
    (alone,) = reader.read("who built", [whole(document.text[start:])])
    assert [s.text for s in spans] == [s.text for s in alone] != []
    assert [s.start - start for s in spans] == [s.start for s in alone]


@pytest.mark.parametrize("count", [0, 1, 200, 201, 336, 337, 1000])
def test_windows_cover_a_passage_and_overlap(count):
    windows = list(qa_bot.reader.windows(count, 200))
    assert {i for start, stop in windows for i in range(start, stop)} == set(range(count))
    assert all(stop - start <= 200 for start, stop in windows)
    assert all(a[1] - b[0] == qa_bot.reader.OVERLAP for a, b in pairwise(windows))


def test_work_is_bounded_and_spent_where_the_question_is_spoken_of(reader, monkeypatch):
    monkeypatch.setattr(qa_bot.reader, "MAX_WINDOWS", 2)
    passages = [whole("of the year " * 50, i) for i in range(5)]
    passages[3] = whole("china built the moon station", 3)
    found = reader.read("who built the moon station", passages)
    assert sum(map(bool, found)) == 2
    assert found[3]


def test_what_it_can_read(reader):
    assert reader.can_read("The moon station was built by China in 1998.")
    assert reader.can_read("1998")
    assert not reader.can_read("")
    assert not reader.can_read("я жж я ж")
    assert not reader.can_read("字国字国 字")
    assert not reader.can_read("🚀 🚀 🚀 moon")


def test_nothing_to_read(reader):
    assert reader.read("who", []) == []
    assert reader.read("", [whole("")]) == [[]]


def test_a_reader_is_shared_between_threads(reader):
    passages = [whole(TEXT, i) for i in range(3)]
    wanted = reader.read("who built it", passages)
    with ThreadPoolExecutor(4) as pool:
        for found in pool.map(lambda _: reader.read("who built it", passages), range(16)):
            assert found == wanted


def test_a_reader_does_not_change(reader):
    with pytest.raises(dataclasses.FrozenInstanceError):
        reader.model = None


def test_weights_that_are_not_there_are_refused(tmp_path):
    with pytest.raises(WeightsError):
        Reader.open(tmp_path)


def test_reading_imports_neither_scipy_nor_scikit_learn(folder):
    code = (
        "import sys; from pathlib import Path; from qa_bot.reader import Reader; from qa_bot.records import *;"
        f"Reader.open(Path({str(folder)!r})).read('who', [Passage(0, Document('moon'), 0, 4)]);"
        "print([m for m in ('scipy', 'sklearn', 'torch', 'tokenizers', 'prompt_toolkit') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("text", "labels", "parts"),
    [
        ("3.5 The rent is due.\n3.6 Interest runs.", ["3.5", "3.6"], 2),
        ("(b) Every tenant;\n(c) Nobody else.", ["(b)", "(c)"], 2),
        ("- Sound\n- Weight", ["-", "-"], 2),
        ("Of the Rent\n\n2) Noise\n\n(A) J. Finch, A. Lark", ["2)", "(A)"], 3),
        ("The room measures\n3.5 metres and the yard\n12 more.", [], 1),
        ("It fell to\n4.2 Percent of it", [], 1),
        ("A. Lark came in 1904.", [], 1),
        ("3 Passengers\n\nIt carries many.\n\n4 Costs", ["3", "4"], 3),
        ("12 men and a dog came.\n\nThey left.", [], 2),
    ],
)
def test_labels_of_clauses_and_items_belong_to_no_part(text, labels, parts):
    starts = np.array([match.start() for match in re.finditer(r"\S+", text)])
    words = np.array(text.split())
    found = qa_bot.reader.parts_of(Passage(0, Document(text), 0, len(text)), starts)
    assert words[found == -1].tolist() == labels
    assert len(set(found[found >= 0])) == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("China built it. The moon station is new.", [0, 0, 0, 1, 1, 1, 1, 1]),
        ('He asked "who?" Nobody knew (of course.) So he left', [0, 0, 0, 1, 1, 1, 1, 2, 2, 2]),
        ("Mr. Lark of No. 5 came", [0, 0, 0, 0, 0, 0]),
        ("Sound:\nno bell, no horn\nsilence", [0, 0, 0, 0, 0, 0]),
    ],
)
def test_an_answer_ends_with_its_sentence(text, parts):
    starts = np.array([match.start() for match in re.finditer(r"\S+", text)])
    assert qa_bot.reader.parts_of(Passage(0, Document(text), 0, len(text)), starts).tolist() == parts


def test_a_label_is_no_answer_and_ends_one(reader):
    text = "3.5 The moon station.\n3.6 China built the moon station."
    (spans,) = reader.read("who built the moon station", [whole(text)], k=10)
    assert spans and all("3." not in span.text for span in spans)


TABLE = "Fault: Bladder does not fill; Cause: tap open\n\nFault: It drips; Cause: seal: worn\n\nNote: read this."
ROWS = (Line(0, 1), Line(TABLE.index("Fault: It"), 2), Line(TABLE.index("\n\nNote"), 0))


def test_the_names_of_columns_answer_nothing_and_cells_are_read_apart():
    document = Document(TABLE, rows=ROWS)
    for start, end in ((0, ROWS[1].start - 2), (ROWS[1].start, ROWS[2].start), (0, len(TABLE))):
        passage = Passage(0, document, start, end)
        text = passage.text
        starts = np.arange(len(text), dtype=np.int32)  # a piece for each character
        parts = qa_bot.reader.parts_of(passage, starts)
        named = {at for name in ("Fault:", "Cause:") for at in found_at(text, name)}
        assert {at for at, part in enumerate(parts) if part < 0} == named
        cells = [parts[text.index(word)] for word in ("Bladder", "tap", "It drips", "worn") if word in text]
        assert len(set(cells)) == len(cells) and (len(cells) < 4 or parts[text.index("Note")] >= 0)


def found_at(text: str, name: str) -> list[int]:
    return [at for match in re.finditer(name, text) for at in range(*match.span())]


def test_what_stands_before_a_colon_in_one_row_alone_may_answer():
    text = "Anna: 5 points"
    passage = Passage(0, Document(text, rows=(Line(0, 1),)), 0, len(text))
    assert (qa_bot.reader.parts_of(passage, np.arange(len(text), dtype=np.int32)) >= 0).all()
