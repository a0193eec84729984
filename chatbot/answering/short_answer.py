"""A name, a number or a phrase is no claim by itself: to be checked it is put in its question's place.

"Thailand" in answer to "Which country suspended its prime minister?" claims "Thailand suspended its prime minister".
The same is done to make training data for entailment from questions: Demszky, Guu, Liang, "Transforming question
answering datasets into natural language inference datasets" (2018); the forms of verbs that rules leave wrong
after "did" do not matter to a verifier that compares what is said, not its grammar.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from chatbot.answering.focus import capitalised

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
_INVERTED = re.compile(
    rf"(?P<before>.*?){_ASKED_THING.pattern} (?P<noun>(?:[\w’'-]+ ){{0,3}}?)(?:did|does|do) (?P<rest>.+)", re.IGNORECASE
)
"""A question whose verb needs "did": its answer belongs behind the verb."""
_TELLING = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|do|does|did|will|would|can|could|might|must|should|says?|said)\b|n['’]t\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"(?:(?<![\w.,])-(?=\d))?\w+(?:[.,:'’-]\w+)*")
"""A number with the minus that makes it another one."""
_CARRYING = frozenset("a an the of in on at to for from by with and or".split())
_SPELLED = "two three four five six seven eight nine ten eleven twelve".split()
_DIGITS = {word: str(value) for value, word in enumerate(_SPELLED, start=2)}
_IN_WORDS = {digits: word for word, digits in _DIGITS.items()}
_COUNTING = (
    "few|little|lot|couple|handful|number|dozen|hundred|thousand|million|billion|third|quarter|half|year|month|week|"
    "day|hour|minute|second"
)
_ARTICLE = re.compile(rf"(?:the|an?) (?!(?:{_COUNTING})\b)(?=\S)", re.IGNORECASE)
"""Before what is no number: "a few" and "an hour" are not what "few" and "hour" say."""
_ADDED = re.compile(r"(?:, | \()(?![^,(]*\b(?:not|no|nor|never|but)\b)[^,(]+\)?$")
"""What a writer adds to a name, if nothing is taken back in it: "Atlanta, *Georgia*", "the agency *(NASA)*"."""
_FIRST_NAME = re.compile(r"^(?!(?:Not|No|Nor|Neither|Never|Non|Anti|Ex|Former)\b)[A-Z][\w’'.]* (?=[A-Z])")


def is_short_answer(text: str, question: str) -> bool:
    """Whether a text is only the thing that the question asks for: a few words without a verb that tells anything."""
    words = _WORD.findall(text)
    return 0 < len(words) <= MOST_WORDS and not _TELLING.search(text) and bool(_ASKED_THING.search(question))


def stated(question: str, answer: str) -> str:
    """The claim that a short answer makes: its question, with the answer in the place of what is asked for.

    Args:
        question: holds a question word; `is_short_answer` says so.
        answer: without citation markers.
    """
    asked = question.strip().rstrip("? ")
    thing = answer.strip().rstrip(".")
    if inverted := _INVERTED.fullmatch(asked):
        return f"{inverted['before']}{inverted['rest']} {thing} {inverted['noun']}".strip() + "."
    # "How many people were hurt? — Fourteen people" names the people once.
    repeated = rf"(?: {re.escape(thing.rpartition(' ')[2])}\b)?"
    return f"{re.sub(_ASKED_THING.pattern + repeated, lambda _: thing, asked, count=1, flags=re.IGNORECASE)}."


def held_part(answer: str, quotes: Iterable[str]) -> str:
    """A short answer without what no quote holds of it: what is added behind a name, or names before it.

    "Atlanta" of "Atlanta, Georgia" where only Atlanta is told. The answer itself where nothing is to be left out, or
    where that does not help.
    """
    told = [_words(quote) for quote in quotes]
    whole = _words(answer)
    for part in _parts(answer):
        kept = _words(part)
        left_out = whole - kept - _CARRYING
        # A quote that knows what was left out tells of something else, or names it in another way.
        if any(telling_words(part) <= words and words.isdisjoint(left_out) for words in told):
            return part
    return answer


def _parts(answer: str) -> Iterator[str]:
    """A short answer, then ever less of it."""
    yield answer
    whole = answer.rstrip(".")
    while (shorter := (_ADDED if _ADDED.search(whole) else _FIRST_NAME).sub("", whole, count=1)) != whole:
        whole = shorter.rstrip(" ,;")
        yield whole


def without_article(answer: str, quotes: Iterable[str]) -> str:
    """A short answer without the article before it, unless a quote writes that with a capital: "in The Hague"."""
    article = _ARTICLE.match(answer)
    if not article or any(re.search(rf"\w,? {re.escape(capitalised(answer))}", quote) for quote in quotes):
        return answer
    return answer[article.end() :]


def as_written(answer: str, quotes: Iterable[str]) -> str:
    """A short answer with its small numbers as the quotes write them: "three" where they say so, not "3"."""
    told = {word for quote in quotes for word in _WORD.findall(quote.casefold())}

    def written(match: re.Match[str]) -> str:
        word = match.group()
        other = _DIGITS.get(word.casefold()) or _IN_WORDS.get(word, word)
        return other if word.casefold() not in told and other in told else word

    return _WORD.sub(written, answer)


def stands_in(answer: str, quote: str) -> bool:
    """Whether every word of a short answer, articles and prepositions aside, stands in a quote."""
    return telling_words(answer) <= _words(quote)


def telling_words(text: str) -> set[str]:
    """The words of a text without articles and prepositions, in the form in which they are compared."""
    return _words(text) - _CARRYING


def _words(text: str) -> set[str]:
    """Lower-cased, without a possessive ending; "1,027", "−12" and "WN-150" are one word each, "two" and "2" the same.

    "One" stays a word: it counts nothing in "one of them".
    """
    plain = text.casefold().replace("’", "'").replace("−", "-")
    words = (re.sub(r"'s$", "", word) for word in _WORD.findall(plain))
    return {_DIGITS.get(word, word) for word in words}
