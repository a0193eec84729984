"""Notes beside an answer, in the words of the articles: sources that disagree, changes, corrections, other stories."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from chatbot.answering import wording
from chatbot.answering.conflicts import ConflictFinder, sides_of
from chatbot.answering.corrections import find_corrections
from chatbot.answering.counted import stated_numbers
from chatbot.answering.draft import AnswerDraft
from chatbot.answering.events import Noted
from chatbot.answering.other_answers import find_other_answers
from chatbot.answering.stated_values import values_of
from chatbot.question.asked import read_asked
from chatbot.question.expected_answer import Kind, expected_answer
from chatbot.records import Evidence, NoteKind
from chatbot.verification.plain_text import plain_claim

ASKING_FOR_NUMBERS = frozenset((Kind.NUMBER, Kind.MONEY, Kind.DURATION))


@dataclass(frozen=True, slots=True)
class Annotator:
    """Finds what stands beside an answer.

    Args:
        conflicts: finds sources that disagree.
    """

    conflicts: ConflictFinder

    def annotate(
        self, question: str, evidence: Sequence[Evidence], draft: AnswerDraft, *, quoted: bool
    ) -> Iterator[Noted]:
        """Add notes to an answer that is otherwise finished.

        Args:
            question: self-contained.
            evidence: everything that was found, best first.
            draft: of the answer; what it cites decides what concerns the reader.
            quoted: whether the answer quotes articles; its numbers are at issue only where the question asks for one.
        """
        cited = draft.cited
        sides = list(self._disagreements(question, evidence, draft, quoted=quoted))
        yield from sides
        for notice in find_corrections(cited, evidence):
            yield draft.note(NoteKind.CORRECTION, wording.correction(notice), notice)
        said = [text for sentence in draft.sentences for text in (sentence.text, sentence.claim) if text]
        if quoted:
            # A model reads the other stories too and says what they say.
            said += [side.quote for noted in sides for side in noted.citations]
            others = [found.evidence for found in find_other_answers(question, cited, evidence, said)]
            if others:
                yield draft.note(NoteKind.OTHER_STORIES, " ".join(map(wording.quotation, others)), others)

    def _disagreements(
        self, question: str, evidence: Sequence[Evidence], draft: AnswerDraft, *, quoted: bool
    ) -> Iterator[Noted]:
        cited = draft.cited
        at_issue = _numbers_at_issue(question, draft, quoted=quoted)
        for sides in sides_of(self.conflicts.find(cited, evidence, at_issue)):
            ordered = sorted(sides, key=_published) if _of_other_days(sides) else list(sides)
            kind = NoteKind.CHANGE if _of_other_days(sides) else NoteKind.DISAGREEMENT
            yield draft.note(kind, wording.sides(ordered, change=kind is NoteKind.CHANGE), ordered)


def _numbers_at_issue(question: str, draft: AnswerDraft, *, quoted: bool) -> set[float]:
    """The numbers of an answer about which a disagreement of sources concerns the reader.

    Numbers in quotations count only where the question asks for one: who asks for a cause would read that sources
    disagree about it. And where it asks for one, only numbers of what it asks for: the rest of a sentence is no answer.
    """
    told = [plain_claim(sentence.claim or sentence.text, draft.cited).text for sentence in draft.sentences]
    expected = expected_answer(question)
    if expected.kind not in ASKING_FOR_NUMBERS:
        return set() if quoted else stated_numbers(told, question)
    asked = read_asked(question)
    answering = {value for text in told for value in values_of(text, expected, asked)}
    return stated_numbers(told, question) & answering


def _of_other_days(sides: Sequence[Evidence]) -> bool:
    """Whether articles of different days give different values: what changes is no disagreement."""
    days = {item.metadata.published.date() for item in sides if item.metadata.published}
    return len(days) > 1


def _published(item: Evidence) -> datetime:
    return item.metadata.published or datetime.max.replace(tzinfo=UTC)
