"""Identifiers. Discord's own are snowflakes; ours are numbers counted per guild, so that people can type them."""

import re
from typing import NewType

from bot.domain.errors import NumberNotUnderstood

GuildId = NewType("GuildId", int)
MemberId = NewType("MemberId", int)
ProjectId = NewType("ProjectId", int)
MilestoneId = NewType("MilestoneId", int)
CaseId = NewType("CaseId", int)
WalletRequestId = NewType("WalletRequestId", int)

_NUMBER = re.compile(r"(?:(?P<prefix>[A-Za-z]+)[-\s]?)?#?0*(?P<number>[0-9]{1,9})")


def case_name(case_id: int) -> str:
    """The name people see: `CASE-0042`."""
    return f"CASE-{case_id:04d}"


def milestone_name(milestone_id: int) -> str:
    """The name people see: `M-7`."""
    return f"M-{milestone_id}"


def wallet_request_name(request_id: int) -> str:
    """The name people see: `W-12`."""
    return f"W-{request_id}"


def _parse(text: str, prefix: str, example: str) -> int:
    match = _NUMBER.fullmatch(text.strip())
    if match is None or (match["prefix"] or prefix).upper() != prefix or int(match["number"]) == 0:
        raise NumberNotUnderstood(text=text, example=example)
    return int(match["number"])


def parse_case_id(text: str) -> CaseId:
    """Read `42` or `CASE-0042`. Raises NumberNotUnderstood."""
    return CaseId(_parse(text, "CASE", "CASE-0042"))


def parse_milestone_id(text: str) -> MilestoneId:
    """Read `7` or `M-7`. Raises NumberNotUnderstood."""
    return MilestoneId(_parse(text, "M", "M-7"))


def parse_wallet_request_id(text: str) -> WalletRequestId:
    """Read `12` or `W-12`. Raises NumberNotUnderstood."""
    return WalletRequestId(_parse(text, "W", "W-12"))
