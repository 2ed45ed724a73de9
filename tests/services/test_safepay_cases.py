"""R6: cases under `safepay`, from the request to the ruling, through the use cases."""

import pytest

from bot.domain.deadlines import DAY_MS, DeadlineKind
from bot.domain.errors import NothingFree, RequestNeeded, TooEarly, WholeBalance, WrongStage
from bot.domain.stages import Outcome, Stage
from bot.services.commands import (
    AcceptOffer,
    AddExhibit,
    AnswerExtension,
    AnswerRequest,
    Challenge,
    ClaimCase,
    CreateMilestone,
    Escalate,
    Extend,
    HandedFile,
    OpenCase,
    PayFee,
    RequestRelease,
    Rest,
    Rule,
    SetLimit,
    SetRulebook,
    WithdrawCase,
)
from tests.services.refusals import Attempt, refuse
from tests.services.world import (
    ARBITRATOR,
    FINDINGS,
    FREELANCER,
    GUILD,
    REASON,
    World,
    admin,
    arbitrator,
    client,
    freelancer,
    moderator,
)

MARGIN_MS = 90_000
FILING = OpenCase(1, "800", REASON)


async def requested(world: World, *amounts: str) -> None:
    """Under `safepay` a project of milestones with these amounts; the freelancer has asked for all of the first."""
    await world.do(admin, SetRulebook("safepay"))
    await world.do(admin, SetLimit("filing_cooldown", "0"))
    for amount in amounts:
        await world.give(amount, client)
        await world.do(client, CreateMilestone(FREELANCER, amount, "A part", project="Site"))
    await world.do(freelancer, RequestRelease(1))


async def filed(world: World, *amounts: str, offer: str = "800") -> int:
    await requested(world, *(amounts or ("1,000.00",)))
    case_id = (await world.do(freelancer, OpenCase(1, offer, REASON))).case_id
    assert case_id is not None
    return case_id


async def sweep_at(world: World, at_ms: int) -> None:
    world.clock.set(at_ms)
    await world.keeper.sweep()


async def test_r6_1_a_case_needs_a_request_that_is_active_or_was_declined(world: World) -> None:
    await world.do(admin, SetRulebook("safepay"))
    await world.milestone()
    needed = RequestNeeded(milestone_id=1)
    await refuse(world, Attempt("R6.1", client, FILING, needed), Attempt("R6.1", freelancer, FILING, needed))
    await world.do(freelancer, RequestRelease(1, "300"))
    await world.do(client, AnswerRequest(1, approve=True))
    await refuse(world, Attempt("R6.1 approved", freelancer, OpenCase(1, "300", REASON), needed))
    await world.do(freelancer, RequestRelease(1, "300"))
    await world.do(client, AnswerRequest(1, approve=False))
    assert (await world.do(client, OpenCase(1, "300", REASON))).case_id == 1


async def test_r6_2_all_of_the_projects_balance_and_no_part_of_it(world: World) -> None:
    await requested(world, "40", "1,000")
    await refuse(
        world,
        Attempt("R6.2", freelancer, OpenCase(1, "800", REASON, amount="100"), WholeBalance("amount")),
        Attempt("R6.2", freelancer, OpenCase(1, "800", REASON, more_milestones="M-2"), WholeBalance("more_milestones")),
    )
    case_id = (await world.do(freelancer, FILING)).case_id
    assert case_id is not None
    state = await world.state(case_id)
    # 5 % of 1,040.00 are 52.00: the oldest milestone's 40.00 and 12.00 of the next.
    assert (state.charged_minor, state.disputed_minor) == (5_200, 98_800)
    assert [(lock.milestone_id, lock.amount_minor) for lock in state.locks] == [(2, 98_800)]
    assert (await world.audit.run()).accounts[str(GUILD)]["fees"] == {"USD": 5_200}
    gone = NothingFree(milestone_id=1, locked_minor=0, currency="USD")
    await refuse(world, Attempt("R3.3", client, OpenCase(1, "5", REASON), gone))
    closed = await world.told("request_closed")
    assert [item.payload["facts"]["request_state"] for item in closed] == ["in_case"]


@pytest.mark.parametrize(("amount", "claimant", "respondent"), [("50", 2_500, 2_500), ("9.99", 499, 500)])
async def test_r6_2_a_small_balance_is_split_at_once_and_the_odd_unit_is_the_respondents(
    world: World, amount: str, claimant: int, respondent: int
) -> None:
    case_id = await filed(world, amount, offer="1")
    state = await world.state(case_id)
    assert (state.outcome, state.stage, state.charged_minor) == (Outcome.SPLIT, Stage.ENDED, 0)
    assert (await world.wallet(freelancer), await world.wallet(client)) == (claimant, respondent)
    assert {item.payload["member_id"] for item in await world.told("ended_split")} == set(state.parties)
    assert not any(item.target.startswith("room:") for item in await world.told("ended_split"))


async def test_r6_2_a_split_takes_no_evidence_and_is_not_refused_for_it(world: World) -> None:
    await requested(world, "50")
    photo: HandedFile = {"sha256": "0" * 64, "size_bytes": 1, "media_type": "image/png", "name": "photo.png"}
    case_id = (await world.do(freelancer, OpenCase(1, "40", REASON, evidence=[photo]))).case_id
    assert case_id is not None
    state = await world.state(case_id)
    assert (state.outcome, state.exhibits) == (Outcome.SPLIT, [])


