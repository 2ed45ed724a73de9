"""R3.4: what a request asks for, against its approval, its lapse by silence, and a case that takes the milestone."""

from bot.domain.deadlines import SECOND_MS
from bot.domain.errors import NoActiveRequest, NothingFree
from bot.domain.milestone_state import RequestState
from bot.services.commands import AnswerRequest, OpenCase, RequestRelease, SetRulebook
from bot.services.ports import NoticeKind, RequestDelivery
from bot.services.request_clocks import RequestClocks
from tests.services.races import doing, in_every_order, race
from tests.services.world import CLIENT, GUILD, REASON, World, admin, client, freelancer


async def notices_reach_the_client(world: World, milestone_id: int) -> None:
    """The request's opening notice and a reminder, in time."""
    clocks = RequestClocks(world.storage, world.clock)
    for notice in NoticeKind:
        await clocks.delivered(
            RequestDelivery(GUILD, milestone_id, 1, CLIENT, notice, world.clock.now_ms(), message_id=1)
        )


@in_every_order
async def test_r3_4_filing_approving_and_silence_at_once_have_one_outcome(world: World, order: int) -> None:
    await world.do(admin, SetRulebook("safepay"))
    number = await world.milestone()
    await world.do(freelancer, RequestRelease(number))
    await notices_reach_the_client(world, number)
    async with world.storage.read() as uow:
        milestone = await uow.milestones.get(GUILD, number)
    assert milestone is not None
    due_at_ms = milestone.state.deadlines[1].due_at_ms
    world.clock.set(due_at_ms + 90 * SECOND_MS)
    result = await race(
        order,
        doing(world, client, OpenCase(number, "0", REASON)),
        doing(world, client, AnswerRequest(number, approve=True), at_ms=due_at_ms),
        world.keeper.sweep,
    )
    async with world.storage.read() as uow:
        milestone = await uow.milestones.get(GUILD, number)
    assert milestone is not None
    (request,) = milestone.state.requests
    filed, approved = (place in result.winners for place in (0, 1))
    assert (
        request.state
        is {
            (True, False): RequestState.IN_CASE,
            (False, True): RequestState.APPROVED,
            (False, False): RequestState.CARRIED_OUT,
        }[filed, approved]
    )
    assert {type(refusal) for refusal in result.refusals} <= {NothingFree, NoActiveRequest}
    assert await world.wallet(freelancer) == (0 if filed else 100_000)
    assert milestone.state.locked_minor == (95_000 if filed else 0)
