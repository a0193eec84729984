"""The examples of docs/formats.md work as they stand."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chatbot.library.fetching import Fetcher
from chatbot.library.readers import SUPPORTED_SUFFIXES, read_file
from chatbot.library.sources import open_sources
from chatbot.records import Document
from tests.web_server import running_site

PAGE = (Path(__file__).parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")
EXAMPLES = {
    name: (language, body)
    for language, name, body in re.findall(r"^```(\w+) file=(\S+)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
}


def made(name: str, folder: Path) -> Path:
    language, body = EXAMPLES[name]
    if language == "python":
        exec(compile(body, name, "exec"), {})
    else:
        (folder / name).write_text(body, encoding="utf-8")
    return folder / name


@pytest.mark.parametrize("name", sorted(EXAMPLES.keys() - {"feed.xml"}))
def test_examples_of_files(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = read_file(made(name, tmp_path))
    assert not found.failures
    first = found.documents[0]
    assert "The river rose by" in first.text
    assert first.metadata.title.startswith(("River", "The river"))
    assert first.metadata.authors[:1] == (() if name in ("river-again.txt", "articles.jsonl") else ("Ann Lee",))


def test_example_of_a_feed() -> None:
    with running_site() as site:
        site.put("/river.html", re.sub(r".*published_time.*", "", EXAMPLES["river.html"][1]))
        feed = site.put("/feed.xml", EXAMPLES["feed.xml"][1], "application/rss+xml")
        (found,) = open_sources([feed], Fetcher(allow_hosts=site.allowed))
    assert isinstance(found, Document)
    assert found.metadata.published == datetime(2025, 3, 18, 8, 30, tzinfo=UTC)


def test_every_supported_suffix_is_named() -> None:
    assert {suffix for suffix in SUPPORTED_SUFFIXES if f"`{suffix}`" not in PAGE} == set()
