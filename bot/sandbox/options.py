"""Turns what a person types into the data of an interaction, and refuses what Discord's client would refuse."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox import command_rules as kinds
from bot.sandbox.components import Json, as_list
from bot.sandbox.drafts import Upload
from bot.sandbox.errors import RefusedError, SandboxError
from bot.sandbox.message_payloads import attachment_payload
from bot.sandbox.messages import store_file
from bot.sandbox.model import Channel, Command, Role, User
from bot.sandbox.payloads import channel_payload, member_payload, role_payload, user_payload
from bot.sandbox.permissions import Permission
from bot.sandbox.views import Attachment
from bot.sandbox.world import World


@dataclass
class Resolved:
    """Collects the `resolved` part: the objects that ids in the data stand for."""

    world: World
    channel: Channel
    parts: dict[str, Json] = field(default_factory=dict[str, Json])

    def add_user(self, user: User) -> str:
        """Note a user, with the member if they are one, and return the id."""
        self._part("users")[str(user.id)] = user_payload(user)
        guild = self.world.guild_of(self.channel)
        member = guild.members.get(user.id) if guild else None
        if member is not None:
            permissions = str(int(self.world.permissions_in(self.channel, user.id)))
            self._part("members")[str(user.id)] = member_payload(member, with_user=False) | {"permissions": permissions}
        return str(user.id)

    def add_role(self, role: Role) -> str:
        """Note a role and return the id."""
        self._part("roles")[str(role.id)] = role_payload(role)
        return str(role.id)

    def add_channel(self, channel: Channel, person: User) -> str:
        """Note a channel that a person picked and return the id."""
        payload = channel_payload(channel)
        payload["permissions"] = str(int(self.world.permissions_in(channel, person.id)))
        self._part("channels")[str(channel.id)] = payload
        return str(channel.id)

    def add_file(self, attachment: Attachment) -> str:
        """Upload a file and return the attachment's id."""
        if len(attachment.content) > self.world.limits.attachment_bytes:
            raise RefusedError(f"{attachment.filename} is larger than Discord takes")
        upload = Upload(
            attachment.filename, attachment.content, attachment.content_type, description=attachment.description
        )
        file = store_file(self.world, self.channel, upload, is_ephemeral=True)
        self._part("attachments")[str(file.id)] = attachment_payload(self.world, file)
        return str(file.id)

    def _part(self, name: str) -> Json:
        return self.parts.setdefault(name, {})


def find_command(world: World, channel: Channel, person: User, name: str, kind: int) -> Command:
    """Return the command of a name; raises RefusedError when there is none that this person may use here."""
    guild = world.guild_of(channel)
    if guild is not None and world.bot.id not in guild.members:
        raise RefusedError(f"{world.bot.name} is not in {guild.name}")
    candidates = [*(guild.commands.values() if guild else ()), *world.commands.values()]
    for command in candidates:
        if command.name == name and command.kind == kind:
            _check_usable(world, channel, person, command)
            return command
    known = sorted(command.name for command in candidates if command.kind == kind)
    raise RefusedError(f"no command {name!r} here; there are {known}")


def _check_usable(world: World, channel: Channel, person: User, command: Command) -> None:
    contexts = command.body.get("contexts")
    context = 0 if channel.guild_id is not None else 1
    if contexts is not None and context not in contexts:
        raise RefusedError(f"/{command.name} is not offered here")
    if context == 1 and command.body.get("dm_permission") is False:
        raise RefusedError(f"/{command.name} is not offered in direct messages")
    needed = command.body.get("default_member_permissions")
    if needed is None or context == 1:
        return
    held = world.permissions_in(channel, person.id)
    is_administrator = bool(held & Permission.ADMINISTRATOR)
    if not is_administrator and (int(needed) == 0 or held & int(needed) != int(needed)):
        raise RefusedError(f"/{command.name} is hidden from {person.name}")


def descend(command: Command, path: list[str]) -> list[Json]:
    """Return the chain of subcommand groups and subcommands that a path names; raises RefusedError."""
    chain: list[Json] = []
    options = as_list(command.body.get("options"))
    for name in path:
        found = next((option for option in options if option["name"] == name and option["type"] in (1, 2)), None)
        if found is None:
            known = [option["name"] for option in options if option["type"] in (1, 2)]
            raise RefusedError(f"/{command.name} has no subcommand {name!r}; there are {known}")
        chain.append(found)
        options = as_list(found.get("options"))
    if any(option["type"] in (kinds.SUBCOMMAND, kinds.SUBCOMMAND_GROUP) for option in options):
        raise RefusedError(f"/{command.name} needs one of the subcommands {[option['name'] for option in options]}")
    return chain


