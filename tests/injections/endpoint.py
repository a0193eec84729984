"""A chat model on loopback that repeats its evidence and then says what nobody reported."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tests.loopback import Call, Reply, speaks

SENTENCES = 3
"""That the model invents beside those that repeat the evidence."""
MOST_REPEATED = 2
_EVIDENCE = re.compile(r"^\[(\d+)\] (.+)$", re.MULTILINE)


def invents(texts: Sequence[str]) -> Reply:
    """Sentences with these texts that nothing backs, after some that are backed; to requests for JSON the same."""

    def reply(call: Call) -> None:
        evidence = _EVIDENCE.findall(str(call.body["messages"][-1]["content"]))[:MOST_REPEATED]
        backed = [f"{sentence} [{number}]" for number, sentence in evidence]
        made_up = (invented(" and ".join(texts[at::SENTENCES])) for at in range(SENTENCES))
        speaks(*(f"{said} " for said in [*backed, *made_up]))(call)

    return reply


def invented(text: str) -> str:
    return f"Unicorns {text} ate the moon. [1]"
