"""Which sources a briefing shows beside its statements, and under which numbers: decided once, for every format.

Numbers are those of articles, so that a source is listed once however often it is cited. A statement shows its best two
sources: a third rarely tells a reader more, and a page of footnotes is not read. The others are counted, and listed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from chatbot.answering.wording import quoted
from chatbot.briefing.records import Briefing
from chatbot.control_characters import printable_line
from chatbot.records import Citation, Sentence

BEST = 2
"""Sources that are shown beside one statement."""
_Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Mark:
    """A source of one statement."""

    number: int
    """Of the article."""
    citations: tuple[Citation, ...]
    """What the statement cites of it, at least one."""

    @property
    def citation(self) -> Citation:
        """Where the mark leads."""
        return self.citations[0]


@dataclass(frozen=True, slots=True)
class Backing:
    """The sources of one statement."""

    best: tuple[Mark, ...]
    more: tuple[Mark, ...]
    """What is only counted until a reader asks for it."""

    @property
    def rest(self) -> str:
        """`and 3 more`; empty where all are shown."""
        return f"and {len(self.more)} more" if self.more else ""


@dataclass(frozen=True, slots=True)
class Source:
    """An article in the list of sources."""

    number: int
    article: Citation
    """Any citation of it: says title, publisher, day and address."""
    quotes: tuple[Citation, ...]
    """What backs statements and does not stand in their own words; each once. What is only nearest to a doubtful
    statement stands beside it."""


class References:
    """The sources of a briefing.

    Args:
        briefing: finished.
    """

    def __init__(self, briefing: Briefing) -> None:
        self._known = {citation.id: citation for citation in briefing.citations}
        self._sentences = [entry.sentence for section in briefing.sections for entry in section.entries]
        self._articles = {_key(citation): citation for citation in reversed(briefing.citations)}
        self._numbers: dict[_Key, int] = {}
        listed: dict[_Key, list[Citation]] = {}
        told = "\n".join(_as_told(sentence.text) for sentence in self._sentences)
        for sentence in self._sentences:
            backing = [item for group in self._ranked(sentence)[:BEST] for item in group]
            for item in (*backing, *self._nearest(sentence)):
                listed.setdefault(self._numbered(item), [])
            for item in backing:
                listed[_key(item)].append(item)
        rest = [citation for sentence in self._sentences for citation in self._cited(sentence.citations)]
        self.sources = tuple(
            Source(self._numbers[key], self._articles[key], _untold(items, told)) for key, items in listed.items()
        )
        """What is shown beside statements, in the order of the text."""
        self.further = tuple(
            Source(self._numbers[self._numbered(item)], item, ())
            for item in _firsts(rest, _key)
            if _key(item) not in listed
        )
        """What is only counted there, in the order of the text."""

    def backing(self, sentence: Sentence) -> Backing:
        """The sources of a statement, best first.

        Its own article comes first: the one whose words it is. A report comes before a piece of opinion; another
        publisher before the same, since who says it twice confirms nothing; what was published nearest to the first
        source before what was later or earlier, since it speaks of the same state of things; else the order in which
        the statement cites them, which is that of their nearness to it.
        """
        marks = [Mark(self._numbers[_key(group[0])], tuple(group)) for group in self._ranked(sentence)]
        return Backing(tuple(marks[:BEST]), tuple(marks[BEST:]))

    def nearest(self, sentence: Sentence) -> tuple[Mark, ...]:
        """What comes nearest to a doubtful statement without backing it."""
        return tuple(Mark(self._numbers[_key(item)], (item,)) for item in self._nearest(sentence))

    def _ranked(self, sentence: Sentence) -> list[list[Citation]]:
        """What a statement cites of each article, the best article first."""
        groups: dict[_Key, list[Citation]] = {}
        for citation in self._cited(sentence.citations):
            groups.setdefault(_key(citation), []).append(citation)
        if len(groups) <= 1:
            return list(groups.values())
        said = _as_told(sentence.text)
        own, *others = sorted(groups.values(), key=lambda group: not _stands_in(said, group[0]))
        return [own, *sorted(others, key=lambda group: _rank(group[0], own[0], said))]

    def _nearest(self, sentence: Sentence) -> Sequence[Citation]:
        return self._cited(sentence.nearest)[:BEST] if sentence.verdict.is_doubtful else []

    def _cited(self, numbers: Iterable[int]) -> list[Citation]:
        return [self._known[number] for number in numbers if number in self._known]

    def _numbered(self, citation: Citation) -> _Key:
        """The article of a citation, which has a number from its first use on."""
        key = _key(citation)
        self._numbers.setdefault(key, len(self._numbers) + 1)
        return key


def _untold(citations: Iterable[Citation], told: str) -> tuple[Citation, ...]:
    first = _firsts(citations, lambda citation: _as_told(citation.quote))
    return tuple(citation for citation in first if not _stands_in(told, citation))


def _rank(citation: Citation, own: Citation, said: str) -> tuple[bool, bool, bool, float]:
    """Lower is better."""
    independent = bool(citation.publisher) and citation.publisher.casefold() != own.publisher.casefold()
    apart = _days_apart(citation.published, own.published)
    return not _stands_in(said, citation), citation.opinion, not independent, apart


def _days_apart(one: datetime | None, other: datetime | None) -> float:
    """Endless where a day is not known."""
    return float(abs((one.date() - other.date()).days)) if one and other else float("inf")


def _stands_in(said: str, citation: Citation) -> bool:
    return _as_told(citation.quote) in said


def _as_told(text: str) -> str:
    """A text as it stands between quotation marks, whatever marks it has itself."""
    return quoted(printable_line(text))[1:-1]


def _key(citation: Citation) -> _Key:
    return citation.article_id, citation.version


def _firsts(citations: Iterable[Citation], key: Callable[[Citation], object]) -> Iterable[Citation]:
    """The first citation of each key, in order."""
    found: dict[object, Citation] = {}
    for citation in citations:
        found.setdefault(key(citation), citation)
    return found.values()
