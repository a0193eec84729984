"""`chatbot briefings` and `chatbot brief`, as they are typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from chatbot.briefing.export.saving import render
from chatbot.briefing.keeping.store import FILE_NAME, BriefingStore
from chatbot.briefing.records import SectionKind
from chatbot.cli.main import app
from chatbot.errors import BriefingNotFound
from chatbot.library.lock import hold
from tests.briefing.keeping.samples import briefing, request, telling


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CHATBOT_LIBRARY", str(tmp_path / "library"))
    monkeypatch.setenv("COLUMNS", "120")
    return tmp_path / "library"


def typed(*words: str, says: str = "") -> Result:
    return CliRunner().invoke(app, ["briefings", *words], input=says)


def keep(library: Path) -> tuple[str, str]:
    """Two briefings on one topic."""
    with BriefingStore.open(library / FILE_NAME) as store:
        before = telling((SectionKind.BOTTOM_LINE, "Rescuers said that 12 people were missing after the dam broke."))
        return store.add(request(), before, ()), store.add(request(), briefing(), ())


def test_briefings_are_listed_opened_compared_renamed_and_deleted_while_a_server_has_the_library(library: Path) -> None:
    first, second = keep(library)
    lock = hold(library)
    try:
        listed = typed("list").stdout.splitlines()
        assert [line.split()[0] for line in listed] == ["Id", second[:8], first[:8]]
        assert all(part in listed[1] for part in ("2025-06-03", "1 to 3 June 2025", "3", "writer-1", "Ostrel bridge"))
        assert "Key developments" not in typed("show", second[:6]).stdout
        assert "Masons found two cracks" in typed("show", second[:6]).stdout
        compared = typed("compare", second[:8]).stdout
        assert "Statements: 3 new, 0 counted otherwise, 1 no longer told" in compared
        assert "12 people were missing" in compared
        assert json.loads(typed("compare", first, second, "--json").stdout)["gone"][0]["kind"] == "bottom_line"
        assert "is now The old bridge" in typed("rename", second[:8], "The old bridge").stdout
        assert "Deleted" not in typed("delete", first[:8], says="n\n").stdout
        assert "Deleted" in typed("delete", first[:8], says="y\n").stdout
        assert [item["title"] for item in json.loads(typed("list", "--json").stdout)] == ["The old bridge"]
        typed("delete", "--yes", second)
        assert "No briefing is kept yet" in typed("list").stdout
    finally:
        lock.release()


def test_a_kept_briefing_is_saved_in_every_format_and_as_json(library: Path, tmp_path: Path) -> None:
    _, name = keep(library)
    files = [tmp_path / f"again{suffix}" for suffix in (".md", ".html", ".docx", ".pdf", ".json")]
    saved = typed("show", name, *(word for file in files for word in ("-o", str(file))))
    assert (saved.exit_code, "Saved " in saved.stdout) == (0, True)
    assert files[0].read_bytes() == render(briefing(), ".md")
    assert json.loads(typed("show", name, "--json").stdout) == json.loads(files[-1].read_text(encoding="utf-8"))
    with pytest.raises(BriefingNotFound):
        CliRunner().invoke(app, ["briefings", "show", "ffff"], catch_exceptions=False)
