"""Refusals of what was typed or looked up, and of money: what is wrong, and what would work (R12.1)."""

from typing import Final

from bot.domain import errors
from bot.domain.durations import format_duration
from bot.domain.ids import case_name, milestone_name, wallet_request_name
from bot.domain.money import LARGEST_TYPED_MINOR
from bot.ui.format import amount, code, inline, listed, mention, moment, plural
from bot.ui.sentences import RefusalSentences, RefusalText
from bot.ui.texts_labels import FIELDS, MILESTONE_STAGES, REQUEST_STATES

_refusals = RefusalSentences()

_SHOWN = 60

_CASES_SHOWN: Final = "`/dispute list` shows your cases; moderators and arbitrators find theirs with `/case queue`."

_AMOUNT_REASONS: Final = {
    "empty": "it is empty",
    "negative": "an amount can't be negative",
    "other_digits": "only the digits 0 to 9 are read",
    "comma_decimals": "decimals come after a dot, and commas only group thousands",
    "bad_grouping": "commas only group thousands, three digits each",
    "not_a_number": "it isn't a plain number; leave out currency signs and words",
    "too_many_decimals": "it has more decimals than {currency} has",
    "too_large": "it is more than {largest}, the largest amount there can be",
    "zero": "it must be more than 0",
}

_SETTING_REASONS: Final = {
    "unknown_window": "There is no window {name}. There are: {allowed}.",
    "off_not_allowed": "The window {name} can't be switched off. Give it a duration, such as `4d` or `36h`.",
    "window_range": "The window {name} takes a duration from 1 hour to 365 days, such as `4d` or `36h`.",
    "everyone_role": "The {name} can't be @everyone: then everybody would be staff. Choose a role of its own.",
    "zero_rate": "The {name} must be more than 0 %, such as `5%`.",
    "unknown_choice": "The {name} can be: {allowed}.",
    "nothing_named": "Say what to change. For the {name} there are: {allowed}.",
    "unknown_limit": "There is no limit {name}. There are: {allowed}.",
    "needs_cases_channel": "Threads hang under a cases channel, and none is set. Set one first with "
    "`/config channel kind:cases`.",
    "minimum_above_balance": "The {name} can't be above the small balance, which is {allowed}: then the fee would be "
    "more than what is in dispute. Lower the minimum with `/config fee`, or raise the balance with `/config "
    "threshold`.",
    "rate_takes_all": "The {name} can't be so high: of {allowed}, the smallest balance that is charged, nothing would "
    "be left in dispute.",
    "never_refunded": "The {name} can't be set: under the rulebook `safepay` the fee never comes back.",
    "no_such_currency": "There is no {name} that I know. Type the three letters of one that is in use, such as `EUR`.",
    "default_currency": "The {name} is this server's usual currency, so it can't be removed. Make another one the "
    "usual one first, with `/config currency` and `action:default`.",
    "currency_in_use": "The {name} can't be removed while there is money in it: in wallets, escrow, deposits or earned "
    "fees, or asked for with `/wallet`.",
    "currency_waits": "The {name} isn't offered yet, because it has no lowest fee. Say one first, with "
    "`/config fee currency:{allowed} minimum:…`.",
    "currency_without_minimum": "Rate, cap and refund of the {name} are the same in all currencies. Name a currency "
    "only together with `minimum`.",
    "takes_no_currency": "The limit {name} is no amount, so leave the currency out.",
    "retention_range": "The {name} takes a duration from 1 hour to 365 days, such as `7d`.",
    "reminder_steps": "The {name} are steps before the end, such as `half, 24h, 1h`; half of the time always stays.",
    "number_range": "The limit {name} takes a whole number: {allowed}.",
}

_WISH_SIDES: Final = {
    "fund": "Only the client can fund a proposal, because it is the client's money. As the freelancer who made it you "
    "can take it back with `/milestone cancel`.",
    "decline": "Only the client can decline a proposal. As the freelancer who made it you can take it back with "
    "`/milestone cancel`.",
    "cancel": "Only the freelancer who made the proposal can take it back. As the client you can decline it with "
    "`/milestone decline`.",
    "request_release": "Only the freelancer asks for release. As the client you can pay with `/milestone release`, or "
    "ask for money back with `/milestone request-return`.",
    "request_return": "Only the client asks for money back. As the freelancer you can give it back with "
    "`/milestone return`, or ask to be paid with `/milestone request-release`.",
}

_PARTY_REASONS: Final = {
    "oneself": "You can't be both sides of a milestone. Name the member on the other side.",
    "bot": "A bot can't be the other side of a milestone. Name the member on the other side.",
}


@_refusals.of(errors.NumberNotUnderstood)
def number_not_understood(refusal: errors.NumberNotUnderstood) -> str:
    """How numbers look."""
    return (
        f"{inline(refusal.text, _SHOWN)} isn't a number that I can read. Type it like `{refusal.example}`, "
        "or choose one from the list that appears while you type."
    )


