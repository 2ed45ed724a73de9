"""What somebody is asked before it counts: what would happen, in money and in time."""

from typing import Final

from bot.ui import texts_set_up, texts_staff
from bot.ui.facts import Text, Told
from bot.ui.sentences import Sentences
from bot.ui.texts_cashier import for_fee
from bot.ui.texts_labels import EVEN_RULING, REFUNDS
from bot.ui.texts_notices import fees_ended, never_reached, other_party, refile, shares

_quotes = Sentences()


@_quotes.of("milestone_create")
def milestone_create(told: Told) -> str:
    """Fund a milestone."""
    project = "" if told.same("title", "project") else f" in the project {told.inline('project')}"
    terms = " They will be asked to accept your terms." if told.flag("has_terms") else ""
    return (
        f"**Fund the milestone {told.inline('title')}{project}?**\n"
        f"**{told.amount('amount_minor')}** go from your wallet (now {told.amount('wallet_minor')}) into escrow for "
        f"{told.member('freelancer_id')}.{terms}\n"
        "You pay it out when the work is done. To get it back, the freelancer must return it, or you open a case."
    )


@_quotes.of("proposal_fund")
def proposal_fund(told: Told) -> str:
    """Fund what the freelancer proposed."""
    return (
        f"**Fund {told.milestone()} {told.inline('title')}?**\n"
        f"**{told.amount('amount_minor')}** go from your wallet (now {told.amount('wallet_minor')}) into escrow for "
        f"{told.member('freelancer_id')}.\n"
        "You pay it out when the work is done. To get it back, the freelancer must return it, or you open a case."
    )


@_quotes.of("request_answer")
def request_answer(told: Told) -> str:
    """Approve or decline."""
    author = told.member("author_id")
    what = f"the {'release' if told.word('action') == 'release' else 'return'} of {told.amount('amount_minor')}"
    if not told.flag("approve"):
        return (
            f"**Decline {what} in {told.milestone()}?**\n"
            f"No money moves. {author} is told, and can open a case about it."
        )
    return (
        f"**Approve {what} in {told.milestone()}?**\n{author} gets the money at once, for good: what has moved can't "
        "be "
        f"disputed. {told.amount('unreleased_minor')} are then left in escrow."
    )


@_quotes.of("milestone_release")
def milestone_release(told: Told) -> str:
    """Pay the freelancer."""
    return (
        f"**Release {told.amount('amount_minor')} of {told.milestone()}?**\n"
        f"{told.member('freelancer_id')} gets the money at once, for good: what is released can't be disputed. "
        f"{told.amount('unreleased_minor')} are then left in escrow."
    )


@_quotes.of("milestone_return")
def milestone_return(told: Told) -> str:
    """Give back."""
    return (
        f"**Return {told.amount('amount_minor')} of {told.milestone()}?**\n"
        f"{told.member('client_id')} gets the money back at once, for good. "
        f"{told.amount('unreleased_minor')} are then left in escrow."
    )


@_quotes.of("case_open")
def case_open(told: Told) -> str:
    """File a case (R4.3)."""
    if told.word("preset") == "safepay":
        return _split_at_once(told) if not told.has("ruling_due_at_ms") else _arbitrate_at_once(told)
    return (
        f"**Open a case against {told.member('respondent_id')} about {told.amount('disputed_minor')} of "
        f"{told.milestones()}?**\n"
        "Have you tried to settle it directly first? A message often does more than a case.\n"
        f"- **Your offer:** {shares(told)}.\n"
        f"- **If they accept:** the money moves at once.\n"
        f"- **If they don't answer** by {told.moment('due_at_ms')}: the whole amount is yours.\n"
        f"- **If they challenge:** you both negotiate. Either can then pay an arbitration fee of "
        f"**{told.amount('fee_minor')}**. Who doesn't pay it within {told.duration('fee_window_seconds')} of the other "
        "loses the whole amount.\n"
        f"- **In arbitration** you can win or lose any part of the amount, and {REFUNDS[told.word('refund')]}.\n"
        "The amount is locked until the case ends. You can withdraw the case while the other side hasn't paid the fee."
    )


