"""Stage 4 of a case: escalation, questions, the ruling."""

from bot.domain import case_events as happened
from bot.domain.actors import Actor
from bot.domain.assignment import Assignment
from bot.domain.case_core import LONGEST_ASKED_MS, Decision
from bot.domain.case_events import DepositEnd
from bot.domain.deadlines import DeadlineKind, DeadlineState, HoldReason, has_run_out
from bot.domain.durations import DAY_SECONDS
from bot.domain.errors import (
    DurationOutOfRange,
    NoQuestionAsked,
    TooEarly,
)
from bot.domain.evidence import EVIDENCE_WINDOWS
from bot.domain.ledger import transfer
from bot.domain.money import require_between
from bot.domain.stages import Command, Outcome
from bot.domain.texts import SealedText, require_text

LONGEST_QUESTION_SECONDS = 4 * DAY_SECONDS
"""How long a question may be open (R10.2), in seconds."""


class Arbitration(Assignment):
    """The commands of staff, and the parties' answers to them."""

    def escalate(self, reason: SealedText, *, by: Actor, at_ms: int, never_reached: tuple[int, ...] = ()) -> Decision:
        """Send the case to arbitration: fees are waived, a paid deposit goes back, party clocks stop (R5.8)."""
        self.require(Command.ESCALATE, by)
        require_text("staff_reason", reason.body)
        decision = self._decision(at_ms, by.member_id, reason)
        self._take(decision, happened.CaseEscalated(by.member_id, reason.ref, never_reached))
        ends = tuple(DepositEnd(member, amount, 0) for member, amount in self._held_deposits().items())
        transaction = transfer(
            f"case:{self.state.case_id}:escalated",
            "fee_returned",
            at_ms,
            self.state.currency,
            self._deposit_moves(ends),
            case_id=self.state.case_id,
        )
        if ends:
            self._take(decision, happened.DepositsReturned(ends, self._post(decision, transaction)))
        self._enter_arbitration(decision, escalated=True)
        return decision

    def ask(
        self,
        party_ids: tuple[int, ...],
        question: SealedText,
        *,
        by: Actor,
        at_ms: int,
        window_seconds: int | None = None,
    ) -> Decision:
        """Ask one or both parties (R10.2). Silence costs nothing but is shown; the ruling's clock stands meanwhile, at
        most 4 days in all."""
        self.require(Command.ASK, by)
        self._require_own(by)
        if not party_ids or not set(party_ids) <= set(self.state.parties):
            raise ValueError(f"a question in case {self.state.case_id} is for one or both of its parties")
        require_text("question", question.body)
        seconds = self.state.rulebook.windows.question if window_seconds is None else window_seconds
        if not 1 <= seconds <= LONGEST_QUESTION_SECONDS:
            raise DurationOutOfRange(
                name="question", seconds=seconds, lowest_seconds=1, highest_seconds=LONGEST_QUESTION_SECONDS
            )
        decision = self._decision(at_ms, by.member_id, question)
        number = len(self.state.questions) + 1
        self._take(decision, happened.QuestionAsked(number, by.member_id, party_ids, question.ref))
        for party_id in party_ids:
            self._arm(decision, DeadlineKind.QUESTION, party_id, seconds, subject=number)
        for ruling in self.state.alive_deadlines(DeadlineKind.RULING):
            if ruling.is_running and self.state.asked_ms < LONGEST_ASKED_MS:
                self._take(decision, happened.DeadlineHeld(ruling.deadline_id, HoldReason.QUESTION.value))
        return decision

    def answer_question(self, answer: SealedText, *, by: Actor, at_ms: int) -> Decision:
        """Answer the oldest question that is open for the party (R10.2). Raises NoQuestionAsked."""
        self.require(Command.ANSWER_QUESTION, by)
        mine = [
            item
            for item in self.state.alive_deadlines(DeadlineKind.QUESTION)
            if item.party_id == by.member_id and not has_run_out(item, at_ms)
        ]
        if not mine:
            raise NoQuestionAsked(case_id=self.state.case_id)
        require_text("answer", answer.body)
        decision = self._decision(at_ms, by.member_id, answer)
        number = mine[0].subject or 0
        self._take(decision, happened.QuestionAnswered(number, by.member_id, answer.ref))
        self._question_over(decision, mine[0].deadline_id, DeadlineState.MET)
        return decision

    def _question_over(self, decision: Decision, deadline_id: int, ended: DeadlineState) -> None:
        """A question was answered or passed over; with the last one, the ruling's clock runs on."""
        self._take(decision, happened.DeadlineEnded(deadline_id, ended.value))
        if not self.state.alive_deadlines(DeadlineKind.QUESTION):
            self._start(decision, lambda item: item.hold_reason == HoldReason.QUESTION)

    def require_ruling_possible(self, *, by: Actor) -> None:
        """Raise unless this arbitrator may rule now: it is their case, nothing binds them, and evidence is closed
        (R5 stage 4, R10.3)."""
        self.require(Command.RULE, by)
        self._require_own(by)
        self._require_unbound(by.member_id)
        if self.state.evidence_closed_at_ms is None:
            open_windows = self.state.alive_deadlines(*EVIDENCE_WINDOWS)
            running = [item.due_at_ms for item in open_windows if item.is_running]
            from_ms = max(running) if running and len(running) == len(open_windows) else None
            raise TooEarly(case_id=self.state.case_id, what=Command.RULE.value, from_ms=from_ms)

    def rule(self, freelancer_minor: int, findings: SealedText, *, by: Actor, at_ms: int) -> Decision:
        """Decide the case for good (R10.2): both shares are paid, deposits go where R5.5 says."""
        self.require_ruling_possible(by=by)
        disputed_minor = self.state.disputed_minor
        require_between(freelancer_minor, 0, disputed_minor, self.state.currency)
        require_text("findings", findings.body)
        decision = self._decision(at_ms, by.member_id, findings)
        self._take(
            decision,
            happened.RulingMade(
                by.member_id,
                freelancer_minor,
                disputed_minor - freelancer_minor,
                findings.ref,
                self.state.never_reached,
            ),
        )
        self._end_deadlines(decision, DeadlineState.MET, DeadlineKind.RULING)
        self._end(decision, Outcome.RULED, freelancer_minor, self.refunds_after(freelancer_minor))
        return decision
