"""Random walks through a case: people and clocks do what comes to mind, and what must always hold is looked at."""

from copy import deepcopy
from dataclasses import dataclass
from typing import Final

from hypothesis import strategies as st

from bot.domain.actors import Actor, StaffRole
from bot.domain.case_core import LONGEST_ASKED_MS, Decision
from bot.domain.case_events import Lock
from bot.domain.case_state import DepositState
from bot.domain.deadlines import FORFEITING, NOT_OURS, SECOND_MS, DeadlineKind, HoldReason
from bot.domain.durations import DAY_SECONDS, HOUR_SECONDS
from bot.domain.errors import Refusal
from bot.domain.ledger import deposit_account, escrow_account, member_account
from bot.domain.options import possible
from bot.domain.rulebook import FeePolicy, RefundPolicy, Rulebook, Windows
from bot.domain.stages import Command, Stage
from tests.domain.attempts import ATTEMPTS
from tests.domain.builders import (
    ARBITRATOR,
    CLIENT,
    FREELANCER,
    MODERATOR,
    STRANGER,
    Books,
    Told,
    actor,
    arbitrated,
    in_stage,
    rulebook,
    seal,
)

PEOPLE: Final[tuple[Actor, ...]] = (
    actor(CLIENT),
    actor(FREELANCER),
    actor(CLIENT, *StaffRole),
    actor(MODERATOR, StaffRole.MODERATOR),
    actor(ARBITRATOR, StaffRole.ARBITRATOR),
    actor(ARBITRATOR + 1, StaffRole.ARBITRATOR, StaffRole.MODERATOR),
    actor(STRANGER),
)
CLOCKWORK: Final = (
    "lapse",
    "lapse",
    "unnoticed",
    "reached",
    "outage",
    "late_reminder",
    "leave",
    "return",
    "speak",
    "remake",
    "kick",
    "ban",
    "time_out",
    "freed",
    "deposit",
    "cashier",
    "role_gone",
    "role_back",
    "arbitrator_lost",
)
WALLET_MINOR: Final = 10**13


@dataclass(frozen=True, slots=True)
class Step:
    """What happens next, by whom, how long after the step before, and with which number."""

    what: Command | str
    who: int
    seconds: int
    number: int


STAGE_CLOCKS: Final[dict[Stage, tuple[set[DeadlineKind], set[DeadlineKind]]]] = {
    Stage.RESPONSE: ({DeadlineKind.RESPONSE}, set()),
    Stage.NEGOTIATION: ({DeadlineKind.IDLE}, {DeadlineKind.DORMANCY}),
    Stage.FINAL_OFFERS: ({DeadlineKind.FEE}, {DeadlineKind.CASHIER}),
    Stage.ARBITRATION: (
        set(),
        {DeadlineKind.CLOSING, DeadlineKind.ANSWER, DeadlineKind.QUESTION, DeadlineKind.RULING},
    ),
    Stage.ENDED: (set(), set()),
}
"""Which clocks a stage must have, and which it may have besides."""

SOMETHING: Final = "something"
"""Whatever that person can do, most often without ending the case: otherwise walks would end before they begin."""

ENDING: Final = frozenset({Command.GIVE_IN, Command.WITHDRAW_CASE, Command.ACCEPT_OFFER, Command.RULE})

_steps = st.builds(
    Step,
    what=st.one_of(
        st.just(SOMETHING),
        st.just(SOMETHING),
        st.just(SOMETHING),
        st.sampled_from(Command),
        st.sampled_from(CLOCKWORK),
    ),
    who=st.one_of(st.integers(0, 1), st.integers(0, len(PEOPLE) - 1)),
    seconds=st.sampled_from([0, 1, 60, 60, HOUR_SECONDS, HOUR_SECONDS, 5 * HOUR_SECONDS, DAY_SECONDS, 5 * DAY_SECONDS]),
    number=st.integers(0, 10**6),
)
walks: Final = st.lists(_steps, min_size=4, max_size=25)

