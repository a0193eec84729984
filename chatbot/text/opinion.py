"""Tells opinion (columns, leaders, letters, guest articles, analysis) from news by how its pages mark it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

MARKED_LINES = 6
"""Lines at the top of a page among which the section or the writer's role stands."""
LAST_CHARACTERS = 1_500
LONGEST_MARK = 80
"""Characters of a line that is a mark and no sentence."""

_SECTION = re.compile(
    r"/(?:opinions?|op-?eds?|editorials?|letters(?:-to-the-editor)?|commentary|analysis|comment-?is-?free|viewpoints?|"
    r"meinung|kommentare?|leitartikel|opini[oó]n|tribunas?|tribunes|idees|d[eé]bats|opinioni|commenti)(?:/|$)",
    re.IGNORECASE,
)
_KIND = (
    r"(?:opinion|analysis|editorial|op-?ed|commentary|guest (?:column|essay|commentary)|letters?(?: to the editor)?|"
    r"kommentar|meinung|leitartikel|gastbeitrag|opinión|tribuna|tribune|éditorial|édito|editoriale|opinião)"
)
_TITLE = re.compile(rf"^\W*{_KIND}\s*[:|–—]|[|–—]\s*{_KIND}\W*$", re.IGNORECASE)
_ROLE = re.compile(
    r"^\W*(?:opinion(?: (?:columnist|contributors?|editor|writer|piece))?|editorial(?: board)?|the editorial board|"
    r"op-?ed|columnist|guest (?:columnist|writer|essay|column)|your turn|letters? to the editor|commentary|"
    r"our view|opposing view|kommentar|leitartikel|gastbeitrag)\W*$",
    re.IGNORECASE,
)
_SAYS_SO = re.compile(
    r"\b(?:views|opinions?) expressed (?:in this|by (?:the (?:author|writer)|contributors)|here|"
    r"are (?:those|his|her|their|solely))\b|\b(?:view|read) more opinion\b|"
    r"\bis an? (?:\w+ ){0,4}(?:opinion (?:columnist|contributor|writer)|columnist (?:for|at|with))|"
    r"\bmember of (?:the )?[\w ]{0,40}(?:editorial board|board of contributors)\b|"
    r"\bour opinion section\b|\bdiverse opinions from our\b",
    re.IGNORECASE,
)


def is_opinion(text: str, title: str = "", url: str = "") -> bool:
    """Whether a page marks its article as opinion.

    Args:
        text: of the article, with the lines around it that say who wrote it.
        title: as the page gives it.
        url: its address; sections of opinion are parts of the path.
    """
    if _SECTION.search(urlsplit(url).path[:300]) or _TITLE.search(title):
        return True
    lines = [line.strip() for line in text[:LAST_CHARACTERS].splitlines() if line.strip()][:MARKED_LINES]
    if any(len(line) <= LONGEST_MARK and _ROLE.match(line) for line in lines):
        return True
    return bool(_SAYS_SO.search(text[-LAST_CHARACTERS:]))
