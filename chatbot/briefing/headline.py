"""Which sentence of an article tells what its headline says."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from chatbot.briefing.material import Material
from chatbot.briefing.ranking import REFERS_BACK, Scores
from chatbot.embedding.encoder import TextEncoder
from chatbot.records import Evidence
from chatbot.verification.claim_words import words_of

_LEANS = re.compile(
    r"(?:now|after all|sure|of course|to be sure|for now|in fact|that said|as a result|even so|at the time),"
    r"|(?:in|on|at|for|from|with|by|to|under|of|among|like)(?: \S+){0,6}? (?:he|she|they|it|them|him|the same)\b"
    r"|(?:even )?(?:when|while|if|as|although|though|because|since|after|before|once) (?:he|she|they|it)\b"
    r"|\w+(?: [a-z0-9-]+){0,4} of (?:its|his|her|their)\b",
    re.IGNORECASE,
)
"""A beginning that goes on from what was said before, beside `REFERS_BACK`: "Now, he wants it back"."""
_SOMEBODY_SAID = re.compile(r"[,”\"] (?:he|she|they) (?:said|says|told|added|wrote)\b")
_DATELINE = re.compile(r"[A-Z][A-Z.’' -]{2,30}(?:, [\w.’' ]{2,30}){0,2}(?: \(\w{2,12}\))? ?[‒−–—-]{1,2} ?(?=\S)")
"""Before the first sentence of a report, above which its points may be listed: "WASHINGTON, May 5 (Reuters) -"."""
_CUT_OFF = re.compile(r"\s*(?:\.\.\.|…|\|[^|]{1,40})\s*$")
"""At the end of a title: where a page cut it, and the name of its section or publisher."""


@dataclass(frozen=True, slots=True)
class HeadlineWeights:
    """What counts how much, in units of the cosine of headline and sentence; docs/briefing.md says what it is worth."""

    words: float = 0.5
    """For the headline's words, by information."""
    lead: float = 0.2
    """For standing first, less further down: news is told from the top."""
    dangling: float = 0.3
    """Against beginning with a word that refers back."""
    quotation: float = 0.15
    """Against beginning with somebody's words: what happened is told before what is said of it."""


def dangles(item: Evidence) -> bool:
    """Whether a sentence is understood only behind the one before it: it says "he", or ends a quotation."""
    quote = item.quote
    begins = quote.startswith("(") or REFERS_BACK.match(quote) or _LEANS.match(quote) or _SOMEBODY_SAID.search(quote)
    return bool(begins) or quote.count('"') % 2 == 1 or quote.count("“") != quote.count("”")


def begins_quotation(item: Evidence) -> bool:
    """Whether a sentence begins with somebody's words."""
    return item.quote.lstrip().startswith(("“", '"', "„", "«", "「"))


def headline_of(title: str) -> str:
    """What a title says, without what a page put behind it."""
    return _CUT_OFF.sub("", title).strip() or title


def headline_scores(
    material: Material, title: str, encoder: TextEncoder | None, weights: HeadlineWeights = HeadlineWeights()
) -> Scores:
    """How well each sentence tells the event of the headline; without a headline, how well it leads.

    Args:
        material: the sentences of the article.
        title: as it stands above the article; may be empty.
        encoder: the one that embedded the sentences; None where it does not read them, so that words alone count.
    """
    sentences = material.sentences
    begins = np.array([bool(_DATELINE.match(item.quote)) for item in sentences])
    scores: Scores = weights.lead / (1.0 + np.where(begins, 0, material.positions + begins.any()))
    scores -= weights.dangling * np.array([dangles(item) for item in sentences])
    scores -= weights.quotation * np.array([begins_quotation(item) for item in sentences])
    if title := headline_of(title):
        scores += weights.words * _shared_words(sentences, title)
        if encoder is not None:
            scores += material.vectors @ encoder.encode([title])[0]
    return scores


def _shared_words(sentences: Sequence[Evidence], title: str) -> Scores:
    """Share of the headline's information that each sentence repeats: words that few of them hold tell more."""
    stems = [_stems(item.quote) for item in sentences]
    frequency = Counter(stem for each in stems for stem in each)
    information = {stem: math.log((len(stems) + 1) / (frequency[stem] + 1)) + 0.1 for stem in _stems(title)}
    whole = sum(information.values()) or 1.0
    return np.array([sum(information[stem] for stem in information.keys() & each) / whole for each in stems])


def _stems(text: str) -> frozenset[str]:
    return frozenset(word.stem for word in words_of(text) if word.is_content)