rulebooks: Final[st.SearchStrategy[Rulebook]] = st.builds(
    rulebook,
    st.builds(
        Windows,
        min_negotiation=st.sampled_from([0, HOUR_SECONDS]),
        closing=st.sampled_from([0, DAY_SECONDS]),
        closing_escalated=st.sampled_from([0, DAY_SECONDS]),
        dormancy=st.sampled_from([None, 30 * DAY_SECONDS]),
    ),
    st.builds(
        FeePolicy,
        rate_bp=st.integers(0, 10_000),
        minimum_minor=st.integers(0, 3_000),
        cap_bp=st.one_of(st.none(), st.integers(0, 10_000)),
        refund=st.sampled_from(RefundPolicy),
    ),
)


fees: Final = st.lists(st.integers(1, 10**6), max_size=3)
"""What a case under `safepay` takes of each milestone at opening; none where the fee is waived."""


@st.composite
def cases(draw: st.DrawFn) -> Told:
    """A case in any stage of either rulebook, filed by either side over one to three milestones."""
    claimant_id = draw(st.sampled_from([CLIENT, FREELANCER]))
    amounts = draw(st.lists(st.integers(1, 10**9), min_size=1, max_size=3))
    disputed = sum(amounts)
    if draw(st.integers(0, 3)) == 0:
        charges = tuple(Lock(number, fee) for number, fee in enumerate(draw(fees), 1))
        return arbitrated(
            claimant_id=claimant_id,
            amounts_minor=amounts,
            charges=charges,
            offer_minor=disputed - 1 if claimant_id == CLIENT else disputed,
        )
    return in_stage(
        draw(st.sampled_from([stage for stage in Stage if stage is not Stage.ENDED])),
        claimant_id=claimant_id,
        amounts_minor=amounts,
        offer_minor=draw(st.integers(0, disputed - 1) if claimant_id == CLIENT else st.integers(1, disputed)),
        rules=draw(rulebooks),
        first_payer_id=draw(st.sampled_from([CLIENT, FREELANCER])),
        escalated=draw(st.integers(0, 3)) == 0,
    )


