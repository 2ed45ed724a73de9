"""What Discord refuses when application commands are registered."""

import re
from typing import Any

from bot.sandbox.components import Json, as_list
from bot.sandbox.errors import FormErrors

CHAT_INPUT, USER_MENU, MESSAGE_MENU = 1, 2, 3
SUBCOMMAND, SUBCOMMAND_GROUP, STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT = range(
    1, 12
)
_NAME = re.compile(r"[-_'\w]{1,32}")
_MOST = {CHAT_INPUT: 100, USER_MENU: 15, MESSAGE_MENU: 15}
_NESTED = (SUBCOMMAND, SUBCOMMAND_GROUP)
_TEXT_TOTAL = 8000


def check_commands(commands: list[Json]) -> None:
    """Check a whole set of commands; raises ApiError 50035 with the error tree."""
    errors = FormErrors()
    names: set[tuple[int, str]] = set()
    for index, command in enumerate(commands):
        _command(errors, command, str(index))
        key = (kind_of(command), str(command.get("name")))
        if key in names:
            errors.add(str(index), "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique")
        names.add(key)
    for kind, most in _MOST.items():
        if sum(kind_of(command) == kind for command in commands) > most:
            errors.add("", "BASE_TYPE_MAX_LENGTH", f"Maximum number of application commands reached ({most}).")
    errors.raise_any()


def kind_of(command: Json) -> int:
    """Return the kind of a command: 1 chat input, 2 user menu, 3 message menu."""
    return int(command.get("type") or CHAT_INPUT)


def _command(errors: FormErrors, command: Json, at: str) -> None:
    name = str(command.get("name") or "")
    errors.length(f"{at}/name", name, 1, 32)
    if kind_of(command) != CHAT_INPUT:
        if command.get("options") or command.get("description"):
            errors.add(f"{at}/description", "APPLICATION_COMMAND_TYPE_NO_DESCRIPTION", "A menu has no description.")
        return
    _check_name(errors, name, f"{at}/name")
    errors.length(f"{at}/description", str(command.get("description") or ""), 1, 100)
    _options(errors, as_list(command.get("options")), f"{at}/options", depth=0)
    if _size(command) > _TEXT_TOTAL:
        message = f"Command exceeds maximum size ({_TEXT_TOTAL})"
        errors.add(at, "APPLICATION_COMMAND_TOO_LARGE", message)


def _check_name(errors: FormErrors, name: str, at: str) -> None:
    if not _NAME.fullmatch(name) or name != name.lower():
        errors.add(at, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")


def _options(errors: FormErrors, options: list[Json], at: str, *, depth: int) -> None:
    if len(options) > 25:
        errors.add(at, "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    has_optional = False
    names: set[str] = set()
    for index, option in enumerate(options):
        path = f"{at}/{index}"
        name = str(option.get("name") or "")
        _check_name(errors, name, f"{path}/name")
        errors.length(f"{path}/description", str(option.get("description") or ""), 1, 100)
        if name in names:
            errors.add(f"{path}/name", "APPLICATION_COMMAND_OPTIONS_NAME_INVALID", "Option name is not unique")
        names.add(name)
        kind = option.get("type")
        if kind in _NESTED:
            if depth == 2 or (kind == SUBCOMMAND_GROUP and depth == 1):
                errors.add(f"{path}/type", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Nested too deeply")
            _options(errors, as_list(option.get("options")), f"{path}/options", depth=depth + 1)
            continue
        if option.get("required") and has_optional:
            message = "Required options must be placed before non-required options"
            errors.add(path, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message)
        has_optional |= not option.get("required")
        _choices(errors, option, path)


def _choices(errors: FormErrors, option: Json, at: str) -> None:
    choices = as_list(option.get("choices"))
    if len(choices) > 25:
        errors.add(f"{at}/choices", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    if choices and option.get("autocomplete"):
        errors.add(at, "APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES", "Autocomplete can't be used with choices")
    for index, choice in enumerate(choices):
        errors.length(f"{at}/choices/{index}/name", str(choice.get("name") or ""), 1, 100)
        if isinstance(choice.get("value"), str):
            errors.length(f"{at}/choices/{index}/value", choice["value"], 1, 100)


def _size(command: Json) -> int:
    total = len(command.get("name") or "") + len(command.get("description") or "")
    total += sum(len(str(choice["name"])) + len(str(choice["value"])) for choice in as_list(command.get("choices")))
    return total + sum(_size(option) for option in as_list(command.get("options")))


def stored_command(body: Json) -> dict[str, Any]:
    """Return the form in which Discord gives a registered command back."""
    permissions = body.get("default_member_permissions")
    kept: Json = {
        "type": kind_of(body),
        "name": body["name"],
        "description": body.get("description") or "",
        "default_member_permissions": None if permissions is None else str(permissions),
        "nsfw": bool(body.get("nsfw")),
        "contexts": body.get("contexts"),
        "integration_types": body.get("integration_types") or [0],
        "name_localizations": body.get("name_localizations"),
        "description_localizations": body.get("description_localizations"),
    }
    if body.get("dm_permission") is not None:
        kept["dm_permission"] = body["dm_permission"]
    if kept["type"] == CHAT_INPUT:
        kept["options"] = [_stored_option(option) for option in as_list(body.get("options"))]
    return kept


def _stored_option(option: Json) -> Json:
    kept = {key: value for key, value in option.items() if value is not None and not (key == "choices" and not value)}
    if "options" in kept:
        kept["options"] = [_stored_option(nested) for nested in as_list(kept["options"])]
    return kept
