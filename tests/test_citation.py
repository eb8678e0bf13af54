import pytest

from qa_bot.bot import Bot
from qa_bot.citation import cite, place
from qa_bot.errors import CorpusError
from qa_bot.passages import passages
from qa_bot.records import Document, Heading, Line, Page, Span

TEXT = "Lake notes\n\nThe ferry sank in 1911. It was raised.\n\nDEPTH\n\nIt lay at 31 metres. Nobody knew.\n"


def span(document: Document, words: str) -> Span:
    start = document.text.index(words)
    passage = next(p for p in passages(document) if p.start <= start < p.end)
    return Span(passage, start, start + len(words), 1.0)


def test_a_citation_holds_the_quote_its_sentence_and_its_place():
    document = Document(TEXT, path="notes/lake.txt")
    citation = cite(span(document, "31 metres"))
    assert citation.quote == document.text[citation.start : citation.end] == "31 metres"
    assert (citation.sentence, citation.line, citation.heading) == ("It lay at 31 metres.", 7, "DEPTH")
    assert (citation.title, citation.path) == ("Lake notes", "notes/lake.txt")
    assert citation.place == "lake.txt, line 7, “DEPTH”"


def test_the_title_is_not_said_again_as_a_heading():
    assert cite(span(Document(TEXT, path="lake.txt"), "1911")).place == "lake.txt, line 3"


def test_a_document_made_in_code_is_called_by_its_title():
    assert cite(span(Document(TEXT), "1911")).place == "Lake notes, line 3"


def test_a_document_with_pages_is_cited_by_page():
    document = Document("It sank. It rose.", path="a.pdf", pages=(Page(0, 1, "i"), Page(9, 2, "2")))
    assert cite(span(document, "sank")).place == "a.pdf, p. 1, printed i"
    second = cite(span(document, "rose"))
    assert (second.place, second.page, second.line) == ("a.pdf, p. 2", 2, None)


def test_given_headings_are_cited():
    document = Document("Depth\nIt lay deep.", title="Lake", headings=(Heading(0, 5, "Depth"),))
    assert cite(span(document, "deep")).heading == "Depth"


@pytest.mark.parametrize(("arguments", "words"), [(("", None, 3, ""), "line 3"), (("a", None, None, ""), "a")])
def test_a_place_says_what_is_known(arguments, words):
    assert place(*arguments) == words


def test_a_row_is_cited_before_its_line():
    document = Document("a: 1\n\na: 2", path="t.csv", rows=(Line(0, 2), Line(6, 3)), lines=(Line(0, 2), Line(6, 5)))
    citation = cite(span(document, "2"))
    assert (citation.row, citation.line, citation.place) == (3, 5, "t.csv, row 3")


def test_a_document_without_lines_is_cited_by_its_heading():
    document = Document("Depth\n\nIt lay deep.", path="a.docx", headings=(Heading(0, 5, "Depth"),), title="T", lines=())
    citation = cite(span(document, "deep"))
    assert (citation.line, citation.place) == (None, "a.docx, “Depth”")


def test_lines_that_are_not_those_of_the_text():
    document = Document("one two\nthree", path="a.md", lines=(Line(0, 4), Line(4, 5)))
    assert [cite(span(document, words)).line for words in ("one", "two", "three")] == [4, 5, 6]


def test_a_cited_file_that_changed_is_read_again(tmp_path):
    path = tmp_path / "lake.txt"
    path.write_text("Lake notes\n\nThe ferry sank in 1911.\n", encoding="utf-8")
    (tmp_path / "mill.txt").write_text("The mill burnt down in 1650.\n", encoding="utf-8")
    bot = Bot.open(tmp_path)
    assert bot.ask("When did the ferry sink?").text == "1911"
    path.write_text("Lake notes\n\nSome say otherwise.\n\nThe ferry sank in 1912.\n", encoding="utf-8")
    said = bot.ask("When did the ferry sink?")
    assert (said.text, said.citation.line) == ("1912", 5)
    assert bot.ask("When did the mill burn down?").text == "1650"


def test_a_cited_file_that_is_gone_is_not_quoted(tmp_path):
    (tmp_path / "lake.txt").write_text("The ferry sank in 1911.\n", encoding="utf-8")
    (tmp_path / "mill.txt").write_text("The mill burnt down in 1650.\n", encoding="utf-8")
    bot = Bot.open(tmp_path)
    (tmp_path / "lake.txt").unlink()
    said = bot.ask("When did the ferry sink?")
    assert "1911" not in str(said) and not any("1911" in str(other) for other in said.alternatives)
    assert [entry.reason for entry in said.unread] == ["does not exist; check the path"]
    (tmp_path / "mill.txt").unlink()
    with pytest.raises(CorpusError, match="does not exist"):
        bot.ask("When did the mill burn down?")
