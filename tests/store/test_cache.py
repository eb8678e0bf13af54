"""What is remembered between runs, how much of it, and what happens where nothing can be."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from storing import LONG_AGO, write

from qa_bot import Bot, Document, QABotError, Settings
from qa_bot.errors import CorpusError
from qa_bot.reader import Reader
from qa_bot.store import cache, corpus
from qa_bot.store.names import MANIFEST

READER = Reader.open()


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("QA_BOT_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "indexes"


@pytest.fixture
def notes(tmp_path):
    write(tmp_path / "notes" / "lake.txt", "The ferry Juno sank in 1911.")
    write(tmp_path / "notes" / "baker.txt", "Selim bakes bread in Oran.")
    return tmp_path / "notes"


def open_bot(*sources, **settings):
    return Bot.open(*sources, settings=Settings(**settings), reader=READER)


@pytest.fixture
def no_building(monkeypatch):
    def forbid():
        monkeypatch.setattr("qa_bot.index.segment.write", None)
        monkeypatch.setattr("qa_bot.index.segment.in_memory", None)

    return forbid


def test_each_path_is_remembered_by_itself_and_used_with_others(home, notes, tmp_path, no_building, monkeypatch):
    write(tmp_path / "other.txt", "The bell rings at noon.")
    open_bot(notes), open_bot(tmp_path / "other.txt")
    assert len(cache.remembered()) == 2
    no_building()
    both = open_bot(tmp_path / "other.txt", notes)
    assert [Path(document.path).name for document in both.documents] == ["other.txt", "baker.txt", "lake.txt"]
    assert both.ask("When did the ferry sink?").text == "1911"
    monkeypatch.chdir(tmp_path)  # the same path from elsewhere, cited as it was typed
    assert open_bot("notes").ask("When did the ferry sink?").citation.path == "notes/lake.txt"


def test_it_is_told_where_each_path_was_wherever_one_stands(home, tmp_path, monkeypatch):
    for name in ("here", "there"):
        write(tmp_path / name / "n.txt", "The ferry Juno sank in 1911.")
        monkeypatch.chdir(tmp_path / name)
        assert open_bot("n.txt").ask("When did the ferry sink?").citation.path == "n.txt"
    monkeypatch.chdir(tmp_path)
    told = {one.paths for one in cache.remembered()}
    assert told == {(str(tmp_path / name / "n.txt"),) for name in ("here", "there")}


@pytest.mark.parametrize("content", [None, b"", b"\0"])
def test_where_nothing_could_be_read_nothing_is_remembered(home, tmp_path, content):
    path = tmp_path / "empty"
    path.mkdir() if content is None else write(path, content)
    with pytest.raises(CorpusError):
        open_bot(path)
    assert not home.exists() or list(home.iterdir()) == []


def test_a_glob_that_matches_nothing_is_named(home, notes):
    with pytest.raises(CorpusError, match=r"no file in the folder .*notes matches the glob \*\.xyz;"):
        open_bot(notes, globs=("*.xyz",))


def test_what_was_remembered_stays_when_its_file_cannot_be_read_any_more(home, tmp_path):
    open_bot(write(tmp_path / "n.txt", "The ferry Juno sank in 1911."))
    write(tmp_path / "n.txt", b"")
    with pytest.raises(CorpusError):
        open_bot(tmp_path / "n.txt")
    assert [one.documents for one in cache.remembered()] == [1]


def test_no_answer_is_stale(home, notes):
    for year in ("1911", "1912", "1955"):
        write(notes / "lake.txt", f"The ferry Juno sank in {year}.", settled=False)
        assert open_bot(notes).ask("When did the ferry sink?").text == year
    (notes / "lake.txt").unlink()
    assert not open_bot(notes).ask("When did the ferry sink?")


def test_other_settings_are_remembered_apart_but_only_where_they_matter(home, notes):
    open_bot(notes), open_bot(notes, threshold=0.5, k1=1.2), open_bot(notes, max_words=40)
    assert len(cache.remembered()) == 2


def test_other_code_makes_it_anew(home, notes, monkeypatch):
    open_bot(notes)
    made = []
    build = corpus.update
    monkeypatch.setattr(corpus, "update", lambda *arguments: made.append(1) or build(*arguments))
    open_bot(notes)
    assert made == []
    monkeypatch.setattr(cache, "made_here", lambda: {**cache.made_by(), "code": "of tomorrow"})
    open_bot(notes), open_bot(notes)
    assert made == [1]


@pytest.mark.parametrize("where", ["", None])
def test_nothing_is_kept_where_nothing_is_to_be(home, notes, where, monkeypatch):
    if where is not None:
        monkeypatch.setenv("QA_BOT_CACHE", where)
    bot = open_bot(notes, remember=where is not None)
    assert bot.ask("When did the ferry sink?").text == "1911" and bot.notes == ()
    assert not home.exists()


def test_where_nothing_can_be_kept_it_answers_with_a_note(notes, tmp_path, monkeypatch):
    write(tmp_path / "file", "in the way")
    monkeypatch.setenv("QA_BOT_CACHE", str(tmp_path / "file"))
    write(notes / "broken.txt", b"\x00")
    bot = open_bot(notes, notes / "lake.txt")
    assert bot.ask("When did the ferry sink?").text == "1911"
    assert len(bot.documents) == 2 and [Path(entry.path).name for entry in bot.unread] == ["broken.txt"]
    assert "QA_BOT_CACHE" in bot.notes[0] and "\n" not in bot.notes[0]


def test_a_full_disk_costs_a_note(home, notes, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("qa_bot.store.commit.write_whole", full)
    bot = open_bot(notes)
    assert bot.ask("When did the ferry sink?").text == "1911" and "No space left" in bot.notes[0]
    monkeypatch.undo()


@pytest.mark.parametrize("damage", ["cut", "flipped", "emptied", "format"])
def test_a_damaged_one_is_made_anew(home, notes, damage):
    open_bot(notes)
    (folder,) = home.iterdir()
    path = folder / MANIFEST
    whole = path.read_bytes()
    path.write_bytes(
        {
            "cut": whole[:100],
            "flipped": whole.replace(b'"documents": 2', b'"documents": 1'),
            "emptied": b"",
            "format": whole.replace(b'"format": 1', b'"format": 9', 1),
        }[damage]
    )
    assert path.read_bytes() != whole
    bot = open_bot(notes)
    assert bot.ask("When did the ferry sink?").text == "1911" and path.read_bytes() == whole


def test_the_oldest_go_when_they_take_too_much(home, tmp_path):
    for number in range(4):
        write(tmp_path / f"{number}.txt", f"The ferry number {number} sank in 1911.")
        open_bot(tmp_path / f"{number}.txt")
        (newest,) = [one for one in cache.remembered() if one.paths == (str(tmp_path / f"{number}.txt"),)]
        os.utime(newest.folder / MANIFEST, (LONG_AGO + number, LONG_AGO + number))
    size = cache.remembered()[0].size
    open_bot(tmp_path / "0.txt")  # asked just now, so not the oldest any more
    write(tmp_path / "4.txt", "The ferry number 4 sank in 1911.")
    open_bot(tmp_path / "4.txt", cache_bytes=int(3.5 * size))
    assert [Path(one.paths[0]).name for one in cache.remembered()] == ["4.txt", "0.txt", "3.txt"]
    open_bot(tmp_path / "4.txt", cache_bytes=1)
    assert cache.clear()[0] == 3 and cache.remembered() == []


def test_only_what_is_ours_is_removed(home, notes):
    open_bot(notes)
    write(home / "mine.txt", "precious")
    write(home / "folder" / "mine.txt", "precious")
    cache.clear()
    assert sorted(path.name for path in home.iterdir()) == ["folder", "mine.txt"]


def test_a_bot_goes_on_when_its_index_is_forgotten(home, notes):
    bot = open_bot(notes)
    cache.clear()
    assert bot.ask("When did the ferry sink?").text == "1911"
    assert open_bot(notes).ask("Who bakes bread in Oran?").text == "Selim"


def test_a_file_that_changes_while_it_is_asked_is_read_again(home, notes):
    bot = open_bot(notes).only(notes / "lake.txt")
    write(notes / "lake.txt", "The ferry Juno, a steamer, sank in 1912.", settled=False)
    said = bot.ask("When did the ferry sink?")
    assert said.text == "1912" and "a steamer" in said.citation.sentence
    write(notes / "lake.txt", "\0", settled=False)
    with pytest.raises(QABotError, match="binary"):
        bot.ask("When did the ferry sink?")


def test_what_is_told_of_a_document_is_remembered(home, notes):
    write(notes / "birds.csv", "name,metres\nheron,1.9\nwren,0.2\n")
    write(notes / "road.md", "# The road\n\nThe salt road ran to the coast.\n")
    fields = ("text", "title", "pages", "headings", "lines", "rows", "stamp")
    first, again = ([[getattr(own, name) for name in fields] for own in open_bot(notes).documents] for _ in range(2))
    assert first == again and any(told[5] for told in first)
    assert [told[0] for told in first] == [own.text for own in open_bot(notes, remember=False).documents]


def test_globs_are_remembered_apart(home, notes):
    assert len(open_bot(notes, globs=("lake*",)).documents) == 1
    assert len(open_bot(notes).documents) == 2 and len(cache.remembered()) == 2


def test_add_forget_and_only_make_new_bots(home, notes, tmp_path):
    write(tmp_path / "bell.txt", "The bell of Oran rings at noon.")
    one = open_bot(notes)
    two = one.add(tmp_path / "bell.txt", notes / "lake.txt")
    assert (len(one.documents), len(two.documents)) == (2, 3)
    assert two.ask("When does the bell ring?").text and not one.ask("When does the bell ring?")
    three = two.forget(notes)
    assert [Path(document.path).name for document in three.documents] == ["bell.txt"]
    assert three.add(notes / "lake.txt").ask("When did the ferry sink?").text == "1911"
    only = two.only(notes / "lake.txt")
    assert only.within and len(only.documents) == 1 and not only.ask("Who bakes bread in Oran?")
    assert len(only.only(None).documents) == 3 and len(only.only(notes / "baker.txt").documents) == 1
    added = only.add(Document("The quay is long.", id="quay"))
    assert added.within is None and len(added.documents) == 4, "whoever adds wants to ask it"
    assert len(added.only("quay").documents) == 1 and len(added.forget("quay").documents) == 3
    assert only.forget(notes / "lake.txt").within is None
    for wrong in (lambda: two.forget("nowhere.txt"), lambda: two.only("nowhere.txt"), lambda: three.forget("bell.txt")):
        with pytest.raises(QABotError, match=r";"):
            wrong()


def test_after_forgetting_scores_are_those_of_what_is_left(home, notes, tmp_path):
    write(tmp_path / "bell.txt", "The bell of Oran rings at noon. The ferry is late.")
    left = open_bot(notes, tmp_path / "bell.txt").forget(notes / "baker.txt")
    plain = open_bot(notes / "lake.txt", tmp_path / "bell.txt")
    for question in ("the ferry of Oran", "bell at noon", "bread"):
        assert [(hit.score, hit.passage.text) for hit in left.search(question)] == [
            (hit.score, hit.passage.text) for hit in plain.search(question)
        ]


def test_every_citation_is_found_again(home, notes):
    for number in range(20):
        write(notes / f"{number}.txt", f"Number {number} sank in {1900 + number}. " * 40)
    bot = open_bot(notes, Document("The quay is 90 metres long."))
    for question in ("When did number 7 sink?", "How long is the quay?", "Who bakes bread?"):
        answer = bot.ask(question)
        citation = (answer or answer.alternatives[0]).citation
        passage = bot.passage_at(citation)
        assert passage.start <= citation.start < citation.end <= passage.end
        assert passage.document.text[citation.start : citation.end] == citation.quote
    assert open_bot(notes / "lake.txt").passage_at(citation) is None


def test_documents_given_twice_are_two():
    same = Document("The ferry sank in 1911.")
    bot = open_bot(same, Document("The baker."), same)
    assert [hit.passage.row for hit in bot.search("ferry", repeats=True)] == [0, 2]
    assert [[passage.row for passage in hit.also] for hit in bot.search("ferry")] == [[2]]


def test_a_remembered_corpus_is_asked_with_numpy_alone(home, notes):
    code = (
        "import sys\nfrom qa_bot.cli import main\nmain(sys.argv[1:])\n"
        "print('loaded', *{m.split('.')[0] for m in sys.modules})"
    )
    command = [sys.executable, "-c", code, "When did the ferry sink?", "-c", str(notes)]
    for turn in range(2):
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        assert done.stdout.startswith("1911") and done.stderr == ""
        loaded = set(done.stdout.splitlines()[-1].split())
        assert "numpy" in loaded
        if turn:
            assert not loaded & {"sklearn", "scipy", "joblib", "prompt_toolkit", "filelock", "charset_normalizer"}


def test_another_version_of_a_library_that_reads_files_makes_the_index_anew(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(cache, "LIBRARIES", ("a_library_that_reads",))
    without = cache.made_here()
    write(tmp_path / "a_library_that_reads.py", "VERSION = 1")
    first = cache.made_here()
    write(tmp_path / "a_library_that_reads.py", "VERSION = 1.1")
    assert len({told["code"] for told in (without, first, cache.made_here())}) == 3
    assert "a_library_that_reads" not in sys.modules
