"""Ray for as long as an ingest needs it: started on this machine alone, or a cluster that runs already.

A Ray of our own listens on loopback only, lets in nobody without a token that is made for this process, keeps its
files in a folder of this user, and tells nobody that it is used. Of somebody else's cluster all that is theirs to say.
"""

from __future__ import annotations

import logging
import os
import secrets
import signal
import socket
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from chatbot.embedding.encoder import usable_cores
from chatbot.errors import ClusterError

LOCAL = "local"
"""In the place of an address: start Ray on this machine."""
AUTO = "auto"
"""In the place of an address: the cluster that this machine belongs to."""
PATIENCE = 5.0
"""Seconds for a cluster's head to answer at all."""
OBJECT_STORE_BYTES = 512 * 2**20
LONGEST_PLACE = 20
"""Characters of the folder for temporary files: the paths of Ray's sockets may have about a hundred in all."""
_QUIET = {
    # Ray's native code warns on standard error of what Ray Data itself does.
    "RAY_BACKEND_LOG_LEVEL": "fatal",
}
_HTTP2_GREETING = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes([0, 0, 0, 4, 0, 0, 0, 0, 0])
_SETTINGS_FRAME = 4


@contextmanager
def running_ray(address: str = LOCAL, cores: int = 0) -> Iterator[int]:
    """Ray is ready in this context; yields the number of its cores.

    Args:
        address: `HOST:PORT` of the head of a cluster to which this machine belongs, `auto` for the one that Ray finds
            on this machine, or `local` to start one here and stop it afterwards.
        cores: that a local one uses; 0 means all that this process may use.

    Raises:
        ClusterError: Ray is not installed, does not start, or nothing answers at the address.
    """
    starts = _local(cores or usable_cores()) if address == LOCAL else _connected(address)
    with starts as ray:
        # What it calls errors are raised as well.
        logging.getLogger("ray.data").setLevel(logging.CRITICAL)
        yield int(ray.cluster_resources().get("CPU", 0)) or 1


@contextmanager
def _local(cores: int) -> Iterator[Any]:
    place = tempfile.gettempdir()
    if len(place) > LONGEST_PLACE and Path("/tmp").is_dir():  # noqa: S108 -- a private folder is made in it
        place = "/tmp"  # noqa: S108
    private = {
        # Only without clusters does Ray listen on loopback; read when Ray is imported, on every system.
        "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",
        "RAY_AUTH_MODE": "token",
        "RAY_AUTH_TOKEN": _token(),
    }
    with tempfile.TemporaryDirectory(prefix="ray-", dir=place, ignore_cleanup_errors=True) as folder:
        options = {
            "num_cpus": cores,
            "include_dashboard": False,
            "object_store_memory": OBJECT_STORE_BYTES,
            # Ray opens its folder to all users, so it stands in one that is not.
            "_temp_dir": str(Path(folder, "r")),
        }
        with _environment(_QUIET | private), _initialised(LOCAL, options) as ray:
            yield ray


@contextmanager
def _connected(address: str) -> Iterator[Any]:
    if address != AUTO:
        check_answers(address)
    with _environment(_QUIET), _initialised(address, {}) as ray:
        yield ray


@contextmanager
def _initialised(address: str, options: Mapping[str, Any]) -> Iterator[Any]:
    ray = _imported()
    ending = signal.getsignal(signal.SIGTERM)
    try:
        ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR, **options)
    except (OSError, RuntimeError, ValueError, ray.exceptions.RayError) as error:
        ray.shutdown()
        raise _unusable(address, error) from error
    if threading.current_thread() is threading.main_thread():
        # Ray's own handler aborts the process with a trace of the stack.
        signal.signal(signal.SIGTERM, ending)
    try:
        yield ray
    finally:
        ray.shutdown(wait_for_processes=True)


def _imported() -> Any:
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise ClusterError(
            f"Ray is not installed as it is needed here ({error})", "Run `pip install 'news-chatbot[ray]'`."
        ) from error
    return ray


def check_answers(address: str) -> None:
    """Ray itself would wait for minutes where nobody, or another program, listens.

    Raises:
        ClusterError: it is no address, or what listens there does not answer as the head of a cluster does.
    """
    host, _, port = address.rpartition(":")
    if not host or not port.isdecimal():
        raise ClusterError(
            f"{address} is not the address of a Ray cluster", "Write it as HOST:PORT, such as 10.0.0.5:6379, or auto."
        )
    try:
        with socket.create_connection((host.strip("[]"), int(port)), PATIENCE) as connection:
            # Ray's head speaks gRPC, whose servers answer the greeting of HTTP/2 with their settings.
            connection.sendall(_HTTP2_GREETING)
            answer = connection.recv(4)
    except (OSError, OverflowError) as error:
        raise _unusable(address, error) from error
    if answer[3:4] != bytes([_SETTINGS_FRAME]):
        raise _unusable(address, "what listens there is not Ray")


def _unusable(address: str, reason: object) -> ClusterError:
    if address == LOCAL:
        return ClusterError(f"Ray does not start: {reason}", "Ingest without --ray, which needs no other processes.")
    return ClusterError(
        f"The Ray cluster at {address} cannot be used: {reason}",
        "Check that `ray status` shows it on this machine, which must be one of its nodes, and that Ray and Python "
        "have the same versions; or use --ray alone, which needs no cluster.",
    )


@cache
def _token() -> str:
    """The same for a whole process, because Ray reads it once."""
    return secrets.token_hex(32)


@contextmanager
def _environment(variables: Mapping[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
