"""A model's answer, checked: written from the pack, shown sentence by sentence, marked honestly, nothing replaced.

Each sentence is checked as soon as the next one begins. What the first verifier is not sure of is judged at the end by
the second one, in one call; what is then contradicted or not found, the model may correct once. Whatever is left keeps
its mark, or is withheld and counted where only supported sentences are wanted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from chatbot.answering.claims import is_claim
from chatbot.answering.cut_off import is_half, with_ends_known
from chatbot.answering.draft import AnswerDraft
from chatbot.answering.draft_text import DraftReader, DraftSentence
from chatbot.answering.events import Event, Progress, Shown, Stage
from chatbot.answering.fragments import as_claim
from chatbot.answering.repairing import Repairer
from chatbot.answering.writing import Writer, is_sentinel
from chatbot.errors import ModelError
from chatbot.records import BlockKind, Evidence, EvidencePack, NoteKind, ParsedQuestion, Sentence, Verdict
from chatbot.verification.verifier import Claim, Finding, Verifier, unchecked

CUT_OFF = "The model's reply was cut off before its end. Raise CHATBOT_ANSWER_TOKENS if this happens often."
_HALF = "the reply was cut off in this sentence"


@dataclass(slots=True)
class _Checked:
    """A sentence that was shown, with what its check has found so far."""

    place: int
    written: DraftSentence
    claim: Claim
    finding: Finding
    corrected: str = ""


@dataclass(slots=True)
class _Run:
    """One answer while it is written."""

    question: ParsedQuestion
    pack: EvidencePack
    draft: AnswerDraft
    checked: list[_Checked] = field(default_factory=list)
    held: list[DraftSentence] = field(default_factory=list)
    """What stands before the first claim: "The articles do not say …" is a refusal if nothing else follows."""
    block: int = -1
    half: _Checked | None = None
    """The sentence in the middle of which the reply was cut off."""
    told: bool = False
    """Whether anything was said that the articles may back."""


@dataclass(frozen=True, slots=True)
class Composer:
    """Composes answers that a model writes.

    Args:
        writer: drafts answers from a pack.
        first: checks each sentence at once; None: all are left to the second.
        second: judges at the end what the first is not sure of; None: nothing is asked again.
        repairer: has the model correct what is contradicted or not found.
        strict: withhold doubtful sentences instead of marking them.
    """

    writer: Writer
    first: Verifier | None
    second: Verifier | None = None
    repairer: Repairer | None = None
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
        if not run.told and not _states(written):
            run.held.append(written)
            return
        yield from self._tell_held(run)
        if _states(written):
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
        claim = Claim(text, cited)
        with run.draft.verifying():
            finding = self._first_finding(claim, run)
        checked = _Checked(len(run.draft.sentences), written, claim, finding)
        if not finding.supported:
            run.checked.append(checked)
        evidence = (finding.evidence, finding.nearest)
        return self._show(written, run, _sentence(checked), *evidence, settled=finding.supported)

    def _first_finding(self, claim: Claim, run: _Run) -> Finding:
        if self.first:
            return self.first.verify([claim], run.pack.sentences).findings[0]
        return unchecked(claim)

    def _cut_off(self, written: DraftSentence, run: _Run) -> Event:
        """Half a sentence is shown as what it is; nobody can check it."""
        finding = Finding(Verdict.UNSURE, 0.0, reason=_HALF)
        checked = _Checked(len(run.draft.sentences), written, Claim(written.text), finding)
        run.half = checked
        return self._show(written, run, _sentence(checked), settled=not self.strict)

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
        if run.checked:
            yield Progress(Stage.CHECKING)
            with run.draft.verifying():
                self._judge(run)
                self._repair(run)
        if self.strict and run.half:
            run.checked.append(run.half)
        for checked in run.checked:
            finding = checked.finding
            if self.strict and not finding.supported:
                yield run.draft.revise(checked.place, None)
            else:
                yield run.draft.revise(checked.place, _sentence(checked), finding.evidence, finding.nearest)
        run.draft.book("settle")

    def _judge(self, run: _Run) -> None:
        """A judge that fails leaves the findings as they are: doubtful, and shown so."""
        if self.second is None:
            return
        try:
            found = self.second.verify([checked.claim for checked in run.checked], run.pack.sentences)
        except ModelError:
            return
        run.draft.usage += found.usage
        for checked, finding in zip(run.checked, found.findings, strict=True):
            if finding.verdict is not Verdict.UNSURE or self.first is None:
                checked.finding = replace(finding, unbacked=() if finding.supported else checked.finding.unbacked)

    def _repair(self, run: _Run) -> None:
        wrong = [item for item in run.checked if item.finding.verdict in {Verdict.CONTRADICTED, Verdict.NOT_FOUND}]
        repairable = [item for item in wrong if not item.written.cells and item.claim.text == item.written.text]
        if self.repairer is None or not repairable:
            return
        try:
            repair = self.repairer.repair([item.claim for item in repairable], run.pack.sentences)
        except ModelError:
            return
        run.draft.usage += repair.usage
        for item, correction in zip(repairable, repair.corrected, strict=True):
            if correction:
                item.corrected, item.finding = correction


def _states(written: DraftSentence) -> bool:
    """Whether it says something that the articles must back."""
    if written.kind is BlockKind.HEADING or written.head:
        return False
    return is_claim(written.text) and not is_sentinel(written.text)


def _sentence(checked: _Checked) -> Sentence:
    written, finding = checked.written, checked.finding
    text = checked.corrected or written.text
    claim = "" if checked.corrected or checked.claim.text == written.text else checked.claim.text
    return Sentence(
        text,
        finding.verdict,
        finding.score,
        reason="" if finding.supported else finding.reason,
        claim=claim,
        unbacked=() if claim or finding.supported else finding.unbacked,
        cells=written.cells,
        original=written.text if checked.corrected else "",
    )
