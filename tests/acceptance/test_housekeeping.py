"""What goes after a while by itself, and what proves that a request reached who must answer it."""

from tests.acceptance.world import World


async def notices_of_request(world: World) -> tuple[int | None, int | None]:
    """When the opening notice and the last reminder of M-1's first clock reached the client."""
    async with world.app.storage.read() as uow:
        found = await uow.request_clocks.notices(world.guild.id, 1, 1, world.client.id, since_ms=0)
    return found.opening_at_ms, found.reminder_at_ms


async def test_the_room_of_an_ended_case_goes_after_a_week_and_stays_gone(world: World):
    await world.case()
    await world.client.slash(world.room(), "dispute withdraw", reason="It was a mistake.", confirm=True)
    await world.pass_time(days=6)
    assert len(world.rooms()) == 1
    await world.pass_time(days=2)
    assert world.rooms() == []
    await world.restart()
    await world.pass_time(days=1)
    assert world.rooms() == []


async def test_the_room_of_an_open_case_stays(world: World):
    await world.negotiation()
    await world.pass_time(days=9)
    assert len(world.rooms()) == 1


async def test_bytes_that_no_exhibit_names_go_after_a_day(world: World):
    sha256 = await world.app.exhibits.put(b"named by nobody")
    await world.pass_time(hours=23)
    assert await world.app.exhibits.read(sha256) == b"named by nobody"
    await world.pass_time(hours=3)
    assert list(world.config.evidence.dir.rglob(sha256)) == []


async def test_r3_4_a_delivered_request_counts_as_notice(world: World):
    await world.admin.slash(world.lobby, "config rulebook", preset="safepay")
    await world.milestone()
    await world.freelancer.slash(world.lobby, "milestone request-release", milestone="M-1")
    await world.settled()
    assert await notices_of_request(world) == (world.clock.now_ms(), None)


async def test_r3_4_a_refused_direct_message_is_no_notice_and_staff_are_told(world: World):
    await world.admin.slash(world.lobby, "config rulebook", preset="safepay")
    await world.milestone()
    world.client.close_dms()
    await world.freelancer.slash(world.lobby, "milestone request-release", milestone="M-1")
    await world.settled()
    assert await notices_of_request(world) == (None, None)
    told = [message for message in world.moderator.sees(world.staff_channel) if "M-1" in message.text]
    assert [message.buttons for message in told] == [[]]
