"""What of long evidence is read with a claim."""

from __future__ import annotations

from chatbot.verification.evidence_selection import cut, select_evidence

FILLER = [f"Paragraph {number} tells about the weather in the valley and nothing else." for number in range(40)]


def test_short_evidence_comes_back_whole_and_in_order() -> None:
    assert select_evidence("A ferry sank.", ["It rained.", "A ferry sank."]) == "It rained. A ferry sank."


def test_the_sentences_that_share_most_are_selected_in_their_order() -> None:
    told = "Harbour master Inga Solheim said the ferry Calder Star had ignored two warnings."
    later = "Solheim will leave her office in June."
    evidence = [*FILLER[:20], told, *FILLER[20:], later]
    selected = select_evidence("Inga Solheim, who leaves in June, said the ferry ignored warnings.", evidence)
    assert told in selected
    assert later in selected
    assert selected.index(told) < selected.index(later)
    assert len(selected.split()) <= 110


def test_a_neighbour_that_shares_nothing_may_come_along() -> None:
    told = "He resigned on Monday over the missing crowns."
    evidence = [*FILLER[:20], "Treasurer Oskar Lund faced the council.", told, *FILLER[20:]]
    assert told in select_evidence("Treasurer Oskar Lund resigned.", evidence)


def test_an_endless_sentence_is_cut() -> None:
    endless = "word " * 500 + "ferry"
    assert len(select_evidence("A ferry sank.", [endless, "Other."]).split()) <= 110
    assert cut("one two three", 2) == "one two"


def test_numbers_are_written_as_the_claim_writes_them() -> None:
    assert select_evidence("It cost 1300 euros.", ["It cost 1,300 euros in 2024."]) == "It cost 1300 euros in 2024."
    assert select_evidence("It cost 1,300 euros.", ["It cost 1300 or 11300."]) == "It cost 1,300 or 11300."
