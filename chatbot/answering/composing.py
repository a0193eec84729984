"""A model's answer, checked: written from the pack, shown sentence by sentence, marked honestly, nothing replaced.

Each sentence is checked as soon as the next one begins, and what is doubtful once more at the end
(`sentence_checks.py`). Whatever is left keeps its mark, or is withheld and counted where only supported sentences are
wanted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from chatbot.answering.cut_off import is_half, with_ends_known
from chatbot.answering.draft import AnswerDraft
from chatbot.answering.draft_text import DraftReader, DraftSentence
from chatbot.answering.events import Event, Progress, Shown, Stage
from chatbot.answering.fragments import as_claim
from chatbot.answering.sentence_checks import CheckedSentence, SentenceChecker, half, states
from chatbot.answering.writing import Writer
from chatbot.records import Evidence, EvidencePack, NoteKind, ParsedQuestion, Sentence, Verdict
from chatbot.verification.verifier import Claim

CUT_OFF = "The model's reply was cut off before its end. Raise CHATBOT_ANSWER_TOKENS if this happens often."


@dataclass(slots=True)
class _Placed:
    """A sentence that was shown, and where."""

    place: int
    checked: CheckedSentence


@dataclass(slots=True)
class _Run:
    """One answer while it is written."""

    question: ParsedQuestion
    pack: EvidencePack
    draft: AnswerDraft
    doubtful: list[_Placed] = field(default_factory=list)
    held: list[DraftSentence] = field(default_factory=list)
    """What stands before the first claim: "The articles do not say …" is a refusal if nothing else follows."""
    block: int = -1
    half: _Placed | None = None
    """The sentence in the middle of which the reply was cut off."""
    told: bool = False
    """Whether anything was said that the articles may back."""


@dataclass(frozen=True, slots=True)
class Composer:
    """Composes answers that a model writes.

    Args:
        writer: drafts answers from a pack.
        checker: checks each sentence, and what is doubtful once more.
        strict: withhold doubtful sentences instead of marking them.
    """

    writer: Writer
    checker: SentenceChecker
    strict: bool = False

    def compose(
        self, question: ParsedQuestion, pack: EvidencePack, draft: AnswerDraft, chance: float | None = None
    ) -> Iterator[Event]:
        """Write and check. The draft is `refused` at the end where the model says that the articles do not answer.

        Args:
            question: as it was understood.
            pack: the evidence.
            draft: of the answer.
            chance: probability that the evidence answers, where the model is to be told; it decides nothing.

        Raises:
            PromptTooLong: the pack is more than the model reads; nothing has been shown.
            ModelError: the chat model failed; what was shown until then stays true.
        """
        yield Progress(Stage.WRITING)
        generation = self.writer.begin(question, pack, chance)
        run = _Run(question, pack, draft)
        for written, is_last in with_ends_known(DraftReader().read(generation)):
            if is_last and is_half(written, generation):
                yield from self._tell_held(run)
                yield self._cut_off(written, run)
            else:
                yield from self._take(written, run)
        draft.usage += generation.usage
        draft.complete = generation.is_whole
        draft.book("generate")
        if not run.told:
            draft.refused = True
            return
        yield from self._settle(run)
        if not draft.complete:
            yield draft.note(NoteKind.CUT_OFF, CUT_OFF)

    def _take(self, written: DraftSentence, run: _Run) -> Iterator[Event]:
        if not run.told and not states(written):
            run.held.append(written)
            return
        yield from self._tell_held(run)
        if states(written):
            yield Progress(Stage.CHECKING)
            yield self._check(written, run)
        else:
            yield self._unchecked(written, run)

    def _tell_held(self, run: _Run) -> Iterator[Event]:
        run.told = True
        for written in run.held:
            yield self._unchecked(written, run)
        run.held.clear()

    def _unchecked(self, written: DraftSentence, run: _Run) -> Event:
        return self._show(written, run, Sentence(written.text, Verdict.NOT_A_CLAIM, 1.0, cells=written.cells))

    def _check(self, written: DraftSentence, run: _Run) -> Event:
        text = written.claim if written.cells else as_claim(written.text, run.question.text)
        cited = tuple(item for number in written.markers if (item := run.pack.numbered(number)))
        with run.draft.verifying():
            checked = self.checker.check(written, Claim(text, cited), run.pack.sentences)
        finding = checked.finding
        if not finding.supported:
            run.doubtful.append(_Placed(len(run.draft.sentences), checked))
        evidence = (finding.evidence, finding.nearest)
        return self._show(written, run, checked.sentence, *evidence, settled=finding.supported)

    def _cut_off(self, written: DraftSentence, run: _Run) -> Event:
        run.half = _Placed(len(run.draft.sentences), half(written))
        return self._show(written, run, run.half.checked.sentence, settled=not self.strict)

    def _show(  # noqa: PLR0913 -- a sentence and all that belongs to it
        self,
        written: DraftSentence,
        run: _Run,
        sentence: Sentence,
        backing: Sequence[Evidence] = (),
        nearest: Sequence[Evidence] = (),
        *,
        settled: bool = True,
    ) -> Shown:
        if written.block != run.block:
            run.block = written.block
            run.draft.begin_block(written.kind, level=written.level, head=written.head)
        return run.draft.show(sentence, backing, nearest, settled=settled)

    def _settle(self, run: _Run) -> Iterator[Event]:
        """Judge and repair what is doubtful, and tell what came of it."""
        if run.doubtful:
            yield Progress(Stage.CHECKING)
            with run.draft.verifying():
                doubtful = [item.checked for item in run.doubtful]
                run.draft.usage += self.checker.settle(doubtful, run.pack.sentences)
        if self.strict and run.half:
            run.doubtful.append(run.half)
        for place, checked in ((item.place, item.checked) for item in run.doubtful):
            finding = checked.finding
            if self.strict and not finding.supported:
                yield run.draft.revise(place, None)
            else:
                yield run.draft.revise(place, checked.sentence, finding.evidence, finding.nearest)
        run.draft.book("settle")
