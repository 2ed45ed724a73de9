"""The sentences of staff's work: who decides a case, notes, guests, late rulings, two cashiers, erasing (R10, R11)."""

from typing import Final

from bot.domain import errors
from bot.domain.ids import case_name, wallet_request_name
from bot.ui.facts import Text, Told
from bot.ui.format import listed, mention, plural
from bot.ui.sentences import RefusalSentences, RefusalText, Sentences

_receipts = Sentences()
_quotes = Sentences()
_notices = Sentences()
_happened = Sentences()
_refusals = RefusalSentences()

_REASON: Final = 600
_COUNTED: Final = {
    "texts": ("text", "texts"),
    "files": ("file", "files"),
    "messages": ("room message", "room messages"),
    "references": ("reference to cashiers", "references to cashiers"),
}


OFFER_NEWS: Final = frozenset(
    {
        "arbitration_opened",
        "case_opened",
        "challenged",
        "offer_declined",
        "offer_expired",
        "offer_made",
        "offer_withdrawn",
    }
)
"""Notices that tell of offers, or may: what is said with one can be the statement (R5.1). Arbitrators among the staff
may not read them before the ruling (R7.5)."""


def offer_news(told: Told) -> str:
    """For staff, instead of such a notice, where offers are hidden from arbitrators."""
    return (
        f"**{told.case()}** · A message that may tell of an offer. Offers are hidden from arbitrators here, so it "
        f"isn't repeated; moderators read it with `/case view case:{told.case()}`."
    )


@_receipts.of("case_assigned")
def case_assigned(told: Told) -> str:
    """Given to an arbitrator."""
    return f"**{told.case()}** is now with {told.member('arbitrator_id')}, who is told."


@_receipts.of("recused")
def recused(told: Told) -> str:
    """Given up."""
    return (
        f"You have given up **{told.case()}**, and can't take it again. Both parties and the moderators are told that "
        "it needs another arbitrator; your reason goes to the moderators only."
    )


@_receipts.of("note_added")
def note_added(told: Told) -> str:
    """Kept for staff."""
    return f"Your note on **{told.case()}** is kept. Only staff see it, with `/case view`; it is in no case file."


@_receipts.of("guest_removed")
def guest_removed(told: Told) -> str:
    """Out of the room."""
    return f"{told.member('member_id')} loses their way into the room of **{told.case()}**. The record says so."


@_receipts.of("room_closed")
def room_closed(told: Told) -> str:
    """Gone before its time."""
    return f"The room of **{told.case()}** is being removed. The record and the case file stay."


@_receipts.of("payout_requested")
def payout_requested(told: Told) -> str:
    """Waits for the second cashier."""
    return (
        f"**{told.request()}**: a payout of **{told.amount('amount_minor')}** of the earned fees is held. Another "
        f"cashier has to confirm it with `/cashier confirm request:{told.request()}`."
    )


@_receipts.of("wallet_request_half_confirmed")
def half_confirmed(told: Told) -> str:
    """Waits for the second cashier."""
    return (
        f"You have confirmed **{told.request()}** over **{told.amount('first_minor')}**. Because of the amount nothing "
        "moves until another cashier confirms the same sum."
    )


@_receipts.of("erased")
def erased(told: Told) -> str:
    """Gone for good."""
    return (
        f"What {told.member('member_id')} wrote is erased: {_how_much(told)}, with their name. The files themselves go "
        "within a day or so, unless somebody else handed in the same ones. Amounts, times and hashes stay, and every "
        "record still verifies. What was posted in Discord itself stays where it is: rooms, the records channel, "
        "direct messages. Delete there what has to go."
    )


def _how_much(told: Told) -> str:
    return listed([plural(told.number(name), *words) for name, words in _COUNTED.items()], "and")


@_quotes.of("erase")
def erase(told: Told) -> str:
    """Before it is gone."""
    return (
        f"**Erase what {told.member('member_id')} wrote?**\n{_how_much(told)} would go, with their name, and what I "
        "said in the rooms of their cases, which quotes them. This can't be taken back. Amounts, times and hashes "
        "stay, so that every record still verifies; case files will say “erased” where their words were. Titles of "
        "projects and milestones stay, as both sides call them so."
    )


@_quotes.of("payout")
def payout(told: Told) -> str:
    """Before it is held."""
    reference = f" Reference: {told.ending('reference')}" if told.has("reference") else ""
    return (
        f"**Pay out {told.amount('amount_minor')} of the earned fees?**\n{told.amount('wallet_minor')} are earned and "
        f"not paid out. The amount is held from now on; another cashier has to confirm that it was paid.{reference}"
    )


@_notices.of("staff_case_assigned")
def staff_case_assigned(told: Told) -> str:
    """To staff, the arbitrator and the one before."""
    former = (
        f", in the place of {told.member('former_id')}, who has no more to do in it" if told.has("former_id") else ""
    )
    return (
        f"**{told.case()}** · {told.member('moderator_id')} has given the case to {told.member('arbitrator_id')}"
        f"{former}. `/case view case:{told.case()}` shows it."
    )


