"""Whole transcripts: keys in, what stands on the screen out."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output.plain_text import PlainTextOutput
from prompt_toolkit.output.vt100 import Vt100_Output

from qa_bot.bot import Bot
from qa_bot.errors import CorpusError
from qa_bot.records import Unread
from qa_bot.repl import run
from qa_bot.repl.commands import COMMANDS
from qa_bot.repl.progress import Progress
from qa_bot.repl.prompt import PASTED, one_line
from qa_bot.settings import Settings

ENTER, CTRL_C, CTRL_D = "\r", "\x03", "\x04"
ASK = f"How many countries?{ENTER}"


@pytest.fixture
def chat(tmp_path: Path) -> Callable[..., str]:
    """Type keys into a chat with a bot until it ends with 0; what it printed, escape sequences left out."""

    def typed(keys: str, bot: Any, columns: int = 80, code: int = 0) -> str:
        screen = io.StringIO()
        output = PlainTextOutput(screen)
        output.get_size = lambda: Size(rows=40, columns=columns)  # type: ignore[method-assign]
        opener = bot if callable(bot) else lambda _: bot
        with create_pipe_input() as pipe, create_app_session(input=pipe, output=output):
            pipe.send_text(keys)
            assert (
                run(
                    opener,
                    input=pipe,
                    output=output,
                    history_path=tmp_path / "history",
                    settings_path=tmp_path / "s.json",
                )
                == code
            )
        return screen.getvalue().replace("\r\n", "\n")

    return typed


def test_question_answer_passage_place(chat: Callable[..., str], fake: SimpleNamespace) -> None:
    shown = chat(ASK + CTRL_D, fake.FakeBot())
    assert "qa-bot has read station.txt (The station). Ask, or type /help.\n" in shown
    assert (
        "17 countries\n"
        "  As of May 2024, 17 countries and international organizations had joined the\n"
        "  station. Its first director was Zhang Wei.\n"
        "  — station.txt, line 3 · fairly sure, 71 %\n\n"
    ) in shown


def test_a_refusal_offers_what_comes_closest(chat: Callable[..., str], fake: SimpleNamespace) -> None:
    shown = chat(f"Who is the king?{ENTER}/quit{ENTER}", fake.FakeBot())
    assert "The text does not say: it speaks of “director”, but does not mention “king”.\n  closest: Zhang Wei" in shown


def test_more_shows_the_alternatives(chat: Callable[..., str], fake: SimpleNamespace) -> None:
    shown = chat(f"/more{ENTER}{ASK}/more{ENTER}{CTRL_D}", fake.FakeBot())
    assert "nothing has been asked yet" in shown
    assert "2. Zhang Wei\n   Its first director was Zhang Wei.\n   — station.txt" in shown


def test_more_says_when_there_is_no_more(chat: Callable[..., str], fake: SimpleNamespace) -> None:
    shown = chat(f"{ASK}/more{ENTER}/more{ENTER}{ASK}/more{ENTER}{CTRL_D}", fake.FakeBot())
    assert shown.count("2. Zhang Wei\n") == 2 and shown.count("There is no more: ") == 1


def test_help_sources_and_what_is_no_command(chat: Callable[..., str], fake: SimpleNamespace) -> None:
    bot = fake.FakeBot(
        unread=(Unread("bad\x1b.bin", "it is binary"),), notes=("they have\x1b changed",), sentences_only=("German",)
    )
    shown = chat(f"/help{ENTER}/sources{ENTER}/hlep{ENTER}/quit now{ENTER}/etc/passwd?{ENTER}{CTRL_D}", bot)
    assert "but not 1 file (see /sources)" in shown and "\nthey have␛ changed\n" in shown
    for command in COMMANDS[:3]:
        assert re.search(rf"  {re.escape(command.usage)} +{re.escape(command.summary)}\n", shown)
    assert "station.txt (The station)\nnot read: bad␛.bin: it is binary\n" in shown
    assert "quoted in whole sentences, as only English is read more closely: German\n" in shown
    assert "there is no /hlep; did you mean /help?" in shown
    assert "/quit stands alone" in shown
    assert bot.asked == ["/etc/passwd?"]


def test_what_is_no_answer_about_the_text_is_just_said(chat: Callable[..., str], fake: SimpleNamespace) -> None:
    shown = chat(f"Hello{ENTER}/more{ENTER}{ASK}Hello{ENTER}/more{ENTER}{CTRL_D}", fake.FakeBot())
    assert "Hello! Ask me something about “The station”." in shown
    assert "there is no answer yet" in shown
    assert "2. Zhang Wei\n" in shown, "/more is about the last real answer"


def test_why_charts_terms_and_candidates(chat: Callable[..., str], fake: SimpleNamespace) -> None:
    shown = chat(f"{ASK}/why{ENTER}{CTRL_D}", fake.FakeBot(), columns=60)
    assert re.search(r"countries +█+ 1.50\n", shown)
    assert re.search(r"many␛\[2J +█+ 0.50 not in it\n", shown)
    assert re.search(r"17 countries +█+ fairly sure, 71 %\n", shown)


def test_reword_offers_the_question_as_it_was_read(chat: Callable[..., str], fake: SimpleNamespace) -> None:
    bot = fake.FakeBot()
    shown = chat(f"nasty{ENTER}/reword{ENTER} countries{ENTER}{CTRL_D}", bot)
    assert "read as: ␛[5mblink  (/reword changes it)" in shown
    assert bot.asked == ["nasty", "␛[5mblink countries"]


def test_settings_are_shown_changed_and_kept(chat: Callable[..., str], fake: SimpleNamespace, tmp_path: Path) -> None:
    shown = chat(f"/settings{ENTER}/settings show sentence{ENTER}{ASK}{CTRL_D}", fake.FakeBot())
    assert re.search(r"show passage +what is shown below an answer \(passage, sentence\)", shown)
    assert "\n  show sentence" in shown
    shown = chat(f"{ASK}/settings threshold 2{ENTER}/settings colour red{ENTER}{CTRL_D}", fake.FakeBot())
    assert "joined the\n  station.\n  — station.txt" in shown, "the sentence, without the next one"
    assert "threshold is a number from 0 to 1" in shown and "there is no setting colour" in shown


def test_the_threshold_reaches_the_bot(chat: Callable[..., str], fake: SimpleNamespace) -> None:
    bots: list[Any] = []

    class Asked(fake.FakeBot):  # type: ignore[misc,name-defined]
        def ask(self, question: str) -> Any:
            bots.append(self)
            return super().ask(question)

    chat(f"{ASK}/settings threshold 30%{ENTER}{ASK}{CTRL_D}", Asked())
    chat(f"{ASK}{CTRL_D}", Asked())
    assert list(dict.fromkeys(bot.settings.threshold for bot in bots)) == [Settings().threshold, 0.3]
    assert bots[-1].settings.threshold == 0.3, "it is kept for the next chat"


def test_in_private_nothing_typed_is_kept(chat: Callable[..., str], fake: SimpleNamespace, tmp_path: Path) -> None:
    shown = chat(f"/settings private on{ENTER}{ASK}{CTRL_D}", fake.FakeBot())
    assert "fairly sure" in shown
    assert "How many" not in (tmp_path / "history").read_text()


def test_settings_that_cannot_be_kept_hold_for_now(
    chat: Callable[..., str], fake: SimpleNamespace, tmp_path: Path
) -> None:
    (tmp_path / "s.json").mkdir()
    shown = chat(f"/settings show sentence{ENTER}{ASK}{CTRL_D}", fake.FakeBot())
    assert "settings can't be read" in shown and "this is for now only" in shown
    assert "joined the\n  station.\n  — station.txt" in shown


# --- with documents ---------------------------------------------------------------------------------------------------


@pytest.fixture
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the chat runs: a folder of texts, one of which is none."""
    folder = tmp_path / "notes"
    (folder / "lake").mkdir(parents=True)
    (folder / "lake" / "ferry.txt").write_text("The ferry Juno sank in 1911.", encoding="utf-8")
    (folder / "lake" / "raw.bin").write_bytes(b"\0")
    (folder / "baker.txt").write_text("The baker opened in 1950.", encoding="utf-8")
    monkeypatch.chdir(folder)
    return folder


