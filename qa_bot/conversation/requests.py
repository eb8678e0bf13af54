"""Lines that ask for something else than a fact: "what is this about?", "where does it say that?", "thanks".

They are told by the whole line, never by a part of it, so that a question is asked whatever words it holds.
"""

from __future__ import annotations

import re
from typing import Literal

Request = Literal["about", "where", "more", "sure", "greeting", "thanks", "identity"]

LONGEST = 80
"""Characters of a line that can be one of these."""

_NAMED = (
    r"(?:(?:(?:this|that|the|my|your|these|those|all)\s+)?(?:whole\s+|entire\s+)?"
    r"(?:texts?|documents?|docs?|articles?|files?|papers?|pages?|story|report|book|thing|stuff|corpus|content)"
    r"|everything|all\s+(?:of\s+)?(?:this|that|it|these))"
)
_TEXT = rf"(?:this|that|it|{_NAMED})"
_SAID = r"(?:that|this|it|so)"
_BE = r"(?:\s+is|\s+are|['’]?s|['’]re)"
_FORMS: dict[Request, tuple[str, ...]] = {
    "about": (
        rf"what{_BE}\s+{_TEXT}(?:\s+all)?\s+about",
        rf"what\s+(?:does|do)\s+{_NAMED}\s+(?:deal\s+with|talk\s+about|cover|say|contain)",
        rf"(?:summari[sz]e|sum\s+up|outline)(?:\s+{_TEXT})?(?:\s+up)?",
        rf"(?:(?:give|show|write|make)\s+(?:me\s+)?|can\s+i\s+(?:have|get)\s+)?(?:a|an|the)?\s*(?:brief|short|quick)?\s*"
        rf"(?:summary|overview|abstract|synopsis|gist|outline)(?:\s+(?:of|about)\s+{_TEXT})?",
        rf"(?:what{_BE}\s+)?the\s+(?:main|key|central|most\s+important)\s+(?:points?|ideas?|topics?|messages?|subjects?|themes?)"
        rf"(?:\s+(?:of|in)\s+{_TEXT})?",
        rf"what{_BE}\s+the\s+(?:gist|topic|subject|summary|essence|point)(?:\s+(?:of|in)\s+{_TEXT})?",
        r"tl\s*;?\s*dr|in\s+(?:short|brief|a\s+nutshell)",
    ),
    "where": (
        rf"where\s+(?:does|do|did)\s+(?:it|he|she|they|{_TEXT})\s+(?:say|state|mention|write)\s+(?:{_SAID}|anything\s+like\s+that)",
        rf"where{_BE}\s+{_SAID}\s+(?:written|stated|said|mentioned|found|from|in\s+{_TEXT})",
        rf"where\s+(?:did|do)\s+you\s+(?:find|get|read|see|have|take)\s+{_SAID}(?:\s+from)?",
        rf"where\s+can\s+i\s+(?:read|find|see)\s+{_SAID}",
        rf"(?:on\s+|in\s+)?(?:which|what)\s+(?:page|line|file|document|section|paragraph|passage)(?:\s+(?:is|was)\s+{_SAID}(?:\s+(?:on|in|from))?)?",
        r"show\s+(?:me\s+)?(?:the\s+)?(?:place|passage|source|context|paragraph|where(?:\s+(?:it|that)\s+(?:is|says\s+(?:that|so))))",
        rf"(?:(?:what{_BE}|cite|give\s+me|show\s+me)\s+)?(?:the|your|a)?\s*(?:sources?|citation|reference|evidence|proof)",
        r"says\s+who|who\s+says(?:\s+(?:so|that|this))?",
        rf"how\s+do\s+you\s+know(?:\s+{_SAID})?",
    ),
    "more": (
        r"(?:show|tell|give)\s+(?:me\s+)?(?:some\s+|the\s+)?(?:more|others?|next|rest|alternatives|other\s+answers?)(?:\s+(?:answers?|results?|of\s+them))?",
        r"(?:more|next)(?:\s+(?:answers?|results?|one))?",
        r"(?:what|who|where|when)\s+else(?:\s+(?:is\s+there|do\s+you\s+have|does\s+it\s+say|did\s+you\s+find))?",
        r"any(?:thing|one|body|where)\s+else|any\s+(?:others?|more)(?:\s+(?:answers?|results?))?",
        r"(?:are|is)\s+there\s+(?:any\s+)?(?:(?:an)?other|more)\s+(?:answers?|results?|possibilit(?:y|ies))",
        r"other\s+(?:answers?|results?|possibilities)|another(?:\s+(?:one|answer))?|alternatives",
    ),
    "sure": (
        rf"(?:are|r)\s+(?:you|u)\s+(?:really\s+|quite\s+|absolutely\s+|very\s+)?(?:sure|certain|confident|positive)(?:\s+(?:about|of)\s+{_SAID})?",
        rf"(?:you\s+)?sure(?:\s+about\s+{_SAID})?|really|seriously|for\s+real",
        rf"how\s+(?:sure|certain|confident)(?:\s+are\s+you)?(?:\s+(?:about|of)\s+{_SAID})?",
        rf"is\s+{_SAID}(?:\s+really)?\s+(?:true|right|correct|certain|so|sure)",
        r"can\s+i\s+(?:trust|rely\s+on)\s+(?:that|this|it|you)",
    ),
    "greeting": (
        r"(?:hi|hello|hey|hiya|howdy|greetings|yo|hallo|g['’]?day|good\s+(?:morning|afternoon|evening|day))+"
        r"(?:\s+(?:there|all|again|everyone|everybody|bot|qa[-_ ]?bot|friend|you))*"
        r"(?:\s+how\s+are\s+you(?:\s+(?:doing|today))*)?",
        r"how\s+are\s+you(?:\s+(?:doing|today))*|how(?:['’]s|\s+is)\s+it\s+going|what['’]?s\s+up|nice\s+to\s+meet\s+you",
    ),
    "thanks": (
        r"(?:(?:ok|okay|great|cool|nice|perfect|good|wonderful|excellent|super)\s+)*"
        r"(?:(?:many\s+)?thanks|thank\s+(?:you|u)|thx|ty|cheers|much\s+appreciated)"
        r"(?:\s+(?:a\s+lot|so\s+much|very\s+much|again|a\s+bunch|a\s+million|bot|qa[-_ ]?bot"
        r"|for\s+(?:that|(?:the|your)\s+(?:help|answers?))))*"
        r"(?:\s+(?:that\s+(?:was\s+)?(?:helps?|helped|helpful|great|good)|bye|goodbye))?",
        r"(?:ok|okay|great|cool|nice|perfect|wonderful|excellent|awesome|got\s+it|i\s+see|well\s+done|good\s+(?:bot|job|answer))+",
        r"(?:good\s*)?bye(?:\s+bye)?|see\s+you(?:\s+(?:later|soon))?|good\s+night",
    ),
    "identity": (
        r"(?:who|what)\s+(?:are|r)\s+(?:you|u)|what(?:\s+is|['’]?s)\s+your\s+name|introduce\s+yourself|tell\s+me\s+about\s+yourself",
        r"what\s+(?:can|do)\s+you\s+do|how\s+do\s+you\s+work|what\s+can\s+i\s+(?:ask|do)(?:\s+(?:you|here))?|help(?:\s+me)?",
        r"are\s+you\s+(?:an?\s+)?(?:ai|bot|robot|human|person|machine|chatbot|llm|real|chatgpt)(?:\s+or\s+(?:an?\s+)?\w+)?",
        r"who\s+(?:made|built|wrote|created)\s+you",
    ),
}
_POLITE_FRONT = (
    r"(?:please\s+|so\s+|and\s+|but\s+|ok(?:ay)?\s+|well\s+|hm+\s+|(?:can|could|would|will)\s+you\s+(?:please\s+)?"
    r"|i(?:['’]d|\s+would)\s+like\s+(?:you\s+to\s+|to\s+)?)*"
)
_POLITE_BACK = (
    r"(?:\s+(?:please|for\s+me|then|exactly|now|briefly|quickly|in\s+(?:short|brief|a\s+few\s+words|one\s+sentence)))*"
)
FORMS = {
    request: re.compile(rf"{_POLITE_FRONT}(?:{'|'.join(forms)}){_POLITE_BACK}", re.IGNORECASE)
    for request, forms in _FORMS.items()
}

