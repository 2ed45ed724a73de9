"""R2.7, R4.5, R9.11, R10.5: a server's configuration, and the rulebook that it makes for a case."""

from dataclasses import fields, replace

import pytest

from bot.domain.actors import StaffRole
from bot.domain.durations import HOUR_SECONDS, LONGEST_SECONDS
from bot.domain.errors import CurrencyUnknown, NotSetUp, SettingRefused, StaffOnly
from bot.domain.rulebook import MILESTONE, OFF_ALLOWED, ZERO_ALLOWED, Preset, RefundPolicy, Reminders, Windows
from bot.domain.settings import (
    LIMIT_RANGES,
    ChannelKind,
    CurrencyTerms,
    LimitName,
    Limits,
    PresetTerms,
    Settings,
    window_seconds,
)
from tests.domain.builders import GUILD, actor

TERMS = PresetTerms(
    windows=MILESTONE.windows,
    rate_bp=500,
    cap_bp=5_000,
    refund=RefundPolicy.WINNER,
    currencies={"USD": CurrencyTerms(500, 5_000), "JPY": CurrencyTerms(700, 7_000), "EUR": CurrencyTerms(450, 4_500)},
)
SETTINGS = Settings(
    guild_id=GUILD,
    preset=Preset.MILESTONE,
    terms={Preset.MILESTONE: TERMS, Preset.SAFEPAY: replace(TERMS, cap_bp=None, currencies={})},
    default_currency="USD",
    reminders=Reminders(),
    settle_margin_seconds=90,
)
WINDOW_NAMES = [field.name for field in fields(Windows)]


def test_rulebook_defaults_are_the_rules_own():
    days = {name: (value or 0) / 86_400 for name, value in ((n, getattr(Windows(), n)) for n in WINDOW_NAMES)}
    assert days == {
        "response_freelancer": 4,
        "response_client": 14,
        "min_negotiation": 0,
        "idle_reminder": 3,
        "dormancy": 0,
        "fee": 7,
        "cashier": 7,
        "closing": 1,
        "closing_escalated": 3,
        "answer": 1,
        "question": 2,
        "ruling": 7,
        "request": 7,
        "evidence": 3,
        "proposal": 14,
    }
    assert (MILESTONE.fee.rate_bp, MILESTONE.fee.minimum_minor, MILESTONE.fee.cap_bp) == (500, 500, 5_000)
    assert (MILESTONE.fee.refund, MILESTONE.settle_margin_seconds) == (RefundPolicy.WINNER, 90)
    assert (MILESTONE.max_exhibits, Limits().open_cases, Limits().filing_cooldown_seconds) == (40, 10, 60)


@pytest.mark.parametrize("name", WINDOW_NAMES)
def test_a_window_is_at_least_an_hour_and_0_or_off_where_allowed(name):
    for seconds in (HOUR_SECONDS, 5 * HOUR_SECONDS, LONGEST_SECONDS):
        assert window_seconds(name, seconds) == seconds
    for seconds in (-1, 1, HOUR_SECONDS - 1, LONGEST_SECONDS + 1):
        with pytest.raises(SettingRefused) as refused:
            window_seconds(name, seconds)
        assert (refused.value.name, refused.value.reason) == (name, "window_range")
    if name in ZERO_ALLOWED:
        assert window_seconds(name, 0) == 0
    else:
        with pytest.raises(SettingRefused, match="window_range"):
            window_seconds(name, 0)
    if name in OFF_ALLOWED:
        assert window_seconds(name, None) is None
    else:
        with pytest.raises(SettingRefused, match="off_not_allowed"):
            window_seconds(name, None)


def test_zero_and_off_are_for_the_windows_that_the_commands_name():
    assert {"min_negotiation", "closing", "closing_escalated"} == ZERO_ALLOWED
    assert {"dormancy", "idle_reminder"} == OFF_ALLOWED


@pytest.mark.parametrize("name", ["", "Response_client", "cooldown", "__class__"])
def test_an_unknown_window_is_refused_with_those_there_are(name):
    with pytest.raises(SettingRefused) as refused:
        window_seconds(name, HOUR_SECONDS)
    assert refused.value.reason == "unknown_window"
    assert refused.value.allowed.split(", ") == WINDOW_NAMES


@pytest.mark.parametrize(("typed", "code"), [(None, "USD"), ("jpy", "JPY"), (" eur ", "EUR"), ("USD", "USD")])
def test_r2_7_a_currency_is_named_or_the_default(typed, code):
    assert SETTINGS.currency(typed) == code


@pytest.mark.parametrize("typed", ["GBP", "XXX", "", "dollar"])
def test_r2_7_a_currency_without_amounts_is_not_offered(typed):
    with pytest.raises(CurrencyUnknown) as refused:
        SETTINGS.currency(typed)
    assert refused.value.offered == ("USD", "EUR", "JPY")


