"""Documents into passages, and the places in them."""

import textwrap
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from qa_bot.passages import (
    count_words,
    heading_of,
    headings,
    line_of,
    page_of,
    passages,
    sentence_around,
    sentences,
    sentences_of,
    title_of,
)
from qa_bot.records import Document, Heading, Page, Passage
from qa_bot.settings import Settings

ROOT = Path(__file__).parents[1]
DOCUMENTS = [ROOT / "corpus" / "ilrs.txt", *sorted((ROOT / "tests" / "data" / "documents").glob("*.txt"))]
SHORT = "The pump stands behind the house."  # 6 words


def prose(words: int, first: str = "Once", length: int = 10) -> str:
    """A paragraph of so many words, in sentences of ten."""
    told = [first if n == 0 else "Then" if n % length == 0 else f"w{n}" for n in range(words)]
    return " ".join(word + "." * (n % length == length - 1 or n == words - 1) for n, word in enumerate(told))


def texts(text: str) -> list[str]:
    return [passage.text for passage in passages(Document(text))]


def sizes(text: str) -> list[int]:
    return [count_words(piece) for piece in texts(text)]


def named(text: str) -> list[str]:
    return [heading.text for heading in headings(text)]


# Passages.


def test_nothing_gives_nothing() -> None:
    assert passages(Document("")) == passages(Document(" \n\r\n\t\u3000")) == []


def test_rows_count_from_the_first() -> None:
    document = Document("\n\n".join([prose(50)] * 3))
    assert [passage.row for passage in passages(document, 7)] == [7, 8, 9]
    assert all(passage.document is document for passage in passages(document))


def test_a_paragraph_of_forty_words_keeps_to_itself() -> None:
    assert sizes("\n\n".join([prose(40), prose(40), prose(20), prose(20), prose(60)])) == [40, 40, 40, 60]


def test_short_paragraphs_are_joined_evenly() -> None:
    assert sizes("\n\n".join([prose(30)] * 4)) == [120]
    assert sizes("\n\n".join([prose(26)] * 5)) == [52, 78]
    assert sizes("\n".join(f"- {prose(9)}" for _ in range(20))) == [100, 100]


def test_a_long_paragraph_is_split_evenly_into_whole_sentences() -> None:
    assert sizes(prose(120)) == [120]
    assert sizes(prose(130)) == [60, 70]
    assert sizes(prose(1000)) == [110] * 8 + [120]
    assert all(piece.endswith(".") for piece in texts(prose(1000)))


def test_a_sentence_that_is_too_long_is_cut() -> None:
    assert sizes("word " * 250) == [83, 83, 84]
    assert sizes("国" * 600) == [100, 100, 100]


def test_sizes_are_settings() -> None:
    settings = Settings(max_words=20, paragraph_words=5)
    assert [count_words(passage.text) for passage in passages(Document(prose(60)), 0, settings)] == [20, 20, 20]


def test_a_heading_begins_the_passage_below_it() -> None:
    text = f"# Parts\n\n{SHORT}\n\n## Pump\n\n### Motor\n\n{SHORT}\n\n{prose(50)}"
    assert texts(text) == [f"# Parts\n\n{SHORT}", f"## Pump\n\n### Motor\n\n{SHORT}", prose(50)]


def test_a_heading_without_text_is_not_lost() -> None:
    assert texts(f"{SHORT}\n\n# Parts") == [SHORT, "# Parts"]


def test_given_headings_are_taken_instead_of_found_ones() -> None:
    text = f"# No heading\n{SHORT} Motor {SHORT}"
    start = text.index("Motor")
    document = Document(text, headings=(Heading(start, start + 5, "Motor"),))
    assert [passage.text for passage in passages(document)] == [f"# No heading\n{SHORT}", f"Motor {SHORT}"]
    assert (heading_of(document, 0), heading_of(document, start)) == ("", "Motor")
    assert title_of(document) == ""


def test_given_headings_that_make_no_sense_lose_nothing() -> None:
    wrong = (Heading(4, 2, ""), Heading(0, 3, "The"), Heading(1, 5, "he p"), Heading(900, 910, "none"))
    found = passages(Document(SHORT, headings=wrong))
    assert " ".join(passage.text for passage in found) == SHORT


# Paragraphs.


