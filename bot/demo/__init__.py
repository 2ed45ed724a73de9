"""`parley demo`: a whole dispute on a Discord of its own, played by typed commands and printed as people saw it."""

import asyncio
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.text import Text

from bot.clock import ManualClock
from bot.demo import milestone_story, safepay_story
from bot.demo.books import show_books
from bot.demo.layout import Page
from bot.demo.narrator import Narrator, StepFailed
from bot.demo.papers import write_case_file
from bot.demo.scenes import Ending
from bot.demo.stage import Stage
from bot.operations.logging import set_up_logging
from bot.sandbox import SandboxError
from storage.migrations import migrate

WIDTH: Final = 100
BEGIN_MS: Final = 1_767_603_600_000
"""Monday, 5 January 2026, 09:00 UTC: when the story begins."""

STORIES: Final[Mapping[str, Mapping[str, Ending]]] = {
    "milestone": milestone_story.ENDINGS,
    "safepay": safepay_story.ENDINGS,
}
"""What can be played: by rulebook, then by ending."""


def run(*, ending: str, slow: bool, rulebook: str, console: Console | None = None) -> int:
    """Play the story; the answer is the process's exit code: 0, or 1 when a step did not show what it should.

    `rulebook` and `ending` are keys of `STORIES`. The page is as wide as the terminal, or COLUMNS, up to `WIDTH`.
    """
    # The story is what counts here; what the bot logs is shown only where something is wrong.
    set_up_logging(level="error")
    shown = console or Console(highlight=False)
    shown.width = min(shown.width, WIDTH) if shown.is_terminal or "COLUMNS" in os.environ else WIDTH
    page = Page(shown)
    page.line(Text(f"Parley: a dispute under the rulebook {rulebook}, with the ending {ending}", "bold"))
    page.line(
        Text(
            "The bot is the real one. Discord is a stand-in on this machine, and its clock is moved by hand; "
            "times are in UTC.",
            "dim",
        )
    )
    try:
        asyncio.run(_run(STORIES[rulebook][ending], page, slow=slow))
    except (StepFailed, SandboxError, TimeoutError) as failure:
        page.gap()
        page.line(Text(f"The story went wrong: {failure}", "bold red"))
        return 1
    return 0


async def _run(story: Ending, page: Page, *, slow: bool) -> None:
    with tempfile.TemporaryDirectory(prefix="parley-demo-") as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'parley.db'}"
        await migrate(url)
        async with Stage(url, folder, clock=ManualClock(BEGIN_MS)) as stage:
            tell = Narrator(stage, page, slow=slow)
            await show_books(tell, await story(tell))
            await write_case_file(tell)
