"""Articles as JSON: one object, a list of objects, such a list under a key like `articles`, or one object per line."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from chatbot.errors import ReadError, SourceTooLarge, UnreadableSource
from chatbot.library.readers.decoding import decode
from chatbot.library.readers.fields import metadata_from
from chatbot.library.readers.json_shapes import MARKUP_FIELDS, TEXT_FIELDS, flat_fields, records_of
from chatbot.library.readers.markup_text import is_markup, line_of_markup, text_of_markup
from chatbot.library.readers.plain import first_words
from chatbot.library.readers.result import MAX_TEXT_CHARACTERS, Failure, ReadResult, checked_document
from chatbot.records import Document

_Record = TypeVar("_Record")

MAX_RECORDS = 200_000
MARKUP_NOTE = "The text was HTML; its words were taken, without the markup."
CUT_NOTE = "The service that made the file cut the text off; its web address holds the whole."
_MAX_MARKUP_CHARACTERS = 4 * MAX_TEXT_CHARACTERS
_CUT_OFF = re.compile(r"(?:…|\.\.\.) ?\[\+\d{1,9} chars\]\s*$")
"""How NewsAPI ends its texts."""
_MAX_DIGITS = 100
"""Longer integers are no numbers of any record, and Python refuses to read those of thousands of digits."""


def read_json(data: bytes, source: str, encoding: str = "") -> ReadResult:
    """Articles of a JSON file; a record that cannot be read becomes a failure named `source#n`, counting from 1.

    Raises:
        UnreadableSource: not JSON, or no article in it.
        SourceTooLarge: nested too deeply to parse, or too many records.
    """
    lines = "Correct it, or name a file of one object per line .jsonl."
    loaded = _parse(decode(data, source, encoding), source, lines)
    records, shared = records_of(loaded)
    if records is None:
        return ReadResult((_document(loaded, source),))
    return _read_all(enumerate(records, 1), source, lambda record, _: record, shared)


def read_jsonl(data: bytes, source: str, encoding: str = "") -> ReadResult:
    """Articles of a JSON-lines file; `#n` is the line's number, so it can be looked up.

    Raises:
        UnreadableSource: nothing but blank lines.
        SourceTooLarge: too many records.
    """
    lines = enumerate(decode(data, source, encoding).split("\n"), 1)
    written = ((number, line) for number, line in lines if line.strip())
    return _read_all(written, source, lambda line, place: _parse(line, place, "Correct that line."), {})


def _read_all(
    records: Iterable[tuple[int, _Record]],
    source: str,
    parsed: Callable[[_Record, str], object],
    shared: Mapping[str, object],
) -> ReadResult:
    """Each record under its number, once it is parsed, with what is shared by all."""
    documents: dict[str, Document] = {}
    failures: list[Failure] = []
    for count, (number, value) in enumerate(records, 1):
        if count > MAX_RECORDS:
            raise SourceTooLarge(f"{source} holds more than {MAX_RECORDS:,} records", "Split it into several files.")
        place = f"{source}#{number}"
        try:
            document = _document(parsed(value, place), place, source, shared)
            _refuse_repeated(document, documents, place)
            documents[document.source] = document
        except ReadError as error:
            failures.append(Failure(place, error))
    if not documents and not failures:
        raise UnreadableSource(f"{source} holds no records", "Give at least one object with a text field.")
    return ReadResult(tuple(documents.values()), tuple(failures))


def _refuse_repeated(document: Document, earlier: Mapping[str, Document], place: str) -> None:
    if document.source in earlier:
        raise UnreadableSource(f"{place}: an earlier record has the same id", "Give every record its own id.")


def _parse(text: str, source: str, remedy: str) -> object:
    try:
        return json.loads(text, parse_int=_integer)
    except RecursionError as error:
        raise SourceTooLarge(f"{source} is nested too deeply", "Give flat records.") from error
    except ValueError as error:
        raise UnreadableSource(f"{source} is not valid JSON ({error})", remedy) from error


def _integer(digits: str) -> int | float:
    return int(digits) if len(digits) <= _MAX_DIGITS else float(digits)


def _document(record: object, place: str, container: str = "", shared: Mapping[str, object] | None = None) -> Document:
    """One record as a document; in a container, a record with an id is named by it and so may move in the file."""
    if not isinstance(record, dict):
        raise UnreadableSource(f"{place} is not a JSON object", "Give an object with a text field.")
    stated, markup = flat_fields(record)
    fields = {**(shared or {}), **stated}
    text, notes = _text(fields, markup, place)
    if isinstance(title := fields.get("title"), str):
        fields["title"] = _title(title, is_html="title" in markup or MARKUP_NOTE in notes)
    read = metadata_from(fields, place)
    metadata = replace(read.metadata, title=read.metadata.title or first_words(text))
    known_id = fields.get("id")
    named = container and isinstance(known_id, str | int)
    source = f"{container}#id={known_id}" if named else place
    return checked_document(source, text, metadata, (*notes, *read.notes))


def _title(title: str, *, is_html: bool) -> str:
    """A title beside a text that is none may hold references to characters, and otherwise is what was written."""
    return line_of_markup(title) if is_html or ("<" not in title and is_markup(title)) else title


def _text(fields: Mapping[str, object], markup: frozenset[str], place: str) -> tuple[str, tuple[str, ...]]:
    """The text, and notes on what was done to it."""
    names = (*TEXT_FIELDS, *MARKUP_FIELDS)
    name = next((name for name in names if isinstance(fields.get(name), str)), "")
    value = str(fields.get(name, ""))
    if not name:
        remedy = "Put the article into one of: text, body, content. Where only its address is known, ingest that."
        raise UnreadableSource(f"{place} has no text", remedy)
    if len(value) > _MAX_MARKUP_CHARACTERS:
        return value, ()
    notes = (CUT_NOTE,) if _CUT_OFF.search(value[-100:]) else ()
    if name in markup or is_markup(value):
        return text_of_markup(value), (MARKUP_NOTE, *notes)
    return value.replace("\r\n", "\n").replace("\r", "\n"), notes
