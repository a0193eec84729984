"""Answers that come from the library's records and not from a search: lists, counts, what is new; and courtesies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from chatbot.answering.draft import AnswerDraft
from chatbot.answering.events import Event, Progress, Stage
from chatbot.answering.library_questions import Courtesy, LibraryTopic, courtesy_of, library_topics_of
from chatbot.answering.mentions import MentionFinder, Mentions
from chatbot.answering.nearest import nearest_articles, plain, refuse
from chatbot.answering.phrase_catalogue import phrases_of
from chatbot.answering.phrases import Phrases
from chatbot.answering.topics import topic_of
from chatbot.control_characters import printable_line
from chatbot.library.filtering import as_written, fits
from chatbot.library.library import Library
from chatbot.records import AnswerKind, ArticleSummary, BlockKind, ParsedQuestion

MOST_LISTED = 20
"""Articles of a list that are shown; the others are counted."""
NEWEST = 5
MOST_PUBLISHERS = 20

KINDS = frozenset({AnswerKind.COURTESY, AnswerKind.LIBRARY, AnswerKind.ARTICLES})
"""The kinds of answers that come from the records."""


class LibraryAnswers:
    """Answers questions of the kinds `KINDS`."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._finder = MentionFinder(library)

    def answer(self, parsed: ParsedQuestion, draft: AnswerDraft) -> Iterator[Event]:
        """Tell what is asked, step by step; the caller finishes the draft.

        Raises:
            LibraryError: the library cannot be read.
        """
        phrases = phrases_of(parsed.language)
        articles = self._library.summaries()
        if parsed.kind is AnswerKind.COURTESY:
            return _courtesy(parsed, draft, phrases, is_empty=not articles)
        told = _Telling(self._library, self._finder, parsed, draft, phrases)
        return told.about_library(articles) if parsed.kind is AnswerKind.LIBRARY else told.list_of_articles(articles)


def _courtesy(parsed: ParsedQuestion, draft: AnswerDraft, phrases: Phrases, *, is_empty: bool) -> Iterator[Event]:
    courtesy = courtesy_of(parsed.text)
    said = {
        Courtesy.GREETING: phrases.greeting,
        Courtesy.THANKS: phrases.thanks,
        Courtesy.FAREWELL: phrases.farewell,
    }
    draft.begin_block(BlockKind.PARAGRAPH)
    yield draft.show(plain(said[courtesy]))
    if courtesy is Courtesy.GREETING and is_empty:
        yield draft.show(plain(phrases.empty))


