"""The place in the order of what happened that a question names: "the first update", "after the vote"."""

from __future__ import annotations

import re

from chatbot.records import OrderReading, Place
from chatbot.text.time_clock import clock_times

_READ = 600
MOST_ASKED = 5
"""Entries that are given where more are asked for."""
_COUNTS = {
    word: number
    for number, group in enumerate(("two zwei dos deux", "three drei tres trois", "four vier cuatro quatre", "five"), 2)
    for word in group.split()
}
_COUNT = rf"(?:(?P<count>[2-9]|{'|'.join(_COUNTS)}) )?"
_LIVE = r"(?:live[ -]?(?:blog |page |ticker )?)?"
_ENTRY = (
    rf"{_LIVE}(?:(?:updates?|posts?|entr(?:y|ies)|blog posts?|messages? in the (?:blog|ticker))"
    r"|things? (?:that |to )?(?:ha(?:d|s|ve) )?happen(?:ed)?|developments?)"
)
_EINTRAG = r"(?:(?:eintrag|einträge|post|posts|meldung(?:en)? im ticker|update|updates)|entwicklung(?:en)?)"
_ENTRADA = r"(?:(?:entradas?|publicaci(?:ón|ones)|actualizaci(?:ón|ones)|mensajes?))"
_ENTREE = r"(?:(?:entrées?|mises? à jour|publications?|messages?|posts?))"
_FIRST_OR_LAST = tuple(
    (place, re.compile(rf"(?<!\w)(?:{pattern})\b", re.IGNORECASE))
    for place, pattern in (
        (Place.FIRST, rf"(?:very )?(?:first|earliest|oldest) {_COUNT}{_ENTRY}"),
        (Place.LAST, rf"(?:very )?(?:last|latest|newest|most recent|final) {_COUNT}{_ENTRY}"),
        (Place.FIRST, rf"erste[nrs]? {_COUNT}{_EINTRAG}"),
        (Place.LAST, rf"(?:letzte|neueste|jüngste)[nrs]? {_COUNT}{_EINTRAG}"),
        (Place.FIRST, rf"primer(?:a|as|o|os)? {_COUNT}{_ENTRADA}"),
        (Place.LAST, rf"últim[oa]s? {_COUNT}{_ENTRADA}"),
        (Place.FIRST, rf"(?:premi(?:er|ère)s?) {_COUNT}{_ENTREE}"),
        (Place.LAST, rf"(?:derni(?:er|ère)s?) {_COUNT}{_ENTREE}"),
        (Place.FIRST, r"(?<=\bwhat )(?:happened|came) first|(?<=\bwas )(?:geschah|passierte) (?:als erstes|zuerst)"),
        (Place.LAST, r"(?<=\bwhat )happened (?:last(?! \w)|most recently)"),
        (Place.LAST, r"(?<=\bwas )(?:geschah|passierte) (?:als letztes|zuletzt)"),
        (Place.FIRST, r"(?<=\bqué )(?:pasó|ocurrió) primero|s['’]est(?:-il)? passé en premier"),
        (Place.LAST, r"(?<=\bwhat is )the latest(?= (?:on|in|from|at|with|about)\b)"),
        (Place.LAST, r"(?<=\bwhat['’]s )the latest(?= (?:on|in|from|at|with|about)\b)"),
    )
)
_HAPPENED = (
    r"what(?: else)? (?:happened|came|followed|was done)"
    r"|was (?:geschah|passierte|ist (?:passiert|geschehen))|qué (?:pasó|ocurrió|sucedió)"
    r"|(?:que s['’]est-il|qu['’]est-ce qui s['’]est) passé"
)
_SOON = r"(?:right |immediately |directly |shortly |soon |just |next |unmittelbar |kurz |gleich |justo |juste )*"
_AFTER = r"after|following|nach|nachdem|después de(?:l| que)?|tras|après(?: que)?"
_BEFORE = r"before|prior to|vor|bevor|antes de(?:l| que)?|avant(?: que)?"
_COUNTED_FROM = tuple(
    (place, re.compile(pattern, re.IGNORECASE))
    for place, words in ((Place.AFTER, _AFTER), (Place.BEFORE, _BEFORE))
    for pattern in (
        rf"\A\W*(?:{_HAPPENED})\b(?P<where>[^?]{{0,80}}?)\s(?P<words>{_SOON}(?:{words}) (?P<event>[^?]{{2,120}}))",
        rf"\A\W*(?P<words>{_SOON}(?:{words}) (?P<event>[^?,]{{2,80}})),? (?:{_HAPPENED})\b",
    )
)
_NOT_AN_EVENT = re.compile(r"(?:that|this|it|then|dem|der|das|eso|ça|cela|\W)*\Z", re.IGNORECASE)


def read_order(text: str) -> OrderReading | None:
    """The place in the order of what happened that a question names; None where it names none.

    Args:
        text: of the question, on its own.
    """
    text = text[:_READ]
    for place, pattern in _COUNTED_FROM:
        found = pattern.search(text)
        if found and not clock_times(found["words"]) and not _NOT_AN_EVENT.match(found["event"]):
            return OrderReading(place, found["words"], found["event"].strip(" .!"))
    for place, pattern in _FIRST_OR_LAST:
        if found := pattern.search(text):
            counted = found.groupdict().get("count")
            return OrderReading(place, found[0], count=_count(counted), is_implied=found[0].casefold() == "the latest")
    return None


def _count(word: str | None) -> int:
    if not word:
        return 1
    return min(int(word) if word.isdecimal() else _COUNTS[word.casefold()], MOST_ASKED)
