"""`python -m evals.briefing_cost --corpus ARTICLES`: what a briefing over 10, 100 and 300 articles takes.

Each size runs in a process of its own, over a fresh library: seconds for the briefing alone, peak memory above that of
the library just opened, sentences read; and with `--endpoint`, the tokens that the chat model there took.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from chatbot.app import build_chatbot
from chatbot.briefing.events import BriefingFinished
from chatbot.briefing.records import BriefingRequest, Length
from chatbot.records import Document
from evals.datasets import read_rows
from evals.libraries import IN_ITS_FOLDER, document_from

SIZES = (10, 100, 300)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, help="articles: id, title, text, published")
    parser.add_argument("--endpoint", help="OpenAI-compatible endpoint of the chat model that writes")
    parser.add_argument("--size", type=int, help="only this many articles, in this process")
    options = parser.parse_args()
    if options.size:
        measure(options.corpus, options.size, options.endpoint)
        return
    print("articles  seconds  peak MB above opened  prompt tokens  written tokens", flush=True)
    for size in SIZES:
        subprocess.run([sys.executable, "-m", "evals.briefing_cost", *sys.argv[1:], "--size", str(size)], check=True)  # noqa: S603


def measure(corpus: Path, size: int, endpoint: str | None) -> None:
    """One briefing without a topic over the first articles of a corpus."""
    documents = [
        Document(str(row["id"]), row["text"], document_from({**row, "url": ""}, "").metadata)
        for row in islice(read_rows(corpus, {"id": str, "text": str}), size)
    ]
    with (
        tempfile.TemporaryDirectory() as folder,
        build_chatbot(library=Path(folder), llm_base_url=endpoint, **IN_ITS_FOLDER) as chatbot,
    ):
        list(chatbot.ingest_documents(documents))
        chatbot.briefer.encoder.encode(["warm"])
        before, begun = _peak(), time.perf_counter()
        request = BriefingRequest(datetime.now(UTC), length=Length.LONG)
        for event in chatbot.brief(request):
            if isinstance(event, BriefingFinished):
                briefing = event.briefing
        seconds = time.perf_counter() - begun
    written = briefing.usage
    figures = (f"{briefing.articles:8}", f"{seconds:7.1f}", f"{_peak() - before:20.0f}")
    print(*figures, f"{written.prompt_tokens:13}", f"{written.completion_tokens:14}", sep="  ", flush=True)


def _peak() -> float:
    """Megabytes (Linux)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
