"""Blocks, sentences and notes of an answer as HTML; all that comes from articles and models is escaped here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from chatbot.answering.layout import cells, depth, groups, naming
from chatbot.answering.wording import HEADINGS, origin, publication, quoted, with_inner_quotes
from chatbot.control_characters import inline_html
from chatbot.records import ArticleLink, Block, BlockKind, Citation, Note, NoteKind, Sentence
from chatbot.web.markup import link_button
from chatbot.web.sentence_markup import (
    Known,
    cite_button,
    cite_buttons,
    marked_html,
    marks_html,
    nearest_html,
    sentence_html,
    verdict_class,
)

_OF_SIDES = {NoteKind.DISAGREEMENT, NoteKind.CHANGE}


def answer_html(blocks: Sequence[Block], notes: Iterable[Note], citations: Iterable[Citation]) -> str:
    """Blocks of checked sentences with their citation buttons, and the notes below them."""
    known = {citation.id: citation for citation in citations}
    told = "".join(_group(group, known) for group in groups(blocks))
    return f'<div class="answer">{told}{"".join(_note(note, known) for note in notes)}</div>'


def sentences_html(sentences: Iterable[Sentence], citations: Iterable[Citation]) -> str:
    """Checked sentences of a text that somebody else wrote."""
    known = {citation.id: citation for citation in citations}
    return f'<div class="answer">{_sentences(sentences, known)}</div>'


def _group(group: Sequence[Block], known: Known) -> str:
    kind = group[0].kind
    if kind is BlockKind.ROW:
        return _table(group, known)
    if kind is BlockKind.BULLET:
        return _list(group, known)
    if kind is BlockKind.QUOTATION:
        return _quotation(group[0], known)
    tag = "h4" if kind is BlockKind.HEADING else "p"
    return f"<{tag}>{_sentences(group[0].sentences, known)}</{tag}>"


def _list(group: Sequence[Block], known: Known) -> str:
    """Bullets as lists in lists, whatever their levels say."""
    parts, at = [], -1
    for block in group:
        deep = depth(block.level, at)
        parts.append("<ul>" if deep > at else "</li>" + "</ul></li>" * (at - deep))
        parts.append(f"<li>{_sentences(block.sentences, known)}")
        at = deep
    return "".join([*parts, "</li></ul>" * (at + 1)])


def _table(group: Sequence[Block], known: Known) -> str:
    width = max(len(cells(block)) for block in group)
    headed = group[0].head
    head = f"<thead>{_row(group[0], 'th', width, known)}</thead>" if headed else ""
    rows = "".join(_row(block, "td", width, known) for block in group[headed:])
    return f'<div class="scroll"><table class="told">{head}<tbody>{rows}</tbody></table></div>'


def _row(block: Block, tag: str, width: int, known: Known) -> str:
    """A row of as many cells as the widest has, with its marks in the last one that is its own; what is nearest to a
    doubtful one stands in a row below.
    """
    own = [inline_html(cell) for cell in cells(block)] or [""]
    own[-1] += "".join(marks_html(sentence, known) for sentence in block.sentences)
    kind = verdict_class(block.sentences[0]) if block.sentences else "not-a-claim"
    filled = "".join(f"<{tag}>{cell}</{tag}>" for cell in [*own, *[""] * (width - len(own))])
    beside = "".join(nearest_html(sentence, known) for sentence in block.sentences)
    below = f'<tr class="beside"><{tag} colspan="{width}">{beside}</{tag}></tr>' if beside else ""
    return f'<tr class="sentence {kind}">{filled}</tr>{below}'


def _quotation(block: Block, known: Known) -> str:
    source = next(
        (publication(known[number]) for item in block.sentences for number in item.citations if number in known), ""
    )
    cite = f"<cite>{inline_html(source)}</cite>" if source else ""
    return f"<blockquote>{cite}{' '.join(_quoted_sentence(item, known) for item in block.sentences)}</blockquote>"


def _quoted_sentence(sentence: Sentence, known: Known) -> str:
    words = marked_html(with_inner_quotes(sentence.text), sentence.answering, "strong")
    return sentence_html(sentence, f"<bdi>“{words}”</bdi>", known)


def _sentences(sentences: Iterable[Sentence], known: Known) -> str:
    return " ".join(
        sentence_html(item, f'<bdi class="words">{marked_html(item.text, item.unbacked, "mark")}</bdi>', known)
        for item in sentences
    )


def _note(note: Note, known: Known) -> str:
    quoted_in_it = [known[number] for number in note.citations if number in known]
    sides = note.kind in _OF_SIDES and len(quoted_in_it) > 1 and all(item.quote for item in quoted_in_it)
    body = _sides(quoted_in_it) if sides else _note_text(note, known)
    heading = HEADINGS[note.kind]
    return f'<aside class="noted {note.kind.value.replace("_", "-")}"><strong>{heading}</strong>{body}</aside>'


def _sides(sides: Sequence[Citation]) -> str:
    columns = "".join(
        f"<blockquote><cite>{inline_html(origin(side))}</cite>{inline_html(quoted(side.quote))}{cite_button(side)}"
        "</blockquote>"
        for side in sides
    )
    return f'<div class="sides">{columns}</div>'


def _note_text(note: Note, known: Known) -> str:
    lead, links = naming(note)
    items = "".join(f"<li>{_link(link, behind)}</li>" for link, behind in links)
    listed = f"<ul>{items}</ul>" if items else ""
    return f"<p>{inline_html(lead)}{cite_buttons(note.citations, known)}</p>{listed}"


def _link(link: ArticleLink, behind: str) -> str:
    return f"{link_button(link)} {inline_html(behind)}"
