"""The case: filing, its clocks, and what happens to it without a command. The whole of what a case can do."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain import case_events as happened
from bot.domain.case_core import Decision
from bot.domain.case_events import CaseEvent, Lock
from bot.domain.case_state import OfferState, opened
from bot.domain.clocks import Clocks
from bot.domain.deadlines import SECOND_MS, Deadline, DeadlineKind, DeadlineState, HoldReason
from bot.domain.durations import DAY_SECONDS
from bot.domain.errors import OfferGivesAll
from bot.domain.fees import even_split
from bot.domain.ledger import FEES, escrow_account, transfer
from bot.domain.money import require_between
from bot.domain.rulebook import Rulebook
from bot.domain.stages import Outcome, Stage
from bot.domain.texts import SealedText, require_text

WEEKLY_SECONDS = 7 * DAY_SECONDS
"""How often idle parties are reminded after the first time (R5 stage 2), in seconds."""


@dataclass(frozen=True, slots=True)
class Filing:
    """What a claimant files (R4.1). The offer is the freelancer's part of the disputed amount, in minor units."""

    guild_id: int
    case_id: int
    project_id: int
    currency: str
    client_id: int
    freelancer_id: int
    claimant_id: int
    locks: tuple[Lock, ...]
    offer_minor: int
    category: SealedText
    reason: SealedText
    rulebook: Rulebook
    charges: tuple[Lock, ...] = ()
    splits: bool = False
    offer_salt: str | None = None

    @property
    def respondent_id(self) -> int:
        """The other side, who must answer."""
        return self.freelancer_id if self.claimant_id == self.client_id else self.client_id


