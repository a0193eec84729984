"""What may be quoted of an article."""

from __future__ import annotations

from collections.abc import Sequence

from chatbot.library.addressed import telling_sentences
from chatbot.library.emphasis import inside_emphasis
from chatbot.records import Span
from chatbot.text.furniture import furniture


def quotable_sentences(text: str, sentences: Sequence[Span], title: str = "", language: str = "") -> list[Span]:
    """The sentences that tell readers news, without marks of bold or italic type around them, in order.

    Left out are those that speak to a language model, and the furniture of the page.

    Args:
        text: of the article.
        sentences: all of them, in order.
        title: of the article, where it has one.
        language: ISO 639-1 code, where it is known.
    """
    left_out = {sentences[at] for at in furniture(text, sentences, title, language)}
    return [inside_emphasis(text, span) for span in telling_sentences(text, sentences) if span not in left_out]
