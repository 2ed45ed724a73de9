"""What both rulebooks add to a case comes back as it was written: files, holds, extensions, questions, fees taken."""

from dataclasses import replace

from bot.domain.case import Case, Filing
from bot.domain.case_events import Lock
from bot.domain.deadlines import DeadlineKind, HoldReason
from bot.domain.rulebook import MILESTONE, SAFEPAY_FEE, Preset
from bot.domain.stages import Outcome, Stage
from tests.storage.builders import (
    CLIENT,
    CURRENCY,
    FREELANCER,
    GUILD,
    OTHER_GUILD,
    START_MS,
    THIRD,
    apply,
    arbitrator,
    client,
    committed,
    file_case,
    freelancer,
    fund,
    give_money,
    moderator,
    sealed,
)
from tests.storage.samples import sealed_file
from tests.storage.test_cases import assert_as_written, step

SAFEPAY = replace(MILESTONE, preset=Preset.SAFEPAY, fee=SAFEPAY_FEE, small_splits=1)
AT = START_MS + 1000


async def file_by_balance(uow, amounts_minor=(60_000, 40_000), *, fee_minor=5_000, splits=False, at_ms=START_MS):
    """A safepay case over all of a project's milestones, the fee taken from the first."""
    milestones = [await fund(uow, amount_minor=amount_minor) for amount_minor in amounts_minor]
    project_id = milestones[0].state.project_id
    case_id = await uow.numbers.next(GUILD, "case")
    charges = (Lock(milestones[0].state.milestone_id, fee_minor),) if fee_minor else ()
    decisions = []
    for milestone in milestones:
        if charges and milestone is milestones[0]:
            decisions.append((milestone, milestone.charge(case_id, fee_minor, at_ms=at_ms, by=client)))
        free_minor = milestone.state.free_minor
        decisions.append((milestone, milestone.lock(case_id, free_minor, at_ms=at_ms, by=client)))
    locks = tuple(Lock(milestone.state.milestone_id, milestone.state.locked_minor) for milestone in milestones)
    filing = Filing(
        guild_id=GUILD,
        case_id=case_id,
        project_id=project_id,
        currency=CURRENCY,
        client_id=CLIENT,
        freelancer_id=FREELANCER,
        claimant_id=CLIENT,
        locks=locks,
        offer_minor=1,
        category=sealed(f"category-{case_id}", "quality"),
        reason=sealed(f"reason-{case_id}", "The work is not what was agreed upon."),
        rulebook=SAFEPAY,
        charges=charges,
        splits=splits,
    )
    case, decision = Case.file(filing, at_ms=at_ms)
    for payout in case.state.payouts:
        milestone = next(item for item in milestones if item.state.milestone_id == payout.milestone_id)
        decisions.append((milestone, milestone.unlock(case_id, payout, at_ms=at_ms)))
    await uow.cases.add(case)
    await apply(uow, GUILD, "case", case_id, decision)
    for milestone in milestones:
        await uow.milestones.save(milestone)
    for milestone, step_taken in decisions:
        await apply(uow, GUILD, "milestone", milestone.state.milestone_id, step_taken)
    return case


async def test_a_safepay_case_over_two_milestones_comes_back(storage):
    case = await committed(storage, file_by_balance)
    assert case.state.stage is Stage.ARBITRATION
    assert case.state.charged_minor == 5_000
    assert [lock.amount_minor for lock in case.state.locks] == [55_000, 40_000]
    await assert_as_written(storage, case)
    async with storage.read() as uow:
        assert [item.state.charged_minor for item in await uow.milestones.all(GUILD)] == [5_000, 0]
        assert await uow.ledger.balance_minor(GUILD, "fees", "USD") == 5_000


async def test_small_splits_are_counted_for_the_pair_whoever_filed(storage):
    for at_ms in (START_MS, START_MS + 5_000):
        case = await committed(storage, file_by_balance, amounts_minor=(4_999,), fee_minor=0, splits=True, at_ms=at_ms)
        assert case.state.outcome is Outcome.SPLIT
        await assert_as_written(storage, case)
    await committed(storage, file_case)
    async with storage.read() as uow:
        assert await uow.cases.small_splits(GUILD, CLIENT, FREELANCER, START_MS) == 2
        assert await uow.cases.small_splits(GUILD, FREELANCER, CLIENT, START_MS + 1) == 1
        assert await uow.cases.small_splits(GUILD, CLIENT, FREELANCER, START_MS + 5_001) == 0
        assert await uow.cases.small_splits(GUILD, CLIENT, THIRD, START_MS) == 0
        assert await uow.cases.small_splits(OTHER_GUILD, CLIENT, FREELANCER, START_MS) == 0


async def test_the_last_withdrawal_about_a_milestone_is_found(storage):
    milestone_id = (await committed(storage, fund)).state.milestone_id
    other_id = (await committed(storage, fund)).state.milestone_id
    for at_ms in (AT, AT + 9_000):
        case_id = (await committed(storage, file_case, milestone_id=milestone_id)).state.case_id
        withdrawn = await step(storage, case_id, lambda case, at_ms=at_ms: case.withdraw(by=client, at_ms=at_ms))
        async with storage.write() as uow:
            milestone = await uow.milestones.get(GUILD, milestone_id)
            await apply(uow, GUILD, "milestone", milestone_id, milestone.unlock(case_id, None, at_ms=at_ms))
            await uow.milestones.save(milestone)
            await uow.commit()
        assert withdrawn.state.outcome is Outcome.WITHDRAWN
    await committed(storage, file_case, milestone_id=other_id)
    async with storage.read() as uow:
        assert await uow.cases.last_withdrawn_at_ms(GUILD, CLIENT, milestone_id) == AT + 9_000
        assert await uow.cases.last_withdrawn_at_ms(GUILD, FREELANCER, milestone_id) is None
        assert await uow.cases.last_withdrawn_at_ms(GUILD, CLIENT, other_id) is None
        assert await uow.cases.last_withdrawn_at_ms(OTHER_GUILD, CLIENT, milestone_id) is None


