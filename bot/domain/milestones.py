"""Projects and milestones (R3): escrow accounts under the equal control of client and freelancer."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import ClassVar

from bot.domain.actors import Actor
from bot.domain.case_events import Payout
from bot.domain.errors import (
    AlreadyDone,
    MilestoneInCase,
    NoSuchMilestone,
    NotAPossibleParty,
    NoTermsToAccept,
    NothingFree,
    WrongSide,
)
from bot.domain.events import Event
from bot.domain.ledger import LedgerTransaction, escrow_account, member_account, transfer
from bot.domain.money import LARGEST_TYPED_MINOR, require_between
from bot.domain.texts import SealedText, TextRef, require_text


@dataclass(frozen=True, slots=True)
class Project:
    """An awarded job between one client and one freelancer, with a title."""

    guild_id: int
    project_id: int
    client_id: int
    freelancer_id: int
    title: TextRef
    created_at_ms: int


@dataclass(frozen=True, slots=True)
class MilestoneFunded(Event):
    """A client made a milestone and funded it in one step (R3.1)."""

    kind: ClassVar[str] = "milestone_funded"
    guild_id: int
    milestone_id: int
    project_id: int
    client_id: int
    freelancer_id: int
    currency: str
    amount_minor: int
    title: TextRef
    terms: TextRef | None
    terms_author_id: int | None
    transaction_digest: str


@dataclass(frozen=True, slots=True)
class TermsAccepted(Event):
    """The other side accepted the terms (R3.2 [G])."""

    kind: ClassVar[str] = "terms_accepted"
    member_id: int


@dataclass(frozen=True, slots=True)
class MoneyGiven(Event):
    """A side gave money to the other: released by the client, returned by the freelancer (R3.3 [F])."""

    kind: ClassVar[str] = "money_given"
    action: str
    amount_minor: int
    transaction_digest: str


@dataclass(frozen=True, slots=True)
class MilestoneLocked(Event):
    """A case locked a part."""

    kind: ClassVar[str] = "milestone_locked"
    case_id: int
    amount_minor: int


@dataclass(frozen=True, slots=True)
class MilestoneUnlocked(Event):
    """A case ended: its lock is lifted, and what the end paid out has left the escrow."""

    kind: ClassVar[str] = "milestone_unlocked"
    case_id: int
    freelancer_minor: int
    client_minor: int


MilestoneEvent = MilestoneFunded | TermsAccepted | MoneyGiven | MilestoneLocked | MilestoneUnlocked


@dataclass(slots=True)
class MilestoneState:
    """All that the events say of one milestone; amounts in minor units."""

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

    @property
    def free_minor(self) -> int:
        """What no case has locked."""
        return self.unreleased_minor - self.locked_minor

    def apply(self, event: MilestoneEvent, at_ms: int) -> None:
        """Take over what an event says, and count it."""
        self.version += 1
        match event:
            case TermsAccepted():
                self.terms_accepted_at_ms = at_ms
            case MoneyGiven(action="release"):
                self.unreleased_minor -= event.amount_minor
                self.released_minor += event.amount_minor
            case MoneyGiven():
                self.unreleased_minor -= event.amount_minor
                self.returned_minor += event.amount_minor
            case MilestoneLocked():
                self.locked_minor = event.amount_minor
                self.locked_by_case_id = event.case_id
            case MilestoneUnlocked():
                self.locked_minor = 0
                self.locked_by_case_id = None
                self.unreleased_minor -= event.freelancer_minor + event.client_minor
                self.released_minor += event.freelancer_minor
                self.returned_minor += event.client_minor
            case MilestoneFunded():
                raise ValueError("a milestone is funded once")


@dataclass(slots=True)
class MilestoneDecision:
    """What a command on a milestone decided."""

    at_ms: int
    actor_id: int | None
    events: list[MilestoneEvent] = field(default_factory=list[MilestoneEvent])
    transactions: list[LedgerTransaction] = field(default_factory=list[LedgerTransaction])
    texts: list[SealedText] = field(default_factory=list[SealedText])


@dataclass(frozen=True, slots=True)
class Funding:
    """What a client creates (R3.1)."""

    guild_id: int
    milestone_id: int
    project_id: int
    client_id: int
    freelancer_id: int
    currency: str
    amount_minor: int
    title: SealedText
    terms: SealedText | None


def _funded(event: MilestoneFunded, at_ms: int) -> MilestoneState:
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


class Milestone:
    """A funded part of a project."""

    def __init__(self, state: MilestoneState) -> None:
        self.state = state

    @classmethod
    def fund(cls, funding: Funding, *, at_ms: int) -> tuple["Milestone", MilestoneDecision]:
        """Make a milestone and move its money from the client's wallet into escrow (R3.1).

        Raises NotAPossibleParty, AmountOutOfRange or TextLength.
        """
        if funding.client_id == funding.freelancer_id:
            raise NotAPossibleParty(reason="oneself")
        require_between(funding.amount_minor, 1, LARGEST_TYPED_MINOR, funding.currency)
        require_text("title", funding.title.body)
        texts = [funding.title]
        if funding.terms is not None:
            require_text("terms", funding.terms.body)
            texts.append(funding.terms)
        transaction = transfer(
            f"milestone:{funding.milestone_id}:fund",
            "milestone_funded",
            at_ms,
            funding.currency,
            [(member_account(funding.client_id), escrow_account(funding.milestone_id), funding.amount_minor)],
        )
        if transaction is None:
            raise ValueError("a milestone of nothing is never funded")
        event = MilestoneFunded(
            guild_id=funding.guild_id,
            milestone_id=funding.milestone_id,
            project_id=funding.project_id,
            client_id=funding.client_id,
            freelancer_id=funding.freelancer_id,
            currency=funding.currency,
            amount_minor=funding.amount_minor,
            title=funding.title.ref,
            terms=None if funding.terms is None else funding.terms.ref,
            terms_author_id=None if funding.terms is None else funding.client_id,
            transaction_digest=transaction.digest,
        )
        decision = MilestoneDecision(at_ms, funding.client_id, [event], [transaction], texts)
        return cls(_funded(event, at_ms)), decision

    @classmethod
    def replay(cls, events: Iterable[tuple[MilestoneEvent, int]]) -> "Milestone":
        """The milestone as its record makes it, from `(event, at_ms)` in order.

        Raises ValueError if it doesn't begin with being funded.
        """
        milestone: Milestone | None = None
        for event, at_ms in events:
            if milestone is not None:
                milestone.state.apply(event, at_ms)
            elif isinstance(event, MilestoneFunded):
                milestone = cls(_funded(event, at_ms))
            else:
                raise ValueError(f"a milestone begins with being funded, not with {event.kind}")
        if milestone is None:
            raise ValueError("a milestone has at least one event")
        return milestone

    def require_party(self, by: Actor) -> None:
        """Raise NoSuchMilestone for anybody but client and freelancer."""
        if by.member_id not in (self.state.client_id, self.state.freelancer_id):
            raise NoSuchMilestone(milestone_id=self.state.milestone_id)

    def accept_terms(self, *, by: Actor, at_ms: int) -> MilestoneDecision:
        """Accept the terms that the other side wrote (R3.2 [G])."""
        self.require_party(by)
        if self.state.terms is None or self.state.terms_author_id == by.member_id:
            raise NoTermsToAccept(milestone_id=self.state.milestone_id, own=self.state.terms is not None)
        if self.state.terms_accepted_at_ms is not None:
            raise AlreadyDone(what="terms_accepted", by_member_id=by.member_id, at_ms=self.state.terms_accepted_at_ms)
        return self._decide(TermsAccepted(by.member_id), by, at_ms)

    def amount_to_give(self, amount_minor: int | None) -> int:
        """The amount asked for, or all that no case has locked. Raises NothingFree or AmountOutOfRange."""
        state = self.state
        if state.free_minor == 0:
            raise NothingFree(milestone_id=state.milestone_id, locked_minor=state.locked_minor, currency=state.currency)
        if amount_minor is None:
            return state.free_minor
        return require_between(amount_minor, 1, state.free_minor, state.currency)

    def release(self, amount_minor: int | None, *, by: Actor, at_ms: int) -> MilestoneDecision:
        """The client pays the freelancer, whole or in part, any part that no case has locked (R3.3 [F])."""
        return self._give("release", self.state.client_id, self.state.freelancer_id, amount_minor, by, at_ms)

    def return_money(self, amount_minor: int | None, *, by: Actor, at_ms: int) -> MilestoneDecision:
        """The freelancer gives back, whole or in part, any part that no case has locked (R3.3 [F])."""
        return self._give("return", self.state.freelancer_id, self.state.client_id, amount_minor, by, at_ms)

    def _give(
        self, action: str, giver_id: int, taker_id: int, amount_minor: int | None, by: Actor, at_ms: int
    ) -> MilestoneDecision:
        state = self.state
        self.require_party(by)
        if by.member_id != giver_id:
            raise WrongSide(command=action, side="client" if giver_id == state.client_id else "freelancer")
        given_minor = self.amount_to_give(amount_minor)
        transaction = transfer(
            f"milestone:{state.milestone_id}:{action}:{state.version + 1}",
            f"milestone_{action}",
            at_ms,
            state.currency,
            [(escrow_account(state.milestone_id), member_account(taker_id), given_minor)],
        )
        if transaction is None:
            raise ValueError("nothing is never given")
        decision = self._decide(MoneyGiven(action, given_minor, transaction.digest), by, at_ms)
        decision.transactions.append(transaction)
        return decision

    def lock(self, case_id: int, amount_minor: int, *, at_ms: int, by: Actor) -> MilestoneDecision:
        """Lock a part for a case: one open case per milestone (R4.4), on money that is there (R4.1)."""
        if self.state.locked_by_case_id is not None:
            raise MilestoneInCase(milestone_id=self.state.milestone_id, case_id=self.state.locked_by_case_id)
        self.amount_to_give(amount_minor)
        return self._decide(MilestoneLocked(case_id, amount_minor), by, at_ms)

    def unlock(self, case_id: int, payout: Payout | None, *, at_ms: int) -> MilestoneDecision:
        """Lift a case's lock, with what its end paid out of this milestone: all that was locked, or nothing.

        Raises ValueError for another case's lock or another sum: a fault of ours, never of a person's.
        """
        state = self.state
        if state.locked_by_case_id != case_id:
            raise ValueError(
                f"milestone {state.milestone_id} is locked by case {state.locked_by_case_id}, not {case_id}"
            )
        if payout is not None and payout.freelancer_minor + payout.client_minor != state.locked_minor:
            raise ValueError(f"case {case_id} pays out another sum than milestone {state.milestone_id} has locked")
        freelancer_minor = 0 if payout is None else payout.freelancer_minor
        client_minor = 0 if payout is None else payout.client_minor
        return self._decide(MilestoneUnlocked(case_id, freelancer_minor, client_minor), None, at_ms)

    def _decide(self, event: MilestoneEvent, by: Actor | None, at_ms: int) -> MilestoneDecision:
        self.state.apply(event, at_ms)
        return MilestoneDecision(at_ms, None if by is None else by.member_id, [event])
