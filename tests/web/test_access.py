"""Only known users get in, each sees what is theirs, and nothing outside the library can be read."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware

from chatbot.app import build_chatbot
from chatbot.briefing.keeping.store import FILE_NAME as FILE_OF_BRIEFINGS
from chatbot.briefing.keeping.store import BriefingStore
from chatbot.briefing.records import BriefingRequest
from chatbot.conversations.records import Exchange
from chatbot.conversations.store import FILE_NAME, ConversationStore
from chatbot.errors import AccessError
from chatbot.records import Answer
from chatbot.web.access import Access, load_access, save_access
from chatbot.web.guard import Guard
from chatbot.web.login import add_login
from chatbot.web.server import is_loopback, serve
from tests.web.conftest import PASSWORD, Server


def logged_in(address: str, name: str) -> httpx.Client:
    browser = httpx.Client(base_url=address, follow_redirects=False)
    reply = browser.post("/login", data={"name": name, "password": PASSWORD})
    assert reply.status_code == 303
    return browser


def test_the_file_holds_no_password_and_no_token(tmp_path: Path) -> None:
    access, token = Access().with_user("ada", PASSWORD).with_token("ada")
    save_access(access, tmp_path / "users.json")
    text = (tmp_path / "users.json").read_text()
    assert PASSWORD not in text
    assert token not in text
    assert (tmp_path / "users.json").stat().st_mode & 0o077 == 0
    again = load_access(tmp_path / "users.json")
    assert again.accepts("ada", PASSWORD)
    assert not again.accepts("ada", PASSWORD + "x")
    assert not again.accepts("eve", PASSWORD)
    assert again.user_of(token) == "ada"
    assert again.without_tokens("ada").user_of(token) is None
    assert again.without_user("ada").user_of(token) is None


@pytest.mark.parametrize(("name", "password"), [("a b", PASSWORD), ("", PASSWORD), ("ada", "short")])
def test_bad_names_and_passwords_are_refused(name: str, password: str) -> None:
    with pytest.raises(AccessError):
        Access().with_user(name, password)


def test_a_broken_users_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "users.json").write_text("{}]")
    with pytest.raises(AccessError, match="not a users' file"):
        load_access(tmp_path / "users.json")


def test_an_open_server_is_never_reachable_for_others(tmp_path: Path) -> None:
    with build_chatbot(library=tmp_path) as chatbot, pytest.raises(AccessError, match="no users"):
        serve(chatbot, "0.0.0.0", 7999, Access())
    assert is_loopback("::1")
    assert not is_loopback("example.org")


def test_what_a_user_was_briefed_on_through_an_interface_is_remembered_for_that_user(
    guarded_server: Server, access: tuple[Access, str]
) -> None:
    from gradio_client import Client

    topic = "The ferry accident"
    api = Client(guarded_server.address, headers={"authorization": f"Bearer {access[1]}"}, verbose=False)
    try:
        assert api.predict(topic=topic, api_name="/brief")["sections"]
    finally:
        api.close()
    request = BriefingRequest(datetime.now(UTC), topic)
    with BriefingStore.open(guarded_server.library / FILE_OF_BRIEFINGS) as briefings:
        assert [item.topic for item in briefings.summaries("ada")] == [topic]
        assert briefings.latest(request, "ada")
        assert briefings.latest(request, "eve") is briefings.latest(request) is None
        assert briefings.summaries("eve") == briefings.summaries() == []


@pytest.mark.parametrize(
    "path", ["/", "/config", "/gradio_api/info", "/v1/models", "/exports/x.md", "/gradio_api/mcp/", "/metrics"]
)
def test_strangers_get_nothing(guarded_server: Server, path: str) -> None:
    assert httpx.get(guarded_server.address + path).status_code == 401
    page = httpx.get(guarded_server.address + path, headers={"accept": "text/html"})
    assert (page.status_code, page.headers.get("location")) == (303, "/login")


def test_a_password_opens_the_page_and_a_token_the_interfaces(
    guarded_server: Server, access: tuple[Access, str]
) -> None:
    browser = logged_in(guarded_server.address, "ada")
    assert browser.get("/", headers={"accept": "text/html"}).status_code == 200
    assert browser.get("/leave").status_code == 303
    assert browser.get("/config").status_code == 401
    bearer = {"authorization": f"Bearer {access[1]}"}
    assert httpx.get(f"{guarded_server.address}/v1/models", headers=bearer).status_code == 200
    assert httpx.get(f"{guarded_server.address}/gradio_api/info", headers=bearer).status_code == 200
    assert "chatbot_answers_total" in httpx.get(f"{guarded_server.address}/metrics", headers=bearer).text
    assert (
        httpx.get(f"{guarded_server.address}/v1/models", headers={"authorization": "Bearer wrong"}).status_code == 401
    )


def test_guessing_is_slowed_down(guarded_server: Server) -> None:
    wrong = {"name": "mallory", "password": "guess-guess"}
    codes = [httpx.post(f"{guarded_server.address}/login", data=wrong).status_code for _ in range(6)]
    assert codes == [401] * 5 + [429]


def test_guessing_side_by_side_gains_nothing(guarded_server: Server) -> None:
    def guess(number: int) -> int:
        wrong = {"name": "trudy", "password": f"guess-guess-{number}"}
        return httpx.post(f"{guarded_server.address}/login", data=wrong, timeout=60).status_code

    with ThreadPoolExecutor(12) as pool:
        codes = sorted(pool.map(guess, range(12)))
    assert codes == [401] * 5 + [429] * 7


def test_another_password_ends_the_sessions_of_a_user() -> None:
    before = Access().with_user("ada", PASSWORD)
    with TestClient(only_guarded(before)) as browser:
        browser.post("/login", data={"name": "ada", "password": PASSWORD}, follow_redirects=False)
        assert browser.get("/mine").status_code == 200
        cookies = browser.cookies
    for access, status in ((before, 200), (before.with_user("ada", PASSWORD + "!"), 401)):
        with TestClient(only_guarded(access), cookies=cookies) as browser:
            assert browser.get("/mine").status_code == status


def only_guarded(access: Access) -> FastAPI:
    """A server of one page behind the product's own login and guard."""
    session = Middleware(SessionMiddleware, secret_key=access.secret)
    server = FastAPI(middleware=[session, Middleware(Guard, access=access, local=True)])
    add_login(server, access)
    server.get("/mine")(lambda: "mine")
    return server


