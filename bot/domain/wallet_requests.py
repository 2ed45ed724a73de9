"""Money in and out of the server (R2.8): requests that a cashier confirms or declines."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from bot.domain.actors import Actor, StaffRole
from bot.domain.errors import ConflictOfInterest, HalfConfirmed, NoSuchRequest, RequestClosed, SameCashier
from bot.domain.ledger import FEES, WORLD, LedgerTransaction, member_account, transfer, withdrawal_account
from bot.domain.money import LARGEST_TYPED_MINOR, require_between


class WalletRequestKind(StrEnum):
    """Into the wallet, out of it, or earned fees out of the server (which takes two cashiers always)."""

    DEPOSIT = "deposit"
    WITHDRAWAL = "withdrawal"
    PAYOUT = "payout"


class WalletRequestState(StrEnum):
    """What became of a request."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    CANCELLED = "cancelled"


_KEY: Final = "wallet"


def moved_for(transaction_key: str) -> int | None:
    """The number of the wallet request that a ledger transaction moved money for; None for all others."""
    what, _, rest = transaction_key.partition(":")
    return int(rest.partition(":")[0]) if what == _KEY else None


@dataclass(frozen=True, slots=True)
class WalletRequest:
    """A member's wish to bring money in or take it out; amounts in minor units.

    `settled_minor` is what was really received or paid, which may differ for a deposit. Where two cashiers must
    confirm, `first_cashier_id` is who did so first, `first_minor` the sum that they named; `settled_reference` is the
    first one's until the second names another. A payout is its maker's
    wish, who is the first of its two cashiers.
    """

    guild_id: int
    request_id: int
    member_id: int
    kind: WalletRequestKind
    currency: str
    amount_minor: int
    reference: str | None
    created_at_ms: int
    state: WalletRequestState = WalletRequestState.PENDING
    settled_minor: int | None = None
    settled_reference: str | None = None
    closed_by_id: int | None = None
    closed_at_ms: int | None = None
    close_reason: str | None = None
    pays_fee_of_case_id: int | None = None
    first_cashier_id: int | None = None
    first_minor: int | None = None

    def hold(self) -> LedgerTransaction | None:
        """What a withdrawal or payout holds from its making until it is answered; a deposit holds nothing."""
        if self.kind is WalletRequestKind.DEPOSIT:
            return None
        return self._move("hold", self.created_at_ms, self.source_account, self._held_account)

    @property
    def first_of_two_id(self) -> int | None:
        """Who confirmed first where it takes two: a payout is confirmed first by who asks for it."""
        return self.member_id if self.kind is WalletRequestKind.PAYOUT else self.first_cashier_id

    @property
    def source_account(self) -> str:
        """Where the money comes from that goes out."""
        return FEES if self.kind is WalletRequestKind.PAYOUT else member_account(self.member_id)

    @property
    def _held_account(self) -> str:
        return withdrawal_account(self.request_id)

    def _move(
        self, step: str, at_ms: int, source: str, target: str, amount_minor: int | None = None
    ) -> LedgerTransaction:
        moved_minor = self.amount_minor if amount_minor is None else amount_minor
        cause = f"{self.kind.value}_{step}"
        transaction = transfer(
            f"{_KEY}:{self.request_id}:{step}", cause, at_ms, self.currency, [(source, target, moved_minor)]
        )
        if transaction is None:
            raise ValueError("a wallet request of nothing is never made")
        return transaction

    def _require_pending(self) -> None:
        if self.state is not WalletRequestState.PENDING:
            raise RequestClosed(
                request_id=self.request_id,
                state=self.state.value,
                by_member_id=self.closed_by_id,
                at_ms=self.closed_at_ms or self.created_at_ms,
            )

    def barred(self, by: Actor, opponents: frozenset[int]) -> str | None:
        """Why this cashier may not answer it (R10.3), as a key: their own, or one of somebody with whom they have an
        open case; None where they may."""
        if by.member_id == self.member_id:
            return "own_request"
        return "opponent_request" if self.member_id in opponents else None

    def require_cashier(self, by: Actor, opponents: frozenset[int]) -> None:
        """Raise StaffOnly, or ConflictOfInterest for oneself and for those with whom one has an open case (R10.3)."""
        by.require(StaffRole.CASHIER)
        barred = self.barred(by, opponents)
        if barred is not None:
            raise ConflictOfInterest(reason=barred)

    def takes_two(self, two_people_minor: int | None) -> bool:
        """Whether two cashiers must confirm it as it stands (R2.8)."""
        return self.kind is WalletRequestKind.PAYOUT or self._needs_two(self.amount_minor, two_people_minor)

    def confirm(
        self,
        *,
        by: Actor,
        at_ms: int,
        opponents: frozenset[int],
        received_minor: int | None,
        reference: str | None,
        two_people_minor: int | None = None,
    ) -> tuple["WalletRequest", LedgerTransaction | None]:
        """The money has come in, or is paid out. A deposit may name a different sum received (R2.8).

        Above `two_people_minor` the first confirmation moves nothing yet, and the second must be another cashier's and
        name the same sum. Raises StaffOnly, ConflictOfInterest, RequestClosed, SameCashier, or AmountOutOfRange for a
        sum that can't have come in and for another sum than the one held or named first.
        """
        self.require_cashier(by, opponents)
        self._require_pending()
        settled_minor = self._settled(received_minor)
        if self._needs_two(settled_minor, two_people_minor):
            if self.first_cashier_id is None:
                first = replace(self, first_cashier_id=by.member_id, first_minor=settled_minor)
                return replace(first, settled_reference=reference), None
            if self.first_cashier_id == by.member_id:
                raise SameCashier(request_id=self.request_id)
        source, target = self._held_account, WORLD
        if self.kind is WalletRequestKind.DEPOSIT:
            source, target = WORLD, member_account(self.member_id)
        transaction = self._move("confirmed", at_ms, source, target, settled_minor)
        closed = self._closed(WalletRequestState.CONFIRMED, by.member_id, at_ms, None)
        kept = reference or self.settled_reference
        return replace(closed, settled_minor=settled_minor, settled_reference=kept), transaction

    def _settled(self, received_minor: int | None) -> int:
        """The sum that is confirmed: for a deposit what came in, for all else what is held."""
        named_minor = self.amount_minor if self.first_minor is None else self.first_minor
        if received_minor is None:
            return named_minor
        if self.kind is WalletRequestKind.DEPOSIT and self.first_minor is None:
            return require_between(received_minor, 1, LARGEST_TYPED_MINOR, self.currency)
        return require_between(received_minor, named_minor, named_minor, self.currency)

    def _needs_two(self, settled_minor: int, two_people_minor: int | None) -> bool:
        # The limit may have been lowered or lifted meanwhile: a first confirmation alone never moves anything.
        if self.kind is WalletRequestKind.PAYOUT or two_people_minor is None:
            return False
        return max(settled_minor, self.amount_minor, self.first_minor or 0) > two_people_minor

    def decline(
        self, *, by: Actor, at_ms: int, opponents: frozenset[int], reason: str
    ) -> tuple["WalletRequest", LedgerTransaction | None]:
        """A cashier says no; what was held goes back to where it came from."""
        self.require_cashier(by, opponents)
        return self._give_back(WalletRequestState.DECLINED, by.member_id, at_ms, reason)

    def cancel(self, *, by: Actor, at_ms: int) -> tuple["WalletRequest", LedgerTransaction | None]:
        """Its author takes the request back. Raises NoSuchRequest, RequestClosed, or HalfConfirmed: what a cashier has
        confirmed already may have been paid."""
        if by.member_id != self.member_id:
            raise NoSuchRequest(request_id=self.request_id)
        self._require_pending()
        if self.first_cashier_id is not None:
            raise HalfConfirmed(request_id=self.request_id, first_cashier_id=self.first_cashier_id)
        return self._give_back(WalletRequestState.CANCELLED, by.member_id, at_ms, None)

    def _give_back(
        self, ended: WalletRequestState, by_id: int, at_ms: int, reason: str | None
    ) -> tuple["WalletRequest", LedgerTransaction | None]:
        self._require_pending()
        transaction = None
        if self.kind is not WalletRequestKind.DEPOSIT:
            transaction = self._move(ended.value, at_ms, self._held_account, self.source_account)
        return self._closed(ended, by_id, at_ms, reason), transaction

    def _closed(self, ended: WalletRequestState, by_id: int, at_ms: int, reason: str | None) -> "WalletRequest":
        return replace(self, state=ended, closed_by_id=by_id, closed_at_ms=at_ms, close_reason=reason)
