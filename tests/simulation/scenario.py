"""How a simulated server begins: its settings, its money, and a case that has come some way already."""

from typing import Final

from bot.domain.actors import StaffRole
from bot.domain.rulebook import Preset
from bot.services import commands as c
from bot.services.commands import Command
from bot.services.receipts import Receipt
from bot.services.use_cases import USE_CASES
from tests.services.world import ARBITRATOR, FINDINGS, MODERATOR, REASON, ROLE_IDS
from tests.simulation.asks import Ask
from tests.simulation.happenings import HAPPENINGS
from tests.simulation.making import TITLES, typed
from tests.simulation.people import BOSS, PEOPLE, TRADERS, Dice
from tests.simulation.play import Simulation

NEVER_LEFT_OUT: Final = frozenset({c.OpenCase, c.SetRole})

_WINDOWS: Final = (
    c.SetWindow("response_freelancer", "5h"),
    c.SetWindow("response_client", "2d"),
    c.SetWindow("min_negotiation", "1h"),
    c.SetWindow("dormancy", "20d"),
    c.SetWindow("dormancy", "2d"),
    c.SetWindow("fee", "1d"),
    c.SetWindow("cashier", "2d"),
    c.SetWindow("closing", "0"),
    c.SetWindow("closing", "1h"),
    c.SetWindow("closing_escalated", "2h"),
    c.SetWindow("answer", "1h"),
    c.SetWindow("ruling", "1d"),
    c.SetFee(refund="none"),
    c.SetFee(refund="proportional"),
    c.SetFee(cap="off"),
    c.SetFee(rate="33.33", minimum="0.01"),
    c.SetLimit("refile", "0"),
    c.SetLimit("small_splits", "1"),
    c.SetReminders("half, 1h"),
    c.SetRooms("channel"),
)


async def begin(simulation: Simulation, dice: Dice) -> None:
    """Set the server up, give people money, and open a case now and then."""
    rig = simulation.rig
    await rig.open()
    for role, role_id in ROLE_IDS.items():
        await _do(simulation, BOSS, c.SetRole(role.value, role_id))
    await rig.up()
    if dice.chance(50):
        for currency, minimum in (("JPY", "500"), ("KWD", "1.500")):
            await _do(simulation, BOSS, c.SetCurrency(currency, "add"))
            await _do(simulation, BOSS, c.SetFee(currency, minimum=minimum))
    await _do(simulation, BOSS, c.SetLimit("filing_cooldown", dice.one(["0", "1m"])))
    for command in dice.some(_WINDOWS, 20):
        await _do(simulation, BOSS, command)
    simulation.outside.tells_of_members = dice.chance(80)
    # Leaving things out lets others happen: where nobody challenges, silence has its effect.
    simulation.never = frozenset(dice.some(tuple(USE_CASES), dice.one([0, 15, 40]))) - NEVER_LEFT_OUT
    simulation.never_happens = frozenset(item.__name__ for item in dice.some(HAPPENINGS, dice.one([0, 30, 70])))
    amounts = {currency: dice.one([3_00, 900_00, 9_000_00]) for currency in ("USD", "JPY", "KWD")}
    await rig.give(amounts, *TRADERS)
    for currency, minor in amounts.items():
        simulation.abroad_minor[currency] += minor * len(TRADERS)
    await simulation.refresh()
    for _ in range(dice.between(0, 2)):
        await business(simulation, dice)


async def business(simulation: Simulation, dice: Dice) -> None:
    """Two people deal with each other, and may already disagree."""
    await simulation.be_up()
    if any(role not in simulation.view.settings.role_ids for role in StaffRole if role is not StaffRole.ADMIN):
        return
    client, freelancer = _pair(dice)
    preset = dice.one(tuple(Preset))
    await _do(simulation, BOSS, c.SetRulebook(preset.value))
    minor = dice.one([1, 99, 40_00, 50_00, 50_01, 333_33, 1_000_00])
    await simulation.rig.give({"USD": minor + 1_000_00}, client, freelancer)
    simulation.abroad_minor["USD"] += 2 * (minor + 1_000_00)
    made = await _do(simulation, client, c.CreateMilestone(freelancer, typed(minor, "USD"), dice.one(TITLES)))
    if made is None:
        return
    milestone_id = made.facts["milestone_id"]
    assert isinstance(milestone_id, int)
    claimant = dice.one([client, freelancer])
    if preset is Preset.SAFEPAY:
        asks = dice.one([c.RequestRelease, c.RequestReturn])
        await _do(simulation, freelancer if asks is c.RequestRelease else client, asks(milestone_id))
    if dice.chance(25):
        return
    ask = Ask(PEOPLE[claimant], c.OpenCase, milestone=simulation.view.milestones[milestone_id])
    filed = await _do(simulation, claimant, ask.made(simulation.view, dice))
    if filed is None or filed.case_id is None or not simulation.view.cases[filed.case_id].state.is_open:
        return
    await _go_on(simulation, filed.case_id, preset, dice)


async def _go_on(simulation: Simulation, case_id: int, preset: Preset, dice: Dice) -> None:
    """The case comes as far as the dice say."""
    state = simulation.view.cases[case_id].state
    steps: list[tuple[int, Command]] = []
    if preset is Preset.MILESTONE:
        payers = [state.claimant_id, state.respondent_id]
        first = dice.one(payers)
        steps = [
            (state.respondent_id, c.Challenge(case_id, REASON)),
            (first, c.PayFee(case_id)),
            (state.other(first), c.PayFee(case_id)),
        ]
        if dice.chance(15):
            steps = [*steps[: dice.between(0, 2)], (MODERATOR, c.Escalate(case_id, "They never answer."))]
    steps += [
        (ARBITRATOR, c.ClaimCase(case_id)),
        (state.claimant_id, c.Rest(case_id)),
        (state.respondent_id, c.Rest(case_id)),
        (ARBITRATOR, c.Rule(case_id, typed(dice.amount(state.disputed_minor, 0), state.currency), FINDINGS)),
    ]
    for member_id, command in steps[: dice.between(0, len(steps) - 1)]:
        if await _do(simulation, member_id, command) is None:
            return


def _pair(dice: Dice) -> tuple[int, int]:
    client = dice.one(TRADERS)
    return client, dice.one([trader for trader in TRADERS if trader != client])


async def _do(simulation: Simulation, member_id: int, command: Command) -> Receipt | None:
    """The person does it, if they can."""
    if not simulation.can_act(member_id):
        return None
    result = await simulation.run(PEOPLE[member_id], command)
    return result if isinstance(result, Receipt) else None
