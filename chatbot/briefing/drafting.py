"""A model's page while it is written: read as it arrives, checked sentence by sentence, bounded.

Each sentence is checked as those of answers are (`chatbot/answering/sentence_checks.py`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from datetime import date

from chatbot.answering.cut_off import is_half, with_ends_known
from chatbot.answering.draft_text import DraftReader
from chatbot.answering.sentence_checks import CheckedSentence, half, states
from chatbot.briefing.events import BriefingProgress, BriefingStage
from chatbot.briefing.fact_pack import FactPack, pack_facts
from chatbot.briefing.material import Material
from chatbot.briefing.page_text import PageSentence, read_page
from chatbot.briefing.placing import with_day_checked
from chatbot.briefing.planning import Plan
from chatbot.briefing.records import BriefingRequest, SectionKind
from chatbot.briefing.writing import BriefingWriter
from chatbot.errors import ModelError, PromptTooLong
from chatbot.llm.generation import Generation
from chatbot.records import Usage, Verdict
from chatbot.text.tokenizing import word_count
from chatbot.verification.verifier import Claim, Finding

LEAST_TOKENS = 500
"""Of a pack: a model that reads less is of no use."""
CUT_OFF = "The model's reply was cut off before its end: what it would have told last is missing, or quoted."
TOO_LONG = "The model wrote more than this page holds: {} of its sentences are left out."
REPEATED = "Of the model's sentences, {} that repeated another one word for word stand once."
FAILED = "The chat model failed, so sources are quoted instead. {}"
BROKE_OFF = "The chat model failed before its end, so sources are quoted for the rest. {}"
SAID_NOTHING = "The chat model wrote nothing about the articles, so they are quoted instead."

MOST = 0.8
"""Share of the page's words that the model may fill; the rest is for what it leaves untold."""
MOST_OF_A_SECTION = {SectionKind.DEVELOPMENTS: 0.45, SectionKind.TIMELINE: 0.35}
MOST_OF_ANOTHER = 0.25
"""So that no section of a talkative model leaves the others without room."""

_WORDS = re.compile(r"\w+")


@dataclass(slots=True)
class DraftedSentence:
    """A sentence of the page with what its check has found."""

    said: PageSentence
    checked: CheckedSentence

    @property
    def kind(self) -> SectionKind:
        return self.said.kind

    @property
    def day(self) -> date | None:
        return self.said.day


@dataclass(slots=True)
class DraftedPage:
    """What a model has written of a page."""

    sentences: list[DraftedSentence] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What the reader should know about how it came about."""
    usage: Usage = Usage()
    model: str = ""
    """Its name, where anything that it wrote stands."""
    repeated: int = 0
    left_out: int = 0
    """Sentences for which the page has no room."""
    _words: Counter[SectionKind] = field(default_factory=Counter)
    _seen: set[tuple[bool, str]] = field(default_factory=set)

    def says_again(self, said: PageSentence) -> bool:
        """Whether the very words have been said; a timeline may repeat what other sections tell."""
        key = said.kind is SectionKind.TIMELINE, " ".join(_WORDS.findall(said.written.text.casefold()))
        known = key in self._seen
        self._seen.add(key)
        self.repeated += known
        return known

    def has_room(self, said: PageSentence, limit: int) -> bool:
        """Whether a sentence fits into its section of a page of so many words."""
        words, kind = word_count(said.written.text), said.kind
        most = MOST_OF_A_SECTION.get(kind, MOST_OF_ANOTHER) * limit
        fits = self._words[kind] + words <= most and self._words.total() + words <= MOST * limit
        self._words[kind] += words * fits
        self.left_out += not fits
        return fits


@dataclass(frozen=True, slots=True)
class Drafting:
    """Has a model write a page.

    Args:
        writer: drafts and checks.
        request: what is to be told.
        topic: in words; empty for none.
    """

    writer: BriefingWriter
    request: BriefingRequest
    topic: str

    def draft(
        self, plan: Plan, material: Material, overtaken: frozenset[int]
    ) -> Generator[BriefingProgress, None, DraftedPage]:
        """The page as far as the model wrote it; a model that fails is noted. A pack that is too long is halved.

        Args:
            plan: what the page is to tell.
            material: the sentences of the articles in scope.
            overtaken: places of facts that later articles count otherwise.
        """
        page = DraftedPage()
        budget = self.writer.evidence_tokens
        while True:
            pack = pack_facts(plan, material, overtaken, budget)
            try:
                yield from self._read(self._begin(plan, material, pack), pack, page, plan.since)
            except PromptTooLong as error:
                budget //= 2
                if budget >= LEAST_TOKENS and not page.sentences:
                    continue
                page.notes.append(FAILED.format(error))
            except ModelError as error:
                page.notes.append((BROKE_OFF if page.sentences else FAILED).format(error))
            self._settle(page, pack)
            return page

    def _begin(self, plan: Plan, material: Material, pack: FactPack) -> Generation:
        days = [item.metadata.published for item in material.sentences if item.metadata.published]
        return self.writer.begin(self.request, self.topic, pack, max(days, default=None), plan.since)

    def _read(
        self, generation: Generation, pack: FactPack, page: DraftedPage, since: str
    ) -> Iterator[BriefingProgress]:
        drafted = with_ends_known(DraftReader().read(generation))
        try:
            for read, is_last in read_page(drafted, self.request.asked_at):
                nothing_before = read.kind is SectionKind.CHANGES and not since
                said = read._replace(kind=SectionKind.DEVELOPMENTS) if nothing_before else read
                self._take(said, page, pack, is_half=is_last and is_half(said.written, generation))
                yield BriefingProgress(BriefingStage.WRITING)
        finally:
            generation.close()
            page.usage += generation.usage
        if not generation.is_whole:
            page.notes.append(CUT_OFF)
        if not page.sentences:
            page.notes.append(SAID_NOTHING)

    def _take(self, said: PageSentence, page: DraftedPage, pack: FactPack, *, is_half: bool) -> None:
        """Check a sentence. What stands before the first claim and claims nothing only accompanies the page."""
        written = said.written
        if is_half:
            page.sentences.append(DraftedSentence(said, half(written)))
        elif not states(written):
            if page.sentences:
                nothing = Finding(Verdict.NOT_A_CLAIM, 1.0)
                page.sentences.append(DraftedSentence(said, CheckedSentence(written, Claim(written.text), nothing)))
        elif not page.says_again(said) and page.has_room(said, self.request.length.words):
            cited = tuple(item for number in written.markers if (item := pack.numbered(number)))
            checked = self.writer.checker.check(written, Claim(written.text, cited), pack.sentences)
            page.sentences.append(DraftedSentence(said, checked))

    def _settle(self, page: DraftedPage, pack: FactPack) -> None:
        """Judge and repair what is doubtful, and check the days of the timeline."""
        checked = [item.checked for item in page.sentences if item.checked.finding.verdict.is_doubtful]
        page.usage += self.writer.checker.settle(checked, pack.sentences)
        for item in page.sentences:
            if item.day:
                item.checked.finding = with_day_checked(item.checked.finding, item.day)
        if page.left_out:
            page.notes.append(TOO_LONG.format(page.left_out))
        if page.repeated:
            page.notes.append(REPEATED.format(page.repeated))
