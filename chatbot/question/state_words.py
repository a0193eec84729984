"""Whether a question asks for the state of things, so that the newest article counts most."""

from __future__ import annotations

import re

COVERED_LANGUAGES = frozenset({"en", "de", "es", "fr"})
"""Languages whose words are listed here."""
_STATE = re.compile(
    r"\b(?:latest|newest|most recent|recent(?:ly)?|lately|current(?:ly)?|now(?! that\b)(?!-)|nowadays"
    r"|(?<!would )(?<!could )(?<!might )still(?! (?:life|photo))|so far|to date|as of|yet(?=\W*$)|today(?!['’]s\b)"
    r"|today['’]s (?:state|number|figure|count|toll|total)|tonight|at the moment|right now|these days|at present"
    r"|up.?dates?(?! (?:the|its|their|his)\b)|status|state of play|where do(?:es)? .+ stand(?: now)?|any news"
    r"|what['’]?s new|happening|going on|any(?:thing)? new|in force|under ?way|aktuell\w*|derzeit\w*|momentan|jetzt"
    r"|noch immer|immer noch|noch(?= (?:in kraft|gültig|offen|gesperrt|vermisst))|bisher(?:ige\w*)?|bislang|heute"
    r"|neue(?:ste|sten|stes|ster|s)(?= |\W*$)|zuletzt|mittlerweile|inzwischen|gegenwärtig|der stand|stand der dinge"
    r"|ahora(?: mismo)?|actual(?:es|mente)?|hoy|todavía|aún|hasta (?:ahora|la fecha)|por ahora|más recientes?"
    r"|última hora|últim[oa]s? (?:noticias?|cifras?|datos?|balance|recuento|número|estado|novedades)|novedades"
    r"|de nuevo(?= sobre|\W*$)|en vigor|sigue(?:n)?|actuel(?:le)?(?:s|ment)?|maintenant|aujourd['’]hui|toujours"
    r"|encore(?= (?:en|au|à))|jusqu['’](?:ici|à présent)|à ce jour|en ce moment|récent(?:e|s|es|ment)?|derni(?:er"
    r"|ère)s? (?:bilan|nouvelles?|chiffres?|état)|du nouveau|quoi de neuf|en vigueur)\b",
    re.IGNORECASE,
)
_READ = 1_000


def asks_for_the_state(text: str) -> bool:
    """Whether words such as "latest", "now", "still" or "so far" stand in the text, in one of four languages."""
    return bool(_STATE.search(text[:_READ]))
