"""What a model writes into briefings and summaries, with a model behind a real server on loopback."""

from __future__ import annotations

from pathlib import Path

from chatbot.app import SEEDS, build_chatbot
from chatbot.briefing.records import SectionKind
from chatbot.briefing.summarizing import SummaryForm
from chatbot.records import Verdict
from tests.briefing.conftest import briefing_of
from tests.loopback import fails, running_loopback, speaks


def test_only_what_the_sources_support_is_told(tmp_path: Path) -> None:
    true = "Fourteen people were injured when the ferry Saint Aldwyn struck the pier at Kilbrannagh."
    with (
        running_loopback(
            speaks(f"{true} The captain was arrested for drunkenness in Vienna.", usage=(90, 30)),
            speaks("Aliens from Neptune bought the ferry for 900 million dollars."),
        ) as server,
        build_chatbot(library=tmp_path, llm_base_url=server.base_url, llm_model="told") as chatbot,
    ):
        list(chatbot.ingest([str(SEEDS)]))
        briefing = briefing_of(chatbot, "the Kilbrannagh ferry accident")
    told = " ".join(entry.sentence.text for section in briefing.sections for entry in section.entries)
    (line,) = briefing.section(SectionKind.BOTTOM_LINE)
    assert line.sentence.text == true
    assert line.sentence.citations
    assert briefing.model == "told"
    assert briefing.usage.prompt_tokens >= 90
    assert "Vienna" not in told
    assert "Neptune" not in told
    assert briefing.section(SectionKind.DEVELOPMENTS)


def test_when_the_model_fails_the_briefing_is_complete_and_says_so(tmp_path: Path) -> None:
    with (
        running_loopback(fails(400)) as server,
        build_chatbot(library=tmp_path, llm_base_url=server.base_url, llm_model="told") as chatbot,
    ):
        list(chatbot.ingest([str(SEEDS)]))
        briefing = briefing_of(chatbot, "the Kilbrannagh ferry accident")
        summary = chatbot.summarize(str(SEEDS / "07-ferry-calder-courier.md"), SummaryForm.SHORT)
    assert briefing.section(SectionKind.DEVELOPMENTS)
    assert "quoted instead" in briefing.notes[0]
    assert briefing.model == ""
    assert "quoted instead" in summary.note
    assert len(summary.sentences) == 2


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
        assert by_id.article.text[citation.start : citation.end] == citation.quote
    assert "3.75" in " ".join(sentence.text for sentence in by_id.sentences)
