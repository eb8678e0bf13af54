"""The commands that install what is missing, from where this qa-bot came."""

import json

import pytest

from qa_bot.remedies import install, reinstall


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """A function that puts a qa-bot on the path, as pip notes that it was installed."""

    def note(given=None):
        noted = tmp_path / "qa_bot-0.dist-info"
        noted.mkdir()
        (noted / "METADATA").write_text("Metadata-Version: 2.1\nName: qa-bot\nVersion: 0\n")
        if given is not None:
            (noted / "direct_url.json").write_text(given)
        monkeypatch.syspath_prepend(tmp_path)

    return note


def test_what_came_from_the_index_is_mended_from_there(installed):
    installed()
    assert install("docs") == 'python -m pip install "qa-bot[docs]"'
    assert reinstall() == 'reinstall qa-bot (python -m pip install --force-reinstall --no-deps "qa-bot")'


@pytest.fixture
def clone(tmp_path):
    folder = tmp_path / "my clone"
    folder.mkdir()
    (folder / "pyproject.toml").touch()
    return folder


def test_what_came_from_a_folder_is_mended_from_there(installed, clone):
    installed(json.dumps({"url": clone.as_uri(), "dir_info": {}}))
    assert install("docs") == f'python -m pip install "{clone}[docs]"'
    assert f'pip install --force-reinstall --no-deps "{clone}"' in reinstall()


def test_what_is_used_where_it_lies_is_mended_there(installed, clone):
    installed(json.dumps({"url": clone.as_uri(), "dir_info": {"editable": True}}))
    assert install("docs") == f'python -m pip install -e "{clone}[docs]"'
    assert reinstall() == f'restore the files of qa-bot in "{clone}"'  # pip would copy nothing


@pytest.mark.parametrize(
    "given",
    [
        "{",
        "null",
        '{"url": "file:///gone", "dir_info": {}}',
        '{"url": "file:///gone", "dir_info": null}',
        '{"dir_info": {}}',
        '{"url": "https://host/a.whl", "archive_info": {}}',
    ],
)
def test_a_note_that_helps_no_more_is_passed_over(installed, given):
    installed(given)
    assert install("plot") == 'python -m pip install "qa-bot[plot]"'
