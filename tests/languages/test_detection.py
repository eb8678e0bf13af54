"""Languages told from whole texts, short ones, and what is none."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.evaluation import read_questions
from qa_bot.languages import CODES, detect, language

SAMPLES = sorted((Path(__file__).parent.parent / "data" / "languages").glob("*.json"))
OTHERS = {
    "ca": "La casa vella és al costat del riu, i des de fa molts anys ningú no hi viu. El poble vol fer-hi una escola.",
    "cs": "Starý dům stojí vedle řeky a už mnoho let v něm nikdo nebydlí. Obec by tam chtěla otevřít školu.",
    "da": "Det gamle hus ligger ved åen, og i mange år har ingen boet der. Byen vil gerne åbne en skole i huset.",
    "et": "Vana maja seisab jõe ääres ja juba palju aastaid ei ela seal keegi. Küla tahab sinna kooli avada.",
    "eu": "Etxe zaharra ibaiaren ondoan dago, eta urte askotan ez da inor bizi izan han. Herriak eskola bat nahi du.",
    "fa": "خانه قدیمی کنار رودخانه است و سال‌هاست که کسی در آن زندگی نمی‌کند. روستا می‌خواهد آنجا یک مدرسه بسازد.",
    "hu": "A régi ház a folyó mellett áll, és már sok éve nem lakik benne senki. A falu iskolát szeretne ott nyitni.",
    "hy": "Հին տունը գետի մոտ է, և շատ տարիներ այնտեղ ոչ ոք չի ապրում։ Գյուղը ուզում է այնտեղ դպրոց բացել։",
    "id": "Rumah tua itu ada di tepi sungai dan sudah lama tidak dihuni. Warga desa ingin membuka sekolah di sana.",
    "lt": "Senas namas stovi prie upės, ir jau daug metų jame niekas negyvena. Kaimas nori ten atidaryti mokyklą.",
    "no": "Det gamle huset ligger ved elva, og i mange år har ingen bodd der. Bygda vil gjerne åpne en skole i huset.",
    "pl": "Stary dom stoi nad rzeką i od wielu lat nikt w nim nie mieszka. Wieś chciałaby otworzyć tam szkołę.",
    "ro": "Casa veche se află lângă râu și de mulți ani nu mai locuiește nimeni în ea. Satul ar vrea o școală acolo.",
    "sr": "Стара кућа стоји поред реке и већ много година у њој нико не живи. Село жели да тамо отвори школу.",
    "uk": "Старий будинок стоїть біля річки, і вже багато років у ньому ніхто не живе. Село хоче відкрити там школу.",
}


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_paragraph_is_told(path: Path) -> None:
    for paragraph in read_questions(path).paragraphs:
        assert detect(paragraph.text) == path.stem


@pytest.mark.parametrize("code", OTHERS)
def test_two_sentences_are_told(code: str) -> None:
    assert detect(OTHERS[code]) == code


def test_a_question_is_told_the_better_the_fewer_languages_it_may_be_in() -> None:
    found = {"all": 0, "some": 0}
    questions = [(path.stem, question.text) for path in SAMPLES for question in read_questions(path).questions]
    for code, text in questions:
        found["all"] += detect(text) == code
        found["some"] += detect(text, {code, "en", "de", "fr", "ru", "zh"}) == code
    assert found["all"] >= 0.92 * len(questions)
    assert found["some"] >= 0.97 * len(questions)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The word Gemütlichkeit is German; so are der, die and das, as every learner of the language knows.", "en"),
        ("该公司的产品 Model X 200 和 Model X 300 于 2019 年在 Shanghai Expo Center 展出。", "zh"),
        ("東京大学", "zh"),
        ("東京大学で", "ja"),
        ("Straße Köln Müller Größe Übergänge", "de"),
        ("WAS IST DAS? WER IST DER MANN, UND WO WOHNT ER?", "de"),
    ],
)
def test_the_larger_part_decides(text: str, code: str) -> None:
    assert detect(text) == code


@pytest.mark.parametrize(
    "text", ["", " \n", "12 345,6\t7", "X-200 Z9 QX", "🌙 🚀", "Brno 12\nOslo 14\nQuito 9", "\ud800"]
)
def test_nothing_speaks_for_a_language(text: str) -> None:
    assert detect(text) == ""


def test_only_the_languages_asked_for_are_found() -> None:
    assert detect("Wer hat das Haus gebaut, und wann war das?", {"en", "fr"}) == ""
    assert detect("这座桥是谁修建的？", {"en"}) == ""


def test_a_long_text_is_told_by_samples() -> None:
    english, german = "The bridge was built by the river. ", "Die Brücke wurde an dem Fluss gebaut. "
    assert detect(english * 2000 + german * 60_000) == "de"
    assert detect("0 1 2 3 4\n" * 20_000 + german * 20_000) == "de"


def test_every_language_has_words_and_most_a_stemmer() -> None:
    assert len(CODES) >= 30
    assert sum(bool(language(code).stemmer) for code in CODES) >= 25
    for code in CODES:
        own = language(code)
        assert len(own.question_words) >= 20 and len(own.function_words) >= 60
        assert own.question_words < own.function_words


@given(st.text())
def test_any_text_is_in_one_language_or_none(text: str) -> None:
    assert detect(text) in {"", *CODES}
