"""Finds other stories that answer the same question, and say something else or speak of another thing of that name.

Nothing here decides who is right: the reader is shown what each says. A neighbouring sentence is told from an answer by
what it must hold: the name that the question asks about, words for what is asked of it, and a thing of the kind asked
for; or the name at its beginning with what bears it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from chatbot.answering.corrections import corrects, is_notice
from chatbot.answering.fragments import MOST_WORDS, stands_in
from chatbot.answering.stated_values import says_else, values_of
from chatbot.question.asked import Asked, read_asked, stems_of
from chatbot.question.expected_answer import ExpectedAnswer, Kind, expected_answer
from chatbot.records import Evidence
from chatbot.verification.plain_text import plain_claim, plain_quote

MOST_SHOWN = 3
FARTHEST = 1.5
"""Evidence whose score is lower than the best by more is about something else."""
LEAST_TOLD = 0.5
"""Share of the question's words, its names aside, that an answering sentence has words for."""
LEAST_SIMILARITY = 0.2
"""Cosine of question and sentence."""
LEAST_INTRODUCING = 0.3
"""The same for a sentence that introduces a bearer of the name, and need not repeat what was asked."""
MOST_ASKED = 3
"""Words of a question, its names aside, above which it asks for more than what bears the name."""
REPEATING = 0.7
"""Share of a sentence's words that the answer holds already, above which it repeats the answer."""

_ATTRIBUTION = re.compile(r"[,.?!…][\"”’]\s+(?:[^\s\"“”]+\s+){0,6}?(?:wrote|writes)\b", re.IGNORECASE)
"""What follows quoted words, `,” Moor wrote`, tells who said them, and of a question who wrote something nothing."""
_FULL_NAME = re.compile(r"(?:[A-ZÀ-ÞĀ-Ž][\w’'-]*\.? )+(?P<last>[A-ZÀ-ÞĀ-Ž][\w’'-]+)\.?")


class OtherAnswer(NamedTuple):
    """A sentence that answers the question otherwise."""

    evidence: Evidence
    introduces: bool
    """Whether it says what bears the name, perhaps another thing than the answer is about."""


def find_other_answers(
    question: str, cited: Sequence[Evidence], evidence: Sequence[Evidence], said: Sequence[str]
) -> list[OtherAnswer]:
    """One sentence of each other story that answers otherwise, best first.

    Where nothing cited answers by these measures, the story that is cited may have a sentence that does.

    Args:
        question: self-contained.
        cited: the evidence that the answer cites so far.
        evidence: everything that was found, best first.
        said: the sentences of the answer so far.
    """
    reader = _Reader(read_asked(question), expected_answer(question))
    answering = {item.story for item in cited if reader.may_answer(item)}
    others = [item for item in evidence if item not in cited and item.story not in answering]
    told = [plain_claim(text, cited).text for text in said]
    shown: list[OtherAnswer] = []
    for found in reader.best_of_each(item for item in others if not any(corrects(notice, item) for notice in cited)):
        near = evidence[0].score - found.evidence.score <= FARTHEST
        if near and reader.says_else(
            plain_quote(found.evidence), [*told, *(plain_quote(other.evidence) for other in shown)]
        ):
            shown.append(found)
    return shown[:MOST_SHOWN]


class _Reader(NamedTuple):
    """Reads evidence for one question."""

    asked: Asked
    expected: ExpectedAnswer

    def best_of_each(self, evidence: Iterable[Evidence]) -> list[OtherAnswer]:
        """For each story its best answering sentence, one with words for what is asked before one that introduces."""
        best: dict[str, OtherAnswer] = {}
        for item in evidence:
            found = self.answers(item)
            if found and (item.story not in best or (best[item.story].introduces and not found.introduces)):
                best[item.story] = found
        return sorted(best.values(), key=lambda found: -found.evidence.score)

    def answers(self, item: Evidence) -> OtherAnswer | None:
        """The evidence as an answer, None when it is none."""
        if item.quote.rstrip().endswith("?") or is_notice(item) or not self._holds_kind(plain_quote(item)):
            return None
        tells = self._tells(item)
        return OtherAnswer(item, introduces=not tells) if tells or self._introduces(item) else None

    def may_answer(self, item: Evidence) -> bool:
        """Whether what is cited answers already, be it with a weekday or an hour, which cannot be compared."""
        is_time = self.expected.kind is Kind.TIME and self.expected.stands_in(item.quote)
        return (is_time or self._holds_kind(plain_quote(item))) and (self._tells(item) or self._introduces(item))

    def says_else(self, quote: str, said: Sequence[str]) -> bool:
        """Whether a sentence says anything but what was said."""
        if any(len(text.split()) <= MOST_WORDS and self._repeated_in(quote, text) for text in said):
            return False
        if self.expected.kind is None:
            stems = stems_of(quote)
            return all(len(stems & stems_of(text)) < REPEATING * len(stems) for text in said)
        return says_else(quote, " ".join(said), self.expected, self.asked)

    def _repeated_in(self, quote: str, answer: str) -> bool:
        """Whether a sentence says a short answer too; of a person the last name is enough."""
        name = _FULL_NAME.fullmatch(answer) if self.expected.kind is Kind.NAME else None
        return stands_in(name["last"] if name else answer, quote)

    def _holds_kind(self, quote: str) -> bool:
        return self.expected.kind is None or bool(values_of(quote, self.expected, self.asked))

    def _tells(self, item: Evidence) -> bool:
        """Whether it has words for what is asked of the name, which it or what stands around it names."""
        if self.expected.kind is None or item.similarity < LEAST_SIMILARITY:
            return False
        around = f"{item.metadata.title} {item.context} {item.quote}"
        return self.asked.named_in(around) and self.asked.share_told(_ATTRIBUTION.sub(" ", item.quote)) >= LEAST_TOLD

    def _introduces(self, item: Evidence) -> bool:
        if len(self.asked.told) > MOST_ASKED or item.similarity < LEAST_INTRODUCING:
            return False
        return self.asked.introduced_by(item.quote)
