"""Lines that ask for something else than a fact: "what is this about?", "where does it say that?", "thanks".

They are told by the whole line, never by a part of it, so that a question is asked whatever words it holds.
"""

from __future__ import annotations

import re
from typing import Literal

from qa_bot.patterns import lazily

Request = Literal["about", "where", "more", "sure", "greeting", "thanks", "noted", "bye", "identity"]

LONGEST = 80
"""Characters of a line that can be one of these."""

_NOUN = r"(?:texts?|documents?|docs?|articles?|files?|papers?|pages?|story|report|book|thing|stuff|corpus|contents?)"
_NAMED = (
    rf"(?:(?:(?:this|that|the|my|your|these|those|all)\s+)?(?:whole\s+|entire\s+)?{_NOUN}"
    r"|everything|all\s+(?:of\s+)?(?:this|that|it|these))"
)
_TEXT = rf"(?:this|that|it|{_NAMED})"
_ANSWER = r"(?:(?:this|that|the|your)\s+)?(?:(?:last|final|first)\s+)?(?:answers?|reply|response|result|claim)"
_SAID = rf"(?:that|this|it|so|{_ANSWER})"
_BE = r"(?:\s+is|\s+are|['’]?s|['’]re)"
_MAINLY = r"(?:\s+(?:all|mainly|mostly|really|actually|generally))?"
_PLACE = r"(?:place|passage|sources?|context|paragraph|sentence|quot(?:e|ation)|evidence|proof|citation)"
_THIS_TEXT = rf"(?:(?:this|these|your|my)\s+{_NOUN}|the\s+(?:texts?|documents?|docs?|articles?|corpus))"
_PAGE = r"(?:page|line|file|document|section|paragraph|passage|chapter)"
_OTHERS = r"(?:answers?|results?|possibilit(?:y|ies)|candidates?)"
_SURE = r"(?:sure|certain|confident|positive)"
_RIGHT = r"(?:true|right|correct|certain|so|sure|accurate|reliable)"
_SURELY = r"(?:\s+(?:really|quite|absolutely|very|completely|totally|100|so))?"
_OF_IT = rf"(?:\s+(?:about|of|in|on)\s+{_SAID}|\s+(?:that\s+)?{_SAID}(?:\s+is|['’]?s)\s+{_RIGHT})?"
_FORMS: dict[Request, tuple[str, ...]] = {
    "where": (
        rf"where(?:\s+(?:exactly|precisely))?(?:\s+in\s+{_TEXT})?\s+(?:does|do|did)\s+(?:it|he|she|they|{_TEXT})"
        rf"\s+(?:say|state|mention|write)\s+(?:{_SAID}|anything\s+like\s+that)",
        rf"where{_BE}\s+{_SAID}\s+(?:written|stated|said|mentioned|found|from|in\s+{_TEXT})",
        rf"where\s+in\s+{_NAMED}{_BE}\s+{_SAID}",
        rf"where\s+(?:did|do)\s+you\s+(?:find|get|read|see|have|take)\s+{_SAID}(?:\s+from)?",
        rf"where\s+(?:did|does|do)\s+{_ANSWER}\s+come\s+from",
        rf"where\s+can\s+i\s+(?:read|find|see|check|verify)\s+{_SAID}(?:\s+in\s+{_TEXT})?",
        rf"(?:on\s+|in\s+)?(?:which|what)\s+{_PAGE}"
        rf"(?:\s+(?:is|was)\s+{_SAID}(?:\s+(?:on|in|from))?|\s+(?:does|do)\s+(?:it|{_TEXT})\s+say\s+{_SAID}|\s+says\s+{_SAID})?",
        r"show\s+(?:me\s+)?where(?:\s+(?:it|that)\s+(?:is|says\s+(?:that|this|it|so)|stands))?",
        rf"(?:can|could|may)\s+i\s+(?:see|read|have)\s+(?:the|your|its)\s+{_PLACE}",
        rf"(?:cite|quote|give|show)\s+(?:me\s+)?(?:(?:the|your|a|its)\s+)?(?:exact\s+)?{_PLACE}(?:\s+(?:for|of)\s+{_SAID})?",
        rf"(?:what{_BE}\s+)?(?:(?:the|your|a)\s+)?(?:sources?|citation|reference|evidence|proof)(?:\s+(?:for|of)\s+{_SAID})?"
        r"|(?:the\s+)?context",
        rf"(?:quote|cite|prove|show\s+me)\s+{_SAID}|citation\s+needed",
        rf"what\s+(?:does|do)\s+(?:it|{_NAMED})\s+(?:exactly|literally)?\s*say\s+(?:exactly|literally|word\s+for\s+word)",
        rf"what\s+makes\s+you\s+(?:say|think|believe)\s+{_SAID}|what{_BE}\s+{_SAID}\s+based\s+on",
        r"(?:say|repeat|tell\s+me|show\s+me)\s+(?:that|it)\s+again|repeat(?:\s+(?:that|it))?|come\s+again",
        rf"says\s+who|who\s+says(?:\s+{_SAID})?|according\s+to\s+(?:who|whom|what)",
        rf"how\s+do\s+you\s+know(?:\s+{_SAID})?",
    ),
    "more": (
        r"(?:show|tell|give)\s+(?:me\s+)?(?:some\s+|the\s+)?"
        rf"(?:more|others?|next|rest|alternatives|(?:an)?other(?:\s+(?:one|{_OTHERS}))?)(?:\s+(?:one|{_OTHERS}|of\s+them))?",
        rf"(?:more|next)(?:\s+(?:one|{_OTHERS}))?",
        rf"(?:what|who|where|when)\s+else(?:\s+(?:is\s+there|do\s+you\s+have|does\s+(?:it|{_NAMED})\s+say|did\s+you\s+find))?",
        r"(?:is\s+there\s+)?any(?:thing|one|body|where)\s+(?:else|more)(?:\s+(?:in|on)\s+(?:it|there|that|this))?",
        rf"something\s+else|any\s+(?:others?|more|alternatives)(?:\s+{_OTHERS})?",
        rf"(?:are|is)\s+there\s+(?:any\s+)?(?:(?:an)?other|more)(?:\s+{_OTHERS})?",
        rf"(?:what|which)\s+other\s+{_OTHERS}(?:\s+are\s+there|\s+do\s+you\s+have)?",
        rf"do\s+you\s+have\s+(?:any\s+|some\s+)?(?:(?:an)?other|others|more|alternatives)(?:\s+{_OTHERS})?",
        rf"(?:what{_BE}\s+)?(?:the\s+)?other\s+{_OTHERS}|another(?:\s+(?:one|answer))?|alternatives",
        r"is\s+that\s+(?:all|everything|it)|go\s+on|continue|carry\s+on|keep\s+going|try\s+again",
    ),
    "sure": (
        rf"(?:are|r)\s+(?:you|u){_SURELY}\s+{_SURE}{_OF_IT}(?:\s+though)?",
        rf"(?:you(?:\s+are|['’]re)?\s+)?sure{_OF_IT}|really|seriously|for\s+real",
        rf"how\s+(?:sure|certain|confident)(?:\s+are\s+you)?{_OF_IT}",
        rf"how\s+(?:sure|certain|reliable|accurate)\s+is\s+{_SAID}|how\s+good\s+is\s+{_ANSWER}",
        rf"is\s+{_SAID}(?:\s+(?:really|actually))?\s+{_RIGHT}|is\s+that\s+(?:really\s+)?(?:the|your)\s+(?:final\s+|right\s+)?answer",
        rf"(?:can|could|should)\s+i\s+(?:trust|rely\s+on|believe)\s+(?:{_SAID}|you)",
        r"(?:could|might|may|can)\s+(?:that|this|it|you)\s+be\s+(?:wrong|mistaken)",
        r"i\s+(?:(?:do\s+not|don['’]?t|can['’]?t)\s+(?:quite\s+)?believe|doubt)\s+(?:that|this|it|you)"
        r"|i\s+(?:do\s+not|don['’]?t)\s+think\s+so|that(?:\s+is|['’]?s)\s+(?:wrong|incorrect|not\s+(?:right|true|correct))",
        r"what(?:\s+is|['’]?s)\s+your\s+confidence(?:\s+in\s+that)?",
    ),
    "about": (
        rf"what{_BE}\s+{_TEXT}{_MAINLY}\s+about",
        rf"what\s+(?:does|do)\s+{_NAMED}\s+(?:deal\s+with|talk\s+about|cover|say|contain|discuss|describe)|what\s+does\s+it\s+say",
        rf"(?:summari[sz]e|sum\s+up|outline)(?:\s+{_TEXT})?(?:\s+up)?|sum\s+{_TEXT}\s+up|describe\s+{_THIS_TEXT}",
        rf"(?:(?:give|show|write|make)\s+(?:me\s+)?|can\s+i\s+(?:have|get)\s+)?(?:a|an|the)?\s*(?:brief|short|quick)?\s*"
        rf"(?:summary|overview|abstract|synopsis|gist|outline)(?:\s+(?:of|about)\s+{_TEXT})?",
        rf"(?:what{_BE}\s+)?(?:the\s+)?(?:main|key|central|most\s+important)\s+(?:points?|ideas?|topics?|messages?|subjects?|themes?)"
        rf"(?:\s+(?:of|in)\s+{_TEXT})?",
        rf"what{_BE}\s+the\s+(?:gist|topic|subject|summary|essence|point)(?:\s+(?:of|in)\s+{_TEXT})?",
        rf"(?:tell\s+me|what\s+(?:can|do)\s+you\s+(?:tell\s+me|know))\s+about\s+{_THIS_TEXT}",
        rf"what{_BE}\s+(?:in|inside)\s+(?:{_THIS_TEXT}|here)|what{_BE}\s+this(?:\s+{_NOUN})?",
        rf"what\s+(?:kind|sort|type)\s+of\s+(?:a\s+)?{_NOUN}\s+is\s+this",
        rf"(?:what|which)\s+topics\s+(?:does\s+{_TEXT}\s+cover|are\s+(?:covered|there|in\s+{_TEXT}))",
        r"tl\s*;?\s*dr|in\s+(?:short|brief|a\s+nutshell)",
    ),
    "greeting": (
        r"(?:hi|hello|hey|hiya|howdy|greetings|yo|hallo|gday|g['’]day|good\s+(?:morning|afternoon|evening|day))+"
        r"(?:\s+(?:there|all|again|everyone|everybody|world|bot|qa[-_ ]?bot|friend|you))*"
        r"(?:\s+how\s+are\s+you(?:\s+(?:doing|today))*)?",
        r"how\s+are\s+you(?:\s+(?:doing|today))*|how(?:['’]s|\s+is)\s+it\s+going|what['’]?s\s+up|nice\s+to\s+meet\s+you",
        r"how\s+do\s+you\s+do|(?:are\s+you|is\s+any(?:one|body)|any(?:one|body))\s+there",
    ),
    "thanks": (
        r"(?:(?:ok|okay|great|cool|nice|perfect|good|wonderful|excellent|super|no|yes)\s+)*"
        r"(?:(?:many\s+)?thanks|thank\s+(?:you|u)|thx|ty|cheers|much\s+(?:appreciated|obliged)|(?:i\s+)?appreciate\s+(?:it|that))"
        r"(?:\s+(?:a\s+lot|so\s+much|very\s+much|indeed|again|a\s+bunch|a\s+million|bot|qa[-_ ]?bot"
        r"|for\s+(?:that|(?:the|your)\s+(?:help|answers?))))*"
        r"(?:\s+(?:that\s+(?:was\s+)?(?:helps?|helped|helpful|great|good)|that['’]?s\s+all|bye|goodbye))?",
        r"(?:that\s+(?:is|was)\s+|that['’]?s\s+)(?:very\s+|really\s+|so\s+)?(?:helpful|great|good|nice|useful)"
        r"|(?:very|really)\s+helpful|that\s+(?:really\s+)?help(?:s|ed)(?:\s+a\s+lot)?|good\s+(?:bot|job|answer)|well\s+done",
    ),
    "noted": (
        r"(?:(?:ok|okay|great|cool|nice|perfect|wonderful|excellent|awesome|wow|alright|all\s+right|got\s+it|i\s+see"
        r"|yes|yep|yeah|no|nope|understood)\s*)+",
    ),
    "bye": (
        r"(?:(?:ok|okay|well)\s+)?(?:good\s*)?bye(?:\s+bye)?|see\s+you(?:\s+(?:later|soon))?|good\s+night|ciao"
        r"|(?:no\s+)?that['’]?s\s+(?:all|it)(?:\s+(?:for\s+(?:now|today)|thanks|thank\s+you))?",
    ),
    "identity": (
        r"(?:who|what)\s+(?:are|r)\s+(?:you|u)|what(?:\s+is|['’]?s)\s+your\s+name|introduce\s+yourself|tell\s+me\s+about\s+yourself",
        r"who\s+am\s+i\s+(?:talking|speaking|chatting)\s+(?:to|with)"
        r"|(?:who|what)(?:\s+is|['’]?s)\s+(?:qa[-_ ]?bot|this\s+(?:chat)?bot)",
        r"what\s+(?:can|do)\s+you\s+do|what\s+are\s+you\s+able\s+to\s+do|what\s+are\s+your\s+(?:capabilities|abilities)"
        r"|how\s+do\s+(?:you\s+work|i\s+use\s+(?:you|qa[-_ ]?bot))|(?:can\s+you\s+)?help(?:\s+me)?"
        r"|what\s+(?:can|should|may)\s+i\s+ask(?:\s+you)?|what\s+can\s+i\s+do\s+(?:here|with\s+you)",
        r"are\s+you\s+(?:an?\s+)?(?:ai|bot|robot|human|person|machine|chatbot|llm|(?:large\s+)?language\s+model|real|chatgpt"
        r"|online|offline)(?:\s+or\s+(?:an?\s+)?\w+)?|(?:what|which)\s+(?:language\s+)?model\s+are\s+you",
        r"who\s+(?:made|built|wrote|created|programmed|developed)\s+you",
        r"do\s+you\s+(?:use|need|have)\s+(?:the\s+|an?\s+)?internet(?:\s+(?:access|connection))?"
        r"|do\s+you\s+(?:send|share|upload|store|keep)\s+my\s+(?:data|documents|files|questions)(?:\s+anywhere)?",
    ),
}
_POLITE_FRONT = (
    r"(?:please\s+|briefly\s+|so\s+|and\s+|but\s+|ok(?:ay)?\s+|well\s+|hmm*\s+|(?:can|could|would|will)\s+you\s+(?:please\s+)?"
    r"|i(?:['’]d|\s+would)\s+like\s+(?:you\s+to\s+|to\s+)?)*"
)
_POLITE_BACK = (
    r"(?:\s+(?:please|for\s+me|then|exactly|now|briefly|quickly|in\s+(?:short|brief|a\s+few\s+words|one\s+sentence)))*"
)
_SOURCES = {request: f"{_POLITE_FRONT}(?:{'|'.join(forms)}){_POLITE_BACK}" for request, forms in _FORMS.items()}
FORMS = {request: lazily(source, re.IGNORECASE) for request, source in _SOURCES.items()}
_SPELT = "".join(_SOURCES.values())

POINTS_BACK = re.compile(
    r"\s*(?:and\s+|so\s+)?what"
    r"(?:(?:\s+is|['’]?s)\s+(?:(?:it|that)\b(?!\s+(?:all|based)\b)|this\W*$)|\s+does\s+it\s+say\W*$)",
    re.IGNORECASE,
)
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
    if is_strange(text):
        return None
    return next((request for request, form in FORMS.items() if form.fullmatch(text)), None)


def is_strange(text: str) -> bool:
    """Whether two words of a line begin like none of the forms' words; compiling the forms takes longer than a search.

    A single one tells nothing: "are you a bot or a parrot?".
    """
    return sum(word[:3] not in _SPELT for word in re.findall(r"[^\W\d_]+", text.lower())) > 1


def without_courtesy(line: str) -> str:
    """A question without the greeting before it and the thanks around it: "Hi, who is he? Thanks!" -> "who is he?"."""
    rest = _THANKED.sub("", line)
    while (match := _GREETED.match(rest)) is not None:
        rest = rest[match.end() :]
    return rest if rest.strip() else line
