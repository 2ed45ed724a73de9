"""What the log says of the work on cases: which case each line is about, and nothing that anybody wrote."""

import asyncio
import io
import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import structlog
from structlog.typing import EventDict

from bot.operations.logging import set_up_logging
from bot.services import use_cases
from bot.services.commands import MakeOffer
from tests.acceptance.world import REASON, STATEMENT, World
from tests.waiting import until

ABOUT_CASES = {"OpenCase", "Challenge", "MakeOffer", "DeclineOffer"}
NOTE = "Take it or leave it, dear friend."


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Standard error; the loggers are as before afterwards."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield io.StringIO()
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


@pytest.fixture
def log(written: io.StringIO) -> list[EventDict]:
    """Here the log is written as the program writes it, instead of being caught."""
    set_up_logging(level="info", form="json", stream=written)
    return []


def lines(written: io.StringIO, event: str) -> list[dict[str, Any]]:
    """What was written of one kind."""
    return [line for line in map(json.loads, written.getvalue().splitlines()) if line["event"] == event]


async def test_every_line_of_work_on_a_case_names_it_and_quotes_nobody(world: World, written: io.StringIO):
    await world.case()
    await world.freelancer.slash(world.room(), "dispute challenge", statement=STATEMENT)
    await world.client.slash(world.room(), "offer make", amount="300", note=NOTE, confirm=True)
    await world.client.say(world.room(), NOTE)
    await world.refused(world.stranger, "dispute status", case="1")
    await world.press(world.client, "Withdraw offer")
    world.sandbox.faults.fail_before("POST /channels/{channel_id}/messages", status=503)
    await world.client.slash(world.room(), "offer make", amount="310", note=NOTE, confirm=True)
    await world.settled()
    await world.pass_time(days=8)

    commands = lines(written, "command")
    about_cases = [line for line in commands if line["command"] in ABOUT_CASES]
    assert {line["command"] for line in about_cases} >= {"OpenCase", "Challenge", "MakeOffer"}
    assert {line.get("case_id") for line in about_cases if line["outcome"] == "done"} == {1}
    assert {line.get("case_id") for line in commands if line["command"].startswith("Set")} == {None}
    assert all(line["guild_id"] == world.guild.id and line["interaction_id"] for line in commands)
    retried = lines(written, "outbox_retry")
    assert {(line["case_id"], line["guild_id"]) for line in retried} == {(1, world.guild.id)}
    assert {line["case_id"] for line in lines(written, "deadline_handled")} == {1}
    text = written.getvalue()
    for secret in (world.sandbox.token, REASON, STATEMENT, NOTE, "A logo", "Makers", "carol", "felix"):
        assert secret not in text


async def test_every_line_of_an_incident_names_it(world: World, written: io.StringIO, monkeypatch: pytest.MonkeyPatch):
    async def broken(*_: object) -> Any:
        raise LookupError("something is not as it should be")

    await world.negotiation()
    case = use_cases.USE_CASES[MakeOffer]
    monkeypatch.setattr(
        use_cases, "USE_CASES", {**use_cases.USE_CASES, MakeOffer: replace(case, perform=broken, prepare=broken)}
    )
    answer = await world.client.slash(world.room(), "offer make", amount="300", note=NOTE)
    world.sandbox.faults.fail_before("PATCH /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}", status=400)
    asking = asyncio.create_task(world.client.slash(world.room(), "offer make", amount="300", note=NOTE))
    await until(lambda: bool(lines(written, "answer_lost")), what="the answer that Discord doesn't take")
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    first, second = lines(written, "incident")
    assert first["incident"] in answer.text
    assert {line["case_id"] for line in (first, second)} == {1}
    [lost] = lines(written, "answer_lost")
    assert (lost["incident"], lost["case_id"]) == (second["incident"], 1)
    assert [line["outcome"] for line in lines(written, "command") if line["command"] == "MakeOffer"] == ["failed"] * 2
    assert NOTE not in written.getvalue()
