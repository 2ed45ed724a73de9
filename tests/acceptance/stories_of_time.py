"""Stories of what silence does, and admins, for the tests of who sees what."""

from tests.acceptance.cast import Cast, Matter, number_in
from tests.acceptance.stories_of_money import filed
from tests.acceptance.world import World


async def requests(cast: Cast) -> None:
    """Silence carries a request out; one of which the other side can't hear is held instead (R3.4)."""
    world, lobby = cast.world, cast.world.lobby
    await cast.done(world.admin.slash(lobby, "config rulebook", preset="safepay"))
    matter = Matter(parties=frozenset({world.client, world.freelancer}))
    await cast.fund(world.client, "700")
    made = await world.client.slash(
        lobby,
        "milestone create",
        freelancer=world.freelancer,
        amount=cast.marked("milestone_amount", matter, "666.06"),
        title=cast.word("title", matter),
        confirm=True,
    )
    name = number_in(made, "M")
    amount, note = cast.marked("request_amount", matter, "161.16"), cast.say("request_note", matter)
    asked = world.freelancer.slash(lobby, "milestone request-release", milestone=name, amount=amount, note=note)
    await cast.done(asked)
    await world.pass_time(days=8)
    world.client.close_dms()
    amount, note = cast.marked("request_amount", matter, "262.26"), cast.say("request_note", matter)
    asked = world.freelancer.slash(lobby, "milestone request-release", milestone=name, amount=amount, note=note)
    await cast.done(asked)
    await world.pass_time(days=8)
    world.client.open_dms()
    await cast.done(world.freelancer.slash(lobby, "milestone cancel", milestone=name))


async def proposal(cast: Cast) -> None:
    """A proposal that nobody answers lapses (R3.1)."""
    world = cast.world
    matter = Matter(parties=frozenset({world.client, world.freelancer}))
    await cast.done(
        world.freelancer.slash(
            world.lobby,
            "milestone propose",
            client=world.client,
            amount=cast.marked("proposal_amount", matter, "363.36"),
            title=cast.word("title", matter),
            terms=cast.say("terms", matter),
        )
    )
    await world.pass_time(days=15)


async def dormancy(cast: Cast) -> None:
    """Nobody does anything any more, where a case then ends (R5 stage 2)."""
    world = cast.world
    await cast.done(world.admin.slash(world.lobby, "config rulebook", preset="milestone"))
    await cast.done(world.admin.slash(world.lobby, "config window", name="dormancy", duration="10d"))
    matter = await filed(cast, "206.60")
    statement = cast.say("statement", matter)
    await cast.done(world.freelancer.slash(world.room(), "dispute challenge", statement=statement))
    await world.pass_time(days=11)
    assert "Dormant" in world.card().text


async def administration(cast: Cast) -> None:
    """An admin sets the server up, blocks somebody, and erases what somebody wrote who has left (R4.6, R11.1)."""
    world, lobby, admin = cast.world, cast.world.lobby, cast.world.admin
    matter = Matter()
    quote = await cast.done(admin.slash(lobby, "config setup"))
    await cast.done(admin.click(quote, "Confirm"))
    leo = cast.join("leo")
    for blocked in (True, False):
        why = cast.say("admin_reason", matter)
        await cast.done(admin.slash(lobby, "config block", member=leo, blocked=blocked, reason=why))
    world.sandbox.leave(world.guild, leo)
    quote = await cast.done(admin.slash(lobby, "config erase", member=leo, reason=cast.say("admin_reason", matter)))
    await cast.done(admin.click(quote, "Confirm"))


async def time_story(world: World) -> Cast:
    """Requests, proposals and cases that are left alone; what admins do; and at last a role that all need is gone."""
    cast = Cast(world)
    await requests(cast)
    await proposal(cast)
    await dormancy(cast)
    await administration(cast)
    world.sandbox.delete_role(world.guild, world.roles["cashier"], by=world.admin)
    await world.settled()
    return cast
