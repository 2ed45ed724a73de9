"""The HTTP side: parses requests, checks the token, lets faults strike, answers and records."""

import asyncio
import json
import logging
import socket
import struct
from typing import Any
from urllib.parse import unquote

from aiohttp import BodyPartReader, web

from bot.sandbox.drafts import Upload
from bot.sandbox.errors import ApiError, invalid
from bot.sandbox.faults import Fault, FaultKind, Faults
from bot.sandbox.routing import Call, Reply, Route, RouteTable
from bot.sandbox.traffic import Exchange, Traffic
from bot.sandbox.world import World

_log = logging.getLogger(__name__)
PREFIX = "/api/v10"
# Counted as it travels, URL-encoded: a Cyrillic letter takes six.
_MAX_REASON_LENGTH = 512


class RestApi:
    """Answers everything under /api/v10."""

    def __init__(self, world: World, routes: RouteTable, faults: Faults, traffic: Traffic) -> None:
        self._world = world
        self._routes = routes
        self._faults = faults
        self._traffic = traffic
        self.unknown_routes: list[str] = []

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one request."""
        path = request.rel_url.raw_path.removeprefix(PREFIX)
        method = request.method
        found = self._routes.find(method, path)
        template = path if found is None else found[0].template
        try:
            call = await self._parse(request, path)
        except ApiError as error:
            return _response(Reply(error.status, error.body()))
        fault = self._faults.strike(call, template)
        if fault is not None and fault.kind is FaultKind.DELAY:
            await asyncio.sleep(fault.seconds)
        if fault is not None and fault.kind is FaultKind.RESET_BEFORE:
            return _reset(request)
        early = _early_answer(fault)
        reply = self._answer(request, call, found) if early is None else early
        if fault is not None and fault.kind is FaultKind.RESET_AFTER:
            return _reset(request)
        if fault is not None and fault.kind is FaultKind.ERROR_AFTER:
            reply = Reply(fault.status, {"message": "Injected after applying", "code": 0})
        self._record(request, call, reply, template)
        return _response(reply)

    async def serve_file(self, request: web.Request) -> web.StreamResponse:
        """Hand out a file by its link, as the CDN does."""
        path = request.path
        folder = path.split("/")[1]
        call = Call(self._world, request.method, path, dict(request.query), None, [], None)
        fault = self._faults.strike(call, f"/{folder}/{{channel_id}}/{{file_id}}/{{filename}}")
        if fault is not None and fault.kind is FaultKind.DELAY:
            await asyncio.sleep(fault.seconds)
        if fault is not None and fault.kind is FaultKind.RESET_BEFORE:
            return _reset(request)
        if fault is not None and fault.kind in (FaultKind.ERROR_BEFORE, FaultKind.ERROR_AFTER, FaultKind.RATE_LIMIT):
            return web.Response(status=429 if fault.kind is FaultKind.RATE_LIMIT else fault.status, text="Injected")
        file_id = request.match_info["file_id"]
        file = self._world.cdn.fetch(int(file_id), call.query) if file_id.isdigit() else None
        if file is None:
            return web.Response(status=404, text="This content is no longer available.")
        if fault is not None and fault.kind is FaultKind.RESET_AFTER:
            return await _cut_off(request, file.content)
        return web.Response(body=file.content, headers={"Content-Type": file.content_type})

    def _answer(self, request: web.Request, call: Call, found: tuple[Route, dict[str, str]] | None) -> Reply:
        try:
            if found is None:
                self.unknown_routes.append(f"{call.method} {call.path}")
                _log.error("no such route in the sandbox: %s %s", call.method, call.path)
                raise ApiError(0)
            route, call.params = found
            if route.needs_token and request.headers.get("Authorization") != f"Bot {self._world.token}":
                raise ApiError(0, status=401, text="401: Unauthorized")
            self._world.tick()
            return route.handler(call)
        except ApiError as error:
            headers = {} if error.status != 429 else {"Via": "1.1 google"}
            return Reply(error.status, error.body(), headers)

    async def _parse(self, request: web.Request, path: str) -> Call:
        limit = self._world.limits.request_bytes
        if (request.content_length or 0) > limit:
            raise ApiError(40005)
        body: Any = None
        uploads: list[Upload] = []
        if request.content_type == "multipart/form-data":
            body, uploads = await _parse_multipart(request)
        elif request.can_read_body:
            raw = await request.read()
            if len(raw) > limit:
                raise ApiError(40005)
            body = _parse_json(raw) if raw else None
        reason = request.headers.get("X-Audit-Log-Reason")
        if reason is not None and len(reason) > _MAX_REASON_LENGTH:
            raise invalid("reason", "BASE_TYPE_MAX_LENGTH", "Must be 512 or fewer in length.")
        query = dict(request.query)
        return Call(self._world, request.method, path, query, body, uploads, unquote(reason) if reason else None)

    def _record(self, request: web.Request, call: Call, reply: Reply, template: str) -> None:
        is_multipart = request.content_type == "multipart/form-data"
        exchange = Exchange(
            method=call.method,
            path=request.rel_url.raw_path_qs,
            status=reply.status,
            request_body=call.body,
            response_body=reply.body,
            request_content_type="multipart/form-data" if is_multipart else None,
            files=tuple({"name": f"files[{upload.number}]", "filename": upload.filename} for upload in call.uploads),
            reason=request.headers.get("X-Audit-Log-Reason"),
            template=template,
        )
        self._traffic.record(exchange)
        self._world.changes.notify()


async def _parse_multipart(request: web.Request) -> tuple[Any, list[Upload]]:
    body: Any = None
    uploads: list[Upload] = []
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            continue
        content = bytes(await part.read())
        if part.name == "payload_json":
            body = _parse_json(content)
            continue
        name = part.name or ""
        number = name.removeprefix("files[").removesuffix("]")
        content_type = part.headers.get("Content-Type", "application/octet-stream")
        uploads.append(
            Upload(part.filename or "file", content, content_type, int(number) if number.isdigit() else None)
        )
    return body, uploads


def _parse_json(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except ValueError as error:
        raise ApiError(50109) from error


def _early_answer(fault: Fault | None) -> Reply | None:
    if fault is None:
        return None
    if fault.kind is FaultKind.ERROR_BEFORE:
        return Reply(fault.status, {"message": "Injected before applying", "code": 0})
    if fault.kind is FaultKind.RATE_LIMIT:
        body = {
            "message": "You are being rate limited.",
            "code": 0,
            "retry_after": fault.seconds,
            "global": fault.is_global,
        }
        headers = {"Retry-After": str(max(1, round(fault.seconds)))}
        return Reply(429, body, headers if fault.by_cloudflare else headers | {"Via": "1.1 google"})
    return None


def _response(reply: Reply) -> web.Response:
    if reply.body is None:
        return web.Response(status=reply.status, headers=reply.headers)
    # The header must be exactly application/json: with a charset added, discord.py would not parse the body.
    body = json.dumps(reply.body, ensure_ascii=False).encode()
    return web.Response(status=reply.status, body=body, headers=reply.headers | {"Content-Type": "application/json"})


async def _cut_off(request: web.Request, content: bytes) -> web.StreamResponse:
    """Announce the whole and send the first half of it."""
    response = web.StreamResponse(headers={"Content-Length": str(len(content))})
    await response.prepare(request)
    await response.write(content[: len(content) // 2])
    if request.transport is not None:
        request.transport.abort()
    return response


def _reset(request: web.Request) -> web.StreamResponse:
    """Tear the connection down so that the other side sees ECONNRESET."""
    transport = request.transport
    if transport is not None:
        connection: socket.socket | None = transport.get_extra_info("socket")
        if connection is not None:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    return web.Response(status=500)
