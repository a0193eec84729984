"""Reading what a question asks takes time that grows with its length only."""

from __future__ import annotations

from time import process_time

import pytest

from chatbot.question.asked import read_asked


@pytest.mark.parametrize("piece", ["“", "“a", '“"', "“a b "])
def test_quotation_marks_without_a_partner(piece: str) -> None:
    began = process_time()
    read_asked(piece * (20_000 // len(piece)))
    assert process_time() - began < 2


def test_what_stands_in_quotation_marks_is_a_name() -> None:
    assert read_asked("Who wrote “the narrow road north”?").names == {"narrow", "road", "north"}