def test_a_line_that_is_wider_than_most_is_full_all_the_more() -> None:
    lines = [
        "Three sheds were broken into in the night of 1 June. A",
        "rotavator, two strimmers and one red wheelbarrow were taken. PC",
        "Benn advised members to mark their tools with a forensic pen, of",
        "which the police will lend two, and to leave sheds unlocked but",
        "empty. The padlock on the north gate of the site is to be changed;",
        "Mick will buy a lock.",
    ]
    assert len(texts("\n".join(lines))) == 1


def test_hard_wrapped_and_unwrapped_text_split_alike() -> None:
    paragraphs = [prose(n, "Indeed") for n in (70, 45, 130, 60)]
    wide = "\n\n".join(paragraphs)
    for width in (50, 72, 100):
        wrapped = "\n\n".join(textwrap.fill(paragraph, width) for paragraph in paragraphs)
        assert [" ".join(piece.split()) for piece in texts(wrapped)] == texts(wide)


def test_a_paragraph_a_line_without_blank_lines() -> None:
    assert texts(f"{prose(50)}\n{prose(45)}\n{prose(20)}") == [prose(50), prose(45), prose(20)]


def test_line_ends_of_texts_made_in_code() -> None:
    for end in ("\n", "\r\n", "\r"):
        assert len(texts(end.join([prose(50), "", prose(50)]))) == 2
        assert named(end.join(["PARTS", "", SHORT])) == ["PARTS"]


def test_list_items_under_a_hanging_indent() -> None:
    text = "1.1 The tenant pays\n    the rent.\n1.2 The landlord\n    keeps the roof."
    assert [text[start:end] for start, end in sentences(text)] == [
        "1.1 The tenant pays\n    the rent.",
        "1.2 The landlord\n    keeps the roof.",
    ]


# Headings and titles.


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("# Parts", "Parts"),
        ("### Parts of it ##", "Parts of it"),
        ("Parts\n=====", "Parts"),
        ("The parts.\n----------", "The parts."),
        ("SPARE PARTS", "SPARE PARTS"),
        ("CHAPTER I.", "CHAPTER I."),
        ("3. RENT", "3. RENT"),
        ("2.1 Installation", "2.1 Installation"),
        ("2 Technical data", "2 Technical data"),
        ("IV. The way home", "IV. The way home"),
        ("§ 5 Notice", "§ 5 Notice"),
        ("Parts of the pump", "Parts of the pump"),
        ("Über die Brücke", "Über die Brücke"),
        ("第一章", "第一章"),
    ],
)
def test_what_a_heading_looks_like(line: str, name: str) -> None:
    text = f"{prose(30)}\n\n{line}\n\n{prose(30)}"
    (found,) = headings(text)
    assert (found.text, text[found.start : found.end]) == (name, name)
    assert [piece.split("\n")[0] for piece in texts(text)] == [prose(30), line.split("\n")[0]]


@pytest.mark.parametrize(
    "line",
    [
        "It rained.",
        "Dear Ms. Oduya,",
        "The kit contains:",
        "Who came?",
        "- a bullet",
        "a) an item",
        "and so on",
        "12.50",
        "one\ttwo",
        "This line is rather too long for a heading since it has more than twelve words",
        "***",
    ],
)
def test_what_is_no_heading(line: str) -> None:
    assert named(f"{prose(30)}\n\n{line}\n\n{prose(30)}") == []


def test_headings_inside_a_block() -> None:
    assert named(f"{prose(50)}\nThe way home\n{prose(50)}\nCHEESE\n{prose(50)}") == ["The way home", "CHEESE"]
    wrapped = textwrap.fill(prose(60), 70)
    assert named(f"{wrapped}\n\nIntroduction\n{wrapped}") == ["Introduction"]
    assert named(f"{prose(30)}\n\nTo bring\n- a coat\n- a hat") == ["To bring"]


@pytest.mark.parametrize(
    "lines",
    [
        "Roses are red\nViolets are blue\nSugar is sweet\nAnd so are you",
        "Anna Smith\n\nBob Jones\n\nCarla Brown\n\nDaniel Roe",
        "Calder & Finch\n2 Corn Exchange\nOstrey",
        "Name            Age\nAnna            12\nBob             13",
        "1. Apples\n2. Pears\n3. Plums",
        "1. Apples\n\n2. Pears\n\n3. Plums",
        "- Apples\n- Pears",
    ],
)
def test_a_list_of_short_lines_is_no_run_of_headings(lines: str) -> None:
    assert named(f"{prose(50)}\n\n{lines}\n\n{prose(50)}") == []
    assert len(texts(f"{prose(50)}\n\n{lines}\n\n{prose(50)}")) == 3


