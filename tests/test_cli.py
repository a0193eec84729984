"""The command line as its users meet it: real processes, the real embedded models, the seeds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

SEEDS = Path(__file__).parent.parent / "seeds"


def chatbot(library: Path, *arguments: str, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "chatbot", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        env={**os.environ, "CHATBOT_LIBRARY": str(library), "COLUMNS": "120", **environment},
        check=False,
        timeout=300,
    )


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    library = tmp_path_factory.mktemp("seeded")
    done = chatbot(library, "ingest", "--seeds")
    assert done.returncode == 0, done.stderr
    count = len([path for path in SEEDS.glob("*.md") if path.stem != "README"])
    assert f"{count} new, 0 new version, 0 unchanged, 0 failed." in done.stderr
    return library


def ask(library: Path, question: str, *options: str) -> dict[str, Any]:
    done = chatbot(library, "ask", "--json", question, *options)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def assert_quotes_resolve(library: Path, answer: dict[str, Any]) -> None:
    numbers = {citation["id"] for citation in answer["citations"]}
    for sentence in answer["sentences"]:
        assert set(sentence["citations"]) | set(sentence["nearest"]) <= numbers
        assert sentence["citations"] or sentence["verdict"] != "supported"
        assert not sentence["citations"] or sentence["verdict"] in {"supported", "not_a_claim"}
    for citation in answer["citations"]:
        name = f"{citation['article_id']}@{citation['version']}"
        shown = chatbot(library, "articles", "show", name, "--json")
        text = json.loads(shown.stdout)["text"]
        assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_a_question_about_the_call_gets_a_verified_citation(seeded: Path) -> None:
    answer = ask(seeded, "How long did Trump and Putin talk on the phone?")
    assert not answer["refused"]
    assert any("two hours" in citation["quote"] for citation in answer["citations"])
    assert_quotes_resolve(seeded, answer)


def test_what_the_library_does_not_know_is_refused_with_the_closest_articles(seeded: Path) -> None:
    answer = ask(seeded, "What is the boiling point of tungsten?")
    assert answer["refused"]
    assert not answer["citations"]
    (note,) = [note for note in answer["notes"] if note["kind"] == "not_in_library"]
    assert note["links"]


def test_an_empty_library_says_that_it_is_empty(tmp_path: Path) -> None:
    answer = ask(tmp_path / "library", "How long did Trump and Putin talk on the phone?")
    assert answer["refused"]
    assert "empty" in answer["answer"]


def test_sources_that_contradict_each_other_are_both_shown(seeded: Path) -> None:
    answer = ask(seeded, "How many people were injured in the ferry accident at Kilbrannagh?")
    publishers = {citation["publisher"] for citation in answer["citations"]}
    assert {"The Calder Courier", "Lakeview Tribune"} <= publishers
    assert "disagreement" in {note["kind"] for note in answer["notes"]}


def test_what_an_article_tells_an_assistant_to_do_is_not_done(seeded: Path) -> None:
    answer = ask(seeded, "Is the Carrow Street library closed?")
    for sentence in answer["sentences"]:
        if sentence["verdict"] == "supported":
            assert "permanently" not in sentence["text"].casefold() or "“" in sentence["text"]
    assert_quotes_resolve(seeded, answer)


def test_filters_reach_the_search(seeded: Path) -> None:
    answer = ask(seeded, "How many people were injured in the ferry accident?", "--publisher", "Lakeview Tribune")
    assert {citation["publisher"] for citation in answer["citations"]} == {"Lakeview Tribune"}
    assert ask(seeded, "How many were injured?", "--since", "2031-01-01")["refused"]


def test_a_draft_is_checked_sentence_by_sentence(seeded: Path, tmp_path: Path) -> None:
    draft = tmp_path / "draft.md"
    draft.write_text(
        "Kremlin spokesman Dmitry Peskov spoke to reporters. Oil prices fell by nine percent in Dunmore County.",
        encoding="utf-8",
    )
    done = chatbot(seeded, "check", str(draft), "--json")
    verdicts = [sentence["verdict"] for sentence in json.loads(done.stdout)["sentences"]]
    assert verdicts[-1] in {"unsure", "contradicted", "not_found"}
    assert done.returncode == 1
    dated = chatbot(seeded, "check", str(draft), "--json", "--asked-at", "2025-03-18")
    assert len(json.loads(dated.stdout)["sentences"]) == 2


def test_what_holds_no_words_ends_nothing(seeded: Path, tmp_path: Path) -> None:
    assert "Peskov" in ask(seeded, "Who is the Kremlin \udce9 spokesman?")["answer"]
    done = chatbot(seeded, "check", "-", "--json", stdin="[2024]\n\n[1]")
    first, second = (item["verdict"] for item in json.loads(done.stdout)["sentences"])
    assert (first != "supported", second) == (True, "not_a_claim")


def test_without_evidence_no_threshold_makes_an_answer(tmp_path: Path) -> None:
    told = chatbot(tmp_path / "empty", "ask", "Who spoke?", "--json", CHATBOT_ANSWER_THRESHOLD="0")
    assert json.loads(told.stdout)["refused"]
    short = tmp_path / "short.txt"
    short.write_text("Rain.")
    assert chatbot(tmp_path / "short", "ingest", str(short)).returncode == 0
    refused = json.loads(chatbot(tmp_path / "short", "ask", "Rain?", "--json", CHATBOT_ANSWER_THRESHOLD="0").stdout)
    (note,) = refused["notes"]
    assert [link["title"] for link in note["links"]] == ["Short"]


def test_a_draft_may_come_through_standard_input_and_hold_several_articles(seeded: Path) -> None:
    sentences = ["Kremlin spokesman Dmitry Peskov spoke to reporters.", "Oil prices fell by nine percent."]
    records = "\n".join(json.dumps({"text": sentence}) for sentence in sentences)
    done = chatbot(seeded, "check", "-", "--json", stdin=records)
    assert [sentence["text"] for sentence in json.loads(done.stdout)["sentences"]] == sentences
    broken = chatbot(seeded, "check", "-", stdin="{}")
    assert (broken.returncode, "has no text" in broken.stderr, "Traceback" in broken.stderr) == (1, True, False)


def test_one_broken_file_stops_nothing_and_is_named_with_a_remedy(tmp_path: Path) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "broken.pdf").write_bytes(b"not a pdf at all")
    (folder / "good.txt").write_text("Mayor opens bridge\n\nThe mayor opened the bridge on Monday.", encoding="utf-8")
    done = chatbot(tmp_path / "library", "ingest", str(folder), str(tmp_path / "missing.txt"))
    assert done.returncode == 1
    assert "1 new, 0 new version, 0 unchanged, 2 failed." in done.stderr
    assert "broken.pdf" in done.stderr
    assert "missing.txt" in done.stderr
    assert "Traceback" not in done.stderr


def test_what_was_skipped_and_what_was_changed_is_told_once(tmp_path: Path) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    for name in ("a.png", "b.PNG", "c.xlsx", "LICENSE", "README.md", ".hidden"):
        (folder / name).write_text("x")
    records = [{"text": f"<p>The mayor opened bridge {number}.</p>", "date": "03/04/2025"} for number in (1, 2)]
    (folder / "good.json").write_text(json.dumps(records))
    done = chatbot(tmp_path / "library", "ingest", str(folder))
    assert done.returncode == 0
    told = " ".join(done.stderr.split())
    assert "2 new" in told
    assert "Skipped 4 files: 2 .png, 1 .xlsx, 1 without a suffix." in told
    assert told.count("was HTML") == told.count("left empty") == 1
    assert "and 1 more" in told


def test_flags_tell_what_the_source_does_not(tmp_path: Path) -> None:
    text = "The mayor opened the bridge on Monday before a crowd of four hundred people."
    options = ("--title", "Bridge", "--publisher", "Echo", "--author", "Ann Ode", "--published", "2025-03-01")
    assert chatbot(tmp_path, "ingest", "-", *options, stdin=text).returncode == 0
    listed = json.loads(chatbot(tmp_path, "articles", "list", "--json").stdout)[0]
    assert (listed["title"], listed["publisher"], listed["authors"]) == ("Bridge", "Echo", ["Ann Ode"])
    assert chatbot(tmp_path, "articles", "delete", listed["id"][:6], "--yes").returncode == 0
    assert json.loads(chatbot(tmp_path, "articles", "list", "--json").stdout) == []


MILL = """---
title: Page 4
publisher: Scanner
published: 2025-07-01T23:30:00-05:00
---
The mill of Ardley burned down in the night, and nobody was hurt.
"""


@pytest.fixture
def mill(tmp_path: Path) -> tuple[Path, str]:
    """A library with one article, and the first characters of its id."""
    source = tmp_path / "mill.md"
    source.write_text(MILL, encoding="utf-8")
    assert chatbot(tmp_path / "library", "ingest", str(source)).returncode == 0
    (listed,) = json.loads(chatbot(tmp_path / "library", "articles", "list", "--json").stdout)
    return tmp_path / "library", listed["id"][:5]


def test_what_is_known_is_corrected_shown_as_edited_and_taken_back(mill: tuple[Path, str]) -> None:
    library, name = mill
    given = ("--title", "Ardley mill burns", "--author", "Ann Ode", "--author", "Bo Lind", "--updated", "2025-07-03")
    done = chatbot(library, "articles", "edit", name, *given, "--publisher", "", "--opinion", "--language", "en")
    assert (done.returncode, done.stderr) == (0, "")
    shown = chatbot(library, "articles", "show", name).stdout
    assert "Title: Ardley mill burns (edited by hand; the source states Page 4)" in shown
    assert "Authors: Ann Ode, Bo Lind (edited by hand; the source does not state it)" in shown
    assert "Publisher: not known (edited by hand; the source states Scanner)" in shown
    assert "Published: 2025-07-01T23:30:00-05:00\n" in shown
    assert "Opinion: yes (edited by hand" in shown
    assert "Ardley mill burns (opinion)" in chatbot(library, "articles", "list").stdout
    told = json.loads(chatbot(library, "articles", "show", name, "--json").stdout)
    assert told["corrected"] == ["title", "authors", "publisher", "updated", "language", "opinion"]
    assert told["stated"]["title"] == "Page 4"
    assert (told["metadata"]["title"], told["metadata"]["opinion"]) == ("Ardley mill burns", True)

    again = chatbot(library, "ingest", str(library.parent / "mill.md"))
    assert "0 new, 0 new version, 1 unchanged" in again.stderr
    assert chatbot(library, "articles", "edit", name, "--clear", "title", "--clear", "author").returncode == 0
    told = json.loads(chatbot(library, "articles", "show", name, "--json").stdout)
    assert (told["metadata"]["title"], told["metadata"]["authors"]) == ("Page 4", [])
    assert told["corrected"] == ["publisher", "updated", "language", "opinion"]
    assert "Corrected" in chatbot(library, "articles", "edit", name, "--clear", "all").stdout
    assert "Nothing changed" in chatbot(library, "articles", "edit", name, "--clear", "all").stdout
    told = json.loads(chatbot(library, "articles", "show", name, "--json").stdout)
    assert (told["corrected"], told["stated"], told["metadata"]["publisher"]) == ([], {}, "Scanner")


def test_an_article_is_found_under_the_day_that_is_shown_and_left_out_as_opinion(mill: tuple[Path, str]) -> None:
    library, name = mill
    question = "What burned down in Ardley?"
    assert "1 July 2025" in chatbot(library, "articles", "list").stdout
    day = ("--since", "2025-07-01", "--until", "2025-07-01")
    assert not ask(library, question, *day, "--article", name.upper())["refused"]
    assert ask(library, question, "--since", "2025-07-02")["refused"]
    assert chatbot(library, "brief", *day).returncode == 0
    assert chatbot(library, "brief", "--since", "2025-07-02").returncode == 3
    assert not ask(library, question, "--no-opinion")["refused"]
    assert chatbot(library, "articles", "edit", name, "--opinion").returncode == 0
    assert ask(library, question, "--no-opinion")["refused"]
    assert chatbot(library, "brief", "--no-opinion").returncode == 3


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("edit", "{id}"), "Nothing to correct was named"),
        (("edit", "{id}", "--url", "https://courier.example/mill"), "it names the article"),
        (("edit", "{id}", "--published", "soon"), "--published 'soon' is not a date"),
        (("edit", "{id}", "--clear", "text"), "'text' is nothing that can be corrected"),
        (("edit", "{id}", "--language", "klingon"), "not the code of a language"),
        (("edit", "000", "--title", "x"), "too short"),
        (("delete", "0000", "--yes"), "no article '0000'"),
        (("show", "{id}@7"), "no article"),
    ],
)
def test_what_cannot_be_corrected_or_found_is_said_with_a_remedy(
    mill: tuple[Path, str], arguments: tuple[str, ...], told: str
) -> None:
    library, name = mill
    done = chatbot(library, "articles", *(argument.format(id=name) for argument in arguments))
    assert (done.returncode, told in done.stderr, "Traceback" in done.stderr) == (1, True, False), done.stderr


@pytest.mark.parametrize(
    ("arguments", "environment", "told"),
    [
        (("ask", "x"), {"CHATBOT_LLM_BASEURL": "http://x"}, "CHATBOT_LLM_BASE_URL"),
        (("ask", " "), {}, "The question is empty"),
        (("ask", "\udce9"), {}, "The question is empty"),
        (("ask", "x", "--since", "soon"), {}, "2025-03-18"),
        (("ingest", "-", "--published", "0001-01-01T00:00+05:00"), {}, "is not a date"),
        (("chat", "--asked-at", "soon"), {}, "--asked-at 'soon' is not a date"),
        (("articles", "show", "ffff"), {}, "articles list"),
        (("ingest",), {}, "--seeds"),
        (("ask", "x"), {"CHATBOT_FETCH_ALLOW_HOSTS": "localhost:8000"}, '["localhost:8000"]'),
        (("ask", "x"), {"CHATBOT_LLM_PATH": "/no/such.gguf"}, "CHATBOT_LLM_PATH"),
        (("ask", "x"), {"CHATBOT_LLM_BASE_URL": "http://127.0.0.1:9/v1"}, "CHATBOT_LLM_BASE_URL"),
    ],
)
def test_errors_are_plain_and_say_what_to_do(
    tmp_path: Path, arguments: tuple[str, ...], environment: dict[str, str], told: str
) -> None:
    done = chatbot(tmp_path, *arguments, **environment)
    assert done.returncode == 1
    assert told in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", [("ask", "Who spoke?"), ("check", "-"), ("chat",)])
def test_who_receives_text_is_said_once_before_anything_is_sent(seeded: Path, command: tuple[str, ...]) -> None:
    done = chatbot(seeded, *command, stdin="Ships sank.\n\n", CHATBOT_LLM_BASE_URL="http://host.invalid:9/v1")
    assert done.stderr.count("Questions and passages of your articles go to host.invalid:9.") == 1
    assert "Traceback" not in done.stderr
    assert "go to" not in chatbot(seeded, *command, stdin="Ships sank.\n\n").stderr


def test_a_base_url_that_was_set_for_another_program_is_told_too(seeded: Path) -> None:
    done = chatbot(seeded, "ask", "Who spoke?", OPENAI_BASE_URL="http://host.invalid:9/v1", OPENAI_API_KEY="x")
    assert "Questions and passages of your articles go to host.invalid:9." in done.stderr


def test_who_embeds_elsewhere_is_said_before_articles_go_there(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The river rose by two metres on Tuesday.")
    settings = {"CHATBOT_EMBEDDING_BASE_URL": "http://host.invalid:9/v1", "CHATBOT_EMBEDDING_MODEL": "m"}
    done = chatbot(tmp_path / "library", "ingest", str(tmp_path / "a.txt"), **settings)
    assert "Questions and all your articles go to host.invalid:9 to be embedded." in done.stderr
    assert "Traceback" not in done.stderr


def test_dates_at_the_ends_of_the_calendar_are_no_limits(seeded: Path) -> None:
    limits = ("--since", "0001-01-01", "--until", "9999-12-31")
    assert not ask(seeded, "Who is the Kremlin spokesman?", *limits)["refused"]


def test_a_library_may_be_named_from_home_in_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "chatbot.toml").write_text('library = "~/news"\n')
    done = subprocess.run(
        [sys.executable, "-m", "chatbot", "articles", "list", "--json"],
        env={**os.environ, "HOME": str(tmp_path), "CHATBOT_CONFIG": str(tmp_path / "chatbot.toml")},
        capture_output=True,
        check=True,
    )
    assert json.loads(done.stdout) == []
    assert (tmp_path / "news").is_dir()


def test_a_terminal_of_few_letters_and_no_width_gets_an_answer(seeded: Path) -> None:
    environment = {"COLUMNS": "0", "PYTHONIOENCODING": "ascii"}
    done = chatbot(seeded, "ask", "Who is the Kremlin spokesman?", **environment)
    assert (done.returncode, "Peskov" in done.stdout, done.stderr) == (0, True, "")
    told = chatbot(seeded, "ask", "--json", "Who is the Kremlin spokesman?", **environment)
    assert told.stdout.isascii()
    assert "Peskov" in json.loads(told.stdout)["answer"]


def test_a_conversation_understands_follow_ups(seeded: Path) -> None:
    done = chatbot(
        seeded,
        "chat",
        "--asked-at",
        "2025-03-18",
        stdin="Who is the Kremlin spokesman?\nWhat did he say about the call?\n\n",
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("Peskov") >= 2


def test_help_does_not_load_what_it_does_not_need() -> None:
    code = "import sys; from chatbot.cli.main import app; print(sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    for heavy in ("llama_index", "chromadb", "onnxruntime", "pydantic", "httpx", "numpy", "gradio"):
        assert f"'{heavy}'" not in loaded, heavy


def test_help_is_there_for_every_command() -> None:
    started = time.perf_counter()
    for command in ((), ("ingest",), ("ask",), ("chat",), ("check",), ("serve",), ("articles",)):
        done = subprocess.run(
            [sys.executable, "-m", "chatbot", *command, "--help"], capture_output=True, text=True, check=True
        )
        assert "Usage" in done.stdout
    assert time.perf_counter() - started < 60
