"""A bot of a short text on people, things, places and times."""

import pytest

from qa_bot import Bot, Document
from qa_bot.conversation.grammar import Lexicon

TEXT = """The ferry Juno

The ferry Juno sank in 1911 off the island of Brey. Captain Ada Holm, who had sailed since 1890, steered her boat
through the storm and saved forty passengers.

Ada Holm was born in Tarn. Her brother, Piet Holm, built the harbour. He lived in Tarn until 1930 and sold nets.

The harbour was opened in 1902. It has two cranes and a chapel. The old crane lifts nine tons, the new crane lifts
twenty tons. The chapel was paid for by the sailors.

Tickets cost four crowns in summer and two crowns in winter. Children travel without a ticket.
"""


@pytest.fixture(scope="session")
def bot():
    return Bot.open(Document(TEXT, title="The ferry Juno"))


@pytest.fixture(scope="session")
def lexicon(bot):
    return Lexicon(bot.index)
