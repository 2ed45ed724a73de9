"""Rights come from the server's own configuration at the moment of acting, whatever Discord lets people type or see."""

from bot.sandbox import Permission
from bot.services.audit import Audit
from tests.acceptance.forging import press
from tests.acceptance.world import FINDINGS, REASON, STATEMENT, World
from tests.services.world import dump
from tests.waiting import until

REFUSED = "Nothing was changed."


async def test_no_right_of_a_channel_makes_an_admin(world: World):
    """Whoever manages one channel can give themselves any right there; the server's settings are not the channel's."""
    den = world.sandbox.create_channel(world.guild, "den")
    everything = Permission.MANAGE_GUILD | Permission.ADMINISTRATOR
    world.sandbox.set_overwrite(den, world.stranger, allow=everything)
    for command in world.sandbox.world.commands.values():
        command.body["default_member_permissions"] = None
    before = await dump(world.app.storage)
    shown = await world.stranger.slash(den, "config show")
    changed = await world.stranger.slash(den, "config role", kind="cashier", role=world.roles["moderator"])
    assert "Manage Server" in shown.text
    assert REFUSED in shown.text
    assert REFUSED in changed.text
    assert await dump(world.app.storage) == before
    role = world.sandbox.create_role(world.guild, "Managers", permissions=int(Permission.MANAGE_GUILD))
    world.sandbox.add_role(world.guild, world.stranger, role)

    async def is_admin() -> bool:
        return REFUSED not in (await world.stranger.slash(world.lobby, "config show")).text

    await until(is_admin, what="a role of the server to count")


async def test_overridden_command_permissions_open_nothing(world: World):
    await world.negotiation()
    await world.client.slash(world.lobby, "wallet deposit", amount="5")
    await world.settled()
    for command in world.sandbox.world.commands.values():
        command.body["default_member_permissions"] = None
    before = await dump(world.app.storage)
    for person in (world.stranger, world.client):
        lobby = world.lobby
        answers = [
            await person.slash(lobby, "case queue"),
            await person.slash(lobby, "case claim", case="1"),
            await person.slash(lobby, "case rule", freelancer_amount="1", findings=FINDINGS, case="1", confirm=True),
            await person.slash(lobby, "case escalate", reason="They talk in circles.", case="1", confirm=True),
            await person.slash(lobby, "case resume", case="1"),
            await person.slash(lobby, "cashier pending"),
            await person.slash(lobby, "cashier confirm", request="W-4", confirm=True),
            await person.slash(lobby, "cashier decline", request="W-4", reason="Never seen."),
            await person.slash(lobby, "config show"),
            await person.slash(lobby, "config fee", rate="1%"),
            await person.slash(lobby, "config limit", name="open_cases", value="1"),
            await person.slash(lobby, "config window", name="fee", duration="1h"),
            await person.slash(lobby, "config channel", kind="staff", channel=lobby),
        ]
        assert [answer.text for answer in answers if REFUSED not in answer.text] == []
    assert await dump(world.app.storage) == before


async def test_a_party_who_becomes_staff_gains_nothing_over_their_case(world: World):
    await world.arbitration()
    for role in world.roles.values():
        world.sandbox.add_role(world.guild, world.client, role)
    asked = await world.client.slash(world.lobby, "wallet deposit", amount="500")
    theirs = await world.freelancer.slash(world.lobby, "wallet deposit", amount="500")
    assert asked.text
    assert theirs.text
    await world.settled()
    before = await dump(world.app.storage)
    client, lobby = world.client, world.lobby
    answers = [
        await client.slash(lobby, "case claim", case="1"),
        await client.slash(lobby, "case rule", freelancer_amount="0", findings=FINDINGS, case="1", confirm=True),
        await client.slash(lobby, "case escalate", reason="They talk in circles.", case="1", confirm=True),
        await client.slash(lobby, "case resume", case="1"),
        await client.slash(lobby, "cashier confirm", request="W-4", confirm=True),
        await client.slash(lobby, "cashier confirm", request="W-5", confirm=True),
        await client.slash(lobby, "cashier decline", request="W-5", reason="Never seen."),
    ]
    assert [answer.text for answer in answers if REFUSED not in answer.text] == []
    assert await dump(world.app.storage) == before
    queue = await client.slash(lobby, "case queue")
    assert "CASE-0001" not in queue.text


