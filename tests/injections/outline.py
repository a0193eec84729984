"""What a text in HTML, Markdown, Word or PDF is made of, apart from its words."""

from __future__ import annotations

import io
import re
import zipfile
from html.parser import HTMLParser

from lxml import etree
from markdown_it import MarkdownIt
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "embed", "source", "base", "wbr"})
TELLING = ("class", "id", "style", "href", "src", "target", "rel", "srcdoc", "type", "name", "content", "lang")
"""Attributes whose values are the product's own; in others, such as `title`, the words of articles may stand."""
_BARE_ADDRESS = re.compile(r"(?i)(?:https?|ftp)://|www\.")
_OWN_ADDRESS = re.compile(r"<https?://[^\s<>]*>")
Outline = list[tuple[str, ...]]


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.outline: Outline = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = [f"{name}={value if name in TELLING else ''}" for name, value in sorted(attrs)]
        self.outline.append((tag, *told))
        self.words += [value for _, value in attrs if value]

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.outline.append((f"/{tag}",))

    def handle_comment(self, data: str) -> None:
        self.outline.append(("comment", data))

    def handle_decl(self, decl: str) -> None:
        self.outline.append(("declaration", decl))

    def handle_pi(self, data: str) -> None:
        self.outline.append(("instruction", data))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def html_outline(page: str) -> Outline:
    """Every tag with its attributes, every comment."""
    return _parsed(page).outline


def html_words(page: str) -> str:
    """What can be read in elements and attributes."""
    return "".join(_parsed(page).words)


def _parsed(page: str) -> _Parser:
    parser = _Parser()
    parser.feed(page)
    parser.close()
    return parser


def markdown_as_html(text: str) -> str:
    """As a viewer shows it that believes HTML in Markdown."""
    return str(MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(text))


def bare_addresses(text: str) -> list[str]:
    """What GitHub and others make a link of although it stands in no brackets."""
    return _BARE_ADDRESS.findall(_OWN_ADDRESS.sub("", text))


def word_outline(data: bytes) -> dict[str, Outline]:
    """The elements of each part of a Word document; of relations also the targets."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return {name: _xml_outline(parts.read(name)) for name in parts.namelist() if name.endswith((".xml", ".rels"))}


def _xml_outline(data: bytes) -> Outline:
    return [
        (str(element.tag), *(f"{name}={value}" for name, value in sorted(element.attrib.items())))
        for element in etree.fromstring(data).iter()
    ]


def word_words(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        body = etree.fromstring(parts.read("word/document.xml"))
    return "".join(body.itertext())


def pdf_outline(data: bytes) -> set[str]:
    """The keys and kinds of all objects in the whole file, actions among them."""
    reader = PdfReader(io.BytesIO(data))
    return set().union(*(_names(reader.get_object(number)) for number in range(1, len(reader.xref[0]) + 1)))


def _names(thing: object) -> set[str]:
    """Keys of dictionaries, however deep within others, and the types that they name."""
    if isinstance(thing, ArrayObject):
        return set().union(*map(_names, thing))
    if not isinstance(thing, DictionaryObject):
        return set()
    kinds = {f"{key} {thing[key]}" for key in ("/Type", "/Subtype", "/S") if key in thing}
    return kinds.union(map(str, thing), *map(_names, thing.values()))


def pdf_pages(data: bytes) -> list[str]:
    """The words of each page."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]