class _Telling:
    """One answer from the records."""

    def __init__(
        self, library: Library, finder: MentionFinder, parsed: ParsedQuestion, draft: AnswerDraft, phrases: Phrases
    ) -> None:
        self._library = library
        self._finder = finder
        self._parsed = parsed
        self._draft = draft
        self._phrases = phrases
        self._scope = phrases.scope(as_written(parsed.filters, library.summaries()))

    def about_library(self, articles: Sequence[ArticleSummary]) -> Iterator[Event]:
        """Counts, publishers, period, newest articles or help, as the question asks."""
        topics = library_topics_of(self._parsed.text)
        held = self._fitting(articles)
        if LibraryTopic.HELP in topics:
            yield from self._lead_and_bullets(self._phrases.help_lead, self._phrases.help)
        if not articles:
            yield from self._paragraph(self._phrases.empty)
        elif not held:
            yield from self._paragraph(self._phrases.none_held.format(scope=self._scope))
        else:
            for topic in topics:
                yield from self._about(topic, held)

    def _about(self, topic: LibraryTopic, held: Sequence[ArticleSummary]) -> Iterator[Event]:
        tell: dict[LibraryTopic, Callable[[Sequence[ArticleSummary]], Iterator[Event]]] = {
            LibraryTopic.COUNT: self._count,
            LibraryTopic.PUBLISHERS: self._publishers,
            LibraryTopic.PERIOD: self._period,
            LibraryTopic.NEWEST: self._newest,
        }
        return tell[topic](held) if topic in tell else iter(())

    def list_of_articles(self, articles: Sequence[ArticleSummary]) -> Iterator[Event]:
        """Articles by topic, period, publisher and author."""
        yield Progress(Stage.SEARCHING)
        topic = topic_of(self._parsed)
        if not articles:
            yield from refuse(self._draft, self._phrases.empty, (), self._phrases)
        elif topic:
            yield from self._mentioning(topic, articles)
        else:
            yield from self._all_fitting(articles)

    def _mentioning(self, topic: str, articles: Sequence[ArticleSummary]) -> Iterator[Event]:
        mentions = self._finder.find(topic)
        found = [article for article in self._fitting(articles) if article.id in mentions.article_ids]
        if found:
            yield from self._listed(self._lead(topic, len(found), mentions), found, mentions)
        else:
            text = self._phrases.no_mention.format(scope=self._scope, topic=self._phrases.topic(topic))
            nearest = nearest_articles(self._library, mentions.known, self._parsed.filters)
            yield from refuse(self._draft, text, nearest, self._phrases)

    def _lead(self, topic: str, count: int, mentions: Mentions) -> str:
        """What stands above a list of articles: how many mention what, and whether that is what was asked for."""
        phrases = self._phrases
        phrase = phrases.mention_most if mentions.partly else phrases.meant if mentions.meant else phrases.mention
        shown, meant = phrases.topic(topic), phrases.topic(mentions.meant)
        return phrase.of(count, scope=self._scope, topic=shown, meant=meant)

    def _all_fitting(self, articles: Sequence[ArticleSummary]) -> Iterator[Event]:
        found = self._fitting(articles)
        if not found:
            yield from refuse(self._draft, self._phrases.none_held.format(scope=self._scope), (), self._phrases)
            return
        yield from self._listed(self._phrases.listed.of(len(found), scope=self._scope), found, Mentions())

    def _listed(self, lead: str, found: Sequence[ArticleSummary], mentions: Mentions) -> Iterator[Event]:
        yield from self._paragraph(lead)
        yield from self._bullets(found[:MOST_LISTED], mentions)
        yield from self._more(len(found) - MOST_LISTED)

    def _count(self, held: Sequence[ArticleSummary]) -> Iterator[Event]:
        yield from self._paragraph(self._phrases.held.of(len(held), scope=self._scope))

    def _publishers(self, held: Sequence[ArticleSummary]) -> Iterator[Event]:
        phrases = self._phrases
        counts = Counter(printable_line(article.metadata.publisher) for article in held)
        named = (
            f"{name or phrases.unnamed}: {phrases.articles.of(count)}"
            for name, count in counts.most_common(MOST_PUBLISHERS)
        )
        yield from self._lead_and_bullets(phrases.publishers.of(len(counts.keys() - {""})), named)
        yield from self._more(len(counts) - MOST_PUBLISHERS)

    def _period(self, held: Sequence[ArticleSummary]) -> Iterator[Event]:
        phrases = self._phrases
        days = [article.metadata.published.date() for article in held if article.metadata.published]
        told = []
        if days:
            first, last = phrases.day(min(days)), phrases.day(max(days))
            published = phrases.published_at_once if first == last else phrases.published
            told.append(published.of(len(days), first=first, last=last))
        if undated := len(held) - len(days):
            told.append(phrases.undated.of(undated))
        return self._paragraph(*told)

    def _newest(self, held: Sequence[ArticleSummary]) -> Iterator[Event]:
        newest = held[:NEWEST]
        yield from self._paragraph(self._phrases.newest.of(len(newest), scope=self._scope))
        yield from self._bullets(newest, Mentions())

    def _bullets(self, articles: Sequence[ArticleSummary], mentions: Mentions) -> Iterator[Event]:
        """Each article, cited with the sentence that tells why it is listed."""
        telling = self._finder.telling_sentences([article.id for article in articles], mentions.terms)
        for article in articles:
            self._draft.begin_block(BlockKind.BULLET)
            backing = [telling[article.id]] if article.id in telling else []
            yield self._draft.show(plain(self._phrases.named(article.metadata)), backing)

    def _lead_and_bullets(self, lead: str, bullets: Iterable[str]) -> Iterator[Event]:
        yield from self._paragraph(lead)
        for text in bullets:
            self._draft.begin_block(BlockKind.BULLET)
            yield self._draft.show(plain(text))

    def _paragraph(self, *sentences: str) -> Iterator[Event]:
        self._draft.begin_block(BlockKind.PARAGRAPH)
        for text in sentences:
            yield self._draft.show(plain(text))

    def _more(self, left: int) -> Iterator[Event]:
        if left > 0:
            yield from self._paragraph(self._phrases.more.of(left))

    def _fitting(self, articles: Sequence[ArticleSummary]) -> list[ArticleSummary]:
        return [article for article in articles if fits(article, self._parsed.filters)]
