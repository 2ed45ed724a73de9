"""Ids carry no rights: whoever makes them up, presses others' or sends forms nobody opened, gets and learns nothing."""

import re

from bot.sandbox import Answer
from bot.ui.buttons import Act, ButtonId
from bot.ui.modals import MODALS
from tests.acceptance.forging import choose, press, send_form
from tests.acceptance.world import FINDINGS, REASON, World, both_databases
from tests.services.world import dump

NO_BUTTON = "older version"
TYPED = {
    "statement": REASON,
    "offer": "300",
    "amount": "300",
    "note": "n",
    "reason": "They talk in circles.",
    "description": "d",
    "link": "https://example.com/",
    "freelancer_amount": "1",
    "findings": FINDINGS,
    "reference": "r",
}


def without_numbers(answer: Answer) -> tuple[str, list[str]]:
    """What an answer says and offers, but for which case it names."""
    return re.sub(r"CASE-\d+|M-\d+|W-\d+|\b\d+\b", "N", answer.text), answer.buttons


async def test_a_stranger_learns_nothing_by_made_up_ids(world: World):
    await world.negotiation()
    await world.client.slash(world.lobby, "wallet deposit", amount="5")
    await world.settled()
    before = await dump(world.app.storage)
    message = await world.stranger.say(world.lobby, "Look here.")
    for act in Act:
        there, nowhere = (ButtonId(act, subject, 1, 1).text for subject in ("1", "777"))
        if act not in MODALS:
            answers = [await press(world.stranger, message, custom_id) for custom_id in (there, nowhere)]
            assert without_numbers(answers[0]) == without_numbers(answers[1]), act
            assert "Nothing was changed." in answers[0].text or NO_BUTTON in answers[0].text, act
        answers = [await send_form(world.stranger, world.lobby, custom_id, TYPED) for custom_id in (there, nowhere)]
        assert without_numbers(answers[0]) == without_numbers(answers[1]), act
        assert "Nothing was changed." in answers[0].text or NO_BUTTON in answers[0].text, act
    assert await dump(world.app.storage) == before


ODD_IDS = (
    "p1:accept:99999999999999999999999999999999:1",
    "p1:accept:2147483648:1",
    "p1:accept:9223372036854775808:999999999",
    "p1:accept.999999999:1:1",
    "p1:accept:-1:1",
    "p1:accept:0:1",
    "p1:accept.0:1:1",
    "p1:details.999999999:1:1",
    "p1:history.0:1:1",
    "p1:confirm:1:0",
    "p1:cancel:AAAA-__-0:0",
    "p1:resume:00000000000000000000000000000000000001:1",
    "p9:accept:1:1",
    "p1:accept:\u0661:1",
    "x" * 100,
)


async def test_odd_ids_never_break_the_bot(world: World):
    """The fixture sees to it that none of them became an incident."""
    await world.case()
    before = await dump(world.app.storage)
    for custom_id in ODD_IDS:
        answer = await press(world.freelancer, world.card(world.freelancer), custom_id)
        assert answer.ephemeral, custom_id
        assert answer.text, custom_id
        assert world.card().buttons, "the shared card keeps its buttons"
        sent = await send_form(world.freelancer, world.room(), custom_id, TYPED)
        assert sent.text, custom_id
    await world.settled()
    after = await dump(world.app.storage)
    assert {name for name in before if before[name] != after[name]} <= {"drafts", "requests"}


ODD_CHOICES: tuple[tuple[str, ...], ...] = (
    (),
    ("",),
    ("\N{SUPERSCRIPT TWO}",),
    ("1", "\N{SUPERSCRIPT TWO}"),
    ("-1",),
    ("x",),
    ("9" * 30,),
    tuple(str(100_000_000 + number) for number in range(25)),
)


async def test_odd_choices_in_the_menu_of_milestones_never_break_the_bot(world: World):
    message = await world.client.say(world.lobby, "Look here.")
    for values in ODD_CHOICES:
        answer = await choose(world.client, message, f"p1:pick-milestones:{world.freelancer.id}:0", values)
        assert NO_BUTTON in answer.text, values


@both_databases
async def test_odd_servers_in_a_direct_message_never_break_the_bot(world: World):
    await world.milestone()
    await world.freelancer.slash(world.lobby, "milestone request-release", milestone="M-1")
    await world.settled()
    message = world.dm_with(world.client, "Approve")
    for server in ("0", "1", str(2**63 - 1), str(2**63), "9" * 19, "9" * 30):
        answer = await press(world.client, message, f"p1:approve.1:{server}-1:0")
        assert "Nothing was changed." in answer.text or "works in servers" in answer.text, server
        assert message.channel is not None
        sent = await send_form(world.client, message.channel, f"p1:decline-request.1:{server}-1:0", {"reason": "No."})
        assert "Nothing was changed." in sent.text or "works in servers" in sent.text, server
    assert await world.balance_minor("escrow:1") == 1_000_00


async def test_another_ones_quote_is_nobody_elses(world: World):
    """R9.2: only its author confirms a quote."""
    await world.case(offer="200")
    quote = await world.freelancer.slash(world.room(), "offer accept", number=1)
    card = world.card()
    for button in quote.messages[0].components:
        custom_id = button.get("custom_id")
        if custom_id is None:
            continue
        for person in (world.client, world.moderator):
            refused = await press(person, card, custom_id)
            assert "Nothing was changed." in refused.text or NO_BUTTON in refused.text
    await world.settled()
    assert "My options" in world.card().buttons, "the shared card keeps its buttons"
    await world.freelancer.click(quote, "Confirm")
    await world.settled()
    assert await world.wallet_minor(world.freelancer) == 300_00


ODD_VALUES: tuple[dict[str, object], ...] = (
    {},
    {"amount": None, "note": None, "expires": None},
    {"amount": ["300"], "note": {"a": 1}},
    {"amount": "9" * 4000},
    {"amount": "1e309"},
    {"amount": "0x10", "expires": "9" * 4000 + "d"},
    {"amount": "300", "note": "n" * 4000},
    {"amount": "300", "note": "a\x00b", "expires": "1\x00d"},
    {"amount": "\u0663\u0660\u0660"},
    {"amount": "300", "amount2": "5", "case": "2", "guild_id": "1"},
    {"amount": "-0"},
    {"amount": "NaN"},
    {"amount": "300", "expires": "-1d"},
)


@both_databases
async def test_forms_with_missing_extra_or_odd_values(world: World):
    await world.negotiation()
    before = await dump(world.app.storage)
    for values in ODD_VALUES:
        answer = await send_form(world.freelancer, world.room(), "p1:counter:1:1", values)
        assert answer.text, values
    await world.settled()
    after = await dump(world.app.storage)
    assert {name for name in before if before[name] != after[name]} <= {"drafts", "requests"}


async def test_a_case_is_no_wallet_request(world: World):
    """A form without a number means the room's case, and nothing else that has the same number."""
    await world.case()
    world.sandbox.add_role(world.guild, world.moderator, world.roles["cashier"])
    refused = await send_form(world.moderator, world.room(), "p1:cashier-confirm:0:1", {})
    assert "W-1" not in refused.text
    assert "Nothing was changed." in refused.text
