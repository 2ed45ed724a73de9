"""The commands that Discord is told of: names, options and their order, and what a newcomer reads about them."""

from collections.abc import Iterator
from typing import Any

import pytest
from discord import AppCommandOptionType as Kind
from discord import Permissions

from bot.domain.rulebook import Preset, Windows
from bot.domain.settings import ChannelKind, LimitName, RoomKind
from bot.domain.stages import Stage
from bot.services.agreements import PARTIES

# Required options, then optional ones; a plain name is a string.
COMMANDS: dict[str, tuple[str, str]] = {
    "milestone create": ("freelancer:user amount title", "currency project terms confirm:boolean"),
    "milestone propose": ("client:user amount title", "currency project terms"),
    "milestone fund": ("milestone", "confirm:boolean"),
    "milestone decline": ("milestone", "reason"),
    "milestone cancel": ("milestone", ""),
    "milestone request-release": ("milestone", "amount note"),
    "milestone request-return": ("milestone", "amount note"),
    "milestone answer-request": ("milestone decision", "reason confirm:boolean"),
    "milestone accept-terms": ("milestone", ""),
    "milestone release": ("milestone", "amount confirm:boolean"),
    "milestone return": ("milestone", "amount confirm:boolean"),
    "milestone list": ("", "state"),
    "milestone view": ("milestone", ""),
    "dispute open": (
        "milestone offer reason",
        "amount category more_milestones evidence:attachment confirm:boolean",
    ),
    "dispute challenge": ("statement", "offer case"),
    "dispute withdraw": ("", "reason case confirm:boolean"),
    "dispute give-in": ("", "case confirm:boolean"),
    "dispute answer": ("text", "file:attachment case"),
    "dispute extend": ("duration", "alone:boolean reason case"),
    "dispute answer-extension": ("decision", "case"),
    "dispute answer-withdrawal": ("decision", "case"),
    "dispute status": ("", "case"),
    "dispute list": ("", "state"),
    "dispute history": ("", "case"),
    "dispute export": ("", "files:boolean case"),
    "offer make": ("amount", "note expires case confirm:boolean"),
    "offer accept": ("", "number:integer case confirm:boolean"),
    "offer decline": ("", "number:integer reason case"),
    "offer withdraw": ("", "case"),
    "offer list": ("", "case"),
    "fee quote": ("", "case"),
    "fee pay": ("", "case confirm:boolean"),
    "fee status": ("", "case"),
    "evidence add": ("description", "file:attachment file2:attachment file3:attachment link case"),
    "evidence list": ("", "case"),
    "evidence show": ("exhibit", "case"),
    "evidence withdraw": ("exhibit", "case"),
    "evidence rest": ("", "case confirm:boolean"),
    "wallet show": ("", ""),
    "wallet history": ("", ""),
    "wallet deposit": ("amount", "currency reference"),
    "wallet withdraw": ("amount", "currency reference"),
    "wallet cancel": ("request", ""),
    "wallet export": ("", ""),
    "case queue": ("", "stage assigned:user"),
    "case view": ("", "case"),
    "case claim": ("", "case"),
    "case ask": ("party question", "window case"),
    "case rule": ("freelancer_amount", "findings case confirm:boolean"),
    "case escalate": ("reason", "case confirm:boolean"),
    "case hold": ("reason", "case"),
    "case extend": ("duration reason", "case"),
    "case resume": ("", "case"),
    "case assign": ("member:user", "case"),
    "case recuse": ("reason", "case"),
    "case note": ("text", "case"),
    "case close-room": ("", "case"),
    "case remove": ("member:user reason", "case"),
    "case history": ("", "case"),
    "case export": ("", "files:boolean case"),
    "case stats": ("", "days:integer"),
    "cashier pending": ("", ""),
    "cashier confirm": ("request", "amount reference confirm:boolean"),
    "cashier decline": ("request reason", ""),
    "cashier payout": ("amount", "currency reference confirm:boolean"),
    "config show": ("", ""),
    "config role": ("kind role:role", ""),
    "config channel": ("kind channel:channel", ""),
    "config fee": ("", "currency rate minimum cap refund"),
    "config window": ("name duration", ""),
    "config limit": ("name value", "currency"),
    "config rulebook": ("preset", ""),
    "config threshold": ("small_balance", "currency"),
    "config rooms": ("kind", ""),
    "config currency": ("currency action", ""),
    "config reminders": ("steps", ""),
    "config retention": ("room", ""),
    "config switch": ("name on:boolean", ""),
    "config block": ("member:user blocked:boolean", "reason"),
    "config erase": ("member:user reason", "confirm:boolean"),
    "config history": ("", ""),
    "config check": ("", ""),
    "config setup": ("", "confirm:boolean"),
}

