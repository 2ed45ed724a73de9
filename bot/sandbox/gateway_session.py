"""One gateway session: what it may receive, its numbered events, and the socket that carries them just now."""

import copy
import json
import secrets
import time
import zlib
from collections import deque
from typing import Any

from aiohttp import web

from bot.sandbox.world import Event, World

DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE, VOICE_STATE, RESUME = 0, 1, 2, 3, 4, 6
RECONNECT, REQUEST_MEMBERS, INVALID_SESSION, HELLO, HEARTBEAT_ACK = 7, 8, 9, 10, 11
MESSAGE_CONTENT = 1 << 15
_KEPT_EVENTS = 5000
_SENDS_PER_MINUTE = 120
_BLANKED: dict[str, Any] = {"content": "", "embeds": [], "attachments": [], "components": []}


class Connection:
    """A WebSocket of the bot, with the compression it asked for."""

    def __init__(self, socket: web.WebSocketResponse, *, compressed: bool) -> None:
        self.socket = socket
        self.is_closed_here = False
        self._zlib = zlib.compressobj() if compressed else None
        self._received_at: deque[float] = deque(maxlen=_SENDS_PER_MINUTE + 1)

    def is_sending_too_much(self) -> bool:
        """Count one payload from the client, and return whether it passed 120 in 60 s."""
        self._received_at.append(time.monotonic())
        return len(self._received_at) > _SENDS_PER_MINUTE and self._received_at[-1] - self._received_at[0] < 60

    async def close(self, code: int) -> None:
        """Close with a code of the sandbox's choosing."""
        self.is_closed_here = True
        await self.socket.close(code=code)

    async def send(self, payload: dict[str, Any]) -> None:
        """Send one payload; a socket that is gone swallows it."""
        await self.send_text(json.dumps(payload, ensure_ascii=False))

    async def send_text(self, text: str) -> None:
        """Send raw text, JSON or not."""
        if self.socket.closed:
            return
        try:
            if self._zlib is None:
                await self.socket.send_str(text)
            else:
                data = self._zlib.compress(text.encode()) + self._zlib.flush(zlib.Z_SYNC_FLUSH)
                await self.socket.send_bytes(data)
        except (ConnectionError, RuntimeError):
            return


class Session:
    """A gateway session, alive across reconnects."""

    def __init__(self, world: World, intents: int, shard_id: int, shard_count: int) -> None:
        self.id = secrets.token_hex(16)
        self.intents = intents
        self.shard_id = shard_id
        self.shard_count = shard_count
        self.sequence = 0
        self.is_ended = False
        self.connection: Connection | None = None
        self.unsent: deque[dict[str, Any]] = deque()
        self.sent: deque[dict[str, Any]] = deque(maxlen=_KEPT_EVENTS)
        self._world = world

    @property
    def is_connected(self) -> bool:
        """Whether a socket carries this session just now."""
        return self.connection is not None and not self.connection.socket.closed

    def wants(self, event: Event) -> bool:
        """Return whether an event belongs to this session: shard, intents, and what the bot may see."""
        guild_id = event.guild_id
        shard = 0 if guild_id is None else (guild_id >> 22) % self.shard_count
        if shard != self.shard_id or (event.intents and not event.intents & self.intents):
            return False
        world = self._world
        guild = world.guilds.get(guild_id or 0)
        if guild is not None and world.bot.id not in guild.members and event.name != "GUILD_DELETE":
            return False
        if event.channel is not None and not world.can_see(event.channel, world.bot.id):
            return False
        if not event.needs or guild is None:
            return True
        held = world.guild_permissions_of(guild, world.bot.id)
        return held & event.needs == event.needs

    def offer(self, event: Event) -> None:
        """Queue an event if this session wants it."""
        if not self.is_ended and self.wants(event):
            self.push(event.name, self._filtered(event))

    def push(self, name: str, data: Any) -> None:
        """Queue an event without asking whether it is wanted."""
        self.sequence += 1
        self.unsent.append({"op": DISPATCH, "t": name, "s": self.sequence, "d": data})

    def _filtered(self, event: Event) -> dict[str, Any]:
        if event.name not in ("MESSAGE_CREATE", "MESSAGE_UPDATE") or self.intents & MESSAGE_CONTENT:
            return event.data
        bot_id = str(self._world.bot.id)
        is_exempt = (
            "guild_id" not in event.data
            or event.data["author"]["id"] == bot_id
            or any(mentioned["id"] == bot_id for mentioned in event.data["mentions"])
        )
        return event.data if is_exempt else copy.deepcopy(event.data) | _BLANKED

    def rewind(self, sequence: int) -> bool:
        """Queue again everything after `sequence`; False when that is no longer known."""
        kept = list(self.sent) + list(self.unsent)
        if sequence > self.sequence or (kept and kept[0]["s"] > sequence + 1):
            return False
        self.unsent = deque(payload for payload in kept if payload["s"] > sequence)
        self.sent = deque((payload for payload in kept if payload["s"] <= sequence), maxlen=_KEPT_EVENTS)
        return True

    async def flush(self) -> None:
        """Send what is queued, in order."""
        while self.unsent and self.is_connected and self.connection is not None:
            payload = self.unsent.popleft()
            self.sent.append(payload)
            await self.connection.send(payload)
