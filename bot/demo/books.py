"""The end of the story: the ledger, entry by entry, and the audit."""

from collections.abc import Iterator, Mapping
from typing import Final

from rich.text import Text

from bot.demo.narrator import Narrator
from bot.demo.words import date
from bot.domain.ledger import FEES, WORLD, deposit_account, escrow_account, member_account
from bot.domain.money import format_amount
from bot.services.audit import Audit
from bot.services.ports import PostedTransaction

CURRENCY: Final = "USD"
FIRST_CASE: Final = 1
FIRST_MILESTONE: Final = 1


async def show_books(tell: Narrator, expected: Mapping[str, int]) -> None:
    """Print ledger, balances and audit, and check them. Raises StepFailed."""
    stage, page = tell.stage, tell.page
    people = (stage.client, stage.freelancer)
    names = {member_account(person.id): person.name for person in people}
    names |= {deposit_account(FIRST_CASE, person.id): f"{person.name}'s fee deposit" for person in people}
    names |= {escrow_account(FIRST_MILESTONE): f"escrow of M-{FIRST_MILESTONE}"}
    names |= {WORLD: "outside", FEES: "fees earned"}
    async with stage.app.storage.read() as uow:
        transactions = await uow.ledger.transactions(stage.guild.id)
        balances = await uow.ledger.balances(stage.guild.id)
    page.chapter("The ledger")
    tell.note("The entries of each movement sum to zero. “Outside” is where money comes from and goes to.")
    page.table(("When", "Why", "Account", "Change"), _entries(transactions, names))
    page.table(("Account", "Holds"), _holdings(balances, names))
    accounts = {name: account for account, name in names.items()}
    for name, amount_minor in expected.items():
        held_minor = balances.get(accounts[name], {}).get(CURRENCY, 0)
        tell.check(held_minor == amount_minor, f"{name} should hold {amount_minor} minor units", str(held_minor))

    report = await Audit(stage.app.storage).run()
    tell.check(report.ok, "the audit should find nothing", "; ".join(report.faults))
    tell.check(not stage.sandbox.unknown_routes, "Discord should know all requests", str(stage.sandbox.unknown_routes))
    page.chapter("The audit")
    page.line(Text("The books balance, and the record is whole.", "bold green"), indent=2)


def _entries(transactions: list[PostedTransaction], names: Mapping[str, str]) -> Iterator[tuple[str, str, str, str]]:
    for transaction in transactions:
        when, why = date(transaction.at_ms), transaction.cause.replace("_", " ")
        for entry in sorted(transaction.entries, key=lambda entry: entry.amount_minor):
            sign = "+" if entry.amount_minor > 0 else ""
            change = sign + format_amount(entry.amount_minor, entry.currency)
            yield when, why, names.get(entry.account, entry.account), change
            when = why = ""


def _holdings(balances: Mapping[str, Mapping[str, int]], names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for account, by_currency in sorted(balances.items()):
        for currency, amount_minor in by_currency.items():
            yield names.get(account, account), format_amount(amount_minor, currency)
