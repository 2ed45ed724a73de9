"""What no client sends: presses, choices and forms that nobody was shown, with any id and any values."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.sandbox import Answer, Channel, Person, SeenMessage
from bot.sandbox.model import InteractionType

_SECONDS = 10.0
_ROW, _BUTTON, _SELECT, _TEXT_INPUT, _LABEL = 1, 2, 3, 4, 18


async def press(person: Person, message: SeenMessage, custom_id: str) -> Answer:
    """A press on a button of any id, as if it stood on that message."""
    button = {"type": _BUTTON, "id": 901, "style": 2, "label": "Forged", "custom_id": custom_id}
    return await _use(person, message, button, {"custom_id": custom_id, "component_type": _BUTTON, "id": 901})


async def choose(person: Person, message: SeenMessage, custom_id: str, values: Sequence[str]) -> Answer:
    """A choice of any values in a menu of any id, as if it stood on that message."""
    options = [{"label": "Forged", "value": "1"}]
    menu = {"type": _SELECT, "id": 901, "custom_id": custom_id, "options": options}
    data = {"custom_id": custom_id, "component_type": _SELECT, "id": 901, "values": list(values)}
    return await _use(person, message, menu, data)


async def _use(person: Person, message: SeenMessage, component: dict[str, Any], data: dict[str, Any]) -> Answer:
    assert message.channel is not None
    row = {"type": _ROW, "id": 900, "components": [component]}
    # discord.py hears only of components that the message has.
    message.model.components.append(row)
    try:
        return await person._act(InteractionType.COMPONENT, message.channel, data, _SECONDS, source=message.model)
    finally:
        if row in message.model.components:
            message.model.components.remove(row)


async def send_form(person: Person, channel: Channel, custom_id: str, values: Mapping[str, Any]) -> Answer:
    """A form of any id with any values, which nobody has opened."""
    fields = [
        {"type": _LABEL, "id": 2 * at + 1, "component": {"type": _TEXT_INPUT, "id": 2 * at + 2, **_field(name, value)}}
        for at, (name, value) in enumerate(values.items())
    ]
    data: dict[str, Any] = {"custom_id": custom_id, "components": fields}
    return await person._act(InteractionType.MODAL_SUBMIT, channel, data, _SECONDS)


def _field(name: str, value: Any) -> dict[str, Any]:
    return {"custom_id": name, "value": value}
