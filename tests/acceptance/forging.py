"""What no client sends: presses and forms that nobody was shown, with any id and any values."""

from collections.abc import Mapping
from typing import Any

from bot.sandbox import Answer, Channel, Person, SeenMessage
from bot.sandbox.model import InteractionType

_SECONDS = 10.0
_ROW, _BUTTON, _TEXT_INPUT, _LABEL = 1, 2, 4, 18


async def press(person: Person, message: SeenMessage, custom_id: str) -> Answer:
    """A press on a button of any id, as if it stood on that message."""
    assert message.channel is not None
    button = {"type": _BUTTON, "id": 901, "style": 2, "label": "Forged", "custom_id": custom_id}
    row = {"type": _ROW, "id": 900, "components": [button]}
    # discord.py hears only of buttons that the message has.
    message.model.components.append(row)
    data: dict[str, Any] = {"custom_id": custom_id, "component_type": _BUTTON, "id": 901}
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