@_notices.of("arbitrator_recused")
def arbitrator_recused(told: Told) -> str:
    """To the parties."""
    return (
        f"**{told.case()}** · {told.member('arbitrator_id')} is no longer the arbitrator of this case. Another one "
        "will take it; you need do nothing."
    )


@_notices.of("staff_arbitrator_recused")
def staff_arbitrator_recused(told: Told) -> str:
    """To staff, with the reason."""
    return (
        f"**{told.case()}** · {told.member('arbitrator_id')} has given the case up:\n{told.quote('reason', _REASON)}\n"
        f"It needs another arbitrator: `/case claim case:{told.case()}` or `/case assign case:{told.case()}`."
    )


@_notices.of("staff_arbitrator_lost")
def staff_arbitrator_lost(told: Told) -> str:
    """To staff: nobody decides any more."""
    return (
        f"**{told.case()}** · {told.member('arbitrator_id')} no longer has the arbitrator role, and so has lost the "
        f"case. It needs another arbitrator: `/case claim case:{told.case()}` or `/case assign case:{told.case()}`."
    )


@_notices.of("ruling_late")
def ruling_late(told: Told) -> str:
    """To the parties, who lose nothing by it."""
    who = f"{told.member('former_id')} has lost the case, and another" if told.has("former_id") else "An"
    return (
        f"**{told.case()}** · The ruling did not come by {told.moment('late_since_ms')}. {who} arbitrator is sought; "
        "moderators and admins are told. You lose nothing by it."
    )


@_notices.of("staff_ruling_late")
def staff_ruling_late(told: Told) -> str:
    """To moderators and admins."""
    had = f"{told.member('former_id')} had it, and has lost it." if told.has("former_id") else "Nobody had taken it."
    return (
        f"⚠️ **{told.case()}** · The ruling is late: it was due {told.moment('late_since_ms')}. {had} Moderators and "
        f"admins, please see that it gets an arbitrator: `/case assign case:{told.case()}`. "
        f"The ruling is now due by {told.moment('due_at_ms')}."
    )


@_notices.of("place_freed")
def place_freed(told: Told) -> str:
    """To the arbitrator whose place it was."""
    return (
        f"**{told.case()}** · Your ruling was due {told.moment('late_since_ms')}. The case is free again for any "
        f"arbitrator. If you can rule soon, take it once more with `/case claim case:{told.case()}`."
    )


@_notices.of("staff_ruling_reminder")
def staff_ruling_reminder(told: Told) -> str:
    """To staff and the arbitrator."""
    if told.has("arbitrator_id"):
        who = f"{told.member('arbitrator_id')}, your ruling is due"
    else:
        who = f"it has no arbitrator yet (`/case claim case:{told.case()}`), and the ruling is due"
    return f"⏰ **{told.case()}** · Reminder: {who} by {told.moment('due_at_ms')}."


@_notices.of("guest_removed")
def guest_left(told: Told) -> str:
    """To the room."""
    return (
        f"**{told.case()}** · A moderator has taken {told.member('member_id')} out of this room:\n"
        f"{told.quote('reason', _REASON)}"
    )


@_notices.of("payout_requested")
def payout_waits(told: Told) -> str:
    """To the cashiers."""
    return (
        f"**{told.request()}** · {told.member('member_id')} asks for a payout of **{told.amount('amount_minor')}** of "
        f"the earned fees.{_reference(told)} Another cashier has to confirm it."
    )


@_notices.of("deposit_half_confirmed", "withdrawal_half_confirmed")
def second_cashier(told: Told) -> str:
    """To the cashiers."""
    return (
        f"**{told.request()}** · {told.member('first_cashier_id')} has confirmed **{told.amount('first_minor')}** for "
        f"{told.member('member_id')}. Because of the amount, another cashier has to confirm the same sum: "
        f"`/cashier confirm request:{told.request()}`."
    )


@_notices.of("payout_confirmed")
def payout_done(told: Told) -> str:
    """To who asked for it."""
    return (
        f"**{told.request()}** · The payout of **{told.amount('settled_minor')}** of the earned fees is confirmed by "
        f"{told.member('closed_by_id')}, after you.{_reference(told)}"
    )


@_notices.of("payout_declined")
def payout_declined(told: Told) -> str:
    """To who asked for it."""
    return (
        f"**{told.request()}** · {told.member('closed_by_id')} has declined the payout of "
        f"**{told.amount('amount_minor')}**; the amount is among the earned fees again. "
        f"Reason: {told.ending('reason', 300)}"
    )


def _reference(told: Told) -> str:
    return f" Reference: {told.ending('reference')}" if told.has("reference") else ""


