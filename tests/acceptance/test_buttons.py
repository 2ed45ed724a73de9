"""Buttons and forms: whatever is on the card works, for whom it is meant, also after a restart, and only once."""

import pytest

from bot.sandbox import Answer, Person, SeenMessage
from tests.acceptance.world import STATEMENT, World

RUNNING = ("Details", "My options")


def other_panels(person: Person, world: World) -> list[SeenMessage]:
    """The ephemeral answers that a person has got in the room."""
    return [message for message in person.sees(world.room()) if message.ephemeral]


async def fill(person: Person, opened: Answer, **fields: str) -> Answer:
    """Send a form."""
    assert opened.modal is not None, opened
    return await person.submit(opened, fields)


async def test_the_respondent_answers_by_buttons_alone(world: World):
    await world.case(offer="200")
    card = world.card(world.freelancer)
    assert {"Accept", "Decline", "Challenge", "Counter-offer", "Add evidence", "Give in", *RUNNING} <= set(card.buttons)
    quote = await world.freelancer.click(card, "Give in")
    await world.freelancer.click(quote, "Cancel")
    # Declining is no answer in stage 1: its button opens the form for a challenge.
    declining = await world.freelancer.click(card, "Decline")
    assert declining.modal is not None
    assert "Challenge" in declining.modal.title
    answered = await fill(world.freelancer, declining, statement=STATEMENT, offer="650")
    assert "Nothing was changed." not in answered.text
    await world.settled()
    assert "Negotiation" in world.card().text.splitlines()[0]
    assert "650.00" in world.card().text


async def test_declining_by_command_in_stage_1_gets_the_button_that_answers(world: World):
    """R5.1: declining answers nothing."""
    await world.case()
    refused = await world.freelancer.slash(world.room(), "offer decline")
    assert "Challenge" in refused.buttons
    await fill(world.freelancer, await world.freelancer.click(refused, "Challenge"), statement=STATEMENT)
    await world.settled()
    assert "Negotiation" in world.card().text.splitlines()[0]


async def test_negotiation_by_buttons(world: World):
    await world.negotiation()
    client, freelancer = world.client, world.freelancer
    quote = await fill(freelancer, await freelancer.click(world.card(), "Counter-offer"), amount="700", expires="2d")
    assert "700.00" in quote.text
    await freelancer.click(quote, "Confirm")
    added = await fill(
        client,
        await client.click(world.card(), "Add evidence"),
        description="Our chat of 3 May.",
        link="https://example.com/chat",
    )
    assert "C-1" in added.text
    await world.settled()
    options = await client.click(world.card(), "My options")
    taken = await fill(client, await client.click(options, "Withdraw exhibit"), exhibit="c-1")
    assert "C-1" in taken.text
    await world.settled()
    assert "Withdraw exhibit" not in world.card().buttons
    options = await client.click(world.card(), "My options")
    quote = await client.click(options, "Accept")
    assert "700.00" in quote.text
    await client.click(quote, "Cancel")
    declined = await fill(client, await client.click(options, "Decline"), reason="Too much.")
    assert "2" in declined.text
    await freelancer.click(world.card(), "Counter-offer")
    withdrawn = await client.click(world.card(), "Withdraw case")
    quote = await fill(client, withdrawn, reason="We have talked.")
    await client.click(quote, "Confirm")
    await world.settled()
    assert "Withdrawn" in world.card().text.splitlines()[0]
    assert set(world.card().buttons) == set(RUNNING)


async def test_arbitration_by_buttons(world: World):
    await world.negotiation()
    for person in (world.client, world.freelancer):
        await person.click(await person.click(world.card(), "Pay fee"), "Confirm")
        await world.settled()
    arbitrator = world.arbitrator
    viewed = await arbitrator.slash(world.lobby, "case view", case="1")
    await arbitrator.click(viewed, "Claim case")
    await world.settled()
    for person in (world.client, world.freelancer):
        await person.click(await person.click(world.card(), "Nothing to add"), "Confirm")
        await world.settled()
    options = await arbitrator.click(world.card(arbitrator), "My options")
    quote = await fill(arbitrator, await arbitrator.click(options, "Rule"), freelancer_amount="500", findings="x" * 60)
    await arbitrator.click(quote, "Confirm")
    await world.settled()
    assert "Ruled" in world.card().text.splitlines()[0]
    assert await world.wallet_minor(world.freelancer) == 50_00 + 500_00 + 25_00


async def test_a_moderator_escalates_by_a_button(world: World):
    await world.case()
    options = await world.moderator.click(world.card(world.moderator), "My options")
    assert "Escalate" in options.buttons
    quote = await fill(world.moderator, await world.moderator.click(options, "Escalate"), reason="They go in circles.")
    await world.moderator.click(quote, "Confirm")
    await world.settled()
    assert "Arbitration" in world.card().text.splitlines()[0]


async def test_my_options_are_the_pressers_own(world: World):
    await world.case()
    card = world.card()
    mine = await world.client.click(card, "My options")
    theirs = await world.freelancer.click(card, "My options")
    staff = await world.moderator.click(world.card(world.moderator), "My options")
    assert mine.ephemeral
    assert "Withdraw case" in mine.buttons
    assert "Accept" not in mine.buttons
    assert {"Accept", "Challenge"} <= set(theirs.buttons)
    assert "Withdraw case" not in theirs.buttons
    assert set(staff.buttons) == {"Escalate", "Give more time", "Hold clocks", "Remove a guest"}


