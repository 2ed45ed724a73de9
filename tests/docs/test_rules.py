"""The worked examples of `docs/rules.md` compute."""

import pytest

from bot.domain.case_events import Lock
from bot.domain.durations import parse_duration
from bot.domain.errors import AmountNotUnderstood
from bot.domain.fees import even_split, fee_for, refunds
from bot.domain.filing import plan_of_balance
from bot.domain.milestone_state import MilestoneState
from bot.domain.money import format_amount, parse_amount
from bot.domain.rulebook import MILESTONE, SAFEPAY_FEE, FeePolicy, Preset, RefundPolicy, Rulebook
from bot.domain.texts import TextRef
from tests.docs.tables import table

CLIENT, FREELANCER = 1, 2


def minor(cell: str) -> int:
    """An amount of the page in minor units."""
    amount, currency = cell.split()
    return parse_amount(amount, currency, zero_allowed=True)


@pytest.mark.parametrize(("typed", "currency", "read"), table("rules.md", "You type", "In", "It is read as"))
def test_r2_2_typed_amounts_are_read_as_the_page_says(typed: str, currency: str, read: str) -> None:
    if read == "refused":
        with pytest.raises(AmountNotUnderstood):
            parse_amount(typed, currency)
    else:
        assert format_amount(parse_amount(typed, currency), currency) == read


def test_r5_response_times_are_as_the_page_says() -> None:
    times = dict(table("rules.md", "Who must answer", "Time"))
    windows = MILESTONE.windows
    assert parse_duration(times["the freelancer"]) == windows.response_freelancer
    assert parse_duration(times["the client"]) == windows.response_client


@pytest.mark.parametrize(("disputed", "fee"), table("rules.md", "In dispute", "Fee of each"))
def test_r5_3_fees_are_as_the_page_says(disputed: str, fee: str) -> None:
    assert fee_for(minor(disputed), FeePolicy()) == minor(fee)


@pytest.mark.parametrize(
    ("disputed", "freelancer", "fee", "to_freelancer", "to_client"),
    table(
        "rules.md",
        "In dispute",
        "The freelancer gets",
        "Fee of each",
        "Back to the freelancer",
        "Back to the client",
    ),
)
def test_r5_5_refunds_are_as_the_page_says(
    disputed: str, freelancer: str, fee: str, to_freelancer: str, to_client: str
) -> None:
    assert fee_for(minor(disputed), FeePolicy()) == minor(fee)
    shares = {FREELANCER: minor(freelancer), CLIENT: minor(disputed) - minor(freelancer)}
    deposits = {CLIENT: minor(fee), FREELANCER: minor(fee)}
    back = refunds(RefundPolicy.WINNER, deposits, shares, minor(disputed))
    assert back == {CLIENT: minor(to_client), FREELANCER: minor(to_freelancer)}


@pytest.mark.parametrize(
    ("balance", "fee", "in_arbitration", "to_filer", "to_other"),
    table("rules.md", "Balance", "Fee", "In arbitration", "To whoever filed", "To the other"),
)
def test_r6_balances_are_as_the_page_says(
    balance: str, fee: str, in_arbitration: str, to_filer: str, to_other: str
) -> None:
    ref = TextRef("t", "d")
    milestone = MilestoneState(
        guild_id=1,
        milestone_id=7,
        project_id=1,
        client_id=CLIENT,
        freelancer_id=FREELANCER,
        currency="USD",
        funded_minor=minor(balance),
        unreleased_minor=minor(balance),
        title=ref,
        terms=None,
        terms_author_id=None,
        created_at_ms=0,
    )
    rulebook = Rulebook(Preset.SAFEPAY, MILESTONE.windows, SAFEPAY_FEE, MILESTONE.reminders)
    plan = plan_of_balance([milestone], rulebook, small_splits_so_far=0)
    assert plan.charges == ((Lock(7, minor(fee)),) if minor(fee) else ())
    assert plan.disputed_minor == minor(in_arbitration)
    assert plan.splits == bool(to_filer)
    if plan.splits:
        assert even_split(plan.disputed_minor) == (minor(to_filer), minor(to_other))
