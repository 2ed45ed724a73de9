"""What happens beside commands: people come and go, rooms are lost, the bot is down, clocks jump, two act at once."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from bot.domain.actors import StaffRole
from bot.domain.deadlines import FORFEITING
from bot.domain.errors import Busy, Refusal
from bot.services.ports import Request
from bot.services.receipts import Receipt
from tests.services.world import GUILD, MODERATOR, ROLE_IDS
from tests.simulation.asks import Ask
from tests.simulation.fairness import Span, end
from tests.simulation.people import PEOPLE, TRADERS, Dice
from tests.simulation.play import Simulation
from tests.simulation.rig import DAY_MS, HOUR_MS, SECOND_MS

MINUTE_MS: Final = 60 * SECOND_MS
_SHORT: Final = (0, 1, SECOND_MS, 30 * SECOND_MS, MINUTE_MS, 10 * MINUTE_MS)
_LONG: Final = (HOUR_MS, 5 * HOUR_MS, 12 * HOUR_MS, DAY_MS, 3 * DAY_MS, 8 * DAY_MS, 21 * DAY_MS)
_DOWN: Final = (SECOND_MS, 59 * SECOND_MS, 61 * SECOND_MS, 20 * MINUTE_MS, 2 * HOUR_MS, 2 * DAY_MS, 5 * DAY_MS)
_LONGEST_SILENCE: Final = 6
_AROUND_DUE: Final = (
    -DAY_MS - 1,
    -HOUR_MS - 1,
    -SECOND_MS,
    0,
    SECOND_MS,
    89_999,
    90_000,
    91_000,
    HOUR_MS,
)


async def wait(simulation: Simulation, dice: Dice) -> None:
    """Some time passes."""
    milliseconds = dice.one(_SHORT) if dice.chance(40) else dice.one(_LONG)
    simulation.tell(f"{milliseconds / HOUR_MS:.2f} h pass")
    await simulation.pass_time(milliseconds, dice)


async def wait_until_due(simulation: Simulation, dice: Dice) -> None:
    """Time passes to just before, at, or just after some clock is due."""
    clocks = _running_clocks(simulation)
    if not clocks:
        await wait(simulation, dice)
        return
    stream, number, deadline_id = dice.one(clocks)
    deadline = simulation.deadline(stream, number, deadline_id)
    offset_ms = dice.one(_AROUND_DUE)
    away_ms = deadline.due_at_ms + offset_ms - simulation.rig.clock.now_ms()
    simulation.tell(f"until {offset_ms} ms after {deadline.kind.value} of {stream} {number} is due")
    await simulation.pass_time(max(away_ms, 0), dice)


async def keep_silent(simulation: Simulation, dice: Dice) -> None:
    """Nobody does anything until some clock has run out, though it be moved again and again."""
    await simulation.be_up()
    clocks = _running_clocks(simulation)
    if not clocks:
        await wait(simulation, dice)
        return
    kinds = sorted({simulation.deadline(*clock).kind for clock in clocks})
    costly = [kind for kind in kinds if kind in FORFEITING]
    kind = dice.one(costly if costly and dice.chance(60) else kinds)
    clock = dice.one([clock for clock in clocks if simulation.deadline(*clock).kind is kind])
    simulation.tell(f"nobody does anything about {simulation.deadline(*clock).kind.value} of {clock[0]} {clock[1]}")
    for _ in range(_LONGEST_SILENCE):
        deadline = simulation.deadline(*clock)
        if not deadline.is_running:
            return
        away_ms = deadline.due_at_ms + dice.one((90_000, 91_000, HOUR_MS)) - simulation.rig.clock.now_ms()
        await simulation.pass_time(max(away_ms, MINUTE_MS), dice)


def _running_clocks(simulation: Simulation) -> list[tuple[str, int, int]]:
    """Clocks that run, of cases and milestones."""
    view = simulation.view
    owners = [("case", number, case.state.alive_deadlines()) for number, case in view.cases.items()]
    owners += [("milestone", number, item.state.alive_deadlines()) for number, item in view.milestones.items()]
    return [
        (stream, number, deadline.deadline_id)
        for stream, number, deadlines in owners
        for deadline in deadlines
        if deadline.is_running
    ]


async def stand_still(simulation: Simulation, dice: Dice) -> None:
    """The process doesn't run for a while, though the gateway's session outlives it."""
    await simulation.be_up()
    milliseconds = dice.one(_DOWN)
    simulation.tell(f"the process stands still for {milliseconds / SECOND_MS} s")
    simulation.begin_outage()
    simulation.rig.clock.advance(milliseconds=milliseconds)
    if milliseconds > simulation.rig.keeper.outage_after_ms:
        await simulation.stood_still()
    simulation.end_outage()
    await simulation.sweep()


async def lose_the_gateway(simulation: Simulation, dice: Dice) -> None:
    """The session is lost; the process lives and sweeps, but nothing may lapse here."""
    await simulation.be_up()
    simulation.tell("the gateway is lost")
    await simulation.go_down()
    simulation.begin_outage()
    await simulation.pass_time(dice.one(_DOWN), dice)
    if dice.chance(70):
        await simulation.be_up()


async def die_and_live_again(simulation: Simulation, dice: Dice) -> None:
    """The process ends, by kill -9 or politely, and another begins sooner or later."""
    politely = dice.chance(40)
    simulation.tell(f"the process ends {'politely' if politely else 'by kill -9'}")
    if simulation.rig.is_up:
        # Notes of being alive are written all the time.
        await simulation.look_at_clocks_and_note()
        if politely:
            await simulation.go_down()
    simulation.begin_outage()
    simulation.rig.restart()
    simulation.rig.clock.advance(milliseconds=dice.one((0, *_DOWN)))
    if simulation.rig.skew_ms and dice.chance(80):
        simulation.tell("the host's clock is set right meanwhile")
        simulation.rig.jump(-simulation.rig.skew_ms)
    simulation.witness.restarted(simulation.rig.true_ms, simulation.rig.skew_ms)
    if dice.chance(30):
        await simulation.sweep()
    await simulation.be_up()


async def set_the_hosts_clock(simulation: Simulation, dice: Dice) -> None:
    """The host's clock jumps, or is set right again."""
    rig = simulation.rig
    by_ms = dice.one(
        (20 * SECOND_MS, -20 * SECOND_MS, 2 * MINUTE_MS, -2 * MINUTE_MS, 3 * HOUR_MS, 2 * DAY_MS, -HOUR_MS)
    )
    if rig.skew_ms and dice.chance(80):
        by_ms = -rig.skew_ms
    simulation.tell(f"the host's clock jumps by {by_ms / SECOND_MS} s")
    simulation.witness.jumped(rig.true_ms, by_ms)
    rig.jump(by_ms)
    if dice.chance(50):
        await simulation.pass_time(dice.one((SECOND_MS, MINUTE_MS, 6 * MINUTE_MS, HOUR_MS)), dice)


