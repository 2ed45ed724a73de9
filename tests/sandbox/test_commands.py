"""Registering application commands."""

from bot.sandbox import Sandbox
from tests.sandbox.hand import STRING
from tests.sandbox.plain_rest import Rest


async def test_invalid_commands_are_refused(sandbox: Sandbox, rest: Rest):
    path = f"/applications/{sandbox.application_id}/commands"
    text = {"type": STRING, "name": "a", "description": "a"}
    invalid = [
        [{"name": "Upper", "description": "a"}],
        [{"name": "a b", "description": "a"}],
        [{"name": "a"}],
        [{"name": "a", "description": "x" * 101}],
        [{"name": "a", "description": "a"}] * 2,
        [{"name": "a", "description": "a", "options": [text, text]}],
        [{"name": "a", "description": "a", "options": [text, text | {"name": "b", "required": True}]}],
        [{"name": "a", "description": "a", "options": [text | {"name": f"o{number}"} for number in range(26)]}],
        [{"name": "a", "description": "a", "options": [text | {"choices": [{"name": "", "value": "a"}]}]}],
        [{"name": f"a{number}", "description": "a"} for number in range(101)],
        [{"name": f"a{number}", "type": 2} for number in range(16)],
        [{"name": "a", "type": 3, "description": "a"}],
    ]
    for commands in invalid:
        status, body = await rest("PUT", path, commands)
        assert (status, body["code"]) == (400, 50035), commands
    assert await rest("GET", path) == (200, [])


async def test_registering_keeps_ids_and_counts_creates(sandbox: Sandbox, rest: Rest, clock):
    path = f"/applications/{sandbox.application_id}/commands"
    sandbox.world.limits.daily_command_creates = 2
    _, [first] = await rest("PUT", path, [{"name": "a", "description": "a"}])
    _, [again] = await rest("PUT", path, [{"name": "a", "description": "other"}])
    assert (again["id"], again["description"]) == (first["id"], "other")
    assert (await rest("POST", path, {"name": "b", "description": "b"}))[0] == 201
    status, body = await rest("POST", path, {"name": "c", "description": "c"})
    assert (status, body["code"]) == (429, 30034)
    assert (await rest("DELETE", f"{path}/{first['id']}"))[0] == 204
    assert (await rest("GET", f"{path}/{first['id']}"))[1]["code"] == 10063
    clock.move(seconds=86_400)
    assert (await rest("POST", path, {"name": "c", "description": "c"}))[0] == 201
