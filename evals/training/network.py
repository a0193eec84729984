"""The evidence model in PyTorch: all-MiniLM-L6-v2 reading a text and its evidence together, with three heads."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import torch
from torch import nn
from torch.nn import functional

HIDDEN, LAYERS, HEADS, INNER = 384, 6, 12, 1536
VOCABULARY, POSITIONS = 30522, 512
DROPOUT = 0.1


class Logits(NamedTuple):
    """What the model says of a batch."""

    support: torch.Tensor
    """(batch,): the evidence supports the text."""
    answer: torch.Tensor
    """(batch,): the evidence answers the question."""
    unbacked: torch.Tensor
    """(batch, tokens): the token is not backed; meaningful for tokens of the text."""


class Layer(nn.Module):  # type: ignore[misc]  # torch is absent where types are checked
    """One BERT layer."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.joined = nn.Linear(HIDDEN, HIDDEN)
        self.attention_norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.inner = nn.Linear(HIDDEN, INNER)
        self.outer = nn.Linear(INNER, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)

    def forward(self, states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """States after the layer; the mask is added to the attention's scores."""
        batch, length, _ = states.shape
        split = self.qkv(states).view(batch, length, 3, HEADS, HIDDEN // HEADS).permute(2, 0, 3, 1, 4)
        # Written out: on a CPU the fused attention's backward pass takes twice the time of these steps.
        query, key, value = (part.contiguous() for part in split.unbind(0))
        scores = (query * (HIDDEN // HEADS) ** -0.5) @ key.transpose(-1, -2) + mask
        context = (scores.softmax(-1) @ value).transpose(1, 2).reshape(batch, length, HIDDEN)
        states = self.attention_norm(states + self._dropped(self.joined(context)))
        return self.norm(states + self._dropped(self.outer(functional.gelu(self.inner(states)))))

    def _dropped(self, states: torch.Tensor) -> torch.Tensor:
        """Dropout of whole features of a pair: drawing one number for each token takes a quarter of the time."""
        if not self.training:
            return states
        return states * functional.dropout(states.new_ones(states.shape[0], 1, HIDDEN), DROPOUT)


class EvidenceNetwork(nn.Module):  # type: ignore[misc]
    """Embeddings, six layers, and heads for support, answering and unbacked tokens."""

    def __init__(self) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, HIDDEN)
        self.positions = nn.Embedding(POSITIONS, HIDDEN)
        self.types = nn.Embedding(2, HIDDEN)
        self.embedding_norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.pair_heads = nn.Linear(2 * HIDDEN, 2)
        self.token_head = nn.Linear(HIDDEN, 1)

    def forward(self, ids: torch.Tensor, types: torch.Tensor, mask: torch.Tensor) -> Logits:
        """Logits of a batch of padded pairs.

        Args:
            ids: tokens, (batch, tokens): [CLS] text [SEP] evidence [SEP].
            types: 0 for the text, 1 for the evidence.
            mask: 1 for a token, 0 for padding.
        """
        places = torch.arange(ids.shape[1], device=ids.device)[None]
        states = self.embedding_norm(self.words(ids) + self.positions(places) + self.types(types))
        hidden = (1.0 - mask[:, None, None, :].to(states.dtype)) * -1e4
        for layer in self.layers:
            states = layer(states, hidden)
        own = ((1 - types) * mask).unsqueeze(-1).to(states.dtype)
        mean = (states * own).sum(1) / own.sum(1)
        pair = self.pair_heads(torch.cat([states[:, 0], mean], dim=1))
        return Logits(pair[:, 0], pair[:, 1], self.token_head(states).squeeze(-1))

    def load_minilm(self, weights: Path) -> None:
        """Take the encoder's weights from all-MiniLM-L6-v2's `model.safetensors`; the heads stay as they are."""
        from safetensors.torch import load_file

        given: dict[str, Any] = load_file(str(weights))
        self.load_state_dict({**self.state_dict(), **_renamed(given)})


def _renamed(given: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """Weights as Hugging Face names them, under this module's names; query, key and value in one."""
    given = {name.removeprefix("bert."): tensor for name, tensor in given.items()}
    taken = {
        "words.weight": given["embeddings.word_embeddings.weight"],
        "positions.weight": given["embeddings.position_embeddings.weight"],
        "types.weight": given["embeddings.token_type_embeddings.weight"],
        "embedding_norm.weight": given["embeddings.LayerNorm.weight"],
        "embedding_norm.bias": given["embeddings.LayerNorm.bias"],
    }
    for at in range(LAYERS):
        there, here = f"encoder.layer.{at}.", f"layers.{at}."
        for kind in ("weight", "bias"):
            parts = [given[f"{there}attention.self.{part}.{kind}"] for part in ("query", "key", "value")]
            taken[f"{here}qkv.{kind}"] = torch.cat(parts)
            for ours, theirs in _PARTS.items():
                taken[f"{here}{ours}.{kind}"] = given[f"{there}{theirs}.{kind}"]
    return taken


_PARTS = {
    "joined": "attention.output.dense",
    "attention_norm": "attention.output.LayerNorm",
    "inner": "intermediate.dense",
    "outer": "output.dense",
    "norm": "output.LayerNorm",
}
