"""A wrong setting is refused with one sentence that names its key and never shows a secret."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.config import Config, ConfigFault, load

Loader = Callable[[str], Config]


@pytest.mark.parametrize(
    ("text", "key", "says"),
    [
        ('[discord]\ntokn = "x"', "discord.tokn", "did you mean discord.token?"),
        ("[discrod]\n", "discrod", "did you mean discord?"),
        ("[zzz]\n", "zzz", "the file takes discord, database,"),
        ("[database]\npool = 3", "database.pool", "[database] takes url."),
        ("[rulebooks.milestone.windows]\nclosng = 3", "rulebooks.milestone.windows.closng", "windows.closing?"),
        ("[rulebooks.safepay.fees]\ncap = '5 %'", "rulebooks.safepay.fees.cap", "is not a setting"),
        ("[rulebooks.safepay.fees]\nrate = '100 %'", "rulebooks.safepay.fees.rate", "nothing would be left in dispute"),
        ("[rulebooks.safepay.fees]\nminimum = '50.01'", "rulebooks.safepay.fees.minimum", "which is 50.00 USD"),
        ("[deadlines]\nsweep_every = 'soon'", "deadlines.sweep_every", "not 'soon'"),
        ("[deadlines]\nsweep_every = 1.5", "deadlines.sweep_every", "whole seconds"),
        ("[deadlines]\nsweep_every = true", "deadlines.sweep_every", "whole seconds"),
        ("[deadlines]\nsweep_every = -1", "deadlines.sweep_every", "takes"),
        ("[deadlines]\nsweep_every = 0", "deadlines.sweep_every", "longer than 0"),
        ("[deadlines]\nsettle_margin = '400d'", "deadlines.settle_margin", "takes"),
        ("[deadlines]\nreminders = 3", "deadlines.reminders", "takes a list"),
        ("[deadlines]\nreminders = ['quarter']", "deadlines.reminders", "not 'quarter'"),
        ("[rulebooks.milestone.windows]\nfee = 0", "rulebooks.milestone.windows.fee", "longer than 0"),
        ("[rulebooks.milestone.windows]\nfee = 'off'", "rulebooks.milestone.windows.fee", "not 'off'"),
        ("[rulebooks.milestone.windows]\nidle_reminder = 0", "rulebooks.milestone.windows.idle_reminder", "longer"),
        ("[rulebooks.milestone.fees]\nrate = '101 %'", "rulebooks.milestone.fees.rate", "percentage"),
        ("[rulebooks.milestone.fees]\nminimum = '1.000'", "rulebooks.milestone.fees.minimum", "US dollars"),
        ("[rulebooks.milestone.fees]\nrefund = 'loser'", "rulebooks.milestone.fees.refund", "winner or none or"),
        ("[operations]\nhealth_port = 0", "operations.health_port", 'from 1 to 65535, or "off"'),
        ("[operations]\nhealth_port = 65536", "operations.health_port", "takes a port"),
        ("[operations]\nhealth_port = true", "operations.health_port", "takes a port"),
        ("[discord.intents]\nmembers = 'maybe'", "discord.intents.members", 'true, false or "auto"'),
        ("[discord]\napi_url = 'discord.com'", "discord.api_url", "https://discord.com/api/v10"),
        ("[discord]\ntoken = 7", "discord.token", "as text"),
        ("[discord]\nintents = 7", "discord.intents", "is wrong"),
        ("[logging]\nlevel = 'loud'", "logging.level", "'debug', 'info', 'warning' or 'error'"),
        ("[brakes]\nburst = -1", "brakes.burst", "from 0 to 100,000"),
        ("[brakes]\nburst = 2.5", "brakes.burst", "from 0 to 100,000"),
        ("[brakes]\nburst = true", "brakes.burst", "from 0 to 100,000"),
        ("[brakes]\nper_minute = 100_001", "brakes.per_minute", "from 0 to 100,000"),
        ("[database]\nurl = 'mysql://x:hunter2@y/z'", "database.url", "takes sqlite:///"),
        ("[database]\nurl = 'sqlite://'", "database.url", "needs a file"),
        ("[database]\nurl = 'sqlite:///:memory:'", "database.url", "needs a file"),
    ],
)
def test_a_wrong_setting_is_one_sentence_that_names_the_key(loaded: Loader, text: str, key: str, says: str) -> None:
    with pytest.raises(ConfigFault) as caught:
        loaded(text)
    sentence = str(caught.value)
    assert caught.value.key == key
    assert key in sentence
    assert says in sentence
    assert "\n" not in sentence
    assert sentence.endswith((".", "?"))
    assert "hunter2" not in sentence


def test_a_fault_of_the_environment_names_its_variable(loaded: Loader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARLEY_LOGGING__LEVEL", "loud")
    with pytest.raises(ConfigFault, match=r"logging\.level \(set by PARLEY_LOGGING__LEVEL\) is wrong"):
        loaded('[logging]\nlevel = "info"\n')


@pytest.mark.parametrize(
    ("variable", "says"),
    [
        ("PARLEY_DISCORD__TOKN", "did you mean discord.token?"),
        ("PARLEY_DISCROD__TOKEN", "PARLEY_DISCROD__TOKEN is not a setting: did you mean discord?"),
    ],
)
def test_an_unknown_variable_of_ours_is_refused(monkeypatch: pytest.MonkeyPatch, variable: str, says: str) -> None:
    monkeypatch.setenv(variable, "secret-value")
    with pytest.raises(ConfigFault) as caught:
        load()
    assert says in str(caught.value)
    assert "secret-value" not in str(caught.value)


def test_other_variables_are_none_of_our_business(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARLEY_TEST_PROFILE", "long")
    monkeypatch.setenv("OTHER__THING", "1")
    assert load().logging.level == "info"


def test_a_section_that_is_not_readable_json_in_the_environment_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARLEY_DISCORD", "{not json")
    with pytest.raises(ConfigFault) as caught:
        load()
    assert "discord" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "says"), [(None, "can't be read"), (b"[discord", "is not valid TOML"), (b"a = '\xff'", "is not UTF-8")]
)
def test_an_unreadable_file_is_one_sentence(tmp_path: Path, content: bytes | None, says: str) -> None:
    file = tmp_path / "mine.toml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(ConfigFault) as caught:
        load(file)
    assert caught.value.key == "--config"
    assert str(file) in str(caught.value)
    assert says in str(caught.value)
