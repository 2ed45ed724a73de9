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


@dataclass(eq=False)
class NotAnArbitrator(Refusal):
    """Only who has the arbitrator role can be given a case (R10.2)."""

    code: ClassVar[str] = "not_an_arbitrator"
    member_id: int


@dataclass(eq=False)
class PartyStays(Refusal):
    """Who has a place in the case can't be taken out of its room (R10.1); `what` is `party` or `arbitrator`."""

    code: ClassVar[str] = "party_stays"
    case_id: int
    member_id: int
    what: str


@dataclass(eq=False)
class NotInRoom(Refusal):
    """Who has no way of their own into a room can't be taken out of it (R10.1)."""

    code: ClassVar[str] = "not_in_room"
    case_id: int
    member_id: int


@dataclass(eq=False)
class BotLacks(Refusal):
    """The bot isn't allowed on the server what the command takes; `powers` are Discord's names of permissions."""

    code: ClassVar[str] = "bot_lacks"
    powers: tuple[str, ...]


@dataclass(eq=False)
class RequestLeft(Refusal):
    """What somebody wrote to cashiers about a request that waits can't be erased: it may be where to pay."""

    code: ClassVar[str] = "request_left"
    member_id: int
    request_id: int


@dataclass(eq=False)
class CaseStillOpen(Refusal):
    """The room of an open case can't be closed (R10.1)."""

    code: ClassVar[str] = "case_still_open"
    case_id: int


@dataclass(eq=False)
class Blocked(Refusal):
    """The member may not open cases on this server (R4.6 [P])."""

    code: ClassVar[str] = "blocked"


@dataclass(eq=False)
class SameCashier(Refusal):
    """The second confirmation must be another person's (R2.8)."""

    code: ClassVar[str] = "same_cashier"
    request_id: int


@dataclass(eq=False)
class HalfConfirmed(Refusal):
    """A cashier has confirmed the request already, and another is to: its member can't take it back any more (R2.8)."""

    code: ClassVar[str] = "half_confirmed"
    request_id: int
    first_cashier_id: int


@dataclass(eq=False)
class BeingPaid(Refusal):
    """A cashier is paying the money out at this moment: nobody else answers or takes back the request (R2.8)."""

    code: ClassVar[str] = "being_paid"
    request_id: int
    cashier_id: int
    until_ms: int


@dataclass(eq=False)
class NotEnoughEarned(Refusal):
    """Fewer fees were earned than are to be paid out (R2.8); amounts in minor units."""

    code: ClassVar[str] = "not_enough_earned"
    earned_minor: int
    needed_minor: int
    currency: str


@dataclass(eq=False)
class TooManyCommands(Refusal):
    """The member sends more commands than anybody needs; `wait_seconds` is how long to wait."""

    code: ClassVar[str] = "too_many_commands"
    wait_seconds: int


@dataclass(eq=False)
class MemberPresent(Refusal):
    """Only what a member who has left wrote can be erased (R11.1)."""

    code: ClassVar[str] = "member_present"
    member_id: int


@dataclass(eq=False)
class OpenCaseLeft(Refusal):
    """The words of an open case are evidence: they can be erased when it has ended (R11.1)."""

    code: ClassVar[str] = "open_case_left"
    member_id: int
    case_id: int


@dataclass(eq=False)
class NothingToErase(Refusal):
    """Nothing that the member wrote is kept, and no name: it is erased already, or there never was any (R11.1)."""

    code: ClassVar[str] = "nothing_to_erase"
    member_id: int
