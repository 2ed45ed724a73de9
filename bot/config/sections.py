"""The tables of the configuration file, with every key's default."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, field_validator
from pydantic_settings import NoDecode

from bot.config.values import (
    HALF,
    SQLITE_DRIVER,
    read_api_url,
    read_basis_points,
    read_basis_points_or_off,
    read_count,
    read_database_url,
    read_minor_units,
    read_port_or_off,
    read_positive_seconds,
    read_refund_policy,
    read_reminder_steps,
    read_seconds,
    read_seconds_or_off,
    read_switch,
    read_token,
)
from bot.domain.fees import fee_for
from bot.domain.money import format_amount
from bot.domain.rulebook import FIRST_CURRENCY, MILESTONE, SAFEPAY_FEE, SMALL_BALANCE_MINOR, RefundPolicy

Seconds = Annotated[int, BeforeValidator(read_seconds)]
SecondsOrOff = Annotated[int | None, BeforeValidator(read_seconds_or_off)]
PositiveSeconds = Annotated[int, BeforeValidator(read_positive_seconds)]
Count = Annotated[int, BeforeValidator(read_count)]
Switch = Annotated[bool | Literal["auto"], BeforeValidator(read_switch)]


class Section(BaseModel):
    """A table of the file: nothing unknown in it, nothing changed after loading, no value repeated in errors."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, hide_input_in_errors=True)


class IntentsSection(Section):
    """`[discord.intents]`: privileged intents; `auto` goes on without one that the portal doesn't grant."""

    members: Switch = "auto"
    message_content: Switch = "auto"


class DiscordSection(Section):
    """`[discord]`: who the bot is, and where Discord is."""

    token: Annotated[SecretStr | None, BeforeValidator(read_token)] = None
    api_url: Annotated[str, BeforeValidator(read_api_url)] = "https://discord.com/api/v10"
    intents: IntentsSection = IntentsSection()


class DatabaseSection(Section):
    """`[database]`: where everything is kept. The address may hold a password and is secret as a whole."""

    url: Annotated[SecretStr, BeforeValidator(read_database_url)] = SecretStr(f"{SQLITE_DRIVER}:///parley.db")


class EvidenceSection(Section):
    """`[evidence]`: where the files of exhibits are kept."""

    dir: Annotated[Path, BeforeValidator(lambda value: Path(str(value)))] = Path("evidence")


class DeadlinesSection(Section):
    """`[deadlines]`: how deadlines are kept; durations in seconds."""

    settle_margin: Seconds = MILESTONE.settle_margin_seconds
    sweep_every: PositiveSeconds = 15
    outage_after: PositiveSeconds = 60
    reminders: Annotated[
        tuple[int | Literal["half"], ...], NoDecode, BeforeValidator(read_reminder_steps), Field(strict=False)
    ] = (HALF, *MILESTONE.reminders.before_seconds)


class FeeSection(Section):
    """A rulebook's fee: basis points, and minor units of the US dollar."""

    rate: Annotated[int, BeforeValidator(read_basis_points)] = SAFEPAY_FEE.rate_bp
    minimum: Annotated[int, BeforeValidator(read_minor_units)] = SAFEPAY_FEE.minimum_minor


class MilestoneFeeSection(FeeSection):
    """`[rulebooks.milestone.fees]`: as every fee, with a cap and a choice of who gets it back."""

    rate: Annotated[int, BeforeValidator(read_basis_points)] = MILESTONE.fee.rate_bp
    minimum: Annotated[int, BeforeValidator(read_minor_units)] = MILESTONE.fee.minimum_minor
    cap: Annotated[int | None, BeforeValidator(read_basis_points_or_off)] = MILESTONE.fee.cap_bp
    refund: Annotated[RefundPolicy, BeforeValidator(read_refund_policy)] = MILESTONE.fee.refund


class SafepayFeeSection(FeeSection):
    """`[rulebooks.safepay.fees]`: what is taken from the funds, which must leave something in dispute (R6.3)."""

    @field_validator("rate")
    @classmethod
    def _leaves_something(cls, rate: int) -> int:
        smallest_minor = SMALL_BALANCE_MINOR + 1
        if fee_for(smallest_minor, replace(SAFEPAY_FEE, rate_bp=rate, minimum_minor=0)) >= smallest_minor:
            raise ValueError("is so high that nothing would be left in dispute")
        return rate

    @field_validator("minimum")
    @classmethod
    def _fits(cls, minimum: int) -> int:
        if minimum > SMALL_BALANCE_MINOR:
            highest = format_amount(SMALL_BALANCE_MINOR, FIRST_CURRENCY)
            raise ValueError(f"can't be above the small balance, which is {highest}")
        return minimum


class WindowsSection(Section):
    """`[rulebooks.<preset>.windows]`: how long people have, in seconds; None is off."""

    response_freelancer: PositiveSeconds = MILESTONE.windows.response_freelancer
    response_client: PositiveSeconds = MILESTONE.windows.response_client
    min_negotiation: Seconds = MILESTONE.windows.min_negotiation
    idle_reminder: SecondsOrOff = MILESTONE.windows.idle_reminder
    dormancy: SecondsOrOff = MILESTONE.windows.dormancy
    fee: PositiveSeconds = MILESTONE.windows.fee
    cashier: PositiveSeconds = MILESTONE.windows.cashier
    closing: Seconds = MILESTONE.windows.closing
    closing_escalated: Seconds = MILESTONE.windows.closing_escalated
    answer: PositiveSeconds = MILESTONE.windows.answer
    question: PositiveSeconds = MILESTONE.windows.question
    ruling: PositiveSeconds = MILESTONE.windows.ruling
    request: PositiveSeconds = MILESTONE.windows.request
    evidence: PositiveSeconds = MILESTONE.windows.evidence
    proposal: PositiveSeconds = MILESTONE.windows.proposal


class MilestoneSection(Section):
    """`[rulebooks.milestone]`: defaults of the rulebook `milestone`."""

    windows: WindowsSection = WindowsSection()
    fees: MilestoneFeeSection = MilestoneFeeSection()


class SafepaySection(Section):
    """`[rulebooks.safepay]`: defaults of the rulebook `safepay`."""

    windows: WindowsSection = WindowsSection()
    fees: SafepayFeeSection = SafepayFeeSection()


class RulebooksSection(Section):
    """`[rulebooks]`: defaults that a server's own settings may replace."""

    milestone: MilestoneSection = MilestoneSection()
    safepay: SafepaySection = SafepaySection()


class BrakesSection(Section):
    """`[brakes]`: how much one member may ask of the bot; 0 for either puts no brake on anybody."""

    burst: Count = 100
    per_minute: Count = 100


class OperationsSection(Section):
    """`[operations]`: how machines see how the bot is."""

    health_port: Annotated[int | None, BeforeValidator(read_port_or_off)] = None


class LoggingSection(Section):
    """`[logging]`: what is written to standard error, and how."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["console", "json"] = "console"
