"""A case from filing to each of its ends, with the money at every end."""

from bot.domain.case_state import OfferState
from bot.domain.deadlines import DAY_MS, DeadlineKind
from bot.domain.stages import Outcome, Stage
from bot.services.commands import (
    AddExhibit,
    Challenge,
    ClaimCase,
    Escalate,
    GiveIn,
    MakeOffer,
    PayFee,
    ReleaseMilestone,
    Rule,
    WithdrawCase,
)
from bot.services.ports import NoticeKind
from tests.services.world import FINDINGS, REASON, World, arbitrator, client, freelancer, moderator


async def test_r7_4_settlement_pays_both_shares_at_once(world: World) -> None:
    case_id = await world.negotiation()
    await world.do(freelancer, MakeOffer(case_id, "750.00"))
    await world.accept(client, case_id, 2)
    state = await world.state(case_id)
    assert (state.outcome, state.offers[1].state, state.offers[0].state) == (
        Outcome.SETTLED,
        OfferState.ACCEPTED,
        OfferState.VOID,
    )
    assert (await world.wallet(freelancer), await world.wallet(client)) == (85_000, 35_000)


async def test_r5_5_ruling_gives_the_winner_the_fee_back(world: World) -> None:
    case_id = await world.arbitration()
    await world.do(arbitrator, Rule(case_id, "600", FINDINGS))
    state = await world.state(case_id)
    assert (state.outcome, state.stage) == (Outcome.RULED, Stage.ENDED)
    # 1,000.00 in dispute costs 50.00 each; the freelancer got more and has theirs back.
    assert (await world.wallet(freelancer), await world.wallet(client)) == (70_000, 45_000)


async def test_r5_stage_1_silence_forfeits(world: World) -> None:
    case_id = await world.case()
    await world.deliver(case_id, DeadlineKind.RESPONSE, NoticeKind.OPENING)
    world.clock.advance(days=2)
    await world.keeper.sweep()
    await world.deliver(case_id, DeadlineKind.RESPONSE, NoticeKind.REMINDER)
    world.clock.advance(days=2, seconds=89)
    await world.keeper.sweep()
    assert (await world.state(case_id)).stage is Stage.RESPONSE
    world.clock.advance(seconds=1)
    await world.keeper.sweep()
    assert (await world.state(case_id)).outcome is Outcome.FORFEITED
    assert (await world.wallet(freelancer), await world.wallet(client)) == (10_000, 110_000)


async def test_r5_stage_3_unpaid_fee_forfeits_and_returns_the_payers_fee(world: World) -> None:
    case_id = await world.negotiation()
    await world.do(freelancer, PayFee(case_id))
    await world.deliver(case_id, DeadlineKind.FEE, NoticeKind.OPENING)
    await world.deliver(case_id, DeadlineKind.FEE, NoticeKind.REMINDER)
    world.clock.advance(milliseconds=7 * DAY_MS + 90_000)
    await world.keeper.sweep()
    assert (await world.state(case_id)).outcome is Outcome.FORFEITED
    assert (await world.wallet(freelancer), await world.wallet(client)) == (110_000, 10_000)


async def test_r5_6_withdrawal_lifts_the_lock_and_moves_nothing_else(world: World) -> None:
    case_id = await world.negotiation()
    await world.do(client, WithdrawCase(case_id))
    assert (await world.state(case_id)).outcome is Outcome.WITHDRAWN
    receipt = await world.do(client, ReleaseMilestone(1))
    assert receipt.facts["amount_minor"] == 100_000


async def test_r5_7_giving_in_before_arbitration_returns_the_deposits(world: World) -> None:
    case_id = await world.negotiation()
    await world.do(freelancer, PayFee(case_id))
    await world.do(client, GiveIn(case_id))
    assert (await world.state(case_id)).outcome is Outcome.CONCEDED
    assert (await world.wallet(freelancer), await world.wallet(client)) == (110_000, 10_000)


async def test_r5_8_escalation_waives_the_fees(world: World) -> None:
    case_id = await world.negotiation()
    await world.do(freelancer, PayFee(case_id))
    await world.do(moderator, Escalate(case_id, "They are talking in circles."))
    state = await world.state(case_id)
    # Who has answered was reached, whatever was delivered.
    assert (state.stage, state.escalated, state.never_reached) == (Stage.ARBITRATION, True, ())
    assert await world.wallet(freelancer) == 10_000


async def test_r5_8_escalation_names_who_was_never_reached(world: World) -> None:
    unheard, heard, spoke = await world.case(), await later(world), await later(world)
    await world.deliver(heard, DeadlineKind.RESPONSE, NoticeKind.OPENING)
    await world.do(freelancer, AddExhibit(spoke, "I have delivered."))
    for case_id, never_reached in ((unheard, (freelancer.member_id,)), (heard, ()), (spoke, ())):
        await world.do(moderator, Escalate(case_id, "No answer comes."))
        assert (await world.state(case_id)).never_reached == never_reached
        await world.do(arbitrator, ClaimCase(case_id))
        world.clock.advance(days=4)
        await world.keeper.sweep()
        await world.do(arbitrator, Rule(case_id, "600", FINDINGS))
        ruling = (await world.state(case_id)).ruling
        assert ruling is not None
        assert ruling.never_reached == never_reached


async def later(world: World) -> int:
    """One more case, after the filing cooldown."""
    world.clock.advance(minutes=1)
    return await world.case()


async def test_r8_1_evidence_and_r5_1_challenge_keep_their_words(world: World) -> None:
    case_id = await world.case()
    await world.do(client, AddExhibit(case_id, "The brief that we agreed on.", "https://example.org/brief"))
    await world.do(freelancer, Challenge(case_id, REASON, "900"))
    view = await world.queries.case(freelancer.member, case_id)
    assert view.texts[view.state.exhibits[0].description.text_id] == "The brief that we agreed on."
    assert [offer.freelancer_minor for offer in view.state.open_offers()] == [20_000, 90_000]
