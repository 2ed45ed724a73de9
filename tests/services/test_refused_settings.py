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
from bot.services.commands import (
    Command,
    ConfirmWalletRequest,
    RequestDeposit,
    RequestWithdrawal,
    SetChannel,
    SetCurrency,
    SetFee,
    SetLimit,
    SetReminders,
    SetRole,
    SetRooms,
    SetRulebook,
    SetThreshold,
    SetWindow,
)
from bot.services.setting_commands import BlockMember, SetRetention, SetSwitch, SetUpServer
from bot.services.staff_commands import EraseMember
from tests.services.refusals import Attempt, refuse
from tests.services.world import (
    ADMIN,
    FREELANCER,
    GUILD,
    STRANGER,
    World,
    admin,
    arbitrator,
    cashier,
    client,
    freelancer,
    moderator,
    stranger,
)

_ROLES = "moderator, arbitrator, cashier"
_CHANNELS = "cases, staff, records, cashier"
_SWITCHES = "offers_hidden, dm_notices"


async def test_r10_5_only_admins_configure(world: World) -> None:
    commands: tuple[Command, ...] = (
        SetRole("moderator", 5),
        SetChannel("cases", 5),
        SetFee(rate="6"),
        SetWindow("fee", "3d"),
        SetLimit("open_cases", "3"),
        SetRetention("3d"),
        SetSwitch("dm_notices", on=False),
        SetUpServer(),
        BlockMember(FREELANCER, blocked=True),
        EraseMember(STRANGER, "They asked for it."),
    )
    people = (client, stranger, moderator, arbitrator, cashier)
    await refuse(
        world,
        *(Attempt("R10.5", person, command, StaffOnly("admin")) for person in people for command in commands),
    )
    for look in (world.queries.settings, world.queries.setting_history):
        with pytest.raises(StaffOnly):
            await look(moderator.member)


