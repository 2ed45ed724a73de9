"""Durations in whole seconds, typed as `4d`, `36h`, `1d 12h`, `90s` or ISO 8601."""

import re
from typing import Final

from bot.domain.errors import DurationNotUnderstood

MINUTE_SECONDS: Final = 60
HOUR_SECONDS: Final = 3_600
DAY_SECONDS: Final = 86_400
LONGEST_SECONDS: Final = 365 * DAY_SECONDS
_LONGEST_TYPED: Final = 100

_UNITS: Final[dict[str, int]] = {"w": 7 * DAY_SECONDS, "d": DAY_SECONDS, "h": HOUR_SECONDS, "m": MINUTE_SECONDS, "s": 1}
_SHORT: Final = re.compile(
    r"(?:(?P<w>[0-9]{1,9})\s*w(?:eeks?)?)?\s*(?:(?P<d>[0-9]{1,9})\s*d(?:ays?)?)?\s*(?:(?P<h>[0-9]{1,9})\s*h(?:ours?)?)?"
    r"\s*(?:(?P<m>[0-9]{1,9})\s*m(?:in(?:utes?)?)?)?\s*(?:(?P<s>[0-9]{1,9})\s*s(?:ec(?:onds?)?)?)?",
    re.IGNORECASE,
)
_ISO: Final = re.compile(
    r"P(?:(?P<w>[0-9]{1,9})W)?(?:(?P<d>[0-9]{1,9})D)?"
    r"(?:T(?=[0-9])(?:(?P<h>[0-9]{1,9})H)?(?:(?P<m>[0-9]{1,9})M)?(?:(?P<s>[0-9]{1,9})S)?)?",
    re.IGNORECASE,
)


def parse_duration(text: str) -> int:
    """Read a duration as seconds; `0` is zero. Raises DurationNotUnderstood, also above 365 days."""
    if len(text) > _LONGEST_TYPED:
        raise DurationNotUnderstood(text=text)
    # A run of blanks becomes one: the pattern would try every way of sharing it out.
    typed = " ".join(text.split())
    if typed == "0":
        return 0
    match = _ISO.fullmatch(typed) or _SHORT.fullmatch(typed)
    if match is None or not any(match.groupdict().values()):
        raise DurationNotUnderstood(text=text)
    seconds = sum(int(count) * _UNITS[unit] for unit, count in match.groupdict().items() if count)
    if seconds > LONGEST_SECONDS:
        raise DurationNotUnderstood(text=text)
    return seconds


def format_duration(seconds: int) -> str:
    """Print a duration in words: `1 day 12 hours`."""
    if seconds == 0:
        return "no time"
    parts: list[str] = []
    rest = seconds
    for name, size in (("day", DAY_SECONDS), ("hour", HOUR_SECONDS), ("minute", MINUTE_SECONDS), ("second", 1)):
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"{count} {name}{'s' if count != 1 else ''}")
    return " ".join(parts)
