"""What may be quoted of an article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chatbot.library.addressed import telling_sentences
from chatbot.library.emphasis import inside_emphasis
from chatbot.records import Span
from chatbot.text.furniture import judge_page
from chatbot.text.page_labels import behind_labels


@dataclass(frozen=True, slots=True)
class PageSentences:
    """What is kept of the sentences of an article."""

    kept: tuple[Span, ...]
    """In order, headings among them."""
    headings: frozenset[Span]
    """Those that only head what follows: they are shown to be understood, and are evidence of nothing."""


def keep_sentences(text: str, sentences: Sequence[Span], title: str = "", language: str = "") -> PageSentences:
    """The sentences that tell readers news, and what heads them.

    Left out are sentences that speak to a language model, and the furniture of the page. Labels of the page that are
    glued to a sentence, and marks of bold or italic type around it, are no part of it.

    Args:
        text: of the article.
        sentences: all of them, in order.
        title: of the article, where it has one.
        language: ISO 639-1 code, where it is known.
    """
    whole = [behind_labels(text, span) for span in sentences]
    page = judge_page(text, whole, title, language)
    left_out = {whole[at] for at in page.furniture}
    heads = {whole[at] for at in page.headings}
    told = [span for span in telling_sentences(text, whole) if span not in left_out]
    inside = {span: inside_emphasis(text, span) for span in told}
    return PageSentences(tuple(inside.values()), frozenset(inside[span] for span in told if span in heads))


def quotable_sentences(text: str, sentences: Sequence[Span], title: str = "", language: str = "") -> list[Span]:
    """What may be quoted, in order: what `keep_sentences` keeps, without the headings."""
    page = keep_sentences(text, sentences, title, language)
    return [span for span in page.kept if span not in page.headings]
