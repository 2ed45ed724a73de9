"""What each button and form stands for: one table a way of answering. Nothing is decided here."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

import discord

from bot.services.commands import (
    AcceptOffer,
    AcceptTerms,
    AnswerExtension,
    AnswerRequest,
    AnswerWithdrawal,
    Ask,
    CancelMilestone,
    Challenge,
    ClaimCase,
    Command,
    ConfirmWalletRequest,
    DeclineOffer,
    DeclineProposal,
    DeclineWalletRequest,
    Escalate,
    Extend,
    ExtendByStaff,
    FundProposal,
    GiveIn,
    HoldCase,
    MakeOffer,
    PayFee,
    ReleaseMilestone,
    RequestRelease,
    RequestReturn,
    Rest,
    Resume,
    ReturnMilestone,
    Rule,
    WithdrawCase,
    WithdrawExhibit,
    WithdrawOffer,
)
from bot.services.ports import Member
from bot.services.queries import Queries
from bot.services.staff_commands import Recuse
from bot.ui.buttons import Act, ButtonId
from bot.ui.cards import (
    case_brief,
    case_details,
    case_history,
    cashier_queue,
    evidence_list,
    offer_list,
    options_panel,
    queue_list,
    setting_history,
)

Values = Mapping[str, str]
_ID_LENGTH: Final = 20
Show = Callable[[Queries, Member, ButtonId], Awaitable[discord.ui.LayoutView]]


def chosen_id(typed: Values) -> int:
    """The member who was chosen in a form; 0, which is nobody, where what was sent is no id."""
    chosen = typed.get("member", "")
    return int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < _ID_LENGTH else 0


async def _details(queries: Queries, member: Member, button: ButtonId) -> discord.ui.LayoutView:
    return case_details(await queries.case(member, button.subject_id), button.number or 1)


async def _options(queries: Queries, member: Member, button: ButtonId) -> discord.ui.LayoutView:
    return options_panel(await queries.case(member, button.subject_id))


async def _evidence(queries: Queries, member: Member, button: ButtonId) -> discord.ui.LayoutView:
    return evidence_list(await queries.evidence(member, button.subject_id), button.number or 1)


async def _offers(queries: Queries, member: Member, button: ButtonId) -> discord.ui.LayoutView:
    return offer_list(await queries.case(member, button.subject_id), button.number or 1)


async def _history(queries: Queries, member: Member, button: ButtonId) -> discord.ui.LayoutView:
    return case_history(*await queries.history(member, button.subject_id), button.number)


async def _queue(queries: Queries, member: Member, button: ButtonId) -> discord.ui.LayoutView:
    return queue_list(await queries.queue(member, *button.queue_filter, button.number or 1))


async def _case_view(queries: Queries, member: Member, button: ButtonId) -> discord.ui.LayoutView:
    return case_brief(await queries.case(member, button.subject_id))


async def _setting_history(queries: Queries, member: Member, button: ButtonId) -> discord.ui.LayoutView:
    return setting_history(await queries.setting_history(member), button.number or 1)


async def _pending(queries: Queries, member: Member, button: ButtonId) -> discord.ui.LayoutView:
    return cashier_queue(await queries.cashier_queue(member), button.number or 1)


SHOWING: Final[Mapping[str, Show]] = {
    Act.QUEUE: _queue,
    Act.CASE_VIEW: _case_view,
    Act.DETAILS: _details,
    Act.MY_OPTIONS: _options,
    Act.EVIDENCE: _evidence,
    Act.OFFERS: _offers,
    Act.HISTORY: _history,
    Act.PENDING: _pending,
    Act.SETTING_HISTORY: _setting_history,
}
"""Buttons that only show something."""

AT_ONCE: Final[Mapping[str, Callable[[ButtonId], Command]]] = {
    Act.WITHDRAW_OFFER: lambda button: WithdrawOffer(button.subject_id),
    Act.ACCEPT_TERMS: lambda button: AcceptTerms(button.subject_id),
    Act.CLAIM: lambda button: ClaimCase(button.subject_id),
    Act.RESUME: lambda button: Resume(button.subject_id),
    Act.AGREE_TIME: lambda button: AnswerExtension(button.subject_id, agree=True, number=button.number),
    Act.REFUSE_TIME: lambda button: AnswerExtension(button.subject_id, agree=False, number=button.number),
    Act.AGREE_WITHDRAWAL: lambda button: AnswerWithdrawal(button.subject_id, agree=True),
    Act.REFUSE_WITHDRAWAL: lambda button: AnswerWithdrawal(button.subject_id, agree=False),
    Act.CANCEL_PROPOSAL: lambda button: CancelMilestone(button.subject_id),
    Act.CANCEL_REQUEST: lambda button: CancelMilestone(button.subject_id),
}
"""Buttons that act at once."""

ASKING: Final[Mapping[str, Callable[[ButtonId], Command]]] = {
    Act.ACCEPT: lambda button: AcceptOffer(button.subject_id, button.number),
    Act.GIVE_IN: lambda button: GiveIn(button.subject_id),
    Act.PAY_FEE: lambda button: PayFee(button.subject_id),
    Act.REST: lambda button: Rest(button.subject_id),
    Act.FUND: lambda button: FundProposal(button.subject_id),
    Act.APPROVE: lambda button: AnswerRequest(button.subject_id, approve=True, number=button.number),
}
"""Buttons that show a quote first."""

FORMS_AT_ONCE: Final[Mapping[str, Callable[[int, ButtonId, Values], Command]]] = {
    Act.CHALLENGE: lambda subject_id, _, typed: Challenge(subject_id, typed.get("statement", ""), typed.get("offer")),
    Act.DECLINE: lambda subject_id, button, typed: DeclineOffer(subject_id, button.number, typed.get("reason")),
    Act.WITHDRAW_EVIDENCE: lambda subject_id, _, typed: WithdrawExhibit(subject_id, typed.get("exhibit", "")),
    Act.CASHIER_DECLINE: lambda subject_id, _, typed: DeclineWalletRequest(subject_id, typed.get("reason", "")),
    Act.MORE_TIME: lambda subject_id, _, typed: Extend(
        subject_id, typed.get("duration", ""), bool(typed.get("alone")), typed.get("reason")
    ),
    Act.GIVE_TIME: lambda subject_id, _, typed: ExtendByStaff(
        subject_id, typed.get("duration", ""), typed.get("reason", "")
    ),
    Act.RECUSE: lambda subject_id, _, typed: Recuse(subject_id, typed.get("reason", "")),
    Act.HOLD: lambda subject_id, _, typed: HoldCase(subject_id, typed.get("reason", "")),
    Act.ASK: lambda subject_id, _, typed: Ask(
        subject_id, typed.get("party", "both"), typed.get("question", ""), typed.get("window")
    ),
    Act.DECLINE_PROPOSAL: lambda subject_id, _, typed: DeclineProposal(subject_id, typed.get("reason")),
    Act.DECLINE_REQUEST: lambda subject_id, button, typed: AnswerRequest(
        subject_id, approve=False, reason=typed.get("reason"), number=button.number
    ),
    Act.REQUEST_RELEASE: lambda subject_id, _, typed: RequestRelease(
        subject_id, typed.get("amount"), typed.get("note")
    ),
    Act.REQUEST_RETURN: lambda subject_id, _, typed: RequestReturn(subject_id, typed.get("amount"), typed.get("note")),
}
"""Forms that act at once when they are sent."""

FORMS_ASKING: Final[Mapping[str, Callable[[int, ButtonId, Values], Command]]] = {
    Act.COUNTER: lambda subject_id, _, typed: MakeOffer(
        subject_id, typed.get("amount", ""), typed.get("note"), typed.get("expires")
    ),
    Act.WITHDRAW_CASE: lambda subject_id, _, typed: WithdrawCase(subject_id, typed.get("reason")),
    Act.RULE: lambda subject_id, _, typed: Rule(
        subject_id, typed.get("freelancer_amount", ""), typed.get("findings", "")
    ),
    Act.ESCALATE: lambda subject_id, _, typed: Escalate(subject_id, typed.get("reason", "")),
    Act.CASHIER_CONFIRM: lambda subject_id, _, typed: ConfirmWalletRequest(
        subject_id, typed.get("amount"), typed.get("reference")
    ),
    Act.RELEASE: lambda subject_id, _, typed: ReleaseMilestone(subject_id, typed.get("amount")),
    Act.RETURN: lambda subject_id, _, typed: ReturnMilestone(subject_id, typed.get("amount")),
}
"""Forms whose answer is a quote."""

DIRECT: Final = frozenset(
    {Act.FUND, Act.DECLINE_PROPOSAL, Act.APPROVE, Act.DECLINE_REQUEST, Act.ACCEPT_TERMS, Act.CONFIRM, Act.CANCEL}
)
"""Buttons that also work in direct messages: about milestones, whose notices come there."""
