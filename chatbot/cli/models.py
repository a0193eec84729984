"""`chatbot models`: which model answers, which ones are on this machine, and what one of them can do."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from chatbot.cli.config_file import Value, toml_lines, write_values
from chatbot.cli.console import terminal
from chatbot.cli.model_report import (
    Trial,
    configured_json,
    configured_text,
    form_line,
    greeting_line,
    reading_line,
    server_lines,
    servers_json,
)
from chatbot.cli.serialising import print_json
from chatbot.errors import ModelError, SettingsError
from chatbot.llm.chat import ChatModel, open_chat_model, open_embedded_chat_model
from chatbot.llm.choice import EVIDENCE_TOKENS, ChosenModel, Writer, chosen_endpoint
from chatbot.llm.discovery import LocalServer, find_servers
from chatbot.llm.trial import Greeting, greet, json_form, read_prompts
from chatbot.settings import PREFIX, Settings, config_file, load_settings

_SLOW_START = 2.0
"""Seconds after which a model is asked once more: it may have been loaded meanwhile."""
_TOTAL_SECONDS = 180.0
_READING_SECONDS = 300.0
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for on the command line."""

    url: str = ""
    model: str = ""
    test: bool = False
    read_up_to: int = 8000
    write: bool = False
    as_json: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """The model to test."""

    chosen: ChosenModel
    api_key: str
    """Empty for a server that was merely found: a key is for the endpoint that was named or configured."""
    server: str
    """Which program serves it, if that is known."""


def run_models(request: Request) -> int:
    """List models; test one and write it into the configuration if asked to. The exit status.

    Raises:
        SettingsError: there is nothing to test, or the file cannot be written.
    """
    settings = load_settings()
    console = terminal(quiet=request.as_json)
    chosen = _chosen(settings)
    servers = find_servers()
    for line in (configured_text(chosen), *server_lines(servers)):
        console.print(line)
    told: dict[str, Any] = {"configured": configured_json(chosen), "servers": servers_json(servers)}
    trial, written = None, {}
    if request.test or request.write or request.url or request.model:
        target = _target(request, chosen, settings.api_key.get_secret_value(), servers)
        trial = _tested(target, settings, request.read_up_to, console.print)
        written = _written(target.chosen, trial, console.print) if request.write and not trial.error else {}
    if request.as_json:
        print_json(told | {"test": trial and trial.as_json(), "written": written})
    return int(trial is not None and _fails(trial, written))


def _chosen(settings: Settings) -> ChosenModel:
    key = settings.api_key.get_secret_value()
    return chosen_endpoint(settings.llm_base_url, key, settings.llm_model, settings.llm_path)


def _target(request: Request, chosen: ChosenModel, key: str, servers: Sequence[LocalServer]) -> Target:
    """The model to test: the one that is named, else the one configured, else the first of this machine."""
    if request.url or chosen.writer is Writer.ENDPOINT:
        named = request.model or ("" if request.url else chosen.model)
        endpoint = chosen_endpoint(request.url or chosen.base_url, "", named, None)
        return Target(endpoint, key, _program(endpoint, servers))
    if chosen.writer is Writer.FILE and not request.model:
        return Target(chosen, "", "")
    for server in servers:
        if server.models and (not request.model or request.model in server.models):
            found = chosen_endpoint(server.base_url, "", request.model or server.models[0], None)
            return Target(found, "", server.name)
    raise SettingsError("There is no model to test", "Start a model server, or name an endpoint with --url.")


def _program(endpoint: ChosenModel, servers: Sequence[LocalServer]) -> str:
    """Which program of this machine listens there."""
    if endpoint.is_remote:
        return ""
    port = urlsplit(endpoint.base_url).port
    return next((server.name for server in servers if urlsplit(server.base_url).port == port), "")


def _tested(target: Target, settings: Settings, up_to: int, say: Say) -> Trial:
    evidence = settings.evidence_tokens or EVIDENCE_TOKENS
    trial = Trial(target.chosen.model, target.server, evidence, settings.answer_tokens)
    try:
        with _opened(target, settings) as model:
            trial.model, trial.address = model.endpoint_model, model.address
            _try(model, trial, up_to, say)
    except ModelError as error:
        trial.error = str(error)
    for line in filter(None, (trial.verdict, trial.remedy)):
        say(line)
    return trial


def _try(model: ChatModel, trial: Trial, up_to: int, say: Say) -> None:
    """Put the model to the test; what is found is said at once, because some models are slow."""
    say(f"Testing {trial.model} at {trial.address}")
    trial.greeting = _greeting(model)
    say(greeting_line(trial.greeting))
    trial.json_form = json_form(model)
    say(form_line(trial.json_form))
    for reading in read_prompts(model, up_to, _READING_SECONDS):
        trial.readings.append(reading)
        say(reading_line(reading))


def _greeting(model: ChatModel) -> Greeting:
    greeting = greet(model)
    return greet(model) if greeting.first_words > _SLOW_START else greeting


def _opened(target: Target, settings: Settings) -> ChatModel:
    chosen = target.chosen
    if chosen.path:
        return open_embedded_chat_model(chosen.path)
    patience = {"timeout": settings.llm_timeout, "total_timeout": max(_TOTAL_SECONDS, settings.llm_timeout)}
    return open_chat_model(chosen.base_url, chosen.model, target.api_key, retries=0, **patience)


def _written(target: ChosenModel, trial: Trial, say: Say) -> dict[str, Value]:
    """Write the endpoint into the configuration file, and fewer tokens of evidence where it reads too little."""
    address = urlsplit(target.base_url)
    if target.path or address.username or address.password or address.query:
        raise SettingsError(
            "Only an endpoint whose address holds no password is written into a file", "Set CHATBOT_LLM_BASE_URL."
        )
    values: dict[str, Value] = {"llm_base_url": target.base_url, "llm_model": trial.model}
    if trial.reads_too_little and trial.fitting_evidence:
        values["evidence_tokens"] = trial.fitting_evidence
    say(f"Writing into {config_file()}:")
    for line in toml_lines(values):
        say(f"  {line}")
    write_values(config_file(), values)
    for name in (PREFIX + name.upper() for name in values):
        if os.environ.get(name):
            say(f"{name} is set in the environment and goes before the file.")
    return values


def _fails(trial: Trial, written: dict[str, Value]) -> bool:
    return bool(trial.error) or (trial.reads_too_little and "evidence_tokens" not in written)
