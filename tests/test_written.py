import importlib.util
import sys
from collections import Counter
from pathlib import Path

import pytest

from qa_bot.passages import passages

ROOT = Path(__file__).resolve().parent.parent
SPEC = importlib.util.spec_from_file_location("written", ROOT / "training" / "written.py")
assert SPEC and SPEC.loader
written = importlib.util.module_from_spec(SPEC)
sys.modules["written"] = written  # dataclasses look for their module there
SPEC.loader.exec_module(written)


TESTED = ROOT / "tests" / "data" / "written"
FOLDERS = (written.TAUGHT, written.TUNE, TESTED / "news", TESTED / "contracts", TESTED / "histories")
LEAST = {"plain": 5, "hard": 3, "near": 3, "absent": 1}


def test_every_document_has_its_questions_and_every_answer_stands_in_it():
    for folder, least in zip(FOLDERS, (1722, 80, 20, 24, 24), strict=True):
        # Of those that teach, questions too near to scored ones were left out.
        at_least = {"hard": 3, "near": 2} if folder == written.TAUGHT else LEAST
        documents = written.written(folder)
        assert len(documents) >= least
        for document in documents:
            kinds = Counter(question.kind for question in document.questions)
            assert all(kinds[kind] >= count for kind, count in at_least.items()), document.name
            assert len(document.text.split()) > 80, document.name
            for question in document.questions:
                for start, end in question.places:
                    answer = document.text[start:end]
                    assert answer and answer == answer.strip(), (document.name, question.text)


def test_no_document_is_in_two_folders():
    texts = [document.text for folder in FOLDERS for document in written.written(folder)]
    assert len(texts) == len(set(texts))


def test_nothing_is_learnt_on_the_subjects_of_the_products_own_questions():
    # A dryer with a heat pump is another machine.
    texts = [
        document.text.casefold().replace("heat pump tumble dryer", "")
        for folder in (written.TAUGHT, written.TUNE)
        for document in written.written(folder)
    ]
    for words in ("lunar", "heat pump", "lighthouse", "space station"):
        assert not [text for text in texts if words in text], words


def test_what_occurs_more_than_once_is_told_by_the_words_around_it():
    text = "It opened in May\n1911. It shut in May 1911, in the rain."
    own = written.question("plain\tWhen did it shut?\tMay 1911 | in the rain\tshut in May 1911", text)
    assert own.places == ((34, 42), (44, 55)) and text[34:42] == "May 1911"
    assert written.question("near\tWho opened it?\t-", text).places == ()


@pytest.mark.parametrize(
    "row",
    [
        "plain\tWhen did it open?\tMay 1911",  # twice
        "plain\tWhen did it open?\tMay 1912",  # never
        "plain\tWhen did it open?\tMay 1911\tin June 1911",
        "plain\tWhen did it open?\t-",
        "near\tWhen did it open?\tMay 1911",
        "odd\tWhen did it open?\t-",
        "plain\tWhen did it open?",
        "plain\tWhen did it shut?\tIt shut in May 1911 | 1912",
    ],
)
def test_a_malformed_row_is_refused(row):
    with pytest.raises(ValueError):
        written.question(row, "It opened in May 1911. It shut in May 1911.")


def test_the_rows_of_a_table_are_passages_of_their_own(tmp_path):
    rows = ("Inn: Anchor; Beds: 4; Price: 3.50", "Inn: Two Herons; Beds: 9; Price: 2.00")
    text = "\n".join(("Inns", *rows, "=====", "plain\tWhose beds are 9?\tTwo Herons"))
    path = tmp_path / "1.txt"
    path.write_text(text, encoding="utf-8")
    read = written.parse(path)
    assert [read.text[own.start :].partition("\n")[0] for own in read.document.rows] == list(rows)
    assert [own.text for own in passages(read.document)] == ["Inns", *rows]
    assert read.answers(read.questions[0]) == ("Two Herons",)
