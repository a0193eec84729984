"""`/metrics` for Prometheus. Like every address, it is for known users only where there are users."""

from __future__ import annotations

from fastapi import FastAPI, Response

from chatbot.app import Chatbot
from chatbot.watching.exposition import CONTENT_TYPE, Reading
from chatbot.watching.metrics import Metrics
from chatbot.web.turns import Turns


def add_metrics(server: FastAPI, chatbot: Chatbot, turns: Turns) -> None:
    """Count from now on, and add the address."""
    metrics = Metrics()
    chatbot.watch.observers.append(metrics)

    @server.get("/metrics")
    def read() -> Response:
        text = metrics.text(
            Reading("chatbot_answers_waiting", "Questions that wait for their turn.", turns.waiting),
            Reading("chatbot_answers_running", "Answers that are being written.", turns.present - turns.waiting),
            Reading("chatbot_turned_away_total", "Questions that found the line full.", turns.turned_away, "counter"),
            Reading("chatbot_articles", "Articles in the library.", len(chatbot.library)),
        )
        return Response(text, media_type=CONTENT_TYPE)
