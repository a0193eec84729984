"""What a list, a digest or a timeline is about: its topic, and the period and publishers that it is limited to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from chatbot.question.kinds import KindReading
from chatbot.question.times import read_time
from chatbot.records import AnswerKind, Filters, Period, Question, TimeReading

_LONGEST = 400
"""Characters of a topic; what is longer is a pasted text."""
_BY = r"(?:by|from|in|does|did|has|von|vom|aus|bei|hat|del?|en|por|par|du|dans|d['’])"
_THE = r"(?:the |der |die |dem |das |el |la |le |l['’])?"
_AND = r"(?:\s*,\s*|\s*,?\s+(?:and|or|und|oder|y|o|et|ou)\s+)"
_CUT = re.compile(r"[;:?!…](?=\s|$)|\.(?=\s*$|\s+\W*[A-ZÀ-Þ])|,\s|\s[–—-]\s")
"""Where a topic ends and its details begin."""
_CONTINUES = re.compile(
    r"(?:since|after|before|until|between|from|seit|nach|vor|bis|zwischen|von|desde|entre|hasta)\b", re.I
)
_PUBLISHED = re.compile(
    r"\b(?:published|dated|written|from|erschienen|veröffentlicht|publicad[oa]s|publiés|parus)\W*$", re.I
)
_ONE_DAY = timedelta(days=1)

_LINKS = frozenset(
    (
        "that which who are were is was have has been there do did you we lie everything all anything something any "
        "happened happening said known written reported published dated released printed leading up of about on by "
        "from in at to with for regarding concerning around surrounding over during since mention mentions mentioned "
        "mentioning talk talks talking speak speaks deal deals dealing tell tells cover covers covering discuss "
        "discusses discussing describe describes report reports reporting refer refers referring write writes gibt "
        "es sind wurden stehen alles über zu zum zur von vom aus im seit mir erwähnen nennen handeln berichten "
        "veröffentlicht erschienen kurz que qué mencionan hablan tratan hay todo lo publicado publicados publicadas "
        "se sobre acerca de del en desde por son qui mentionnent parlent traitent évoquent publiés parus tout ce sur "
        "du des depuis par à propos"
    ).split()
)
"""Words between the name of a kind and its topic."""
_TRAILING = frozenset(
    (
        "do you have are there is available exist please pls published written appeared been so far to now were was "
        "gibt es erwähnen handeln berichten sprechen zusammen auf an veröffentlicht erschienen passiert geschehen "
        "los bitte hay y-a-t-il from in on by since during this the von vom im am en de"
    ).split()
)
"""Words that are left behind a topic."""
_ELIDED = re.compile(r"^(?:d|qu)['’]", re.IGNORECASE)
_HERE = re.compile(r"(?:(?:the|your|this) (?:library|collection|archive|database)|here)", re.IGNORECASE)
_COVERAGE = re.compile(
    r"(?:the |any |all |die |las? |les? )*(?:latest |recent |main |neuesten )?(?:news|coverage|articles?|reporting"
    r"|story|stories|reports?|developments?|events?|situation|nachrichten|ereignisse|noticias|nouvelles)\s+(?=(?:that"
    r"|on|about|of|in|from|around|surrounding|with|regarding|leading|by|zu|zum|zur|über|sobre|de|del|sur|du)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a question of a kind with a topic covers."""

    topic: str
    """Alone: "the rail strike"; empty where only limits are named."""
    filters: Filters
    """The reader's own, narrowed by what the question names."""
    details: bool
    """Whether the question says more about it than the topic and the limits."""


