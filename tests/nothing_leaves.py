"""A day's use, run by `test_nothing_leaves.py` alone in a network of its own, whose name server keeps what is asked.

Prints JSON: the names that were looked up, and the files that the day left in the user's folders.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from threading import Thread

NAME_SERVER = ("127.0.0.1", 53)
ANSWER_WITH_ERROR = b"\x81\x83"
"""There is no such name."""
PAGE = "http://127.0.0.1:7861/"
STARTS_WITHIN = 90.0


def main(seeds: str, used: list[str]) -> None:
    """Use the program, or whatever command is given instead."""
    Path("/etc/resolv.conf").write_text("nameserver 127.0.0.1\noptions timeout:1 attempts:1\n")
    asked: list[str] = []
    listening = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    listening.bind(NAME_SERVER)
    Thread(target=_answer, args=(listening, asked), daemon=True).start()
    outputs = [_run(used)] if used else _day(seeds)
    time.sleep(1)
    left = sorted(str(path.relative_to(Path.home())) for path in Path.home().rglob("*") if path.is_file())
    sys.stdout.write(json.dumps({"asked": asked, "left": left, "outputs": outputs}) + "\n")


def _day(seeds: str) -> list[str]:
    chatbot = [sys.executable, "-m", "chatbot"]
    outputs = [
        _run([*chatbot, "ingest", seeds]),
        _run([*chatbot, "ask", "Who is the Kremlin spokesman?"]),
        _run([*chatbot, "brief", "rail"]),
        _run([*chatbot, "articles", "list"]),
    ]
    server = subprocess.Popen([*chatbot, "serve", "--port", "7861"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        outputs.append(_page())
    finally:
        server.terminate()
        server.wait(30)
    return outputs


def _run(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    return f"{done.returncode} {done.stdout[-300:]}{done.stderr[-300:]}"


def _page() -> str:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(PAGE, timeout=30) as reply:
                return f"0 {len(reply.read())} bytes"
        except OSError:
            time.sleep(0.5)
    return "1 the server did not start"


def _answer(listening: socket.socket, asked: list[str]) -> None:
    while True:
        query, sender = listening.recvfrom(2048)
        asked.append(_name(query))
        listening.sendto(query[:2] + ANSWER_WITH_ERROR + query[4:6] + b"\0\0" * 3 + query[12:], sender)


def _name(query: bytes) -> str:
    labels, at = [], 12
    while at < len(query) and query[at]:
        labels.append(query[at + 1 : at + 1 + query[at]].decode("ascii", "replace"))
        at += 1 + query[at]
    return ".".join(labels)


if __name__ == "__main__":
    os.umask(0o077)
    main(sys.argv[1], sys.argv[2:])
