"""Passages that tell the same are shown once; versions that tell something else are both shown."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot import Bot, Document
from qa_bot.likeness import Wording, bare, enough, moved, without_repeats
from qa_bot.reader import Reader
from qa_bot.records import Hit, Line, Passage, Span

READER = Reader.open()
CLAUSE = (
    "4.2 On signing, the tenant pays a deposit of £2,850.00 to the landlord. It is kept in a separate account and is "
    "paid back within thirty days of the end of the term, less what is owed. Pets may be kept with consent. The keys "
    "are handed over by Selma Ortiz, who lives next door, on the first day of the term."
)
OTHER = (
    "The roof was covered anew with slate in the summer, and the gutters are cleaned each spring by a firm from the "
    "town. Nobody may store fuel in the cellar, where the boiler stands and the meters are read."
)


def hit(text: str, row: int = 0, **fields) -> Hit:
    return Hit(Passage(row, Document(text, id=str(row), **fields), 0, len(text)), 1.0 / (row + 1))


def shown(*texts: str, **fields) -> list[str]:
    hits = [hit(text, row, **fields) for row, text in enumerate(texts)]
    found = without_repeats(hits)
    assert sum(1 + len(one.also) for one in found) == len(texts), "nothing is lost"
    return [one.passage.text for one in found]


@pytest.mark.parametrize(
    "again",
    [
        CLAUSE,
        CLAUSE.replace(" ", "\n"),
        CLAUSE.upper().replace("£", "£"),
        CLAUSE.replace(",", "").replace("£2850.00", "£2,850.00"),
        CLAUSE.replace("separate", "sepa-\nrate"),
        CLAUSE.replace("account", "acount"),
        CLAUSE[: CLAUSE.index(" Pets")],
        CLAUSE[CLAUSE.index("It is") :],
    ],
    ids=["same", "white space", "capitals", "commas", "hyphen", "a slip", "its beginning", "its end"],
)
def test_what_adds_nothing_is_not_shown_again(again):
    assert shown(CLAUSE, again) == [CLAUSE]


@pytest.mark.parametrize(
    "version",
    [
        CLAUSE.replace("2,850", "3,100"),
        CLAUSE.replace("2,850.00", "28,500"),
        CLAUSE.replace("£", "$"),
        CLAUSE.replace("Selma", "Selim"),
        CLAUSE.replace("may be", "may not be"),
        CLAUSE.replace("within", "after"),
        CLAUSE.replace("separate", "inseparate"),
        CLAUSE.replace("the tenant", "x").replace("the landlord", "the tenant").replace("x", "the landlord"),
        CLAUSE.replace("4.2", "4.3"),
        CLAUSE + " No interest is paid.",
        CLAUSE.replace("Pets may be kept with consent.", "Smoking is forbidden in every room and on the stairs."),
        OTHER,
    ],
    ids="amount comma currency name not after prefix order number longer clause other".split(),
)
def test_a_version_that_says_something_else_is_shown_too(version):
    assert shown(CLAUSE, version) == [CLAUSE, version]


def test_short_texts_differ_by_a_word():
    texts = ["The ferry sank in fog.", "The ferry sank in sand.", "Ferry: sold", "Ferry: lost"]
    assert shown(*texts) == texts


def test_the_rows_of_a_table_are_each_their_own():
    columns = "plot; soil; crop; slope; owner; road; well; fence; shade; gate; barn; pond: clay; oats; none; kept; dug"
    rows = [f"{columns}; {end}" for end in ("wet", "dry", "wet")]
    assert shown(*rows, rows=(Line(0, 1),)) == rows[:2]


def test_it_looks_further_while_there_are_too_few():
    asked = []

    def search(wanted: int) -> list[Hit]:
        asked.append(wanted)
        return [hit(CLAUSE if row < 9 else f"{OTHER} {row}", row) for row in range(20)][:wanted]

    found = enough(search, without_repeats, 3)
    assert [one.passage.row for one in found] == [0, 9, 10] and asked == [3, 6, 12]
    assert [passage.row for passage in found[0].also] == list(range(1, 9))
    same = enough(lambda wanted: [hit(CLAUSE, row) for row in range(wanted)], without_repeats, 2)
    assert len(same) == 1 and len(same[0].also) == 15, "it ends where nothing else comes"


@given(st.text(st.sampled_from("ab .\n1"), max_size=40), st.data())
def test_a_span_is_found_again_in_other_white_space(text, data):
    spans = list(re.finditer(r"\S+(?:\s+\S+)?", text))
    if not spans:
        return
    start, end = data.draw(st.sampled_from(spans)).span()
    other = "x  " + "".join(c + data.draw(st.sampled_from(["", " ", "\n"])) for c in text if not c.isspace())
    span = Span(hit(text).passage, start, end, 1.0)
    there = moved(span, 0, hit(other).passage, 1)
    assert bare(there.text) == bare(span.text) and there.text == there.text.strip()
    assert there.score == 1.0 and there.passage.document.text == other
    assert len(bare(other[1 : there.start])) == len(bare(text[:start]))


def test_one_file_under_two_names_is_answered_once(tmp_path):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(f"{CLAUSE}\n\n{OTHER}\n", encoding="utf-8")
    (tmp_path / "c.txt").write_text(f"{OTHER}\n\n{CLAUSE}".replace(" ", "  "), encoding="utf-8")
    bot = Bot.open(tmp_path, reader=READER)
    hits = bot.search("Who hands over the keys?")
    assert len(hits) == 2 and all(len(one.also) == 2 for one in hits)
    assert len(bot.search("Who hands over the keys?", repeats=True)) == 6
    said = bot.ask("Who hands over the keys?")
    assert said.text == "Selma Ortiz"
    assert {place.path[-5:] for place in (said.citation, *said.also)} == {"a.txt", "b.txt", "c.txt"}
    assert all(bare(place.quote) == "SelmaOrtiz" for place in said.also)
    quotes = [bare(other.text) for other in said.alternatives]
    assert len(set(quotes)) == len(quotes) and "SelmaOrtiz" not in quotes


def test_versions_with_different_answers_are_both_seen(tmp_path):
    (tmp_path / "old.txt").write_text(f"{CLAUSE}\n\n{OTHER}\n", encoding="utf-8")
    (tmp_path / "new.txt").write_text(f"{CLAUSE.replace('2,850', '3,100')}\n\n{OTHER}\n", encoding="utf-8")
    bot = Bot.open(tmp_path, reader=READER)
    said = bot.ask("How much is the deposit?")
    assert {said.text, said.alternatives[0].text} == {"£2,850.00", "£3,100.00"}
    assert [len(one.also) for one in bot.search("How much is the deposit?")] == [0, 0, 1]
    assert len(bot.ask("Who hands over the keys?").also) == 1


def test_copies_do_not_crowd_out_what_else_there_is():
    """Copies of a passage take one of the places that are read."""
    text = "The harbour bakery sells bread. The harbour bakery opens at dawn."
    copies = [Document(text + " " * number) for number in range(30)]
    bot = Bot.open(*copies, Document("The owner of the harbour's bread shop is Noor Haddad."), reader=READER)
    assert bot.ask("Who is the owner of the harbour bakery?").text == "Noor Haddad"


def test_many_wordings_are_compared_quickly():
    assert Wording.of(hit("a " * 5000).passage).adds_nothing_to(Wording.of(hit("a " * 6000).passage))
