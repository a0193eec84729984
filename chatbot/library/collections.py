"""Opens the Chroma client and the two collections, and turns Chroma's failures into ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from chatbot.errors import LibraryDamaged, LibraryError, LibraryMismatch

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

ARTICLES = "articles"
PASSAGES = "passages"
FORMAT = 1
# Chroma's defaults but for ef_construction: measured recall@50 in docs/benchmarks.md.
HNSW: Any = {"space": "cosine", "ef_construction": 100, "max_neighbors": 16, "ef_search": 100}


def connect_embedded(directory: Path) -> ClientAPI:
    """A client for the Chroma database in this folder, created when missing.

    Raises:
        LibraryError: the folder cannot be written, or holds something else.
    """
    import chromadb
    from chromadb.config import Settings

    with translated(str(directory)):
        return chromadb.PersistentClient(path=directory, settings=Settings(anonymized_telemetry=False))


def connect_server(url: str, token: str = "") -> ClientAPI:
    """A client for a Chroma server.

    Args:
        url: such as `http://localhost:8000`.
        token: sent as `Authorization: Bearer …` when given.

    Raises:
        LibraryError: nothing that speaks Chroma's protocol answers there.
    """
    import chromadb
    from chromadb.config import Settings

    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise LibraryError(f"{url!r} is not the address of a Chroma server", "Write it like http://localhost:8000.")
    secure = parts.scheme == "https"
    with translated(url):
        return chromadb.HttpClient(
            host=parts.hostname,
            port=parts.port or (443 if secure else 80),
            ssl=secure,
            headers={"Authorization": f"Bearer {token}"} if token else None,
            settings=Settings(anonymized_telemetry=False),
        )


def disconnect(client: ClientAPI) -> None:
    """Release the database's files, or the connections to its server."""
    client.close()  # type: ignore[attr-defined]
    # Chroma 1.5 leaves the sockets of its HTTP client open.
    session = getattr(getattr(client, "_server", None), "_session", None)
    if session is not None:
        session.close()


def open_collection(client: ClientAPI, name: str, fingerprint: str) -> Collection:
    """The collection of this name, created when missing.

    Args:
        fingerprint: names the embedding model and its weights; vectors of different models must never mix.

    Raises:
        LibraryMismatch: the collection was made with another embedding model, or by a newer version of this program.
    """
    with translated(name):
        collection = client.get_or_create_collection(
            name,
            configuration={"hnsw": HNSW},
            metadata={"embedding": fingerprint, "format": FORMAT},
            embedding_function=None,
        )
    _check(collection.metadata or {}, fingerprint)
    return collection


def _check(metadata: dict[str, Any], fingerprint: str) -> None:
    stored = metadata.get("embedding", "unknown")
    if stored != fingerprint:
        raise LibraryMismatch(
            f"The library was built with the embedding model {stored}, but {fingerprint} is configured",
            "Configure the former model, or ingest the articles into a new library (--library DIR).",
        )
    if metadata.get("format") != FORMAT:
        raise LibraryMismatch(
            f"The library has format {metadata.get('format')}, but this program reads format {FORMAT}",
            "Use the version of the program that made it, or ingest the articles into a new library.",
        )


@contextmanager
def translated(name: str) -> Iterator[None]:
    """Turns what Chroma and the file system raise within this context into LibraryError."""
    import sqlite3

    import httpx
    from chromadb.errors import ChromaError

    try:
        yield
    except (ChromaError, httpx.HTTPError, OSError, sqlite3.Error, ValueError) as error:
        raise _translation(name, error) from error


def _translation(name: str, error: Exception) -> LibraryError:
    what = str(error)
    if "embedding with dimension" in what:
        return LibraryMismatch(
            f"The embedding model returns vectors of another length than those of the library at {name}: {what}",
            "Serve the former model again, or ingest the articles into a new library (--library DIR).",
        )
    failed = f"The library at {name} could not be read or changed: {what}"
    if any(sign in what for sign in _SIGNS_OF_DAMAGE):
        return LibraryDamaged(failed, _REPAIR)
    return LibraryError(failed, _CHECK)


_SIGNS_OF_DAMAGE = (
    "malformed", "not a database", "Error loading hnsw index", "Error deserializing pickle", "Error finding id",
)  # fmt: skip
_REPAIR = "Run `chatbot doctor`, which names the damaged file and says what can be done."
_CHECK = (
    "Check that the folder is writable and the disk has room, or that the Chroma server runs and the token is right; "
    "`chatbot doctor` looks at each of these."
)