async def test_r10_5_what_a_setting_refuses(world: World) -> None:
    windows = (
        "response_freelancer, response_client, min_negotiation, idle_reminder, dormancy, fee, cashier, closing, "
        "closing_escalated, answer, question, ruling, request, evidence, proposal"
    )

    limits = "max_exhibits, max_file_mib, open_cases, filing_cooldown, refile, small_splits, two_people_amount"

    def setting(name: str, reason: str, **allowed: str) -> SettingRefused:
        return SettingRefused(name=name, reason=reason, **allowed)

    numbers = {"0", "1001", "-1", "ten", "1.5", "", "\N{ARABIC-INDIC DIGIT FIVE}"}
    not_a_number = setting("open_cases", "number_range", allowed="1 to 1000")
    await refuse(
        world,
        Attempt("R10.5", admin, SetRole("admin", 5), setting("role", "unknown_choice", allowed=_ROLES)),
        Attempt("R10.5", admin, SetChannel("tea", 5), setting("channel", "unknown_choice", allowed=_CHANNELS)),
        Attempt("R4.6", admin, SetLimit("open_cases", "3", "USD"), setting("open_cases", "takes_no_currency")),
        Attempt("R11.2", admin, SetRetention("59m"), setting("retention room", "retention_range")),
        Attempt("R9.3", admin, SetReminders("now and then"), setting("reminders", "reminder_steps")),
        Attempt("R9.3", admin, SetReminders("half, 0"), setting("reminders", "reminder_steps")),
        Attempt("R12.2", admin, SetSwitch("tea", on=True), setting("switch", "unknown_choice", allowed=_SWITCHES)),
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


async def test_r6_3_a_safepay_fee_must_leave_something_in_dispute(world: World) -> None:
    await world.do(admin, SetRulebook("safepay"))

    def above(allowed: str) -> SettingRefused:
        return SettingRefused(name="fee minimum USD", reason="minimum_above_balance", allowed=allowed)

    all_taken = SettingRefused(name="fee rate", reason="rate_takes_all", allowed="50.01 USD")
    await refuse(
        world,
        Attempt("R6.3", admin, SetFee(minimum="50.01"), above("50.00 USD")),
        Attempt("R6.3", admin, SetThreshold("24.99"), above("24.99 USD")),
        Attempt("R6.3", admin, SetThreshold("0"), above("0.00 USD")),
        Attempt("R6.3", admin, SetFee(rate="100"), all_taken),
        Attempt("R6.3", admin, SetFee(refund="winner"), SettingRefused(name="fee refund", reason="never_refunded")),
    )
    await world.do(admin, SetFee(minimum="50"))
    await world.do(admin, SetThreshold("50"))
    await world.do(admin, SetFee(rate="99.99"))
    # Of 51 yen it would round to 51.
    small_yen = SettingRefused(name="fee rate", reason="rate_takes_all", allowed="51 JPY")
    await world.do(admin, SetCurrency("JPY", "add"))
    await refuse(world, Attempt("R6.3", admin, SetFee("JPY", minimum="50"), small_yen))


async def test_r6_3_under_milestone_fees_are_paid_from_wallets_and_may_be_anything(world: World) -> None:
    await world.do(admin, SetFee(rate="100", minimum="500", cap="off"))
    await world.do(admin, SetThreshold("0"))
    view = await world.queries.settings(admin.member)
    assert view.settings.in_force.rate_bp == 10_000


async def test_r2_7_a_currency_in_which_there_is_money_is_not_removed(world: World) -> None:
    await world.do(admin, SetCurrency("EUR", "add"))
    await world.do(admin, SetFee("EUR", minimum="5"))
    await world.do(client, RequestDeposit("5", "EUR"))
    in_use = SettingRefused(name="currency EUR", reason="currency_in_use")
    usual = SettingRefused(name="currency USD", reason="default_currency")
    asked = Attempt("R2.7 asked for", admin, SetCurrency("EUR", "remove"), in_use)
    await refuse(world, asked, Attempt("R2.7", admin, SetCurrency("USD", "remove"), usual))
    unknown = SettingRefused(name="currency XYZ", reason="no_such_currency")
    await refuse(world, Attempt("R2.7", admin, SetCurrency("xyz", "add"), unknown))
    await world.do(cashier, ConfirmWalletRequest(1))
    await refuse(world, Attempt("R2.7 in a wallet", admin, SetCurrency("EUR", "remove"), in_use))
    await world.do(client, RequestWithdrawal("5", "EUR"))
    await refuse(world, Attempt("R2.7 held", admin, SetCurrency("EUR", "remove"), in_use))
    await world.do(cashier, ConfirmWalletRequest(2))
    await world.do(admin, SetCurrency("EUR", "remove"))
    gone = CurrencyUnknown("EUR", ("USD",))
    await refuse(world, Attempt("R2.7", client, RequestDeposit("5", "EUR"), gone))


async def test_r2_7_a_currency_is_offered_once_its_lowest_fee_says_what_it_is_worth(world: World) -> None:
    added = await world.do(admin, SetCurrency("jpy", "add"))
    assert added.facts["waits"] == "JPY"
    assert (await world.do(admin, SetCurrency("JPY", "add"))).facts["changed"] is False
    not_yet = CurrencyUnknown("JPY", ("USD",))
    waits = SettingRefused(name="currency JPY", reason="currency_waits", allowed="JPY")
    alone = SettingRefused(name="fee", reason="currency_without_minimum")
    await refuse(
        world,
        Attempt("R2.7", client, RequestDeposit("500", "JPY"), not_yet),
        Attempt("R2.7", admin, SetThreshold("500", "JPY"), not_yet),
        Attempt("R2.7", admin, SetCurrency("JPY", "default"), waits),
        Attempt("R2.7", admin, SetFee("JPY", rate="6"), alone),
    )
    offered = await world.do(admin, SetFee("JPY", minimum="750"))
    assert offered.facts["changes"] == [
        "currency JPY: offered as soon as it has a lowest fee → offered",
        "fee minimum JPY: none → 750 JPY",
    ]
    settings = (await world.queries.settings(admin.member)).settings
    amounts = {preset.value: terms.currencies["JPY"] for preset, terms in settings.terms.items()}
    # 5.00 USD in the one preset are 25.00 in the other, and small balances are 50.00.
    assert (amounts["milestone"].fee_minimum_minor, amounts["milestone"].small_balance_minor) == (750, 7_500)
    assert (amounts["safepay"].fee_minimum_minor, amounts["safepay"].small_balance_minor) == (3_750, 7_500)
    await world.do(client, RequestDeposit("500", "JPY"))
    await world.do(admin, SetCurrency("EUR", "add"))
    gone = await world.do(admin, SetCurrency("EUR", "remove"))
    assert gone.facts["changes"] == ["currency EUR: offered as soon as it has a lowest fee → not offered"]


@pytest.mark.parametrize(
    ("command", "new_cases_only"),
    [
        (SetFee(rate="7"), True),
        (SetWindow("fee", "3d"), True),
        (SetLimit("max_exhibits", "3"), True),
        (SetThreshold("80"), True),
        (SetRulebook("safepay"), True),
        (SetReminders("half, 2h"), True),
        (SetLimit("open_cases", "3"), False),
        (SetRole("moderator", 5), False),
    ],
)
async def test_r4_5_it_is_said_which_settings_open_cases_keep(
    world: World, command: Command, new_cases_only: bool
) -> None:
    receipt = await world.do(admin, command)
    assert (receipt.facts["changed"], receipt.facts["new_cases_only"]) == (True, new_cases_only)


async def test_r4_5_it_is_said_to_which_rulebook_a_setting_belongs(world: World) -> None:
    for command in (SetFee(rate="7"), SetWindow("evidence", "2d"), SetThreshold("80"), SetWindow("evidence", "2d")):
        assert (await world.do(admin, command)).facts["rulebook"] == "milestone"
    await world.do(admin, SetRulebook("safepay"))
    assert (await world.do(admin, SetThreshold("80"))).facts["rulebook"] == "safepay"
    assert "rulebook" not in (await world.do(admin, SetReminders("half, 2h"))).facts


async def test_it_is_said_which_channel_members_can_write_in_no_more(world: World) -> None:
    assert "read_only_id" not in (await world.do(admin, SetChannel("cases", 5))).facts
    assert (await world.do(admin, SetRooms("thread"))).facts["read_only_id"] == 5
    assert "read_only_id" not in (await world.do(admin, SetChannel("cases", 5))).facts
    assert (await world.do(admin, SetChannel("cases", 6))).facts["read_only_id"] == 6
    assert "read_only_id" not in (await world.do(admin, SetChannel("records", 7))).facts


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
