"""Which model answers, and whether the reader is told who receives text."""

from __future__ import annotations

from pathlib import Path

import pytest

from chatbot.llm.choice import OPENAI_MODEL, OPENAI_URL, Writer, chosen_endpoint, embeds_text, receives_text

FILE = Path("model.gguf")


@pytest.mark.parametrize(
    ("given", "writer", "base_url", "model", "path"),
    [
        (("", "", "", None), Writer.NOBODY, "", "", None),
        (("", "", "ignored", None), Writer.NOBODY, "", "", None),
        (("", "", "", FILE), Writer.FILE, "", "", FILE),
        (("", "sk-1", "", FILE), Writer.FILE, "", "", FILE),
        (("", "sk-1", "", None), Writer.ENDPOINT, OPENAI_URL, OPENAI_MODEL, None),
        (("", "sk-1", "gpt-x", None), Writer.ENDPOINT, OPENAI_URL, "gpt-x", None),
        (("http://127.0.0.1:1/v1", "sk-1", "", FILE), Writer.ENDPOINT, "http://127.0.0.1:1/v1", "", None),
        ((" http://127.0.0.1:1/v1 ", "", "m", None), Writer.ENDPOINT, "http://127.0.0.1:1/v1", "m", None),
    ],
)
def test_the_rule(
    given: tuple[str, str, str, Path | None], writer: Writer, base_url: str, model: str, path: Path | None
) -> None:
    chosen = chosen_endpoint(*given)
    assert (chosen.writer, chosen.base_url, chosen.model, chosen.path) == (writer, base_url, model, path)


@pytest.mark.parametrize(
    ("base_url", "host", "is_remote"),
    [
        ("https://api.openai.com/v1", "api.openai.com", True),
        ("https://user:hunter2@models.example:8443/v1?key=hunter2", "models.example:8443", True),
        ("http://127.0.0.1:11434/v1", "127.0.0.1:11434", False),
        ("http://LOCALHOST:1234/v1", "localhost:1234", False),
        ("http://127.8.9.1/v1", "127.8.9.1", False),
        ("http://[::1]:8000/v1", "[::1]:8000", False),
        ("http://[::ffff:127.0.0.1]:8000/v1", "[::ffff:127.0.0.1]:8000", False),
        ("http://0.0.0.0:8000/v1", "0.0.0.0:8000", False),
        ("http://192.168.1.7:8000/v1", "192.168.1.7:8000", True),
        ("http://localhost.example/v1", "localhost.example", True),
        ("http://127.0.0.1.example/v1", "127.0.0.1.example", True),
        ("http://host.docker.internal:11434/v1", "host.docker.internal:11434", True),
        ("http://[::1", "the configured address", True),
        ("localhost:1/v1", "the configured address", True),
        ("http://a:99999/v1", "the configured address", True),
    ],
)
def test_who_receives_text_is_named(base_url: str, host: str, is_remote: bool) -> None:
    chosen = chosen_endpoint(base_url, "", "", None)
    assert (chosen.host, chosen.is_remote) == (host, is_remote)
    told = receives_text(chosen)
    assert told == (f"Questions and passages of your articles go to {host}." if is_remote else "")
    assert "hunter2" not in told + repr(chosen)


def test_nobody_receives_text_of_the_embedded_modes() -> None:
    assert receives_text(chosen_endpoint("", "", "", None)) == ""
    assert receives_text(chosen_endpoint("", "", "", FILE)) == ""


def test_who_embeds_elsewhere_is_named() -> None:
    told = "Questions and all your articles go to vectors.example:8443 to be embedded."
    assert embeds_text("https://user:hunter2@vectors.example:8443/v1") == told
    assert embeds_text("http://127.0.0.1:8080/v1") == embeds_text("") == ""
