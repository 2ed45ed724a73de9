"""`docs/commands.md`, made from the commands as Discord is told of them: `python -m tests.docs.commands` writes it."""

import asyncio
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from discord import AppCommandOptionType, AppCommandType

from bot.discord_bot import ParleyBot
from cogs.menus import CONTEXT_MENUS
from tests.cogs.conftest import unconnected

PAGE: Final = Path(__file__).parents[2] / "docs" / "commands.md"
ORDER: Final = ("milestone", "dispute", "offer", "fee", "evidence", "wallet", "case", "cashier", "config")

_KINDS: Final = {
    AppCommandOptionType.string: "text",
    AppCommandOptionType.integer: "whole number",
    AppCommandOptionType.boolean: "yes or no",
    AppCommandOptionType.user: "member",
    AppCommandOptionType.channel: "channel",
    AppCommandOptionType.role: "role",
    AppCommandOptionType.attachment: "file",
}
_MENUS: Final = {AppCommandType.user: "on a member", AppCommandType.message: "on a message"}
_ABOUT: Final = """\
# Commands

Every command works inside a server only, and the bot itself refuses it to whoever may not use it, whatever the server's
command permissions say. Answers are shown to you alone; what the other side must see is posted in the case's room.

- Options in *italics* may be left out. `case` may be left out inside a case's room.
- Amounts are typed like `250`, `250.00` or `1,000.50`; durations like `4d`, `36h` or `1d 12h`.
- Cases, milestones, exhibits, projects and requests are suggested while you type, and only those that you may see.
  Their plain numbers work too: `42`, `CASE-0042`, `M-7`, `W-12`.
- A command with `confirm` first shows what it would do, and asks. `confirm: True` skips the question.
- Everything a party can do to a case is on a button of the case's card, too.

This page is made from the program (`make docs`), so it can't be out of date.
"""


def rendered(bot: ParleyBot) -> str:
    """The whole page."""
    commands = [command.to_dict(bot.tree) for command in bot.tree.get_commands()]
    groups = {command["name"]: command for command in commands}
    menus = [make().to_dict(bot.tree) for make in CONTEXT_MENUS]
    parts = [_ABOUT, *(_group(groups[name]) for name in ORDER), _menus(menus)]
    return "\n".join(parts)


def _group(group: Mapping[str, Any]) -> str:
    lines = [f"## /{group['name']}", "", group["description"], ""]
    for command in group["options"]:
        lines += [f"### /{group['name']} {command['name']}", "", command["description"], ""]
        options = [_option(option) for option in command["options"]]
        lines += [*options, ""] if options else []
    return "\n".join(lines)


def _option(option: Mapping[str, Any]) -> str:
    name = f"`{option['name']}`"
    kind = _KINDS[AppCommandOptionType(option["type"])]
    if option.get("choices"):
        kind = "one of " + ", ".join(f"`{choice['name']}`" for choice in option["choices"])
    return f"- {name if option['required'] else f'*{name}*'} ({kind}): {option['description']}"


def _menus(menus: list[dict[str, Any]]) -> str:
    lines = ["## Menus", "", "With a right click, or a long press on a phone, under *Apps*:", ""]
    lines += [f"- **{menu['name']}**, {_MENUS[AppCommandType(menu['type'])]}." for menu in menus]
    return "\n".join([*lines, ""])


def named(page: str) -> Iterator[str]:
    """The commands that a page tells of."""
    return (line.removeprefix("### /") for line in page.splitlines() if line.startswith("### /"))


async def _write() -> None:
    PAGE.write_text(rendered(await unconnected()), encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(_write())
