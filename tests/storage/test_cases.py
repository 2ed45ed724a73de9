"""Cases come back as they were written, however far they went; races have one winner."""

import asyncio

import pytest
from sqlalchemy import event, text

from bot.domain.case import Case
from bot.domain.case_state import OfferState
from bot.domain.deadlines import SECOND_MS, DeadlineKind, DeadlineState
from bot.domain.errors import Busy, MilestoneInCase
from bot.domain.rulebook import MILESTONE
from bot.domain.stages import Outcome, Stage
from storage.engine import Database
from storage.errors import StorageError
from storage.unit_of_work import SqlStorage
from tests.storage.builders import (
    ARBITRATOR,
    CLIENT,
    FREELANCER,
    GUILD,
    OTHER_GUILD,
    START_MS,
    THIRD,
    apply,
    arbitrator,
    client,
    committed,
    decide,
    file_case,
    freelancer,
    fund,
    give_money,
    moderator,
    sealed,
)


async def step(storage, case_id, act, *, guild_id=GUILD):
    """One command in a transaction of its own, on the case as the database has it."""
    async with storage.write() as uow:
        case = await uow.cases.get(guild_id, case_id)
        decision = act(case)
        await decide(uow, case, decision)
        await uow.commit()
    return case


async def read_case(storage, case_id, *, guild_id=GUILD):
    async with storage.read() as uow:
        return await uow.cases.get(guild_id, case_id)


async def assert_as_written(storage, case):
    """What the tables hold, and what the events replay to, are both the case that was written."""
    state = case.state
    read = await read_case(storage, state.case_id, guild_id=state.guild_id)
    assert read.state == state
    async with storage.read() as uow:
        recorded = await uow.events.of_stream(state.guild_id, "case", state.case_id)
    assert Case.replay((item.event, item.at_ms) for item in recorded).state == state


async def test_a_new_case_comes_back(storage):
    case = await committed(storage, file_case)
    await assert_as_written(storage, case)
    async with storage.read() as uow:
        milestone = await uow.milestones.get(GUILD, 1)
    assert milestone.state.locked_by_case_id == case.state.case_id


async def test_every_step_to_a_ruling_comes_back(storage):
    case_id = (await committed(storage, file_case)).state.case_id
    async with storage.write() as uow:
        await give_money(uow, CLIENT, 50_000)
        await give_money(uow, FREELANCER, 50_000)
        await uow.commit()
    at = START_MS + 1000
    steps = [
        lambda case: case.make_offer(50_000, by=client, at_ms=at),
        lambda case: case.note_unanswered(at_ms=at),
        lambda case: case.challenge(sealed("statement", "I did all that was agreed."), by=freelancer, at_ms=at),
        lambda case: case.make_offer(90_000, by=freelancer, at_ms=at, note=sealed("note"), expires_seconds=7200),
        lambda case: case.make_offer(80_000, by=freelancer, at_ms=at, expires_seconds=7200),
        lambda case: case.decline_offer(2, by=freelancer, at_ms=at, reason=sealed("decline")),
        lambda case: case.add_exhibit(
            sealed("exhibit"), by=client, at_ms=at, link=sealed("l", "https://example.org/a")
        ),
        lambda case: case.add_exhibit(sealed("exhibit2"), by=freelancer, at_ms=at),
        lambda case: case.withdraw_exhibit("C-1", by=client, at_ms=at),
        lambda case: case.pay_fee(by=client, at_ms=at),
        lambda case: case.party_left(FREELANCER, at_ms=at),
        lambda case: case.hold_deadline(
            case.state.alive_deadlines(DeadlineKind.FEE)[0].deadline_id, "never_reached", at_ms=at
        ),
        lambda case: case.resume(by=moderator, at_ms=at + 500),
        lambda case: case.party_returned(FREELANCER, at_ms=at),
        lambda case: case.extend_after_outage(at, at + 7_200_000, at_ms=at + 7_200_000),
        lambda case: case.pay_fee(by=freelancer, at_ms=at + 1000),
        lambda case: case.rest(by=client, at_ms=at + 2000),
        lambda case: case.claim(by=arbitrator, at_ms=at + 2000),
        lambda case: case.rest(by=freelancer, at_ms=at + 3000),
        lambda case: case.room_remade(THIRD, at_ms=at + 3000),
        lambda case: case.rule(
            70_000, sealed("findings", "Because of this and that. " * 4), by=arbitrator, at_ms=at + 4000
        ),
    ]
    for act in steps:
        case = await step(storage, case_id, act)
        await assert_as_written(storage, case)
    assert case.state.outcome is Outcome.RULED
    assert case.state.ruling.arbitrator_id == ARBITRATOR
    assert {offer.state for offer in case.state.offers} == {
        OfferState.SUPERSEDED,
        OfferState.DECLINED,
        OfferState.VOID,
    }
    async with storage.read() as uow:
        balances = await uow.ledger.balances(GUILD)
        assert await uow.cases.open_cases(GUILD) == []
    # The fee is 5,000 each: the winner's comes back, the other's is earned.
    assert balances[f"member:{FREELANCER}"]["USD"] == 50_000 + 70_000
    assert balances[f"member:{CLIENT}"]["USD"] == 50_000 - 5_000 + 30_000
    assert balances["fees"]["USD"] == 5_000
    assert sum(account["USD"] for account in balances.values()) == 0


