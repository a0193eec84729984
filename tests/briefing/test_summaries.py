"""Summaries in the articles' own words: the headline's event first, several articles as one, live pages, figures."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from chatbot.app import SEEDS, Chatbot, build_chatbot
from chatbot.briefing.summarizing import Summarizer
from chatbot.briefing.summary_export import render, to_markdown
from chatbot.briefing.summary_records import Summary, SummaryForm
from chatbot.cli.main import app
from chatbot.errors import ArticleNotFound, BriefingError, NothingToReport, UnreadableSource
from chatbot.records import Article, BlockKind, Metadata, NoteKind, Verdict
from tests.briefing.materials import ENCODER

SCENE = "Every morning Marta Hollin pours two cups of coffee and carries them up the lane to her neighbor."
QUARRY = "The quarry at Orlo will close on Friday after a landslide buried its only road, the owner said."
AFTER = (
    "About 140 people work there. The owner, Tessel Stone, said it would pay their wages until the end of May. "
    "Geologists had warned of the slope since last autumn. Here's what we know about the slope so far. "
    "The nearest quarry that sells the same slate is in Vardby, 60 kilometers away."
)
LIVE = """Rivers keep rising along the lower Maren. Follow the news here.

18:40 We are closing this page

That is all for tonight. Thank you for reading.

17:55 Second bridge closed

Police closed the Sollen bridge at Vardby on Tuesday evening after the river reached 6.4 meters, officials said.

16:20 Toll rises

Forty-five people have died in the floods in Marenland, the interior ministry said.

14:05 Evacuations

About 1,200 residents of Vardby were told to leave their homes by the mayor, Ilse Trond.

12:00 Many dead

