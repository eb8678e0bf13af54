"""Texts into streams of word numbers."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from qa_bot.index.analysis import Analyzer
from qa_bot.index.counting import Streams

Fields = tuple[str, str]


def streams(
    fields: Iterable[Fields], analyzer: Analyzer, title_weight: int
) -> tuple[Streams, list[str], dict[str, int]]:
    """The words of passages, given as (text, title).

    Returns
    -------
    Their streams; the words, sorted as UTF-8 is, of which the first has number 1; and the surface forms that are
    plain runs of letters with the number of the word that each is a form of.
    """
    known: dict[str, int] = {}
    ids: list[int] = []
    ends = [0]
    for text, title in fields:
        for part, times in ((text, 1), (title, title_weight)):
            words, joined = analyzer.forms(part)
            own = [known.setdefault(word, len(known) + 1) for word in words] + [0]
            for word in joined:
                own += [known.setdefault(word, len(known) + 1), 0]
            ids += own * times
        ends.append(len(ids))
    words = sorted(known)  # by code point, which is the order of UTF-8
    rank = np.zeros(len(words) + 1, np.int32)
    rank[[known[word] for word in words]] = np.arange(1, len(words) + 1)
    forms = {form: int(rank[known[word]]) for form, word in analyzer.surfaces().items() if form.isalpha()}
    return Streams(rank[np.array(ids, np.int64)], np.array(ends, np.int64)), words, forms
