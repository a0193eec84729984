"""Embedding models behind any OpenAI-compatible endpoint."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np
from pydantic import BaseModel

from chatbot.embedding.encoder import SentenceEncoder, Vectors
from chatbot.errors import ModelRefused, ModelReplyInvalid, ModelUnreachable

if TYPE_CHECKING:
    from openai import OpenAI

_BATCH = 64
_RETRIES = 3


class _Item(BaseModel):
    index: int
    embedding: list[float]


class _Reply(BaseModel):
    """What is used of a reply. The client itself lets any JSON pass."""

    data: list[_Item]


class RemoteEncoder:
    """A `TextEncoder` that asks an OpenAI-compatible endpoint."""

    def __init__(self, client: OpenAI, model: str) -> None:
        self._client = client
        self._model = model
        self._ruler = SentenceEncoder()

    @property
    def fingerprint(self) -> str:
        """See `TextEncoder`. The name alone: the same model may move to another address."""
        return f"remote:{self._model}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Embed texts; the endpoint decides how it treats long ones.

        Returns:
            One row of unit length for each text.

        Raises:
            ModelUnreachable: no answer after the retries.
            ModelRefused: the endpoint answered with an error.
            ModelReplyInvalid: the answer holds no usable vectors.
        """
        batches = [texts[start : start + _BATCH] for start in range(0, len(texts), _BATCH)]
        found = [row for batch in batches for row in self._request(batch)]
        if len({len(row) for row in found}) > 1:
            raise _invalid(self._model, "vectors of different lengths")
        rows = np.array(found, np.float32).reshape(len(texts), -1 if texts else 0)
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        if not np.all(np.isfinite(lengths) & (lengths > 0)):
            raise _invalid(self._model, "a vector without direction")
        return np.asarray(rows / lengths, np.float32)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Length of each text in MiniLM's tokens: the endpoint's own tokenizer is unknown, and only sizes matter."""
        return self._ruler.count_tokens(texts)

    def reads(self, text: str) -> bool:  # noqa: ARG002 -- of the protocol
        """Whatever the text: nobody tells which languages the endpoint's model knows, and who chose it knows."""
        return True

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _request(self, texts: Sequence[str]) -> list[list[float]]:
        # Several servers refuse the empty string.
        filled = [text or " " for text in texts]
        with _translated_errors(self._model, str(self._client.base_url)):
            reply = self._client.embeddings.with_raw_response.create(
                input=filled, model=self._model, encoding_format="float"
            )
            items = _Reply.model_validate_json(reply.text).data
        rows = [item.embedding for item in sorted(items, key=lambda item: item.index)]
        if len(rows) != len(texts):
            raise _invalid(self._model, f"{len(rows)} vectors for {len(texts)} texts")
        return rows


def remote_encoder(base_url: str, api_key: str, model: str, timeout: float = 60.0) -> RemoteEncoder:
    """An encoder that asks an OpenAI-compatible endpoint; requests are repeated on 429, 5xx and lost connections.

    Args:
        base_url: up to and including `/v1`.
        api_key: may be empty, for servers that want none.
        model: the model's name at that endpoint.
        timeout: seconds for one request.
    """
    from openai import OpenAI

    client = OpenAI(base_url=base_url, api_key=api_key or "none", timeout=timeout, max_retries=_RETRIES)
    return RemoteEncoder(client, model)


@contextmanager
def _translated_errors(model: str, address: str) -> Iterator[None]:
    from openai import APIConnectionError, APIError, APIStatusError

    try:
        yield
    except APIConnectionError as error:
        raise ModelUnreachable(
            f"The embedding endpoint {address} does not answer: {error}",
            "Check CHATBOT_EMBEDDING_BASE_URL and that the server runs, or unset it to use the embedded model",
        ) from error
    except APIStatusError as error:
        raise ModelRefused(
            f"The embedding endpoint {address} refused the request for model '{model}': {error}",
            _REMEDIES.get(error.status_code, _REFUSED),
        ) from error
    except (APIError, ValueError) as error:
        raise _invalid(model, f"no readable reply ({error})") from error


_REFUSED = "Check CHATBOT_EMBEDDING_MODEL and the endpoint's log"
_REMEDIES = {
    401: "Set OPENAI_API_KEY to a key that this endpoint accepts",
    403: "Set OPENAI_API_KEY to a key that may use this model",
    404: "Set CHATBOT_EMBEDDING_MODEL to a model of this endpoint, and CHATBOT_EMBEDDING_BASE_URL up to its /v1",
    429: "Wait, or raise the rate limit of the key in OPENAI_API_KEY",
}


def _invalid(model: str, what: str) -> ModelReplyInvalid:
    return ModelReplyInvalid(
        f"The embedding model '{model}' returned {what}",
        "Check that CHATBOT_EMBEDDING_BASE_URL serves OpenAI's embeddings protocol and that "
        "CHATBOT_EMBEDDING_MODEL names an embedding model",
    )
