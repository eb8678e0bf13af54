"""Forms of verbs and what they are forms of."""

import pytest

from qa_bot.conversation.verbs import supported

KNOWN = {"hate", "hat", "name", "plan", "plane", "visit", "bury", "use", "pay", "own"}.__contains__


@pytest.mark.parametrize(
    ("verb", "form"),
    [
        ("built", ("did", "build")),
        ("came", ("did", "come")),
        ("hated", ("did", "hate")),
        ("named", ("did", "name")),
        ("planned", ("did", "plan")),
        ("visited", ("did", "visit")),
        ("buried", ("did", "bury")),
        ("used", ("did", "use")),
        ("launched", ("did", "launch")),
        ("insures", ("does", "insure")),
        ("carries", ("does", "carry")),
        ("teaches", ("does", "teach")),
        ("own", ("do", "own")),
        ("zzyzx", None),
    ],
)
def test_supported(verb, form):
    assert supported(verb, KNOWN) == form
