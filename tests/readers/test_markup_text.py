"""HTML in fields of records is told from text about HTML, and becomes paragraphs."""

from __future__ import annotations

import pytest

from chatbot.library.readers.markup_text import is_markup, line_of_markup, text_of_markup


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        (
            "<p>The <b>weir</b> closes for 9&nbsp;days &amp; nights.</p><p>Boats wait.</p>",
            "The weir closes for 9 days & nights.\n\nBoats wait.",
        ),
        ("One line.<br>Another.<br/><br />A paragraph.", "One line.\nAnother.\n\nA paragraph."),
        ("<p>First.<p>Second.</p>", "First.\n\nSecond."),
        ('The <a href="https://x.example">weir</a> closes.', "The weir closes."),
        ("The weir&#8217;s keeper said &ldquo;no&rdquo; today.", "The weir’s keeper said “no” today."),
        (
            "Wait for:<ul><li><p>boats</p></li><li>cars<ul><li>red</li></ul></li></ul>",
            "Wait for:\n\n- boats\n- cars\n- red",
        ),
        (
            "<table><tr><th>Day</th><th>Level</th></tr><tr><td>Monday</td><td>2 m</td></tr></table>",
            "Day | Level\nMonday | 2 m",
        ),
        ("<div>Kept<script>not()</script><style>p{}</style><form>nor</form>, all.</div>", "Kept, all."),
        ("<h2>Weir</h2>\n<blockquote>It\n   closes.</blockquote>", "Weir\n\nIt closes."),
        ("<pre>a\n  b</pre>", "a\n  b"),
    ],
)
def test_markup_becomes_text(markup: str, text: str) -> None:
    assert is_markup(markup)
    assert text_of_markup(markup) == text


@pytest.mark.parametrize(
    "text",
    [
        "Use the <p> element to open a paragraph.",
        "In HTML, <p> opens a paragraph and </p> closes it, as <br> breaks a line in older pages.",
        "He typed <b>bold</b> once and never again.",
        "AT&T lost 3 % & rose again; 3 < 4 and 5 > 4.",
        "Write &amp; for an ampersand, &lt; for less and &gt; for more.",
        "AT&amp;T is how it was printed.",
        "if a<b and c>d then stop",
        "Ann <ann@post.example> wrote to <https://x.example>.",
        "<i> opens italics",
        "Write <b>bold</b> for bold and <i>italic</i> for italic.",
        "The page held <script>alert(1)</script> twice, <script>alert(2)</script>, said the report&#8217;s author.",
        "An <img src=x> and an <img src=y>.",
        "R&D writes &#8217;s and &rsquo;s for one sign.",
        "R&D writes it&#8217;s and that&#8217;s for it's and that's.",
        "",
    ],
)
def test_text_about_markup_is_text(text: str) -> None:
    assert not is_markup(text)


def test_titles_are_one_line() -> None:
    assert line_of_markup("Weir <em>closes</em> &#8211;<br>again") == "Weir closes – again"


def test_deep_markup_is_read_without_recursion() -> None:
    assert text_of_markup("<div>" * 20_000 + "Words." + "</div>" * 20_000) in ("Words.", "")
