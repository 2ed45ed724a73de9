"""From what happened to what others must see: events become outbox messages in the same commit (R12.2)."""

from bot.domain import case_events as happened
from bot.domain.case import Case
from bot.domain.case_core import Decision
from bot.domain.case_events import CaseEvent
from bot.domain.case_state import OfferState
from bot.domain.deadlines import FORFEITING, WHOLE_AGAIN, Deadline, DeadlineKind, HoldReason
from bot.domain.stages import Command, Outcome, Stage
from bot.domain.texts import TextRef
from bot.services.effects_base import (
    Words,
    cashier_target,
    deadline_facts,
    direct_target,
    notice_of,
    room_target,
    staff_target,
)
from bot.services.ports import CaseEntry, EffectKind, NoticeKind, OutboxMessage
from bot.services.receipts import Facts
from bot.services.staff_effects import StaffEffects

__all__ = [
    "CaseEffects",
    "Words",
    "card_effect",
    "case_effects",
    "cashier_target",
    "direct_target",
    "reminder_effects",
    "room_target",
    "staff_target",
]

QUIET_CAUSES = frozenset({"activity", "answer", "standing"})
"""Due times that move for reasons that another message tells, or nobody needs to hear."""


class CaseEffects(StaffEffects):
    """Collects the messages that one decision on a case makes."""

    _missed: happened.Forfeited | None = None
    _extended: happened.ExtendedAlone | happened.ExtendedByStaff | None = None

    def of_event(self, event: CaseEvent) -> None:
        """The messages that one event makes."""
        match event:
            case happened.CaseOpened():
                self._opened(event)
            case happened.CaseChallenged() | happened.AnswerAsked():
                self._answer(event)
            case happened.StageEntered() | happened.FeePaid():
                self._progress(event)
            case happened.OfferMade() | happened.OfferClosed():
                self._offer(event)
            case happened.ExhibitAdded() | happened.ExhibitWithdrawn() | happened.RestStated():
                self._evidence(event)
            case happened.EvidenceClosed():
                self._evidence_closed(event)
            case happened.Forfeited() | happened.CaseClosed():
                self._ended(event)
            case happened.ExtendedAlone() | happened.ExtendedByStaff():
                self._extended = event
            case happened.DeadlineMoved() | happened.DeadlineHeld():
                self._clock(event)
            case happened.PartyLeft() | happened.PartyReturned() | happened.RoomRemade():
                self._whereabouts(event)
            case _:
                self.of_staff(event)

    def _answer(self, event: happened.CaseChallenged | happened.AnswerAsked) -> None:
        if isinstance(event, happened.CaseChallenged):
            self.room(self.words("challenged", statement=event.statement), mention=(self._state.claimant_id,))
            return
        deadline = self._state.alive_deadlines(DeadlineKind.RESPONSE)[0]
        self.room(
            self.words("answer_asked", deadline_facts(deadline)),
            mention=(self._state.respondent_id,),
            buttons=(Command.ACCEPT_OFFER, Command.CHALLENGE, Command.MAKE_OFFER),
        )

    def _offer(self, event: happened.OfferMade | happened.OfferClosed) -> None:
        match event:
            case happened.OfferMade(number=number) if number > 1:
                facts: Facts = {
                    "number": number,
                    "author_id": event.author_id,
                    "freelancer_minor": event.freelancer_minor,
                    "client_minor": self._state.disputed_minor - event.freelancer_minor,
                    "expires_at_ms": event.expires_at_ms,
                }
                buttons = (Command.ACCEPT_OFFER, Command.DECLINE_OFFER, Command.MAKE_OFFER)
                other = self._state.other(event.author_id)
                # An offer that answers the case: its note was the challenge's statement, which the room has read.
                note = None if event.note == self._state.statement else event.note
                self.room(self.words("offer_made", facts, note=note), mention=(other,), buttons=buttons)
            case happened.OfferClosed(state=OfferState.DECLINED | OfferState.WITHDRAWN | OfferState.EXPIRED):
                author_id = self._state.offers[event.number - 1].author_id
                closed: Facts = {"number": event.number, "by_member_id": event.by_member_id, "author_id": author_id}
                self.room(self.words(f"offer_{event.state}", closed, reason=event.reason))
            case _:
                # The opening offer comes with the case; accepted, superseded and void ones with what ended them.
                pass

    def _evidence(self, event: happened.ExhibitAdded | happened.ExhibitWithdrawn | happened.RestStated) -> None:
        match event:
            case happened.ExhibitAdded():
                added: Facts = {
                    "exhibit": event.exhibit,
                    "author_id": event.author_id,
                    "files": len(event.files),
                    "is_late": event.is_late,
                    "is_copy": event.is_copy,
                }
                self.room(self.words("exhibit_added", added, description=event.description, link=event.link))
            case happened.ExhibitWithdrawn():
                self.room(self.words("exhibit_withdrawn", {"exhibit": event.exhibit}))
            case happened.RestStated():
                self.room(self.words("rest_stated", {"member_id": event.member_id}))

    def _opened(self, event: happened.CaseOpened) -> None:
        if self._state.rulebook.procedure.starts_in_arbitration:
            self._opened_in_arbitration(event)
            return
        deadline = self._state.alive_deadlines(DeadlineKind.RESPONSE)[0]
        facts: Facts = {**deadline_facts(deadline), "freelancer_minor": self._state.offers[0].freelancer_minor}
        notice = notice_of(NoticeKind.OPENING, deadline)
        words = self.words("case_opened", facts, category=event.category, reason=event.reason)
        self.effect(EffectKind.ROOM_OPEN)
        self.room(words, mention=self._state.parties, notice=notice)
        self.direct(self._state.respondent_id, words, notice=notice)
        self.staff(self.words("staff_case_opened", facts))

    def _opened_in_arbitration(self, event: happened.CaseOpened) -> None:
        """Straight to arbitration (R6.4): what was charged, until when evidence is sure, when the ruling is due."""
        closing = self._state.alive_deadlines(DeadlineKind.CLOSING)
        ruling = self._state.alive_deadlines(DeadlineKind.RULING)
        facts: Facts = {
            "charged_minor": self._state.charged_minor,
            "freelancer_minor": self._state.offers[0].freelancer_minor,
            "due_at_ms": closing[0].due_at_ms if closing else None,
            "ruling_due_at_ms": ruling[0].due_at_ms if ruling else None,
        }
        words = self.words("arbitration_opened", facts, category=event.category, reason=event.reason)
        self.effect(EffectKind.ROOM_OPEN)
        self.room(words, mention=self._state.parties, buttons=(Command.ACCEPT_OFFER, Command.ADD_EXHIBIT))
        self.direct(self._state.respondent_id, words)
        self.staff(self.words("staff_arbitration_began", facts))

    def _progress(self, event: happened.StageEntered | happened.FeePaid) -> None:
        if isinstance(event, happened.FeePaid):
            self._fee_paid(event)
        elif event.stage == Stage.ARBITRATION and not self._state.rulebook.procedure.starts_in_arbitration:
            closing = self._state.alive_deadlines(DeadlineKind.CLOSING)
            facts: Facts = {"due_at_ms": closing[0].due_at_ms if closing else None, "escalated": event.escalated}
            self.room(self.words("arbitration_began", facts), mention=self._state.parties)
            self.directs(self.words("arbitration_began", facts))
            self.staff(self.words("staff_arbitration_began", facts))
        elif event.stage == Stage.NEGOTIATION:
            self.directs(self.words("negotiation_began"))

    def _fee_paid(self, event: happened.FeePaid) -> None:
        paid: Facts = {"member_id": event.member_id, "amount_minor": event.amount_minor}
        due = self._state.alive_deadlines(DeadlineKind.FEE)
        if not due:
            self.room(self.words("fee_paid", paid))
            return
        words = self.words("fee_due", {**paid, **deadline_facts(due[0])})
        notice = notice_of(NoticeKind.OPENING, due[0])
        other = self._state.other(event.member_id)
        self.room(words, mention=(other,), notice=notice, buttons=(Command.PAY_FEE, Command.ACCEPT_OFFER))
        self.direct(other, words, notice=notice)

    def _evidence_closed(self, event: happened.EvidenceClosed) -> None:
        (ruling,) = self._state.alive_deadlines(DeadlineKind.RULING)
        stays_open = self._state.rulebook.procedure.open_until_ruling
        facts: Facts = {
            "both_rested": event.both_rested,
            "due_at_ms": ruling.due_at_ms,
            "stays_open": stays_open,
        }
        self.effect(EffectKind.ROOM_ACCESS)
        self.room(self.words("evidence_closed", facts))
        self.staff(self.words("staff_ruling_needed", {**facts, "arbitrator_id": self._state.arbitrator_id}))

    def _ended(self, event: happened.Forfeited | happened.CaseClosed) -> None:
        if isinstance(event, happened.Forfeited):
            self._missed = event
            return
        facts: Facts = {
            "outcome": event.outcome,
            "freelancer_minor": sum(payout.freelancer_minor for payout in event.payouts),
            "client_minor": sum(payout.client_minor for payout in event.payouts),
            "loser_id": self._state.loser_id,
        }
        for end in event.deposits:
            role = "claimant" if end.member_id == self._state.claimant_id else "respondent"
            facts[f"{role}_fee_returned_minor"] = end.returned_minor
            facts[f"{role}_fee_earned_minor"] = end.earned_minor
        if self._missed is not None:
            facts |= {"deadline_kind": self._missed.deadline_kind, "due_at_ms": self._missed.due_at_ms}
        ruling = self._state.ruling
        if ruling is not None:
            facts["never_reached"] = list(ruling.never_reached)
        accepted = [offer for offer in self._state.offers if offer.state is OfferState.ACCEPTED]
        if accepted:
            facts["number"] = accepted[-1].number
        words = self.words(f"ended_{event.outcome}", facts, findings=None if ruling is None else ruling.findings)
        self.room(words, mention=self._state.parties)
        for party_id in self._state.parties:
            self.direct(party_id, words)

    def _clock(self, event: happened.DeadlineMoved | happened.DeadlineHeld) -> None:
        deadline = self._state.deadlines[event.deadline_id]
        facts = deadline_facts(deadline)
        if isinstance(event, happened.DeadlineHeld):
            if event.reason not in WHOLE_AGAIN:
                # The hold, the time-out, the question or the deposit that stops it is told by its own event.
                return
            facts["reason"] = event.reason
            words = self.words("clock_held", facts)
            # Who reads this has been reached: then the clock runs again by itself (R9.4).
            notice = notice_of(NoticeKind.OPENING, deadline)
            self.room(words, mention=() if deadline.party_id is None else (deadline.party_id,), notice=notice)
            self.staff(self.words("staff_clock_held", facts))
            for party_id in self._state.parties:
                self.direct(party_id, words, notice=notice if party_id == deadline.party_id else None)
            return
        if event.cause in QUIET_CAUSES:
            return
        facts |= {"cause": event.cause, "is_whole": event.starts_at_ms is not None}
        mention = () if deadline.party_id is None else (deadline.party_id,)
        reason: TextRef | None = None
        if self._extended is not None:
            # Both read who took or gave the time, and why.
            facts |= {"by_member_id": self._actor_id, "seconds": self._extended.seconds}
            reason, mention = self._extended.reason, self._state.parties
        notice = notice_of(NoticeKind.OPENING, deadline) if event.cause == "resumed" else None
        words = self.words("clock_moved", facts, reason=reason)
        self.room(words, mention=mention, notice=notice)
        if notice is not None and deadline.party_id is not None:
            # By direct message this is all that they hear of a moderator's resuming.
            facts["moderator_id"] = None if self._resumed is None else self._actor_id
            self.direct(deadline.party_id, self.words("clock_moved", facts, reason=reason), notice=notice)

    def _whereabouts(self, event: happened.PartyLeft | happened.PartyReturned | happened.RoomRemade) -> None:
        if isinstance(event, happened.RoomRemade):
            self.effect(EffectKind.ROOM_OPEN)
            self.room(self.words("room_remade", {"deleted_by_id": event.deleted_by_id}))
            return
        facts: Facts = {"member_id": event.member_id}
        if isinstance(event, happened.PartyLeft):
            self.room(self.words("party_left", facts), mention=(self._state.other(event.member_id),))
            self.staff(self.words("staff_party_left", facts))
            return
        self.effect(EffectKind.ROOM_ACCESS)
        waiting = [d for d in self._state.alive_deadlines(*FORFEITING) if d.party_id == event.member_id]
        # A clock that stands has no due time to tell: whoever reads this has been reached, and then it runs again.
        standing = next((deadline for deadline in waiting if not deadline.is_running), None)
        notice = None if standing is None else notice_of(NoticeKind.OPENING, standing)
        mention = () if standing is None else (event.member_id,)
        # Coming back sets no clock going that a ban or kick has stopped (R9.9): a moderator must know of it.
        facts["stands"] = self._state.restricted.get(event.member_id) in (HoldReason.KICKED, HoldReason.BANNED)
        self.room(self.words("party_returned", facts), mention=mention, notice=notice)
        if facts["stands"]:
            self.staff(self.words("staff_party_returned", facts))
        for deadline in waiting:
            if deadline.is_running:
                words = self.words("clock_moved", {**deadline_facts(deadline), "cause": "returned"})
                self.room(words, mention=(event.member_id,), notice=notice_of(NoticeKind.OPENING, deadline))

    def split(self) -> list[OutboxMessage]:
        """A small balance was split at once: no room, both are told (R6.2 [G])."""
        payouts = self._state.payouts
        facts: Facts = {
            "freelancer_minor": sum(payout.freelancer_minor for payout in payouts),
            "client_minor": sum(payout.client_minor for payout in payouts),
        }
        words = self.words("ended_split", facts, category=self._state.category, reason=self._state.reason)
        for party_id in self._state.parties:
            self.direct(party_id, words)
        self.case_file()
        return self.messages

    def held(self, deadline: Deadline, at_ms: int) -> None:
        """Tell the room once more of a clock that stands (R9.4)."""
        self._key = f"held:{self._state.guild_id}:{self._state.case_id}:{deadline.deadline_id}:{at_ms}"
        words = self.words("clock_held", {**deadline_facts(deadline), "reason": deadline.hold_reason})
        mention = () if deadline.party_id is None else (deadline.party_id,)
        self.room(words, mention=mention, notice=notice_of(NoticeKind.OPENING, deadline))

    def reminder(self, deadline: Deadline, at_ms: int) -> None:
        """Remind the party who must act (R9.3): in the room with a mention, and by direct message; of a ruling, staff
        and the arbitrator (R10.4)."""
        self._key = f"reminder:{self._state.guild_id}:{self._state.case_id}:{deadline.deadline_id}:{at_ms}"
        if deadline.kind is DeadlineKind.RULING:
            self.ruling_reminder(deadline)
        if deadline.party_id is None:
            return
        words = self.words("reminder", deadline_facts(deadline))
        notice = notice_of(NoticeKind.REMINDER, deadline)
        self.room(words, mention=(deadline.party_id,), notice=notice)
        self.direct(deadline.party_id, words, notice=notice)


