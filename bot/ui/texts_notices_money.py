"""What people are told about their money: milestones, and requests for a cashier."""

from typing import Final

from bot.ui.facts import Text, Told
from bot.ui.sentences import Sentences

_notices = Sentences()


def _reference(told: Told) -> str:
    return f" Reference: {told.ending('reference')}" if told.has("reference") else ""


@_notices.of("milestone_funded")
def milestone_funded(told: Told) -> str:
    """To the freelancer."""
    terms = (
        f"\nIt has terms. Read them with `/milestone view milestone:{told.milestone()}` and accept them there."
        if told.flag("has_terms")
        else ""
    )
    return (
        f"**{told.milestone()}** · {told.member('client_id')} has funded a milestone for you, {told.inline('title')}: "
        f"**{told.amount('amount_minor')}** are in escrow.{terms}"
    )


@_notices.of("milestone_release")
def milestone_released(told: Told) -> str:
    """To the freelancer."""
    return (
        f"**{told.milestone()}** · {told.member('client_id')} has released **{told.amount('amount_minor')}** of "
        f"{told.inline('title')} to you. They are in your wallet; {told.amount('unreleased_minor')} are left in escrow."
    )


@_notices.of("milestone_return")
def milestone_returned(told: Told) -> str:
    """To the client."""
    return (
        f"**{told.milestone()}** · {told.member('freelancer_id')} has returned **{told.amount('amount_minor')}** of "
        f"{told.inline('title')} to you. They are in your wallet; {told.amount('unreleased_minor')} are left in escrow."
    )


@_notices.of("deposit_requested")
def deposit_requested(told: Told) -> str:
    """To the cashiers."""
    return (
        f"**{told.request()}** · {told.member('member_id')} says they brought in **{told.amount('amount_minor')}**."
        f"{_reference(told)}\nIf the money has come, confirm; you can name another amount if that is what came."
    )


@_notices.of("withdrawal_requested")
def withdrawal_requested(told: Told) -> str:
    """To the cashiers."""
    return (
        f"**{told.request()}** · {told.member('member_id')} wants **{told.amount('amount_minor')}** paid out."
        f"{_reference(told)}\nThe amount is held. Pay it out, then confirm."
    )


@_notices.of("deposit_confirmed")
def deposit_confirmed(told: Told) -> str:
    """To the member."""
    other = "" if told.same("amount_minor", "settled_minor") else f" (you had asked for {told.amount('amount_minor')})"
    return (
        f"**{told.request()}** · {told.member('closed_by_id')} has confirmed your deposit: "
        f"**{told.amount('settled_minor')}** are in your wallet{other}.{_reference(told)}"
    )


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
        f"**{told.request()}** · {told.member('closed_by_id')} has paid out your withdrawal of "
        f"**{told.amount('settled_minor')}**.{_reference(told)}"
    )


@_notices.of("withdrawal_declined")
def withdrawal_declined(told: Told) -> str:
    """To the member."""
    return (
        f"**{told.request()}** · {told.member('closed_by_id')} has declined your withdrawal of "
        f"{told.amount('amount_minor')}: {told.ending('reason', 600)} The amount is back in your wallet."
    )


NOTICES: Final[dict[str, Text]] = _notices.texts
