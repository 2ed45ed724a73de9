"""A story of staff around cases whose offers are hidden from arbitrators: who sees what of them (R7.5, R10)."""

from bot.sandbox import Permission, Person
from tests.acceptance.cast import Cast, Matter, number_in
from tests.acceptance.stories import confirmed
from tests.acceptance.world import World


async def offered(cast: Cast) -> Matter:
    """A case with offers of both sides, which only they and moderators may see."""
    world, client, freelancer = cast.world, cast.world.client, cast.world.freelancer
    matter = Matter(parties=frozenset({client, freelancer}))
    await cast.fund(client, "1,000")
    made = await client.slash(
        world.lobby,
        "milestone create",
        freelancer=freelancer,
        amount="1,000",
        title=cast.word("title", matter),
        terms=cast.say("terms", matter),
        confirm=True,
    )
    offer, reason = cast.marked("hidden_offer", matter, "231.13"), cast.say("reason", matter)
    opened = client.slash(
        world.lobby, "dispute open", milestone=number_in(made, "M"), offer=offer, reason=reason, confirm=True
    )
    await cast.done(opened)
    statement = cast.say("statement", matter)
    await cast.done(freelancer.slash(world.room(), "dispute challenge", statement=statement))
    for person, amount in ((freelancer, "841.48"), (client, "372.73"), (freelancer, "751.57")):
        given = {"amount": cast.marked("hidden_offer", matter, amount), "note": cast.say("hidden_note", matter)}
        await cast.done(person.slash(world.room(), "offer make", expires="2d", confirm=True, **given))
    reason = cast.say("hidden_note", matter)
    await cast.done(client.slash(world.room(), "offer decline", number=4, reason=reason))
    return matter


async def given_up(cast: Cast, matter: Matter) -> None:
    """An arbitrator is given the case, and gives it up."""
    moderator, arbitrator, lobby = cast.world.moderator, cast.world.arbitrator, cast.world.lobby
    await cast.done(moderator.slash(lobby, "case note", text=cast.say("staff_note", matter), case="1"))
    reason = cast.say("staff_reason", matter)
    quote = await moderator.slash(lobby, "case escalate", reason=reason, case="1")
    await cast.done(confirmed(moderator, quote))
    matter.was_open_to_arbitrators = True
    await cast.done(moderator.slash(lobby, "case assign", member=arbitrator, case="1"))
    matter.arbitrators.add(arbitrator)
    await cast.done(arbitrator.slash(lobby, "case note", text=cast.say("staff_note", matter), case="1"))
    await cast.done(arbitrator.slash(lobby, "case recuse", reason=cast.say("recuse_reason", matter), case="1"))


async def out_of_office(cast: Cast, matter: Matter) -> None:
    """The next one loses the role, and the one after that is late."""
    world = cast.world
    await cast.done(cast.mick.slash(world.lobby, "case assign", member=cast.aaron, case="1"))
    matter.arbitrators.add(cast.aaron)
    world.sandbox.remove_role(world.guild, cast.aaron, world.roles["arbitrator"])
    await world.settled()
    await cast.done(cast.fay.slash(world.lobby, "case claim", case="1"))
    matter.arbitrators.add(cast.fay)
    await world.pass_time(days=11)


async def guest(cast: Cast, person: Person, matter: Matter) -> None:
    """Somebody is let into the room by hand, and taken out by a moderator."""
    world = cast.world
    world.sandbox.set_overwrite(world.room(), person, allow=Permission.VIEW_CHANNEL)
    reason = cast.say("staff_reason", matter)
    await cast.done(world.moderator.slash(world.lobby, "case remove", member=person, reason=reason, case="1"))


async def staff_story(world: World) -> Cast:
    """What moderators and arbitrators do around a case, and a room that is closed before its time."""
    cast = Cast(world)
    await cast.done(world.admin.slash(world.lobby, "config switch", name="offers_hidden", on=True))
    matter = await offered(cast)
    await given_up(cast, matter)
    await out_of_office(cast, matter)
    # Whoever is let in by hand sees the room: a moderator may, with or without.
    await guest(cast, cast.mick, matter)
    world.clock.advance(minutes=2)
    await world.case()
    await cast.done(world.client.slash(world.room(), "dispute give-in", confirm=True))
    await cast.done(world.moderator.slash(world.lobby, "case close-room", case="2"))
    return cast
