"""What somebody is told about what they did: one sentence or two a receipt."""

from typing import Final

from bot.domain.ids import case_name
from bot.ui import texts_receipts_wishes, texts_set_up, texts_staff
from bot.ui.facts import Text, Told
from bot.ui.format import channel_mention, listed
from bot.ui.sentences import Sentences
from bot.ui.texts_cashier import fee_outcome
from bot.ui.texts_notices import fees_ended, never_reached, other_party, refile, shares, told_file
from bot.ui.texts_refusals import stage_name

_receipts = Sentences()


_receipts.plain("cancelled", "Cancelled. Nothing was done.")


@_receipts.of("milestone_created")
def milestone_created(told: Told) -> str:
    """Funded."""
    terms = " They are asked to accept your terms." if told.flag("has_terms") else ""
    return (
        f"**{told.milestone()}** {told.inline('title')} is funded: **{told.amount('amount_minor')}** went from your "
        f"wallet into escrow for {told.member('freelancer_id')}.{terms}\n"
        f"Pay it with `/milestone release milestone:{told.milestone()}` when the work is done."
    )


@_receipts.of("terms_accepted")
def terms_accepted(told: Told) -> str:
    """Recorded."""
    return f"You have accepted the terms of **{told.milestone()}**. That is recorded."


def _rest(told: Told) -> str:
    locked = (
        f", of which {told.amount('locked_minor')} are locked by a case" if not told.is_zero("locked_minor") else ""
    )
    return f"{told.amount('unreleased_minor')} are left in escrow{locked}."


@_receipts.of("milestone_released")
def milestone_released(told: Told) -> str:
    """Paid."""
    return (
        f"You have released **{told.amount('amount_minor')}** of **{told.milestone()}** to "
        f"{told.member('freelancer_id')}. {_rest(told)}"
    )


@_receipts.of("milestone_returned")
def milestone_returned(told: Told) -> str:
    """Given back."""
    return (
        f"You have returned **{told.amount('amount_minor')}** of **{told.milestone()}** to "
        f"{told.member('client_id')}. {_rest(told)}"
    )


@_receipts.of("case_opened")
def case_opened(told: Told) -> str:
    """Filed."""
    if told.has("ruling_due_at_ms"):
        return texts_receipts_wishes.opened_in_arbitration(told)
    return (
        f"**{told.case()}** is open: **{told.amount('disputed_minor')}** of {told.milestones()} are locked, and a room "
        f"is made for you, {told.member('respondent_id')} and staff.\n"
        f"{told.member('respondent_id')} has until {told.moment('due_at_ms')} to answer. If no message of the bot "
        "reaches them, staff are told."
    )


@_receipts.of("case_withdrawn")
def case_withdrawn(told: Told) -> str:
    """Taken back."""
    return (
        f"You have withdrawn **{told.case()}**. {told.amount('disputed_minor')} are free in the milestone again."
        f"{fees_ended(told)}{refile(told)}"
    )


@_receipts.of("gave_in")
def gave_in(told: Told) -> str:
    """Conceded."""
    return f"You have given in. **{told.case()}** is over: {shares(told)}.{fees_ended(told)}"


@_receipts.of("challenged")
def challenged(told: Told) -> str:
    """Answered in time."""
    offer = (
        f" Your offer stands: the freelancer gets {told.amount('freelancer_minor')}."
        if told.has("freelancer_minor")
        else ""
    )
    return (
        f"You have challenged **{told.case()}**, so you have answered in time. It is in {stage_name('negotiation')}."
        f"{offer}\nIf you can't agree, either of you can pay the arbitration fee of {told.amount('fee_minor')}."
    )


@_receipts.of("offer_made")
def offer_made(told: Told) -> str:
    """Proposed."""
    until = f" It stands until {told.moment('expires_at_ms')}." if told.has("expires_at_ms") else ""
    return (
        f"Offer {told.number('number')} in **{told.case()}** is made: {shares(told)}.{until}\n"
        f"{other_party(told, 'author_id')} can accept or decline it."
    )


@_receipts.of("offer_accepted")
def offer_accepted(told: Told) -> str:
    """Settled."""
    return (
        f"You have accepted offer {told.number('number')}. **{told.case()}** is settled: {shares(told)}. "
        f"The money has moved.{fees_ended(told)}"
    )


