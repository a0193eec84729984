"""Verification by a chat model as judge: one call for all claims, and nothing believed without exact quotes.

A judge must copy the words that decide. They are looked up in the evidence; a verdict whose quotes stand nowhere, or
that quotes nothing, counts as not sure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from chatbot.control_characters import printable_line
from chatbot.llm.chat import Message
from chatbot.llm.structured import StructuredReply
from chatbot.prompts import Prompt
from chatbot.records import Evidence, Verdict
from chatbot.retrieval.pack_text import heading_text, plain_line
from chatbot.verification.local import nearest_to, states
from chatbot.verification.plain_text import as_written, plain_claim, plain_quote
from chatbot.verification.quotes import all_found
from chatbot.verification.support_gates import missing_date, missing_number, other_sign
from chatbot.verification.told_days import days_told
from chatbot.verification.verifier import Claim, Finding, Verification, unchecked

SHOWN_BESIDE = 6
"""Sentences that the judge sees of what is near a claim, beside those that it cites."""
MOST_CLAIMS = 40
MOST_QUOTES = 6
TOKENS_EACH = 160
"""Of a reply, for each claim."""
_SUPPORTED, _CONTRADICTED, _NOT_FOUND = "supported", "contradicted", "not_found"


def entries_schema(**fields: dict[str, Any]) -> dict[str, Any]:
    """The JSON schema of a reply with one entry for each claim: its id, and these fields, all of them required."""
    properties = {"id": {"type": "integer"}, **fields}
    entry = {"type": "object", "properties": properties, "required": [*properties], "additionalProperties": False}
    return {
        "type": "object",
        "properties": {"sentences": {"type": "array", "items": entry}},
        "required": ["sentences"],
        "additionalProperties": False,
    }


SCHEMA = entries_schema(
    verdict={"type": "string", "enum": [_NOT_FOUND, _SUPPORTED, _CONTRADICTED]},
    quotes={"type": "array", "items": {"type": "string"}},
)


class StructuredModel(Protocol):
    """A chat model that replies with JSON objects; `ChatModel` is one."""

    def structured(
        self, messages: Sequence[Message], schema: dict[str, Any], *, name: str, max_tokens: int
    ) -> StructuredReply:
        """As `ChatModel.structured`."""
        ...


class EndpointVerifier:
    """Has a chat model judge claims.

    Args:
        model: replies with JSON.
        prompt: with the variables `evidence` and `claims`.
    """

    def __init__(self, model: StructuredModel, prompt: Prompt) -> None:
        self._model = model
        self._prompt = prompt

    def verify(self, claims: Sequence[Claim], evidence: Sequence[Evidence]) -> Verification:
        """See `Verifier`. Claims beyond the first 40 are not sure."""
        judged = claims[:MOST_CLAIMS]
        shown = shown_to_judge(judged, evidence)
        if not shown:
            nothing = Finding(Verdict.NOT_FOUND, 0.0, reason="the library has no evidence for it")
            return Verification((nothing,) * len(claims))
        reply = self._ask(judged, shown)
        verdicts = by_id(reply.value)
        findings = [_finding(claim, verdicts.get(at), shown) for at, claim in enumerate(judged, start=1)]
        return Verification((*findings, *map(unchecked, claims[MOST_CLAIMS:])), reply.usage)

    def _ask(self, claims: Sequence[Claim], shown: Sequence[Evidence]) -> StructuredReply:
        user = self._prompt.render(evidence=sources_text(shown), claims=claims_text(claims))
        messages = [Message("system", self._prompt.system), Message("user", user)]
        limit = 100 + TOKENS_EACH * len(claims)
        return self._model.structured(messages, SCHEMA, name="verdicts", max_tokens=limit)


def shown_to_judge(claims: Sequence[Claim], evidence: Sequence[Evidence]) -> list[Evidence]:
    """What a model needs to judge claims: what they cite and what is nearest to them, in the order of the evidence.

    Questions and headings are left out: they support nothing.
    """
    cited = {_place(item): item for claim in claims for item in claim.cited}
    near = {
        _place(item): item for claim in claims for item in nearest_to(_plain(claim, evidence), evidence, SHOWN_BESIDE)
    }
    known = dict.fromkeys(map(_place, evidence))
    wanted = {place: item for place, item in (cited | near).items() if states(item)}
    return [wanted[place] for place in (known | dict.fromkeys(cited)) if place in wanted]


def sources_text(shown: Sequence[Evidence]) -> str:
    """Numbered sentences under their articles."""
    return "\n".join(_source_lines(shown))


def claims_text(claims: Sequence[Claim]) -> str:
    """The claims with their ids, one a line."""
    return "\n".join(f"{at}: {printable_line(claim.text)}" for at, claim in enumerate(claims, start=1))


def by_id(value: Mapping[str, Any]) -> dict[int, Mapping[str, Any]]:
    """The entries of a reply by their ids; what has another shape is left out."""
    entries = value.get("sentences")
    listed = entries if isinstance(entries, list) else []
    return {
        entry["id"]: entry for entry in reversed(listed) if isinstance(entry, dict) and type(entry.get("id")) is int
    }


def _source_lines(shown: Sequence[Evidence]) -> Iterator[str]:
    article = ""
    for number, item in enumerate(shown, start=1):
        if item.article_key != article:
            article = item.article_key
            yield heading_text(item.metadata)
        yield f"[{number}] {plain_line(item.quote)}"


def _finding(claim: Claim, entry: Mapping[str, Any] | None, shown: Sequence[Evidence]) -> Finding:
    """What is believed of the judge's word on one claim."""
    nearest = claim.cited[:2] or tuple(nearest_to(_plain(claim, shown), shown, 2))
    if entry is None:
        return Finding(Verdict.UNSURE, 0.5, nearest=nearest, reason="it could not be checked")
    given = entry.get("quotes")
    quotes = [quote for quote in given if isinstance(quote, str)] if isinstance(given, list) else []
    held = all_found(quotes[:MOST_QUOTES], shown)
    match entry.get("verdict"), bool(held):
        case "supported", True:
            return _supported(claim, held)
        case "contradicted", True:
            return Finding(Verdict.CONTRADICTED, 0.05, nearest=held[:2], reason="the articles say otherwise")
        case "not_found", True:
            return Finding(Verdict.NOT_FOUND, 0.1, nearest=held[:2], reason="the articles do not say all of it")
    return Finding(Verdict.UNSURE, 0.5, nearest=nearest, reason="what the judge says of it could not be quoted")


def _supported(claim: Claim, held: tuple[Evidence, ...]) -> Finding:
    """A judge's "supported", unless its own quotes lack a number of the claim: that a model cannot argue away."""
    backing = tuple(dict.fromkeys((*held, *filter(states, claim.cited))))
    said = plain_claim(claim.text, backing)
    context = [*(plain_quote(item.with_sentence_before()) for item in backing), *days_told(claim.text, backing)]
    for found, says in (
        (other_sign(said.text, context), "the cited text has {} with the other sign"),
        (missing_date(said.text, context), "the cited text has another date than {}"),
        (missing_number(said.text, context), "the number {} is not in the cited text"),
    ):
        if found:
            return Finding(
                Verdict.UNSURE, 0.4, nearest=held[:2], reason=as_written(says.format(found), said, claim.text)
            )
    return Finding(Verdict.SUPPORTED, 0.9, backing)


def _plain(claim: Claim, evidence: Sequence[Evidence]) -> str:
    return plain_claim(claim.text, claim.cited or evidence).text


def _place(item: Evidence) -> tuple[str, int, int]:
    return item.article_key, item.span.start, item.span.end
