"""Refusals of cases, offers and staff: what is wrong, and what would work (R12.1)."""

from typing import Final

from bot.domain import errors
from bot.domain.ids import case_name
from bot.ui.format import amount, date, listed, mention, moment
from bot.ui.sentences import RefusalSentences, RefusalText
from bot.ui.texts_labels import COMMANDS, DEADLINES, OFFER_STATES, OUTCOMES, ROLES, STAGE_NUMBERS, STAGES

_refusals = RefusalSentences()

_DONE: Final = {
    "fee": "The arbitration fee was paid",
    "rest": "You have said already that you have nothing to add",
    "claim": "You have this case already",
    "assigned": "They have this case already",
    "terms_accepted": "The terms were accepted",
    "exhibit_withdrawn": "The exhibit was withdrawn",
    "hold": "The case's clocks were put on hold",
    "room_closed": "The room was closed",
    "withdrawal_asked": "The other side was asked to let you withdraw the case",
}

_CONFLICTS: Final = {
    "party": "You are a party to this case, so you can't act in it as staff. Another member of staff has to do it.",
    "assigned_party": "They are a party to this case, so they can't decide it. Choose another arbitrator.",
    "recused": "Who has given up a case has no more to do in it. Another arbitrator decides it.",
    "moderated": "Offers are hidden from arbitrators here, and who has worked on a case as a moderator has seen them. "
    "Another arbitrator has to decide it.",
    "arbitrates": "You are this case's arbitrator, and offers are hidden from arbitrators here: who works on a case as "
    "a moderator can't rule on it any more. Another moderator has to, or you give the case up with `/case recuse`.",
    "own_request": "This is your own request. Another cashier has to answer it.",
    "opponent_request": "You have an open case with this member, so you can't answer their request. "
    "Another cashier has to do it.",
}


def stage_name(stage: str) -> str:
    """A stage with its number: `stage 2 of 4 (Negotiation)`."""
    return f"stage {STAGE_NUMBERS[stage]} of 4 ({STAGES[stage]})" if stage in STAGE_NUMBERS else STAGES[stage]


@_refusals.of(errors.NotAParty)
def not_a_party(refusal: errors.NotAParty) -> str:
    """Staff tried what only parties do."""
    return (
        f"Only the two parties of {case_name(refusal.case_id)} can do this, and you see it as staff. "
        "**My options** on the case's card shows what staff can do."
    )


@_refusals.of(errors.NotYourTurn)
def not_your_turn(refusal: errors.NotYourTurn) -> str:
    """Whose turn it is."""
    who = ROLES.get(refusal.whose, refusal.whose)
    named = who if refusal.whose_member_id is None else f"{who}, {mention(refusal.whose_member_id)},"
    return (
        f"This isn't yours to do: in {case_name(refusal.case_id)} only {named} can do this. "
        "**My options** on the case's card shows what you can do now."
    )


@_refusals.of(errors.WrongStage)
def wrong_stage(refusal: errors.WrongStage) -> str:
    """Where the case is, and where this would work."""
    if not refusal.possible:
        return (
            f"{case_name(refusal.case_id)} follows a rulebook in which it isn't possible to "
            f"{COMMANDS.get(refusal.command, refusal.command)}. **My options** on the case's card shows what you can "
            "do now."
        )
    possible = listed(stage_name(stage) for stage in refusal.possible)
    return (
        f"{case_name(refusal.case_id)} is in {stage_name(refusal.stage)}. "
        f"To {COMMANDS.get(refusal.command, refusal.command)} is only possible in {possible}. "
        "**My options** on the case's card shows what you can do now."
    )


@_refusals.of(errors.CaseEnded)
def case_ended(refusal: errors.CaseEnded) -> str:
    """How and when it ended."""
    return (
        f"{case_name(refusal.case_id)} is over: it ended as *{OUTCOMES.get(refusal.outcome, refusal.outcome)}* on "
        f"{moment(refusal.ended_at_ms)}. Nothing more can be done in it; "
        f"`/dispute status case:{case_name(refusal.case_id)}` shows how it ended."
    )


@_refusals.of(errors.TooLate)
def too_late(refusal: errors.TooLate) -> str:
    """When it was due."""
    if not refusal.case_id:
        return (
            f"Too late: {DEADLINES[refusal.what]} ran out on {moment(refusal.due_at_ms)}. `/milestone view` shows what "
            "became of it."
        )
    return (
        f"Too late: in {case_name(refusal.case_id)} the time to {COMMANDS.get(refusal.what, refusal.what)} ran out on "
        f"{moment(refusal.due_at_ms)}. The case's card shows what comes next."
    )