@pytest.mark.parametrize(
    ("act", "outcome"),
    [
        (lambda case: case.accept_offer(1, by=freelancer, at_ms=START_MS), Outcome.SETTLED),
        (lambda case: case.withdraw(by=client, at_ms=START_MS, reason=sealed("withdrawal")), Outcome.WITHDRAWN),
        (lambda case: case.give_in(by=freelancer, at_ms=START_MS), Outcome.CONCEDED),
        (lambda case: case.lapse(1, at_ms=START_MS + 10**10), Outcome.FORFEITED),
    ],
)
async def test_every_other_end_comes_back(storage, act, outcome):
    case_id = (await committed(storage, file_case)).state.case_id
    case = await step(storage, case_id, act)
    assert case.state.outcome is outcome
    await assert_as_written(storage, case)


async def test_an_escalated_case_comes_back(storage):
    case_id = (await committed(storage, file_case)).state.case_id
    reason = sealed("escalation", "A party could not be reached.")
    case = await step(
        storage, case_id, lambda case: case.escalate(reason, by=moderator, at_ms=START_MS, never_reached=(FREELANCER,))
    )
    assert case.state.stage is Stage.ARBITRATION
    assert case.state.never_reached == (FREELANCER,)
    await assert_as_written(storage, case)


async def test_look_ups_keep_guilds_and_people_apart(storage):
    first = await committed(storage, file_case)
    elsewhere = await committed(storage, file_case, guild_id=OTHER_GUILD)
    other_pair = await committed(storage, fund, client_id=THIRD)
    second = await committed(
        storage, file_case, milestone_id=other_pair.state.milestone_id, claimant_id=FREELANCER, at_ms=START_MS + 5000
    )
    ended = await step(storage, first.state.case_id, lambda case: case.accept_offer(1, by=freelancer, at_ms=START_MS))

    def states(cases):
        return [case.state for case in cases]

    async with storage.read() as uow:
        assert (await uow.cases.get(OTHER_GUILD, elsewhere.state.case_id)).state == elsewhere.state
        assert await uow.cases.get(OTHER_GUILD, second.state.case_id) is None
        assert states(await uow.cases.all(GUILD)) == [ended.state, second.state]
        assert states(await uow.cases.open_cases(GUILD)) == [second.state]
        assert states(await uow.cases.open_cases()) == [elsewhere.state, second.state]
        assert states(await uow.cases.of_party(GUILD, FREELANCER)) == [second.state, ended.state]
        assert states(await uow.cases.of_party(GUILD, THIRD)) == [second.state]
        assert states(await uow.cases.of_milestone(GUILD, 1)) == [ended.state]
        assert await uow.cases.opponents(GUILD, FREELANCER) == {THIRD}
        assert await uow.cases.opponents(GUILD, THIRD) == {FREELANCER}
        assert await uow.cases.opponents(GUILD, CLIENT) == set()
        assert await uow.cases.open_count(GUILD, FREELANCER) == 1
        assert await uow.cases.open_count(GUILD, CLIENT) == 0
        assert await uow.cases.last_filed_at_ms(GUILD, FREELANCER) == START_MS + 5000
        assert await uow.cases.last_filed_at_ms(GUILD, THIRD) is None
        milestones = [milestone.state.milestone_id for milestone in await uow.milestones.of_party(GUILD, FREELANCER)]
        assert milestones == [2, 1]
        assert len(await uow.milestones.all(GUILD)) == 2
        assert [project.project_id for project in await uow.projects.between(GUILD, THIRD, FREELANCER)] == [2]
        assert await uow.projects.get(GUILD, 3) is None
    assert await storage.guild_ids() == [GUILD, OTHER_GUILD]


