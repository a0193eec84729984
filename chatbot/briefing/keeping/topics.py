"""Which briefings are on the same topic."""

from __future__ import annotations

import hashlib
import re

from chatbot.briefing.records import BriefingRequest


def topic_key(request: BriefingRequest, user: str) -> str:
    """The same for requests of one user on one topic and from the same publishers.

    The period does not count: it moves on from briefing to briefing. Libraries remember topics by this key, so that it
    must stay as it is.
    """
    topic = " ".join(re.findall(r"\w+", request.topic.casefold()))
    parts = [user, topic, *sorted(request.filters.publishers)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]
