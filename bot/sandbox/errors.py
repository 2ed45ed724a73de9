"""What goes wrong: Discord's error answers, and what a person's client would not let them do."""

from typing import Any

# Codes and texts as Discord's documentation lists them (opcodes and status codes, JSON error codes).
_TEXTS: dict[int, tuple[int, str]] = {
    0: (404, "404: Not Found"),
    10003: (404, "Unknown Channel"),
    10004: (404, "Unknown Guild"),
    10007: (404, "Unknown Member"),
    10008: (404, "Unknown Message"),
    10009: (404, "Unknown Permission Overwrite"),
    10011: (404, "Unknown Role"),
    10013: (404, "Unknown User"),
    10015: (404, "Unknown Webhook"),
    10026: (404, "Unknown Ban"),
    10062: (404, "Unknown interaction"),
    10063: (404, "Unknown application command"),
    20022: (429, "The write action you are performing on the channel has hit the write rate limit"),
    30003: (400, "Maximum number of pins reached (250)"),
    30005: (400, "Maximum number of guild roles reached (250)"),
    30013: (400, "Maximum number of guild channels reached (500)"),
    30033: (400, "Maximum number of thread participants has been reached (1000)"),
    30034: (429, "Maximum number of daily application command creates has been reached (200)"),
    30046: (429, "Maximum number of edits to messages older than 1 hour reached. Try again later"),
    30060: (400, "Maximum number of channel permission overwrites reached (1000)"),
    40001: (401, "Unauthorized"),
    40005: (413, "Request entity too large"),
    40060: (400, "Interaction has already been acknowledged"),
    50001: (403, "Missing Access"),
    50003: (403, "Cannot execute action on a DM channel"),
    50005: (403, "Cannot edit a message authored by another user"),
    50006: (400, "Cannot send an empty message"),
    50007: (403, "Cannot send messages to this user"),
    50013: (403, "You lack permissions to perform that action"),
    50016: (400, "Provided too few or too many messages to delete. Must provide at least 2 and at most 100 messages"),
    50019: (403, "A message can only be pinned in the channel in which it was sent"),
    50021: (403, "Cannot execute action on a system message"),
    50024: (400, "Cannot execute action on this channel type"),
    50027: (401, "Invalid Webhook Token"),
    50033: (400, "Invalid Recipient(s)"),
    50034: (400, "A message provided was too old to bulk delete"),
    50035: (400, "Invalid Form Body"),
    50055: (404, "Invalid Guild"),
    50083: (400, "Thread is archived"),
    50109: (400, "The request body contains invalid JSON."),
    160002: (403, "Cannot reply without permission to read message history"),
    160005: (403, "Thread is locked"),
    160006: (400, "Maximum number of active threads reached"),
    240000: (400, "Message blocked by harmful links filter"),
}


class ApiError(Exception):
    """An error answer of the REST API: HTTP status, Discord's code and text, and the tree of field errors."""

    def __init__(
        self,
        code: int,
        *,
        status: int | None = None,
        text: str | None = None,
        errors: dict[str, Any] | None = None,
        retry_after_seconds: float | None = None,
    ) -> None:
        known_status, known_text = _TEXTS.get(code, (400, "Bad Request"))
        self.code = code
        self.status = known_status if status is None else status
        self.text = known_text if text is None else text
        self.errors = errors
        self.retry_after_seconds = retry_after_seconds
        super().__init__(f"{self.status} (error code: {code}): {self.text}")

    def body(self) -> dict[str, Any]:
        """Return the JSON body as Discord writes it."""
        body: dict[str, Any] = {"message": self.text, "code": self.code}
        if self.errors is not None:
            body["errors"] = self.errors
        if self.retry_after_seconds is not None:
            body["retry_after"] = self.retry_after_seconds
            body["global"] = False
        return body


class FormErrors:
    """Collects the field errors of one request, then raises them together as 50035 Invalid Form Body."""

    def __init__(self) -> None:
        self._tree: dict[str, Any] = {}

    def add(self, path: str, code: str, message: str) -> None:
        """Record an error at a slash-separated path such as `components/0/custom_id`.

        A place has either errors of its own or errors further down, never both: the outer one wins.
        """
        node = self._tree
        for part in filter(None, path.split("/")):
            if "_errors" in node:
                return
            node = node.setdefault(part, {})
        own = node.get("_errors", [])
        node.clear()
        node["_errors"] = [*own, {"code": code, "message": message}]

    def length(self, path: str, text: str, lowest: int, highest: int) -> None:
        """Record an error unless `text` has between `lowest` and `highest` characters."""
        if not lowest <= len(text) <= highest:
            message = f"Must be between {lowest} and {highest} in length."
            self.add(path, "BASE_TYPE_BAD_LENGTH", message)

    def __bool__(self) -> bool:
        return bool(self._tree)

    def raise_any(self) -> None:
        """Raise ApiError 50035 if any error was recorded."""
        if self._tree:
            raise ApiError(50035, errors=self._tree)


def invalid(path: str, code: str, message: str) -> ApiError:
    """Return a 50035 Invalid Form Body with one field error."""
    tree: dict[str, Any] = {"_errors": [{"code": code, "message": message}]}
    for part in reversed([part for part in path.split("/") if part]):
        tree = {part: tree}
    return ApiError(50035, errors=tree)


class SandboxError(Exception):
    """The driver was asked for something that has no meaning here, such as an unknown channel."""


class RefusedError(SandboxError):
    """Discord's client would not let this person do that."""


class NoAnswerError(SandboxError):
    """The bot did not answer in time; the person would read "The application did not respond"."""
