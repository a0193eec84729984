"""Summaries that a model writes, behind a real server on loopback: checked, marked, nothing dropped or replaced."""

from __future__ import annotations

from pathlib import Path
from random import Random

from chatbot.app import SEEDS, build_chatbot
from chatbot.briefing.summary_records import Summary, SummaryForm
from chatbot.records import BlockKind, Verdict
from tests.loopback import Reply, fails, refuses, running_loopback, speaks

FERRY = SEEDS / "07-ferry-calder-courier.md"
TRUE = "Fourteen people were injured when the passenger ferry Saint Aldwyn struck the north pier at Kilbrannagh"
FALSE = "The captain was arrested for drunkenness in Vienna"
_LETTERS = Random(4)
LONG = " ".join(
    " ".join("".join(_LETTERS.choices("abdeiklmnorst", k=6)) for _ in range(14)).capitalize() + "." for _ in range(400)
)
"""Sentences of which none is like another: what a page repeats is not read."""


def written(
    folder: Path, form: SummaryForm, *replies: Reply, sources: tuple[Path, ...] = (FERRY,), **settings: object
) -> tuple[Summary, list[str]]:
    """A summary, and the prompts that the model was sent for it."""
    with (
        running_loopback(*replies) as server,
        build_chatbot(library=folder, llm_base_url=server.base_url, llm_model="told", **settings) as chatbot,
    ):
        summary = chatbot.summarize([str(source) for source in sources], form)
        return summary, [call.body["messages"][-1]["content"] for call in server.calls]


def test_each_sentence_keeps_its_verdict_and_its_exact_citation(tmp_path: Path) -> None:
    summary, prompts = written(
        tmp_path, SummaryForm.STANDARD, speaks(f"{TRUE} [1]. {FALSE} [2].", usage=(90, 30)), verifier="local"
    )
    first, second = summary.sentences
    assert (first.text, first.verdict, first.citations) == (f"{TRUE}.", Verdict.SUPPORTED, (1,))
    assert second.text == f"{FALSE}."
    assert second.verdict.is_doubtful
    assert second.nearest
    assert not second.citations
    assert summary.model == "told"
    assert summary.usage.prompt_tokens >= 90
    assert "[1] KILBRANNAGH" in prompts[0]
    text = summary.articles[0].text
    assert all(text[one.start : one.end] == one.quote for one in summary.citations)


def test_strict_withholds_and_counts(tmp_path: Path) -> None:
    reply = speaks(f"{TRUE} [1]. {FALSE} [2].")
    summary, _ = written(tmp_path, SummaryForm.STANDARD, reply, verifier="local", strict=True)
    assert [sentence.text for sentence in summary.sentences] == [f"{TRUE}."]
    assert summary.told.withheld == 1


def test_figures_become_a_table_with_the_words_that_say_each(tmp_path: Path) -> None:
    bullets = (
        "- **14** people were injured when the ferry Saint Aldwyn struck the north pier [1]\n"
        "- 900 million dollars for the aliens [2]\n- Nobody knows why [3]\n"
    )
    summary, prompts = written(tmp_path, SummaryForm.FIGURES, speaks(bullets), verifier="local")
    head, row, wrong, bare = summary.blocks
    assert (head.kind, head.head, len(head.sentences[0].cells)) == (BlockKind.ROW, True, 3)
    assert row.sentences[0].verdict is Verdict.SUPPORTED
    assert row.sentences[0].cells[:2] == ("14", "people were injured when the ferry Saint Aldwyn struck the north pier")
    assert row.sentences[0].cells[2].startswith("“KILBRANNAGH — Fourteen people were injured")
    assert wrong.sentences[0].verdict.is_doubtful
    assert wrong.sentences[0].cells == ("900 million dollars", "for the aliens", "")
    assert bare.sentences[0].cells[0] == ""
    assert "number" in prompts[0].rsplit("Today is", maxsplit=1)[1]


def test_a_number_that_a_later_article_overtook_is_not_given_as_current(tmp_path: Path) -> None:
    old, new = tmp_path / "old.md", tmp_path / "new.md"
    said = "The floods in Vardby have killed {} people, the mayor of Vardby said."
    for file, day, toll in ((old, 1, 30), (new, 5, 45)):
        head = f"---\ntitle: Floods in Vardby kill {toll}\npublished: 2026-03-0{day}\n---\n"
        file.write_text(f"{head}{said.format(toll)}", encoding="utf-8")
    reply = speaks(f"{said.format(45)[:-1]} [1]. {said.format(30)[:-1]} [2].")
    summary, _ = written(tmp_path / "library", SummaryForm.SHORT, reply, sources=(old, new), verifier="local")
    now, before = summary.sentences
    assert now.verdict is Verdict.SUPPORTED
    assert before.verdict is Verdict.CONTRADICTED
    assert "later article" in before.reason


def test_a_long_article_is_read_within_the_budget_its_beginning_first(tmp_path: Path) -> None:
    file = tmp_path / "long.txt"
    sentences = [
        f"The council of Orlo discussed item {at} of its agenda with the mayor on Monday." for at in range(900)
    ]
    file.write_text(" ".join(["The council of Orlo has closed the quarry.", *sentences]), encoding="utf-8")
    summary, prompts = written(
        tmp_path / "library", SummaryForm.SHORT, speaks("The council of Orlo has closed the quarry [1]."),
        sources=(file,), evidence_tokens=1_500,
    )  # fmt: skip
    assert summary.sentences[0].verdict is Verdict.SUPPORTED
    assert "[1] The council of Orlo has closed the quarry." in prompts[0]
    assert 1_500 < len(prompts[0]) < 1_500 * 6 < len(LONG)


def test_a_model_that_reads_less_is_given_less(tmp_path: Path) -> None:
    file = tmp_path / "long.txt"
    file.write_text(LONG, encoding="utf-8")
    reply = speaks(f"{LONG.split('.', maxsplit=1)[0]} [1].")
    refusal = refuses("exceeds the available context size", lambda body: len(str(body)) > 16_000, 400, reply)
    summary, prompts = written(tmp_path / "library", SummaryForm.SHORT, refusal, sources=(file,), verifier="local")
    assert summary.model == "told"
    assert len(prompts[-1]) < 16_000 < len(prompts[0])


def test_a_model_that_fails_or_writes_nothing_leaves_quotations_and_a_note(tmp_path: Path) -> None:
    failed, _ = written(tmp_path / "a", SummaryForm.SHORT, fails(400))
    silent, _ = written(tmp_path / "b", SummaryForm.SHORT, speaks("The sources do not say."))
    for summary in (failed, silent):
        assert "quoted instead" in summary.note
        assert summary.model == ""
        assert len(summary.sentences) == 2
        assert all(block.kind is BlockKind.QUOTATION for block in summary.blocks)
