"""Messages about time, questions and agreements (R9.7 to R9.9, R10.2, R5.4, R5.6)."""

from bot.domain import case_events as happened
from bot.domain.case_events import CaseEvent
from bot.domain.deadlines import DeadlineKind
from bot.domain.stages import Command
from bot.services.effects_base import EffectCollector, Words, deadline_facts
from bot.services.ports import EffectKind
from bot.services.receipts import Facts


class AgreementEffects(EffectCollector):
    """What the parties and staff arrange about a case's clocks, and what the arbitrator asks."""

    _resumed: Words | None = None

    def of_agreement(self, event: CaseEvent) -> None:
        """The messages that one such event makes."""
        match event:
            case happened.ExtensionAsked() | happened.ExtensionAnswered():
                self._extension(event)
            case happened.WithdrawalAsked() | happened.WithdrawalRefused():
                self._withdrawal(event)
            case happened.CaseHeld() | happened.CaseResumed():
                self._hold(event)
            case happened.PartyRestricted() | happened.PartyFreed():
                self._restriction(event)
            case happened.QuestionAsked() | happened.QuestionAnswered():
                self._question(event)
            case happened.DepositAwaited() | happened.IdleReminded() | happened.DeadlineArmed():
                self._waiting(event)
            case _:
                # The others show on the card, or are told by the event that they come with.
                pass

    def _extension(self, event: happened.ExtensionAsked | happened.ExtensionAnswered) -> None:
        other = self._state.other(event.member_id)
        if isinstance(event, happened.ExtensionAsked):
            asked = self._state.extension
            facts: Facts = {"member_id": event.member_id, "seconds": event.seconds}
            facts["number"] = None if asked is None else asked.number
            words = self.words("extension_asked", facts, reason=event.reason)
            self.room(words, mention=(other,), buttons=(Command.ANSWER_EXTENSION,))
            self.direct(other, words)
        elif not event.agreed:
            self.room(self.words("extension_refused", {"member_id": event.member_id}), mention=(other,))

    def _withdrawal(self, event: happened.WithdrawalAsked | happened.WithdrawalRefused) -> None:
        if isinstance(event, happened.WithdrawalAsked):
            words = self.words("withdrawal_asked", {}, reason=event.reason)
            other = self._state.respondent_id
            self.room(words, mention=(other,), buttons=(Command.ANSWER_WITHDRAWAL,))
            self.direct(other, words)
            return
        self.room(self.words("withdrawal_refused", {"member_id": event.member_id}), mention=(self._state.claimant_id,))

    def _hold(self, event: happened.CaseHeld | happened.CaseResumed) -> None:
        facts: Facts = {"moderator_id": event.moderator_id}
        if isinstance(event, happened.CaseHeld):
            words = self.words("case_held", facts, reason=event.reason)
            self.directs(words)
        else:
            words = self._resumed = self.words("case_resumed", facts)
        self.room(words, mention=self._state.parties)

    def resumed_directs(self) -> None:
        """Tell each party of a moderator's resuming once: whose own clock runs again has heard of that by now."""
        if self._resumed is None:
            return
        told = {
            message.payload["member_id"]
            for message in self.messages
            if message.kind is EffectKind.DIRECT and message.payload["text"] == "clock_moved"
        }
        for party_id in self._state.parties:
            if party_id not in told:
                self.direct(party_id, self._resumed)

    def _restriction(self, event: happened.PartyRestricted | happened.PartyFreed) -> None:
        facts: Facts = {"member_id": event.member_id}
        if isinstance(event, happened.PartyRestricted):
            facts |= {"how": event.how, "by_member_id": event.by_member_id}
            self.room(self.words("party_restricted", facts), mention=(self._state.other(event.member_id),))
            self.staff(self.words("staff_party_restricted", facts))
            return
        self.room(self.words("party_freed", facts), mention=self._state.parties)

    def _question(self, event: happened.QuestionAsked | happened.QuestionAnswered) -> None:
        if isinstance(event, happened.QuestionAsked):
            open_questions = self._state.alive_deadlines(DeadlineKind.QUESTION)
            due = [item.due_at_ms for item in open_questions if item.subject == event.number]
            facts: Facts = {"number": event.number, "party_ids": list(event.party_ids), "due_at_ms": max(due)}
            words = self.words("question_asked", facts, question=event.question)
            self.room(words, mention=event.party_ids, buttons=(Command.ANSWER_QUESTION,))
            for party_id in event.party_ids:
                self.direct(party_id, words)
            return
        arbitrator_id = self._state.arbitrator_id
        answered: Facts = {"number": event.number, "member_id": event.member_id, "arbitrator_id": arbitrator_id}
        words = self.words("question_answered", answered, answer=event.answer)
        if arbitrator_id is not None and self._state.rulebook.offers_hidden:
            # They have no access to the room, and whom a bot mentions in a private thread is let into it (R7.5).
            self.room(words)
            self.direct(arbitrator_id, words)
            return
        self.room(words, mention=() if arbitrator_id is None else (arbitrator_id,))

    def _waiting(self, event: happened.DepositAwaited | happened.IdleReminded | happened.DeadlineArmed) -> None:
        match event:
            case happened.DepositAwaited():
                facts: Facts = {"member_id": event.member_id, "request_id": event.request_id}
                self.room(self.words("deposit_awaited", facts), mention=(self._state.other(event.member_id),))
            case happened.IdleReminded():
                self.room(self.words("idle"), mention=self._state.parties)
                self.staff(self.words("staff_idle"))
            case happened.DeadlineArmed() if event.deadline.kind is DeadlineKind.ANSWER:
                party_id = event.deadline.party_id or 0
                self.room(self.words("answer_window", deadline_facts(event.deadline)), mention=(party_id,))
            case _:
                # Other clocks are told of by what starts them.
                pass
