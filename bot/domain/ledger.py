"""The double-entry ledger (R2.3): transactions of entries that sum to zero per currency, never changed afterwards."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

WORLD: Final = "world"
"""Everything outside the server; the only account that may be below zero (R2.4)."""

FEES: Final = "fees"
"""Arbitration fees that the server has earned."""


def member_account(member_id: int) -> str:
    """A member's wallet."""
    return f"member:{member_id}"


def escrow_account(milestone_id: int) -> str:
    """What a milestone holds."""
    return f"escrow:{milestone_id}"


def deposit_account(case_id: int, member_id: int) -> str:
    """A party's arbitration fee while its fate is open."""
    return f"deposit:{case_id}:{member_id}"


def withdrawal_account(request_id: int) -> str:
    """What is held until a cashier answers a withdrawal."""
    return f"withdrawal:{request_id}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a transaction; a positive amount is added to the account."""

    account: str
    currency: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class LedgerTransaction:
    """Entries that move together. The idempotency key is unique in its guild, so that nothing is posted twice."""

    idempotency_key: str
    cause: str
    at_ms: int
    entries: tuple[Entry, ...]
    case_id: int | None = None

    def __post_init__(self) -> None:
        """Raise ValueError for entries that don't balance: a fault of ours, never of a person's."""
        sums: dict[str, int] = defaultdict(int)
        for entry in self.entries:
            if entry.amount_minor == 0:
                raise ValueError(f"{self.idempotency_key}: an entry of nothing on {entry.account}")
            sums[entry.currency] += entry.amount_minor
        unbalanced = {currency: total for currency, total in sums.items() if total}
        if not self.entries or unbalanced:
            raise ValueError(f"{self.idempotency_key}: entries don't sum to zero: {unbalanced}")

    @property
    def digest(self) -> str:
        """SHA-256 over key, cause, time and entries; events that move money carry it (R11.1)."""
        lines = [[entry.account, entry.currency, entry.amount_minor] for entry in self.entries]
        text = json.dumps([self.idempotency_key, self.cause, self.at_ms, lines], separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def transfer(
    key: str,
    cause: str,
    at_ms: int,
    currency: str,
    moves: Iterable[tuple[str, str, int]],
    *,
    case_id: int | None = None,
) -> LedgerTransaction | None:
    """One transaction from `(from account, to account, amount_minor)` moves; None when nothing moves."""
    sums: dict[str, int] = defaultdict(int)
    for source, target, amount_minor in moves:
        sums[source] -= amount_minor
        sums[target] += amount_minor
    entries = tuple(Entry(account, currency, amount) for account, amount in sorted(sums.items()) if amount)
    return LedgerTransaction(key, cause, at_ms, entries, case_id) if entries else None
