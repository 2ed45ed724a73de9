"""What people are told about their money: milestones, and requests for a cashier."""

from typing import Final

from bot.ui.facts import Text, Told
from bot.ui.sentences import Sentences
from bot.ui.texts_cashier import confirmers, fee_outcome, for_fee
from bot.ui.texts_labels import RESTRICTIONS, WISH_KINDS, WISHES

_notices = Sentences()

_VIEW: Final = "Cut here: `/milestone view` shows the whole."


def _reference(told: Told) -> str:
    return f" Reference: {told.ending('reference')}" if told.has("reference") else ""


@_notices.of("milestone_funded")
def milestone_funded(told: Told) -> str:
    """To the freelancer."""
    terms = (
        f"\nIt has terms, which wait for you to accept them: `/milestone view milestone:{told.milestone()}` shows them."
        if told.flag("terms_wait")
        else ""
    )
    return (
        f"**{told.milestone()}** · {told.member('client_id')} has funded a milestone for you, {told.inline('title')}: "
        f"**{told.amount('amount_minor')}** are in escrow.{terms}"
    )


@_notices.of("milestone_release")
def milestone_released(told: Told) -> str:
    """To the freelancer."""
    return _given(told, told.member("client_id"), "released")


@_notices.of("milestone_return")
def milestone_returned(told: Told) -> str:
    """To the client."""
    return _given(told, told.member("freelancer_id"), "returned")


def _given(told: Told, giver: str, done: str) -> str:
    amount, title = told.amount("amount_minor"), told.inline("title")
    if told.flag("by_silence"):
        what = f"{giver} didn't answer your request in time, so **{amount}** of {title} are {done} to you."
    else:
        what = f"{giver} has {done} **{amount}** of {title} to you."
    left = f"They are in your wallet; {told.amount('unreleased_minor')} are left in escrow."
    return f"**{told.milestone()}** · {what} {left}"


def _asks(told: Told) -> str:
    """What a request wants, as in `@Ben asks you to …`."""
    if told.word("action") == "release":
        return f"release **{told.amount('amount_minor')}** of {told.inline('title')} to them"
    return f"return **{told.amount('amount_minor')}** of {told.inline('title')} to them"


def _silence(told: Told) -> str:
    """What happens if nobody answers; empty where nothing does."""
    if not told.has("due_at_ms"):
        return ""
    done = "released" if told.word("action") == "release" else "returned"
    return f"\n**Without an answer by {told.moment('due_at_ms')} the money is {done} as asked.**"


@_notices.of("milestone_proposed")
def milestone_proposed(told: Told) -> str:
    """To the client."""
    terms = f"\n**Terms**\n{told.quote('terms', 900, hint=_VIEW)}" if told.has_text("terms") else ""
    until = f" It waits for your answer until {told.moment('due_at_ms')}." if told.has("due_at_ms") else ""
    return (
        f"**{told.milestone()}** · {told.member('freelancer_id')} proposes a milestone to you, {told.inline('title')}: "
        f"**{told.amount('amount_minor')}** for their work.{terms}\n"
        "If you fund it, the amount goes from your wallet into escrow, and you pay it out when the work is done."
        f"{until} `/milestone view milestone:{told.milestone()}` shows the whole, on the server where it was made."
    )


@_notices.of("proposal_declined")
def proposal_declined(told: Told) -> str:
    """To the freelancer."""
    reason = f":\n{told.quote('reason', 400)}" if told.has_text("reason") else "."
    return (
        f"**{told.milestone()}** · {told.member('client_id')} has declined the milestone that you proposed, "
        f"{told.inline('title')}{reason}"
    )


@_notices.of("proposal_lapsed")
def proposal_lapsed(told: Told) -> str:
    """To the freelancer."""
    return (
        f"**{told.milestone()}** · {told.member('client_id')} didn't answer the milestone that you proposed, "
        f"{told.inline('title')}, so the proposal has lapsed. You can propose it again with `/milestone propose`."
    )


@_notices.of("request_made")
def request_made(told: Told) -> str:
    """To the other side."""
    note = f":\n{told.quote('note', 400)}\n" if told.has_text("note") else ". "
    return (
        f"**{told.milestone()}** · {told.member('author_id')} asks you to {_asks(told)}{note}"
        f"Approve it, and the money moves at once, for good; or decline it.{_silence(told)}"
    )


@_notices.of("request_reminder")
def request_reminder(told: Told) -> str:
    """To who must answer."""
    return (
        f"⏰ **{told.milestone()}** · Reminder: {told.member('author_id')} asks you to {_asks(told)}. "
        f"Please approve or decline it.{_silence(told)}"
    )


@_notices.of("request_closed")
def request_closed(told: Told) -> str:
    """To its author."""
    what = f"{WISH_KINDS[told.word('action')]} of **{told.amount('amount_minor')}**"
    reason = f":\n{told.quote('reason', 400)}" if told.has_text("reason") else "."
    more = "\nYou can open a case about it: `/dispute open`." if told.word("request_state") == "declined" else ""
    state = WISHES[told.word("request_state")]
    return f"**{told.milestone()}** {told.inline('title')} · {what}: {state}{reason}{more}"


