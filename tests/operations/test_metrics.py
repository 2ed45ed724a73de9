"""What is measured: the age of what waits, how commands end, and routes without ids and tokens."""

import asyncio

import pytest
from prometheus_client.parser import text_string_to_metric_families
from structlog.testing import capture_logs

from bot.clock import ManualClock
from bot.domain.errors import NoSuchDraft
from bot.operations.metrics import BacklogAge, Metrics, Readings
from bot.operations.rest_routes import route_of
from bot.services.ports import Backlog
from bot.services.watching import Doing

NOTHING = Backlog(0, 0, 0)
BASE = "https://discord.com/api/v10"


def test_what_waits_is_as_old_as_the_first_look_at_it():
    age = BacklogAge()
    assert age.at(0, NOTHING) == 0
    assert age.at(1_000, Backlog(1, 7, 7)) == 0
    assert age.at(6_000, Backlog(2, 7, 8)) == 5_000
    # What is new is young, though something older has always waited.
    assert age.at(9_000, Backlog(1, 8, 8)) == 3_000
    assert age.at(9_500, Backlog(1, 9, 9)) == 0
    assert age.at(9_900, NOTHING) == 0
    assert age.at(20_000, Backlog(1, 10, 10)) == 0


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/channels/123/messages?limit=50", "/channels/{id}/messages"),
        ("/channels/123/messages/456", "/channels/{id}/messages/{id}"),
        ("/users/@me", "/users/@me"),
        ("/interactions/123/aW50ZXJhY3Rpb24/callback", "/interactions/{id}/{other}/callback"),
        ("/webhooks/99/secretsecret/messages/@original", "/webhooks/{id}/{other}/messages/@original"),
        ("/guilds/1/members/2", "/guilds/{id}/members/{id}"),
        ("/channels/1/messages/2/reactions/%F0%9F%91%8D/@me", "/channels/{id}/messages/{id}/reactions/{other}/@me"),
        ("/guilds/\u0661\u0662", "/guilds/{other}"),
    ],
)
def test_a_route_has_neither_ids_nor_tokens(path: str, route: str):
    assert route_of(f"{BASE}{path}", BASE) == route


@pytest.mark.parametrize("elsewhere", ["https://cdn.discordapp.com/attachments/1/2/a.png", "https://discord.com/api"])
def test_only_calls_to_the_rest_interface_are_counted(elsewhere: str):
    assert route_of(elsewhere, BASE) is None


@pytest.mark.parametrize(
    ("error", "outcome", "code"),
    [(None, "done", None), (NoSuchDraft(), "refused", NoSuchDraft.code), (ValueError("secret words"), "failed", None)],
)
def test_each_command_is_timed_and_logged_as_it_ended(error: Exception | None, outcome: str, code: str | None):
    clock = ManualClock()
    metrics = Metrics(clock)

    def play() -> None:
        with metrics.watch(doing := Doing("OpenCase")):
            clock.advance(milliseconds=300)
            if error is not None:
                raise error
            doing.ended(None, is_quote=False)

    with capture_logs() as log:
        if error is None:
            play()
        else:
            with pytest.raises(type(error)):
                play()
    assert log == [
        {
            "event": "command",
            "log_level": "info",
            "command": "OpenCase",
            "outcome": outcome,
            "took_ms": 300,
            **({} if code is None else {"code": code}),
        }
    ]
    figures = sample_values(metrics.rendered(Readings(True, 1_500, 0, NOTHING)))
    assert figures["parley_command_seconds_sum", ("OpenCase", outcome)] == pytest.approx(0.3)
    assert figures["parley_sweep_age_seconds", ()] == 1.5


async def test_a_cancelled_command_counts_as_failed():
    metrics = Metrics(ManualClock())
    with pytest.raises(asyncio.CancelledError), metrics.watch(Doing("OpenCase")):
        raise asyncio.CancelledError
    figures = sample_values(metrics.rendered(Readings(True, 0, 0, NOTHING)))
    assert figures["parley_command_seconds_count", ("OpenCase", "failed")] == 1


def test_while_the_database_is_away_the_other_figures_stay():
    figures = sample_values(Metrics(ManualClock()).rendered(Readings(False, 60_000, None, None)))
    assert figures["parley_sweep_age_seconds", ()] == 60
    assert figures["parley_ready", ()] == 0
    assert str(figures["parley_outbox_messages", ()]) == str(figures["parley_deadline_lateness_seconds", ()]) == "nan"


def sample_values(text: bytes) -> dict[tuple[str, tuple[str, ...]], float]:
    """Figures by name and the values of their labels, as Prometheus reads them; without buckets."""
    return {
        (sample.name, tuple(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text.decode())
        for sample in family.samples
        if not sample.name.endswith("_bucket")
    }
