"""R7.3: accept against withdraw, supersede, expiry, deadline and escalation; one commits, the others are told."""

from dataclasses import dataclass

from bot.domain.case_state import OfferState
from bot.domain.deadlines import DeadlineKind
from bot.domain.errors import CaseEnded, OfferNotOpen, Refusal, WrongStage
from bot.domain.stages import Outcome, Stage
from bot.services.commands import (
    AcceptOffer,
    Command,
    DeclineOffer,
    Escalate,
    MakeOffer,
    PayFee,
    WithdrawCase,
    WithdrawOffer,
)
from bot.services.ports import NoticeKind
from tests.services.races import doing, in_every_order, race
from tests.services.world import GUILD, Keeper, World, client, freelancer, moderator

SETTLED = (85_000, 35_000)
"""The wallets of freelancer and client after a settlement on 750.00 of 1,000.00."""


@dataclass
class OfferRace:
    """A case in negotiation on which the freelancer's offer of 750.00, number 2, is open."""

    world: World
    case_id: int

    async def wallets(self) -> tuple[int, int]:
        """What freelancer and client have free."""
        return await self.world.wallet(freelancer), await self.world.wallet(client)

    async def is_settled(self) -> bool:
        """Whether the acceptance came first: then the money has moved, once; else none has."""
        state = await self.world.state(self.case_id)
        settled = state.outcome is Outcome.SETTLED
        if settled:
            assert await self.wallets() == SETTLED
            assert state.offers[1].state is OfferState.ACCEPTED
        return settled


async def offered(world: World, **options: str) -> OfferRace:
    """The race is set up."""
    case_id = await world.negotiation()
    await world.do(freelancer, MakeOffer(case_id, "750", **options))
    return OfferRace(world, case_id)


def told(refusal: Refusal, *kinds: type[Refusal]) -> Refusal:
    """The refusal says what came first."""
    assert isinstance(refusal, kinds), refusal
    return refusal


async def accept_against(world: World, order: int, command: type[Command], *arguments: str) -> None:
    """The acceptance of an offer against what its author does with it."""
    one = await offered(world)
    result = await race(
        order,
        doing(world, client, AcceptOffer(one.case_id, 2)),
        doing(world, freelancer, command(one.case_id, *arguments)),
    )
    lost = result.the_loser()
    if await one.is_settled():
        assert result.winners == [0]
        assert told(lost, CaseEnded).outcome == "settled"
    else:
        assert result.winners == [1]
        became = "withdrawn" if command is WithdrawOffer else "superseded"
        assert told(lost, OfferNotOpen).state == became
        assert await one.wallets() == (10_000, 10_000)


@in_every_order
async def test_r7_3_accept_against_withdraw(world: World, order: int) -> None:
    await accept_against(world, order, WithdrawOffer)


@in_every_order
async def test_r7_3_accept_against_supersede(world: World, order: int) -> None:
    await accept_against(world, order, MakeOffer, "800")


@in_every_order
async def test_r7_3_accept_against_decline_and_escalation_and_withdrawal(world: World, order: int) -> None:
    one = await offered(world)
    result = await race(
        order,
        doing(world, client, AcceptOffer(one.case_id, 2)),
        doing(world, moderator, Escalate(one.case_id, "They talk in circles.")),
        doing(world, client, DeclineOffer(one.case_id, 2)),
        doing(world, client, WithdrawCase(one.case_id)),
    )
    state = await world.state(one.case_id)
    if await one.is_settled():
        assert 0 in result.winners
    elif state.outcome is Outcome.WITHDRAWN:
        assert 3 in result.winners
        assert 0 not in result.winners
    else:
        assert state.stage is Stage.ARBITRATION
        assert not {0, 3} & set(result.winners)
    for refusal in result.refusals:
        told(refusal, CaseEnded, WrongStage, OfferNotOpen)
    # The case is over or sent to arbitration by exactly one; declining may have come before.
    assert len(set(result.winners) - {2}) == 1


@in_every_order
async def test_r7_3_a_double_click_settles_once(world: World, order: int) -> None:
    one = await offered(world)
    result = await race(order, *[doing(world, client, AcceptOffer(one.case_id, 2))] * 4)
    assert len(result.winners) == 1
    assert {told(refusal, CaseEnded).outcome for refusal in result.refusals} == {"settled"}
    assert await one.is_settled()


