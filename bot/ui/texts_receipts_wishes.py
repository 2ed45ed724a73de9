"""What somebody is told about what they did with proposals, requests, clocks and questions."""

from typing import Final

from bot.ui.facts import Text, Told
from bot.ui.sentences import Sentences
from bot.ui.texts_notices import fees_ended, other_party, shares

_receipts = Sentences()


@_receipts.of("milestone_proposed")
def milestone_proposed(told: Told) -> str:
    """Waits for the client."""
    return (
        f"**{told.milestone()}** {told.inline('title')} is proposed to {told.member('client_id')}: "
        f"**{told.amount('amount_minor')}**. They are asked to fund or decline it by {told.moment('due_at_ms')}; no "
        f"money moves before that. `/milestone cancel milestone:{told.milestone()}` takes it back."
    )


@_receipts.of("proposal_funded")
def proposal_funded(told: Told) -> str:
    """Funded."""
    terms = (
        f"\nTheir terms wait for you to accept them: `/milestone accept-terms milestone:{told.milestone()}`."
        if told.flag("terms_wait")
        else ""
    )
    return (
        f"**{told.milestone()}** {told.inline('title')} is funded: **{told.amount('amount_minor')}** went from your "
        f"wallet into escrow for {told.member('freelancer_id')}.{terms}\n"
        f"Pay it with `/milestone release milestone:{told.milestone()}` when the work is done."
    )


@_receipts.of("proposal_declined")
def proposal_declined(told: Told) -> str:
    """No."""
    return f"You have declined **{told.milestone()}**. {told.member('freelancer_id')} is told; no money has moved."


@_receipts.of("proposal_cancelled")
def proposal_cancelled(told: Told) -> str:
    """Taken back."""
    return f"You have taken back your proposal **{told.milestone()}**. No money has moved."


@_receipts.of("request_cancelled")
def request_cancelled(told: Told) -> str:
    """Taken back."""
    return f"You have taken back your request in **{told.milestone()}**. No money has moved."


def _wanted(told: Told) -> str:
    return f"{'release' if told.word('action') == 'release' else 'return'} of **{told.amount('amount_minor')}**"


@_receipts.of("request_made")
def request_made(told: Told) -> str:
    """Waits for the other side."""
    other = told.member("client_id" if told.same("author_id", "freelancer_id") else "freelancer_id")
    silence = (
        f" If they don't answer by {told.moment('due_at_ms')}, it is carried out as asked."
        if told.has("due_at_ms")
        else ""
    )
    return (
        f"You have asked {other} for the {_wanted(told)} of **{told.milestone()}**.{silence}\n"
        f"`/milestone cancel milestone:{told.milestone()}` takes the request back; a new one replaces it."
    )


@_receipts.of("request_answered")
def request_answered(told: Told) -> str:
    """Approved or declined."""
    if not told.flag("approve"):
        return (
            f"You have declined the {_wanted(told)} of **{told.milestone()}**. {told.member('author_id')} is told, and "
            "can open a case about it."
        )
    return (
        f"You have approved the {_wanted(told)} of **{told.milestone()}**: the money is in the wallet of "
        f"{told.member('author_id')}. {told.amount('unreleased_minor')} are left in escrow."
    )


@_receipts.of("case_split")
def case_split(told: Told) -> str:
    """A small balance, split at once (R6.2)."""
    return (
        f"**{told.case()}** is over already: a balance as small as **{told.amount('disputed_minor')}** is split evenly "
        f"at once, without a fee. You got **{told.amount('claimant_minor')}**, "
        f"{told.member('respondent_id')} the rest."
    )


@_receipts.of("withdrawal_asked")
def withdrawal_asked(told: Told) -> str:
    """Waits for the other side's consent (R5.6)."""
    return (
        f"You have asked {told.member('respondent_id')} to let you withdraw **{told.case()}**: they have paid the "
        "arbitration fee, so it takes their consent. Until they agree the case goes on, and **your own time to pay "
        "runs on**."
    )


@_receipts.of("withdrawal_answered")
def withdrawal_answered(told: Told) -> str:
    """Consent, or none."""
    if not told.flag("agreed"):
        return f"You have refused the withdrawal of **{told.case()}**, so the case goes on."
    return (
        f"You have agreed: **{told.case()}** is withdrawn. {told.amount('disputed_minor')} are free in the milestone "
        f"again.{fees_ended(told)}"
    )


@_receipts.of("extension_asked")
def extension_asked(told: Told) -> str:
    """Waits for the other side."""
    return (
        f"You have asked the other side of **{told.case()}** for {told.duration('seconds')} more. Until they agree, "
        "the "
        f"deadline stays: {told.moment('due_at_ms')}."
    )


@_receipts.of("extended_alone")
def extended_alone(told: Told) -> str:
    """Once a case."""
    return (
        f"You have taken {told.duration('seconds')} more in **{told.case()}**, which is possible once a case. It is "
        "due "
        f"by {told.moment('due_at_ms')} now."
    )


@_receipts.of("extension_answered")
def extension_answered(told: Told) -> str:
    """Agreed or refused."""
    if told.flag("agreed"):
        return f"You have agreed to more time in **{told.case()}**. It is due by {told.moment('due_at_ms')} now."
    return f"You have refused more time in **{told.case()}**. The deadline stays: {told.moment('due_at_ms')}."


@_receipts.of("extended_by_staff")
def extended_by_staff(told: Told) -> str:
    """By a moderator."""
    return (
        f"You have given {told.duration('seconds')} more in **{told.case()}**. The next deadline is "
        f"{told.moment('due_at_ms')}."
    )


@_receipts.of("held")
def held(told: Told) -> str:
    """All clocks stand."""
    return (
        f"All clocks of **{told.case()}** are on hold; the parties are told why. They can go on with the case. "
        f"`/case resume case:{told.case()}` lets the clocks run again, with what was left of each."
    )


@_receipts.of("question_asked")
def question_asked(told: Told) -> str:
    """By the arbitrator."""
    party = told.word("party")
    who = "both parties" if party == "both" else told.member(f"{party}_id")
    return (
        f"Your question in **{told.case()}** is asked of {who}, who can answer until {told.moment('due_at_ms')}. Your "
        "own time to rule stands meanwhile, for at most four days in all."
    )


@_receipts.of("question_answered")
def question_answered(told: Told) -> str:
    """By a party."""
    return f"Your answer in **{told.case()}** is given: the arbitrator and the other side can read it in the room."


def opened_in_arbitration(told: Told) -> str:
    """A case that is in arbitration at once (R6.4)."""
    fee = (
        f" The fee of {told.amount('charged_minor')} was taken from the funds."
        if not told.is_zero("charged_minor")
        else ""
    )
    return (
        f"**{told.case()}** is open and in arbitration: **{told.amount('disputed_minor')}** are in dispute.{fee} "
        f"A room is made for you, {told.member('respondent_id')} and staff.\n"
        f"Evidence until {told.moment('due_at_ms')} is sure to be considered. The ruling is due by "
        f"{told.moment('ruling_due_at_ms')}; until then you can settle: {shares(told)}, if "
        f"{other_party(told, 'claimant_id')} accepts your offer."
    )


RECEIPTS: Final[dict[str, Text]] = _receipts.texts
