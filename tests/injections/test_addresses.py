"""The address of an article is a link to just that address, or bare text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from chatbot.briefing.export.saving import render
from chatbot.briefing.records import Briefing
from chatbot.control_characters import printable
from chatbot.conversations.export import to_markdown
from chatbot.conversations.records import Conversation
from chatbot.web.markup import source_html
from tests.injections import places
from tests.injections.outline import Outline, html_outline, markdown_as_html, pdf_outline, word_outline
from tests.injections.payloads import PAYLOADS, PLAIN

WEB = "https://post.example/"


def article_at(address: str) -> str:
    article = places.article(PLAIN)
    return source_html(replace(article, metadata=replace(article.metadata, url=address)), None, 1)


def briefing_at(*addresses: str) -> Briefing:
    briefing = places.briefing(PLAIN)
    citations = tuple(replace(each, url=address) for address in addresses for each in briefing.citations)
    sources = tuple(replace(each, url=address) for address in addresses for each in briefing.sources)
    return replace(briefing, citations=citations, sources=sources)


def conversation_at(address: str) -> Conversation:
    (exchange,) = places.conversation(PLAIN).exchanges
    citations = tuple(replace(each, url=address) for each in exchange.answer.citations)
    return Conversation("c1", "", PLAIN, (replace(exchange, answer=replace(exchange.answer, citations=citations)),))


VIEWS: dict[str, Callable[[str], str]] = {
    "article": article_at,
    "briefing as HTML": lambda address: render(briefing_at(address), ".html").decode(),
    "briefing as Markdown": lambda address: markdown_as_html(render(briefing_at(address), ".md").decode()),
    "conversation as Markdown": lambda address: markdown_as_html(to_markdown(conversation_at(address))),
}
OUTLINES: dict[str, Callable[[bytes], object]] = {".docx": word_outline, ".pdf": pdf_outline}


def without_targets(outline: Outline) -> Outline:
    return [tuple("href" if part.startswith("href=") else part for part in element) for element in outline]


def targets(outline: Outline) -> set[str]:
    """Where links lead that are neither within the page nor at the known host."""
    found = {part.removeprefix("href=") for element in outline for part in element if part.startswith("href=")}
    return {target for target in found if not target.startswith(("#", WEB))}


@pytest.mark.parametrize("view", VIEWS)
def test_an_address_is_a_link_to_itself_or_text(view: str) -> None:
    written = VIEWS[view]
    shapes = [without_targets(html_outline(written(address))) for address in (f"{WEB}x", PLAIN)]
    assert shapes[0] != shapes[1]
    for each in PAYLOADS:
        for address in (each.text, f"javascript:{each.text}", f"data:text/html,{each.text}", f"{WEB}{each.text}"):
            outline = html_outline(written(address))
            assert without_targets(outline) in shapes, each
            assert address.startswith("http") or targets(outline) == set(), each


def test_no_address_becomes_an_action_of_a_document() -> None:
    addresses = [f"{start}{each.text}" for each in PAYLOADS for start in ("", "javascript:", WEB)]
    for suffix, outline in OUTLINES.items():
        # Both hold the same letters, so that both need the same typefaces.
        letters = "".join(sorted(set(printable("".join(addresses)))))
        hostile, harmless = (
            outline(render(briefing_at(*each, letters), suffix)) for each in (addresses, [PLAIN] * len(addresses))
        )
        assert hostile == harmless
