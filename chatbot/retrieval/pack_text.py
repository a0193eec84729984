"""An evidence pack as a model reads it: articles under their titles, publishers and days, each sentence numbered.

What articles say is data: numbers in square brackets are taken out of it, so that an article cannot look like more
numbered sentences, and a title that addresses a language model is left out.
"""

from __future__ import annotations

import re
from datetime import datetime

from chatbot.library.addressed import addresses_a_model
from chatbot.records import EvidencePack, Metadata, PackedArticle, PackedSentence

MOST_OF_A_TITLE = 160
"""Characters; an article may claim to be anything."""
MOST_OF_A_PUBLISHER = 80
MOST_OF_A_SENTENCE = 1_000
GAP = "…"
"""Between two stretches of an article."""
_NUMBERED = re.compile(r"[\[［【〔]\s*\^?\s*(\d[\d\s,;–^-]*)[\]］】〕]")


def pack_text(pack: EvidencePack) -> str:
    """The whole pack, articles apart by a blank line."""
    return "\n\n".join(map(_article_text, pack.articles))


def heading_text(metadata: Metadata) -> str:
    """What stands above an article: `“Title” (The Harbor Ledger, 18 March 2025)`, of opinion also whose it is."""
    title, origin = _named(metadata.title)[:MOST_OF_A_TITLE], origin_text(metadata)
    named = f"“{title}”" if title else "An article"
    return f"{named} ({origin})" if origin else named


def origin_text(metadata: Metadata) -> str:
    """`The Harbor Ledger, 18 March 2025`, of opinion also whose it is; empty where nothing is known."""
    publisher = _named(metadata.publisher)[:MOST_OF_A_PUBLISHER]
    whose = _named(", ".join(metadata.authors[:2]))[:MOST_OF_A_PUBLISHER] if metadata.opinion else ""
    opinion = f"opinion of {whose}" if whose else "opinion" if metadata.opinion else ""
    return ", ".join(part for part in (publisher, _day(metadata.published), opinion) if part)


def sentence_text(sentence: PackedSentence) -> str:
    """One line of the pack."""
    text = plain_line(sentence.evidence.quote)[:MOST_OF_A_SENTENCE]
    return f"[{sentence.number}] {text}" if sentence.number else text


def plain_line(text: str) -> str:
    """On one line, with no number in square brackets."""
    return _NUMBERED.sub(r"(\1)", " ".join(text.split()))


def _article_text(article: PackedArticle) -> str:
    runs = ["\n".join(map(sentence_text, run)) for run in article.runs]
    return "\n".join([heading_text(article.metadata), f"\n{GAP}\n".join(runs)])


def _named(name: str) -> str:
    """A name on one line, empty where it is written for a language model."""
    return "" if addresses_a_model(name) else plain_line(name)


def _day(moment: datetime | None) -> str:
    return f"{moment.day} {moment:%B %Y}" if moment else ""
