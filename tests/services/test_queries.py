"""Who sees what: cases, milestones, queues, records and wallets; what isn't one's own doesn't exist (R8.3, R10.7)."""

from collections.abc import Awaitable
from dataclasses import replace

import pytest

from bot.domain.actors import StaffRole
from bot.domain.errors import (
    CaseNotNamed,
    NoSuchCase,
    NoSuchMilestone,
    NotTheArbitrator,
    NumberNotUnderstood,
    Refusal,
    StaffOnly,
)
from bot.domain.stages import CaseRole, Command, Stage
from bot.services import queries
from bot.services.commands import (
    AddExhibit,
    ClaimCase,
    CreateMilestone,
    Escalate,
    MakeOffer,
    OpenCase,
    PayFee,
    ReleaseMilestone,
    RequestDeposit,
    RequestWithdrawal,
    Rule,
    SetLimit,
    WithdrawCase,
)
from tests.services.world import (
    ARBITRATOR,
    CLIENT,
    FINDINGS,
    FREELANCER,
    GUILD,
    REASON,
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

other_arbitrator = Person(32, StaffRole.ARBITRATOR)
PARTIES = (client, freelancer)
OUTSIDERS = (stranger, cashier, admin, replace(client, guild_id=GUILD + 1))


async def refusal_of(asked: Awaitable[object]) -> str | None:
    """What a query is refused with, if it is."""
    try:
        await asked
    except Refusal as refusal:
        return str(refusal)
    return None


async def seers(world: World, case_id: int) -> set[Person]:
    """Who may look at the case; nobody else can tell it from one that doesn't exist."""
    everybody = (*PARTIES, *OUTSIDERS, moderator, arbitrator, other_arbitrator)
    found: set[Person] = set()
    for person in everybody:
        looks = (world.queries.case, world.queries.history, world.queries.fee)
        refused = {await refusal_of(look(person.member, case_id)) for look in looks}
        if refused == {None}:
            found.add(person)
        else:
            assert refused == {str(NoSuchCase(case_id=case_id))}
    return found


async def test_r10_7_parties_and_moderators_see_a_case_and_arbitrators_in_arbitration(world: World) -> None:
    case_id = await world.negotiation()
    assert await seers(world, case_id) == {*PARTIES, moderator}
    for party in PARTIES:
        await world.do(party, PayFee(case_id))
    assert await seers(world, case_id) == {*PARTIES, moderator, arbitrator, other_arbitrator}


async def test_r10_7_afterwards_only_the_arbitrator_whose_case_it_was(world: World) -> None:
    case_id = await world.arbitration()
    await world.do(arbitrator, Rule(case_id, "600", FINDINGS))
    assert await seers(world, case_id) == {*PARTIES, moderator, arbitrator}
    view = await world.queries.case(client.member, case_id)
    assert view.state.ruling is not None
    assert view.texts[view.state.ruling.findings.text_id] == FINDINGS


async def test_r8_3_exhibits_are_for_the_cases_own_staff(world: World) -> None:
    """Every arbitrator may look at a case in arbitration, but once somebody has it, only they read its exhibits."""
    case_id = await world.negotiation()
    await world.do(client, AddExhibit(case_id, "The brief."))
    for party in PARTIES:
        await world.do(party, PayFee(case_id))

    async def readers() -> set[Person]:
        found: set[Person] = set()
        for person in (*PARTIES, moderator, arbitrator, other_arbitrator):
            refused = await refusal_of(world.queries.evidence(person.member, case_id))
            assert refused == await refusal_of(world.queries.exhibit_files(person.member, case_id, "C-1"))
            _, lines = await world.queries.history(person.member, case_id)
            assert (refused is None) == ("exhibit_added" in {line.kind for line in lines})
            found |= {person} if refused is None else set()
        return found

    assert await readers() == {*PARTIES, moderator, arbitrator, other_arbitrator}
    await world.do(arbitrator, ClaimCase(case_id))
    assert await readers() == {*PARTIES, moderator, arbitrator}
    refused = await refusal_of(world.queries.evidence(other_arbitrator.member, case_id))
    assert refused == str(NotTheArbitrator(case_id=case_id, arbitrator_id=ARBITRATOR))


async def test_a_view_says_what_its_viewer_is_and_can_do(world: World) -> None:
    case_id = await world.case()
    roles = {
        client: CaseRole.CLAIMANT,
        freelancer: CaseRole.RESPONDENT,
        moderator: CaseRole.MODERATOR,
    }
    for person, role in roles.items():
        view = await world.queries.case(person.member, case_id)
        assert (view.viewer_id, view.viewer_role) == (person.member_id, role)
        assert (Command.CHALLENGE in view.options) == (role is CaseRole.RESPONDENT)
        assert (Command.ESCALATE in view.options) == (role is CaseRole.MODERATOR)
        assert view.titles == {1: "A logo"}
        assert view.texts[view.state.reason.text_id] == REASON
        assert view.room is not None
    card = await world.queries.card(GUILD, case_id)
    assert (card.viewer_id, card.viewer_role) == (None, None)
    assert {Command.CHALLENGE, Command.WITHDRAW_CASE} <= card.options
    assert Command.ESCALATE not in card.options


async def test_the_record_reads_in_order_with_its_words(world: World) -> None:
    case_id = await world.negotiation()
    await world.do(client, AddExhibit(case_id, "The brief."))
    _, lines = await world.queries.history(freelancer.member, case_id)
    assert [line.sequence for line in lines] == list(range(1, len(lines) + 1))
    kinds = [line.kind for line in lines]
    assert kinds[0] == "case_opened"
    assert kinds[-1] == "exhibit_added"
    assert lines[0].texts["reason"] == REASON
    assert lines[-1].texts == {"description": "The brief."}
    assert lines[-1].actor_id == CLIENT


async def test_the_queue_shows_staff_what_is_due_first(world: World) -> None:
    await world.do(admin, SetLimit("filing_cooldown", "0"))
    in_arbitration = await world.arbitration()
    answered = await world.negotiation()
    by_freelancer = await world.case(by=freelancer)
    by_client = await world.case()
    ended = await world.case()
    await world.do(client, WithdrawCase(ended))

    async def queued(person: Person, stage: str | None = None, assigned_id: int | None = None) -> list[int]:
        found = await world.queries.queue(person.member, stage, assigned_id)
        return [view.state.case_id for view in found.views]

    # 4 days for the freelancer's answer, 7 for the ruling, 14 for the client's; negotiation has no end.
    assert await queued(moderator) == [by_client, in_arbitration, by_freelancer, answered]
    assert await queued(moderator, Stage.RESPONSE.value) == [by_client, by_freelancer]
    assert await queued(moderator, None, ARBITRATOR) == [in_arbitration]
    assert await queued(arbitrator) == [in_arbitration]
    assert await queued(arbitrator, Stage.RESPONSE.value) == []
    # R10.3: one's own cases are no staff work.
    assert await queued(replace(client, role=StaffRole.MODERATOR)) == []
    for person in (*PARTIES, stranger, cashier, admin):
        with pytest.raises(StaffOnly):
            await queued(person)


async def test_r10_1_the_queue_has_pages(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "QUEUE_PAGE", 2)
    await world.do(admin, SetLimit("filing_cooldown", "0"))
    numbers = [await world.case(by=freelancer) for _ in range(5)]

    async def page(number: int) -> tuple[list[int], int, int, int]:
        found = await world.queries.queue(moderator.member, None, None, number)
        return [view.state.case_id for view in found.views], found.number, found.pages, found.total

    assert await page(1) == (numbers[:2], 1, 3, 5)
    assert await page(3) == (numbers[4:], 3, 3, 5)
    # What was on the last page may be gone when it is asked for.
    assert await page(99) == (numbers[4:], 3, 3, 5)
    assert (await world.queries.queue(moderator.member, "arbitration")).total == 0


async def test_own_cases_newest_first_open_or_ended(world: World) -> None:
    await world.do(admin, SetLimit("filing_cooldown", "0"))
    one, two = await world.case(), await world.case()
    await world.do(client, WithdrawCase(one))

    async def listed(person: Person, state: str | None = None) -> list[int]:
        return [view.state.case_id for view in (await world.queries.cases_of(person.member, state)).views]

    for person in PARTIES:
        assert await listed(person) == [two, one]
        assert await listed(person, "open") == [two]
        assert await listed(person, "ended") == [one]
    for person in (stranger, moderator, arbitrator):
        assert await listed(person) == []


async def test_r6_5_a_milestone_shows_its_parties_all_and_others_nothing(world: World) -> None:
    await world.give("50", client)
    created = CreateMilestone(FREELANCER, "50", "A banner", project="Shop", terms="Two drafts.")
    await world.do(client, created)
    await world.do(client, ReleaseMilestone(1, "20"))
    await world.do(client, OpenCase(1, "5", REASON))
    for person in (*PARTIES, moderator):
        view = await world.queries.milestone(person.member, 1)
        assert (view.title, view.project_title, view.terms) == ("A banner", "Shop", "Two drafts.")
        assert [line.kind for line in view.history] == ["milestone_funded", "money_given", "milestone_locked"]
        assert [case.state.case_id for case in view.cases] == [1]
    for person in (*OUTSIDERS, arbitrator):
        for number in (1, 99):
            refused = await refusal_of(world.queries.milestone(person.member, number))
            assert refused == str(NoSuchMilestone(milestone_id=number))


async def test_r8_1_the_arbitrator_reads_what_was_agreed_and_no_other_arbitrator_does(world: World) -> None:
    """The case's staff (R8.3), and no other case of the milestone that isn't theirs to see."""
    await world.give("50", client)
    await world.do(client, CreateMilestone(FREELANCER, "50", "A banner", terms="Two drafts."))
    await world.do(client, OpenCase(1, "5", REASON, amount="20"))
    await world.do(client, WithdrawCase(1))
    await world.do(client, ReleaseMilestone(1, "20"))
    await world.do(freelancer, OpenCase(1, "15", REASON))
    await world.do(moderator, Escalate(2, "They asked for it."))
    await world.do(arbitrator, ClaimCase(2))
    view = await world.queries.milestone(arbitrator.member, 1)
    assert view.terms == "Two drafts."
    assert [case.state.case_id for case in view.cases] == [2]
    assert await refusal_of(world.queries.milestone(other_arbitrator.member, 1)) == str(NoSuchMilestone(milestone_id=1))


async def test_own_milestones_by_what_is_left_of_them(world: World) -> None:
    await world.case()
    await world.milestone("10")
    await world.milestone("20")
    await world.do(client, ReleaseMilestone(3))

    async def listed(person: Person, state: str | None = None) -> list[int]:
        return [view.state.milestone_id for view in await world.queries.milestones_of(person.member, state)]

    for person in PARTIES:
        assert await listed(person) == [3, 2, 1]
        assert await listed(person, "open") == [2, 1]
        assert await listed(person, "locked") == [1]
        assert await listed(person, "done") == [3]
    assert await listed(stranger) == []


async def test_r2_4_a_wallet_shows_what_is_free_and_what_is_held_and_why(world: World) -> None:
    case_id = await world.negotiation()
    await world.do(freelancer, PayFee(case_id))
    await world.do(client, RequestWithdrawal("30"))
    await world.do(client, RequestDeposit("7"))
    of_client = await world.queries.wallet(client.member)
    assert of_client.balances == {"USD": 7_000}
    assert [(item.why, item.subject_id, item.amount_minor) for item in of_client.held] == [
        ("escrow", 1, 100_000),
        ("withdrawal", 1, 3_000),
    ]
    assert [(item.request_id, item.kind.value) for item in of_client.pending] == [(2, "deposit"), (1, "withdrawal")]
    of_freelancer = await world.queries.wallet(freelancer.member)
    assert of_freelancer.balances == {"USD": 5_000}
    assert [(item.why, item.subject_id, item.amount_minor) for item in of_freelancer.held] == [
        ("deposit", case_id, 5_000)
    ]
    nothing = await world.queries.wallet(stranger.member)
    assert (nothing.balances, nothing.held, nothing.pending) == ({"USD": 0}, [], [])
    lines = (await world.queries.wallet_history(freelancer.member)).lines
    assert [(line.cause, line.amount_minor, line.case_id) for line in lines] == [
        ("arbitration_fee", -5_000, case_id),
        ("deposit_confirmed", 10_000, None),
    ]


async def test_r10_6_only_cashiers_see_what_waits_for_them(world: World) -> None:
    await world.do(client, RequestDeposit("7"))
    await world.do(freelancer, RequestDeposit("8"))
    waiting = await world.queries.pending_requests(cashier.member)
    assert [(item.request_id, item.member_id) for item in waiting] == [(1, CLIENT), (2, FREELANCER)]
    for person in (client, stranger, moderator, arbitrator, admin):
        with pytest.raises(StaffOnly):
            await world.queries.pending_requests(person.member)
    assert [item.request_id for item in await world.queries.own_requests(client.member)] == [1]


async def test_r5_3_what_the_fee_says_to_whom(world: World) -> None:
    case_id = await world.case()

    async def verdict(person: Person) -> str:
        view = await world.queries.fee(person.member, case_id)
        assert view.fee_minor == 5_000
        return view.verdict

    assert await verdict(client) == "wrong_stage"
    await world.do(freelancer, MakeOffer(case_id, "900"))
    assert await verdict(client) == "can_pay"
    await world.do(client, RequestWithdrawal("60"))
    assert await verdict(client) == "not_enough_money"
    await world.do(freelancer, PayFee(case_id))
    assert await verdict(freelancer) == "paid"
    assert await verdict(moderator) == "not_a_party"


async def test_the_case_meant_is_the_one_named_or_the_one_whose_room_it_is(world: World) -> None:
    case_id = await world.case()
    channel_id = 5_000 + case_id
    meant = world.queries.case_id
    assert await meant(GUILD, "CASE-0042", channel_id) == 42
    assert await meant(GUILD, "7", None) == 7
    assert await meant(GUILD, None, channel_id) == case_id
    for nowhere in (meant(GUILD, None, 1), meant(GUILD, None, None), meant(GUILD + 1, "", channel_id)):
        with pytest.raises(CaseNotNamed):
            await nowhere
    with pytest.raises(NumberNotUnderstood):
        await meant(GUILD, "the last one", channel_id)
