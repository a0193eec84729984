"""An answer in the making: what has been shown so far, what it cites, and how long it took."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from uuid import uuid4

from chatbot.answering.citing import CitationList
from chatbot.answering.events import Finished, Shown, StageTime
from chatbot.records import Answer, Evidence, Sentence, Usage, Verdict

FIRST_SENTENCE = "first_sentence"
TOTAL = "total"
VERIFY = "verify"


class AnswerDraft:
    """Collects the sentences of one answer."""

    def __init__(self, question: str) -> None:
        self._question = question
        self._started = self._noted = time.perf_counter()
        self._citations = CitationList()
        self._timings: dict[str, float] = {}
        self._stages: list[StageTime] = []
        self._epoch = time.time() - self._started
        self.sentences: list[Sentence] = []
        self.cited: list[Evidence] = []
        self.usage = Usage()
        self.answerability = 0.0
        self.refused = False

    @property
    def supported(self) -> bool:
        """Whether any sentence shown so far is backed by evidence."""
        return any(sentence.verdict is Verdict.SUPPORTED for sentence in self.sentences)

    def show(self, sentence: Sentence, evidence: Sequence[Evidence] = ()) -> Shown:
        """Add a checked sentence with its evidence; the event tells whoever displays it."""
        numbered = replace(sentence, citations=self._citations.cite(evidence))
        self.sentences.append(numbered)
        self.cited.extend(evidence)
        self._timings.setdefault(FIRST_SENTENCE, time.perf_counter() - self._started)
        return Shown(numbered, tuple(item for item in self._citations.all() if item.id in numbered.citations))

    def note(self, stage: str) -> None:
        """Book the seconds since the last note under this stage."""
        now = time.perf_counter()
        self._book(stage, self._noted, now)
        self._noted = now

    @contextmanager
    def verifying(self) -> Iterator[None]:
        """Book the seconds inside as those of verification, which are a part of those of generation."""
        began = time.perf_counter()
        yield
        self._book(VERIFY, began, time.perf_counter())

    def _book(self, stage: str, began: float, ended: float) -> None:
        self._timings[stage] = self._timings.get(stage, 0.0) + ended - began
        self._stages.append(StageTime(stage, self._epoch + began, self._epoch + ended))

    def finish(self, model: str) -> Finished:
        """The finished answer, with when its stages were."""
        return Finished(self._answer(model), tuple(self._stages))

    def _answer(self, model: str) -> Answer:
        return Answer(
            question=self._question,
            answer_id=uuid4().hex,
            refused=self.refused,
            sentences=tuple(self.sentences),
            citations=self._citations.all(),
            model=model,
            usage=self.usage,
            timings=self._timings | {TOTAL: time.perf_counter() - self._started},
            answerability=self.answerability,
        )
