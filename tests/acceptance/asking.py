"""Every command and button that there is, asked by somebody, whatever is filled in: new ones are asked too."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.sandbox import Answer, Attachment, Channel, Person, RefusedError
from bot.ui.buttons import Act
from tests.acceptance.forging import press, send_form
from tests.acceptance.world import FINDINGS, World

READING: Final = frozenset(
    {"status", "export", "list", "history", "view", "show", "quote", "queue", "pending", "stats"}
)
"""The last words of commands that only show something."""

_SUBCOMMAND, _GROUP, _STRING, _INTEGER, _BOOLEAN, _USER, _CHANNEL, _ROLE = 1, 2, 3, 4, 5, 6, 7, 8
_ATTACHMENT: Final = 11
_WORDS: Final = FINDINGS[:200]
_TYPED: Final[Mapping[str, str]] = {
    "amount": "1",
    "freelancer_amount": "1",
    "offer": "1",
    "duration": "2h",
    "currency": "USD",
    "value": "1",
    "rate": "5%",
    "minimum": "1",
    "small_balance": "1",
    "steps": "half",
}
SUBJECTS: Final = frozenset({"case", "milestone", "exhibit", "request", "project"})
"""Options that name something that may be another's."""


@dataclass(frozen=True)
class Leaf:
    """A command as it is typed, with what Discord knows of its options."""

    name: str
    options: tuple[dict[str, Any], ...]

    @property
    def reads(self) -> bool:
        """Whether it changes nothing."""
        return self.name.split()[-1] in READING

    @property
    def subjects(self) -> set[str]:
        """Which of its options name something."""
        return {option["name"] for option in self.options} & SUBJECTS

    def fill(self, world: World, *, well: bool = True, **given: object) -> dict[str, object]:
        """Something for each option that must be filled in, and for those given; what can be confirmed is.

        Not `well` is what nobody understands, in every option that takes a text.
        """
        filled: dict[str, object] = {}
        for option in self.options:
            name = option["name"]
            if name in given:
                filled[name] = given[name]
            elif name == "confirm":
                filled[name] = True
            elif not well and option["type"] == _STRING and not option.get("choices"):
                filled[name] = "?"
            elif option.get("required") or name == "findings":
                filled[name] = _value(world, option)
        return filled


def _value(world: World, option: Mapping[str, Any]) -> object:
    if option.get("choices"):
        return option["choices"][0]["value"]
    values: dict[int, object] = {
        _STRING: _TYPED.get(option["name"], _WORDS),
        _INTEGER: 1,
        _BOOLEAN: True,
        _USER: world.stranger,
        _CHANNEL: world.lobby,
        _ROLE: world.roles["moderator"],
        _ATTACHMENT: Attachment("note.txt", b"A note."),
    }
    return values[option["type"]]


def leaves(world: World) -> Iterator[Leaf]:
    """All commands that can be typed, as the bot has registered them."""
    for command in world.sandbox.world.commands.values():
        if command.kind == 1:
            yield from _below(command.name, command.body)


def _below(name: str, body: Mapping[str, Any]) -> Iterator[Leaf]:
    options = body.get("options") or []
    nested = [option for option in options if option["type"] in (_SUBCOMMAND, _GROUP)]
    if not nested:
        yield Leaf(name, tuple(options))
    for option in nested:
        yield from _below(f"{name} {option['name']}", option)


async def asked(person: Person, channel: Channel, leaf: Leaf, filled: Mapping[str, object]) -> Answer | None:
    """The answer; None for a command that Discord doesn't show to this person."""
    try:
        return await person.slash(channel, leaf.name, **filled)
    except RefusedError as refused:
        if "hidden" not in str(refused):
            raise
        return None


async def complete(person: Person, channel: Channel, leaf: Leaf, **given: object) -> dict[str, list[tuple[str, Any]]]:
    """What is suggested to the person for each option that suggests something."""
    suggested: dict[str, list[tuple[str, Any]]] = {}
    for option in leaf.options:
        if option.get("autocomplete"):
            others = {name: value for name, value in given.items() if name != option["name"]}
            known = {name: value for name, value in others.items() if name in {item["name"] for item in leaf.options}}
            try:
                found = await person.autocomplete(channel, leaf.name, option=option["name"], **known)
            except RefusedError:
                continue
            suggested[option["name"]] = found
    return suggested


ACTS: Final = [act for act in Act if act not in {Act.CONFIRM, Act.CANCEL, Act.PICK_MILESTONES, Act.PROPOSE}]
"""What can be pressed about something that has a number of ours."""


async def pressed(person: Person, own: Answer, act: Act, subject: str) -> list[Answer]:
    """What a press on a forged button under one's own answer brings, and what the form brings that it opens."""
    assert own.message is not None
    channel = own.interaction.channel
    answers = [await press(person, own.message, f"p1:{act}:{subject}:1")]
    modal = answers[0].modal
    if modal is not None:
        typed = {item["custom_id"]: _typed(item) for _, item in modal.inputs}
        answers.append(await send_form(person, channel, modal.custom_id, typed))
    return answers


def _typed(item: Mapping[str, Any]) -> str:
    return _TYPED.get(item["custom_id"], _WORDS) if item["type"] == 4 else ""


def bare(answer: Answer) -> str:
    """All that an answer shows, but for the numbers of cases, milestones and requests."""
    assert answer.modal is not None or answer.ephemeral, answer
    shown = [answer.modal.raw] if answer.modal else [[item.text, item.model.components] for item in answer.messages]
    named = re.sub(r"\b(CASE|M|W)-\d+\b", r"\1-#", json.dumps(shown))
    return re.sub(r"(\bp1:[a-z-]+(?:\.\d+)?:)\d+(?=:)", r"\1#", named)
