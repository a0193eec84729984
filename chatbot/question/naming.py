"""Words for time and for articles in more languages than the rules read.

They back what a model says of a question.
"""

from __future__ import annotations

import re

from chatbot.text.time_vocabulary import MONTHS, UNIT_DAYS, WEEKDAYS

_READ = 1_000
_LISTED = frozenset("en de es fr it pt nl".split())
"""Languages whose words for time are known here."""
_TIMES = frozenset(
    (
        "spring summer autumn winter season quarter decade today yesterday tonight recently frühling frühjahr "
        "sommer herbst heute gestern primavera verano otoño invierno hace ayer hoy printemps été automne hiver "
        "semaine semaines mois ans année années hier dernier dernière janvier février mars avril mai juin juillet "
        "août septembre octobre novembre décembre estate autunno inverno settimana settimane mese mesi anno anni "
        "ieri scorso scorsa gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre dicembre "
        "verão outono inverno mês ano anos ontem passado passada janeiro fevereiro março maio junho julho setembro "
        "outubro dezembro lente zomer herfst weken maand maanden jaar gisteren vorig vorige januari februari maart "
        "mei augustus"
    ).split()
) | {word for word in (*MONTHS, *WEEKDAYS, *UNIT_DAYS) if len(word) > 3}
"""Without "since" and "after": the day of what follows them, such as an election, stands in no question."""
_WORD = re.compile(r"\w+")
_ARTICLES = re.compile(
    r"\b(?:articl\w*|story|stories|reports?|texts?|publish\w*|library|source\w*|news\w*|artikel\w*|bericht\w*"
    r"|meldung\w*|bibliothe[kc]\w*|quelle\w*|verlag\w*|art[ií]culo\w*|noticia\w*|fuente\w*|biblioteca\w*|artigo\w*"
    r"|notícia\w*|fonte\w*|articol\w*|notizi\w*|fonti|bron\w*|nieuws\w*|bibliotheek|artyku\w*|źród\w*|bibliote\w*"
    r"|haber\w*|makale\w*|стат\w*|новост\w*|источник\w*|библиотек\w*)\b|文章|新闻|報道|记事|記事|ニュース|기사|뉴스|مقال|أخبار",
    re.IGNORECASE,
)


def names_time(text: str, language: str) -> bool:
    """Whether a number or a word for time stands in the text; True in a language whose words are not known."""
    words = _WORD.findall(text[:_READ].casefold())
    return language not in _LISTED or any(word in _TIMES or word[0].isdecimal() for word in words)


def names_articles(text: str) -> bool:
    """Whether articles, sources or the library are named in the text."""
    return bool(_ARTICLES.search(text[:_READ]))
