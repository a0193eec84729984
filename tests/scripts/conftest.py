"""A library of articles in seven languages beside the English samples."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chatbot.app import Chatbot, build_chatbot

DATA: dict[str, list[dict[str, str]]] = json.loads(
    Path(__file__).with_name("questions.json").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chatbot]:
    folder = tmp_path_factory.mktemp("mixed")
    file = folder / "articles.jsonl"
    common: dict[str, Any] = {"publisher": "Evening Paper", "published": "2025-03-11"}
    file.write_text("\n".join(json.dumps(article | common) for article in DATA["articles"]), encoding="utf-8")
    with build_chatbot(library=folder / "library") as chatbot:
        outcomes = list(chatbot.ingest([str(file), str(Path(__file__).parents[2] / "seeds")]))
        assert not [outcome.error for outcome in outcomes if outcome.error]
        yield chatbot
