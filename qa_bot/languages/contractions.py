"""Which English question words are run together with their verb?"""

import re

CONTRACTED = re.compile(r"(?<![\w'’])(what|who|where|when|how|why)(?:['’](s|re)|(?<=t|e)s(?=\s))(?!\w)", re.IGNORECASE)


def uncontracted(text: str) -> str:
    """ "What's" and "whats" as "what is", "who're" as "who are"."""
    return CONTRACTED.sub(lambda match: f"{match[1]} {'are' if match[2] == 're' else 'is'}", text)
