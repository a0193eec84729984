"""A scripted endpoint, and a chat model that talks to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chatbot.llm.chat import ChatModel, open_chat_model
from tests.loopback import Loopback, running_loopback

KEY = "sk-very-secret-0123456789"


@pytest.fixture
def server() -> Iterator[Loopback]:
    with running_loopback() as running:
        yield running


@pytest.fixture
def model(server: Loopback) -> Iterator[ChatModel]:
    with open_chat_model(server.base_url, "small-model", KEY, timeout=1.0, total_timeout=3.0) as opened:
        yield opened
