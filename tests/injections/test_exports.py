"""Exported files have one structure, whatever articles, models and readers put into them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from chatbot.briefing.export.fonts import faces_for
from chatbot.briefing.export.saving import FORMATS, render
from chatbot.briefing.export.typeface import shown
from chatbot.control_characters import printable
from chatbot.conversations.export import to_case, to_json, to_markdown
from chatbot.conversations.records import RatedAnswer
from chatbot.web.openai_text import Written
from tests.injections import places
from tests.injections.outline import (
    bare_addresses,
    html_outline,
    html_words,
    markdown_as_html,
    pdf_outline,
    pdf_pages,
    word_outline,
    word_words,
)
from tests.injections.payloads import PAYLOADS, PLAIN, Payload, as_read, missing


def said_over_the_protocol(text: str) -> str:
    written = Written()
    for event in places.events(text):
        written.add(event)
    return written.text


MARKDOWN: dict[str, Callable[[str], str]] = {
    "conversation": lambda text: to_markdown(places.conversation(text)),
    "briefing": lambda text: render(places.briefing(text), ".md").decode(),
    "answer in a chat client": said_over_the_protocol,
}


@pytest.mark.parametrize("kind", MARKDOWN)
def test_no_text_becomes_markup_of_a_markdown_file(kind: str) -> None:
    written = MARKDOWN[kind]
    expected = html_outline(markdown_as_html(written(PLAIN)))
    broken = [str(each) for each in PAYLOADS if html_outline(markdown_as_html(written(each.text))) != expected]
    assert broken == []


@pytest.mark.parametrize("kind", ["conversation", "briefing"])
def test_no_address_in_a_markdown_file_becomes_a_link(kind: str) -> None:
    written = MARKDOWN[kind]
    assert [str(each) for each in PAYLOADS if bare_addresses(written(each.text))] == []


@pytest.mark.parametrize("kind", MARKDOWN)
def test_a_markdown_file_shows_every_text_as_it_is(kind: str) -> None:
    written = MARKDOWN[kind]
    harmless = html_words(markdown_as_html(written(PLAIN)))
    lost = {str(each): missing(html_words(markdown_as_html(written(each.text))), harmless, each) for each in PAYLOADS}
    assert {name: count for name, count in lost.items() if count} == {}


TEXTS = [payload.text for payload in PAYLOADS]
HARMLESS = [PLAIN] * len(PAYLOADS)
LETTERS = " ".join(sorted(set(printable("".join(TEXTS)))))
"""In both, so that both need the same typefaces."""


def test_word_documents_hold_no_field_and_no_link_of_an_article() -> None:
    hostile, harmless = (render(places.briefing_of_all(texts), ".docx") for texts in (TEXTS, HARMLESS))
    assert word_outline(hostile) == word_outline(harmless)
    read, places_of_each = (
        as_read(word_words(hostile)),
        plain_places(as_read(word_words(harmless))),
    )
    assert places_of_each > 10
    assert [str(each) for each in PAYLOADS if read.count(each.shown) < places_of_each] == []


def test_pdf_documents_hold_no_action_of_an_article_and_all_its_letters() -> None:
    hostile, harmless = (render(places.briefing_of_all([*texts, LETTERS]), ".pdf") for texts in (TEXTS, HARMLESS))
    assert pdf_outline(hostile) == pdf_outline(harmless)
    read, places_of_each = (
        without_page_numbers(hostile),
        plain_places(without_page_numbers(harmless)),
    )
    assert places_of_each > 10
    assert [str(each) for each in PAYLOADS if read.count(in_letters(each)) < places_of_each] == []


def plain_places(read: str) -> int:
    """In how many places each text stands."""
    return read.count(as_read(PLAIN)) // len(PAYLOADS)


def without_page_numbers(data: bytes) -> str:
    """The words, also those that go on on the next page; where the typeface changes, pypdf reads a null character."""
    return as_read("".join(re.sub(r"\s*\d+\s*$", "", page) for page in pdf_pages(data))).replace("\0", "")


def in_letters(payload: Payload) -> str:
    return as_read(shown(payload.shown, faces_for(LETTERS)))


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_topic_of_any_length_is_saved(suffix: str) -> None:
    assert render(replace(places.briefing(PLAIN), title="Briefing: " + "ferry " * 300), suffix)


def test_json_keeps_every_character() -> None:
    for each in PAYLOADS:
        stored = json.loads(to_json(places.conversation(each.text)))
        assert stored["exchanges"][0]["answer"]["citations"][0]["quote"] == each.text
        assert json.loads(render(places.briefing(each.text), ".json"))["citations"][0]["quote"] == each.text
        assert json.loads(to_case(RatedAnswer(places.exchange(each.text), ())))["reason"] == each.text
