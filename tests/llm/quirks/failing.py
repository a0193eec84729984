"""What servers send instead of a reply."""

from __future__ import annotations

from tests.llm.quirks.saying import Quirk, framed, sends_events
from tests.loopback import sends

SAYS_SO = [
    (
        Quirk(
            "an error for a reply",
            "OpenRouter, LM Studio",
            sends({"error": {"message": "no credits left", "code": 402}}),
        ),
        "no credits left",
    ),
    (Quirk("an error as text", "Ollama, LM Studio", sends({"error": "model crashed"})), "model crashed"),
    (
        Quirk("an error of FastAPI", "vLLM, TGI", sends({"detail": [{"loc": ["body", "n"], "msg": "n is odd"}]})),
        "n is odd",
    ),
    (
        Quirk(
            "an error in vLLM's shape",
            "vLLM, Mistral",
            sends({"object": "error", "message": "no such GPU", "type": "x"}),
        ),
        "no such GPU",
    ),
    (Quirk("a message", "API gateways", sends({"message": "Endpoint request timed out"})), "request timed out"),
    (
        Quirk(
            "an error in the stream",
            "OpenRouter, vLLM",
            lambda call: sends_events(lambda _: [{"error": {"message": "upstream is down", "code": 502}}])(call, "x"),
        ),
        "upstream is down",
    ),
    (
        Quirk(
            "an error event",
            "Groq, LM Studio",
            lambda call: framed(lambda _: ['event: error\ndata: {"message": "the model was unloaded"}\n\n'])(call, "x"),
        ),
        "was unloaded",
    ),
    (
        Quirk(
            "an error event in words",
            "proxies",
            lambda call: framed(lambda _: ["event: error\ndata: worker died\n\n"])(call, "x"),
        ),
        "worker died",
    ),
    (
        Quirk(
            "an error in a choice",
            "OpenRouter",
            lambda call: sends_events(
                lambda _: [{"choices": [{"index": 0, "delta": {}, "error": {"message": "provider failed"}}]}]
            )(call, "x"),
        ),
        "provider failed",
    ),
    (
        Quirk(
            "a page",
            "login walls, wrong addresses",
            sends(
                "<!DOCTYPE html><html><head><title>Sign in &amp; go</title></head><body>x</body></html>",
                Content_Type="text/html",
            ),
        ),
        "a web page, “Sign in & go”",
    ),
    (Quirk("words", "proxies", sends("upstream connect error", Content_Type="text/plain")), "upstream connect error"),
    (Quirk("an empty body", "proxies", sends("")), "nothing"),
    (Quirk("no content", "gateways", sends("", 204)), "nothing|empty"),
    (Quirk("a list", "wrong addresses", sends([1, 2])), r"\[1, 2\]"),
    (
        Quirk(
            "a status with a page",
            "nginx",
            sends(
                "<html><head><title>413 Request Entity Too Large</title></head></html>", 413, Content_Type="text/html"
            ),
        ),
        "too long",
    ),
    (
        Quirk(
            "a status with a page of another kind",
            "Cloudflare",
            sends(
                "<html><head><style>b{}</style><title>403 Forbidden</title></head></html>",
                403,
                Content_Type="text/html",
            ),
        ),
        "403 Forbidden",
    ),
    (
        Quirk("a status with words that steer", "hand-written servers", sends("\x1b[2Jodd\u202e" + "y" * 9000, 400)),
        "odd",
    ),
    (
        Quirk(
            "a move to another host",
            "gateways, captive portals",
            sends("", 307, Location="http://elsewhere.example/v1/x"),
        ),
        "asked at http://elsewhere.example instead",
    ),
]
