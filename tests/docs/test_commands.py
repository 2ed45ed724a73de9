"""The page about commands tells of each one, as it is."""

from tests.cogs.conftest import unconnected
from tests.docs.commands import PAGE, named, rendered


async def test_the_page_is_what_the_program_says():
    assert PAGE.read_text(encoding="utf-8") == rendered(await unconnected()), "write it anew with `make docs`"


async def test_every_command_of_the_program_is_on_the_page():
    bot = await unconnected()
    groups = [command.to_dict(bot.tree) for command in bot.tree.get_commands()]
    there = [f"{group['name']} {command['name']}" for group in groups for command in group["options"]]
    assert sorted(named(rendered(bot))) == sorted(there)
