import gzip
import json

import pytest

from qa_bot.errors import CorpusError
from qa_bot.evaluation.questions import Question, read_questions


def test_reading_a_file_compressed_or_not(path, tmp_path):
    packed = tmp_path / "questions.json.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    file = read_questions(path)
    assert file == read_questions(packed)
    assert [question.answers for question in file.questions] == [("1911",), (), ("Oran",)]
    assert file.paragraphs[0].title == "Lake Aral" and file.questions[2].paragraph == 1


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\x1f\x8bxx",
        b"[]",
        b'{"data": [{}]}',
        b'{"data": [{"paragraphs": [{"qas": []}]}]}',
        b"[" * 100_000,
        gzip.compress(b"{}")[:-9] + b"x" * 9,
        b'{"data": [{"paragraphs": [{"context": " ", "qas": []}]}]}',
        b'{"data": [{"paragraphs": [{"context": "x", "qas": [{"id": 1, "question": 7, "answers": []}]}]}]}',
    ],
)
def test_files_in_another_layout_are_refused(tmp_path, content):
    path = tmp_path / "bad.json"
    path.write_bytes(content)
    with pytest.raises(CorpusError, match="bad.json"):
        read_questions(path)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(CorpusError, match="nowhere.json"):
        read_questions(tmp_path / "nowhere.json")


def test_lines_of_json(tmp_path):
    path = tmp_path / "questions.jsonl"
    first = '{"question": "When?", "answers": ["1911", {"text": "in 1911"}]}'
    lines = [first, "", '{"question": "Who?", "answers": []}']
    for text in ("\n".join(lines), "\ufeff" + "\r\n".join(lines) + "\r\n"):
        path.write_bytes(text.encode())
        file = read_questions(path)
        assert file.questions == (Question("1", "When?", ("1911", "in 1911")), Question("3", "Who?", ()))
        assert file.paragraphs == ()
    path.write_text(first, encoding="utf-16")
    assert read_questions(path).questions[0].text == "When?", "one line, as a Windows shell writes it"


def test_a_paragraph_may_be_left_out(tmp_path):
    path = tmp_path / "questions.json"
    asked = {"id": 7, "question": "When?", "answers": ["1911"]}
    paragraphs = [{"qas": [asked]}, {"context": "The ferry sank.", "qas": [asked]}]
    path.write_text(json.dumps({"data": [{"paragraphs": paragraphs}]}), encoding="utf-8")
    file = read_questions(path)
    assert [question.paragraph for question in file.questions] == [None, 0] and len(file.paragraphs) == 1


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('{"question": "Who?"}', "line 2 is not like"),
        ('["Who?"]', "line 2 is not like"),
        ('{"question": "Who?", "answers": "Anna"}', "line 2 are no list"),
        ('{"question": "Who?", "answers": [7]}', "an answer to line 2 has no text"),
        ('{"question": " ", "answers": []}', "line 2 has no text"),
        ('{"question": "Who?", "answers": []', "line 2 is no JSON"),
    ],
)
@pytest.mark.parametrize("first", ['{"question": "When?", "answers": ["1911"]}', ""])
def test_a_bad_line_is_named(tmp_path, first, line, words):
    path = tmp_path / "bad.jsonl"
    path.write_text(f'{first}\n{line}\n{{"question": "Where?", "answers": []}}\n', encoding="utf-8")
    with pytest.raises(CorpusError, match=words) as error:
        read_questions(path)
    assert "bad.jsonl" in str(error.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"data": [{"paragraphs": [{"qas": [{"question": "Who?"}]}]}', "line 1 column"),
        ('{\n "data": [\n  {"question": "Who?",}\n', "line 3 column"),
    ],
)
def test_where_json_of_one_piece_is_broken_is_told(tmp_path, text, words):
    path = tmp_path / "bad.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CorpusError, match=words):
        read_questions(path)