class Walk:
    """A case on its way, with the books that its money is kept in."""

    def __init__(self, told: Told) -> None:
        self.told = told
        self.case = told.case
        self.at_ms = told.last.at_ms
        self.charged = {
            entry.account: -entry.amount_minor
            for transaction in told.transactions
            if transaction.cause == "fee_charged"
            for entry in transaction.entries
            if entry.amount_minor < 0
        }
        escrows = dict(self.charged)
        for lock in self.case.state.locks:
            account = escrow_account(lock.milestone_id)
            escrows[account] = escrows.get(account, 0) + lock.amount_minor
        self.books = Books({member_account(party): WALLET_MINOR for party in (CLIENT, FREELANCER)} | escrows)
        self.books.post(told.transactions)

    def take(self, step: Step) -> None:
        """Do one step; whatever is refused leaves the case as it was."""
        self.at_ms += step.seconds * SECOND_MS
        before = deepcopy(self.case.state)
        by = PEOPLE[step.who]
        try:
            if step.what == SOMETHING:
                decision = self._do_something(by, step.number)
            elif isinstance(step.what, Command):
                decision = self._ask(step.what, by, step.number)
            else:
                decision = self._tick(step.what, by, step.number)
        except Refusal:
            assert self.case.state == before
            return
        if decision is None:
            assert self.case.state == before
            return
        self.told.take(decision)
        self.books.post(decision.transactions)
        assert self.case.state.version == before.version + len(decision.events)
        self.look()

    def _do_something(self, by: Actor, number: int) -> Decision | None:
        options = sorted(possible(self.case, by, at_ms=self.at_ms) - (ENDING if number % 4 else set()))
        return self._ask(options[number % len(options)], by, number) if options else None

    def _ask(self, command: Command, by: Actor, number: int) -> Decision:
        case, state = self.case, self.case.state
        if command is Command.MAKE_OFFER and number % 3:
            # Sometimes more than is disputed, sometimes with an expiry.
            amount = number % (state.disputed_minor + 2)
            expires = HOUR_SECONDS if number % 2 else None
            return case.make_offer(amount, by=by, at_ms=self.at_ms, note=seal("A note."), expires_seconds=expires)
        if command is Command.CHALLENGE and number % 2:
            amount = number % (state.disputed_minor + 2)
            return case.challenge(seal("s" * 20), by=by, at_ms=self.at_ms, offer_minor=amount)
        if command is Command.EXTEND and number % 2:
            return case.extend(number % (3 * DAY_SECONDS), by=by, at_ms=self.at_ms, alone=True)
        if command is Command.ANSWER_EXTENSION and number % 2:
            return case.answer_extension(agree=True, by=by, at_ms=self.at_ms)
        if command is Command.ANSWER_WITHDRAWAL and number % 2:
            return case.answer_withdrawal(agree=True, by=by, at_ms=self.at_ms)
        if command is Command.ASK and number % 2:
            party_id = state.parties[number % 3 % 2]
            return case.ask((party_id,), seal("When did it come?"), by=by, at_ms=self.at_ms, window_seconds=DAY_SECONDS)
        return ATTEMPTS[command](case, by, self.at_ms)

    def _tick(self, what: str, by: Actor, number: int) -> Decision | None:
        case = self.case
        running = [deadline for deadline in case.state.alive_deadlines() if deadline.is_running]
        chosen = running[number % len(running)] if running else None
        match what:
            case "lapse" if chosen is not None:
                self.at_ms = max(self.at_ms, chosen.due_at_ms + 90 * SECOND_MS)
                said_ms = self.at_ms - HOUR_SECONDS * SECOND_MS if number % 2 else None
                return case.lapse(chosen.deadline_id, at_ms=self.at_ms, active_at_ms=said_ms)
            case "unnoticed" if chosen is not None and chosen.kind in FORFEITING:
                return case.hold_deadline(chosen.deadline_id, "never_reached", at_ms=self.at_ms)
            case "late_reminder" if chosen is not None and chosen.kind in FORFEITING:
                return case.move_deadline(chosen.deadline_id, self.at_ms + 5_000, "late_reminder", at_ms=self.at_ms)
            case "reached":
                return case.party_reached(by.member_id, at_ms=self.at_ms, in_room=True)
            case "outage":
                return case.extend_after_outage(self.at_ms - number * SECOND_MS, self.at_ms, at_ms=self.at_ms)
            case "leave":
                return case.party_left(by.member_id, at_ms=self.at_ms)
            case "return":
                return case.party_returned(by.member_id, at_ms=self.at_ms)
            case "speak":
                return case.note_unanswered(at_ms=self.at_ms)
            case "remake":
                return case.room_remade(by.member_id, at_ms=self.at_ms)
            case _:
                return self._restrain(what, by, number)

    def _restrain(self, what: str, by: Actor, number: int) -> Decision | None:
        case, at_ms = self.case, self.at_ms
        match what:
            case "kick":
                return case.party_restricted(by.member_id, HoldReason.KICKED, at_ms=at_ms, by_member_id=MODERATOR)
            case "ban":
                return case.party_restricted(by.member_id, HoldReason.BANNED, at_ms=at_ms)
            case "time_out":
                until_ms = at_ms + number
                return case.party_restricted(by.member_id, HoldReason.TIMED_OUT, at_ms=at_ms, until_ms=until_ms)
            case "freed":
                return case.party_freed(by.member_id, at_ms=at_ms)
            case "deposit":
                return case.await_deposit(by.member_id, 1, at_ms=at_ms)
            case "cashier":
                return case.deposit_answered(1, at_ms=at_ms)
            case "role_gone":
                return case.hold_for(HoldReason.SET_UP, (DeadlineKind.FEE, DeadlineKind.RULING), at_ms=at_ms)
            case "role_back":
                return case.release_hold(HoldReason.SET_UP, (DeadlineKind.FEE, DeadlineKind.RULING), at_ms=at_ms)
            case "arbitrator_lost":
                return case.arbitrator_lost(at_ms=at_ms)
            case _:
                return None

    def look(self) -> None:
        """What holds of every case at every moment."""
        state = self.case.state
        authors = [offer.author_id for offer in state.open_offers()]
        assert len(authors) == len(set(authors))
        alive = [deadline.kind for deadline in state.alive_deadlines()]
        kinds = set(alive) - {DeadlineKind.OFFER_EXPIRY, DeadlineKind.TIME_OUT}
        must, may = STAGE_CLOCKS[state.stage]
        assert must <= kinds <= must | may
        if state.stage is Stage.ARBITRATION:
            self._look_at_arbitration(kinds)
        several = {DeadlineKind.OFFER_EXPIRY, DeadlineKind.TIME_OUT, DeadlineKind.ANSWER, DeadlineKind.QUESTION}
        assert all(alive.count(kind) == 1 for kind in kinds - several)
        assert len([kind for kind in alive if kind in FORFEITING]) <= 1
        expiring = [offer for offer in state.open_offers() if offer.expires_at_ms is not None]
        assert alive.count(DeadlineKind.OFFER_EXPIRY) == len(expiring)
        if state.stage is Stage.ENDED or (state.stage is Stage.ARBITRATION and not self.by_safepay):
            assert not authors
        self._look_at_standing_clocks()
        self._look_at_money()

    @property
    def by_safepay(self) -> bool:
        """Whether the case is under that rulebook."""
        return self.case.state.rulebook.procedure.open_until_ruling

    def _look_at_arbitration(self, kinds: set[DeadlineKind]) -> None:
        state = self.case.state
        assert state.arbitrator_id not in (*state.parties, *state.recused), "no conflict of interest (R10.3)"
        closed = self.case.state.evidence_closed_at_ms is not None
        assert closed is not bool(kinds & {DeadlineKind.CLOSING, DeadlineKind.ANSWER})
        assert closed or self.by_safepay or DeadlineKind.RULING not in kinds

    def _look_at_standing_clocks(self) -> None:
        state = self.case.state
        for deadline in state.alive_deadlines():
            assert deadline.is_running is (deadline.hold_reason is None) is (deadline.held_since_ms is None)
            if deadline.kind is DeadlineKind.TIME_OUT:
                assert deadline.is_running
                assert state.restricted[deadline.subject] == HoldReason.TIMED_OUT
            elif state.hold is not None or (deadline.party_id in state.restricted and deadline.kind not in NOT_OURS):
                assert not deadline.is_running
        assert 0 <= state.asked_ms <= LONGEST_ASKED_MS

    def _look_at_money(self) -> None:
        state, balances = self.case.state, self.books.balances
        for party in state.parties:
            deposit = state.deposits.get(party)
            held = deposit.amount_minor if deposit is not None and deposit.state is DepositState.HELD else 0
            assert balances[deposit_account(state.case_id, party)] == held
        escrows = [balances[escrow_account(lock.milestone_id)] for lock in state.locks]
        amounts = [lock.amount_minor for lock in state.locks]
        if state.payouts:
            paid = [(payout.milestone_id, payout.freelancer_minor + payout.client_minor) for payout in state.payouts]
            assert paid == [(lock.milestone_id, lock.amount_minor) for lock in state.locks]
            assert set(escrows) == {0}
        else:
            assert escrows == amounts
        deposits = state.deposits.values()
        assert state.charged_minor == sum(self.charged.values())
        earned = sum(deposit.earned_minor for deposit in deposits) + state.charged_minor
        assert balances["fees"] == earned
        ended = [deposit for deposit in deposits if deposit.state is DepositState.ENDED]
        assert all(deposit.returned_minor + deposit.earned_minor == deposit.amount_minor for deposit in ended)
        if state.stage is Stage.ENDED:
            assert len(ended) == len(deposits)
