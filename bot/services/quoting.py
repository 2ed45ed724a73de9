"""Quotes: what a command would do, shown before it is confirmed (R9.2)."""

from dataclasses import dataclass

from bot.services.commands import Command
from bot.services.receipts import Facts

QUOTE_LIFE_MS = 15 * 60 * 1_000
"""How long a quote may be confirmed, in milliseconds."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A command made definite, with the facts that its author is shown."""

    command: Command
    what: str
    facts: Facts
    case_id: int | None = None


def holds(quoted: Facts, now: Facts) -> bool:
    """Whether a quote still says what is so. Times move on by themselves, and so may the rest of the wallet."""

    def lasting(facts: Facts) -> Facts:
        return {name: fact for name, fact in facts.items() if not name.endswith("_at_ms") and name != "wallet_minor"}

    return lasting(quoted) == lasting(now)
