"""What `chatbot models` found, in words and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from chatbot.control_characters import printable_line
from chatbot.llm.choice import ChosenModel, Writer, receives_text
from chatbot.llm.discovery import USUAL_PORTS, LocalServer
from chatbot.llm.trial import Greeting, Outcome, Reading, tokens_read

_RULES_TOKENS = 500
"""What a prompt holds besides evidence: rules, the question, the last turns."""
_LEAST_EVIDENCE = 500
_FORMS = {
    "json_schema": "takes a JSON schema",
    "json_object": "takes no JSON schema, but gives JSON",
    "plain": "gives JSON when told so in words",
    "": "gives no JSON: questions are understood by rules",
}
_LONGEST_REPLY = 60


@dataclass(slots=True)
class Trial:
    """What the test of one model found."""

    model: str
    server: str
    """Which program serves it; empty if that is not known."""
    evidence_tokens: int
    answer_tokens: int
    address: str = ""
    greeting: Greeting | None = None
    json_form: str = ""
    readings: list[Reading] = field(default_factory=list)
    error: str = ""
    """Why it does not answer."""

    @property
    def needs(self) -> int:
        """Tokens that evidence and answer may have together."""
        return self.evidence_tokens + self.answer_tokens

    @property
    def reads(self) -> int:
        """About how many tokens it reads, as far as was tried."""
        return tokens_read(self.readings)

    @property
    def reads_too_little(self) -> bool:
        """Whether a prompt was not read that the configuration allows."""
        ended = bool(self.readings) and self.readings[-1].outcome not in {Outcome.READ, Outcome.UNTRIED}
        return ended and self.reads < self.needs

    @property
    def fitting_evidence(self) -> int:
        """Tokens of evidence that fit; 0 where too few are left."""
        tokens = (self.reads - self.answer_tokens - _RULES_TOKENS) // 100 * 100
        return tokens if tokens >= _LEAST_EVIDENCE else 0

    @property
    def verdict(self) -> str:
        """How much it reads, compared with what is wanted."""
        if self.error:
            return f"It does not answer: {self.error}"
        wanted = f"{self.needs:,} are wanted: {self.evidence_tokens:,} of evidence, {self.answer_tokens:,} of an answer"
        if self.reads_too_little:
            about = f"about {self.reads:,}" if self.reads else f"fewer than {self.readings[-1].tokens:,}"
            return f"It reads {about} tokens; {wanted}."
        if self.reads < self.needs:
            return (
                f"It reads {self.reads:,} tokens, and more was not tried; {wanted}. --read-up-to {self.needs} tries it."
            )
        return f"It reads {self.reads:,} tokens or more; {wanted}."

    @property
    def remedy(self) -> str:
        """What to do where it reads too little; empty otherwise."""
        if not self.reads_too_little:
            return ""
        less = f"Set CHATBOT_EVIDENCE_TOKENS={self.fitting_evidence}, or " if self.fitting_evidence else ""
        return less + self._more if less else self._more[0].upper() + self._more[1:]

    @property
    def _more(self) -> str:
        if self.readings[-1].outcome is Outcome.TOO_SLOW:
            return "raise CHATBOT_LLM_TIMEOUT, or use a smaller model."
        context = -(-(self.needs + _RULES_TOKENS) // 1024) * 1024
        if self.server == "Ollama":
            return (
                f"let Ollama read more: start it with OLLAMA_CONTEXT_LENGTH={context}, or set num_ctx {context} in a "
                "Modelfile."
            )
        return f"load the model with a context of {context:,} tokens, or use one that reads more."

    def as_json(self) -> dict[str, Any]:
        """The same for programs."""
        return {
            "model": self.model,
            "address": self.address,
            "answers": self.greeting is not None,
            "error": self.error,
            "first_words_seconds": round(self.greeting.first_words, 3) if self.greeting else None,
            "json_form": self.json_form,
            "reads_tokens": self.reads,
            "reads_too_little": self.reads_too_little,
            "evidence_tokens": self.evidence_tokens,
            "answer_tokens": self.answer_tokens,
            "fitting_evidence_tokens": self.fitting_evidence if self.reads_too_little else None,
            "readings": [
                {"tokens": reading.tokens, "seconds": round(reading.seconds, 2), "outcome": reading.outcome.value}
                for reading in self.readings
            ],
            "verdict": self.verdict,
            "remedy": self.remedy,
        }


def configured_text(chosen: ChosenModel) -> str:
    """Which model answers now."""
    if chosen.writer is Writer.NOBODY:
        return "Now: the embedded mode. No model writes; answers are sentences of your articles."
    if chosen.path and chosen.writer is Writer.FILE:
        return f"Now: {chosen.path} in this program."
    named = printable_line(chosen.model) or "the first model that it lists"
    return " ".join(part for part in (f"Now: {named} at {chosen.host}.", receives_text(chosen)) if part)


def configured_json(chosen: ChosenModel) -> dict[str, Any]:
    return {
        "writer": chosen.writer.name.lower(),
        "model": chosen.model,
        "path": str(chosen.path) if chosen.path else "",
        "host": chosen.host,
        "is_remote": chosen.is_remote,
        "notice": receives_text(chosen),
    }


def server_lines(servers: Sequence[LocalServer]) -> list[str]:
    """The servers of this machine, one a line, and how to try the first model."""
    if not servers:
        usual = ", ".join(f"{name} {port}" for name, port in USUAL_PORTS.items())
        return [f"No model server answers on this machine at the usual ports ({usual})."]
    lines = ["On this machine:"]
    lines += [f"  {server.name:<10} {server.base_url:<28} {_offers(server)}" for server in servers]
    if first := next((server for server in servers if server.models), None):
        lines.append(f"Try one: chatbot models --test --url {first.base_url} --model {first.models[0]}")
    return lines


def servers_json(servers: Sequence[LocalServer]) -> list[dict[str, Any]]:
    return [
        {
            "name": server.name,
            "base_url": server.base_url,
            "models": list(server.models),
            "wants_key": server.wants_key,
        }
        for server in servers
    ]


def greeting_line(greeting: Greeting) -> str:
    said = printable_line(greeting.text)[:_LONGEST_REPLY]
    return f"  answers “{said}”, first words after {greeting.first_words:.1f} s"


def form_line(json_form: str) -> str:
    return f"  {_FORMS[json_form]}"


def reading_line(reading: Reading) -> str:
    outcomes = {
        Outcome.READ: f"reads {reading.tokens:,} tokens in {reading.seconds:.1f} s",
        Outcome.FORGOTTEN: f"has forgotten how a prompt of {reading.tokens:,} tokens begins, and does not say so",
        Outcome.REFUSED: f"refuses a prompt of {reading.tokens:,} tokens",
        Outcome.TOO_SLOW: f"gives no word within {reading.seconds:.0f} s for a prompt of {reading.tokens:,} tokens",
        Outcome.UNTRIED: f"was not tried with {reading.tokens:,} tokens: that would take too long",
    }
    return f"  {outcomes[reading.outcome]}"


def _offers(server: LocalServer) -> str:
    if server.wants_key:
        return "wants a key"
    return ", ".join(map(printable_line, server.models)) or "has no chat model loaded"