@_refusals.of(errors.AmountNotUnderstood)
def amount_not_understood(refusal: errors.AmountNotUnderstood) -> str:
    """Why, with an example."""
    largest = amount(LARGEST_TYPED_MINOR, refusal.currency)
    why = _AMOUNT_REASONS.get(refusal.reason, "it isn't an amount").format(currency=refusal.currency, largest=largest)
    return f"{inline(refusal.text, _SHOWN)} isn't an amount that I can use: {why}. Type it like `{refusal.example}`."


@_refusals.of(errors.AmountOutOfRange)
def amount_out_of_range(refusal: errors.AmountOutOfRange) -> str:
    """The range."""
    lowest, highest = amount(refusal.lowest_minor, refusal.currency), amount(refusal.highest_minor, refusal.currency)
    asked = amount(refusal.amount_minor, refusal.currency)
    if refusal.lowest_minor == refusal.highest_minor:
        return f"{asked} isn't possible here: it must be exactly {lowest}."
    if refusal.highest_minor == LARGEST_TYPED_MINOR:
        return f"{asked} isn't possible here: the amount must be at least {lowest}."
    return f"{asked} isn't possible here: the amount must be from {lowest} to {highest}."


@_refusals.of(errors.RateNotUnderstood)
def rate_not_understood(refusal: errors.RateNotUnderstood) -> str:
    """How rates look."""
    return f"{inline(refusal.text, _SHOWN)} isn't a rate from 0 % to 100 %. Type it like `5%` or `2.5%`."


@_refusals.of(errors.DurationNotUnderstood)
def duration_not_understood(refusal: errors.DurationNotUnderstood) -> str:
    """How durations look."""
    return (
        f"{inline(refusal.text, _SHOWN)} isn't a duration up to 365 days. Type it like `4d`, `36h`, `1d 12h` or `90s`."
    )


@_refusals.of(errors.DurationOutOfRange)
def duration_out_of_range(refusal: errors.DurationOutOfRange) -> str:
    """The range."""
    what = "as more time" if refusal.name == "extension" else f"for `{refusal.name}`"
    return (
        f"{format_duration(refusal.seconds).capitalize()} isn't possible {what}: it must be from "
        f"{format_duration(refusal.lowest_seconds)} to {format_duration(refusal.highest_seconds)}."
    )


@_refusals.of(errors.TextLength)
def text_length(refusal: errors.TextLength) -> str:
    """How long it may be."""
    has = plural(refusal.length, "character")
    if refusal.length < refusal.shortest:
        need = f"it needs at least {refusal.shortest:,}"
    else:
        need = f"it can have at most {refusal.longest:,}"
    return f"{FIELDS.get(refusal.field, 'The text')} has {has}, and {need}."


@_refusals.of(errors.LinkNotUnderstood)
def link_not_understood(refusal: errors.LinkNotUnderstood) -> str:
    """How links look."""
    return (
        f"{inline(refusal.text, _SHOWN)} isn't a link that I can keep. "
        "It must start with `https://` or `http://` and have no spaces, such as `https://example.com/page`."
    )


@_refusals.of(errors.CurrencyUnknown)
def currency_unknown(refusal: errors.CurrencyUnknown) -> str:
    """What is on offer."""
    return f"This server has no currency {inline(refusal.currency, 20)}. It has: {listed(refusal.offered, 'and')}."


@_refusals.of(errors.SettingRefused)
def setting_refused(refusal: errors.SettingRefused) -> str:
    """What would be possible."""
    template = _SETTING_REASONS.get(refusal.reason, "This isn't possible for {name}. {allowed}")
    return template.format(name=code(refusal.name, _SHOWN), allowed=refusal.allowed)


@_refusals.of(errors.NoSuchCase)
def no_such_case(refusal: errors.NoSuchCase) -> str:
    """The same answer for a case that isn't there and one that isn't theirs."""
    which = "There is no such case" if refusal.case_id is None else f"There is no {case_name(refusal.case_id)}"
    return f"{which} that you could see. {_CASES_SHOWN}"


@_refusals.of(errors.NoSuchMilestone)
def no_such_milestone(refusal: errors.NoSuchMilestone) -> str:
    """The same answer for both."""
    return (
        f"There is no {milestone_name(refusal.milestone_id)} that you are part of. "
        "`/milestone list` shows your milestones."
    )


@_refusals.of(errors.NoSuchOffer)
def no_such_offer(refusal: errors.NoSuchOffer) -> str:
    """Which there are."""
    which = "such offer" if refusal.number is None else f"offer {refusal.number}"
    return f"{case_name(refusal.case_id)} has no {which}. `/offer list` shows its offers."


@_refusals.of(errors.NoSuchExhibit)
def no_such_exhibit(refusal: errors.NoSuchExhibit) -> str:
    """Which there are."""
    return (
        f"{case_name(refusal.case_id)} has no exhibit {inline(refusal.exhibit, 30)} that you could do this with. "
        "`/evidence list` shows its exhibits, such as `C-1`."
    )


