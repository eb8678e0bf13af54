"""Pieces of lines into text: what follows what, what is repeated, what is broken; every word is kept."""

from hypothesis import given, settings
from hypothesis import strategies as st

from qa_bot.documents.pdf_layout import (
    Segment,
    blocks_of,
    columns,
    hyphen,
    margins,
    printed_labels,
    rows_of,
    text_of,
    write,
)
from qa_bot.documents.writing import Writer


def line(text: str, top: float, left: float = 50, size: float = 10, **options: bool) -> Segment:
    return Segment(text, left, left + 5 * len(text), top - size, top, **options)


def text(*segments: Segment) -> str:
    writer = Writer("a.pdf", 10**6)
    write(writer, [segments], [None])
    return writer.document(finds_headings=True).text


def test_lines_of_a_paragraph_are_joined_and_a_gap_parts_them():
    assert text(line("The mill stands", 700), line("by the river.", 688), line("It is old.", 650)) == (
        "The mill stands by the river.\n\nIt is old."
    )


def test_an_indented_line_and_a_list_mark_begin_a_paragraph():
    full = "x" * 60
    assert text(line(full, 700), line("and so on to the end of", 688, 62), line("the line", 676)).count("\n\n") == 1
    assert text(line(full, 700), line("• one", 688), line("• two", 676)) == f"{full}\n\n• one\n\n• two"


def test_the_cells_of_a_table_stay_in_their_row():
    cells = [
        line(words, 700 - 15 * row, 50 + 150 * column)
        for row, column, words in (
            (0, 0, "Boat"),
            (0, 1, "Time"),
            (1, 0, "Heron"),
            (1, 1, "7:41"),
            (2, 0, "Otter"),
            (2, 1, "7:58"),
        )
    ]
    assert text(*cells) == "Boat   Time\nHeron   7:41\nOtter   7:58"


def test_a_note_number_that_stands_higher_joins_its_word():
    assert text(line("word", 700), Segment("2", 71, 74, 695, 703), line("goes on", 700, 78)) == "word2 goes on"


def test_three_columns_below_a_title():
    body = [
        line(f"column {column} has line {row} here", 600 - 12 * row, 50 + 170 * column)
        for row in range(6)
        for column in range(3)
    ]
    title = Segment("A title that runs across all of the columns of the page", 50, 520, 690, 705)
    read = [segment.text for column in columns([*body, title]) for segment in column]
    assert read[0] == title.text
    assert read[1:] == [f"column {column} has line {row} here" for column in range(3) for row in range(6)]


def test_headers_footers_and_page_numbers_are_repeated():
    pages = [
        [line("Annual report", 800), line(f"text of {words}", 700), line(f"{number}", 30)]
        for number, words in enumerate(("ferns", "moss", "lichen", "grass"), 17)
    ]
    dropped = margins(pages)
    assert dropped == [{0, 2}] * 4
    assert printed_labels(pages, dropped) == ["17", "18", "19", "20"]


def test_numbers_that_do_not_count_pages_are_kept():
    pages = [[line(str(number), 800), line("words", 700), line(f"{number} geese", 600)] for number in (4, 9, 2, 7)]
    assert margins(pages) == [set()] * 4


def test_roman_page_numbers_are_labels():
    pages = [
        [line("words " * (number + 1), 700), line(numeral, 30)] for number, numeral in enumerate(("iii", "iv", "v"))
    ]
    assert printed_labels(pages, margins(pages)) == ["iii", "iv", "v"]


def test_a_lone_page_has_no_header():
    assert margins([[line("Title", 800), line("words", 700)]]) == [set()]


def test_broken_words():
    assert hyphen("the inter", "national", frozenset()) == ""
    assert hyphen("a well", "known man", frozenset({"well-known"})) == "-"
    assert hyphen("a well", "known man", frozenset({"well", "known"})) == "-"
    assert hyphen("we under", "stand it", frozenset({"understand", "under", "stand"})) == ""
    assert hyphen("from 1990", "1995", frozenset()) == "-" and hyphen("Baden", "Baden", frozenset()) == "-"
    assert hyphen("state-of-the", "art", frozenset()) == "-" and hyphen("", "", frozenset()) == "-"


def test_a_word_broken_over_two_pages_is_whole():
    writer = Writer("a.pdf", 10**6)
    write(writer, [[line("the inter", 700, broken=True)], [line("national office", 700)]], ["i", "1"])
    read = writer.document()
    assert read.text == "the international office"
    assert [(page.start, page.label) for page in read.pages] == [(0, "i"), (9, "1")]


def test_empty_pages_are_counted():
    writer = Writer("a.pdf", 10**6)
    write(writer, [[], [line("words", 700)], []], [None] * 3)
    assert [(page.start, page.number) for page in writer.document().pages] == [(0, 1), (0, 2)]


NUMBER = st.floats(-50, 900, allow_nan=False).map(lambda number: round(number, 1))
SEGMENT = st.builds(
    lambda words, left, width, bottom, size, bold, broken: Segment(
        words, left, left + width, bottom, bottom + size, bold, broken
    ),
    st.text("abcXYZ 12.-•", min_size=1, max_size=25).map(str.strip).filter(bool),
    NUMBER,
    st.floats(0, 400),
    NUMBER,
    st.floats(0, 40),
    st.booleans(),
    st.booleans(),
)


@given(st.lists(st.lists(SEGMENT, max_size=25), max_size=4))
@settings(max_examples=150, deadline=None)
def test_every_word_is_written_once_or_repeated_in_the_margin(pages):
    dropped = margins(pages)
    kept = sorted(
        character
        for page, drop in zip(pages, dropped, strict=True)
        for number, segment in enumerate(page)
        if number not in drop
        for character in segment.text
        if character.isalnum()
    )
    writer = Writer("a.pdf", 10**6)
    write(writer, pages, [None] * len(pages))
    if kept:
        read = writer.document(finds_headings=True)
        assert sorted(filter(str.isalnum, read.text)) == kept
        assert all(read.text[heading.start : heading.end] == heading.text for heading in read.headings)
        assert [page.start for page in read.pages] == sorted(page.start for page in read.pages)


@given(st.lists(SEGMENT, min_size=1, max_size=25))
@settings(max_examples=100, deadline=None)
def test_rows_and_columns_lose_nothing(segments):
    read = [segment for column in columns(segments) for segment in column]
    assert sorted(read) == sorted(segments)
    words = "".join(row.text for row in rows_of(segments))
    assert sorted(filter(str.isalnum, words)) == sorted(c for segment in segments for c in segment.text if c.isalnum())
    for block in blocks_of(segments, 0):
        assert text_of(block, frozenset(), "")
