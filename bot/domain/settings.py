"""What a server has configured (R10.5): the preset in force, fees, windows, limits, roles and channels."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from bot.domain.actors import Actor, StaffRole
from bot.domain.durations import HOUR_SECONDS, LONGEST_SECONDS
from bot.domain.errors import CurrencyUnknown, NotSetUp, SettingRefused
from bot.domain.fees import fee_for
from bot.domain.money import format_amount, is_currency
from bot.domain.rulebook import (
    OFF_ALLOWED,
    PROCEDURES,
    ZERO_ALLOWED,
    FeePolicy,
    Preset,
    RefundPolicy,
    Reminders,
    Rulebook,
    Windows,
)


class RoomKind(StrEnum):
    """What a case room is in Discord."""

    CHANNEL = "channel"
    THREAD = "thread"


class ChannelKind(StrEnum):
    """The channels that a server may name."""

    CASES = "cases"
    STAFF = "staff"
    RECORDS = "records"
    CASHIER = "cashier"


class SwitchName(StrEnum):
    """What an admin may switch on and off."""

    OFFERS_HIDDEN = "offers_hidden"
    DM_NOTICES = "dm_notices"


class LimitName(StrEnum):
    """The limits that an admin may set."""

    MAX_EXHIBITS = "max_exhibits"
    MAX_FILE_MIB = "max_file_mib"
    OPEN_CASES = "open_cases"
    FILING_COOLDOWN = "filing_cooldown"
    REFILE = "refile"
    SMALL_SPLITS = "small_splits"
    TWO_PEOPLE_AMOUNT = "two_people_amount"


@dataclass(frozen=True, slots=True)
class CurrencyTerms:
    """A currency's own amounts, in minor units."""

    fee_minimum_minor: int
    small_balance_minor: int


@dataclass(frozen=True, slots=True)
class PresetTerms:
    """What a preset says on this server, apart from amounts in a currency."""

    windows: Windows
    rate_bp: int
    cap_bp: int | None
    refund: RefundPolicy
    currencies: dict[str, CurrencyTerms]

    def fee(self, currency: str) -> FeePolicy:
        """What arbitration costs in one of the currencies."""
        return FeePolicy(self.rate_bp, self.currencies[currency].fee_minimum_minor, self.cap_bp, self.refund)


@dataclass(frozen=True, slots=True)
class Limits:
    """Brakes and sizes; times in seconds; 0 is no such brake."""

    max_exhibits: int = 40
    max_file_mib: int = 10
    open_cases: int = 10
    filing_cooldown_seconds: int = 60
    refile_seconds: int = 7 * 86_400
    small_splits: int = 2
    two_people_minor: dict[str, int] = field(default_factory=dict[str, int])
    """Above which amount two cashiers must confirm (R2.8), by currency, in minor units; a missing one is off."""


LIMIT_RANGES: Final[Mapping[LimitName, tuple[int, int]]] = {
    LimitName.MAX_EXHIBITS: (1, 200),
    LimitName.MAX_FILE_MIB: (1, 500),
    LimitName.OPEN_CASES: (1, 1_000),
    LimitName.SMALL_SPLITS: (0, 1_000),
}
"""What a limit that is a plain number may be; the others are durations or amounts."""


