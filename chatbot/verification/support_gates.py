"""Findings that decide support whatever the probability, and the plain words for them.

A claim with a number or a name that the evidence does not hold is not supported; a claim that repeats an evidence
sentence is. docs/verification.md says how often each finding is right.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from chatbot.verification.claim_analysis import Analysed, analyse
from chatbot.verification.claim_contrast import opposed
from chatbot.verification.claim_features import coverage
from chatbot.verification.claim_names import is_known
from chatbot.verification.claim_numbers import is_backed
from chatbot.verification.claim_words import sentences_of, words_of

WHOLE = 0.8
"""Share of an evidence sentence that makes up what it says."""
LEAST_SPELLED = 3
"""Smaller numbers in words are often counted by the writer: "the two presidents"."""
REPEATED = 0.97
"""Probability of a claim that repeats a whole evidence sentence."""
_MONTHS = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|"
    r"Nov(?:ember)?|Dec(?:ember)?)\b"
)
_DAY_OF_MONTH = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s(?P<month>{_MONTHS})"
    rf"|\b(?P<first_month>{_MONTHS})\.?\s(?P<later_day>\d{{1,2}})\b(?!\d)"
)
_SIGN_IN_WORDS = re.compile(
    r"\b(?:below|negative|sub-?zero|freezing|deficit|loss(?:es)?|lost|losing|down|fell|falls?|fallen|dropp?(?:ed|s)?|"
    r"declin\w+|decreas\w+|shr[aiu]nk|contract\w+|reduc\w+|lower\w*|less|fewer)\b",
    re.IGNORECASE,
)
LEAST_SAME = 0.6
"""Share of the claim's words from which on a sentence is about the very same, so that what differs contradicts it."""
LEAST_RELATED = 0.34
"""Share of the claim's words below which the evidence is about something else."""


def apply_gates(claim: str, evidence: Sequence[str], probability: float, threshold: float) -> float:
    """The probability after the findings that overrule it: at most half the threshold, or at least `REPEATED`."""
    if other_sign(claim, evidence):
        return min(probability, threshold / 2)
    if repeats(claim, evidence):
        return max(probability, REPEATED)
    if missing_number(claim, evidence) or missing_date(claim, evidence) or missing_name(claim, evidence):
        return min(probability, threshold / 2)
    return probability


def repeats(claim: str, evidence: Sequence[str]) -> bool:
    """Whether the claim says what one whole evidence sentence says, word for word but for a few words left out.

    Case, punctuation and endings are free. What is left out is at most a fifth and neither negates nor hedges.
    """
    said = analyse(claim)
    return any(_is_cut_from(said, analyse(text)) for text in evidence)


def _is_cut_from(claim: Analysed, sentence: Analysed) -> bool:
    if not len(sentence.stems) * WHOLE <= len(claim.stems) <= len(sentence.stems):
        return False
    rest = iter(sentence.stems)
    same_stance = (claim.negations, claim.hedges) == (sentence.negations, sentence.hedges)
    return same_stance and all(stem in rest for stem in claim.stems)


def missing_number(claim: str, evidence: Sequence[str]) -> str:
    """The first number of the claim that the evidence does not hold, or an empty string."""
    values = frozenset[float]().union(*(analyse(text).values for text in evidence))
    numbers = (number for part in sentences_of(claim) for number in analyse(part).numbers)
    checked = (number for number in numbers if number.in_digits or number.value >= LEAST_SPELLED)
    return next((number.text for number in checked if not is_backed(number, values)), "")


def other_sign(claim: str, evidence: Sequence[str]) -> str:
    """The first number of the claim that the evidence holds only with the other sign, or an empty string.

    "12 degrees below zero" and "fell by 12" need no minus, so that a number in such words says nothing.
    """
    if any(_SIGN_IN_WORDS.search(text) for text in (claim, *evidence)):
        return ""
    known = [number for text in evidence for number in analyse(text).numbers]
    for number in (number for part in sentences_of(claim) for number in analyse(part).numbers if number.in_digits):
        signs = {other.is_negative for other in known if other.value == number.value}
        if signs and number.is_negative not in signs:
            return f"−{number.text}" if number.is_negative else number.text
    return ""


def missing_date(claim: str, evidence: Sequence[str]) -> str:
    """The first day of a month in the claim that the evidence does not hold, though it holds another of that month."""
    dated = [found for text in evidence for found in _days(text)]
    for day, month, words in _days(claim):
        days = {known for known, named, _ in dated if named == month}
        if days and day not in days:
            return words
    return ""


