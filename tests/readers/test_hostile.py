"""Files made to fill the memory or to take forever end in articles or in an error that says what to do.

All are read by one process that may use `MEMORY` bytes and `SECONDS` seconds of a processor, whatever else runs here.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from io import BytesIO

import pytest

from chatbot.errors import ReadError
from chatbot.library.readers import read_bytes
from tests.readers.test_word import saved, written

MEMORY = 4_000_000_000
SECONDS = 150
WORDS = b"<article><p>" + b"Some words and more words. " * 100 + b"</p></article>"

File = Callable[[], tuple[bytes, str]]


@cache
def honest() -> bytes:
    return saved(written())


def word(body: bytes, head: bytes = b"", **added: bytes) -> tuple[bytes, str]:
    """A Word document of this markup, and further parts."""
    namespace = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    whole = b'%s<w:document xmlns:w="%s"><w:body>%s</w:body></w:document>' % (head, namespace, body)
    source, target = zipfile.ZipFile(BytesIO(honest())), BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name in source.namelist():
            file.writestr(name, whole if name == "word/document.xml" else source.read(name))
        for name, data in added.items():
            file.writestr(f"word/media/{name}", data)
    return target.getvalue(), ".docx"


def paragraph(text: bytes = b"word") -> bytes:
    return b"<w:p><w:r><w:t>%s</w:t></w:r></w:p>" % text


def table(cells: bytes) -> bytes:
    return b"<w:tbl><w:tr>%s</w:tr></w:tbl>" % cells


def cell(content: bytes, properties: bytes = b"") -> bytes:
    return b"<w:tc><w:tcPr>%s</w:tcPr>%s</w:tc>" % (properties, content)


def tables_in_tables(depth: int) -> bytes:
    return b"<w:tbl><w:tr><w:tc>" * depth + paragraph() + b"</w:tc></w:tr></w:tbl>" * depth


def merged_rows(count: int) -> bytes:
    first = cell(paragraph(), b'<w:vMerge w:val="restart"/>')
    below = cell(paragraph(b""), b"<w:vMerge/>")
    return b"<w:tbl>%s</w:tbl>" % b"".join(b"<w:tr>%s</w:tr>" % row for row in [first] + [below] * (count - 1))


def pdf(content: bytes, packed: int = 1, kids: bytes = b"3 0 R", extra: bytes = b"") -> tuple[bytes, str]:
    """A PDF of one page with this content stream, compressed so many times."""
    for _ in range(packed):
        content = zlib.compress(content, 9)
    stream = b"<</Length %d/Filter[%s]>>\nstream\n%s\nendstream" % (len(content), b"/FlateDecode " * packed, content)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count 1>>" % kids,
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R%s>>" % extra,
        stream,
    ]
    body, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 5\n0000000000 65535 f \n%strailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    return body + end % (table, len(body)), ".pdf"


def page(body: bytes, head: bytes = b"") -> tuple[bytes, str]:
    return b"<html><head>%s</head><body>%s" % (head, body), ".html"


def record(text: str) -> tuple[bytes, str]:
    return json.dumps({"text": text}).encode(), ".json"


def entities(document: str) -> bytes:
    """Ten names, each ten times the one before: a thousand million letters."""
    names = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE {document} [<!ENTITY e0 "a">{names}]>'.encode()


def aliases() -> bytes:
    rows = "".join(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
    return f"---\na0: &a0 [x]\n{rows}authors: *a11\n---\nWords.".encode()


FILES: dict[str, tuple[File, str]] = {
    # What is in it, and what becomes of it: the error's class, or the number of characters.
    "docx that unpacks to 200 MB of empty paragraphs": (lambda: word(b"<w:p/>" * 33_000_000), "SourceTooLarge"),
    "docx of 6 million empty paragraphs": (lambda: word(b"<w:p/>" * 6_000_000), "SourceTooLarge"),
    "docx of 60,000 paragraphs": (lambda: word(paragraph() * 60_000), "359998"),
    "docx with 210 MB of picture": (lambda: word(paragraph(), picture=b"\0" * 210_000_000), "SourceTooLarge"),
    "docx with a cell over a thousand million columns": (
        lambda: word(table(cell(paragraph(), b'<w:gridSpan w:val="1000000000"/>'))),
        "4",
    ),
    "docx with a cell over nobody knows how many columns": (
        lambda: word(table(cell(paragraph(), b'<w:gridSpan w:valc="2"/>'))),
        "UnreadableSource",
    ),
    "docx with 20,000 merged rows": (lambda: word(merged_rows(20_000)), "99999"),
    "docx of nested tables": (lambda: word(tables_in_tables(5_000)), "UnreadableSource"),
    "docx of entities": (lambda: word(paragraph(b"&e9;"), entities("w:document")), "UnreadableSource"),
    "pdf that unpacks to 200 MB": (lambda: pdf(b" " * 200_000_000), "UnreadableSource"),
    "pdf that is packed twice": (lambda: pdf(b" " * 200_000_000, packed=2), "UnreadableSource"),
    "pdf of 6 million operators": (lambda: pdf(b"q Q " * 3_000_000), "UnreadableSource"),
    "pdf whose pages hold themselves": (lambda: pdf(b"", kids=b"2 0 R"), "UnreadableSource"),
    "pdf of nested lists": (lambda: pdf(b"[" * 1_000_000), "UnreadableSource"),
    "pdf with a nested entry": (lambda: pdf(b"", extra=b"/X" + b"[" * 500_000), "UnreadableSource"),
    "pdf of beginnings": (lambda: (b"%PDF-1.4\n" + b"1 0 obj\n" * 500_000, ".pdf"), "UnreadableSource"),
    "page of nested elements": (lambda: page(b"<div>" * 49_000 + WORDS), "UnreadableSource"),
    "page of nested bold words": (lambda: page(b"<p>" + b"<b>" * 49_000 + WORDS), "UnreadableSource"),
    "page of 60,000 elements": (lambda: page(b"<p>Some words.</p>" * 60_000), "SourceTooLarge"),
    "page of angles": (lambda: page(b"<" * 20_000_000), "SourceTooLarge"),
    "page of comments": (lambda: page(b"<!--" * 5_000_000), "UnreadableSource"),
    "page with five million attributes": (lambda: page(b"<p " + b"a=1 " * 5_000_000 + b">" + WORDS), "2699"),
    "page with a word of two million letters": (lambda: page(b"<article><p>" + b"a" * 1_900_000), "1900000"),
    "page with nested data": (
        lambda: page(WORDS, b"<script type='application/ld+json'>" + b"[" * 1_000_000 + b"</script>"),
        "2699",
    ),
    "page with a date of a million letters": (
        lambda: page(WORDS, b"<meta name='date' content='" + b"2025-" * 200_000 + b"'>"),
        "2699",
    ),
    "live blog of 2,000 times without a word": (
        lambda: page(b"<ol class=live-blog>" + (b"<li>" + b"<div><b><time>14:20</time></b></div>" * 1_000) * 2 + WORDS),
        "2699",
    ),
    "markdown whose fields name each other": (lambda: (aliases(), ".md"), "UnreadableSource"),
    "markdown with nested fields": (lambda: (b"---\na: " + b"[" * 9_000 + b"\n---\nWords.", ".md"), "UnreadableSource"),
    "markdown with an endless heading": (lambda: (b"# " + b"**a [b](" * 200_000, ".md"), "1600002"),
    "text of one line of ten megabytes": (lambda: (b"word " * 2_000_000, ".txt"), "SourceTooLarge"),
    "text in an unstated encoding": (lambda: (b"\xe9" * 20_000_000, ".txt"), "SourceTooLarge"),
    "text with null bytes": (lambda: (b"Some words.\0 More words.", ".txt"), "UnreadableSource"),
    "JSON of open brackets": (lambda: (b"[" * 20_000_000, ".json"), "SourceTooLarge"),
    "JSON with a number of a million digits": (
        lambda: (b'{"text": ' + b"1" * 1_000_000 + b"}", ".json"),
        "UnreadableSource",
    ),
    "JSON with a million authors": (
        lambda: (json.dumps({"text": "Words.", "authors": [str(n) for n in range(1_000_000)]}).encode(), ".json"),
        "6",
    ),
    "JSON with a list of 100,000 items": (
        lambda: record("<ul>" + "<li>Some words</li>" * 100_000 + "</ul>"),
        "1299999",
    ),
    "JSON with 400,000 line breaks": (lambda: record("<p>" + "word<br>" * 400_000 + "</p>"), "1999999"),
    "JSON with a row of 200,000 cells": (
        lambda: record("<table><tr>" + "<td>word</td>" * 200_000 + "</tr></table>"),
        "1399997",
    ),
    "JSON lines, a million of them broken": (lambda: (b"{\n" * 1_000_000, ".jsonl"), "SourceTooLarge"),
}


@pytest.fixture(scope="module")
def outcomes() -> dict[str, str]:
    """What became of each file, as far as the process came."""
    done = subprocess.run([sys.executable, "-m", __name__], capture_output=True, text=True, check=False)
    return dict(json.loads(line) for line in done.stdout.splitlines())


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_ends_in_what_it_deserves(name: str, outcomes: dict[str, str]) -> None:
    assert outcomes.get(name, "the process had ended") == FILES[name][1]


def outcome(data: bytes, suffix: str) -> str:
    try:
        found = read_bytes(data, f"/hostile{suffix}", suffix)
    except ReadError as error:
        return type(error).__name__ if len(str(error)) < 1_000 else "an endless message"
    for document in found.documents:
        assert len(document.metadata.title) <= 1_000
        assert len(document.metadata.authors) <= 100
    return str(sum(len(document.text) for document in found.documents))


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    for name, (file, _) in FILES.items():
        sys.stdout.write(json.dumps([name, outcome(*file())]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
