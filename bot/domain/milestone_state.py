"""What a milestone is at a moment, as its events make it. Amounts in minor units."""

from dataclasses import dataclass, field, replace
from enum import StrEnum

from bot.domain import milestone_events as happened
from bot.domain.case_events import DeadlineArmed, DeadlineEnded, DeadlineHeld, DeadlineMoved
from bot.domain.deadlines import ALIVE, Deadline, DeadlineKind, DeadlineState, held, moved
from bot.domain.milestone_events import MilestoneEvent
from bot.domain.rulebook import Rulebook
from bot.domain.texts import TextRef


class MilestoneStage(StrEnum):
    """Whether a milestone holds money, or came to nothing as a proposal."""

    PROPOSED = "proposed"
    FUNDED = "funded"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"


class RequestState(StrEnum):
    """What became of a request (R3.4). `short`: less than it asks is left; `in_case`: a case took the milestone."""

    ACTIVE = "active"
    APPROVED = "approved"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    REPLACED = "replaced"
    CARRIED_OUT = "carried_out"
    SHORT = "short"
    IN_CASE = "in_case"


@dataclass(frozen=True, slots=True)
class Request:
    """A party's wish to move escrowed money (R3.4): `release` or `return`."""

    number: int
    action: str
    author_id: int
    amount_minor: int
    note: TextRef | None
    rulebook: Rulebook
    made_at_ms: int
    state: RequestState = RequestState.ACTIVE
    closed_at_ms: int | None = None
    closed_by_id: int | None = None
    reason: TextRef | None = None