def test_files_are_added_singled_out_and_forgotten(chat: Callable[..., str], notes: Path) -> None:
    sink = f"When did the ferry sink?{ENTER}"
    typed = (
        f"{sink}/add lake{ENTER}{sink}/sources{ENTER}/only baker.txt{ENTER}{sink}/only{ENTER}{sink}"
        f"/forget 'lake/'{ENTER}{sink}/forget nothing.txt{ENTER}/add{ENTER}{CTRL_D}"
    )
    shown = chat(typed, Bot.open("baker.txt"))
    assert shown.count("\n1911\n") == 2 and shown.count("“ferry sink”") == 3
    assert "read lake; asking 2 documents\nleft out: lake/raw.bin: is binary" in shown
    assert "\nbaker.txt\nlake/ferry.txt\nleft out: lake/raw.bin" in shown
    assert "asking baker.txt only; /only without a path asks all again\n" in shown
    assert "asking 2 documents\n" in shown
    assert "forgot lake/; asking baker.txt\n" in shown
    assert "nothing.txt is not among what is loaded" in shown
    assert "/add needs a path behind it" in shown


def test_a_file_may_be_named_without_its_folder(chat: Callable[..., str], notes: Path) -> None:
    shown = chat(f"/only ferry.txt{ENTER}{CTRL_D}", Bot.open(str(notes)))
    assert "asking ferry.txt only" in shown


