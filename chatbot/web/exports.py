"""Downloads of conversations, each only for the user to whom it belongs."""

from __future__ import annotations

from typing import Literal

from fastapi import FastAPI, HTTPException, Request, Response

from chatbot.app import Chatbot
from chatbot.conversations.export import to_json, to_markdown
from chatbot.errors import ConversationNotFound
from chatbot.web.access import Access
from chatbot.web.guard import user_of


def add_exports(server: FastAPI, chatbot: Chatbot, access: Access) -> None:
    """Add the download addresses to the server."""

    @server.get("/exports/{conversation_id}.{suffix}")
    def export(conversation_id: str, suffix: Literal["md", "json"], request: Request) -> Response:
        try:
            conversation = chatbot.conversations.load(user_of(request, access) or "", conversation_id)
        except ConversationNotFound as error:
            raise HTTPException(404, str(error)) from error
        text = to_json(conversation) if suffix == "json" else to_markdown(conversation)
        kind = "application/json" if suffix == "json" else "text/markdown; charset=utf-8"
        named = {"Content-Disposition": f'attachment; filename="conversation.{suffix}"'}
        return Response(text, media_type=kind, headers=named)
