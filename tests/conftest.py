import os
import tempfile


def pytest_configure(config):
    """What a person keeps on this machine has no say in the tests, and they leave nothing there."""
    folder = tempfile.TemporaryDirectory(prefix="qa-bot-tests-")
    config.add_cleanup(folder.cleanup)
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "QA_BOT_CACHE"):
        os.environ[name] = folder.name
    os.environ["WIN_PD_OVERRIDE_LOCAL_APPDATA"] = folder.name