def test_a_file_may_be_named_without_its_ending_where_one_alone_is_called_so(
    chat: Callable[..., str], notes: Path
) -> None:
    (notes / "lake" / "storm.md").write_text("The storm began in 1911.", encoding="utf-8")
    (notes / "storm.txt").write_text("The storm ended in 1912.", encoding="utf-8")
    typed = f"/only ferry{ENTER}/only storm{ENTER}/only storm.md{ENTER}/only ferr{ENTER}/forget baker{ENTER}{CTRL_D}"
    shown = chat(typed, Bot.open("lake", "baker.txt", "storm.txt"), columns=120)
    assert "asking ferry.txt only" in shown and "asking storm.md only" in shown
    assert re.search(r"storm may be (lake/storm.md or storm.txt|storm.txt or lake/storm.md); name one of them", shown)
    assert "ferr is not among what is loaded" in shown
    assert "forgot baker.txt" in shown


def test_the_conversation_is_saved_and_nothing_overwritten_unasked(chat: Callable[..., str], notes: Path) -> None:
    ask, save = f"When did the ferry sink?{ENTER}", f"/save my talk.md{ENTER}"
    typed = f"{save}{ask}{save}{ask}{save}n{ENTER}{save}x{ENTER}/save talk.json{ENTER}/save lake{ENTER}{CTRL_D}"
    shown = chat(typed, Bot.open("lake"))
    assert "nothing has been asked yet" in shown
    assert "saved 1 question to my talk.md" in shown
    assert shown.count("exists; overwrite it? [y/N]") >= 2 and shown.count("not saved") == 2
    assert "saved 2 questions to talk.json" in shown and "is a folder" in shown
    assert Path("my talk.md").read_text(encoding="utf-8").count("## When did the ferry sink?") == 1
    kept = json.loads(Path("talk.json").read_text(encoding="utf-8"))
    assert [turn["citation"]["quote"] for turn in kept] == ["1911", "1911"]
    chat(f"{ask}{ask}{save}y{ENTER}{CTRL_D}", Bot.open("lake"))
    assert Path("my talk.md").read_text(encoding="utf-8").count("## When did the ferry sink?") == 2


def test_a_command_may_be_cut_short(chat: Callable[..., str], fake: SimpleNamespace) -> None:
    shown = chat(f"/so{ENTER}/{ENTER}/Q{ENTER}", fake.FakeBot())
    assert "station.txt (The station)\n" in shown
    assert "there is no /;" in shown


@pytest.mark.parametrize(("word", "shown"), [("help", "/why"), ("?", "/why"), ("/?", "/why"), ("Exit ", "")])
def test_a_word_of_other_programs_is_understood(
    chat: Callable[..., str], fake: SimpleNamespace, word: str, shown: str
) -> None:
    bot = fake.FakeBot()
    leaving = "" if not shown else f"/quit{ENTER}"
    assert shown in chat(f"{word}{ENTER}{leaving}", bot)
    assert chat(f"How do I quit?{ENTER}{CTRL_D}", bot) and bot.asked == ["How do I quit?"]


