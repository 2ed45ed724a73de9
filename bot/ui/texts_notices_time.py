"""What others are told about time, agreements and questions, and about cases that begin in arbitration."""

from typing import Final

from bot.ui.facts import Text, Told
from bot.ui.sentences import Sentences
from bot.ui.texts_labels import DEADLINES, DUTIES, MOVE_CAUSES, RESTRICTIONS
from bot.ui.texts_notices import REASON_LENGTH, WHOLE, category, other_party, shares

_notices = Sentences()

_QUESTION_LENGTH: Final = 900


def _reason(told: Told) -> str:
    return f":\n{told.quote('reason', 400)}\n" if told.has_text("reason") else ". "


@_notices.of("arbitration_opened")
def arbitration_opened(told: Told) -> str:
    """A case that goes straight to arbitration (R6.4)."""
    fee = (
        f"The arbitration fee of {told.amount('charged_minor')} was taken from the funds. "
        if not told.is_zero("charged_minor")
        else "There is no arbitration fee. "
    )
    both = f"{told.member('claimant_id')} and {told.member('respondent_id')}"
    return (
        f"**{told.case()}** · {told.side('claimant_id')} has opened a case against {told.side('respondent_id')} about "
        f"**{told.amount('disputed_minor')}**{category(told)}:\n"
        f"{told.quote('reason', REASON_LENGTH, hint=WHOLE)}\n"
        f"It is in arbitration at once. {fee}"
        f"{both}, evidence until {told.moment('due_at_ms')} is sure to be considered; later evidence is taken until "
        "the "
        f"ruling and marked as late. The ruling is due by {told.moment('ruling_due_at_ms')}.\n"
        f"Until then you can still settle. Offer 1: the freelancer gets **{told.amount('freelancer_minor')}**, the "
        "client the rest. The buttons are on the card in the case's room."
    )


@_notices.of("ended_split")
def ended_split(told: Told) -> str:
    """A small balance, split at once (R6.2)."""
    return (
        f"**{told.case()}** · *Split*: {told.side('claimant_id')} has opened a case against "
        f"{told.side('respondent_id')} about {told.amount('disputed_minor')}. A balance as small as that is split "
        f"evenly at once, without a fee and without arbitration: {shares(told)}. The money has moved.\n"
        f"**Why the case was opened**\n{told.quote('reason', REASON_LENGTH)}"
    )


@_notices.of("ended_dormant")
def ended_dormant(told: Told) -> str:
    """Nobody did anything any more."""
    return (
        f"**{told.case()}** · *Dormant*: neither {told.member('claimant_id')} nor {told.member('respondent_id')} did "
        f"anything for a long time, so the case has ended. Nothing was decided: {told.amount('disputed_minor')} are "
        "free in the milestone again."
    )


@_notices.of("clock_moved")
def clock_moved(told: Told) -> str:
    """A due time changed."""
    why = MOVE_CAUSES.get(told.word("cause"), "The deadline has changed")
    if told.has("seconds"):
        why = why.format(who=told.member("by_member_id"), time=told.duration("seconds"))
    elif told.has("moderator_id"):
        why = f"{told.member('moderator_id')}, a moderator, lets the clock run again"
    why += ", with the whole window" if told.flag("is_whole") else ""
    until = told.moment("due_at_ms")
    if told.has("party_id") and told.word("deadline_kind") in DUTIES:
        duty = f"{told.member('party_id')}, please {DUTIES[told.word('deadline_kind')]} by {until}"
    else:
        duty = f"{DEADLINES[told.word('deadline_kind')].capitalize()} runs until {until}"
    return f"**{told.case()}** · {why}{_reason(told)}{duty}."


@_notices.of("extension_asked")
def extension_asked(told: Told) -> str:
    """The other side may agree."""
    return (
        f"**{told.case()}** · {told.side('member_id')} asks for **{told.duration('seconds')}** more time{_reason(told)}"
        f"{other_party(told, 'member_id')}, do you agree? The deadline stays as it is until you do. You can answer in "
        "the case's room."
    )


@_notices.of("extension_refused")
def extension_refused(told: Told) -> str:
    """No more time by agreement."""
    return f"**{told.case()}** · {told.side('member_id')} doesn't agree to more time. The deadline stays as it is."


@_notices.of("withdrawal_asked")
def withdrawal_asked(told: Told) -> str:
    """The respondent's fee is in deposit, so it takes consent (R5.6)."""
    return (
        f"**{told.case()}** · {told.side('claimant_id')} wants to withdraw the case{_reason(told)}"
        f"{told.member('respondent_id')}, it takes your consent, because your arbitration fee is paid. If you agree, "
        "the case ends, all fees come back, and the money stays in the milestone. If you refuse or don't answer, the "
        "case goes on, and so do its clocks. You can answer in the case's room."
    )


@_notices.of("withdrawal_refused")
def withdrawal_refused(told: Told) -> str:
    """The case goes on."""
    return (
        f"**{told.case()}** · {told.side('member_id')} doesn't agree to the withdrawal, so the case goes on. "
        f"{told.member('claimant_id')}, your own deadline runs as before."
    )


@_notices.of("case_held")
def case_held(told: Told) -> str:
    """All clocks stand (R9.8)."""
    return (
        f"**{told.case()}** · {told.member('moderator_id')}, a moderator, has put all clocks of the case on hold:\n"
        f"{told.quote('reason', REASON_LENGTH)}\n"
        f"{told.member('claimant_id')} and {told.member('respondent_id')}, nobody loses anything meanwhile. You can go "
        "on with the case; what is left of each deadline stays."
    )


