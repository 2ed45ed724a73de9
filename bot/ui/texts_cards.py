"""The sentences of the case card: what is the matter, who can do what, and by when."""

from collections.abc import Iterable
from typing import Final

from bot.domain.actors import Actor
from bot.domain.case import Case
from bot.domain.case_events import Lock
from bot.domain.case_state import CaseState, Deposit, DepositState, Exhibit, Offer
from bot.domain.deadlines import DeadlineState
from bot.domain.ids import case_name, milestone_name
from bot.domain.options import possible
from bot.domain.stages import Command, Outcome, Stage
from bot.services.views import CaseView
from bot.ui.format import amount, file_size, inline, listed, mention, moment, people, plural, safe_link, said
from bot.ui.texts_agreements import away, clocks_of
from bot.ui.texts_headings import DETAILS_HINT, NO_EVIDENCE, NOTHING_NOW, OFFERS_HIDDEN
from bot.ui.texts_labels import (
    COPIED,
    DEADLINES,
    ERASED,
    FORFEITED,
    OFFER_STATES,
    OUTCOMES,
    REFUNDS,
    STAGE_NUMBERS,
    STAGES,
)

_TITLES_SHOWN: Final = 3
_FILES_SHOWN: Final = 3

_DOING: Final[dict[Command, str]] = {
    Command.ACCEPT_OFFER: "{answer} offer {number}",
    Command.CHALLENGE: "challenge the case",
    Command.MAKE_OFFER: "make an offer",
    Command.PAY_FEE: "pay the arbitration fee",
    Command.ADD_EXHIBIT: "add evidence",
    Command.REST: "say there is nothing to add",
    Command.WITHDRAW_OFFER: "withdraw their own offer",
    Command.ANSWER_EXTENSION: "agree to more time or refuse it",
    Command.ANSWER_WITHDRAWAL: "agree to the withdrawal or refuse it",
    Command.ANSWER_QUESTION: "answer the arbitrator's question",
    Command.EXTEND: "ask for more time",
    Command.WITHDRAW_CASE: "withdraw the case",
    Command.GIVE_IN: "give in",
}
"""What parties do, as it stands in a line; in the order of the line."""

_ASKING_TO_WITHDRAW: Final = "ask to withdraw the case"


def headline(state: CaseState) -> str:
    """The first line: the stage of an open case, the outcome of an ended one."""
    if state.outcome is not None:
        return f"## {case_name(state.case_id)} · {OUTCOMES[state.outcome.value]}"
    if state.rulebook.procedure.starts_in_arbitration:
        return f"## {case_name(state.case_id)} · {STAGES[state.stage.value]}"
    return f"## {case_name(state.case_id)} · Stage {STAGE_NUMBERS[state.stage.value]} of 4: {STAGES[state.stage.value]}"


def side(state: CaseState, member_id: int) -> str:
    """Whether a party is client or freelancer."""
    return "client" if member_id == state.client_id else "freelancer"


def party(state: CaseState, member_id: int) -> str:
    """A party with their side."""
    return f"{mention(member_id)} ({side(state, member_id)})"


def parties_line(state: CaseState) -> str:
    """Who against whom."""
    return f"{party(state, state.claimant_id)} against {party(state, state.respondent_id)}"


def disputed_line(view: CaseView) -> str:
    """How much, of which milestones."""
    state = view.state
    names = [_locked(view, lock) for lock in state.locks[:_TITLES_SHOWN]]
    more = len(state.locks) - len(names)
    where = ", ".join(names) + (f" and {more} more" if more else "")
    return f"**{amount(state.disputed_minor, state.currency)}** in dispute, of {where}"


def _locked(view: CaseView, lock: Lock) -> str:
    """A milestone of the case, with what is locked of it where there are several."""
    state = view.state
    title = view.titles.get(lock.milestone_id)
    name = milestone_name(lock.milestone_id) + ("" if title is None else f" {inline(title)}")
    return name if len(state.locks) == 1 else f"{name} ({amount(lock.amount_minor, state.currency)})"


def shares_line(state: CaseState, freelancer_minor: int) -> str:
    """Who gets what of the disputed amount."""
    client_minor = state.disputed_minor - freelancer_minor
    return (
        f"the freelancer gets **{amount(freelancer_minor, state.currency)}**, "
        f"the client **{amount(client_minor, state.currency)}**"
    )


