"""Proposals and requests on milestones come back as they were written, with their clocks and notices."""

import asyncio
from dataclasses import replace

import pytest

from bot.domain.deadlines import SECOND_MS, Notices
from bot.domain.errors import Busy
from bot.domain.events import first_break
from bot.domain.milestone_state import MilestoneStage, RequestState
from bot.domain.milestones import Milestone
from bot.domain.rulebook import MILESTONE, SAFEPAY_FEE, Preset, Reminders
from bot.services.ports import NoticeKind, RequestDelivery
from storage.engine import Database
from storage.errors import StorageError
from storage.unit_of_work import SqlStorage
from tests.storage.builders import (
    CLIENT,
    FREELANCER,
    GUILD,
    OTHER_GUILD,
    START_MS,
    apply,
    client,
    committed,
    freelancer,
    fund,
    give_money,
    sealed,
)
from tests.storage.samples import propose

SAFEPAY = replace(MILESTONE, preset=Preset.SAFEPAY, fee=SAFEPAY_FEE)
MARGIN_MS = MILESTONE.settle_margin_seconds * SECOND_MS
AT = START_MS + 1000


async def step(storage, milestone_id, act):
    """One command in a transaction of its own, on the milestone as the database has it."""
    async with storage.write() as uow:
        milestone = await uow.milestones.get(GUILD, milestone_id)
        decision = act(milestone)
        await uow.milestones.save(milestone)
        await apply(uow, GUILD, "milestone", milestone_id, decision)
        await uow.commit()
    return milestone


async def assert_as_written(storage, milestone):
    state = milestone.state
    async with storage.read() as uow:
        assert (await uow.milestones.get(GUILD, state.milestone_id)).state == state
        recorded = await uow.events.of_stream(GUILD, "milestone", state.milestone_id)
    assert first_break(recorded) is None
    assert Milestone.replay((item.event, item.at_ms) for item in recorded).state == state


async def test_a_proposal_comes_back_and_is_funded(storage):
    milestone = await committed(storage, propose)
    assert (milestone.state.funded_minor, milestone.state.proposed_minor) == (0, 100_000)
    await assert_as_written(storage, milestone)
    await committed(storage, give_money, CLIENT, 100_000)
    funded = await step(storage, 1, lambda item: item.fund_proposal(by=client, at_ms=AT))
    assert funded.state.stage is MilestoneStage.FUNDED
    await assert_as_written(storage, funded)
    async with storage.read() as uow:
        assert await uow.ledger.balance_minor(GUILD, "escrow:1", "USD") == 100_000
        assert await uow.milestones.with_clocks(GUILD) == []


@pytest.mark.parametrize(
    ("act", "stage"),
    [
        (lambda item: item.decline_proposal(by=client, at_ms=AT, reason=sealed("no")), MilestoneStage.DECLINED),
        (lambda item: item.cancel(by=freelancer, at_ms=AT), MilestoneStage.CANCELLED),
        (lambda item: item.lapse(1, at_ms=START_MS + 10**10), MilestoneStage.LAPSED),
    ],
)
async def test_a_proposal_that_comes_to_nothing_comes_back(storage, act, stage):
    await committed(storage, propose)
    milestone = await step(storage, 1, act)
    assert milestone.state.stage is stage
    await assert_as_written(storage, milestone)


