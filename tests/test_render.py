"""An Answer in its three forms, and that none of them lets a document drive the terminal."""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from dataclasses import asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.records import Answer, Citation, Document, Passage, Reason
from qa_bot.render import (
    JOINERS,
    QUOTE,
    Hints,
    around,
    cleaned,
    confidence,
    fragments,
    link,
    more,
    plain,
    printable,
    to_json,
    unwrapped,
)

DRAWN = {chr(code) for code in (*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD)}
"""Of the format characters, those that are drawn: signs of Arabic, Syriac and Kaithi numbers."""

SENTENCE = "The rent is 900 euros a month."


def citation(quote: str, sentence: str = SENTENCE, place: str = "lease.txt, line 12", start: int = 12) -> Citation:
    return Citation("lease.txt", "", start, start + len(quote), 12, None, None, "", quote, sentence, place)


SURE = " · fairly sure, 71 %"


def found(quote: str, *others: Answer, probability: float = 0.71, **fields: str) -> Answer:
    return Answer("How much?", quote, citation(quote, **fields), confidence=probability, alternatives=others)


def refused(*others: Answer) -> Answer:
    return Answer("Who?", reason="not_said", explanation="it speaks of “rent”, but not of this.", alternatives=others)


def text_of(pieces: list[tuple[str, str]]) -> str:
    return "".join(text for _, text in pieces)


# --- printable --------------------------------------------------------------------------------------------------------


