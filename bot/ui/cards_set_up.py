"""What admins read: the configuration, its history, and the answer to `/config check`."""

import io
from collections.abc import Sequence
from typing import Final

import discord

from bot.services.check_up import Finding, Grade, is_well
from bot.services.ports import SettingChange
from bot.services.views import SettingsView
from bot.ui import texts_check as words
from bot.ui import texts_headings as headings
from bot.ui.buttons import Act, action_button
from bot.ui.facts import Told
from bot.ui.format import utf16_length
from bot.ui.panel import ASKING, GOOD, OPEN, REFUSED, Panel, as_many_as_fit, pages
from bot.ui.texts_settings import change_line, settings_parts

_PAGE: Final = 3_400
_CHANGES: Final = 500
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


def settings_card(view: SettingsView) -> discord.ui.LayoutView:
    """The server's configuration, and who changed it last."""
    panel = Panel(OPEN).text(headings.SETTINGS_TITLE)
    for title, body in settings_parts(view.settings):
        panel.section(title, body)
    lines = [change_line(change) for change in view.changes]
    changes = as_many_as_fit(lines, _CHANGES, lambda _: headings.OLDER_CHANGES)
    history = action_button(Act.SETTING_HISTORY, 0)
    return panel.section(headings.CHANGES, changes).buttons([history] if view.changes else []).view()


def setting_history(changes: Sequence[SettingChange], page: int = 1) -> discord.ui.LayoutView:
    """Who changed what and when, the newest first, on as many pages as it takes."""
    panel = Panel(OPEN).text(headings.SETTING_HISTORY_TITLE)
    if not changes:
        return panel.text(headings.NO_CHANGES).view()
    whole = pages([change_line(change) for change in changes], _PAGE)
    number = min(max(page, 1), len(whole))
    panel.text(whole[number - 1])
    if len(whole) > 1:
        panel.text(headings.page_line(number, len(whole)))
    return panel.buttons(
        action_button(Act.SETTING_HISTORY, 0, number=target, label=label)
        for target, label in ((number - 1, headings.PREVIOUS), (number + 1, headings.NEXT))
        if 1 <= target <= len(whole)
    ).view()