@_refusals.of(errors.TooEarly)
def too_early(refusal: errors.TooEarly) -> str:
    """From when it works."""
    what = COMMANDS.get(refusal.what, refusal.what)
    if refusal.from_ms is None:
        return (
            f"Not yet: in {case_name(refusal.case_id)} you can {what} only once evidence has closed, and the clock of "
            "that is held. A moderator can let it run with `/case resume`."
        )
    return f"Not yet: in {case_name(refusal.case_id)} you can {what} from {moment(refusal.from_ms)}."


@_refusals.of(errors.AlreadyDone)
def already_done(refusal: errors.AlreadyDone) -> str:
    """By whom and when."""
    by = "" if refusal.by_member_id is None or refusal.at_ms is None else f" by {mention(refusal.by_member_id)}"
    when = "" if refusal.at_ms is None else f" on {moment(refusal.at_ms)}"
    return f"{_DONE.get(refusal.what, 'This was done')}{by}{when}. Once is enough: there is nothing more to do here."


@_refusals.of(errors.TooManyExhibits)
def too_many_exhibits(refusal: errors.TooManyExhibits) -> str:
    """The limit."""
    return (
        f"You have handed in {refusal.limit} exhibits in {case_name(refusal.case_id)}, and that is the limit for each "
        "party. What you write in the case room is kept in the record, too."
    )


@_refusals.of(errors.NothingHeld)
def nothing_held(refusal: errors.NothingHeld) -> str:
    """Nothing stands still."""
    return f"No clock of {case_name(refusal.case_id)} is held: all that run are running. There is nothing to resume."


@_refusals.of(errors.ArbitratorTaken)
def arbitrator_taken(refusal: errors.ArbitratorTaken) -> str:
    """Who has it."""
    return (
        f"{mention(refusal.arbitrator_id)} is the arbitrator of {case_name(refusal.case_id)} already, and a case has "
        "only one. `/case queue` shows the cases that still need one."
    )


@_refusals.of(errors.NotTheArbitrator)
def not_the_arbitrator(refusal: errors.NotTheArbitrator) -> str:
    """Who may, or how to become it."""
    if refusal.arbitrator_id is None:
        return (
            f"Only the case's arbitrator can do this, and {case_name(refusal.case_id)} has none yet. Take it first: "
            f"`/case claim case:{case_name(refusal.case_id)}`."
        )
    return (
        f"Only the arbitrator of {case_name(refusal.case_id)}, {mention(refusal.arbitrator_id)}, can do this. "
        "`/case queue` shows the cases that still need one."
    )


@_refusals.of(errors.OfferNotOpen)
def offer_not_open(refusal: errors.OfferNotOpen) -> str:
    """What came first, and what can be answered now."""
    now = (
        "`/offer list` shows what is open now."
        if refusal.now_open is None
        else f"Open now is **offer {refusal.now_open}**: the freelancer gets "
        f"**{amount(refusal.now_freelancer_minor, refusal.currency)}**. You can answer it with `/offer accept` or "
        "`/offer decline`."
    )
    return (
        f"Offer {refusal.number} in {case_name(refusal.case_id)} is no longer open: "
        f"{OFFER_STATES.get(refusal.state, refusal.state)}, {moment(refusal.closed_at_ms)}. {now}"
    )


@_refusals.of(errors.OwnOffer)
def own_offer(refusal: errors.OwnOffer) -> str:
    """The other side answers."""
    return (
        f"Offer {refusal.number} in {case_name(refusal.case_id)} is your own, so the other side answers it. "
        "You can replace it with `/offer make`."
    )


@_refusals.of(errors.NoOpenOffer)
def no_open_offer(refusal: errors.NoOpenOffer) -> str:
    """Nothing to answer or take back."""
    return (
        f"There is no open offer in {case_name(refusal.case_id)} that you could do this with. "
        "`/offer list` shows all offers, and `/offer make` makes a new one."
    )


@_refusals.of(errors.OfferNeedsNumber)
def offer_needs_number(refusal: errors.OfferNeedsNumber) -> str:
    """Which number to name."""
    return (
        f"To accept at once in {case_name(refusal.case_id)}, name the offer: `number:{refusal.number}`. "
        "Without `confirm` you are shown the offer first and can leave the number out."
    )