def test_whatever_a_terminal_obeys_is_shown() -> None:
    # U+E007F is the last one that Unicode gives to Cc, Cf, Cs, Zl or Zp
    for character in map(chr, range(0x110000)):
        if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and character not in DRAWN | {"\n"}:
            assert character not in printable(f"a{character}b"), hex(ord(character))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2J", "␛[2J"),
        ("\x7f", "␡"),
        ("\x9b31m", "\\x9b31m"),
        ("a\u202eb", "a\\u202eb"),
        ("a\u2028b", "a\\u2028b"),
        ("\ud800", "\\ud800"),
        ("\U000e0041", "\\U000e0041"),
        ("a\tb\nc\r", "a    b\nc␍"),
        ("inter\xadnational", "international"),
        ("pay\u200dpal", "pay\\u200dpal"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d🚀", "👩\u200d🚀"),
        ("👩\u200d\u200d", "👩\u200d\\u200d"),
        ("café, 漢字, ½", "café, 漢字, ½"),
    ],
)
def test_printable_by_example(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp"])))
def test_text_that_only_draws_stays_as_it_is(text: str) -> None:
    assert printable(text) == text


# --- plain ------------------------------------------------------------------------------------------------------------


def test_answer_then_quote_and_place() -> None:
    assert plain(found("900 euros")) == f"900 euros\n  “The rent is 900 euros a month.” — lease.txt, line 12{SURE}"


def test_an_answer_that_is_the_sentence_is_not_said_twice() -> None:
    assert plain(found(SENTENCE)) == f"{SENTENCE}\n  — lease.txt, line 12{SURE}"
    assert plain(found(SENTENCE, probability=0.0)) == f"{SENTENCE}\n  — lease.txt, line 12", "a summary has none"


def test_alternatives_are_numbered_and_counted() -> None:
    answer = found("900 euros", found("a month"), found("The rent"))
    assert plain(answer, 1).splitlines()[2:] == [
        "  2. a month",
        f"     “The rent is 900 euros a month.” — lease.txt, line 12{SURE}",
    ]
    assert "3. The rent" in plain(answer, 9)


def test_a_refusal_says_so_and_gives_what_comes_closest() -> None:
    answer = refused(found("900 euros"), found("a month"))
    assert plain(answer) == (
        "The text does not say: it speaks of “rent”, but not of this.\n"
        f"  closest: “The rent is 900 euros a month.” — lease.txt, line 12{SURE}"
    )
    assert "2." not in plain(answer, 1)
    assert "  2. a month" in plain(answer, 2)


def test_a_refusal_with_nothing_to_offer() -> None:
    assert plain(Answer("Who?", reason="not_mentioned")) == "The text does not say."


def test_other_places_and_what_the_question_was_read_as() -> None:
    answer = Answer(
        "Who?",
        "Zhang",
        citation("Zhang", "Zhang leads."),
        also=(citation("Zhang", place="b.txt, line 2"),),
        read_as="Who leads it?",
        suggestion="Who leads the station?",
    )
    assert plain(answer).splitlines() == [
        "Zhang",
        "  “Zhang leads.” — lease.txt, line 12; also b.txt, line 2",
        "  read as: Who leads it?",
        "  taken as: Who leads the station?",
    ]


def test_line_breaks_of_the_document_do_not_break_the_lines_of_the_answer() -> None:
    assert plain(found("900\neuros", sentence="It is 900\neuros.")).splitlines()[0] == "900 euros"


@given(st.text(), st.integers(0, 3000))
def test_a_long_sentence_is_cut_around_its_quote(filling: str, at: int) -> None:
    words = " ".join(["word"] * 600)
    sentence = f"{words[:at]} QUOTED {words[at:]}"
    cut = around(sentence, "QUOTED")
    assert "QUOTED" in cut
    assert len(cut) <= QUOTE + len("… …")
    assert cut.strip("… ") in sentence


# --- fragments --------------------------------------------------------------------------------------------------------

TEXT = "LEASE\n\nThe rent is 900 euros a\nmonth. It is due on the\nfirst.\n\n- water\n- heating"
PASSAGE = Passage(0, Document(TEXT, path="lease.txt"), 7, len(TEXT))


def marked(quote: str) -> list[tuple[str, str]]:
    answer = Answer("?", quote, citation(quote, start=TEXT.index(quote)), confidence=0.71)
    return fragments(answer, PASSAGE)


def test_answer_first_then_the_passage_with_it_marked_then_place_and_confidence() -> None:
    pieces = marked("900 euros")
    assert pieces[0] == ("class:answer", "900 euros")
    assert ("class:match", "900 euros") in pieces
    assert text_of(pieces) == (
        "900 euros\n"
        "  The rent is 900 euros a month. It is due on the first.\n"
        "  - water\n"
        "  - heating\n"
        "  — lease.txt, line 12 · fairly sure, 71 %\n"
    )


def test_the_mark_holds_where_lines_are_joined() -> None:
    assert ("class:match", "a month") in marked("a\nmonth")


def test_without_the_passage_or_with_a_wrong_one_the_sentence_is_shown() -> None:
    for passage in (None, Passage(0, PASSAGE.document, 0, 3)):
        assert "  The rent is 900 euros a month.\n" in text_of(fragments(found("900 euros"), passage))


def test_a_refusal_offers_its_best_span_as_such() -> None:
    shown = text_of(fragments(refused(found("900 euros", probability=0.2))))
    assert shown.splitlines()[:2] == [
        "The text does not say: it speaks of “rent”, but not of this.",
        "  closest: 900 euros",
    ]
    assert "a guess, 20 %" in shown


@pytest.mark.parametrize(
    ("reason", "verdict"),
    [
        ("not_mentioned", "The text does not say: why."),
        ("not_said", "The text does not say: why."),
        ("not_readable", "What could be read does not say: why."),
    ],
)
def test_a_refusal_says_which_kind_of_no_it_is(reason: Reason, verdict: str) -> None:
    answer = Answer("Who?", reason=reason, explanation="why.")
    assert plain(answer) == text_of(fragments(answer)).strip() == verdict
    assert fragments(answer)[0][0] == "class:refusal"


def test_words_of_the_chat_itself_are_no_refusal() -> None:
    answer = Answer("Hi", explanation="Hello: ask me.", alternatives=(found("900 euros"),))
    assert plain(answer) == text_of(fragments(answer, PASSAGE)).strip() == "Hello: ask me."
    assert more(answer)[1] == ("class:answer", "900 euros")


def test_an_answer_may_be_explained() -> None:
    answer = Answer("Sure?", "900 euros", citation("900 euros"), explanation="Next best: a month.")
    assert text_of(fragments(answer, hints=Hints(more="(/more)"))).splitlines()[1] == "  Next best: a month."
    shown = text_of(fragments(replace(answer, alternatives=(found("900 euros"),)), hints=Hints(more="(/more)")))
    assert shown.splitlines()[1] == "  Next best: a month.  (/more)"
    assert plain(answer).splitlines()[-1] == "  Next best: a month."


def test_how_the_question_was_read_can_be_changed() -> None:
    answer = Answer("He?", "900 euros", citation("900 euros"), read_as="Who is he?")
    shown = text_of(fragments(answer, None, Hints(reword="(/reword)")))
    assert shown.splitlines()[-1] == "  read as: Who is he?  (/reword)"


def test_of_very_many_places_the_rest_is_counted() -> None:
    also = tuple(citation("900 euros", place=f"copy {number}.txt") for number in range(40))
    said = Answer("?", "900 euros", citation("900 euros"), also=also[:4])
    assert plain(said).endswith("; also copy 2.txt; and in 1 more place") and "copy 3" not in plain(said)
    said = replace(said, also=also)
    for shown in (plain(said), text_of(fragments(said))):
        assert "; also copy 2.txt; and in 37 more places" in shown and "copy 3" not in shown


def test_each_place_is_a_link_to_its_file() -> None:
    also = replace(citation("900 euros", place="b.txt, p. 2"), path="b c\x1b#.pdf", line=None, page=2)
    pieces = fragments(Answer("?", "900 euros", citation("900 euros"), also=(also,)))
    links = [re.fullmatch(r"class:place \[link:file://[\w.-]*(/\S*)\]", style) for style, _ in pieces]
    targets = [link[1].rpartition("/")[2] for link in links if link]
    assert targets == ["lease.txt#line=12", "b%20c%1B%23.pdf#page=2"]


def test_a_path_that_cannot_be_is_no_link() -> None:
    assert link(replace(citation("900 euros"), path="a\ud800")) == ""
    assert link(replace(citation("900 euros"), path=None)) == ""


def test_what_is_typed_loses_what_cannot_be_seen() -> None:
    assert cleaned(" who\x1b[2J\n\tis\u202e it\u2028now?\x00 ") == "who[2J is it now?"
    assert cleaned("می\u200cخواهم") == "می\u200cخواهم"


def test_a_whole_sentence_that_comes_closest_is_shown_once() -> None:
    shown = text_of(fragments(refused(found(SENTENCE))))
    assert shown.count(SENTENCE) == 1
    assert "  closest:\n" in shown


def test_more_shows_the_alternatives_from_the_second() -> None:
    assert text_of(more(found("900 euros", found("a month")))).startswith("2. a month\n   The rent is 900")
    assert more(refused(found("900 euros"))) == []


@pytest.mark.parametrize(
    ("probability", "words"),
    [(1.0, "very sure, 99 %"), (0.71, "fairly sure, 71 %"), (0.5, "not quite sure, 50 %"), (0.0, "a guess, 1 %")],
)
def test_confidence_in_words_and_a_figure(probability: float, words: str) -> None:
    assert confidence(probability) == words


@given(st.text("ab \n-1.", max_size=60))
def test_unwrapping_keeps_every_offset(text: str) -> None:
    changed = unwrapped(text)
    assert len(changed) == len(text)
    assert all(after in (before, " ") for before, after in zip(text, changed, strict=True) if before == "\n")
    assert changed.replace("\n", " ") == text.replace("\n", " ")


# --- JSON -------------------------------------------------------------------------------------------------------------


def test_json_is_the_dataclass_field_by_field_in_one_line() -> None:
    answer = found("900 euros", found("a month"))
    line = to_json(answer)
    assert "\n" not in line
    assert json.loads(line) == json.loads(json.dumps(asdict(answer)))
    assert list(json.loads(line)) == list(Answer.__dataclass_fields__)


@given(st.text(max_size=40))
def test_json_is_exact(text: str) -> None:
    assert json.loads(to_json(Answer(text)))["question"] == text


HOSTILE = "".join(
    character
    for character in map(chr, range(sys.maxunicode + 1))
    if unicodedata.category(character) in {"Cc", "Cf", "Zl", "Zp"} and character not in DRAWN
)


@pytest.mark.parametrize("text", [HOSTILE, "\ud800", "a\udfffb"])
def test_no_form_sends_what_a_terminal_obeys(text: str) -> None:
    answer = Answer(
        text, text, citation(text, f"{text}.", text), read_as=text, suggestion=text, alternatives=(found(text),)
    )
    refusal = Answer(text, explanation=text, alternatives=(answer,))
    for one in (answer, refusal):
        for sent in (plain(one, 3), text_of(fragments(one)), text_of(more(one)), to_json(one)):
            sent.encode("utf-8")
            assert not set(sent) & (set(HOSTILE) - {"\n"} - set(JOINERS))
            assert not set(sent) & set(JOINERS), "after a control character they only hide"
        assert json.loads(to_json(one))["question"] == text
