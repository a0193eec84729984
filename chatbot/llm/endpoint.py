"""Where a model is reached, how patient to be with it, and which models it has."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import httpx

from chatbot.llm.choice import is_this_machine
from chatbot.llm.model_list import ListedModel, described_address, described_models, listed_models
from chatbot.llm.server_words import NoReply, server_words

if TYPE_CHECKING:
    from openai import OpenAI

CONNECT_SECONDS = 10.0
_NO_KEY = "none"
"""Endpoints without keys ignore it; the client insists on some key."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An OpenAI-compatible server and how patient to be with it."""

    base_url: str = field(repr=False)
    """May hold a password; `address` does not."""
    model: str
    api_key: str = field(default="", repr=False)
    timeout: float = 60.0
    """Seconds between two pieces of a reply, and until the first."""
    total_timeout: float = 600.0
    """Seconds for one whole reply."""
    retries: int = 2
    """How often a request is repeated that failed before its reply began."""
    embedded: bool = False

    @property
    def address(self) -> str:
        """For display: the base URL without user name, password or query."""
        if self.embedded:
            return "The embedded model"
        try:
            url = httpx.URL(self.base_url)
        except httpx.InvalidURL:
            return "the configured address"
        return str(url.copy_with(username=None, password=None, query=None, fragment=None))

    @property
    def key(self) -> str:
        """What is sent as the API key, without the line break with which one that was read from a file ends."""
        return self.api_key.strip() or _NO_KEY

    @property
    def is_here(self) -> bool:
        """Whether it is on this machine."""
        return self.embedded or is_this_machine(self.base_url)

    @property
    def timeouts(self) -> httpx.Timeout:
        return httpx.Timeout(self.timeout, connect=min(CONNECT_SECONDS, self.timeout))

    def client(self, http: httpx.Client) -> OpenAI:
        """A client of the protocol over an HTTP connection; raises what openai raises."""
        from openai import OpenAI

        return OpenAI(
            base_url=self.base_url,
            api_key=self.key,
            http_client=http,
            timeout=self.timeouts,
            max_retries=self.retries,
        )


def offered_models(endpoint: Endpoint, http: httpx.Client) -> list[ListedModel]:
    """The models that the endpoint lists; raises NoReply and what openai and httpx raise."""
    from openai import OpenAIError

    client = endpoint.client(http)
    models = _models(client.get("/models", cast_to=httpx.Response).text)
    if address := described_address(endpoint.base_url, models):
        try:
            described = client.with_options(max_retries=0).get(address, cast_to=httpx.Response).text
            return described_models(models, json.loads(described))
        except (OpenAIError, httpx.HTTPError, ValueError, RecursionError):
            # Names tell nearly as much.
            return models
    return models


def _models(text: str) -> list[ListedModel]:
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        body = None
    models = listed_models(body)
    if models is None:
        raise NoReply(server_words(text) or "nothing")
    return models
