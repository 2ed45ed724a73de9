"""The double-entry ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from itertools import groupby

from sqlalchemy import ColumnElement, and_, bindparam, insert, select, update

from bot.domain.errors import NotEnoughMoney
from bot.domain.ledger import WORLD, Entry, LedgerTransaction
from bot.services.ports import LedgerLine, PostedTransaction
from storage.mapping import RowMapper
from storage.repositories.base import Repository, chunks, same
from storage.repositories.numbers import next_number
from storage.tables import accounts, ledger_entries, ledger_transactions

_LINE = RowMapper(LedgerLine)
_TOGETHER = and_(
    ledger_transactions.c.guild_id == ledger_entries.c.guild_id,
    ledger_transactions.c.transaction_id == ledger_entries.c.transaction_id,
)


class SqlLedgerRepository(Repository):
    """The accounts of a guild, and the transactions that made their balances."""

    async def post(self, guild_id: int, transaction: LedgerTransaction) -> None:
        """Post once, by the idempotency key.

        Raises NotEnoughMoney when an account but ``world`` would go below zero. The accounts are locked in order, so
        that two postings never wait for each other.
        """
        # First of all, and held to the end: it puts the postings of a guild in one row.
        transaction_id = await next_number(self._transaction, guild_id, "ledger_transaction")
        row = {
            "guild_id": guild_id,
            "transaction_id": transaction_id,
            "idempotency_key": transaction.idempotency_key,
            "cause": transaction.cause,
            "at_ms": transaction.at_ms,
            "case_id": transaction.case_id,
            "digest": transaction.digest,
            "posted": False,
        }
        await self._transaction.execute(insert(ledger_transactions).values(**row))
        await self._change_balances(guild_id, transaction)
        entries = [
            {
                "guild_id": guild_id,
                "transaction_id": transaction_id,
                "position": position,
                "account": entry.account,
                "currency": entry.currency,
                "amount_minor": entry.amount_minor,
                "posted": 1,
            }
            for position, entry in enumerate(transaction.entries, 1)
        ]
        await self._transaction.execute(insert(ledger_entries), entries)
        posted = same(ledger_transactions, guild_id=guild_id, transaction_id=transaction_id)
        await self._transaction.execute(update(ledger_transactions).where(*posted).values(posted=True))

    async def _change_balances(self, guild_id: int, transaction: LedgerTransaction) -> None:
        changes: dict[tuple[str, str], int] = defaultdict(int)
        for entry in transaction.entries:
            changes[entry.account, entry.currency] += entry.amount_minor
        touched = sorted(changes)
        new = [
            {"guild_id": guild_id, "account": account, "currency": currency, "balance_minor": 0}
            for account, currency in touched
        ]
        await self._transaction.execute(self._insert(accounts).on_conflict_do_nothing(), new)
        found = await self._all(
            self._locked(
                select(accounts)
                .where(
                    accounts.c.guild_id == guild_id,
                    # Not as pairs: SQLite would read all accounts of the guild.
                    accounts.c.account.in_([account for account, _ in touched]),
                    accounts.c.currency.in_(sorted({currency for _, currency in touched})),
                )
                .order_by(accounts.c.account, accounts.c.currency)
            )
        )
        before = {(row["account"], row["currency"]): row["balance_minor"] for row in found}
        new_balances: list[dict[str, object]] = []
        for account, currency in touched:
            change_minor = changes[account, currency]
            available_minor = before[account, currency]
            if change_minor < 0 and available_minor + change_minor < 0 and account != WORLD:
                raise NotEnoughMoney(available_minor=available_minor, needed_minor=-change_minor, currency=currency)
            if change_minor:
                balance_minor = available_minor + change_minor
                new_balances.append({"of_account": account, "in_currency": currency, "balance_minor": balance_minor})
        if new_balances:
            changed = (
                accounts.c.guild_id == guild_id,
                accounts.c.account == bindparam("of_account"),
                accounts.c.currency == bindparam("in_currency"),
            )
            await self._transaction.execute(update(accounts).where(*changed), new_balances)

    async def balance_minor(self, guild_id: int, account: str, currency: str) -> int:
        """What an account holds; 0 for one that was never used."""
        found = same(accounts, guild_id=guild_id, account=account, currency=currency)
        return await self._transaction.scalar(select(accounts.c.balance_minor).where(*found)) or 0

    async def balances(self, guild_id: int, named: Collection[str] | None = None) -> dict[str, dict[str, int]]:
        """The accounts of the guild, all or those named: account, currency, minor units."""
        found: dict[str, dict[str, int]] = defaultdict(dict)
        of_guild = select(accounts).where(*same(accounts, guild_id=guild_id))
        parts = [of_guild]
        if named is not None:
            parts = [of_guild.where(accounts.c.account.in_(chunk)) for chunk in chunks(named)]
        for query in parts:
            for row in await self._all(query):
                found[row["account"]][row["currency"]] = row["balance_minor"]
        return dict(found)

    async def lines(self, guild_id: int, account: str, limit: int) -> list[LedgerLine]:
        """The entries of an account, newest first."""
        rows = await self._all(
            select(
                ledger_entries.c.transaction_id,
                ledger_transactions.c.idempotency_key,
                ledger_transactions.c.at_ms,
                ledger_transactions.c.cause,
                ledger_transactions.c.case_id,
                ledger_entries.c.amount_minor,
                ledger_entries.c.currency,
            )
            .join(ledger_transactions, _TOGETHER)
            .where(*same(ledger_entries, guild_id=guild_id, account=account))
            .order_by(ledger_entries.c.transaction_id.desc(), ledger_entries.c.position.desc())
            .limit(limit)
        )
        return [_LINE.from_row(row) for row in rows]

    async def transactions(self, guild_id: int) -> list[PostedTransaction]:
        """All transactions of the guild in the order of their posting."""
        return await self._posted(ledger_transactions.c.guild_id == guild_id)

    async def of_case(self, guild_id: int, case_id: int) -> list[PostedTransaction]:
        """What moved for a case, oldest first."""
        return await self._posted(*same(ledger_transactions, guild_id=guild_id, case_id=case_id))

    async def _posted(self, *those: ColumnElement[bool]) -> list[PostedTransaction]:
        entry_rows = await self._all(
            select(ledger_entries)
            .join(ledger_transactions, _TOGETHER)
            .where(*those)
            .order_by(ledger_entries.c.transaction_id, ledger_entries.c.position)
        )
        entries = {
            transaction_id: tuple(Entry(row["account"], row["currency"], row["amount_minor"]) for row in rows)
            for transaction_id, rows in groupby(entry_rows, key=lambda row: row["transaction_id"])
        }
        query = select(ledger_transactions).where(*those).order_by(ledger_transactions.c.transaction_id)
        return [
            PostedTransaction(
                transaction_id=row["transaction_id"],
                idempotency_key=row["idempotency_key"],
                cause=row["cause"],
                at_ms=row["at_ms"],
                case_id=row["case_id"],
                digest=row["digest"],
                entries=entries.get(row["transaction_id"], ()),
            )
            for row in await self._all(query)
        ]