def read_scope(reading: KindReading, asked: Question, publishers: Sequence[str]) -> Scope:
    """Take apart what follows "list all articles", "summarize", "timeline".

    Args:
        reading: with what follows the words that name the kind.
        asked: its filters are narrowed, never widened.
        publishers: of the library; a list or digest of what one of them wrote is limited to it.
    """
    rest = reading.about[:_LONGEST]
    named: tuple[str, ...] = ()
    if reading.kind is not AnswerKind.TIMELINE:
        rest, named = _without_publishers(rest, publishers, at_beginning=reading.kind is AnswerKind.ARTICLES)
    period = Period()
    time = read_time(rest, asked.asked_at)
    if time and _limits(reading.kind, time, rest):
        rest, period = _without(rest, time.words), time.period
    topic, details = _topic(rest)
    return Scope(topic, _narrowed(asked.filters, period, named), details)


def narrowed_period(own: Period, other: Period) -> Period:
    """The days that lie in both periods; where there are none, a period in which no moment lies."""
    begins = [moment for moment in (own.since, other.since) if moment]
    ends = [moment for moment in (own.until, other.until) if moment]
    return Period(max(begins, default=None), min(ends, default=None))


def _narrowed(own: Filters, period: Period, named: Sequence[str]) -> Filters:
    kept = tuple(name for name in named if not own.publishers or name in own.publishers)
    return replace(own, period=narrowed_period(own.period, period), publishers=kept or own.publishers)


def _limits(kind: AnswerKind, time: TimeReading, rest: str) -> bool:
    """Whether a time says of when the articles shall be, and not when something happened that they tell of."""
    if time.kind == "recent" or kind is AnswerKind.TIMELINE:
        return False
    if time.counted or not _topic(_without(rest, time.words))[0] or _CONTINUES.match(time.words):
        return True
    since, until = time.period.since, time.period.until
    single = since and until and until - since <= _ONE_DAY
    return kind is AnswerKind.ARTICLES and bool(not single or _PUBLISHED.search(rest[: rest.find(time.words)]))


def _without(text: str, words: str) -> str:
    """The text without the first occurrence of these words and what tied them to it."""
    before, _, after = text.partition(words)
    return f"{_trimmed(before)} {after}"


def _without_publishers(rest: str, publishers: Sequence[str], *, at_beginning: bool) -> tuple[str, tuple[str, ...]]:
    known = {_plain(name): name for name in publishers if _plain(name) and _plain(name) in rest.casefold()}
    if not known:
        return rest, ()
    name = "|".join(re.escape(plain) for plain in sorted(known, key=len, reverse=True))
    name = rf"{_THE}(?:{name})(?!\w)"
    begins = rf"(?:^\s*|\b{_BY}\s+)" if at_beginning else rf"\b{_BY}\s+"
    found = re.search(rf"{begins}(?P<names>{name}(?:{_AND}{name})*)", rest, re.IGNORECASE)
    if not found:
        return rest, ()
    named = tuple(known[plain] for plain in known if plain in found["names"].casefold())
    return f"{rest[: found.start()]} {rest[found.end() :]}", named


def _plain(publisher: str) -> str:
    """A publisher's name as it is compared: in small letters, without its article."""
    return publisher.casefold().removeprefix("the ").strip()


def _topic(rest: str) -> tuple[str, bool]:
    """The topic, and whether something was cut off behind it."""
    text, before = rest.strip(' ,.;:?!…–—-¿¡"“”'), ""
    while text != before:
        before, text = text, _COVERAGE.sub("", _begun(text), count=1)
    cut = _CUT.search(text)
    topic = "" if _HERE.fullmatch(text) else _trimmed(text[: cut.start()] if cut else text)
    return topic, bool(cut) and any(map(str.isalnum, text[cut.end() :] if cut else ""))


def _begun(text: str) -> str:
    """Without the links at its beginning."""
    while text:
        first, _, after = text.partition(" ")
        if first.casefold().strip(",:") not in _LINKS:
            break
        text = after.lstrip()
    return _ELIDED.sub("", text)


def _trimmed(text: str) -> str:
    """Without the links at its end."""
    words = text.split()
    while words and words[-1].casefold().strip(" ,.;:?!") in _TRAILING:
        words.pop()
    return " ".join(words).strip(' ,.;:?!…"“”')
