"""What the page shows of a finished briefing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from chatbot.briefing.export.saving import FORMATS
from chatbot.briefing.records import Briefing
from chatbot.web.briefing_view import finished_html


@pytest.mark.parametrize(
    ("title", "name", "missing"), [("The quarry closes", "the-quarry-closes", set()), ("𒀀𒀁 𒀂", "𒀀𒀁-𒀂", {".pdf"})]
)
def test_a_format_that_lacks_letters_is_told(title: str, name: str, missing: set[str]) -> None:
    briefing = Briefing(title, title, None, None, datetime(2025, 7, 1, tzinfo=UTC), "", 1, 1, (), (), (), "")
    page = finished_html(briefing)
    assert {suffix for suffix in FORMATS if f'download="{name}-2025-07-01{suffix}"' not in page} == missing
    assert ("has letters for" in page) == bool(missing)
