"""English verbs: "what is this form a form of?". Irregular verbs are a closed class; regular ones follow a rule."""

from __future__ import annotations

from collections.abc import Callable

# Base, past, participle; without those that are as often nouns or adjectives (cost, cut, set, light, lead, saw ...).
_TABLE = """
arise arose arisen|bear bore born|beat beat beaten|become became become|begin began begun|bend bent bent
bleed bled bled|blow blew blown|break broke broken|breed bred bred|bring brought brought|build built built
burn burnt burnt|buy bought bought|catch caught caught|choose chose chosen|come came come|creep crept crept
deal dealt dealt|dig dug dug|draw drew drawn|drink drank drunk|drive drove driven|eat ate eaten|fall fell fallen
feed fed fed|feel felt felt|fight fought fought|find found found|fly flew flown|forbid forbade forbidden
forget forgot forgotten|forgive forgave forgiven|freeze froze frozen|get got gotten|give gave given|go went gone
grow grew grown|hang hung hung|hear heard heard|hide hid hidden|hold held held|keep kept kept|kneel knelt knelt
know knew known|lay laid laid|leave left left|lend lent lent|lie lay lain|lose lost lost|make made made
mean meant meant|meet met met|pay paid paid|put put put|ride rode ridden|rise rose risen|run ran run|say said said
see saw seen|seek sought sought|sell sold sold|send sent sent|shake shook shaken|shine shone shone|shoot shot shot
show showed shown|shrink shrank shrunk|sing sang sung|sink sank sunk|sit sat sat|sleep slept slept
speak spoke spoken|spend spent spent|spread spread spread|stand stood stood|steal stole stolen|stick stuck stuck
strike struck struck|swear swore sworn|sweep swept swept|swim swam swum|take took taken|teach taught taught
tear tore torn|tell told told|think thought thought|throw threw thrown|understand understood understood
wake woke woken|wear wore worn|weep wept wept|win won won|withdraw withdrew withdrawn|write wrote written
"""
_NOUNS_TOO = frozenset(
    "bear bore bend blow break deal draw drink drive fall feed fight fly hide lay left lie"
    " mean rise ride run saw show sink spread stand stick strike tear wake wear shot burn felt".split()
)
_FORMS = [tuple(entry.split()) for line in _TABLE.split("\n") for entry in line.split("|") if entry]
PAST = {past: base for base, past, _ in _FORMS}
IRREGULAR = frozenset(form for forms in _FORMS for form in forms) - _NOUNS_TOO
VOWELS = "aeiou"


def supported(verb: str, known: Callable[[str], bool]) -> tuple[str, str] | None:
    """A finite verb as "do" and its base: "buried" is ("did", "bury"), "insures" ("does", "insure").

    Parameters
    ----------
    verb
        In lower case.
    known
        Whether a word is a common one; tells "hate" from "hat" + "ed".

    Returns
    -------
    None if its base is not to be told.
    """
    if verb in PAST:
        return "did", PAST[verb]
    if verb.endswith("ed"):
        bases = _without_ed(verb)
        return "did", next(filter(known, bases), bases[0])
    if verb.endswith("ies"):
        return "does", f"{verb[:-3]}y"
    if verb.endswith("s") and not verb.endswith("ss"):
        return "does", verb[: -2 if verb.endswith(("sses", "xes", "zes", "ches", "shes", "oes")) else -1]
    return ("do", verb) if known(verb) else None


def _without_ed(verb: str) -> list[str]:
    """The bases that a form in -ed can have, likeliest first."""
    stem = verb[:-2]
    if stem.endswith("i"):
        return [f"{stem[:-1]}y"]
    if len(stem) > 2 and stem[-1] == stem[-2]:
        return [stem[:-1], stem] if stem[-1] not in "sl" else [stem, stem[:-1]]
    # one vowel and one consonant before: a silent e was lost ("hated"), unless the word is longer ("visited")
    silent = len(stem) > 1 and stem[-1] not in VOWELS and stem[-2] in VOWELS and stem[-3:-2] not in tuple(VOWELS)
    return [f"{stem}e", stem] if silent or stem[-1:] in ("u", "v", "c") else [stem, f"{stem}e"]
