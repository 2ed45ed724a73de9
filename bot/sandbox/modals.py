"""Modals: what Discord refuses when the bot opens one, and what a person may type into it."""

from typing import Any

from bot.sandbox import components as c
from bot.sandbox.components import Json, as_list, read_options, walk
from bot.sandbox.errors import FormErrors

INPUTS = (c.TEXT_INPUT, *c.SELECTS, c.FILE_UPLOAD, c.RADIO_GROUP, c.CHECKBOX_GROUP, c.CHECKBOX)


def read_modal(data: Json) -> Json:
    """Check a modal; raises ApiError 50035 with the error tree. Returns it with every id filled in."""
    errors = FormErrors()
    errors.length("data/custom_id", str(data.get("custom_id") or ""), 1, 100)
    errors.length("data/title", str(data.get("title") or ""), 1, 45)
    components = as_list(data.get("components"))
    if not 1 <= len(components) <= 5:
        errors.add("data/components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
    seen: set[str] = set()
    for index, component in enumerate(components):
        _top_level(errors, component, f"data/components/{index}", seen)
    errors.raise_any()
    for number, component in enumerate(walk(components), start=1):
        component.setdefault("id", number)
    return {"custom_id": data["custom_id"], "title": data["title"], "components": components}


def _top_level(errors: FormErrors, component: Json, at: str, seen: set[str]) -> None:
    kind = component.get("type")
    if kind == c.TEXT_DISPLAY:
        errors.length(f"{at}/content", str(component.get("content") or ""), 1, 4000)
    elif kind == c.ACTION_ROW:
        children = as_list(component.get("components"))
        if len(children) != 1 or children[0].get("type") != c.TEXT_INPUT:
            errors.add(f"{at}/components", "BASE_TYPE_BAD_LENGTH", "A row of a modal holds one text input.")
            return
        errors.length(f"{at}/components/0/label", str(children[0].get("label") or ""), 1, 45)
        _input(errors, children[0], f"{at}/components/0", seen)
    elif kind == c.LABEL:
        errors.length(f"{at}/label", str(component.get("label") or ""), 1, 45)
        if component.get("description"):
            errors.length(f"{at}/description", str(component["description"]), 1, 100)
        nested = as_list([component.get("component")])
        if not nested or nested[0].get("type") not in INPUTS:
            errors.add(f"{at}/component", "BASE_TYPE_REQUIRED", "This field is required")
            return
        _input(errors, nested[0], f"{at}/component", seen)
    else:
        errors.add(f"{at}/type", "UNION_TYPE_CHOICES", 'Value of field "type" must be one of (1, 10, 18).')


def _input(errors: FormErrors, component: Json, at: str, seen: set[str]) -> None:
    custom_id = str(component.get("custom_id") or "")
    errors.length(f"{at}/custom_id", custom_id, 1, 100)
    if custom_id in seen:
        errors.add(f"{at}/custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")
    seen.add(custom_id)
    kind = component["type"]
    if kind == c.TEXT_INPUT:
        _text_input(errors, component, at)
    elif kind == c.STRING_SELECT:
        read_options(errors, component, at)
    if kind in c.SELECTS and component.get("placeholder"):
        errors.length(f"{at}/placeholder", str(component["placeholder"]), 1, 150)
    if kind == c.FILE_UPLOAD and not 0 <= (component.get("max_values") or 1) <= 10:
        errors.add(f"{at}/max_values", "NUMBER_TYPE_MAX", "int value should be less than or equal to 10.")


def _text_input(errors: FormErrors, component: Json, at: str) -> None:
    if component.get("style") not in (1, 2):
        errors.add(f"{at}/style", "BASE_TYPE_CHOICES", "Value must be one of (1, 2).")
    if component.get("placeholder"):
        errors.length(f"{at}/placeholder", str(component["placeholder"]), 1, 100)
    if component.get("value"):
        errors.length(f"{at}/value", str(component["value"]), 0, 4000)
    for key, lowest in (("min_length", 0), ("max_length", 1)):
        number = component.get(key)
        if number is not None and not lowest <= number <= 4000:
            errors.add(f"{at}/{key}", "NUMBER_TYPE_MAX", f"int value should be between {lowest} and 4000.")


def modal_inputs(modal: Json) -> list[tuple[str, Json]]:
    """Return the inputs of a modal, each with the label that a person reads above it."""
    found: list[tuple[str, Json]] = []
    for component in modal["components"]:
        if component["type"] == c.ACTION_ROW:
            field = component["components"][0]
            found.append((str(field.get("label") or ""), field))
        elif component["type"] == c.LABEL:
            found.append((str(component["label"]), component["component"]))
    return found


def read_choices(body: Json) -> list[Json]:
    """Check the choices of an autocomplete answer; raises ApiError 50035."""
    errors = FormErrors()
    data: dict[str, Any] = body.get("data") or {}
    choices = as_list(data.get("choices"))
    if len(choices) > 25:
        errors.add("data/choices", "BASE_TYPE_BAD_LENGTH", "Must be between 0 and 25 in length.")
    for index, choice in enumerate(choices):
        errors.length(f"data/choices/{index}/name", str(choice.get("name") or ""), 1, 100)
        value = choice.get("value")
        if isinstance(value, str):
            errors.length(f"data/choices/{index}/value", value, 1, 100)
    errors.raise_any()
    return choices
