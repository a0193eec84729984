"""How quotations are worded."""

from __future__ import annotations

from chatbot.answering.wording import quotation
from tests.answering.evidence import evidence


def test_a_quotation_names_its_source_and_nests_quotation_marks() -> None:
    text = quotation(evidence("“Stop,” he said."))
    assert text == "Courier, 18 March 2025: “‘Stop,’ he said.”"
    text = quotation(evidence('"Stop—" he said, and ("now") "left".'))
    assert text == "Courier, 18 March 2025: “‘Stop—’ he said, and (‘now’) ‘left’.”"
