"""An answer in the making: what has been shown so far, what it cites, and how long it took."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from uuid import uuid4

from chatbot.answering.citing import CitationList
from chatbot.answering.events import AnswerSoFar, Finished, Noted, Revised, Shown, StageTime
from chatbot.records import (
    Answer,
    ArticleLink,
    BlockKind,
    Citation,
    Evidence,
    Note,
    NoteKind,
    Sentence,
    Usage,
    Verdict,
)

FIRST_SENTENCE = "first_sentence"
TOTAL = "total"
VERIFY = "verify"


class AnswerDraft:
    """Collects the blocks, sentences and notes of one answer. Each method returns the event that tells of it."""

    def __init__(self, question: str) -> None:
        self._question = question
        self._started = self._noted = time.perf_counter()
        self._citations = CitationList()
        self._timings: dict[str, float] = {}
        self._stages: list[StageTime] = []
        self._epoch = time.time() - self._started
        self._so_far = AnswerSoFar()
        self._block = -1
        self._kind, self._level, self._head = BlockKind.PARAGRAPH, 0, False
        self.backing: dict[int, tuple[Evidence, ...]] = {}
        """For each supported sentence, by its place, what backs it."""
        self.usage = Usage()
        self.answerability = 0.0
        self.refused = False
        self.wrote = False
        """Whether a chat model was asked to write it."""
        self.complete = True
        self.withheld = 0

    @property
    def sentences(self) -> list[Sentence]:
        """What has been shown so far, with the verdicts that it has now."""
        return [shown.sentence for shown in self._so_far.shown]

    @property
    def cited(self) -> list[Evidence]:
        """What backs the answer so far, in the order of its sentences."""
        return list(dict.fromkeys(item for place in sorted(self.backing) for item in self.backing[place]))

    def begin_block(self, kind: BlockKind, *, level: int = 0, head: bool = False) -> None:
        """What is shown from now on stands in a new block. `level` and `head`: as in `Block`."""
        self._block += 1
        self._kind, self._level, self._head = kind, level, head

    def show(
        self,
        sentence: Sentence,
        backing: Sequence[Evidence] = (),
        nearest: Sequence[Evidence] = (),
        *,
        settled: bool = True,
    ) -> Shown:
        """Add a checked sentence to the block that was begun last.

        Args:
            sentence: without citation numbers.
            backing: what supports it.
            nearest: what comes nearest to a doubtful one.
            settled: whether its check has ended.
        """
        if self._block < 0:
            self.begin_block(BlockKind.PARAGRAPH)
        self.backing[len(self._so_far.shown)] = tuple(backing)
        self._timings.setdefault(FIRST_SENTENCE, time.perf_counter() - self._started)
        numbered = self._numbered(sentence, backing, nearest)
        used = self._used(numbered)
        shown = Shown(self._block, self._kind, numbered, used, self._level, self._head, settled)
        self._so_far.add(shown)
        return shown

    def revise(
        self,
        place: int,
        sentence: Sentence | None,
        backing: Sequence[Evidence] = (),
        nearest: Sequence[Evidence] = (),
    ) -> Revised:
        """Put another result in the place of a sentence that was shown; None withholds and counts it."""
        self.backing[place] = tuple(backing)
        if sentence is None:
            self.withheld += 1
            revised = Revised(place, None)
        else:
            numbered = self._numbered(sentence, backing, nearest)
            revised = Revised(place, numbered, self._used(numbered))
        self._so_far.add(revised)
        return revised

    def note(
        self, kind: NoteKind, text: str, evidence: Sequence[Evidence] = (), links: Sequence[ArticleLink] = ()
    ) -> Noted:
        """Add a note beside the answer. `evidence`: what it quotes, in the order of its text."""
        noted = Noted(Note(kind, text, self._citations.cite(evidence), tuple(links)), ())
        noted = replace(noted, citations=self._by_id(noted.note.citations))
        self._so_far.add(noted)
        return noted

    @property
    def supported(self) -> bool:
        """Whether any sentence shown so far is backed by evidence."""
        return any(sentence.verdict is Verdict.SUPPORTED for sentence in self.sentences)

    def book(self, stage: str) -> None:
        """Book the seconds since the last booking under this stage."""
        now = time.perf_counter()
        self._add_time(stage, self._noted, now)
        self._noted = now

    @contextmanager
    def verifying(self) -> Iterator[None]:
        """Book the seconds inside as those of verification, which are a part of those of generation."""
        began = time.perf_counter()
        yield
        self._add_time(VERIFY, began, time.perf_counter())

    def finish(self, model: str) -> Finished:
        """The finished answer, with when its stages were. `model`: who wrote it, empty where nobody did."""
        answer = Answer(
            question=self._question,
            answer_id=uuid4().hex,
            refused=self.refused,
            blocks=self._so_far.blocks,
            citations=self._still_used(),
            model=model,
            notes=tuple(self._so_far.notes),
            usage=self.usage,
            timings=self._timings | {TOTAL: time.perf_counter() - self._started},
            answerability=self.answerability,
            withheld=self.withheld,
            complete=self.complete,
        )
        return Finished(answer, tuple(self._stages))

    def _numbered(self, sentence: Sentence, backing: Sequence[Evidence], nearest: Sequence[Evidence]) -> Sentence:
        return replace(sentence, citations=self._citations.cite(backing), nearest=self._citations.cite(nearest))

    def _used(self, sentence: Sentence) -> tuple[Citation, ...]:
        return self._by_id((*sentence.citations, *sentence.nearest))

    def _still_used(self) -> tuple[Citation, ...]:
        """The citations that a sentence or note has at the end: a second look may have found better words."""
        numbers = {number for sentence in self.sentences for number in (*sentence.citations, *sentence.nearest)}
        return self._by_id([*numbers, *(number for note in self._so_far.notes for number in note.citations)])

    def _by_id(self, numbers: Sequence[int]) -> tuple[Citation, ...]:
        return tuple(citation for citation in self._citations.all() if citation.id in numbers)

    def _add_time(self, stage: str, began: float, ended: float) -> None:
        self._timings[stage] = self._timings.get(stage, 0.0) + ended - began
        self._stages.append(StageTime(stage, self._epoch + began, self._epoch + ended))
