"""A refusal: a plain sentence, and the articles that come closest, to be opened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from chatbot.answering.draft import AnswerDraft
from chatbot.answering.events import Event
from chatbot.answering.nearest import plain
from chatbot.answering.phrase_catalogue import phrases_of
from chatbot.records import ArticleLink, BlockKind, NoteKind, ParsedQuestion, RankedPassage

CLOSEST = 3


def refuse(question: ParsedQuestion, found: Iterable[RankedPassage], draft: AnswerDraft) -> Iterator[Event]:
    """Say that the library does not answer.

    Args:
        question: as it was understood; the refusal is in its language where the program speaks it.
        found: passages, best first; none where there was nothing to search.
        draft: of the answer.
    """
    phrases = phrases_of(question.language)
    draft.refused = True
    draft.begin_block(BlockKind.PARAGRAPH)
    closest = list(dict.fromkeys(map(_link, found)))[:CLOSEST]
    if closest:
        yield draft.show(plain(phrases.no_answer))
        titles = "; ".join(phrases.named(link) for link in closest)
        yield draft.note(NoteKind.NOT_IN_LIBRARY, phrases.nearest.of(len(closest), titles=titles), links=closest)
    elif question.filters.restrict:
        yield draft.show(plain(phrases.none_held.format(scope=phrases.scope(question.filters))))
    else:
        yield draft.show(plain(phrases.no_answer))
        yield draft.show(plain(phrases.empty))


def _link(found: RankedPassage) -> ArticleLink:
    article_id, _, version = found.stored.passage.article_key.partition("@")
    known = found.stored.metadata
    return ArticleLink(article_id, int(version), known.title, known.publisher, known.published, known.url)
