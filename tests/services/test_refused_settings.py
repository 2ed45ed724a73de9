"""R10.5: the configuration: admins only, values that make sense, a history of who changed what."""

import pytest

from bot.domain.errors import (
    AmountNotUnderstood,
    CurrencyUnknown,
    DurationNotUnderstood,
    RateNotUnderstood,
    SettingRefused,
    StaffOnly,
)
from bot.services.commands import Command, SetChannel, SetFee, SetLimit, SetRole, SetWindow
from tests.services.refusals import Attempt, refuse
from tests.services.world import (
    ADMIN,
    GUILD,
    World,
    admin,
    arbitrator,
    cashier,
    client,
    freelancer,
    moderator,
    stranger,
)


async def test_r10_5_only_admins_configure(world: World) -> None:
    commands: tuple[Command, ...] = (
        SetRole("moderator", 5),
        SetChannel("cases", 5),
        SetFee(rate="6"),
        SetWindow("fee", "3d"),
        SetLimit("open_cases", "3"),
    )
    people = (client, stranger, moderator, arbitrator, cashier)
    await refuse(
        world,
        *(Attempt("R10.5", person, command, StaffOnly("admin")) for person in people for command in commands),
    )
    with pytest.raises(StaffOnly):
        await world.queries.settings(moderator.member)


async def test_r10_5_what_a_setting_refuses(world: World) -> None:
    windows = (
        "response_freelancer, response_client, min_negotiation, idle_reminder, dormancy, fee, cashier, closing, "
        "closing_escalated, answer, question, ruling, request, evidence, proposal"
    )

    limits = "max_exhibits, open_cases, max_file_mib, filing_cooldown, refile, small_splits"

    def setting(name: str, reason: str, **allowed: str) -> SettingRefused:
        return SettingRefused(name=name, reason=reason, **allowed)

    numbers = {"0", "1001", "-1", "ten", "1.5", "", "\N{ARABIC-INDIC DIGIT FIVE}"}
    not_a_number = setting("open_cases", "number_range", allowed="1 to 1000")
    await refuse(
        world,
        Attempt("not @everyone", admin, SetRole("moderator", GUILD), setting("role moderator", "everyone_role")),
        Attempt("R5", admin, SetWindow("tea", "4d"), setting("tea", "unknown_window", allowed=windows)),
        Attempt("R5", admin, SetWindow("fee", "59m"), setting("fee", "window_range")),
        Attempt("R5", admin, SetWindow("fee", "0"), setting("fee", "window_range")),
        Attempt("R5", admin, SetWindow("fee", "off"), setting("fee", "off_not_allowed")),
        Attempt("R5", admin, SetWindow("fee", "366d"), DurationNotUnderstood("366d")),
        Attempt("R5", admin, SetWindow("fee", "a while"), DurationNotUnderstood("a while")),
        Attempt("R5.3", admin, SetFee(), setting("fee", "nothing_named", allowed="rate, minimum, cap, refund")),
        Attempt("R5.3", admin, SetFee(rate="0"), setting("fee rate", "zero_rate")),
        Attempt("R5.3", admin, SetFee(cap="0"), setting("fee cap", "zero_rate")),
        Attempt("R5.3", admin, SetFee(rate="101"), RateNotUnderstood("101")),
        Attempt("R5.3", admin, SetFee(rate="1,5"), RateNotUnderstood("1,5")),
        Attempt("R5.3", admin, SetFee(minimum="0"), AmountNotUnderstood("0", "zero", "USD", "1,000.50")),
        Attempt("R2.7", admin, SetFee(minimum="1", currency="EUR"), CurrencyUnknown("EUR", ("USD",))),
        Attempt(
            "R5.5",
            admin,
            SetFee(refund="all"),
            setting("fee refund", "unknown_choice", allowed="winner, none, proportional"),
        ),
        Attempt(
            "R4.6",
            admin,
            SetLimit("tea", "1"),
            setting("tea", "unknown_limit", allowed=limits),
        ),
        *(Attempt("R4.6", admin, SetLimit("open_cases", typed), not_a_number) for typed in sorted(numbers)),
        Attempt("R4.6", admin, SetLimit("filing_cooldown", "soon"), DurationNotUnderstood("soon")),
    )


async def test_r10_5_changes_are_kept_with_who_and_when(world: World) -> None:
    receipt = await world.do(admin, SetFee(rate="7.5", cap="off", minimum="3", refund="none"))
    assert receipt.facts["changes"] == [
        "fee rate: 5 % → 7.5 %",
        "fee cap: 50 % → off",
        "fee refund: winner → none",
        "fee minimum USD: 5.00 USD → 3.00 USD",
    ]
    view = await world.queries.settings(admin.member)
    assert [(item.key, item.changed_by_id) for item in view.changes[:4]] == [
        ("fee minimum USD", ADMIN),
        ("fee refund", ADMIN),
        ("fee cap", ADMIN),
        ("fee rate", ADMIN),
    ]
    same = await world.do(admin, SetFee(rate="7.5"))
    assert same.facts["changed"] is False
    assert (await world.queries.settings(admin.member)).changes[0].key == "fee minimum USD"


async def test_r4_5_settings_touch_new_cases_only(world: World) -> None:
    case_id = await world.case()
    await world.do(admin, SetFee(rate="20"))
    await world.do(admin, SetWindow("response_freelancer", "1h"))
    assert (await world.queries.fee(freelancer.member, case_id)).fee_minor == 5_000
    assert (await world.state(case_id)).deadlines[1].window_seconds == 4 * 86_400