def test_what_is_said_of_an_answer_stands_right_below_it(chat: Callable[..., str], notes: Path) -> None:
    text = "The ferry Juno sank in the storm of 1911. A baker bought her bell for the shop at the harbour."
    (notes / "lake" / "ferry.txt").write_text(f"Lake notes\n\n{text}", encoding="utf-8")
    shown = chat(f"summarize{ENTER}/why{ENTER}{CTRL_D}", Bot.open("lake/ferry.txt"))
    told = "  this is the sentence most central to the text  (/more shows others)\n"
    assert any(f"\n{sentence}\n{told}" in shown for sentence in re.split(r"(?<=\.) ", text))
    assert "chosen to stand for the whole" in shown and "\nterms" not in shown
    assert "\n  — ferry.txt, line 3\n" in shown, "a summary has no probability"


def test_within_one_file_another_can_be_named(chat: Callable[..., str], notes: Path) -> None:
    shown = chat(f"/only ferry.txt{ENTER}/only baker.txt{ENTER}{CTRL_D}", Bot.open(str(notes)))
    assert "asking ferry.txt only" in shown and "asking baker.txt only" in shown


def test_what_can_be_done_here_is_pointed_to(chat: Callable[..., str], fake: SimpleNamespace) -> None:
    shown = chat(f"What can you do?{ENTER}bye{ENTER}{CTRL_D}", fake.FakeBot())
    assert re.search(r"I am qa-bot: [^>]*\n/help lists what can be done here\.\n", shown)
    assert "Goodbye.\nCtrl-D or /quit leaves.\n" in shown


def test_clear_forgets_what_was_asked(chat: Callable[..., str], fake: SimpleNamespace) -> None:
    shown = chat(f"{ASK}/clear{ENTER}/more{ENTER}{CTRL_D}", fake.FakeBot())
    assert "nothing has been asked yet" in shown


def test_empty_lines_ask_nothing(chat: Callable[..., str], fake: SimpleNamespace) -> None:
    bot = fake.FakeBot()
    chat(f"{ENTER}   {ENTER}{CTRL_D}", bot)
    assert bot.asked == []


def test_ctrl_c_drops_the_line(chat: Callable[..., str], fake: SimpleNamespace) -> None:
    bot = fake.FakeBot()
    shown = chat(f"dropped{CTRL_C}{ASK}{CTRL_C}{CTRL_D}", bot)
    assert bot.asked == ["How many countries?"]
    assert "Ctrl-D or /quit leaves." in shown


def test_a_paste_of_several_lines_is_one_question(chat: Callable[..., str], fake: SimpleNamespace) -> None:
    bot = fake.FakeBot()
    chat(f"\x1b[200~How many\r\ncountries\n\tjoined?\n\x1b[201~{ENTER}{CTRL_D}", bot)
    assert bot.asked == ["How many countries joined?"]


def test_a_paste_is_cut_where_no_question_is_as_long() -> None:
    assert len(one_line("x" * 10**6)) == PASTED


def test_an_unexpected_error_is_one_line_and_the_chat_goes_on(chat: Callable[..., str], fake: SimpleNamespace) -> None:
    shown = chat(f"boom{ENTER}{ASK}{CTRL_D}", fake.FakeBot())
    assert "that failed unexpectedly: ValueError: a␛[2Jb\n" in shown
    assert "fairly sure" in shown
    assert "Traceback" not in shown


def test_no_escape_sequence_of_a_document_reaches_the_terminal(
    chat: Callable[..., str], fake: SimpleNamespace, tmp_path: Path
) -> None:
    shown = chat(f"nasty{ENTER}/more{ENTER}/sources{ENTER}{CTRL_D}", fake.FakeBot())
    assert "␛]0;owned␇ and ␛[2J\\x9b31m red\\u202e txt" in shown
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", shown.replace("\r", ""))


