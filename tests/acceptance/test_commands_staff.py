"""What staff and admins type: every command of theirs, and what becomes of it when somebody else types it."""

import pytest

from tests.acceptance.world import FINDINGS, World

STAFF_ONLY = {
    "case queue": {},
    "case stats": {},
    "case claim": {"case": "1"},
    "case rule": {"freelancer_amount": "1", "findings": FINDINGS, "case": "1"},
    "case escalate": {"reason": "They go in circles.", "case": "1"},
    "case resume": {"case": "1"},
    "cashier payout": {"amount": "1"},
    "cashier pending": {},
    "cashier confirm": {"request": "W-9"},
    "cashier decline": {"request": "W-9", "reason": "Never came in."},
}


async def test_an_arbitrator_claims_and_rules(world: World):
    await world.arbitration()
    arbitrator, room = world.arbitrator, world.room()
    for person in (world.client, world.freelancer):
        await person.slash(room, "evidence rest", confirm=True)
    await world.settled()
    queue = await arbitrator.slash(world.lobby, "case queue", stage="arbitration", assigned=arbitrator)
    assert "CASE-0001" in queue.text
    assert "CASE-0001" not in (await world.moderator.slash(world.lobby, "case queue", stage="response")).text
    assert "Rule" in (await arbitrator.slash(world.lobby, "case view", case="1")).buttons

    form = await arbitrator.slash(room, "case rule", freelancer_amount="400")
    assert form.modal is not None
    quote = await arbitrator.submit(form, findings=FINDINGS)
    assert "400.00" in quote.text
    assert "600.00" in quote.text
    assert await world.balance_minor("escrow:1") == 1_000_00
    await arbitrator.click(quote, "Confirm")
    await world.settled()
    assert "Ruled" in world.card().text.splitlines()[0]
    assert await world.wallet_minor(world.freelancer) == 50_00 + 400_00
    assert await world.wallet_minor(world.client) == 50_00 + 600_00 + 50_00
    assert FINDINGS[:60] in (await world.client.slash(world.lobby, "dispute status", case="1")).text


async def test_a_form_for_findings_may_skip_the_question(world: World):
    await world.arbitration()
    for person in (world.client, world.freelancer):
        await person.slash(world.room(), "evidence rest", confirm=True)
    form = await world.arbitrator.slash(world.lobby, "case rule", freelancer_amount="0", case="CASE-0001", confirm=True)
    await world.arbitrator.submit(form, findings=FINDINGS)
    await world.settled()
    assert "Ruled" in world.card().text.splitlines()[0]
    unreadable = await world.arbitrator.slash(world.lobby, "case rule", freelancer_amount="0", case="first")
    assert unreadable.modal is None
    assert "CASE-0042" in unreadable.text


async def test_a_moderator_escalates(world: World):
    await world.negotiation()
    moderator = world.moderator
    quote = await moderator.slash(world.room(), "case escalate", reason="They go in circles.")
    assert "Confirm" in quote.buttons
    await moderator.click(quote, "Confirm")
    await world.settled()
    assert "Arbitration" in world.card().text.splitlines()[0]
    nothing_held = await moderator.slash(world.room(), "case resume")
    assert "CASE-0001" in nothing_held.text
    late = await moderator.slash(world.room(), "case escalate", reason="They go in circles.", confirm=True)
    assert "Arbitration" in late.text


async def test_a_cashier_answers_requests(world: World):
    client, cashier = world.client, world.cashier
    for amount in ("100", "200"):
        await client.slash(world.lobby, "wallet deposit", amount=amount)
    pending = await cashier.slash(world.lobby, "cashier pending")
    assert "W-1" in pending.text
    assert "W-2" in pending.text
    offered = await cashier.autocomplete(world.lobby, "cashier confirm", option="request", typed="200")
    assert [value for _, value in offered] == ["W-2"]
    quote = await cashier.slash(world.lobby, "cashier confirm", request="W-2", amount="150", reference="bank 7")
    assert "150.00" in quote.text
    await cashier.click(quote, "Confirm")
    await cashier.slash(world.lobby, "cashier decline", request="1", reason="Never came in.")
    assert await world.wallet_minor(client) == 150_00
    assert "W-1" not in (await cashier.slash(world.lobby, "cashier pending")).text


async def test_a_cashier_answers_by_buttons_and_forms(world: World):
    await world.client.slash(world.lobby, "wallet deposit", amount="100")
    await world.client.slash(world.lobby, "wallet deposit", amount="70")
    await world.settled()
    first, second = [item for item in world.cashier.sees(world.cashier_channel) if "Confirm" in item.buttons]
    form = await world.cashier.click(first, "Confirm")
    quote = await world.cashier.submit(form, amount="90")
    await world.cashier.click(quote, "Confirm")
    assert await world.wallet_minor(world.client) == 90_00
    form = await world.cashier.click(second, "Decline")
    await world.cashier.submit(form, reason="Never came in.")
    assert "W-2" not in (await world.cashier.slash(world.lobby, "cashier pending")).text
    assert await world.wallet_minor(world.client) == 90_00


async def test_an_admin_changes_settings(world: World):
    admin = world.admin
    await admin.slash(world.lobby, "config fee", rate="4%", minimum="2", cap="off", refund="none")
    await admin.slash(world.lobby, "config window", name="fee", duration="3d")
    await admin.slash(world.lobby, "config limit", name="open_cases", value="3")
    await admin.slash(world.lobby, "config channel", kind="records", channel=world.staff_channel)
    shown = (await admin.slash(world.lobby, "config show")).text
    for words in ("4", "2.00", "3 days", "3", str(world.staff_channel.id), str(world.roles["cashier"].id)):
        assert words in shown
    refused = await admin.slash(world.lobby, "config window", name="fee", duration="5m")
    assert "hour" in refused.text
    nothing = await admin.slash(world.lobby, "config fee")
    assert "rate" in nothing.text


@pytest.mark.parametrize("command", STAFF_ONLY)
async def test_nobody_else_does_the_work_of_staff(world: World, command: str):
    await world.negotiation()
    answer = await world.stranger.slash(world.lobby, command, **STAFF_ONLY[command])
    assert answer.ephemeral
    assert "Nothing was changed." in answer.text
    assert "CASE-0001" not in answer.text or command != "case queue"


async def test_settings_are_an_admins_whatever_the_server_shows(world: World):
    # The server's own permissions for commands may say otherwise; the bot asks for Manage Server itself.
    command = next(item for item in world.sandbox.world.commands.values() if item.body["name"] == "config")
    command.body["default_member_permissions"] = None
    answer = await world.stranger.slash(world.lobby, "config fee", rate="1%")
    assert "Manage Server" in answer.text
    assert "Nothing was changed." in answer.text
