"""What one briefing tells and another one does not, and what they count differently."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chatbot.answering.conflicts import LEAST_SIMILARITY
from chatbot.answering.counted import counts_differ
from chatbot.briefing.facts import SAME
from chatbot.briefing.keeping.forgetting import REMOVED
from chatbot.briefing.keeping.records import BriefingSummary, KeptBriefing
from chatbot.briefing.records import Entry, SectionKind
from chatbot.briefing.wording import lead, named
from chatbot.embedding.encoder import TextEncoder
from chatbot.records import Citation
from chatbot.verification.plain_text import plain_claim

_APART = {SectionKind.DISAGREEMENTS, SectionKind.CORRECTIONS}
"""Sections whose statements are compared with those of the same section alone: they repeat what others tell, and put
several quotations together, whose numbers differ anyway."""


@dataclass(frozen=True, slots=True)
class Told:
    """A statement of a briefing."""

    kind: SectionKind
    entry: Entry
    citations: tuple[Citation, ...]
    """What backs it."""

    @property
    def text(self) -> str:
        return self.entry.sentence.text

    @property
    def lead(self) -> str:
        """What stands before it: a date, a speaker, its sources; of what names its sources itself nothing."""
        known = lead(self.entry)
        return known or ("" if self.kind in _APART or not self.citations else named(self.citations[0]))

    @property
    def places(self) -> frozenset[tuple[str, int, int, int]]:
        """Where its citations stand."""
        return frozenset((item.article_id, item.version, item.start, item.end) for item in self.citations)


@dataclass(frozen=True, slots=True)
class Recounted:
    """Two statements that count the same thing differently."""

    before: Told
    after: Told


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two briefings side by side. Of what neither list names, both tell."""

    before: BriefingSummary
    """The one that was written first."""
    after: BriefingSummary
    new: tuple[Told, ...]
    """What only the later one tells."""
    recounted: tuple[Recounted, ...]
    """What the later one counts otherwise."""
    gone: tuple[Told, ...]
    """What only the earlier one tells: it need not have become wrong."""
    new_articles: int
    """How many articles the later one read that the earlier one had not, of versions of an article each."""


def compare(before: KeptBriefing, after: KeptBriefing, encoder: TextEncoder) -> Comparison:
    """Compare two briefings statement by statement.

    Two statements are the same when they say nearly the same, or cite the same words of articles and are alike, and
    give no different numbers for one thing. What a briefing itself tells of changes is not compared.

    Args:
        before: written first.
        after: written later.
        encoder: tells how near two statements are in meaning.
    """
    pairs = _Pairs(list(_told(before)), list(_told(after)), encoder)
    recounted = pairs.recounted()
    paired = {id(told) for pair in recounted for told in (pair.before, pair.after)}
    return Comparison(
        before.summary,
        after.summary,
        new=tuple(told for told in pairs.only_after() if id(told) not in paired),
        recounted=tuple(recounted),
        gone=tuple(told for told in pairs.only_before() if id(told) not in paired),
        new_articles=len(set(after.read) - set(before.read)),
    )


class _Pairs:
    """All pairs of a statement of one briefing and one of the other."""

    def __init__(self, before: list[Told], after: list[Told], encoder: TextEncoder) -> None:
        self._before = before
        self._after = after
        self._plain = [[plain_claim(told.text, ()).text for told in side] for side in (before, after)]
        self._cosines = _cosines([told.text for told in before], [told.text for told in after], encoder)
        self._same = np.array(
            [[self._is_same(row, column) for column in range(len(after))] for row in range(len(before))], bool
        ).reshape(len(before), len(after))

    def only_before(self) -> list[Told]:
        return [told for row, told in enumerate(self._before) if not self._same[row].any()]

    def only_after(self) -> list[Told]:
        return [told for column, told in enumerate(self._after) if not self._same[:, column].any()]

    def recounted(self) -> list[Recounted]:
        """For each statement that only the later briefing tells, the nearest one that counts otherwise."""
        found = []
        for column, told in enumerate(self._after):
            if not self._same[:, column].any():
                near = [row for row in np.argsort(-self._cosines[:, column]).tolist() if self._differ(row, column)]
                found += [Recounted(self._before[row], told) for row in near[:1]]
        return found

    def _is_same(self, row: int, column: int) -> bool:
        before, after = self._before[row], self._after[column]
        if before.text == after.text:
            return True
        if not _comparable(before, after) or self._cosines[row, column] < LEAST_SIMILARITY:
            return False
        alike = bool(self._cosines[row, column] >= SAME) or _cite_the_same(before, after)
        return alike and not counts_differ(self._plain[0][row], self._plain[1][column])

    def _differ(self, row: int, column: int) -> bool:
        if {self._before[row].kind, self._after[column].kind} & _APART:
            return False
        near = bool(self._cosines[row, column] >= LEAST_SIMILARITY)
        return near and counts_differ(self._plain[0][row], self._plain[1][column])


def _told(kept: KeptBriefing) -> Iterator[Told]:
    """Its statements, each text once."""
    known = {citation.id: citation for citation in kept.briefing.citations}
    seen = {REMOVED}
    for section in kept.briefing.sections:
        if section.kind is not SectionKind.CHANGES:
            for entry in section.entries:
                if entry.sentence.text not in seen:
                    seen.add(entry.sentence.text)
                    numbers = entry.sentence.citations
                    yield Told(section.kind, entry, tuple(known[number] for number in numbers if number in known))


def _comparable(before: Told, after: Told) -> bool:
    return before.kind is after.kind or not {before.kind, after.kind} & _APART


def _cite_the_same(before: Told, after: Told) -> bool:
    """Whether one cites nothing but what the other one cites too."""
    first, second = before.places, after.places
    return bool(first and second) and (first <= second or second <= first)


def _cosines(before: Sequence[str], after: Sequence[str], encoder: TextEncoder) -> NDArray[np.float32]:
    if not before or not after:
        return np.zeros((len(before), len(after)), np.float32)
    vectors = encoder.encode([*before, *after])
    return np.asarray(vectors[: len(before)] @ vectors[len(before) :].T, np.float32)