def case_effects(case: Case, decision: Decision, *, actor_is_away: bool = False) -> list[OutboxMessage]:
    """The messages that a decision on a case makes, in order; the card is brought up to date last.

    Who acted reads a receipt and gets no direct message, unless `actor_is_away`: it was done later, in their name.
    """
    effects = CaseEffects(case, None if actor_is_away else decision.actor_id)
    if case.state.outcome is Outcome.SPLIT:
        return effects.split()
    for event in decision.events:
        effects.of_event(event)
    effects.resumed_directs()
    effects.effect(EffectKind.CARD)
    if isinstance(decision.events[-1], happened.CaseClosed):
        # The card first: nothing can be edited in a thread once it is archived.
        effects.effect(EffectKind.ROOM_ACCESS)
        # Last, because it takes longest: nobody waits for it to see the case's end, and the room doesn't go before it.
        effects.case_file()
    return effects.messages


def held_effects(case: Case, deadline: Deadline, at_ms: int) -> list[OutboxMessage]:
    """Say in the room that a clock stands, once it can be posted to again: who reads it has been reached (R9.4)."""
    effects = CaseEffects(case, None)
    effects.held(deadline, at_ms)
    return effects.messages


def reminder_effects(case: Case, deadline: Deadline, at_ms: int) -> list[OutboxMessage]:
    """The messages of one reminder."""
    effects = CaseEffects(case, None)
    effects.reminder(deadline, at_ms)
    return effects.messages


def room_effect(case: Case | CaseEntry, kind: EffectKind, why: str) -> OutboxMessage:
    """Something to do in the room for a reason that is no event of the case; `why` is unique."""
    known = case.state if isinstance(case, Case) else case
    return OutboxMessage(
        known.guild_id,
        room_target(known.guild_id, known.case_id),
        kind,
        f"{kind.value}:{known.guild_id}:{known.case_id}:{why}",
        {"case_id": known.case_id},
    )


def card_effect(case: Case | CaseEntry, why: str) -> OutboxMessage:
    """Bring the card up to date for a reason that is no event of the case; `why` is unique."""
    return room_effect(case, EffectKind.CARD, why)
