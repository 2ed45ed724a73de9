"""Reading single values of the configuration. Each raises ValueError with the rest of a sentence about its key."""

from typing import Final, Literal, cast
from urllib.parse import urlsplit

from pydantic import SecretStr

from bot.domain.durations import LONGEST_SECONDS, parse_duration
from bot.domain.errors import Refusal
from bot.domain.money import parse_amount, parse_rate
from bot.domain.rulebook import RefundPolicy

OFF: Final = "off"
HALF: Final = "half"
MOST_COUNTED: Final = 100_000
SQLITE_DRIVER: Final = "sqlite+aiosqlite"

_POSTGRESQL_DRIVER: Final = "postgresql+asyncpg"
_DRIVERS: Final[dict[str, str]] = {
    "sqlite": SQLITE_DRIVER,
    SQLITE_DRIVER: SQLITE_DRIVER,
    "postgresql": _POSTGRESQL_DRIVER,
    "postgres": _POSTGRESQL_DRIVER,
    _POSTGRESQL_DRIVER: _POSTGRESQL_DRIVER,
}
_MOST_DIGITS: Final = 9
_LARGEST_PORT: Final = 65_535
_DURATION_FORMS: Final = "whole seconds, or a duration such as 90s, 36h, 4d, 1d 12h or P4D"


def read_seconds(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ValueError(f"takes {_DURATION_FORMS}")
    typed = str(value).strip()
    try:
        seconds = int(typed) if typed.isascii() and typed.isdecimal() else parse_duration(typed)
    except Refusal:
        raise ValueError(f"takes {_DURATION_FORMS}, not {typed!r}") from None
    if not 0 <= seconds <= LONGEST_SECONDS:
        raise ValueError("takes no more than 365 days")
    return seconds


def read_positive_seconds(value: object) -> int:
    seconds = read_seconds(value)
    if seconds == 0:
        raise ValueError("must be longer than 0 seconds")
    return seconds


def read_seconds_or_off(value: object) -> int | None:
    return None if value == OFF else read_positive_seconds(value)


def read_reminder_steps(value: object) -> tuple[int | Literal["half"], ...]:
    steps = value.split(",") if isinstance(value, str) else value
    if not isinstance(steps, list | tuple):
        raise ValueError('takes a list such as ["half", "24h", "1h"]')
    stripped = [step.strip() if isinstance(step, str) else step for step in cast("list[object]", steps)]
    return tuple(HALF if step == HALF else read_positive_seconds(step) for step in stripped if step != "")


def read_count(value: object) -> int:
    typed = str(value).strip()
    # Longer than any number that is taken, so that none is read that is of any length.
    is_number = not isinstance(value, bool) and typed.isascii() and typed.isdecimal() and len(typed) <= _MOST_DIGITS
    if not is_number or int(typed) > MOST_COUNTED:
        raise ValueError(f"takes a whole number from 0 to {MOST_COUNTED:,}")
    return int(typed)


def read_port_or_off(value: object) -> int | None:
    typed = str(value).strip()
    if typed == OFF:
        return None
    is_number = not isinstance(value, bool) and typed.isascii() and typed.isdecimal() and len(typed) <= _MOST_DIGITS
    if not is_number or not 1 <= int(typed) <= _LARGEST_PORT:
        raise ValueError('takes a port from 1 to 65535, or "off"')
    return int(typed)


def read_switch(value: object) -> bool | Literal["auto"]:
    choices: dict[object, bool | Literal["auto"]] = {"true": True, "false": False, "auto": "auto"}
    typed = str(value).strip().lower()
    if typed not in choices:
        raise ValueError('takes true, false or "auto"')
    return choices[typed]


def read_basis_points(value: object) -> int:
    try:
        return parse_rate(str(value))
    except Refusal:
        raise ValueError(f'takes a percentage from 0 to 100 such as "5 %" or "2.5 %", not {str(value)!r}') from None


def read_basis_points_or_off(value: object) -> int | None:
    return None if value == OFF else read_basis_points(value)


def read_minor_units(value: object) -> int:
    try:
        return parse_amount(str(value), "USD", zero_allowed=True)
    except Refusal:
        raise ValueError(f'takes an amount of US dollars such as "5.00", not {str(value)!r}') from None


def read_refund_policy(value: object) -> RefundPolicy:
    try:
        return RefundPolicy(str(value))
    except ValueError:
        raise ValueError(f"takes {' or '.join(RefundPolicy)}, not {str(value)!r}") from None


def read_api_url(value: object) -> str:
    typed = str(value).rstrip("/")
    try:
        parts = urlsplit(typed)
        well_formed = parts.scheme in {"http", "https"} and bool(parts.hostname) and not (parts.query or parts.fragment)
    except ValueError:
        well_formed = False
    if not well_formed:
        raise ValueError("takes the address of Discord's REST interface, such as https://discord.com/api/v10")
    return typed


def read_database_url(value: object) -> SecretStr:
    typed = value.get_secret_value() if isinstance(value, SecretStr) else str(value)
    scheme, separator, rest = typed.partition("://")
    if not separator or scheme not in _DRIVERS:
        raise ValueError("takes sqlite:///path/to/parley.db or postgresql://user:password@host/name")
    if _DRIVERS[scheme] == SQLITE_DRIVER and (not rest.startswith("/") or rest in {"/", "/:memory:"}):
        raise ValueError("needs a file for SQLite, such as sqlite:///parley.db")
    return SecretStr(f"{_DRIVERS[scheme]}://{rest}")


def read_token(value: object) -> SecretStr | None:
    typed = value.get_secret_value() if isinstance(value, SecretStr) else value
    if typed is not None and not isinstance(typed, str):
        raise ValueError("takes the bot's token as text")
    return SecretStr(typed.strip()) if typed and typed.strip() else None