async def test_who_is_out_of_office_is_out_of_power(world: World):
    """A quote made in office is worth nothing afterwards, and neither is the case that one had."""
    await world.arbitration()
    for person in (world.client, world.freelancer):
        await person.slash(world.room(), "evidence rest", confirm=True)
    quote = await world.arbitrator.slash(world.lobby, "case rule", freelancer_amount="0", findings=FINDINGS, case="1")
    world.sandbox.remove_role(world.guild, world.arbitrator, world.roles["arbitrator"])
    refused = await world.arbitrator.click(quote, "Confirm")
    assert REFUSED in refused.text
    seen = await world.arbitrator.slash(world.lobby, "case view", case="1")
    assert REFUSED in seen.text
    assert await world.balance_minor("escrow:1") == 1_000_00


async def test_two_servers_with_the_same_numbers_keep_their_cases_apart(world: World):
    """Commands, buttons, quotes and suggestions of one server never reach the other's case of the same number."""
    await world.negotiation()
    sandbox = world.sandbox
    other = sandbox.create_guild("Others", world.stranger)
    sandbox.invite_bot(other)
    hall = sandbox.create_channel(other, "hall")
    role = sandbox.create_role(other, "All")
    for person in (world.client, world.freelancer, world.moderator, world.arbitrator, world.cashier):
        sandbox.join(other, person, [role])
    await until(lambda: other.id in world.app.keeper._up, what="the other server")
    for kind in ("moderator", "arbitrator", "cashier"):
        assert REFUSED not in (await world.stranger.slash(hall, "config role", kind=kind, role=role)).text
    before = await dump(world.app.storage)
    client, freelancer = world.client, world.freelancer
    answers = [
        await client.slash(hall, "offer accept", case="1", number=1, confirm=True),
        await client.slash(hall, "dispute give-in", case="1", confirm=True),
        await client.slash(hall, "dispute status", case="1"),
        await client.slash(hall, "milestone view", milestone="M-1"),
        await world.moderator.slash(hall, "case view", case="1"),
        await world.moderator.slash(hall, "case escalate", reason="They talk in circles.", case="1", confirm=True),
        await world.cashier.slash(hall, "cashier confirm", request="W-1", confirm=True),
    ]
    assert [answer.text for answer in answers if REFUSED not in answer.text] == []
    assert await client.autocomplete(hall, "dispute status", option="case") == []
    assert await client.autocomplete(hall, "milestone view", option="milestone") == []
    quote = await freelancer.slash(world.room(), "offer make", amount="700")
    confirm = next(item["custom_id"] for item in quote.messages[0].components if item.get("label") == "Confirm")
    said = await freelancer.say(hall, "Hello.")
    assert REFUSED in (await press(freelancer, said, "p1:details:1:1")).text
    assert "CASE-0001" not in (await press(freelancer, said, "p1:my-options:1:1")).buttons
    await press(freelancer, said, confirm)
    assert (await client.slash(hall, "wallet show")).text.count("100.00") == 0
    await world.settled()
    after = await dump(world.app.storage)
    assert {name for name in before if before[name] != after[name]} <= {"drafts", "requests"}
    assert (await Audit(world.app.storage).run()).ok


async def test_an_outsider_has_no_way_to_a_case(world: World):
    """Somebody whom people let into the room reads there, and the bot tells them no more."""
    await world.case()
    world.sandbox.set_overwrite(
        world.room(), world.stranger, allow=Permission.VIEW_CHANNEL | Permission.READ_MESSAGE_HISTORY
    )
    card = world.card(world.stranger)
    before = await dump(world.app.storage)
    for label in ("Details", "My options", "Accept", "Give in", "Withdraw case"):
        answer = await world.stranger.click(card, label)
        if answer.modal is not None:
            answer = await world.stranger.submit(answer, {})
        assert REFUSED in answer.text, label
    for command in ("dispute status", "dispute history", "offer list", "evidence list", "fee quote"):
        assert REFUSED in (await world.stranger.slash(world.room(), command)).text
    refused = await world.stranger.slash(world.room(), "dispute challenge", statement=STATEMENT)
    assert REFUSED in refused.text
    assert await world.stranger.autocomplete(world.room(), "evidence show", option="exhibit") == []
    assert await dump(world.app.storage) == before
    assert REASON not in refused.text
