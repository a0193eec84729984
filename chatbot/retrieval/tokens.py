"""How much a model reads, estimated without its tokenizer, which an endpoint does not give away."""

from __future__ import annotations

import re

CHARACTERS_PER_TOKEN = 4.6
"""Of text in Latin letters: what Qwen2.5's tokenizer makes of English news (docs/retrieval.md)."""
MARKER_TOKENS = 4.5
"""Of the number before a sentence and the end of its line, by the same tokenizer."""
_DENSE = re.compile(r"[^\x00-\u024f\u2000-\u206f]")
"""Other scripts: about a token for each character."""


def estimated_tokens(text: str) -> float:
    """About how many tokens a text has."""
    dense = len(_DENSE.findall(text))
    return dense + (len(text) - dense) / CHARACTERS_PER_TOKEN
