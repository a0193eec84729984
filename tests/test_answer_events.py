"""What a display is told while an answer is made: nothing comes twice, out of order, or in a state that changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from chatbot.answering.draft import AnswerDraft
from chatbot.answering.events import AnswerSoFar, Event, Finished, Noted, Revised, Shown, in_order
from chatbot.records import BlockKind, NoteKind, Sentence, Verdict

VERDICTS = st.sampled_from(Verdict)
KINDS = st.sampled_from(BlockKind)


@dataclass
class Writing:
    """Makes an answer by random steps, as a writer may take them: a sentence is revised only until it is settled."""

    draft: AnswerDraft = field(default_factory=lambda: AnswerDraft("What?"))
    events: list[Event] = field(default_factory=list)
    waiting: list[int] = field(default_factory=list)
    last: dict[int, Sentence | None] = field(default_factory=dict)

    def show(self, kind: BlockKind, verdict: Verdict, *, begins: bool, settled: bool) -> None:
        if begins:
            self.draft.begin_block(kind)
        place = len(self.last)
        shown = self.draft.show(Sentence(f"Sentence {place}.", verdict, 0.5), settled=settled)
        self.events.append(shown)
        self.last[place] = shown.sentence
        self.waiting += [] if settled else [place]

    def revise(self, which: int, verdict: Verdict | None) -> None:
        place = self.waiting.pop(which % len(self.waiting))
        said = None if verdict is None else Sentence(f"Sentence {place}, again.", verdict, 0.9)
        revised = self.draft.revise(place, said)
        self.events.append(revised)
        self.last[place] = revised.sentence

    def note(self) -> None:
        self.events.append(self.draft.note(NoteKind.CUT_OFF, f"Note {len(self.events)}."))


@st.composite
def writings(draw: st.DrawFn) -> Writing:
    """Answers that were written in all orders; what is never revised keeps its first state."""
    writing = Writing()
    for _ in range(draw(st.integers(0, 20))):
        step = draw(st.sampled_from(["show", "show", "revise", "note"]))
        if step == "show":
            begins, settled = draw(st.booleans()), draw(st.booleans())
            writing.show(draw(KINDS), draw(VERDICTS), begins=begins, settled=settled)
        elif step == "revise" and writing.waiting:
            writing.revise(draw(st.integers(0, 20)), draw(st.none() | VERDICTS))
        elif step == "note" and not writing.waiting:
            writing.note()
    writing.events.append(writing.draft.finish("model"))
    return writing


def sentences(events: Iterator[Event]) -> list[Sentence]:
    return [event.sentence for event in events if isinstance(event, Shown)]


@given(writings())
def test_every_kept_sentence_is_printed_once_in_order_with_its_last_state(writing: Writing) -> None:
    told = list(in_order(iter(writing.events)))
    kept = [sentence for sentence in writing.last.values() if sentence is not None]
    assert sentences(iter(told)) == kept
    assert not any(isinstance(event, Revised) for event in told)
    assert [event for event in told if isinstance(event, Noted)] == [
        event for event in writing.events if isinstance(event, Noted)
    ]
    assert isinstance(told[-1], Finished)
    assert told[-1].answer.sentences == tuple(kept)


@given(writings())
def test_what_is_drawn_anew_ends_as_the_answer(writing: Writing) -> None:
    so_far = AnswerSoFar()
    for event in writing.events[:-1]:
        assert isinstance(event, Shown | Revised | Noted)
        so_far.add(event)
    done = writing.events[-1]
    assert isinstance(done, Finished)
    assert so_far.blocks == done.answer.blocks
    assert tuple(so_far.notes) == done.answer.notes


@given(writings())
def test_a_sentence_is_printed_as_soon_as_all_before_it_are_settled(writing: Writing) -> None:
    for count in range(len(writing.events)):
        begun = [event for event in writing.events[:count] if isinstance(event, Shown)]
        open_places = {place for place, event in enumerate(begun) if not event.settled}
        revised = [event for event in writing.events[:count] if isinstance(event, Revised)]
        open_places -= {event.place for event in revised}
        gone = {event.place for event in revised if event.sentence is None}
        ready = min(open_places, default=len(begun))
        told = sentences(in_order(iter(writing.events[:count])))
        assert len(told) == len(set(range(ready)) - gone)