def test_on_a_real_terminal_only_our_own_sequences_are_sent(fake: SimpleNamespace, tmp_path: Path) -> None:
    screen = io.StringIO()
    output = Vt100_Output(screen, lambda: Size(rows=40, columns=80), term="xterm", enable_cpr=False)
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=output):
        pipe.send_text(f"nasty{ENTER}{CTRL_D}")
        assert (
            run(
                lambda _: fake.FakeBot(),
                input=pipe,
                output=output,
                history_path=tmp_path / "history",
                settings_path=tmp_path / "s.json",
            )
            == 0
        )
    shown = screen.getvalue()
    assert "owned" in shown
    assert "\x1b]" not in shown and "\x1b[2J" not in shown and "\x9b" not in shown and "\x07" not in shown
    assert "\x1b[0;1;4m" in shown, "the answer is marked in its passage"


def test_narrow_windows_wrap(chat: Callable[..., str], fake: SimpleNamespace) -> None:
    shown = chat(f"{ASK}/help{ENTER}{CTRL_D}", fake.FakeBot(), columns=40)
    assert "  As of May 2024, 17 countries and\n  international organizations had\n" in shown
    assert "  /sources         what is loaded, and\n                   what could not be\n" in shown
    assert "> reading the text; you can type alrea…" in shown


def test_documents_that_cannot_be_read_end_the_chat(
    chat: Callable[..., str], fake: SimpleNamespace, capsys: pytest.CaptureFixture[str]
) -> None:
    chat("", fake.broken, code=CorpusError.exit_code)
    assert capsys.readouterr().err == "qa-bot: nowhere.txt: there is no such file; check the path\n"


def test_they_do_also_when_a_question_was_faster(
    chat: Callable[..., str], fake: SimpleNamespace, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = threading.Event()

    def late(_: Progress) -> Any:
        asked.wait(0.5)
        raise RuntimeError("no\x1bway")

    chat(ASK, late, code=2)
    assert capsys.readouterr().err == "qa-bot: the documents could not be read: RuntimeError: no␛way\n"


def test_the_first_prompt_waits_for_nothing_heavy(fake: SimpleNamespace, tmp_path: Path) -> None:
    screen, then = io.StringIO(), []

    def open_bot(_: Progress) -> Any:
        then.append(screen.getvalue())
        return fake.FakeBot()

    with create_pipe_input() as pipe, create_app_session(input=pipe, output=PlainTextOutput(screen)):
        pipe.send_text(ASK + CTRL_D)
        own = {"history_path": tmp_path / "history", "settings_path": tmp_path / "s.json"}
        assert run(open_bot, input=pipe, output=PlainTextOutput(screen), **own) == 0
    assert len(then) == 1 and then[0].startswith("> "), "the documents are read when it stands there"
    code = "import sys, qa_bot.repl; print(*{name.partition('.')[0] for name in sys.modules})"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"numpy", "scipy", "sklearn", "Stemmer"} & set(loaded)


def test_leaving_does_not_wait_for_the_documents(chat: Callable[..., str], fake: SimpleNamespace) -> None:
    never = threading.Event()
    began = time.monotonic()
    shown = chat(f"/help{ENTER}/quit{ENTER}", lambda _: never.wait(20))
    assert time.monotonic() - began < 5
    assert "/sources" in shown


def test_a_history_that_cannot_be_kept_costs_a_line(
    chat: Callable[..., str], fake: SimpleNamespace, tmp_path: Path
) -> None:
    (tmp_path / "history").mkdir()
    shown = chat(ASK + CTRL_D, fake.FakeBot())
    assert len(re.findall(r"\n?.*/history: .*\n", shown)) == 1 and "new ones are not kept" in shown
    assert "fairly sure" in shown


def test_what_is_said_while_documents_are_read_stays_on_the_screen(
    chat: Callable[..., str], fake: SimpleNamespace, caplog: pytest.LogCaptureFixture
) -> None:
    def slowly(progress: Progress) -> Any:
        progress.say("indexing 120 MB of text\x1b[2J (which is not kept)")
        progress.progress(3, 4)
        time.sleep(1)
        return fake.FakeBot()

    for keys in (ASK + CTRL_D, f"/help{ENTER}{ASK}{CTRL_D}"):
        shown = chat(keys, slowly)
        assert shown.count("indexing 120 MB of text␛[2J (which is not kept)") == 1
        assert "reading the documents ... 75 %" in shown and "fairly sure" in shown
    assert not caplog.records, "the prompt that began it had ended, and was not waited for any more"