def test_title() -> None:
    assert title_of(Document(f"The Light\n\n{prose(50)}")) == "The Light"
    assert title_of(Document(f"\n\n# The Light #\n{prose(50)}")) == "The Light"
    assert title_of(Document(f"The Light\n{prose(50)}\n{prose(50)}")) == "The Light"
    assert title_of(Document(f"Who was first?\n\n{prose(50)}")) == "Who was first?"
    assert title_of(Document(f"THE PUMP\nA manual\nEdition 3.1\n\n{prose(50)}")) == "THE PUMP"
    assert title_of(Document("Members\n\nAnna\nBob\nCarla")) == "Members"
    assert title_of(Document(f"The Light\n\n{prose(50)}", title="Given")) == "Given"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Paris",
        f"It rained.\n\n{prose(50)}",
        f"{prose(50)}\n\nThe Light\n\n{prose(50)}",
        "Roses are red,\nViolets are blue",
        "Anna\nBob\nCarla\nDan",
        "Anna\nBob\nCarla\nDan\n\n" + prose(50),
        f"- a bullet\n\n{prose(50)}",
    ],
)
def test_no_title(text: str) -> None:
    assert title_of(Document(text)) == ""


# Places.


def test_lines_are_counted_as_editors_do() -> None:
    text = "a\r\nb\rc\nd"
    assert [line_of(Document(text), offset) for offset in range(len(text))] == [1, 1, 1, 2, 2, 3, 3, 4]
    assert line_of(Document("a\x0cb\u2028c\n"), 5) == 1


def test_pages() -> None:
    pages = (Page(0, 1, "i"), Page(5, 2), Page(9, 3))
    document = Document("0123456789", pages=pages)
    assert [page_of(document, offset) for offset in (0, 4, 5, 9)] == [pages[0], pages[0], pages[1], pages[2]]
    assert page_of(Document("0123"), 2) is None


def test_the_nearest_heading_above() -> None:
    text = f"{SHORT}\n\nPARTS\n\n{SHORT}\n\nRENT\n\n{SHORT}"
    document = Document(text)
    assert heading_of(document, 0) == ""
    assert heading_of(document, text.index("PARTS")) == "PARTS"
    assert heading_of(document, text.index("RENT") - 1) == "PARTS"
    assert heading_of(document, len(text)) == "RENT"


def test_the_sentences_around_a_span() -> None:
    text = "PARTS\n\nIt was made by Dr. Roe. He died. Nobody in the whole village\nasked why."
    (passage,) = passages(Document(text))

    def around(words: str) -> str:
        start = text.index(words)
        first, last = sentence_around(passage, start, start + len(words))
        return text[first:last]

    assert around("Roe") == "It was made by Dr. Roe."
    assert around("PARTS") == "PARTS"
    assert around("Roe. He") == "It was made by Dr. Roe. He died."
    assert around("asked") == "Nobody in the whole village\nasked why."
    assert around("PARTS\n\nIt") == "PARTS\n\nIt was made by Dr. Roe."
    assert around(" He") == " He died."


# Real documents.


def test_the_documents_of_the_repository() -> None:
    ilrs, heatpump, lease, lighthouse = (Document(path.read_text(encoding="utf-8")) for path in DOCUMENTS)
    assert title_of(ilrs) == "More partners for China's lunar research station"
    assert title_of(heatpump) == "NORRVIK AW-9 AIR-TO-WATER HEAT PUMP"
    assert title_of(lighthouse) == "The Light on Hob’s Tooth"
    assert [heading.text for heading in headings(heatpump.text)][1:] == [
        "1 About this manual",
        "2 Technical data",
        "3 Choosing the place",
        "4 Water connection",
        "5 Starting up",
        "6 Everyday operation",
        "7 Error codes",
        "8 Maintenance",
        "9 Guarantee and service",
    ]
    assert [heading.text for heading in headings(lease.text)] == [
        "LEASE OF WORKSHOP PREMISES",
        "Unit No. 5, Tannery Yard, 38 Millrace Lane, Ostrey",
        "1. THE PREMISES",
        "2. TERM",
        "3. RENT, DEPOSIT AND CHARGES",
        "4. USE",
        "5. REPAIR AND INSURANCE",
        "6. SHARING",
        "7. INSPECTION AND DEFAULT",
        "8. NOTICES AND DISPUTES",
        "SCHEDULE: CONDITION AT HANDOVER",
    ]
    assert len(headings(ilrs.text)) == len(headings(lighthouse.text)) == 1
    assert [len(passages(document)) for document in (ilrs, heatpump, lease, lighthouse)] == [8, 18, 14, 13]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_real_sentences_are_whole(path: Path) -> None:
    """No abbreviation, number or line break of them ends a sentence: none begins small, none is a scrap."""
    document = Document(path.read_text(encoding="utf-8"))
    for passage in passages(document):
        assert count_words(passage.text) <= 120
        for start, end in sentences_of(passage):
            sentence = document.text[start:end]
            assert not sentence[0].islower() and count_words(sentence) > 1


