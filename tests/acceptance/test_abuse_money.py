"""Attacks on money and on time: tricks with amounts, with two things at once, with the last second, with clocks."""

import asyncio

from bot.domain.rulebook import MILESTONE
from bot.sandbox import Attachment
from bot.services.audit import Audit
from tests.acceptance.world import FINDINGS, REASON, REQUEST, STATEMENT, World
from tests.services.world import dump

REFUSED = "Nothing was changed."
TRICKS = ("-5", "0", "1e309", "0.001", "1.000,50", "1,00", "1.000", "٥٠", "５０", "9" * 20, "NaN", " ")


async def books_balance(world: World) -> bool:
    """Whether the audit finds every sum and every chain whole (R2.5)."""
    return (await Audit(world.app.storage).run()).ok


async def test_an_amount_that_means_something_else_is_refused_everywhere(world: World):
    before = await dump(world.app.storage)
    client, lobby, given = world.client, world.lobby, {"freelancer": world.freelancer, "title": "A logo"}
    for amount in TRICKS:
        answers = [
            await client.slash(lobby, "wallet deposit", amount=amount),
            await client.slash(lobby, "wallet withdraw", amount=amount),
            await client.slash(lobby, "milestone create", amount=amount, confirm=True, **given),
        ]
        assert [answer.text for answer in answers if REFUSED not in answer.text] == [], amount
    assert await dump(world.app.storage) == before


async def test_rounding_makes_nobody_richer(world: World):
    """An odd cent, split again and again, is never made nor lost, and never goes to who files."""
    await world.case(offer="0")
    await world.act(world.freelancer, "dispute challenge", statement=STATEMENT)
    await world.act(world.moderator, "case escalate", reason="They talk in circles.", confirm=True)
    await world.use(world.arbitrator, "case claim", case="1")
    for person in (world.client, world.freelancer):
        await world.act(person, "evidence rest", confirm=True)
    refused = await world.arbitrator.slash(
        world.lobby, "case rule", freelancer_amount="333.333", findings=FINDINGS, case="1", confirm=True
    )
    assert REFUSED in refused.text
    ruled = await world.arbitrator.slash(
        world.lobby, "case rule", freelancer_amount="333.33", findings=FINDINGS, case="1", confirm=True
    )
    assert "666.67" in ruled.text
    await world.settled()
    assert await world.balance_minor("escrow:1") == 0
    assert await books_balance(world)


async def test_cases_cannot_be_filed_to_harass(world: World):
    """A pause between filings, a limit of open ones and the same dispute not again: filing stops, nothing else."""
    await world.admin.slash(world.lobby, "config limit", name="open_cases", value="1")
    await world.case()
    second = await world.milestone()
    refused = await world.client.slash(
        world.lobby, "dispute open", milestone=second, offer="1", reason=REASON, confirm=True
    )
    assert REFUSED in refused.text
    await world.pass_time(minutes=2)
    refused = await world.client.slash(
        world.lobby, "dispute open", milestone=second, offer="1", reason=REASON, confirm=True
    )
    assert "1 open case" in refused.text.replace("\N{NO-BREAK SPACE}", " ")
    await world.act(world.client, "dispute withdraw", confirm=True)
    refused = await world.client.slash(
        world.lobby, "dispute open", milestone="M-1", offer="1", reason=REASON, confirm=True
    )
    assert REFUSED in refused.text
    assert len(world.rooms()) == 1


async def test_releasing_returning_and_filing_at_once_pay_an_escrow_out_once(world: World):
    milestone = await world.milestone()
    lobby = world.lobby
    await asyncio.gather(
        world.client.slash(lobby, "milestone release", milestone=milestone, confirm=True),
        world.freelancer.slash(lobby, "milestone return", milestone=milestone, confirm=True),
        world.client.slash(lobby, "milestone release", milestone=milestone, amount="600", confirm=True),
        world.client.slash(lobby, "dispute open", milestone=milestone, offer="1", reason=REASON, confirm=True),
        world.freelancer.slash(lobby, "dispute open", milestone=milestone, offer="999", reason=REASON, confirm=True),
    )
    await world.settled()
    held = await world.balance_minor("escrow:1")
    assert await world.wallet_minor(world.client) + await world.wallet_minor(world.freelancer) + held == 1_000_00
    assert await books_balance(world)


async def test_what_is_in_dispute_is_not_released_and_what_was_released_not_disputed(world: World):
    milestone = await world.milestone()
    await world.use(world.client, "milestone release", milestone=milestone, amount="400", confirm=True)
    await world.use(
        world.freelancer, "dispute open", milestone=milestone, amount="500", offer="400", reason=REASON, confirm=True
    )
    over = await world.client.slash(world.lobby, "milestone release", milestone=milestone, amount="101", confirm=True)
    assert "100.00" in over.text
    assert REFUSED in over.text
    await world.use(world.client, "milestone release", milestone=milestone, confirm=True)
    again = await world.client.slash(
        world.lobby, "dispute open", milestone=milestone, offer="1", reason=REASON, confirm=True
    )
    assert REFUSED in again.text
    assert await world.balance_minor("escrow:1") == 500_00


