"""Answers of a few words. They say something only together with their question, and are checked together with it.

"Thailand" in answer to "Which country suspended its prime minister?" claims "Thailand suspended its prime minister".
The same is done to make training data for entailment from questions: Demszky, Guu, Liang, "Transforming question
answering datasets into natural language inference datasets" (2018); the forms of verbs that rules leave wrong
after "did" do not matter to a verifier that compares what is said, not its grammar.
"""

from __future__ import annotations

import re

from chatbot.letters import folded
from chatbot.text.sentence_kinds import tells

MOST_WORDS = 7

_ASKED_THING = re.compile(
    r"\b(?:(?:which|what|whose) of (?:the following|these|them)\b"
    r"(?: [a-z]+(?= (?:is|are|was|were|did|does|do|has|have)))?|"
    r"how (?:many|much|long|old|far|often|high|large|big|tall|fast|soon|late|early)\b|"
    r"(?:which|what|whose)(?! (?:is|are|was|were|did|does|do|has|have|had|will|would|can|could|the|a|an)\b) [\w’'-]+"
    r"(?: \d+\b)?|"  # "Which Formula 1 team" asks for no number.
    r"who(?:m|se)?\b|when\b|where\b|which\b|what\b)",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"\s*(?:please |can you |could you )?(?:compare|contrast|describe|explain|give|list|name|outline|say|show"
    r"|summari[sz]e|tell|write)\b",
    re.IGNORECASE,
)
"""Where a question word behind it asks for nothing: "Compare what the two say"."""
_INVERTED = re.compile(
    rf"(?P<before>.*?){_ASKED_THING.pattern} (?P<noun>(?:[\w’'-]+ ){{0,3}}?)(?:did|does|do) (?P<rest>.+)", re.IGNORECASE
)
"""A question whose verb needs "did": its answer belongs behind the verb."""
_TELLING = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|do|does|did|will|would|can|could|might|must|should|says?|said|"
    r"became|began|bought|broke|brought|came|chose|drew|drove|fell|flew|fought|found|gave|got|grew|held|kept|knew|lay|"
    r"led|lost|made|met|paid|ran|sank|sent|shook|shot|sold|spoke|stood|struck|threw|told|took|went|won|wore|wrote)\b"
    r"|n['’]t\b|(?-i:\b[a-z]+ed\b)",
    re.IGNORECASE,
)
"""A verb, as far as its form tells."""
_WORD = re.compile(r"(?:(?<![\w.,])-(?=\d))?\w+(?:[.,:'’-]\w+)*")
"""A number with the minus that makes it another one."""
_CARRYING = frozenset("a an the of in on at to for from by with and or".split())
_SPELLED = "two three four five six seven eight nine ten eleven twelve".split()
_DIGITS = {word: str(value) for value, word in enumerate(_SPELLED, start=2)}


def as_claim(text: str, question: str) -> str:
    """What a text claims in answer to a question: itself, or where it tells too little, together with the question.

    "Putin" alone is backed wherever the name stands, whatever was asked.
    """
    if is_fragment(text, question):
        return stated(question, text)
    return text if tells(text) or _TELLING.search(text) else f"{question.strip().rstrip('?.! ')}: {text}"


def is_fragment(text: str, question: str) -> bool:
    """Whether a text is only the thing that the question asks for: a few words without a verb that tells anything."""
    words = _WORD.findall(text)
    few = 0 < len(words) <= MOST_WORDS and not _TELLING.search(text)
    return few and bool(_ASKED_THING.search(question)) and not _ORDER.match(question)


def stated(question: str, answer: str) -> str:
    """The claim that a few words make: their question, with the answer in the place of what is asked for.

    Args:
        question: holds a question word; `is_fragment` says so.
        answer: without citation markers.
    """
    asked = question.strip().rstrip("?.! ")
    thing = answer.strip().rstrip(".")
    if inverted := _INVERTED.fullmatch(asked):
        return f"{inverted['before']}{inverted['rest']} {thing} {inverted['noun']}".strip() + "."
    # "How many people were hurt? — Fourteen people" names the people once.
    repeated = rf"(?: {re.escape(thing.rpartition(' ')[2])}\b)?"
    return f"{re.sub(_ASKED_THING.pattern + repeated, lambda _: thing, asked, count=1, flags=re.IGNORECASE)}."


def stands_in(answer: str, quote: str) -> bool:
    """Whether every word of a few words, articles and prepositions aside, stands in a quote."""
    return telling_words(answer) <= _words(quote)


def telling_words(text: str) -> set[str]:
    """The words of a text without articles and prepositions, in the form in which they are compared."""
    return _words(text) - _CARRYING


def _words(text: str) -> set[str]:
    """Lower-cased, without a possessive ending; "1,027", "−12" and "WN-150" are one word each, "two" and "2" the same.

    "One" stays a word: it counts nothing in "one of them".
    """
    plain = folded(text).casefold().replace("’", "'").replace("−", "-")
    words = (re.sub(r"'s$", "", word) for word in _WORD.findall(plain))
    return {_DIGITS.get(word, word) for word in words}
