import pytest

from qa_bot.citation import cite, place
from qa_bot.passages import passages
from qa_bot.records import Document, Heading, Page, Span

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
