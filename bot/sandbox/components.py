"""Message components: what Discord refuses, and the form in which it gives accepted ones back."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, cast

from bot.sandbox.errors import FormErrors

ACTION_ROW, BUTTON, STRING_SELECT, TEXT_INPUT = 1, 2, 3, 4
USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT = 5, 6, 7, 8
SECTION, TEXT_DISPLAY, THUMBNAIL, MEDIA_GALLERY, FILE, SEPARATOR, CONTAINER = 9, 10, 11, 12, 13, 14, 17
LABEL, FILE_UPLOAD, RADIO_GROUP, CHECKBOX_GROUP, CHECKBOX = 18, 19, 21, 22, 23
SELECTS = (STRING_SELECT, USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT)
LINK_STYLE, PREMIUM_STYLE = 5, 6
_TOP_V2 = (ACTION_ROW, SECTION, TEXT_DISPLAY, MEDIA_GALLERY, FILE, SEPARATOR, CONTAINER)
_IN_CONTAINER = (ACTION_ROW, SECTION, TEXT_DISPLAY, MEDIA_GALLERY, FILE, SEPARATOR)
MAX_COMPONENTS_V2 = 40
MAX_TEXT_V2 = 4000

Json = dict[str, Any]


def walk(components: Iterable[Json]) -> Iterator[Json]:
    """Yield all components, nested ones included, in reading order."""
    for component in components:
        yield component
        yield from walk(as_list(component.get("components")))
        for key in ("accessory", "component"):
            nested = component.get(key)
            if isinstance(nested, dict):
                yield from walk([cast("Json", nested)])


def text_of(components: Iterable[Json]) -> list[str]:
    """Return the text displays among components."""
    return [str(component["content"]) for component in walk(components) if component.get("type") == TEXT_DISPLAY]


def media_of(components: Iterable[Json]) -> Iterator[Json]:
    """Yield every media object (`{"url": …}`) among components."""
    for component in walk(components):
        if component.get("type") == THUMBNAIL:
            yield component["media"]
        elif component.get("type") == FILE:
            yield component["file"]
        elif component.get("type") == MEDIA_GALLERY:
            yield from (item["media"] for item in component["items"])


def as_list(value: object) -> list[Json]:
    """Return the JSON objects of a list, or nothing when it is no list."""
    if not isinstance(value, list):
        return []
    return [cast("Json", item) for item in cast("list[object]", value) if isinstance(item, dict)]


class ComponentReader:
    """Checks the components of one message and gives them back normalised; faults land in `errors`."""

    def __init__(self, errors: FormErrors, *, is_v2: bool) -> None:
        self._errors = errors
        self._is_v2 = is_v2
        self._custom_ids: set[str] = set()
        self._used_ids: set[int] = set()
        self._next_id = 1
        self._readers: dict[int, Callable[[Json, str], Json]] = {
            ACTION_ROW: self._row,
            BUTTON: self._button,
            STRING_SELECT: self._select,
            USER_SELECT: self._select,
            ROLE_SELECT: self._select,
            MENTIONABLE_SELECT: self._select,
            CHANNEL_SELECT: self._select,
            SECTION: self._section,
            TEXT_DISPLAY: self._text,
            THUMBNAIL: self._thumbnail,
            MEDIA_GALLERY: self._gallery,
            FILE: self._file,
            SEPARATOR: self._separator,
            CONTAINER: self._container,
        }

    def read(self, components: list[Json]) -> list[Json]:
        """Return the normalised components of a message."""
        self._used_ids = {int(found["id"]) for found in walk(components) if found.get("id")}
        if self._is_v2:
            self._totals(components)
        elif len(components) > 5:
            self._errors.add("components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
        allowed = _TOP_V2 if self._is_v2 else (ACTION_ROW,)
        return self._children(components, "components", allowed)

    def _totals(self, components: list[Json]) -> None:
        count = sum(1 for _ in walk(components))
        if count > MAX_COMPONENTS_V2:
            text = f"The total number of components cannot exceed {MAX_COMPONENTS_V2}."
            self._errors.add("components", "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", text)
        length = sum(len(text) for text in text_of(components))
        if length > MAX_TEXT_V2:
            text = f"The total length of text displays ({length}) cannot exceed {MAX_TEXT_V2}."
            self._errors.add("components", "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", text)

    def _children(self, components: list[Json], path: str, allowed: Iterable[int]) -> list[Json]:
        result: list[Json] = []
        for index, component in enumerate(components):
            at = f"{path}/{index}"
            kind = component.get("type")
            if kind not in tuple(allowed) or not isinstance(kind, int):
                names = ", ".join(str(number) for number in allowed)
                self._errors.add(f"{at}/type", "UNION_TYPE_CHOICES", f'Value of field "type" must be one of ({names}).')
                continue
            result.append(self._one(component, at))
        return result

    def _one(self, component: Json, at: str) -> Json:
        kind = int(component["type"])
        number = component.get("id") or self._free_id()
        return {"type": kind, "id": number} | self._readers[kind](component, at)

    def _free_id(self) -> int:
        while self._next_id in self._used_ids:
            self._next_id += 1
        self._used_ids.add(self._next_id)
        return self._next_id

    def _row(self, component: Json, at: str) -> Json:
        children = as_list(component.get("components"))
        kinds = [child.get("type") for child in children]
        if any(kind in SELECTS for kind in kinds) and len(kinds) > 1:
            self._errors.add(f"{at}/components", "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "A select fills its whole row.")
        if not 1 <= len(kinds) <= 5:
            self._errors.add(f"{at}/components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
        return {"components": self._children(children, f"{at}/components", (BUTTON, *SELECTS))}

    def _button(self, component: Json, at: str) -> Json:
        style = component.get("style")
        result: Json = {"style": style}
        if style not in range(1, 7):
            self._errors.add(f"{at}/style", "BASE_TYPE_CHOICES", "Value must be one of (1, 2, 3, 4, 5, 6).")
        label, emoji = component.get("label"), component.get("emoji")
        if label:
            self._errors.length(f"{at}/label", str(label), 1, 80)
            result["label"] = label
        if emoji:
            result["emoji"] = {key: value for key, value in emoji.items() if value is not None}
        if not label and not emoji and style != PREMIUM_STYLE:
            self._errors.add(at, "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", "A button needs a label or an emoji.")
        if style == LINK_STYLE:
            if not component.get("url") or component.get("custom_id"):
                self._errors.add(at, "BUTTON_COMPONENT_INVALID_URL", "A link button has a url and no custom_id.")
            result["url"] = component.get("url")
        elif style != PREMIUM_STYLE:
            result["custom_id"] = self._custom_id(component, at)
        if component.get("disabled"):
            result["disabled"] = True
        return result

    def _custom_id(self, component: Json, at: str) -> str:
        custom_id = component.get("custom_id")
        if not isinstance(custom_id, str):
            self._errors.add(f"{at}/custom_id", "BASE_TYPE_REQUIRED", "This field is required")
            return ""
        self._errors.length(f"{at}/custom_id", custom_id, 1, 100)
        if custom_id in self._custom_ids:
            message = "Component custom id cannot be duplicated"
            self._errors.add(f"{at}/custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED", message)
        self._custom_ids.add(custom_id)
        return custom_id

    def _select(self, component: Json, at: str) -> Json:
        lowest, highest = component.get("min_values"), component.get("max_values")
        result: Json = {
            "custom_id": self._custom_id(component, at),
            "min_values": 1 if lowest is None else lowest,
            "max_values": 1 if highest is None else highest,
        }
        if not 0 <= result["min_values"] <= result["max_values"] or not 1 <= result["max_values"] <= 25:
            self._errors.add(f"{at}/max_values", "BASE_TYPE_BAD_RANGE", "min_values <= max_values, both up to 25.")
        placeholder = component.get("placeholder")
        if placeholder:
            self._errors.length(f"{at}/placeholder", str(placeholder), 1, 150)
            result["placeholder"] = placeholder
        if component.get("disabled"):
            result["disabled"] = True
        if component["type"] == STRING_SELECT:
            result["options"] = read_options(self._errors, component, at)
            if result["max_values"] > len(result["options"]):
                self._errors.add(f"{at}/max_values", "BASE_TYPE_BAD_RANGE", "More values than options.")
        for key in ("channel_types", "default_values"):
            if component.get(key):
                result[key] = component[key]
        return result

    def _text(self, component: Json, at: str) -> Json:
        content = str(component.get("content") or "")
        self._errors.length(f"{at}/content", content, 1, MAX_TEXT_V2)
        return {"content": content}

    def _section(self, component: Json, at: str) -> Json:
        children = as_list(component.get("components"))
        if not 1 <= len(children) <= 3:
            self._errors.add(f"{at}/components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 3 in length.")
        result: Json = {"components": self._children(children, f"{at}/components", (TEXT_DISPLAY,))}
        accessory = as_list([component.get("accessory")])
        if not accessory or accessory[0].get("type") not in (BUTTON, THUMBNAIL):
            self._errors.add(f"{at}/accessory", "BASE_TYPE_REQUIRED", "This field is required")
        else:
            result["accessory"] = self._one(accessory[0], f"{at}/accessory")
        return result

    def _thumbnail(self, component: Json, at: str) -> Json:
        return {
            "media": self._media(component.get("media"), f"{at}/media"),
            "description": component.get("description"),
            "spoiler": bool(component.get("spoiler")),
        }

    def _gallery(self, component: Json, at: str) -> Json:
        items = as_list(component.get("items"))
        if not 1 <= len(items) <= 10:
            self._errors.add(f"{at}/items", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 10 in length.")
        return {
            "items": [
                {
                    "media": self._media(item.get("media"), f"{at}/items/{index}/media"),
                    "description": item.get("description"),
                    "spoiler": bool(item.get("spoiler")),
                }
                for index, item in enumerate(items)
            ]
        }

    def _file(self, component: Json, at: str) -> Json:
        media = self._media(component.get("file"), f"{at}/file")
        if not media["url"].startswith("attachment://"):
            self._errors.add(f"{at}/file/url", "BASE_TYPE_INVALID", "A file refers to an attachment:// of its message.")
        return {"file": media, "name": None, "size": None, "spoiler": bool(component.get("spoiler"))}

    def _media(self, media: object, at: str) -> Json:
        url = cast("Json", media).get("url") if isinstance(media, dict) else None
        if not isinstance(url, str) or not url.startswith(("attachment://", "http://", "https://")):
            self._errors.add(f"{at}/url", "URL_TYPE_INVALID_URL", "Not a well formed URL.")
            return {"url": ""}
        return {"url": url}

    def _separator(self, component: Json, _at: str) -> Json:
        divider = component.get("divider")
        return {"spacing": component.get("spacing") or 1, "divider": True if divider is None else divider}

    def _container(self, component: Json, at: str) -> Json:
        children = as_list(component.get("components"))
        if not children:
            self._errors.add(f"{at}/components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 40 in length.")
        return {
            "accent_color": component.get("accent_color"),
            "components": self._children(children, f"{at}/components", _IN_CONTAINER),
            "spoiler": bool(component.get("spoiler")),
        }


def read_options(errors: FormErrors, component: Json, at: str) -> list[Json]:
    """Check and normalise the options of a string select."""
    options = as_list(component.get("options"))
    if not 1 <= len(options) <= 25:
        errors.add(f"{at}/options", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 25 in length.")
    values = [option.get("value") for option in options]
    result: list[Json] = []
    for index, option in enumerate(options):
        path = f"{at}/options/{index}"
        for key, lowest in (("label", 1), ("value", 1), ("description", 0)):
            text = option.get(key)
            if text is not None or lowest:
                errors.length(f"{path}/{key}", str(text or ""), lowest, 100)
        if values.count(option.get("value")) > 1:
            errors.add(
                f"{path}/value",
                "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
                "The specified option value is already used",
            )
        kept = {key: option[key] for key in ("label", "value", "description", "default") if option.get(key) is not None}
        if option.get("emoji"):
            kept["emoji"] = {key: value for key, value in option["emoji"].items() if value is not None}
        result.append(kept)
    return result
