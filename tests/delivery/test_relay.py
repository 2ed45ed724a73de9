"""The relay over real databases: order, back-off, giving up, what a dead process leaves. Only sending is made up."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
import pytest

from bot.clock import ManualClock
from bot.delivery.relay import (
    CONCURRENCY,
    LEASE_MS,
    LONGEST_DELAY_MS,
    Relay,
    Undeliverable,
    delay_after,
    is_final,
    is_passing,
)
from bot.services.outbox import OutboxQueue
from bot.services.ports import ClaimedMessage, EffectKind, OutboxMessage
from tests.waiting import until

GUILD = 1
Effect = Callable[[ClaimedMessage], Awaitable[None]]


def http_error(status: int, code: int = 0) -> discord.HTTPException:
    kinds = {403: discord.Forbidden, 404: discord.NotFound}
    response: Any = SimpleNamespace(status=status, reason="made up")
    return kinds.get(status, discord.HTTPException)(response, {"code": code, "message": "made up"})


class Sender:
    """Records what is sent; what a message meets first is raised once, in order."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.tried: list[str] = []
        self.meets: dict[str, list[BaseException]] = {}
        self.holds: dict[str, asyncio.Event] = {}
        self.at_once = 0
        self.most_at_once = 0

    async def __call__(self, claimed: ClaimedMessage) -> None:
        key = claimed.message.dedupe_key
        self.tried.append(key)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            if key in self.holds:
                await self.holds[key].wait()
            if self.meets.get(key):
                raise self.meets[key].pop(0)
            self.sent.append(key)
        finally:
            self.at_once -= 1


@pytest.fixture
def sender() -> Sender:
    return Sender()


@pytest.fixture
def queue(storage) -> OutboxQueue:
    return OutboxQueue(storage)


@pytest.fixture
def put(storage) -> Callable[..., Awaitable[None]]:
    async def put_them(*keys: str) -> None:
        async with storage.write() as uow:
            await uow.outbox.put(
                [OutboxMessage(GUILD, f"room:{key[0]}", EffectKind.ROOM_POST, key, {"text": key}) for key in keys]
            )
            await uow.commit()

    return put_them


@asynccontextmanager
async def running(relay: Relay) -> AsyncIterator[Relay]:
    task = asyncio.create_task(relay.run())
    try:
        yield relay
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_targets_keep_their_order_and_run_side_by_side(queue, put, sender):
    await put("a1", "b1", "a2", "b2", "a3")
    sender.holds["a1"] = asyncio.Event()
    async with running(Relay(queue, sender, owner="me")) as relay:
        await until(lambda: sender.sent == ["b1", "b2"], what="the other target's messages")
        assert sender.tried.count("a2") == 0
        sender.holds["a1"].set()
        await relay.drain()
    assert [key for key in sender.sent if key[0] == "a"] == ["a1", "a2", "a3"]


@pytest.mark.parametrize(
    "error",
    [http_error(500), http_error(503), http_error(429), ConnectionResetError(), aiohttp.ClientError(), TimeoutError()],
    ids=repr,
)
async def test_what_passes_is_tried_again_in_order(queue, put, sender, error):
    await put("a1", "a2")
    sender.meets["a1"] = [error, error]
    async with running(Relay(queue, sender, owner="me")) as relay:
        await relay.drain()
    assert sender.tried == ["a1", "a1", "a1", "a2"]
    assert sender.sent == ["a1", "a2"]


@pytest.mark.parametrize("error", [http_error(403), http_error(404), http_error(400), Undeliverable("nobody is there")])
async def test_an_answer_is_not_asked_for_again(queue, put, sender, error, storage):
    await put("a1", "a2")
    sender.meets["a1"] = [error]
    async with running(Relay(queue, sender, owner="me")) as relay:
        await relay.drain()
    assert sender.tried == ["a1", "a2"]
    assert sender.sent == ["a2"]


