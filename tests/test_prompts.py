"""Prompt files are read strictly and filled in verbatim."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.errors import PromptError
from chatbot.prompts import Prompt, load_prompt

TEXT = """---
purpose: Greet somebody.
---
## system
You greet people.
Be short.

## user
Greet {{name}} from {{place}}; {{name}} is new.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "greet.md").write_text(TEXT, encoding="utf-8")
    return tmp_path


def test_a_prompt_has_two_parts_and_a_hash(folder: Path) -> None:
    prompt = load_prompt("greet", folder)
    assert prompt.system == "You greet people.\nBe short."
    assert prompt.user.startswith("Greet {{name}}")
    assert prompt.variables == {"name", "place"}
    assert prompt.hash == hashlib.sha256(TEXT.encode()).hexdigest()[:12]


def test_every_placeholder_is_replaced(folder: Path) -> None:
    rendered = load_prompt("greet", folder).render(name="Ada", place="London")
    assert rendered == "Greet Ada from London; Ada is new."


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"name": "Ada"}, "no value for place"),
        ({}, "no value for name, place"),
        ({"name": "Ada", "place": "London", "nmae": "x"}, "no place for nmae"),
    ],
)
def test_variables_must_match(folder: Path, values: dict[str, str], named: str) -> None:
    with pytest.raises(PromptError, match=named):
        load_prompt("greet", folder).render(**values)


@given(first=st.text(), second=st.text())
def test_values_are_never_expanded_or_changed(first: str, second: str) -> None:
    prompt = Prompt("p", "s", "<{{a}}|{{b}}>", "")
    assert prompt.render(a=first, b=second) == f"<{first}|{second}>"
    assert prompt.render(a="{{b}}\\1", b=second) == f"<{{{{b}}}}\\1|{second}>"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "## system\nx\n## user\ny\n",
        "---\npurpose: x\n---\n## user\ny\n## system\nx\n",
        "---\npurpose: x\n---\n## system\nx\n",
        "---\npurpose: x\n---\n## system\nx\n## user\n\n",
        "---\npurpose: x\n---\n## system\nhello {{name}}\n## user\ny\n",
        "---\npurpose: x\n---\n## system\nx\n## user\ny\n## user\nz\n",
    ],
    ids=["empty", "no front matter", "wrong order", "no user", "empty user", "variable in system", "user twice"],
)
def test_a_malformed_file_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "bad.md").write_text(text, encoding="utf-8")
    with pytest.raises(PromptError, match=r"The prompt bad .* Correct bad\.md"):
        load_prompt("bad", tmp_path)


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bad.md").write_bytes(b"\xff\xfe")
    with pytest.raises(PromptError, match="UTF-8"):
        load_prompt("bad", tmp_path)


@pytest.mark.parametrize("name", ["absent", "../greet", "Greet", "", "greet.md"])
def test_an_unknown_name_is_refused(folder: Path, name: str) -> None:
    (folder / "below").mkdir()
    with pytest.raises(PromptError, match="There is no prompt"):
        load_prompt(name, folder / "below" if name.startswith("..") else folder)


def test_the_prompts_of_the_product_load() -> None:
    names = [file.stem for file in (Path(__file__).parent.parent / "prompts").glob("*.md")]
    assert names
    for name in names:
        assert load_prompt(name).variables, name
