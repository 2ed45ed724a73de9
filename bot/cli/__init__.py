"""The command line, one file a command. Commands import what they run only when they run, so that help is quick."""

import typer

from bot.cli import audit, backup, check, demo, doctor, export, migrate, run, verify

app = typer.Typer(
    name="parley",
    help="Settles payment disputes on Discord: escrowed milestones, offers, fees, evidence and rulings.",
    no_args_is_help=True,
    add_completion=False,
    # Typer's own tracebacks show the values of variables, secrets among them.
    pretty_exceptions_enable=False,
)
app.command()(run.run)
app.command()(demo.demo)
app.command()(migrate.migrate)
app.command()(check.check)
app.command()(audit.audit)
app.command()(export.export)
app.command()(verify.verify)
app.command()(backup.backup)
app.command()(doctor.doctor)


def main() -> None:
    """Run the command line; ends the process with the command's exit code."""
    app(prog_name="parley")
