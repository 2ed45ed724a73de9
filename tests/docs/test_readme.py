"""The README names the commands that there are: no more, no fewer."""

import re

from tests.cogs.test_command_tree import COMMANDS
from tests.docs.tables import DOCS

README = (DOCS.parent / "README.md").read_text(encoding="utf-8")


def test_the_table_of_commands_has_each_command() -> None:
    rows = [line for line in README.splitlines() if line.startswith("| ") and "`/" in line]
    named = [
        f"{group} {name.strip()}"
        for row in rows
        for group, names in re.findall(r"`/(\w+)` ([a-z, -]+)", row)
        for name in names.split(",")
    ]
    assert sorted(named) == sorted(COMMANDS)


def test_what_is_typed_in_the_text_is_a_command_with_these_options() -> None:
    for page in (README, *(path.read_text(encoding="utf-8") for path in DOCS.glob("*.md"))):
        for typed in re.findall(r"`?/((?:[a-z-]+ [a-z-]+)(?: [a-z_]+:[^\s`]+)*)", page):
            name, options = " ".join(typed.split()[:2]), re.findall(r"([a-z_]+):", typed)
            if name in COMMANDS:
                known = " ".join(COMMANDS[name]).replace(":", " ").split()
                assert set(options) <= set(known), typed
            else:
                assert name.split()[0] not in {command.split()[0] for command in COMMANDS}, typed