async def test_every_request_comes_back(storage):
    await committed(storage, fund)
    steps = [
        lambda item: item.request("release", 30_000, SAFEPAY, by=freelancer, at_ms=AT, note=sealed("note")),
        lambda item: item.request("release", 20_000, MILESTONE, by=freelancer, at_ms=AT),
        lambda item: item.answer_request(approve=True, by=client, at_ms=AT),
        lambda item: item.request("return", 5_000, SAFEPAY, by=client, at_ms=AT),
        lambda item: item.answer_request(approve=False, by=freelancer, at_ms=AT, reason=sealed("no")),
        lambda item: item.request("return", 6_000, SAFEPAY, by=client, at_ms=AT),
        lambda item: item.cancel(by=client, at_ms=AT),
        lambda item: item.request("release", 7_000, SAFEPAY, by=freelancer, at_ms=AT),
        lambda item: item.hold_deadline(4, "never_reached", at_ms=AT),
        lambda item: item.party_reached(CLIENT, at_ms=AT + 5),
        lambda item: item.move_deadline(4, AT + 10**9, "late_reminder", at_ms=AT + 6),
        lambda item: item.lapse(4, at_ms=AT + 10**9),
        lambda item: item.request("release", None, SAFEPAY, by=freelancer, at_ms=AT + 10**9),
        lambda item: item.release(1, by=client, at_ms=AT + 10**9),
        lambda item: item.request("release", None, SAFEPAY, by=freelancer, at_ms=AT + 10**9),
        lambda item: item.lock(1, 10, at_ms=AT + 10**9, by=client),
    ]
    for act in steps:
        milestone = await step(storage, 1, act)
        await assert_as_written(storage, milestone)
    assert [request.state for request in milestone.state.requests] == [
        RequestState.REPLACED,
        RequestState.APPROVED,
        RequestState.DECLINED,
        RequestState.CANCELLED,
        RequestState.CARRIED_OUT,
        RequestState.SHORT,
        RequestState.IN_CASE,
    ]


async def test_the_database_itself_refuses_a_second_active_request(storage):
    await committed(storage, fund)
    await step(storage, 1, lambda item: item.request("release", 1, MILESTONE, by=freelancer, at_ms=AT))

    async def forged(uow):
        milestone = await uow.milestones.get(GUILD, 1)
        milestone.state.requests.append(replace(milestone.state.requests[0], number=2))
        await uow.milestones.save(milestone)

    with pytest.raises(Busy):
        await committed(storage, forged)


async def test_saving_what_was_not_read_is_a_fault(storage):
    milestone = await committed(storage, fund)
    with pytest.raises(StorageError):
        await committed(storage, lambda uow: uow.milestones.save(milestone))


async def test_approving_and_lapsing_race_to_one_winner(storage):
    await committed(storage, fund)
    await step(storage, 1, lambda item: item.request("release", 30_000, SAFEPAY, by=freelancer, at_ms=AT))
    due_ms = AT + SAFEPAY.windows.request * SECOND_MS
    acts = [
        lambda item: item.answer_request(approve=True, by=client, at_ms=AT),
        lambda item: item.lapse(1, at_ms=due_ms),
        lambda item: item.answer_request(approve=False, by=client, at_ms=AT),
    ]
    results = await asyncio.gather(*(step(storage, 1, act) for act in acts * 2), return_exceptions=True)
    assert [isinstance(result, Milestone) for result in results].count(True) == 1
    async with storage.read() as uow:
        milestone = await uow.milestones.get(GUILD, 1)
        paid_minor = await uow.ledger.balance_minor(GUILD, f"member:{FREELANCER}", "USD")
    await assert_as_written(storage, milestone)
    assert paid_minor == milestone.state.released_minor
    assert milestone.state.active_request is None


async def test_a_projects_milestones_are_found_by_currency(storage):
    first = await committed(storage, fund)
    await committed(storage, fund)
    async with storage.write() as uow:
        found = await uow.milestones.of_project(GUILD, first.state.project_id, "USD")
        assert [item.state for item in found] == [first.state]
        assert await uow.milestones.of_project(GUILD, first.state.project_id, "EUR") == []
        assert await uow.milestones.of_project(OTHER_GUILD, first.state.project_id, "USD") == []
        # Found in a list, it may be saved.
        decision = found[0].release(1, by=client, at_ms=AT)
        await uow.milestones.save(found[0])
        await apply(uow, GUILD, "milestone", first.state.milestone_id, decision)
        await uow.commit()
    await assert_as_written(storage, found[0])