@_receipts.of("offer_declined")
def offer_declined(told: Told) -> str:
    """No."""
    return (
        f"You have declined offer {told.number('number')} in **{told.case()}**. The case goes on; "
        "make an offer of your own with `/offer make`."
    )


@_receipts.of("offer_withdrawn")
def offer_withdrawn(told: Told) -> str:
    """Taken back."""
    return f"You have withdrawn offer {told.number('number')} in **{told.case()}**."


@_receipts.of("fee_paid")
def fee_paid(told: Told) -> str:
    """In deposit."""
    paid = f"You have paid the arbitration fee of **{told.amount('fee_minor')}** for **{told.case()}**."
    if told.flag("is_second"):
        return f"{paid} Both fees are paid: the case is in {stage_name('arbitration')}."
    return (
        f"{paid} The case is in {stage_name('final_offers')}. {told.member('other_id')} has until "
        f"{told.moment('due_at_ms')} to pay too."
    )


@_receipts.of("exhibit_added")
def exhibit_added(told: Told) -> str:
    """Handed in."""
    link = " The link is kept as text; what it shows is not preserved." if told.flag("has_link") else ""
    files = "".join(f"\n- {told_file(line)}" for line in told.words("files"))
    kept = f"\nKept, and proved by their hashes:{files}" if files else ""
    known = (
        f"\nThe same file is in {listed(told.words('known_as'), 'and')} already; it is stored once."
        if told.has("known_as")
        else ""
    )
    late = " It is marked as **late**: the sure time for evidence was over." if told.flag("is_late") else ""
    return f"Exhibit **{told.word('exhibit')}** is added to **{told.case()}**.{late}{link}{kept}{known}"


@_receipts.of("exhibit_withdrawn")
def exhibit_withdrawn(told: Told) -> str:
    """Taken back."""
    return f"Exhibit **{told.word('exhibit')}** of **{told.case()}** is withdrawn. It stays in the record as such."


@_receipts.of("rested")
def rested(told: Told) -> str:
    """Nothing to add."""
    stays_open = told.flag("stays_open")
    if told.flag("closes"):
        now = (
            f"the arbitrator may rule on **{told.case()}** at once. Later evidence is marked as late."
            if stays_open
            else f"evidence in **{told.case()}** is closed. The arbitrator decides now."
        )
        return f"Both of you have nothing to add, so {now}"
    then = "The arbitrator may rule at once" if stays_open else "Evidence closes at once"
    return (
        f"You have said that you have nothing to add to **{told.case()}**. {then} if the other side says so too. If "
        "anybody adds evidence before that, this is undone."
    )


@_receipts.of("case_claimed")
def case_claimed(told: Told) -> str:
    """Taken."""
    over = "the sure time for it is over" if told.flag("stays_open") else "it has closed"
    then = (
        f"The time for evidence still runs; you can rule once {over}."
        if told.flag("evidence_open")
        else f"The time for evidence is over, so you can rule now: `/case rule case:{told.case()}`."
    )
    return (
        f"You are the arbitrator of **{told.case()}**. {then}\n"
        f"`/milestone view` shows you what they agreed on in {told.milestones()}."
    )


@_receipts.of("ruled")
def ruled(told: Told) -> str:
    """Decided."""
    return f"You have ruled on **{told.case()}**: {shares(told)}. The money has moved.{fees_ended(told)}"


@_receipts.of("escalated")
def escalated(told: Told) -> str:
    """Sent to arbitration."""
    back = f" {told.amount('returned_minor')} of fees went back." if not told.is_zero("returned_minor") else ""
    return (
        f"You have sent **{told.case()}** to arbitration. Fees are waived, and the parties' deadlines have stopped."
        f"{back}{never_reached(told)}"
    )


@_receipts.of("resumed")
def resumed(told: Told) -> str:
    """Clocks run, if there are any: whoever was kicked may have had none."""
    if not told.has("due_at_ms"):
        return f"**{told.case()}** goes on. No clock of it runs at the moment."
    return f"The clocks of **{told.case()}** run again. The next one is due on {told.moment('due_at_ms')}."


