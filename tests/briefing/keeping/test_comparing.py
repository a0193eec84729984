"""What one briefing tells and another one does not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from chatbot.briefing.keeping.comparing import Comparison, compare
from chatbot.briefing.keeping.forgetting import without_article
from chatbot.briefing.keeping.keeper import compare_kept
from chatbot.briefing.keeping.records import KeptBriefing
from chatbot.briefing.keeping.serialising import BriefingRecord
from chatbot.briefing.keeping.store import FILE_NAME, BriefingStore
from chatbot.briefing.records import Briefing, SectionKind
from chatbot.embedding.encoder import SentenceEncoder
from chatbot.errors import BriefingNotFound
from tests.briefing.keeping.samples import briefing, request, telling

LINE, DAYS, APART = SectionKind.BOTTOM_LINE, SectionKind.TIMELINE, SectionKind.DISAGREEMENTS
TWELVE = "Rescuers said that 12 people were missing after the Tessaly dam broke."
THIRTY = "Rescuers said that 31 people were missing after the Tessaly dam broke."
AGAIN = "After the dam in Tessaly broke, 12 people were missing, rescuers said."
HELP = "The prime minister promised new houses to every family in the valley."
TRAINS = "Trains to the coast run again from Thursday morning."


def compared(before: Briefing, after: Briefing, encoder: SentenceEncoder) -> Comparison:
    return compare(KeptBriefing("b", before, ("x@1",)), KeptBriefing("a", after, ("x@1", "x@2", "y@1")), encoder)


def told(comparison: Comparison) -> tuple[list[str], list[tuple[str, str]], list[str]]:
    plain = str.maketrans("", "", "“”")
    return (
        [item.text.translate(plain) for item in comparison.new],
        [(pair.before.text.translate(plain), pair.after.text.translate(plain)) for pair in comparison.recounted],
        [item.text.translate(plain) for item in comparison.gone],
    )


def test_new_gone_and_counted_otherwise_are_told_apart(encoder: SentenceEncoder) -> None:
    before = telling((LINE, TWELVE), (LINE, HELP))
    after = telling((LINE, THIRTY), (DAYS, TRAINS))
    found = compared(before, after, encoder)
    assert told(found) == ([TRAINS], [(TWELVE, THIRTY)], [HELP])
    assert found.recounted[0].after.citations == after.citations[:1]
    assert found.new_articles == 2


def test_the_same_in_other_words_or_another_section_is_neither_new_nor_gone(encoder: SentenceEncoder) -> None:
    found = compared(telling((LINE, TWELVE), (LINE, HELP)), telling((LINE, HELP), (DAYS, AGAIN)), encoder)
    assert told(found) == ([], [], [])


def test_a_number_is_told_to_have_changed_although_the_old_one_is_told_too(encoder: SentenceEncoder) -> None:
    found = compared(telling((LINE, TWELVE)), telling((LINE, THIRTY), (DAYS, TWELVE)), encoder)
    assert told(found) == ([], [(TWELVE, THIRTY)], [])


def test_a_new_disagreement_is_new_although_its_sides_are_told_elsewhere(encoder: SentenceEncoder) -> None:
    sides = f"{TWELVE}, but {THIRTY}"
    before = telling((LINE, TWELVE), articles=["n0"])
    after = telling((LINE, TWELVE), (APART, sides), articles=["n0", "n1"])
    assert told(compared(before, after, encoder)) == ([sides], [], [])


def test_what_is_marked_as_removed_and_what_tells_of_changes_is_not_compared(encoder: SentenceEncoder) -> None:
    removed = without_article(BriefingRecord(briefing(), ()), "a1", {"Cracks in the arch"}).briefing
    found = compared(removed, telling((SectionKind.CHANGES, f"Then: {TWELVE} Now: {THIRTY}")), encoder)
    assert (found.new, found.recounted, len(found.gone)) == ((), (), 1)
    assert told(compared(telling(), telling(), encoder)) == ([], [], [])


def test_the_earlier_one_is_the_one_before_on_the_topic_in_whatever_order_they_are_named(
    encoder: SentenceEncoder, tmp_path: Path
) -> None:
    with BriefingStore.open(tmp_path / FILE_NAME) as store:
        first = store.add(request(), telling((LINE, TWELVE)), ())
        apart = store.add(request("trains"), telling((LINE, TRAINS)), ())
        second = store.add(request(), replace(telling((LINE, THIRTY)), title="Later"), ())
        for names in ((second, ""), (second, first), (first, second), (first[:8], second[:8])):
            found = compare_kept(store, encoder, *names, "")
            assert (found.before.id, found.after.id) == (first, second)
            assert told(found) == ([], [(TWELVE, THIRTY)], [])
        for alone in (first, apart):
            with pytest.raises(BriefingNotFound, match="no briefing on this topic before"):
                compare_kept(store, encoder, alone, "", "")
