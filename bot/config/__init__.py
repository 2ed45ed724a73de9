"""What can be configured: a TOML file, and over it the environment (`PARLEY_DISCORD__TOKEN`, `__` for nesting).

Every fault is one sentence that names the key. Secrets are SecretStr and appear in no sentence. Outside this package
nobody sees pydantic: what the rest of the bot gets are domain values.
"""

import dataclasses
import difflib
import os
import tomllib
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from pydantic import BaseModel, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, SettingsError

from bot.config.sections import (
    BrakesSection,
    DatabaseSection,
    DeadlinesSection,
    DiscordSection,
    EvidenceSection,
    LoggingSection,
    OperationsSection,
    RulebooksSection,
    WindowsSection,
)
from bot.config.values import HALF, OFF
from bot.domain.rulebook import (
    FIRST_CURRENCY,
    SAFEPAY_FEE,
    SMALL_BALANCE_MINOR,
    FeePolicy,
    Preset,
    Reminders,
    Rulebook,
    Windows,
)
from bot.domain.settings import CurrencyTerms, PresetTerms, Settings

ENVIRONMENT_PREFIX: Final = "PARLEY_"
NESTING: Final = "__"
DEFAULT_FILE: Final = Path("config.toml")


class ConfigFault(Exception):
    """A setting is wrong. `str()` of it is one sentence for a person, and `key` the setting's dotted name."""

    def __init__(self, key: str, sentence: str) -> None:
        super().__init__(sentence)
        self.key = key


class Config(BaseSettings):
    """The whole configuration. Read it with `load`."""

    model_config = SettingsConfigDict(
        env_prefix=ENVIRONMENT_PREFIX,
        env_nested_delimiter=NESTING,
        strict=True,
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
    )

    discord: DiscordSection = DiscordSection()
    database: DatabaseSection = DatabaseSection()
    evidence: EvidenceSection = EvidenceSection()
    deadlines: DeadlinesSection = DeadlinesSection()
    rulebooks: RulebooksSection = RulebooksSection()
    brakes: BrakesSection = BrakesSection()
    operations: OperationsSection = OperationsSection()
    logging: LoggingSection = LoggingSection()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment stands over what the file says; nothing else is read."""
        return env_settings, init_settings

    def token(self) -> str:
        """The bot's token. Raises ConfigFault when none is set."""
        if self.discord.token is None:
            name = environment_name("discord.token")
            raise ConfigFault("discord.token", f"discord.token is missing: set {name} to your bot's token.")
        return self.discord.token.get_secret_value()

    def database_url(self) -> str:
        """The database's address with its async driver, password included: not for printing."""
        return self.database.url.get_secret_value()

    def reminders(self) -> Reminders:
        """When people are reminded (R9.3)."""
        steps = self.deadlines.reminders
        before = sorted({step for step in steps if step != HALF}, reverse=True)
        # Half of the window always stays, whatever steps are configured (R9.3).
        return Reminders(half=True, before_seconds=tuple(before))

    def rulebook(self, preset: Preset) -> Rulebook:
        """The defaults of a preset, before a server's own settings; money in minor units of the US dollar."""
        windows: WindowsSection
        match preset:
            case Preset.MILESTONE:
                windows, fees = self.rulebooks.milestone.windows, self.rulebooks.milestone.fees
                fee = FeePolicy(rate_bp=fees.rate, minimum_minor=fees.minimum, cap_bp=fees.cap, refund=fees.refund)
            case Preset.SAFEPAY:
                windows = self.rulebooks.safepay.windows
                fee = dataclasses.replace(
                    SAFEPAY_FEE,
                    rate_bp=self.rulebooks.safepay.fees.rate,
                    minimum_minor=self.rulebooks.safepay.fees.minimum,
                )
        return Rulebook(
            preset=preset,
            windows=Windows(**windows.model_dump()),
            fee=fee,
            reminders=self.reminders(),
            settle_margin_seconds=self.deadlines.settle_margin,
        )

    def settings_defaults(self, guild_id: int) -> Settings:
        """What a new server begins with: US dollars and the preset `milestone` (R2.7)."""
        return Settings(
            guild_id=guild_id,
            preset=Preset.MILESTONE,
            terms={preset: self._terms(preset) for preset in Preset},
            default_currency=FIRST_CURRENCY,
            reminders=self.reminders(),
            settle_margin_seconds=self.deadlines.settle_margin,
        )

    def _terms(self, preset: Preset) -> PresetTerms:
        rulebook = self.rulebook(preset)
        amounts = CurrencyTerms(rulebook.fee.minimum_minor, SMALL_BALANCE_MINOR)
        return PresetTerms(
            windows=rulebook.windows,
            rate_bp=rulebook.fee.rate_bp,
            cap_bp=rulebook.fee.cap_bp,
            refund=rulebook.fee.refund,
            currencies={FIRST_CURRENCY: amounts},
        )

    def summary(self) -> dict[str, str]:
        """The settings that decide what the bot touches, for a person; without secrets."""
        intents = self.discord.intents
        return {
            "discord.token": "set" if self.discord.token else "not set",
            "discord.api_url": self.discord.api_url,
            "discord.intents.members": str(intents.members).lower(),
            "discord.intents.message_content": str(intents.message_content).lower(),
            "database.url": self._database_without_password(),
            "evidence.dir": str(self.evidence.dir),
            "operations.health_port": str(self.operations.health_port or OFF),
            "logging": f"{self.logging.level}, {self.logging.format}",
        }

    def _database_without_password(self) -> str:
        parts = urlsplit(self.database_url())
        scheme = parts.scheme.partition("+")[0]
        host = parts.netloc.rpartition("@")[2]
        return f"{scheme}://{host}{parts.path}"

    def secrets(self) -> tuple[str, ...]:
        """What must never be written to a log: the token, and the database's password if it has one."""
        password = urlsplit(self.database_url()).password
        token = self.discord.token.get_secret_value() if self.discord.token else None
        return tuple(secret for secret in (token, password, unquote(password) if password else None) if secret)