def _days(text: str) -> list[tuple[str, str, str]]:
    """Days of months in a text: the number, the month's first three letters, and both as written."""
    found = []
    for match in _DAY_OF_MONTH.finditer(text):
        day, month = (match["day"], match["month"]) if match["day"] else (match["later_day"], match["first_month"])
        found.append((day, month[:3].casefold(), match.group()))
    return found


def missing_name(claim: str, evidence: Sequence[str]) -> str:
    """The first name of the claim that the evidence does not hold, or an empty string."""
    known = frozenset[str]().union(*(analyse(text).words for text in evidence))
    names = [name for part in sentences_of(claim) for name in analyse(part).names]
    missing = [name for name in names if not is_known(name, known)]
    return _joined(missing, claim)


def _joined(names: Sequence[str], claim: str) -> str:
    """The first name with those that follow it at once in the claim: a forename with its surname."""
    whole = names[0] if names else ""
    for name in names[1:]:
        if f"{whole} {name}" not in claim:
            break
        whole = f"{whole} {name}"
    return whole


def explain(claim: str, evidence: Sequence[str]) -> str:  # noqa: PLR0911 -- one line for each finding
    """What speaks most plainly against support, as a clause without a final full stop."""
    analysed = [analyse(text) for text in evidence]
    if not analysed:
        return "there is no cited text"
    if not analyse(claim).stems:
        return "it says nothing"
    known = frozenset[str]().union(*(sentence.content for sentence in analysed))
    if coverage(analyse(claim), known) < LEAST_RELATED:
        return "the cited text is about something else"
    if date := missing_date(claim, evidence):
        return f"the cited text has another date than {date}"
    if number := other_sign(claim, evidence):
        return f"the cited text has {number} with the other sign"
    if number := missing_number(claim, evidence):
        return f"the number {number} is not in the cited text"
    if name := missing_name(claim, evidence):
        return f"the name {name} is not in the cited text"
    return _contrast(analyse(claim), max(analysed, key=lambda sentence: coverage(analyse(claim), sentence.content)))


def contradiction(claim: str, evidence: Sequence[str]) -> str:  # noqa: PLR0911 -- one line for each finding
    """What the evidence says otherwise than the claim, as a clause; empty where it only says less.

    A number or a name that the evidence does not hold is missing, not contradicted.
    """
    analysed = [analyse(text) for text in evidence]
    said = analyse(claim)
    if not analysed or not said.stems:
        return ""
    if coverage(said, frozenset[str]().union(*(sentence.content for sentence in analysed))) < LEAST_SAME:
        return ""
    if date := missing_date(claim, evidence):
        return f"the cited text has another date than {date}"
    if number := other_sign(claim, evidence):
        return f"the cited text has {number} with the other sign"
    source = max(analysed, key=lambda sentence: coverage(said, sentence.content))
    if coverage(said, source.content) < LEAST_SAME:
        return ""
    if bool(source.negations) != bool(said.negations):
        return "the source negates it" if source.negations else "it negates what the source says"
    if pairs := opposed(said.stems, source.stems):
        return f"the source says “{_surface(pairs[0][1], source)}”, not “{_surface(pairs[0][0], said)}”"
    return ""


def _contrast(claim: Analysed, source: Analysed) -> str:
    """How the claim differs from the evidence sentence that is closest to it."""
    if source.negations and not claim.negations:
        return "the source negates it"
    if claim.negations and not source.negations:
        return "it negates what the source says"
    if pairs := opposed(claim.stems, source.stems):
        said, instead = _surface(pairs[0][1], source), _surface(pairs[0][0], claim)
        return f"the source says “{said}”, not “{instead}”"
    if source.hedges and not claim.hedges:
        return "the source is less certain"
    novel = [word for word in dict.fromkeys(claim.content_order) if word not in source.content]
    return f"the cited text does not say all of it{_quoted(novel, claim)}"


def _surface(stem: str, sentence: Analysed) -> str:
    """The word of the sentence that has this stem."""
    return next(word.text for word in words_of(sentence.text) if word.stem == stem)


def _quoted(stems: Sequence[str], claim: Analysed) -> str:
    missing = [_surface(stem, claim) for stem in stems[:3]]
    return f": nothing on “{', '.join(missing)}”" if missing else ""
