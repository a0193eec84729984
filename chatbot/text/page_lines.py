"""What the words of a line of a news page, and its place on it, say about whether it is news.

Features alone; `furniture.py` weighs them. Cues are English, as the pages are that they were weighed on; form and place
speak for other languages.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chatbot.records import Span
from chatbot.text.page_cues import MOST_CHARACTERS, cues_of, is_agency, is_names
from chatbot.text.tokenizing import word_count

LONG_LINE = 12
"""Words from which a line that ends a sentence is a paragraph of an article."""
LEAST_PARAGRAPHS = 3
"""Of a page on which it tells something where a line stands."""
NEAR_END = 6

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
SENTENCE_END = re.compile(r"[.!?…。！？؟।۔።။៕։][\"'”’»)\]*_]*$")
_BULLET = re.compile(r"^\s*[➤►▶▸»→★☆●■◆👉📸🏈]\s*")
_QUOTE_START = re.compile(r"^[\"“„«'‘]")
_REPORTS = re.compile(
    r"\b(?:said|says|told|asked|added|wrote|according to|announced|reported|killed|died|injured|arrested|charged|"
    r"signed|voted|won|lost|rose|fell|began|found|called|was|were|had|has|have|will|would)\b",
    re.IGNORECASE,
)
_MINOR = frozenset("a an and are as at be by for from in into is it of on or over than that the to up vs with".split())


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page with the sentences in it."""

    text: str
    first: int
    """Position of its first sentence among all."""
    end: int
    """One more than the position of its last."""


def lines_of(text: str, sentences: Sequence[Span]) -> list[Line]:
    """The sentences of a text by the lines that they stand in, in order."""
    lines: list[Line] = []
    start = 0
    for at, span in enumerate(sentences):
        if at + 1 == len(sentences) or "\n" in text[span.end : sentences[at + 1].start]:
            lines.append(Line(text[sentences[start].start : span.end], start, at + 1))
            start = at + 1
    return lines


def features(text: str, sentences: Sequence[Span], title: str) -> Iterator[dict[str, float]]:
    """For each sentence, in order, what speaks for or against its being news; what is absent is 0."""
    lines = lines_of(text, sentences)
    paragraphs = [at for at, line in enumerate(lines) if is_paragraph(line.text)]
    first, last = (paragraphs[0], paragraphs[-1]) if paragraphs else (len(lines), -1)
    page = Page.of(text, lines, title)
    placed = len(paragraphs) >= LEAST_PARAGRAPHS
    for at, line in enumerate(lines):
        place = _place(at, len(lines), first, last) if placed else {}
        for number in range(line.first, line.end):
            sentence = sentences[number].of(text)
            whole = line.end - line.first == 1
            found = _form(sentence) | place
            found["whole"] = float(whole)
            found["last_of_line"] = float(not whole and number == line.end - 1)
            found["heads"] = float(whole and not SENTENCE_END.search(sentence))
            if found["heads"]:
                found |= _beside(lines, at)
                found |= {f"heads_{name}": value for name, value in found.items() if name in _WITH_HEADS and value}
                found |= page.ties(sentence, at)
            yield {name: value for name, value in found.items() if value}


def _beside(lines: Sequence[Line], at: int) -> dict[str, float]:
    """What stands before and behind a line that does not end like a sentence."""
    before, behind = list(lines[at - 1 : at] if at else []), list(lines[at + 1 : at + 2])
    return {
        "heads_before": float(any(not SENTENCE_END.search(line.text) for line in before)),
        "heads_behind": float(any(not SENTENCE_END.search(line.text) for line in behind)),
        "heads_between": float(len(before + behind) == 2 and all(is_paragraph(line.text) for line in before + behind)),
    }


def has_places(text: str, sentences: Sequence[Span]) -> bool:
    """Whether a page is long enough that the place of a line tells something."""
    return sum(is_paragraph(line.text) for line in lines_of(text, sentences)) >= LEAST_PARAGRAPHS


