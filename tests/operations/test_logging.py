"""Log lines hold no secret, whoever writes them and wherever in the line it stands."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog
from structlog.stdlib import get_logger

from bot.operations.logging import REDACTED, set_up_logging

BOT_TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GaBcDe.abcdefghijklmnopqrstuvwxyz0123456789AB"
PASSWORD = "hunter2"


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """Where the lines go; the loggers are as before afterwards."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    levels = {name: logging.getLogger(name).level for name in ("discord", "discord.http", "alembic", "apscheduler")}
    yield io.StringIO()
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


def lines(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_json_line_holds_the_event_and_its_facts(stream: io.StringIO) -> None:
    set_up_logging(level="info", form="json", stream=stream)
    log = get_logger("bot.services.cases")
    log.debug("too_much")
    log.info("case_opened", guild_id=7, case_id=42)
    (line,) = lines(stream)
    assert (line["event"], line["guild_id"], line["case_id"]) == ("case_opened", 7, 42)
    assert (line["level"], line["logger"]) == ("info", "bot.services.cases")
    assert str(line["timestamp"]).endswith("Z")


def test_console_lines_are_readable(stream: io.StringIO) -> None:
    set_up_logging(form="console", stream=stream)
    get_logger("bot.app").info("ready", shards=1)
    assert "ready" in stream.getvalue()
    assert "shards=1" in stream.getvalue()


@pytest.mark.parametrize("form", ["json", "console"])
def test_known_secrets_are_replaced_wherever_they_stand(stream: io.StringIO, form: str) -> None:
    set_up_logging(form=form, secrets=[PASSWORD, "s3cret-token"], stream=stream)
    log = get_logger("bot")
    log.warning("said hunter2 here", nested={"deep": ["s3cret-token", (PASSWORD,)]}, thing=ValueError(PASSWORD))
    log.warning("%s by argument", PASSWORD)
    try:
        raise RuntimeError(f"no access with {PASSWORD}")
    except RuntimeError:
        log.exception("failed")
    logging.getLogger("alembic.runtime").warning("connecting with %s", PASSWORD)
    logging.getLogger("apscheduler.executors").error("job failed", extra={"why": PASSWORD})
    written = stream.getvalue()
    assert PASSWORD not in written
    assert "s3cret-token" not in written
    assert written.count(REDACTED) >= 7
    assert "RuntimeError" in written


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("POST /api/v10/interactions/123456/aW50ZXJhY3Rpb24/callback", "/callback"),
        (
            "PATCH https://discord.com/api/v10/webhooks/99/aW50ZXJhY3Rpb24.x-y_z/messages/@original",
            "/messages/@original",
        ),
        ("postgresql+asyncpg://me:aW50ZXJhY3Rpb24@db/parley", "@db/parley"),
        ("Authorization: Bot aW50ZXJhY3Rpb24", "Authorization"),
        (f"logging in using {BOT_TOKEN}", "logging in using"),
    ],
)
def test_what_looks_like_a_secret_is_replaced(stream: io.StringIO, given: str, kept: str) -> None:
    set_up_logging(form="json", stream=stream)
    get_logger("bot").warning("request_failed", what=given)
    (line,) = lines(stream)
    assert "aW50ZXJhY3Rpb24" not in str(line)
    assert BOT_TOKEN not in str(line)
    assert kept in str(line["what"])


def test_secret_keys_hide_their_values(stream: io.StringIO) -> None:
    set_up_logging(form="json", stream=stream)
    get_logger("bot").warning("state", interaction_token="abc", headers={"Authorization": "xyz", "Accept": "json"})
    (line,) = lines(stream)
    assert line["interaction_token"] == REDACTED
    assert line["headers"] == {"Authorization": REDACTED, "Accept": "json"}


def test_what_people_wrote_is_taken_out_of_a_databases_complaint(stream: io.StringIO) -> None:
    set_up_logging(form="json", stream=stream)
    complaint = 'violates "ck_x"\nDETAIL:  Failing row contains (7, My words,\n\nand more words).'
    try:
        try:
            raise ValueError(complaint)
        except ValueError as error:
            raise RuntimeError(f"{error}\n[SQL: INSERT INTO x]") from error
    except RuntimeError:
        get_logger("bot").exception("incident")
    assert "words" not in stream.getvalue()
    (line,) = lines(stream)
    assert 'violates "ck_x"' in str(line["exception"])
    assert str(line["exception"]).endswith("[SQL: INSERT INTO x]")


@pytest.mark.parametrize("form", ["json", "console"])
def test_nobody_can_write_over_the_terminal_by_what_is_logged(stream: io.StringIO, form: str) -> None:
    set_up_logging(form=form, stream=stream)
    get_logger("bot").warning("old_button", command="p1:\x1b[2J\u202ereversed\rover")
    assert not {"\x1b", "\u202e", "\r"} & set(stream.getvalue())
    assert "reversed" in stream.getvalue()


def test_libraries_write_through_the_same_end(stream: io.StringIO) -> None:
    set_up_logging(level="debug", form="json", stream=stream)
    logging.getLogger("discord.gateway").debug("For Shard ID 0: payload with what people wrote")
    logging.getLogger("discord.gateway").info("Shard ID %s has connected", 0)
    logging.getLogger("discord.http").info("POST has returned 200")
    (line,) = lines(stream)
    assert line["event"] == "Shard ID 0 has connected"
    assert line["logger"] == "discord.gateway"


def test_setting_up_twice_writes_each_line_once(stream: io.StringIO) -> None:
    set_up_logging(form="json", stream=stream)
    set_up_logging(form="json", stream=stream)
    get_logger("bot").info("once")
    assert len(lines(stream)) == 1
