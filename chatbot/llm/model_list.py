"""Reads which models an endpoint has, and which of them chat: from what the list says, else from their names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

LM_STUDIO = "organization_owner"
"""To whom models belong in the list of LM Studio, which says of what kind they are in another list."""
_NO_CHAT = re.compile(
    r"embed|rerank|whisper|transcri|moderation|stable-?diffusion|dall-?e|(?<![a-z])image(?![a-z])|text-to-|llama-?guard"
    r"|(?:^|[^a-z0-9])(?:bge|gte|e5|minilm|all-minilm|tts|stt|asr|sdxl|flux|imagen|sora|clip|siglip|colbert|splade"
    r"|kokoro|parakeet|bark|shieldgemma)(?![a-z])",
    re.I,
)
_KINDS = ("type", "task", "pipeline_tag", "model_type", "kind")
"""Fields in which lists say what a model is for."""
_ABILITIES = ("capabilities", "endpoints", "supported_endpoints", "output_modalities")
"""Fields in which lists say what a model can do: names, or names with true and false."""
_CHATS = re.compile(r"chat|llm|vlm|completion|text-?generation|text-?to-?text|language|responses|^text$", re.I)
_DOES_NOT = re.compile(r"embed|rank|image|speech|audio|transcri|moderation|whisper|tts|video|classif|similarity", re.I)


@dataclass(frozen=True, slots=True)
class ListedModel:
    """One model of a list."""

    name: str
    owner: str = ""
    chats: bool | None = None
    """Whether it is for chatting; None where the list does not say."""

    @property
    def may_chat(self) -> bool:
        """Whether it is for more than embeddings, ranking, speech, images or moderation, as far as is known."""
        return not _NO_CHAT.search(self.name) if self.chats is None else self.chats


def listed_models(body: object) -> list[ListedModel] | None:
    """The models of a list, in its order; None for what is no list.

    Args:
        body: JSON of OpenAI's, LM Studio's, llama.cpp's, Ollama's or another server's list.
    """
    entries = _entries(body, "data")
    more = _entries(body, "models")
    if entries is None and more is None:
        return None
    models = _models(entries if entries else more or ())
    return _with_kinds(models, _models(more or ()))


def described_models(models: Sequence[ListedModel], body: object) -> list[ListedModel]:
    """The models with what another list of the same server says of them; what is no list says nothing."""
    return _with_kinds(models, listed_models(body) or ())


def chat_models(models: Iterable[ListedModel]) -> list[str]:
    """Names of those that may chat."""
    return [model.name for model in models if model.may_chat]


def described_address(base_url: str, models: Sequence[ListedModel]) -> str:
    """Where a server tells more about the models that it listed; empty where none does."""
    if not any(model.owner == LM_STUDIO and model.chats is None for model in models):
        return ""
    return base_url.rstrip("/").removesuffix("/v1") + "/api/v0/models"


def _entries(body: object, name: str) -> list[Any] | None:
    found = body.get(name) if isinstance(body, dict) else body
    return found if isinstance(found, list) else None


def _models(entries: Sequence[Any]) -> list[ListedModel]:
    return [model for entry in entries if (model := _model(entry)).name]


def _model(entry: object) -> ListedModel:
    if isinstance(entry, str):
        return ListedModel(entry)
    if not isinstance(entry, dict):
        return ListedModel("")
    name = next((str(entry[key]) for key in ("id", "model", "name", "key") if entry.get(key)), "")
    return ListedModel(name, str(entry.get("owned_by") or ""), _chats(entry))


def _chats(entry: dict[str, Any]) -> bool | None:
    details = entry.get("architecture")
    known = {**details, **entry} if isinstance(details, dict) else entry
    kinds = [str(known[name]) for name in _KINDS if isinstance(known.get(name), str)]
    verdicts = [_verdict(kind) for kind in kinds] + [_able(known[name]) for name in _ABILITIES if known.get(name)]
    return next((verdict for verdict in verdicts if verdict is not None), None)


def _able(abilities: object) -> bool | None:
    """Whether any ability is to chat: what sees pictures or thinks beside that chats, too."""
    if isinstance(abilities, dict):
        chatting = [bool(can) for name, can in abilities.items() if _verdict(str(name))]
        return any(chatting) if chatting else None
    if not isinstance(abilities, list):
        return None
    verdicts = [_verdict(str(ability)) for ability in abilities]
    return any(verdicts) if any(verdict is not None for verdict in verdicts) else None


def _verdict(word: str) -> bool | None:
    if _DOES_NOT.search(word):
        return "chat" in word.lower()
    return True if _CHATS.search(word) else None


def _with_kinds(models: Sequence[ListedModel], described: Sequence[ListedModel]) -> list[ListedModel]:
    kinds = {model.name: model.chats for model in described if model.chats is not None}
    return [model if model.chats is not None else replace(model, chats=kinds.get(model.name)) for model in models]