async def test_one_open_case_per_milestone_raced(storage):
    """Eight filings at once on the same milestone: one is in, the others are told its number or to try again."""
    milestone_id = (await committed(storage, fund)).state.milestone_id

    async def file(claimant_id):
        async with storage.write() as uow:
            milestone = await uow.milestones.get(GUILD, milestone_id)
            if milestone.state.locked_by_case_id is not None:
                raise MilestoneInCase(milestone_id=milestone_id, case_id=milestone.state.locked_by_case_id)
            case = await file_case(uow, milestone_id=milestone_id, claimant_id=claimant_id)
            await uow.commit()
        return case.state.case_id

    results = await asyncio.gather(*(file((CLIENT, FREELANCER)[i % 2]) for i in range(8)), return_exceptions=True)
    winners = [result for result in results if isinstance(result, int)]
    losers = [result for result in results if isinstance(result, MilestoneInCase)]
    assert len(winners) == 1
    assert len(losers) == 7
    assert {error.case_id for error in losers} == set(winners)


async def test_the_database_itself_refuses_a_second_open_case_on_a_milestone(storage, database):
    milestone = await committed(storage, fund)
    await committed(storage, file_case, milestone_id=milestone.state.milestone_id)
    async with database.write() as transaction:
        await transaction.execute(text("UPDATE milestones SET locked_minor = 0, locked_by_case_id = NULL"))
        await transaction.commit()
    with pytest.raises(Busy):
        await committed(storage, file_case, milestone_id=milestone.state.milestone_id)


async def test_accepting_and_withdrawing_race_to_one_winner(storage):
    case_id = (await committed(storage, file_case)).state.case_id
    await step(
        storage,
        case_id,
        lambda case: case.challenge(sealed("s", "I did all that was agreed."), by=freelancer, at_ms=START_MS),
    )
    acts = [
        lambda case: case.accept_offer(1, by=freelancer, at_ms=START_MS),
        lambda case: case.withdraw_offer(by=client, at_ms=START_MS),
        lambda case: case.make_offer(45_000, by=client, at_ms=START_MS),
        lambda case: case.accept_offer(1, by=freelancer, at_ms=START_MS),
        lambda case: case.decline_offer(1, by=freelancer, at_ms=START_MS),
    ]
    results = await asyncio.gather(*(step(storage, case_id, act) for act in acts), return_exceptions=True)
    assert [type(result).__name__ for result in results].count("Case") in {1, 2}
    case = await read_case(storage, case_id)
    assert case.state.offers[0].state is not OfferState.OPEN
    await assert_as_written(storage, case)
    async with storage.read() as uow:
        balances = await uow.ledger.balances(GUILD)
    paid = case.state.offers[0].state is OfferState.ACCEPTED
    assert balances["escrow:1"]["USD"] == (0 if paid else 100_000)


