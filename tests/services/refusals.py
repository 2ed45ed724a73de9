"""Refusals, many to a world: each says what it must, and leaves every row of the database as it was (R12.1)."""

from collections.abc import Awaitable, Iterator
from dataclasses import dataclass

from bot.domain.errors import AmountNotUnderstood, OfferNeedsNumber, Refusal
from bot.services.commands import AcceptOffer, Command
from bot.services.use_cases import USE_CASES
from tests.services.world import Person, World

TYPED_AMOUNTS: tuple[tuple[str, str], ...] = (
    ("", "empty"),
    ("   ", "empty"),
    ("-5", "negative"),
    ("\N{MINUS SIGN}5", "negative"),
    ("0", "zero"),
    ("0.00", "zero"),
    ("1.000,50", "comma_decimals"),
    ("1,00", "comma_decimals"),
    ("1.000", "too_many_decimals"),
    ("10.005", "too_many_decimals"),
    ("1,00,000", "bad_grouping"),
    ("1,0000.50", "bad_grouping"),
    ("\N{ARABIC-INDIC DIGIT FIVE}0", "other_digits"),
    ("5 \N{EURO SIGN}", "not_a_number"),
    ("1e3", "not_a_number"),
    ("ten", "not_a_number"),
    ("10,000,000,000.01", "too_large"),
    ("9" * 40, "too_large"),
)
"""What R2.2 refuses in USD, and why."""

SOME_AMOUNTS = (TYPED_AMOUNTS[2], TYPED_AMOUNTS[6], TYPED_AMOUNTS[16])
"""A few of them, where another command reads amounts in the same way."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What somebody asks for, and the refusal that the rule gives them."""

    rule: str
    person: Person
    command: Command
    expected: Refusal
    at_ms: int | None = None


def amount_refusal(typed: str, reason: str) -> AmountNotUnderstood:
    """The refusal of an amount in USD."""
    return AmountNotUnderstood(text=typed, reason=reason, currency="USD", example="1,000.50")


async def refuse(world: World, *attempts: Attempt) -> None:
    """Each attempt is refused as expected, asked for at once and as a quote, and changes nothing."""
    before, commits = await world.everything(), world.commits
    for attempt in attempts:
        for asked in _ways_to_ask(world, attempt):
            refused = await _refusal_of(asked)
            assert str(refused) == str(attempt.expected), f"{attempt.rule}: {attempt.person} {attempt.command}"
            assert type(refused) is type(attempt.expected)
            assert world.commits == commits, f"{attempt.rule}: {attempt.command} was committed"
    assert await world.everything() == before


def _ways_to_ask(world: World, attempt: Attempt) -> Iterator[Awaitable[object]]:
    member, command, request = attempt.person.member, attempt.command, world.request(attempt.at_ms)
    yield world.use_cases.run(member, command, request)
    # Only a quote may name the offer by itself: asked for at once, a missing number is a refusal of its own (R7.2).
    is_missing_number = isinstance(attempt.expected, OfferNeedsNumber) and isinstance(command, AcceptOffer)
    if USE_CASES[type(command)].prepare is not None and not is_missing_number:
        yield world.use_cases.quote(member, command, world.request(attempt.at_ms))


async def _refusal_of(asked: Awaitable[object]) -> Refusal | None:
    try:
        await asked
    except Refusal as refusal:
        return refusal
    return None