def offer_line(view: CaseView, offer: Offer, note_length: int = 320) -> str:
    """An offer, with its note and expiry."""
    state = view.state
    until = f"\nStands until {moment(offer.expires_at_ms)}." if offer.expires_at_ms is not None else ""
    note = ""
    if offer.note is not None and note_length:
        note = "\n" + said(view.texts.get(offer.note.text_id), note_length, hint=DETAILS_HINT, most_lines=6)
    return (
        f"**Offer {offer.number}** by {party(state, offer.author_id)}: "
        f"{shares_line(state, offer.freelancer_minor)}.{note}{until}"
    )


def no_offers_line(view: CaseView) -> str:
    """There are none, or no longer, or not for this viewer."""
    state = view.state
    if view.offers_hidden:
        return OFFERS_HIDDEN
    if state.stage is not Stage.ARBITRATION:
        return "No offer is open."
    if state.rulebook.procedure.open_until_ruling:
        return "No offer is open. You can still settle until the ruling."
    return "There are no more offers."


def fee_lines(case: Case) -> str:
    """What arbitration costs, and who has paid."""
    state = case.state
    fee = amount(case.fee_minor, state.currency)
    if state.rulebook.procedure.fee_from_funds:
        return charged_line(state)
    if state.escalated:
        return "Waived: a moderator sent the case to arbitration."
    if not state.deposits:
        return f"{fee} for each side. Nobody has paid."
    paid = [f"{mention(deposit.member_id)} paid on {moment(deposit.paid_at_ms)}" for deposit in state.deposits.values()]
    missing = [member_id for member_id in state.parties if member_id not in state.deposits]
    rest = f"; {people(missing)} has not" if missing else ""
    return f"{fee} for each side. {'; '.join(paid)}{rest}."


def charged_line(state: CaseState) -> str:
    """What arbitration took from the funds at opening (R6.3)."""
    if not state.charged_minor:
        return "None, because the balance was small."
    return f"{amount(state.charged_minor, state.currency)} were taken from the funds at opening. They never come back."


def evidence_line(state: CaseState) -> str:
    """Which exhibits there are, and until when."""
    sides: list[str] = []
    for member_id, letter in ((state.claimant_id, "C"), (state.respondent_id, "R")):
        own = [exhibit for exhibit in state.exhibits if exhibit.author_id == member_id]
        if own:
            names = f"{letter}-1" if len(own) == 1 else f"{letter}-1 to {letter}-{len(own)}"
            withdrawn = sum(1 for exhibit in own if exhibit.withdrawn_at_ms is not None)
            late = sum(1 for exhibit in own if exhibit.is_late)
            marks = [f"{withdrawn} withdrawn"] * bool(withdrawn) + [f"{late} late"] * bool(late)
            marked = f" ({', '.join(marks)})" if marks else ""
            sides.append(f"{names}{marked}")
    files = sum(len(exhibit.files) for exhibit in state.exhibits)
    kept = f" {plural(files, 'file')}, kept with {'its hash' if files == 1 else 'their hashes'}." if files else ""
    over = "The sure time for it ended" if state.rulebook.procedure.open_until_ruling else "Evidence closed"
    closed = f" {over} on {moment(state.evidence_closed_at_ms)}." if state.evidence_closed_at_ms else ""
    rested = f" {people(sorted(state.rested))}: nothing to add." if state.rested and not closed else ""
    count = f"{plural(len(state.exhibits), 'exhibit')}: {', '.join(sides)}." if sides else NO_EVIDENCE
    return f"{count}{kept}{rested}{closed}"


def exhibit_text(view: CaseView, exhibit: Exhibit, limit: int, *, hint: str = "", most_lines: int = 30) -> str:
    """An exhibit with its words."""
    state = view.state
    gone = f" · withdrawn on {moment(exhibit.withdrawn_at_ms)}" if exhibit.withdrawn_at_ms is not None else ""
    words = said(view.texts.get(exhibit.description.text_id), limit, hint=hint, most_lines=most_lines)
    late = " · **late**" if exhibit.is_late else ""
    copied = f" · {COPIED}" if exhibit.is_copy else ""
    head = f"**{exhibit.name}** by {party(state, exhibit.author_id)}, {moment(exhibit.added_at_ms)}{late}{gone}{copied}"
    if exhibit.link is None:
        return f"{head}\n{words}"
    url = view.texts.get(exhibit.link.text_id)
    return f"{head}\n{words}\nLink, not preserved: {ERASED if url is None else safe_link(url)}"


