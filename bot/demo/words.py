"""Discord's marks as a terminal can show them: names for mentions, dates for times, bold and quotes."""

import re
from collections.abc import Callable
from typing import Final

from rich.text import Text

from bot.clock import utc_of
from bot.domain.durations import DAY_SECONDS, HOUR_SECONDS
from bot.sandbox import Guild, Sandbox

_MARK: Final = re.compile(
    r"<@&(?P<role>\d+)>|<@!?(?P<member>\d+)>|<#(?P<channel>\d+)>|<t:(?P<second>\d+):(?P<style>\w)>"
    r"|\*\*(?P<bold>.+?)\*\*|`(?P<code>[^`]+)`|\\(?P<plain>[\\*_~`|\[\]#>()+=-])|\*(?P<italic>[^*\n]+)\*"
)
_LINE: Final = re.compile(r"(?P<heading>#{1,3} )|(?P<small>-# )|(?P<quote>> )")
_UNITS: Final = ((DAY_SECONDS, "day"), (HOUR_SECONDS, "hour"), (60, "minute"))
_ZERO_WIDTH: Final = "\N{ZERO WIDTH SPACE}"


def date(at_ms: int) -> str:
    """A moment as the story shows it: `Mon 05 Jan 2026, 09:00`."""
    return utc_of(at_ms).strftime("%a %d %b %Y, %H:%M")


def distance(at_ms: int, now_ms: int) -> str:
    """How far a moment is, as Discord says it: `in 4 days`, `2 hours ago`."""
    seconds = round((at_ms - now_ms) / 1_000)
    if seconds == 0:
        return "now"
    size, unit = next(((size, unit) for size, unit in _UNITS if abs(seconds) >= size), (1, "second"))
    count = round(abs(seconds) / size)
    words = f"{count} {unit}{'' if count == 1 else 's'}"
    return f"in {words}" if seconds >= 0 else f"{words} ago"


class Words:
    """Renders what the bot wrote, for one server at the moment of its clock."""

    def __init__(self, sandbox: Sandbox, guild: Guild) -> None:
        self._sandbox = sandbox
        self._guild = guild
        self._now_ms = sandbox.world.now_ms()

    def render(self, written: str, *, read_at_ms: int | None = None) -> Text:
        """The text with everything resolved, as somebody reads it now or at a moment."""
        self._now_ms = self._sandbox.world.now_ms() if read_at_ms is None else read_at_ms
        shown = Text()
        for number, line in enumerate(written.replace(_ZERO_WIDTH, "").split("\n")):
            if number:
                shown.append("\n")
            shown.append_text(self._line(line))
        return shown

    def _line(self, line: str) -> Text:
        found = _LINE.match(line)
        if found is None:
            return self._inline(line)
        rest = line[found.end() :]
        if found["heading"]:
            return self._inline(rest, "bold")
        if found["small"]:
            return self._inline(rest, "dim")
        return Text("│ ", "dim").append_text(self._inline(rest, "italic"))

    def _inline(self, line: str, style: str = "") -> Text:
        shown = Text(style=style)
        end = 0
        for found in _MARK.finditer(line):
            shown.append(line[end : found.start()])
            shown.append_text(self._mark(found))
            end = found.end()
        return shown.append(line[end:])

    def _mark(self, found: re.Match[str]) -> Text:
        makers: dict[str, Callable[[str], Text]] = {
            "role": lambda value: Text(f"@{self._guild.roles[int(value)].name}", "magenta"),
            "member": lambda value: Text(f"@{self._sandbox.world.users[int(value)].name}", "cyan"),
            "channel": lambda value: Text(f"#{self._channel_name(int(value))}", "cyan"),
            "bold": lambda value: self._inline(value, "bold"),
            "italic": lambda value: self._inline(value, "italic"),
            "code": lambda value: Text(value, "green"),
            "plain": Text,
            "second": lambda value: Text(self._time(int(value) * 1_000, found["style"]), "yellow"),
        }
        return next(make(found[name]) for name, make in makers.items() if found[name] is not None)

    def _channel_name(self, channel_id: int) -> str:
        channel = self._sandbox.world.channels.get(channel_id)
        return "deleted-channel" if channel is None else channel.name

    def _time(self, at_ms: int, style: str) -> str:
        return distance(at_ms, self._now_ms) if style == "R" else date(at_ms)
