"""`parley doctor`: looks at everything that the bot needs."""

import shutil
import sys
import textwrap

import typer

from bot.cli.common import EXIT_FAULT, ConfigOption, load_config, told_in_a_sentence

_COLOURS = {"ok": typer.colors.GREEN, "warning": typer.colors.YELLOW, "fault": typer.colors.RED}

_INDENT = 9


def doctor(config: ConfigOption = None) -> None:
    """Look at the token, intents, permissions, clock, database, evidence and disk, and say how to mend what is wrong.

    Works while the bot runs, and changes nothing. The exit code is 1 if there is a fault.
    """
    settings = load_config(config)
    with told_in_a_sentence():
        from bot import upkeep
        from bot.config import file_of

        findings = upkeep.doctor(settings, file_of(config))
    for finding in findings:
        level = typer.style(f"{finding.level.value:<8}", fg=_COLOURS[finding.level.value])
        typer.echo(f"{level} {_laid_out(finding.line)}")
    faults, warnings = (sum(finding.level.value == level for finding in findings) for level in ("fault", "warning"))
    typer.echo(f"{_counted(faults, 'fault')}, {_counted(warnings, 'warning')}.")
    if faults:
        raise typer.Exit(EXIT_FAULT)


def _laid_out(line: str) -> str:
    """One line for programs; for people as many as the terminal needs, set in below the first."""
    if not sys.stdout.isatty():
        return line
    width = max(shutil.get_terminal_size().columns - _INDENT, _INDENT)
    rows = textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False)
    return f"\n{' ' * _INDENT}".join(rows)


def _counted(number: int, word: str) -> str:
    return f"{number or 'No'} {word}{'' if number == 1 else 's'}"
