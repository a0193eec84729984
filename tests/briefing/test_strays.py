"""Which articles a briefing reads: those about its topic, and none that came after it."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import docx
from pypdf import PdfReader
from rich.console import Console

from chatbot.app import build_chatbot
from chatbot.briefing.centrality import LEAST_ARTICLES, centrality, without_strays
from chatbot.briefing.export.saving import render
from chatbot.briefing.material import Material
from chatbot.briefing.records import BriefingRequest
from chatbot.cli.briefing_page import print_briefing
from chatbot.records import ArticleLink, Document, Metadata
from chatbot.web.briefing_markup import briefing_html
from tests.briefing.conftest import NOW, briefing_of
from tests.briefing.materials import material_of

TOPIC = "the fire on Mount Selm"
FIRES = (
    ("The fire on Mount Selm has burned 2,300 acres of forest.", "Crews fight the flames from helicopters."),
    ("The fire on Mount Selm destroyed eleven houses in Orrin.", "Families fled the flames at night."),
    ("The forest fire on Mount Selm is not contained.", "The smoke reaches the valley of Orrin."),
    ("An inquiry into the fire on Mount Selm begins.", "The governor asks why the sirens stayed silent."),
)
STRAY = (
    "The baker Anselm Mount sells a bread named after the fire in his oven.",
    "His shop in the old town opens at six, and the rye loaf costs three crowns.",
    "He learned the trade from his grandmother and won a medal for a cake.",
)


def fires(*others: tuple[str, ...]) -> Material:
    return material_of(*((day, "Mount Selm", quotes) for day, quotes in enumerate((*FIRES, *others), 3)))


def test_an_article_that_stands_apart_is_left_out_and_named() -> None:
    material, left_out = without_strays(fires(STRAY), TOPIC)
    assert [link.article_id for link in left_out] == ["article4"]
    assert {item.article_id for item in material.sentences} == {f"article{n}" for n in range(4)}
    assert len(material.vectors) == len(material.sentences) == len(material.positions)


def test_articles_that_belong_together_all_stay() -> None:
    material = fires()
    assert without_strays(material, TOPIC) == (material, ())


def test_of_few_articles_without_a_topic_or_without_days_none_is_left_out() -> None:
    few = material_of(
        *((day, "Mount Selm", quotes) for day, quotes in enumerate((*FIRES[: LEAST_ARTICLES - 2], STRAY), 3))
    )
    undated = tuple(replace(item, metadata=replace(item.metadata, published=None)) for item in fires(STRAY).sentences)
    for material, topic in ((few, TOPIC), (fires(STRAY), ""), (replace(fires(STRAY), sentences=undated), TOPIC)):
        assert without_strays(material, topic) == (material, ())


def test_an_article_alone_is_near_to_none() -> None:
    assert centrality(material_of((3, "Mount Selm", FIRES[0]))).tolist() == [0.0]


def test_every_format_names_what_was_left_out(tmp_path: Path) -> None:
    with build_chatbot(library=tmp_path) as chatbot:
        list(chatbot.ingest_documents([Document("fire", " ".join(FIRES[0]))]))
        briefing = briefing_of(chatbot, "")
    stray = ArticleLink("a1", 1, "A baker and his fire", "Orrin Post", NOW)
    told = replace(briefing, left_out=(stray,))
    pdf = PdfReader(io.BytesIO(render(told, ".pdf")))
    word = docx.Document(io.BytesIO(render(told, ".docx")))
    console = Console(file=io.StringIO(), width=200)
    print_briefing(console, told)
    shown = {
        "terminal": console.file.getvalue(),
        "page": briefing_html(told, ()),
        "pdf": " ".join(page.extract_text() for page in pdf.pages),
        "docx": " ".join(paragraph.text for paragraph in word.paragraphs),
        **{suffix: render(told, suffix).decode() for suffix in (".md", ".html", ".json")},
    }
    for name, text in shown.items():
        assert "A baker and his fire" in " ".join(text.split()), name
        assert "Orrin Post" in " ".join(text.split()), name


def test_a_briefing_as_of_a_day_reads_nothing_that_came_later(tmp_path: Path) -> None:
    with build_chatbot(library=tmp_path) as chatbot:
        for number, quotes in enumerate(FIRES):
            metadata = Metadata(f"Mount Selm {number}", published=NOW - timedelta(days=40 - 10 * number))
            list(chatbot.ingest_documents([replace(Document(f"d{number}", " ".join(quotes)), metadata=metadata)]))
        list(chatbot.ingest_documents([Document("undated", "The fire on Mount Selm has no day at all.")]))
        for topic in (TOPIC, ""):
            request = BriefingRequest(NOW - timedelta(days=25), topic)
            read = {item.title for item in [*chatbot.brief(request)][-1].briefing.sources}
            assert not read & {"Mount Selm 2", "Mount Selm 3"}
            assert "Mount Selm 1" in read