async def test_clock_hands_follow_requests_and_proposals(storage):
    await committed(storage, propose)
    await committed(storage, fund)
    rulebook = replace(SAFEPAY, settle_margin_seconds=5, reminders=Reminders(before_seconds=(60,)))
    request = await step(storage, 2, lambda item: item.request("release", 9, rulebook, by=freelancer, at_ms=AT))
    (deadline,) = request.state.alive_deadlines()
    half_ms = (deadline.starts_at_ms + deadline.due_at_ms) // 2
    proposal_ms = START_MS + MILESTONE.windows.proposal * SECOND_MS + MARGIN_MS
    async with storage.write() as uow:
        clocks = uow.request_clocks
        assert [item.state.milestone_id for item in await uow.milestones.with_clocks(GUILD)] == [1, 2]
        assert await uow.milestones.with_clocks(OTHER_GUILD) == []
        assert await clocks.next_wake_ms() == await clocks.next_wake_ms({GUILD}) == half_ms
        assert await clocks.next_wake_ms({OTHER_GUILD}) is None
        assert await clocks.due(half_ms - 1, 10) == await clocks.due(half_ms, 10, ()) == []
        (due,) = await clocks.due(half_ms, 10)
        assert (due.milestone_id, due.deadline_id, due.wake_at_ms) == (2, 1, half_ms)
        assert await clocks.get(GUILD, 2, 1) == due
        assert await clocks.get(GUILD, 3, 1) is None
        # A proposal's lapse costs nobody: there are no reminders of it.
        assert [item.milestone_id for item in await clocks.due(proposal_ms, 10)] == [2, 1]
        assert (await clocks.get(GUILD, 1, 1)).wake_at_ms == proposal_ms
        await clocks.reminded(GUILD, 2, 1, until_ms=half_ms, wake_at_ms=deadline.due_at_ms - 60_000)
        assert (await clocks.get(GUILD, 2, 1)).reminded_until_ms == half_ms
        # The worker's clocks of cases are others.
        assert await uow.deadlines.due(10**15, 10) == []
        await uow.commit()
    await step(storage, 2, lambda item: item.answer_request(approve=True, by=client, at_ms=AT))
    async with storage.write() as uow:
        assert await uow.request_clocks.get(GUILD, 2, 1) is None
        await uow.request_clocks.reminded(GUILD, 2, 1, until_ms=0, wake_at_ms=5)
        await uow.commit()
    async with storage.read() as uow:
        assert await uow.request_clocks.next_wake_ms() == proposal_ms


async def test_another_process_at_the_milestone_is_left_alone(test_databases):
    url = await test_databases.migrated("postgresql")
    async with await Database.connect(url) as one, await Database.connect(url) as two:
        here, there = SqlStorage(one), SqlStorage(two)
        await committed(here, propose)
        async with here.write() as uow, there.write() as other:
            assert await uow.request_clocks.get(GUILD, 1, 1) is not None
            assert await asyncio.wait_for(other.request_clocks.get(GUILD, 1, 1), 5) is None
    await test_databases.drop(url)


async def test_notices_of_requests_are_judged_from_deliveries(storage):
    await committed(storage, propose)

    def delivery(notice, at_ms, message_id, member_id=CLIENT, deadline_id=1):
        return RequestDelivery(GUILD, 1, deadline_id, member_id, notice, at_ms, message_id)

    async def notices(since_ms=0):
        async with storage.read() as uow:
            return await uow.request_clocks.notices(GUILD, 1, 1, CLIENT, since_ms=since_ms)

    assert await notices() == Notices(None, None)
    for item in (
        delivery(NoticeKind.OPENING, 200, 1),
        delivery(NoticeKind.OPENING, 100, 2),
        delivery(NoticeKind.OPENING, 100, 2),
        delivery(NoticeKind.OPENING, 5, 3, member_id=FREELANCER),
        delivery(NoticeKind.REMINDER, 7, 4, deadline_id=2),
        delivery(NoticeKind.REMINDER, 300, 5),
        delivery(NoticeKind.REMINDER, 400, 6),
    ):
        await committed(storage, lambda uow, item=item: uow.request_clocks.add_delivery(item))
    assert await notices() == Notices(100, 300)
    assert await notices(since_ms=301) == Notices(100, 400)
    assert await notices(since_ms=401) == Notices(100, None)
