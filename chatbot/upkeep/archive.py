"""What a backup is: a ZIP file of the parts of a library that cannot be derived, and a manifest with their hashes."""

from __future__ import annotations

import hashlib
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from chatbot.briefing.keeping.moving import OLDER_FILE_NAME as OLDER_BRIEFINGS
from chatbot.briefing.keeping.store import FILE_NAME as BRIEFINGS
from chatbot.conversations.store import FILE_NAME as CONVERSATIONS
from chatbot.errors import BackupError
from chatbot.library.correction_log import CORRECTION
from chatbot.library.journal import CHANGES, DELETIONS
from chatbot.library.opening import CHROMA_FOLDER, DATABASE
from chatbot.library.vector_layout import FILES

KIND = "news-chatbot backup"
FORMAT = 2
"""What is written: the second one holds whole briefings."""
READABLE = (1, FORMAT)
MANIFEST = "manifest.json"
USERS = "users.json"
ARTICLES = f"{CHROMA_FOLDER}/{DATABASE}"
JOURNALS = (CHANGES, DELETIONS, CORRECTION)
BLOCK = 1 << 20
_LARGEST_MANIFEST = 1 << 20
_OTHER_BACKUP = "Name another file, or make a new backup with `chatbot backup FILE`."
# Nothing else is ever written or read, so that no name can lead out of the library's folder.
_VECTORS = re.compile(rf"{CHROMA_FOLDER}/[0-9a-f-]{{36}}/({'|'.join(map(re.escape, FILES))})")
_UNPACKING = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
DATABASES = (ARTICLES, CONVERSATIONS, BRIEFINGS)
_MEMBERS = {*DATABASES, OLDER_BRIEFINGS, USERS, *JOURNALS}


class Member(BaseModel):
    """One file of a backup."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    size: int = Field(ge=0)
    sha256: str = Field(pattern="^[0-9a-f]{64}$")


class Manifest(BaseModel):
    """What a backup holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    kind: str
    format: int
    made: str
    """ISO 8601."""
    counts: dict[str, int]
    """Articles, their versions, passages, conversations, exchanges and briefings."""
    members: dict[str, Member]

    @property
    def size(self) -> int:
        """Bytes of all members when unpacked."""
        return sum(member.size for member in self.members.values())


def is_member(name: str) -> bool:
    """Whether a backup may hold a file of this name."""
    return name in _MEMBERS or _VECTORS.fullmatch(name) is not None


@contextmanager
def opened(path: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """A backup and its manifest, whose names are allowed and are those of the archive. Contents are not yet checked.

    Raises:
        BackupError: the file cannot be read, is cut off, or is something else.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = _manifest(archive, path)
            _check_names(archive, manifest, path)
            yield archive, manifest
    except OSError as error:
        raise BackupError(f"The backup {path} cannot be read: {error.strerror or error}", _OTHER_BACKUP) from error
    except zipfile.BadZipFile as error:
        raise BackupError(f"{path} is not a backup, or is cut off ({error})", _OTHER_BACKUP) from error


def check(path: Path) -> Manifest:
    """Read a backup from its first to its last byte.

    Raises:
        BackupError: it is not whole; names the part.
    """
    with opened(path) as (archive, manifest):
        for name, member in manifest.members.items():
            for _ in contents(archive, name, member, path):
                pass
    return manifest


def contents(archive: zipfile.ZipFile, name: str, member: Member, path: Path) -> Iterator[bytes]:
    """A member's bytes in blocks, never more than the manifest says.

    Raises:
        BackupError: at the end, when they are not those that were saved.
    """
    digest, size = hashlib.sha256(), 0
    try:
        with archive.open(name) as file:
            while size <= member.size and (block := file.read(BLOCK)):
                digest.update(block)
                size += len(block)
                yield block
    except _UNPACKING as error:
        raise _damaged(path, name) from error
    if size != member.size or digest.hexdigest() != member.sha256:
        raise _damaged(path, name)


def copy_hashed(source: IO[bytes], target: IO[bytes]) -> Member:
    """Copy to the end of a file; what was copied."""
    digest, size = hashlib.sha256(), 0
    while block := source.read(BLOCK):
        digest.update(block)
        size += len(block)
        target.write(block)
    return Member(size=size, sha256=digest.hexdigest())


def _manifest(archive: zipfile.ZipFile, path: Path) -> Manifest:
    try:
        with archive.open(MANIFEST) as file:
            manifest = Manifest.model_validate_json(file.read(_LARGEST_MANIFEST))
    except (KeyError, ValidationError, *_UNPACKING) as error:
        raise BackupError(
            f"{path} is not a backup of a library: its manifest is missing or damaged", _OTHER_BACKUP
        ) from error
    if manifest.kind != KIND or manifest.format not in READABLE:
        raise BackupError(
            f"{path} is a {manifest.kind[:60]!r} of format {manifest.format}, not a {KIND!r} of format {FORMAT}",
            "Use the version of the program that made it.",
        )
    return manifest


def _check_names(archive: zipfile.ZipFile, manifest: Manifest, path: Path) -> None:
    held = [info.filename for info in archive.infolist()]
    if sorted(held) != sorted([*manifest.members, MANIFEST]) or ARTICLES not in manifest.members:
        raise BackupError(f"{path} does not hold what its manifest says", _OTHER_BACKUP)
    for name in manifest.members:
        if not is_member(name):
            raise BackupError(f"{path} holds {name[:100]!r}, which no backup of a library holds", _OTHER_BACKUP)


def _damaged(path: Path, name: str) -> BackupError:
    return BackupError(f"The backup {path} is damaged: {name} is not what was saved", _OTHER_BACKUP)
