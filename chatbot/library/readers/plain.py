"""Plain text and Markdown, each with optional YAML front matter."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePath
from urllib.parse import unquote, urlsplit

from chatbot.errors import SourceTooLarge, UnreadableSource
from chatbot.library.readers.decoding import decode
from chatbot.library.readers.fields import (
    MAX_FIELD_CHARACTERS,
    StatedFields,
    metadata_from,
    normalized_keys,
    one_line,
)
from chatbot.library.readers.result import ReadResult, one_document
from chatbot.records import Metadata

MAX_TITLE_CHARACTERS = 150
MAX_FRONT_MATTER_CHARACTERS = 20_000
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_FENCES = ("```", "~~~")


def read_text(data: bytes, source: str, encoding: str = "") -> ReadResult:
    """One article from plain text; the stored text is everything after the front matter.

    Raises:
        UnreadableSource: not decodable, blank, or with front matter that cannot be read.
        SourceTooLarge: too much text.
    """
    body, stated = _split(decode(data, source, encoding), source)
    return _titled(source, body, stated, title_of_text(body))


def read_markdown(data: bytes, source: str, encoding: str = "") -> ReadResult:
    """One article from Markdown; as `read_text`, with the first top-level heading as title, kept in the text."""
    body, stated = _split(decode(data, source, encoding), source)
    return _titled(source, body, stated, _first_heading(body) or title_of_text(body))


def title_of_text(text: str) -> str:
    """The first line when it stands alone like a headline: short, then a blank line, then more text; else empty."""
    head, blank, rest = text.lstrip("\n").partition("\n\n")
    headline = one_line(head)
    alone = bool(blank) and bool(rest.strip()) and "\n" not in head.strip()
    return headline if alone and len(headline) <= MAX_TITLE_CHARACTERS else ""


def title_of_source(source: str) -> str:
    """The file's name in words, without its suffix and record number; empty for stdin."""
    if source.startswith("stdin:"):
        return ""
    path = unquote(urlsplit(source).path) if "://" in source else source.partition("#")[0]
    words = one_line(re.sub(r"[-_+\s]+", " ", PurePath(path).stem))
    return words[:1].upper() + words[1:]


def first_words(text: str, limit: int = 80) -> str:
    """The beginning of the text, cut between words, for a source that has neither a title nor a name."""
    line = one_line(text[: limit * 4])
    return line if len(line) <= limit else line[:limit].rsplit(" ", 1)[0] + "…"


def _titled(source: str, body: str, stated: StatedFields, found: str) -> ReadResult:
    title = stated.metadata.title or found or title_of_source(source) or first_words(body)
    return one_document(source, body, replace(stated.metadata, title=title), stated.notes)


def _split(text: str, source: str) -> tuple[str, StatedFields]:
    """The body and what the front matter says; text that merely begins with a rule is all body."""
    found = _FRONT_MATTER.match(text)
    fields = _front_matter(found[1], source) if found else None
    if found is None or fields is None:
        return text, StatedFields(Metadata())
    return text[found.end() :], metadata_from(fields, source)


def _front_matter(block: str, source: str) -> dict[str, object] | None:
    import yaml

    if len(block) > MAX_FRONT_MATTER_CHARACTERS:
        raise SourceTooLarge(
            f"{source}: the front matter has more than {MAX_FRONT_MATTER_CHARACTERS:,} characters", "Shorten it."
        )
    try:
        # BaseLoader builds nothing but text, lists and mappings, so dates and numbers stay as they were written.
        loaded = yaml.load(block, Loader=yaml.BaseLoader)  # noqa: S506
    except (yaml.YAMLError, RecursionError) as error:
        raise UnreadableSource(
            f"{source}: the front matter is not valid YAML ({_where(error)})",
            "Correct it; a value with a colon needs quotes.",
        ) from error
    if not isinstance(loaded, dict):
        return None
    return {key: value for key, value in normalized_keys(loaded).items() if value not in ("~", "null")}


def _where(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    return f"line {mark.line + 2}" if mark else "nested too deeply"


def _first_heading(body: str) -> str:
    """The first top-level heading outside fenced code: `# Heading`, or a line underlined with `=`."""
    fence = ""
    before = ""
    for line in body.split("\n"):
        opening = next((mark for mark in _FENCES if line.startswith(mark)), "")
        if opening and fence in ("", opening):
            fence = "" if fence else opening
        elif not fence and line.startswith(("# ", "#\t")):
            return _without_markup(line[2:].strip().rstrip("#"))
        elif not fence and before.strip() and line and not line.strip("= "):
            return _without_markup(before)
        before = line
    return ""


def _without_markup(heading: str) -> str:
    linked = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", heading[:MAX_FIELD_CHARACTERS])
    return one_line(re.sub(r"(\*\*|__|[*_`])(?=\S)(.+?)(?<=\S)\1", r"\2", linked))
