"""A conversation as a file that others can read."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from chatbot.answering.markdown_answer import for_files
from chatbot.answering.serialising import answer_object
from chatbot.answering.wording import cited_metadata, opinion_of, publication, score_line
from chatbot.conversations.records import Conversation, Exchange, RatedAnswer
from chatbot.markdown import markdown_link, markdown_text
from chatbot.records import Answer, ArticleLink, Block, Citation, Note


def to_json(conversation: Conversation) -> str:
    """Everything, with every citation's offsets; answers have the shape that docs/api.md documents."""
    exchanges = [_exchange_object(exchange) for exchange in conversation.exchanges]
    facts = {"id": conversation.id, "user": conversation.user, "title": conversation.title}
    return _json(facts | {"exchanges": exchanges}, indent=2)


def to_case(rated: RatedAnswer) -> str:
    """An answer with its feedback as one line of JSON, which `python -m evals feedback` asks again."""
    exchange, feedback = rated.exchange, rated.exchange.feedback
    row = answer_object(exchange.answer) | {
        "id": exchange.answer.answer_id,
        "question": exchange.question,
        "history": [asdict(turn) for turn in rated.history],
        "asked_at": exchange.asked_at,
        "filters": asdict(exchange.filters),
        "helpful": feedback is not None and feedback.helpful,
        "reason": feedback.reason if feedback else "",
        "settings": exchange.settings,
    }
    return _json(row)


def to_markdown(conversation: Conversation) -> str:
    """Questions as headings, answers with numbered citations, sources quoted. What articles say cannot be markup."""
    parts = [f"# {markdown_text(conversation.title)}", *(_exchange(exchange) for exchange in conversation.exchanges)]
    return "\n\n".join(parts) + "\n"


def _exchange_object(exchange: Exchange) -> dict[str, Any]:
    return {
        "question": exchange.question,
        "asked_at": exchange.asked_at,
        "filters": asdict(exchange.filters),
        "settings": exchange.settings,
        "feedback": asdict(exchange.feedback) if exchange.feedback else None,
        "answer": answer_object(exchange.answer),
    }


def _exchange(exchange: Exchange) -> str:
    answer = exchange.answer
    sources = "\n".join(map(_source, answer.citations))
    author = f"answered by {markdown_text(answer.model)}" if answer.model else "answered in the articles' own words"
    asked = f"_Asked on {exchange.asked_at:%Y-%m-%d %H:%M %Z}, {author}_"
    score = f"_{line}_" if (line := score_line(answer)) else ""
    told = (f"## {markdown_text(exchange.question)}", asked, _answer(answer), score, sources)
    return "\n\n".join(part for part in told if part)


def _answer(answer: Answer) -> str:
    """Blocks and notes; behind a note the addresses of the articles that it names."""
    told, known = for_files(), {citation.id: citation for citation in answer.citations}
    for block in answer.blocks:
        for at, sentence in enumerate(block.sentences):
            told.add(Block(block.kind, (sentence,), block.level, block.head), known, begins=at == 0)
    for note in answer.notes:
        told.add_note(note)
        told.text += _links(note)
    return told.text


def _links(note: Note) -> str:
    return "".join(f"\n{_link(link)}" for link in note.links)


def _link(link: ArticleLink) -> str:
    facts = (*map(markdown_text, (link.title, publication(link))), markdown_link(link.url))
    return f"* {', '.join(fact for fact in facts if fact)} ({link.article_id}@{link.version})"


def _source(citation: Citation) -> str:
    day = f"{citation.published:%Y-%m-%d}" if citation.published else ""
    facts = (
        *map(markdown_text, (citation.title, citation.publisher, opinion_of(cited_metadata(citation)))),
        day,
        markdown_link(citation.url),
    )
    known = ", ".join(fact for fact in facts if fact)
    place = f"{citation.article_id}@{citation.version}, characters {citation.start}-{citation.end}"
    return f"* [{citation.id}] {known}: “{markdown_text(citation.quote)}” ({place})"


def _json(value: Any, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent, default=_moment)


def _moment(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")
