"""R5.1 to R5.5 as people meet them: answering, the opening offer, fees and deposits."""

import pytest

from bot.sandbox import Answer, Person
from tests.acceptance.world import FINDINGS, REASON, REQUEST, STATEMENT, World

DAY_SECONDS = 86_400


async def test_r5_1_answering_is_accepting_challenging_or_making_an_offer(world: World):
    await world.case()
    for length, limit in ((19, "20"), (2_001, "2,000")):
        await world.refused(world.freelancer, "dispute challenge", limit, statement="s" * length)
    declined = await world.act(world.freelancer, "offer decline")
    assert "no answer" in declined.text
    form = await world.freelancer.click(declined, "Challenge")
    assert form.modal is not None
    assert "Response" in world.card().text.splitlines()[0]
    due = world.clock.now_ms() // 1_000 + 4 * DAY_SECONDS
    # An exhibit is no answer either: one reply in the room, and not more.
    for description in ("My first exhibit.", "My second exhibit."):
        await world.act(world.freelancer, "evidence add", description=description)
    [hint] = [notice for notice in world.notices() if "Challenge" in notice.buttons]
    assert f"<t:{due}:F>" in hint.text
    assert {"Accept", "Challenge"} <= set(hint.buttons)
    # An offer is a challenge, and its note the statement: none is needed.
    await world.act(world.freelancer, "offer make", amount="900", note="Most of it is done.", confirm=True)
    assert "Negotiation" in world.card().text.splitlines()[0]
    history = await world.act(world.client, "dispute history")
    assert "Most of it is done." in history.text
    await world.pass_time(days=5)
    assert await world.balance_minor("escrow:1") == 1_000_00


async def test_r5_1_a_challenge_of_20_characters_with_an_offer(world: World):
    await world.case()
    await world.refused(world.client, "dispute challenge", f"<@{world.freelancer.id}>", statement=STATEMENT)
    await world.act(world.freelancer, "dispute challenge", statement="s" * 20, offer="900")
    assert "Negotiation" in world.card().text.splitlines()[0]
    listed = await world.act(world.client, "offer list")
    assert "200.00" in listed.text
    assert "900.00" in listed.text


async def test_r5_2_the_opening_offer_stands_and_only_gets_better(world: World):
    await world.case("200")
    await world.refused(world.client, "offer withdraw", "stage 1")
    await world.refused(world.client, "offer make", "stage 1", amount="300", expires="1d", confirm=True)
    for amount in ("200", "199.99", "0"):
        await world.refused(world.client, "offer make", "200.00", amount=amount, confirm=True)
    await world.act(world.client, "offer make", amount="200.01", confirm=True)
    await world.refused(world.client, "offer withdraw", "stage 1")
    await world.refused(world.freelancer, "offer accept", "replaced", number=1, confirm=True)
    await world.act(world.freelancer, "dispute challenge", statement=STATEMENT)
    # From the challenge on it is an ordinary one.
    await world.act(world.client, "offer make", amount="1", expires="1d", confirm=True)
    await world.act(world.client, "offer withdraw")
    await world.refused(world.freelancer, "offer accept", "withdrawn", number=3, confirm=True)


