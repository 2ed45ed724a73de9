"""What staff can ask for besides deciding cases, as plain data (R10)."""

from dataclasses import dataclass, field

from bot.services.command import CaseCommand, Command


@dataclass(frozen=True, slots=True)
class AssignCase(CaseCommand):
    """A moderator gives a case to an arbitrator (R10.1); their Discord roles are those of the moment."""

    arbitrator_id: int
    role_ids: list[int] = field(default_factory=list[int])


@dataclass(frozen=True, slots=True)
class Recuse(CaseCommand):
    """The arbitrator gives the case up for good (R10.2)."""

    reason: str


@dataclass(frozen=True, slots=True)
class AddNote(CaseCommand):
    """Write down something that the parties never see (R10.1)."""

    text: str


@dataclass(frozen=True, slots=True)
class RemoveGuest(CaseCommand):
    """Take somebody who is no party out of the room (R10.1); `is_there`: whether they have a way in of their own."""

    member_id: int
    reason: str
    is_there: bool = True


@dataclass(frozen=True, slots=True)
class CloseRoom(CaseCommand):
    """Close the room of an ended case before its time (R10.1)."""


@dataclass(frozen=True, slots=True)
class PayOutFees(Command):
    """A cashier asks another to confirm that earned fees are paid out (R2.8)."""

    amount: str
    currency: str | None = None
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class EraseMember(Command):
    """Remove what a member who has left wrote; amounts and hashes stay (R11.1). `bot_id` is the bot's own account,
    whose messages in rooms quote people."""

    member_id: int
    reason: str
    is_present: bool = False
    bot_id: int = 0
