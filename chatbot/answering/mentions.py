"""Which articles mention something: those in which its words really stand, and the sentence in which they do.

The lexical index names the passages of each word; it is asked word by word, so that no article is missed.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from chatbot.letters import folded, plain_letters
from chatbot.library.library import Library
from chatbot.library.misspelling import edits_between, most_edits
from chatbot.records import Evidence, RankedPassage, StoredPassage
from chatbot.retrieval.sentences import sentences_of
from chatbot.text.sentence_kinds import tells
from chatbot.verification.local import states

SHARE = 2 / 3
"""Of three words or more, how many must stand in one passage where no passage holds them all."""
MOST_OPENED = 2_000
"""Passages that are read to see whether a name stands in one sentence; in more, standing in one passage suffices."""
LOOKED_AT = 5
"""Passages in which it is seen how a word is written."""

_PARTS = re.compile(r"\s*(?:,|;|&|\b(?:and|und|sowie|y|et)\b)\s*", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Mentions:
    """The articles that mention a topic."""

    article_ids: frozenset[str] = frozenset()
    terms: frozenset[str] = frozenset()
    """The index terms of the topic, as the articles have them."""
    meant: str = ""
    """The topic with its misspelt words as the articles write them; empty where none is misspelt."""
    known: str = ""
    """The words of the topic that stand in any article, as the articles write them."""
    partly: bool = False
    """Whether they hold most of the topic's words, and not all of them."""


@dataclass(frozen=True, slots=True)
class _Term:
    """A word of a topic."""

    asked: str
    """As the reader writes it."""
    term: str
    passages: frozenset[str]
    """Those in which it stands, or whose title holds it."""
    written: str = ""
    """As the articles write it, where the reader misspelt it."""

    @property
    def is_name(self) -> bool:
        return not self.asked[0].islower()


class MentionFinder:
    """Finds the articles that mention a topic."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def find(self, topic: str) -> Mentions:
        """The articles of the library that mention every part of a topic; "Putin and Oslo" has two parts.

        A part that is a name is found in one sentence or title, any other words in one passage with its title, and from
        three words on most of them, where no passage holds all.
        """
        self._library.catch_up()
        topic = plain_letters(topic).text
        parts = [terms for part in _PARTS.split(topic) if (terms := self._terms(part))]
        passages = [self._passages(part) for part in parts]
        most = [whole or _most_together(part) for part, whole in zip(parts, passages, strict=True)]
        terms = [term for part in parts for term in part]
        return Mentions(
            frozenset.intersection(*map(_articles, most)) if most else frozenset(),
            frozenset(term.term for term in terms),
            _respelt(topic, terms),
            " ".join(term.written or term.asked for term in terms if term.passages),
            most != passages,
        )

    def telling_sentences(self, article_ids: Sequence[str], terms: frozenset[str]) -> dict[str, Evidence]:
        """For each article the first of the sentences that hold most of the terms; its first one where none holds any.

        An article without a sentence that can be quoted is left out.
        """
        best: dict[str, tuple[int, Evidence]] = {}
        for item in self._sentences(article_ids):
            held = len(terms.intersection(self._library.lexical.terms(item.quote))) if terms else 0
            if item.article_id not in best or held > best[item.article_id][0]:
                best[item.article_id] = held, item
        return {article_id: item for article_id, (_, item) in best.items()}

    def _sentences(self, article_ids: Sequence[str]) -> Iterator[Evidence]:
        for stored in self._library.passages_of(article_ids):
            found = sentences_of(RankedPassage(stored, 0.0, 0.0))
            yield from (item for item in found if tells(item.quote) and states(item))

    def _terms(self, part: str) -> list[_Term]:
        """The words of a part that can be searched for, each once."""
        words = ((word, self._library.lexical.query_terms(word)) for word in _WORD.findall(part))
        distinct = {term: word for word, terms in words for term in terms}
        return [self._term(word, term) for term, word in distinct.items()]

    def _term(self, asked: str, term: str) -> _Term:
        lexical = self._library.lexical
        passages = lexical.standing(term)
        for near in [] if passages else lexical.nearest_terms(term):
            meant = lexical.standing(near)
            if written := self._written(asked, near, meant):
                return _Term(asked, near, frozenset(meant), written)
        return _Term(asked, term, frozenset(passages))

    def _written(self, asked: str, term: str, passages: Iterable[str]) -> str:
        """How the articles write the word that a reader misspelt, empty where they write nothing like it.

        Terms are stems, and of words that are nothing alike these may be: "computing" is not "commuters".
        """
        opened = self._library.passages_by_id(sorted(passages)[:LOOKED_AT])
        words = {word for stored in opened.values() for word in _WORD.findall(_text(stored))}
        alike = [
            (edits, word.isupper(), word)
            for word in words
            if self._library.lexical.terms(word) == [term]
            and (edits := edits_between(folded(asked).casefold(), folded(word).casefold(), most_edits(asked)))
            <= most_edits(asked)
        ]
        # A name is not another word that is written like it: "Artmis" is no army.
        fitting = [form for form in alike if asked[0].islower() or not form[2][0].islower()]
        return min(fitting)[2] if fitting else ""

    def _passages(self, part: Sequence[_Term]) -> frozenset[str]:
        """Those that hold all words of a part; of a name, those with all of them in one sentence."""
        together = frozenset.intersection(*(term.passages for term in part))
        if len(part) > 1 and all(term.is_name for term in part) and len(together) <= MOST_OPENED:
            return self._in_one_sentence(together, {term.term for term in part})
        return together

    def _in_one_sentence(self, passages: frozenset[str], terms: set[str]) -> frozenset[str]:
        """The passages of which a sentence, or the title above them, holds all of the terms."""
        opened = self._library.passages_by_id(sorted(passages))
        return frozenset(
            name
            for name, stored in opened.items()
            if any(terms.issubset(self._library.lexical.terms(text)) for text in _sentences(stored))
        )


def _articles(passages: Iterable[str]) -> frozenset[str]:
    return frozenset(name.partition("@")[0] for name in passages)


def _most_together(part: Sequence[_Term]) -> frozenset[str]:
    """The passages of most of three words or more, all names among them."""
    if len(part) <= 2:
        return frozenset()
    counts = Counter(name for term in part for name in term.passages)
    found = frozenset(name for name, count in counts.items() if count >= math.ceil(SHARE * len(part)))
    return frozenset.intersection(found, *(term.passages for term in part if term.is_name))


def _text(stored: StoredPassage) -> str:
    return plain_letters(f"{stored.metadata.title}\n{stored.passage.text}").text


def _sentences(stored: StoredPassage) -> Iterator[str]:
    yield stored.metadata.title
    for span in stored.sentences:
        yield span.shifted(-stored.passage.start).of(stored.passage.text)


def _respelt(topic: str, terms: Sequence[_Term]) -> str:
    """The topic as the articles write it; empty where none of its words is misspelt."""
    misspelt = {term.asked: term.written for term in terms if term.written}
    return _WORD.sub(lambda word: misspelt.get(word.group(), word.group()), topic) if misspelt else ""