@pytest.mark.parametrize(
    ("amount", "cap", "fee"), [("1,000.00", None, "50.00"), ("6.00", None, "3.00"), ("50.01", None, "5.00")]
)
async def test_r5_3_the_fee_is_quoted_before_it_is_paid(world: World, amount: str, cap: str | None, fee: str):
    milestone = await world.milestone(amount)
    for person in (world.client, world.freelancer):
        await world.fund(person, "100")
    await world.use(world.client, "dispute open", milestone=milestone, offer="0", reason=REASON, confirm=True)
    await world.act(world.freelancer, "dispute challenge", statement=STATEMENT)
    quote = await world.act(world.freelancer, "fee pay")
    for words in (fee, "7 days", amount, "your fee comes back"):
        assert words in quote.text, words
    assert await world.wallet_minor(world.freelancer) == 100_00, "a quote moves nothing"
    await world.freelancer.click(quote, "Confirm")
    await world.settled()
    paid_minor = int(fee.replace(".", ""))
    assert await world.balance_minor(f"deposit:1:{world.freelancer.id}") == paid_minor
    # The other is told what follows if they don't, and by when.
    due = f"<t:{world.clock.now_ms() // 1_000 + 7 * DAY_SECONDS}:F>"
    for told in (world.told(world.client, fee, due), world.told(world.client, "please pay the same fee")):
        assert told
    quote = await world.act(world.client, "fee pay")
    assert due in quote.text
    await world.client.click(quote, "Confirm")
    await world.settled()
    assert "Arbitration" in world.card().text.splitlines()[0]


async def test_r5_3_the_cap_can_be_off_and_too_little_money_names_the_shortfall(world: World):
    await world.use(world.admin, "config fee", cap="off")
    milestone = await world.milestone("6.00")
    await world.use(world.client, "dispute open", milestone=milestone, offer="0", reason=REASON, confirm=True)
    await world.act(world.freelancer, "dispute challenge", statement=STATEMENT)
    await world.refused(world.client, "fee pay", "5.00", "/wallet deposit amount:5.00", confirm=True)
    await world.fund(world.client, "4.99")
    refused = await world.refused(world.client, "fee pay", "0.01", confirm=True)
    assert "Deposit and pay" in refused.buttons


async def deposit(world: World, person: Person, amount: str) -> tuple[str, Answer]:
    """The person asks a cashier for money; the request's name."""
    asked = await world.use(person, "wallet deposit", amount=amount)
    found = REQUEST.search(asked.text)
    assert found is not None
    return found[0], asked


async def fee_due_from_the_freelancer(world: World) -> None:
    """The client has paid; the freelancer's wallet has 10.00 of 50.00."""
    await world.case(fees="10")
    await world.fund(world.client, "100")
    await world.act(world.freelancer, "dispute challenge", statement=STATEMENT)
    await world.act(world.client, "fee pay", confirm=True)


async def test_r5_4_a_deposit_request_holds_the_deadline_until_a_cashier_answers(world: World):
    await fee_due_from_the_freelancer(world)
    await world.pass_time(days=6, hours=23)
    too_little, asked = await deposit(world, world.freelancer, "39.99")
    assert "⏸" not in world.card().text, "less than the shortfall holds nothing"
    enough, asked = await deposit(world, world.freelancer, "40")
    assert "⏸" in world.card().text
    assert enough in world.card().text
    assert "CASE-0001" in asked.text
    await world.pass_time(days=3)
    assert await world.balance_minor("escrow:1") == 1_000_00
    await world.use(world.cashier, "cashier confirm", request=enough, confirm=True)
    # One hour was left: at least 24 h are.
    assert f"<t:{world.clock.now_ms() // 1_000 + DAY_SECONDS}:F>" in world.card().text
    # Once a case.
    await deposit(world, world.freelancer, "50")
    assert "⏸" not in world.card().text
    await world.pass_time(hours=24)
    await world.act(world.freelancer, "fee pay", confirm=True)
    assert "Arbitration" in world.card().text.splitlines()[0], "in the due second"
    await world.use(world.cashier, "cashier confirm", request=too_little, confirm=True)
    assert await world.wallet_minor(world.freelancer) == 39_99