async def test_every_agreement_comes_back(storage):
    case_id = (await committed(storage, file_case)).state.case_id
    async with storage.write() as uow:
        await give_money(uow, CLIENT, 50_000)
        await uow.commit()
    files = (sealed_file("f1", b"one"), sealed_file("f2", b"two", name="it's \N{SNOWMAN}.txt"))
    steps = [
        lambda case: case.extend(3_600, by=freelancer, at_ms=AT, alone=True, reason=sealed("alone")),
        lambda case: case.extend(7_200, by=freelancer, at_ms=AT, reason=sealed("more time")),
        lambda case: case.answer_extension(agree=True, by=client, at_ms=AT),
        lambda case: case.extend_by_staff(3_600, sealed("staff"), by=moderator, at_ms=AT),
        lambda case: case.hold(sealed("hold"), by=moderator, at_ms=AT),
        lambda case: case.resume(by=moderator, at_ms=AT + 500),
        lambda case: case.party_restricted(FREELANCER, HoldReason.TIMED_OUT, at_ms=AT + 600, by_member_id=THIRD),
        lambda case: case.party_freed(FREELANCER, at_ms=AT + 700),
        lambda case: case.challenge(sealed("s", "I did all that was agreed."), by=freelancer, at_ms=AT + 800),
        lambda case: case.add_exhibit(sealed("exhibit"), by=client, at_ms=AT + 900, files=files),
        lambda case: case.pay_fee(by=client, at_ms=AT + 1_000),
        lambda case: case.await_deposit(FREELANCER, 7, at_ms=AT + 1_100),
        lambda case: case.deposit_answered(7, at_ms=AT + 1_200),
        lambda case: case.party_restricted(FREELANCER, HoldReason.BANNED, at_ms=AT + 1_300),
    ]
    for act in steps:
        case = await step(storage, case_id, act)
        await assert_as_written(storage, case)
    assert case.state.restricted == {FREELANCER: "banned"}
    assert case.state.extended_alone == {FREELANCER}
    assert case.state.deposit_request_id == 7
    async with storage.read() as uow:
        refs = case.state.exhibits[0].files
        assert refs == tuple(file.ref for file in files)
        assert await uow.files.sealed(GUILD, [ref.text_id for ref in refs]) == {file.file_id: file for file in files}


async def test_questions_and_late_evidence_come_back(storage):
    case_id = (await committed(storage, file_by_balance)).state.case_id
    both = (CLIENT, FREELANCER)
    await step(storage, case_id, lambda case: case.claim(by=arbitrator, at_ms=AT))
    steps = [
        lambda case: case.ask(both, sealed("q1", "What was agreed upon?"), by=arbitrator, at_ms=AT),
        lambda case: case.ask((CLIENT,), sealed("q2", "And when was that?"), by=arbitrator, at_ms=AT),
        lambda case: case.answer_question(sealed("a1"), by=client, at_ms=AT + 1_000),
        lambda case: case.answer_question(sealed("a2"), by=freelancer, at_ms=AT + 2_000),
        lambda case: case.answer_question(sealed("a3"), by=client, at_ms=AT + 3_000),
    ]
    for act in steps:
        case = await step(storage, case_id, act)
        await assert_as_written(storage, case)
    assert case.state.asked_ms == 3_000
    assert [sorted(question.answers) for question in case.state.questions] == [[CLIENT, FREELANCER], [CLIENT]]
    (closing,) = case.state.alive_deadlines(DeadlineKind.CLOSING)
    await step(storage, case_id, lambda case: case.lapse(closing.deadline_id, at_ms=closing.due_at_ms + 90_000))
    late_ms = closing.due_at_ms + 100_000
    case = await step(storage, case_id, lambda case: case.add_exhibit(sealed("late"), by=client, at_ms=late_ms))
    assert case.state.exhibits[0].is_late
    await assert_as_written(storage, case)


async def test_a_withdrawal_that_needs_consent_comes_back(storage):
    case_id = (await committed(storage, file_case)).state.case_id
    async with storage.write() as uow:
        await give_money(uow, FREELANCER, 50_000)
        await uow.commit()
    statement = sealed("s", "I did all that was agreed.")
    for act in (
        lambda case: case.challenge(statement, by=freelancer, at_ms=AT),
        lambda case: case.pay_fee(by=freelancer, at_ms=AT),
        lambda case: case.withdraw(by=client, at_ms=AT + 5, reason=sealed("withdrawal")),
    ):
        case = await step(storage, case_id, act)
    assert case.state.withdrawal_asked_at_ms == AT + 5
    await assert_as_written(storage, case)
    case = await step(storage, case_id, lambda case: case.answer_withdrawal(agree=False, by=freelancer, at_ms=AT + 6))
    assert case.state.withdrawal_asked_at_ms is None
    await assert_as_written(storage, case)
