"""The currencies of a server (R2.7): each has its own fee minimum and small balance; one without isn't offered."""

from dataclasses import replace

from bot.domain.actors import StaffRole
from bot.domain.errors import CurrencyUnknown, SettingRefused
from bot.domain.money import format_amount, is_currency, parse_amount
from bot.domain.rulebook import PROCEDURES
from bot.domain.settings import CurrencyTerms, PresetTerms, Settings, require_fee_leaves_something
from bot.services.context import Context
from bot.services.receipts import Receipt
from bot.services.setting_changes import save_settings
from bot.services.setting_commands import SetCurrency, SetFee

_OFFERED = "offered"
_NOT_OFFERED = "not offered"
_WAITS = "offered as soon as it has a lowest fee"


async def set_currency(context: Context, command: SetCurrency) -> Receipt:
    """Add or remove a currency for new money and cases, or make it the default (R2.7).

    What money is worth in it nobody can know but the admin: it is offered once its lowest fee is set.
    """
    context.actor.require(StaffRole.ADMIN)
    settings = context.settings
    code = command.currency.strip().upper()
    if command.action == "add":
        if not is_currency(code):
            raise SettingRefused(name=f"currency {code}", reason="no_such_currency")
        return await _add(context, code)
    is_waiting = code in settings.waiting_currencies
    if not is_waiting and code not in settings.in_force.currencies:
        raise CurrencyUnknown(currency=code, offered=settings.currencies)
    if command.action == "default":
        if is_waiting:
            raise SettingRefused(name=f"currency {code}", reason="currency_waits", allowed=code)
        changed = replace(settings, default_currency=code)
        return await save_settings(context, changed, [("default currency", settings.default_currency, code)])
    if command.action != "remove":
        raise SettingRefused(name="currency", reason="unknown_choice", allowed="add, remove, default")
    if code == settings.default_currency:
        raise SettingRefused(name=f"currency {code}", reason="default_currency")
    await _require_unused(context, code)
    waiting = tuple(other for other in settings.waiting_currencies if other != code)
    terms = {preset: _without_currency(own, code) for preset, own in settings.terms.items()}
    changed = replace(settings, terms=terms, waiting_currencies=waiting)
    return await save_settings(
        context, changed, [(f"currency {code}", _WAITS if is_waiting else _OFFERED, _NOT_OFFERED)]
    )


async def _add(context: Context, code: str) -> Receipt:
    settings, key = context.settings, f"currency {code}"
    if code in settings.in_force.currencies:
        return await save_settings(context, settings, [(key, _OFFERED, _OFFERED)])
    old = _WAITS if code in settings.waiting_currencies else _NOT_OFFERED
    changed = replace(settings, waiting_currencies=tuple(sorted({*settings.waiting_currencies, code})))
    receipt = await save_settings(context, changed, [(key, old, _WAITS)])
    return replace(receipt, facts={**receipt.facts, "waits": code})


async def _require_unused(context: Context, code: str) -> None:
    """Money of people must stay theirs to use, dispute and take out (R2.7): a currency with any can't go."""
    accounts = await context.uow.ledger.balances(context.guild_id)
    pending = await context.uow.wallet_requests.pending(context.guild_id)
    if any(balances.get(code) for balances in accounts.values()) or any(item.currency == code for item in pending):
        raise SettingRefused(name=f"currency {code}", reason="currency_in_use")


def _without_currency(terms: PresetTerms, code: str) -> PresetTerms:
    kept = {name: own for name, own in terms.currencies.items() if name != code}
    return replace(terms, currencies=kept)


def with_minimum(settings: Settings, command: SetFee) -> tuple[Settings, list[tuple[str, str, str]]]:
    """The settings with another lowest fee in a currency, and what changes; a currency that waits is offered from then
    on. Raises CurrencyUnknown, AmountNotUnderstood, SettingRefused."""
    typed = (command.currency or "").strip().upper()
    if typed in settings.waiting_currencies:
        return _offered_from_now(settings, typed, parse_amount(command.minimum or "", typed))
    currency = settings.currency(command.currency)
    minimum_minor = parse_amount(command.minimum or "", currency)
    terms = settings.in_force
    own = terms.currencies[currency]
    old, new = format_amount(own.fee_minimum_minor, currency), format_amount(minimum_minor, currency)
    currencies = {**terms.currencies, currency: replace(own, fee_minimum_minor=minimum_minor)}
    return settings.with_terms(replace(terms, currencies=currencies)), [(f"fee minimum {currency}", old, new)]


def _offered_from_now(settings: Settings, code: str, minimum_minor: int) -> tuple[Settings, list[tuple[str, str, str]]]:
    """A lowest fee says what a currency is worth beside the default one: its other amounts, also those of the other
    preset, begin in the same proportion."""
    default = settings.default_currency
    model_minor = max(settings.in_force.currencies[default].fee_minimum_minor, 1)

    def scaled(minor: int) -> int:
        return (2 * minor * minimum_minor + model_minor) // (2 * model_minor)

    changed = settings
    for preset, own in settings.terms.items():
        model = own.currencies[default]
        amounts = CurrencyTerms(max(scaled(model.fee_minimum_minor), 1), scaled(model.small_balance_minor))
        offered = replace(own, currencies={**own.currencies, code: amounts})
        require_fee_leaves_something(preset, offered)
        changed = replace(changed, terms={**changed.terms, preset: offered})
    waiting = tuple(other for other in settings.waiting_currencies if other != code)
    changes = [
        (f"currency {code}", _WAITS, _OFFERED),
        (f"fee minimum {code}", "none", format_amount(minimum_minor, code)),
    ]
    if PROCEDURES[settings.preset].whole_balance:
        small_minor = changed.in_force.currencies[code].small_balance_minor
        changes.append((f"small balance {code}", "none", format_amount(small_minor, code)))
    return replace(changed, waiting_currencies=waiting), changes