def _arbitrate_at_once(told: Told) -> str:
    """Straight to arbitration (R6.3, R6.4)."""
    fee = (
        f"**Fee:** {told.amount('charged_minor')} is taken from the funds now and never comes back; "
        f"{told.amount('disputed_minor')} are then in dispute."
        if not told.is_zero("charged_minor")
        else "**Fee:** none, because the balance is small."
    )
    other = told.member("respondent_id")
    return (
        f"**Open a case against {other} about {told.milestones()}?**\n"
        "Have you tried to settle it directly first? A message often does more than a case.\n"
        "- All of the project's money that no other case has locked goes to **arbitration at once**.\n"
        f"- {fee}\n"
        f"- **Evidence** until {told.moment('due_at_ms')} is sure to be considered; later evidence is taken until the "
        "ruling, marked as late.\n"
        f"- **The arbitrator** gives you anything from {told.nothing()} to {told.amount('disputed_minor')}, the rest "
        "to "
        f"{other}, by {told.moment('ruling_due_at_ms')}. That is final.\n"
        f"- **Your offer** stands until then: {shares(told)}. If they accept, the money moves at once.\n"
        "You can't withdraw the case; you can settle it or give in."
    )


def _split_at_once(told: Told) -> str:
    """A small balance (R6.2)."""
    other = told.member("respondent_id")
    return (
        f"**Open a case against {other} about {told.milestones()}?**\n"
        "Have you tried to settle it directly first? A message often does more than a case.\n"
        f"All that no other case has locked is {told.amount('disputed_minor')}. A balance as small as that is **split "
        f"evenly at once**, for good, without a fee and without arbitration: **{told.amount('claimant_minor')}** for "
        f"you, the rest for {other}. Your offer is kept in the record and changes nothing."
    )


@_quotes.of("case_withdraw")
def case_withdraw(told: Told) -> str:
    """Take the case back."""
    if told.flag("needs_consent"):
        return (
            f"**Ask {told.member('respondent_id')} to let you withdraw {told.case()}?**\n"
            "They have paid the arbitration fee, so it takes their consent. If they agree, the case ends, all fees "
            f"come back and {told.amount('disputed_minor')} are no longer locked. Until then the case goes on, and "
            f"**your own time to pay runs on**.{refile(told)}"
        )
    return (
        f"**Withdraw {told.case()}?**\n"
        f"The case ends. {told.amount('disputed_minor')} are no longer locked, and nothing else moves."
        f"{fees_ended(told)}{refile(told)}"
    )


@_quotes.of("give_in")
def give_in(told: Told) -> str:
    """Give the other side all."""
    return f"**Give in to the other side in {told.case()}?**\nThe case ends for good: {shares(told)}.{fees_ended(told)}"


@_quotes.of("offer_make")
def offer_make(told: Told) -> str:
    """Propose."""
    until = f"\nIt stands until {told.moment('expires_at_ms')}." if told.has("expires_at_ms") else ""
    replaced = f"\nIt replaces your offer {told.number('supersedes')}." if told.has("supersedes") else ""
    answers = "\nIt also answers the case: you challenge it with this offer." if told.flag("answers") else ""
    return (
        f"**Make offer {told.number('number')} in {told.case()}?**\n"
        f"Of {told.amount('disputed_minor')}, {shares(told)}. "
        f"If {other_party(told, 'author_id')} accepts, the case ends and the money moves at once."
        f"{until}{replaced}{answers}"
    )


@_quotes.of("offer_accept")
def offer_accept(told: Told) -> str:
    """Settle."""
    return (
        f"**Accept offer {told.number('number')} in {told.case()}?**\nThe case ends for good, and the money moves at "
        f"once: {shares(told)}.{fees_ended(told)}"
    )


@_quotes.of("fee_pay")
def fee_pay(told: Told) -> str:
    """Pay the arbitration fee (R5.3)."""
    head = (
        f"**Pay the arbitration fee of {told.amount('fee_minor')} for {told.case()}?**\n"
        f"It goes from your wallet (now {told.amount('wallet_minor')}) into a deposit.\n"
    )
    back = f"After a ruling, {REFUNDS[told.word('refund')]}."
    if told.flag("is_second"):
        closing = (
            f"there is no more time for evidence, and an arbitrator decides about {told.amount('disputed_minor')}"
            if told.is_zero("closing_seconds")
            else f"both can add evidence for {told.duration('closing_seconds')}, then an arbitrator decides about "
            f"{told.amount('disputed_minor')}"
        )
        due = (
            f"You have until {told.moment('due_at_ms')}. If you don't pay by then, the whole "
            f"{told.amount('disputed_minor')} goes to {told.member('other_id')}, whose fee comes back.\n"
            if told.has("due_at_ms")
            else ""
        )
        return (
            f"{head}{due}Both fees are then paid and the case goes to arbitration: {closing}. No more offers.\n{back}"
        )
    return (
        f"{head}{told.member('other_id')} then has {told.duration('window_seconds')} to pay the same. If they don't, "
        f"the whole {told.amount('disputed_minor')} is yours and your fee comes back. "
        f"If they do, an arbitrator decides.\n{back} If you settle before that, all fees come back."
    )


