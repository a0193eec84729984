"""Has the model that wrote them correct sentences that the evidence does not support: once, in one call.

A correction counts only if it passes the same check as every sentence, and if it is still about the same: it must keep
most words of what it corrects, so that nothing else is put in its place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from chatbot.answering.claims import is_claim
from chatbot.answering.markers import read_markers
from chatbot.llm.chat import Message
from chatbot.prompts import Prompt
from chatbot.records import Evidence, Usage
from chatbot.verification.claim_analysis import analyse
from chatbot.verification.endpoint import (
    StructuredModel,
    by_id,
    claims_text,
    entries_schema,
    shown_to_judge,
    sources_text,
)
from chatbot.verification.verifier import Claim, Finding, Verifier

LEAST_KEPT = 0.5
"""Share of a corrected sentence's content words that stood in the first one."""
TOKENS_EACH = 120
SCHEMA = entries_schema(text={"type": "string"}, sources={"type": "array", "items": {"type": "integer"}})


class Correction(NamedTuple):
    """A corrected sentence."""

    text: str
    finding: Finding
    """Of its check: it is supported."""


class Repair(NamedTuple):
    """What came of asking for corrections."""

    corrected: tuple[Correction | None, ...]
    """For each claim its correction, where there is one; else None."""
    usage: Usage = Usage()


class Repairer:
    """Asks for corrections.

    Args:
        model: that wrote the sentences.
        prompt: with the variables `evidence` and `claims`.
        verifier: checks what comes back.
    """

    def __init__(self, model: StructuredModel, prompt: Prompt, verifier: Verifier) -> None:
        self._model = model
        self._prompt = prompt
        self._verifier = verifier

    def repair(self, claims: Sequence[Claim], evidence: Sequence[Evidence]) -> Repair:
        """Have claims corrected.

        Raises:
            ModelError: the model failed.
        """
        shown = shown_to_judge(claims, evidence)
        if not shown:
            return Repair((None,) * len(claims))
        user = self._prompt.render(evidence=sources_text(shown), claims=claims_text(claims))
        messages = [Message("system", self._prompt.system), Message("user", user)]
        limit = 100 + TOKENS_EACH * len(claims)
        reply = self._model.structured(messages, SCHEMA, name="corrections", max_tokens=limit)
        entries = by_id(reply.value)
        believed = (self._believed(claim, entries.get(at, {}), shown) for at, claim in enumerate(claims, start=1))
        return Repair(tuple(believed), reply.usage)

    def _believed(self, claim: Claim, entry: Mapping[str, Any], shown: Sequence[Evidence]) -> Correction | None:
        written, sources = entry.get("text"), entry.get("sources")
        if not isinstance(written, str) or not _is_about_the_same(text := read_markers(written).text, claim.text):
            return None
        numbers = [number for number in sources if isinstance(number, int)] if isinstance(sources, list) else []
        cited = tuple(shown[number - 1] for number in numbers if 0 < number <= len(shown)) or claim.cited
        finding = self._verifier.verify([Claim(text, cited)], shown).findings[0]
        return Correction(text, finding) if finding.supported else None


def _is_about_the_same(text: str, claim: str) -> bool:
    """Whether a correction keeps most of its own words from the sentence that it corrects, and changes something.

    A question claims nothing any more.
    """
    said, before = analyse(text).content, analyse(claim).content
    kept = len(said & before) >= LEAST_KEPT * max(len(said), len(before) / 2)
    return bool(said) and kept and text != claim and is_claim(text)
