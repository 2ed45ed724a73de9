"""R4: what filing refuses, and that a refusal changes nothing."""

from dataclasses import replace

from bot.domain.actors import StaffRole
from bot.domain.deadlines import DAY_MS
from bot.domain.errors import (
    AmountOutOfRange,
    FilingTooSoon,
    MilestoneInCase,
    NoSuchMilestone,
    NotEnoughMoney,
    NothingFree,
    NotSetUp,
    OfferGivesAll,
    RefileTooSoon,
    TextLength,
    TooManyOpenCases,
)
from bot.services.commands import (
    Challenge,
    CreateMilestone,
    OpenCase,
    PayFee,
    ReleaseMilestone,
    SetLimit,
    SetRole,
    WithdrawCase,
)
from storage.engine import Database
from tests.services.refusals import SOME_AMOUNTS, Attempt, amount_refusal, refuse
from tests.services.world import (
    FREELANCER,
    GUILD,
    REASON,
    ROLE_IDS,
    World,
    admin,
    cashier,
    client,
    freelancer,
    moderator,
    stranger,
)

FILING = OpenCase(1, "200", REASON)


def filing(**changes: object) -> OpenCase:
    """A filing that would be fine but for what is changed."""
    return replace(FILING, **changes)


def length(field: str, count: int, shortest: int, longest: int) -> TextLength:
    """A text of the wrong length."""
    return TextLength(field=field, length=count, shortest=shortest, longest=longest)


async def test_r4_1_what_filing_refuses(world: World) -> None:
    await world.milestone()
    await world.do(client, ReleaseMilestone(1, "400"))
    beyond = AmountOutOfRange(amount_minor=60_001, lowest_minor=1, highest_minor=60_000, currency="USD")
    offer_beyond = AmountOutOfRange(amount_minor=30_001, lowest_minor=0, highest_minor=30_000, currency="USD")
    attempts = [
        Attempt("R4.1 what is in escrow", client, filing(amount="600.01"), beyond),
        Attempt("R4.1 within the dispute", client, filing(amount="300", offer="300.01"), offer_beyond),
        Attempt("R4.1 giving all", client, filing(offer="600"), OfferGivesAll(side="client")),
        Attempt("R4.1 giving all", client, filing(amount="50", offer="50"), OfferGivesAll(side="client")),
        Attempt("R4.1 giving all", freelancer, filing(offer="0"), OfferGivesAll(side="freelancer")),
        Attempt("R4.1 a reason", client, filing(reason="x" * 19), length("reason", 19, 20, 2_000)),
        Attempt("R4.1 a reason", client, filing(reason=" " * 40), length("reason", 0, 20, 2_000)),
        Attempt("R4.1 a reason", client, filing(reason="x" * 2_001), length("reason", 2_001, 20, 2_000)),
        Attempt("R4.1 a category", client, filing(category="x" * 51), length("category", 51, 1, 50)),
        Attempt("another server's", replace(client, guild_id=GUILD + 1), FILING, NotSetUp(("moderator", "arbitrator"))),
    ]
    for person in (stranger, moderator, cashier, admin):
        attempts += [
            Attempt("not a party", person, FILING, NoSuchMilestone(milestone_id=1)),
            Attempt("not there", person, filing(milestone_id=99), NoSuchMilestone(milestone_id=99)),
        ]
    for typed, reason in SOME_AMOUNTS:
        attempts.append(Attempt("R2.2", client, filing(amount=typed), amount_refusal(typed, reason)))
        attempts.append(Attempt("R2.2", client, filing(offer=typed), amount_refusal(typed, reason)))
    await refuse(world, *attempts)


async def test_r4_1_released_money_cant_be_disputed(world: World) -> None:
    await world.milestone()
    await world.do(client, ReleaseMilestone(1))
    nothing = NothingFree(milestone_id=1, locked_minor=0, currency="USD")
    await refuse(world, Attempt("R3.3 [F][G]", client, FILING, nothing), Attempt("R3.3", freelancer, FILING, nothing))


