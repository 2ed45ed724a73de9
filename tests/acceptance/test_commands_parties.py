"""What parties type: every command of theirs, from a funded milestone to the money's end."""

from bot.sandbox import Answer, Person
from tests.acceptance.world import REASON, STATEMENT, World


async def use(person: Person, world: World, command: str, **options: object) -> Answer:
    """A command in the lobby; its answer is seen by this person only."""
    answer = await person.slash(world.lobby, command, **options)
    assert answer.ephemeral, command
    return answer


async def test_a_milestone_from_its_funding_to_its_end(world: World):
    client, freelancer = world.client, world.freelancer
    await world.fund(client, "1,000.00")
    asked = await use(
        client,
        world,
        "milestone create",
        freelancer=freelancer,
        amount="600",
        title="A logo",
        project="Shop",
        terms="Three drafts, then the final files.",
    )
    assert "600.00" in asked.text
    assert await world.wallet_minor(client) == 1_000_00
    assert "M-1" in (await client.click(asked, "Confirm")).text
    assert await world.balance_minor("escrow:1") == 600_00

    offered = await freelancer.autocomplete(world.lobby, "milestone view", option="milestone", typed="logo")
    assert [value for _, value in offered] == ["M-1"]
    assert "600.00" in offered[0][0]
    assert await world.stranger.autocomplete(world.lobby, "milestone view", option="milestone") == []
    known = await client.autocomplete(world.lobby, "milestone create", option="project", typed="sh")
    assert known == [("Shop", "Shop")]

    shown = await use(freelancer, world, "milestone view", milestone="M-1")
    assert "Three drafts" in shown.text
    assert "Accept terms" in shown.buttons
    await freelancer.click(shown, "Accept terms")
    again = await use(freelancer, world, "milestone accept-terms", milestone="7")
    assert "M-7" in again.text
    again = await use(freelancer, world, "milestone accept-terms", milestone="m-1")
    assert "accepted" in again.text

    wrong = await use(freelancer, world, "milestone release", milestone="M-1", confirm=True)
    assert await world.wallet_minor(freelancer) == 0
    assert "client" in wrong.text
    await use(client, world, "milestone release", milestone="M-1", amount="100", confirm=True)
    assert await world.wallet_minor(freelancer) == 100_00
    asked = await use(freelancer, world, "milestone return", milestone="M-1")
    assert "500.00" in asked.text
    await freelancer.click(asked, "Confirm")
    assert await world.wallet_minor(client) == 400_00 + 500_00
    assert await world.balance_minor("escrow:1") == 0
    assert "M-1" in (await use(client, world, "milestone list", state="done")).text
    assert "M-1" not in (await use(client, world, "milestone list", state="open")).text


async def test_a_wallet_and_its_requests(world: World):
    client = world.client
    asked = await use(client, world, "wallet deposit", amount="1,000.50", reference="transfer 77")
    assert "W-1" in asked.text
    assert "1,000.50" in asked.text
    assert [value for _, value in await client.autocomplete(world.lobby, "wallet cancel", option="request")] == ["W-1"]
    assert "W-1" in (await use(client, world, "wallet show")).text
    await use(client, world, "wallet cancel", request="w-1")
    refused = await use(world.cashier, world, "cashier confirm", request="W-1", confirm=True)
    assert "W-1" in refused.text
    assert await world.wallet_minor(client) == 0

    await world.fund(client, "300")
    await use(client, world, "wallet withdraw", amount="120")
    assert await world.wallet_minor(client) == 180_00
    assert "120.00" in (await use(client, world, "wallet show")).text
    history = (await use(client, world, "wallet history")).text
    assert "300.00" in history
    assert "120.00" in history


