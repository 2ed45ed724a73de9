"""The port by which machines see how the bot is: ready or not, and figures in which nobody is named."""

import re
import socket
from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.app import App
from bot.config import ConfigFault
from bot.config.sections import OperationsSection
from bot.services.use_cases import USE_CASES
from tests.acceptance.processes import free_port
from tests.acceptance.world import World
from tests.waiting import until

LABELS = re.compile(r'(\w+)="([^"]*)"')


@pytest.fixture
async def port(world: World, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[aiohttp.ClientSession]:
    """The bot is started anew with the port open; a browser for it."""
    number = free_port()
    await world.stop_bot()
    section = OperationsSection(health_port=number)
    monkeypatch.setattr(World, "config", world.config.model_copy(update={"operations": section}))
    await world.start_bot()
    async with aiohttp.ClientSession(f"http://127.0.0.1:{number}") as browser:
        yield browser


async def asked(browser: aiohttp.ClientSession, path: str, method: str = "GET") -> tuple[int, str]:
    """Status and text of an answer."""
    async with browser.request(method, path) as answer:
        return answer.status, await answer.text()


async def figures(browser: aiohttp.ClientSession) -> dict[str, float]:
    """What `/metrics` says, by name and labels."""
    status, text = await asked(browser, "/metrics")
    assert status == 200
    lines = [line.rpartition(" ") for line in text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in lines}


async def test_it_is_ready_only_while_it_is_connected(world: World, port: aiohttp.ClientSession):
    assert await asked(port, "/healthz") == (200, "up\n")
    assert await asked(port, "/readyz") == (200, "ready\n")
    async with world.reconnecting():
        world.sandbox.gateway.refuse_new()
        await world.sandbox.gateway.drop(4000, resumable=False)
        await until(lambda: lost(port), what="it says that it is not ready")
        assert await asked(port, "/healthz") == (200, "up\n")
        assert (await figures(port))["parley_ready"] == 0
    assert await asked(port, "/readyz") == (200, "ready\n")
    await world.stop_bot()
    with pytest.raises(aiohttp.ClientConnectionError):
        await port.get("/healthz")
    await world.start_bot()


async def lost(browser: aiohttp.ClientSession) -> bool:
    """Whether it says that it is not connected."""
    return await asked(browser, "/readyz") == (503, "not connected to Discord\n")


async def test_only_what_it_is_for_is_answered(world: World, port: aiohttp.ClientSession):
    assert await asked(port, "/healthz", "HEAD") == (200, "")
    assert [(await asked(port, path))[0] for path in ("/", "/metrics/", "/../etc/passwd", "/config")] == [404] * 4
    assert [(await asked(port, "/metrics", method))[0] for method in ("POST", "PUT", "DELETE")] == [405] * 3


async def test_the_figures_tell_of_the_work_and_of_nobody(world: World, port: aiohttp.ClientSession):
    await world.negotiation()
    await world.refused(world.stranger, "wallet withdraw", amount="5")
    found = await figures(port)
    assert (found["parley_up"], found["parley_ready"]) == (1, 1)
    assert (found["parley_outbox_messages"], found["parley_outbox_age_seconds"]) == (0, 0)
    assert found["parley_deadline_lateness_seconds"] == 0
    assert found["parley_sweep_age_seconds"] < 45
    assert found['parley_command_seconds_count{command="OpenCase",outcome="done"}'] == 1
    assert found['parley_command_seconds_count{command="RequestWithdrawal",outcome="refused"}'] == 1
    assert found['parley_rest_calls_total{method="POST",route="/channels/{id}/messages",status="200"}'] > 0
    assert found['parley_rest_calls_total{method="POST",route="/interactions/{id}/{other}/callback",status="200"}'] > 0
    values = {label: set[str]() for label in ("command", "outcome", "le", "method", "route", "status")}
    for name in found:
        for label, value in LABELS.findall(name):
            values[label].add(value)
    assert values["command"] <= {command.__name__ for command in USE_CASES} | {"ConfirmQuote", "CancelQuote"}
    assert values["outcome"] <= {"done", "quoted", "refused", "failed"}
    assert [route for route in values["route"] if re.search(r"\d{3}", route)] == [], "an id, or a token"


async def test_what_is_late_is_seen(world: World, port: aiohttp.ClientSession):
    await world.case()
    due_at_ms = await world.app.keeper.next_wake_ms()
    assert due_at_ms is not None
    world.app.scheduling._sweep = _fails  # type: ignore[method-assign]
    world.clock.set(due_at_ms + 90_000)
    assert (await figures(port))["parley_deadline_lateness_seconds"] == 90
    del world.app.scheduling._sweep


async def _fails() -> None:
    """A sweep that never gets to what is due."""


async def test_a_port_that_is_taken_is_a_fault_of_the_settings(world: World):
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        section = OperationsSection(health_port=holder.getsockname()[1])
        await world.stop_bot()
        with pytest.raises(ConfigFault, match=r"operations\.health_port is \d+, which can't be used: another program"):
            await App(world.config.model_copy(update={"operations": section}), clock=world.clock).start()
    await world.start_bot()
