"""One line over all interfaces: in order, bounded, counted down, and a place is free as soon as nobody wants it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, aclosing
from pathlib import Path

import httpx
import pytest

from chatbot.answering.events import Event, Finished, Progress, Stage
from chatbot.app import Chatbot, build_chatbot
from chatbot.errors import Busy
from chatbot.records import Answer
from chatbot.web.in_turn import AnswerLine, Waiting
from chatbot.web.turns import MOST_WAITING, Turns
from tests.conftest import document
from tests.loopback import Loopback, hangs, running_loopback, speaks
from tests.web.conftest import serving

FERRY = (
    "The passenger ferry Saint Aldwyn struck the north pier at Kilbrannagh on Saturday morning. "
    "Fourteen people were injured, the harbor authority said."
)
ASKED = "How many people were injured when the ferry struck the pier?"
BODY = {"model": "news-chatbot", "messages": [{"role": "user", "content": ASKED}]}
PATIENCE = 30.0


def test_places_are_given_in_order_and_bounded() -> None:
    turns = Turns(at_once=2, most_waiting=2)
    one, two, three, four = (turns.enter() for _ in range(4))
    assert [ticket.ahead for ticket in (one, two, three, four)] == [0, 0, 1, 2]
    with pytest.raises(Busy, match="2 questions are waiting") as full:
        turns.enter()
    assert full.value.seconds > 0
    three.leave()
    three.leave()
    assert (four.ahead, turns.waiting) == (1, 1)
    two.leave()
    assert (four.ahead, turns.waiting) == (0, 0)


def test_threads_take_turns_and_never_more_at_once() -> None:
    line = AnswerLine(3)
    inside: list[int] = []
    most: list[int] = []
    lock = threading.Lock()

    def events(number: int) -> Iterator[Event]:
        with lock:
            inside.append(number)
            most.append(len(inside))
        yield Progress(Stage.SEARCHING)
        with lock:
            inside.remove(number)
        yield Finished(Answer(str(number), "id", refused=True, blocks=(), citations=(), model="m"))

    async def ask(number: int) -> str:
        async with aclosing(line.answer(line.turns.enter(), events(number))) as steps:
            return (await anext(step async for step in steps if isinstance(step, Finished))).answer.question

    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda number: asyncio.run(ask(number)), range(60)))
    assert answers == [str(number) for number in range(60)]
    assert max(most) <= 3
    assert line.turns.present == 0


def test_who_waits_is_told_a_number_that_goes_down_and_leaving_moves_the_line() -> None:
    async def waiting() -> list[int]:
        line = AnswerLine(1)
        first, second = line.turns.enter(), line.turns.enter()
        seen: list[int] = []
        async with aclosing(line.answer(line.turns.enter(), iter_nothing())) as steps:
            async for step in steps:
                assert isinstance(step, Waiting)
                assert step.text == f"Busy, {step.ahead} ahead of you …"
                seen.append(step.ahead)
                (second if step.ahead == 2 else first).leave()
        return seen

    assert asyncio.run(waiting()) == [2, 1]


def iter_nothing() -> Iterator[Event]:
    yield from ()


def test_an_endpoint_that_hangs_holds_up_nobody_who_is_let_go_and_no_article(tmp_path: Path) -> None:
    """Four questions hang; the fifth waits; articles come in; one gives up, and the fifth is answered at once."""

    async def ask(line: AnswerLine, chatbot: Chatbot) -> Answer:
        async with aclosing(line.answer(line.turns.enter(), chatbot.stream(ASKED))) as steps:
            return await anext(step.answer async for step in steps if isinstance(step, Finished))

    async def crowd(chatbot: Chatbot, model: Loopback) -> Answer:
        line = AnswerLine(4)
        stuck = [asyncio.create_task(ask(line, chatbot)) for _ in range(4)]
        while len(model.calls) < 4:
            await asyncio.sleep(0.02)
        model.says(speaks("Fourteen people were injured. [1]"))
        fifth = asyncio.create_task(ask(line, chatbot))
        storm = document("/storm.txt", "The storm took nine roofs in Arlow on Monday.", title="Storm")
        added = await asyncio.to_thread(lambda: list(chatbot.ingest_documents([storm])))
        assert [outcome.change for outcome in added] == ["new"]
        assert (line.turns.present, line.turns.waiting, fifth.done()) == (5, 1, False)
        stuck[0].cancel()
        answer = await fifth
        assert line.turns.present == 3
        model.released.set()
        await asyncio.gather(*stuck, return_exceptions=True)
        assert line.turns.present == 0
        return answer

    with (
        running_loopback(hangs("Fourteen")) as model,
        build_chatbot(library=tmp_path / "library", llm_base_url=model.base_url) as chatbot,
    ):
        list(chatbot.ingest_documents([document("/ferry.txt", FERRY, title="Ferry strikes pier")]))
        chatbot.open()
        answer = asyncio.run(asyncio.wait_for(crowd(chatbot, model), PATIENCE))
    assert "ourteen" in answer.text


@pytest.fixture(scope="module")
def model() -> Iterator[Loopback]:
    with running_loopback(hangs("Fourteen")) as running:
        yield running


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, model: Loopback) -> Iterator[str]:
    """The whole server with that model, over one article."""
    folder = tmp_path_factory.mktemp("busy")
    with build_chatbot(library=folder / "library") as chatbot:
        list(chatbot.ingest_documents([document("/ferry.txt", FERRY, title="Ferry strikes pier")]))
    with serving(folder / "library", CHATBOT_LLM_BASE_URL=model.base_url) as server:
        yield server.address


async def opened(stack: AsyncExitStack, client: httpx.AsyncClient, url: str, begins: str) -> None:
    """A streamed question, read to the first line that begins so; it hangs until the stack is closed."""
    reply = await stack.enter_async_context(client.stream("POST", url, json=BODY | {"stream": True}))
    lines = reply.aiter_lines()
    stack.push_async_callback(lines.aclose)  # type: ignore[attr-defined]  # a generator, which closes when forgotten
    while not (await anext(lines)).startswith(begins):
        pass


def test_a_full_line_says_when_to_come_back_and_closed_connections_empty_it(address: str, model: Loopback) -> None:
    url = f"{address}/v1/chat/completions"

    async def crowd() -> None:
        limits = httpx.Limits(max_connections=200)
        async with httpx.AsyncClient(timeout=PATIENCE, limits=limits) as client:
            async with AsyncExitStack() as stack:
                for _ in range(4):
                    await opened(stack, client, url, "data: ")
                for ahead in range(1, MOST_WAITING + 1):
                    await opened(stack, client, url, f": Busy, {ahead} ahead of you …")
                refused = await client.post(url, json=BODY)
                assert refused.status_code == 429
                assert int(refused.headers["retry-after"]) >= 1
                assert refused.json()["error"]["type"] == "Busy"
            model.says(speaks("Fourteen people were injured. [1]"))
            while (reply := await client.post(url, json=BODY)).status_code == 429:
                await asyncio.sleep(0.1)
            assert "ourteen" in reply.json()["choices"][0]["message"]["content"]

    asyncio.run(asyncio.wait_for(crowd(), 2 * PATIENCE))


def test_who_waits_for_a_whole_answer_and_goes_leaves_the_line(address: str, model: Loopback) -> None:
    url = f"{address}/v1/chat/completions"
    model.says(hangs("Fourteen"))
    for _ in range(4):
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(url, json=BODY, timeout=1)
    model.says(speaks("Fourteen people were injured. [1]"))
    assert httpx.post(url, json=BODY, timeout=PATIENCE).status_code == 200


def test_gradios_client_hears_how_many_are_ahead_and_may_cancel(address: str, model: Loopback) -> None:
    from gradio_client import Client

    async def busy() -> None:
        async with httpx.AsyncClient(timeout=PATIENCE) as client, AsyncExitStack() as stack:
            for _ in range(4):
                await opened(stack, client, f"{address}/v1/chat/completions", "data: ")
            job = await asyncio.to_thread(lambda: api.submit(ASKED, api_name="/ask"))
            while not job.outputs():
                await asyncio.sleep(0.05)
            assert job.outputs()[0] == {"busy": "Busy, 1 ahead of you …", "ahead": 1}
            model.says(speaks("Fourteen people were injured. [1]"))
        assert "ourteen" in str(await asyncio.to_thread(job.result, PATIENCE))

    model.says(hangs("Fourteen"))
    api = Client(address, verbose=False)
    try:
        asyncio.run(asyncio.wait_for(busy(), 2 * PATIENCE))
    finally:
        api.close()
