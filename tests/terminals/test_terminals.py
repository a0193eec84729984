"""Every command in every terminal: all of it is printed, and nothing ends in a traceback.

The commands run in this process, on streams of the terminal's encoding, so that the models are loaded once.
"""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from chatbot.cli.main import main

TEXT = (
    "北门市场将于五月六日关闭三周，以修理屋顶。市场经理高丽娜说，费用为九十万元。\n\n"
    "The north gate market closes for three weeks on May 6. Its manager, Zoë Gärtner, said the roof leaks “badly”."
)
QUESTION = "When does the market close?"
ENVIRONMENTS = {
    "no width": {"COLUMNS": "0"},
    "narrow": {"COLUMNS": "20"},
    "usual": {"COLUMNS": "80"},
    "absurd width": {"COLUMNS": "-3"},
    "dumb": {"TERM": "dumb"},
    "western": {"PYTHONIOENCODING": "cp1252"},
    "ascii": {"PYTHONIOENCODING": "ascii", "COLUMNS": "20"},
    "no home": {"HOME": ""},
}


class Done(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("terminals")
    article = folder / "market.md"
    article.write_text(f"---\ntitle: 北门市场关闭三周 Markt\npublisher: Zeitung Süd\n---\n{TEXT}", encoding="utf-8")
    (folder / "draft.txt").write_text("The roof leaks “badly”. 市场将关闭三周。", encoding="utf-8")
    assert _run(["ingest", str(article), "--library", str(folder / "library")], "utf-8").code == 0
    return folder


def _run(arguments: Sequence[str], encoding: str, stdin: str = "") -> Done:
    streams = (
        io.TextIOWrapper(io.BytesIO(stdin.encode(encoding, "surrogateescape")), encoding),
        io.TextIOWrapper(io.BytesIO(), encoding),
        io.TextIOWrapper(io.BytesIO(), encoding, errors="backslashreplace"),
    )
    code = 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["chatbot", *arguments])
        for name, stream in zip(("stdin", "stdout", "stderr"), streams, strict=True):
            patch.setattr(sys, name, stream)
        try:
            main()
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    out, err = (_written(stream) for stream in streams[1:])
    return Done(code, out, err)


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    stream.seek(0)
    return stream.buffer.read().decode(stream.encoding)


def _words(text: str) -> str:
    """What is printed, without how lines are broken, escapes read back."""
    unescaped = re.sub(r"\\(?:u([\da-f]{4})|x([\da-f]{2}))", lambda code: chr(int(code[1] or code[2], 16)), text)
    return re.sub(r"[\s│─━|+-]+", "", unescaped)


@pytest.mark.parametrize("environment", ENVIRONMENTS.values(), ids=ENVIRONMENTS.keys())
def test_everything_is_printed(
    library: Path, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CHATBOT_LIBRARY", str(library / "library"))
    monkeypatch.chdir(tmp_path)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    encoding = environment.get("PYTHONIOENCODING", "utf-8")
    listed = _run(["articles", "list", "--json"], encoding)
    (article,) = json.loads(listed.out)
    assert article["title"].startswith("北门市场")
    for arguments, told in _commands(library, article["id"]):
        done = _run(arguments, encoding, stdin=f"{QUESTION}\n\n")
        assert done.code in {0, 1}, (arguments, done)
        assert "Traceback" not in done.err
        for words in told:
            assert _words(words) in _words(done.out + done.err), (arguments, words, done.out)
        assert ("??" in done.out) is False
        assert ("PYTHONIOENCODING" in done.err) == ("\\u" in done.out or "\\x" in done.out), (arguments, done)


def _commands(library: Path, article: str) -> Iterator[tuple[list[str], list[str]]]:
    yield ["ask", QUESTION], ["market closes for three weeks on May 6", "Zeitung Süd"]
    yield ["ask", "市场关闭多久？"], ["将于五月六日关闭三周"]
    yield ["chat"], ["market closes for three weeks on May 6", "Zeitung Süd"]
    yield ["articles", "list"], [article[:8], "北门市场关闭三周", "Zeitung Süd"]
    yield ["articles", "show", article], ["Zoë Gärtner", "市场经理高丽娜说"]
    yield ["brief", "market"], ["Zoë Gärtner", "market closes for three weeks on May 6"]
    yield ["summarize", article], ["市场经理高丽娜说", "Zoë Gärtner"]
    yield ["check", str(library / "draft.txt")], ["The roof leaks", "市场将关闭三周"]
    yield ["ingest", str(library / "market.md")], ["1 unchanged"]
    yield ["ingest", str(library / "没有.md")], ["没有.md"]
    yield ["--help"], ["summarize", "ingest"]
    for command in ("ask", "brief", "check", "summarize", "ingest"):
        yield [command, "--help"], ["Usage", "--help"]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "ascii"])
def test_json_is_the_same_in_every_encoding(library: Path, encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHATBOT_LIBRARY", str(library / "library"))
    for arguments in (
        ["articles", "list"],
        ["brief", "market"],
        ["ask", QUESTION],
        ["summarize", str(library / "market.md")],
    ):
        done = _run([*arguments, "--json"], encoding)
        assert "Zeitung Süd" in json.dumps(json.loads(done.out), ensure_ascii=False)
        assert done.err == ""


def _shell(line: str, library: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    line = line.replace("chatbot", f"'{sys.executable}' -m chatbot")
    known = {**os.environ, "CHATBOT_LIBRARY": str(library / "library"), **environment}
    return subprocess.run(["bash", "-c", line], capture_output=True, text=True, env=known, check=False, timeout=120)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("chatbot articles show $ID | head -1", ""),
        (f"chatbot ask '{QUESTION}' | true", ""),
        ("chatbot articles list > /dev/full", "The output cannot be written (No space left on device)"),
        ("chatbot articles list --json > /dev/full", "The output cannot be written (No space left on device)"),
        ("chatbot articles list >&-", ""),
    ],
)
def test_output_that_nobody_takes_ends_no_command_in_a_traceback(library: Path, line: str, told: str) -> None:
    found = json.loads(_shell("chatbot articles list --json", library).stdout)[0]["id"] if "$ID" in line else ""
    done = _shell(line, library, ID=found)
    assert told in done.stderr
    assert done.stderr == "" or told
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


def test_what_is_typed_in_an_encoding_of_few_letters_is_read(library: Path) -> None:
    few = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    asked = _shell("chatbot ask 市场关闭多久？", library, **few)
    assert r"\u4e94\u6708\u516d\u65e5" in asked.stdout
    chatted = _shell(r"printf '市场关闭多久？\n\n' | chatbot chat", library, **few)
    assert r"\u4e94\u6708\u516d\u65e5" in chatted.stdout
    assert "Traceback" not in asked.stderr + chatted.stderr
