"""The noun phrases of a question, found by its small words: what "it" may mean, and what another subject replaces.

No grammar is parsed: a phrase begins with a determiner, a preposition or a capital and ends before the next small word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from chatbot.text.function_words import ANY_FUNCTION_WORD

STEM = 5
"""Letters of a word that are compared."""
_READ = 600
"""Characters of a question that are looked at."""
_WORD = re.compile(r"\d[\d.,]*\d|\w[\w’'-]*")
_POSSESSIVE = re.compile(r"['’]s$")

DETERMINERS = frozenset(
    (
        "the a an this that these those all both der die das den dem des ein eine einen einem einer el la los las un "
        "una le les une du des im beim zum zur vom am del al au aux"
    ).split()
)
"""Contractions among them: "im" is a preposition and its determiner."""
_PREPOSITIONS = {
    word: first
    for group in (
        "in im en dans inside",
        "on am sobre sur über",
        "at beim bei",
        "for für para pour",
        "about",
        "with mit con avec",
        "by von vom par por",
        "from aus desde",
        "to zu zum zur al au aux",
        "against gegen contra contre",
        "after nach",
        "before vor",
        "during während durante pendant",
        "between zwischen entre",
        "under unter",
        "over",
    )
    for word in group.split()
    for first in [group.split()[0]]
}
_GERMAN = frozenset("der die das den dem des ein eine einen einem einer im beim zum zur vom am".split())
_QUANTITIES = frozenset("viele vieler viel wieviele wievielen mehr".split())
"""What German counts with a capital behind it."""
_OF = frozenset("of de del du des der von vom".split())
"""What joins two nouns to one phrase, where no verb stands between."""
_NEEDS_VERB = frozenset("did does do will would can could should may might must va vont".split())
"""Auxiliaries whose verb follows the subject."""
_TAKES_PARTICIPLE = frozenset("is are was were has have had been".split())
_PARTICIPLE = re.compile(
    r"\w{2,}(?:ed|en|wn|lt|pt|ught)$|(?:held|sold|told|paid|hit|lost|won|made|found|left|sent|hurt|done|gone|led|cut"
    r"|met|said|read|set|built|begun|run|put|shot|fought|up|off|out|over|open|closed|safe|dead|free|ready|done)$",
    re.IGNORECASE,
)
_VERBS = frozenset(
    (
        "said says told say hit won killed injured hurt died cost costs happened struck wants want wanted signed "
        "voted passed ruled announced began ended started opened closed think thinks feel get gets got going"
    ).split()
)
"""Words that are hardly ever part of a noun phrase that stands behind a determiner."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase where it stands in a text."""

    start: int
    end: int
    text: str
    preposition: str = ""
    """What kind of preposition stands before it; empty for none."""
    lead: int = 0
    """Where that preposition begins; `start` where there is none."""

    @property
    def is_name(self) -> bool:
        """Whether every telling word of it has a capital."""
        telling = [word for word in _WORD.findall(self.text) if word.casefold() not in ANY_FUNCTION_WORD]
        return bool(telling) and all(word[0].isupper() for word in telling)


def content_words(text: str) -> list[str]:
    """The words of a text that tell of its subject, in small letters and in its order."""
    words = (_POSSESSIVE.sub("", word.casefold()) for word in _WORD.findall(text[:_READ]))
    return [word for word in words if word not in ANY_FUNCTION_WORD and any(map(str.isalnum, word))]


def stems(text: str) -> set[str]:
    """The beginnings of the telling words of a text."""
    return {word[:STEM] for word in content_words(text)}


def noun_phrases(question: str) -> list[Phrase]:
    """The noun phrases of a question in its order; what is asked with ("how many people") is none."""
    text = question[:_READ]
    words = list(_WORD.finditer(text))
    found: list[Phrase] = []
    at = 0
    while at < len(words):
        phrase, after = _phrase_at(text, words, at)
        if phrase:
            found.append(phrase)
        at = max(after, at + 1)
    return found


