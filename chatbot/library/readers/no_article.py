"""Refuses pages that hold no article, and says what they are."""

from __future__ import annotations

from chatbot.errors import UnreadableSource
from chatbot.library.readers.front_pages import is_front_page
from chatbot.library.readers.headlines import is_another_story
from chatbot.library.readers.page_facts import PageFacts
from chatbot.library.readers.walls import wall_in

MIN_TEXT_CHARACTERS = 200
"""A page with less is a menu, a wall or a script's empty shell far more often than an article."""


def refuse_what_is_no_article(page: PageFacts, text: str) -> None:
    """Nothing when the text is an article.

    Args:
        page: what can be told of the page.
        text: what was taken for its article, paragraphs parted by blank lines.

    Raises:
        UnreadableSource: it is something else; the message says what, and what to do.
    """
    if wall := wall_in(page, text):
        raise UnreadableSource(f"{page.source} {wall.what}", wall.remedy)
    if is_front_page(page, text):
        raise UnreadableSource(
            f"{page.source} is a list of articles, not an article",
            "Give the articles' own addresses, or the site's feed.",
        )
    if len(text) < MIN_TEXT_CHARACTERS:
        raise no_article(page.source, f"too little article text ({len(text)} characters)")
    if is_another_story(page, text):
        raise UnreadableSource(
            f"{page.source} holds little of its own article: its longest text belongs to another headline",
            "Give that article's own address, or save the article alone as a file and give that.",
        )


def no_article(source: str, holds: str = "no article text") -> UnreadableSource:
    """The error for a page of which nothing more is known."""
    return UnreadableSource(
        f"{source} holds {holds}", "The page may need a login or a browser; save the article as a file and give that."
    )
