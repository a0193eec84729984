"""A real PostgreSQL for the tests: a cluster of its own in a temporary folder, on a free port of this machine."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ACCOUNT = "postgres"
"""PostgreSQL refuses to run as root: there it runs as the account that its package made."""
PATIENCE = 60.0


def programs() -> Path | None:
    """The folder of `initdb` and `postgres`; None where PostgreSQL is not installed."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    found = installed[-1] if installed else shutil.which("postgres")
    return Path(found).parent if found else None


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """The SQLAlchemy address of a fresh, empty database; stopped at the end.

    Args:
        folder: of `programs`.
    """
    account = ACCOUNT if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="news-postgresql-") as name:
        if account:
            shutil.chown(name, account)
        data, port = f"{name}/data", _free_port()
        made = [str(folder / "initdb"), "-D", data, "-U", "news", "-A", "trust", "-E", "UTF8", "--no-sync"]
        subprocess.run(made, check=True, capture_output=True, user=account, cwd=name)
        options = ["-D", data, "-h", "127.0.0.1", "-p", str(port), "-k", name, "-c", "fsync=off"]
        with subprocess.Popen(
            [folder / "postgres", *options],
            user=account,
            cwd=name,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as server:
            try:
                _wait_for(port)
                yield f"postgresql+psycopg://news@127.0.0.1:{port}/postgres"
            finally:
                server.terminate()


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def _wait_for(port: int) -> None:
    import psycopg

    began = time.monotonic()
    while True:
        try:
            psycopg.connect(f"host=127.0.0.1 port={port} user=news dbname=postgres").close()
        except psycopg.OperationalError:
            if time.monotonic() - began > PATIENCE:
                raise
            time.sleep(0.05)
        else:
            return
