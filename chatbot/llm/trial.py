"""Tries a chat model: does it answer, how soon, does it take JSON schemas, and how much does it really read?

Some servers cut a prompt that is too long without a word. Code words at its beginning show it: a model that no longer
knows them has not read them.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from chatbot.errors import ModelRefused, ModelReplyInvalid, ModelUnreachable
from chatbot.llm.chat import ChatModel, Generation, Message

SHORTEST = 1000
"""Tokens of the first prompt whose reading is tried; the next are twice as long."""
LONGEST = 8000
_QUESTION = "What is the capital of France? Answer in one word."
_SCHEMA = {
    "type": "object",
    "properties": {"city": {"type": "string"}, "country": {"type": "string"}},
    "required": ["city", "country"],
    "additionalProperties": False,
}
_REPLY_TOKENS = 60
_ATTEMPTS = 2
"""Small models overlook a word now and then."""
_CHARACTERS_PER_TOKEN = 5.0
"""Of the filling; corrected as soon as the endpoint has counted."""
_LEAST_CHARACTERS_PER_TOKEN, _MOST_CHARACTERS_PER_TOKEN = 2.5, 8.0
_COUNTED_LESS = 0.85
"""An endpoint that counts fewer than this share of a prompt's tokens has cut it."""
_COLORS = "amber crimson indigo silver turquoise violet".split()
_BEASTS = "badger falcon heron lynx otter walrus tortoise".split()
_PEOPLE = "The baker|The old teacher|A young doctor|The harbor master|My neighbor|The clerk|A gardener".split("|")
_ACTIONS = "wrote a letter to|met|waited for|had lunch with|borrowed a book from|walked home with".split("|")
_TIMES = "in the morning|before noon|on a rainy day|after the market closed|late in the evening".split("|")


class Outcome(Enum):
    """What became of a long prompt."""

    READ = "read"
    FORGOTTEN = "forgotten"
    """The model does not know how it began."""
    REFUSED = "refused"
    TOO_SLOW = "too slow"
    UNTRIED = "not tried"
    """There was no time left."""


@dataclass(frozen=True, slots=True)
class Greeting:
    """The reply to a simple question."""

    text: str
    first_words: float
    """Seconds."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One prompt of a certain length."""

    tokens: int
    """As the endpoint counted a prompt that it read, else about as many as were sent."""
    seconds: float
    outcome: Outcome
    seen: int = 0
    """Tokens that the endpoint says it has seen of a prompt whose beginning is forgotten."""


def greet(model: ChatModel) -> Greeting:
    """Ask one question; raises ModelError."""
    began = time.perf_counter()
    first_words = 0.0
    generation = model.stream([Message("user", _QUESTION)], max_tokens=_REPLY_TOKENS)
    for text in generation:
        first_words = first_words or (time.perf_counter() - began if text.strip() else 0.0)
    return Greeting(generation.text.strip(), first_words)


def json_form(model: ChatModel) -> str:
    """How the model gives JSON: `json_schema`, `json_object`, `plain`; empty if it gives none."""
    try:
        model.structured([Message("user", _QUESTION)], _SCHEMA, name="capital", max_tokens=4 * _REPLY_TOKENS)
    except ModelReplyInvalid:
        return ""
    return model.json_form.value


def tokens_read(readings: list[Reading]) -> int:
    """About how many tokens of a prompt the model reads."""
    return max((reading.tokens if reading.outcome is Outcome.READ else reading.seen for reading in readings), default=0)


def read_prompts(model: ChatModel, up_to: int = LONGEST, seconds: float = 300.0) -> Iterator[Reading]:
    """Give the model longer and longer prompts, until one is not read.

    Args:
        model: which has answered before, so that it is loaded.
        up_to: tokens of the longest prompt.
        seconds: after which no longer prompt is begun.
    """
    deadline = time.perf_counter() + seconds
    per_token = _CHARACTERS_PER_TOKEN
    for tokens in _lengths(up_to):
        if time.perf_counter() > deadline:
            yield Reading(tokens, 0.0, Outcome.UNTRIED)
            return
        reading = _reading(model, tokens, int(tokens * per_token))
        yield reading
        if reading.outcome is not Outcome.READ:
            return
        per_token = _clamped(per_token * tokens / reading.tokens)


def _lengths(up_to: int) -> Iterator[int]:
    tokens = SHORTEST
    while tokens < up_to:
        yield tokens
        tokens *= 2
    yield up_to


def _clamped(per_token: float) -> float:
    return min(max(per_token, _LEAST_CHARACTERS_PER_TOKEN), _MOST_CHARACTERS_PER_TOKEN)


def _reading(model: ChatModel, tokens: int, characters: int) -> Reading:
    """One length; tried again where the beginning is forgotten, since that may be the model's mistake."""
    began = time.perf_counter()
    reading = Reading(tokens, 0.0, Outcome.FORGOTTEN)
    for attempt in range(_ATTEMPTS):
        outcome, counted = _recalled(model, _code(tokens + attempt), characters)
        seconds = time.perf_counter() - began
        if outcome is Outcome.READ:
            return Reading(counted or tokens, seconds, outcome)
        seen = counted if counted < _COUNTED_LESS * tokens else 0
        reading = Reading(tokens, seconds, outcome, seen)
        if outcome is not Outcome.FORGOTTEN or seen:
            break
    return reading


def _code(number: int) -> tuple[str, str]:
    """Two words that stand nowhere else, others for each number that follows."""
    return _COLORS[number % len(_COLORS)], _BEASTS[number % len(_BEASTS)]


def _recalled(model: ChatModel, code: tuple[str, str], characters: int) -> tuple[Outcome, int]:
    """What became of a prompt of this length, and how many tokens the endpoint counted; 0 if it does not count."""
    try:
        generation = model.complete([Message("user", _prompt(code, characters))], max_tokens=_REPLY_TOKENS)
    except ModelRefused:
        return Outcome.REFUSED, 0
    except ModelReplyInvalid:
        return Outcome.FORGOTTEN, 0
    except ModelUnreachable:
        return Outcome.TOO_SLOW, 0
    known = all(word in generation.text.lower() for word in code)
    return Outcome.READ if known else Outcome.FORGOTTEN, _counted(generation)


def _counted(generation: Generation) -> int:
    return 0 if generation.usage_is_estimated else generation.usage.prompt_tokens


def _prompt(code: tuple[str, str], characters: int) -> str:
    mark = f"The code words are {' '.join(code)}. Remember them.\n\n"
    asked = "\n\nWhich two code words were given at the very beginning? Answer with these two words alone."
    return mark + _filling(max(characters - len(mark) - len(asked), 0)) + asked


def _filling(characters: int) -> str:
    """Plain sentences, always the same, that hold no code word."""
    chance = random.Random(0)  # noqa: S311 -- no secret
    sentences: list[str] = []
    missing = characters
    while missing > 0:
        people = [chance.choice(_PEOPLE), chance.choice(_ACTIONS), chance.choice(_PEOPLE).lower()]
        sentences.append(f"{' '.join(people)} {chance.choice(_TIMES)}.")
        missing -= len(sentences[-1]) + 1
    return " ".join(sentences)
