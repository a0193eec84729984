"""A conversation as a file that others can read."""

from __future__ import annotations

import json
from dataclasses import asdict

from pydantic import TypeAdapter

from chatbot.conversations.records import Conversation, Exchange, RatedAnswer
from chatbot.markdown import markdown_link, markdown_text
from chatbot.records import Citation, Sentence, Verdict

_CONVERSATION = TypeAdapter(Conversation)
NOT_BACKED = "⚠ not backed"


def to_json(conversation: Conversation) -> str:
    """Everything, with every citation's offsets; the fields are those of the records."""
    return _CONVERSATION.dump_json(conversation, indent=2).decode()


def to_case(rated: RatedAnswer) -> str:
    """An answer with its feedback as one line of JSON, which `python -m evals feedback` asks again."""
    exchange, answer, feedback = rated.exchange, rated.exchange.answer, rated.exchange.feedback
    row = {
        "id": answer.answer_id,
        "question": exchange.question,
        "history": [asdict(turn) for turn in rated.history],
        "asked_at": exchange.asked_at,
        "filters": asdict(exchange.filters),
        "answer": answer.text,
        "refused": answer.refused,
        "sentences": [asdict(sentence) for sentence in answer.sentences],
        "citations": [asdict(citation) for citation in answer.citations],
        "helpful": feedback is not None and feedback.helpful,
        "reason": feedback.reason if feedback else "",
        "model": answer.model,
        "settings": exchange.settings,
        "timings": answer.timings,
    }
    return json.dumps(row, ensure_ascii=False, default=lambda moment: moment.isoformat())


def to_markdown(conversation: Conversation) -> str:
    """Questions as headings, answers with numbered citations, sources quoted. What articles say cannot be markup."""
    parts = [f"# {markdown_text(conversation.title)}", *(_exchange(exchange) for exchange in conversation.exchanges)]
    return "\n\n".join(parts) + "\n"


def _exchange(exchange: Exchange) -> str:
    answer = " ".join(map(_sentence, exchange.answer.sentences))
    sources = "\n".join(map(_source, exchange.answer.citations))
    asked = f"_Asked on {exchange.asked_at:%Y-%m-%d %H:%M %Z}, answered by {markdown_text(exchange.answer.model)}_"
    return "\n\n".join(part for part in (f"## {markdown_text(exchange.question)}", asked, answer, sources) if part)


def _sentence(sentence: Sentence) -> str:
    marks = "".join(f" [{number}]" for number in sentence.citations)
    doubt = f" ({NOT_BACKED})" if sentence.verdict is Verdict.UNSUPPORTED else ""
    return markdown_text(sentence.text) + marks + doubt


def _source(citation: Citation) -> str:
    day = f"{citation.published:%Y-%m-%d}" if citation.published else ""
    facts = (*map(markdown_text, (citation.title, citation.publisher)), day, markdown_link(citation.url))
    known = ", ".join(fact for fact in facts if fact)
    place = f"{citation.article_id}@{citation.version}, characters {citation.start}-{citation.end}"
    return f"* [{citation.id}] {known}: “{markdown_text(citation.quote)}” ({place})"
