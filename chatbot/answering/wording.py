"""The few sentences that the program itself writes: refusals, quotations, disagreements. And how sources are named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from chatbot.records import Answer, Evidence, Metadata, Verdict

NO_ANSWER = "Your library does not answer this question."
NOTHING_YET = "There is nothing in it yet to answer from: add articles first."
NOTHING_IN_SCOPE = "No article in your library fits the period, publisher or author that you asked for."
DISAGREEMENT = "Sources disagree:"
OTHER_ANSWERS = "Sources answer differently:"
NAMESAKES = "Sources on that name:"
CLOSEST = 3

_INNER_QUOTES = str.maketrans({"“": "‘", "”": "’", '"': "’"})
_OPENING = re.compile(r'(?<![^\s(\[—–-])"(?=\S)')
"""A straight quotation mark that opens: at the beginning of a word."""


def source_name(metadata: Metadata) -> str:
    """How a source is named in a sentence: `The Harbor Ledger, 18 March 2025`."""
    parts = (metadata.publisher or metadata.title, day(metadata.published))
    return ", ".join(part for part in parts if part)


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
    inner = _OPENING.sub("‘", text).translate(_INNER_QUOTES)
    return f"“{' '.join(inner.split())}”"


def disagreement(first: Evidence, *others: Evidence) -> str:
    """All sides of a disagreement in one sentence: the first, and one or more that contradict it."""
    against = ", and ".join(map(quotation, others))
    return _closed(f"{DISAGREEMENT} {quotation(first)}, but {against}")


def correction(notice: Sequence[Evidence]) -> str:
    """What a publisher has corrected since, in the words of the notice."""
    quotes = " ".join(quoted(item.quote) for item in notice)
    return _closed(f"Corrected since: {source_name(notice[0].metadata)}: {quotes}")


def refusal(closest: Sequence[Metadata], *, restricted: bool) -> list[str]:
    """A plain refusal, in sentences.

    Args:
        closest: of the articles that came nearest to an answer, best first; none where there was nothing to search.
        restricted: whether the question was limited to a period, publisher, author or article.
    """
    if not closest:
        return [NOTHING_IN_SCOPE] if restricted else [NO_ANSWER, NOTHING_YET]
    titles = [_title(metadata) for metadata in closest[:CLOSEST]]
    return [NO_ANSWER, f"The closest {'article is' if len(titles) == 1 else 'articles are'} {'; '.join(titles)}."]


def _closed(sentence: str) -> str:
    """The sentence with a full stop, unless the quotation at its end brings one."""
    return sentence if sentence.endswith((".”", "!”", "?”")) else f"{sentence}."


def _title(metadata: Metadata) -> str:
    source = source_name(metadata) if metadata.publisher else day(metadata.published)
    return quoted(metadata.title or "untitled") + (f" ({source})" if source else "")


def score_line(answer: Answer) -> str:
    """`3 of 3 sentences supported, 2 sources`."""
    claims = [sentence for sentence in answer.sentences if sentence.verdict is not Verdict.NOT_A_CLAIM]
    supported = sum(sentence.verdict is Verdict.SUPPORTED for sentence in claims)
    sources = len({citation.article_id for citation in answer.citations})
    return f"{supported} of {_count(len(claims), 'sentence')} supported, {_count(sources, 'source')}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