@_refusals.of(errors.NoSuchRequest)
def no_such_request(refusal: errors.NoSuchRequest) -> str:
    """The same answer for both."""
    return (
        f"There is no wallet request {wallet_request_name(refusal.request_id)} that you could do this with. "
        "`/wallet show` shows your own requests; cashiers find theirs with `/cashier pending`."
    )


_refusals.plain(
    errors.NoSuchDraft,
    "This question isn't yours to answer, or it is gone. Use the command yourself to get your own.",
)

_refusals.plain(
    errors.CaseNotNamed,
    "Which case? This channel is no case room, so name the case, such as `case:CASE-0042`. " + _CASES_SHOWN,
)


@_refusals.of(errors.NotEnoughMoney)
def not_enough_money(refusal: errors.NotEnoughMoney) -> str:
    """The shortfall, and how to fill it."""
    short = amount(refusal.shortfall_minor, refusal.currency)
    typed = short.split("\N{NO-BREAK SPACE}")[0]
    return (
        f"Not enough money: this needs {amount(refusal.needed_minor, refusal.currency)}, and your wallet has "
        f"{amount(refusal.available_minor, refusal.currency)}. You are **{short}** short. "
        f"`/wallet deposit amount:{typed} currency:{refusal.currency}` asks a cashier to add it."
    )


@_refusals.of(errors.NothingFree)
def nothing_free(refusal: errors.NothingFree) -> str:
    """Where the money is."""
    name = milestone_name(refusal.milestone_id)
    if refusal.case_id is not None:
        return (
            f"Nothing in {name} is free: {amount(refusal.locked_minor, refusal.currency)} is locked by "
            f"{case_name(refusal.case_id)} until that ends. `/dispute status case:{case_name(refusal.case_id)}` shows "
            "how it stands."
        )
    if refusal.stage == "proposed":
        return (
            f"{name} is a proposal and holds no money yet. The client can fund it with `/milestone fund "
            f"milestone:{name}`."
        )
    if refusal.stage != "funded":
        return f"{name} never held money: it was a proposal ({MILESTONE_STAGES[refusal.stage]})."
    return f"{name} holds no money any more: all of it was released or returned. `/milestone view` shows its history."


@_refusals.of(errors.MilestoneInCase)
def milestone_in_case(refusal: errors.MilestoneInCase) -> str:
    """Which case has it."""
    return (
        f"{milestone_name(refusal.milestone_id)} is in {case_name(refusal.case_id)} already, which is open. "
        f"A milestone can be in one open case at a time. `/dispute status case:{case_name(refusal.case_id)}` shows it."
    )


@_refusals.of(errors.WrongSide)
def wrong_side(refusal: errors.WrongSide) -> str:
    """Who can, and what this side can do."""
    if refusal.command in _WISH_SIDES:
        return _WISH_SIDES[refusal.command]
    if refusal.side == "client":
        return (
            "Only the client can release a milestone, because it is the client's money. As its freelancer you can give "
            "money back with `/milestone return`, or open a case with `/dispute open`."
        )
    return (
        "Only the freelancer can return a milestone's money. As its client you can pay the freelancer with "
        "`/milestone release`, or open a case with `/dispute open`."
    )


@_refusals.of(errors.NotAPossibleParty)
def not_a_possible_party(refusal: errors.NotAPossibleParty) -> str:
    """Who could be."""
    return _PARTY_REASONS.get(refusal.reason, "This member can't be the other side of a milestone.")


@_refusals.of(errors.NoTermsToAccept)
def no_terms_to_accept(refusal: errors.NoTermsToAccept) -> str:
    """Why there is nothing to accept."""
    name = milestone_name(refusal.milestone_id)
    if refusal.own:
        return f"You wrote the terms of {name} yourself, so the other side accepts them."
    return f"{name} has no terms to accept. `/milestone view` shows it."


@_refusals.of(errors.TooManyOpenCases)
def too_many_open_cases(refusal: errors.TooManyOpenCases) -> str:
    """The brake."""
    return (
        f"You have {plural(refusal.open_cases, 'open case')} that you filed, and this server's limit is "
        f"{refusal.limit:,}. Settle or withdraw one first: `/dispute list`."
    )


@_refusals.of(errors.FilingTooSoon)
def filing_too_soon(refusal: errors.FilingTooSoon) -> str:
    """From when it works."""
    return f"You filed a case just now. You can file the next one from {moment(refusal.from_ms)}."


@_refusals.of(errors.RequestClosed)
def request_closed(refusal: errors.RequestClosed) -> str:
    """What became of it."""
    by = "" if refusal.by_member_id is None else f" by {mention(refusal.by_member_id)}"
    return (
        f"{wallet_request_name(refusal.request_id)} was {REQUEST_STATES.get(refusal.state, refusal.state)} already"
        f"{by}, on {moment(refusal.at_ms)}. There is nothing more to do with it."
    )


REFUSALS: Final[dict[str, RefusalText]] = _refusals.texts
