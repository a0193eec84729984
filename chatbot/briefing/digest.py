"""Digests and timelines in an answer: a briefing of a few articles, in their own words, that nobody remembers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

from chatbot.answering.corrections import find_corrections
from chatbot.answering.draft import AnswerDraft
from chatbot.answering.events import Event, Progress, Stage
from chatbot.answering.mentions import MentionFinder
from chatbot.answering.nearest import nearest_articles, plain, refuse
from chatbot.answering.phrase_catalogue import phrases_of
from chatbot.answering.phrases import Phrases
from chatbot.answering.topics import topic_of
from chatbot.answering.wording import quotation, quoted, source_name
from chatbot.briefing.briefer import Briefer
from chatbot.briefing.events import BriefingFinished, BriefingStage
from chatbot.briefing.ranking import REFERS_BACK
from chatbot.briefing.records import BriefingRequest, Entry, Length, SectionKind
from chatbot.briefing.scope import ScopeLimits
from chatbot.control_characters import printable_line
from chatbot.errors import NothingToReport
from chatbot.records import (
    AnswerKind,
    BlockKind,
    Evidence,
    NoteKind,
    ParsedQuestion,
    Sentence,
    Verdict,
)
from chatbot.text.time_vocabulary import WEEKDAYS
from chatbot.verification.claim_names import names_of
from chatbot.verification.claim_numbers import numbers_of
from chatbot.verification.claim_words import stem, words_of

DIGEST_LIMITS = ScopeLimits(articles=30, least_share=0.58)
"""For the briefer of digests: few articles are read in a second or two, and each must be about the topic itself. With
this share of the best article's score, 81 % of the articles chosen for five topics are about them and 94 % of those are
found; with a briefing's, 73 % and all."""
MOST_TOLD = 8
MOST_DATED = 12
MOST_NOTES = 2
"""Of each kind."""
LEAST_WORDS = 6
SHARED_WORDS = 0.4
"""Of the words of the shorter of two sentences, so that they may disagree about the same."""

_WEEKDAY_STEMS = frozenset(map(stem, WEEKDAYS))
_STAGES = {
    BriefingStage.SELECTING: Stage.SEARCHING,
    BriefingStage.READING: Stage.READING,
    BriefingStage.COMPARING: Stage.READING,
    BriefingStage.WRITING: Stage.CHECKING,
}
_LEANS = re.compile(r"(?:In|On|At|For|From|With|By|To|Under|Of)(?: \S+){1,6}? (?:he|she|they|it)\b")
"""A beginning that is not understood alone: "On 40 plots they spread"."""
_ASKS = re.compile(r"\?[\"'”’)*]*\s*$")


class _Told(NamedTuple):
    """A statement of the briefing with what it rests on, the sentence that it quotes first."""

    entry: Entry
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class BriefingDigester:
    """Makes answers of briefings.

    Args:
        briefer: without writer and history, made with `DIGEST_LIMITS`.
    """

    briefer: Briefer

    def digest(self, parsed: ParsedQuestion, draft: AnswerDraft) -> Iterator[Event]:
        """Tell what articles say on a topic, in their words: a timeline where that is asked for, else a digest.

        Raises:
            LibraryError: the library cannot be read.
            ModelError: the embedding model failed.
        """
        phrases = phrases_of(parsed.language)
        topic = topic_of(parsed)
        dated = parsed.kind is AnswerKind.TIMELINE
        request = BriefingRequest(parsed.asked_at, topic, parsed.filters, Length.LONG, with_timeline=dated)
        stage = None
        try:
            for event in self.briefer.stream(request):
                if isinstance(event, BriefingFinished):
                    yield from _Telling(parsed, draft, phrases, event).tell()
                elif stage is not _STAGES[event.stage]:
                    stage = _STAGES[event.stage]
                    yield Progress(stage)
        except NothingToReport:
            yield from self._refuse(request, draft, phrases)

    def _refuse(self, request: BriefingRequest, draft: AnswerDraft, phrases: Phrases) -> Iterator[Event]:
        library = self.briefer.library
        scope = phrases.scope(request.filters)
        if not library.summaries():
            yield from refuse(draft, phrases.empty, (), phrases)
        elif request.topic:
            nearest = nearest_articles(library, MentionFinder(library).find(request.topic).known, request.filters)
            text = phrases.nothing.format(scope=scope, topic=phrases.topic(request.topic))
            yield from refuse(draft, text, nearest, phrases)
        else:
            yield from refuse(draft, phrases.none_held.format(scope=scope), (), phrases)