# Properties.

TOKENS = [
    *("word", "É", "Zoë", "🌙", "国", "。", ".", "!", ",", '"', "U.S.", "No.", "5", " ", "\n", "\n\n", "\r\n", "\r"),
    *(
        "\t",
        "\u3000",
        "\u2028",
        "\ud800",
        "- ",
        "1. ",
        "2.1 X",
        "# ",
        "===\n",
        "\n---\n",
        "T",
        "TITLE\n\n",
        "\n\nA b\n\n",
    ),
    *(prose(20) + " ", prose(50) + "\n", "x" * 40),
]
TEXTS = st.lists(st.sampled_from(TOKENS), max_size=40).map("".join) | st.text(st.characters(), max_size=60)


def check(text: str, found: list[Passage]) -> None:
    covered = [offset for passage in found for offset in range(passage.start, passage.end)]
    assert covered == sorted(set(covered)), "in order, without overlap"
    assert all(text[offset].isspace() for offset in set(range(len(text))) - set(covered)), "nothing is lost"
    assert [passage.row for passage in found] == list(range(len(found)))
    for passage in found:
        assert passage.text == text[passage.start : passage.end] == passage.text.strip() != ""
        assert len(passage.text.split()) <= 120


@hypothesis_settings(deadline=None)
@given(TEXTS)
def test_passages_cover_the_text(text: str) -> None:
    document = Document(text)
    check(text, passages(document))
    for heading in headings(text):
        assert text[heading.start : heading.end] == heading.text == heading.text.strip() != ""
    assert title_of(document) in text


@hypothesis_settings(deadline=None)
@given(TEXTS)
def test_headings_found_before_give_the_same_passages(text: str) -> None:
    document = Document(text)
    given_headings = replace(document, headings=headings(text))
    spans = [(passage.start, passage.end) for passage in passages(document)]
    assert [(passage.start, passage.end) for passage in passages(given_headings)] == spans


@hypothesis_settings(deadline=None)
@given(TEXTS, st.lists(st.tuples(st.integers(-5, 200), st.integers(-5, 200)), max_size=5))
def test_any_given_headings_lose_nothing(text: str, spans: list[tuple[int, int]]) -> None:
    given_headings = tuple(Heading(start, end, "") for start, end in spans)
    check(text, passages(Document(text, headings=given_headings)))


@hypothesis_settings(deadline=None)
@given(TEXTS, st.data())
def test_the_sentences_around_hold_the_span(text: str, data: st.DataObject) -> None:
    for passage in passages(Document(text))[:3]:
        start = data.draw(st.integers(passage.start, passage.end - 1))
        end = data.draw(st.integers(start, passage.end))
        first, last = sentence_around(passage, start, end)
        assert passage.start <= first <= start <= end <= last <= passage.end


@hypothesis_settings(deadline=None)
@given(TEXTS, st.integers(0, 50))
def test_lines_match_their_definition(text: str, offset: int) -> None:
    if offset < len(text):
        plain = text.replace("\r\n", " \n").replace("\r", "\n")
        assert line_of(Document(text), offset) == 1 + plain[:offset].count("\n")


@pytest.mark.parametrize(
    "unit", ["x", "word ", "\n", "- item\n", ". ", "# x\n", "ABC\n\n", "国。", "===\n", "x.\n\n", "1. X\n\n"]
)
def test_long_monotonous_texts_take_linear_time(unit: str) -> None:
    """A quadratic step would take minutes."""
    text = "begin\n\n" + unit * (100_000 // len(unit)) + "\n\nend"
    found = passages(Document(text))
    assert (found[0].start, found[-1].end) == (0, len(text))
    assert sum(len("".join(passage.text.split())) for passage in found) == len("".join(text.split()))
