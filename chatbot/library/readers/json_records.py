"""Articles as JSON: one object, a list of objects, `{"articles": […]}`, or one object per line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace

from chatbot.errors import ReadError, SourceTooLarge, UnreadableSource
from chatbot.library.readers.decoding import decode
from chatbot.library.readers.fields import metadata_from, normalized_keys
from chatbot.library.readers.plain import first_words
from chatbot.library.readers.result import Failure, ReadResult, checked_document
from chatbot.records import Document

MAX_RECORDS = 200_000
_TEXT_FIELDS = ("text", "body", "content")


def read_json(data: bytes, source: str, encoding: str = "") -> ReadResult:
    """Articles of a JSON file; a record that cannot be read becomes a failure named `source#n`, counting from 1.

    Raises:
        UnreadableSource: not JSON, or no article in it.
        SourceTooLarge: nested too deeply to parse, or too many records.
    """
    lines = "Correct it, or name a file of one object per line .jsonl."
    loaded = _parse(decode(data, source, encoding), source, lines)
    if isinstance(loaded, dict) and isinstance(loaded.get("articles"), list):
        loaded = loaded["articles"]
    if not isinstance(loaded, list):
        return ReadResult((_document(loaded, source),))
    return _read_all(((str(number), value) for number, value in enumerate(loaded, 1)), source)


def read_jsonl(data: bytes, source: str, encoding: str = "") -> ReadResult:
    """Articles of a JSON-lines file; `#n` is the line's number, so it can be looked up.

    Raises:
        UnreadableSource: nothing but blank lines.
        SourceTooLarge: too many records.
    """
    lines = enumerate(decode(data, source, encoding).split("\n"), 1)
    return _read_all(((str(number), line.encode()) for number, line in lines if line.strip()), source)


def _read_all(records: Iterable[tuple[str, object]], source: str) -> ReadResult:
    """Each record under its number; bytes are a line still to be parsed."""
    documents: dict[str, Document] = {}
    failures: list[Failure] = []
    for count, (number, value) in enumerate(records, 1):
        if count > MAX_RECORDS:
            raise SourceTooLarge(f"{source} holds more than {MAX_RECORDS:,} records", "Split it into several files.")
        place = f"{source}#{number}"
        try:
            record = _parse(value.decode(), place, "Correct that line.") if isinstance(value, bytes) else value
            document = _document(record, place, source)
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
        return json.loads(text)
    except RecursionError as error:
        raise SourceTooLarge(f"{source} is nested too deeply", "Give flat records.") from error
    except ValueError as error:
        raise UnreadableSource(f"{source} is not valid JSON ({error})", remedy) from error


def _document(record: object, place: str, container: str = "") -> Document:
    """One record as a document; in a container, a record with an id is named by it and so may move in the file."""
    if not isinstance(record, dict):
        raise UnreadableSource(f"{place} is not a JSON object", "Give an object with a text field.")
    fields = normalized_keys(record)
    text = _text(fields, place)
    metadata = metadata_from(fields, place)
    known_id = fields.get("id")
    named = container and isinstance(known_id, str | int)
    source = f"{container}#id={known_id}" if named else place
    return checked_document(source, text, replace(metadata, title=metadata.title or first_words(text)))


def _text(fields: Mapping[str, object], place: str) -> str:
    for name in _TEXT_FIELDS:
        value = fields.get(name)
        if isinstance(value, str):
            return value.replace("\r\n", "\n").replace("\r", "\n")
    raise UnreadableSource(f"{place} has no text", f"Put the article into one of: {', '.join(_TEXT_FIELDS)}.")
