"""What a greeting or a question about the library wants, as its words tell in English, German, Spanish and French."""

from __future__ import annotations

import re
from enum import StrEnum


class Courtesy(StrEnum):
    """What a reader says out of politeness."""

    GREETING = "greeting"
    THANKS = "thanks"
    FAREWELL = "farewell"


class LibraryTopic(StrEnum):
    """What a reader wants to know about the library."""

    HELP = "help"
    """What can be asked."""
    COUNT = "count"
    PUBLISHERS = "publishers"
    PERIOD = "period"
    """When its articles were published."""
    NEWEST = "newest"


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)


_THANKS = _words(
    r"thank(?:s|\s+you|ful)?|thx|thank\s*u|ty|tysm|cheers|much appreciated|appreciate (?:it|that)|great|perfect"
    r"|excellent|awesome|well done|super|danke(?:schön|sehr)?|vielen dank|prima|perfekt|gracias|agradecid[oa]|perfecto"
    r"|genial|merci|parfait|grazie|obrigad[oa]"
)
_FAREWELL = _words(
    r"(?:good)?\s?bye(?:[- ]bye)?|good\s?night|farewell|see you|so long|cya|tsch(?:ü|u)(?:ss?|ß)|auf wiedersehen"
    r"|bis bald|ciao|adi[oó]s|hasta (?:luego|pronto|mañana)|au revoir|à bientôt"
)
_TOPICS = {
    LibraryTopic.HELP: _words(
        r"help|how (?:do|can|should) i (?:use|ask|start|begin)|how (?:do|does) (?:you|this|it) work"
        r"|what (?:can|could|do|should|may) (?:you|i) (?:do|ask|say)|(?:what|who) are you|your (?:purpose|abilities)"
        r"|hilfe|hilf|was (?:kannst|könn\w+|kann ich)|wer (?:bist|sind sie)|wie funktionier\w+"
        r"|ayuda|ayúdame|(?:qué|que) pued\w+|(?:quién|qué) eres|cómo funciona\w*"
        r"|aide|aidez|que (?:peux|pouvez|puis)|qui (?:es|êtes)|comment (?:ça|cela) marche"
    ),
    LibraryTopic.COUNT: _words(
        r"how many|number of|how (?:big|large|full)|count|total|size|wie\s?viele?|anzahl|wie (?:groß|gross|voll)"
        r"|cu[aá]nt[oa]s|número de|tamaño|combien|nombre d\w*|taille"
    ),
    LibraryTopic.PUBLISHERS: _words(
        r"publishers?|newspapers?|papers?|outlets?|sources?|magazines?|agenc(?:y|ies)"
        r"|herausgebern?|zeitung(?:en)?|verlage?n?|medien|quellen?"
        r"|medios?|periódicos?|editor(?:es|iales)|fuentes?|journa(?:l|ux)|éditeurs?"
    ),
    LibraryTopic.PERIOD: _words(
        r"period|time\s?span|dates?|range|how (?:far|old|recent)|up to date|oldest|earliest|(?:since|from|until) when"
        r"|zeitraum|zeitspanne|ält\w+|wie (?:alt|weit)|(?:seit|von|bis) wann"
        r"|per[ií]odo|fechas?|antigu\w+|desde cuándo|période|ancien\w*|depuis quand"
    ),
    LibraryTopic.NEWEST: _words(
        r"new|newest|latest|recent(?:ly)?|added|last (?:articles?|stories|additions?|\d+)|what(?:'s| is) up"
        r"|neues?|neue[rsn]?|neueste[nrsm]?|aktuell\w*|neuigkeit(?:en)?|zuletzt"
        r"|nuev[oa]s?|novedad(?:es)?|recientes?|últim[oa]s?|nouve(?:au|aux|lles?|autés?)|récent\w*|derni\w+|neuf"
    ),
}


def courtesy_of(text: str) -> Courtesy:
    """Whether a courtesy is a greeting, thanks or a farewell; a greeting where its words tell neither."""
    if _THANKS.search(text):
        return Courtesy.THANKS
    return Courtesy.FAREWELL if _FAREWELL.search(text) else Courtesy.GREETING


def library_topics_of(text: str) -> tuple[LibraryTopic, ...]:
    """What is asked about the library, in the order in which it is told; a general view where the words name nothing.

    Who asks for help is told nothing else.
    """
    plain = text.replace("’", "'")
    found = tuple(topic for topic, pattern in _TOPICS.items() if pattern.search(plain))
    if LibraryTopic.HELP in found:
        return (LibraryTopic.HELP,)
    return found or (LibraryTopic.COUNT, LibraryTopic.PERIOD, LibraryTopic.NEWEST)