def files_line(view: CaseView, exhibit: Exhibit) -> str:
    """The first of an exhibit's files in a line, with how many more there are; empty without any."""
    if not exhibit.files:
        return ""
    known = [view.files.get(ref.text_id) for ref in exhibit.files[:_FILES_SHOWN]]
    names = [ERASED if file is None else f"{inline(file.name, 50)} ({file_size(file.size_bytes)})" for file in known]
    more = len(exhibit.files) - len(names)
    return f"Files: {', '.join(names)}{f' and {more} more' if more else ''}"


def file_lines(view: CaseView, exhibit: Exhibit) -> str:
    """All files of an exhibit with type, size and hash; empty without any."""
    lines: list[str] = []
    for ref in exhibit.files:
        file = view.files.get(ref.text_id)
        if file is None:
            lines.append(f"- {ERASED}")
            continue
        about = f"{inline(file.name, 60)} · {inline(file.media_type, 42)[1:-1]} · {file_size(file.size_bytes)}"
        lines.append(f"- {about}\n-# SHA-256 `{file.sha256}`")
    return "\n".join(lines)


def doing(case: Case, member_id: int, commands: Iterable[Command]) -> str:
    """What a party can do, in a line."""
    asked = set(commands)
    theirs = case.state.open_offer_of(case.state.other(member_id))
    words = [text for command, text in _DOING.items() if command in asked]
    if case.withdrawal_needs_consent(member_id):
        words = [_ASKING_TO_WITHDRAW if text == _DOING[Command.WITHDRAW_CASE] else text for text in words]
    number = "" if theirs is None else str(theirs.number)
    answer = "accept or decline" if Command.DECLINE_OFFER in asked else "accept"
    return listed(word.format(answer=answer, number=number) for word in words) if words else NOTHING_NOW


def turns(view: CaseView) -> str:
    """Who can do what now."""
    state = view.state
    lines: list[str] = []
    for member_id in state.parties:
        options = possible(view.case, Actor(state.guild_id, member_id), at_ms=view.at_ms)
        lines.append(f"{mention(member_id)}{away(state, member_id)}: {doing(view.case, member_id, options)}")
    if state.stage is Stage.ARBITRATION:
        lines.append(arbitrator_line(state))
    return "\n".join(lines)


def arbitrator_line(state: CaseState) -> str:
    """Who decides, and whether they can."""
    if state.arbitrator_id is None:
        return "An arbitrator must still take the case."
    sure = "the sure time for evidence is over" if state.rulebook.procedure.open_until_ruling else "evidence has closed"
    when = f", once {sure}" if state.evidence_closed_at_ms is None else ""
    return f"{mention(state.arbitrator_id)} (arbitrator): rule{when}"


def _deposit_line(state: CaseState, deposit: Deposit) -> str:
    if deposit.state is DepositState.HELD:
        return f"{mention(deposit.member_id)}: {amount(deposit.amount_minor, state.currency)} in deposit"
    back, kept = amount(deposit.returned_minor, state.currency), amount(deposit.earned_minor, state.currency)
    if not deposit.earned_minor:
        return f"{mention(deposit.member_id)}: {back} returned"
    return f"{mention(deposit.member_id)}: {kept} to the server" + (
        f", {back} returned" if deposit.returned_minor else ""
    )


def ending(view: CaseView) -> str:
    """How an ended case ended, and what moved."""
    state = view.state
    loser = None if state.loser_id is None else party(state, state.loser_id)
    match state.outcome:
        case Outcome.SETTLED:
            accepted = next((offer for offer in reversed(state.offers) if offer.closed_by_id is not None), None)
            how = "Both agreed." if accepted is None else f"Both agreed on offer {accepted.number}."
        case Outcome.WITHDRAWN:
            how = f"{mention(state.claimant_id)} took the case back. The milestone is as it was before."
        case Outcome.FORFEITED:
            how = f"{loser} {_missed(state)}."
        case Outcome.CONCEDED:
            how = f"{loser} gave in."
        case Outcome.DORMANT:
            how = "Nobody did anything any more. The milestone is as it was before."
        case Outcome.SPLIT:
            how = "A balance as small as this is split evenly at once, without a fee and without arbitration."
        case _:
            how = f"{mention(state.ruling.arbitrator_id)} decided as arbitrator." if state.ruling is not None else ""
    when = "" if state.ended_at_ms is None else f"\nEnded on {moment(state.ended_at_ms)}."
    if not state.payouts:
        return f"{how}{when}"
    freelancer_minor = sum(payout.freelancer_minor for payout in state.payouts)
    return f"{how} Of {amount(state.disputed_minor, state.currency)}, {shares_line(state, freelancer_minor)}.{when}"