async def people_come_and_go(simulation: Simulation, dice: Dice) -> None:
    """A trader leaves, is kicked, banned, timed out or freed, comes back, or opens or closes their direct messages."""
    outside, witness = simulation.outside, simulation.witness
    member_id, true_ms = dice.one(TRADERS), simulation.rig.true_ms
    if member_id in outside.gone:
        simulation.tell(f"{PEOPLE[member_id]} comes back")
        outside.gone.pop(member_id)
        await _hear(simulation, member_id, "back")
        return
    what = dice.one(["leave", "kick", "ban", "time out", "time out", "free", "free", "direct", "direct"])
    simulation.tell(f"{PEOPLE[member_id]}: {what}")
    match what:
        case "direct":
            outside.closed ^= {member_id}
        case "time out":
            until_ms = true_ms + dice.one((MINUTE_MS, HOUR_MS, DAY_MS, 7 * DAY_MS, 28 * DAY_MS))
            end(witness.time_outs[member_id], true_ms)
            witness.time_outs[member_id].append(Span(true_ms, until_ms))
            outside.timed_out_until[member_id] = until_ms
        case "free":
            end(witness.time_outs[member_id], true_ms)
            outside.timed_out_until.pop(member_id, None)
        case _:
            outside.gone[member_id] = what
    await _hear(simulation, member_id, what)