def environment_name(key: str) -> str:
    """The environment variable that stands for a key: `discord.api_url` is PARLEY_DISCORD__API_URL."""
    return ENVIRONMENT_PREFIX + key.replace(".", NESTING).upper()


def file_of(path: Path | None) -> Path | None:
    """The file that is read: the one that is named, or `config.toml` if it is here."""
    return path or (DEFAULT_FILE if DEFAULT_FILE.is_file() else None)


def holds_secrets(file: Path) -> bool:
    """Whether a token or a database's password stands in a file. Raises ConfigFault if it can't be read."""
    content = _read(file)
    address = str(content.get("database", {}).get("url", ""))
    return bool(content.get("discord", {}).get("token")) or urlsplit(address).password is not None


def load(path: Path | None = None) -> Config:
    """Read the file, if one is named or `config.toml` is here, and the environment over it.

    Raises ConfigFault with one sentence that names the key.
    """
    file = file_of(path)
    content = _read(file) if file else {}
    for name in os.environ:
        _check_variable(name)
    try:
        return Config(**content)
    except ValidationError as error:
        raise _fault_of(error) from None
    except SettingsError as error:
        raise ConfigFault("environment", f"The environment can't be read: {error}.") from None


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigFault("--config", f"--config: {file} can't be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise ConfigFault("--config", f"--config: {file} is not UTF-8 text.") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigFault("--config", f"--config: {file} is not valid TOML: {error}.") from None


def _check_variable(name: str) -> None:
    """Refuse a variable of ours whose section doesn't exist: it would be passed over in silence otherwise."""
    section, nested, _ = name.upper().removeprefix(ENVIRONMENT_PREFIX).partition(NESTING)
    if name.upper().startswith(ENVIRONMENT_PREFIX) and nested and section.lower() not in Config.model_fields:
        raise ConfigFault(name, f"{name} is not a setting{_nearest(section.lower(), list(Config.model_fields), '')}")


def _fault_of(error: ValidationError) -> ConfigFault:
    """The first fault as a sentence. Values are left out: they may be secret."""
    first = error.errors(include_url=False, include_input=False, include_context=True)[0]
    where = [str(part) for part in first["loc"] if not isinstance(part, int)]
    key = ".".join(where)
    name = environment_name(key)
    shown = f"{key} (set by {name})" if any(variable.upper() == name for variable in os.environ) else key
    if first["type"] == "extra_forbidden":
        siblings = _fields_at(where[:-1])
        return ConfigFault(key, f"{shown} is not a setting{_nearest(where[-1], siblings, '.'.join(where[:-1]))}")
    cause = first.get("ctx", {}).get("error")
    what = str(cause) if isinstance(cause, ValueError) else f"is wrong: {first['msg'][0].lower()}{first['msg'][1:]}"
    return ConfigFault(key, f"{shown} {what}.")


def _fields_at(where: list[str]) -> list[str]:
    model: type[BaseModel] = Config
    for name in where:
        annotation = model.model_fields[name].annotation
        if not (isinstance(annotation, type) and issubclass(annotation, BaseModel)):
            return []
        model = annotation
    return list(model.model_fields)


def _nearest(typed: str, names: list[str], section: str) -> str:
    prefix = f"{section}." if section else ""
    close = difflib.get_close_matches(typed, names, n=1)
    if close:
        return f": did you mean {prefix}{close[0]}?"
    return f": {f'[{section}]' if section else 'the file'} takes {', '.join(names)}."