_WITH_HEADS = (
    "title_case",
    "length",
    "colon",
    "colon_inside",
    "question",
    "digits",
    "late",
    "reports",
    "quote_first",
    "bar",
    "short",
)


def words(text: str) -> list[str]:
    """The words of a text, in lower case."""
    return [found.group().casefold() for found in _WORD.finditer(text)]


def is_paragraph(line: str) -> bool:
    """Whether a line is a paragraph of an article: long, and with an end."""
    return word_count(line) >= LONG_LINE and bool(SENTENCE_END.search(line))


def _form(sentence: str) -> dict[str, float]:
    looked_at = sentence[:MOST_CHARACTERS]
    spoken = _WORD.findall(looked_at)
    count = len(spoken)
    capital = sum(word[0].isupper() for word in spoken[1:] if word.casefold() not in _MINOR)
    plain = sum(word.casefold() not in _MINOR for word in spoken[1:])
    return dict.fromkeys(cues_of(sentence), 1.0) | {
        "length": math.log1p(count) / 4,
        "short": float(count <= 4),
        "very_short": float(count <= 2),
        "title_case": capital / plain if plain > 1 else 0.0,
        "upper_case": float(count > 0 and looked_at.upper() == looked_at and looked_at.lower() != looked_at),
        "bullet": float(bool(_BULLET.match(looked_at))),
        "quote_first": float(bool(_QUOTE_START.match(looked_at))),
        "colon": float(looked_at.rstrip().endswith(":")),
        "colon_inside": float(bool(re.search(r"\w:\s?\w", looked_at))),
        "no_space_colon": float(bool(re.search(r"[a-z]:[A-Z]", looked_at))),
        "question": float(bool(re.search(r"\?\W*$", looked_at))),
        "in_brackets": float(looked_at[:1] in "([" and looked_at.rstrip()[-1:] in ")]"),
        "digits": float(any(letter.isdigit() for letter in looked_at)),
        "dash_first": float(looked_at[:1] in "-–—‒"),
        "names": float(count <= 12 and is_names(sentence)),
        "agency": float(count <= 8 and is_agency(sentence)),
        "reports": float(bool(_REPORTS.search(looked_at))),
        "bar": float("|" in looked_at),
    }


def _place(at: int, count: int, first: int, last: int) -> dict[str, float]:
    """Where a line stands: before the first paragraph, behind the last, or at which end."""
    return {
        "before": float(at < first),
        "behind": float(at > last),
        "opening": float(at == 0),
        "second": float(at == 1),
        "end": float(at == count - 1),
        "late": float(at >= count - NEAR_END),
    }


@dataclass(frozen=True, slots=True)
class Page:
    """What the lines of a page are about."""

    lines: Sequence[Line]
    title: set[str]
    words: dict[str, int]
    """How often each telling word stands on the page."""

    @classmethod
    def of(cls, text: str, lines: Sequence[Line], title: str) -> Page:
        """The page with this text and title."""
        return cls(lines, set(_telling(words(title))), _counts(words(text)))

    def ties(self, sentence: str, at: int) -> dict[str, float]:
        """How much a line without an end shares with what follows it, with the title and with the rest of the page."""
        own = set(_telling(words(sentence)))
        if not own:
            return {"tie_none": 1.0}
        near = {word for other in self.lines[at + 1 : at + 3] for word in _telling(words(other.text))}
        elsewhere = sum(self.words.get(word, 0) > 1 for word in own)
        return {
            "tie_near": len(own & near) / len(own),
            "tie_title": len(own & self.title) / len(own),
            "tie_page": elsewhere / len(own),
            "tie_foreign": min(3, len(own) - elsewhere) / 3,
        }


def _telling(spoken: Sequence[str]) -> Iterator[str]:
    """The words that say what a text is about, cut to their stems' first letters."""
    return (word[:6] for word in spoken if len(word) > 3 and word not in _MINOR)


def _counts(spoken: Sequence[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for word in _telling(spoken):
        counts[word] = counts.get(word, 0) + 1
    return counts