async def test_r4_4_one_open_case_a_milestone_names_its_number(world: World) -> None:
    await world.milestone()
    await world.do(client, filing(amount="100", offer="20"))
    taken = MilestoneInCase(milestone_id=1, case_id=1)
    await refuse(
        world,
        Attempt("R4.4", freelancer, FILING, taken),
        # Before the brakes: it would be refused after the cooldown, too.
        Attempt("R4.4", client, FILING, taken),
    )


async def test_r4_6_brakes_stop_filing_only(world: World) -> None:
    await world.do(admin, SetLimit("open_cases", "1"))
    await world.case()
    filed_at_ms = world.clock.now_ms()
    second = await other_milestone(world)
    await refuse(world, Attempt("open_cases", client, filing(milestone_id=second), TooManyOpenCases(1, 1)))
    await world.do(admin, SetLimit("open_cases", "2"))
    too_soon = FilingTooSoon(from_ms=filed_at_ms + 60_000)
    await refuse(
        world,
        Attempt("cooldown", client, filing(milestone_id=second), too_soon),
        Attempt("cooldown", client, filing(milestone_id=second), too_soon, at_ms=filed_at_ms + 59_999),
    )
    # The other side isn't braked by what the client filed, and the client still answers and pays.
    await world.do(freelancer, Challenge(1, REASON))
    await world.do(client, PayFee(1))
    await world.do(client, filing(milestone_id=second, offer="20"), at_ms=filed_at_ms + 60_000)


async def test_r4_6_ended_cases_count_for_the_cooldown_alone(world: World) -> None:
    await world.do(admin, SetLimit("open_cases", "1"))
    await world.do(admin, SetLimit("filing_cooldown", "0"))
    await world.do(admin, SetLimit("refile", "0"))
    case_id = await world.case()
    await world.do(client, WithdrawCase(case_id))
    assert (await world.do(client, FILING)).case_id == 2


async def test_r5_6_who_withdrew_waits_7_days_before_disputing_the_same_milestone_again(world: World) -> None:
    case_id = await world.case()
    withdrawn_ms = world.clock.now_ms()
    await world.do(client, WithdrawCase(case_id))
    await world.do(client, CreateMilestone(FREELANCER, "50", "A banner", project="A logo"))
    from_ms = withdrawn_ms + 7 * DAY_MS
    too_soon = RefileTooSoon(milestone_id=1, from_ms=from_ms)
    world.clock.advance(days=1)
    await refuse(
        world,
        Attempt("refile", client, FILING, too_soon),
        Attempt("refile", client, FILING, too_soon, at_ms=from_ms - 1),
        Attempt("refile, named first", client, filing(more_milestones="2"), too_soon),
        Attempt("refile, named second", client, filing(milestone_id=2, more_milestones="M-1"), too_soon),
    )
    # The claimant isn't braked for other milestones, nor the other side at all.
    await world.do(client, filing(milestone_id=2, offer="20"))
    assert (await world.do(freelancer, FILING)).case_id == 3


async def test_r4_5_a_refused_filing_takes_no_number(world: World) -> None:
    await world.milestone()
    await refuse(world, Attempt("R4.1", client, filing(reason="short"), length("reason", 5, 20, 2_000)))
    assert (await world.do(client, FILING)).case_id == 1


async def test_r9_11_a_server_without_staff_takes_no_cases(database: Database) -> None:
    world = World(database)
    await world.do(admin, SetRole("cashier", ROLE_IDS[StaffRole.CASHIER]))
    await world.milestone()
    await refuse(world, Attempt("R9.11", client, FILING, NotSetUp(("moderator", "arbitrator"))))
    await world.do(admin, SetRole("moderator", ROLE_IDS[StaffRole.MODERATOR]))
    await refuse(world, Attempt("R9.11", client, FILING, NotSetUp(("arbitrator",))))


async def other_milestone(world: World) -> int:
    """One more milestone of the same two."""
    shortfall = NotEnoughMoney(available_minor=10_000, needed_minor=10_001, currency="USD")
    await refuse(world, Attempt("R3.1", client, CreateMilestone(FREELANCER, "100.01", "A banner"), shortfall))
    number = (await world.do(client, CreateMilestone(FREELANCER, "50", "A banner"))).facts["milestone_id"]
    assert isinstance(number, int)
    return number
