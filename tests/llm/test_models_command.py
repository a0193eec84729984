"""`chatbot models`: what it finds, tests and writes, with servers at ports of the tests."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from chatbot.cli.config_file import write_values
from chatbot.cli.main import app
from chatbot.errors import SettingsError
from chatbot.llm.discovery import USUAL_PORTS
from tests.llm.test_discovery import port
from tests.llm.test_trial import reads
from tests.loopback import Loopback, Reply, fails, offers

Run = Callable[..., Result]


@pytest.fixture
def run(server: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command in an empty folder, on a machine where the scripted server is Ollama."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    for name in [name for name in USUAL_PORTS if name != "Ollama"]:
        monkeypatch.delitem(USUAL_PORTS, name)
    monkeypatch.setitem(USUAL_PORTS, "Ollama", port(server))
    server.models = offers("nomic-embed-text", "small-model")
    server.says(reads())
    return lambda *options: CliRunner().invoke(app, ["models", *options])


def told(run: Run, *options: str) -> dict[str, Any]:
    return json.loads(run("--json", *options).stdout)  # type: ignore[no-any-return]


def test_what_is_there_and_what_answers_now(run: Run, server: Loopback) -> None:
    done = run()
    assert done.exit_code == 0
    assert "Now: the embedded mode" in done.stdout
    assert f"{server.base_url}" in done.stdout
    assert "small-model" in done.stdout
    assert "nomic-embed-text" not in done.stdout
    assert not server.calls, "nothing is asked without --test"


def test_a_machine_without_servers(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(USUAL_PORTS, "Ollama", 9)
    assert "No model server answers" in run().stdout
    done = run("--test")
    assert isinstance(done.exception, SettingsError)


def test_who_receives_text_is_said(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret")
    done = run()
    assert "Questions and passages of your articles go to api.openai.com." in done.stdout
    assert "sk-very-secret" not in done.output


def test_the_server_that_was_found_is_tested(run: Run, server: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    done = run("--test")
    assert done.exit_code == 0, done.output
    assert "It reads 8,0" in done.stdout
    assert server.calls[0].body["model"] == "small-model"
    assert server.calls[0].headers["Authorization"] == "Bearer none"


def test_the_endpoint_that_is_named_is_tested(run: Run, server: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHATBOT_LLM_BASE_URL", "http://127.0.0.1:9/v1")
    assert run("--url", server.base_url, "--model", "other").exit_code == 0
    assert server.calls[0].body["model"] == "other"


def test_the_results_for_programs(run: Run, server: Loopback) -> None:
    found = told(run, "--test", "--read-up-to", "2000")
    assert found["configured"]["writer"] == "nobody"
    assert found["servers"] == [
        {"name": "Ollama", "base_url": server.base_url, "models": ["small-model"], "wants_key": False}
    ]
    assert found["test"]["answers"]
    assert [reading["outcome"] for reading in found["test"]["readings"]] == ["read", "read"]
    assert not found["test"]["reads_too_little"], "more was not tried"
    assert "--read-up-to 7500" in found["test"]["verdict"]


def test_a_model_that_reads_too_little_fails_with_a_remedy(run: Run, server: Loopback) -> None:
    server.says(reads(4096))
    done = run("--test")
    assert done.exit_code == 1
    assert "about 4,096 tokens" in done.stdout
    assert "CHATBOT_EVIDENCE_TOKENS=2000" in done.stdout
    assert "OLLAMA_CONTEXT_LENGTH=8192" in done.stdout


def test_a_model_that_reads_next_to_nothing(run: Run, server: Loopback) -> None:
    server.says(reads(500, counts=False))
    done = run("--test")
    assert done.exit_code == 1
    assert "It reads fewer than 1,000 tokens" in done.stdout
    assert "CHATBOT_EVIDENCE_TOKENS" not in done.stdout


def test_what_is_configured_decides_what_is_enough(run: Run, server: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    server.says(reads(4096))
    monkeypatch.setenv("CHATBOT_EVIDENCE_TOKENS", "2000")
    assert run("--test").exit_code == 0


@pytest.mark.parametrize("reply", [fails(500), fails(401), fails(400, "no")])
def test_a_model_that_does_not_answer_fails(run: Run, server: Loopback, reply: Reply) -> None:
    server.says(reply)
    done = run("--write")
    assert done.exit_code == 1
    assert "does not answer" in done.stdout
    assert not Path("chatbot.toml").exists()


def test_writing_keeps_the_rest_of_the_file(run: Run, server: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret")
    file = Path("chatbot.toml")
    file.write_text('# mine\nllm_model = "old"  # why\nstrict = true\n')
    server.says(reads(4096))
    done = run("--write", "--url", server.base_url)
    assert done.exit_code == 0, "what is written fits"
    assert "Writing into chatbot.toml" in done.stdout
    assert file.read_text() == (
        f'# mine\nllm_model = "small-model"  # why\nstrict = true\nllm_base_url = "{server.base_url}"\n'
        "evidence_tokens = 2000\n"
    )
    assert "sk-very-secret" not in file.read_text() + done.output
    assert "small-model at 127.0.0.1" in run().stdout


def test_what_reads_enough_changes_no_tokens(run: Run, server: Loopback) -> None:
    assert told(run, "--write")["written"] == {"llm_base_url": server.base_url, "llm_model": "small-model"}


def test_the_environment_goes_before_the_file(run: Run, server: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHATBOT_LLM_BASE_URL", server.base_url)
    assert "CHATBOT_LLM_BASE_URL is set in the environment" in run("--write").stdout


def test_a_password_is_never_written(run: Run, server: Loopback) -> None:
    address = server.base_url.replace("//", "//user:hunter2@")
    done = run("--write", "--url", address, "--model", "m", "--read-up-to", "1000")
    assert isinstance(done.exception, SettingsError)
    assert "hunter2" not in done.output + str(done.exception)
    assert not Path("chatbot.toml").exists()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", 'name = "a\\"b"\n'),
        ("# only this", '# only this\nname = "a\\"b"\n'),
        ("other = 1\r\nname = 'x'\r\n", 'other = 1\r\nname = "a\\"b"\r\n'),
        ('name = "a # b" # c\n', 'name = "a\\"b" # c\n'),
        ('other = 1\n\n[table]\nname = "t"\n', 'other = 1\n\nname = "a\\"b"\n[table]\nname = "t"\n'),
    ],
)
def test_values_are_put_where_they_belong(tmp_path: Path, before: str, after: str) -> None:
    file = tmp_path / "chatbot.toml"
    file.write_bytes(before.encode())
    write_values(file, {"name": 'a"b'})
    assert file.read_bytes().decode() == after
    assert tomllib.loads(after)["name"] == 'a"b'


@pytest.mark.parametrize("text", ["name = [\n 1,\n]\n", 'other = """\nname = 1\n"""\n', "not toml", b"\xff"])
def test_files_that_cannot_be_changed_line_by_line_stay_as_they_are(tmp_path: Path, text: str | bytes) -> None:
    file = tmp_path / "chatbot.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    before = file.read_bytes()
    with pytest.raises(SettingsError):
        write_values(file, {"name": "x"})
    assert file.read_bytes() == before


def test_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be written"):
        write_values(tmp_path / "absent" / "chatbot.toml", {"name": "x"})
