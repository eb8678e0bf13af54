"""The fast way through bytes against the analyzer, text by text."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa_bot.index import tokens
from qa_bot.index.analysis import Analyzer
from qa_bot.index.interning import Interner, TokenInterner
from qa_bot.index.unspaced import LETTER
from qa_bot.languages import CODES

SIGNS = (
    "a b cd AB I 12 3 . .. , ' - ’ \u2010 _ é “ ” – … \u00a0 ж μ 月 モ 月球 "
    "\u093f क \u0e31 ک ² ½ ﬁ İ ß \u0301 \u3099 \x00 \x02 \x03 \n"
)
PIECES = st.sampled_from([*SIGNS.split(" "), " ", "a.", "U.S.", "1,000.5", "o'neal", "internationalization", "x" * 40])
CODE = st.one_of(st.just("en"), st.sampled_from("de tr hi ja ar".split()), st.sampled_from(CODES))
TEXT = st.one_of(st.text(max_size=30), st.lists(PIECES, max_size=30).map("".join))
DOCUMENTS = st.lists(st.tuples(CODE, st.lists(st.tuples(TEXT, TEXT), max_size=3)), max_size=4)


def plain(documents, title_weight):
    """Words, None where two don't neighbour, as the analyzers give them; and the forms they met."""
    analyzers, rows = {}, []
    for code, (text, title) in ((code, own) for code, fields in documents for own in fields):
        analyzer = analyzers.setdefault(code, Analyzer(code))
        row: list[str | None] = []
        for part, times in [(text, 1), *([(title, title_weight)] if title and title_weight else [])]:
            words, joined = analyzer.forms(part)
            row += [*words, None, *(own for word in joined for own in (word, None))] * times
        rows.append(row)
    met = [told for analyzer in analyzers.values() for told in analyzer.surfaces().items()]
    return rows, {(form, word) for form, word in met if form.isalpha() and not LETTER.search(form)}


@settings(max_examples=300, deadline=None)
@given(DOCUMENTS, st.integers(0, 3), st.sampled_from([1, 50, 10_000]))
def test_it_cuts_words_as_the_analyzers_do(documents, title_weight, batch):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tokens, "BATCH", batch)
        found, words, forms = tokens.streams(documents, title_weight)
    names = [None, *words]
    rows = [[names[i] for i in found.ids[a:b]] for a, b in zip(found.ends[:-1], found.ends[1:], strict=True)]
    assert (rows, {(form, names[number]) for form, number in forms}) == plain(documents, title_weight)
    assert len(forms) == len(set(forms))
    assert words == sorted(set(words))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(st.text("ab", min_size=1, max_size=30), min_size=1, max_size=50), max_size=5))
def test_the_same_token_has_the_same_number_and_another_another(batches):
    interner, known = TokenInterner(), {}
    for batch in batches:
        text = np.frombuffer((" ".join(batch) + " " * 8).encode(), np.uint8)
        sizes = np.array([len(token) for token in batch])
        starts = np.cumsum(sizes + 1) - sizes - 1
        for token, number in zip(batch, interner.numbers(text, starts, sizes).tolist(), strict=True):
            assert known.setdefault(token, number) == number
    assert len(set(known.values())) == len(known)


def test_keys_that_begin_at_the_same_slot_and_a_table_that_grows():
    interner = Interner(bits=4)
    keys = np.arange(1, 5001, dtype=np.uint64)
    first = interner.numbers(keys[::-1].copy())
    assert sorted(first.tolist()) == list(range(1, 5001))
    assert (interner.numbers(keys) == first[::-1]).all()
