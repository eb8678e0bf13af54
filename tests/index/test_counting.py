import numpy as np
import pytest

from qa_bot.index import counting


@pytest.mark.parametrize("together", [1, 2, 3, 5, 100])
@pytest.mark.parametrize("starts", [[], [0], [0, 1, 2], [0, 3, 4, 300, 301], [0, 70_000, 70_001]], ids=str)
def test_gaps_are_the_same_in_parts_of_any_size(monkeypatch, together, starts):
    monkeypatch.setattr(counting, "TOGETHER", together)
    expected = np.diff(np.array([*starts, 70_010]))[: len(starts)]
    found = counting.gaps(np.array(starts, np.int64), 70_010)
    assert found.tolist() == expected.tolist()
    assert found.dtype == counting.narrow(expected).dtype