def command_data(command: Command, chain: list[Json], values: list[Json], resolved: Resolved) -> Json:
    """Return the `data` of a chat input command."""
    options = values
    for step in reversed(chain):
        options = [{"type": step["type"], "name": step["name"], "options": options}]
    data: Json = {"id": str(command.id), "name": command.name, "type": kinds.CHAT_INPUT, "options": options}
    if command.guild_id is not None:
        data["guild_id"] = str(command.guild_id)
    if resolved.parts:
        data["resolved"] = resolved.parts
    return data


def fill_options(
    specs: list[Json], given: Mapping[str, Any], resolved: Resolved, person: User, *, complete: bool = True
) -> list[Json]:
    """Return the options of a command as a person filled them; raises RefusedError for what the client refuses.

    An underscore in a given name may stand for a hyphen. `complete` demands every required option.
    """
    by_name: dict[str, Json] = {str(spec["name"]): spec for spec in specs}
    filled: dict[str, Any] = {}
    for name, value in given.items():
        known = name if name in by_name else name.replace("_", "-")
        if known not in by_name:
            raise RefusedError(f"no option {name!r}; there are {list(by_name)}")
        filled[known] = value
    missing = [name for name, spec in by_name.items() if spec.get("required") and name not in filled]
    if missing and complete:
        raise RefusedError(f"required options left out: {missing}")
    return [
        {"type": spec["type"], "name": name, "value": _value(spec, filled[name], resolved, person)}
        for name, spec in by_name.items()
        if filled.get(name) is not None
    ]


def _value(spec: Json, value: Any, resolved: Resolved, person: User) -> Any:
    kind = spec["type"]
    if kind in (kinds.STRING, kinds.INTEGER, kinds.NUMBER):
        return _scalar(spec, value)
    match kind:
        case kinds.BOOLEAN if isinstance(value, bool):
            return value
        case kinds.USER if isinstance(value, User):
            return resolved.add_user(value)
        case kinds.ROLE if isinstance(value, Role):
            return resolved.add_role(value)
        case kinds.CHANNEL if isinstance(value, Channel):
            allowed = spec.get("channel_types")
            if allowed and value.kind not in allowed:
                raise RefusedError(f"option {spec['name']!r} takes no channel of type {value.kind}")
            return resolved.add_channel(value, person)
        case kinds.MENTIONABLE if isinstance(value, User):
            return resolved.add_user(value)
        case kinds.MENTIONABLE if isinstance(value, Role):
            return resolved.add_role(value)
        case kinds.ATTACHMENT if isinstance(value, Attachment):
            return resolved.add_file(value)
        case _:
            raise RefusedError(f"option {spec['name']!r} of type {kind} can't take {value!r}")


def _scalar(spec: Json, value: Any) -> Any:
    name, kind = spec["name"], spec["type"]
    wanted: dict[int, tuple[type, ...]] = {
        kinds.STRING: (str,),
        kinds.INTEGER: (int,),
        kinds.NUMBER: (int, float),
    }
    if not isinstance(value, wanted[kind]) or isinstance(value, bool):
        raise RefusedError(f"option {name!r} of type {kind} can't take {value!r}")
    choices = as_list(spec.get("choices"))
    if choices:
        for choice in choices:
            if value in (choice["value"], choice["name"]):
                return choice["value"]
        raise RefusedError(f"option {name!r} offers only {[choice['name'] for choice in choices]}")
    size = len(value) if isinstance(value, str) else value
    prefix = "length" if isinstance(value, str) else "value"
    lowest, highest = spec.get(f"min_{prefix}"), spec.get(f"max_{prefix}", 6000 if prefix == "length" else None)
    if (lowest is not None and size < lowest) or (highest is not None and size > highest):
        raise RefusedError(f"option {name!r} must be between {lowest} and {highest}, not {size}")
    return value


def pick_values(component: Json, values: list[Any], resolved: Resolved, person: User) -> list[str]:
    """Return the values of a select menu as a person picked them; options go by label or value."""
    lowest, highest = component.get("min_values", 1), component.get("max_values", 1)
    if not lowest <= len(values) <= highest:
        raise RefusedError(f"this select takes {lowest} to {highest} values, not {len(values)}")
    picked: list[str] = []
    for value in values:
        if isinstance(value, User):
            picked.append(resolved.add_user(value))
        elif isinstance(value, Role):
            picked.append(resolved.add_role(value))
        elif isinstance(value, Channel):
            picked.append(resolved.add_channel(value, person))
        else:
            options = as_list(component.get("options"))
            match = next((option for option in options if value in (option["value"], option["label"])), None)
            if match is None:
                raise RefusedError(f"no option {value!r}; there are {[option['label'] for option in options]}")
            picked.append(str(match["value"]))
    return picked


def one_of(found: list[Any], what: str) -> Any:
    """Return the only item; raises SandboxError when there are none or several."""
    if len(found) != 1:
        raise SandboxError(f"{len(found)} matches for {what}, expected one")
    return found[0]
