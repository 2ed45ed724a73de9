"""R3: milestones, proposals and requests, as people meet them."""

import asyncio

import pytest

from tests.acceptance.world import REASON, World

TERMS = "Three drafts, then the final files, by Friday."


async def test_r3_1_a_milestone_is_created_and_funded_in_one_step(world: World):
    await world.fund(world.client, "300")
    create = {"freelancer": world.freelancer, "title": "A logo", "confirm": True}
    refused = await world.use(world.client, "milestone create", amount="300.01", **create)
    assert "0.01" in refused.text
    assert "/wallet deposit amount:0.01 currency:USD" in refused.text
    made = await world.use(world.client, "milestone create", amount="300", **create)
    assert "M-1" in made.text
    assert await world.wallet_minor(world.client) == 0
    assert await world.balance_minor("escrow:1") == 300_00


async def test_r3_1_a_proposal_holds_no_money_and_lapses_after_14_days(world: World):
    propose = {"client": world.client, "amount": "100", "title": "A logo"}
    for _ in range(3):
        await world.use(world.freelancer, "milestone propose", **propose)
    assert await world.balance_minor("escrow:1") == 0
    refused = await world.use(world.client, "milestone release", milestone="M-1", confirm=True)
    assert "Nothing was changed." in refused.text
    taken_back = await world.use(world.freelancer, "milestone cancel", milestone="M-3")
    assert "M-3" in taken_back.text

    await world.fund(world.client, "200")
    await world.pass_time(days=14)
    # The due second is in (R9.2).
    await world.use(world.client, "milestone fund", milestone="M-1", confirm=True)
    assert await world.balance_minor("escrow:1") == 100_00
    await world.pass_time(seconds=90)
    assert world.told(world.freelancer, "M-2", "lapsed")
    assert not world.told(world.freelancer, "M-1", "lapsed")
    assert not world.told(world.freelancer, "M-3", "lapsed")
    for command in ("milestone fund", "milestone decline"):
        refused = await world.use(world.client, command, milestone="M-2")
        assert "lapsed" in refused.text
    assert await world.wallet_minor(world.client) == 100_00


async def test_r3_2_projects_and_whose_terms_they_are(world: World):
    client, freelancer = world.client, world.freelancer
    await world.fund(client, "300")
    create = {"freelancer": freelancer, "amount": "100", "confirm": True}
    await world.use(client, "milestone create", title="A logo", project="Shop", terms=TERMS, **create)
    await world.use(client, "milestone create", title="A banner", project="shop", **create)
    await world.use(client, "milestone create", title="A jingle", **create)
    cards = [(await world.use(client, "milestone view", milestone=f"M-{number}")).text for number in (1, 2, 3)]
    assert ["Shop" in card for card in cards] == [True, True, False]
    projects = await client.autocomplete(world.lobby, "milestone create", option="project")
    assert sorted(value for _, value in projects) == ["A jingle", "Shop"], "left out: named after the milestone"

    shown = await world.use(freelancer, "milestone view", milestone="M-1")
    assert TERMS in shown.text
    assert f"Written by <@{client.id}>, not accepted" in shown.text
    own = await world.use(client, "milestone accept-terms", milestone="M-1")
    assert "other side" in own.text
    await freelancer.click(shown, "Accept terms")
    await world.settled()
    shown = await world.use(client, "milestone view", milestone="M-1")
    assert f"accepted by the other side on <t:{world.clock.now_ms() // 1_000}" in shown.text
    again = await world.use(freelancer, "milestone accept-terms", milestone="M-1")
    assert f"<@{freelancer.id}>" in again.text


async def test_r3_3_each_gives_to_the_other_what_no_case_has_locked(world: World):
    client, freelancer = world.client, world.freelancer
    milestone = await world.milestone()
    for wrong, command in ((freelancer, "milestone release"), (client, "milestone return")):
        refused = await world.use(wrong, command, milestone=milestone, confirm=True)
        assert "Only the" in refused.text
    await world.use(client, "dispute open", milestone=milestone, amount="600", offer="100", reason=REASON, confirm=True)

    await world.use(client, "milestone release", milestone=milestone, amount="150", confirm=True)
    await world.use(freelancer, "milestone return", milestone=milestone, amount="50", confirm=True)
    assert await world.wallet_minor(freelancer) == 150_00
    assert await world.wallet_minor(client) == 50_00
    refused = await world.use(client, "milestone release", milestone=milestone, amount="200.01", confirm=True)
    assert "200.00" in refused.text
    await world.use(client, "milestone release", milestone=milestone, confirm=True)
    assert await world.wallet_minor(freelancer) == 350_00, "left out: all that no case has locked"
    refused = await world.use(freelancer, "milestone return", milestone=milestone, confirm=True)
    assert "600.00" in refused.text
    assert await world.balance_minor("escrow:1") == 600_00


async def test_r3_3_released_money_cant_be_disputed(world: World):
    milestone = await world.milestone()
    await world.use(world.client, "milestone release", milestone=milestone, amount="900", confirm=True)
    file = {"milestone": milestone, "offer": "0", "reason": REASON}
    refused = await world.use(world.client, "dispute open", amount="100.01", **file)
    assert "100.00" in refused.text
    await world.use(world.client, "milestone release", milestone=milestone, confirm=True)
    refused = await world.use(world.client, "dispute open", **file)
    assert "holds no money any more" in refused.text
    assert await world.wallet_minor(world.freelancer) == 1_000_00


