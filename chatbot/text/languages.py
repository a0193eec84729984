"""Which language a short text is in: a question, a search, a title.

Function words decide where they are plain. Otherwise they are weighed together with py3langid's probabilities, which
by themselves take a short English question with foreign names for Welsh.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from chatbot.text.function_words import function_word_evidence

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

LARGE_LANGUAGES = tuple(
    "en de es fr it pt nl pl sv da no fi cs ro hu tr el ru uk ar fa he hi id vi th zh ja ko".split()
)
"""What a text may be in beside the languages that the caller names."""
READ = 400
"""Characters that are looked at: more say nothing new and cost time."""
_PLAIN = 1.5
"""Evidence of function words, about one and a half that no other language has, that needs no model beside it."""
_TIMES = 2.0
"""How many times that of the second language it must be."""
_WEIGHT = 2.0
"""What a function word of one language alone adds to the logarithm of the language's probability."""
_SURE = 0.6
"""Share of all candidates' probability that the likeliest must have."""
_WORD = re.compile(r"[^\W\d_]+")
_ALPHABETIC = re.compile(r"[A-Za-zÀ-ɏͰ-ԯ֐-ࣿऀ-ॿ฀-๿]")
"""Scripts in which one word may be a name of anywhere; in Chinese, Japanese and Korean it tells the language."""


@lru_cache(maxsize=1)
def language_codes() -> frozenset[str]:
    """The codes of ISO 639-1, of which Unicode's CLDR has the names."""
    from babel import Locale

    return frozenset(code for code in map(str, Locale("en").languages) if len(code) == 2)


def language_of(text: str, among: Sequence[str] | None = None) -> str:
    """ISO 639-1 code of the language, or empty where the text is too short, or too mixed, to tell.

    Args:
        text: its first characters count.
        among: languages that are likely, such as those of a library; `LARGE_LANGUAGES` are possible as well.
    """
    words = _WORD.findall(text[:READ].casefold())
    evidence = function_word_evidence(words)
    best, second = sorted(evidence.values(), reverse=True)[:2]
    if best >= _PLAIN and best >= _TIMES * second:
        return max(evidence, key=lambda language: evidence[language])
    if not words or (len(words) == 1 and not best and _ALPHABETIC.search(words[0])):
        return ""
    return _likeliest(" ".join(words), evidence, {*LARGE_LANGUAGES, *(among or ())})


def _likeliest(text: str, evidence: dict[str, float], candidates: Iterable[str]) -> str:
    known = dict(_identifier().rank(text))
    weighed = {
        language: math.exp(_WEIGHT * evidence.get(language, 0.0)) * known[language]
        for language in candidates
        if language in known
    }
    best = max(weighed, key=lambda language: weighed[language])
    return best if weighed[best] >= _SURE * sum(weighed.values()) else ""


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
