"""Question files: "what is asked, and which answers would a person accept?".

Two layouts, gzip-compressed or not: SQuAD's JSON, version 1 or 2, and, easier to write by hand, JSON lines:

    {"question": "When did the ferry sink?", "answers": ["1911", "in 1911"]}
    {"question": "Who owned the ferry?", "answers": []}

An empty list of answers says that the text does not answer. In SQuAD's layout `context` may be left out where the
questions are asked of other documents, and where an answer stands in it (`answer_start`) isn't looked at.
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from qa_bot.errors import CorpusError
from qa_bot.records import Document

LAYOUTS = (
    'SQuAD\'s JSON, data[].paragraphs[].qas[].{id, question, answers[].text}, or lines of {"question": "...", '
    '"answers": ["...", ...]}'
)

ONE_QUESTION = re.compile(r'\s*\{(?=.*"question")(?!.*"(?:paragraphs|qas)")')
"""How a file of lines begins: with a question in its first line, which is none of SQuAD's JSON in one."""


@dataclass(frozen=True)
class Question:
    """A question of a file; `answers` is empty where the text does not answer.

    `paragraph` numbers the paragraph that it is about, if the file has that.
    """

    id: str
    text: str
    answers: tuple[str, ...]
    paragraph: int | None = None


@dataclass(frozen=True)
class QuestionFile:
    """Questions, at least one, the paragraphs that they are about, as far as the file has them, and its path."""

    paragraphs: tuple[Document, ...]
    questions: tuple[Question, ...]
    path: str = field(default="", compare=False)


def read_questions(path: Path) -> QuestionFile:
    """Read a question file, gzip-compressed or not.

    Raises
    ------
    CorpusError
        The file is missing, in neither layout, or holds a question or an answer without text, or no question.
    """
    try:
        raw = path.read_bytes()
        data = gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw
        file = parse(data.decode(json.detect_encoding(data), "surrogatepass"))
    except FileNotFoundError:
        raise CorpusError(f"{path}: there is no such file; check the path") from None
    except (OSError, EOFError, json.JSONDecodeError, UnicodeDecodeError, RecursionError, zlib.error) as error:
        raise CorpusError(f"{path}: no file of questions ({error}); give one in {LAYOUTS}") from None
    except (KeyError, TypeError, AttributeError) as error:
        raise CorpusError(f"{path}: no file of questions ({error!r}); give one in {LAYOUTS}") from None
    except ValueError as error:
        raise CorpusError(f"{path}: {error}") from None
    if not file.questions:
        raise CorpusError(f"{path}: holds no question; give a file in {LAYOUTS}")
    return replace(file, path=str(path))


def parse(text: str) -> QuestionFile:
    """The paragraphs and questions of a file's text; raises ValueError that names what has no text."""
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        # more follows the first line of several, unless that is the broken one
        if error.msg != "Extra data" and not ONE_QUESTION.match(text):
            raise
        return of_lines(text)
    return of_lines(text) if "question" in content else of_squad(content)


def of_squad(content: Mapping[str, Any]) -> QuestionFile:
    """SQuAD's layout: articles, their paragraphs, and the questions on each."""
    paragraphs: list[Document] = []
    questions: list[Question] = []
    for article in content["data"]:
        title = str(article.get("title", "")).replace("_", " ")
        for paragraph in article["paragraphs"]:
            number = len(paragraphs) if "context" in paragraph else None
            for asked in paragraph["qas"]:
                name = str(asked["id"])
                accepted = () if asked.get("is_impossible") else answers_of(asked, f"question {name}")
                questions.append(Question(name, worded(asked["question"], f"question {name}"), accepted, number))
            if number is not None:
                context = worded(paragraph["context"], f"paragraph {number + 1}")
                paragraphs.append(Document(context, id=str(number), title=title))
    return QuestionFile(tuple(paragraphs), tuple(questions))


def of_lines(text: str) -> QuestionFile:
    """A question a line; the number of its line is its id."""
    questions = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            what = f"line {number}"
            try:
                asked = json.loads(line)
            except json.JSONDecodeError as error:
                raise ValueError(f"{what} is no JSON ({error.msg} at column {error.colno})") from None
            if not isinstance(asked, dict) or not {"question", "answers"} <= set(asked):
                raise ValueError(f'{what} is not like {{"question": "...", "answers": ["...", ...]}}')
            questions.append(Question(str(number), worded(asked["question"], what), answers_of(asked, what)))
    return QuestionFile((), tuple(questions))


def answers_of(asked: Mapping[str, Any], what: str) -> tuple[str, ...]:
    """The accepted answers of a question, each a string or, as in SQuAD, a mapping with its `text`."""
    if not isinstance(asked["answers"], list):
        raise ValueError(f"the answers to {what} are no list: {asked['answers']!r:.60}; [] says that there is none")
    texts = [answer["text"] if isinstance(answer, dict) else answer for answer in asked["answers"]]
    return tuple(worded(text, f"an answer to {what}") for text in texts)


def worded(value: Any, what: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{what} has no text: {value!r:.60}")
    return value