POINTS_BACK = re.compile(r"\s*(?:and\s+|so\s+)?what(?:\s+is|['’]?s)\s+(?:it|that)\b", re.IGNORECASE)
_GREETED = re.compile(
    r"\s*(?:(?:hi|hello|hey|hiya|greetings|good\s+(?:morning|afternoon|evening|day))"
    r"(?:\s+(?:there|all|bot|qa[-_ ]?bot))?"
    r"|(?:many\s+)?thanks(?:\s+a\s+lot)?|thank\s+you(?:\s+(?:very|so)\s+much)?|thx)\s*(?:[,.!;:\-–]+\s*(?=\w)"
    r"|(?=\s(?:what|which|who|whom|whose|when|where|why|how|is|are|was|were|do|does|did|can|could|may|has|have)\b)\s)",
    re.IGNORECASE,
)
_THANKED = re.compile(r"(?<=[?.!,;])\s*(?:(?:many\s+)?thanks|thank\s+you|thx|cheers)[^\w?]*$", re.IGNORECASE)


def requested(line: str, answered: bool = False) -> Request | None:
    """What a whole line asks for beside facts, or None if it is a question.

    Once something was `answered`, "what is it about?" may be meant of that, and is a question.
    """
    if len(line) > LONGEST or (answered and POINTS_BACK.match(line)):
        return None
    text = " ".join(re.sub(r"[^\w;'’\-]+", " ", line).replace("; ", " ").split()).strip(";-_ ")
    return next((request for request, form in FORMS.items() if form.fullmatch(text)), None)


def without_courtesy(line: str) -> str:
    """A question without the greeting before it and the thanks around it: "Hi, who is he? Thanks!" -> "who is he?"."""
    rest = _THANKED.sub("", line)
    while (match := _GREETED.match(rest)) is not None:
        rest = rest[match.end() :]
    return rest if rest.strip() else line