@dataclass(slots=True)
class MilestoneState:
    """All that the events say of one milestone."""

    guild_id: int
    milestone_id: int
    project_id: int
    client_id: int
    freelancer_id: int
    currency: str
    funded_minor: int
    unreleased_minor: int
    title: TextRef
    terms: TextRef | None
    terms_author_id: int | None
    created_at_ms: int
    terms_accepted_at_ms: int | None = None
    released_minor: int = 0
    returned_minor: int = 0
    locked_minor: int = 0
    locked_by_case_id: int | None = None
    version: int = 1
    stage: MilestoneStage = MilestoneStage.FUNDED
    proposed_minor: int | None = None
    charged_minor: int = 0
    requests: list[Request] = field(default_factory=list[Request])
    deadlines: dict[int, Deadline] = field(default_factory=dict[int, Deadline])
    closed_at_ms: int | None = None
    closed_by_id: int | None = None
    close_reason: TextRef | None = None
    rulebook: Rulebook | None = None

    @property
    def free_minor(self) -> int:
        """What no case has locked."""
        return self.unreleased_minor - self.locked_minor

    @property
    def active_request(self) -> Request | None:
        """The request that waits for an answer; at most one."""
        return next((item for item in self.requests if item.state is RequestState.ACTIVE), None)

    def other(self, member_id: int) -> int:
        """The other side."""
        return self.freelancer_id if member_id == self.client_id else self.client_id

    def alive_deadlines(self) -> tuple[Deadline, ...]:
        """The clocks that run or stand."""
        return tuple(item for item in self.deadlines.values() if item.state in ALIVE)

    def clock_of(self, member_id: int) -> Deadline | None:
        """The clock of the request that a member must answer; None where silence does nothing."""
        clocks = self.alive_deadlines()
        return next((item for item in clocks if (item.kind, item.party_id) == (DeadlineKind.REQUEST, member_id)), None)

    def apply(self, event: MilestoneEvent, at_ms: int) -> None:
        """Take over what an event says, and count it."""
        self.version += 1
        match event:
            case happened.TermsAccepted():
                self.terms_accepted_at_ms = at_ms
            case happened.MoneyGiven(action="release"):
                self.unreleased_minor -= event.amount_minor
                self.released_minor += event.amount_minor
            case happened.MoneyGiven():
                self.unreleased_minor -= event.amount_minor
                self.returned_minor += event.amount_minor
            case happened.MilestoneLocked():
                self.locked_minor = event.amount_minor
                self.locked_by_case_id = event.case_id
            case happened.MilestoneUnlocked():
                self.locked_minor = 0
                self.locked_by_case_id = None
                self.unreleased_minor -= event.freelancer_minor + event.client_minor
                self.released_minor += event.freelancer_minor
                self.returned_minor += event.client_minor
            case happened.MilestoneCharged():
                self.unreleased_minor -= event.amount_minor
                self.charged_minor += event.amount_minor
            case _:
                self._apply_to_wishes(event, at_ms)

    def _apply_to_wishes(self, event: MilestoneEvent, at_ms: int) -> None:
        match event:
            case happened.ProposalFunded():
                self.stage = MilestoneStage.FUNDED
                self.funded_minor = self.unreleased_minor = event.amount_minor
            case happened.ProposalClosed():
                self.stage = MilestoneStage(event.state)
                self.closed_at_ms = at_ms
                self.closed_by_id = event.by_member_id
                self.close_reason = event.reason
            case happened.RequestMade():
                self.requests.append(
                    Request(
                        event.number,
                        event.action,
                        event.author_id,
                        event.amount_minor,
                        event.note,
                        event.rulebook,
                        at_ms,
                    )
                )
            case happened.RequestClosed():
                self.requests[event.number - 1] = replace(
                    self.requests[event.number - 1],
                    state=RequestState(event.state),
                    closed_at_ms=at_ms,
                    closed_by_id=event.by_member_id,
                    reason=event.reason,
                )
            case DeadlineArmed() | DeadlineEnded() | DeadlineMoved() | DeadlineHeld():
                self._apply_to_clocks(event, at_ms)
            case _:
                raise ValueError(f"a milestone begins once, and {event.kind} is how")

    def _apply_to_clocks(self, event: DeadlineArmed | DeadlineEnded | DeadlineMoved | DeadlineHeld, at_ms: int) -> None:
        if isinstance(event, DeadlineArmed):
            self.deadlines[event.deadline.deadline_id] = event.deadline
            return
        deadline = self.deadlines[event.deadline_id]
        match event:
            case DeadlineEnded():
                deadline = replace(deadline, state=DeadlineState(event.state))
            case DeadlineHeld():
                deadline = held(deadline, at_ms, event.reason)
            case DeadlineMoved():
                deadline = moved(deadline, event.due_at_ms)
                if event.starts_at_ms is not None:
                    deadline = replace(deadline, starts_at_ms=event.starts_at_ms)
        self.deadlines[event.deadline_id] = deadline


def begun(event: MilestoneEvent, at_ms: int) -> MilestoneState:
    """The state right after a milestone was funded or proposed. Raises ValueError for any other event."""
    match event:
        case happened.MilestoneFunded():
            return MilestoneState(
                guild_id=event.guild_id,
                milestone_id=event.milestone_id,
                project_id=event.project_id,
                client_id=event.client_id,
                freelancer_id=event.freelancer_id,
                currency=event.currency,
                funded_minor=event.amount_minor,
                unreleased_minor=event.amount_minor,
                title=event.title,
                terms=event.terms,
                terms_author_id=event.terms_author_id,
                created_at_ms=at_ms,
            )
        case happened.MilestoneProposed():
            return MilestoneState(
                guild_id=event.guild_id,
                milestone_id=event.milestone_id,
                project_id=event.project_id,
                client_id=event.client_id,
                freelancer_id=event.freelancer_id,
                currency=event.currency,
                funded_minor=0,
                unreleased_minor=0,
                title=event.title,
                terms=event.terms,
                terms_author_id=None if event.terms is None else event.freelancer_id,
                created_at_ms=at_ms,
                stage=MilestoneStage.PROPOSED,
                proposed_minor=event.amount_minor,
                rulebook=event.rulebook,
            )
        case _:
            raise ValueError(f"a milestone begins with being funded or proposed, not with {event.kind}")