async def test_a_crash_ends_neither_the_relay_nor_the_message(queue, put, sender):
    await put("a1", "b1")
    sender.meets["a1"] = [ZeroDivisionError()]
    async with running(Relay(queue, sender, owner="me")) as relay:
        await relay.drain()
    assert sorted(sender.sent) == ["a1", "b1"]


async def test_only_so_many_at_once(queue, put, sender):
    keys = [chr(ord("a") + number) for number in range(CONCURRENCY + 4)]
    await put(*keys)
    sender.holds = dict.fromkeys(keys, asyncio.Event())
    async with running(Relay(queue, sender, owner="me")) as relay:
        await until(lambda: sender.at_once == CONCURRENCY, what="all hands")
        sender.holds["a"].set()
        await relay.drain()
    assert sender.most_at_once == CONCURRENCY
    assert sorted(sender.sent) == keys


async def test_one_who_is_alone_takes_over_at_once_what_a_dead_process_claimed(queue, put, sender):
    await put("a1")
    clock = ManualClock()
    assert len((await queue.claim("dead", clock.now_ms(), LEASE_MS, 10)).messages) == 1
    async with running(Relay(queue, sender, owner="me", alone=True, clock=clock)) as relay:
        await relay.drain()
    assert sender.sent == ["a1"]


async def test_others_wait_for_the_lease_to_run_out(queue, put, sender):
    await put("a1", "b1")
    clock = ManualClock()
    assert len((await queue.claim("dead", clock.now_ms(), LEASE_MS, 1)).messages) == 1
    async with running(Relay(queue, sender, owner="me", clock=clock)) as relay:
        await until(lambda: sender.sent == ["b1"], what="the free message")
        clock.advance(milliseconds=LEASE_MS)
        await relay.drain()
    assert sender.sent == ["b1", "a1"]


async def test_two_relays_send_each_message_once(queue, put, sender):
    await put(*(f"{target}{number}" for number in range(4) for target in "abcdefgh"))
    async with running(Relay(queue, sender, owner="one")) as one, running(Relay(queue, sender, owner="two")):
        await one.drain()
    assert len(sender.sent) == len(set(sender.sent)) == 32
    for target in "abcdefgh":
        assert [key for key in sender.sent if key[0] == target] == [f"{target}{number}" for number in range(4)]


async def test_what_is_under_way_at_the_end_is_given_back(queue, put, sender):
    await put("a1")
    sender.holds["a1"] = asyncio.Event()
    clock = ManualClock()
    async with running(Relay(queue, sender, owner="one", clock=clock)):
        await until(lambda: sender.tried == ["a1"], what="the first attempt")
    sender.holds.clear()
    async with running(Relay(queue, sender, owner="two", clock=clock)) as relay:
        await relay.drain()
    assert sender.sent == ["a1"]


async def test_stopping_finishes_what_is_under_way_and_begins_nothing(queue, put, sender):
    await put("a1", "a2")
    sender.holds["a1"] = asyncio.Event()
    relay = Relay(queue, sender, owner="me")
    task = asyncio.create_task(relay.run())
    await until(lambda: sender.tried == ["a1"], what="the first attempt")
    relay.stop()
    sender.holds["a1"].set()
    await task
    assert sender.tried == sender.sent == ["a1"]
    async with running(relay):
        await relay.drain()
    assert sender.sent == ["a1", "a2"]


def test_back_off_doubles_up_to_a_minute():
    delays = [delay_after(http_error(500), attempts) for attempts in range(1, 60)]
    assert delays[:4] == [200, 400, 800, 1_600]
    assert max(delays) == delays[-1] == LONGEST_DELAY_MS
    assert delay_after(discord.RateLimited(90.5), 1) == 90_500


def test_old_edits_count_as_an_answer_though_they_come_as_a_rate_limit():
    """Discord answers 429 with code 30046; the card handles it, and everything else retries."""
    assert is_passing(http_error(429, 30046))
    assert is_final(http_error(400))
    assert not is_final(http_error(502))
    assert not is_final(ZeroDivisionError())
