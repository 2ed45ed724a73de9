"""Refusals about roles, conflicts of interest and a server's set-up."""

from dataclasses import dataclass
from typing import ClassVar

from bot.domain.errors.base import Refusal


@dataclass(eq=False)
class StaffOnly(Refusal):
    """The command needs a role that the member doesn't have; `role` is its key."""

    code: ClassVar[str] = "staff_only"
    role: str


@dataclass(eq=False)
class ConflictOfInterest(Refusal):
    """No power over a matter of one's own (R10.3); `reason` is a key."""

    code: ClassVar[str] = "conflict_of_interest"
    reason: str


@dataclass(eq=False)
class NotSetUp(Refusal):
    """The server lacks a role or channel that this needs (R9.11): the kinds of roles, and of channels that are gone."""

    code: ClassVar[str] = "not_set_up"
    missing: tuple[str, ...]
    gone_channels: tuple[str, ...] = ()