async def _hear(simulation: Simulation, member_id: int, what: str) -> None:
    """The bot is told, if it is connected and may hear of members; else it finds out when it looks."""
    people, host_ms, witness = simulation.rig.people, simulation.rig.clock.now_ms(), simulation.witness
    if what == "direct" or not (simulation.rig.is_up and simulation.outside.tells_of_members):
        return
    if not await people.concern(GUILD, member_id):
        return
    match what:
        case "back":
            witness.returns[member_id].append(simulation.rig.true_ms)
            await people.joined(GUILD, member_id, host_ms)
        case "time out":
            until_ms = simulation.outside.timed_out_until[member_id]
            witness.known_timed_out(member_id, simulation.rig.true_ms, until_ms)
            await people.timed_out(GUILD, member_id, host_ms, until_ms)
        case "free":
            witness.known_free(member_id, simulation.rig.true_ms)
            await people.freed(GUILD, member_id, host_ms)
        case "leave":
            await people.left(GUILD, member_id, host_ms)
        case _:
            witness.removals[member_id].append(Span(simulation.rig.true_ms))
            await people.removed(GUILD, member_id, host_ms, banned=what == "ban", by_member_id=MODERATOR)


async def rooms_are_lost(simulation: Simulation, dice: Dice) -> None:
    """A room is deleted, closed to the bot or opened again; its card is deleted."""
    await simulation.be_up()
    outside, rooms, host_ms = simulation.outside, simulation.rig.rooms, simulation.rig.clock.now_ms()
    if not outside.channels:
        return
    case_id = dice.one(tuple(outside.channels))
    channel = outside.channels[case_id]
    what = dice.one(["delete", "delete unheard", "close", "open", "open", "card"])
    simulation.tell(f"the room of case {case_id}: {what}")
    match what:
        case "delete" | "delete unheard":
            del outside.channels[case_id]
            if what == "delete":
                await rooms.channel_deleted(GUILD, channel.channel_id, MODERATOR, host_ms)
        case "close" | "open":
            channel.is_postable = what == "open"
        case _:
            room = await simulation.rig.deliveries.room_of(GUILD, case_id)
            if room is not None:
                await rooms.card_lost(GUILD, channel.channel_id, room.card_message_id or 0)
                await simulation.rig.deliveries.card_posted(GUILD, case_id, simulation.rig.number())


async def something_else(simulation: Simulation, dice: Dice) -> None:
    """One of the things that happen in this run."""
    happening = dice.one([item for item in HAPPENINGS if item.__name__ not in simulation.never_happens] or [wait])
    await happening(simulation, dice)


async def people_talk(simulation: Simulation, dice: Dice) -> None:
    """Somebody says something in a room, changes it, or deletes it."""
    await simulation.be_up()
    rig = simulation.rig
    if not simulation.outside.channels:
        return
    case_id = dice.one(tuple(simulation.outside.channels))
    parties = simulation.view.cases[case_id].state.parties
    author_id, message_id = dice.one([*parties, MODERATOR]), rig.number()
    if not simulation.can_act(author_id):
        return
    simulation.tell(f"{PEOPLE[author_id]} speaks in the room of case {case_id}")
    channel_id = simulation.outside.channels[case_id].channel_id
    await rig.rooms.message(GUILD, channel_id, message_id, author_id, rig.true_ms, "Hello?", author_is_bot=False)
    if dice.chance(20):
        await rig.rooms.message_edited(GUILD, message_id, "Hello!", rig.true_ms)
    if dice.chance(20):
        await rig.rooms.message_deleted(GUILD, message_id, rig.true_ms)


async def the_weather_changes(simulation: Simulation, dice: Dice) -> None:
    """The relay becomes slow, faulty, or well again, and gets on with its work or not."""
    simulation.is_prompt = dice.chance(75)
    simulation.postman.fault_percent = dice.one([0, 0, 0, 15, 50])
    simulation.tell(
        f"the relay is {'prompt' if simulation.is_prompt else 'slow'}, {simulation.postman.fault_percent} % faults"
    )
    await simulation.deliver(dice)


async def a_role_is_deleted(simulation: Simulation, dice: Dice) -> None:
    """A role or channel that was set is gone from the server (R9.11)."""
    await simulation.be_up()
    roles, channels = set(simulation.view.settings.role_ids.values()), range(800, 810)
    gone = dice.some(tuple(sorted(roles)), 40)
    simulation.tell(f"gone from the server: {gone}")
    await simulation.rig.set_up.compare(GUILD, roles - set(gone), channels, simulation.rig.clock.now_ms())
    if ROLE_IDS[StaffRole.CASHIER] in gone:
        simulation.witness.no_cashier.append(Span(simulation.rig.true_ms))


