"""Every view as HTML has one structure, whatever articles, models, readers and reports put into it."""

from __future__ import annotations

import pytest

from tests.injections.outline import html_outline, html_words
from tests.injections.payloads import PAYLOADS, PLAIN, missing
from tests.injections.views import VIEWS


@pytest.mark.parametrize("view", VIEWS)
def test_no_text_becomes_markup(view: str) -> None:
    written = VIEWS[view]
    expected = html_outline(written(PLAIN))
    assert [str(payload) for payload in PAYLOADS if html_outline(written(payload.text)) != expected] == []


@pytest.mark.parametrize("view", VIEWS)
def test_every_text_is_shown_as_it_is(view: str) -> None:
    written = VIEWS[view]
    harmless = html_words(written(PLAIN))
    assert harmless.count(PLAIN)
    lost = {str(each): missing(html_words(written(each.text)), harmless, each) for each in PAYLOADS}
    assert {name: places for name, places in lost.items() if places} == {}
