"""The end of the story: the ledger, entry by entry, and the audit."""

from collections.abc import Mapping
from typing import Final

from rich.table import Table
from rich.text import Text

from bot.demo.narrator import Narrator
from bot.demo.words import date
from bot.domain.ledger import FEES, deposit_account, member_account
from bot.domain.money import format_amount
from bot.services.audit import Audit
from bot.services.ports import PostedTransaction

CURRENCY: Final = "USD"
FIRST_CASE: Final = 1


async def show_books(tell: Narrator, expected: Mapping[str, int]) -> None:
    """Print ledger, balances and audit, and check them. Raises StepFailed."""
    stage = tell.stage
    people = (stage.client, stage.freelancer)
    names = {member_account(person.id): person.name for person in people}
    names |= {deposit_account(FIRST_CASE, person.id): f"{person.name}'s fee deposit" for person in people}
    async with stage.app.storage.read() as uow:
        transactions = await uow.ledger.transactions(stage.guild.id)
        balances = await uow.ledger.balances(stage.guild.id)
    tell.chapter("The ledger")
    tell.console.print(_ledger(transactions, names))
    tell.console.print(_balances(balances, names))
    accounts = {name: account for account, name in names.items()} | {"fees": FEES}
    for name, amount_minor in expected.items():
        held_minor = balances.get(accounts[name], {}).get(CURRENCY, 0)
        tell.check(held_minor == amount_minor, f"{name} should hold {amount_minor} minor units", str(held_minor))

    report = await Audit(stage.app.storage).run()
    tell.check(report.ok, "the audit should find nothing", "; ".join(report.faults))
    tell.check(not stage.sandbox.unknown_routes, "Discord should know all requests", str(stage.sandbox.unknown_routes))
    tell.chapter("The audit")
    tell.console.print(Text("  The books balance, and the record is whole.", "bold green"))


def _ledger(transactions: list[PostedTransaction], names: Mapping[str, str]) -> Table:
    table = Table("When", "Why", "From", "To", title_justify="left", header_style="bold", border_style="dim")
    table.add_column("Amount", justify="right")
    for transaction in transactions:
        when, why = date(transaction.at_ms), transaction.cause.replace("_", " ")
        gives = [entry for entry in transaction.entries if entry.amount_minor < 0]
        takes = [entry for entry in transaction.entries if entry.amount_minor > 0]
        for taking in takes:
            source = ", ".join(names.get(entry.account, entry.account) for entry in gives)
            amount = format_amount(taking.amount_minor, taking.currency)
            table.add_row(when, why, source, names.get(taking.account, taking.account), amount)
            when = why = ""
    return table


def _balances(balances: Mapping[str, Mapping[str, int]], names: Mapping[str, str]) -> Table:
    table = Table("Account", header_style="bold", border_style="dim")
    table.add_column("Holds", justify="right")
    for account, by_currency in sorted(balances.items()):
        for currency, amount_minor in by_currency.items():
            table.add_row(names.get(account, account), format_amount(amount_minor, currency))
    return table
