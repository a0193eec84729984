"""The environments that peers run in: each its own, so that no peer's packages ever meet the product's."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_cache_path

from chatbot.errors import ChatbotError

FOLDER = user_cache_path("news-chatbot") / "peers"
HERE = Path(__file__).parent


class PeerMissing(ChatbotError):
    """A peer is not installed, or could not be."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A system to compare with."""

    name: str
    worker: Path
    """The script that answers for it."""
    python: Path
    """The interpreter of its environment."""
    requirements: tuple[str, ...] = ()

    def require(self) -> None:
        """Raises PeerMissing unless it has been installed."""
        if not self.python.exists():
            raise PeerMissing(f"{self.name} is not installed", "Run `python -m evals peers --install`.")

    def install(self) -> None:
        """Make its environment; does nothing when it is there.

        Raises:
            PeerMissing: the packages cannot be installed.
        """
        if self.python.exists():
            return
        uv = [sys.executable, "-m", "uv"]
        commands = [
            [*uv, "venv", "--quiet", "--clear", str(self.python.parents[1])],
            # Copied: nltk, which LlamaIndex uses, refuses data files that are hard links.
            [*uv, "pip", "install", "--quiet", "--link-mode=copy", "--python", str(self.python), *self.requirements],
        ]
        for command in commands:
            done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 -- our own command line
            if done.returncode:
                self.python.unlink(missing_ok=True)
                raise PeerMissing(f"{self.name} cannot be installed: {done.stderr.strip()[-500:]}", "See the message.")


def _peer(name: str, script: str, *requirements: str) -> Peer:
    return Peer(name, HERE / script, FOLDER / name / "bin" / "python", requirements)


PEERS = {
    peer.name: peer
    for peer in (
        _peer(
            "citation-query-engine",
            "citation_query_engine.py",
            "llama-index-core==0.14.25",
            "llama-index-llms-openai-like==0.8.0",
            "openai>=2.50",
        ),
        _peer("paperqa2", "paperqa2.py", "paper-qa==2026.8.12"),
    )
}
