"""Takes a deleted article out of briefings that quoted, cited, listed or named it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import replace

from chatbot.answering.forgetting import Deletion
from chatbot.answering.wording import origin, quoted
from chatbot.briefing.keeping.records import EarlierBriefing
from chatbot.briefing.keeping.serialising import BriefingRecord
from chatbot.briefing.records import Briefing, Entry, Section, SourceUse
from chatbot.records import Citation, Sentence, Verdict

REMOVED = "[Removed: the article that this statement rested on was deleted.]"
"""Stands in place of each statement whose words came from a deleted article."""
REMOVED_NOTE = "[Removed: an article that this note named was deleted.]"


def without_article(record: BriefingRecord, article_id: str, titles: Collection[str]) -> BriefingRecord:
    """The record without anything that the article said, and without its id; numbers of other citations stay.

    A statement that cites the article is blanked, with what leads up to it, unless it is the very words of another
    article, which are quoted in it: of these the article was one more source.

    Args:
        record: what was kept.
        article_id: the article that is gone.
        titles: of all its versions.
    """
    gone = tuple(citation for citation in record.briefing.citations if citation.article_id == article_id)
    numbers = frozenset(citation.id for citation in gone)
    deletion = Deletion(article_id, frozenset(titles) - {""}, numbers, REMOVED)
    briefing = _Forgetting(deletion, gone, record.briefing).briefing()
    return BriefingRecord(briefing, tuple(_others(record.read, article_id)))


def earlier_without_article(earlier: EarlierBriefing, article_id: str) -> EarlierBriefing:
    """The same of a record that holds no words."""
    quotes = tuple(quote for quote in earlier.quotes if not _is_of(quote[0], article_id))
    return replace(earlier, articles=tuple(_others(earlier.articles, article_id)), quotes=quotes)


class _Forgetting:
    """Takes one article out of one briefing."""

    def __init__(self, deletion: Deletion, gone: Collection[Citation], briefing: Briefing) -> None:
        self._deletion = deletion
        self._briefing = briefing
        self._quotes = {item.id: quoted(item.quote) for item in briefing.citations if item.id not in deletion.gone}
        left = {origin(item) for item in briefing.citations if item.id in self._quotes}
        self._names = {origin(citation) for citation in gone} - left
        """By which labels name the article and no other one."""

    def briefing(self) -> Briefing:
        """The briefing without it."""
        whole = self._briefing
        sections = tuple(map(self._section, whole.sections))
        left = tuple(item for item in whole.citations if item.id in self._quotes)
        changed = sections != whole.sections or left != whole.citations
        return replace(
            whole,
            sections=sections,
            citations=left,
            sources=tuple(_recounted(whole.sources, sections, left)) if changed else whole.sources,
            notes=tuple(REMOVED_NOTE if self._deletion.names(note) else note for note in whole.notes),
        )

    def _section(self, section: Section) -> Section:
        return replace(section, entries=tuple(map(self._entry, section.entries)))

    def _entry(self, entry: Entry) -> Entry:
        sentence, gone = entry.sentence, self._deletion.gone
        left = self._without_numbers(sentence)
        if self._deletion.repeats(sentence) and not self._quotes_another(sentence):
            blank = replace(self._deletion.blanked(left), verdict=Verdict.NOT_A_CLAIM, score=1.0)
            return replace(entry, sentence=blank, label="", day=None, sources=1)
        cites = not gone.isdisjoint(sentence.citations)
        return replace(
            entry,
            sentence=left,
            label="" if self._is_named(entry.label, cites=cites) else entry.label,
            sources=min(entry.sources, max(1, len(left.citations))) if cites else entry.sources,
        )

    def _without_numbers(self, sentence: Sentence) -> Sentence:
        gone = self._deletion.gone
        kept = replace(
            sentence,
            citations=tuple(number for number in sentence.citations if number not in gone),
            nearest=tuple(number for number in sentence.nearest if number not in gone),
        )
        return self._deletion.without_first_words(kept)

    def _quotes_another(self, sentence: Sentence) -> bool:
        """Whether it is nothing but the very words of an article that stays."""
        quotes = {self._quotes[number] for number in sentence.citations if number in self._quotes}
        return sentence.text in quotes and not (sentence.claim or sentence.cells)

    def _is_named(self, label: str, *, cites: bool) -> bool:
        return self._deletion.names(label) or (cites and any(name and name in label for name in self._names))


def _recounted(
    sources: Iterable[SourceUse], sections: Iterable[Section], citations: Iterable[Citation]
) -> Iterable[SourceUse]:
    """The sources that statements still cite."""
    articles = {item.id: (item.article_id, item.version) for item in citations}
    numbers = (number for section in sections for entry in section.entries for number in entry.sentence.citations)
    uses = Counter(articles[number] for number in numbers if number in articles)
    counted = ((source, uses[source.article_id, source.version]) for source in sources)
    return (replace(source, citations=count) for source, count in counted if count)


def _others(keys: Iterable[str], article_id: str) -> Iterable[str]:
    return (key for key in keys if not _is_of(key, article_id))


def _is_of(key: str, article_id: str) -> bool:
    return key.partition("@")[0] == article_id