async def an_arbitrator_loses_the_role(simulation: Simulation, dice: Dice) -> None:
    """And gets it back sooner or later: what they had is somebody else's to take (R10.2)."""
    await simulation.be_up()
    judges = [item.state.arbitrator_id for item in simulation.view.open_cases if item.state.arbitrator_id is not None]
    if judges:
        arbitrator_id = dice.one(judges)
        simulation.tell(f"{PEOPLE[arbitrator_id]} loses the role of arbitrators")
        await simulation.rig.people.has_roles(GUILD, arbitrator_id, (), simulation.rig.true_ms)


async def keep_house(simulation: Simulation, dice: Dice) -> None:
    """What goes after a while goes."""
    simulation.rig.clock.advance(milliseconds=HOUR_MS)
    await simulation.rig.retention.sweep()
    await simulation.sweep()


async def click(simulation: Simulation, dice: Dice) -> None:
    """Somebody clicks on a quote, maybe on somebody else's or long after; or throws it away."""
    await simulation.be_up()
    if not simulation.quotes:
        return
    place = dice.between(0, len(simulation.quotes) - 1)
    author, _, quote = simulation.quotes[place]
    if not simulation.can_act(author.member_id):
        return
    if dice.chance(80):
        await simulation.confirm(place, by=dice.one(tuple(PEOPLE.values())) if dice.chance(15) else None)
        return
    request = simulation.rig.request()
    await simulation.tried(
        f"{author}: cancels {quote.what}",
        request,
        lambda: simulation.rig.use_cases.cancel(author.member, quote.draft_id, request),
    )
    del simulation.quotes[place]


async def at_once(simulation: Simulation, dice: Dice) -> None:
    """Two act at the same moment, or one while the keeper comes by; or one interaction arrives twice (R7.3)."""
    await simulation.be_up()
    first = simulation.pick(dice)
    second = first if dice.chance(25) else _rival(simulation, first, dice)
    asks = [first, second]
    requests = [simulation.rig.request()] * 2 if first is second else [simulation.rig.request() for _ in asks]
    command = first.made(simulation.view, dice)
    commands = [command, command if first is second else second.made(simulation.view, dice)]
    simulation.tell(f"at once: {first.by} {commands[0]} and {second.by} {commands[1]}")
    acts: list[Callable[[], Awaitable[object]]] = [
        _running(simulation, ask, made, request) for ask, made, request in zip(asks, commands, requests, strict=True)
    ]
    if dice.chance(30):
        simulation.witness.looked(simulation.rig.true_ms, simulation.rig.skew_ms)
        acts.append(simulation.rig.keeper.sweep)
    for request in requests:
        simulation.heard(request)
    found = await asyncio.gather(*(act() for act in acts), return_exceptions=True)
    simulation.tell(f"at once: {found}")
    for outcome in found:
        if isinstance(outcome, BaseException) and not isinstance(outcome, Refusal):
            raise outcome
        assert not isinstance(outcome, Busy), "whoever lost a race is told what came first"
    if first is second:
        assert found[0] == found[1] or isinstance(found[0], Refusal) is isinstance(found[1], Refusal)
    for made, request, outcome in list(zip(commands, requests, found, strict=False))[: 1 if first is second else 2]:
        if isinstance(outcome, Receipt):
            simulation.came_of(made, request, outcome)
    await simulation.refresh()


def _rival(simulation: Simulation, first: Ask, dice: Dice) -> Ask:
    """Somebody whose wish may get in the way of the first one's."""
    for _ in range(8):
        second = simulation.pick(dice)
        same_case = first.case is not None and second.case is first.case
        if same_case or (first.milestone is not None and second.milestone is first.milestone):
            return second
    return simulation.pick(dice)


def _running(simulation: Simulation, ask: Ask, command: object, request: Request) -> Callable[[], Awaitable[object]]:
    async def run() -> object:
        return await simulation.rig.use_cases.run(ask.by.member, command, request)

    return run


HAPPENINGS: Final = (
    stand_still,
    lose_the_gateway,
    die_and_live_again,
    set_the_hosts_clock,
    people_come_and_go,
    people_come_and_go,
    rooms_are_lost,
    people_talk,
    the_weather_changes,
    a_role_is_deleted,
    an_arbitrator_loses_the_role,
    keep_house,
)
"""What happens beside what people ask for and time that passes."""
