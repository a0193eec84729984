"""What an answer says beside the model's sentences, in the words of the articles: quotations, sources that disagree,
corrections, and what other sources answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from chatbot.answering import wording
from chatbot.answering.conflicts import ConflictFinder, sides_of
from chatbot.answering.corrections import corrects, find_corrections
from chatbot.answering.counted import stated_numbers
from chatbot.answering.draft import AnswerDraft
from chatbot.answering.events import Shown
from chatbot.answering.other_answers import find_other_answers
from chatbot.answering.stated_values import values_of
from chatbot.question.asked import read_asked
from chatbot.question.expected_answer import Kind, expected_answer
from chatbot.records import Evidence, Sentence, Verdict

LEADING_EVIDENCE = 3
"""An answer that cites none of the first three evidence sentences is completed by quoting the first."""

QUOTED_TOO = 0.15
"""When nothing that the model wrote stands, evidence is quoted beside the best if its score is lower by no more."""

ASKING_FOR_NUMBERS = frozenset((Kind.NUMBER, Kind.MONEY, Kind.DURATION))


@dataclass(frozen=True, slots=True)
class Completer:
    """Completes answers from the evidence itself.

    Args:
        conflicts: finds sources that disagree.
    """

    conflicts: ConflictFinder

    def complete(
        self, question: str, evidence: Sequence[Evidence], draft: AnswerDraft, waiting: Sequence[Evidence]
    ) -> Iterator[Shown]:
        """Add to what the model's sentences left in the draft.

        Args:
            question: self-contained.
            evidence: best first.
            draft: holds the sentences that stood, and receives what is added.
            waiting: evidence that is to be quoted in the place of sentences that did not.
        """
        yield from self._quote(question, evidence, draft, waiting)
        for notice in find_corrections(draft.cited, evidence):
            yield draft.show(Sentence(wording.correction(notice), Verdict.SUPPORTED, 1.0), notice)
        yield from _other_answers(question, evidence, draft)

    def _quote(
        self, question: str, evidence: Sequence[Evidence], draft: AnswerDraft, waiting: Sequence[Evidence]
    ) -> Iterator[Shown]:
        """Quote what waits for it, what the model passed over, and both sides where sources disagree: each once."""
        quoted = [item for item in dict.fromkeys(waiting) if item not in draft.cited]
        quoted += _passed_over(evidence, draft, quoted)
        # A correction is told as one, behind what it corrects.
        quoted = [item for item in quoted if not any(corrects(item, other) for other in (*draft.cited, *quoted))]
        at_issue = _numbers_at_issue(question, draft, quoted)
        disagreements = sides_of(self.conflicts.find((*draft.cited, *quoted), evidence, at_issue))
        told = {side for sides in disagreements for side in sides}
        yield from _quotations((item for item in quoted if item not in told), draft)
        for sides in disagreements:
            yield draft.show(Sentence(wording.disagreement(*sides), Verdict.SUPPORTED, 1.0), sides)


def _numbers_at_issue(question: str, draft: AnswerDraft, quoted: Sequence[Evidence]) -> set[float]:
    """The numbers of an answer about which a disagreement of sources concerns the reader.

    Numbers in quotations count only where the question asks for one: who asks for a cause would read that sources
    disagree about it. And where it asks for one, only numbers of what it asks for: the rest of a sentence is no answer.
    """
    told = [sentence.claim or sentence.text for sentence in draft.sentences]
    expected = expected_answer(question)
    if expected.kind not in ASKING_FOR_NUMBERS:
        return stated_numbers(told, question)
    told += [item.quote for item in quoted]
    asked = read_asked(question)
    answering = {value for text in told for value in values_of(text, expected, asked)}
    return stated_numbers(told, question) & answering


def _passed_over(evidence: Sequence[Evidence], draft: AnswerDraft, quoted: Sequence[Evidence]) -> list[Evidence]:
    """The best evidence where it is neither used by the model nor quoted: no answer depends on what the model made of
    it.

    A short answer was checked with its question, so that it needs no quotation beside it.
    """
    answered = any(sentence.claim for sentence in draft.sentences)
    used = (*draft.cited, *quoted)
    if answered or any(item in used for item in evidence[:LEADING_EVIDENCE]):
        return []
    best, *others = evidence[:LEADING_EVIDENCE]
    near = [] if draft.supported or quoted else [item for item in others[:1] if best.score - item.score <= QUOTED_TOO]
    return [best, *near]


def _other_answers(question: str, evidence: Sequence[Evidence], draft: AnswerDraft) -> Iterator[Shown]:
    """Quote what other stories answer; a better sentence of a story that is cited already needs no lead."""
    cited = tuple(dict.fromkeys(draft.cited))
    stories = {item.story for item in cited}
    # A sentence that is shown as a part of itself says what that part says: whoever repeats the part agrees.
    said = [text for sentence in draft.sentences for text in (sentence.text, sentence.claim) if text]
    found = find_other_answers(question, cited, evidence, said)
    others = [other for other in found if other.evidence.story not in stories]
    yield from _quotations((other.evidence for other in found if other not in others), draft)
    if others:
        lead = wording.NAMESAKES if all(other.introduces for other in others) else wording.OTHER_ANSWERS
        yield draft.show(Sentence(lead, Verdict.NOT_A_CLAIM, 1.0))
        yield from _quotations((*_unquoted(draft, cited), *(other.evidence for other in others)), draft)


def _unquoted(draft: AnswerDraft, cited: Sequence[Evidence]) -> list[Evidence]:
    """What a short answer rests on: a few words cannot be compared with the sentences of other sources."""
    if not any(sentence.claim for sentence in draft.sentences):
        return []
    shown = " ".join(sentence.text for sentence in draft.sentences)
    return [item for item in cited if wording.quoted(item.quote) not in shown]


def _quotations(evidence: Iterable[Evidence], draft: AnswerDraft) -> Iterator[Shown]:
    for item in evidence:
        yield draft.show(_quotation(item), (item,))


def _quotation(evidence: Evidence) -> Sentence:
    return Sentence(wording.quotation(evidence), Verdict.SUPPORTED, 1.0)
