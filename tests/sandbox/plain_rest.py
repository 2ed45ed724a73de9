"""Plain REST requests with the bot's token."""

from typing import Any

import aiohttp

from bot.sandbox import Sandbox


class Rest:
    """Plain REST requests with the bot's token."""

    def __init__(self, sandbox: Sandbox, session: aiohttp.ClientSession) -> None:
        self._sandbox = sandbox
        self._session = session

    async def __call__(self, method: str, path: str, body: Any = None, **options: Any) -> tuple[int, Any]:
        headers = {"Authorization": f"Bot {self._sandbox.token}"} | options.pop("headers", {})
        url = self._sandbox.api_url + path
        async with self._session.request(method, url, json=body, headers=headers, **options) as response:
            if response.content_type != "application/json":
                return response.status, await response.text()
            assert response.headers["Content-Type"] == "application/json"
            return response.status, await response.json()
