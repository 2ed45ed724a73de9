"""Refusals about clocks, agreements, questions, proposals and requests: what is wrong, what would work (R12.1)."""

from typing import Final

from bot.domain import errors
from bot.domain.durations import format_duration
from bot.domain.ids import case_name, milestone_name
from bot.ui.format import mention, moment
from bot.ui.sentences import RefusalSentences, RefusalText
from bot.ui.texts_labels import MILESTONE_STAGES, WISHES

_refusals = RefusalSentences()


@_refusals.of(errors.NothingToExtend)
def nothing_to_extend(refusal: errors.NothingToExtend) -> str:
    """Which window could be, and when."""
    case = case_name(refusal.case_id)
    if refusal.stands:
        return (
            f"The clock in {case} stands, so nothing of it is lost and there is nothing to make longer. Once it runs "
            f"again it can be: a moderator starts it with `/case resume case:{case}`, unless it starts by itself."
        )
    whose = "No time in which you yourself must act" if refusal.is_own else "No time"
    return (
        f"{whose} runs in {case} that could be made longer. Time to answer, to pay the fee and to add evidence can, "
        "while it runs; alone, only the time in which one must act oneself."
    )


@_refusals.of(errors.ExtensionUsed)
def extension_used(refusal: errors.ExtensionUsed) -> str:
    """Once a case."""
    return (
        f"You have taken more time alone in {case_name(refusal.case_id)} before, and that is possible once a case. "
        "The other side can still agree to more: `/dispute extend` without `alone` asks them."
    )


@_refusals.of(errors.NoExtensionAsked)
def no_extension_asked(refusal: errors.NoExtensionAsked) -> str:
    """Nothing to answer."""
    return (
        f"Nobody asks for more time in {case_name(refusal.case_id)} now, or the time that it was for is over. "
        "`/dispute extend` asks for more."
    )


@_refusals.of(errors.ExtensionReplaced)
def extension_replaced(refusal: errors.ExtensionReplaced) -> str:
    """A button of an earlier wish."""
    return (
        f"That was for an earlier wish. By now {format_duration(refusal.seconds)} more time is asked for in "
        f"{case_name(refusal.case_id)}: the case's card has the buttons for it."
    )


@_refusals.of(errors.OwnExtension)
def own_extension(refusal: errors.OwnExtension) -> str:
    """The other side answers."""
    return (
        f"You asked for more time in {case_name(refusal.case_id)} yourself, so the other side answers. "
        "You can ask anew with `/dispute extend`; that replaces what you asked for."
    )


@_refusals.of(errors.NoWithdrawalAsked)
def no_withdrawal_asked(refusal: errors.NoWithdrawalAsked) -> str:
    """Nothing to answer."""
    return (
        f"The claimant of {case_name(refusal.case_id)} doesn't ask to withdraw it now, so there is nothing to answer. "
        "**My options** on the case's card shows what you can do."
    )


@_refusals.of(errors.NoQuestionAsked)
def no_question_asked(refusal: errors.NoQuestionAsked) -> str:
    """Nothing to answer."""
    return (
        f"No question waits for your answer in {case_name(refusal.case_id)}, or the time to answer it is over. "
        "What you write in the case room is kept in the record, too."
    )


@_refusals.of(errors.RefileTooSoon)
def refile_too_soon(refusal: errors.RefileTooSoon) -> str:
    """From when it works."""
    return (
        f"You withdrew a case about {milestone_name(refusal.milestone_id)} a short time ago. You can open another one "
        f"about it from {moment(refusal.from_ms)}. The other side can open one at any time."
    )


@_refusals.of(errors.RequestNeeded)
def request_needed(refusal: errors.RequestNeeded) -> str:
    """What comes first (R6.1)."""
    name = milestone_name(refusal.milestone_id)
    return (
        "On this server arbitration needs a request first: ask for the money, and open a case if the other side "
        f"declines or doesn't answer. The freelancer asks with `/milestone request-release milestone:{name}`, the "
        f"client with `/milestone request-return milestone:{name}`."
    )


@_refusals.of(errors.WholeBalance)
def whole_balance(refusal: errors.WholeBalance) -> str:
    """Nothing to choose (R6.2)."""
    return (
        "On this server a case is always about all of the project's money that no other case has locked, so "
        f"`{refusal.option}` can't be chosen. Leave it out."
    )


@_refusals.of(errors.OtherProject)
def other_project(refusal: errors.OtherProject) -> str:
    """What goes together (R4.1)."""
    return (
        f"{milestone_name(refusal.milestone_id)} is of another project or currency than the first milestone. One case "
        "is about milestones of one project and one currency; open a case of its own for this one."
    )


@_refusals.of(errors.RequestOver)
def request_over(refusal: errors.RequestOver) -> str:
    """A button of an older request."""
    name = milestone_name(refusal.milestone_id)
    by = "" if refusal.by_member_id is None else f" by {mention(refusal.by_member_id)}"
    return (
        f"That request in {name} was {WISHES[refusal.state]}{by}, {moment(refusal.at_ms)}. `/milestone view "
        f"milestone:{name}` shows what waits for an answer now."
    )


@_refusals.of(errors.NoActiveRequest)
def no_active_request(refusal: errors.NoActiveRequest) -> str:
    """Nothing to answer or take back."""
    name = milestone_name(refusal.milestone_id)
    return (
        f"No request waits for an answer in {name}. `/milestone view milestone:{name}` shows what happened; "
        "`/milestone request-release` and `/milestone request-return` make a new one."
    )


@_refusals.of(errors.OwnRequest)
def own_request(refusal: errors.OwnRequest) -> str:
    """Each side its own part."""
    name = milestone_name(refusal.milestone_id)
    return (
        f"A request in {name} is answered by the other side and taken back by the one who made it. One can be active "
        f"at a time. `/milestone view milestone:{name}` shows whose it is."
    )


@_refusals.of(errors.NotProposed)
def not_proposed(refusal: errors.NotProposed) -> str:
    """Where it stands."""
    name = milestone_name(refusal.milestone_id)
    return (
        f"{name} is no proposal that waits for an answer ({MILESTONE_STAGES.get(refusal.state, refusal.state)}). "
        f"`/milestone view milestone:{name}` shows it."
    )


REFUSALS: Final[dict[str, RefusalText]] = _refusals.texts