Thirty people have died in the floods in Marenland, the interior ministry said.
"""


def article(title: str, text: str, day: int = 3, name: str = "a", version: int = 1, publisher: str = "") -> Article:
    about = Metadata(title, (), publisher, datetime(2026, 3, day, tzinfo=UTC), language="en")
    moment = datetime(2026, 3, day, tzinfo=UTC)
    return Article(f"{name}" * 16, version, f"/{name}.txt", text, about, "", moment)


def summary_of(*articles: Article, form: SummaryForm = SummaryForm.STANDARD) -> Summary:
    summary = Summarizer(ENCODER).summarize(articles, form)
    texts = {(one.id, one.version): one.text for one in articles}
    for citation in summary.citations:
        assert texts[citation.article_id, citation.version][citation.start : citation.end] == citation.quote
    return summary


def told(summary: Summary) -> list[str]:
    quotes = {citation.id: citation.quote for citation in summary.citations}
    return [quotes[sentence.citations[0]] for sentence in summary.sentences if sentence.citations]


def test_the_first_sentence_tells_what_the_headline_says_happened() -> None:
    one = article("Orlo quarry to close after landslide buries road", f"{SCENE} {QUARRY} {AFTER}")
    for form in (SummaryForm.SHORT, SummaryForm.STANDARD, SummaryForm.BULLETS):
        assert told(summary_of(one, form=form))[0] == QUARRY


def test_the_lead_below_a_list_of_points_is_known_by_its_dateline() -> None:
    points = "The road may be cleared by June.\n\nThe slate of Orlo is sold in nine countries.\n\n"
    lead = f"ORLO, March 3 – {QUARRY}"
    assert told(summary_of(article("Quarry closes", f"{points}{lead}\n\n{AFTER}")))[0] == lead


def test_what_only_announces_and_headings_are_not_told() -> None:
    text = f"{QUARRY}\n\n## What we know about the quarry of Orlo\n\n{AFTER}"
    said = " ".join(told(summary_of(article("Quarry of Orlo closes", text), form=SummaryForm.BULLETS)))
    assert "what we know" not in said.casefold()
    assert "140 people" in said


def test_a_live_page_is_told_from_its_newest_news_and_what_it_overtook_is_not() -> None:
    said = told(summary_of(article("Floods in Marenland: live", LIVE)))
    assert said[0].startswith("Police closed the Sollen bridge")
    assert any(quote.startswith("Forty-five people") for quote in said)
    assert not any(quote.startswith(("Thirty people", "That is all")) for quote in said)


OLD = "Twelve hundred homes were flooded in Vardby on Monday, and 30 people died, the mayor of Vardby said."
NEW = "The floods in Vardby have killed 45 people, the mayor of Vardby said on Wednesday, two more than a day before."
SAME = "The mayor of Vardby said on Wednesday that the floods in Vardby have killed 45 people."
TRAINS = "Trains between Vardby and Orlo will not run before Sunday because the bridge of Sollen is damaged."


def flood_articles() -> list[Article]:
    return [
        article("Floods in Vardby kill 30 people", f"{OLD} The army has sent 300 soldiers.", 3, "a", publisher="Echo"),
        article("Floods in Vardby kill 45 people", f"{NEW} The water is falling slowly.", 5, "b", publisher="Herald"),
        article("Toll of floods in Vardby at 45", f"{SAME} {TRAINS}", 5, "c", publisher="Ledger"),
    ]


def test_several_articles_become_one_summary_the_newest_first_and_nothing_twice() -> None:
    summary = summary_of(*flood_articles())
    said = told(summary)
    days = [next(c.published for c in summary.citations if c.quote == quote) for quote in said]
    assert days == sorted(days, reverse=True, key=lambda day: day or datetime.min.replace(tzinfo=UTC))
    assert (NEW in said) + (SAME in said) == 1
    assert OLD not in said
    assert TRAINS in said
    assert summary.titles == tuple(one.metadata.title for one in flood_articles())


def test_a_statement_is_cited_to_every_article_that_carries_it(tmp_path: Path) -> None:
    with build_chatbot(library=tmp_path) as chatbot:
        summarizer = Summarizer(ENCODER, None, chatbot.support_model)
        summary = summarizer.summarize(flood_articles()[1:], SummaryForm.SHORT)
    quotes = {citation.id: citation.quote for citation in summary.citations}
    cited = [{quotes[number] for number in sentence.citations} for sentence in summary.sentences]
    assert {NEW, SAME} in cited


def test_sources_of_one_day_that_count_differently_disagree_and_later_ones_tell_a_change() -> None:
    first = article("Ferry hits pier", "The ferry Aldwyn hit the pier of Orlo and 14 people were injured.", 3, "a")
    same_day = article("Ferry hits pier", "The ferry Aldwyn hit the pier of Orlo and 23 people were injured.", 3, "b")
    later = article("Ferry hits pier", "The ferry Aldwyn hit the pier of Orlo and 31 people were injured.", 4, "c")
    assert [note.kind for note in summary_of(first, same_day).notes] == [NoteKind.DISAGREEMENT]
    figures = summary_of(first, later, form=SummaryForm.FIGURES)
    assert [note.kind for note in figures.notes] == [NoteKind.CHANGE]
    assert [sentence.cells[0] for sentence in figures.sentences] == ["Figure", "31"]


def test_a_newer_version_overtakes_the_figures_of_an_older_one() -> None:
    older = article("Fire at Orlo", "The fire at Orlo has burned 500 acres of forest.", 3, "a")
    newer = article("Fire at Orlo", "The fire at Orlo has burned 8,200 acres of forest.", 3, "a", version=2)
    rows = [sentence.cells[0] for sentence in summary_of(older, newer, form=SummaryForm.FIGURES).sentences[1:]]
    assert rows == ["8,200 acres"]


def test_another_happening_overtakes_nothing() -> None:
    here = article("Fire at Orlo", "The fire at Orlo has burned 500 acres of forest.", 3, "a")
    there = article("Fire at Vardby", "The fire at Vardby has burned 8,200 acres of forest.", 5, "b")
    summary = summary_of(here, there, form=SummaryForm.FIGURES)
    assert {sentence.cells[0] for sentence in summary.sentences[1:]} == {"500 acres", "8,200 acres"}
    assert not summary.notes


def test_figures_stand_in_a_table_with_what_they_count_and_the_words_that_say_so() -> None:
    summary = summary_of(article("Quarry of Orlo closes", f"{QUARRY} {AFTER}"), form=SummaryForm.FIGURES)
    head, *rows = summary.blocks
    assert head.head
    assert all(block.kind is BlockKind.ROW for block in summary.blocks)
    cells = [block.sentences[0].cells for block in rows]
    assert ("About 140", "people work", "“About 140 people work there.”") in cells
    assert all(block.sentences[0].verdict is Verdict.SUPPORTED for block in rows)


def test_an_article_without_figures_says_so() -> None:
    with pytest.raises(NothingToReport, match="No number"):
        summary_of(
            article("Quarry closes", "The quarry at Orlo will close. Nobody knows why."), form=SummaryForm.FIGURES
        )


def test_a_copy_is_told_once_and_named() -> None:
    text = f"{QUARRY} {AFTER} {TRAINS} {NEW}"
    summary = summary_of(article("Quarry closes", text, 3, "a"), article("End of a quarry", text, 3, "b"))
    assert len(told(summary)) == len(set(told(summary)))
    assert "the same story" in summary.note


def test_what_cannot_be_summarized_is_refused_with_what_to_do() -> None:
    with pytest.raises(UnreadableSource, match="no sentence"):
        summary_of(article("Empty", " \n "))
    many = [article(f"Title {at}", f"{QUARRY} It is the {at}th.", 3, chr(0x100 + at)) for at in range(51)]
    with pytest.raises(BriefingError, match="51 articles"):
        summary_of(*many)


@pytest.fixture(scope="module")
def chatbot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chatbot]:
    folder = tmp_path_factory.mktemp("summaries")
    (folder / "quarry.md").write_text(f"# Orlo quarry to close\n\n{QUARRY} {AFTER}", encoding="utf-8")
    head = "---\ntitle: Floods in Vardby kill 45\npublished: 2026-03-05\n---\n"
    (folder / "floods.md").write_text(f"{head}{NEW} {TRAINS}", encoding="utf-8")
    with build_chatbot(library=folder / "library") as opened:
        list(opened.ingest([str(folder / "quarry.md"), str(folder / "floods.md")]))
        yield opened


def test_articles_are_named_by_ids_and_files_together(chatbot: Chatbot, tmp_path: Path) -> None:
    file = tmp_path / "trains.txt"
    file.write_text(f"{TRAINS} Buses run every hour.", encoding="utf-8")
    ids = [one.id[:6] for one in chatbot.library.summaries()]
    summary = chatbot.summarize([*ids, str(file), ids[0]], SummaryForm.SHORT)
    assert len(summary.articles) == 3
    assert {QUARRY, TRAINS} <= set(told(summary))
    assert chatbot.summarize(ids[0]).form is SummaryForm.STANDARD
    with pytest.raises(ArticleNotFound, match="beef"):
        chatbot.summarize([ids[0], "beef"])
    with pytest.raises(UnreadableSource, match="No article"):
        chatbot.summarize([])


def test_the_rest_of_the_library_overtakes_figures_too(chatbot: Chatbot, tmp_path: Path) -> None:
    file = tmp_path / "old.md"
    before = "The floods in Vardby have killed 30 people, the mayor of Vardby said on Monday."
    file.write_text(f"---\ntitle: Floods in Vardby kill 30\npublished: 2026-03-01\n---\n{before}", encoding="utf-8")
    with pytest.raises(NothingToReport):
        chatbot.summarize(str(file), SummaryForm.FIGURES)
    (note,) = chatbot.summarize(str(file), SummaryForm.SHORT).notes
    assert note.kind is NoteKind.CHANGE


def test_a_summary_is_saved_as_markdown_and_json() -> None:
    summary = summary_of(article("Quarry *closes* [now]", f"{QUARRY} {AFTER}"))
    text = to_markdown(summary)
    assert text.startswith("# Quarry \\*closes\\*")
    assert "[1]" in text
    known = json.loads(render(summary, ".JSON"))
    assert known["sentences"][0]["citations"] == [1]
    assert known["citations"][0]["quote"] == QUARRY
    assert [one["article"] for one in known["articles"]] == [summary.articles[0].key]


def test_the_command_takes_several_articles_saves_and_refuses_what_it_cannot(tmp_path: Path) -> None:
    one, other, out = tmp_path / "a.md", tmp_path / "b.md", tmp_path / "out.md"
    one.write_text(f"# Orlo quarry to close\n\n{QUARRY} {AFTER}", encoding="utf-8")
    other.write_text(f"# Trains stop\n\n{TRAINS}", encoding="utf-8")
    options = ["--library", str(tmp_path / "library")]
    run = CliRunner().invoke(app, ["summarize", str(one), str(other), "--json", "-o", str(out), *options])
    assert run.exit_code == 0, run.output
    assert [item["title"] for item in json.loads(run.stdout)["articles"]] == ["Orlo quarry to close", "Trains stop"]
    assert QUARRY.split(",", maxsplit=1)[0] in out.read_text(encoding="utf-8")
    shown = CliRunner().invoke(app, ["summarize", str(one), "--form", "figures", *options])
    assert "What it counts" in shown.stdout
    for wrong in (["--form", "long"], ["-o", str(tmp_path / "out.pdf")]):
        assert CliRunner().invoke(app, ["summarize", str(one), *wrong, *options]).exit_code != 0


def test_a_summary_rests_on_the_article(tmp_path: Path) -> None:
    file = SEEDS / "22-central-bank-caldria.md"
    with build_chatbot(library=tmp_path) as chatbot:
        list(chatbot.ingest([str(file)]))
        article = chatbot.library.summaries()[0]
        by_id = chatbot.summarize(article.id[:6], SummaryForm.BULLETS)
        by_file = chatbot.summarize(str(file), SummaryForm.BULLETS)
    assert [sentence.text for sentence in by_id.sentences] == [sentence.text for sentence in by_file.sentences]
    assert all(sentence.verdict is Verdict.SUPPORTED for sentence in by_id.sentences)
    for citation in by_id.citations:
        assert by_id.articles[0].text[citation.start : citation.end] == citation.quote
    assert "3.75" in " ".join(sentence.text for sentence in by_id.sentences)
