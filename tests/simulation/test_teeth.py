"""A product that wrongs somebody is found out: without this the simulation would prove nothing."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.domain.deadlines import DAY_MS, Fire
from bot.services import commands as c
from bot.services import deadlines
from bot.services.receipts import Receipt
from storage.repositories.ledger import SqlLedgerRepository
from tests.databases import TestDatabases
from tests.services.world import CLIENT, FREELANCER, REASON, ROLE_IDS
from tests.simulation.people import BOSS, PEOPLE, Dice
from tests.simulation.play import Simulation


@pytest.fixture
async def simulation(test_databases: TestDatabases) -> AsyncIterator[Simulation]:
    """A server with a case that the freelancer must answer."""
    url = await test_databases.migrated("sqlite")
    made = Simulation(url, lambda _: None)
    await made.rig.open()
    for role, role_id in ROLE_IDS.items():
        await made.rig.use_cases.run(PEOPLE[BOSS].member, c.SetRole(role.value, role_id), made.rig.request())
    await made.rig.up()
    await made.rig.give({"USD": 500_00}, CLIENT)
    made.abroad_minor["USD"] = 500_00
    await made.refresh()
    for command in (c.CreateMilestone(FREELANCER, "300", "A logo"), c.OpenCase(1, "100", REASON)):
        assert isinstance(await made.run(PEOPLE[CLIENT], command), Receipt)
    yield made
    await made.rig.close()
    await test_databases.drop(url)


async def test_who_is_told_in_time_forfeits(simulation: Simulation) -> None:
    await simulation.pass_time(5 * DAY_MS, Dice(1))
    assert simulation.reached["fired response"] == 1
    await simulation.end()


async def test_a_judge_who_asks_for_no_notice_is_found_out(
    simulation: Simulation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deadlines, "judge_lapse", lambda *_: Fire())
    # Gone before the room was made, so that nothing ever reached them.
    simulation.outside.gone[FREELANCER] = "leave"
    with pytest.raises(AssertionError, match="opening notice"):
        await simulation.pass_time(5 * DAY_MS, Dice(1))


async def test_an_outage_that_is_not_given_back_is_found_out(
    simulation: Simulation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deadlines.DeadlineKeeper, "_extend_all", _nothing)
    await simulation.deliver(Dice(1))
    await simulation.rig.down()
    simulation.begin_outage()
    simulation.rig.clock.advance(days=1)
    await simulation.be_up()
    with pytest.raises(AssertionError, match="instead of"):
        await simulation.pass_time(5 * DAY_MS, Dice(1))


async def _nothing(*_: object) -> set[int]:
    return set()


async def test_a_refusal_that_leaves_something_behind_is_found_out(
    simulation: Simulation, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig, stranger = simulation.rig, PEOPLE[13]
    run = rig.use_cases.run

    async def careless(*arguments: Any) -> Any:
        await rig.give({"USD": 1}, CLIENT)
        return await run(*arguments)

    monkeypatch.setattr(rig.use_cases, "run", careless)
    with pytest.raises(AssertionError, match="something has changed"):
        await simulation.run(stranger, c.GiveIn(1))


async def test_money_that_is_booked_wrongly_is_found_out(
    simulation: Simulation, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = SqlLedgerRepository.balances

    async def mistaken(self: SqlLedgerRepository, guild_id: int) -> dict[str, dict[str, int]]:
        balances = await real(self, guild_id)
        balances["escrow:1"]["USD"] -= 1
        return balances

    monkeypatch.setattr(SqlLedgerRepository, "balances", mistaken)
    with pytest.raises(AssertionError):
        await simulation.run(PEOPLE[FREELANCER], c.AddExhibit(1, "The signed order."))
