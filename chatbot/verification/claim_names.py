"""Names in a claim, and whether a text knows them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from chatbot.letters import folded, plain_letters
from chatbot.verification.claim_words import FUNCTION_WORDS, Word, word_set

LEAST_SHARED_PREFIX = 4
"""Russia / Russian, Ukraine / Ukrainian: as many equal first letters make two names the same place or person."""

_SAME = (
    ("us", "usa", "america", "american", "americans", "united", "states", "washington"),
    ("uk", "britain", "british", "briton", "britons", "kingdom"),
    ("eu", "europe", "european"),
    ("un", "nations"),
    ("france", "french"),
    ("spain", "spanish", "spaniard"),
    ("netherlands", "dutch", "holland"),
    ("greece", "greek"),
    ("denmark", "danish", "dane"),
    ("turkey", "turkish", "turkiye", "turk"),
    ("switzerland", "swiss"),
    ("wales", "welsh"),
    ("ireland", "irish"),
    ("poland", "polish", "pole"),
    ("england", "english"),
    ("sweden", "swedish", "swede"),
    ("finland", "finnish", "finn"),
    ("scotland", "scottish", "scot"),
    ("peru", "peruvian"),
    ("kremlin", "moscow", "russia", "russian"),
)
_GROUP = {name: number for number, group in enumerate(_SAME) for name in group}
_ALIKE = (
    ("niger", "nigerien", "nigeriens"),
    ("nigeria", "nigerian", "nigerians"),
    ("austria", "austrian", "austrians"),
    ("australia", "australian", "australians"),
)
_DISTINCT = {name: number for number, group in enumerate(_ALIKE) for name in group}
"""Places that their first letters would make one."""
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_COMMON_CAPITALISED = word_set(
    """mr mrs ms dr sir lord lady president prime minister senator governor king queen prince princess general
    professor january february march april may june july august september october november december monday tuesday
    wednesday thursday friday saturday sunday i god internet the"""
)


def names_of(words: Sequence[Word]) -> list[str]:
    """The capitalised words of a sentence that name something.

    The first word counts only before another capitalised word, since any word is capitalised there; a sentence mostly
    in capitals (a headline) has no recognisable names. Titles, months and weekdays are left out.
    """
    capitalised = [word.text[:1].isupper() for word in words]
    if sum(capitalised) > 0.7 * len(words) and len(words) > 3:
        return []
    names = []
    for position, word in enumerate(words):
        follows = position + 1 < len(words) and capitalised[position + 1]
        if capitalised[position] and _may_name(word) and (not word.starts_sentence or follows):
            names.append(re.sub(r"['’]s?$|\.", "", word.text))
    return names


def _may_name(word: Word) -> bool:
    lower = re.sub(r"['’].*$", "", word.text.casefold())
    return word.is_content and len(lower) > 1 and lower not in _COMMON_CAPITALISED and lower not in FUNCTION_WORDS


def initials_of(words: Sequence[Word]) -> set[str]:
    """Acronyms that the capitalised runs of a sentence may be shortened to: World Health Organization gives who."""
    found: set[str] = set()
    run = ""
    for word in words:
        if word.text[:1].isupper():
            run += word.text[0].casefold()
            found.update(run[start:] for start in range(len(run) - 1))
        elif word.text not in ("of", "the", "and", "for"):
            run = ""
    return found


def writings_of(word: str) -> set[str]:
    """How a word is written without marks on its letters, in small ones: "Müller" as "muller" and as "mueller"."""
    if word.isascii():
        return {word.casefold()}
    return {folded(word).casefold(), folded(plain_letters(word).text.translate(_UMLAUTS)).casefold()}


def is_known(name: str, vocabulary: frozenset[str]) -> bool:
    """Whether a text with these lower-case words (and acronyms) knows the name, in this or a related form.

    The words are in the writings that `writings_of` gives.
    """
    lower = folded(name).casefold()
    if lower in vocabulary or lower.rstrip("s") in vocabulary or not vocabulary.isdisjoint(writings_of(name)):
        return True
    return any(_are_related(lower, word) for word in vocabulary)


@lru_cache(maxsize=262144)
def _are_related(name: str, word: str) -> bool:
    if name in _DISTINCT and word in _DISTINCT:
        return _DISTINCT[name] == _DISTINCT[word]
    if name[:2] != word[:2]:
        return name in _GROUP and _GROUP.get(word) == _GROUP[name]
    if name in _GROUP and _GROUP.get(word) == _GROUP[name]:
        return True
    shared = 0
    for one, other in zip(name, word, strict=False):
        if one != other:
            break
        shared += 1
    return shared >= LEAST_SHARED_PREFIX and shared >= min(len(name), len(word)) - 2 and abs(len(name) - len(word)) <= 4