async def test_r6_2_the_third_small_case_within_90_days_is_arbitrated_without_a_fee(world: World) -> None:
    await requested(world, "20")
    outcomes: list[Outcome | None] = []
    for number in (1, 2, 3, 4):
        case_id = (await world.do(freelancer, OpenCase(number, "10", REASON))).case_id
        assert case_id is not None
        state = await world.state(case_id)
        outcomes.append(state.outcome)
        assert state.charged_minor == 0
        world.clock.advance(days=89 if number == 3 else 1)
        await world.give("20", client)
        await world.do(client, CreateMilestone(FREELANCER, "20", "A part", project=f"Site {number}"))
        await world.do(freelancer, RequestRelease(number + 1))
    assert outcomes == [Outcome.SPLIT, Outcome.SPLIT, None, Outcome.SPLIT]


async def test_r6_3_r6_4_straight_to_arbitration_without_withdrawal_fee_or_escalation(world: World) -> None:
    case_id = await filed(world)
    state = await world.state(case_id)
    assert (state.stage, state.disputed_minor, state.charged_minor) == (Stage.ARBITRATION, 95_000, 5_000)
    assert await world.due_at_ms(case_id, DeadlineKind.RULING) == world.clock.now_ms() + 7 * DAY_MS

    def wrong(command: str) -> WrongStage:
        return WrongStage(case_id, command, "arbitration", ())

    await refuse(
        world,
        Attempt("R6.3", freelancer, WithdrawCase(case_id), wrong("withdraw_case")),
        Attempt("R6.3", client, PayFee(case_id), wrong("pay_fee")),
        Attempt("R6.4", client, Challenge(case_id, REASON), wrong("challenge")),
        Attempt("R6.4", moderator, Escalate(case_id, "Urgent."), wrong("escalate")),
    )


async def test_r6_4_evidence_comes_until_the_ruling_and_is_late_after_3_days(world: World) -> None:
    case_id = await filed(world)
    await world.do(arbitrator, ClaimCase(case_id))
    sure_ms = await world.due_at_ms(case_id, DeadlineKind.CLOSING)
    assert sure_ms == world.clock.now_ms() + 3 * DAY_MS
    early = TooEarly(case_id=case_id, what="rule", from_ms=sure_ms)
    await refuse(world, Attempt("R6.4", arbitrator, Rule(case_id, "600", FINDINGS), early))
    assert (await world.do(client, AddExhibit(case_id, "The brief."), at_ms=sure_ms)).facts["is_late"] is False
    await sweep_at(world, sure_ms + MARGIN_MS)
    assert (await world.do(client, AddExhibit(case_id, "A letter."))).facts["is_late"] is True
    await world.do(arbitrator, Rule(case_id, "600", FINDINGS))
    assert (await world.wallet(freelancer), await world.wallet(client)) == (60_000, 35_000)


async def test_r6_4_the_claimants_opening_offer_stands_as_an_offer(world: World) -> None:
    case_id = await filed(world)
    await world.do(client, AcceptOffer(case_id, 1))
    state = await world.state(case_id)
    assert (state.outcome, state.charged_minor) == (Outcome.SETTLED, 5_000)
    assert (await world.wallet(freelancer), await world.wallet(client)) == (80_000, 15_000)


async def test_r6_4_r9_7_more_time_for_evidence_than_the_ruling_has_ends_all_the_same(world: World) -> None:
    case_id = await filed(world)
    await world.do(arbitrator, ClaimCase(case_id))
    await world.do(client, Extend(case_id, "10d"))
    await world.do(freelancer, AnswerExtension(case_id, agree=True))
    sure_ms = await world.due_at_ms(case_id, DeadlineKind.CLOSING)
    await sweep_at(world, await world.due_at_ms(case_id, DeadlineKind.RULING) + MARGIN_MS)
    await sweep_at(world, sure_ms + MARGIN_MS)
    state = await world.state(case_id)
    # Nobody could rule before, so nobody was late (R10.4): the arbitrator has all the time from the end of evidence.
    (ruling,) = state.alive_deadlines()
    assert (state.evidence_closed_at_ms, ruling.starts_at_ms, state.arbitrator_id) == (sure_ms, sure_ms, ARBITRATOR)
    assert await world.told("ruling_late") == []
    (closed,) = await world.told("evidence_closed")
    assert closed.payload["facts"]["due_at_ms"] == ruling.due_at_ms == sure_ms + 7 * DAY_MS
    await world.do(arbitrator, Rule(case_id, "600", FINDINGS))


async def test_r6_4_when_both_rest_the_arbitrator_need_not_wait(world: World) -> None:
    case_id = await filed(world)
    await world.do(arbitrator, ClaimCase(case_id))
    for party in (client, freelancer):
        await world.do(party, Rest(case_id))
    await world.do(arbitrator, Rule(case_id, "950", FINDINGS))
    assert await world.wallet(freelancer) == 95_000
