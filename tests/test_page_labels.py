"""Labels of a page that a copy glued to a sentence are no part of it."""

from __future__ import annotations

import pytest

from chatbot.library.quotable import quotable_sentences
from chatbot.library.sentences import split_sentences
from chatbot.records import Span
from chatbot.text.page_labels import behind_labels, is_label

VOTED = "The council of Elmwick voted for a new ferry pier."


@pytest.mark.parametrize(
    "label",
    [
        "AI-assisted summary",
        "Machine-generated summary (beta)",
        "Advertisement",
        "ADVERTISEMENT",
        "**Advertisement**",
        "Article continues below advertisement",
        "Anzeige",
        "Listen · 4 min",
        "Listen to this article · 8:41 min",
        "5 minute read",
        "3 min read |",
        "Getty Images",
        "Photo by Lena Marsh/Getty Images",
        "Lena Marsh/AFP via Getty Images",
        "Reuters/Lena Marsh",
        "Updated 5:04 PM EDT",
        "Updated May 3, 2025, 5:04 p.m. ET",
        "Published 3 hours ago",
        "Facebook Twitter Email",
        "Share Save",
        "Key takeaways",
        "Advertisement Listen · 4 min",
    ],
)
def test_a_glued_label_is_no_part_of_the_sentence(label: str) -> None:
    text = f"It rained. {label} {VOTED}"
    glued = Span(11, len(text))

    assert behind_labels(text, glued).of(text) == VOTED


@pytest.mark.parametrize(
    "rest", ["Elmwick officials closed the old pier.", "“We won,” Ruth Okafor said.", "14 people died on it."]
)
@pytest.mark.parametrize("label", ["AI-assisted summary", "Advertisement", "Listen · 4 min", "Updated 3 hours ago"])
def test_whatever_sentence_follows(label: str, rest: str) -> None:
    assert behind_labels(f"{label} {rest}", Span(0, len(label) + 1 + len(rest))).start == len(label) + 1


@pytest.mark.parametrize(
    "sentence",
    [
        "Getty Images sued the firm in March over its pictures.",
        "Getty Images CEO Craig Peters said that it would appeal.",
        "Advertisement revenue of the paper fell by a third.",
        "Reuters Institute researchers asked 9,000 readers.",
        "Share prices in London fell for a third day.",
        "Save The Harbor said that it would go to court.",
        "Updated figures show that 14 people died.",
        "Highlights of the match were shown at noon.",
        "Summary: The diocese knew of it for 20 years.",
        "4 minutes later the ferry sank.",
        "Twitter and Facebook removed the posts on Monday.",
        "Share Save Read more",
    ],
)
def test_sentences_that_begin_with_such_words_stay_whole(sentence: str) -> None:
    assert behind_labels(sentence, Span(0, len(sentence))) == Span(0, len(sentence))


@pytest.mark.parametrize("label", ["AI-assisted summary", "4 min read", "Listen · 4 min", "Share Save", "Anzeige"])
def test_a_label_alone_is_furniture(label: str) -> None:
    text = f"{VOTED}\n\n{label}\n\nIt will cost $14.2 million, Ruth Okafor said."

    assert is_label(label)
    assert label not in [span.of(text) for span in quotable_sentences(text, split_sentences(text))]


def test_what_is_quoted_of_a_page_begins_behind_the_label() -> None:
    glued = f"Advertisement {VOTED}"
    text = f"Listen · 4 min It rained on Tuesday in Elmwick.\n\n{glued} It will cost $14.2 million.\n\nNobody was hurt."

    told = [span.of(text) for span in quotable_sentences(text, split_sentences(text))]

    assert told == ["It rained on Tuesday in Elmwick.", VOTED, "It will cost $14.2 million.", "Nobody was hurt."]
