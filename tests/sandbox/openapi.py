"""Runs the checker of recorded traffic that PARLEY_DISCORD_OPENAPI points at."""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

VARIABLE = "PARLEY_DISCORD_OPENAPI"


async def violations(record: Path) -> list[str]:
    """Return what the checker objects to in a JSONL record of REST exchanges, one line each."""
    folder = Path(os.environ[VARIABLE])
    checker = await asyncio.create_subprocess_exec(
        sys.executable,
        str(folder / "check_traffic.py"),
        str(record),
        "--strict",
        "--json",
        "--spec",
        str(folder / "openapi.json"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    output, errors = await checker.communicate()
    assert checker.returncode in (0, 1), errors.decode()
    found: list[dict[str, Any]] = json.loads(output)
    return [
        f"{item['line']} {item['method']} {item['template']} {item['side']} {item['pointer']} {item['message']}"
        for item in found
        if not item["known"] and not _is_harmless(item)
    ]


def _is_harmless(item: dict[str, Any]) -> bool:
    # discord.py sends tts:false with every edit of a message; Discord ignores it, and the checker knows it of webhooks.
    return item["method"] == "PATCH" and item["pointer"] == "/tts" and item["side"] == "request"