async def test_too_little_paid_in_is_kept_but_pays_no_fee(world: World):
    """What a cashier received counts, not what was said; it stays the member's own."""
    await world.negotiation()
    await world.act(world.client, "fee pay", confirm=True)
    room, freelancer = world.room(), world.freelancer
    withdrawn = await freelancer.slash(world.lobby, "wallet withdraw", amount="100")
    assert REFUSED not in withdrawn.text
    short = await world.refused(freelancer, "fee pay", "50.00", confirm=True)
    form = await freelancer.click(short, "Deposit and pay")
    asked = await freelancer.submit(form, {"amount": "50"})
    found = REQUEST.search(asked.text)
    assert found is not None, asked
    await world.settled()
    confirmed = await world.cashier.slash(world.lobby, "cashier confirm", request=found[0], amount="20", confirm=True)
    assert "20.00" in confirmed.text
    await world.settled()
    assert await world.balance_minor(f"deposit:1:{freelancer.id}") == 0
    assert await world.wallet_minor(freelancer) == 20_00
    assert room in freelancer.channels(world.guild)


async def test_two_cashiers_at_once_credit_a_deposit_once(world: World):
    second = world.sandbox.create_person("kurt")
    world.sandbox.join(world.guild, second, [world.roles["cashier"]])
    await world.client.slash(world.lobby, "wallet deposit", amount="300")
    await asyncio.gather(
        *(
            cashier.slash(world.lobby, "cashier confirm", request="W-1", confirm=True)
            for cashier in (world.cashier, second)
        )
    )
    await world.settled()
    assert await world.wallet_minor(world.client) == 300_00


async def test_a_form_opened_in_time_and_sent_too_late_is_too_late(world: World):
    """The moment of sending counts, by Discord's own timestamp (R9.2)."""
    await world.case()
    options = await world.freelancer.click(world.card(world.freelancer), "My options")
    form = await world.freelancer.click(options, "Challenge")
    await world.pass_time(days=3, hours=23)
    world.clock.advance(milliseconds=3_601_000 + 1_000)
    late = await world.freelancer.submit(form, {"statement": STATEMENT})
    assert REFUSED in late.text
    await world.pass_time(minutes=5)
    assert await world.wallet_minor(world.client) == 1_100_00


async def test_evidence_in_the_last_hour_is_answered(world: World):
    """The other side alone may add, a day long; then evidence is over for both (R8.4)."""
    await world.arbitration()
    closing_hours = MILESTONE.windows.closing // 3_600
    await world.pass_time(hours=closing_hours - 1)
    await world.act(world.client, "evidence add", description="Handed in at the last moment.")
    await world.pass_time(hours=2)
    await world.refused(world.client, "evidence add", description="And one more.")
    answered = await world.act(world.freelancer, "evidence add", description="To which I say this.")
    assert "R-1" in answered.text
    await world.refused(world.arbitrator, "case rule", freelancer_amount="1", findings=FINDINGS, case="1", confirm=True)


async def test_a_clock_pushed_forward_takes_nothing_from_anybody(world: World):
    """The host's wall clock jumps by a month: forfeitures are held, and staff are told (R9.6)."""
    await world.case()
    world.clock.jump(world.clock.now_ms() + 30 * 86_400_000)
    await world.settled()
    await world.eventually(lambda: bool(world.moderator.sees(world.staff_channel)))
    assert await world.balance_minor("escrow:1") == 1_000_00
    assert any("clock" in message.text for message in world.moderator.sees(world.staff_channel))


async def test_a_file_is_kept_as_it_was_handed_in_whatever_becomes_of_the_message(world: World):
    await world.negotiation()
    screenshot = Attachment("proof.txt", b"as it was", "text/plain")
    await world.act(world.client, "evidence add", description="What they wrote.", file=screenshot)
    shown = await world.act(world.freelancer, "evidence show", exhibit="C-1")
    assert [file.content for message in shown.messages for file in message.files] == [b"as it was"]


async def test_rows_changed_by_hand_are_named_by_the_audit(world: World):
    await world.negotiation()
    for sign, is_whole in (("+", False), ("-", True)):
        async with world.app.database.write() as transaction:
            statement = f"UPDATE cases SET version = version {sign} 1"
            await transaction.run_sync(lambda connection, sql: connection.exec_driver_sql(sql), statement)
            await transaction.commit()
        assert await books_balance(world) is is_whole
