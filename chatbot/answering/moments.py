"""What stands at a moment, quoted with its time; and where nothing stands, what comes nearest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chatbot.answering import wording
from chatbot.answering.corrections import corrects, find_corrections
from chatbot.answering.draft import AnswerDraft
from chatbot.answering.events import Event, Noted, Progress, Stage
from chatbot.answering.phrase_catalogue import phrases_of
from chatbot.answering.phrases import Phrases
from chatbot.control_characters import printable_line
from chatbot.records import ArticleLink, BlockKind, Evidence, NoteKind, ParsedQuestion, RankedPassage, Sentence, Verdict
from chatbot.retrieval.entries import Entry
from chatbot.retrieval.live_pages import Candidate, names_a_day
from chatbot.retrieval.sentences import sentences_of
from chatbot.retrieval.timed import Timed

MOST_NAMED = 5
"""Articles of which any may be meant that are named."""
_LONGEST_HEAD = 80
_SEARCHED = 12
"""Passages beside the article's own in which corrections are looked for."""


def quote_moment(timed: Timed, passages: Sequence[RankedPassage], draft: AnswerDraft) -> Iterator[Event]:
    """Quote what stands at the moment, in its order, with what was corrected of it since: a live page takes back in a
    later entry what an earlier one says. The draft is `refused` where nothing stands there.

    Args:
        timed: what was found.
        passages: what was found for the question, best first.
        draft: of the answer.
    """
    yield Progress(Stage.READING)
    # What takes back another of them is told beside it, as a correction.
    first = [told.evidence[0] for told in timed.told]
    shown = [told for told in timed.told if not any(corrects(told.evidence[0], other) for other in first)]
    draft.refused = not shown
    draft.answerability = float(bool(shown))
    for told in shown:
        draft.begin_block(BlockKind.QUOTATION)
        for evidence in told.evidence:
            yield draft.show(_quotation(evidence), (evidence,))
    draft.book("rank")
    read = [*(item for article in timed.articles for item in article.passages), *passages[:_SEARCHED]]
    sentences = dict.fromkeys(sentence for item in read for sentence in sentences_of(item))
    for notice in find_corrections(draft.cited, [item for item in sentences if not item.heading]):
        yield draft.note(NoteKind.CORRECTION, wording.correction(notice), notice)
    draft.book("notes")


def note_nearest(question: ParsedQuestion, timed: Timed, draft: AnswerDraft) -> Iterator[Noted]:
    """Beside a refusal: the nearest entries with their times, or the articles of which any may be meant.

    Args:
        question: as it was understood.
        timed: what was found.
        draft: of the answer.
    """
    phrases = phrases_of(question.language)
    if timed.several:
        links = [_link(article) for article in timed.several[:MOST_NAMED]]
        titles = "; ".join(phrases.named(link) for link in links)
        yield draft.note(NoteKind.NOT_IN_LIBRARY, phrases.which.format(titles=titles), links=links)
    for page, entries in timed.nearest:
        link = _link(page)
        known = len({entry.day for entry in page.entries}) == 1 and not names_a_day(question)
        times = "; ".join(_named(entry, phrases, with_day=not known) for entry in entries)
        text = phrases.nearest_entries.format(title=phrases.named(link), times=times)
        yield draft.note(NoteKind.NOT_IN_LIBRARY, text, links=[link])


def _quotation(evidence: Evidence) -> Sentence:
    return Sentence(" ".join(evidence.quote.split()), Verdict.SUPPORTED, 1.0)


def _named(entry: Entry, phrases: Phrases, *, with_day: bool) -> str:
    """An entry by its time and heading, by its day too where that is not clear."""
    heading = entry.head.quote[entry.clock.end :].strip(" )–—|:-")
    day = f"{phrases.day(entry.day)}, " if entry.day and with_day else ""
    return printable_line(f"{day}{entry.shown} {heading}"[:_LONGEST_HEAD]).strip()


def _link(article: Candidate) -> ArticleLink:
    article_id, _, version = article.key.partition("@")
    known = article.metadata
    return ArticleLink(article_id, int(version), known.title, known.publisher, known.published, known.url)