def test_r2_7_a_default_without_amounts_is_not_offered_either():
    settings = replace(SETTINGS, default_currency="GBP")
    assert settings.currencies == ("EUR", "JPY", "USD")
    with pytest.raises(CurrencyUnknown):
        settings.currency(None)


def test_r4_5_the_rulebook_of_a_case_takes_its_currencys_amounts():
    settings = replace(SETTINGS, limits=Limits(max_exhibits=3), settle_margin_seconds=5)
    rules = settings.rulebook("JPY")
    assert (rules.preset, rules.fee.minimum_minor, rules.fee.cap_bp) == (Preset.MILESTONE, 700, 5_000)
    assert (rules.max_exhibits, rules.settle_margin_seconds) == (3, 5)
    assert SETTINGS.rulebook("USD") == MILESTONE


def test_r10_5_settings_belong_to_the_preset_in_force():
    changed = SETTINGS.with_terms(replace(TERMS, rate_bp=100))
    assert changed.in_force.rate_bp == 100
    assert changed.terms[Preset.SAFEPAY] == SETTINGS.terms[Preset.SAFEPAY]
    assert SETTINGS.in_force.rate_bp == 500


def test_r10_5_roles_are_looked_up_in_the_configuration():
    settings = replace(SETTINGS, role_ids={StaffRole.MODERATOR: 1, StaffRole.ARBITRATOR: 2, StaffRole.CASHIER: 3})
    assert settings.actor(7, frozenset({2, 3, 9}), manage_server=False).staff_roles == {
        StaffRole.ARBITRATOR,
        StaffRole.CASHIER,
    }
    assert settings.actor(7, frozenset(), manage_server=True).staff_roles == {StaffRole.ADMIN}
    assert settings.actor(7, frozenset({9}), manage_server=False).staff_roles == frozenset()


def test_a_moderator_and_an_arbitrator_are_enough_to_begin_and_a_cashier_for_money():
    with pytest.raises(NotSetUp) as refused:
        SETTINGS.require_ready_for_cases()
    assert refused.value.missing == ("moderator", "arbitrator")
    with pytest.raises(NotSetUp) as refused:
        replace(SETTINGS, role_ids={StaffRole.MODERATOR: 1}).require_ready_for_cases()
    assert refused.value.missing == ("arbitrator",)
    ready = replace(SETTINGS, role_ids={StaffRole.MODERATOR: 1, StaffRole.ARBITRATOR: 2})
    ready.require_ready_for_cases()
    with pytest.raises(NotSetUp) as refused:
        ready.require_ready_for_money()
    assert refused.value.missing == ("cashier",)
    replace(SETTINGS, role_ids={StaffRole.CASHIER: 3}).require_ready_for_money()


READY = SETTINGS.with_role(StaffRole.MODERATOR, 1).with_role(StaffRole.ARBITRATOR, 2)
COMPLETE = READY.with_role(StaffRole.CASHIER, 3).with_channel(ChannelKind.CASES, 4).with_channel(ChannelKind.STAFF, 5)


@pytest.mark.parametrize("role", [StaffRole.MODERATOR, StaffRole.ARBITRATOR, StaffRole.CASHIER])
def test_r9_11_without_a_staff_role_that_was_set_no_case_is_opened_until_there_is_another(role):
    COMPLETE.require_ready_for_cases()
    lacking = COMPLETE.without([role], [])
    with pytest.raises(NotSetUp) as refused:
        lacking.require_ready_for_cases()
    assert (refused.value.missing, refused.value.gone_channels) == ((role.value,), ())
    lacking.with_role(role, 9).require_ready_for_cases()
    # One that was never set is no more than money needs.
    if role is StaffRole.CASHIER:
        READY.require_ready_for_cases()


def test_r9_11_without_the_cases_channel_that_was_set_no_case_is_opened_until_there_is_another():
    lacking = COMPLETE.without([], [ChannelKind.CASES, ChannelKind.STAFF])
    with pytest.raises(NotSetUp) as refused:
        lacking.require_ready_for_cases()
    assert (refused.value.missing, refused.value.gone_channels) == ((), ("cases",))
    lacking.with_channel(ChannelKind.CASES, 9).require_ready_for_cases()
    both = COMPLETE.without([StaffRole.ARBITRATOR], []).without([], [ChannelKind.CASES])
    with pytest.raises(NotSetUp) as refused:
        both.require_ready_for_cases()
    assert (refused.value.missing, refused.value.gone_channels) == (("arbitrator",), ("cases",))


def test_limits_that_are_plain_numbers_have_ranges():
    assert LIMIT_RANGES[LimitName.MAX_EXHIBITS][0] == 1
    assert all(lowest <= highest for lowest, highest in LIMIT_RANGES.values())


def test_r10_5_a_command_of_staff_needs_its_role():
    actor(1, StaffRole.CASHIER).require(StaffRole.CASHIER)
    with pytest.raises(StaffOnly) as refused:
        actor(1, StaffRole.ADMIN).require(StaffRole.CASHIER)
    assert refused.value.role == "cashier"
