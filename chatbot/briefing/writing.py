"""Asks the chat model for a whole briefing, in one call, from facts up to a budget of tokens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chatbot.answering.sentence_checks import SentenceChecker
from chatbot.answering.wording import day
from chatbot.briefing.fact_pack import FactPack
from chatbot.briefing.records import BriefingRequest
from chatbot.llm.chat import ChatModel, Generation, Message
from chatbot.prompts import Prompt
from chatbot.retrieval.pack_text import plain_line

ANYBODY = "a well-read person in a hurry"
EVERYTHING = "the news as a whole"
WRITTEN_SHARE = 0.75
"""Of a page's words that the model is asked for at most: what it leaves untold needs room, and few models count."""
TOKENS_OF_A_WORD = 3
"""With numbers of citations and Markdown; more than most languages need."""
LONGEST_TOPIC = 500
"""Characters."""


@dataclass(frozen=True, slots=True)
class BriefingWriter:
    """Drafts briefings.

    Args:
        model: the chat model.
        prompt: with the variables `evidence`, `topic`, `audience`, `asked_at`, `last_day`, `earlier` and `words`.
        checker: checks each sentence, and what is doubtful once more.
        evidence_tokens: how much of the articles the model reads.
        strict: withhold doubtful sentences instead of marking them.
    """

    model: ChatModel
    prompt: Prompt
    checker: SentenceChecker
    evidence_tokens: int
    strict: bool = False

    def begin(
        self, request: BriefingRequest, topic: str, pack: FactPack, last: datetime | None, since: str
    ) -> Generation:
        """Start the model on a page; the request goes out when the generation is read.

        Args:
            request: what is to be told.
            topic: in words; empty for everything.
            pack: what it reads.
            last: when the last article was published, as far as is known.
            since: the day of the briefing before; empty where there is none.
        """
        words = request.length.words
        user = self.prompt.render(
            evidence=pack.text,
            topic=plain_line(topic)[:LONGEST_TOPIC] or EVERYTHING,
            audience=plain_line(request.audience)[:LONGEST_TOPIC] or ANYBODY,
            asked_at=day(request.asked_at),
            last_day=day(last) or "an unknown day",
            earlier=f"The reader has the briefing of {since}." if since else "There is no earlier briefing.",
            words=str(round(WRITTEN_SHARE * words)),
        )
        messages = [Message("system", self.prompt.system), Message("user", user)]
        return self.model.stream(messages, max_tokens=TOKENS_OF_A_WORD * words)