class _Telling:
    """Tells one finished briefing."""

    def __init__(
        self, parsed: ParsedQuestion, draft: AnswerDraft, phrases: Phrases, finished: BriefingFinished
    ) -> None:
        self._draft = draft
        self._phrases = phrases
        self._finished = finished
        self._topic = {word.stem for word in words_of(finished.briefing.topic) if word.is_content}
        self._wants_timeline = parsed.kind is AnswerKind.TIMELINE

    def tell(self) -> Iterator[Event]:
        """The statements under a line that says of how many articles, and notes of what is disputed or corrected."""
        dated = self._section(SectionKind.TIMELINE)[:MOST_DATED] if self._wants_timeline else []
        told = dated or self._main()
        self._draft.begin_block(BlockKind.PARAGRAPH)
        yield self._draft.show(plain(self._lead(told)))
        for item in told:
            yield self._dated(item) if dated else self._quoted(item)
        yield from self._notes([evidence for item in told for evidence in item.evidence])

    def _main(self) -> list[_Told]:
        """What matters most, first; of a single article, and for a timeline without dated sentences, as it was told."""
        parts = (SectionKind.BOTTOM_LINE, SectionKind.DEVELOPMENTS)
        told = [item for kind in parts for item in self._section(kind)][:MOST_TOLD]
        one_article = len({item.evidence[0].article_key for item in told}) == 1
        return sorted(told, key=_place) if self._wants_timeline or one_article else told

    def _section(self, kind: SectionKind) -> list[_Told]:
        """Its statements, without those that tell nothing of themselves, unless no others are left."""
        entries = self._finished.briefing.section(kind)
        told = [_Told(entry, self._evidence(entry)) for entry in entries]
        return [item for item in told if _tells(item.evidence[0].quote, self._topic)] or told

    def _evidence(self, entry: Entry) -> tuple[Evidence, ...]:
        return tuple(self._finished.evidence[number - 1] for number in entry.sentence.citations)

    def _lead(self, told: Sequence[_Told]) -> str:
        cited = [evidence for item in told for evidence in item.evidence]
        days = [item.metadata.published.date() for item in cited if item.metadata.published]
        scope = f" {self._phrases.between(min(days), max(days))}" if days else ""
        return self._phrases.digest.of(len({item.article_id for item in cited}), scope=scope)

    def _dated(self, item: _Told) -> Event:
        self._draft.begin_block(BlockKind.BULLET)
        day = f"{self._phrases.day(item.entry.day)}: " if item.entry.day else ""
        return self._draft.show(_supported(f"{day}{quoted(printable_line(item.evidence[0].quote))}"), item.evidence)

    def _quoted(self, item: _Told) -> Event:
        self._draft.begin_block(BlockKind.QUOTATION)
        return self._draft.show(_supported(printable_line(item.evidence[0].quote)), item.evidence)

    def _notes(self, shown: Sequence[Evidence]) -> Iterator[Event]:
        """Disagreements and corrections that concern what is shown."""
        pairs = [(first, second) for first, second in self._of(SectionKind.DISAGREEMENTS)]
        for first, second in [pair for pair in pairs if set(pair) & set(shown) and _tell_the_same(*pair)][:MOST_NOTES]:
            text = f"{quotation(first)}, but {quotation(second)}"
            yield self._draft.note(NoteKind.DISAGREEMENT, text, (first, second))
        notices = self._of(SectionKind.CORRECTIONS)
        for notice in [item for item in notices if find_corrections(shown, item)][:MOST_NOTES]:
            quotes = " ".join(quoted(printable_line(item.quote)) for item in notice)
            yield self._draft.note(NoteKind.CORRECTION, f"{source_name(notice[0].metadata)}: {quotes}", notice)

    def _of(self, kind: SectionKind) -> list[tuple[Evidence, ...]]:
        return [self._evidence(entry) for entry in self._finished.briefing.section(kind)]


def _supported(text: str) -> Sentence:
    """An article's own words, which need no check."""
    return Sentence(text, Verdict.SUPPORTED, 1.0)


def _tell_the_same(one: Evidence, other: Evidence) -> bool:
    """Whether two sentences that count differently tell of the same: they share many words, and name no other days.

    A page of disagreements can be read with patience; a note beside an answer is believed.
    """
    stems = [{word.stem for word in words_of(item.quote) if word.is_content} for item in (one, other)]
    days = [each & _WEEKDAY_STEMS for each in stems]
    shared = len(stems[0] & stems[1]) / max(min(map(len, stems)), 1)
    return shared >= SHARED_WORDS and bool(days[0] & days[1] or not (days[0] and days[1]))


def _place(item: _Told) -> tuple[float, str, int]:
    """Order of publication, and within an article its own."""
    first = item.evidence[0]
    published = first.metadata.published
    return published.timestamp() if published else 0.0, first.article_key, first.span.start


def _tells(quote: str, topic: Set[str]) -> bool:
    """Whether a sentence tells something by itself: of a name, a number or the topic, in more than a few words.

    "We will bring you the news as it comes in" does not, nor does "He refused on 11 March".
    """
    words = words_of(quote)
    if len(words) < LEAST_WORDS or any(sign(quote) for sign in (_ASKS.search, REFERS_BACK.match, _LEANS.match)):
        return False
    return bool(numbers_of(quote) or names_of(words) or topic & {word.stem for word in words})
