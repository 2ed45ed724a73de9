"""R12.1, R10.3, R10.5: no party, no role, or an interest of one's own: refused, whatever is typed."""

from dataclasses import replace

import pytest

from bot.domain.actors import StaffRole
from bot.domain.errors import ConflictOfInterest, NoSuchCase, NotAParty, Refusal, StaffOnly
from bot.services.commands import (
    AcceptOffer,
    AddExhibit,
    Challenge,
    ClaimCase,
    Command,
    DeclineOffer,
    Escalate,
    GiveIn,
    MakeOffer,
    PayFee,
    Rest,
    Resume,
    Rule,
    WithdrawCase,
    WithdrawExhibit,
    WithdrawOffer,
)
from tests.services.refusals import Attempt, refuse
from tests.services.world import (
    FINDINGS,
    GUILD,
    REASON,
    ROLE_IDS,
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


def of_parties(case_id: int) -> list[Command]:
    """Everything that only parties may ask, well and badly typed."""
    return [
        Challenge(case_id, REASON, "300"),
        Challenge(case_id, "short", "many"),
        AcceptOffer(case_id, 1),
        AcceptOffer(case_id, 9),
        AcceptOffer(case_id),
        DeclineOffer(case_id, 1),
        DeclineOffer(case_id),
        MakeOffer(case_id, "300"),
        MakeOffer(case_id, "many", "x" * 400, "soon"),
        WithdrawOffer(case_id),
        WithdrawCase(case_id),
        GiveIn(case_id),
        PayFee(case_id),
        AddExhibit(case_id, "The brief.", "no link"),
        WithdrawExhibit(case_id, "C-1"),
        Rest(case_id),
    ]


def of_staff(case_id: int) -> list[tuple[Command, StaffRole]]:
    """Everything that asks for a role on a case, well and badly typed."""
    return [
        (ClaimCase(case_id), StaffRole.ARBITRATOR),
        (Rule(case_id, "600", FINDINGS), StaffRole.ARBITRATOR),
        (Rule(case_id, "some", ""), StaffRole.ARBITRATOR),
        (Escalate(case_id, "They talk in circles."), StaffRole.MODERATOR),
        (Escalate(case_id, ""), StaffRole.MODERATOR),
        (Resume(case_id), StaffRole.MODERATOR),
    ]


async def at_stage(world: World, stage: str) -> int:
    """A case in a stage."""
    if stage in {"case", "arbitration"}:
        return await getattr(world, stage)()
    case_id = await world.negotiation()
    if stage == "final_offers":
        await world.do(client, PayFee(case_id))
    if stage == "ended":
        await world.do(client, GiveIn(case_id))
    return case_id


@pytest.mark.parametrize("stage", ["case", "final_offers", "ended"])
async def test_r12_1_another_peoples_case_and_none_get_the_same_answer(world: World, stage: str) -> None:
    case_id = await at_stage(world, stage)
    attempts: list[Attempt] = []
    elsewhere = replace(client, guild_id=GUILD + 1)
    for number, people in ((case_id, (stranger, cashier, elsewhere)), (77, (stranger,))):
        for person in people:
            attempts += [Attempt("stranger", person, item, NoSuchCase(number)) for item in of_parties(number)]
            attempts += [Attempt("no role", person, item, StaffOnly(role.value)) for item, role in of_staff(number)]
    await refuse(world, *attempts)


@pytest.mark.parametrize("stage", ["case", "arbitration"])
async def test_r10_staff_do_only_what_is_theirs(world: World, stage: str) -> None:
    case_id = await at_stage(world, stage)
    attempts: list[Attempt] = []
    for person in (moderator, arbitrator, admin):
        is_seen = person is moderator or (person is arbitrator and stage == "arbitration")
        refusal = NotAParty(case_id) if is_seen else NoSuchCase(case_id)
        attempts += [Attempt("R12.1", person, item, refusal) for item in of_parties(case_id)]
        attempts += [Attempt("R12.1", person, item, NoSuchCase(77)) for item in of_parties(77)]
        for command, role in of_staff(case_id):
            if role is not person.role:
                attempts.append(Attempt("R10", person, command, StaffOnly(role.value)))
    await refuse(world, *attempts)


@pytest.mark.parametrize("stage", ["negotiation", "arbitration", "ended"])
async def test_r10_3_no_power_over_a_case_of_ones_own(world: World, stage: str) -> None:
    case_id = await at_stage(world, stage)
    conflict: Refusal = ConflictOfInterest(reason="party")
    await refuse(
        world,
        *(
            Attempt("R10.3", replace(party, role=role), command, conflict)
            for party in (client, freelancer)
            for command, role in of_staff(case_id)
        ),
    )


async def test_r10_5_a_role_is_what_the_configuration_says_now(world: World) -> None:
    case_id = await world.negotiation()
    other_role = Person(31, manage_server=True)
    await refuse(world, Attempt("R10.5", other_role, Escalate(case_id, "They talk."), StaffOnly("moderator")))
    lost = replace(moderator, role=None)
    await refuse(world, Attempt("R10.5", lost, Escalate(case_id, "They talk."), StaffOnly("moderator")))
    assert ROLE_IDS[StaffRole.MODERATOR] in moderator.member.role_ids
