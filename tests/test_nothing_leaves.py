"""Nothing leaves the machine that was not asked for: no name is looked up, and nobody leaves an identifier behind.

The program runs in a network and with a name server of its own, so that native code is watched like Python.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from chatbot.telemetry import SWITCHES
from tests.conftest import SEEDS

ROOT = Path(__file__).parent.parent
ALONE = ["unshare", "--user", "--map-root-user", "--net", "--mount", "sh", "-c"]
IN_ITS_OWN_NETWORK = (
    'ip link set lo up && mount --bind "$RESOLVER" /etc/resolv.conf && exec "$0" -m tests.nothing_leaves "$@"'
)
OUR_FOLDER = ".local/share/news-chatbot/"


def _may_be_alone() -> bool:
    if not shutil.which("unshare") or not shutil.which("ip"):
        return False
    tried = subprocess.run([*ALONE, "ip link set lo up"], capture_output=True, check=False)
    return tried.returncode == 0


pytestmark = pytest.mark.skipif(not _may_be_alone(), reason="needs unshare, ip, and the right to a network of its own")


def _watched(home: Path, *command: str) -> dict[str, Any]:
    resolver = home.parent / "resolv.conf"
    resolver.touch()
    home.mkdir()
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "LANG", "VIRTUAL_ENV"}}
    watched = subprocess.run(
        [*ALONE, IN_ITS_OWN_NETWORK, sys.executable, str(SEEDS), *command],
        env=kept | {"HOME": str(home), "RESOLVER": str(resolver)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
    )
    assert watched.returncode == 0, watched.stderr
    found: dict[str, Any] = json.loads(watched.stdout.splitlines()[-1])
    return found


def test_a_day_of_use_looks_up_no_name_and_leaves_only_its_library(tmp_path: Path) -> None:
    found = _watched(tmp_path / "home")

    assert all(output.startswith("0 ") for output in found["outputs"]), found["outputs"]
    assert found["asked"] == []
    assert found["left"], "the library is there"
    assert [path for path in found["left"] if not path.startswith(OUR_FOLDER)] == []


def test_the_watch_sees_a_name_that_is_looked_up_and_a_file_that_is_left(tmp_path: Path) -> None:
    program = (
        "import socket, pathlib; pathlib.Path.home().joinpath('deviceid').write_text('1')\n"
        "try: socket.getaddrinfo('collector.example', 443)\n"
        "except OSError: pass"
    )
    found = _watched(tmp_path / "home", sys.executable, "-c", program)

    assert "collector.example" in found["asked"]
    assert found["left"] == ["deviceid"]


def test_switches_stand_before_anything_is_imported_and_against_what_the_environment_says() -> None:
    program = "import chatbot, os, json; print(json.dumps(dict(os.environ)))"
    said = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"ANONYMIZED_TELEMETRY": "True", "ORT_DISABLE_TELEMETRY": "0"},
        cwd=ROOT,
        capture_output=True,
        check=True,
    )

    assert SWITCHES.items() <= json.loads(said.stdout).items()
