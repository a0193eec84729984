"""A question understood by rules alone: what the embedded mode has, and what stands where a model's plan does not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from chatbot.question.clock import read_clock
from chatbot.question.follow_ups import points_back
from chatbot.question.kind_words import HAPPENED
from chatbot.question.kinds import TOPICAL, KindReading, read_kind
from chatbot.question.limits import Scope, read_scope
from chatbot.question.order import read_order
from chatbot.question.phrases import content_words, subject_of
from chatbot.question.phrasing import Phrased, phrased
from chatbot.question.resolving import REMEMBERED_TURNS, Resolved, last_exchange, resolved
from chatbot.question.state_words import asks_for_the_state
from chatbot.question.times import read_time
from chatbot.records import AnswerKind, ParsedQuestion, Question, Turn
from chatbot.text.languages import language_of

MOST_QUERIES = 4
_DESCRIBED = 2
"""Telling words beyond which a topic says what it means, also where it begins with "this"."""
WITHOUT_SEARCH = frozenset({AnswerKind.COURTESY, AnswerKind.LIBRARY})
"""Kinds that are answered without looking for anything."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Reads questions without a model.

    Args:
        languages: ISO codes of the library's articles, most frequent first.
        publishers: of the library's articles; asked for only where a question may name one.
    """

    languages: Callable[[], Sequence[str]]
    publishers: Callable[[], Sequence[str]]

    def read(self, question: Question, history: Sequence[Turn]) -> ParsedQuestion:
        """What the words of the question say, together with the turns before it.

        Queries are empty where nothing is to be searched: a greeting, a question about the library, and a list, digest
        or timeline that is bounded by nothing but a period or a publisher.
        """
        form = phrased(question.text)
        language = self.language_of(form.search, history)
        own = read_kind(form.search)
        if own.kind in WITHOUT_SEARCH:
            return ParsedQuestion(question, form.text, (), own.kind, question.filters, language=language)
        scope = self._scope(own, question)
        stands = _stands(own, scope, limited=scope.filters != question.filters)
        alone = None if stands else resolved(form.search, history, question.asked_at, language)
        if alone is None:
            parsed = self._independent(question, form, own, scope, language)
        else:
            parsed = self._dependent(question, form, alone, history, language)
        return _with_moment(parsed, form.search)

    def language_of(self, text: str, history: Sequence[Turn] = ()) -> str:
        """The language of a question; where its words do not tell, of the last one that did, or of the library."""
        known = self.languages()
        texts = (text, *(turn.question for turn in reversed(history[-REMEMBERED_TURNS:])))
        found = next((code for code in (language_of(each, known) for each in texts) if code), "")
        return found or next(iter(known), "en")

    def _independent(
        self, question: Question, form: Phrased, own: KindReading, scope: Scope, language: str
    ) -> ParsedQuestion:
        kind = _settled(own, scope)
        return ParsedQuestion(
            asked=question,
            text=form.search,
            queries=_queries(form.search, own, kind, scope),
            kind=kind,
            filters=scope.filters if kind in TOPICAL else question.filters,
            reading=read_time(form.text, question.asked_at),
            language=language,
            newest_first=asks_for_the_state(form.search),
        )

    def _dependent(
        self, question: Question, form: Phrased, alone: Resolved, history: Sequence[Turn], language: str
    ) -> ParsedQuestion:
        own = read_kind(alone.text if alone.changed else form.search)
        scope = self._scope(own, question)
        kind = _settled(own, scope)
        queries = alone.queries
        if kind in TOPICAL:
            topic = _topic_of(scope, question, history, language)
            queries = (topic,) if alone.changed else (topic, *queries)
        return ParsedQuestion(
            asked=question,
            text=alone.text,
            queries=distinct(queries),
            kind=kind,
            filters=scope.filters if kind in TOPICAL else question.filters,
            reading=read_time(form.text, question.asked_at) or read_time(alone.text, question.asked_at),
            language=language,
            newest_first=asks_for_the_state(alone.text if alone.changed else form.search),
            history=tuple(history[-REMEMBERED_TURNS:]),
            article_ids=alone.article_ids,
        )

    def _scope(self, own: KindReading, question: Question) -> Scope:
        if own.kind not in TOPICAL and not own.of_state:
            return Scope("", question.filters, details=False)
        return read_scope(own, question, self.publishers())


def _with_moment(parsed: ParsedQuestion, search: str) -> ParsedQuestion:
    """With the time of day and the place in an order that the words of the question name."""
    if parsed.kind in TOPICAL:
        return parsed
    clock = read_clock(search)
    happened = HAPPENED.match(search.lstrip("¿¡ "))
    # Who asks for a fact of "this morning" asks for no hour: other words of the article tell it.
    clock = clock if clock and (happened or clock.kind != "part") else None
    order = read_order(search) if clock is None else None
    return replace(parsed, clock=clock, order=order, asks_what_happened=happened is not None)


def distinct(queries: Sequence[str]) -> tuple[str, ...]:
    """The first few different queries that hold a word, in their order."""
    kept: dict[str, str] = {}
    for query in queries:
        words = " ".join(query.casefold().split()).strip(" ?.!¿¡")
        if any(map(str.isalnum, words)):
            kept.setdefault(words, query)
    return tuple(kept.values())[:MOST_QUERIES]


def _stands(own: KindReading, scope: Scope, *, limited: bool) -> bool:
    """Whether a list, a digest or the like names what it shall be about, and not by "it" or "that"."""
    if own.kind not in TOPICAL and not own.of_state:
        return False
    telling = len(content_words(scope.topic))
    return bool((telling or limited) and (telling > _DESCRIBED or not points_back(scope.topic)))


def _settled(own: KindReading, scope: Scope) -> AnswerKind:
    """The kind, where "what happened" depends on what follows: a time alone, or what it happened to."""
    if own.only_in_time and content_words(scope.topic):
        return AnswerKind.EXPLANATION
    return own.kind


def _queries(search: str, own: KindReading, kind: AnswerKind, scope: Scope) -> tuple[str, ...]:
    if kind in TOPICAL:
        return distinct((scope.topic, search)) if scope.details else distinct((scope.topic,))
    return distinct((search, scope.topic)) if own.of_state else distinct((search,))


def _topic_of(scope: Scope, question: Question, history: Sequence[Turn], language: str) -> str:
    """The topic of a list or digest in a conversation: its own, or what the last exchange was about."""
    if content_words(scope.topic) and not points_back(scope.topic):
        return scope.topic
    last = last_exchange(history, question.asked_at, language)
    subject = subject_of(last.question) if last else None
    return subject.text if subject else last.question if last else ""
