"""The gateway, version 10: hello, identify, heartbeat, resume with replay, member requests, and its ways to fail."""

import asyncio
import json
from typing import Any, cast

from aiohttp import WSMsgType, web

from bot.sandbox.gateway_session import (
    HEARTBEAT,
    HEARTBEAT_ACK,
    HELLO,
    IDENTIFY,
    INVALID_SESSION,
    PRESENCE,
    RECONNECT,
    REQUEST_MEMBERS,
    RESUME,
    VOICE_STATE,
    Connection,
    Session,
)
from bot.sandbox.guild_payloads import application_flags, guild_create_payload
from bot.sandbox.model import Interaction
from bot.sandbox.payloads import member_payload, own_user_payload
from bot.sandbox.world import Event, World

_PRIVILEGED = (1 << 1) | (1 << 8) | (1 << 15)
_ALL_INTENTS = (1 << 26) - 1
_MAX_PAYLOAD_BYTES = 4096
_CHUNK_SIZE = 1000


class Gateway:
    """Accepts the bot's WebSockets and hands events to its sessions."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._sessions: dict[str, Session] = {}
        self._sockets: dict[web.WebSocketResponse, web.Request] = {}
        self._wakeups: dict[str, asyncio.Event] = {}
        self._refusals = 0
        self.heartbeat_interval_ms = 41_250
        self.identifies = 0
        self.resumes = 0
        world.listeners.append(self.offer)

    # -- what tests look at and break

    @property
    def sessions(self) -> list[Session]:
        """The sessions that are connected now."""
        return [session for session in self._sessions.values() if session.is_connected]

    @property
    def is_connected(self) -> bool:
        """Whether any session is connected now."""
        return bool(self.sessions)

    def can_reach_bot(self) -> bool:
        """Return whether an event sent now may arrive: a session is connected, or may yet be resumed."""
        return any(not session.is_ended for session in self._sessions.values())

    async def drop(self, code: int = 4000, *, resumable: bool = True) -> None:
        """Close every connection with a close code; unless `resumable`, the sessions end with it."""
        for session in self.sessions:
            if not resumable or code in (1000, 1001):
                session.is_ended = True
            if session.connection is not None:
                await session.connection.close(code)
        self._world.changes.notify()

    def cut(self) -> None:
        """Tear the connections down without a close frame; the sessions can be resumed."""
        for request in list(self._sockets.values()):
            if request.transport is not None:
                request.transport.abort()

    async def ask_reconnect(self) -> None:
        """Send opcode 7, Reconnect, to every session."""
        await self._send_all({"op": RECONNECT, "d": None})

    async def invalidate(self, *, resumable: bool = False) -> None:
        """Send opcode 9, Invalid Session; unless `resumable`, the sessions end."""
        for session in self.sessions:
            session.is_ended = not resumable
        await self._send_all({"op": INVALID_SESSION, "d": resumable})

    async def send_garbage(self, text: str = '{"op": 0, "t": "MESSAGE_CREATE", "s": null, "d": {"oops": 1}}') -> None:
        """Send raw text that no client expects."""
        for session in self.sessions:
            if session.connection is not None:
                await session.connection.send_text(text)

    def refuse_new(self, times: int = 1) -> None:
        """Answer the next connection attempts with HTTP 503."""
        self._refusals += times

    def inject(self, name: str, data: dict[str, Any]) -> None:
        """Send an event of the caller's making to every session, past all filters."""
        for session in self._sessions.values():
            if not session.is_ended:
                session.push(name, data)
                self._wake(session)

    def replay(self, interaction: Interaction) -> None:
        """Send an interaction once more, as a gateway replay would."""
        self.offer(Event("INTERACTION_CREATE", interaction.payload, interaction.guild_id))

    # -- events out

    def offer(self, event: Event) -> None:
        """Queue an event for each session that wants it."""
        for session in self._sessions.values():
            session.offer(event)
            self._wake(session)

    def _wake(self, session: Session) -> None:
        self._wakeups.setdefault(session.id, asyncio.Event()).set()

    async def _send_all(self, payload: dict[str, Any]) -> None:
        for session in self.sessions:
            if session.connection is not None:
                await session.connection.send(payload)

    async def close_all(self) -> None:
        """Close every socket when the sandbox stops."""
        for socket in list(self._sockets):
            await socket.close(code=1001)

    # -- connections in

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve one WebSocket."""
        if self._refusals:
            self._refusals -= 1
            return web.Response(status=503)
        socket = web.WebSocketResponse(max_msg_size=1 << 20)
        await socket.prepare(request)
        self._sockets[socket] = request
        connection = Connection(socket, compressed=request.query.get("compress") == "zlib-stream")
        pump: asyncio.Task[None] | None = None
        session: Session | None = None
        try:
            if request.query.get("v", "10") != "10":
                await connection.close(4012)
                return socket
            hello = {"heartbeat_interval": self.heartbeat_interval_ms, "_trace": ["sandbox"]}
            await connection.send({"op": HELLO, "d": hello, "s": None, "t": None})
            session = await self._greet(connection)
            if session is not None:
                pump = asyncio.create_task(self._pump(session, connection))
                await self._listen(session, connection)
        finally:
            del self._sockets[socket]
            if pump is not None:
                pump.cancel()
            if session is not None:
                self._leave(session, connection)
        return socket

    def _leave(self, session: Session, connection: Connection) -> None:
        # A client that closes with 1000 or 1001 ends its session; any other end leaves it resumable. Where the
        # sandbox closed first, the code is only the client's echo.
        if not connection.is_closed_here and connection.socket.close_code in (1000, 1001):
            session.is_ended = True
        if session.connection is connection:
            session.connection = None
        if session.is_ended:
            self._sessions.pop(session.id, None)
            self._wakeups.pop(session.id, None)
        self._world.changes.notify()

    async def _pump(self, session: Session, connection: Connection) -> None:
        wakeup = self._wakeups.setdefault(session.id, asyncio.Event())
        while session.connection is connection and not connection.socket.closed:
            wakeup.clear()
            await session.flush()
            await wakeup.wait()

    async def _greet(self, connection: Connection) -> Session | None:
        """Read until the client identifies or resumes; None when the connection was closed instead."""
        while (payload := await self._receive(connection)) is not None:
            op = payload.get("op")
            data: dict[str, Any] = payload.get("d") or {}
            if op == HEARTBEAT:
                await connection.send({"op": HEARTBEAT_ACK})
            elif op == IDENTIFY:
                return await self._identify(connection, data)
            elif op == RESUME:
                session = await self._resume(connection, data)
                if session is not None or connection.socket.closed:
                    return session
            else:
                await connection.close(4003)
        return None

    async def _identify(self, connection: Connection, data: dict[str, Any]) -> Session | None:
        shard_id, shard_count = data.get("shard") or (0, 1)
        intents = int(data.get("intents", 0))
        if data.get("token") != self._world.token:
            code = 4004
        elif not 0 <= shard_id < shard_count:
            code = 4010
        elif intents & ~_ALL_INTENTS:
            code = 4013
        elif intents & _PRIVILEGED & ~self._world.allowed_privileged_intents:
            code = 4014
        else:
            self.identifies += 1
            self._forget_abandoned(shard_id)
            session = Session(self._world, intents, shard_id, shard_count)
            self._sessions[session.id] = session
            session.connection = connection
            self._queue_ready(session)
            self._world.changes.notify()
            return session
        await connection.close(code)
        return None

    def _forget_abandoned(self, shard_id: int) -> None:
        # A new session of a shard means that its disconnected forerunners will not be resumed.
        for old in list(self._sessions.values()):
            if old.shard_id == shard_id and not old.is_connected:
                del self._sessions[old.id]
                self._wakeups.pop(old.id, None)

    def forget_sessions(self) -> None:
        """End the sessions that nobody is connected to, as Discord does some minutes after a drop."""
        for session in list(self._sessions.values()):
            if not session.is_connected:
                session.is_ended = True
                del self._sessions[session.id]
        self._world.changes.notify()

    def _queue_ready(self, session: Session) -> None:
        world = self._world
        guilds = [
            guild
            for guild in world.guilds.values()
            if world.bot.id in guild.members and (guild.id >> 22) % session.shard_count == session.shard_id
        ]
        session.push(
            "READY",
            {
                "v": 10,
                "user": own_user_payload(world.bot),
                "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
                "session_id": session.id,
                "session_type": "normal",
                "resume_gateway_url": world.gateway_url,
                "shard": [session.shard_id, session.shard_count],
                "application": {"id": str(world.application_id), "flags": application_flags(world)},
                "private_channels": [],
                "user_settings": {},
                "relationships": [],
                "presences": [],
            },
        )
        for guild in guilds:
            session.push("GUILD_CREATE", guild_create_payload(world, guild))

    async def _resume(self, connection: Connection, data: dict[str, Any]) -> Session | None:
        session = self._sessions.get(str(data.get("session_id")))
        if data.get("token") != self._world.token:
            await connection.close(4004)
            return None
        if session is None or session.is_ended:
            await connection.send({"op": INVALID_SESSION, "d": False})
            return None
        if not session.rewind(int(data.get("seq") or 0)):
            await connection.close(4007)
            return None
        session.connection = connection
        self.resumes += 1
        session.push("RESUMED", {"_trace": ["sandbox"]})
        self._world.changes.notify()
        return session

    async def _listen(self, session: Session, connection: Connection) -> None:
        while (payload := await self._receive(connection)) is not None:
            op = payload.get("op")
            if op == HEARTBEAT:
                await connection.send({"op": HEARTBEAT_ACK})
            elif op == REQUEST_MEMBERS:
                self._send_members(session, payload["d"])
            elif op in (IDENTIFY, RESUME):
                await connection.close(4005)
            elif op not in (PRESENCE, VOICE_STATE):
                await connection.close(4001)

    async def _receive(self, connection: Connection) -> dict[str, Any] | None:
        message = await connection.socket.receive()
        if message.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
            return None
        if connection.is_sending_too_much():
            await connection.close(4008)
            return None
        raw: str | bytes = message.data
        if len(raw) > _MAX_PAYLOAD_BYTES:
            await connection.close(4002)
            return None
        try:
            return cast("dict[str, Any]", json.loads(raw))
        except ValueError:
            await connection.close(4002)
            return None

    def _send_members(self, session: Session, data: dict[str, Any]) -> None:
        guild = self._world.guilds.get(int(data["guild_id"]))
        if guild is None or self._world.bot.id not in guild.members:
            return
        wanted = data.get("user_ids")
        listed = cast("list[str]", wanted if isinstance(wanted, list) else [wanted])
        ids = {int(user_id) for user_id in listed} if wanted else None
        query = str(data.get("query") or "").lower()
        members = [
            member
            for member in guild.members.values()
            if (ids is None or member.user.id in ids) and member.user.name.lower().startswith(query)
        ]
        limit = int(data.get("limit") or 0)
        members = members[:limit] if limit else members
        chunks = [members[start : start + _CHUNK_SIZE] for start in range(0, len(members), _CHUNK_SIZE)] or [[]]
        for index, chunk in enumerate(chunks):
            payload: dict[str, Any] = {
                "guild_id": str(guild.id),
                "members": [member_payload(member) for member in chunk],
                "chunk_index": index,
                "chunk_count": len(chunks),
                "not_found": [str(user_id) for user_id in (ids or set()) - set(guild.members)],
            }
            if data.get("nonce") is not None:
                payload["nonce"] = data["nonce"]
            session.push("GUILD_MEMBERS_CHUNK", payload)
        self._wake(session)
