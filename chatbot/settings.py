"""Everything that can be configured: `CHATBOT_*` in the environment, else a TOML file, else the default.

Read once at start by the command line and the web app; the stages receive plain values.
"""

from __future__ import annotations

import difflib
import os
import tomllib
from pathlib import Path
from typing import Any, Literal

from platformdirs import user_data_path
from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)
from pydantic_settings import SettingsError as UnreadableSetting

from chatbot.errors import SettingsError

PREFIX = "CHATBOT_"
CONFIG_VARIABLE = "CHATBOT_CONFIG"
DEFAULT_CONFIG = Path("chatbot.toml")


class Settings(BaseSettings):
    """The configuration, frozen. Unknown names are refused, so that a misspelt one never goes unnoticed."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid", env_ignore_empty=True)

    library: Path = Field(default_factory=lambda: user_data_path("news-chatbot") / "library")
    """Folder of the library."""
    chroma_url: str = ""
    """Address of a Chroma server; empty: the embedded database in the library's folder."""
    chroma_token: SecretStr = SecretStr("")
    """Access token of the Chroma server."""
    conversations_url: SecretStr = SecretStr("")
    """SQLAlchemy address of a database for conversations that several servers share; empty: a file in the library."""

    llm_base_url: str = Field(
        "", validation_alias=AliasChoices("CHATBOT_LLM_BASE_URL", "OPENAI_BASE_URL", "llm_base_url")
    )
    """OpenAI-compatible endpoint of the chat model; empty: OpenAI with a key, else no model writes."""
    llm_model: str = ""
    """Name of the model at the endpoint; empty: the first one that the endpoint lists, at OpenAI a small one."""
    llm_path: Path | None = None
    """A GGUF file for the embedded engine."""
    llm_timeout: float = Field(60.0, gt=0)
    """Seconds to wait for the endpoint's next piece of an answer."""
    api_key: SecretStr = Field(
        SecretStr(""), validation_alias=AliasChoices("CHATBOT_API_KEY", "OPENAI_API_KEY", "api_key")
    )
    """Key for the chat and embedding endpoints. Without an endpoint it is taken for OpenAI's."""

    embedding_base_url: str = ""
    """OpenAI-compatible endpoint for embeddings; empty: the embedded MiniLM."""
    embedding_model: str = ""
    """Name of the embedding model at that endpoint."""

    passage_tokens: int = Field(200, ge=50, le=250)
    """About how many tokens a passage has; applies to articles ingested from then on."""
    evidence_tokens: int | None = Field(None, ge=500, le=1_000_000)
    """How much of the articles the chat model reads for an answer, in tokens; empty: 6,000."""
    answer_tokens: int = Field(1_500, ge=50, le=100_000)
    """Longest answer of the chat model, in its tokens; what it thinks beside that does not count."""
    verifier: Literal["auto", "local", "endpoint"] = "auto"
    """Who checks a model's sentences: this machine, the endpoint, or the endpoint where this machine is not sure."""
    recency_days: float = Field(21.0, gt=0)
    """Age in days at which an article's preference for being recent has halved."""
    recency_weight: float | None = Field(None, ge=0)
    """How much recent articles are preferred; empty: the calibrated weight."""
    support_threshold: float | None = Field(None, ge=0, le=1)
    """Least probability of support for a sentence to count as supported; empty: the calibrated one."""
    answer_threshold: float | None = Field(None, ge=0, le=1)
    """Least probability that the library holds an answer; empty: the calibrated one."""
    strict: bool = False
    """Withhold unsupported sentences instead of marking them."""

    evals_page: Path = Field(default_factory=lambda: user_data_path("news-chatbot") / "evals.html")
    """The page that `python -m evals report` writes and the browser app shows."""

    fetch_timeout: float = Field(30.0, gt=0)
    """Seconds for fetching one web page."""
    fetch_max_bytes: int = Field(10_000_000, gt=0)
    """Largest web page or feed, in bytes after decompression."""
    fetch_allow_hosts: tuple[str, ...] = ()
    """For tests only: `host:port` pairs that may be fetched although they are internal."""

    @field_validator("library", "llm_path", "evals_page")
    @classmethod
    def _from_home(cls, path: Path | None) -> Path | None:
        """A shell writes out `~`; a file and a quoted value leave it to us."""
        return path.expanduser() if path else None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 -- not used: one file is enough
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, config_file())


def load_settings(**given: Any) -> Settings:
    """The configuration, with command-line values on top; None means not given.

    Raises:
        SettingsError: a name is unknown or a value does not fit.
    """
    _refuse_unknown_variables()
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        raise SettingsError(*_explain(error)) from error
    except UnreadableSetting as error:
        raise SettingsError(f"{error}", 'Lists are written as JSON, such as ["localhost:8000"].') from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{config_file()} is not valid TOML: {error}", "Correct the file.") from error


def config_file() -> Path:
    """The TOML file that is read: `CHATBOT_CONFIG`, or chatbot.toml in the current folder.

    Raises:
        SettingsError: `CHATBOT_CONFIG` names a file that does not exist.
    """
    named = os.environ.get(CONFIG_VARIABLE)
    if named and not Path(named).is_file():
        raise SettingsError(f"{CONFIG_VARIABLE} names {named}, which is not a file", "Correct or unset it.")
    return Path(named) if named else DEFAULT_CONFIG


def variable_names() -> list[str]:
    """The environment variables that are understood."""
    return sorted([PREFIX + name.upper() for name in Settings.model_fields] + [CONFIG_VARIABLE])


def _refuse_unknown_variables() -> None:
    known = variable_names()
    for name in sorted(os.environ):
        if name.startswith(PREFIX) and name not in known:
            close = difflib.get_close_matches(name, known, 1)
            hint = f"Did you mean {close[0]}?" if close else "See the table in README.md for all names."
            raise SettingsError(f"{name} is not a setting", hint)


def _explain(error: ValidationError) -> tuple[str, str]:
    first = error.errors()[0]
    name = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        return f"{name} is not a setting", "See the table in README.md for all names."
    variable = name if name.startswith((PREFIX, "OPENAI_")) else PREFIX + name.upper()
    return f"The setting {variable} does not fit: {first['msg']}", "Correct it in the environment or in chatbot.toml."
