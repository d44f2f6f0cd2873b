"""A press that comes while a run of the page ends is not lost."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from annotator.web import settings
from tests.running import free_port

PAGE = Path(__file__).with_name("late_finish_page.py")
PRESSES = 10


@pytest.fixture
def port() -> Iterator[int]:
    """Streamlit alone with that page and with our word on when a run may begin."""
    found = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(PAGE), "--server.port", str(found)]
    fast = str(settings.PINNED["runner.fastReruns"]).lower()
    told = ["--server.headless", "true", "--runner.fastReruns", fast, "--browser.gatherUsageStats", "false"]
    server = subprocess.Popen([*command, *told], stdout=subprocess.DEVNULL)
    yield found
    server.terminate()
    server.wait(20)


async def said(page: ClientConnection, patience_s: float) -> ForwardMsg:
    message = ForwardMsg()
    async with asyncio.timeout(patience_s):
        message.ParseFromString(await page.recv())  # type: ignore[arg-type]
    return message


def words(message: ForwardMsg) -> str:
    """What a paragraph of the page says; empty for all else."""
    return message.delta.new_element.markdown.body if message.WhichOneof("type") == "delta" else ""


async def opened(port: int) -> ClientConnection:
    for _again in range(150):
        try:
            return await connect(f"ws://127.0.0.1:{port}/_stcore/stream", subprotocols=["streamlit"])  # type: ignore[list-item]
        except OSError:
            await asyncio.sleep(0.2)
    raise AssertionError("Streamlit does not answer")


async def draw(page: ClientConnection) -> str:
    """Have the page drawn up to its last words; the id of its button."""
    await page.send(BackMsg(rerun_script={"query_string": ""}).SerializeToString())
    button = ""
    while True:
        message = await said(page, 20)
        button = message.delta.new_element.button.id or button
        if words(message) == "the last":
            return button


async def arrives(page: ClientConnection, button: str) -> bool:
    """Press at once; whether the page says so, before it is silent for a second."""
    press = BackMsg()
    state = press.rerun_script.widget_states.widgets.add()
    state.id, state.trigger_value = button, True
    await page.send(press.SerializeToString())
    arrived = False
    while True:
        try:
            arrived = words(await said(page, 1.0)) == "pressed" or arrived
        except TimeoutError:
            return arrived


async def presses_that_arrive(port: int) -> int:
    page = await opened(port)
    try:
        return sum([await arrives(page, await draw(page)) for _ in range(PRESSES)])
    finally:
        await page.close()


def test_a_press_at_the_end_of_a_run_arrives(port: int) -> None:
    with ThreadPoolExecutor(
        1
    ) as aside:  # a process has one event loop to a thread, and Playwright's may be here
        arrived = aside.submit(lambda: asyncio.run(presses_that_arrive(port))).result()
    assert arrived == PRESSES
