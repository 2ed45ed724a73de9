"""Who comes back to a case that waits for them is told what is true then (R9.4, R9.9)."""

import re

from tests.acceptance.world import REASON, World

MOMENT = re.compile(r"<t:(\d+):F>")


async def test_who_returns_to_a_standing_clock_reads_only_the_new_due_time(world: World):
    """The old due time has passed and means nothing: naming it would frighten, or mislead."""
    world.freelancer.close_dms()
    milestone = await world.milestone()
    world.sandbox.leave(world.guild, world.freelancer)
    await world.client.slash(world.lobby, "dispute open", milestone=milestone, offer="200", reason=REASON, confirm=True)
    await world.pass_time(days=5)
    assert "⏸" in world.card().text
    told_before = set(world.notices())
    world.sandbox.join(world.guild, world.freelancer)
    await world.eventually(lambda: "⏸" not in world.card().text)
    await world.settled()
    told = [notice for notice in world.notices() if notice not in told_before]
    assert all(world.freelancer in notice.mentions for notice in told)
    now_seconds = world.clock.now_ms() // 1_000
    named = {int(seconds) for notice in told for seconds in MOMENT.findall(notice.text)}
    assert named == {now_seconds + 4 * 86_400}


async def test_who_returns_to_a_running_clock_is_told_when_it_ends(world: World):
    await world.case()
    due = MOMENT.search(world.card().text)
    assert due is not None
    world.sandbox.leave(world.guild, world.freelancer)
    await world.eventually(lambda: "has left the server" in world.card().text)
    await world.settled()
    told_before = set(world.notices())
    world.sandbox.join(world.guild, world.freelancer)
    await world.eventually(lambda: any(world.freelancer in n.mentions for n in set(world.notices()) - told_before))
    await world.settled()
    told = [notice for notice in world.notices() if notice not in told_before]
    assert [notice for notice in told if due[0] in notice.text and "Welcome back" in notice.text]
