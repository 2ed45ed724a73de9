"""`parley audit`: proves the books and the record."""

import json
from collections.abc import Mapping
from typing import Annotated

import typer

from bot.cli.common import EXIT_FAULT, ConfigOption, load_config, told_in_a_sentence
from bot.domain.money import format_amount


def audit(
    config: ConfigOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object; amounts in minor units.")] = False,
) -> None:
    """Prove that the money adds up and that no event was altered. Works while the bot runs."""
    settings = load_config(config)
    with told_in_a_sentence():
        from bot import upkeep

        report = upkeep.audit(settings)
    if as_json:
        typer.echo(json.dumps({"ok": report.ok, "accounts": report.accounts, "faults": list(report.faults)}, indent=2))
    else:
        _print(report.accounts)
        typer.echo("The books balance and the record is whole." if report.ok else f"Broken: {report.faults[0]}")
        if len(report.faults) > 1:
            typer.echo(f"{len(report.faults) - 1} more; see all with --json.")
    if not report.ok:
        raise typer.Exit(EXIT_FAULT)


def _print(accounts: Mapping[str, Mapping[str, Mapping[str, int]]]) -> None:
    for guild_id, by_account in accounts.items():
        typer.echo(f"Server {guild_id}")
        for account, balances in by_account.items():
            for currency, amount_minor in balances.items():
                typer.echo(f"  {account:<40} {format_amount(amount_minor, currency):>24}")