def test_a_conversation_is_exported_to_its_owner_only(guarded_server: Server) -> None:
    answer = Answer("Mine?", "id", refused=True, blocks=(), citations=(), model="m")
    with ConversationStore.open(guarded_server.library / FILE_NAME) as store:
        name = store.begin("ada", "Adas secret")
        store.add("ada", name, Exchange("Mine?", answer, datetime.now(UTC)))
    assert "Adas secret" in logged_in(guarded_server.address, "ada").get(f"/exports/{name}.md").text
    assert logged_in(guarded_server.address, "eve").get(f"/exports/{name}.json").status_code == 404


def test_requests_from_other_sites_and_names_are_refused(open_server: Server) -> None:
    assert httpx.get(f"{open_server.address}/v1/models", headers={"host": "evil.example"}).status_code == 403
    foreign = httpx.post(
        f"{open_server.address}/v1/chat/completions", headers={"origin": "https://evil.example"}, json={}
    )
    assert foreign.status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/file=../../../../etc/passwd",
        "/gradio_api/file=pyproject.toml",
        "/gradio_api/file=chatbot/settings.py",
        "/exports/../../etc/passwd.md",
        "/static/../../../../etc/passwd",
    ],
)
def test_no_file_of_the_machine_is_readable(open_server: Server, path: str) -> None:
    with httpx.Client(base_url=open_server.address) as browser:
        reply = browser.send(httpx.Request("GET", httpx.URL(open_server.address).copy_with(raw_path=path.encode())))
    assert reply.status_code in {403, 404, 422}
    assert "root:" not in reply.text


def test_pages_are_told_to_load_nothing_from_elsewhere(open_server: Server) -> None:
    headers = httpx.get(f"{open_server.address}/").headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
