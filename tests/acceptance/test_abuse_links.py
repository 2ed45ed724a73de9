"""Links that Discord lets nobody post (code 240000): a party who names one hides nothing from the other by it."""

import pytest

from tests.acceptance.world import STATEMENT, World

BLOCKED = "https://evil.example"
PAGE = f"{BLOCKED}/free-nitro"


@pytest.fixture
async def blocked(world: World) -> World:
    """A server on whose Discord one link can't be posted."""
    world.sandbox.world.harmful_links.add(BLOCKED)
    return world


async def file(world: World, *, title: str = "A logo", reason: str = "It is not what we agreed on.") -> None:
    await world.fund(world.client, "1,000")
    options = {"freelancer": world.freelancer, "amount": "1,000", "title": title, "confirm": True}
    await world.use(world.client, "milestone create", **options)
    filing = {"milestone": "M-1", "offer": "200", "reason": reason, "confirm": True}
    await world.use(world.client, "dispute open", **filing)


@pytest.mark.parametrize("where", ["title", "reason"])
async def test_a_blocked_link_in_a_filing_hides_neither_notice_nor_card(blocked: World, where: str):
    await file(blocked, **{where: f"Look at {PAGE} and tell me what that is."})
    assert "Look at (blocked link) and tell me" in blocked.card(blocked.freelancer).text
    assert blocked.told(blocked.freelancer, "CASE-0001", "please answer by")
    assert any(blocked.freelancer in notice.mentions for notice in blocked.notices(blocked.freelancer))
    # The clock runs on them as on anybody, since they were told.
    await blocked.pass_time(days=4, seconds=90)
    assert "Forfeited" in blocked.card().text.splitlines()[0]


async def test_a_blocked_link_in_an_answer_stops_neither_room_nor_record(blocked: World):
    await file(blocked)
    answered = await blocked.act(blocked.freelancer, "dispute challenge", statement=f"{STATEMENT} {PAGE} <{PAGE}?a=1>")
    assert answered.text
    await blocked.act(blocked.freelancer, "offer make", amount="900", note=f"See {PAGE}", confirm=True)
    await blocked.act(blocked.freelancer, "evidence add", description="A chat.", link=PAGE)
    said = [notice.text for notice in blocked.notices()]
    for words in ("has challenged the case", "Offer 2 by", "R-1"):
        assert any(words in text and "(blocked link)" in text for text in said), words
    assert "900.00" in blocked.card().text
    for command in ("evidence list", "offer list", "dispute history"):
        shown = await blocked.client.slash(blocked.room(), command)
        assert "(blocked link)" in shown.text, command
    # The record has the words as they were written.
    async with blocked.app.storage.read() as uow:
        case = await uow.cases.get(blocked.guild.id, 1)
        assert case is not None
        link = case.state.exhibits[0].link
        assert link is not None
        bodies = await uow.texts.bodies(blocked.guild.id, [link.text_id])
    assert bodies == {link.text_id: PAGE}


async def test_r3_4_a_blocked_link_in_a_title_does_not_keep_a_request_from_being_carried_out(blocked: World):
    """The client names the milestone so that no notice about it could ever be delivered to them."""
    await blocked.use(blocked.admin, "config rulebook", preset="safepay")
    await blocked.fund(blocked.client, "1,000")
    options = {"freelancer": blocked.freelancer, "amount": "1,000", "title": PAGE, "confirm": True}
    await blocked.use(blocked.client, "milestone create", **options)
    await blocked.use(blocked.freelancer, "milestone request-release", milestone="M-1", note=f"As in {PAGE}")
    assert "Approve" in blocked.dm_with(blocked.client, "Approve").buttons
    await blocked.pass_time(days=8)
    assert await blocked.wallet_minor(blocked.freelancer) == 1_000_00