def subject_of(question: str) -> Phrase | None:
    """The phrase that a question is most likely about: a longer one before a shorter, a name before others."""
    phrases = [phrase for phrase in noun_phrases(question) if content_words(phrase.text)]
    return max(phrases, key=lambda phrase: (len(content_words(phrase.text)), phrase.is_name), default=None)


def _phrase_at(text: str, words: list[re.Match[str]], at: int) -> tuple[Phrase | None, int]:
    """The phrase that begins with a word, or None, and the number of the word behind it."""
    preposition, first = "", at
    if at and _kind(words[at]) in _PREPOSITIONS:
        preposition = _PREPOSITIONS[_kind(words[at])]
        first = at if _kind(words[at]) in DETERMINERS else at + 1
    if first >= len(words) or not _begins(text, words, first, preposition):
        return None, at + 1
    begin = first + (_kind(words[first]) in DETERMINERS)
    last = _run(text, words, begin)
    last -= _verbs_at_end(words, at, begin, last)
    if last < begin or not _has_content(words[begin : last + 1]):
        return None, at + 1
    contracted = preposition and _kind(words[first]) in _PREPOSITIONS
    start, end = words[begin if contracted else first].start(), words[last].end()
    return Phrase(start, end, text[start:end], preposition, words[at].start() if preposition else start), last + 1


def _begins(text: str, words: list[re.Match[str]], first: int, preposition: str) -> bool:
    word = words[first]
    if _kind(word) in DETERMINERS:
        return not _broken(text, words, first)
    if _kind(word) in ANY_FUNCTION_WORD:
        return False
    if preposition:
        return True
    counted = first > 0 and _kind(words[first - 1]) in _QUANTITIES
    return word[0][0].isupper() and not counted and (first > 0 or (len(words) > 1 and words[1][0][0].isupper()))


def _run(text: str, words: list[re.Match[str]], begin: int) -> int:
    """Number of the last word of the phrase whose first telling word is `begin`; `begin - 1` for none."""
    last = begin - 1
    for at in range(begin, len(words)):
        joins = at > begin and _kind(words[at]) in _OF and at + 1 < len(words)
        inner = at > begin and _kind(words[at]) in DETERMINERS and _kind(words[at - 1]) in _OF
        if _ends_before(text, words, begin, at) or (_kind(words[at]) in ANY_FUNCTION_WORD and not joins and not inner):
            break
        if not joins and not inner:
            last = at
    return last


def _ends_before(text: str, words: list[re.Match[str]], begin: int, at: int) -> bool:
    """Whether a phrase that began earlier ends before this word: at a mark, a verb, a number."""
    if at <= begin:
        return False
    word, before = words[at][0], words[at - 1][0]
    german = begin > 0 and _kind(words[begin - 1]) in _GERMAN
    return (
        _broken(text, words, at - 1)
        or (word.casefold() in _VERBS and word[0].islower())
        or (word[0].isdecimal() and not before[0].isupper())
        or (german and word[0].islower() and before[0].isupper() and word not in ANY_FUNCTION_WORD)
    )


def _verbs_at_end(words: list[re.Match[str]], at: int, begin: int, last: int) -> int:
    """How many words at the end of a phrase are the verb of the auxiliary before it."""
    before = _kind(words[at - 1]) if at else ""
    if last <= begin - 1 or words[last][0][0].isupper():
        return 0
    ended_by_verb = last + 1 < len(words) and _kind(words[last + 1]) in _VERBS
    if before in _NEEDS_VERB and last > begin and not ended_by_verb:
        return 1
    return int(before in _TAKES_PARTICIPLE and last > begin and bool(_PARTICIPLE.match(words[last][0])))


def _broken(text: str, words: list[re.Match[str]], at: int) -> bool:
    """Whether a mark stands between a word and the next."""
    return at + 1 < len(words) and not text[words[at].end() : words[at + 1].start()].strip("“”\"‘’'").isspace()


def _has_content(words: list[re.Match[str]]) -> bool:
    return any(_kind(word) not in ANY_FUNCTION_WORD for word in words)


def _kind(word: re.Match[str]) -> str:
    return word[0].casefold()
