"""What a model reads for a briefing: facts, the most important first, each in the words of one or two of its sources.

Up to a budget of tokens, whatever the number of articles. What articles say is data: it stands on lines that we number,
and numbers in square brackets are taken out of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import numpy as np

from chatbot.briefing.facts import SAME, Fact, has_numbers_of
from chatbot.briefing.material import Material
from chatbot.briefing.page import TOO_ALIKE
from chatbot.briefing.planning import Plan
from chatbot.briefing.records import SectionKind
from chatbot.briefing.timeline import day_told
from chatbot.briefing.wording import day_name
from chatbot.records import Evidence
from chatbot.retrieval.pack_text import MOST_OF_A_SENTENCE, origin_text, plain_line
from chatbot.retrieval.tokens import MARKER_TOKENS, estimated_tokens
from chatbot.text.tokenizing import word_count
from chatbot.verification.plain_text import plain_quote

ORIGIN_TOKENS = 7
"""Of publisher and day, beyond those of as many letters of running text: each digit is a token of its own."""
LOOKED_AT = 400
"""Best facts without a place on the page of which some are read too: a writer may choose better than the plan."""
MOST_WORDS = 60
"""Of such a fact: longer sentences tell several things."""

_HEADS = {
    SectionKind.BOTTOM_LINE: "What matters most",
    SectionKind.DEVELOPMENTS: "Developments",
    SectionKind.TIMELINE: "What happened on which day",
    SectionKind.STATEMENTS: "Who said what",
    SectionKind.DISAGREEMENTS: "Sources that may contradict each other",
    SectionKind.OPEN_QUESTIONS: "What is said to be open",
}
_OTHERS = "Further facts, the most important first"
_AGAIN = "also"
_JOINTS = {SectionKind.DISAGREEMENTS: "but", SectionKind.CHANGES: "now"}
"""How the sides of a statement belong together."""
_FIRST = (
    SectionKind.BOTTOM_LINE,
    SectionKind.CHANGES,
    SectionKind.DEVELOPMENTS,
    SectionKind.TIMELINE,
    SectionKind.DISAGREEMENTS,
    SectionKind.STATEMENTS,
    SectionKind.OPEN_QUESTIONS,
)
"""The sections of the plan in the order in which they get room."""

Place = tuple[str, int]


def place_of(item: Evidence) -> Place:
    """Where a sentence ends: the same, whether or not it is read together with the one before."""
    return item.article_key, item.span.end


class _Line(NamedTuple):
    number: int
    evidence: Evidence
    joint: str
    """What joins it to the line before; empty for the first one of a fact."""


@dataclass(slots=True)
class FactPack:
    """Numbered sentences under heads that say what they are for."""

    tokens: float = 0.0
    """About how many a model reads."""
    _numbers: dict[Place, int] = field(default_factory=dict)
    _sentences: list[Evidence] = field(default_factory=list)
    _groups: dict[str, list[_Line]] = field(default_factory=dict)

    @property
    def sentences(self) -> tuple[Evidence, ...]:
        """The one with number n stands at n - 1."""
        return tuple(self._sentences)

    def numbered(self, number: int) -> Evidence | None:
        """The sentence with this number, None where there is none: a model may write any number."""
        return self._sentences[number - 1] if 0 < number <= len(self._sentences) else None

    @property
    def text(self) -> str:
        """As a model reads it."""
        return "\n\n".join("\n".join((f"{head}:", *map(_line, lines))) for head, lines in self._groups.items())

    def add(self, head: str, evidence: Sequence[Evidence], budget: float, joint: str = _AGAIN) -> bool:
        """Take in the sentences of one fact, known ones under their numbers; False where they do not fit.

        Args:
            head: what they are for.
            evidence: the sentences.
            budget: of tokens.
            joint: how each belongs to the one before.
        """
        fresh = {place_of(item): item for item in evidence if place_of(item) not in self._numbers}
        cost = sum(map(_cost, evidence))
        if self.tokens + cost > budget and self._sentences:
            return False
        self.tokens += cost
        for place, item in fresh.items():
            self._sentences.append(item)
            self._numbers[place] = len(self._sentences)
        lines = [_Line(self._numbers[place_of(item)], item, joint if at else "") for at, item in enumerate(evidence)]
        self._groups.setdefault(head, []).extend(lines)
        return True


def pack_facts(plan: Plan, material: Material, overtaken: Set[int], budget: int) -> FactPack:
    """The facts that fit: those of the plan, then the most important others that say something else.

    Args:
        plan: of the page.
        material: the sentences that the facts are made of.
        overtaken: places of facts that later articles count otherwise: only the plan's timeline tells them.
        budget: about how many tokens a model may read.
    """
    pack = FactPack()
    for kind in _FIRST:
        for item in plan.of(kind):
            sources = item.evidence if item.sides else _first_of_two_publishers(item.evidence)
            pack.add(_head(kind, plan), sources, budget, _JOINTS.get(kind, _AGAIN) if item.sides else _AGAIN)
    left = [fact for fact in plan.reports if fact.at not in plan.placed and fact.at not in overtaken]
    for fact in _others(left[:LOOKED_AT], pack, material):
        if not pack.add(_OTHERS, _first_of_two_publishers((fact.evidence, *_same(fact, material))), budget):
            break
    return pack


def told_day(item: Evidence) -> date | None:
    """The one day of which a sentence tells, where that is known."""
    published = item.metadata.published
    return day_told(item.quote, published) if published else None


def _head(kind: SectionKind, plan: Plan) -> str:
    return _HEADS.get(kind, f"New since the briefing of {plan.since}")


def _others(facts: Sequence[Fact], pack: FactPack, material: Material) -> Iterator[Fact]:
    """Those that say something else than all before."""
    held = {place_of(item) for item in pack.sentences}
    told = [at for at, item in enumerate(material.sentences) if place_of(item) in held]
    likeness = material.vectors @ material.vectors[told].T if told else np.zeros((len(material.vectors), 1))
    nearest = likeness.max(axis=1)
    for fact in facts:
        if nearest[fact.at] < TOO_ALIKE and word_count(fact.evidence.quote) <= MOST_WORDS:
            nearest = np.maximum(nearest, material.vectors @ material.vectors[fact.at])
            yield fact


def _same(fact: Fact, material: Material) -> Iterator[Evidence]:
    """The sentences of other stories that say the same with the same numbers, the most alike first."""
    if fact.stories > 1:
        cosines = material.vectors @ material.vectors[fact.at]
        said = plain_quote(fact.evidence)
        for at in np.argsort(-cosines)[: int((cosines >= SAME).sum())].tolist():
            item = material.sentences[at]
            if item.story != fact.evidence.story and has_numbers_of(said, plain_quote(item)):
                yield item


def _first_of_two_publishers(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The first sentence, and the first that another publisher has: the same words of the same teach nothing."""
    first, *others = evidence
    other = next((item for item in others if item.metadata.publisher != first.metadata.publisher), None)
    return (first, other) if other else (first,)


def _cost(item: Evidence) -> float:
    return estimated_tokens(_words(item)) + MARKER_TOKENS + ORIGIN_TOKENS


def _line(line: _Line) -> str:
    lead = f"  {line.joint} " if line.joint else ""
    return f"{lead}[{line.number}] {_words(line.evidence)}"


def _words(item: Evidence) -> str:
    origin = origin_text(item.metadata)
    told, published = told_day(item), item.metadata.published
    of = f" (about {day_name(told)})" if told and published and told != published.date() else ""
    quote = plain_line(item.quote)[:MOST_OF_A_SENTENCE]
    return f"{origin}{of}: {quote}" if origin else quote
