"""The page: six tabs, the history at its side, and the source panel beside the answer."""

from __future__ import annotations

import gradio as gr

from chatbot.app import Chatbot
from chatbot.control_characters import escaped
from chatbot.errors import ArticleNotFound
from chatbot.records import Span
from chatbot.web.briefing_view import BriefingView
from chatbot.web.conversation_view import ConversationView
from chatbot.web.draft_view import DraftView
from chatbot.web.endpoints import add_endpoints
from chatbot.web.evals_view import EvalsView
from chatbot.web.in_turn import AnswerLine
from chatbot.web.library_view import LibraryView
from chatbot.web.markup import missing_source_html, source_html
from chatbot.web.settings_view import SettingsView
from chatbot.web.sharing import AT_ONCE, EVERY_PRESS, html_view

TITLE = "Ask your articles"
PROMISE = "Every sentence is backed by exact words of an article, or marked."
DELETED = "This article has been deleted from the library since it was cited."


def build_page(chatbot: Chatbot, line: AnswerLine) -> gr.Blocks:
    """The page, not yet served.

    Args:
        chatbot: opened; all readers share it.
        line: in which questions wait for their turn.
    """
    page: gr.Blocks = gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True)
    with page:
        source = html_view("source", script_name="source.js", render=False)
        conversation = ConversationView(chatbot, line, source)
        briefing = BriefingView(chatbot)
        library, draft, settings = LibraryView(chatbot), DraftView(chatbot), SettingsView(chatbot)
        evals = EvalsView(chatbot.settings.evals_page)
        with gr.Sidebar(open=False, width=280):
            conversation.build_history()
        briefing.build_state()
        html_view("heading", f"<h1>{TITLE}</h1><p>{escaped(_told(chatbot))}</p>")
        with gr.Row(elem_id="main"):
            with gr.Column(scale=3, min_width=320), gr.Tabs():
                with gr.Tab("Ask"):
                    conversation.build()
                with gr.Tab("Briefing") as briefing_tab:
                    briefing.build()
                with gr.Tab("Library"):
                    library.build()
                with gr.Tab("Check a draft"):
                    draft.build()
                with gr.Tab("Evals") as evals_tab:
                    evals.build()
                with gr.Tab("Settings"):
                    settings.build()
            with gr.Column(scale=2, min_width=320, elem_id="beside"):
                source.render()  # type: ignore[no-untyped-call]
        conversation.connect(page)
        briefing.connect(page, briefing_tab)
        library.connect(page, conversation.publishers)
        draft.connect()
        evals.connect(evals_tab)
        settings.connect(page)
        add_endpoints(chatbot, line)
        told = [conversation.transcript, conversation.live, briefing.result, library.summary.result, draft.result]
        _connect_source(chatbot, source, told)
    return page


def _told(chatbot: Chatbot) -> str:
    """What a reader may rely on, and who else reads along."""
    return f"{PROMISE} {chatbot.receives_text}".rstrip()


def _connect_source(chatbot: Chatbot, source: gr.HTML, cited_in: list[gr.HTML]) -> None:
    def show(event: gr.EventData) -> str:
        article_id, _, version = str(event.key).partition("@")
        try:
            newest = chatbot.library.get(article_id).version
            article = chatbot.library.get(article_id, int(version))
        except ArticleNotFound:
            cited = {name: str(getattr(event, name)) for name in ("key", "start", "end")}
            return missing_source_html(cited, DELETED)
        return source_html(article, Span(int(event.start), int(event.end)), newest, int(event.number))

    for component in cited_in:
        component.cite(show, None, source, **EVERY_PRESS)
    source.shut(lambda: "", None, source, **AT_ONCE)
