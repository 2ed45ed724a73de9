"""The port by which machines see how the bot is. It listens on this machine alone, and tells nothing about anybody."""

import errno
from typing import Final

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from bot.config import ConfigFault
from bot.operations.vitals import Vitals

HOST: Final = "127.0.0.1"
_KEY: Final = "operations.health_port"
_MOST_BYTES: Final = 1_024
_GOODBYE_SECONDS: Final = 1.0
_HEADERS: Final = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


class HealthPort:
    """Answers `/healthz`, `/readyz` and `/metrics`; anything else is not found."""

    def __init__(self, port: int, vitals: Vitals) -> None:
        self._port = port
        self._vitals = vitals
        application = web.Application(client_max_size=_MOST_BYTES)
        application.router.add_get("/healthz", self._healthz)
        application.router.add_get("/readyz", self._readyz)
        application.router.add_get("/metrics", self._metrics)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=_GOODBYE_SECONDS)

    async def start(self) -> None:
        """Listen, until `stop`, which must be called in any case. Raises ConfigFault if the port can't be had."""
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, HOST, self._port).start()
        except OSError as error:
            is_taken = error.errno == errno.EADDRINUSE
            why = "another program listens there" if is_taken else str(error.strerror or error)
            raise ConfigFault(_KEY, f"{_KEY} is {self._port}, which can't be used: {why}.") from error

    async def stop(self) -> None:
        """Listen no more."""
        await self._runner.cleanup()

    async def _healthz(self, _request: web.Request) -> web.Response:
        return _plain(200, "up")

    async def _readyz(self, _request: web.Request) -> web.Response:
        why_not = self._vitals.why_not_ready()
        return _plain(200, "ready") if why_not is None else _plain(503, why_not)

    async def _metrics(self, _request: web.Request) -> web.Response:
        return web.Response(body=await self._vitals.figures(), headers=_HEADERS | {"Content-Type": CONTENT_TYPE_LATEST})


def _plain(status: int, text: str) -> web.Response:
    return web.Response(status=status, text=f"{text}\n", headers=_HEADERS)