@dataclass(frozen=True, slots=True)
class Settings:
    """One server's configuration."""

    guild_id: int
    preset: Preset
    terms: dict[Preset, PresetTerms]
    default_currency: str
    reminders: Reminders
    settle_margin_seconds: int
    limits: Limits = field(default_factory=Limits)
    rooms: RoomKind = RoomKind.CHANNEL
    room_retention_seconds: int = 7 * 86_400
    offers_hidden: bool = False
    dm_notices: bool = True
    blocked_ids: set[int] = field(default_factory=set[int])
    role_ids: dict[StaffRole, int] = field(default_factory=dict[StaffRole, int])
    channel_ids: dict[ChannelKind, int] = field(default_factory=dict[ChannelKind, int])
    waiting_currencies: tuple[str, ...] = ()
    """Currencies that were added and have no amounts yet, so that they aren't offered (R2.7)."""
    gone_roles: tuple[StaffRole, ...] = ()
    gone_channels: tuple[ChannelKind, ...] = ()
    version: int = 0

    @property
    def in_force(self) -> PresetTerms:
        """What the preset in force says."""
        return self.terms[self.preset]

    @property
    def currencies(self) -> tuple[str, ...]:
        """The currencies that the preset in force has amounts for (R2.7), the default first."""
        return tuple(sorted(self.in_force.currencies, key=lambda code: (code != self.default_currency, code)))

    def currency(self, typed: str | None) -> str:
        """The currency meant; the default for None. Raises CurrencyUnknown with those on offer."""
        code = self.default_currency if typed is None else typed.strip().upper()
        if not is_currency(code) or code not in self.in_force.currencies:
            raise CurrencyUnknown(currency=code, offered=self.currencies)
        return code

    def rulebook(self, currency: str) -> Rulebook:
        """The rulebook that a case in the currency is opened under (R4.5)."""
        terms = self.in_force
        return Rulebook(
            preset=self.preset,
            windows=terms.windows,
            fee=terms.fee(currency),
            reminders=self.reminders,
            settle_margin_seconds=self.settle_margin_seconds,
            max_exhibits=self.limits.max_exhibits,
            small_balance_minor=terms.currencies[currency].small_balance_minor,
            small_splits=self.limits.small_splits,
            refile_seconds=self.limits.refile_seconds,
            offers_hidden=self.offers_hidden,
        )

    def actor(self, member_id: int, role_ids: frozenset[int], *, manage_server: bool) -> Actor:
        """The member with the staff roles that this server's configuration gives their Discord roles (R10.5)."""
        held = {role for role, role_id in self.role_ids.items() if role_id in role_ids}
        if manage_server:
            held.add(StaffRole.ADMIN)
        return Actor(self.guild_id, member_id, frozenset(held))

    def require_ready_for_cases(self) -> None:
        """Raise NotSetUp unless a moderator and an arbitrator role are set, which is enough to begin, and no staff role
        or cases channel that was set is gone (R9.11)."""
        wanted = (StaffRole.MODERATOR, StaffRole.ARBITRATOR, *self.gone_roles)
        missing = tuple(dict.fromkeys(role.value for role in wanted if role not in self.role_ids))
        gone = tuple(kind.value for kind in self.gone_channels if kind is ChannelKind.CASES)
        if missing or gone:
            raise NotSetUp(missing=missing, gone_channels=gone)

    def require_ready_for_money(self) -> None:
        """Raise NotSetUp unless a cashier role is set."""
        if StaffRole.CASHIER not in self.role_ids:
            raise NotSetUp(missing=(StaffRole.CASHIER.value,))

    def with_role(self, role: StaffRole, role_id: int) -> "Settings":
        """The settings with a Discord role for a staff role."""
        gone_roles = tuple(gone for gone in self.gone_roles if gone is not role)
        return replace(self, role_ids={**self.role_ids, role: role_id}, gone_roles=gone_roles)

    def with_channel(self, kind: ChannelKind, channel_id: int) -> "Settings":
        """The settings with a channel for something."""
        gone_channels = tuple(gone for gone in self.gone_channels if gone is not kind)
        return replace(self, channel_ids={**self.channel_ids, kind: channel_id}, gone_channels=gone_channels)

    def without(self, roles: Collection[StaffRole], channels: Collection[ChannelKind]) -> "Settings":
        """The settings when roles and channels that were set are gone from the server (R9.11)."""
        return replace(
            self,
            role_ids={role: role_id for role, role_id in self.role_ids.items() if role not in roles},
            channel_ids={kind: found for kind, found in self.channel_ids.items() if kind not in channels},
            gone_roles=tuple(sorted({*self.gone_roles, *roles})),
            gone_channels=tuple(sorted({*self.gone_channels, *channels})),
        )

    def with_terms(self, terms: PresetTerms) -> "Settings":
        """The settings with other terms for the preset in force."""
        return replace(self, terms={**self.terms, self.preset: terms})


def require_fee_leaves_something(preset: Preset, terms: PresetTerms) -> None:
    """A fee that is taken from the funds (R6.3) must leave something in dispute of every balance that it is taken from,
    the smallest of which is just above the small balance. Raises SettingRefused."""
    if not PROCEDURES[preset].fee_from_funds:
        return
    for currency, own in terms.currencies.items():
        if own.fee_minimum_minor > own.small_balance_minor:
            allowed = format_amount(own.small_balance_minor, currency)
            raise SettingRefused(name=f"fee minimum {currency}", reason="minimum_above_balance", allowed=allowed)
        smallest_minor = own.small_balance_minor + 1
        if fee_for(smallest_minor, terms.fee(currency)) >= smallest_minor:
            allowed = format_amount(smallest_minor, currency)
            raise SettingRefused(name="fee rate", reason="rate_takes_all", allowed=allowed)


def window_seconds(name: str, seconds: int | None) -> int | None:
    """A window as an admin may set it: at least an hour, `0` and off (None) where allowed.

    Raises SettingRefused for an unknown name or a value that isn't allowed.
    """
    if name not in Windows.__slots__:
        raise SettingRefused(name=name, reason="unknown_window", allowed=", ".join(Windows.__slots__))
    if seconds is None:
        if name not in OFF_ALLOWED:
            raise SettingRefused(name=name, reason="off_not_allowed")
        return None
    if seconds == 0 and name in ZERO_ALLOWED:
        return 0
    if not HOUR_SECONDS <= seconds <= LONGEST_SECONDS:
        raise SettingRefused(name=name, reason="window_range")
    return seconds
