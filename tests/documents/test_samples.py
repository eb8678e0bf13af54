"""Every format: a sample is read, a question about it answered, and the place is where a person finds it by hand.

The samples are made by `tests/make_samples.py`, or written by hand.
"""

import shutil
from functools import cache
from pathlib import Path

import pytest

from qa_bot import Bot, Citation
from qa_bot.documents import read_paths
from qa_bot.documents.pdf import gaps
from qa_bot.records import Document, Unread
from qa_bot.settings import Settings
from qa_bot.store.kept import keep

SAMPLES = Path(__file__).parent.parent / "data" / "samples"


@cache
def bot(name: str) -> Bot:
    return Bot.open(SAMPLES / name)


def document(name: str) -> Document:
    return read_paths([SAMPLES / name])[0][0]


def cited(name: str, question: str, words: str) -> Citation:
    said = bot(name).ask(question)
    assert said and said.citation, (name, question, str(said))
    assert words in said.citation.sentence, said
    assert said.citation.quote == bot(name).documents[0].text[said.citation.start : said.citation.end] == said.text
    assert said.text in said.citation.sentence
    return said.citation


@pytest.mark.parametrize(
    ("name", "question", "words", "place"),
    [
        (
            "bridge.pdf",
            "How many oak piles does the eastern pier stand on?",
            "eleven",
            "p. 3, printed 2, “Foundations”",
        ),
        (
            "bridge.pdf",
            "How long do the inspectors expect the wood to last?",
            "eighty",
            "p. 3, printed 2, “Foundations”",
        ),
        ("bridge.pdf", "How deep are the cracks?", "38 millimetres", "p. 5, printed 4, “Deck”"),
        ("bridge.pdf", "How much does mending the footpath cost?", "61,500 crowns", "p. 6, printed 5, “Costs”"),
        ("columns.pdf", "Who brought up the first hives?", "Agnes Tull", "p. 1"),
        ("columns.pdf", "What does the guild ask for one mat?", "four shillings", "p. 1"),
        ("yearbook.pdf", "Who gave the prize?", "widow of captain Moth", "p. 2, printed 118"),
        ("yearbook.pdf", "When was the boathouse painted green?", "May", "p. 4, printed 120, “Results”"),
        ("statutes.docx", "How high is the fee?", "34 florins", "“Membership”"),
        ("statutes.docx", "Who is the tenant of plot 12?", "Ilse Brandt", "row 2, “Plots”"),
        ("memoir.docx", "When was the road paved?", "1688", "“The road”"),
        ("memoir.docx", "Who is the keeper of the Red Otter?", "Maud Fenner", "row 2, “The inns”"),
        ("memoir.epub", "How many inns were there?", "fourteen", "“The inns”"),
        ("memoir2.epub", "How many days did a cart need?", "nine", "“The road”"),
        ("ferry.html", "How many passengers can the ferry carry?", "220 passengers", ""),
        ("ferry.html", "What does a ticket for a dog cost?", "three döbloons", "“Luggage”"),
        ("orchard.xhtml", "Who planted the oldest pear tree?", "Odo", ""),
        ("workshop.md", "How often is the tower clock wound?", "every third day", "line 8"),
        ("workshop.md", "How much does the striking weight weigh?", "84 kilograms", "line 16, “Repairs”"),
        ("workshop.md", "Who made the pendulum?", "Sorley & Sons", "line 21, “Repairs”"),
        ("observatory.rst", "How large is the mirror?", "74 centimetres", "line 10"),
        ("observatory.rst", "Whom must groups write to?", "Magda Orlow", "line 17, “Visitors”"),
        ("birds.csv", "Where was the kingfisher released?", "mill", "row 4"),
        ("council.tsv", "When was Hamid Sarr elected?", "2021", "row 3"),
        ("pump.log", "Why did pump 3 stop?", "blocked by ice", "line 3"),
    ],
)
def test_a_question_is_answered_with_its_place(name, question, words, place):
    assert cited(name, question, words).place == ", ".join(filter(None, (name, place)))


def test_lines_are_those_of_the_file_and_of_what_is_quoted():
    lines = (SAMPLES / "workshop.md").read_text(encoding="utf-8").split("\n")
    citation = cited("workshop.md", "How many turns does it take?", "112 turns")
    assert "112" in lines[citation.line - 1], "a paragraph's later lines are counted too"
    assert cited("birds.csv", "Where was the kingfisher released?", "mill").line == 5, "a row before it has two lines"


