"""Cuts an article into sentences without touching a character of it.

sentencex proposes where sentences end; everything here only adds or drops such cuts. A sentence is what lies between
two cuts, so whatever is proposed, `text[start:end]` is the sentence and no character is lost or counted twice.
docs/splitting.md says why sentencex was chosen and what each rule gains.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from chatbot.library.abbreviations import goes_on_behind_abbreviation, parts_initials
from chatbot.library.emphasis import before_emphasis, blank_emphasis
from chatbot.library.letter_borders import border_near
from chatbot.library.line_breaks import begins_lower_case, line_groups
from chatbot.library.unspaced_sentences import ends_without_space, goes_on_behind_quotation
from chatbot.records import Span

LONGEST = 1_000
"""Characters; a longer sentence is cut at the best place before this."""
LONGEST_QUOTATION = 300
"""Characters; a sentence with a quotation is kept whole, so that the speaker stays with the words, up to this."""
_LONGEST_PROPOSAL = 4_000
"""Characters given to sentencex at once: its search for the partner of a quotation mark is quadratic."""
_CONTEXT = 48
"""Characters on either side of a cut that decide about it."""

_MAY_GO_ON = re.compile(r"(?:[.?!…][\"'”’»)\]]+|[?!…]|\.\.\.)$")
_ASKING = re.compile(r"[?!]['\"”’»]+$")
_SPEAKER = re.compile(
    r"(?:[A-Z][\w.’'-]*\s){1,3}(?:said|says|asked|asks|added|wrote|told|replied|shouted|cried|posted|tweeted|exclaimed)\b"
)
_MISSED = re.compile(r"""(?:(?:…|\.\.\.)["”’)\]]* | [.!?][)\]] | \bno\.)\s+(?=["“‘(\[]?[^\W\d_a-z])""", re.VERBOSE)
_NUMBERED = re.compile(r"\s*\(?\d{1,3}[.)]\s*")
_QUOTES = str.maketrans(dict.fromkeys('"“”„‟«»‹›「」『』', " "))
_BULLETS = str.maketrans(dict.fromkeys("•‣◦▪·", " "))
_LINE_BREAKS = str.maketrans(dict.fromkeys("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029", " "))
_SPACE = re.compile(r"\s")
_PLACES_TO_CUT = (re.compile(r"[.!?…;؛](?=\s)|[。！？；។။]"), re.compile(r"[,:，、،–—](?=\s)|[。！？；，、]"), _SPACE)


def split_sentences(text: str) -> list[Span]:
    """The sentences of a text, in order.

    Spans do not overlap, have no white space at either end, and together hold every character that is not white space.
    A blank line always ends a sentence; a single line break does at the end of a heading, list item, table row or
    byline, but not inside a paragraph whose lines were broken to fit a width. None is longer than `LONGEST`.

    Args:
        text: any text; it need not be normalised.
    """
    blocks = (block for group in line_groups(text) for block in _bounded(text, group, _LONGEST_PROPOSAL))
    return [span for block in blocks for span in _sentences(text, block)]


def _sentences(text: str, block: Span) -> Iterator[Span]:
    piece = block.of(text).translate(_LINE_BREAKS)
    for part in _between(_cuts(piece), len(piece)):
        for short in _bounded(piece, part, LONGEST):
            if span := _stripped(piece, short):
                yield span.shifted(block.start)


def _between(cuts: Iterable[int], end: int) -> Iterator[Span]:
    start = 0
    for cut in (*cuts, end):
        if start < cut <= end:
            yield Span(start, cut)
            start = cut


def _stripped(text: str, span: Span) -> Span | None:
    """The span without white space at its ends, or None when there is nothing else in it."""
    inside = span.of(text)
    start = span.start + len(inside) - len(inside.lstrip())
    end = span.start + len(inside.rstrip())
    return Span(start, end) if start < end else None


def _cuts(text: str) -> list[int]:
    """Where sentences begin, after the first."""
    missed = (match.end() for match in _MISSED.finditer(text))
    cuts = {*_proposed(text), *missed, *ends_without_space(text)}
    parts = list(_between(sorted(cut for cut in cuts if _ends_sentence(text, cut)), len(text)))
    inside = (cut for part in parts if len(part.of(text)) > LONGEST_QUOTATION for cut in _inside_quotations(text, part))
    return sorted({*(part.end for part in parts), *(cut for cut in inside if _ends_sentence(text, cut))})


def _proposed(text: str) -> list[int]:
    from sentencex import get_sentence_boundaries

    plain = blank_emphasis(text.translate(_BULLETS))
    return [before_emphasis(text, int(boundary["start_index"])) for boundary in get_sentence_boundaries("en", plain)]


def _inside_quotations(text: str, part: Span) -> Iterator[int]:
    """Cuts in a part as if it had no quotation marks: sentencex never cuts between those."""
    plain = part.of(text).translate(_QUOTES)
    for cut in _proposed(plain):
        window = plain[max(0, cut - _CONTEXT) : cut]
        blank = len(window) - len(window.rstrip())
        if gap := _SPACE.search(text, part.start + cut - blank, part.start + cut):
            yield gap.end()


def _ends_sentence(text: str, cut: int) -> bool:
    """Whether a proposed cut stands at the end of a sentence, judged by the words on either side."""
    before = blank_emphasis(text[max(0, cut - _CONTEXT) : cut]).rstrip()
    after = blank_emphasis(text[cut : cut + _CONTEXT]).lstrip()
    word = before.rsplit(None, 1)[-1] if before else ""
    if cut <= _CONTEXT and _NUMBERED.fullmatch(text, 0, cut):
        return False
    if goes_on_behind_quotation(before, after) or parts_initials(text, cut):
        return False
    if word.endswith(".") and not word.endswith("..."):
        return not goes_on_behind_abbreviation(before, after, begins_text=cut <= _CONTEXT)
    return not (
        (_ASKING.search(word) and _SPEAKER.match(after)) or (_MAY_GO_ON.search(word) and begins_lower_case(after))
    )


def _bounded(text: str, span: Span, longest: int) -> Iterator[Span]:
    """The span in pieces of at most so many characters."""
    start = span.start
    while span.end - start > longest:
        cut = _best_cut(text, start, start + longest)
        yield Span(start, cut)
        start = cut
    yield Span(start, span.end)


def _best_cut(text: str, start: int, end: int) -> int:
    """Behind the last strong mark in the second half of the range, else a weaker mark, white space, or near its end."""
    for place in _PLACES_TO_CUT:
        if found := [match.end() for match in place.finditer(text, start + (end - start) // 2, end)]:
            return found[-1]
    return border_near(text, end, start + (end - start) // 2)
