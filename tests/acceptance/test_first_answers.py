"""Discord doesn't take our answer: what the person asked for is done all the same, once, and nothing breaks."""

from collections.abc import Callable

import pytest
from structlog.typing import EventDict

from bot.sandbox import NoAnswerError, Sandbox
from tests.acceptance.world import FINDINGS, STATEMENT, World

CALLBACK = "POST /interactions/{interaction_id}/{interaction_token}/callback"
ANSWER = "PATCH /webhooks/*/messages/@original"
FOLLOW_UP = "POST /webhooks/{webhook_id}/{webhook_token}"

Fault = Callable[[Sandbox, str], object]

APPLIED: dict[str, Fault] = {
    "502_after": lambda sandbox, route: sandbox.faults.fail_after(route, status=502),
    "reset_after": lambda sandbox, route: sandbox.faults.reset_after(route),
    "rate_limit": lambda sandbox, route: sandbox.faults.rate_limit(route, seconds=0.2),
    "reset_before": lambda sandbox, route: sandbox.faults.reset_before(route),
}
LOST: dict[str, Fault] = {
    "unknown": lambda sandbox, route: sandbox.faults.fail_before(route, status=404, times=9),
    "late": lambda sandbox, route: sandbox.faults.delay(route, seconds=4, times=9),
    "down": lambda sandbox, route: sandbox.faults.fail_before(route, status=503, times=9),
}


@pytest.mark.parametrize("fault", APPLIED)
@pytest.mark.parametrize("route", [CALLBACK, ANSWER])
async def test_the_answer_comes_once_all_the_same(world: World, route: str, fault: str):
    await world.case(offer="200")
    struck = APPLIED[fault](world.sandbox, route)
    answer = await world.freelancer.slash(world.room(), "offer accept", number=1, confirm=True)
    await world.settled()
    assert struck.hits == 1
    assert len(answer.messages) == 1
    assert "200.00" in answer.text
    assert await world.wallet_minor(world.freelancer) == 300_00


@pytest.mark.parametrize("fault", LOST)
async def test_what_was_asked_is_done_without_an_answer(world: World, fault: str, log: list[EventDict]):
    await world.case(offer="200")
    LOST[fault](world.sandbox, CALLBACK)
    with pytest.raises(NoAnswerError):
        await world.freelancer.slash(world.room(), "offer accept", number=1, confirm=True)
    await world.settled()
    assert "first_answer_failed" in {entry["event"] for entry in log}
    assert await world.wallet_minor(world.freelancer) == 300_00
    assert "Settled" in world.card().text.splitlines()[0]


async def test_a_click_on_a_quote_counts_without_an_answer(world: World):
    await world.case(offer="200")
    quote = await world.freelancer.slash(world.room(), "offer accept", number=1)
    world.sandbox.faults.fail_before(CALLBACK, status=404)
    with pytest.raises(NoAnswerError):
        await world.freelancer.click(quote, "Confirm")
    await world.settled()
    assert await world.wallet_minor(world.freelancer) == 300_00


async def test_a_lost_receipt_leaves_the_quote_without_buttons(world: World, log: list[EventDict]):
    await world.case(offer="200")
    quote = await world.freelancer.slash(world.room(), "offer accept", number=1)
    world.sandbox.faults.fail_before(FOLLOW_UP, status=404)
    await world.freelancer.click(quote, "Confirm")
    await world.settled()
    assert "answer_lost" in {entry["event"] for entry in log}
    assert quote.messages[0].buttons == []
    assert await world.wallet_minor(world.freelancer) == 300_00


async def test_a_form_that_could_not_be_opened_changes_nothing(world: World):
    await world.case()
    world.sandbox.faults.fail_before(CALLBACK, status=404)
    with pytest.raises(NoAnswerError):
        await world.freelancer.click(world.card(), "Challenge")
    opened = await world.freelancer.click(world.card(), "Challenge")
    await world.freelancer.submit(opened, statement=STATEMENT)
    await world.settled()
    assert "Negotiation" in world.card().text.splitlines()[0]


async def test_the_same_interaction_twice_is_done_once(world: World):
    await world.case(offer="200")
    answer = await world.client.slash(world.lobby, "wallet withdraw", amount="10")
    world.sandbox.replay_interaction(answer.interaction.id)
    await world.settled()
    assert await world.wallet_minor(world.client) == 90_00


async def test_a_fault_of_ours_gets_a_number_that_the_log_has_too(
    world: World, log: list[EventDict], expected_faults: set[str], monkeypatch: pytest.MonkeyPatch
):
    async def broken(*_: object) -> None:
        raise RuntimeError("no such luck")

    expected_faults.add("incident")
    await world.case()
    monkeypatch.setattr(world.app.queries, "case_id", broken)
    typed = await world.client.slash(world.room(), "offer make", amount="1", note=FINDINGS[:200])
    monkeypatch.setattr(world.app.queries, "case", broken)
    pressed = await world.client.click(world.card(), "Details")
    monkeypatch.setattr(world.app.use_cases, "run", broken)
    opened = await world.freelancer.click(world.card(), "Challenge")
    sent = await world.freelancer.submit(opened, statement=STATEMENT)
    incidents = [entry for entry in log if entry["event"] == "incident"]
    assert len(incidents) == 3
    for answer, entry in zip((typed, pressed, sent), incidents, strict=True):
        assert answer.ephemeral
        assert entry["incident"] in answer.text
        assert "no such luck" not in answer.text
        assert isinstance(entry["exc_info"], RuntimeError)
        assert FINDINGS[:20] not in str(entry)
        assert STATEMENT[:20] not in str(entry)
    assert incidents[0]["command"] == "offer make"
    monkeypatch.setattr(world.app.queries, "case_names", broken)
    assert await world.client.autocomplete(world.room(), "offer make", option="case") == []
