"""What the commands of the program write on a terminal, over a library with texts in every place."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from chatbot.cli.main import main
from tests.injections.articles import census, write_articles, write_broken_files
from tests.injections.endpoint import invents
from tests.loopback import Loopback

_DIRECTIONS = "\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
STEERING = re.compile(rf"\x1b(?:\[[0-9;?]*[A-Za-z]|.)?|[\x00-\x08\x0b-\x1f\x7f-\x9f{_DIRECTIONS}]")
"""Whatever a terminal obeys instead of showing it."""
WIDTH = "3000"
"""Characters of a line, so that no text is broken into two."""


class Shelf:
    """A library and its commands.

    Args:
        folder: for the library and what it is made from.
        texts: what stands in every place.
        endpoint: answers for the chat model.
    """

    def __init__(self, folder: Path, texts: Sequence[str], endpoint: Loopback) -> None:
        self.folder = folder
        self._endpoint = endpoint
        sources = (write_articles(folder, texts), write_broken_files(folder, texts))
        self.ingested = self.said("ingest", *map(str, sources))

    def said(self, *arguments: str, invented: Sequence[str] = ()) -> str:
        """All that a command writes, with the styles of a terminal, while the model invents sentences."""
        self._endpoint.says(invents(invented))
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(io.StringIO()) as out, redirect_stderr(out):
            patch.setattr(sys, "argv", ["chatbot", *arguments])
            patch.setenv("FORCE_COLOR", "1")
            patch.setenv("COLUMNS", WIDTH)
            patch.setenv("CHATBOT_LLM_BASE_URL", self._endpoint.base_url)
            patch.setenv("CHATBOT_LIBRARY", str(self.folder / "library"))
            with pytest.raises(SystemExit):
                main()
        return out.getvalue()

    def draft(self, texts: Sequence[str]) -> str:
        """A file of sentences with these texts."""
        file = self.folder / "draft.txt"
        file.write_text("\n\n".join(census(number, text) for number, text in enumerate(texts)), encoding="utf-8")
        return str(file)
