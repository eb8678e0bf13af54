"""Which files of a folder are read, beside git's own answer."""

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa_bot.documents import read_paths
from qa_bot.documents.walk import walk
from qa_bot.errors import UsageError
from qa_bot.settings import Settings


def put(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("Some words.", encoding="utf-8")


def walked(folder: Path, globs: tuple[str, ...] = ()) -> tuple[list[str], dict[str, str]]:
    """What is read, and what is left out with the rule."""
    below = list(walk(str(folder), globs))
    assert not any(entry.trouble for entry in below)
    relative = {entry.path: str(Path(entry.path).relative_to(folder)).replace("\\", "/") for entry in below}
    left_out = {relative[entry.path]: entry.rule for entry in below if entry.rule}
    return [relative[entry.path] for entry in below if not entry.rule], left_out


def test_ignore_files_are_respected_the_nearest_first(tmp_path):
    put(tmp_path, "a.log", "keep.log", "build/x.txt", "notes/b.log", "notes/c.tmp", "notes/deep/d.tmp", "e.txt")
    (tmp_path / ".gitignore").write_text("*.log\n!keep.log\n/build/\n# a comment\n\n", encoding="utf-8")
    (tmp_path / "notes" / ".gitignore").write_text("!*.log\n*.tmp\n", encoding="utf-8")
    (tmp_path / "notes" / "deep" / ".ignore").write_text("!d.tmp\n", encoding="utf-8")
    read, left_out = walked(tmp_path)
    assert read == ["e.txt", "keep.log", "notes/b.log", "notes/deep/d.tmp"]
    assert left_out["build"] == f"is ignored by {tmp_path}/.gitignore; name it to read it", "the folder, not its files"
    assert set(left_out) == {".gitignore", "a.log", "build", "notes/.gitignore", "notes/c.tmp", "notes/deep/.ignore"}
    assert left_out[".gitignore"] == "is hidden; name it to read it"


def test_rules_above_the_folder_hold_in_a_repository(tmp_path):
    put(tmp_path, "repo/notes/a.txt", "repo/notes/b.log", "repo/build/c.txt", "repo/.git/config")
    (tmp_path / "repo" / ".gitignore").write_text("*.log\nbuild/\n", encoding="utf-8")
    assert walked(tmp_path / "repo" / "notes")[0] == ["a.txt"]
    assert walked(tmp_path / "repo" / "build")[0] == ["c.txt"], "what is named is read"
    shutil.rmtree(tmp_path / "repo" / ".git")
    assert walked(tmp_path / "repo" / "notes")[0] == ["a.txt", "b.log"]


def test_globs_narrow(tmp_path):
    put(tmp_path, "a.pdf", "b.md", "drafts/c.md", "drafts/d.pdf", ".hidden.md")
    assert walked(tmp_path, ("*.md",))[0] == ["b.md", "drafts/c.md"]
    assert walked(tmp_path, ("*.md", "!drafts/"))[0] == ["b.md"]
    assert walked(tmp_path, ("!*.md",))[0] == ["a.pdf", "drafts/d.pdf"]
    assert walked(tmp_path, ("/drafts/*.pdf",))[0] == ["drafts/d.pdf"]
    assert [Path(d.path).name for d in read_paths([tmp_path], Settings(globs=("*.md",)))[0]] == ["b.md", "c.md"]
    with pytest.raises(UsageError, match="globs"):
        Settings(globs="*.md")


def test_an_ignore_file_that_git_could_not_read_either_says_nothing(tmp_path):
    put(tmp_path, "a.txt")
    (tmp_path / ".gitignore").write_bytes(b"\xff\xfe!\n!\n[\n\0\n")
    assert walked(tmp_path)[0] == ["a.txt"]


NAMES = ("a.txt", "b.log", "x/a.txt", "x/y/b.log", "x/y/c.md", "z/c.md", "z/x/a.txt")
PATTERN = st.lists(
    st.sampled_from(["a", "b", "x", "y", "z", "*", "**", "?", "/", ".txt", ".log", "!", "[a-c]"]), max_size=5
)


@pytest.mark.skipif(shutil.which("git") is None, reason="git tells what is right")
@given(st.lists(PATTERN.map("".join), min_size=1, max_size=4))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_same_files_as_git(tmp_path_factory, patterns):
    folder = tmp_path_factory.mktemp("repository")
    put(folder, *NAMES)
    (folder / ".gitignore").write_text("\n".join(patterns) + "\n", encoding="utf-8")
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    listed = ["git", "ls-files", "--others", "--exclude-standard"]
    said = subprocess.run(listed, cwd=folder, check=True, capture_output=True, text=True).stdout.split()
    assert walked(folder)[0] == [name for name in sorted(said) if not name.startswith(".")]
