"""A record of every REST exchange, one JSON object a line."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any


@dataclass(slots=True, frozen=True)
class Exchange:
    """One request with its answer."""

    method: str
    path: str
    status: int
    request_body: Any = None
    response_body: Any = None
    request_content_type: str | None = None
    files: tuple[dict[str, str], ...] = ()
    reason: str | None = None
    template: str | None = None


@dataclass
class Traffic:
    """Keeps exchanges in memory, and writes them to a JSONL file when a path was given."""

    path: Path | None = None
    exchanges: list[Exchange] = field(default_factory=list[Exchange])
    _file: IO[str] | None = None

    def open(self) -> None:
        """Start the file anew, or go on with it after a stop."""
        if self.path is not None:
            self._file = self.path.open("a" if self.exchanges else "w", encoding="utf-8")

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def record(self, exchange: Exchange) -> None:
        """Keep one exchange."""
        self.exchanges.append(exchange)
        if self._file is None:
            return
        line: dict[str, Any] = {
            "method": exchange.method,
            "path": exchange.path,
            "request_body": exchange.request_body,
            "status": exchange.status,
            "response_body": exchange.response_body,
        }
        if exchange.request_content_type is not None:
            line["request_content_type"] = exchange.request_content_type
        if exchange.files:
            line["files"] = list(exchange.files)
        if exchange.reason is not None:
            line["reason"] = exchange.reason
        self._file.write(json.dumps(line, ensure_ascii=False) + "\n")
        self._file.flush()

    def calls(self, route: str) -> list[Exchange]:
        """Return the exchanges of a route written as `POST /channels/{channel_id}/messages`."""
        return [exchange for exchange in self.exchanges if f"{exchange.method} {exchange.template}" == route]
