"""Text to the tokens that are searched for, in every script.

Chinese, Japanese, Thai and their like put no spaces between words, and Korean joins particles to its words. No list of
words is needed to search them: letters and overlapping pairs of letters are indexed, and pairs are searched for, as
Lucene's CJKAnalyzer does it. In South-East Asia a "letter" is a consonant with its vowels and marks.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from itertools import pairwise

from chatbot.letters import marks_where, search_form
from chatbot.text.asking_words import without_asking_words

HAN = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
KANA = "\u3041-\u3096\u30a1-\u30fe\u31f0-\u31ff"
HANGUL = "\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3"
SOUTH_EAST_ASIAN = "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ece\u0edc-\u0edf\u1000-\u103f\u1050-\u108f\u1780-\u17d3\u17dd"
"""Thai, Lao, Burmese and Khmer, without their digits and punctuation."""
LEAST_HIRAGANA = 3
"""Letters of a Japanese word in hiragana that is searched for: shorter ones are endings and particles."""

_LETTERS = re.compile(f"[{HAN}{KANA}{HANGUL}{SOUTH_EAST_ASIAN}]")
_EAST_ASIAN_LETTER = re.compile(f"[{HAN}{KANA}]")
_SOUTH_EAST_ASIAN_LETTER = re.compile(f"[{SOUTH_EAST_ASIAN}]")
_HIRAGANA = re.compile("[\u3041-\u3096]+")
_PIECE = re.compile(
    rf"(?P<letters>[{HAN}]+|{_HIRAGANA.pattern}|[\u30a1-\u30fe\u31f0-\u31ff]+|[{HANGUL}]+)"
    rf"|(?P<clusters>[{SOUTH_EAST_ASIAN}]+)"
    rf"|[^{HAN}{KANA}{HANGUL}{SOUTH_EAST_ASIAN}]+"
)
_CLUSTER = re.compile(
    "[\u0e40-\u0e44\u0ec0-\u0ec4]?."  # a vowel that is written before its consonant
    "(?:[\u17d2\u1039]."  # a consonant below another
    "|[\u0e30-\u0e3a\u0e45\u0e47-\u0e4e\u0eb0-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u1056-\u1059\u17b4-\u17d3])*"
)


def index_tokens(text: str) -> list[str]:
    """The tokens by which a text can be found, in order: words; where no spaces part them, letters and their pairs."""
    return _tokens(search_form(text), lambda letters: [*letters, *_pairs(letters)])


def query_tokens(text: str) -> list[str]:
    """The tokens that are searched for a text, in order: words; where no spaces part them, the pairs of their letters.

    What only asks, such as 什么时候, is left out, unless nothing else is there. Each token is one of `index_tokens` of
    every text that holds the same words.
    """
    form = search_form(text)
    return _tokens(without_asking_words(form), _asked) or _tokens(form, _asked)


def unspaced_words(text: str) -> int:
    """About how many words no spaces part from others: two letters of East Asia each, or four of South-East Asia."""
    if text.isascii():
        return 0
    return len(_EAST_ASIAN_LETTER.findall(text)) // 2 + len(_SOUTH_EAST_ASIAN_LETTER.findall(text)) // 4


def word_count(text: str) -> int:
    """About how many words a text has, in whatever script."""
    return len(text.split()) + unspaced_words(text)


def _tokens(text: str, of_letters: Callable[[list[str]], list[str]]) -> list[str]:
    words: list[str] = _word_pattern().findall(text)
    if text.isascii() or not _LETTERS.search(text):
        return words
    return [token for word in words for token in _of_word(word, of_letters)]


@cache
def _word_pattern() -> re.Pattern[str]:
    """Runs of letters and digits. Vowels of Indic scripts are marks, and Python counts none of these among letters."""
    return re.compile(rf"[^\W_]+(?:[{marks_where(bool)}]+[^\W_]*)*")


def _of_word(word: str, of_letters: Callable[[list[str]], list[str]]) -> list[str]:
    found = []
    for piece in _PIECE.finditer(word):
        # A mark whose letter went into the piece before begins no word.
        whole = _word_pattern().findall(piece.group())
        if piece["letters"]:
            found += of_letters(list(piece["letters"]))
        elif piece["clusters"]:
            found += [token for run in whole for token in of_letters(_CLUSTER.findall(run))]
        else:
            found += whole
    return found


def _asked(letters: list[str]) -> list[str]:
    if len(letters) < LEAST_HIRAGANA and _HIRAGANA.fullmatch("".join(letters)):
        return []
    return _pairs(letters) if len(letters) > 1 else letters


def _pairs(letters: list[str]) -> list[str]:
    return list(map("".join, pairwise(letters)))
