"""What a question asks about: the names in it, and the words that say what is asked of what bears them.

"When was the Harbor Bank founded?" asks about *Harbor Bank*, and of it when it was *founded*.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from chatbot.letters import folded

STEM = 5
"""Letters of a word that are compared."""
LONG_NAME = 3
"""Words from which on a name may lack one of them: a title, an article, "Admiral"."""

COUNTED = 2
"""Words of a question among which is what it counts: "how many people were *hurt* when the ferry hit the pier"."""
LEAD = 90
"""Characters at a sentence's beginning in which it must name what it introduces."""
BEHIND = 250
"""Characters behind the name in which it must say what that is: a life's dates and a name's other forms come first."""

_WORD = re.compile(r"\w+")
_QUOTED = re.compile(r"[“\"]([^“”\"]+)[”\"]")
_UNTELLING = frozenset(
    (
        "a an the of in on at to for from by with and or but is are was were be been being do does did has have had "
        "will would can could what which who whom whose when where why how that this these those his her its their "
        "many much long old far often people associated type primary name called wer was wann wo wie viel viele welche "
        "ist sind war hat"
    ).split()
)
_ALIKE = (
    "built found estab opene creat forme inaug const start began begin launc organ incor",
    "popul resid inhab peopl",
    "archi desig",
    "artis perfo recor singe band",
    "autho write writt wrote",
    "place fough occur happe",
    "born birth",
    "locat situa",
    "fathe mothe son daugh",
    "hurt injur wound",
    "kille died dead death fatal",
    "marri wife husba spous weddi",
    "relea publi issue premi",
    "profe occup caree",
    "resig quit stepp",
    "owned owner acqui bough purch",
    "heigh high tall",
    "lengt long",
    "carry carri board aboar",
    "cost price paid spent",
)
"""Stems of words that tell the same kind of fact: whoever asks when it was founded is answered by when it opened."""
_GROUPS = {stem: frozenset(group.split()) for group in _ALIKE for stem in group.split()}
_INTRODUCES = re.compile(r"\b(?:is|was|are|were) (?:also )?(?:a|an|the|one)\b", re.IGNORECASE)
_RELATES = re.compile(r"\b(?:about|after|against|before|between|by|for|from|of|to|with)\b", re.IGNORECASE)
"""What stands before a name that something else is told in relation to: "the call between Ada Moor and …"."""
_EXPLAINS = re.compile(r"[^.!?(]{0,25}\((?![^)]*\) ?[—–-] )")
"""A parenthesis close behind a name: dates, a place, another name. Not an agency's name before a dash."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, taken apart."""

    names: frozenset[str]
    """Words of the names, lower case and without marks on letters; empty when the question names nothing."""
    told: tuple[frozenset[str], ...]
    """For each word that says what is asked: the stems by which a sentence may tell it."""

    def named_in(self, text: str) -> bool:
        """Whether a text holds the words of the names."""
        return bool(self.names) and len(self.names - _words(text)) <= self._spared

    def share_told(self, sentence: str) -> float:
        """Share, 0..1, of what is asked that a sentence has words for; 0 when the question asks nothing of a name."""
        stems = stems_of(sentence)
        return sum(bool(alike & stems) for alike in self.told) / len(self.told) if self.told else 0.0

    def counts(self, word: str) -> bool:
        """Whether a word beside a number makes it a number of what is asked for: what a question counts comes first."""
        return any(folded(word).casefold()[:STEM] in alike for alike in self.told[:COUNTED])

    def introduced_by(self, sentence: str) -> bool:
        """Whether a sentence begins with the name and says what it is: "Ada Moor (rower) was a …"."""
        sentence = folded(sentence)
        missing = set(self.names)
        for word in _WORD.finditer(sentence[:LEAD].casefold()):
            known = word.group() in missing
            if known and missing == self.names and _RELATES.search(sentence[: word.start()]):
                return False
            missing.discard(word.group())
            if known and len(missing) <= self._spared and _introduces(sentence[word.end() :]):
                return True
        return False

    @property
    def _spared(self) -> int:
        """How many words of the names a text may lack."""
        return 1 if len(self.names) >= LONG_NAME else 0


def read_asked(question: str) -> Asked:
    """Take a self-contained question apart. Capitals tell names; what stands in quotation marks is one."""
    question = folded(question)
    quoted = _QUOTED.search(question)
    words = [word.group() for word in _WORD.finditer(question)]
    capitalised = [word for word in words if not word[0].islower()]
    named = _WORD.findall(quoted[1]) if quoted else capitalised
    names = frozenset(word.casefold() for word in named) - _UNTELLING
    plain = dict.fromkeys(word.casefold() for word in words if len(word) > 1)
    asked = [word[:STEM] for word in plain if word not in names and word not in _UNTELLING]
    return Asked(names, tuple(_GROUPS.get(stem, frozenset((stem,))) for stem in dict.fromkeys(asked)))


def stems_of(text: str) -> set[str]:
    """The beginnings of a text's words, lower case."""
    return {word[:STEM] for word in _words(text)}


def _introduces(behind: str) -> bool:
    """Whether what follows a name says what bears it."""
    return bool(_INTRODUCES.search(behind[:BEHIND]) or _EXPLAINS.match(behind))


def _words(text: str) -> set[str]:
    return set(_WORD.findall(folded(text).casefold()))
