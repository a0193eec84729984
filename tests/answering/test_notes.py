"""What stands beside an answer, each kind as a value: disagreements, changes, corrections, other stories."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from chatbot.answering.conflicts import ConflictFinder
from chatbot.answering.draft import AnswerDraft
from chatbot.answering.notes import Annotator
from chatbot.embedding.encoder import SentenceEncoder
from chatbot.records import Evidence, Note, NoteKind, Sentence, Verdict
from tests.answering.evidence import evidence

ASKED = "How many people were injured in the ferry crash?"
FOURTEEN = evidence("Fourteen people were injured in the ferry crash.", "a", publisher="Courier")
TWENTY = evidence("Twenty people were injured in the ferry crash.", "b", publisher="Tribune")
LATER = evidence("Thirty people were injured in the ferry crash.", "c", days=2, publisher="Evening Star")
MAINS = evidence("The new water mains will cost $84 million.", "d", title="County to replace water mains")
CORRECTION = evidence(
    "The water mains will cost $48 million, not $84 million.", "e", days=2, title="Correction: cost of water mains"
)


@pytest.fixture
def annotator(encoder: SentenceEncoder) -> Annotator:
    return Annotator(ConflictFinder(encoder))


def answering(*backing: Evidence, text: str = "") -> AnswerDraft:
    """An answer of sentences that each rest on one piece of evidence; otherwise they are quotations of it."""
    draft = AnswerDraft(ASKED)
    for item in backing:
        draft.show(Sentence(text or item.quote, Verdict.SUPPORTED, 1.0), [item])
    return draft


def noted(
    annotator: Annotator,
    draft: AnswerDraft,
    pool: Sequence[Evidence],
    question: str = ASKED,
    *,
    quoted: bool = True,
) -> list[Note]:
    """The notes, which are told as they are kept and cite what they quote, in the order of their text."""
    events = list(annotator.annotate(question, pool, draft, quoted=quoted))
    answer = draft.finish("").answer
    assert answer.notes == tuple(event.note for event in events)
    known = {citation.id: citation.quote for citation in answer.citations}
    for event in events:
        assert [citation.id for citation in event.citations] == sorted(event.note.citations)
        places = [event.note.text.index(known[number].rstrip(".")) for number in event.note.citations]
        assert places == sorted(places)
    return list(answer.notes)


def test_what_papers_of_one_day_count_differently_is_a_disagreement(annotator: Annotator) -> None:
    (note,) = noted(annotator, answering(FOURTEEN), [FOURTEEN, TWENTY])
    assert note.kind is NoteKind.DISAGREEMENT
    assert note.text == (
        "Courier, 18 March 2025: “Fourteen people were injured in the ferry crash.”, but Tribune, 18 March 2025: "
        "“Twenty people were injured in the ferry crash.”"
    )


def test_what_a_paper_of_another_day_counts_is_a_change_in_the_order_of_time(annotator: Annotator) -> None:
    for cited in (FOURTEEN, LATER):
        (note,) = noted(annotator, answering(cited), [LATER, FOURTEEN])
        assert note.kind is NoteKind.CHANGE
        assert note.text.index("Courier") < note.text.index("Later, Evening Star, 20 March 2025: “Thirty")


def test_sources_without_a_day_disagree(annotator: Annotator) -> None:
    undated = replace(LATER, metadata=replace(LATER.metadata, published=None))
    (note,) = noted(annotator, answering(FOURTEEN), [FOURTEEN, undated])
    assert note.kind is NoteKind.DISAGREEMENT


@pytest.mark.parametrize(("question", "kinds"), [(ASKED, 1), ("Why did the ferry crash?", 0)])
def test_numbers_of_quotations_are_at_issue_where_one_is_asked_for(
    annotator: Annotator, question: str, kinds: int
) -> None:
    notes = noted(annotator, answering(FOURTEEN), [FOURTEEN, TWENTY], question)
    assert len([note for note in notes if note.kind is NoteKind.DISAGREEMENT]) == kinds


def test_numbers_that_a_model_states_are_always_at_issue(annotator: Annotator) -> None:
    draft = answering(FOURTEEN, text="The ferry crash left fourteen people injured.")
    (note,) = noted(annotator, draft, [FOURTEEN, TWENTY], "What happened to the ferry?", quoted=False)
    assert note.kind is NoteKind.DISAGREEMENT


def test_what_a_publisher_took_back_is_a_correction(annotator: Annotator) -> None:
    notes = noted(annotator, answering(MAINS), [MAINS, CORRECTION], "How much will the water mains cost?")
    assert NoteKind.CORRECTION in [note.kind for note in notes]
    (correction,) = [note for note in notes if note.kind is NoteKind.CORRECTION]
    assert correction.text == "Courier, 20 March 2025: “The water mains will cost $48 million, not $84 million.”"


def test_what_another_story_says_is_told_beside_quotations_alone(annotator: Annotator) -> None:
    asked = "When was the Tarn Mills bridge opened?"
    first = replace(evidence("The Tarn Mills bridge was opened in 1932.", "a"), similarity=0.9)
    other = replace(
        evidence("Opened in 1911, the Tarn Mills bridge of Carrow burned down.", "b", days=400), similarity=0.9
    )
    (note,) = noted(annotator, answering(first), [first, other], asked)
    assert note.kind is NoteKind.OTHER_STORIES
    assert "1911" in note.text
    assert noted(annotator, answering(first), [first, other], asked, quoted=False) == []


def test_where_all_agree_there_is_no_note(annotator: Annotator) -> None:
    same = evidence("In all, fourteen people were injured in the ferry crash.", "b", publisher="Tribune")
    assert noted(annotator, answering(FOURTEEN), [FOURTEEN, same]) == []
    assert noted(annotator, answering(), [FOURTEEN, TWENTY]) == []
