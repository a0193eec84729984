"""The sentences of articles that are summarized, as evidence: all that may be quoted, headings apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from chatbot.briefing.live_entries import LiveEntry, live_entries
from chatbot.briefing.material import LEAST_WORDS
from chatbot.library.duplicates import original_of
from chatbot.library.quotable import keep_sentences
from chatbot.library.sentences import split_sentences
from chatbot.records import Article, Evidence, Span
from chatbot.text.sentence_kinds import asks
from chatbot.text.tokenizing import word_count

AROUND = 3
"""Sentences on either side that tell what a sentence means."""
_UNDATED = datetime.min.replace(tzinfo=UTC)
_ANNOUNCES = re.compile(
    r"here(?: is| are|['’]s)\b|(?:read|see|watch|listen)\b.{0,60}\b(?:here|below|more)\b", re.IGNORECASE
)
"""A sentence that only announces what follows: "Here's what we know about the fire."."""
_ENDS = re.compile(r"[.!?…。！？।။؟][\"'”’»)\]*_」』]*$")


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """An article opened into its sentences."""

    article: Article
    sentences: tuple[Evidence, ...]
    """All that may be quoted and the headings, in order."""
    entries: tuple[LiveEntry, ...]
    """Of a live page, newest first; none of another article."""
    story: str
    """Equal for copies of one story and for versions of one article."""
    repeats: bool
    """Whether it says something that a copy or a newer version of it says, so that it stands there."""

    @property
    def telling(self) -> list[Evidence]:
        """The sentences that tell something: no headings, no questions, no captions and other scraps."""
        stated = [item for item in self.sentences if not item.heading]
        telling = [item for item in stated if not (asks(item.quote) or _ANNOUNCES.match(item.quote))] or stated
        # An article of short sentences alone, or of lines without ends, is summarized from these.
        long = [item for item in telling if word_count(item.quote) >= LEAST_WORDS] or telling
        return [item for item in long if _ENDS.search(item.quote)] or long

    def entry_of(self, item: Evidence) -> int:
        """The place of a sentence's entry on a live page, the newest 0; one that stands in none comes last."""
        inside = (at for at, entry in enumerate(self.entries) if entry.span.start <= item.span.start < entry.span.end)
        return next(inside, len(self.entries))


def read_articles(articles: Sequence[Article]) -> list[ReadArticle]:
    """Articles opened, the newest first. What a copy or a newer version says in the same words is said once."""
    opened: list[ReadArticle] = []
    said = set[tuple[str, str]]()
    for article in sorted(articles, key=_age, reverse=True):
        copied = original_of(article, [one.article for one in opened]) if not article.passage_count else ""
        story = copied or article.duplicate_of or article.id
        sentences = list(_sentences(article, story))
        found = tuple(item for item in sentences if (story, item.quote) not in said)
        said.update((story, item.quote) for item in sentences)
        opened.append(ReadArticle(article, found, live_entries(article.text), story, len(found) < len(sentences)))
    return opened


def _age(article: Article) -> tuple[datetime, int]:
    return article.metadata.published or _UNDATED, article.version


def _sentences(article: Article, story: str) -> Iterator[Evidence]:
    text, about = article.text, article.metadata
    page = keep_sentences(text, split_sentences(text), about.title, about.language)
    for at, span in enumerate(page.kept):
        previous = page.kept[at - 1] if at else None
        around = page.kept[max(at - AROUND, 0) : at + AROUND + 1]
        yield Evidence(
            article.id,
            article.version,
            span,
            span.of(text),
            about,
            context=text[around[0].start : around[-1].end],
            before=_directly_before(text, previous, span) if previous not in page.headings else "",
            story=story,
            heading=span in page.headings,
        )


def _directly_before(text: str, previous: Span | None, sentence: Span) -> str:
    """The characters from one sentence to the next; empty where what may not be quoted stands between."""
    if previous is None or text[previous.end : sentence.start].strip():
        return ""
    return text[previous.start : sentence.start]
