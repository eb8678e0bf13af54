"""The command line as a shell sees it."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parent / "data" / "samples"
ENVIRONMENT = {**os.environ, "PYTHONIOENCODING": "", "PYTHONUTF8": "1"}


def run(*arguments, stdin="", env=None, **options):
    command = [sys.executable, "-m", "qa_bot", *map(str, arguments)]
    done = subprocess.run(
        command, input=stdin.encode(), capture_output=True, env={**ENVIRONMENT, **(env or {})}, **options
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def error(*arguments, **options) -> str:
    """What it says on stderr when it refuses: one line, no traceback, nothing on stdout, exit code 2."""
    code, out, err = run(*arguments, **options)
    assert (code, out) == (2, "") and err.startswith("qa-bot: ") and err.count("\n") == 1, (code, out, err)
    return err


@pytest.fixture
def lake(tmp_path):
    path = tmp_path / "lake.txt"
    path.write_text(
        "Lake notes\n\nThe ferry Juno sank in 1911.\n\nDivers found it at 31 metres in 1987.\n", encoding="utf-8"
    )
    return path


def test_a_question_prints_answer_quote_and_place():
    code, out, err = run("Who is the director of the National Space Science Center?")
    assert (code, err) == (0, "")
    assert "Wang Chi" in out.splitlines()[0] and "ilrs.txt, line" in out


def test_a_question_argument_wins_over_standard_input(lake):
    code, out, _ = run("When did the ferry sink?", "-c", lake, stdin="What is a comet?\n")
    assert code == 0 and "1911" in out and "comet" not in out


def test_a_refusal_ends_with_one():
    code, out, _ = run("Which submarine sank near Zanzibar?")
    assert code == 1 and "does not say" in out and "Zanzibar" in out


def test_questions_on_standard_input_as_json_a_line_each(lake):
    code, out, _ = run("--json", "-c", lake, stdin="When did the ferry sink?\n\nWho is Zorro?\n")
    first, second = map(json.loads, out.splitlines())
    assert code == 1
    assert first["question"] == "When did the ferry sink?" and "1911" in first["text"]
    assert first["text"] == first["citation"]["quote"] and first["citation"]["line"] == 3
    assert second["text"] is None and second["reason"] == "not_mentioned"
    assert set(first) == {
        *"question text citation also confidence alternatives reason explanation read_as suggestion unread".split()
    }


def test_all_answered_ends_with_zero(lake):
    assert run("-c", lake, stdin="When did the ferry sink?\nHow deep did divers find it?\n")[0] == 0


def test_further_answers(lake):
    question = "When did divers find the ferry Juno?"
    assert len(run(question, "-c", lake, "-k", 2)[1]) > len(run(question, "-c", lake)[1])


def test_several_corpora_and_a_folder_with_a_bad_file(lake, tmp_path):
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "baker.txt").write_text("The baker of Oran is called Selim.", encoding="utf-8")
    (tmp_path / "more" / "broken.txt").write_bytes(b"\x00\x01\x02")
    code, out, err = run("What is the baker called?", "-c", lake, "-c", tmp_path / "more")
    assert code == 0 and "Selim" in out
    assert "broken.txt" in err and err.count("\n") == 1


def test_ask_takes_a_question_that_is_a_commands_name():
    code, _, err = run("ask", "ask")
    assert code == 1 and err == ""
    assert "--corpus" in run("ask", "--help")[1]
    assert run("ask", "-k", "1", "Who is Wang Chi?")[0] == 0
    assert run("ask", "Who is Wang Chi?", "--json")[0] == 0


def test_help_and_version():
    code, out, _ = run("--help")
    assert code == 0 and "--corpus" in out and "exit status" in out
    assert run("--version")[1].startswith("qa-bot ")


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_load_nothing_heavy(option):
    code = (
        "import sys, qa_bot.cli\n"
        "try: qa_bot.cli.main([sys.argv[1]])\n"
        "except SystemExit: pass\n"
        "print('loaded', *{m.split('.')[0] for m in sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code, option], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.splitlines()[-1].split())
    assert "loaded" in loaded and not loaded & {"numpy", "scipy", "sklearn", "prompt_toolkit"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["?", "-c", "/nowhere/at-all.txt"], ["/nowhere/at-all.txt", "does not exist"]),
        ([""], ["question is empty"]),
        (["--colour"], ["--colour", "--help"]),
        (["-k", "many", "?"], ["many", "whole number"]),
        (["ask"], ["question"]),
        ([], ["no question"]),
        (["one", "two"], ["two", "in quotes"]),
        (["?", "--jsn"], ["did you mean --json?"]),
        (["?", "--crpus", "a.txt"], ["did you mean --corpus?"]),
        ([__file__], [__file__, "-c", "qa-bot ask"]),
    ],
)
def test_bad_arguments_are_one_line(arguments, words):
    said = error(*arguments)
    assert all(word in said for word in words)


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "empty"), (b" \n\t\n", "empty"), (b"ab\x00cd", "binary"), (b"%PDF-1.7\n1 0 obj", "PDF")],
)
def test_bad_files_are_one_line_that_names_them(tmp_path, content, words):
    path = tmp_path / "bad.txt"
    path.write_bytes(content)
    said = error("?", "-c", path)
    assert str(path) in said and words in said


def test_a_folder_with_nothing_readable_is_refused(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"\x00")
    assert str(tmp_path) in error("?", "-c", tmp_path)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_an_unreadable_file_is_refused(lake):
    lake.chmod(0)
    assert str(lake) in error("?", "-c", lake)


def test_a_bad_question_line_is_named_and_the_others_are_answered(lake):
    command = [sys.executable, "-m", "qa_bot", "-c", str(lake)]
    questions = b"When did the ferry sink?\ncaf\xe9?\n" + b"why " * 300_000 + b"\nWhen did divers find it?\n"
    done = subprocess.run(command, input=questions, capture_output=True)
    assert done.returncode == 2 and b"1911" in done.stdout and b"1987" in done.stdout
    first, second = done.stderr.splitlines()
    assert b"line 2: not UTF-8" in first and b"line 3" in second and b"characters" in second


def test_a_full_disk_is_one_line(lake):
    if not os.path.exists("/dev/full"):
        pytest.skip("no /dev/full here")
    with open("/dev/full", "wb") as full:
        command = [sys.executable, "-m", "qa_bot", "When did the ferry sink?", "-c", str(lake)]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 2 and b"Traceback" not in done.stderr and done.stderr.count(b"\n") == 1


def test_a_question_of_a_megabyte_is_refused_within_a_second_of_starting():
    began = time.perf_counter()
    run("--version")
    start = time.perf_counter() - began
    code = "import sys; from qa_bot.cli import main; sys.exit(main(['why ' * 250_000]))"
    began = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    taken = time.perf_counter() - began
    assert done.returncode == 2 and "characters" in done.stderr and taken - start < 1


def test_control_characters_of_a_document_never_reach_the_terminal(tmp_path):
    path = tmp_path / "evil\x1b[2J.txt"
    path.write_text("The code word is \x1b]0;owned\x07 \x1b[31mswordfish\x9b1m \u202egnp.exe.", encoding="utf-8")
    for flags in ([], ["--json"]):
        _, out, err = run("What is the code word?", "-c", path, *flags)
        assert "swordfish" in out
        assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(out + err)


def test_a_terminal_without_utf_8_gets_an_answer(tmp_path):
    path = tmp_path / "café.txt"
    path.write_text("The owner is Żaneta Öz.", encoding="utf-8")
    code, out, _ = run(
        "Who is the owner?", "-c", path, env={"PYTHONUTF8": "0", "LC_ALL": "C", "PYTHONIOENCODING": "ascii"}
    )
    assert code == 0 and "aneta" in out
    code, out, _ = run("Who is the owner?", "-c", path, "--json", env={"LC_ALL": "C", "PYTHONIOENCODING": "ascii"})
    assert "Żaneta Öz" in json.loads(out)["text"]


def test_a_closed_pipe_ends_quietly(lake):
    command = f"{sys.executable} -m qa_bot -c {lake} --json | head -n 1"
    questions = "When did the ferry sink?\n" * 200
    done = subprocess.run(["bash", "-c", command], input=questions.encode(), capture_output=True)
    assert done.stdout.count(b"\n") == 1 and b"Traceback" not in done.stderr and b"Exception" not in done.stderr


def test_it_works_with_sockets_blocked(lake, tmp_path):
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\n"
        "def forbid(event, args):\n"
        "    if event.startswith('socket.') and event != 'socket.__new__': raise RuntimeError('network: ' + event)\n"
        "sys.addaudithook(forbid)\n",
        encoding="utf-8",
    )
    probe = subprocess.run(
        [sys.executable, "-c", "import socket; socket.socket().bind(('127.0.0.1', 0))"],
        env={**ENVIRONMENT, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
    )
    assert b"network: socket.bind" in probe.stderr, "the block itself works"
    blocked = {"PYTHONPATH": str(tmp_path)}
    code, out, _ = run("When did the ferry sink?", "-c", lake, env=blocked)
    assert code == 0 and "1911" in out
    code, out, _ = run("index", SAMPLES, "-o", tmp_path / "index", env=blocked)
    assert code == 0 and " documents" in out
    code, out, _ = run("How deep are the cracks in the deck?", "-c", tmp_path / "index", env=blocked)
    assert code == 0 and "38 millimetres" in out
    code, out, err = run("doctor", env=blocked)
    assert (code, err) == (0, "") and "connects to: nothing" in out


def test_eval_scores_a_question_file(tmp_path):
    context = "The ferry Juno sank in 1911. Nobody was on board."
    asked = [{"id": 1, "question": "When did the ferry Juno sink?", "answers": [{"text": "1911", "answer_start": 23}]}]
    path = tmp_path / "q.json"
    path.write_text(json.dumps({"data": [{"title": "Lake", "paragraphs": [{"context": context, "qas": asked}]}]}))
    for flags in ([], ["--reader"]):
        code, out, _ = run("eval", path, "--json", *flags)
        assert code == 0 and json.loads(out)["exact"] == 100
    picture = tmp_path / "q.png"
    code, out, _ = run("eval", path, "--plot", picture)
    assert code == 0 and "f1" in out and "R@1" in out and "risk area" in out
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert "nowhere.json" in error("eval", tmp_path / "nowhere.json")
    assert "--help" in error("eval")
    assert ".png" in error("eval", path, "--plot", tmp_path / "q.doc")


def test_eval_asks_other_documents(lake, tmp_path):
    path = tmp_path / "q.jsonl"
    path.write_text('{"question": "When did the ferry Juno sink?", "answers": ["1911"]}\n')
    code, out, _ = run("eval", path, "-c", lake, "--json")
    assert code == 0 and json.loads(out)["exact"] == 100
    assert "-c PATH" in error("eval", path) and "-c" in error("eval", path, "-c", lake, "--reader")
    assert '{"question":' in run("eval", "--help")[1]


@pytest.fixture
def asked(tmp_path):
    """A folder of people with their years, and a file of questions on them, half of which it does not answer."""
    names = [f"{first}{last}" for first in ("An", "Bo", "Cor", "Dir") for last in ("na", "ris", "ella", "kje", "velle")]
    folder = tmp_path / "people"
    folder.mkdir()
    text = "\n\n".join(f"{name} Smit was born in {1900 + i}." for i, name in enumerate(names))
    (folder / "people.txt").write_text(text, encoding="utf-8")
    lines = [{"question": f"When was {name} Smit born?", "answers": [str(1900 + i)]} for i, name in enumerate(names)]
    lines += [{"question": f"When did {name} Smit marry?", "answers": []} for name in names]
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return path, folder


def test_calibrate_keeps_what_it_learnt_says_so_and_undoes_it(asked):
    path, folder = asked
    code, out, err = run("calibrate", path, "-c", folder, "--threshold", "0.99")
    assert (code, err) == (0, "") and "40 questions, 50% of them unanswerable" in out and "--forget -c" in out
    kept = out[out.index("kept in ") + 8 : out.index(", and used")]
    assert os.path.isfile(kept)
    question = "When was Anna Smit born?"
    refused = json.loads(run(question, "-c", folder, "--json")[1])
    assert refused["text"] is None, "the threshold is in force"
    (folder / "more.txt").write_text("Willem Smit sold bread.", encoding="utf-8")
    err = run(question, "-c", folder)[2]
    assert "have changed" in err and err.count("\n") == 1
    assert "undone" in run("calibrate", "--forget", "-c", folder)[1] and not os.path.exists(kept)
    assert "no calibration" in run("calibrate", "--forget", "-c", folder)[1]
    code, out, err = run(question, "-c", folder)
    assert (code, err) == (0, "") and "1900" in out.splitlines()[0]


def test_calibrate_refuses_what_it_cannot_use(asked, lake, tmp_path):
    path, folder = asked
    lines = path.read_text(encoding="utf-8").splitlines()

    def given(*lines: str) -> str:
        (tmp_path / "bad.jsonl").write_text("\n".join(lines), encoding="utf-8")
        return error("calibrate", tmp_path / "bad.jsonl", "-c", lake)

    assert "bad.jsonl: " in given(lines[0])
    assert "add 20 more unanswerable" in given(*lines[:20])
    assert "add 20 more answerable" in given(*lines[20:])
    assert "questions 1 and 41 are the same" in given(*lines, lines[0])
    assert "line 41" in given(*lines, '{"question": "Who?"}')
    assert "from 0 to 1" in error("calibrate", path, "-c", folder, "--threshold", "1.5")
    assert "from 0 to 1" in error("calibrate", path, "-c", folder, "--threshold", "nan")
    assert "--help" in error("calibrate", path, "-c", folder, "--threshold", "high")
    assert "/nowhere" in error("calibrate", path, "-c", "/nowhere")
    assert "--forget" in error("calibrate") and "--forget" in error("calibrate", path, "--forget")
    assert "20" in run("calibrate", "--help")[1]


def test_the_document_may_come_on_standard_input(lake):
    text = lake.read_text(encoding="utf-8")
    code, out, err = run("When did the ferry sink?", "-c", "-", stdin=text)
    assert (code, err) == (0, "") and out.startswith("1911\n") and "standard input, line 3, “Lake notes”" in out
    assert "give the question as an argument" in error("-c", "-", stdin=text)
    assert error("When?", "-c", "-", stdin="") == "qa-bot: standard input is empty; give it text\n"
    page = "<!DOCTYPE html><title>Lake notes</title><nav>Home</nav><p>The ferry Juno sank in 1911.</p>"
    assert run("When did the ferry sink?", "-c", "-", stdin=page)[1].startswith("1911\n")


def test_globs_narrow_a_folder(lake):
    lake.with_name("other.md").write_text("# Other\n\nThe ferry Ida sank in 1899.\n", encoding="utf-8")
    for globs, year in ((("-g", "*.md"), "1899"), (("-g", "!*.md"), "1911"), (("--glob=*.txt",), "1911")):
        assert run("When did the ferry sink?", "-c", lake.parent, *globs)[1].startswith(year)


def test_what_is_not_read_is_counted_and_listed_on_demand(lake):
    lake.with_name(".hidden").write_text("x", encoding="utf-8")
    lake.with_name("empty.txt").touch()
    code, _, err = run("When did the ferry sink?", "-c", lake.parent)
    assert code == 0 and err.splitlines() == [
        f"qa-bot: {lake.parent}/empty.txt: not read: is empty; give a file with text in it",
        "qa-bot: 1 left out (hidden, ignored, or no documents); --verbose lists them",
    ]
    assert "/.hidden: not read: is hidden" in run("When did the ferry sink?", "-c", lake.parent, "--verbose")[2]
    told = json.loads(run("When did the ferry sink?", "-c", lake.parent, "--json")[1])["unread"]
    assert [(entry["path"].rpartition("/")[2], entry["left_out"]) for entry in told] == [
        (".hidden", True),
        ("empty.txt", False),
    ]
    for number in range(12):
        lake.with_name(f"empty{number}.txt").touch()
    assert "qa-bot: 3 more files were not read; --verbose lists them" in run("Who?", "-c", lake.parent)[2]