def _missed(state: CaseState) -> str:
    """What the loser let pass, and when."""
    fired = [
        item
        for item in state.deadlines.values()
        if item.state is DeadlineState.FIRED and item.kind.value in FORFEITED and item.party_id == state.loser_id
    ]
    return f"did not {FORFEITED[fired[-1].kind.value]} by {moment(fired[-1].due_at_ms)}" if fired else "was too late"


def deposits_ended(state: CaseState) -> str:
    """What became of the arbitration fees."""
    if state.rulebook.procedure.fee_from_funds:
        return charged_line(state)
    return "\n".join(_deposit_line(state, deposit) for deposit in state.deposits.values())


def never_reached_line(state: CaseState) -> str:
    """Who never got a notice, if anybody."""
    if not state.never_reached:
        return ""
    return f"⚠️ No notice of this case ever reached {people(state.never_reached)}."


def whose_turn(view: CaseView) -> str:
    """Why the viewer can't do anything, and who can."""
    state = view.state
    if not state.is_open:
        return f"{case_name(state.case_id)} is over, so there is nothing left to do in it."
    return f"You can't do anything in {case_name(state.case_id)} right now. Who can:\n{turns(view)}"


def options_title(view: CaseView) -> str:
    """Above what the viewer can do."""
    role = "" if view.viewer_role is None else f" as {view.viewer_role.value}"
    return f"## Your options in {case_name(view.state.case_id)}{role}"


def list_line(view: CaseView, *, staff: bool = False) -> str:
    """A case in a list: number, standing, parties, amount, what is due; for staff, who decides it."""
    state = view.state
    standing = OUTCOMES[state.outcome.value] if state.outcome is not None else STAGES[state.stage.value]
    clocks = clocks_of(state)
    due = ""
    if clocks:
        first = clocks[0]
        whose = "" if first.party_id is None else f" of {mention(first.party_id)}"
        due = f"\n⏳ {DEADLINES[first.kind.value]}{whose}: {moment(first.due_at_ms)}"
        if not first.is_running:
            due = f"\n⏸ {DEADLINES[first.kind.value]}{whose} stands"
    decider = f"\n{arbitrator_line(state)}" if staff and state.stage is Stage.ARBITRATION else ""
    title = next(iter(view.titles.values()), "")
    about = f" · {inline(title, 50)}" if title else ""
    return (
        f"**{case_name(state.case_id)}** · {standing} · {amount(state.disputed_minor, state.currency)}{about}\n"
        f"{parties_line(state)}{decider}{due}"
    )


def offer_history_line(view: CaseView, offer: Offer) -> str:
    """An offer with what became of it."""
    closed = "" if offer.closed_at_ms is None else f" on {moment(offer.closed_at_ms)}"
    by = "" if offer.closed_by_id is None else f" by {mention(offer.closed_by_id)}"
    became = f"{OFFER_STATES[offer.state.value]}{by}{closed}"
    return f"{offer_line(view, offer)}\n-# Made on {moment(offer.made_at_ms)}; {became}"


def exhibit_hint(exhibit: Exhibit) -> str:
    """Where the whole of an exhibit is."""
    return f"Cut here: `/evidence show exhibit:{exhibit.name}`"


def arbitration_rules_text(*, fee_rule: str, evidence: str, ruling: str, small_balance: str) -> str:
    """The rulebook of a case that began in arbitration, in short."""
    return (
        f"- All of the project's money is in the case; {small_balance} or less is split evenly at once.\n"
        f"- The arbitration fee {fee_rule} is taken from the funds and never comes back.\n"
        f"- Evidence within {evidence} of opening is sure to be considered; later evidence is marked as late.\n"
        f"- The arbitrator has {ruling} from opening to rule. Until then the parties can settle or give in."
    )


def answer_title(number: int, member_id: int) -> str:
    """Above a party's answer to a question of the arbitrator."""
    return f"Answer of {mention(member_id)} to question {number}"


def rules_text(*, answer: str, fee: str, fee_rule: str, refund: str, closing: str, ruling: str) -> str:
    """The rulebook that the case was opened under, in short."""
    return (
        f"- The respondent has {answer} to answer, or loses the amount in dispute.\n"
        f"- Arbitration fee {fee_rule}: once one side has paid, the other has {fee} to pay, or loses the amount.\n"
        f"- After a ruling, {REFUNDS[refund]}.\n"
        f"- Last evidence in arbitration: {closing}. The arbitrator then has {ruling} to rule."
    )
