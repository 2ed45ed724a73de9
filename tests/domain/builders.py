"""Cases, people and texts that the domain's tests are told with."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from itertools import count

from bot.domain.actors import Actor, StaffRole
from bot.domain.case import Case, Filing
from bot.domain.case_core import Decision
from bot.domain.case_events import CaseEvent, Lock
from bot.domain.deadlines import FORFEITING, SECOND_MS, Deadline, DeadlineKind
from bot.domain.ledger import WORLD, LedgerTransaction
from bot.domain.rulebook import (
    MILESTONE,
    SAFEPAY_FEE,
    FeePolicy,
    Preset,
    RefundPolicy,
    Reminders,
    Rulebook,
    Windows,
)
from bot.domain.stages import Stage
from bot.domain.texts import SealedText

GUILD = 900
CLIENT = 101
FREELANCER = 202
MODERATOR = 303
ARBITRATOR = 404
CASHIER = 505
STRANGER = 606
T0 = 1_700_000_000_000
SETTLE_MS = 90 * SECOND_MS
REASON = "The logo was delivered in the wrong format and too late."
STATEMENT = "I delivered what we agreed on, and on the agreed day."
FINDINGS = "Both sides kept parts of what they had agreed on, so the amount is shared accordingly between them."

SAFEPAY = Rulebook(preset=Preset.SAFEPAY, windows=Windows(), fee=SAFEPAY_FEE, reminders=Reminders())
"""The rulebook `safepay` [G] with its defaults, amounts as for USD."""

_text_numbers = count(1)


def seal(body: str) -> SealedText:
    """A text with an id and a salt of its own."""
    number = next(_text_numbers)
    return SealedText(f"text-{number}", f"salt-{number}", body)


def actor(member_id: int, *roles: StaffRole) -> Actor:
    """A member with staff roles."""
    return Actor(GUILD, member_id, frozenset(roles))


client = actor(CLIENT)
freelancer = actor(FREELANCER)
moderator = actor(MODERATOR, StaffRole.MODERATOR)
arbitrator = actor(ARBITRATOR, StaffRole.ARBITRATOR)
stranger = actor(STRANGER)


def rulebook(
    windows: Windows | None = None, fee: FeePolicy | None = None, refund: RefundPolicy | None = None
) -> Rulebook:
    """The rulebook `milestone` with other windows or fees."""
    policy = fee or MILESTONE.fee
    if refund is not None:
        policy = replace(policy, refund=refund)
    return replace(MILESTONE, windows=windows or MILESTONE.windows, fee=policy)


class Told:
    """A case together with all that its decisions said: a test tells a story and looks at the whole record."""

    def __init__(self, case: Case, decision: Decision) -> None:
        self.case = case
        self.decisions = [decision]

    @property
    def history(self) -> list[tuple[CaseEvent, int]]:
        """The record: every event with its time."""
        return [(event, decision.at_ms) for decision in self.decisions for event in decision.events]

    @property
    def transactions(self) -> list[LedgerTransaction]:
        """All money that moved, in order."""
        return [transaction for decision in self.decisions for transaction in decision.transactions]

    @property
    def last(self) -> Decision:
        """What was decided last."""
        return self.decisions[-1]

    def take(self, decision: Decision | None) -> Decision:
        """Keep what a command decided."""
        assert decision is not None
        self.decisions.append(decision)
        return decision

    def deadline(self, kind: DeadlineKind) -> Deadline:
        """The one living deadline of a kind."""
        (found,) = self.case.state.alive_deadlines(kind)
        return found


def filing(
    *,
    claimant_id: int = CLIENT,
    amounts_minor: Iterable[int] = (100_000,),
    offer_minor: int = 40_000,
    rules: Rulebook = MILESTONE,
    currency: str = "USD",
    reason: str = REASON,
    category: str = "quality",
    charges: tuple[Lock, ...] = (),
    splits: bool = False,
) -> Filing:
    """What a claimant files: by default the client, about 1,000.00 USD, offering 400.00."""
    return Filing(
        guild_id=GUILD,
        case_id=42,
        project_id=5,
        currency=currency,
        client_id=CLIENT,
        freelancer_id=FREELANCER,
        claimant_id=claimant_id,
        locks=tuple(Lock(number, amount) for number, amount in enumerate(amounts_minor, 1)),
        offer_minor=offer_minor,
        category=seal(category),
        reason=seal(reason),
        rulebook=rules,
        charges=charges,
        splits=splits,
    )


def filed(
    *,
    claimant_id: int = CLIENT,
    amounts_minor: Iterable[int] = (100_000,),
    offer_minor: int = 40_000,
    rules: Rulebook = MILESTONE,
    at_ms: int = T0,
) -> Told:
    """A case in stage 1."""
    return Told(
        *Case.file(
            filing(claimant_id=claimant_id, amounts_minor=amounts_minor, offer_minor=offer_minor, rules=rules),
            at_ms=at_ms,
        )
    )


def arbitrated(
    *,
    claimant_id: int = CLIENT,
    amounts_minor: Iterable[int] = (95_000,),
    charges: tuple[Lock, ...] = (Lock(1, 5_000),),
    offer_minor: int = 40_000,
    windows: Windows | None = None,
) -> Told:
    """A case under `safepay`, which stands in arbitration at once: by default 1,000.00 in escrow, the fee 50.00."""
    rules = SAFEPAY if windows is None else replace(SAFEPAY, windows=windows)
    wanted = filing(
        claimant_id=claimant_id, amounts_minor=amounts_minor, offer_minor=offer_minor, rules=rules, charges=charges
    )
    return Told(*Case.file(wanted, at_ms=T0))


def in_stage(
    stage: Stage,
    *,
    claimant_id: int = CLIENT,
    amounts_minor: Iterable[int] = (100_000,),
    offer_minor: int = 40_000,
    rules: Rulebook = MILESTONE,
    first_payer_id: int = CLIENT,
    escalated: bool = False,
) -> Told:
    """A case that has come to a stage by the usual way: challenge, first fee, second fee, ruling.

    With `escalated` it came to arbitration from stage 1 by a moderator.
    """
    told = filed(claimant_id=claimant_id, amounts_minor=amounts_minor, offer_minor=offer_minor, rules=rules)
    case = told.case
    if stage is Stage.RESPONSE:
        return told
    if escalated:
        told.take(case.escalate(seal("It can't be settled between them."), by=moderator, at_ms=T0 + SECOND_MS))
    else:
        respondent = actor(case.state.respondent_id)
        told.take(case.challenge(seal(STATEMENT), by=respondent, at_ms=T0 + SECOND_MS))
        if stage is Stage.NEGOTIATION:
            return told
        # A first fee may have to wait for `min_negotiation`.
        paid_ms = T0 + 2 * SECOND_MS + case.state.rulebook.windows.min_negotiation * SECOND_MS
        told.take(case.pay_fee(by=actor(first_payer_id), at_ms=paid_ms))
        if stage is Stage.FINAL_OFFERS:
            return told
        told.take(case.pay_fee(by=actor(case.state.other(first_payer_id)), at_ms=paid_ms + SECOND_MS))
    if stage is Stage.ARBITRATION:
        return told
    close_evidence(told)
    told.take(case.claim(by=arbitrator, at_ms=told.last.at_ms))
    told.take(case.rule(case.state.disputed_minor // 4, seal(FINDINGS), by=arbitrator, at_ms=told.last.at_ms))
    return told


def close_evidence(told: Told) -> None:
    """Let the closing and answer windows pass that are still open."""
    windows = told.case.state.alive_deadlines(DeadlineKind.CLOSING, DeadlineKind.ANSWER)
    for window in sorted(windows, key=lambda item: item.due_at_ms):
        told.take(told.case.lapse(window.deadline_id, at_ms=window.due_at_ms + SETTLE_MS))


def lapse_forfeit(told: Told) -> Decision:
    """Let the running response or fee deadline pass."""
    (deadline,) = told.case.state.alive_deadlines(*FORFEITING)
    return told.take(told.case.lapse(deadline.deadline_id, at_ms=deadline.due_at_ms + SETTLE_MS))


def entries(transaction: LedgerTransaction) -> dict[str, int]:
    """What a transaction adds to each account, in minor units."""
    return {entry.account: entry.amount_minor for entry in transaction.entries}


class Books:
    """Accounts as the database keeps them: none but `world` goes below zero, each key is posted once (R2.3, R2.4)."""

    def __init__(self, opening_minor: dict[str, int]) -> None:
        self.balances: dict[str, int] = defaultdict(int)
        self.keys: set[str] = set()
        for account, amount_minor in opening_minor.items():
            self.balances[account] += amount_minor
            self.balances[WORLD] -= amount_minor

    def post(self, transactions: Iterable[LedgerTransaction]) -> None:
        """Post what a decision moves."""
        for transaction in transactions:
            assert transaction.idempotency_key not in self.keys
            self.keys.add(transaction.idempotency_key)
            for entry in transaction.entries:
                self.balances[entry.account] += entry.amount_minor
            below = {name: left for name, left in self.balances.items() if left < 0 and name != WORLD}
            assert not below
        assert sum(self.balances.values()) == 0