class Case(Clocks):
    """One dispute. Every method returns the decision that makes the case what it has become."""

    @classmethod
    def file(cls, filing: Filing, *, at_ms: int) -> tuple["Case", Decision]:
        """Open a case in stage 1 with its opening offer (R4.1, R5).

        Raises AmountOutOfRange, OfferGivesAll or TextLength.
        """
        disputed_minor = sum(lock.amount_minor for lock in filing.locks)
        require_between(filing.offer_minor, 0, disputed_minor, filing.currency)
        client_files = filing.claimant_id == filing.client_id
        if filing.offer_minor == (disputed_minor if client_files else 0):
            raise OfferGivesAll(side="client" if client_files else "freelancer")
        require_text("reason", filing.reason.body)
        require_text("category", filing.category.body)
        event = happened.CaseOpened(
            guild_id=filing.guild_id,
            case_id=filing.case_id,
            project_id=filing.project_id,
            currency=filing.currency,
            client_id=filing.client_id,
            freelancer_id=filing.freelancer_id,
            claimant_id=filing.claimant_id,
            respondent_id=filing.respondent_id,
            locks=filing.locks,
            category=filing.category.ref,
            reason=filing.reason.ref,
            rulebook=filing.rulebook,
        )
        case = cls(opened(event, at_ms))
        decision = case._decision(at_ms, filing.claimant_id, filing.category, filing.reason)
        decision.events.append(event)
        case._take(decision, happened.OfferMade(1, filing.claimant_id, filing.offer_minor, salt=filing.offer_salt))
        case._charge(decision, filing.charges)
        if filing.splits:
            _, respondents_minor = even_split(disputed_minor)
            freelancer_minor = respondents_minor if client_files else disputed_minor - respondents_minor
            case._end(decision, Outcome.SPLIT, freelancer_minor)
        elif filing.rulebook.procedure.starts_in_arbitration:
            case._begin_in_arbitration(decision)
        else:
            case._begin_with_response(decision)
        return case, decision

    def _charge(self, decision: Decision, charges: tuple[Lock, ...]) -> None:
        """Take the arbitration fee from the funds, milestone by milestone (R6.2, R6.3 [G])."""
        state = self.state
        moves = [(escrow_account(charge.milestone_id), FEES, charge.amount_minor) for charge in charges]
        transaction = transfer(
            f"case:{state.case_id}:fee", "fee_charged", decision.at_ms, state.currency, moves, case_id=state.case_id
        )
        digest = self._post(decision, transaction)
        if digest is not None:
            charged_minor = sum(charge.amount_minor for charge in charges)
            self._take(decision, happened.FeeCharged(charged_minor, digest))

    def _begin_with_response(self, decision: Decision) -> None:
        """Stage 1: the respondent must answer (R5)."""
        state = self.state
        windows = state.rulebook.windows
        answers_as_freelancer = state.respondent_id == state.freelancer_id
        window_seconds = windows.response_freelancer if answers_as_freelancer else windows.response_client
        self._arm(decision, DeadlineKind.RESPONSE, state.respondent_id, window_seconds)

    def _begin_in_arbitration(self, decision: Decision) -> None:
        """Straight to arbitration: evidence is sure for some days, the ruling is due from opening on (R6.4 [G])."""
        windows = self.state.rulebook.windows
        self._take(decision, happened.StageEntered(Stage.ARBITRATION.value))
        self._arm(decision, DeadlineKind.CLOSING, None, windows.evidence)
        self._arm(decision, DeadlineKind.RULING, None, windows.ruling)

    @classmethod
    def replay(cls, events: Iterable[tuple[CaseEvent, int]]) -> "Case":
        """The case as its record makes it, from `(event, at_ms)` in order. Raises ValueError if it doesn't begin."""
        case: Case | None = None
        for event, at_ms in events:
            if case is None:
                if not isinstance(event, happened.CaseOpened):
                    raise ValueError(f"a case begins with being opened, not with {event.kind}")
                case = cls(opened(event, at_ms))
            else:
                case.state.apply(event, at_ms)
        if case is None:
            raise ValueError("a case has at least one event")
        return case

    def lapse(self, deadline_id: int, *, at_ms: int, active_at_ms: int | None = None) -> Decision:
        """Let a due deadline take its effect; whether it may is `judge_lapse`'s to say.

        A response or fee not given forfeits the disputed amount to the other side (R5 stages 1 and 3, R9.10 [F]);
        `closing` and answer windows end evidence; a late ruling frees the arbitrator's place (R10.4); an offer expires
        (R7.1); silence in stage 2 reminds both, and ends the case if `dormancy` says so, unless somebody was active
        (`active_at_ms`).
        Raises ValueError for a deadline that doesn't run or isn't due yet: it fires once and never early (R9.1).
        """
        deadline = self._alive(deadline_id)
        if at_ms < deadline.due_at_ms:
            raise ValueError(f"deadline {deadline_id} of case {self.state.case_id} is due at {deadline.due_at_ms}")
        decision = self._decision(at_ms, None)
        match deadline.kind:
            case DeadlineKind.RESPONSE | DeadlineKind.FEE:
                self._forfeit(decision, deadline)
            case DeadlineKind.CLOSING | DeadlineKind.ANSWER:
                self._window_over(decision, deadline_id)
            case DeadlineKind.QUESTION:
                self._question_over(decision, deadline_id, DeadlineState.FIRED)
            case DeadlineKind.CASHIER:
                self._take(decision, happened.DeadlineEnded(deadline_id, DeadlineState.FIRED.value))
                self._start(decision, lambda item: item.hold_reason == HoldReason.DEPOSIT)
            case DeadlineKind.TIME_OUT:
                self._take(decision, happened.DeadlineEnded(deadline_id, DeadlineState.FIRED.value))
                self._free(decision, deadline.subject or 0)
            case DeadlineKind.RULING:
                self._ruling_late(decision, deadline)
            case DeadlineKind.IDLE | DeadlineKind.DORMANCY:
                self._silence(decision, deadline, active_at_ms)
            case DeadlineKind.OFFER_EXPIRY:
                offer = self.state.offer(deadline.subject or 0)
                if offer is None:
                    raise ValueError(f"deadline {deadline_id} of {self.state.case_id} names no offer")
                self._close_offer(decision, offer, OfferState.EXPIRED, None)
            case _:
                self._take(decision, happened.DeadlineEnded(deadline_id, DeadlineState.FIRED.value))
        return decision

    def _forfeit(self, decision: Decision, deadline: Deadline) -> None:
        loser_id = deadline.party_id
        if loser_id is None:
            raise ValueError(f"deadline {deadline.deadline_id} of {self.state.case_id} has no party to forfeit")
        self._take(decision, happened.Forfeited(loser_id, deadline.kind.value, deadline.due_at_ms))
        winner_id = self.state.other(loser_id)
        self._end(decision, Outcome.FORFEITED, self.all_for(winner_id), triggered=DeadlineState.FIRED)

    def _silence(self, decision: Decision, deadline: Deadline, active_at_ms: int | None) -> None:
        """Nobody did anything in stage 2 for the window's length, or somebody did and it begins anew."""
        windows = self.state.rulebook.windows
        window = windows.idle_reminder if deadline.kind is DeadlineKind.IDLE else windows.dormancy
        active_ms = max(self.state.active_at_ms, active_at_ms or 0)
        due_at_ms = active_ms + (window or 0) * SECOND_MS
        if active_ms > deadline.starts_at_ms and due_at_ms > decision.at_ms:
            self._take(decision, happened.DeadlineMoved(deadline.deadline_id, due_at_ms, "activity", active_ms))
            return
        self._take(decision, happened.DeadlineEnded(deadline.deadline_id, DeadlineState.FIRED.value))
        if deadline.kind is DeadlineKind.DORMANCY:
            self._end(decision, Outcome.DORMANT, None)
            return
        self._take(decision, happened.IdleReminded())
        self._arm(decision, DeadlineKind.IDLE, None, WEEKLY_SECONDS)
