"""Pairs as tokens, in batches of like length, so that little is padding."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

import torch

from chatbot.embedding.encoder import open_tokenizer
from evals.training.pairs import SUPPORT, Pair

MAX_TEXT, MAX_TOKENS = 96, 256
"""Tokens of the text, and of the whole, that are read; longer ones are cut."""
BATCH_TOKENS = 3000
"""Padded tokens in a batch."""
_START, _END = 101, 102
IGNORED = -1.0
"""Token label that takes no part in the loss."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A pair as the network reads it."""

    ids: list[int]
    text_length: int
    """Tokens of the text with its [CLS] and [SEP]."""
    support: bool
    """Whether the pair belongs to the support head, not to the answer head."""
    label: float
    unbacked: list[float]
    """Label of each token of the text, without [CLS]."""
    weight: float


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded pairs."""

    ids: torch.Tensor
    types: torch.Tensor
    mask: torch.Tensor
    label: torch.Tensor
    support: torch.Tensor
    unbacked: torch.Tensor
    weight: torch.Tensor

    def to(self, device: str) -> Batch:
        """The same batch on another device."""
        return Batch(*(getattr(self, part.name).to(device) for part in fields(self)))


def encode(pairs: Sequence[Pair], weights: Sequence[float] | None = None) -> list[Encoded]:
    """Tokenise pairs; each text's tokens get their labels from the pair's spans."""
    tokenizer = open_tokenizer()
    texts = tokenizer.encode_batch([pair.text for pair in pairs], add_special_tokens=False)
    evidence = tokenizer.encode_batch_fast([pair.evidence for pair in pairs], add_special_tokens=False)
    given = weights or [1.0] * len(pairs)
    return [_encoded(*row) for row in zip(pairs, texts, evidence, given, strict=True)]


def _encoded(pair: Pair, text: object, evidence: object, weight: float) -> Encoded:
    own = text.ids[:MAX_TEXT]  # type: ignore[attr-defined]
    ids = [_START, *own, _END, *evidence.ids[: MAX_TOKENS - len(own) - 3], _END]  # type: ignore[attr-defined]
    if pair.spans is None:
        unbacked = [IGNORED] * len(own)
    else:
        unbacked = [float(any(a < end and start < b for a, b in pair.spans)) for start, end in text.offsets[:MAX_TEXT]]  # type: ignore[attr-defined]
    return Encoded(ids, len(own) + 2, pair.head == SUPPORT, pair.target, unbacked, weight)


def batches(encoded: Sequence[Encoded], seed: int | None, tokens: int = BATCH_TOKENS) -> Iterator[list[int]]:
    """Places of the pairs of each batch, like lengths together, in random order unless the seed is None."""
    yield from like_lengths([len(one.ids) for one in encoded], seed, tokens)


def like_lengths(lengths: Sequence[int], seed: int | None, tokens: int) -> Iterator[list[int]]:
    """Places in batches of like lengths, of so many padded tokens each, in random order unless the seed is None."""
    chance = random.Random(seed)  # noqa: S311
    order = list(range(len(lengths)))
    if seed is not None:
        chance.shuffle(order)
    made = []
    for start in range(0, len(order), 4096):
        pool = sorted(order[start : start + 4096], key=lambda at: lengths[at])
        batch: list[int] = []
        for at in pool:
            if batch and lengths[at] * (len(batch) + 1) > tokens:
                made.append(batch)
                batch = []
            batch.append(at)
        made.append(batch)
    if seed is not None:
        chance.shuffle(made)
    yield from made


def collate(encoded: Sequence[Encoded]) -> Batch:
    """Pad pairs to the longest."""
    width = max(len(one.ids) for one in encoded)
    ids = torch.zeros(len(encoded), width, dtype=torch.long)
    types, mask = torch.zeros_like(ids), torch.zeros_like(ids)
    unbacked = torch.full((len(encoded), width), IGNORED)
    for row, one in enumerate(encoded):
        ids[row, : len(one.ids)] = torch.tensor(one.ids)
        types[row, one.text_length : len(one.ids)] = 1
        mask[row, : len(one.ids)] = 1
        unbacked[row, 1 : 1 + len(one.unbacked)] = torch.tensor(one.unbacked)
    numbers = [[one.label, float(one.support), one.weight] for one in encoded]
    label, support, weight = torch.tensor(numbers).T
    return Batch(ids, types, mask, label, support, unbacked, weight)