@pytest.mark.parametrize("answer", ["silent", "cancelled", "declined"])
async def test_r5_4_whatever_becomes_of_the_request_the_clock_runs_on(world: World, answer: str):
    await fee_due_from_the_freelancer(world)
    await world.pass_time(days=1)
    request, _ = await deposit(world, world.freelancer, "40")
    if answer == "silent":
        await world.pass_time(days=7, seconds=90)
        left_seconds = 6 * DAY_SECONDS
    else:
        await world.pass_time(days=2)
        left_seconds = 6 * DAY_SECONDS
        if answer == "cancelled":
            await world.use(world.freelancer, "wallet cancel", request=request)
        else:
            await world.use(world.cashier, "cashier decline", request=request, reason="Never came in.")
    assert f"<t:{world.clock.now_ms() // 1_000 + left_seconds}:F>" in world.card().text
    await world.pass_time(seconds=left_seconds + 90)
    assert "Forfeited" in world.card().text.splitlines()[0]


@pytest.mark.parametrize(("received", "pays"), [("40", True), ("39.99", False)])
async def test_r5_4_deposit_and_pay_pays_if_the_sum_received_suffices(world: World, received: str, pays: bool):
    await fee_due_from_the_freelancer(world)
    refused = await world.press(world.freelancer, "Pay fee")
    form = await world.freelancer.click(refused, "Deposit and pay")
    asked = await world.freelancer.submit(form, {"amount": "40"})
    found = REQUEST.search(asked.text)
    assert found is not None
    await world.settled()
    confirm = {"request": found[0], "amount": received, "confirm": True}
    await world.use(world.cashier, "cashier confirm", **confirm)
    assert ("Arbitration" in world.card().text.splitlines()[0]) is pays
    assert await world.wallet_minor(world.freelancer) == (0 if pays else 49_99)


async def test_r5_4_deposit_and_pay_pays_nothing_that_is_no_longer_due(world: World):
    await fee_due_from_the_freelancer(world)
    refused = await world.press(world.freelancer, "Pay fee")
    form = await world.freelancer.click(refused, "Deposit and pay")
    await world.freelancer.submit(form, {"amount": "40"})
    await world.act(world.client, "dispute give-in", confirm=True)
    await world.use(world.cashier, "cashier confirm", request="W-5", confirm=True)
    assert await world.wallet_minor(world.freelancer) == 50_00 + 1_000_00


@pytest.mark.parametrize(
    ("refund", "ruled", "client_minor", "freelancer_minor"),
    [
        ("winner", "400", 600_00 + 50_00, 400_00),
        ("winner", "500", 500_00 + 25_00, 500_00 + 25_00),
        ("proportional", "400", 600_00 + 30_00, 400_00 + 20_00),
        ("none", "400", 600_00, 400_00),
    ],
)
async def test_r5_5_who_gets_the_fees_back_after_a_ruling(
    world: World, refund: str, ruled: str, client_minor: int, freelancer_minor: int
):
    await world.use(world.admin, "config fee", refund=refund)
    await world.arbitration()
    for party in (world.client, world.freelancer):
        await world.act(party, "evidence rest", confirm=True)
    preview = await world.act(world.arbitrator, "case rule", freelancer_amount=ruled, findings=FINDINGS)
    assert await world.wallet_minor(world.client) == 50_00
    await world.arbitrator.click(preview, "Confirm")
    await world.settled()
    assert await world.wallet_minor(world.client) == 50_00 + client_minor
    assert await world.wallet_minor(world.freelancer) == 50_00 + freelancer_minor
    assert await world.balance_minor("fees") == 1_100_00 - client_minor - freelancer_minor


async def test_r5_5_giving_in_before_stage_4_returns_the_fee_and_in_it_is_charged_like_a_ruling(world: World):
    await world.negotiation()
    await world.act(world.client, "fee pay", confirm=True)
    await world.act(world.freelancer, "dispute give-in", confirm=True)
    assert await world.wallet_minor(world.client) == 100_00 + 1_000_00
    world.clock.advance(minutes=1)

    await world.arbitration()
    quote = await world.act(world.freelancer, "dispute give-in")
    assert "50.00" in quote.text
    await world.freelancer.click(quote, "Confirm")
    await world.settled()
    assert await world.balance_minor("fees") == 50_00
