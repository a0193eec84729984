"""Prompts are files: prompts/NAME.md, read once and filled in strictly.

A file is YAML front matter between `---` lines (for readers of the file), then exactly two sections:

    ---
    purpose: Answer a question.
    ---
    ## system
    You answer questions.
    ## user
    Question: {{question}}

The system part holds no variables, so that a model's cache of the prompt's beginning can be reused from call to call.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from chatbot.errors import PromptError

# Beside the package, in the repository as in a wheel. Not by import: any folder called "prompts" could be that.
PROMPTS = Path(__file__).parent.parent / "prompts"

_FILE = re.compile(r"---\n.*?^---\n\s*## system\n(?P<system>.*?)^## user\n(?P<user>.*)", re.DOTALL | re.MULTILINE)
_SECTION = re.compile(r"^## (?:system|user)$", re.MULTILINE)
_NAME = re.compile(r"[a-z][a-z0-9_-]*")
_VARIABLE = re.compile(r"\{\{(\w+)\}\}")


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt, its variables not yet filled in."""

    name: str
    system: str
    """What the model is told before anything else; always the same."""
    user: str
    """The message itself; `{{variable}}` stands where a value goes."""
    hash: str
    """The first 12 hexadecimal digits of the SHA-256 of the file, for logs and evals."""

    @property
    def variables(self) -> frozenset[str]:
        """Names of the values that go in."""
        return frozenset(_VARIABLE.findall(self.user))

    def render(self, **values: str) -> str:
        """The user part with a value for every variable. Values go in verbatim, `{{…}}` in them included.

        Raises:
            PromptError: a variable has no value, or a value no variable.
        """
        missing, unknown = self.variables - values.keys(), values.keys() - self.variables
        if missing:
            raise self._mismatch(f"has no value for {_listed(missing)}")
        if unknown:
            raise self._mismatch(f"has no place for {_listed(unknown)}")
        return _VARIABLE.sub(lambda found: values[found[1]], self.user)

    def _mismatch(self, what: str) -> PromptError:
        return PromptError(
            f"The prompt {self.name} {what}",
            f"Its variables must be exactly those that the code gives: edit {self.name}.md.",
        )


def load_prompt(name: str, folder: Path | None = None) -> Prompt:
    """Read a prompt.

    Args:
        name: file name without `.md`: lower-case letters, digits, `_` and `-`.
        folder: where the file lies; the `prompts` that come with the product by default.

    Raises:
        PromptError: there is no such file, or it does not have the format described above.
    """
    text = _read(name, folder)
    found = _FILE.fullmatch(text)
    if found is None or len(_SECTION.findall(text)) != 2:
        raise _malformed(name, "is not front matter, ## system and ## user, in this order")
    system, user = found["system"].strip(), found["user"].strip()
    if not system or not user:
        raise _malformed(name, "has an empty section")
    if _VARIABLE.search(system):
        raise _malformed(name, "has a variable in its system section")
    return Prompt(name, system, user, hashlib.sha256(text.encode()).hexdigest()[:12])


def _read(name: str, folder: Path | None) -> str:
    try:
        place = folder or PROMPTS
        if not _NAME.fullmatch(name):
            raise FileNotFoundError(name)
        return place.joinpath(f"{name}.md").read_text(encoding="utf-8")
    except OSError as error:
        raise PromptError(f"There is no prompt {name!r}", "Reinstall the product, or restore prompts/.") from error
    except UnicodeDecodeError as error:
        raise _malformed(name, "is not UTF-8") from error


def _malformed(name: str, what: str) -> PromptError:
    return PromptError(f"The prompt {name} {what}", f"Correct {name}.md; chatbot/prompts.py describes the format.")


def _listed(names: set[str] | frozenset[str]) -> str:
    return ", ".join(sorted(names))
