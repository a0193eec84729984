"""What the form of a line, and what stands around it, say about whether it heads what follows.

Only lines that hold one sentence and do not end like one are looked at: a heading that ends like a sentence nearly
always asks, and a question is told by its mark. No feature knows a word of any language.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

from chatbot.records import Span
from chatbot.text.page_lines import SENTENCE_END, Line, Page, is_paragraph, lines_of
from chatbot.text.tokenizing import word_count

FARTHEST = 8
"""Lines without an end that are counted on either side."""
LONG_RUN = 3
"""Lines without an end around one from which it stands in a list rather than above a paragraph."""
SENTENCE_WORDS = 5
LEAST_ENDED = 0.3
"""Share of the sentences of a page that end like one."""
MOST_CHARACTERS = 300
"""Of a line that is looked at; no heading is so long."""

_ITEM = re.compile(r"\s*(?:[-–—•*●▪◦>‣·+►➤]|\(?\d{1,3}[.):]|#\d)")
_AROUND = " \t*_"
"""White space and marks of bold type."""
_SIGNS = {
    "colon_first": re.compile(r"^\W*\w+:\s"),
    "colon_inside": re.compile(r"\w:\s?\w"),
    "number_first": re.compile(r"^\W*\d+[.):]"),
    "digits": re.compile(r"\d"),
    "dash_inside": re.compile(r" [–—-] "),
    "bar": re.compile(r"\|"),
    "money": re.compile(r"[$€£¥%]"),
    "semicolon": re.compile(r";"),
    "quotation": re.compile(r"[“”\"„«»]"),
    "apostrophe": re.compile(r"['‘’]"),
    "quotation_first": re.compile(r"^[\"“„«'‘]"),
    "in_quotation_marks": re.compile(r"^[“\"'‘„«].*[”\"'’“»]$"),
    "in_brackets": re.compile(r"^[(\[].*[)\]]$"),
    "end_inside": re.compile(r"[^\W\d_]{2}[.!?][\"”’]? [^\W\d_]"),
    "ends_with_colon": re.compile(r":$"),
    "ends_open": re.compile(r"[,;–—-]$"),
    "ends_with_digit": re.compile(r"\d$"),
    "ends_with_letter": re.compile(r"[^\W\d_]$"),
    "no_words": re.compile(r"^(?!.*[^\W\d_]{3})"),
}
"""Form of a line."""
_ALIKE = ("colon_inside", "item", "digits", "dash_inside")
"""By which two lines of a list are of one form."""
_WITH_PARAGRAPH = (
    "item", "colon_inside", "digits", "one_word", "two_words", "longer", "longest", "quotation_first",
    "apostrophe", "in_quotation_marks",
    "ends_with_colon", "behind_paragraph", "lower_case_first", "end_inside",
)  # fmt: skip
_WITH_RUN = ("item", "colon_inside", "digits", "dash_inside", "one_word", "two_words")


def ends_tell(text: str, sentences: Sequence[Span]) -> bool:
    """Whether a missing end tells anything on a page: of what is long enough for a sentence, enough ends like one.

    In scripts without full stops, and in bare lists, nothing does.
    """
    spoken = [span.of(text) for span in sentences]
    long = [line for line in spoken if word_count(line) >= SENTENCE_WORDS]
    return sum(bool(SENTENCE_END.search(line)) for line in long) >= max(1, LEAST_ENDED * len(long))


def heading_features(text: str, sentences: Sequence[Span], title: str) -> Iterator[tuple[int, dict[str, float]]]:
    """The positions of sentences that may be headings, in order, each with what speaks for or against it.

    Args:
        text: of the article.
        sentences: all of them, in order.
        title: of the article.
    """
    lines = lines_of(text, sentences)
    page = Page.of(text, lines, title)
    signs: dict[int, dict[str, float]] = {}
    for at, line in enumerate(lines):
        if line.end - line.first == 1 and not SENTENCE_END.search(line.text):
            for near in (at - 1, at, at + 1):
                if 0 <= near < len(lines) and near not in signs:
                    signs[near] = _signs(lines[near].text)
            found = signs[at] | _around(lines, at, signs) | page.ties(line.text, at)
            yield line.first, {name: value for name, value in (found | _together(found)).items() if value}


def _signs(line: str) -> dict[str, float]:
    looked_at = line.strip(_AROUND)[:MOST_CHARACTERS]
    words = word_count(looked_at)
    found = {name: float(bool(sign.search(looked_at))) for name, sign in _SIGNS.items()}
    return found | {
        "item": float(bool(_ITEM.match(looked_at))),
        "length": math.log1p(words) / 4,
        "one_word": float(words == 1),
        "two_words": float(words == 2),
        "few_words": float(3 <= words <= 4),
        "usual": float(5 <= words <= 10),
        "long": float(11 <= words <= 15),
        "longer": float(16 <= words <= 22),
        "longest": float(words > 22),
        "commas": min(looked_at.count(","), 4) / 4,
        "lower_case_first": float(looked_at[:1].islower()),
    }


def _around(lines: Sequence[Line], at: int, signs: dict[int, dict[str, float]]) -> dict[str, float]:
    """What stands before and behind a line."""
    before, behind = _run(lines, range(at - 1, -1, -1)), _run(lines, range(at + 1, len(lines)))
    above = lines[at - 1].text if at else ""
    below = lines[at + 1].text if at + 1 < len(lines) else ""
    alike = [_alike(lines, at, near, signs) for near in (at - 1, at + 1)]
    return {
        "run": min(before + behind, FARTHEST) / FARTHEST,
        "run_long": float(before + behind >= LONG_RUN),
        "alone": float(before + behind == 0),
        "run_first": float(not before and behind > 0),
        "run_last": float(not behind and before > 0),
        "paragraph_above": float(is_paragraph(above)),
        "paragraph_below": float(is_paragraph(below)),
        "between_paragraphs": float(is_paragraph(above) and is_paragraph(below)),
        "first": float(not above),
        "second": float(at == 1),
        "last": float(not below),
        "late": float(at >= len(lines) - FARTHEST),
        "short_below": float(bool(SENTENCE_END.search(below)) and not is_paragraph(below)),
        "lower_case_below": float(below[:1].islower()),
        "open_above": float(above.rstrip()[-1:] in (":", ",")),
        "item_above": float(bool(_ITEM.match(above))),
        "item_below": float(bool(_ITEM.match(below))),
        "share_of_below": min(1.0, len(lines[at].text) / (len(below) + 1)),
        "alike_above": alike[0],
        "alike_below": alike[1],
        "alike_both": alike[0] * alike[1],
    }


def _run(lines: Sequence[Line], places: range) -> int:
    """How many lines in a row do not end like a sentence."""
    count = 0
    for at in places[:FARTHEST]:
        if SENTENCE_END.search(lines[at].text):
            break
        count += 1
    return count


def _alike(lines: Sequence[Line], at: int, near: int, signs: dict[int, dict[str, float]]) -> float:
    """Whether a line beside another has its form and no end either."""
    if not 0 <= near < len(lines) or SENTENCE_END.search(lines[near].text):
        return 0.0
    return float(all(signs[at][name] == signs[near][name] for name in _ALIKE))


def _together(found: dict[str, float]) -> dict[str, float]:
    """What a form says above a paragraph is not what it says within a list."""
    below, run = found["paragraph_below"], found["run"]
    over = found | {"behind_paragraph": found["paragraph_above"]}
    return {f"{name}_over_paragraph": over[name] * below for name in _WITH_PARAGRAPH} | {
        f"{name}_in_run": found[name] * run for name in _WITH_RUN
    }