async def test_r3_4_one_request_at_a_time_and_what_closes_it(world: World):
    client, freelancer = world.client, world.freelancer
    milestone = await world.milestone()
    await world.use(freelancer, "milestone request-release", milestone=milestone, amount="700")
    refused = await world.use(client, "milestone request-return", milestone=milestone)
    assert "One can be active" in refused.text
    await world.use(freelancer, "milestone request-release", milestone=milestone, amount="300", note="The first part.")
    shown = await world.use(client, "milestone view", milestone=milestone)
    assert "300.00" in shown.text
    assert "The first part." in shown.text

    await world.use(client, "milestone release", milestone=milestone, amount="700", confirm=True)
    approve = {"milestone": milestone, "decision": "approve"}
    quote = await world.use(client, "milestone answer-request", **approve)
    assert "Confirm" in quote.buttons, "300.00 are left: it stands"
    await world.use(freelancer, "milestone return", milestone=milestone, amount="0.01", confirm=True)
    assert world.told(freelancer, milestone, "300.00")
    refused = await world.use(client, "milestone answer-request", **approve, confirm=True)
    assert "No request" in refused.text
    assert await world.wallet_minor(freelancer) == 700_00


async def test_r3_4_a_case_that_takes_the_milestone_closes_its_request(world: World):
    client, freelancer = world.client, world.freelancer
    milestone = await world.milestone()
    await world.use(freelancer, "milestone request-release", milestone=milestone)
    asked = world.dm_with(client, "Approve")
    await world.use(client, "dispute open", milestone=milestone, amount="400", offer="0", reason=REASON, confirm=True)
    assert world.told(freelancer, milestone, "1,000.00", "case")
    refused = await client.click(asked, "Approve")
    assert "No request" in refused.text
    # The free rest can still be asked for, beside the case.
    refused = await world.use(freelancer, "milestone request-release", milestone=milestone, amount="600.01")
    assert "600.00" in refused.text
    await world.use(freelancer, "milestone request-release", milestone=milestone)
    await world.use(client, "milestone answer-request", milestone=milestone, decision="approve", confirm=True)
    assert await world.wallet_minor(freelancer) == 600_00


async def test_r3_4_a_request_keeps_the_rulebook_in_force_when_it_was_made(world: World):
    client, freelancer, admin = world.client, world.freelancer, world.admin
    for _ in range(3):
        await world.milestone("100")
    await world.use(freelancer, "milestone request-release", milestone="M-1")
    await world.use(admin, "config rulebook", preset="safepay")
    await world.use(freelancer, "milestone request-release", milestone="M-2", amount="30")
    await world.use(client, "milestone request-return", milestone="M-3")
    await world.use(admin, "config rulebook", preset="milestone")

    await world.pass_time(days=7)
    assert await world.balance_minor("escrow:2") == 100_00
    reminded = [message for message in client.dms() if "Reminder" in message.text]
    assert all("M-2" in message.text for message in reminded)
    assert len(reminded) == 3, "half of the time, 24 h and 1 h before (R9.3)"
    await world.pass_time(seconds=90)
    assert [await world.balance_minor(f"escrow:{number}") for number in (1, 2, 3)] == [100_00, 70_00, 0]
    assert await world.wallet_minor(freelancer) == 30_00
    assert await world.wallet_minor(client) == 100_00
    # The first one was made under `milestone`: it waits for ever.
    await world.use(client, "milestone answer-request", milestone="M-1", decision="decline", confirm=True)
    assert world.told(freelancer, "M-1", "declined")


async def test_r3_4_silence_carries_nothing_out_where_the_request_could_not_be_delivered(world: World):
    client, freelancer = world.client, world.freelancer
    await world.use(world.admin, "config rulebook", preset="safepay")
    milestone = await world.milestone()
    client.close_dms()
    await world.use(freelancer, "milestone request-release", milestone=milestone)
    await world.pass_time(days=8)
    assert await world.balance_minor("escrow:1") == 1_000_00
    assert world.told(freelancer, milestone, "/dispute open")
    shown = await world.use(freelancer, "milestone view", milestone=milestone)
    assert "⏸" in shown.text
    # Arbitration is open to its author, as said.
    await world.use(freelancer, "dispute open", milestone=milestone, offer="900", reason=REASON, confirm=True)
    assert len(world.rooms()) == 1
    assert await world.balance_minor("fees") == 50_00


@pytest.mark.parametrize("filed_first", [True, False])
async def test_r3_4_filing_and_lapsing_race_and_one_commits(world: World, filed_first: bool):
    client, freelancer = world.client, world.freelancer
    await world.use(world.admin, "config rulebook", preset="safepay")
    milestone = await world.milestone()
    await world.use(freelancer, "milestone request-release", milestone=milestone)
    await world.pass_time(days=7, seconds=89)
    file = client.slash(world.lobby, "dispute open", milestone=milestone, offer="0", reason=REASON, confirm=True)
    if filed_first:
        sent = len(world.sandbox.world.interactions)
        filing = asyncio.create_task(file)
        await world.sandbox.until(lambda: len(world.sandbox.world.interactions) > sent)
        world.clock.advance(seconds=1)
        answer = await filing
    else:
        world.clock.advance(seconds=1)
        answer = await file
    await world.settled()
    carried_out = await world.wallet_minor(freelancer) == 1_000_00
    assert carried_out != bool(world.rooms()), answer.text
    assert await world.balance_minor("escrow:1") == (0 if carried_out else 950_00)
    assert ("Nothing was changed." in answer.text) is carried_out