async def test_whoever_presses_what_is_not_theirs_is_told_whose_turn_it_is(world: World):
    await world.case()
    before = await world.balance_minor("escrow:1")
    refused = await world.client.click(world.card(), "Accept")
    assert refused.ephemeral
    assert f"<@{world.freelancer.id}>" in refused.text
    refused = await fill(
        world.client, await world.client.click(world.card(), "Challenge"), statement="I don't agree with myself."
    )
    assert f"<@{world.freelancer.id}>" in refused.text
    refused = await world.moderator.click(world.card(world.moderator), "Give in")
    assert "Nothing was changed." in refused.text
    await world.settled()
    assert await world.balance_minor("escrow:1") == before
    assert "Response" in world.card().text.splitlines()[0]


async def test_buttons_quotes_and_open_forms_outlive_a_restart(world: World):
    await world.case(offer="200")
    card = world.card(world.freelancer)
    form = await world.freelancer.click(card, "Counter-offer")
    quote = await world.freelancer.click(card, "Accept")
    await world.restart()
    made = await fill(world.freelancer, form, amount="500")
    assert "500.00" in made.text
    await world.freelancer.click(made, "Cancel")
    assert (await world.freelancer.click(card, "Details")).ephemeral
    await world.freelancer.click(quote, "Confirm")
    await world.settled()
    assert "Settled" in world.card().text.splitlines()[0]
    assert await world.wallet_minor(world.freelancer) == 300_00


async def test_a_quote_is_confirmed_once_and_loses_its_buttons(world: World):
    """R9.2: what was quoted is confirmed once."""
    await world.case(offer="200")
    quote = await world.freelancer.slash(world.room(), "offer accept", number=1)
    button = quote.messages[0]
    copies = [dict(component) for component in button.components if component.get("custom_id")]
    await world.freelancer.click(quote, "Confirm")
    await world.settled()
    assert button.buttons == []
    assert "Confirmed" in button.text
    # A second device still shows the button: what it sends is the same click again.
    button.model.components.append({"type": 1, "id": 90, "components": copies})
    again = await world.freelancer.click(button, "Confirm")
    assert "Nothing was changed." in again.text
    await world.settled()
    assert button.buttons == []
    assert await world.wallet_minor(world.freelancer) == 300_00


async def test_a_quote_older_than_its_quarter_of_an_hour_does_nothing(world: World):
    """R9.2: a quote is kept for 15 minutes."""
    await world.case(offer="200")
    quote = await world.freelancer.slash(world.room(), "offer accept", number=1)
    await world.pass_time(minutes=16)
    late = await world.freelancer.click(quote, "Confirm")
    assert "Nothing was changed." in late.text
    await world.settled()
    assert quote.messages[0].buttons == []
    assert await world.wallet_minor(world.freelancer) == 100_00


async def test_a_quote_that_no_longer_holds_is_shown_anew(world: World):
    await world.fund(world.client, "1,000")
    milestone = await world.milestone("500")
    quote = await world.client.slash(world.lobby, "milestone release", milestone=milestone)
    assert "500.00" in quote.text
    await world.freelancer.slash(world.lobby, "milestone return", milestone=milestone, amount="100", confirm=True)
    anew = await world.client.click(quote, "Confirm")
    assert "400.00" in anew.text
    assert "Confirm" in anew.buttons
    assert await world.wallet_minor(world.freelancer) == 0
    await world.client.click(anew, "Confirm")
    assert await world.wallet_minor(world.freelancer) == 400_00


@pytest.mark.parametrize("custom_id", ["p0:accept:1", "p1:no-such-act:1:1", "p1:accept:everything:1", "accept"])
async def test_a_button_of_an_older_version_gets_the_fresh_panel(world: World, custom_id: str):
    await world.case(offer="200")
    card = world.card(world.freelancer)
    for component in card.components:
        if component.get("label") == "Accept":
            component["custom_id"] = custom_id
    answer = await world.freelancer.click(card, custom_id)
    assert answer.ephemeral
    assert "older version" in answer.text
    assert "Accept" in answer.buttons
    assert await world.wallet_minor(world.freelancer) == 100_00
    quote = await world.freelancer.click(answer, "Accept")
    await world.freelancer.click(quote, "Confirm")
    assert await world.wallet_minor(world.freelancer) == 300_00


async def test_an_old_button_outside_a_room_says_where_the_new_ones_are(world: World):
    asked = await world.client.slash(
        world.lobby, "milestone create", freelancer=world.freelancer, amount="1", title="A"
    )
    assert "Nothing was changed." in asked.text
    await world.milestone()
    quote = await world.client.slash(world.lobby, "milestone release", milestone="M-1")
    for component in quote.messages[0].components:
        if component.get("label") == "Confirm":
            component["custom_id"] = "confirm-v0"
    answer = await world.client.click(quote, "confirm-v0")
    assert "older version" in answer.text
    assert await world.wallet_minor(world.freelancer) == 0


async def test_pages_are_turned_in_place(world: World):
    await world.case()
    for number in range(12):
        await world.client.slash(world.room(), "evidence add", description=f"{number} " + "word " * 190)
    listed = await world.freelancer.slash(world.room(), "evidence list")
    forward = next(label for label in listed.buttons if label.startswith("More"))
    first = listed.text
    shown = len(other_panels(world.freelancer, world))
    turned = await world.freelancer.click(listed, forward)
    assert turned.text != first
    assert turned.messages == listed.messages
    assert len(other_panels(world.freelancer, world)) == shown