async def test_a_case_that_another_transaction_changed_is_not_overwritten(storage, database):
    """A case read without a lock (a list) is saved by its version: the second writer is told to try again."""
    case_id = (await committed(storage, file_case)).state.case_id
    if database.dialect == "sqlite":
        # One writer at a time: the other must have changed it before this transaction began, by hand.
        async with storage.write() as uow:
            (case,) = await uow.cases.open_cases(GUILD)
            decision = case.give_in(by=freelancer, at_ms=START_MS)
            await uow.cases._transaction.execute(text("UPDATE cases SET version = version + 1"))
            with pytest.raises(Busy):
                await decide(uow, case, decision)
        return
    async with storage.write() as uow:
        (case,) = await uow.cases.open_cases(GUILD)
        decision = case.give_in(by=freelancer, at_ms=START_MS)
        await step(storage, case_id, lambda case: case.accept_offer(1, by=freelancer, at_ms=START_MS))
        with pytest.raises(Busy):
            await decide(uow, case, decision)


async def test_saving_what_was_not_read_is_a_fault(storage):
    case = await committed(storage, file_case)
    async with storage.write() as uow:
        with pytest.raises(StorageError):
            await uow.cases.save(case)


async def test_a_command_writes_only_the_rows_it_is_about(storage, database):
    case_id = (await committed(storage, file_case)).state.case_id
    written = []

    def note(_connection, _cursor, statement, *_rest):
        if statement.startswith(("UPDATE", "INSERT")):
            written.append(" ".join(statement.split()[:3]))

    event.listen(database.engines[0].sync_engine, "before_cursor_execute", note)
    await step(storage, case_id, lambda case: case.note_unanswered(at_ms=START_MS))
    event.remove(database.engines[0].sync_engine, "before_cursor_execute", note)
    assert written == ["UPDATE cases SET", "INSERT INTO events"]


async def test_two_saves_in_one_transaction(storage):
    case_id = (await committed(storage, file_case)).state.case_id
    async with storage.write() as uow:
        case = await uow.cases.get(GUILD, case_id)
        await decide(
            uow, case, case.challenge(sealed("s", "I did all that was agreed."), by=freelancer, at_ms=START_MS)
        )
        await decide(uow, case, case.make_offer(60_000, by=freelancer, at_ms=START_MS))
        await decide(uow, case, case.accept_offer(2, by=client, at_ms=START_MS))
        await uow.commit()
    await assert_as_written(storage, case)


async def test_milestones_come_back_and_keep_their_version(storage):
    milestone = await committed(storage, fund)
    async with storage.write() as uow:
        row = await uow.milestones.get(GUILD, 1)
        decision = row.release(30_000, by=client, at_ms=START_MS)
        await uow.milestones.save(row)
        await apply(uow, GUILD, "milestone", 1, decision)
        await uow.commit()
    async with storage.read() as uow:
        read = await uow.milestones.get(GUILD, 1)
        assert read.state == row.state
        recorded = await uow.events.of_stream(GUILD, "milestone", 1)
        assert type(milestone).replay((item.event, item.at_ms) for item in recorded).state == row.state
        assert await uow.milestones.get(OTHER_GUILD, 1) is None


