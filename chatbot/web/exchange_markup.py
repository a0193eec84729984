"""A question with its answer as HTML: the answer, its sources, its details sentence by sentence, and what the reader
thinks of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from chatbot.answering.events import AnswerSoFar
from chatbot.answering.wording import day, own_words_line, publication, quoted, score_line
from chatbot.control_characters import escaped, inline_html
from chatbot.conversations.records import Exchange, Feedback
from chatbot.conversations.store import LONGEST_REASON
from chatbot.records import Answer, Citation, Sentence, Verdict
from chatbot.web.answer_markup import answer_html
from chatbot.web.markup import note_html
from chatbot.web.sentence_markup import cite_button, verdict_class

_VERDICTS = {
    Verdict.SUPPORTED: "supported",
    Verdict.UNSURE: "not sure",
    Verdict.CONTRADICTED: "contradicted by the articles",
    Verdict.NOT_FOUND: "not found in the articles",
    Verdict.NOT_A_CLAIM: "nothing to check",
}


def exchange_html(exchange: Exchange, *, says_who_writes: bool = True) -> str:
    """A question with its finished answer.

    Args:
        exchange: both, with what the reader thought of it.
        says_who_writes: whether an answer that only quotes says that a model can be configured.
    """
    answer = exchange.answer
    body = answer_html(answer.blocks, answer.notes, answer.citations)
    who_writes = own_words_line(answer) if says_who_writes else ""
    below = _details(answer) + (note_html(who_writes) if who_writes else "")
    rating = _rating(answer.answer_id, exchange.feedback)
    return _exchange(exchange.question, exchange.asked_at, f"{body}{_sources(answer.citations)}{below}{rating}")


def running_html(question: str, so_far: AnswerSoFar, note: str, asked_at: datetime | None = None) -> str:
    """A question with what has been told so far, and what is being done.

    Args:
        question: as it was asked.
        so_far: what has been told.
        note: what is being done; empty where nothing is.
        asked_at: the moment against which "yesterday" is read.
    """
    working = f'<p class="working" role="status">{escaped(note)}</p>' if note else ""
    told = answer_html(so_far.blocks, so_far.notes, so_far.citations.values())
    return _exchange(question, asked_at, told + working)


def _exchange(question: str, asked_at: datetime | None, body: str) -> str:
    moment = f'<time datetime="{asked_at.date().isoformat()}">as of {day(asked_at)}</time>' if asked_at else ""
    head = f'<header><h3 class="question">{escaped(question)}</h3>{moment}</header>'
    return f'<article class="exchange">{head}{body}</article>'


def _sources(citations: Sequence[Citation]) -> str:
    if not citations:
        return ""
    articles: dict[tuple[str, int], list[Citation]] = {}
    for citation in citations:
        articles.setdefault((citation.article_id, citation.version), []).append(citation)
    items = "".join(
        f"<li>{''.join(map(cite_button, cited))} {inline_html(_named(cited[0]))}</li>" for cited in articles.values()
    )
    return f'<ol class="sources" aria-label="Sources">{items}</ol>'


def _details(answer: Answer) -> str:
    if not (score := score_line(answer)):
        return ""
    known = {citation.id: citation for citation in answer.citations}
    rows = "".join(_row(sentence, known) for sentence in answer.sentences)
    return (
        f'<details class="score"><summary>{escaped(score)}</summary><div class="scroll"><table>'
        f"<thead><tr><th>Sentence</th><th>Words of the articles</th><th>Verdict</th><th>Score</th></tr></thead>"
        f"<tbody>{rows}</tbody></table></div>{_made(answer)}</details>"
    )


def _made(answer: Answer) -> str:
    """Who answered, and how long it took."""
    who = f"Answered by {answer.model}" if answer.model else "Answered"
    return note_html(f"{who} in {answer.timings.get('total', 0):.1f} s")


def _row(sentence: Sentence, known: Mapping[int, Citation]) -> str:
    numbers = sentence.citations or sentence.nearest
    quotes = "<br>".join(inline_html(quoted(known[number].quote)) for number in numbers if number in known)
    reason = f": {inline_html(sentence.reason)}" if sentence.reason else ""
    first = (
        f'<br><span class="note">Written first: {inline_html(sentence.original)}</span>' if sentence.original else ""
    )
    score = f"{sentence.score:.2f}" if sentence.verdict.is_claim else "–"
    return (
        f'<tr class="{verdict_class(sentence)}"><td>{inline_html(sentence.claim or sentence.text)}{first}</td>'
        f"<td>{quotes or '–'}</td><td>{_VERDICTS[sentence.verdict]}{reason}</td><td>{score}</td></tr>"
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


def _named(citation: Citation) -> str:
    return " · ".join(part for part in (citation.title or "Untitled", publication(citation)) if part)