def test_the_toolbar_tells_how_far_reading_is(fake: SimpleNamespace, tmp_path: Path) -> None:
    read = threading.Event()

    def slowly(progress: Progress) -> Any:
        progress.say("the remembered index is made anew")
        progress.progress(1, 4)
        read.wait(10)
        return fake.FakeBot()

    with typing(fake, tmp_path, slowly) as chat:
        chat.seen("reading the documents ... 25 %")
        chat.seen("the remembered index is made anew")
        chat.type("How many")
        read.set()
        chat.seen("qa-bot has read station.txt")
        chat.type(f" countries?{ENTER}")
        chat.seen("fairly sure")


def test_notes_of_what_is_added_are_told(chat: Callable[..., str], notes: Path, monkeypatch: Any) -> None:
    plain = Bot.add

    def noting(self: Bot, *paths: Any, watch: Any = None) -> Bot:
        watch.say("indexing 9 MB of text (it is new)")
        bot = plain(self, *paths, watch=watch)
        return replace(bot, corpus=replace(bot.corpus, notes=("they are kept as they were\x1b",)))

    monkeypatch.setattr(Bot, "add", noting)
    shown = chat(f"/add lake{ENTER}{CTRL_D}", Bot.open("baker.txt"))
    assert "indexing 9 MB of text (it is new)\n" in shown
    assert "asking 2 documents\n" in shown and "\nthey are kept as they were␛\n" in shown


@contextmanager
def typing(fake: SimpleNamespace, tmp_path: Path, bot: Any) -> Iterator[SimpleNamespace]:
    """A chat that runs in a thread, so that keys can follow on what is seen."""
    screen = io.StringIO()
    output = PlainTextOutput(screen)
    with create_pipe_input() as pipe:
        result: list[int] = []
        thread = threading.Thread(
            target=lambda: result.append(
                run(
                    bot if callable(bot) else lambda _: bot,
                    input=pipe,
                    output=output,
                    history_path=tmp_path / "history",
                    settings_path=tmp_path / "s.json",
                )
            ),
            daemon=True,
        )
        thread.start()

        def seen(text: str) -> None:
            deadline = time.monotonic() + 10
            while text not in screen.getvalue():
                assert time.monotonic() < deadline, f"{text!r} not in {screen.getvalue()!r}"
                time.sleep(0.01)

        yield SimpleNamespace(type=pipe.send_text, seen=seen, screen=screen)
        pipe.send_text(CTRL_D)
        thread.join(10)
        assert result == [0]


def test_ctrl_c_stops_the_answer_under_way(fake: SimpleNamespace, tmp_path: Path) -> None:
    bot = fake.FakeBot()
    with typing(fake, tmp_path, bot) as chat:
        chat.type(f"slow{ENTER}")
        chat.seen("looking it up ...")
        chat.type(CTRL_C)
        chat.seen("stopped")
        bot.release.set()
        chat.type(f"/more{ENTER}")
        chat.seen("nothing has been asked yet")  # the answer that was stopped is no turn
        chat.type(ASK)
        chat.seen("fairly sure")


def test_what_is_typed_during_an_answer_is_kept(fake: SimpleNamespace, tmp_path: Path) -> None:
    bot = fake.FakeBot()
    with typing(fake, tmp_path, bot) as chat:
        chat.type(f"slow{ENTER}")
        chat.seen("looking it up ...")
        chat.type(ASK)
        time.sleep(0.05)
        bot.release.set()
        chat.seen("17 countries")
    assert bot.asked == ["slow", "How many countries?"]


def test_history_is_kept_between_chats(chat: Callable[..., str], fake: SimpleNamespace) -> None:
    chat(ASK + CTRL_D, fake.FakeBot())
    bot = fake.FakeBot()
    chat(f"\x1b[A{ENTER}{CTRL_D}", bot)
    assert bot.asked == ["How many countries?"]
