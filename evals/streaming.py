"""`python -m evals.streaming PORT SECONDS`: a server over the samples, into which an article comes every so often."""

from __future__ import annotations

import sys
import threading

from chatbot.app import SEEDS, Chatbot, build_chatbot
from chatbot.records import Document, Metadata
from chatbot.web.access import Access
from chatbot.web.server import LOOPBACK, serve

PLACES = ("Arlow", "Brenmoor", "Castle Wyre", "Dunholt", "Eastmere", "Farrow", "Gantry Bay")
THINGS = ("bus lanes", "street lamps", "allotments", "market stalls", "footpaths", "bee hives", "swimming lessons")


def main() -> None:
    """Serve until terminated."""
    port, seconds = int(sys.argv[1]), float(sys.argv[2])
    done = threading.Event()
    with build_chatbot() as chatbot:
        for _ in chatbot.ingest([str(SEEDS)]):
            pass
        writer = threading.Thread(target=stream_in, args=(chatbot, seconds, done))
        writer.start()
        try:
            serve(chatbot, LOOPBACK, port, Access())
        finally:
            done.set()
            writer.join()


def stream_in(chatbot: Chatbot, seconds: float, done: threading.Event) -> None:
    """Add one article after the other; none of them answers a question that is asked meanwhile."""
    number = 0
    while not done.wait(seconds):
        number += 1
        for _ in chatbot.ingest_documents([article(number)]):
            pass


def article(number: int) -> Document:
    """The article of this number."""
    place, thing = PLACES[number % len(PLACES)], THINGS[number // len(PLACES) % len(THINGS)]
    title = f"{place} counts its {thing}, report {number}"
    sentences = (
        f"The council of {place} has counted {1000 + number} {thing}, a report said on Thursday.",
        f"Last year there were {900 + number}, and the council wants {1100 + number} by the end of the decade.",
        f"Residents of {place} may comment on report {number} until the end of the month.",
    )
    return Document(f"/stream/{number}.txt", " ".join(sentences), Metadata(title=title, publisher="The Stream"))


if __name__ == "__main__":
    main()
