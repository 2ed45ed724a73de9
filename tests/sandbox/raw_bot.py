"""A bot that speaks the gateway's protocol by hand, for what a library would hide."""

import json
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from bot.sandbox import Sandbox

ALL_INTENTS = (1 << 26) - 1
GUILDS, GUILD_MEMBERS, GUILD_MESSAGES, MESSAGE_CONTENT = 1 << 0, 1 << 1, 1 << 9, 1 << 15


class RawBot:
    """One WebSocket to the gateway."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, token: str, *, compressed: bool) -> None:
        self.socket = socket
        self.token = token
        self.session_id = ""
        self.sequence = 0
        self._inflate = zlib.decompressobj() if compressed else None

    async def receive(self) -> dict[str, Any]:
        """Return the next payload; a close comes as `{"close": code}`."""
        message = await self.socket.receive(timeout=5)
        if message.type in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.CLOSING):
            return {"close": self.socket.close_code}
        raw = message.data if self._inflate is None else self._inflate.decompress(message.data)
        payload = json.loads(raw)
        if payload.get("s"):
            self.sequence = payload["s"]
        if payload.get("t") == "READY":
            self.session_id = payload["d"]["session_id"]
        return payload

    async def event(self, name: str) -> dict[str, Any]:
        """Return the data of the next event of a name, passing over others."""
        while (payload := await self.receive()).get("t") != name:
            assert "close" not in payload, payload
        return payload["d"]

    async def send(self, op: int, data: Any) -> None:
        await self.socket.send_str(json.dumps({"op": op, "d": data}))

    async def identify(self, intents: int = ALL_INTENTS, **more: Any) -> None:
        properties = {"os": "linux", "browser": "test", "device": "test"}
        await self.send(2, {"token": self.token, "intents": intents, "properties": properties} | more)

    async def resume(self, session_id: str, sequence: int) -> None:
        await self.send(6, {"token": self.token, "session_id": session_id, "seq": sequence})


@asynccontextmanager
async def raw_bot(sandbox: Sandbox, *, compress: str | None = None) -> AsyncIterator[RawBot]:
    """Open a WebSocket and read the hello."""
    url = sandbox.gateway_url + "?v=10&encoding=json" + (f"&compress={compress}" if compress else "")
    async with aiohttp.ClientSession() as session, session.ws_connect(url) as socket:
        bot = RawBot(socket, sandbox.token, compressed=compress == "zlib-stream")
        assert (await bot.receive())["op"] == 10
        yield bot
