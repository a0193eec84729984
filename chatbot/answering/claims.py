"""Tells sentences that claim something about the world from those that only accompany an answer.

When in doubt a sentence is a claim, because what is not a claim is shown without a check.
"""

from __future__ import annotations

import re

MOST_WORDS = 12
"""A longer sentence claims something, however it begins or ends."""
_REST = r"(?-i:[a-z ,]+)"
"""Of a courtesy: names claim something."""
_COURTESY = re.compile(
    r"(?:(?:hello|hi|sure|certainly|of course|sorry|i['’]m sorry|great question|happy to help)\b(?: there)?"
    r"[,.!:–—-]* ?)*"
    r"(?:thanks|thank you(?: (?:so|very) much)?(?: for (?:your question|asking))?"
    rf"|here (?:it is|you go|(?:is|are) (?:the|an?|some|my) {_REST})"
    rf"|i hope (?:this|that|it) (?:helps|is helpful|answers {_REST})"
    rf"|(?:please )?(?:let me know|ask|feel free)(?:{_REST})?|(?:the )?answer(?: is)?)?[.!:]*",
    re.IGNORECASE,
)

_SPECIFIC = r"(?:the|these|those|any of (?:the|these|your)|your|our|both|all(?: of)?(?: the| these| your)?)"
_KIND = r"(?:(?:provided|given|available|supplied|numbered|cited|retrieved|news|source|above|article) ){0,2}"
_NAMED = r"(?:sources?|articles?|passages?|texts?|excerpts?|sentences?|context)"
_SOURCES = (
    rf"(?:{_SPECIFIC} {_KIND}{_NAMED}|the (?:provided|given|available) (?:evidence|information)|your library)"
    r"(?: (?:provided|given|above|here|available))?"
)
_SAY = (
    r"(?:say|state|mention|specify|provide|contain|give|include|offer|answer|address|discuss|describe|report|reveal|"
    r"indicate|name|tell|explain|cover|identify|hold|make)"
)
_LEAD = r"(?:(?:however|unfortunately|but|based on [a-z ]+|i['’]m sorry|sorry)[,.]? (?:but )?)?"
_SAID_NOTHING = (
    rf"{_LEAD}{_SOURCES} (?:(?:do|does)(?: not|n['’]t)|cannot|can['’]t) (?:\w+ly )?{_SAY}\b.*",
    rf"{_LEAD}the (?:{_KIND})(?:article|text|passage|context)s? did(?: not|n['’]t) (?:\w+ly )?{_SAY}\b.*",
    rf"{_LEAD}(?:none|neither|nothing) (?:of|in) {_SOURCES} {_SAY}s?\b.*",
    rf"{_LEAD}no (?:{_KIND})(?:source|article|passage)s? {_SAY}s?\b.*",
    rf"{_LEAD}{_SOURCES} {_SAY}s? (?:no|nothing|not enough|insufficient|neither|little)\b.*",
    rf"{_LEAD}there (?:is|are|was|were) (?:no|not|insufficient|not enough) .*\b(?:in|from|within|among) {_SOURCES}",
    rf"{_LEAD}there is no (?:information|mention|answer)\b[^,]*",
    rf"{_LEAD}.*\b(?:is|are|was|were)(?: not|n['’]t) (?:\w+ly )?(?:mentioned|stated|specified|given|provided|addressed|"
    rf"discussed|answered|named|described|reported|covered|included|said|known)(?: \w+)? (?:in|by|from) {_SOURCES}",
    rf"{_LEAD}(?:i|it|this|that|(?:the|this) question|(?:the|an) answer)\b.{{0,40}}\b(?:cannot|can['’]t|could not|"
    rf"unable|not possible|impossible)\b.*\b(?:in|from|on|with|by|using) {_SOURCES}",
    # German, Spanish, French.
    r"(?:die|diese|keine[rs]?(?: der)?) (?:(?:vorliegenden|angegebenen|genannten) )?(?:quellen?|artikeln?|texten?) "
    r"(?:sag|nenn|enth|geb|gib|mach|erwähn|liefer|beantwort)\w* .*(?:\b(?:nichts?|keine?[nrms]?|darüber|dazu)\b.*)",
    r"(?:(?:las|los|estas|estos) (?:fuentes|artículos|textos) no|ningun[oa] (?:fuente|artículo)) "
    r"(?:dice|menciona|indica|da|contiene|especifica|responde|informa)n?\b.*",
    r"(?:(?:les|ces) (?:sources|articles|textes) ne|aucun[e]? (?:source|article) ne) "
    r"(?:dise|dit|mentionne|indique|donne|contienne|contient|précise|réponde|répond)(?:nt)?\b.*",
)
_NOTHING_FOUND = re.compile(rf"(?:{'|'.join(_SAID_NOTHING)})", re.IGNORECASE)
_GOES_ON = re.compile(
    r"(?:[,;:–—]\s*|\s)(?:but|although|though|while|whereas|yet|aber|sondern|jedoch|pero|aunque|mais|bien que)\s"
    r"|;|[,:–—]\s*(?:and|only|they|it|however|und|y|et)\s",
    re.IGNORECASE,
)
"""What a sentence says behind this, the articles may say."""


def says_nothing_found(sentence: str) -> bool:
    """Whether the sentence says that the sources do not answer, and nothing else, in whatever words."""
    plain = " ".join(sentence.split()).rstrip(".! ")
    found = _NOTHING_FOUND.fullmatch(plain)
    return bool(found) and not _GOES_ON.search(re.sub(rf"^{_LEAD}", "", plain, flags=re.IGNORECASE))


def is_claim(sentence: str) -> bool:
    """Whether the sentence asserts something that evidence could support: not a question, courtesy or lead-in."""
    text = sentence.strip()
    if text.endswith("?"):
        return False
    if len(text.split()) > MOST_WORDS or re.search(r"\d", text):
        return True
    return not (text.endswith(":") or _COURTESY.fullmatch(text))
