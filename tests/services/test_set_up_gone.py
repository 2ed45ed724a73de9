"""R9.11: while a staff role is gone, the clocks that need it stand, also those that begin meanwhile."""

from bot.domain.actors import StaffRole
from bot.domain.deadlines import DAY_MS, Deadline, DeadlineKind, HoldReason
from bot.services.commands import PayFee, SetRole
from bot.services.set_up_watch import SetUpWatch
from bot.services.standing import StandingClocks
from tests.services.world import GUILD, ROLE_IDS, World, admin, client, default_settings, freelancer


async def gone(world: World, *roles: StaffRole) -> list[str]:
    """Somebody deletes roles on the server."""
    watch = SetUpWatch(world.storage, default_settings, lambda: None)
    left = {role_id for role, role_id in ROLE_IDS.items() if role not in roles}
    return await watch.compare(GUILD, left, set[int](), world.clock.now_ms())


async def clock_of(world: World, case_id: int, kind: DeadlineKind) -> Deadline:
    return (await world.state(case_id)).alive_deadlines(kind)[0]


async def test_r9_11_a_fee_falls_due_for_nobody_while_no_cashier_can_bring_money_in(world: World) -> None:
    case_id = await world.negotiation()
    assert await gone(world, StaffRole.CASHIER) == ["role cashier"]
    await world.do(freelancer, PayFee(case_id))
    clock = await clock_of(world, case_id, DeadlineKind.FEE)
    assert (clock.is_running, clock.hold_reason) == (False, HoldReason.SET_UP)
    world.clock.advance(days=20)
    await world.keeper.sweep()
    assert (await world.state(case_id)).is_open
    await world.do(admin, SetRole("cashier", 799))
    assert (await clock_of(world, case_id, DeadlineKind.FEE)).due_at_ms == world.clock.now_ms() + 7 * DAY_MS
    await world.do(client, PayFee(case_id))


async def test_r9_11_each_clock_waits_for_its_own_role(world: World) -> None:
    fee = await world.negotiation()
    await world.do(freelancer, PayFee(fee))
    world.clock.advance(minutes=2)
    ruling = await world.arbitration()
    await gone(world, StaffRole.CASHIER, StaffRole.ARBITRATOR)
    for case_id, kind in ((fee, DeadlineKind.FEE), (ruling, DeadlineKind.RULING)):
        assert (await clock_of(world, case_id, kind)).hold_reason == HoldReason.SET_UP
    await world.do(admin, SetRole("arbitrator", 798))
    assert (await clock_of(world, ruling, DeadlineKind.RULING)).is_running
    assert not (await clock_of(world, fee, DeadlineKind.FEE)).is_running
    await world.do(admin, SetRole("cashier", 799))
    assert (await clock_of(world, fee, DeadlineKind.FEE)).is_running


async def test_r9_11_a_ruling_clock_that_begins_by_itself_stands_within_the_hour(world: World) -> None:
    standing = StandingClocks(world.storage, default_settings, world.clock, lambda: None)
    await standing.look()
    case_id = await world.negotiation()
    for person in (freelancer, client):
        await world.do(person, PayFee(case_id))
    await gone(world, StaffRole.ARBITRATOR)
    world.clock.advance(days=1, minutes=2)
    await world.keeper.sweep()
    assert (await clock_of(world, case_id, DeadlineKind.RULING)).is_running, "nobody has looked yet"
    await standing.look()
    assert (await clock_of(world, case_id, DeadlineKind.RULING)).hold_reason == HoldReason.SET_UP
    await world.do(admin, SetRole("arbitrator", 798))
    assert (await clock_of(world, case_id, DeadlineKind.RULING)).is_running
