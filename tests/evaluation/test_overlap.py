import pytest

from qa_bot.evaluation.overlap import exact_match, normalise, token_f1


def test_the_official_normalisation():
    assert normalise("The  U.S.A., an `Apple'") == "usa apple"
    assert exact_match("the Aral lake!", "Aral Lake") == 1
    assert exact_match("Aral", "Aral lake") == 0


def test_token_f1_by_hand():
    # own: big red dog; true: red dog house -> 2 common of 3 and 3
    assert token_f1("a big red dog", "the red dog house") == pytest.approx(2 / 3)
    assert token_f1("cat", "dog") == 0
    assert token_f1("the", "a") == 1, "nothing is left of either"
    assert token_f1("", "dog") == 0
