"""Changes values in chatbot.toml and leaves the rest of the file as it is."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from chatbot.errors import SettingsError

Value = str | int


def write_values(path: Path, values: Mapping[str, Value]) -> None:
    """Set these names in the file, which is made if it does not exist. Other lines and comments stay.

    Raises:
        SettingsError: the file cannot be read or written, is no valid TOML, or writes a value over several lines.
    """
    try:
        text = path.read_bytes().decode("utf-8") if path.exists() else ""
        changed = _changed(text, values, path)
        path.write_bytes(changed.encode("utf-8"))
    except OSError as error:
        raise SettingsError(f"{path} cannot be written: {error.strerror}", "Choose another folder.") from error
    except UnicodeError as error:
        raise SettingsError(f"{path} is not UTF-8", "Correct the file.") from error


def toml_lines(values: Mapping[str, Value]) -> list[str]:
    """The values as lines of TOML."""
    return [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in values.items()]


def _changed(text: str, values: Mapping[str, Value], path: Path) -> str:
    wanted = _read(text, path) | dict(values)
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines()
    for name, line in zip(values, toml_lines(values), strict=True):
        _put(lines, name, line)
    changed = end.join(lines) + end
    if _values(changed) != wanted:
        raise SettingsError(
            f"{path} cannot be changed without changing more",
            f"Write into it yourself: {'; '.join(toml_lines(values))}",
        )
    return changed


def _values(text: str) -> dict[str, object] | None:
    """What the file would say; None if that is no TOML."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def _read(text: str, path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path} is not valid TOML: {error}", "Correct the file.") from error


def _put(lines: list[str], name: str, line: str) -> None:
    """In the place of the name's old line, else after the last line outside tables."""
    table = next((place for place, old in enumerate(lines) if old.lstrip().startswith("[")), len(lines))
    for place, old in enumerate(lines[:table]):
        if found := re.match(rf"\s*{re.escape(name)}\s*=", old):
            lines[place] = line + _comment(old[found.end() :])
            return
    lines.insert(table, line)


def _comment(value: str) -> str:
    """The comment behind a value on one line."""
    found = re.match(r"""\s*(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^"'#]*?)(\s*#.*)?$""", value)
    return (found and found[1]) or ""
