import os
import stat

import pytest

from qa_bot.kept import (
    cache_folder,
    calibrations_folder,
    config_folder,
    data_folder,
    history_file,
    make_folder,
    settings_file,
    state_folder,
    write_whole,
)


def test_the_folders_are_the_platforms_own_and_named_after_the_product():
    assert {folder().name for folder in (cache_folder, config_folder, data_folder, state_folder)} == {"qa-bot"}
    assert all("qa-bot" in place.parts for place in (history_file(), settings_file(), calibrations_folder()))
    assert str(data_folder()).startswith(os.environ["XDG_DATA_HOME"]), "the tests keep nothing in the user's own"


@pytest.mark.skipif(os.name != "posix", reason="modes are those of POSIX")
def test_a_file_and_its_folder_are_for_their_owner_alone(tmp_path):
    path = tmp_path / "new" / "own.json"
    before = os.umask(0)
    try:
        make_folder(path.parent)
        write_whole(path, b"1")
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("durable", [True, False])
def test_a_write_that_fails_leaves_what_was_there(tmp_path, monkeypatch, durable):
    path = tmp_path / "own.json"
    write_whole(path, b"old", durable)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, b"new", durable)
    assert path.read_bytes() == b"old" and list(tmp_path.iterdir()) == [path]
