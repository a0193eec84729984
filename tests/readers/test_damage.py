"""Damaged files of every format give articles or an error of the tree, never anything else."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot.errors import ReadError
from chatbot.library.readers import SUPPORTED_SUFFIXES, read_bytes
from tests.readers.test_pdf import article, pdf
from tests.readers.test_plain import BODY, FRONT_MATTER
from tests.readers.test_webpage import LINKED_DATES, META_DATES, page
from tests.readers.test_word import saved, written

WHOLE = {
    ".md": (FRONT_MATTER + BODY).encode(),
    ".html": page(META_DATES + LINKED_DATES).encode(),
    ".pdf": pdf(article),
    ".docx": saved(written()),
    ".jsonl": b"\n".join(json.dumps({"text": "Words.", "date": "2025-03-18"}).encode() for _ in range(3)),
}


def read_or_refuse(data: bytes, suffix: str) -> None:
    try:
        found = read_bytes(data, "/damaged", suffix)
    except ReadError:
        return
    assert all(document.text.strip() for document in found.documents)


@pytest.mark.parametrize("suffix", WHOLE)
@settings(max_examples=60, deadline=None)
@given(draw=st.data())
def test_damage_in_any_place(suffix: str, draw: st.DataObject) -> None:
    data = bytearray(WHOLE[suffix])
    for _ in range(draw.draw(st.integers(1, 6))):
        at = draw.draw(st.integers(0, len(data) - 1))
        data[at : at + draw.draw(st.integers(0, 8))] = draw.draw(st.binary(max_size=8))
    read_or_refuse(bytes(data), suffix)


@pytest.mark.parametrize(
    ("part", "before", "after"),
    [
        ("[Content_Types].xml", b"Types", b"Typos"),
        ("_rels/.rels", b"Relationships", b"Relations"),
        ("_rels/.rels", b"Target=", b"Turget="),
        ("docProps/core.xml", b"coreProperties", b"careProperties"),
        ("word/_rels/document.xml.rels", b"styles.xml", b"settings.xml"),
        ("word/document.xml", b"w:body", b"w:buddy"),
    ],
)
def test_damage_inside_a_word_document(part: str, before: bytes, after: bytes) -> None:
    source, target = zipfile.ZipFile(BytesIO(WHOLE[".docx"])), BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        for name in source.namelist():
            data = source.read(name)
            file.writestr(name, data.replace(before, after) if name == part else data)
    read_or_refuse(target.getvalue(), ".docx")


@pytest.mark.parametrize("suffix", sorted(SUPPORTED_SUFFIXES))
@settings(max_examples=30, deadline=None)
@given(data=st.binary(max_size=400))
def test_any_bytes(suffix: str, data: bytes) -> None:
    read_or_refuse(data, suffix)
