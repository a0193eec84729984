"""What is measured is never read from, nor written into, what a team shares."""

from __future__ import annotations

from pathlib import Path

import pytest

from chatbot.app import build_chatbot
from chatbot.errors import SettingsError
from evals.cases import sample_documents
from evals.libraries import folder_environment
from evals.runs.answering import library_of, open_chatbot
from tests.evals.test_runs import options

NOBODY = "http://127.0.0.1:9"


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHATBOT_CHROMA_URL", NOBODY)
    monkeypatch.setenv("CHATBOT_CONVERSATIONS_URL", "postgresql+psycopg://nobody@127.0.0.1:9/none")


@pytest.mark.usefixtures("shared")
def test_questions_are_asked_of_a_folder_whatever_server_is_configured(tmp_path: Path) -> None:
    with (
        open_chatbot(options(tmp_path / "r.json", "--llm", "embedded")) as chatbot,
        library_of(sample_documents()[:1], chatbot) as beside,
    ):
        assert len(beside.library) == 1
        assert len(chatbot.library) == 0


@pytest.mark.usefixtures("shared")
def test_a_chatbot_beside_another_shares_no_server(tmp_path: Path) -> None:
    other = build_chatbot(library=tmp_path).beside(tmp_path / "other")
    assert (other.settings.chroma_url, other.settings.conversations_url.get_secret_value()) == ("", "")


@pytest.mark.usefixtures("shared")
def test_processes_work_on_a_folder_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environment = folder_environment(tmp_path)
    assert environment["CHATBOT_LIBRARY"] == str(tmp_path)
    assert not {"CHATBOT_CHROMA_URL", "CHATBOT_CONVERSATIONS_URL"} & environment.keys()
    configured = tmp_path / "chatbot.toml"
    configured.write_text(f'chroma_url = "{NOBODY}"', encoding="utf-8")
    monkeypatch.setenv("CHATBOT_CONFIG", str(configured))
    with pytest.raises(SettingsError, match="chroma_url"):
        folder_environment(tmp_path)