COMPLETED = frozenset({"case", "milestone", "exhibit", "project", "request"})
MOST_CHARACTERS = 8_000


def payload(bot) -> list[dict[str, Any]]:
    return [command.to_dict(bot.tree) for command in bot.tree.get_commands()]


def subcommands(bot) -> dict[str, dict[str, Any]]:
    return {f"{group['name']} {sub['name']}": sub for group in payload(bot) for sub in group["options"]}


def spec(option: dict[str, Any]) -> str:
    kind = Kind(option["type"])
    return option["name"] if kind is Kind.string else f"{option['name']}:{kind.name}"


def option(bot, command: str, name: str) -> dict[str, Any]:
    return next(item for item in subcommands(bot)[command]["options"] if item["name"] == name)


def values(choices: list[dict[str, Any]]) -> list[str]:
    return [choice["value"] for choice in choices]


def everything_named(node: dict[str, Any]) -> Iterator[str]:
    yield from (node["name"], node.get("description", ""))
    for choice in node.get("choices", []):
        yield from (choice["name"], str(choice["value"]))
    for child in node.get("options", []):
        yield from everything_named(child)


def test_the_commands_are_the_contract(bot):
    assert set(subcommands(bot)) == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_options_stand_in_order_with_the_required_ones_first(bot, name):
    options = subcommands(bot)[name]["options"]
    required, optional = (words.split() for words in COMMANDS[name])
    assert [spec(item) for item in options if item["required"]] == required
    assert [spec(item) for item in options] == required + optional


def test_every_description_is_a_sentence_that_fits(bot):
    for name, command in subcommands(bot).items():
        for node in (command, *command["options"]):
            text = node["description"]
            assert 10 < len(text) <= 100, (name, text)
            assert text[0].isupper(), (name, text)
            assert text.endswith("."), (name, text)
    for group in payload(bot):
        assert 10 < len(group["description"]) <= 100


def test_no_command_is_larger_than_discord_takes(bot):
    for group in payload(bot):
        assert sum(len(text) for text in everything_named(group)) <= MOST_CHARACTERS, group["name"]


def test_commands_exist_in_servers_only(bot):
    for group in payload(bot):
        assert group["contexts"] == [0], group["name"]
        assert group["integration_types"] == [0], group["name"]
        assert group["dm_permission"] is False


def test_only_the_configuration_is_hidden_from_members(bot):
    wanted = {group["name"]: group["default_member_permissions"] for group in payload(bot)}
    assert wanted.pop("config") == Permissions(manage_guild=True).value
    assert set(wanted.values()) == {None}


def test_what_has_a_number_or_a_title_is_completed(bot):
    for name, command in subcommands(bot).items():
        for item in command["options"]:
            assert item.get("autocomplete", False) is (item["name"] in COMPLETED), (name, item["name"])


@pytest.mark.parametrize(
    ("command", "name", "expected"),
    [
        ("config role", "kind", ["moderator", "arbitrator", "cashier"]),
        ("config channel", "kind", [kind.value for kind in ChannelKind]),
        ("config fee", "refund", ["winner", "none", "proportional"]),
        ("config limit", "name", [limit.value for limit in LimitName]),
        ("config window", "name", list(Windows.__slots__)),
        ("config rulebook", "preset", [preset.value for preset in Preset]),
        ("config rooms", "kind", [kind.value for kind in RoomKind]),
        ("config currency", "action", ["add", "remove", "default"]),
        ("milestone answer-request", "decision", ["approve", "decline"]),
        ("dispute answer-extension", "decision", ["agree", "refuse"]),
        ("dispute answer-withdrawal", "decision", ["agree", "refuse"]),
        ("case ask", "party", list(PARTIES)),
        ("case queue", "stage", [stage.value for stage in Stage if stage is not Stage.ENDED]),
        ("milestone list", "state", ["open", "locked", "done"]),
        ("dispute list", "state", ["open", "ended"]),
    ],
)
def test_choices_are_what_the_rules_know(bot, command, name, expected):
    assert values(option(bot, command, name)["choices"]) == expected