@_happened.of("arbitrator_assigned")
def was_assigned(told: Told) -> str:
    """Given."""
    instead = f" in the place of {told.member('former_id')}" if told.has("former_id") else ""
    return (
        f"{told.member('moderator_id')}, a moderator, gave the case to the arbitrator {told.member('arbitrator_id')}"
        f"{instead}."
    )


@_happened.of("arbitrator_recused")
def was_recused(told: Told) -> str:
    """Given up; the reason is the moderators' to read."""
    return f"{told.member('arbitrator_id')} gave up being the arbitrator."


@_happened.of("arbitrator_lost")
def was_lost(told: Told) -> str:
    """The role is gone."""
    return f"{told.member('arbitrator_id')} no longer had the arbitrator role, and lost the arbitrator's place."


@_happened.of("ruling_late")
def was_late(told: Told) -> str:
    """Late."""
    freed = f" {told.member('former_id')} lost the arbitrator's place." if told.has("former_id") else ""
    return f"The ruling was late: it was due {told.date('due_at_ms')}.{freed}"


@_happened.of("guest_removed")
def was_removed(told: Told) -> str:
    """Out."""
    return f"{told.member('moderator_id')}, a moderator, took {told.member('member_id')} out of the room."


@_happened.of("room_closed")
def was_closed(told: Told) -> str:
    """Gone."""
    return f"{told.member('moderator_id')}, a moderator, closed the room."


@_refusals.of(errors.NotAnArbitrator)
def not_an_arbitrator(refusal: errors.NotAnArbitrator) -> str:
    """Who can be given a case."""
    return (
        f"{mention(refusal.member_id)} doesn't have the arbitrator role of this server, so they can't be given a case."
    )


@_refusals.of(errors.PartyStays)
def party_stays(refusal: errors.PartyStays) -> str:
    """Who has a place in the room."""
    if refusal.what == "arbitrator":
        return (
            f"{mention(refusal.member_id)} is the arbitrator of {case_name(refusal.case_id)}. To take the case from "
            f"them, give it to another: `/case assign case:{case_name(refusal.case_id)}`."
        )
    return f"{mention(refusal.member_id)} is a party to {case_name(refusal.case_id)}, and stays in its room."


@_refusals.of(errors.NotInRoom)
def not_in_room(refusal: errors.NotInRoom) -> str:
    """Who is in there by themselves, and who by a role."""
    return (
        f"{mention(refusal.member_id)} has no way of their own into the room of {case_name(refusal.case_id)}, so there "
        "is nothing to take away. Who sees it through a role of the server, does so until they lose that role."
    )


@_refusals.of(errors.CaseStillOpen)
def case_still_open(refusal: errors.CaseStillOpen) -> str:
    """When it works."""
    return f"{case_name(refusal.case_id)} is still open. Its room can be closed once the case has ended."


_refusals.plain(
    errors.Blocked,
    "You can't open cases on this server at the moment: an admin has stopped it. You can still answer cases, make "
    "offers, pay and hand in evidence. Ask an admin of the server why.",
)


@_refusals.of(errors.SameCashier)
def same_cashier(refusal: errors.SameCashier) -> str:
    """Two people."""
    return (
        f"You have confirmed {wallet_request_name(refusal.request_id)} already. Because of the amount it takes another "
        "cashier, too."
    )


@_refusals.of(errors.TooManyCommands)
def too_many_commands(refusal: errors.TooManyCommands) -> str:
    """When to go on."""
    wait = plural(refusal.wait_seconds, "second")
    return f"That was a lot at once. Please wait {wait} and try again; nothing has changed."


@_refusals.of(errors.MemberPresent)
def member_present(refusal: errors.MemberPresent) -> str:
    """Only the departed."""
    return (
        f"{mention(refusal.member_id)} is still a member of this server. Only what somebody wrote who has left can be "
        "erased; members can ask you to do it when they have gone."
    )


@_refusals.of(errors.RequestLeft)
def request_left(refusal: errors.RequestLeft) -> str:
    """Not while a cashier needs it."""
    return (
        f"{mention(refusal.member_id)} has asked for money with {wallet_request_name(refusal.request_id)}, and what "
        "they wrote may be where to pay it. They can be erased once a cashier has confirmed or declined it."
    )


@_refusals.of(errors.OpenCaseLeft)
def open_case_left(refusal: errors.OpenCaseLeft) -> str:
    """Not while it is evidence."""
    return (
        f"{mention(refusal.member_id)} is a party to {case_name(refusal.case_id)}, which is open: their words are "
        "evidence in it. They can be erased once the case has ended."
    )


RECEIPTS: Final[dict[str, Text]] = _receipts.texts
QUOTES: Final[dict[str, Text]] = _quotes.texts
NOTICES: Final[dict[str, Text]] = _notices.texts
HISTORY: Final[dict[str, Text]] = _happened.texts
REFUSALS: Final[dict[str, RefusalText]] = _refusals.texts
