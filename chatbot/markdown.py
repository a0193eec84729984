"""Text of articles, models and readers inside Markdown that others show: files that are saved, answers in chat clients.

What is shown there comes from many programs, and some believe more than CommonMark: HTML, LaTeX, addresses without
brackets. So everything is escaped that any of them reads as more than words.
"""

from __future__ import annotations

import html
import re
from urllib.parse import urlsplit

from chatbot.control_characters import printable, printable_line

_MARKUP = re.compile(r"([\\`*_{}\[\]#|~$])")
_EMPHASIS = re.compile(r"([*_~])")
_LINKING = re.compile(r"[\\`<]|\](?=[(\[:])|\[(?=\s*[\d^])|&(?=#?\w+;)")
"""A link needs a bracket that closes before another sign; brackets around a word of a quotation stay."""
_BLOCK = re.compile(r"^(?:\d{1,9}(?=[.)](?:\s|$))|(?=[-+=:>]|#{1,6}(?:\s|$)))")
"""What makes a list, a rule, a heading or a quotation of a line that begins with it."""
_ADDRESS = re.compile(r"(?i)\b(https?|ftp)(?=://)|\b(www)(?=\.)")
_LAST_MARK = re.compile(r"!$")
"""A picture, if the bracket of a citation follows."""


def markdown_text(text: str) -> str:
    """The text on one line of a Markdown file, in which nothing of it is markup or a link."""
    line = _MARKUP.sub(r"\\\1", html.escape(printable_line(text), quote=False))
    line = _BLOCK.sub(r"\g<0>\\", _ADDRESS.sub(r"\g<0>\\", line))
    return _LAST_MARK.sub(r"\!", line)


def markdown_link(address: str) -> str:
    """A link to a web address that shows it, or the bare text of anything else."""
    fitting = urlsplit(address).scheme in {"http", "https"} and not re.search(r"[\s<>]", address)
    return f"<{address}>" if fitting and printable(address) == address else markdown_text(address)


def chat_text(text: str) -> str:
    """The text on one line of an answer that a chat client may show as Markdown, or a program read as it is.

    Ordinary news hold hardly any of these characters, and stay the words that they are. What would load a picture,
    hide a link behind other words, run HTML or imitate a citation is written as entities: clients that show LaTeX read
    a bracket behind a backslash as the beginning of a formula.
    """
    line = _LINKING.sub(lambda found: f"&#{ord(found[0])};", printable_line(text))
    return _BLOCK.sub(r"\g<0>\\", _EMPHASIS.sub(r"\\\1", line))
