"""R2 and R3: what milestones refuse, and that a refusal changes nothing."""

from dataclasses import replace

from bot.domain.actors import StaffRole
from bot.domain.errors import (
    AlreadyDone,
    AmountOutOfRange,
    CurrencyUnknown,
    NoSuchMilestone,
    NotAPossibleParty,
    NotEnoughMoney,
    NoTermsToAccept,
    NothingFree,
    NotSetUp,
    TextLength,
    WrongSide,
)
from bot.services.commands import AcceptTerms, Command, CreateMilestone, ReleaseMilestone, ReturnMilestone
from storage.engine import Database
from tests.services.refusals import SOME_AMOUNTS, TYPED_AMOUNTS, Attempt, amount_refusal, refuse
from tests.services.world import CLIENT, FREELANCER, GUILD, World, admin, client, freelancer, moderator, stranger

ELSEWHERE = GUILD + 1


def short(field: str, length: int, shortest: int, longest: int) -> TextLength:
    """A text of the wrong length."""
    return TextLength(field=field, length=length, shortest=shortest, longest=longest)


def created(**changes: object) -> CreateMilestone:
    """A milestone that would be fine but for what is changed."""
    return replace(CreateMilestone(FREELANCER, "10.00", "A logo"), **changes)


async def test_r3_1_what_creating_a_milestone_refuses(world: World) -> None:
    await world.fund(client, "25.00")
    short_of = NotEnoughMoney(available_minor=2_500, needed_minor=2_501, currency="USD")
    await refuse(
        world,
        Attempt("R4.4 oneself", client, created(freelancer_id=CLIENT), NotAPossibleParty(reason="oneself")),
        Attempt("R4.4 a bot", client, created(freelancer_is_bot=True), NotAPossibleParty(reason="bot")),
        Attempt("R3.1 the shortfall", client, created(amount="25.01"), short_of),
        Attempt("R3.1 an empty wallet", stranger, created(), NotEnoughMoney(0, 1_000, "USD")),
        Attempt("R2.7", client, created(currency="EUR"), CurrencyUnknown(currency="EUR", offered=("USD",))),
        Attempt("R2.7", client, created(currency="gold"), CurrencyUnknown(currency="GOLD", offered=("USD",))),
        Attempt("a title", client, created(title=" \N{ZERO WIDTH SPACE} "), short("title", 0, 1, 100)),
        Attempt("a short title", client, created(title="x" * 101), short("title", 101, 1, 100)),
        Attempt("R3.2 a project with a title", client, created(project="  "), short("title", 0, 1, 100)),
        Attempt("R3.2 a short title of it", client, created(project="x" * 101), short("title", 101, 1, 100)),
        Attempt("R3.2 terms", client, created(terms=""), short("terms", 0, 1, 2_000)),
        Attempt("R3.2 short terms", client, created(terms="x" * 2_001), short("terms", 2_001, 1, 2_000)),
        *(
            Attempt("R2.2", client, created(amount=typed), amount_refusal(typed, reason))
            for typed, reason in TYPED_AMOUNTS
        ),
    )
    assert short_of.shortfall_minor == 1


async def test_r3_3_what_giving_money_refuses(world: World) -> None:
    await world.milestone()
    await world.do(client, ReleaseMilestone(1, "400"))
    beyond = AmountOutOfRange(amount_minor=60_001, lowest_minor=1, highest_minor=60_000, currency="USD")
    elsewhere = replace(client, guild_id=ELSEWHERE)
    attempts = [
        Attempt("R3.3 the client releases", freelancer, ReleaseMilestone(1), WrongSide("release", "client")),
        Attempt("R3.3 the freelancer returns", client, ReturnMilestone(1), WrongSide("return", "freelancer")),
        Attempt("R3.3 what is there", client, ReleaseMilestone(1, "600.01"), beyond),
        Attempt("R3.3 what is there", freelancer, ReturnMilestone(1, "600.01"), beyond),
        Attempt("another server's", elsewhere, ReleaseMilestone(1), NoSuchMilestone(milestone_id=1)),
    ]
    for person in (stranger, moderator, admin):
        for number in (1, 99):
            commands: tuple[Command, ...] = (ReleaseMilestone(number), ReturnMilestone(number), AcceptTerms(number))
            attempts += [Attempt("not a party", person, item, NoSuchMilestone(number)) for item in commands]
    for typed, reason in SOME_AMOUNTS:
        attempts += [
            Attempt("R2.2", client, ReleaseMilestone(1, typed), amount_refusal(typed, reason)),
            Attempt("R2.2", freelancer, ReturnMilestone(1, typed), amount_refusal(typed, reason)),
        ]
    await refuse(world, *attempts)


async def test_r3_3_an_empty_milestone_gives_nothing(world: World) -> None:
    await world.milestone()
    await world.do(client, ReleaseMilestone(1))
    nothing = NothingFree(milestone_id=1, locked_minor=0, currency="USD")
    await refuse(
        world,
        Attempt("R3.3", client, ReleaseMilestone(1), nothing),
        Attempt("R3.3", client, ReleaseMilestone(1, "1"), nothing),
        Attempt("R3.3", freelancer, ReturnMilestone(1), nothing),
    )


async def test_r3_3_what_a_case_has_locked_stays(world: World) -> None:
    case_id = await world.case()
    locked = NothingFree(milestone_id=1, locked_minor=100_000, currency="USD", case_id=case_id)
    await refuse(
        world,
        Attempt("R4.2", client, ReleaseMilestone(1), locked),
        Attempt("R4.2", freelancer, ReturnMilestone(1, "5"), locked),
    )


async def test_r3_2_terms_are_accepted_once_by_the_other_side(world: World) -> None:
    await world.milestone()
    await world.fund(client, "10")
    await world.do(client, created(terms="Three drafts, one round of changes."))
    await refuse(
        world,
        Attempt("R3.2 none", freelancer, AcceptTerms(1), NoTermsToAccept(milestone_id=1, own=False)),
        Attempt("R3.2 none", client, AcceptTerms(1), NoTermsToAccept(milestone_id=1, own=False)),
        Attempt("R3.2 one's own", client, AcceptTerms(2), NoTermsToAccept(milestone_id=2, own=True)),
    )
    at_ms = world.clock.now_ms()
    await world.do(freelancer, AcceptTerms(2))
    world.clock.advance(hours=1)
    done = AlreadyDone(what="terms_accepted", by_member_id=FREELANCER, at_ms=at_ms)
    await refuse(world, Attempt("R12.1 by whom, when", freelancer, AcceptTerms(2), done))


async def test_r9_11_a_server_without_a_cashier_moves_no_money(database: Database) -> None:
    world = World(database)
    missing = NotSetUp(missing=(StaffRole.CASHIER.value,))
    await refuse(world, Attempt("R9.11", client, created(), missing))
