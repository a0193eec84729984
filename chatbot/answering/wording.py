"""How things are named wherever an answer is shown: sources, days, quotations, verdicts, notes, the line below it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from chatbot.records import Answer, ArticleLink, Citation, Evidence, Metadata, NoteKind, Sentence, Verdict

MARKS = {
    Verdict.UNSURE: "not sure",
    Verdict.CONTRADICTED: "contradicted by your articles",
    Verdict.NOT_FOUND: "not found in your articles",
}
"""What stands behind a doubtful sentence wherever it is shown."""
HEADINGS = {
    NoteKind.DISAGREEMENT: "Sources disagree",
    NoteKind.CORRECTION: "Corrected since",
    NoteKind.CHANGE: "Changed over time",
    NoteKind.OTHER_STORIES: "Other articles say",
    NoteKind.NOT_IN_LIBRARY: "Not in your library",
    NoteKind.CUT_OFF: "Cut off",
    NoteKind.LANGUAGE: "Language",
}
"""What stands above a note."""
OWN_WORDS = "These are the articles' own words. A chat model would write the answer: see `chatbot models`."
"""Said once below an answer that only quotes."""
NEAREST = "nearest"
"""What leads up to the words that come closest to a doubtful sentence."""
_COUNTED = {Verdict.UNSURE: "not sure", Verdict.CONTRADICTED: "contradicted", Verdict.NOT_FOUND: "not found"}

_INNER_QUOTES = str.maketrans({"“": "‘", "”": "’", '"': "’"})
_OPENING = re.compile(r'(?<![^\s(\[—–-])"(?=\S)')
"""A straight quotation mark that opens: at the beginning of a word."""


class CitedArticle(Protocol):
    """What is known of an article that is cited."""

    @property
    def authors(self) -> tuple[str, ...]: ...

    @property
    def publisher(self) -> str: ...

    @property
    def published(self) -> datetime | None: ...

    @property
    def opinion(self) -> bool: ...


def source_name(metadata: Metadata) -> str:
    """How a source is named in a sentence: `The Harbor Ledger, 18 March 2025`; of opinion also whose it is."""
    parts = (metadata.publisher or metadata.title, day(metadata.published), opinion_of(metadata))
    return ", ".join(part for part in parts if part)


def opinion_of(metadata: Metadata) -> str:
    """`opinion of Ann Lee` where an article is a piece of opinion, else empty."""
    if not metadata.opinion:
        return ""
    return f"opinion of {' and '.join(metadata.authors[:2])}" if metadata.authors else "opinion"


def cited_metadata(citation: CitedArticle) -> Metadata:
    """What a citation says of its article, without the title."""
    return Metadata(
        authors=citation.authors,
        publisher=citation.publisher,
        published=citation.published,
        opinion=citation.opinion or None,
    )


def day(moment: datetime | None) -> str:
    """`18 March 2025`, or empty when the date is unknown."""
    return f"{moment.day} {moment:%B %Y}" if moment else ""


def quotation(evidence: Evidence) -> str:
    """A sentence that only quotes: true to its source by construction.

    It names publisher and day, never the title: a headline before a quotation reads as if it were quoted, unchecked.
    """
    name = source_name(replace(evidence.metadata, title=""))
    return f"{name}: {quoted(evidence.quote)}" if name else quoted(evidence.quote)


def quoted(text: str) -> str:
    """The text on one line in quotation marks; marks inside it become single ones."""
    return f"“{' '.join(with_inner_quotes(text).split())}”"


def with_inner_quotes(text: str) -> str:
    """The text as it stands between quotation marks: its own become single, and every character keeps its place."""
    return _OPENING.sub("‘", text).translate(_INNER_QUOTES)


def sides(evidence: Sequence[Evidence], *, change: bool) -> str:
    """What several sources say of the same: side by side, or in the order of time where it has changed."""
    first, *others = map(quotation, evidence)
    return " Later, ".join((first, *others)) if change else f"{first}, but {', and '.join(others)}"


def correction(notice: Sequence[Evidence]) -> str:
    """What a publisher has corrected since, in the words of the notice."""
    name = source_name(notice[0].metadata)
    quotes = " ".join(quoted(item.quote) for item in notice)
    return f"{name}: {quotes}" if name else quotes


def origin(citation: Citation) -> str:
    """Publisher and day of what is cited; the title where no publisher is known."""
    return source_name(replace(cited_metadata(citation), title=citation.title))


def publication(item: Citation | ArticleLink) -> str:
    """Publisher and day of an article, without its title; empty where neither is known."""
    if isinstance(item, Citation):
        return source_name(cited_metadata(item))
    return source_name(Metadata(publisher=item.publisher, published=item.published))


def doubt(sentence: Sentence) -> str:
    """What marks a doubtful sentence, such as `not found in your articles`; empty for any other."""
    return MARKS.get(sentence.verdict, "")


def score_line(answer: Answer) -> str:
    """`7 of 8 sentences supported, 1 not found, 4 articles`; of a list of articles `5 articles`; empty for neither."""
    withheld = f"{answer.withheld} withheld" if answer.withheld else ""
    articles = _count(len(answer.article_ids), "article") if answer.article_ids else ""
    return ", ".join(part for part in (verdict_line(answer.sentences), withheld, articles) if part)


def verdict_line(sentences: Sequence[Sentence]) -> str:
    """`7 of 8 sentences supported, 1 not found`; empty where there is no claim."""
    counts = Counter(sentence.verdict for sentence in sentences if sentence.verdict.is_claim)
    if not counts:
        return ""
    doubts = (f"{counts[verdict]} {words}" for verdict, words in _COUNTED.items() if counts[verdict])
    return ", ".join((f"{counts[Verdict.SUPPORTED]} of {_count(counts.total(), 'sentence')} supported", *doubts))


def own_words_line(answer: Answer) -> str:
    """That articles are quoted because no model writes; empty for all other answers."""
    quotes = not answer.model and not answer.refused and any(item.verdict.is_claim for item in answer.sentences)
    return OWN_WORDS if quotes else ""


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