async def test_clock_hands_follow_the_deadlines(storage):
    case = await committed(storage, file_case)
    case_id = case.state.case_id
    (deadline,) = case.state.alive_deadlines()
    margin_ms = MILESTONE.settle_margin_seconds * SECOND_MS
    half = (deadline.starts_at_ms + deadline.due_at_ms) // 2
    async with storage.write() as uow:
        assert await uow.deadlines.next_wake_ms() == half
        assert await uow.deadlines.due(half - 1, 10) == []
        assert await uow.deadlines.due(half, 10, {OTHER_GUILD}) == await uow.deadlines.due(half, 10, ()) == []
        assert await uow.deadlines.next_wake_ms({OTHER_GUILD}) is None
        assert await uow.deadlines.next_wake_ms({OTHER_GUILD, GUILD}) == half
        (due,) = await uow.deadlines.due(half, 10)
        assert (due.case_id, due.deadline_id, due.wake_at_ms) == (case_id, deadline.deadline_id, half)
        assert await uow.deadlines.get(GUILD, case_id, deadline.deadline_id) == due
        lapse_ms = deadline.due_at_ms + margin_ms
        await uow.deadlines.reminded(
            GUILD, case_id, deadline.deadline_id, until_ms=deadline.due_at_ms, wake_at_ms=lapse_ms
        )
        await uow.commit()
    async with storage.read() as uow:
        assert await uow.deadlines.next_wake_ms() == lapse_ms
        (due,) = await uow.deadlines.due(lapse_ms, 10)
        assert due.reminded_until_ms == deadline.due_at_ms
    # A clock that was moved wakes the worker anew, but reminders that were queued are not queued again.
    later_ms = deadline.due_at_ms + 86_400_000
    await step(storage, case_id, lambda case: case.move_deadline(1, later_ms, "outage", at_ms=START_MS))
    async with storage.read() as uow:
        assert await uow.deadlines.next_wake_ms() == later_ms - 3_600_000
    await step(storage, case_id, lambda case: case.hold_deadline(1, "never_reached", at_ms=START_MS))
    async with storage.read() as uow:
        assert await uow.deadlines.next_wake_ms() is None
        assert await uow.deadlines.get(GUILD, case_id, 1) is None
    case = await step(
        storage,
        case_id,
        lambda case: case.challenge(sealed("s", "I did all that was agreed."), by=freelancer, at_ms=START_MS),
    )
    assert case.state.deadlines[1].state is DeadlineState.MET
    async with storage.write() as uow:
        await uow.deadlines.reminded(GUILD, case_id, 1, until_ms=0, wake_at_ms=5)
        await uow.commit()
    async with storage.read() as uow:
        # The one that was met is left alone; what the challenge armed is another.
        assert [due.deadline_id for due in await uow.deadlines.due(10**15, 10)] == [2]


async def test_another_process_at_the_case_is_left_alone(test_databases):
    """PostgreSQL: the deadline's case is locked by another transaction, so this one looks again later."""
    url = await test_databases.migrated("postgresql")
    async with await Database.connect(url) as one, await Database.connect(url) as two:
        here, there = SqlStorage(one), SqlStorage(two)
        case = await committed(here, file_case)
        async with here.write() as uow, there.write() as other:
            assert await uow.deadlines.get(GUILD, case.state.case_id, 1) is not None
            assert await asyncio.wait_for(other.deadlines.get(GUILD, case.state.case_id, 1), 5) is None
        async with there.write() as other:
            assert await other.deadlines.get(GUILD, case.state.case_id, 1) is not None
    await test_databases.drop(url)


async def test_two_processes_fire_a_deadline_once(test_databases):
    url = await test_databases.migrated("postgresql")
    async with await Database.connect(url) as one, await Database.connect(url) as two:
        storages = [SqlStorage(one), SqlStorage(two)]
        case = await committed(storages[0], file_case)

        async def fire(storage):
            async with storage.write() as uow:
                if await uow.deadlines.get(GUILD, case.state.case_id, 1) is None:
                    return False
                row = await uow.cases.get(GUILD, case.state.case_id)
                await decide(uow, row, row.lapse(1, at_ms=START_MS + 10**9))
                await uow.commit()
            return True

        fired = await asyncio.gather(*(fire(storages[i % 2]) for i in range(10)))
        assert fired.count(True) == 1
        await assert_as_written(storages[0], await read_case(storages[1], case.state.case_id))
    await test_databases.drop(url)
