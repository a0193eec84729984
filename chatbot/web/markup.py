"""Records as HTML. All that comes from articles, models and readers is escaped here; no other place writes HTML.

What stands in one line with words of ours goes through `inline_html`, so that it cannot turn these around.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlsplit

from chatbot.answering.wording import DISAGREEMENT, NAMESAKES, OTHER_ANSWERS, day, quoted, score_line, source_name
from chatbot.briefing import wording as briefing_wording
from chatbot.briefing.records import Briefing, Entry
from chatbot.control_characters import escaped, inline_html
from chatbot.conversations.records import Exchange, Feedback
from chatbot.conversations.store import LONGEST_REASON
from chatbot.records import Answer, Article, Citation, Metadata, Sentence, Span, Verdict

NOT_BACKED = "not backed by your library"
_VERDICTS = {
    Verdict.SUPPORTED: "supported",
    Verdict.UNSUPPORTED: "not supported",
    Verdict.NOT_A_CLAIM: "nothing to check",
}


def exchange_html(exchange: Exchange) -> str:
    """A question with its finished answer."""
    answer = exchange.answer
    body = sentences_html(answer.sentences, answer.citations)
    rating = _rating(answer.answer_id, exchange.feedback)
    return _exchange(exchange.question, f"{body}{_sources(answer.citations)}{_details(answer)}{rating}")


def running_html(question: str, sentences: Sequence[Sentence], citations: Sequence[Citation], note: str) -> str:
    """A question with the sentences that have been checked so far, and what is being done."""
    working = f'<p class="working" role="status">{escaped(note)}</p>' if note else ""
    return _exchange(question, sentences_html(sentences, citations) + working)


def sentences_html(sentences: Iterable[Sentence], citations: Iterable[Citation]) -> str:
    """Checked sentences with their citation buttons; sides that disagree stand beside each other."""
    known = {citation.id: citation for citation in citations}
    return f'<div class="answer">{" ".join(_sentence(sentence, known) for sentence in sentences)}</div>'


def source_html(article: Article, cited: Span | None, newest_version: int, number: int = 0) -> str:
    """An article with the cited characters marked.

    Args:
        article: the version that is cited.
        cited: the characters to mark; None marks nothing.
        newest_version: of this article.
        number: of the citation in its answer.
    """
    text = article.text
    span = cited or Span(0, 0)
    marked = f'<mark tabindex="-1">{escaped(span.of(text))}</mark>' if cited else ""
    place = f' data-key="{escaped(article.key)}" data-start="{span.start}" data-end="{span.end}" data-number="{number}"'
    return (
        f'<section class="source" aria-label="Source"{place}><header>{_steps() if cited else ""}'
        f"<h2>{inline_html(article.metadata.title or 'Untitled')}</h2>{_facts(article, newest_version)}</header>"
        f'<div class="text" lang="{escaped(article.metadata.language)}">'
        f"{escaped(text[: span.start])}{marked}{escaped(text[span.end :])}</div></section>"
    )


def missing_source_html(cited: Mapping[str, str], message: str) -> str:
    """In the place of an article that is gone, what became of it.

    Args:
        cited: `key`, `start` and `end` of the citation, by which the panel steps to the next one.
        message: what to say.
    """
    place = "".join(f' data-{name}="{escaped(cited[name])}"' for name in ("key", "start", "end"))
    return (
        f'<section class="source" aria-label="Source"{place}><header>{_steps()}</header>{error_html(message)}</section>'
    )


def briefing_html(briefing: Briefing, files: Iterable[tuple[str, str]]) -> str:
    """A finished briefing.

    Args:
        briefing: what was written.
        files: names and data addresses of the same in file formats.
    """
    known = {citation.id: citation for citation in briefing.citations}
    sections = "".join(
        f'<section class="{section.kind}"><h3>{escaped(section.title)}</h3>'
        f"<ul>{''.join(_briefing_entry(entry, known) for entry in section.entries)}</ul></section>"
        for section in briefing.sections
    )
    notes = "".join(map(note_html, briefing.notes))
    uses = "".join(
        f"<li>{inline_html(briefing_wording.named(use))}: cited {use.citations}×</li>" for use in briefing.sources
    )
    links = " ".join(
        f'<a class="save" download="{escaped(name)}" href="{href}">{escaped(name)}</a>' for name, href in files
    )
    return (
        f'<article class="briefing"><h2>{escaped(briefing.title)}</h2>'
        f'<p class="facts">{escaped(briefing_wording.origin(briefing))}</p>{notes}<p class="saves">Save as {links}</p>'
        f"{sections}<section><h3>Sources</h3><ul>{uses}</ul></section></article>"
    )


def _briefing_entry(entry: Entry, known: dict[int, Citation]) -> str:
    lead = (
        f'<span class="lead">{inline_html(briefing_wording.lead(entry))}</span>' if briefing_wording.lead(entry) else ""
    )
    buttons = "".join(_button(known[number]) for number in entry.sentence.citations if number in known)
    return f"<li>{lead}{inline_html(entry.sentence.text)}{buttons}</li>"


def error_html(message: str) -> str:
    """What went wrong and what to do."""
    return f'<p class="error" role="alert">{escaped(message)}</p>'


def note_html(message: str) -> str:
    return f'<p class="note" role="status">{escaped(message)}</p>'


def list_html(items: Iterable[tuple[str, str]]) -> str:
    """Lines, each with a CSS class of ours."""
    return f'<ul class="log">{"".join(f"<li class={kind!r}>{escaped(text)}</li>" for kind, text in items)}</ul>'


def link_html(url: str, text: str) -> str:
    """A link that leads nowhere but to a web page, or the bare text."""
    if urlsplit(url).scheme not in {"http", "https"}:
        return escaped(text)
    return f'<a href="{escaped(url)}" target="_blank" rel="noopener noreferrer nofollow">{escaped(text)}</a>'


def _exchange(question: str, body: str) -> str:
    return f'<article class="exchange"><h3 class="question">{escaped(question)}</h3>{body}</article>'


def _sentence(sentence: Sentence, known: dict[int, Citation]) -> str:
    cited = [known[number] for number in sentence.citations if number in known]
    if sentence.text.startswith(DISAGREEMENT) and len(cited) > 1:
        return _disagreement(cited)
    if sentence.verdict is Verdict.UNSUPPORTED:
        reason = f": {sentence.reason}" if sentence.reason else ""
        why = f'<span class="why">⚠ {NOT_BACKED}{escaped(reason)}</span>'
        words = f'<span class="words"><bdi>{marked_words(sentence)}</bdi></span>'
        return f'<span class="sentence unsupported">{words} {why}</span>'
    kind = "supported" if sentence.verdict is Verdict.SUPPORTED else "plain"
    kind = "lead" if sentence.text in {OTHER_ANSWERS, NAMESAKES} else kind
    return f'<span class="sentence {kind}">{inline_html(sentence.text)}{"".join(map(_button, cited))}</span>'


def marked_words(sentence: Sentence) -> str:
    """The text of a sentence in which the words that nothing backs are marked."""
    parts, at = [], 0
    for start, end in sentence.unbacked:
        parts += [escaped(sentence.text[at:start]), f"<mark>{escaped(sentence.text[start:end])}</mark>"]
        at = end
    return "".join([*parts, escaped(sentence.text[at:])])


def _disagreement(sides: Sequence[Citation]) -> str:
    columns = "".join(
        f"<blockquote><cite>{inline_html(_origin(side))}</cite>{inline_html(quoted(side.quote))}{_button(side)}</blockquote>"
        for side in sides
    )
    return f'<div class="disagreement"><strong>{escaped(DISAGREEMENT)}</strong><div class="sides">{columns}</div></div>'


def _button(citation: Citation) -> str:
    label = f"Source {citation.id}: {_origin(citation)}"
    return (
        f'<button type="button" class="cite" data-key="{escaped(citation.article_id)}@{citation.version}"'
        f' data-start="{citation.start}" data-end="{citation.end}" data-number="{citation.id}"'
        f' title="{escaped(quoted(citation.quote))}" aria-label="{escaped(label)}">{citation.id}</button>'
    )


def _sources(citations: Sequence[Citation]) -> str:
    if not citations:
        return ""
    items = "".join(f"<li>{_button(item)} {inline_html(_named(item))}</li>" for item in citations)
    return f'<ol class="sources" aria-label="Sources">{items}</ol>'


def _details(answer: Answer) -> str:
    if not answer.citations and all(item.verdict is Verdict.NOT_A_CLAIM for item in answer.sentences):
        return ""
    known = {citation.id: citation for citation in answer.citations}
    rows = "".join(_row(sentence, known) for sentence in answer.sentences)
    return (
        f'<details class="score"><summary>{escaped(score_line(answer))}</summary><div class="scroll"><table>'
        f"<thead><tr><th>Sentence</th><th>Quote</th><th>Verdict</th><th>Score</th></tr></thead>"
        f"<tbody>{rows}</tbody></table></div>"
        f'<p class="note">Answered by {escaped(answer.model)} in {answer.timings.get("total", 0):.1f} s</p></details>'
    )


def _rating(answer_id: str, feedback: Feedback | None) -> str:
    """Two buttons, in words since not every machine has pictures of thumbs; once one is pressed, a field for why."""
    pressed = feedback.helpful if feedback else None
    buttons = "".join(
        f'<button type="button" class="rate" data-helpful="{int(helpful)}" aria-label="{label}" title="{label}"'
        f' aria-pressed="{str(pressed is helpful).lower()}">{sign}</button>'
        for helpful, sign, label in (
            (True, "Helpful", "This answer helped"),
            (False, "Not helpful", "This answer did not help"),
        )
    )
    reason = (
        f'<input class="reason" maxlength="{LONGEST_REASON}" value="{escaped(feedback.reason)}"'
        ' placeholder="Why?" aria-label="Why"><button type="button" class="because">Keep</button>'
        if feedback
        else ""
    )
    return f'<div class="rating" data-answer="{escaped(answer_id)}">{buttons}{reason}</div>'


def _row(sentence: Sentence, known: dict[int, Citation]) -> str:
    quotes = "<br>".join(inline_html(quoted(known[number].quote)) for number in sentence.citations if number in known)
    verdict = _VERDICTS[sentence.verdict] + (f": {sentence.reason}" if sentence.reason else "")
    return (
        f"<tr><td>{inline_html(sentence.claim or sentence.text)}</td><td>{quotes or '–'}</td>"
        f"<td>{escaped(verdict)}</td><td>{sentence.score:.2f}</td></tr>"
    )


def _facts(article: Article, newest_version: int) -> str:
    known = article.metadata
    version = f"version {article.version} of {newest_version}" if newest_version > 1 else "version 1"
    facts = (known.publisher, ", ".join(known.authors), day(known.published), version)
    link = f" · {link_html(known.url, 'original')}" if known.url else ""
    return f'<p class="facts">{" · ".join(inline_html(fact) for fact in facts if fact)}{link}</p>'


def _steps() -> str:
    return (
        '<nav class="steps" aria-label="Citations"><button type="button" data-step="-1">‹ Previous</button>'
        '<span class="at"></span><button type="button" data-step="1">Next ›</button>'
        '<button type="button" data-shut="1" aria-label="Close the source">✕</button></nav>'
    )


def _origin(citation: Citation) -> str:
    return source_name(Metadata(publisher=citation.publisher, title=citation.title, published=citation.published))


def _named(citation: Citation) -> str:
    origin = source_name(Metadata(publisher=citation.publisher, published=citation.published))
    return " · ".join(part for part in (citation.title or "Untitled", origin) if part)
