"""Where sentences end: hand-written cases, one for each thing that a full stop may mean, and properties of offsets."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa_bot.passages import count_words, sentences

TOKENS = [
    *(
        "word",
        "É",
        "Zoë",
        "🌙",
        "国",
        "。",
        "．",
        ".",
        "...",
        "!",
        "?",
        ",",
        ";",
        '"',
        "”",
        "(",
        ")",
        "[1]",
        "U.S.",
        "No.",
    ),
    *(
        "5",
        " ",
        "  ",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "\t",
        "\u3000",
        "\u2028",
        "\ud800",
        "\x85",
        "- ",
        "1. ",
        "# ",
        "===\n",
    ),
    *("T", "\0"),
]
TEXTS = st.lists(st.sampled_from(TOKENS), max_size=60).map("".join) | st.text(st.characters(), max_size=80)


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "The U.S. Army left.|It came back.",
        "He left the U.S.|The army stayed.",
        "Dr. Amelia Voss and Mme. Roy met Prof. Oduya of St. Orran.|They spoke.",
        "Use copper (e.g. multilayer) pipe, i.e. no steel.|Then wait.",
        "Unit No. 5 and No. 6 are let.|Nobody asked.",
        "Did he agree?|No.|He did not.",
        "It rose by 3.5 per cent to £11,400.00 a year.|Then it fell.",
        "The engineer was J. R. Hale of Whitby.|He built it.",
        "It was built by J.R. Hale and Ph.D. Miller.|Nobody knew.",
        "Calder & Finch Properties Ltd. Ostrey signed.|Smith Inc.|It did not.",
        "See Fig. 3 and pp. 12 to 14 of Vol. II.|Or ask.",
        "It opens on Dec. 5 at 9 a.m. Monday to Friday.|Visitors pay at 5 p.m.|The gate closes.",
        "He went to bed at 9 p.m. EST on Friday.|She stayed.",
        "Well... perhaps not.|But wait…|Nobody came.",
        '"Is it so?" he asked.|"Yes."|She left.|(It rained.)|They went home.',
        "“The sea has spoken.”|He began again.|‘Why?’ asked she.",
        "It holds.[1]|It was tested.[2][13]|Twice.",
        "Visit example.com or v1.2.3 of a.b.c now!|Really?!|Yes.",
        "It was 1844.|35 men died.",
        "Plan B.|It failed.|Vitamin C.|The end.",
        "this is a note.|it has no capitals.|e.g. this one.",
        "The meeting ended. ■",
        "Hush!|... You are there, said John (d. 749), loudly.|Yes.",
        "Straße 5.|Übung macht den Meister.|Él vino.|Ça va.",
        "Он пришёл.|Она ушла.",
    ],
)
def test_one_paragraph(text: str) -> None:
    """`|` marks where one sentence ends and the next begins."""
    assert split(text.replace("|", " ")) == text.split("|")


def test_a_hard_wrapped_sentence_holds_its_line_breaks() -> None:
    text = (
        "This lease is made on 14 March 2022 between Calder & Finch Properties\n"
        'Ltd., whose registered office is at 2 Corn Exchange, Ostrey (the\n"Landlord"), and Ms. Marisa Oduya. '
        "Prof. Emeka Oduya joins in the lease\nas guarantor and answers for the rent during the first two years."
    )
    first, second = split(text)
    assert first.endswith("Ms. Marisa Oduya.") and first.count("\n") == 2
    assert second.startswith("Prof. Emeka")


def test_two_wrapped_lines_are_one_sentence_when_it_runs_on() -> None:
    assert len(split("The tower was built in 1844 by an engineer called Hale,\nfrom Whitby.")) == 1


def test_headings_items_and_lines_that_stand_alone_end_sentences() -> None:
    text = "# Parts\n- a pump\n- a valve. Check it.\n1. Open it\na) slowly\n12.3 Close it\n• done\nNotes\n\nThe end"
    assert split(text) == [
        "# Parts",
        "- a pump",
        "- a valve.",
        "Check it.",
        "1. Open it",
        "a) slowly",
        "12.3 Close it",
        "• done",
        "Notes",
        "The end",
    ]


def test_a_number_at_the_beginning_of_a_wrapped_line_is_no_item() -> None:
    text = (
        "The sign beside the street door must not be wider than a span of about\n"
        "1.2 metres, and the height of the letters on the sign must stay below\n"
        "9.5 centimetres in all, unless the landlord has agreed to something\nelse in writing and the tenant has"
        " paid what was asked of her for it."
    )
    other = (
        "\n\nNobody may live in the workshop or sleep there, and quiet work by hand\n"
        "alone is allowed on Sundays and on the public holidays of the country\n"
        "in which the premises stand, whichever laws may be in force there."
    )
    assert len(split(text + other)) == 2


def test_verse_and_tables_break_at_their_lines() -> None:
    assert len(split("Roses are red\nViolets are blue\nSugar is sweet\nAnd so are you")) == 4
    table = "Name            Age             City in which they live\n" * 5
    assert len(split(table)) == 5


def test_scripts_without_spaces() -> None:
    assert split("月球科研站由中国发起。已有17国加入！真的吗？是。") == [
        "月球科研站由中国发起。",
        "已有17国加入！",
        "真的吗？",
        "是。",
    ]
    assert split("彼は「行く。」それから去った。") == ["彼は「行く。」", "それから去った。"]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("de", "Er kam am 3. Mai nach Köln, z. B. mit Dr. Weber.|Dann ging er.|Im 20. Jahrhundert war das üblich."),
        ("de", "Die Nr. 5 ist bzw. Teil A.|Es regnet usw.|Das Haus steht in der Str. Nord 5."),
        ("es", "¿Quién vino?|¡Nadie!|El Sr. Pérez vive en la Avda. Goya.|Es la pág. 12 del libro."),
        ("fr", "Mme. Roux est là.|Qui ?|M. Durand, cf. chap. Moulin.|Il part."),
        ("ru", "Завод открыли в 1889 г.|Он стоял на ул. Садовой.|Кто это?|И. П. Зотов, т. е. купец."),
        ("el", "Ποιος ήρθε;|Κανείς.|Η ελιά· το λάδι, π.χ. Κορινθιακό, τελείωσε."),
        ("hi", "यह घर है।|क्या वह आया?|नहीं॥|वह गया।"),
        ("ar", "هل جاء سالم؟|نعم.|ذهب إلى القرية."),
        ("pl", "Np. Kraków jest stary.|To ul. Długa.|Kto tam?"),
        ("hy", "Սա տուն է։|Նա եկավ։"),
    ],
)
def test_one_paragraph_of_another_language(code: str, text: str) -> None:
    plain = text.replace("|", " ")
    assert [plain[start:end] for start, end in sentences(plain, code=code)] == text.split("|")


def test_stops_after_which_no_space_follows() -> None:
    assert split("真的吗?是的!好。") == ["真的吗?", "是的!", "好。"]
    assert split("यह घर है।वह गया।") == ["यह घर है।", "वह गया।"]
    assert split("他说：“好。”然后走了。") == ["他说：“好。”", "然后走了。"]
    assert split("Is x?y a test; a; B.") == ["Is x?y a test; a; B."]


def test_a_text_without_stops_is_cut_evenly_where_it_disturbs_least() -> None:
    pieces = split(" ".join(["word"] * 130))
    assert [count_words(piece) for piece in pieces] == [65, 65]
    clauses = " ".join(["word"] * 70) + "; " + " ".join(["word"] * 60)
    assert [count_words(piece) for piece in split(clauses)] == [70, 60]
    assert [len(piece) for piece in split("国" * 500)] == [166, 166, 168]
    assert max(map(len, split("x" * 10_000))) <= 120 * 16


def test_a_range_is_split_as_the_whole_is() -> None:
    text = ("One line that is wrapped at some width which only the\nwhole text can tell. " * 8 + "\n\n") * 4
    whole = sentences(text)
    for start, end in whole:
        assert sentences(text, start, end) == [(start, end)]


@settings(deadline=None)
@given(TEXTS)
def test_every_character_lies_in_exactly_one_sentence(text: str) -> None:
    found = sentences(text)
    covered = [offset for start, end in found for offset in range(start, end)]
    assert covered == sorted(set(covered))
    assert all(text[offset].isspace() for offset in set(range(len(text))) - set(covered))
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in found)


@settings(deadline=None)
@given(TEXTS, st.data())
def test_a_range_is_covered_too(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    found = sentences(text, start, end)
    assert "".join(text[start:end].split()) == "".join("".join(text[first:last].split()) for first, last in found)
    assert all(start <= first < last <= end for first, last in found)


@pytest.mark.parametrize(
    "unit", [". ", ".", "a.", "A. ", "x ", "国", "- x\n", "x.\n", "\n", "(", 'x."', "x.[1", "# x\n\n", "A\n\n", "==="]
)
def test_long_monotonous_texts_take_linear_time(unit: str) -> None:
    """A quadratic step would take minutes; the offsets are checked at their ends."""
    text = "begin " + unit * (100_000 // len(unit)) + " end"
    found = sentences(text)
    assert (found[0][0], found[-1][1]) == (0, len(text))
