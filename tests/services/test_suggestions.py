"""Autocomplete shows a number with a title and an amount, and only what the asker may see."""

from dataclasses import replace

import pytest

from bot.domain.actors import StaffRole
from bot.services.commands import AddExhibit, CreateMilestone, RequestDeposit, RequestWithdrawal, SetLimit
from bot.services.suggestions import LONGEST_LABEL, MOST, Suggestions
from tests.services.world import (
    FREELANCER,
    Person,
    World,
    admin,
    arbitrator,
    cashier,
    client,
    freelancer,
    moderator,
    stranger,
)


async def labels(world: World, person: Person, kind: str, typed: str = "", **options: object) -> list[str]:
    """What somebody is shown."""
    found = await Suggestions(world.queries).suggest(person.member, kind, typed, **options)
    return [item.label for item in found]


@pytest.fixture
async def busy(world: World) -> World:
    """A case in negotiation with an exhibit, a free milestone, and two wallet requests."""
    case_id = await world.negotiation()
    await world.do(client, AddExhibit(case_id, "The brief that we agreed on."))
    await world.give("200", client)
    await world.do(client, CreateMilestone(FREELANCER, "200", "A banner", project="Shop"))
    await world.do(client, RequestDeposit("7"))
    await world.do(freelancer, RequestWithdrawal("8"))
    return world


async def test_cases_are_shown_to_parties_and_staff_in_charge(busy: World) -> None:
    case = "CASE-0001 · A logo · 1,000.00 USD"
    for person in (client, freelancer, moderator):
        assert await labels(busy, person, "case") == [case]
        assert await labels(busy, person, "case", "logo") == [case]
        assert await labels(busy, person, "case", "banner") == []
    for person in (stranger, cashier, admin, arbitrator, replace(client, guild_id=1)):
        assert await labels(busy, person, "case") == []
    # Once, though a party of it is a moderator, too.
    assert await labels(busy, replace(client, role=StaffRole.MODERATOR), "case") == [case]


async def test_milestones_and_projects_are_ones_own(busy: World) -> None:
    for person in (client, freelancer):
        assert await labels(busy, person, "milestone") == [
            "M-2 · A banner · 200.00 USD",
            "M-1 · A logo · 1,000.00 USD",
        ]
        assert await labels(busy, person, "milestone", "m-1") == ["M-1 · A logo · 1,000.00 USD"]
        assert await labels(busy, person, "project") == ["A logo", "Shop"]
    for person in (stranger, moderator, cashier):
        assert await labels(busy, person, "milestone") == []
        assert await labels(busy, person, "project") == []


async def test_exhibits_are_those_of_a_case_that_one_may_see(busy: World) -> None:
    exhibit = ["C-1 · The brief that we agreed on."]
    for person in (client, freelancer, moderator):
        assert await labels(busy, person, "exhibit", case_typed="1") == exhibit
        assert await labels(busy, person, "exhibit", channel_id=5_001) == exhibit
        assert await labels(busy, person, "exhibit") == []
        assert await labels(busy, person, "exhibit", case_typed="nonsense") == []
    for person in (stranger, arbitrator, cashier):
        assert await labels(busy, person, "exhibit", case_typed="1") == []


async def test_requests_are_ones_own_and_all_that_wait_are_the_cashiers(busy: World) -> None:
    deposit, withdrawal = "W-1 · deposit · 7.00 USD", "W-2 · withdrawal · 8.00 USD"
    assert await labels(busy, client, "request") == [deposit]
    assert await labels(busy, freelancer, "request") == [withdrawal]
    assert await labels(busy, stranger, "request") == []
    assert await labels(busy, cashier, "pending_request") == [deposit, withdrawal]
    for person in (client, freelancer, moderator, admin, stranger):
        assert await labels(busy, person, "pending_request") == []
    assert await labels(busy, client, "tea") == []


async def test_at_most_25_lines_of_at_most_100_characters(world: World) -> None:
    await world.do(admin, SetLimit("open_cases", "100"))
    await world.give("100", client)
    for number in range(MOST + 2):
        await world.do(client, CreateMilestone(FREELANCER, "1", f"{number} " + "x" * 97))
    shown = await labels(world, client, "milestone")
    assert len(shown) == MOST
    assert {len(label) for label in shown} == {LONGEST_LABEL}
