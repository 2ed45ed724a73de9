"""Registering application commands, globally and for one guild."""

from bot.sandbox.command_rules import check_commands, kind_of, stored_command
from bot.sandbox.components import Json, as_list
from bot.sandbox.errors import ApiError
from bot.sandbox.guild_payloads import command_payload
from bot.sandbox.model import Command, Guild
from bot.sandbox.routing import Call, Reply, RouteTable, ok

routes = RouteTable()
_GLOBAL = "/applications/{application_id}/commands"
_GUILD = "/applications/{application_id}/guilds/{guild_id}/commands"
_DAY_MS = 86_400_000


def _place(call: Call) -> tuple[dict[int, Command], Guild | None]:
    if call.id("application_id") != call.world.application_id:
        raise ApiError(0, status=403, text="Forbidden")
    if "guild_id" not in call.params:
        return call.world.commands, None
    guild = call.world.guilds.get(call.id("guild_id"))
    if guild is None or call.world.bot.id not in guild.members:
        raise ApiError(50001)
    return guild.commands, guild


def _register(call: Call, place: dict[int, Command], guild: Guild | None, body: Json) -> Command:
    """Make a command, or update the one of the same kind and name, which doesn't count against the day's limit."""
    world = call.world
    stored = stored_command(body)
    for command in place.values():
        if (command.kind, command.name) == (kind_of(body), body["name"]):
            if command.body != stored:
                command.body, command.version = stored, world.ids.next()
            return command
    now_ms = world.now_ms()
    key = None if guild is None else guild.id
    recent = [moment for moment in world.command_creates_at_ms.get(key, []) if now_ms - moment < _DAY_MS]
    if len(recent) >= world.limits.daily_command_creates:
        raise ApiError(30034, retry_after_seconds=(recent[0] + _DAY_MS - now_ms) / 1000)
    world.command_creates_at_ms[key] = [*recent, now_ms]
    command = Command(world.ids.next(), key, world.ids.next(), stored)
    place[command.id] = command
    return command


@routes.add("GET", _GLOBAL)
@routes.add("GET", _GUILD)
def list_commands(call: Call) -> Reply:
    """Return the registered commands."""
    place, _ = _place(call)
    return ok([command_payload(call.world, command) for command in place.values()])


@routes.add("PUT", _GLOBAL)
@routes.add("PUT", _GUILD)
def replace_commands(call: Call) -> Reply:
    """Replace all commands; those of an unchanged name keep their id."""
    place, guild = _place(call)
    bodies = as_list(call.body)
    check_commands(bodies)
    kept = {command.id: command for command in (_register(call, place, guild, body) for body in bodies)}
    place.clear()
    place.update(kept)
    call.world.changes.notify()
    return ok([command_payload(call.world, command) for command in kept.values()])


@routes.add("POST", _GLOBAL)
@routes.add("POST", _GUILD)
def create_command(call: Call) -> Reply:
    """Create or update one command."""
    place, guild = _place(call)
    others = [
        command.body
        for command in place.values()
        if (command.kind, command.name) != (kind_of(call.fields), call.fields.get("name"))
    ]
    check_commands([call.fields])
    check_commands([*others, call.fields])
    count = len(place)
    command = _register(call, place, guild, call.fields)
    call.world.changes.notify()
    return ok(command_payload(call.world, command), 200 if len(place) == count else 201)


@routes.add("GET", _GUILD + "/permissions")
def list_permissions(call: Call) -> Reply:
    """Return what a guild's own settings allow and deny to roles, members and channels, for each command."""
    _, guild = _place(call)
    return ok([] if guild is None else guild.command_permissions)


@routes.add("GET", _GLOBAL + "/{command_id}")
@routes.add("GET", _GUILD + "/{command_id}")
def get_command(call: Call) -> Reply:
    """Return one command; 10063 for an unknown one."""
    return ok(command_payload(call.world, _command(call)))


@routes.add("DELETE", _GLOBAL + "/{command_id}")
@routes.add("DELETE", _GUILD + "/{command_id}")
def delete_command(call: Call) -> Reply:
    """Delete one command; 10063 for an unknown one."""
    command = _command(call)
    place, _ = _place(call)
    del place[command.id]
    call.world.changes.notify()
    return Reply()


def _command(call: Call) -> Command:
    place, _ = _place(call)
    command = place.get(call.id("command_id"))
    if command is None:
        raise ApiError(10063)
    return command
