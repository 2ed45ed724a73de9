"""Requests for a cashier."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, insert, or_, select, update

from bot.domain.wallet_requests import WalletRequest, WalletRequestState
from storage.mapping import RowMapper
from storage.repositories.base import Repository, chunks, same, spelled_out
from storage.tables import wallet_requests

_REQUEST = RowMapper(WalletRequest)


class SqlWalletRequestRepository(Repository):
    """Deposits and withdrawals of a guild's members."""

    async def get(self, guild_id: int, request_id: int) -> WalletRequest | None:
        """The request of that number; locked in a writing transaction."""
        query = select(wallet_requests).where(*same(wallet_requests, guild_id=guild_id, request_id=request_id))
        row = await self._one(self._locked(query))
        return None if row is None else _REQUEST.from_row(row)

    async def add(self, request: WalletRequest) -> None:
        """Keep a new request."""
        await self._transaction.execute(insert(wallet_requests).values(**_REQUEST.to_row(request)))

    async def save(self, request: WalletRequest) -> None:
        """Write what became of a request. Raises Busy if it is no longer pending: another was faster."""
        found = same(
            wallet_requests,
            guild_id=request.guild_id,
            request_id=request.request_id,
            state=WalletRequestState.PENDING.value,
        )
        await self._change_one(update(wallet_requests).where(*found).values(**_REQUEST.to_row(request)))

    async def pending(self, guild_id: int) -> list[WalletRequest]:
        """All that wait for a cashier, oldest first."""
        return await self._find(
            wallet_requests.c.guild_id == guild_id,
            wallet_requests.c.state == spelled_out(WalletRequestState.PENDING.value),
        )

    async def of_member(self, guild_id: int, member_id: int) -> list[WalletRequest]:
        """All of one member, newest first."""
        mine = await self._find(wallet_requests.c.guild_id == guild_id, wallet_requests.c.member_id == member_id)
        return list(reversed(mine))

    async def handled_by(self, guild_id: int, cashier_id: int) -> list[WalletRequest]:
        """Others' that a member answered as a cashier, alone or with a second one, oldest first."""
        by_them = or_(wallet_requests.c.closed_by_id == cashier_id, wallet_requests.c.first_cashier_id == cashier_id)
        others = wallet_requests.c.member_id != cashier_id
        return await self._find(wallet_requests.c.guild_id == guild_id, by_them, others)

    async def waiting_or_since(self, guild_id: int, member_id: int, since_ms: int) -> list[WalletRequest]:
        """One member's that wait for a cashier, or were made after a moment, oldest first."""
        counts = or_(
            wallet_requests.c.state == spelled_out(WalletRequestState.PENDING.value),
            wallet_requests.c.created_at_ms > since_ms,
        )
        return await self._find(*same(wallet_requests, guild_id=guild_id, member_id=member_id), counts)

    async def some(self, guild_id: int, request_ids: Collection[int]) -> dict[int, WalletRequest]:
        """Those of these numbers, by number."""
        found: dict[int, WalletRequest] = {}
        for chunk in chunks(request_ids):
            those = wallet_requests.c.request_id.in_(chunk)
            found |= {item.request_id: item for item in await self._find(wallet_requests.c.guild_id == guild_id, those)}
        return found

    async def erase_references(self, guild_id: int, member_id: int) -> None:
        """Remove what a member wrote to cashiers about closed requests, and what they wrote back."""
        theirs = same(wallet_requests, guild_id=guild_id, member_id=member_id)
        closed = wallet_requests.c.state != WalletRequestState.PENDING.value
        nothing = {"reference": None, "settled_reference": None, "close_reason": None}
        await self._transaction.execute(update(wallet_requests).where(*theirs, closed).values(**nothing))

    async def _find(self, *conditions: ColumnElement[bool]) -> list[WalletRequest]:
        query = select(wallet_requests).where(*conditions).order_by(wallet_requests.c.request_id)
        return [_REQUEST.from_row(row) for row in await self._all(query)]
