"""What may be quoted of an article."""

from __future__ import annotations

from collections.abc import Sequence

from chatbot.library.addressed import telling_sentences
from chatbot.library.emphasis import inside_emphasis
from chatbot.records import Span


def quotable_sentences(text: str, sentences: Sequence[Span]) -> list[Span]:
    """The sentences that tell readers something, without marks of bold or italic type around them, in order.

    Args:
        text: of the article.
        sentences: all of them, in order.
    """
    return [inside_emphasis(text, span) for span in telling_sentences(text, sentences)]
