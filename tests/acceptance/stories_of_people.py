"""Stories of people who come, go and change office, for the tests of who sees what."""

from bot.sandbox import Person
from tests.acceptance.audiences import Eye
from tests.acceptance.cast import Cast, Matter
from tests.acceptance.stories_of_money import filed
from tests.acceptance.world import World


async def unreachable(cast: Cast) -> None:
    """A party who has left and takes no direct messages: staff are told instead (R9.4, R12.2)."""
    world = cast.world
    world.freelancer.close_dms()
    world.sandbox.leave(world.guild, world.freelancer)
    await filed(cast, "301.10")
    await world.pass_time(days=5)
    world.freelancer.open_dms()
    world.sandbox.join(world.guild, world.freelancer)
    await world.settled()


async def kept_away(cast: Cast) -> None:
    """A party is timed out, freed, and kicked; a moderator lets the clock run again (R9.9)."""
    world, freelancer = cast.world, cast.world.freelancer
    await filed(cast, "302.20")
    world.sandbox.timeout(world.guild, freelancer, seconds=3_600, by=world.admin)
    await world.settled()
    world.sandbox.timeout(world.guild, freelancer, seconds=None, by=world.admin)
    await world.settled()
    world.sandbox.kick(world.guild, freelancer, by=world.admin)
    await world.settled()
    world.sandbox.join(world.guild, freelancer)
    await world.settled()
    case = f"CASE-000{len(world.rooms())}"
    await cast.done(world.moderator.slash(world.lobby, "case resume", case=case))


async def rooms_lost(cast: Cast) -> None:
    """A room is deleted and made anew, and is then opened by hand to somebody else, who is no business of ours."""
    world = cast.world
    matter = await filed(cast, "303.30")
    old = world.room()
    world.sandbox.delete_channel(old, by=world.moderator)
    await world.eventually(lambda: world.room() is not old)
    await world.settled()
    statement = cast.say("statement", matter)
    await cast.done(world.freelancer.slash(world.room(), "dispute challenge", statement=statement))


async def other_moderators(cast: Cast) -> Person:
    """Another role moderates from now on: who has only the old one reads nothing new, in old rooms and in new ones."""
    world = cast.world
    await filed(cast, "304.40")
    nina = cast.join("nina")
    role = world.sandbox.create_role(world.guild, "Stewards")
    world.sandbox.add_role(world.guild, nina, role)
    await cast.done(world.admin.slash(world.lobby, "config role", kind="moderator", role=role))
    cast.eyes[Eye.MODERATOR].add(nina)
    parties = frozenset({world.client, world.freelancer})
    later = Matter(parties=parties, moderators=frozenset({nina}))
    statement = cast.say("statement", later)
    await cast.done(world.freelancer.slash(world.room(), "dispute challenge", statement=statement))
    await cast.done(world.client.slash(world.room(), "evidence add", description=cast.say("description", later)))
    return nina


async def people_story(world: World) -> Cast:
    """People leave, return, are kept away, and change office."""
    cast = Cast(world)
    await unreachable(cast)
    await kept_away(cast)
    await rooms_lost(cast)
    await other_moderators(cast)
    return cast
