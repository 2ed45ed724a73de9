"""What a configuration hands out: values of the file, values of the environment over it, defaults under both."""

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.config import Config, ConfigFault, holds_secrets, load
from bot.config.sections import WindowsSection
from bot.domain.rulebook import MILESTONE, SAFEPAY_FEE, Preset, RefundPolicy, Windows

Loader = Callable[[str], Config]


def test_with_nothing_set_the_defaults_are_the_domains_own() -> None:
    config = load()
    assert config.rulebook(Preset.MILESTONE) == MILESTONE
    assert config.rulebook(Preset.SAFEPAY).fee == SAFEPAY_FEE
    assert config.database_url() == "sqlite+aiosqlite:///parley.db"
    assert config.discord.api_url == "https://discord.com/api/v10"
    assert (config.deadlines.settle_margin, config.deadlines.sweep_every, config.deadlines.outage_after) == (90, 15, 60)
    assert (config.discord.intents.members, config.discord.intents.message_content) == ("auto", "auto")


def test_every_window_of_the_domain_can_be_set_under_its_own_name() -> None:
    assert list(WindowsSection.model_fields) == [field.name for field in dataclasses.fields(Windows)]


def test_config_toml_of_the_working_directory_is_read_when_no_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("[deadlines]\nsweep_every = 3\n", encoding="utf-8")
    assert load().deadlines.sweep_every == 3


def test_the_environment_stands_over_the_file(loaded: Loader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARLEY_DISCORD__TOKEN", "from-environment")
    monkeypatch.setenv("PARLEY_DISCORD__INTENTS__MEMBERS", "false")
    monkeypatch.setenv("PARLEY_EVIDENCE__DIR", "/srv/evidence")
    monkeypatch.setenv("PARLEY_RULEBOOKS__MILESTONE__WINDOWS__FEE", "1d 12h")
    monkeypatch.setenv("PARLEY_RULEBOOKS__MILESTONE__WINDOWS__DORMANCY", "off")
    monkeypatch.setenv("PARLEY_DEADLINES__REMINDERS", "half, 10s")
    monkeypatch.setenv("PARLEY_BRAKES__BURST", "7")
    config = loaded(
        '[discord]\ntoken = "from-file"\n[discord.intents]\nmessage_content = true\n'
        '[rulebooks.milestone.windows]\nfee = "2d"\nruling = "3d"\n'
    )
    assert config.token() == "from-environment"
    assert config.discord.intents.members is False
    assert config.discord.intents.message_content is True
    assert config.evidence.dir == Path("/srv/evidence")
    windows = config.rulebook(Preset.MILESTONE).windows
    assert (windows.fee, windows.ruling, windows.dormancy) == (129_600, 259_200, None)
    assert config.reminders().before_seconds == (10,)
    assert (config.brakes.burst, config.brakes.per_minute) == (7, 100)


@pytest.mark.parametrize(("typed", "port"), [("9464", 9464), ('"9464"', 9464), ('"off"', None)])
def test_the_health_port_is_a_number_or_off(loaded: Loader, typed: str, port: int | None) -> None:
    assert loaded(f"[operations]\nhealth_port = {typed}\n").operations.health_port == port


@pytest.mark.parametrize(
    ("text", "are_in_it"),
    [
        ("[logging]\nlevel = 'info'", False),
        ("[discord]\ntoken = ''\n[database]\nurl = 'sqlite:///parley.db'", False),
        ("[discord]\ntoken = 'x'", True),
        ("[database]\nurl = 'postgresql://me:hunter2@db.example/parley'", True),
        ("[database]\nurl = 'postgresql://me@db.example/parley'", False),
    ],
)
def test_whether_secrets_stand_in_a_file_is_known(tmp_path: Path, text: str, are_in_it: bool) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(text, encoding="utf-8")
    assert holds_secrets(file) is are_in_it


@pytest.mark.parametrize(
    ("typed", "seconds"),
    [
        ("90", 90),
        ('"90"', 90),
        ('"90s"', 90),
        ('"36h"', 129_600),
        ('"1d 12h"', 129_600),
        ('"P4D"', 345_600),
        ('"4d"', 345_600),
    ],
)
def test_durations_are_seconds_or_text(loaded: Loader, typed: str, seconds: int) -> None:
    config = loaded(f"[rulebooks.milestone.windows]\nresponse_freelancer = {typed}\n")
    assert config.rulebook(Preset.MILESTONE).windows.response_freelancer == seconds


def test_some_windows_may_be_nothing_and_some_off(loaded: Loader) -> None:
    config = loaded(
        "[rulebooks.milestone.windows]\nmin_negotiation = 0\nclosing = 0\n"
        'closing_escalated = "0"\nidle_reminder = "off"\n'
    )
    windows = config.rulebook(Preset.MILESTONE).windows
    assert (windows.min_negotiation, windows.closing, windows.closing_escalated) == (0, 0, 0)
    assert windows.idle_reminder is None


def test_fees_are_exact(loaded: Loader) -> None:
    config = loaded(
        '[rulebooks.milestone.fees]\nrate = "2.5 %"\nminimum = "1,000.10"\ncap = "off"\nrefund = "proportional"\n'
    )
    fee = config.rulebook(Preset.MILESTONE).fee
    assert (fee.rate_bp, fee.minimum_minor, fee.cap_bp) == (250, 100_010, None)
    assert fee.refund is RefundPolicy.PROPORTIONAL


def test_half_of_the_window_stays_a_reminder_whatever_is_listed(loaded: Loader) -> None:
    reminders = loaded('[deadlines]\nreminders = ["1h", "24h", "1h"]\n').reminders()
    assert reminders.half
    assert reminders.before_seconds == (86_400, 3_600)


@pytest.mark.parametrize(
    ("given", "driven"),
    [
        ("sqlite:///parley.db", "sqlite+aiosqlite:///parley.db"),
        ("sqlite:////data/parley.db", "sqlite+aiosqlite:////data/parley.db"),
        ("postgresql://me:pw@db/parley", "postgresql+asyncpg://me:pw@db/parley"),
        ("postgres://me@db/parley", "postgresql+asyncpg://me@db/parley"),
        ("postgresql+asyncpg:///parley?host=/run/pg", "postgresql+asyncpg:///parley?host=/run/pg"),
    ],
)
def test_the_async_driver_is_added_to_the_database_address(loaded: Loader, given: str, driven: str) -> None:
    assert loaded(f'[database]\nurl = "{given}"\n').database_url() == driven


def test_secrets_are_handed_out_for_redaction_and_shown_nowhere(loaded: Loader) -> None:
    config = loaded('[discord]\ntoken = "t0k3n"\n[database]\nurl = "postgresql://me:p%40ss@db/parley"\n')
    assert set(config.secrets()) == {"t0k3n", "p%40ss", "p@ss"}
    assert not any(secret in f"{config!r}{config}" for secret in config.secrets())


def test_a_missing_token_is_one_sentence(loaded: Loader) -> None:
    with pytest.raises(ConfigFault, match=r"discord\.token is missing: set PARLEY_DISCORD__TOKEN") as caught:
        loaded('[discord]\ntoken = " "\n').token()
    assert caught.value.key == "discord.token"
