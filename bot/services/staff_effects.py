"""Messages about what staff do around a case (R10): its arbitrator, late rulings, the room's guests."""

from bot.domain import case_events as happened
from bot.domain.case_events import CaseEvent
from bot.domain.deadlines import Deadline, DeadlineKind
from bot.services.agreement_effects import AgreementEffects
from bot.services.effects_base import deadline_facts
from bot.services.ports import EffectKind
from bot.services.receipts import Facts


class StaffEffects(AgreementEffects):
    """What the parties and staff hear of it."""

    def of_staff(self, event: CaseEvent) -> None:
        """The messages that one such event makes."""
        match event:
            case happened.CaseEscalated():
                reached: Facts = {"moderator_id": event.moderator_id, "never_reached": list(event.never_reached)}
                self.room(self.words("escalated", reached, reason=event.reason), mention=self._state.parties)
                self.staff(self.words("staff_escalated", reached, reason=event.reason))
            case happened.ArbitratorClaimed():
                self._arbitrator_comes(event.arbitrator_id, None)
            case happened.ArbitratorAssigned():
                self._arbitrator_comes(event.arbitrator_id, event.former_id)
                facts: Facts = {"arbitrator_id": event.arbitrator_id, "moderator_id": event.moderator_id}
                words = self.words("staff_case_assigned", {**facts, "former_id": event.former_id})
                self.staff(words)
                self.direct(event.arbitrator_id, words)
                if event.former_id is not None:
                    self.direct(event.former_id, words)
            case happened.ArbitratorRecused():
                self.close_to(event.arbitrator_id)
                self.room(self.words("arbitrator_recused", {"arbitrator_id": event.arbitrator_id}))
                facts = {"arbitrator_id": event.arbitrator_id}
                self.staff(self.words("staff_arbitrator_recused", facts, reason=event.reason))
            case happened.ArbitratorLost():
                self.close_to(event.arbitrator_id)
                facts = {"arbitrator_id": event.arbitrator_id}
                self.room(self.words("arbitrator_recused", facts))
                self.staff(self.words("staff_arbitrator_lost", facts))
            case happened.RulingLate():
                self._ruling_late(event)
            case happened.GuestRemoved():
                self.close_to(event.member_id)
                self.room(self.words("guest_removed", {"member_id": event.member_id}, reason=event.reason))
            case happened.RoomClosed():
                self.effect(EffectKind.ROOM_REMOVE)
            case _:
                self.of_agreement(event)

    def _arbitrator_comes(self, arbitrator_id: int, former_id: int | None) -> None:
        if former_id is None:
            self.effect(EffectKind.ROOM_ACCESS)
        else:
            self.close_to(former_id)
        self.room(self.words("arbitrator_claimed", {"arbitrator_id": arbitrator_id}))

    def _ruling_late(self, event: happened.RulingLate) -> None:
        due = self._state.alive_deadlines(DeadlineKind.RULING)
        facts: Facts = {"former_id": event.former_id, "late_since_ms": event.due_at_ms}
        facts["due_at_ms"] = due[0].due_at_ms if due else None
        self.room(self.words("ruling_late", facts), mention=self._state.parties)
        self.staff(self.words("staff_ruling_late", facts))
        if event.former_id is not None:
            self.close_to(event.former_id)
            self.direct(event.former_id, self.words("place_freed", facts))

    def ruling_reminder(self, deadline: Deadline) -> None:
        """Remind staff, and the arbitrator where there is one, of a ruling that is due (R10.4)."""
        arbitrator_id = self._state.arbitrator_id
        words = self.words("staff_ruling_reminder", {**deadline_facts(deadline), "arbitrator_id": arbitrator_id})
        self.staff(words)
        if arbitrator_id is not None:
            self.direct(arbitrator_id, words)
