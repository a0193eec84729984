"""The settings name the host of each model, wherever it is."""

from __future__ import annotations

import pytest

from chatbot.web.settings_view import NO_MODEL, models_and_hosts


@pytest.mark.parametrize(
    ("answered_with", "chat_host", "embedding_base_url", "chat", "embedding"),
    [
        ({"chat_model": "", "embedding_model": "mini"}, "", "", NO_MODEL, "mini"),
        ({"chat_model": "w", "embedding_model": "mini"}, "127.0.0.1:8080", "", "w at 127.0.0.1:8080", "mini"),
        (
            {"chat_model": "w", "embedding_model": "remote:e"},
            "api.example.org",
            "http://localhost:8081/v1",
            "w at api.example.org",
            "remote:e at localhost:8081",
        ),
    ],
)
def test_each_model_is_named_with_its_host(
    answered_with: dict[str, str], chat_host: str, embedding_base_url: str, chat: str, embedding: str
) -> None:
    told = models_and_hosts(answered_with, chat_host, embedding_base_url)
    assert told == {"Chat model": chat, "Embedding model": embedding}