@_refusals.of(errors.OfferGivesAll)
def offer_gives_all(refusal: errors.OfferGivesAll) -> str:
    """There is a command for that."""
    if refusal.side == "client":
        return (
            "This offer gives the freelancer everything, so there is nothing to dispute: `/milestone release` pays it "
            "at once. To open a case, offer less than the amount in dispute."
        )
    return (
        "This offer gives the client everything, so there is nothing to dispute: `/milestone return` gives it back at "
        "once. To open a case, ask for more than 0."
    )


@_refusals.of(errors.OfferNotBetter)
def offer_not_better(refusal: errors.OfferNotBetter) -> str:
    """What would be better."""
    direction = "more" if refusal.freelancer_answers else "less"
    return (
        f"In stage 1 of {case_name(refusal.case_id)} a new offer must be better for the respondent than the open one: "
        f"the freelancer must get {direction} than {amount(refusal.open_minor, refusal.currency)}."
    )


@_refusals.of(errors.OpeningOfferFixed)
def opening_offer_fixed(refusal: errors.OpeningOfferFixed) -> str:
    """What can be done with it."""
    return (
        f"In stage 1 of {case_name(refusal.case_id)} your offer stands until the respondent has answered: it can't be "
        "withdrawn and has no expiry. You can make a better one with `/offer make` (without `expires`), "
        "or withdraw the whole case with `/dispute withdraw`."
    )


@_refusals.of(errors.DecliningIsNoAnswer)
def declining_is_no_answer(refusal: errors.DecliningIsNoAnswer) -> str:
    """What answers."""
    return (
        f"Saying no is no answer yet. {case_name(refusal.case_id)} needs one by {moment(refusal.due_at_ms)}, or you "
        "lose the whole amount in dispute. If you don't agree, **challenge** the case and say why, or make an offer "
        "of your own."
    )


@_refusals.of(errors.ConflictOfInterest)
def conflict_of_interest(refusal: errors.ConflictOfInterest) -> str:
    """Why not you."""
    return _CONFLICTS.get(refusal.reason, "You have a part in this yourself. Another member of staff has to do it.")


@_refusals.of(errors.StaffOnly)
def staff_only(refusal: errors.StaffOnly) -> str:
    """Which role it takes."""
    only = f"Only {ROLES.get(refusal.role, refusal.role)} can do this, and you aren't one on this server."
    if refusal.role == "admin":
        return f"{only} Manage Server is a permission of Discord's own: the server's roles give it."
    return f"{only} An admin says with `/config role` which Discord roles are staff."


@_refusals.of(errors.NotSetUp)
def not_set_up(refusal: errors.NotSetUp) -> str:
    """What is missing, and who can mend it."""
    names = [f"no {kind} role" for kind in refusal.missing]
    commands = [f"`/config role kind:{kind}`" for kind in refusal.missing]
    names += [f"no {kind} channel any more" for kind in refusal.gone_channels]
    commands += [f"`/config channel kind:{kind}`" for kind in refusal.gone_channels]
    return (
        f"This server isn't ready for that: it has {listed(names, 'and')}. "
        f"Whoever has Manage Server can set it with {' and '.join(commands)}. Then try again."
    )


@_refusals.of(errors.DraftExpired)
def draft_expired(refusal: errors.DraftExpired) -> str:
    """Ask anew."""
    return (
        f"This question expired on {date(refusal.expired_at_ms)}; it can be answered for 15 minutes. "
        "Use the command or button again to get a new one."
    )


@_refusals.of(errors.DraftUsed)
def draft_used(refusal: errors.DraftUsed) -> str:
    """Once only."""
    return (
        f"You answered this question already, on {moment(refusal.at_ms)}. "
        "Use the command or button again if you want to do it once more."
    )


_refusals.plain(
    errors.QuoteStale,
    "Things changed since you were asked, so nothing was done. Use the command again to see how it is now.",
)

_refusals.plain(
    errors.Busy,
    "Too many people wanted something at the same moment, and yours didn't get its turn. Please try it again.",
)


@_refusals.of(errors.NothingToErase)
def nothing_to_erase(refusal: errors.NothingToErase) -> str:
    """Nothing is left, or there never was any."""
    return f"Nothing that {mention(refusal.member_id)} wrote is kept here, and no name: there is nothing left to erase."


REFUSALS: Final[dict[str, RefusalText]] = _refusals.texts
