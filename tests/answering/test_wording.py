"""How quotations are worded."""

from __future__ import annotations

from chatbot.answering.wording import correction, quotation, sides
from tests.answering.evidence import evidence


def test_a_quotation_names_its_source_and_nests_quotation_marks() -> None:
    text = quotation(evidence("“Stop,” he said."))
    assert text == "Courier, 18 March 2025: “‘Stop,’ he said.”"
    text = quotation(evidence('"Stop—" he said, and ("now") "left".'))
    assert text == "Courier, 18 March 2025: “‘Stop—’ he said, and (‘now’) ‘left’.”"


def test_a_change_is_told_in_the_order_of_time_and_a_disagreement_side_by_side() -> None:
    first, second, third = evidence("14."), evidence("23.", "b", publisher="Tribune"), evidence("31.", "c", days=1)
    assert sides([first, second, third], change=False) == (
        "Courier, 18 March 2025: “14.”, but Tribune, 18 March 2025: “23.”, and Courier, 19 March 2025: “31.”"
    )
    assert sides([first, third], change=True) == "Courier, 18 March 2025: “14.” Later, Courier, 19 March 2025: “31.”"


def test_a_correction_names_its_publisher_once() -> None:
    assert correction([evidence("It was 14."), evidence("Not 23.")]) == "Courier, 18 March 2025: “It was 14.” “Not 23.”"
