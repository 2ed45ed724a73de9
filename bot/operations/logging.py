"""Log lines: structlog for ours, and the libraries' own loggers through the same end. Secrets never pass.

At level info and above, lines hold ids, codes and durations, never what people wrote.
"""

import logging
import re
import sys
from collections.abc import Iterable, Mapping, MutableMapping
from typing import Any, Final, TextIO, cast

import structlog
from structlog.typing import Processor

REDACTED: Final = "[redacted]"

# Keys whose values are secret whatever they hold.
_SECRET_KEY: Final = re.compile(r"token|password|passwd|secret|authorization|api_key|database_url|dsn", re.IGNORECASE)
# An interaction's token opens its answers for 15 minutes and stands in request paths; addresses may hold a password.
_PATTERNS: Final = (
    (re.compile(r"(/(?:interactions|webhooks)/[0-9]{1,20}/)[A-Za-z0-9_.\-]+"), rf"\1{REDACTED}"),
    (re.compile(r"(\b[a-z][a-z0-9+.\-]*://[^/\s:@]*):[^/\s@]+@"), rf"\1:{REDACTED}@"),
    (re.compile(r"\b(Bot|Bearer) [A-Za-z0-9_.\-]{8,}"), rf"\1 {REDACTED}"),
    # A bot's token: its id, a timestamp and a signature, each in base64.
    (re.compile(r"\b[A-Za-z0-9_\-]{23,30}\.[A-Za-z0-9_\-]{6,7}\.[A-Za-z0-9_\-]{27,45}\b"), REDACTED),
)
# PostgreSQL's details repeat whole rows, and with them what people wrote: they go up to the end of its message.
_ROW_DETAIL: Final = re.compile(
    r"(\bDETAIL: +).*?(?=\nHINT: |\n\[SQL: |\n\n(?:The above|During handling)|\Z)", re.DOTALL
)
# What would write over other lines on a terminal, or turn their reading direction.
_CONTROLS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SHORTEST_SECRET: Final = 4
# discord.py writes whole payloads, and with them what people wrote, at level debug.
_LIBRARY_LEVELS: Final[dict[str, int]] = {
    "discord": logging.INFO,
    "discord.http": logging.WARNING,
    "alembic": logging.WARNING,
    "apscheduler": logging.WARNING,
    "sqlalchemy": logging.WARNING,
    "aiosqlite": logging.WARNING,
    "asyncio": logging.WARNING,
    "aiohttp": logging.WARNING,
}


class Redactor:
    """A structlog processor that takes secrets out of every value, keys and tracebacks included."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        """`secrets` are replaced wherever they appear; those shorter than four characters can't be told from text."""
        longest_first = sorted({secret for secret in secrets if len(secret) >= _SHORTEST_SECRET}, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, longest_first))) if longest_first else None

    def __call__(self, logger: object, method: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
        """Redact one event."""
        return {
            key: REDACTED if key != "event" and _SECRET_KEY.search(key) else self.clean(value)
            for key, value in event.items()
        }

    def clean(self, value: object) -> object:
        """The value with secrets replaced, in depth; what is neither text nor a collection is left for the renderer."""
        match value:
            case str():
                return self.clean_text(value)
            case bytes():
                return self.clean_text(value.decode(errors="replace"))
            case None | bool() | int():
                return value
            case dict():
                table = cast("dict[object, object]", value)
                return {
                    key: REDACTED if isinstance(key, str) and _SECRET_KEY.search(key) else self.clean(inner)
                    for key, inner in table.items()
                }
            case list() | tuple() | set() | frozenset():
                return [self.clean(inner) for inner in cast("Iterable[object]", value)]
            case _:
                return self.clean_text(str(value))

    def clean_text(self, text: str) -> str:
        """The text with every known secret, whatever looks like one, copied rows and control characters replaced."""
        if self._known is not None:
            text = self._known.sub(REDACTED, text)
        for pattern, replacement in _PATTERNS:
            text = pattern.sub(replacement, text)
        text = _ROW_DETAIL.sub(rf"\1{REDACTED}", text)
        return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text)


def set_up_logging(
    *, level: str = "info", form: str = "console", secrets: Iterable[str] = (), stream: TextIO | None = None
) -> None:
    """Send all log lines to `stream` (standard error), as `console` text or one JSON object a line."""
    redactor = Redactor(secrets)
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    renderer: Processor = (
        structlog.processors.JSONRenderer(sort_keys=True)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0)
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.ExtraAdder()],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                redactor,
                renderer,
            ],
        )
    )
    root = logging.getLogger()
    for old in tuple(root.handlers):
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level.upper())
    for name, least in _LIBRARY_LEVELS.items():
        logging.getLogger(name).setLevel(max(least, root.level))
    logging.captureWarnings(capture=True)
