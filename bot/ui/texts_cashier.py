"""The sentences of cashiers' work, and of what is capped: the queue, two cashiers, payments under way."""

from typing import Final

from bot.domain import errors
from bot.domain.ids import case_name, wallet_request_name
from bot.domain.wallet_requests import WalletRequest, WalletRequestKind
from bot.services.views import QueuedRequest
from bot.ui.facts import Text, Told
from bot.ui.format import amount, distance, inline, mention, moment
from bot.ui.sentences import RefusalSentences, RefusalText, Sentences
from bot.ui.texts_labels import REQUEST_KINDS

_notices = Sentences()
_refusals = RefusalSentences()

_BARRED: Final = {
    "own_request": "-# Your own: another cashier has to answer it.",
    "opponent_request": "-# You have an open case with this member: another cashier has to answer it.",
}
_WAITING: Final = {
    "proposal": "You have {limit} proposals that wait for an answer, and more can't be made at a time. "
    "`/milestone list` shows them; `/milestone cancel` takes one back.",
    "wallet_request": "{limit} requests of yours wait for a cashier, and more can't be made at a time. "
    "`/wallet show` shows them; `/wallet cancel` takes one back.",
}
_OFTEN: Final = {
    "proposal": "You have made {limit} proposals within an hour. The next one can be made {when}.",
    "request": "You have made {limit} requests about this milestone within an hour, and the other side was told of "
    "each. The next one can be made {when}.",
    "wallet_request": "You have asked cashiers {limit} times within an hour. The next request can be made {when}.",
}


def request_line(request: WalletRequest, *, whose: bool = False) -> str:
    """A request for a cashier: what is asked, for what, since when, and how far it is."""
    by = f" by {mention(request.member_id)}" if whose else ""
    case_id = request.pays_fee_of_case_id
    asked = f"{REQUEST_KINDS[request.kind.value]} of **{amount(request.amount_minor, request.currency)}**{by}"
    lines = [
        f"**{wallet_request_name(request.request_id)}** · {asked}, {distance(request.created_at_ms)}",
        "" if case_id is None else f"For the arbitration fee of {case_name(case_id)}",
        f"Reference: {inline(request.reference)}" if request.reference else "",
        _first_line(request),
    ]
    return "\n".join(line for line in lines if line)


def _first_line(request: WalletRequest) -> str:
    if request.first_cashier_id is None or request.first_minor is None:
        return ""
    named = amount(request.first_minor, request.currency)
    reference = f", reference {inline(request.settled_reference)}" if request.settled_reference else ""
    return f"{mention(request.first_cashier_id)} has confirmed **{named}**{reference}; another cashier has to, too"


def queue_line(queued: QueuedRequest) -> str:
    """A request as cashiers find it in their queue."""
    request = queued.request
    lines = [request_line(request, whose=True)]
    if queued.takes_two and request.first_cashier_id is None:
        asked = request.kind is WalletRequestKind.PAYOUT
        lines.append("-# Who asked for it is the first of two cashiers." if asked else "-# It takes two cashiers.")
    if queued.paying_id is not None:
        lines.append(f"-# {mention(queued.paying_id)} is answering it at this moment.")
    if queued.barred is not None:
        lines.append(_BARRED[queued.barred])
    return "\n".join(lines)


def answered_line(request: WalletRequest) -> str:
    """Who confirmed a request, for the history of a wallet; empty for one that nobody has."""
    name = wallet_request_name(request.request_id)
    if request.settled_minor is None or request.closed_by_id is None:
        return name
    first = "" if request.first_of_two_id is None else f"{mention(request.first_of_two_id)} and "
    reference = f" · {inline(request.settled_reference)}" if request.settled_reference else ""
    return f"{name}, confirmed by {first}{mention(request.closed_by_id)}{reference}"


def confirmers(told: Told) -> str:
    """Who has confirmed: one cashier, or two."""
    first = f"{told.member('first_cashier_id')} and " if told.has("first_cashier_id") else ""
    return f"{first}{told.member('closed_by_id')}"


def for_fee(told: Told) -> str:
    """Which fee a deposit is for; empty for one that is for none."""
    if not told.has("pays_case_id"):
        return ""
    return f" It is for the arbitration fee of {case_name(told.number('pays_case_id'))}."


def fee_outcome(told: Told, *, is_author: bool) -> str:
    """What *Deposit and pay* came to; empty where there was no fee to pay. Only its author reads how much it is."""
    much = f" of {told.amount('fee_minor')}" if told.has("fee_minor") else ""
    if told.has("paid_case_id"):
        name, whose = case_name(told.number("paid_case_id")), "your" if is_author else "their"
        return f"\nThe arbitration fee{much} for **{name}** was paid from {whose} wallet at once."
    if told.has("unpaid_case_id"):
        name = case_name(told.number("unpaid_case_id"))
        shown = f": `/fee status case:{name}` says what is missing" if is_author else ""
        return f"\nThat isn't enough: the arbitration fee{much} for **{name}** is **not paid**{shown}."
    return ""


@_notices.of("confirmed_by_two")
def confirmed_by_two(told: Told) -> str:
    """To the cashiers."""
    reference = f" Reference: {told.ending('reference')}" if told.has("reference") else ""
    return (
        f"**{told.request()}** · {confirmers(told)} have confirmed **{told.amount('settled_minor')}** "
        f"({told.word('kind')} of {told.member('member_id')}).{reference}"
    )


@_refusals.of(errors.HalfConfirmed)
def half_confirmed(refusal: errors.HalfConfirmed) -> str:
    """Why it can't be taken back."""
    return (
        f"{mention(refusal.first_cashier_id)} has confirmed {wallet_request_name(refusal.request_id)} already, and a "
        "second cashier is to. It can't be taken back any more; a cashier can still decline it."
    )


@_refusals.of(errors.BeingPaid)
def being_paid(refusal: errors.BeingPaid) -> str:
    """Until when."""
    return (
        f"{mention(refusal.cashier_id)} is about to confirm {wallet_request_name(refusal.request_id)}, and may have "
        f"paid the money out just now. If they don't confirm it by {moment(refusal.until_ms)}, this works again."
    )


@_refusals.of(errors.NotEnoughEarned)
def not_enough_earned(refusal: errors.NotEnoughEarned) -> str:
    """What there is."""
    return (
        f"The server has earned {amount(refusal.earned_minor, refusal.currency)} of arbitration fees that are not paid "
        f"out yet; that is less than {amount(refusal.needed_minor, refusal.currency)}. Money of members can't be "
        "paid out this way."
    )


@_refusals.of(errors.TooManyWaiting)
def too_many_waiting(refusal: errors.TooManyWaiting) -> str:
    """What to do first."""
    return _WAITING[refusal.what].format(limit=refusal.limit)


@_refusals.of(errors.TooOften)
def too_often(refusal: errors.TooOften) -> str:
    """From when it works."""
    return _OFTEN[refusal.what].format(limit=refusal.limit, when=moment(refusal.from_ms))


NOTICES: Final[dict[str, Text]] = _notices.texts
REFUSALS: Final[dict[str, RefusalText]] = _refusals.texts
