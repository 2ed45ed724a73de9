"""The worked examples of `docs/rules.md` compute."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.domain.caps import PROPOSALS, REQUESTS, WALLET_REQUESTS
from bot.domain.case import Case
from bot.domain.case_events import Lock
from bot.domain.clocks import LONGEST_AGREED_SECONDS, LONGEST_ALONE_SECONDS
from bot.domain.deadlines import SECOND_MS, Deadline, DeadlineKind, after_outage, reminder_times
from bot.domain.durations import HOUR_SECONDS, format_duration, parse_duration
from bot.domain.errors import AmountNotUnderstood, AmountOutOfRange
from bot.domain.fees import fee_for, refunds
from bot.domain.filing import plan_of_balance, plan_of_parts
from bot.domain.ledger import FEES, LedgerTransaction, deposit_account, member_account
from bot.domain.milestone_state import MilestoneState
from bot.domain.money import format_amount, parse_amount
from bot.domain.rulebook import MILESTONE, FeePolicy, RefundPolicy, Windows
from bot.domain.settings import Limits
from bot.domain.stages import Stage
from bot.domain.texts import LENGTHS, TextRef
from bot.services.quoting import QUOTE_LIFE_MS
from tests.docs.tables import DOCS, table
from tests.domain.builders import (
    CLIENT,
    FINDINGS,
    FREELANCER,
    SAFEPAY,
    T0,
    Told,
    arbitrator,
    client,
    close_evidence,
    filing,
    freelancer,
    in_stage,
    lapse_forfeit,
    seal,
)

REFUND_HEADER = ("In dispute", "The freelancer gets", "Fee of each", "Back to the freelancer", "Back to the client")
ENDING_HEADER = ("Felix gets", "Carol gets", "The server gets")


def minor(cell: str) -> int:
    """An amount of the page in minor units."""
    amount, currency = cell.removeprefix("-").split()
    read = parse_amount(amount, currency, zero_allowed=True)
    return -read if cell.startswith("-") else read


def seconds(cell: str) -> int | None:
    """A duration of the page, as the bot prints it."""
    return {"off": None, "no time": 0}[cell] if cell in ("off", "no time") else parse_duration(cell)


def escrow(milestone_id: int, amount_minor: int) -> MilestoneState:
    """A funded milestone."""
    return MilestoneState(
        guild_id=1,
        milestone_id=milestone_id,
        project_id=1,
        client_id=CLIENT,
        freelancer_id=FREELANCER,
        currency="USD",
        funded_minor=amount_minor,
        unreleased_minor=amount_minor,
        title=TextRef("t", "d"),
        terms=None,
        terms_author_id=None,
        created_at_ms=0,
    )


def gained(transactions: list[LedgerTransaction]) -> tuple[int, int, int]:
    """What freelancer, client and server have from a case in the end; no fee may be left in deposit."""
    sums: dict[str, int] = {}
    for entry in (entry for transaction in transactions for entry in transaction.entries):
        sums[entry.account] = sums.get(entry.account, 0) + entry.amount_minor
    assert not any(sums.get(deposit_account(42, member_id)) for member_id in (CLIENT, FREELANCER))
    return sums.get(member_account(FREELANCER), 0), sums.get(member_account(CLIENT), 0), sums.get(FEES, 0)


@pytest.mark.parametrize(("typed", "currency", "read"), table("rules.md", "You type", "In", "It is read as"))
def test_r2_2_typed_amounts_are_read_as_the_page_says(typed: str, currency: str, read: str) -> None:
    if read == "refused":
        with pytest.raises((AmountNotUnderstood, AmountOutOfRange)):
            parse_amount(typed, currency)
    else:
        assert format_amount(parse_amount(typed, currency), currency) == read


def test_r4_2_milestones_are_locked_and_paid_as_the_page_says() -> None:
    rows = table("rules.md", "Milestone", "In escrow", "Locked", "To the freelancer", "To the client")
    held = [escrow(int(name.removeprefix("M-")), minor(in_escrow)) for name, in_escrow, *_ in rows]
    plan = plan_of_parts(held, 500_00)
    assert plan.locks == tuple(Lock(state.milestone_id, minor(row[2])) for state, row in zip(held, rows, strict=True))
    told = Told(*Case.file(replace(filing(offer_minor=1), locks=plan.locks), at_ms=T0))
    told.take(told.case.make_offer(350_00, by=freelancer, at_ms=T0))
    told.take(told.case.accept_offer(2, by=client, at_ms=T0))
    paid = [
        (payout.milestone_id, payout.freelancer_minor, payout.client_minor) for payout in told.last.events[-1].payouts
    ]
    assert paid == [(state.milestone_id, minor(row[3]), minor(row[4])) for state, row in zip(held, rows, strict=True)]


@pytest.mark.parametrize(("what", "length", "name"), table("rules.md", "What", "How long", "Name for admins"))
def test_r5_r9_windows_are_as_the_page_says(what: str, length: str, name: str) -> None:
    assert seconds(length) == getattr(MILESTONE.windows, name), what


def test_every_window_is_on_the_page() -> None:
    rows = table("rules.md", "What", "How long", "Name for admins")
    assert {name for _, _, name in rows} == set(Windows.__dataclass_fields__)


def carols_case(ending: str) -> Told:
    """Her case about 800.00, in which she offers 300.00, as one line of the page ends it."""
    terms = {"amounts_minor": (800_00,), "offer_minor": 300_00}
    stage = {
        "Felix accepts her offer": Stage.RESPONSE,
        "Felix says nothing for 4 days": Stage.RESPONSE,
        "They agree on 450.00": Stage.NEGOTIATION,
        "Felix pays the fee, Carol doesn't": Stage.FINAL_OFFERS,
        "Carol gives in before both have paid": Stage.FINAL_OFFERS,
        "Carol withdraws; 800.00 stay in escrow": Stage.NEGOTIATION,
    }.get(ending, Stage.ARBITRATION)
    told = in_stage(stage, first_payer_id=FREELANCER, **terms)
    case, at_ms = told.case, told.last.at_ms
    if ending == "Felix accepts her offer":
        told.take(case.accept_offer(1, by=freelancer, at_ms=at_ms))
    elif ending == "They agree on 450.00":
        told.take(case.make_offer(450_00, by=client, at_ms=at_ms))
        told.take(case.accept_offer(2, by=freelancer, at_ms=at_ms))
    elif "gives in" in ending:
        told.take(case.give_in(by=client, at_ms=at_ms))
    elif "withdraws" in ending:
        told.take(case.withdraw(by=client, at_ms=at_ms))
    elif "ruling" in ending:
        ruled(told, ending)
    else:
        lapse_forfeit(told)
    return told


def felixs_case(ending: str) -> Told:
    """His case under `safepay` about 1,000.00, in which he offers to take 800.00, as one line of the page ends it."""
    plan = plan_of_balance([escrow(1, 1_000_00)], SAFEPAY, small_splits_so_far=0)
    wanted = filing(claimant_id=FREELANCER, offer_minor=800_00, rules=SAFEPAY, charges=plan.charges)
    told = Told(*Case.file(replace(wanted, locks=plan.locks), at_ms=T0))
    case = told.case
    if ending == "Carol accepts his offer":
        told.take(case.accept_offer(1, by=client, at_ms=T0))
    elif ending == "They agree on 700.00":
        told.take(case.make_offer(700_00, by=client, at_ms=T0))
        told.take(case.accept_offer(2, by=freelancer, at_ms=T0))
    elif ending == "Felix gives in":
        told.take(case.give_in(by=freelancer, at_ms=T0))
    else:
        ruled(told, ending)
    return told


def ruled(told: Told, ending: str) -> None:
    """The arbitrator gives Felix what the line says."""
    close_evidence(told)
    told.take(told.case.claim(by=arbitrator, at_ms=told.last.at_ms))
    share_minor = parse_amount(ending.rsplit(maxsplit=1)[-1], "USD")
    told.take(told.case.rule(share_minor, seal(FINDINGS), by=arbitrator, at_ms=told.last.at_ms))


@pytest.mark.parametrize(
    ("play", "header"), [(carols_case, "How it ends"), (felixs_case, "What happens then")], ids=["milestone", "safepay"]
)
def test_r5_r6_each_ending_pays_as_the_page_says(play: Callable[[str], Told], header: str) -> None:
    for ending, *amounts in table("rules.md", header, *ENDING_HEADER):
        assert gained(play(ending).transactions) == tuple(minor(amount) for amount in amounts), ending


@pytest.mark.parametrize(("disputed", "fee"), table("rules.md", "In dispute", "Fee of each"))
def test_r5_3_fees_are_as_the_page_says(disputed: str, fee: str) -> None:
    assert fee_for(minor(disputed), FeePolicy()) == minor(fee)


@pytest.mark.parametrize(
    ("disputed", "freelancer_gets", "fee", "to_freelancer", "to_client"), table("rules.md", *REFUND_HEADER)
)
def test_r5_5_refunds_are_as_the_page_says(
    disputed: str, freelancer_gets: str, fee: str, to_freelancer: str, to_client: str
) -> None:
    assert fee_for(minor(disputed), FeePolicy()) == minor(fee)
    back = given_back(RefundPolicy.WINNER, minor(disputed), minor(freelancer_gets))
    assert back == (minor(to_freelancer), minor(to_client))


@pytest.mark.parametrize(
    ("refund", "to_freelancer", "to_client"),
    table("rules.md", "Refund", "Back to the freelancer", "Back to the client"),
)
def test_r5_5_each_choice_gives_back_as_the_page_says(refund: str, to_freelancer: str, to_client: str) -> None:
    back = given_back(RefundPolicy(refund), 1_000_00, 600_00)
    assert back == (minor(to_freelancer), minor(to_client))


def given_back(policy: RefundPolicy, disputed_minor: int, freelancer_minor: int) -> tuple[int, int]:
    """What freelancer and client get back of their fees after a ruling."""
    fee_minor = fee_for(disputed_minor, FeePolicy())
    shares = {FREELANCER: freelancer_minor, CLIENT: disputed_minor - freelancer_minor}
    back = refunds(policy, dict.fromkeys(shares, fee_minor), shares, disputed_minor)
    return back[FREELANCER], back[CLIENT]


@pytest.mark.parametrize(
    ("balance", "fee", "in_arbitration", "to_filer", "to_other"),
    table("rules.md", "Balance", "Fee", "In arbitration", "To whoever filed", "To the other"),
)
def test_r6_balances_are_as_the_page_says(
    balance: str, fee: str, in_arbitration: str, to_filer: str, to_other: str
) -> None:
    plan = plan_of_balance([escrow(7, minor(balance))], SAFEPAY, small_splits_so_far=0)
    assert plan.charges == ((Lock(7, minor(fee)),) if minor(fee) else ())
    assert plan.disputed_minor == minor(in_arbitration)
    assert plan.splits == bool(to_filer)
    if plan.splits:
        wanted = filing(claimant_id=CLIENT, offer_minor=0, rules=SAFEPAY, splits=True)
        told = Told(*Case.file(replace(wanted, locks=plan.locks), at_ms=T0))
        assert gained(told.transactions) == (minor(to_other), minor(to_filer), 0)


def window_of(length: str) -> Deadline:
    """A deadline that somebody must keep."""
    window_seconds = parse_duration(length)
    return Deadline(1, DeadlineKind.RESPONSE, FREELANCER, T0, window_seconds, T0 + window_seconds * SECOND_MS)


@pytest.mark.parametrize(("length", "reminders"), table("rules.md", "Time", "Reminders before the end"))
def test_r9_3_reminders_come_as_the_page_says(length: str, reminders: str) -> None:
    deadline = window_of(length)
    before = [(deadline.due_at_ms - at_ms) // SECOND_MS for at_ms in reminder_times(deadline, MILESTONE.reminders)]
    assert ", ".join(format_duration(step) for step in before) == reminders


@pytest.mark.parametrize(
    ("lasting", "before_end", "moves_by"),
    table("rules.md", "The bot was down for", "Beginning before the end", "So the end moves by"),
)
def test_r9_5_outages_are_given_back_as_the_page_says(lasting: str, before_end: str, moves_by: str) -> None:
    deadline = window_of("4 days")
    began_ms = deadline.due_at_ms - parse_duration(before_end) * SECOND_MS
    due_at_ms = after_outage(deadline, began_ms, began_ms + parse_duration(lasting) * SECOND_MS)
    assert due_at_ms is not None
    assert format_duration((due_at_ms - deadline.due_at_ms) // SECOND_MS) == moves_by


def test_the_numbers_in_the_text_are_the_defaults() -> None:
    page = " ".join((DOCS / "rules.md").read_text(encoding="utf-8").split())
    windows, limits, (shortest, longest) = MILESTONE.windows, Limits(), LENGTHS["reason"]
    assert LENGTHS["statement"] == (shortest, longest)
    response = [format_duration(length) for length in (windows.response_freelancer, windows.response_client)]
    for words in (
        f"the freelancer within {response[0]}, the client within {response[1].removesuffix(' days')}",
        f"The other has {format_duration(windows.fee)} to pay theirs",
        f"after {format_duration(windows.proposal)} it lapses by itself",
        f"after {format_duration(windows.request)} without an answer it is carried out as asked",
        f"After {format_duration(windows.idle_reminder or 0)} without a word both are reminded",
        f"For {windows.closing // HOUR_SECONDS} hours",
        f"({format_duration(windows.closing_escalated)} after an escalation)",
        f"who has no part in the case, decides within {format_duration(windows.ruling)}",
        f"If the arbitrator asks you something, you have {format_duration(windows.question)}",
        f"What comes within {format_duration(windows.evidence)} of opening is sure to be considered",
        f"can't file about the same milestones for {format_duration(limits.refile_seconds)}",
        f"in {shortest} to {longest:,} characters, and make an opening offer",
        f"a note of up to {LENGTHS['note'][1]} characters",
        f"more than {limits.open_cases} open cases",
        f"Up to {limits.max_exhibits} exhibits of each side, files of up to {limits.max_file_mib} MiB",
        f"up to {format_duration(LONGEST_AGREED_SECONDS)} at a time",
        f"up to {LONGEST_ALONE_SECONDS // HOUR_SECONDS} hours and never more than the whole time",
        f"waits {MILESTONE.settle_margin_seconds} seconds more",
        f"at least {MILESTONE.fee.minimum_minor // 100}.00, and never more than half",
        f"at least {SAFEPAY.fee.minimum_minor // 100}.00, is taken from the funds",
        f"at most {WALLET_REQUESTS.waiting} requests waiting for cashiers, and makes at most {WALLET_REQUESTS.an_hour}",
        f"at most {PROPOSALS.waiting} proposals waiting, and makes at most {PROPOSALS.an_hour} an hour",
        f"takes the place of the old one, at most {REQUESTS.an_hour} times an hour",
        f"your withdrawal open ({QUOTE_LIFE_MS // 60_000} minutes)",
        f"A balance of {SAFEPAY.small_balance_minor // 100}.00 or less is split",
    ):
        assert words in page, words
    assert (limits.filing_cooldown_seconds, limits.small_splits) == (60, 2)
    assert (MILESTONE.fee.rate_bp, SAFEPAY.fee.rate_bp, MILESTONE.fee.cap_bp) == (500, 500, 5_000)
