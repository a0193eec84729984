"""A library with the samples, shared by the tests of briefings, which only read it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from chatbot.app import SEEDS, Chatbot, build_chatbot
from chatbot.briefing.events import BriefingFinished
from chatbot.briefing.records import Briefing, BriefingRequest, Length

NOW = datetime(2025, 4, 12, 12, tzinfo=UTC)


@pytest.fixture(scope="package")
def chatbot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chatbot]:
    with build_chatbot(library=tmp_path_factory.mktemp("briefing")) as opened:
        list(opened.ingest([str(SEEDS)]))
        yield opened


def briefing_of(chatbot: Chatbot, topic: str, length: Length = Length.LONG, user: str = "") -> Briefing:
    """A briefing as the command line writes it."""
    events = list(chatbot.brief(BriefingRequest(NOW, topic, length=length), user))
    assert isinstance(events[-1], BriefingFinished)
    return events[-1].briefing
