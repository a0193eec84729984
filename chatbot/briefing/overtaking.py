"""Which statements later ones overtake: a toll that rose, an area that grew.

Later is what an article of a later day says, a newer version of the same article, or a newer entry of a live page.
Sources of one day that count differently disagree, which is another thing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from chatbot.answering.counted import counts_differ
from chatbot.briefing.key_figures import KeyFigure, figures_in
from chatbot.briefing.live_entries import LiveEntry
from chatbot.records import Evidence
from chatbot.verification.claim_names import names_of
from chatbot.verification.claim_words import words_of
from chatbot.verification.plain_text import plain_quote

SHARED_WORDS = 0.4
"""Of the words of the shorter of two sentences, so that one may overtake the other."""
_YEAR = re.compile(r"(?<![\w.,])((?:18|19|20)\d\d)(?![\w%]|[.,]\d)")

ONE_ARTICLE = 0.5
"""Cosine from which a sentence of the same article, of a newer version or entry, may overtake one."""
ELSEWHERE = 0.65
"""Cosine from which a sentence of another article may overtake one."""
ONE_MATTER = 0.45
"""Cosine of two headlines from which their articles may tell of one matter."""


def near_enough(likeness: float, headlines: float, *, one_article: bool) -> bool:
    """Whether two sentences are near enough in meaning that the later may overtake the earlier.

    Args:
        likeness: cosine of their embeddings.
        headlines: cosine of the headlines of their articles.
        one_article: whether both stand in versions of one article.
    """
    if one_article:
        return likeness >= ONE_ARTICLE
    return likeness >= ELSEWHERE and headlines >= ONE_MATTER


def is_later(item: Evidence, than: Evidence, entries: Sequence[LiveEntry] = ()) -> bool:
    """Whether a sentence tells a later state of things.

    Args:
        item: the one that may be later.
        than: the other one.
        entries: of the live page on which both stand, newest first, where they do.
    """
    if item.article_key == than.article_key:
        return bool(entries) and _place(item, entries) < _place(than, entries) < len(entries)
    if item.article_id == than.article_id:
        return item.version > than.version
    first, second = than.metadata.published, item.metadata.published
    return first is not None and second is not None and second.date() > first.date()


def differ(one: Evidence, other: Evidence) -> bool:
    """Whether two sentences that are near in meaning give different numbers for the same thing.

    Both must be about the same, in many of their words, and where each names somebody or some place, one name at least
    must be in both: another fire is no later state of this one. What happened in another year is settled.
    """
    if _tells_history(one) or _tells_history(other):
        return False
    first, second = plain_quote(one), plain_quote(other)
    return counts_differ(first, second) and _figures_differ(first, second) and _about_the_same(one, other)


def _tells_history(item: Evidence) -> bool:
    """Whether a sentence names another year than that of its article: what it counts is settled."""
    published = item.metadata.published
    return published is not None and any(int(year) != published.year for year in _YEAR.findall(item.quote))


def _figures_differ(earlier: str, later: str) -> bool:
    """Whether figures of both that count the same, by a word at least, have other values, and none the same."""
    before, now = ([item for item in figures_in(text) if item.strong] for text in (earlier, later))
    pairs = [(one.value, other.value) for one in before for other in now if _counted(one) & _counted(other)]
    return bool(pairs) and all(one != other for one, other in pairs)


def _counted(figure: KeyFigure) -> set[str]:
    return _stems(f"{figure.figure} {figure.counts}")


def _about_the_same(earlier: Evidence, later: Evidence) -> bool:
    first, second = _stems(earlier.quote), _stems(later.quote)
    if len(first & second) < SHARED_WORDS * max(min(len(first), len(second)), 1):
        return False
    names = [{name.casefold() for name in names_of(words_of(item.quote))} for item in (earlier, later)]
    return bool(names[0] & names[1]) or not (names[0] and names[1])


def _stems(text: str) -> set[str]:
    return {word.stem for word in words_of(text) if word.is_content}


def _place(item: Evidence, entries: Sequence[LiveEntry]) -> int:
    inside = (at for at, entry in enumerate(entries) if entry.span.start <= item.span.start < entry.span.end)
    return next(inside, len(entries))
