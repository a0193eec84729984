"""Rows of a page's tables can be read and quoted alone; tables that place things on the page are plain text."""

from __future__ import annotations

import time

import pytest
from lxml.html import document_fromstring  # type: ignore[import-untyped]

from chatbot.library.readers import read_bytes
from chatbot.library.readers.page_tables import write_out_tables
from chatbot.library.sentences import split_sentences

STORY = "".join(
    f"<p>{text}</p>"
    for text in (
        "The ferries of the Tolver line carried more people in March than ever before, its owner said on Monday.",
        "The owner gave the figures for each of the quays, and said that a fourth boat would be bought in autumn.",
    )
)
QUAYS = "<tr><th>Quay</th><th>People</th><th>Boats</th></tr>"


def blocks(table: str) -> list[str]:
    body = f"<article><h1>Ferries</h1>{STORY}{table}{STORY}</article>"
    html = f"<html><head><title>Ferries</title></head><body>{body}</body></html>"
    text = read_bytes(html.encode(), "/saved/ferries.html", ".html").documents[0].text
    inside = text.split("autumn.")[1].strip().partition("The ferries of")[0]
    assert [span.of(text) for span in split_sentences(text) if span.of(text) in inside] or not inside
    return [block for block in inside.strip().split("\n\n") if block]


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        (f"{QUAYS}<tr><td>East</td><td>4,100</td><td>2</td></tr>", ["Quay: East | People: 4,100 | Boats: 2"]),
        (
            f"<thead>{QUAYS.replace('th>', 'td>')}</thead><tbody><tr><td>East</td><td>4,100</td><td>2</td></tr>",
            ["Quay: East | People: 4,100 | Boats: 2"],
        ),
        (
            "<tr><td>Quay</td><td>2024</td></tr><tr><td>East</td><td>4,100</td></tr><tr><td>West</td><td>380</td></tr>",
            ["Quay: East | 2024: 4,100", "Quay: West | 2024: 380"],
        ),
        (
            "<tr><td></td><th>March</th></tr><tr><th>East</th><td>4,100</td></tr><tr><th>West</th><td>380</td></tr>",
            ["East | March: 4,100", "West | March: 380"],
        ),
        (
            "<tr><th>Owner</th><td>Ann Asp</td></tr><tr><th>Boats:</th><td>3</td></tr>",
            ["Owner: Ann Asp", "Boats: 3"],
        ),
        ("<tr><td>East</td><td>4,100</td></tr><tr><td>West</td><td>380</td></tr>", ["East | 4,100", "West | 380"]),
        (
            "<tr><th rowspan=2>Quay</th><th colspan=2>People</th></tr><tr><th>March</th><th>April</th></tr>"
            "<tr><td rowspan=2>East</td><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr>"
            "<tr><td>West</td><td colspan=2>closed</td></tr>",
            [
                "Quay: East | People March: 1 | People April: 2",
                "Quay: East | People March: 3 | People April: 4",
                "Quay: West | People March: closed",
            ],
        ),
        (
            f"<caption>People in 2024</caption>{QUAYS}<tr><td>East</td><td>4,100</td><td>2</td></tr>",
            ["People in 2024 | Quay: East | People: 4,100 | Boats: 2"],
        ),
        (
            f"{QUAYS}<tr><th colspan=3>Winter</th></tr><tr><td>East</td><td>900</td><td>1</td></tr>"
            "<tr><td colspan=3>Summer</td></tr><tr><td>East</td><td>3,200</td><td>2</td></tr>"
            "<tr><td colspan=3>Source: the owner</td></tr>",
            [
                "Winter | Quay: East | People: 900 | Boats: 1",
                "Summer | Quay: East | People: 3,200 | Boats: 2",
                "Summer | Source: the owner",
            ],
        ),
        (
            f"{QUAYS}<tr><td>East<sup><a href=#n1>1</a></sup></td><td><p>4,100</p><p>(top)</p></td><td>a|b</td></tr>",
            ["Quay: East | People: 4,100; (top) | Boats: a|b"],
        ),
    ],
)
def test_rows_are_quoted_with_their_heads(table: str, rows: list[str]) -> None:
    assert blocks(f"<table>{table}</table>") == rows


@pytest.mark.parametrize(
    "table",
    [
        "<tr><td><p>The first boat is as old as its captain.</p><p>It is blue.</p></td><td>It is new.</td></tr>",
        "<tr><td>The first boat is as old as its captain, who has steered it for thirty years, she said.</td></tr>",
    ],
)
def test_tables_that_place_text_are_text(table: str) -> None:
    found = blocks(f"<table>{table}</table>")
    assert found[0].startswith("The first boat is as old as its captain")
    assert not any("|" in block for block in found)


@pytest.mark.parametrize(
    "table",
    [
        f"<table role=presentation>{QUAYS}<tr><td>East</td><td>4,100</td><td>2</td></tr></table>",
        f"<table><tr><td>People</td><td><table>{QUAYS}<tr><td>East</td><td>4,100</td></tr></table></td></tr></table>",
    ],
)
def test_a_table_that_says_it_or_holds_another_one_only_places_it(table: str) -> None:
    assert not any(block.startswith(("Quay: East | People: 4,100 | Boats", "People | Quay")) for block in blocks(table))
    assert any("East" in block for block in blocks(table))


def test_a_table_that_is_too_large_is_read_as_it_stands() -> None:
    wide = ["<tr>" + f"<{name}>x</{name}>" * 101 + "</tr>" for name in ("th", "td")]
    assert blocks(f"<table>{wide[0]}{wide[1]}</table>") == [" | ".join(["x"] * 101)] * 2


def test_the_same_words_in_two_columns_are_both_kept() -> None:
    row = "<tr><td>East</td><td>2</td><td>2</td></tr>"
    assert blocks(f"<table>{QUAYS}{row}</table>") == ["Quay: East | People: 2 | Boats: 2"]


@pytest.mark.parametrize(
    "table",
    [
        "<tr>" + "<td rowspan=65000 colspan=1000>x</td>" * 500 + "</tr>" + "<tr><td>y</td></tr>" * 5_000,
        "<tr><th>"
        + "long " * 100_000
        + "</th><th rowspan=9999>"
        + "wide " * 50_000
        + "</th></tr>"
        + "<tr><td>1</td></tr>" * 9_000,
        "<tr><td colspan=-1 rowspan=999999999999>a</td><td rowspan=²>b</td></tr>",
        "<tr><td>" + "<table><tr><td>" * 100,
        "<tr><td>a1</td><td>b</td></tr>" * 10_000,
    ],
    ids=["spans", "long heads", "no numbers", "nested", "no heads"],
)
def test_hostile_tables_take_bounded_time_and_space(table: str) -> None:
    tree = document_fromstring(f"<html><body><table>{table}</table></body></html>")
    started = time.process_time()
    write_out_tables(tree)
    assert time.process_time() - started < 2
    assert len(tree.text_content()) < 3_000_000
