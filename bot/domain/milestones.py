"""Projects and milestones (R3): escrow accounts under the equal control of client and freelancer."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain import milestone_events as happened
from bot.domain.actors import Actor
from bot.domain.caps import REQUESTS
from bot.domain.deadlines import DeadlineKind, DeadlineState
from bot.domain.errors import (
    NoActiveRequest,
    NotAPossibleParty,
    NotProposed,
    OwnRequest,
    RequestOver,
    WrongSide,
)
from bot.domain.ledger import escrow_account, member_account, transfer
from bot.domain.milestone_core import Funding, MilestoneCore, MilestoneDecision
from bot.domain.milestone_events import MilestoneEvent, MilestoneFunded
from bot.domain.milestone_state import MilestoneStage, MilestoneState, Request, RequestState, begun
from bot.domain.money import LARGEST_TYPED_MINOR, require_between
from bot.domain.rulebook import Rulebook
from bot.domain.texts import SealedText, TextRef, require_text

__all__ = ["Funding", "Milestone", "MilestoneDecision", "MilestoneEvent", "MilestoneState", "Project"]


@dataclass(frozen=True, slots=True)
class Project:
    """An awarded job between one client and one freelancer, with a title."""

    guild_id: int
    project_id: int
    client_id: int
    freelancer_id: int
    title: TextRef
    created_at_ms: int


class Milestone(MilestoneCore):
    """A part of a project: funded, or proposed by the freelancer and not funded yet."""

    @classmethod
    def fund(cls, funding: Funding, *, at_ms: int) -> tuple["Milestone", MilestoneDecision]:
        """Make a milestone and move its money from the client's wallet into escrow (R3.1).

        Raises NotAPossibleParty, AmountOutOfRange or TextLength.
        """
        texts = _texts_of(funding)
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
        return cls(begun(event, at_ms)), decision

    @classmethod
    def propose(cls, funding: Funding, rulebook: Rulebook, *, at_ms: int) -> tuple["Milestone", MilestoneDecision]:
        """A freelancer proposes a milestone: it holds no money, and lapses by itself (R3.1)."""
        texts = _texts_of(funding)
        event = happened.MilestoneProposed(
            guild_id=funding.guild_id,
            milestone_id=funding.milestone_id,
            project_id=funding.project_id,
            client_id=funding.client_id,
            freelancer_id=funding.freelancer_id,
            currency=funding.currency,
            amount_minor=funding.amount_minor,
            title=funding.title.ref,
            terms=None if funding.terms is None else funding.terms.ref,
            rulebook=rulebook,
        )
        milestone = cls(begun(event, at_ms))
        decision = MilestoneDecision(at_ms, funding.freelancer_id, [event], texts=texts)
        milestone._arm(decision, DeadlineKind.PROPOSAL, funding.client_id, rulebook.windows.proposal, 0)
        return milestone, decision

    @classmethod
    def replay(cls, events: Iterable[tuple[MilestoneEvent, int]]) -> "Milestone":
        """The milestone as its record makes it, from `(event, at_ms)` in order. Raises ValueError if it can't begin."""
        milestone: Milestone | None = None
        for event, at_ms in events:
            if milestone is None:
                milestone = cls(begun(event, at_ms))
            else:
                milestone.state.apply(event, at_ms)
        if milestone is None:
            raise ValueError("a milestone has at least one event")
        return milestone

    def fund_proposal(self, *, by: Actor, at_ms: int) -> MilestoneDecision:
        """The client funds the proposal from the wallet (R3.1). Raises NotProposed, WrongSide, TooLate."""
        state = self.state
        self._require_proposal(by, "fund", state.client_id, at_ms)
        amount_minor = state.proposed_minor or 0
        transaction = transfer(
            f"milestone:{state.milestone_id}:fund",
            "milestone_funded",
            at_ms,
            state.currency,
            [(member_account(state.client_id), escrow_account(state.milestone_id), amount_minor)],
        )
        if transaction is None:
            raise ValueError("a milestone of nothing is never proposed")
        decision = MilestoneDecision(at_ms, by.member_id, transactions=[transaction])
        self._take(decision, happened.ProposalFunded(amount_minor, transaction.digest))
        self._end_clocks(decision, DeadlineState.MET)
        return decision

    def decline_proposal(self, *, by: Actor, at_ms: int, reason: SealedText | None = None) -> MilestoneDecision:
        """The client says no to the proposal (R3.1)."""
        self._require_proposal(by, "decline", self.state.client_id, at_ms)
        return self._close_proposal(MilestoneStage.DECLINED, by, at_ms, reason)

    def cancel(self, *, by: Actor, at_ms: int) -> MilestoneDecision:
        """Take back one's own proposal or active request (R3.1, R3.4).

        Raises NoActiveRequest, OwnRequest; NothingFree for a proposal that is over.
        """
        state = self.state
        self.require_party(by)
        if state.stage is MilestoneStage.PROPOSED:
            self._require_proposal(by, "cancel", state.freelancer_id, at_ms)
            return self._close_proposal(MilestoneStage.CANCELLED, by, at_ms, None)
        request = self._active_request()
        if request.author_id != by.member_id:
            raise OwnRequest(milestone_id=state.milestone_id)
        decision = MilestoneDecision(at_ms, by.member_id)
        self._close_request(decision, RequestState.CANCELLED, by.member_id)
        return decision

    def _require_proposal(self, by: Actor, command: str, whose_id: int, at_ms: int) -> None:
        state = self.state
        self.require_party(by)
        if state.stage is not MilestoneStage.PROPOSED:
            raise NotProposed(milestone_id=state.milestone_id, state=state.stage.value)
        if by.member_id != whose_id:
            raise WrongSide(command=command, side="client" if whose_id == state.client_id else "freelancer")
        self._require_in_time(at_ms)

    def _close_proposal(
        self, ended: MilestoneStage, by: Actor | None, at_ms: int, reason: SealedText | None
    ) -> MilestoneDecision:
        if reason is not None:
            require_text("decline_reason", reason.body)
        member_id = None if by is None else by.member_id
        decision = MilestoneDecision(at_ms, member_id, texts=[] if reason is None else [reason])
        self._take(decision, happened.ProposalClosed(ended.value, member_id, None if reason is None else reason.ref))
        reached = DeadlineState.FIRED if ended is MilestoneStage.LAPSED else DeadlineState.CANCELLED
        self._end_clocks(decision, reached)
        return decision

    def request(
        self,
        action: str,
        amount_minor: int | None,
        rulebook: Rulebook,
        *,
        by: Actor,
        at_ms: int,
        note: SealedText | None = None,
    ) -> MilestoneDecision:
        """Ask the other side for money (R3.4): the freelancer for `release`, the client for `return`.

        One active request a milestone: a new one by the same party replaces it. It keeps the rulebook of the moment;
        where that says so, silence carries it out.
        """
        state = self.state
        self.require_party(by)
        asker_id = state.freelancer_id if action == "release" else state.client_id
        if by.member_id != asker_id:
            side = "freelancer" if asker_id == state.freelancer_id else "client"
            raise WrongSide(command=f"request_{action}", side=side)
        asked_minor = self.amount_to_give(amount_minor)
        if note is not None:
            require_text("note", note.body)
        active = state.active_request
        if active is not None and active.author_id != by.member_id:
            raise OwnRequest(milestone_id=state.milestone_id)
        made = [request.made_at_ms for request in state.requests if request.author_id == by.member_id]
        REQUESTS.require(waiting=0, made_at_ms=made, at_ms=at_ms)
        decision = MilestoneDecision(at_ms, by.member_id, texts=[] if note is None else [note])
        self._close_request(decision, RequestState.REPLACED, by.member_id)
        number = len(state.requests) + 1
        note_ref = None if note is None else note.ref
        self._take(decision, happened.RequestMade(number, action, by.member_id, asked_minor, note_ref, rulebook))
        if rulebook.procedure.silence_carries_out_requests:
            self._arm(decision, DeadlineKind.REQUEST, state.other(by.member_id), rulebook.windows.request, number)
        return decision

    def _active_request(self) -> Request:
        request = self.state.active_request
        if request is None and self.state.stage is not MilestoneStage.FUNDED:
            raise self.state.nothing_free()
        if request is None:
            raise NoActiveRequest(milestone_id=self.state.milestone_id)
        return request

    def _require_active(self, number: int | None) -> None:
        meant = next((item for item in self.state.requests if item.number == number), None)
        if meant is not None and meant.state is not RequestState.ACTIVE:
            raise RequestOver(
                milestone_id=self.state.milestone_id,
                state=meant.state.value,
                by_member_id=meant.closed_by_id,
                at_ms=meant.closed_at_ms or 0,
            )

    def answer_request(
        self, *, approve: bool, by: Actor, at_ms: int, reason: SealedText | None = None, number: int | None = None
    ) -> MilestoneDecision:
        """Approve the other side's request, which carries it out, or decline it with a reason (R3.4).

        `number` is the request that was meant, where that is known: an answer never carries over to another one.
        Raises RequestOver, NoActiveRequest, OwnRequest, TooLate.
        """
        self.require_party(by)
        self._require_active(number)
        request = self._active_request()
        if request.author_id == by.member_id:
            raise OwnRequest(milestone_id=self.state.milestone_id)
        self._require_in_time(at_ms)
        decision = MilestoneDecision(at_ms, by.member_id)
        if approve:
            self._carry_out(decision, request, RequestState.APPROVED, by.member_id)
            return decision
        if reason is not None:
            require_text("decline_reason", reason.body)
            decision.texts.append(reason)
        self._close_request(decision, RequestState.DECLINED, by.member_id, reason)
        return decision

    def _carry_out(
        self, decision: MilestoneDecision, request: Request, ended: RequestState, by_member_id: int | None
    ) -> None:
        state = self.state
        taker_id = state.freelancer_id if request.action == "release" else state.client_id
        self._close_request(decision, ended, by_member_id)
        self._move(decision, request.action, taker_id, request.amount_minor)

    def lapse(self, deadline_id: int, *, at_ms: int) -> MilestoneDecision:
        """A proposal lapses (R3.1); a request that nobody answered is carried out as asked (R3.4 [G+][=]); a time-out
        is over (R9.9).

        Raises ValueError for a clock that doesn't run or isn't due yet.
        """
        deadline = self._running(deadline_id)
        if at_ms < deadline.due_at_ms:
            raise ValueError(
                f"deadline {deadline_id} of milestone {self.state.milestone_id} is due at {deadline.due_at_ms}"
            )
        if deadline.kind is DeadlineKind.PROPOSAL:
            return self._close_proposal(MilestoneStage.LAPSED, None, at_ms, None)
        decision = MilestoneDecision(at_ms, None)
        if deadline.kind is DeadlineKind.TIME_OUT:
            return self.party_freed(deadline.party_id or 0, at_ms=at_ms, ended=DeadlineState.FIRED) or decision
        self._carry_out(decision, self._active_request(), RequestState.CARRIED_OUT, None)
        return decision


def _texts_of(funding: Funding) -> list[SealedText]:
    """What a milestone's author wrote. Raises NotAPossibleParty, AmountOutOfRange or TextLength."""
    if funding.client_id == funding.freelancer_id:
        raise NotAPossibleParty(reason="oneself")
    require_between(funding.amount_minor, 1, LARGEST_TYPED_MINOR, funding.currency)
    require_text("title", funding.title.body)
    if funding.terms is None:
        return [funding.title]
    require_text("terms", funding.terms.body)
    return [funding.title, funding.terms]
