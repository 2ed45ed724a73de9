"""What can go wrong between the bot and its Discord, and a count of all that there is to see afterwards."""

import asyncio
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import discord.http
import discord.webhook.async_
import pytest
from sqlalchemy import select

from bot.sandbox import Channel, Permission, Sandbox, SeenMessage
from bot.sandbox.faults import Fault
from storage.tables import deliveries, exhibit_files, exhibits
from tests.acceptance.world import World

Trouble = Callable[[Sandbox, str, int], Fault]

TROUBLES: Final[dict[str, Trouble]] = {
    "500_before": lambda sandbox, route, times: sandbox.faults.fail_before(route, status=500, times=times),
    "502_after": lambda sandbox, route, times: sandbox.faults.fail_after(route, status=502, times=times),
    "503_after": lambda sandbox, route, times: sandbox.faults.fail_after(route, status=503, times=times),
    "reset_before": lambda sandbox, route, times: sandbox.faults.reset_before(route, times=times),
    "reset_after": lambda sandbox, route, times: sandbox.faults.reset_after(route, times=times),
    "rate_limit": lambda sandbox, route, times: sandbox.faults.rate_limit(route, seconds=0.01, times=times),
    "cloudflare": lambda sandbox, route, times: sandbox.faults.rate_limit(
        route, seconds=0.01, times=times, by_cloudflare=True
    ),
    "slow": lambda sandbox, route, times: sandbox.faults.delay(route, seconds=0.02, times=times),
}
"""What goes wrong so many times on a route."""

OFTEN: Final = 10_000


class _Hasty:
    """The module asyncio, with sleeps that are over at once."""

    def __getattr__(self, name: str) -> Any:
        return getattr(asyncio, name)

    @staticmethod
    async def sleep(_: float) -> None:
        await asyncio.sleep(0)


def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody wait before trying again: neither discord.py, nor the relay, nor who fetches files and answers."""
    for module in (discord.http, discord.webhook.async_):
        monkeypatch.setattr(module, "asyncio", _Hasty())
    monkeypatch.setattr("bot.delivery.relay.FIRST_DELAY_MS", 1)
    monkeypatch.setattr("bot.delivery.relay.LONGEST_DELAY_MS", 20)
    monkeypatch.setattr("bot.ui.intake._PAUSES_SECONDS", (0.0, 0.0, 0.0))
    monkeypatch.setattr("bot.ui.replies._PAUSES_SECONDS", (0.0, 0.0))


@dataclass(frozen=True)
class Seen:
    """All that there is, in words that are the same in every run."""

    channels: Counter[str]
    messages: Counter[tuple[str, str]]
    pinned: Counter[str]
    writers: Counter[str]
    exhibits: Counter[str]
    notices: Counter[tuple[Any, ...]]


async def seen(world: World) -> Seen:
    """Channels, messages and pins in the sandbox; exhibits and proofs of delivery in the database."""
    names = _names(world)
    places = [*world.guild.channels.values(), *world.sandbox.world.direct_messages.values()]
    said = [(channel, message) for channel in places for message in _of_bot(world, channel)]
    async with world.app.storage._database.read() as transaction:
        handed_in = await transaction.rows(select(exhibits.c.case_id, exhibits.c.name))
        delivered = await transaction.rows(
            select(deliveries.c.deadline_id, deliveries.c.member_id, deliveries.c.notice, deliveries.c.route)
        )
    return Seen(
        channels=Counter(f"{channel.name} in {_parent(world, channel)}" for channel in world.guild.channels.values()),
        messages=Counter((_place(channel), _plain(message.text, names)) for channel, message in said),
        pinned=Counter(_place(channel) for channel, message in said if message.pinned),
        writers=Counter(
            f"{person.name} in {room.name}"
            for room in world.rooms()
            for person in (world.client, world.freelancer, world.arbitrator, world.stranger)
            if person.can(room, Permission.SEND_MESSAGES)
        ),
        exhibits=Counter(f"{row.case_id} {row.name}" for row in handed_in),
        notices=Counter(tuple(row) for row in delivered),
    )


def _of_bot(world: World, channel: Channel) -> Iterator[SeenMessage]:
    for message in channel.messages.values():
        if message.author.is_bot and message.interaction is None:
            yield SeenMessage(world.sandbox.world, message)


def _place(channel: Channel) -> str:
    return channel.name if channel.recipient is None else f"@{channel.recipient.name}"


def _parent(world: World, channel: Channel) -> str:
    parent = world.guild.channels.get(channel.parent_id or 0)
    return "" if parent is None else parent.name


def _names(world: World) -> dict[int, str]:
    named = [*world.sandbox.world.users.values(), *world.guild.channels.values(), *world.guild.roles.values()]
    return {item.id: item.name for item in named}


def _plain(text: str, names: dict[int, str]) -> str:
    return re.sub(r"\d{15,}", lambda found: names.get(int(found[0]), "#"), text)


_KNOWN: Final[dict[str, Any]] = {}


async def without_trouble(name: str, play: Callable[[], Awaitable[Any]]) -> Any:
    """What a story leaves behind where nothing goes wrong; it is played once for all tests."""
    if name not in _KNOWN:
        _KNOWN[name] = await play()
    return _KNOWN[name]


async def named_files(world: World) -> set[str]:
    """The hashes that exhibits name."""
    async with world.app.storage._database.read() as transaction:
        return {row.sha256 for row in await transaction.rows(select(exhibit_files.c.sha256))}


def stored_files(world: World) -> set[str]:
    """The hashes of what the bot has stored."""
    return {path.name for path in world.config.evidence.dir.rglob("*") if re.fullmatch("[0-9a-f]{64}", path.name)}