@_notices.of("case_resumed")
def case_resumed(told: Told) -> str:
    """Clocks run."""
    return (
        f"**{told.case()}** · {told.member('moderator_id')}, a moderator, lets the clocks of the case of "
        f"{told.member('claimant_id')} and {told.member('respondent_id')} run again. What is due when is on the card."
    )


@_notices.of("party_restricted", "staff_party_restricted")
def party_restricted(told: Told) -> str:
    """Timed out, kicked or banned (R9.9)."""
    by = f" by {told.member('by_member_id')}" if told.has("by_member_id") else ""
    how = told.word("how")
    until = (
        "the time-out is over"
        if how == "timed_out"
        else f"a moderator lets them run again, with `/case resume case:{told.case()}`"
    )
    return (
        f"**{told.case()}** · {told.side('member_id')} {RESTRICTIONS[how]}{by}. {other_party(told, 'member_id')}, "
        f"their own clocks stand until {until}."
    )


@_notices.of("party_freed")
def party_freed(told: Told) -> str:
    """The time-out is over."""
    return (
        f"**{told.case()}** · The time-out of {told.side('member_id')} is over, so what was left of their time runs "
        f"on. {other_party(told, 'member_id')}, the card shows what is due when."
    )


@_notices.of("question_asked")
def question_asked(told: Told) -> str:
    """The arbitrator wants to know (R10.2)."""
    return (
        f"**{told.case()}** · Question {told.number('number')} of the arbitrator to {told.members('party_ids')}:\n"
        f"{told.quote('question', _QUESTION_LENGTH, hint=WHOLE)}\n"
        f"Please answer by {told.moment('due_at_ms')} in the case's room, with **Answer question** or `/dispute "
        "answer`. No answer costs nothing, but the arbitrator sees that there is none."
    )


@_notices.of("question_answered")
def question_answered(told: Told) -> str:
    """An answer came."""
    return (
        f"**{told.case()}** · {told.side('member_id')} has answered question {told.number('number')}:\n"
        f"{told.quote('answer', _QUESTION_LENGTH, hint=WHOLE)}"
    )


@_notices.of("deposit_awaited")
def deposit_awaited(told: Told) -> str:
    """The fee's clock stands for a cashier (R5.4)."""
    return (
        f"**{told.case()}** · {told.side('member_id')} has asked a cashier for the money that the arbitration fee "
        f"takes ({told.request()}). {other_party(told, 'member_id')}, the time to pay it stands until the cashier "
        "answers; that is possible once a case."
    )


@_notices.of("idle")
def idle(told: Told) -> str:
    """Nobody did anything for a while."""
    return (
        f"**{told.case()}** · Nothing has happened for a while. {told.member('claimant_id')} and "
        f"{told.member('respondent_id')}, the case waits for you: make or answer an offer, or let an arbitrator decide "
        "by paying the arbitration fee. The claimant can also withdraw it."
    )


@_notices.of("staff_idle")
def staff_idle(told: Told) -> str:
    """For staff."""
    return (
        f"**{told.case()}** · Neither {told.side('client_id')} nor {told.side('freelancer_id')} has done anything for "
        "a "
        "while. Both were reminded. A moderator can send the case to arbitration with "
        f"`/case escalate case:{told.case()}`."
    )


@_notices.of("answer_window")
def answer_window(told: Told) -> str:
    """Late evidence can be answered (R8.4)."""
    return (
        f"**{told.case()}** · This came at the very end of the time for evidence. {told.member('party_id')}, you alone "
        f"can answer it with evidence of your own until {told.moment('due_at_ms')}. Evidence closes after that."
    )


_notices.plain(
    "staff_clock_jumped",
    "⚠️ The clock of the computer that runs this bot can't be trusted at the moment. Nothing is forfeited, and no "
    "request "
    "is carried out by silence, until it has agreed with Discord's time for five minutes; the time that this takes is "
    "given back. Whoever runs the bot should look at the computer's time.",
)


_NO_CASES: Final = "No case can be opened until there is a new one"
_WITHOUT: Final = {
    "moderator": f"{_NO_CASES}.",
    "arbitrator": f"{_NO_CASES}, and the clocks of rulings stand.",
    "cashier": f"{_NO_CASES}, no money comes in or goes out, and the clocks of fees stand.",
    "cases": f"{_NO_CASES}.",
}
"""What is impossible without a role or channel that cases need, by its kind."""


@_notices.of("staff_set_up_gone")
def staff_set_up_gone(told: Told) -> str:
    """A role or channel was deleted (R9.11)."""
    kind, name = told.word("what").split(" ", 1)
    how = _WITHOUT.get(name, "Messages for it are left out until there is a new one.")
    return (
        f"⚠️ The {name} {kind} that was set for this server is gone. {how} An admin can set another one with "
        f"`/config {kind} kind:{name}`."
    )


_notices.plain(
    "staff_without_message_content",
    "⚠️ The bot was not granted the *Message Content Intent*, so it can't read what people write in case rooms, and the "
    "record lacks it. Everything else works. Whoever runs the bot can switch the intent on in Discord's developer "
    "portal.",
)
_notices.plain(
    "staff_without_members",
    "⚠️ The bot was not granted the *Server Members Intent*, so it isn't told when a party leaves, is removed or timed "
    "out, or comes back. It looks for the parties with each reminder, and before a deadline takes anything from "
    "anybody. Whoever runs the bot can switch the intent on in Discord's developer portal.",
)

NOTICES: Final[dict[str, Text]] = _notices.texts