@in_every_order
async def test_r7_3_both_accept_each_others_offers(world: World, order: int) -> None:
    one = await offered(world)
    result = await race(
        order,
        doing(world, client, AcceptOffer(one.case_id, 2)),
        doing(world, freelancer, AcceptOffer(one.case_id, 1)),
    )
    assert told(result.the_loser(), CaseEnded).outcome == "settled"
    expected = SETTLED if result.winners == [0] else (30_000, 90_000)
    assert await one.wallets() == expected


@in_every_order
async def test_r7_3_accept_against_expiry(world: World, order: int) -> None:
    one = await offered(world, expires="2h")
    clicked_at_ms = world.clock.now_ms() + 2 * 3_600_000
    world.clock.advance(hours=2, seconds=90)
    # Clicked within the last second, handled when the keeper comes by.
    accept = doing(world, client, AcceptOffer(one.case_id, 2), at_ms=clicked_at_ms)
    result = await race(order, accept, world.keeper.sweep)
    state = await world.state(one.case_id)
    if await one.is_settled():
        assert result.refusals == []
    else:
        assert state.offers[1].state is OfferState.EXPIRED
        assert told(result.the_loser(), OfferNotOpen).state == "expired"
        assert await one.wallets() == (10_000, 10_000)


async def at_due_time(world: World, kind: DeadlineKind, case_id: int) -> int:
    """Notices were delivered, and the deadline may lapse now; the answer is when it was due."""
    await world.deliver(case_id, kind, NoticeKind.OPENING)
    await world.deliver(case_id, kind, NoticeKind.REMINDER)
    due_at_ms = (await world.state(case_id)).alive_deadlines(kind)[0].due_at_ms
    world.clock.set(due_at_ms + 90_000)
    return due_at_ms


@in_every_order
async def test_r9_2_the_last_click_against_the_response_deadline(world: World, order: int) -> None:
    case_id = await world.case()
    due_at_ms = await at_due_time(world, DeadlineKind.RESPONSE, case_id)
    accept = doing(world, freelancer, AcceptOffer(case_id, 1), at_ms=due_at_ms)
    result = await race(order, accept, world.keeper.sweep)
    state = await world.state(case_id)
    wallets = await world.wallet(freelancer), await world.wallet(client)
    if state.outcome is Outcome.SETTLED:
        assert wallets == (30_000, 90_000)
        assert result.refusals == []
    else:
        assert state.outcome is Outcome.FORFEITED
        assert wallets == (10_000, 110_000)
        assert told(result.the_loser(), CaseEnded).outcome == "forfeited"


@in_every_order
async def test_r9_2_the_last_payment_against_the_fee_deadline(world: World, order: int) -> None:
    case_id = await world.negotiation()
    await world.do(freelancer, PayFee(case_id))
    due_at_ms = await at_due_time(world, DeadlineKind.FEE, case_id)
    result = await race(order, doing(world, client, PayFee(case_id), at_ms=due_at_ms), world.keeper.sweep)
    state = await world.state(case_id)
    wallets = await world.wallet(freelancer), await world.wallet(client)
    if state.stage is Stage.ARBITRATION:
        assert wallets == (5_000, 5_000)
        assert result.refusals == []
    else:
        assert state.outcome is Outcome.FORFEITED
        assert wallets == (110_000, 10_000)
        assert told(result.the_loser(), CaseEnded).outcome == "forfeited"


@in_every_order
async def test_r9_1_two_keepers_let_one_deadline_lapse_once(world: World, order: int) -> None:
    case_id = await world.case()
    others = [await another_keeper(world) for _ in range(3)]
    await at_due_time(world, DeadlineKind.RESPONSE, case_id)
    result = await race(order, world.keeper.sweep, *(keeper.sweep for keeper in others))
    assert sorted(str(handled) for handled in result.outcomes) == ["0", "0", "0", "1"]
    assert await world.wallet(client) == 110_000


async def another_keeper(world: World) -> Keeper:
    """A second process on the same database, connected while the first one's notes were fresh."""
    await world.keeper.note_alive()
    keeper = Keeper(world.storage, world.clock, lambda: None, outage_after_ms=60_000)
    await keeper.guild_up(GUILD)
    return keeper
