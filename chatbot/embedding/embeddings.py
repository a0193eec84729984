"""Embedding models behind any OpenAI-compatible endpoint."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np

from chatbot.embedding.encoder import SentenceEncoder, Vectors
from chatbot.embedding.vector_reply import read_vectors
from chatbot.errors import ModelRefused, ModelReplyInvalid, ModelUnreachable
from chatbot.llm.server_words import NoReply, server_words

if TYPE_CHECKING:
    from openai import APIStatusError, OpenAI

_BATCH = 64
_RETRIES = 3
_TOTAL_SECONDS = 600.0
_FORMAT = "encoding_format"
_TOO_MANY = re.compile(
    r"batch|too many|at most|(?:number|amount) of (?:inputs|texts|items)|array .{0,40}(?:long|max)", re.I
)
"""How endpoints say that they take fewer texts at once."""
_ABOUT_THE_REQUEST = {400, 413, 422}


class RemoteEncoder:
    """A `TextEncoder` that asks an OpenAI-compatible endpoint."""

    def __init__(self, client: OpenAI, model: str) -> None:
        self._client = client
        self._model = model
        self._ruler = SentenceEncoder()
        self._most = _BATCH
        """Texts at once. What the endpoint refuses is not sent there again."""
        self._names_format = True

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
        found: list[list[float]] = []
        while len(found) < len(texts):
            found += self._request(texts[len(found) : len(found) + self._most])
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
        """Vectors of these texts, or of the first of them where the endpoint takes fewer at once."""
        from openai import APIStatusError

        with _translated_errors(self._model, str(self._client.base_url), self._client.api_key):
            while True:
                try:
                    return read_vectors(self._reply(texts), len(texts))
                except APIStatusError as error:
                    if not self._adapts(error, len(texts)):
                        raise
                    texts = texts[: self._most]

    def _reply(self, texts: Sequence[str]) -> str:
        import httpx

        # Several servers refuse the empty string.
        body: dict[str, object] = {"input": [text or " " for text in texts], "model": self._model}
        if self._names_format:
            body[_FORMAT] = "float"
        return self._client.post("/embeddings", body=body, cast_to=httpx.Response).text

    def _adapts(self, error: APIStatusError, sent: int) -> bool:
        """Whether to ask once more after this error, and otherwise."""
        if error.status_code not in _ABOUT_THE_REQUEST:
            return False
        said = str(error)
        if self._names_format and _FORMAT in said:
            self._names_format = False
            return True
        if sent > 1 and _TOO_MANY.search(said):
            self._most = sent // 2
            return True
        return False


def remote_encoder(base_url: str, api_key: str, model: str, timeout: float = 60.0) -> RemoteEncoder:
    """An encoder that asks an OpenAI-compatible endpoint; requests are repeated on 429, 5xx and lost connections.

    Args:
        base_url: up to and including `/v1`.
        api_key: may be empty, for servers that want none.
        model: the model's name at that endpoint.
        timeout: seconds for one request.

    Raises:
        ModelError: the address is none, the key cannot be sent, or the environment's proxies cannot be used.
    """
    from chatbot.llm.connection import connect
    from chatbot.llm.endpoint import Endpoint

    endpoint = Endpoint(base_url, model, api_key, timeout, _TOTAL_SECONDS, _RETRIES)
    with _translated_errors(model, endpoint.address, endpoint.key):
        return RemoteEncoder(endpoint.client(connect(endpoint)), model)


@contextmanager
def _translated_errors(model: str, address: str, key: str) -> Iterator[None]:
    import httpx
    from openai import APIConnectionError, APIError, APIStatusError

    try:
        yield
    # The causes are left out: their texts may repeat the key.
    except (APIConnectionError, httpx.TransportError, httpx.InvalidURL) as error:
        raise ModelUnreachable(
            f"The embedding endpoint {address} does not answer{_words(str(error), key)}",
            "Check CHATBOT_EMBEDDING_BASE_URL and that the server runs, or unset it to use the embedded model.",
        ) from None
    except APIStatusError as error:
        raise ModelRefused(
            f"The embedding endpoint {address} refused the request for model '{model}'"
            f"{_words(error.response.text or error.message, key)}",
            _REMEDIES.get(error.status_code, _REFUSED),
        ) from None
    except NoReply as error:
        raise _invalid(model, f"no vectors{_words(error.message, key)}") from None
    except (APIError, ValueError) as error:
        raise _invalid(model, f"no readable reply{_words(str(error), key)}") from None


def _words(said: str, key: str) -> str:
    """What the server says, without the key even if the server repeats it."""
    words = server_words(said.replace(key, "***") if key else said)
    return f": {words}" if words else ""


_REFUSED = "Check CHATBOT_EMBEDDING_MODEL and the endpoint's log."
_REMEDIES = {
    401: "Set OPENAI_API_KEY to a key that this endpoint accepts.",
    403: "Set OPENAI_API_KEY to a key that may use this model.",
    404: "Set CHATBOT_EMBEDDING_MODEL to a model of this endpoint, and CHATBOT_EMBEDDING_BASE_URL up to its /v1.",
    429: "Wait, or raise the rate limit of the key in OPENAI_API_KEY.",
}


def _invalid(model: str, what: str) -> ModelReplyInvalid:
    return ModelReplyInvalid(
        f"The embedding model '{model}' returned {what}",
        "Check that CHATBOT_EMBEDDING_BASE_URL serves OpenAI's embeddings protocol and that "
        "CHATBOT_EMBEDDING_MODEL names an embedding model.",
    )
