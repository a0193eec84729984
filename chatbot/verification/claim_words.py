"""Words of a claim and of its evidence, reduced to what can be compared: stems, with function words told apart."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from chatbot.letters import folded
from chatbot.verification.word_forms import regular

_LETTERS = "(?:[^\\W\\d_][\u0300-\u036f\u00ad\u200b-\u200d\u2060]*)+"
"""With marks that stand behind their letters, and with what no eye sees between them."""
_WORD = re.compile(rf"(?:[A-Z]\.){{2,}}|\d[\d,.]*\d|\d|{_LETTERS}(?:['’]{_LETTERS})?|[^\W_]+")


def word_set(text: str) -> frozenset[str]:
    """The words of a list that is written as text."""
    return frozenset(text.split())


FUNCTION_WORDS = word_set(
    """a an the this that these those here there and or but nor so yet if then than as at by for from in into of off on
    onto out over to up upon with within about above across after against along among around before behind below
    beneath beside besides between beyond despite during except inside like near per since through throughout toward
    towards under until unlike via while is am are was were be been being has have had having do does did doing done
    will would shall should can could may might must i me my mine we us our ours you your yours he him his she her hers
    it its they them their theirs himself herself itself themselves myself yourself who whom whose which what when
    where why how not no also too very just only even still already both each either neither all any some such own same
    other another more most much many few less least one ones because though although however therefore thus hence
    moreover furthermore additionally meanwhile etc s t d ll re ve m get got say says said according"""
)

_VOWEL = re.compile(r"[aeiouy]")
_ENDINGS = (
    ("ational", "ate"), ("ization", "ize"), ("isation", "ize"), ("fulness", "ful"), ("iveness", "ive"),
    ("ations", "ate"), ("ation", "ate"), ("ements", ""), ("ement", ""), ("nesses", ""), ("ness", ""), ("ments", ""),
    ("ment", ""), ("ingly", ""), ("edly", ""), ("ising", "ize"), ("ised", "ize"), ("ises", "ize"), ("ise", "ize"),
    ("ies", "y"), ("ied", "y"), ("ing", ""), ("ers", ""), ("ors", ""), ("est", ""), ("ed", ""), ("er", ""), ("or", ""),
    ("ly", ""), ("es", ""), ("s", ""),
)  # fmt: skip


_NAMES_LIKE_FUNCTION_WORDS = frozenset({"US", "U.S.", "IT"})


class Word(NamedTuple):
    """A word of a text."""

    text: str
    stem: str
    is_content: bool
    """Whether it carries meaning of its own: not a function word."""
    starts_sentence: bool


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The comparable form of a word: lower case, no marks on letters, irregular forms by their base, one spelling,
    common endings removed.

    A light suffix stripper in the manner of Porter, "An algorithm for suffix stripping" (1980): at least three
    characters with a vowel stay, doubled final consonants are undoubled and a final e is dropped.
    """
    plain = re.sub(r"['’].*$|,", "", folded(word).casefold())
    plain = plain if plain[:1].isdigit() else plain.replace(".", "")
    plain = regular(plain)
    if len(plain) <= 3 or not plain.isalpha():
        return plain
    for ending, instead in _ENDINGS:
        base = plain[: -len(ending)]
        if plain.endswith(ending) and len(base) >= 3 and _VOWEL.search(base) and not plain.endswith(("ss", "us", "is")):
            plain = base + instead
            break
    if len(plain) > 3 and plain[-1] == plain[-2] and plain[-1] not in "aeiouls":
        plain = plain[:-1]
    return plain.rstrip("e") if len(plain.rstrip("e")) >= 3 else plain


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a sentence in order; numbers count as content."""
    found = []
    for position, match in enumerate(_WORD.finditer(text)):
        word = match.group()
        lower = re.sub(r"['’].*$", "", word.casefold())
        is_content = lower not in FUNCTION_WORDS and (len(lower) > 1 or lower.isdigit())
        is_content = is_content or word in _NAMES_LIKE_FUNCTION_WORDS
        found.append(Word(word, stem(word), is_content, position == 0))
    return tuple(found)


_SENTENCE_END = re.compile(r"(?<=[.!?])[\"'”’)]*\s+(?=[\"'“‘(]*[A-Z0-9])|\s*\n+\s*|(?<=\s[.!?])\s+")
_ABBREVIATION = re.compile(r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|St|Sen|Rep|Gov|Gen|Lt|Col|Sgt|Jr|Sr|Prof|vs|No|Inc|Co))\.$")
_CLAUSE_END = re.compile(
    r"[;:]\s+|,\s+(?=(?:and|but|while|which|who|where|when|with|including|after|before|as|although|though|because|"
    r"so|that|making|leaving|causing|saying|adding)\b)|\s+(?=(?:but|while|which|because|although|after|before)\s)|"
    r"\s+and\s+(?=(?:is|was|were|are|has|have|had|will|would|can|could|to|the|that|he|she|it|they|his|her|their)\b)"
)


_LEAD_IN = re.compile(r"(?:sure|certainly|of course|here(?:['’]s| is| are))\b.{0,120}[:!.]$", re.IGNORECASE)
_NUMBERING = re.compile(r"^(?:\(?\d{1,2}[.)]|[-*•])\s+|\s*\[\d+\]")


def sentences_of(claim: str) -> list[str]:
    """The sentences of a short claim; a claim of the product is one sentence, those of data sets may be several.

    List numbers, markers like [2] and, when something else is left, lead-ins ("Here is a summary:") are dropped.
    """
    parts: list[str] = []
    for part in _SENTENCE_END.split(_NUMBERING.sub("", claim.strip())):
        if parts and _ABBREVIATION.search(parts[-1]):
            parts[-1] += " " + part
        elif plain := _NUMBERING.sub("", part).strip():
            parts.append(plain)
    return [part for part in parts if not _LEAD_IN.match(part)] or parts


def clauses_of(sentence: str) -> list[str]:
    """The clauses of a sentence, cut at conjunctions and relative pronouns; fragments under three words are joined."""
    clauses: list[str] = []
    for part in _CLAUSE_END.split(sentence):
        if clauses and (len(part.split()) < 3 or len(clauses[-1].split()) < 3):
            clauses[-1] += " " + part
        elif part.strip():
            clauses.append(part.strip())
    return clauses
