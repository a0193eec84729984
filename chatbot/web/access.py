"""Who may use the server: users with passwords for the page, tokens for programs, kept in one file as hashes.

Passwords are hashed with scrypt (RFC 7914; n=2^15, r=8, p=1: 32 MB and some 60 ms a guess), tokens, which are random
and long, with SHA-256. Neither can be read back.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import secrets
import tempfile
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from chatbot.errors import AccessError

_NAME = re.compile(r"[\w.@-]{1,64}")
_SCRYPT = {"n": 2**15, "r": 8, "p": 1, "maxmem": 2**26}
LEAST_PASSWORD = 8
TOKEN_PREFIX = "ncb_"  # noqa: S105 -- lets secret scanners recognise one


@dataclass(frozen=True, slots=True)
class Access:
    """Users and tokens. Without users the server is open."""

    users: dict[str, str] = field(default_factory=dict)
    """Salted password hashes by name."""
    tokens: dict[str, str] = field(default_factory=dict)
    """Users by the hash of a token."""
    secret: str = field(default_factory=lambda: secrets.token_hex(32), repr=False)
    """Signs session cookies."""

    @property
    def open(self) -> bool:
        return not self.users

    def accepts(self, name: str, password: str) -> bool:
        """Whether this is the user's password; takes as long for an unknown user."""
        salt, _, expected = self.users.get(name, "00:00").partition(":")
        return hmac.compare_digest(_hash(password, bytes.fromhex(salt)), expected) and name in self.users

    def user_of(self, token: str) -> str | None:
        """The user to whom a token belongs, or None."""
        return self.tokens.get(_digest(token))

    def session_mark(self, name: str) -> str:
        """What a session of a known user must carry: another password makes it another one, and ends the session."""
        return _digest(self.users[name])[:16]

    def with_user(self, name: str, password: str) -> Access:
        """With one more user, or another password for one.

        Raises:
            AccessError: the name or the password will not do.
        """
        if not _NAME.fullmatch(name):
            raise AccessError(f"{name!r} cannot be a user's name", "Use up to 64 letters, digits and . _ @ -.")
        if len(password) < LEAST_PASSWORD:
            raise AccessError("The password is too short", f"Use at least {LEAST_PASSWORD} characters.")
        salt = secrets.token_bytes(16)
        return replace(self, users=self.users | {name: f"{salt.hex()}:{_hash(password, salt)}"})

    def without_user(self, name: str) -> Access:
        """Without a user and the user's tokens.

        Raises:
            AccessError: there is no such user.
        """
        self._require(name)
        users = {user: stored for user, stored in self.users.items() if user != name}
        return replace(self, users=users, tokens={key: user for key, user in self.tokens.items() if user != name})

    def with_token(self, name: str) -> tuple[Access, str]:
        """With one more token of a user, and the token itself, which is nowhere kept.

        Raises:
            AccessError: there is no such user.
        """
        self._require(name)
        token = TOKEN_PREFIX + secrets.token_urlsafe(32)
        return replace(self, tokens=self.tokens | {_digest(token): name}), token

    def without_tokens(self, name: str) -> Access:
        """Without any token of a user.

        Raises:
            AccessError: there is no such user.
        """
        self._require(name)
        return replace(self, tokens={key: user for key, user in self.tokens.items() if user != name})

    def _require(self, name: str) -> None:
        if name not in self.users:
            raise AccessError(f"There is no user {name!r}", "Add one with `chatbot users add NAME --auth FILE`.")


def load_access(path: Path) -> Access:
    """The users and tokens of a file.

    Raises:
        AccessError: the file is missing or is not one of ours.
    """
    try:
        return Access(**json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise AccessError(
            f"The users' file {path} cannot be read: {error.strerror}", "Add a user with `chatbot users add NAME`."
        ) from error
    except (ValueError, TypeError) as error:
        raise AccessError(
            f"{path} is not a users' file", "Make one with `chatbot users add NAME --auth FILE`."
        ) from error


def save_access(access: Access, path: Path) -> None:
    """Write the file at once and whole, readable by its owner alone.

    Raises:
        AccessError: it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(asdict(access), file, indent=2)
        Path(temporary).replace(path)
    except OSError as error:
        raise AccessError(f"{path} cannot be written: {error.strerror}", "Choose another place with --auth.") from error


def _hash(password: str, salt: bytes) -> str:
    return hashlib.scrypt(password.encode(), salt=salt, **_SCRYPT).hex()


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
