"""The program killed between a commit and what others must see of it; and that nothing in it knows of a stand-in."""

import asyncio
import subprocess
import sys
from pathlib import Path

from bot.config import Config
from tests.acceptance.processes import ROOT, office
from tests.acceptance.test_rest_faults import CHANNELS
from tests.acceptance.world import REASON
from tests.waiting import until


async def test_killed_while_it_made_a_room(tmp_path: Path):
    """What was committed is told by the next process: one room, one card, one direct message."""
    async with office(tmp_path) as made:
        bot = await made.bot()
        await made.configure()
        made.sandbox.faults.delay(CHANNELS, seconds=60)
        filing = asyncio.create_task(made.case())
        await until(lambda: bool(made.sandbox.faults.pending[0].hits), what="the room's request")
        await bot.kill()
        made.sandbox.faults.clear()
        await made.bot()
        room = await filing
        assert [message.pinned for message in made.freelancer.sees(room)].count(True) == 1
        await until(lambda: any(REASON in seen.text for seen in made.freelancer.dms()), what="the direct message")
        assert len([seen for seen in made.freelancer.dms() if REASON in seen.text]) == 1
        assert len([channel for channel in made.guild.channels.values() if channel.name.startswith("case-")]) == 1


def test_real_discord_differs_by_its_address_alone():
    """The default is where discord.py itself would go, and only the composition root ever reads it."""
    # Asked in a process of its own: here the other tests have pointed it elsewhere.
    asked = subprocess.run(
        [sys.executable, "-c", "import discord.http; print(discord.http.Route.BASE)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert Config().discord.api_url == asked.stdout.strip() == "https://discord.com/api/v10"
    readers = {
        path.relative_to(ROOT).as_posix()
        for folder in ("bot", "cogs", "storage")
        for path in (ROOT / folder).rglob("*.py")
        if "discord.api_url" in path.read_text(encoding="utf-8")
    }
    assert readers == {"bot/app.py", "bot/config/__init__.py", "bot/operations/discord_checks.py"}


async def test_running_the_bot_loads_no_stand_in():
    program = "import sys, bot.app; print([name for name in sys.modules if 'sandbox' in name or 'demo' in name])"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    output, _ = await process.communicate()
    assert output.decode().strip() == "[]"
