"""Route tables: templates as Discord's documentation writes them, each with the function that answers."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

from bot.sandbox.drafts import Upload
from bot.sandbox.world import World

Json = dict[str, Any]


@dataclass(slots=True)
class Call:
    """One REST request, already parsed."""

    world: World
    method: str
    path: str
    query: dict[str, str]
    body: Any
    uploads: list[Upload]
    reason: str | None
    params: dict[str, str] = field(default_factory=dict[str, str])

    def id(self, name: str) -> int:
        """Return a snowflake out of the path; what isn't one matches nothing, so 0."""
        text = self.params[name]
        return int(text) if text.isdigit() else 0

    @property
    def fields(self) -> Json:
        """The body's object; empty when there is none."""
        return cast("Json", self.body) if isinstance(self.body, dict) else {}


@dataclass(slots=True)
class Reply:
    """What a route answers. No body means no content."""

    status: int = 204
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict[str, str])


Handler = Callable[[Call], Reply]


@dataclass(slots=True, frozen=True)
class Route:
    """A method and a path template with the function that answers it."""

    method: str
    template: str
    handler: Handler
    needs_token: bool
    pattern: re.Pattern[str]


class RouteTable:
    """Collects routes by decorator and finds the one for a request."""

    def __init__(self) -> None:
        self.routes: list[Route] = []

    def add(self, method: str, template: str, *, needs_token: bool = True) -> Callable[[Handler], Handler]:
        """Register the decorated function for a method and a template such as `/channels/{channel_id}`."""
        pattern = re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(template)))

        def register(handler: Handler) -> Handler:
            self.routes.append(Route(method, template, handler, needs_token, pattern))
            return handler

        return register

    def include(self, other: "RouteTable") -> None:
        """Take over the routes of another table."""
        self.routes += other.routes
        # Literal segments win over parameters, as in `@me` against `{user_id}`.
        self.routes.sort(key=lambda route: route.template.count("{"))

    def find(self, method: str, path: str) -> tuple[Route, dict[str, str]] | None:
        """Return the route of a request with the parameters of its path."""
        for route in self.routes:
            match = route.pattern.fullmatch(path) if route.method == method else None
            if match is not None:
                return route, match.groupdict()
        return None


def ok(body: Any, status: int = 200) -> Reply:
    """Answer with a JSON body."""
    return Reply(status, body)