@_receipts.of("deposit_requested")
def deposit_requested(told: Told) -> str:
    """Waits for a cashier."""
    reference = f" Reference: {told.ending('reference')}" if told.has("reference") else ""
    pays = (
        f"\nAs soon as it is confirmed, the arbitration fee of {told.amount('fee_minor')} for "
        f"{case_name(told.number('pays_case_id'))} is paid from your wallet."
        if told.has("pays_case_id")
        else ""
    )
    clock = ""
    if told.has("holds_case_id"):
        clock = (
            f"\nYour time to pay the arbitration fee in {case_name(told.number('holds_case_id'))} stands until a "
            "cashier answers. That is possible once a case."
        )
    elif told.has("pays_case_id") and told.has("due_at_ms"):
        clock = f"\n**Your time to pay runs on**, until {told.moment('due_at_ms')}."
    return (
        f"**{told.request()}**: a cashier is asked to confirm your deposit of **{told.amount('amount_minor')}**."
        f"{reference}\nBring them the money; you are told when it is in your wallet. "
        f"`/wallet cancel request:{told.request()}` takes the request back.{pays}{clock}"
    )


@_receipts.of("withdrawal_requested")
def withdrawal_requested(told: Told) -> str:
    """Waits for a cashier."""
    reference = f" Reference: {told.ending('reference')}" if told.has("reference") else ""
    return (
        f"**{told.request()}**: a cashier is asked to pay out **{told.amount('amount_minor')}**.{reference}\n"
        "The amount is held from now on; you are told when it is paid. "
        f"`/wallet cancel request:{told.request()}` takes the request back."
    )


@_receipts.of("wallet_request_cancelled")
def wallet_request_cancelled(told: Told) -> str:
    """Taken back."""
    where = {"withdrawal": "back in your wallet", "payout": "among the earned fees again"}.get(told.word("kind"))
    back = f" {told.amount('amount_minor')} are {where}." if where else ""
    return f"**{told.request()}** is cancelled.{back}"


@_receipts.of("wallet_request_confirmed")
def wallet_request_confirmed(told: Told) -> str:
    """Answered by a cashier."""
    if told.word("kind") != "deposit":
        earned = " of the earned fees" if told.word("kind") == "payout" else ""
        return (
            f"**{told.request()}** is confirmed: **{told.amount('settled_minor')}**{earned} were paid out to "
            f"{told.member('member_id')}."
        )
    where = "came in for" if told.has("paid_case_id") else "are in the wallet of"
    return (
        f"**{told.request()}** is confirmed: **{told.amount('settled_minor')}** {where} {told.member('member_id')}."
        f"{fee_outcome(told, is_author=False)}"
    )


@_receipts.of("wallet_request_declined")
def wallet_request_declined(told: Told) -> str:
    """Answered by a cashier."""
    return f"**{told.request()}** of {told.member('member_id')} is declined. They are told why."


@_receipts.of("setting_changed")
def setting_changed(told: Told) -> str:
    """Configured."""
    changes, unchanged = ("\n".join(f"- {line}" for line in told.words(name)) for name in ("changes", "unchanged"))
    rulebook = f" under the rulebook `{told.word('rulebook')}`" if told.has("rulebook") else ""
    if not (told.flag("changed") or told.has("waits")):
        return f"That is how it was already{rulebook}, so nothing changed:\n{unchanged}"
    if told.has("waits"):
        rest = _lowest_fee(told.word("waits"))
        return f"Changed:\n{changes}\n{rest}" if told.flag("changed") else f"{unchanged}\n{rest}"
    is_for_new = told.flag("new_cases_only")
    scope = f". This counts for new cases{rulebook}; open ones keep what they have" if is_for_new else ""
    rest = f"\nAs it was already:\n{unchanged}" if unchanged else ""
    return f"Changed{scope}:\n{changes}{rest}{_read_only(told)}"


def _read_only(told: Told) -> str:
    if not told.has("read_only_id"):
        return ""
    return (
        f"\nFrom the next case on, members can only read {channel_mention(told.number('read_only_id'))}, and write in "
        "no part of it but the rooms. If people talk there, name another channel with `/config channel kind:cases`."
    )


def _lowest_fee(currency: str) -> str:
    return (
        f"Say next what arbitration costs at least in {currency}, which also says what it is worth beside the usual "
        f"currency: `/config fee currency:{currency} minimum:…`. Small balances begin in the same proportion."
    )


RECEIPTS: Final[dict[str, Text]] = {
    **_receipts.texts,
    **texts_receipts_wishes.RECEIPTS,
    **texts_set_up.RECEIPTS,
    **texts_staff.RECEIPTS,
}
