"""The browser chat: one page on this machine, answers sentence by sentence as they are checked."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from chatbot.answering.events import Finished, Progress, Shown
from chatbot.answering.wording import quoted, score_line, source_name
from chatbot.app import Chatbot
from chatbot.errors import ChatbotError
from chatbot.records import Citation, Metadata, Sentence, Turn, Verdict

if TYPE_CHECKING:
    import gradio

LOOPBACK = "127.0.0.1"
FONTS = ("system-ui", "sans-serif")
NOT_BACKED = "⚠ not backed by your library"


def serve(chatbot: Chatbot, port: int) -> None:
    """Serve the chat on loopback until interrupted.

    Args:
        chatbot: opened here, so that the first question does not wait for its models.
        port: TCP port; 0 takes any free one.
    """
    import gradio

    _ = chatbot.answerer
    build_page(chatbot).launch(
        server_name=LOOPBACK,
        server_port=port or None,
        share=False,
        footer_links=[],
        # The default theme would load its fonts from another host.
        theme=gradio.themes.Default(font=FONTS, font_mono=("ui-monospace", "monospace")),
    )


def build_page(chatbot: Chatbot) -> gradio.ChatInterface:
    """The page, not yet served."""
    import gradio

    def reply(message: str, history: list[dict[str, Any]]) -> Iterator[str]:
        yield from _reply(chatbot, message, _turns(history))

    return gradio.ChatInterface(
        reply,
        title="Ask your articles",
        description="Every sentence is backed by exact words of an article in your library, or marked.",
        # Plain text: what comes from articles and models is shown, never rendered.
        chatbot=gradio.Chatbot(render_markdown=False, height="70vh", show_label=False),
        analytics_enabled=False,
        api_name="ask",
        concurrency_limit=1,
    )


def _reply(chatbot: Chatbot, question: str, history: list[Turn]) -> Iterator[str]:
    """The reply so far, longer with every sentence that has been checked."""
    lines: list[str] = []
    try:
        for event in chatbot.stream(question, history=history):
            match event:
                case Progress() if not lines:
                    yield f"{event.stage} …"
                case Shown():
                    lines.append(_line(event.sentence))
                    yield "\n".join(lines)
                case Finished() if event.answer.citations:
                    sources = "\n\n".join(_source(citation) for citation in event.answer.citations)
                    yield "\n".join([*lines, "", sources, "", score_line(event.answer)])
    except ChatbotError as error:
        yield "\n".join([*lines, f"{error}"])


def _line(sentence: Sentence) -> str:
    marks = "".join(f" [{number}]" for number in sentence.citations)
    if sentence.verdict is Verdict.UNSUPPORTED:
        return f"{sentence.text} ({NOT_BACKED}{': ' + sentence.reason if sentence.reason else ''})"
    return sentence.text + marks


def _source(citation: Citation) -> str:
    origin = source_name(Metadata(publisher=citation.publisher, published=citation.published))
    heading = " · ".join(part for part in (citation.title, origin, citation.url) if part)
    return f"[{citation.id}] {heading}\n{quoted(citation.quote)}"


def _turns(history: list[dict[str, Any]]) -> list[Turn]:
    """The conversation as Gradio keeps it: messages of reader and assistant by turns."""
    texts = [(message["role"], _text(message["content"])) for message in history]
    return [
        Turn(question, answer)
        for (asker, question), (replier, answer) in pairwise(texts)
        if (asker, replier) == ("user", "assistant")
    ]


def _text(content: Any) -> str:
    parts = content if isinstance(content, list) else [content]
    return " ".join(str(part.get("text", "")) if isinstance(part, dict) else str(part) for part in parts)