@_notices.of("request_carried_out")
def request_carried_out(told: Told) -> str:
    """To who didn't answer (R3.4)."""
    done = "released" if told.word("action") == "release" else "returned"
    return (
        f"**{told.milestone()}** · You didn't answer the request of {told.member('author_id')} in time, so "
        f"**{told.amount('amount_minor')}** of {told.inline('title')} are {done} to them as they asked. That is final; "
        f"{told.amount('unreleased_minor')} are left in escrow."
    )


@_notices.of("request_held")
def request_held(told: Told) -> str:
    """To its author: the other side can't be told of it (R3.4), or can't act (R9.9)."""
    head = f"**{told.milestone()}** · Your request in {told.inline('title')}"
    reason = told.word("reason")
    if reason == "timed_out":
        return f"{head}: the other side is timed out here. Until that ends, silence doesn't carry it out."
    case = "You can open a case: `/dispute open`."
    if reason in RESTRICTIONS:
        return (
            f"{head}: the other side {RESTRICTIONS[reason]}. Until they are back, silence doesn't carry it out. {case}"
        )
    return (
        f"{head} could not be brought to the other side, who takes no direct messages from the bot. So silence doesn't "
        f"carry it out. Ask them to answer with `/milestone answer-request milestone:{told.milestone()}`; once they "
        f"take direct messages, a new request is brought to them. {case}"
    )


@_notices.of("request_resumed")
def request_resumed(told: Told) -> str:
    """To who must answer."""
    return (
        f"**{told.milestone()}** · The request in {told.inline('title')} waits for your answer until "
        f"{told.moment('due_at_ms')}. Without one, it is carried out as asked. "
        f"`/milestone view milestone:{told.milestone()}` shows it."
    )


@_notices.of("deposit_requested")
def deposit_requested(told: Told) -> str:
    """To the cashiers."""
    return (
        f"**{told.request()}** · {told.member('member_id')} says they brought in **{told.amount('amount_minor')}**."
        f"{for_fee(told)}{_reference(told)}\n"
        "If the money has come, confirm; you can name another amount if that is what came."
    )


@_notices.of("withdrawal_requested")
def withdrawal_requested(told: Told) -> str:
    """To the cashiers."""
    return (
        f"**{told.request()}** · {told.member('member_id')} wants **{told.amount('amount_minor')}** paid out."
        f"{_reference(told)}\nThe amount is held. Press **Confirm**, then pay it out, then confirm: while "
        "that question is open (15 minutes), nobody can take the request back or pay it twice."
    )


@_notices.of("deposit_confirmed")
def deposit_confirmed(told: Told) -> str:
    """To the member."""
    other = "" if told.same("amount_minor", "settled_minor") else f" (you had asked for {told.amount('amount_minor')})"
    came = "came in" if told.has("paid_case_id") else "are in your wallet"
    return (
        f"**{told.request()}** · {confirmers(told)} {_have(told)} confirmed your deposit: "
        f"**{told.amount('settled_minor')}** {came}{other}.{_reference(told)}{fee_outcome(told, is_author=True)}"
    )


def _have(told: Told) -> str:
    return "have" if told.has("first_cashier_id") else "has"


@_notices.of("deposit_declined")
def deposit_declined(told: Told) -> str:
    """To the member."""
    return (
        f"**{told.request()}** · {told.member('closed_by_id')} has declined your deposit of "
        f"{told.amount('amount_minor')}: {told.ending('reason', 600)} Nothing was booked."
    )


@_notices.of("withdrawal_confirmed")
def withdrawal_confirmed(told: Told) -> str:
    """To the member."""
    return (
        f"**{told.request()}** · {confirmers(told)} {_have(told)} confirmed that your withdrawal was paid out: "
        f"**{told.amount('settled_minor')}**.{_reference(told)}"
    )


@_notices.of("withdrawal_declined")
def withdrawal_declined(told: Told) -> str:
    """To the member."""
    return (
        f"**{told.request()}** · {told.member('closed_by_id')} has declined your withdrawal of "
        f"{told.amount('amount_minor')}: {told.ending('reason', 600)} The amount is back in your wallet."
    )


WALLET_ANSWERS: Final = frozenset(
    f"{kind}_{ending}" for kind in ("deposit", "withdrawal", "payout") for ending in ("confirmed", "declined")
)
"""What a cashier answers to a member."""


def wallet_news(told: Told) -> str:
    """An answer of a cashier as other staff may read it: neither reason nor reference."""
    return (
        f"**{told.request()}** · a cashier's answer to a {told.word('kind')} of **{told.amount('amount_minor')}**. "
        "`/wallet history` shows them what was booked."
    )


NOTICES: Final[dict[str, Text]] = _notices.texts