@_quotes.of("rest")
def rest(told: Told) -> str:
    """Nothing more to add."""
    what = (
        "the arbitrator may rule at once, and later evidence is marked as late"
        if told.flag("stays_open")
        else "evidence closes at once and the arbitrator decides"
    )
    then = (
        f"The other side has said so too, so **{what}**."
        if told.flag("closes")
        else f"If the other side says so too, {what}."
    )
    return f"**Say that you have nothing more to add to {told.case()}?**\n{then}"


@_quotes.of("rule")
def rule(told: Told) -> str:
    """Decide."""
    findings = told.quote("findings", 2_600, hint="You see the beginning; the whole text is kept.", most_lines=80)
    return (
        f"**Rule on {told.case()}?** The ruling is final, and the money moves at once.\n"
        f"Of {told.amount('disputed_minor')}, {shares(told)}.{fees_ended(told)}{_charged(told)}\n"
        f"Together, {told.member('client_id')} gets **{told.amount('client_total_minor')}** into the wallet, and "
        f"{told.member('freelancer_id')} **{told.amount('freelancer_total_minor')}**.{never_reached(told)}"
        f"{_policy(told)}\n"
        f"**Findings**\n{findings}"
    )


def _charged(told: Told) -> str:
    """What was taken from the funds at opening (R6.3); empty otherwise."""
    if told.is_zero("charged_minor"):
        return ""
    return f"\nThe fee of {told.amount('charged_minor')}, taken from the funds at opening, stays with the server."


def _policy(told: Told) -> str:
    """Why the fees go where they go (R5.5); empty where none was paid."""
    if not told.has("refund"):
        return ""
    is_tie = told.word("refund") == "winner" and told.same("freelancer_minor", "client_minor")
    return f"\n-# Fees of this case: {EVEN_RULING if is_tie else REFUNDS[told.word('refund')]}."


@_quotes.of("escalate")
def escalate(told: Told) -> str:
    """Send to arbitration."""
    back = f" {told.amount('returned_minor')} go back to who paid." if not told.is_zero("returned_minor") else ""
    evidence = (
        "there is no more time for evidence"
        if told.is_zero("closing_seconds")
        else f"the last evidence can be added for {told.duration('closing_seconds')}"
    )
    return (
        f"**Send {told.case()} to arbitration?**\nBoth fees are waived.{back} Open offers are void, the parties' "
        f"deadlines stop, and {evidence}. Then an arbitrator decides about {told.amount('disputed_minor')}."
        f"{never_reached(told)}"
    )


@_quotes.of("wallet_confirm")
def wallet_confirm(told: Told) -> str:
    """A cashier's word."""
    reference = f" Reference: {told.ending('reference')}" if told.has("reference") else ""
    head = f"**Confirm {told.request()}?**\n"
    if told.word("state") == "pending":
        second = "\nBecause of the amount, nothing moves until another cashier confirms the same sum."
        named = told.amount("first_minor")
    else:
        second = _after_first(told)
        named = told.amount("settled_minor")
    if told.word("kind") != "deposit":
        return (
            f"{head}You say that you have paid **{named}** out to {told.member('member_id')}.{reference}{second}\n"
            "While this question is open, nobody can take the request back: so you can pay now, and confirm then."
        )
    asked = told.same("amount_minor", "first_minor" if told.word("state") == "pending" else "settled_minor")
    other = "" if asked else f" They asked for {told.amount('amount_minor')}."
    return (
        f"{head}You say that **{named}** have come in. They go into the wallet of {told.member('member_id')}."
        f"{other}{for_fee(told)}{reference}{second}"
    )


def _after_first(told: Told) -> str:
    """What another cashier has said already."""
    if not told.has("first_cashier_id") or told.word("kind") == "payout":
        return ""
    return f"\n{told.member('first_cashier_id')} has confirmed **{told.amount('first_minor')}** before you."


QUOTES: Final[dict[str, Text]] = {**_quotes.texts, **texts_set_up.QUOTES, **texts_staff.QUOTES}
