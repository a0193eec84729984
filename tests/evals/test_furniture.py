"""The eval of page furniture: which lines count as marked, and what the figures are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evals.__main__ import main
from evals.tasks.furniture import score

URL = "https://gazette.example/pier"
TEXT = (
    "The harbor council approved a new ferry pier on Tuesday, ending two years of debate over its cost.\n\n"
    "The pier will cost $14.2 million, council member Ruth Okafor said, and is to open in the spring of 2027.\n\n"
    "Bring water, because the kiosks on the pier are closed until noon.\n\n"
    "Bring water, because the kiosks on the pier are closed until noon.\n\n"
    "Fishing crews had asked for a smaller pier, because the channel beside it is only 60 feet wide.\n\n"
    "Contributing: Lena Marsh"
)


def _report(tmp_path: Path, *lines: dict[str, Any]) -> tuple[int, Path]:
    articles, data, out = (tmp_path / name for name in ("articles.jsonl", "furniture.jsonl", "report.json"))
    articles.write_text(json.dumps({"url": URL, "title": "A new pier", "text": TEXT}))
    data.write_text("\n".join(json.dumps({"url": URL, **line}) for line in lines))
    given = ["furniture", "--articles", str(articles), "--data", str(data), "--out", str(out)]
    return main(given), out


def test_lines_are_looked_up_where_they_stand(tmp_path: Path) -> None:
    repeated = {"text": "Bring water, because the kiosks on the pier are closed until noon."}
    status, out = _report(
        tmp_path,
        {"text": "Contributing: Lena Marsh", "kind": "contributing"},
        {**repeated, "kind": "content"},
        {**repeated, "kind": "scraped_duplicate", "occurrence": 2},
    )

    report = json.loads(out.read_text())
    assert status == 0
    assert [row["marked"] for row in report["rows"]] == [True, False, True]
    assert (report["metrics"]["recall"], report["metrics"]["precision"]) == (1.0, 1.0)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ({"text": "No such line.", "kind": "promo"}, "does not hold this line"),
        ({"text": "Bring water", "kind": "promo", "url": "https://other.example/"}, "no article has the address"),
    ],
)
def test_a_line_that_stands_nowhere_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: dict[str, Any], said: str
) -> None:
    status, _ = _report(tmp_path, line)

    assert status == 1
    assert said in capsys.readouterr().err


def test_what_is_marked_wrongly_costs_precision_and_what_is_missed_recall() -> None:
    marked = [("promo", True), ("promo", False), ("content", True), ("content", False)]

    scores = score([{"kind": kind, "marked": found} for kind, found in marked])

    assert scores.metrics == {"recall": 0.5, "precision": 0.5}
    assert scores.by_set == {"content": {"marked": 0.5}, "promo": {"marked": 0.5}}
