"""The driver of all tasks: choosing rows, going on after a stop, confidence intervals."""

from __future__ import annotations

import argparse
import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from chatbot.llm.choice import Writer
from chatbot.parts import Parts
from chatbot.settings import load_settings
from evals.datasets import DataError, Row
from evals.runs.answering import chosen_model
from evals.runs.provenance import fingerprint, provenance
from evals.runs.report import read_report
from evals.runs.running import add_run_options, chosen, run_task
from evals.runs.task import Found, Scores, Task

UNITS = [{"id": number} for number in range(6)]


class Counting:
    """A task that notes what it is asked, and is stopped at one of its units."""

    def __init__(self, stopped_at: int | None = None) -> None:
        self.asked: list[str] = []
        self.stopped_at = stopped_at

    def task(self) -> Task:
        return Task("counting", "counts", lambda _: list(UNITS), self.open, self.score)

    @contextmanager
    def open(self, _: argparse.Namespace) -> Iterator[Callable[[Row], Found]]:
        yield self.evaluate

    def evaluate(self, unit: Row) -> Found:
        if unit["id"] == str(self.stopped_at):
            raise KeyboardInterrupt
        self.asked.append(unit["id"])
        return [{"id": unit["id"], "value": float(unit["id"])}]

    @staticmethod
    def score(rows: Sequence[Row]) -> Scores:
        return Scores({"mean": sum(row["value"] for row in rows) / len(rows)})


def options(out: Path, *given: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_run_options(parser, Counting().task())
    return parser.parse_args(["--out", str(out), *given])


def test_a_stopped_run_goes_on_where_it_was(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "made" / "r.json"
    with pytest.raises(KeyboardInterrupt):
        run_task(Counting(stopped_at=3).task(), options(out))
    assert not out.exists()
    second = Counting()
    report = run_task(second.task(), options(out))
    assert second.asked == ["3", "4", "5"]
    assert [row["unit"] for row in report.rows] == ["0", "1", "2", "3", "4", "5"]
    assert "going on after 3 finished rows" in capsys.readouterr().err
    assert read_report(out).metrics == {"mean": 2.5}
    assert list(out.parent.iterdir()) == [out]


def test_half_a_line_from_a_killed_run_is_passed_over(tmp_path: Path) -> None:
    out = tmp_path / "r.json"
    with pytest.raises(KeyboardInterrupt):
        run_task(Counting(stopped_at=2).task(), options(out))
    part = out.with_name("r.json.part")
    part.write_text(part.read_text(encoding="utf-8") + '{"unit": "2", "ro', encoding="utf-8")
    again = Counting()
    run_task(again.task(), options(out))
    assert again.asked == ["2", "3", "4", "5"]


@pytest.mark.parametrize("given", [["--fresh"], ["--llm", "http://127.0.0.1:1/v1", "--model", "other"]])
def test_another_model_or_a_wish_starts_anew(tmp_path: Path, given: list[str]) -> None:
    out = tmp_path / "r.json"
    with pytest.raises(KeyboardInterrupt):
        run_task(Counting(stopped_at=5).task(), options(out))
    again = Counting()
    run_task(again.task(), options(out, *given))
    assert len(again.asked) == len(UNITS)


def test_another_file_of_the_embedded_model_starts_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model, out = tmp_path / "model.gguf", tmp_path / "r.json"
    monkeypatch.setenv("CHATBOT_LLM_PATH", str(model))
    model.write_bytes(b"one")
    with pytest.raises(KeyboardInterrupt):
        run_task(Counting(stopped_at=5).task(), options(out))
    model.write_bytes(b"two")
    again = Counting()
    run_task(again.task(), options(out))
    assert len(again.asked) == len(UNITS)


def test_a_key_alone_makes_no_endpoint_answer_a_run_of_the_embedded_mode(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    embedded, elsewhere = (argparse.Namespace(llm=llm, model="m") for llm in ("embedded", "http://127.0.0.1:1/v1"))
    assert Parts(load_settings(**chosen_model(embedded))).chosen_model.writer is Writer.NOBODY
    there = Parts(load_settings(**chosen_model(elsewhere))).chosen_model
    assert (there.writer, there.base_url, there.model) == (Writer.ENDPOINT, "http://127.0.0.1:1/v1", "m")


def test_a_task_without_a_chat_model_is_the_same_run_with_any(tmp_path: Path) -> None:
    out = tmp_path / "r.json"
    with pytest.raises(KeyboardInterrupt):
        run_task(replace(Counting(stopped_at=5).task(), asks=False), options(out))
    again = Counting()
    task = replace(again.task(), asks=False)
    report = run_task(task, options(out, "--llm", "http://127.0.0.1:1/v1", "--model", "other"))
    assert again.asked == ["5"]
    assert not {"chat_model", "prompts"} & report.settings.keys()
    assert not {"llm", "model"} & report.settings["options"].keys()


def test_a_folder_of_data_counts_with_all_its_files(tmp_path: Path) -> None:
    folder, out = tmp_path / "newsroom", tmp_path / "r.json"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "rows.jsonl").write_text("1", encoding="utf-8")
    given = options(out)
    given.data = given.library = folder
    before = provenance(given, asks=False)
    assert list(before["data"]) == ["newsroom"]
    (folder / "deep" / "rows.jsonl").write_text("2", encoding="utf-8")
    assert fingerprint(provenance(given, asks=False)) != fingerprint(before)
    given.data = None
    assert provenance(given, asks=False)["data"] == {}, "a library is filled by the run itself"


def test_a_limit_chooses_the_same_rows_for_a_seed_and_a_larger_one_adds_to_them() -> None:
    few, more = (chosen(list(UNITS), limit, 1) for limit in (2, 4))
    assert few == chosen(list(UNITS), 2, 1)
    assert [unit for unit in more if unit in few] == few
    assert len(more) == 4
    assert any(chosen(list(UNITS), 2, seed) != few for seed in range(2, 9))


def test_ids_that_stand_twice_are_told_apart() -> None:
    assert [unit["id"] for unit in chosen([{"id": 1}, {"id": 1}, {"id": 2}], None, 0)] == ["1", "1 (2)", "2"]


def test_nothing_to_evaluate_is_an_error() -> None:
    with pytest.raises(DataError, match="nothing to evaluate"):
        chosen([], None, 0)


def test_workers_work_at_the_same_time(tmp_path: Path) -> None:
    meeting = threading.Barrier(3, timeout=10)

    class Meeting(Counting):
        def evaluate(self, unit: Row) -> Found:
            meeting.wait()
            return super().evaluate(unit)

    report = run_task(Meeting().task(), options(tmp_path / "r.json", "--workers", "3"))
    assert report.n == len(UNITS)


def test_a_report_says_what_it_was_made_with(tmp_path: Path) -> None:
    out = tmp_path / "r.json"
    run_task(Counting().task(), options(out, "--limit", "3"))
    report = json.loads(out.read_text(encoding="utf-8"))
    assert report["settings"]["prompts"]["answer"]
    assert report["settings"]["options"]["limit"] == 3
    assert report["settings"]["versions"]["chromadb"]
    low, high = report["intervals"]["mean"]
    assert low < report["metrics"]["mean"] < high
    assert "api_key" not in json.dumps(report["settings"])
