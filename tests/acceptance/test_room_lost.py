"""R9.4, R10.7: the bot finds out in time that it can't post in a room, and whose room it is."""

from bot.domain.stages import Stage
from bot.sandbox import Permission
from tests.acceptance.world import World


async def test_r9_4_a_bot_shut_out_after_all_reminders_forfeits_nobody(world: World, expected_faults: set[str]) -> None:
    expected_faults.add("outbox_given_up")
    await world.case()
    for days, hours, minutes in ((2, 0, 0), (1, 0, 0), (0, 23, 30)):
        await world.pass_time(days=days, hours=hours, minutes=minutes)
    role = next(role for role in world.guild.roles.values() if role.bot_user_id is not None)
    world.sandbox.set_role_permissions(world.guild, role, 0)
    world.sandbox.set_overwrite(world.room(), world.sandbox.bot, deny=Permission.VIEW_CHANNEL)
    await world.pass_time(minutes=31)
    await world.pass_time(minutes=10)
    async with world.app.storage.read() as uow:
        case = await uow.cases.get(world.guild.id, 1)
    assert case is not None
    assert case.state.stage is Stage.RESPONSE
    (deadline,) = case.state.alive_deadlines()
    assert (deadline.is_running, deadline.hold_reason) == (False, "room_unreachable")


async def test_r10_7_a_room_is_for_the_moderator_role_of_today(world: World) -> None:
    await world.case()
    room = world.room()
    assert world.moderator in world.can_see(room)
    role = world.sandbox.create_role(world.guild, "New moderators")
    newcomer = world.sandbox.create_person("nora")
    world.sandbox.join(world.guild, newcomer, roles=[role])
    await world.guild.owner.slash(world.lobby, "config role", kind="moderator", role=role)
    await world.settled()
    assert newcomer.can(room, Permission.VIEW_CHANNEL)
    assert world.moderator not in world.can_see(room)