@pytest.mark.parametrize(
    ("name", "title", "headings"),
    [
        ("bridge.pdf", "Inspection of the Osterby bridge", ["Summary", "Foundations", "Deck", "Costs"]),
        ("columns.pdf", "Bees on Marrow Hill", ["Bees on Marrow Hill"]),
        ("yearbook.pdf", "", ["Results"]),
        ("statutes.docx", "Statutes of the allotment society", ["Membership", "Duties", "Plots"]),
        ("memoir.docx", "A memoir of the salt road", ["The road", "The inns"]),
        ("memoir.epub", "A memoir of the salt road", ["The road", "The inns"]),
        ("ferry.html", "The night ferry to Skarholm", ["The night ferry to Skarholm", "Fares", "Luggage"]),
        ("orchard.xhtml", "The orchard of the abbey", ["The orchard of the abbey"]),
        ("workshop.md", "Notes from the clock workshop", ["Notes from the clock workshop", "Repairs"]),
        ("observatory.rst", "The hill observatory", ["The hill observatory", "Visitors"]),
        ("birds.csv", "", [""]),
    ],
)
def test_titles_and_headings(name, title, headings):
    read = document(name)
    assert read.title == title
    assert [heading.text for heading in read.headings][-len(headings) :] == headings
    assert all(read.text[heading.start : heading.end] == heading.text for heading in read.headings)


def test_a_pdf_is_mended():
    text = document("bridge.pdf").text
    assert "the official drawings" in text, "a hyphen at a line's end and a ligature"
    assert "the inspectors expect it" in text
    assert text.count("well-known") == 2, "a compound keeps its hyphen at a line's end"
    assert "only as far as the second lamp post" in text, "a sentence goes on over the page"
    assert "inspection" not in text.replace("Inspection", "") and "–" not in text, "headers and footers"


def test_columns_are_read_one_after_the_other():
    text = document("columns.pdf").text
    assert text.index("a teacher.") < text.index("In winter") and "by Agnes Tull, a teacher." in text


def test_pages_are_called_what_is_printed_on_them():
    assert [page.label for page in document("bridge.pdf").pages] == ["i", "1", "2", "3", "4", "5"]
    assert [page.label for page in document("yearbook.pdf").pages] == ["117", "118", "119", "120"]


def test_what_is_around_a_page_is_not_read():
    text = document("ferry.html").text
    for words in ("cookies", "Accept", "Departures", "Copyright", "You may also", "color", "document.write", "[1]\n"):
        assert words not in text
    assert "Jørgen Falk" in text and "Berth: Cabin; Summer: 52 döbloons; Winter: 37 döbloons" in text


def test_lists_and_tables_of_word_are_read_as_they_look():
    text = document("statutes.docx").text
    assert "1. keeps the hedge below 140 centimetres," in text and "2. works six hours" in text
    assert "Plot: 12; Area: 210 m²; Tenant: Ilse Brandt" in text


def test_what_cannot_be_read_is_told_and_the_rest_answers():
    bot = Bot.open(SAMPLES)
    assert {Path(entry.path).name: entry.reason for entry in bot.unread} == {
        "damaged.pdf": "is damaged, or no PDF; save it anew",
        "locked.pdf": "needs a password; save it without one",
        "minutes.pdf": "pages 2-3, 5, 7 have no text (scanned?); make them searchable with OCR",
        "scanned.pdf": "is scanned (its page holds pictures, no text); make it searchable with OCR first",
    }
    said = bot.ask("Who brought up the first hives on Marrow Hill?")
    assert "Agnes Tull" in said.text and said.citation.place == "columns.pdf, p. 1" and said.unread == bot.unread


def test_scanned_pages_are_told_however_the_file_comes_to_be_known(tmp_path):
    """At the first reading, from memory, from an index, under another name, and when it is read again."""
    told = "pages 2-3, 5, 7 have no text (scanned?); make them searchable with OCR"
    folder, path = tmp_path / "folder", tmp_path / "folder" / "minutes.pdf"
    folder.mkdir()
    shutil.copy(SAMPLES / "minutes.pdf", path)
    (folder / "note.txt").write_text("The sluice is shut in winter.", encoding="utf-8")
    question = "Who opened the new sluice?"
    for settings in (Settings(remember=False), Settings(), Settings()):
        said = Bot.open(folder, settings=settings).ask(question)
        assert "Piet Lund" in said.text and said.citation.page == 6
        assert said.unread == (Unread(path.as_posix(), told),)
    keep(tmp_path / "index", [folder], Settings())
    assert Bot.open(tmp_path / "index").unread == (Unread(path.as_posix(), told),)
    path.rename(folder / "renamed.pdf")
    (folder / "new.txt").write_text("The sluice has two gates.", encoding="utf-8")
    bot = Bot.open(folder)
    assert bot.unread == (Unread((folder / "renamed.pdf").as_posix(), told),)
    assert bot.only(folder / "note.txt").unread == () == bot.forget(folder / "renamed.pdf").unread
    assert bot.reread([own for own in bot.documents if own.path.endswith("pdf")]).unread == bot.unread
    refused = Bot.open(folder / "renamed.pdf").ask("How much did the barge cost?")
    assert refused.reason == "not_readable" and refused.unread[0].reason == told


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ((), ""),
        ({4}, "page 4 has no text (scanned?); make it searchable with OCR"),
        ({3, 4, 5, 9}, "pages 3-5, 9 have no text (scanned?); make them searchable with OCR"),
        (
            range(1, 40, 2),
            "pages 1, 3, 5, 7, 9, 11, 13, 15 and others (20 in all) have no text (scanned?); "
            "make them searchable with OCR",
        ),
    ],
)
def test_runs_of_pages(numbers, told):
    assert gaps(numbers) == told
