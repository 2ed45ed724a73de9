"""The answer to `/config check`, and the history of the configuration."""

import io
from collections.abc import Sequence
from typing import Final

import discord

from bot.services.check_up import Finding, Grade, is_well
from bot.ui import texts_set_up as words
from bot.ui.facts import Told
from bot.ui.format import utf16_length
from bot.ui.panel import ASKING, GOOD, REFUSED, Panel

_ROOM: Final = 3_300
"""UTF-16 units for findings; a title and the invitation stand beside them."""


def check_card(findings: Sequence[Finding], link: str) -> tuple[discord.ui.LayoutView, discord.File | None]:
    """What is to be mended, in order; and all of it as a file, where it doesn't fit one message."""
    lines = [
        words.finding_line(number, finding.key, finding.grade, Told(finding.facts))
        for number, finding in enumerate(findings, 1)
    ]
    shown: list[str] = []
    for line in lines:
        if sum(map(utf16_length, shown)) + 2 * len(shown) + utf16_length(line) > _ROOM:
            break
        shown.append(line)
    faults = sum(finding.grade is Grade.FAULT for finding in findings)
    lacks = sum(finding.grade is Grade.LACK for finding in findings)
    colour = GOOD if is_well(findings) else REFUSED if faults else ASKING
    heading = words.ALL_WELL if is_well(findings) else words.heading(faults, lacks)
    panel = Panel(colour).text(words.CHECK_TITLE).text(heading).text("\n\n".join(shown))
    left_out = len(lines) > len(shown)
    if left_out:
        panel.text(words.REST_IN_FILE)
    panel.text(words.invitation(link))
    whole = "\n\n".join([words.CHECK_TITLE, heading, *lines, words.invitation(link)])
    return panel.view(), discord.File(io.BytesIO(whole.encode()), words.CHECK_FILE) if left_out else None
