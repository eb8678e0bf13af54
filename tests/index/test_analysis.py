import pickle
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.index.analysis import Analyzer, content_runs, pairs
from qa_bot.languages import CODES, fold


def words(text: str) -> list[str]:
    return Analyzer().words(text)


def test_words_are_folded_and_stemmed():
    assert words("The Cities' missions, évolving") == ["the", "citi", "mission", "evolv"]


def test_numbers_and_one_letter_words_stay():
    assert words("a B 7 No. 5") == ["a", "b", "7", "no", "5"]


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("O'Neal", "oneal"),
        ("O’Neal", "O'Neal"),
        ("O'Neal", "o neal"),
        ("Saint-Clair", "saint clair"),
        ("Saint-Clair", "SaintClair"),
        ("the keeper's lamp", "keeper"),
        ("48,213.6 kWh", "48213.6"),
        ("£2,850.00", "2850"),
        ("the U.S. Navy", "US navy"),
        ("Żywny", "zywny"),
        ("Étienne", "etienne"),
        ("ＩＬＲＳ", "ilrs"),
        ("ﬁve", "five"),
    ],
)
def test_both_spellings_are_found(written, asked):
    assert set(words(asked)) <= set(words(written))


def test_a_term_of_two_words_has_a_space_and_no_word_has():
    terms = Analyzer()("lunar research station")
    assert terms == ["lunar", "research", "station", "lunar research", "research station"]
    assert pairs(["one"]) == []


def test_question_words_count_only_in_pairs():
    weights = Analyzer().question("How long is the lease?", 0.35)
    assert weights == {
        "the": 1.0,
        "leas": 1.0,
        "long": 1.0,
        "how long": 0.35,
        "long is": 0.35,
        "is the": 0.35,
        "the leas": 0.35,
    }


def test_a_question_of_question_words_alone_keeps_them():
    assert Analyzer().question("who is who", 0.35)["who"] == 1.0


def test_it_pickles_without_its_stemmer():
    copy = pickle.loads(pickle.dumps(Analyzer()))
    assert copy("missions") == ["mission"]


@given(st.text())
def test_no_text_breaks_it(text):
    fold(text)
    analyzer = Analyzer()
    assert all(" " not in word for word in analyzer.words(text))
    assert analyzer(text) == analyzer(text)


@given(st.text(), st.text())
def test_the_cache_of_forms_changes_no_result(first, second):
    analyzer = Analyzer()
    analyzer(first)
    assert analyzer(second) == Analyzer()(second)


def runs_of(text, holds):
    tokens = Analyzer().tokens(text)
    return content_runs(text, tokens, [any(holds(term) for part in own.forms for term in part) for own in tokens])


def test_runs_of_words_that_say_what_it_is_about():
    held = {"bian", "zhigang", "lamp"}.__contains__
    runs = runs_of("What is the shoe size of Bian Zhigang's lamp, by the way?", held)
    assert runs == [("shoe size", False), ("Bian Zhigang's lamp", True), ("way", False)]
    assert runs_of("Who is it?", held) == []


def test_a_word_written_as_a_name_is_no_function_word():
    def about(question):
        return [words for words, _ in runs_of(question, lambda term: True)]

    assert about("What happened in May?") == ["happened", "May"]
    assert about("What did the US do?") == ["US"]
    assert about("WHO IS IT?") == []
    assert "may" in Analyzer().question("What happened in May?", 0.0)


def test_a_word_is_held_also_by_its_joined_form():
    assert runs_of("the e-mail", {"email"}.__contains__) == [("e-mail", True)]


def test_a_question_adds_nothing_to_what_is_kept():
    analyzer = Analyzer()
    analyzer("moon")
    analyzer.question("sun star", 0.5)
    assert set(analyzer.surfaces()) == {"moon"}


@pytest.mark.parametrize(
    ("code", "written", "asked"),
    [
        ("de", "die Häuser", "Haus"),
        ("es", "las investigaciones", "investigación"),
        ("fr", "l'huile des régions", "région"),
        ("ru", "новые книги", "книга"),
        ("tr", "IŞIKLAR", "ışık"),
        ("tr", "İSTANBUL'DA", "istanbul"),
        ("hi", "किताबें", "किताब"),
        ("ar", "الكِتَاب", "كتاب"),
        ("el", "ΤΟΥ ΧΩΡΙΟΥ", "χωριού"),
        ("fi", "talossa", "talo"),
        ("pl", "książkami", "książka"),
        ("zh", "月球科研站由中国发起", "科研站"),
        ("ja", "ﾃﾞｰﾀを集める", "データ"),
        ("ko", "창고는", "창고"),
        ("zh", "2013年CAS的报告", "2013 cas 报告"),
    ],
)
def test_inflected_words_of_other_languages_are_found(code, written, asked):
    analyzer = Analyzer(code)
    assert set(analyzer.words(asked)) <= set(analyzer(written))


def test_languages_share_no_term():
    german, english = Analyzer("de")("Gift 7"), Analyzer("en")("Gift 7")
    assert german == ["de:gift", "de:7", "de:gift de:7"]
    assert not set(german) & set(english)


def test_scripts_without_spaces_are_bigrams():
    assert Analyzer()("CAS月球站X 水") == ["cas", "月球", "球站", "x", "水", *pairs(["cas", "月球", "球站", "x", "水"])]


def test_question_words_are_cut_out_of_scripts_without_spaces():
    def about(code, text):
        return [text[own.start : own.end] for own in Analyzer(code).tokens(text) if not own.asks]

    assert about("zh", "月球站什么时候建成？") == ["月球站", "建成"]
    assert about("zh", "谁建了桥？") == ["建了桥"]
    assert about("ja", "店を開いたのは誰ですか。") == ["店を開いたのは", "ですか"][:1]
    assert about("ko", "창고는 누가 지었습니까?") == ["창고는", "지었"]


@pytest.mark.parametrize("code", CODES)
@given(text=st.text())
def test_no_text_breaks_any_language(code, text):
    analyzer = Analyzer(code)
    assert all(" " not in word for word in analyzer.words(text))
    assert analyzer(text) == analyzer(text)
    for own in analyzer.tokens(text):
        assert 0 <= own.start < own.end <= len(unicodedata.normalize("NFC", text))
