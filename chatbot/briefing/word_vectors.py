"""Vectors of sentences from their words alone, for scripts that the embedding model does not read."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from chatbot.text.tokenizing import query_tokens


def word_vectors(texts: Sequence[str]) -> NDArray[np.float32]:
    """One row of unit length for each text: its words, or pairs of letters, those the more that few of the texts have.

    The cosine of two rows says how many words the texts share. A text without words has a row of zeros.
    """
    counted = [Counter(query_tokens(text.casefold())) for text in texts]
    frequency = Counter(token for tokens in counted for token in tokens)
    columns = {token: at for at, token in enumerate(frequency)}
    vectors = np.zeros((len(texts), max(len(columns), 1)), np.float32)
    for row, tokens in enumerate(counted):
        for token, times in tokens.items():
            vectors[row, columns[token]] = times * (1 + math.log(len(texts) / frequency[token]))
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: NDArray[np.float32] = np.divide(vectors, lengths, out=vectors, where=lengths > 0)
    return scaled
