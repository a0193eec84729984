"""The evidence model in PyTorch: an encoder that reads a text and its evidence together, with three heads."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import nn
from torch.nn import functional

DROPOUT = 0.1
FARTHEST = 128
"""Tokens beyond which one distance is like another."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The measures of an encoder."""

    hidden: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    first_position: int = 0
    distances: int = 0
    """Kinds of distance between tokens that attention is biased by; 0: it is not."""
    epsilon: float = 1e-12


MINILM = Shape(384, 6, 12, 1536, 30522, 512)
"""all-MiniLM-L6-v2, from which the shipped model is made."""
MPNET = Shape(768, 12, 12, 3072, 30522, 514, first_position=2, distances=32, epsilon=1e-5)
"""all-mpnet-base-v2, from which its teacher is made, with the tokens of all-MiniLM-L6-v2."""


class Logits(NamedTuple):
    """What the model says of a batch."""

    support: torch.Tensor
    """(batch,): the evidence supports the text."""
    answer: torch.Tensor
    """(batch,): the evidence answers the question."""
    unbacked: torch.Tensor
    """(batch, tokens): the token is not backed; meaningful for tokens of the text."""


class Layer(nn.Module):  # type: ignore[misc]  # torch is absent where types are checked
    """One layer of the encoder."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self._hidden, self._heads = shape.hidden, shape.heads  # Not read off the states: they would enter the graph.
        self.qkv = nn.Linear(shape.hidden, 3 * shape.hidden)
        self.joined = nn.Linear(shape.hidden, shape.hidden)
        self.attention_norm = nn.LayerNorm(shape.hidden, eps=shape.epsilon)
        self.inner = nn.Linear(shape.hidden, shape.inner)
        self.outer = nn.Linear(shape.inner, shape.hidden)
        self.norm = nn.LayerNorm(shape.hidden, eps=shape.epsilon)

    def forward(self, states: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
        """States after the layer; the bias is added to the attention's scores."""
        batch, length, _ = states.shape
        each = self._hidden // self._heads
        split = self.qkv(states).view(batch, length, 3, self._heads, each).permute(2, 0, 3, 1, 4)
        # Written out: on a CPU the fused attention's backward pass takes twice the time of these steps.
        query, key, value = (part.contiguous() for part in split.unbind(0))
        scores = (query * each**-0.5) @ key.transpose(-1, -2) + bias
        context = (scores.softmax(-1) @ value).transpose(1, 2).reshape(batch, length, self._hidden)
        states = self.attention_norm(states + self._dropped(self.joined(context)))
        return self.norm(states + self._dropped(self.outer(functional.gelu(self.inner(states)))))

    def _dropped(self, states: torch.Tensor) -> torch.Tensor:
        """Dropout of whole features of a pair: drawing one number for each token takes a quarter of the time."""
        if not self.training:
            return states
        return states * functional.dropout(states.new_ones(states.shape[0], 1, self._hidden), DROPOUT)


class EvidenceNetwork(nn.Module):  # type: ignore[misc]
    """Embeddings, layers, and heads for support, answering and unbacked tokens."""

    def __init__(self, shape: Shape = MINILM) -> None:
        super().__init__()
        self._first_position = shape.first_position
        self.words = nn.Embedding(shape.vocabulary, shape.hidden)
        self.positions = nn.Embedding(shape.positions, shape.hidden)
        self.types = nn.Embedding(2, shape.hidden)
        self.distances = nn.Embedding(shape.distances, shape.heads) if shape.distances else None
        self.embedding_norm = nn.LayerNorm(shape.hidden, eps=shape.epsilon)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.pair_heads = nn.Linear(2 * shape.hidden, 2)
        self.token_head = nn.Linear(shape.hidden, 1)

    def forward(self, ids: torch.Tensor, types: torch.Tensor, mask: torch.Tensor) -> Logits:
        """Logits of a batch of padded pairs.

        Args:
            ids: tokens, (batch, tokens): [CLS] text [SEP] evidence [SEP].
            types: 0 for the text, 1 for the evidence.
            mask: 1 for a token, 0 for padding.
        """
        places = torch.arange(ids.shape[1], device=ids.device)[None]
        positions = self.positions(places + self._first_position if self._first_position else places)
        states = self.embedding_norm(self.words(ids) + positions + self.types(types))
        bias = (1.0 - mask[:, None, None, :].to(states.dtype)) * -1e4
        if self.distances is not None:
            kinds = distance_kinds(places - places.T, self.distances.num_embeddings)
            bias = bias + self.distances(kinds).permute(2, 0, 1)[None]
        for layer in self.layers:
            states = layer(states, bias)
        own = ((1 - types) * mask).unsqueeze(-1).to(states.dtype)
        mean = (states * own).sum(1) / own.sum(1)
        pair = self.pair_heads(torch.cat([states[:, 0], mean], dim=1))
        return Logits(pair[:, 0], pair[:, 1], self.token_head(states).squeeze(-1))


def distance_kinds(distances: torch.Tensor, kinds: int) -> torch.Tensor:
    """The kind of each signed distance: near ones each by itself, farther ones by their logarithm.

    As in T5 ("Exploring the Limits of Transfer Learning", Raffel and others, 2020) and MPNet: half of the kinds are for
    tokens that stand later, and of these again half for the nearest.
    """
    half = kinds // 2
    near = half // 2
    apart = distances.abs()
    grown = torch.log(apart.clamp(min=1).float() / near) / math.log(FARTHEST / near) * (half - near)
    far = (near + grown.long()).clamp(max=half - 1)
    return (distances > 0).long() * half + torch.where(apart < near, apart, far)
