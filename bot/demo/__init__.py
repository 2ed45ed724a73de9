"""`parley demo`: a whole dispute on a Discord of its own, played by typed commands and printed as people saw it."""

import asyncio
import tempfile
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.text import Text

from bot.clock import ManualClock
from bot.demo.books import show_books
from bot.demo.narrator import Narrator, StepFailed
from bot.demo.script import play
from bot.demo.stage import Stage
from bot.operations.logging import set_up_logging
from bot.sandbox import SandboxError
from storage.migrations import migrate

WIDTH: Final = 110
BEGIN_MS: Final = 1_767_603_600_000
"""Monday, 5 January 2026, 09:00 UTC: when the story begins."""


def run(*, ending: str, slow: bool, rulebook: str, console: Console | None = None) -> int:
    """Play the story; the answer is the process's exit code: 0, or 1 when a step did not show what it should.

    `ending` is a key of `bot.demo.script.ENDINGS`; `rulebook` names the preset, of which there is one so far.
    """
    # The story is what counts here; what the bot logs is shown only where something is wrong.
    set_up_logging(level="error")
    shown = console or Console(highlight=False)
    shown.width = min(shown.width, WIDTH) if shown.is_terminal else WIDTH
    shown.print(Text(f"Parley: a dispute under the rulebook {rulebook}, ending by {ending}", "bold"))
    shown.print(
        Text("The bot is the real one. Discord is a stand-in on this machine, and its clock is moved by hand.", "dim")
    )
    try:
        asyncio.run(_run(ending, shown, slow=slow))
    except (StepFailed, SandboxError, TimeoutError) as failure:
        shown.print(Text(f"\nThe story went wrong: {failure}", "bold red"))
        return 1
    return 0


async def _run(ending: str, console: Console, *, slow: bool) -> None:
    with tempfile.TemporaryDirectory(prefix="parley-demo-") as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'parley.db'}"
        await migrate(url)
        async with Stage(url, folder, clock=ManualClock(BEGIN_MS)) as stage:
            tell = Narrator(stage, console, slow=slow)
            expected = await play(tell, ending)
            await show_books(tell, expected)
