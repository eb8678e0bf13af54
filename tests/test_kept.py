import os
import stat

import pytest

from qa_bot.kept import calibrations_folder, data_folder, history_file, settings_file, state_folder, write_private


def test_the_folders_are_the_platforms_own_and_named_after_the_product():
    assert data_folder().name == state_folder().name == "qa-bot"
    assert all("qa-bot" in place.parts for place in (history_file(), settings_file(), calibrations_folder()))
    assert str(data_folder()).startswith(os.environ["XDG_DATA_HOME"]), "the tests keep nothing in the user's own"


@pytest.mark.skipif(os.name != "posix", reason="modes are those of POSIX")
def test_a_file_and_its_folder_are_for_their_owner_alone(tmp_path):
    path = tmp_path / "new" / "own.json"
    before = os.umask(0)
    try:
        write_private(path, b"1")
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_write_that_fails_leaves_what_was_there(tmp_path, monkeypatch):
    path = tmp_path / "own.json"
    write_private(path, b"old")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space"):
        write_private(path, b"new")
    assert path.read_bytes() == b"old" and list(tmp_path.iterdir()) == [path]