async def test_a_case_is_opened_challenged_and_read(world: World):
    client, freelancer = world.client, world.freelancer
    milestone = await world.milestone()
    options = {"milestone": milestone, "offer": "0", "reason": REASON, "amount": "400", "category": "late"}
    quote = await use(client, world, "dispute open", **options)
    assert "400.00" in quote.text
    assert world.rooms() == []
    opened = await client.click(quote, "Confirm")
    assert "CASE-0001" in opened.text
    await world.settled()
    room = world.room()

    answered = await freelancer.slash(room, "dispute challenge", statement=STATEMENT, offer="350")
    assert "CASE-0001" in answered.text
    await world.settled()
    for person in (client, freelancer, world.moderator):
        status = await person.slash(room, "dispute status")
        assert "Negotiation" in status.text
        assert "350.00" in status.text
    assert "CASE-0001" in (await use(client, world, "dispute list")).text
    assert "CASE-0001" not in (await use(client, world, "dispute list", state="ended")).text
    history = await use(freelancer, world, "dispute history", case="1")
    assert STATEMENT in history.text
    found = await client.autocomplete(world.lobby, "dispute status", option="case", typed="logo")
    assert [value for _, value in found] == ["CASE-0001"]
    assert await world.stranger.autocomplete(world.lobby, "dispute status", option="case") == []

    unnamed = await use(client, world, "dispute status")
    assert "case" in unnamed.text.lower()
    given = await use(client, world, "dispute give-in", case="CASE-0001")
    assert "Confirm" in given.buttons
    await client.click(given, "Cancel")
    assert await world.wallet_minor(freelancer) == 0
    await use(client, world, "dispute withdraw", case="1", reason="We have talked.", confirm=True)
    await world.settled()
    assert "Withdrawn" in world.card().text.splitlines()[0]
    assert await world.balance_minor("escrow:1") == 1_000_00


async def test_offers_are_made_declined_withdrawn_and_listed(world: World):
    client, freelancer = world.client, world.freelancer
    await world.negotiation()
    room = world.room()
    quote = await freelancer.slash(room, "offer make", amount="700", note="Most of it is done.", expires="2d")
    assert "700.00" in quote.text
    await freelancer.click(quote, "Confirm")
    declined = await client.slash(room, "offer decline", reason="Too much.")
    assert "2" in declined.text
    await client.slash(room, "offer make", amount="250", confirm=True)
    await client.slash(room, "offer withdraw")
    await world.settled()
    listed = (await freelancer.slash(room, "offer list")).text
    for words in ("declined", "withdrawn", "replaced", "Most of it is done."):
        assert words in listed
    assert any("Too much." in notice.text for notice in world.notices())
    nothing = await freelancer.slash(room, "offer accept", number=3, confirm=True)
    assert "withdrawn" in nothing.text
    assert await world.wallet_minor(freelancer) == 100_00


async def test_fees_are_quoted_paid_and_shown(world: World):
    client, freelancer = world.client, world.freelancer
    await world.negotiation()
    room = world.room()
    quote = await client.slash(room, "fee quote")
    assert "50.00" in quote.text
    paid = await client.click(await client.slash(room, "fee pay"), "Confirm")
    assert "50.00" in paid.text
    assert await world.balance_minor(f"deposit:1:{client.id}") == 50_00
    again = await client.slash(room, "fee pay", confirm=True)
    assert await world.balance_minor(f"deposit:1:{client.id}") == 50_00
    assert "paid" in again.text
    status = await freelancer.slash(room, "fee status")
    assert f"<@{client.id}>" in status.text


async def test_evidence_is_added_shown_withdrawn_and_rested(world: World):
    client, freelancer = world.client, world.freelancer
    await world.arbitration()
    room = world.room()
    added = await client.slash(room, "evidence add", description="Our chat of 3 May.", link="https://example.com/chat")
    assert "C-1" in added.text
    await freelancer.slash(room, "evidence add", description="The file that I sent.")
    names = await client.autocomplete(room, "evidence show", option="exhibit")
    assert [value for _, value in names] == ["C-1", "R-1"]
    assert "The file that I sent." in (await client.slash(room, "evidence show", exhibit="r-1")).text
    listed = (await world.arbitrator.slash(world.lobby, "evidence list", case="1")).text
    assert "Our chat of 3 May." in listed
    assert "https://example.com/chat" in listed
    hidden = await world.stranger.slash(world.lobby, "evidence list", case="1")
    assert "chat" not in hidden.text
    missing = await client.slash(room, "evidence show", exhibit="C-9")
    assert "C-9" in missing.text

    not_mine = await client.slash(room, "evidence withdraw", exhibit="R-1")
    assert "R-1" in not_mine.text
    await client.slash(room, "evidence withdraw", exhibit="C-1")
    assert "withdrawn" in (await freelancer.slash(room, "evidence list")).text
    asked = await client.slash(room, "evidence rest")
    await client.click(asked, "Confirm")
    await freelancer.slash(room, "evidence rest", confirm=True)
    await world.settled()
    late = await client.slash(room, "evidence add", description="One more thing.")
    assert "C-2" not in late.text
