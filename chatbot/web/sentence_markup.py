"""A checked sentence as HTML: its words, the buttons of its citations, or what is doubtful about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from chatbot.answering.layout import pieces
from chatbot.answering.wording import doubt, origin, quoted
from chatbot.control_characters import escaped, inline_html
from chatbot.records import Citation, Sentence, Span

Known = Mapping[int, Citation]
_DOUBT_SIGN = "⚠"


def verdict_class(sentence: Sentence) -> str:
    """The CSS class by which a sentence of its verdict is shown."""
    return sentence.verdict.value.replace("_", "-")


def sentence_html(sentence: Sentence, words: str, known: Known) -> str:
    """A sentence with what stands behind it. `words`: its words, as HTML."""
    behind = f"{marks_html(sentence, known)}{nearest_html(sentence, known)}"
    return f'<span class="sentence {verdict_class(sentence)}">{words}{behind}</span>'


def marked_html(text: str, marked: Sequence[Span], tag: str) -> str:
    """A text in which the words of the spans are marked."""
    return "".join(
        f"<{tag}>{escaped(piece)}</{tag}>" if is_marked else escaped(piece) for piece, is_marked in pieces(text, marked)
    )


def marks_html(sentence: Sentence, known: Known) -> str:
    """What stands behind a sentence: its citations, or its doubt in words."""
    buttons = cite_buttons(sentence.citations, known)
    if not (mark := doubt(sentence)):
        return buttons
    reason = f": {inline_html(sentence.reason)}" if sentence.reason else ""
    return f'{buttons} <span class="doubt">{_DOUBT_SIGN} {mark}{reason}</span>'


def nearest_html(sentence: Sentence, known: Known) -> str:
    """The words of articles that come nearest to a doubtful sentence; empty for any other."""
    if not sentence.verdict.is_doubtful:
        return ""
    return "".join(_nearest(known[number]) for number in sentence.nearest if number in known)


def _nearest(citation: Citation) -> str:
    return (
        f'<span class="nearest">Nearest: <span class="quote">{inline_html(quoted(citation.quote))}</span>'
        f" {inline_html(origin(citation))}{cite_button(citation)}</span>"
    )


def cite_buttons(numbers: Iterable[int], known: Known) -> str:
    """The numbers of citations, those that are known."""
    return "".join(cite_button(known[number]) for number in numbers if number in known)


def cite_button(citation: Citation, number: int = 0) -> str:
    """A number that opens the cited article at the very words: that of the citation, or another one."""
    shown = number or citation.id
    label = f"Source {shown}: {origin(citation)}"
    place = place_of(citation.article_id, citation.version, Span(citation.start, citation.end), shown)
    return (
        f'<button type="button" class="cite"{place} title="{escaped(quoted(citation.quote))}"'
        f' aria-label="{escaped(label)}">{shown}</button>'
    )


def place_of(article_id: str, version: int, span: Span, number: int) -> str:
    """The attributes by which a click finds the characters of an article."""
    return (
        f' data-key="{escaped(article_id)}@{version}" data-start="{span.start}" data-end="{span.end}"'
        f' data-number="{number}"'
    )
