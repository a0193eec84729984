"""What a list, a digest or a timeline is about: the question's topic without the words that ask for it."""

from __future__ import annotations

import re

from chatbot.records import Filters, ParsedQuestion
from chatbot.text.time_words import read_period

_WORD = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*")
_ASKING = frozenset(
    (
        "a an the all any every everything some which what whats how show list give get find tell name me us please i "
        "want need can could you do does have has is are was were be there that this these those it on of in from by "
        "about at to with and or for my your our library article articles story stories report reports piece pieces "
        "item items news newest latest recent published publish written write wrote mention mentions mentioned "
        "mentioning concern concerning cover covers covering timeline chronology digest overview summary summarize "
        "summarise sum up brief briefing "
        "alle alles welche welcher welches zeig zeige liste nenne gib mir uns bitte die der das den dem des ein eine "
        "einen einem einer von vom aus zu zum zur über im am und oder artikel berichte erwähnen erwähnt handeln "
        "erschienen zeitleiste überblick zusammenfassung fasse zusammen ihr sie hast habt haben gibt es "
        "todos todas todo qué que cuáles cuales lista muestra muéstrame dame los las el la lo un una unos unas del de "
        "sobre en por para y o artículo artículos noticias mencionan menciona hablan habla cronología resumen resume "
        "tous toutes tout quels quelles quel quelle montre montrez donne donnez moi les le des du dans par pour sur et "
        "ou mentionnent mentionne parlent parle chronologie résumé résume"
    ).split()
)
"""Words that ask for articles or link others, in the languages in which the rules read questions."""


def topic_of(parsed: ParsedQuestion) -> str:
    """The topic in words; empty where there is none, so that the filters alone choose.

    Where the whole question stands in the place of its topic, what asks is taken off: "which articles", the period, the
    names of publishers and authors.
    """
    topic = parsed.queries[0] if parsed.queries else ""
    if topic.strip() and _folded(topic) not in {_folded(parsed.text), _folded(parsed.asked.text)}:
        return " ".join(topic.split())
    return _without_asking(topic, parsed)


def _without_asking(question: str, parsed: ParsedQuestion) -> str:
    rest = question
    for name in _names(parsed.filters):
        rest = re.sub(re.escape(name), " ", rest, flags=re.IGNORECASE)
    reading = parsed.reading or read_period(rest, parsed.asked_at)
    if reading:
        rest = rest.replace(reading.words, " ")
    words = list(_WORD.finditer(rest))
    telling = [word for word in words if word.group().casefold() not in _ASKING]
    # What links two telling words belongs to them: "the Bank of Caldria".
    return " ".join(rest[telling[0].start() : telling[-1].end()].split()) if telling else ""


def _names(filters: Filters) -> tuple[str, ...]:
    return (*filters.publishers, *filters.authors)


def _folded(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))
