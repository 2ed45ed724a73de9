"""Evidence (R8): what is handed in, until when, and the other side's chance to answer."""

from bot.domain import case_events as happened
from bot.domain.actors import Actor
from bot.domain.case_core import CaseCore, Decision
from bot.domain.deadlines import (
    ALIVE,
    DAY_MS,
    SECOND_MS,
    Deadline,
    DeadlineKind,
    DeadlineState,
    due_if_run_on,
    has_run_out,
    is_past,
)
from bot.domain.errors import AlreadyDone, NoSuchExhibit, TooLate, TooManyExhibits
from bot.domain.files import SealedFile
from bot.domain.stages import CaseRole, Command, Stage
from bot.domain.texts import SealedText, require_link, require_text

LATE_EVIDENCE_MS = DAY_MS
"""An exhibit this near to the end of `closing` opens an answer window (R8.4), in milliseconds."""


EVIDENCE_WINDOWS = (DeadlineKind.CLOSING, DeadlineKind.ANSWER)
"""The windows in which the last evidence is taken; the ruling comes after them."""


class Evidence(CaseCore):
    """Exhibits, and the windows in which they are taken."""

    def evidence_closed_since(self, member_id: int, at_ms: int) -> int | None:
        """When evidence closed for a party, if that was before this moment (R8.1, R8.5).

        Under `safepay` never before the ruling: what comes after the sure days is late, not refused (R6.4).
        """
        state = self.state
        if state.stage is not Stage.ARBITRATION or state.rulebook.procedure.open_until_ruling:
            return None
        windows = state.alive_deadlines(*EVIDENCE_WINDOWS)
        own = [item for item in windows if item.party_id in (None, member_id)]
        if any(not has_run_out(item, at_ms) for item in own):
            return None
        over = [
            item.due_at_ms
            for item in state.deadlines.values()
            if item.kind in EVIDENCE_WINDOWS and item.party_id in (None, member_id)
        ]
        due_at_ms = max(over, default=state.stage_entered_at_ms)
        # When both had nothing to add it closed before it was due (R8.4).
        return due_at_ms if state.evidence_closed_at_ms is None else min(due_at_ms, state.evidence_closed_at_ms)

    def sure_evidence_over(self, at_ms: int) -> bool:
        """Whether closing and answer windows (under `safepay` the sure days) are over: then the arbitrator may rule."""
        if self.state.evidence_closed_at_ms is not None:
            return True
        windows = self.state.alive_deadlines(*EVIDENCE_WINDOWS)
        return all(has_run_out(item, at_ms) for item in windows)

    def _require_evidence_open(self, what: Command, by: Actor, at_ms: int) -> None:
        closed_at_ms = self.evidence_closed_since(by.member_id, at_ms)
        if closed_at_ms is not None:
            raise TooLate(case_id=self.state.case_id, what=what.value, due_at_ms=closed_at_ms)

    def require_exhibit_possible(self, *, by: Actor, at_ms: int) -> CaseRole:
        """The party's role, when they can hand in an exhibit now. Raises TooLate, TooManyExhibits and what `require`
        does: asked before files are fetched, and again when they are kept."""
        role = self.require(Command.ADD_EXHIBIT, by)
        self._require_evidence_open(Command.ADD_EXHIBIT, by, at_ms)
        if self._exhibits_of(by.member_id) >= self.state.rulebook.max_exhibits:
            raise TooManyExhibits(case_id=self.state.case_id, limit=self.state.rulebook.max_exhibits)
        return role

    def _exhibits_of(self, member_id: int) -> int:
        return sum(1 for exhibit in self.state.exhibits if exhibit.author_id == member_id)

    def add_exhibit(
        self,
        description: SealedText,
        *,
        by: Actor,
        at_ms: int,
        link: SealedText | None = None,
        files: tuple[SealedFile, ...] = (),
        is_copy: bool = False,
    ) -> Decision:
        """Hand in a text, a link, files (R8.1); `is_copy` where they are the bot's own copy of a message. Near the end
        of `closing` it opens the other side's answer window (R8.4); any new exhibit cancels what was said about having
        nothing to add."""
        role = self.require_exhibit_possible(by=by, at_ms=at_ms)
        require_text("description", description.body)
        if link is not None:
            require_link(link.body)
        name = f"{'C' if role is CaseRole.CLAIMANT else 'R'}-{self._exhibits_of(by.member_id) + 1}"
        decision = self._decision(at_ms, by.member_id, description, link)
        decision.files.extend(files)
        link_ref = None if link is None else link.ref
        late = self.state.stage is Stage.ARBITRATION and self.sure_evidence_over(at_ms)
        refs = tuple(item.ref for item in files)
        added = happened.ExhibitAdded(name, by.member_id, description.ref, link_ref, refs, late, is_copy)
        self._take(decision, added)
        self._open_answer_window(decision, self.state.other(by.member_id))
        return decision

    def _open_answer_window(self, decision: Decision, answerer_id: int) -> None:
        """The other side alone may answer evidence that came at the end of `closing`: each side once (R8.4 [P]).

        Later exhibits of the same end move the window's end, so that the last one can be answered too.
        """
        state = self.state
        closing = state.alive_deadlines(DeadlineKind.CLOSING)
        if not closing or state.rulebook.procedure.open_until_ruling:
            return
        due_at_ms = due_if_run_on(closing[0], decision.at_ms)
        # Past its end the other side's own exhibit may still come, in its answer window: that opens none.
        if due_at_ms - decision.at_ms > LATE_EVIDENCE_MS or is_past(due_at_ms, decision.at_ms):
            return
        window_seconds = state.rulebook.windows.answer
        had = [
            item
            for item in state.deadlines.values()
            if item.kind is DeadlineKind.ANSWER and item.party_id == answerer_id
        ]
        if not had:
            self._arm(decision, DeadlineKind.ANSWER, answerer_id, window_seconds)
        elif had[0].state in ALIVE:
            self._lengthen_answer_window(decision, had[0], decision.at_ms + window_seconds * SECOND_MS)

    def _lengthen_answer_window(self, decision: Decision, answer: Deadline, due_at_ms: int) -> None:
        if due_at_ms <= due_if_run_on(answer, decision.at_ms):
            return
        self._take(decision, happened.DeadlineMoved(answer.deadline_id, due_at_ms, "answer"))
        if answer.hold_reason is not None:
            self._take(decision, happened.DeadlineHeld(answer.deadline_id, answer.hold_reason))

    def withdraw_exhibit(self, exhibit_name: str, *, by: Actor, at_ms: int) -> Decision:
        """Take back one's own exhibit, which stays shown as withdrawn (R8.3)."""
        self.require(Command.WITHDRAW_EXHIBIT, by)
        self._require_evidence_open(Command.WITHDRAW_EXHIBIT, by, at_ms)
        exhibit = next((item for item in self.state.exhibits if item.name == exhibit_name.upper()), None)
        if exhibit is None or exhibit.author_id != by.member_id:
            raise NoSuchExhibit(case_id=self.state.case_id, exhibit=exhibit_name)
        if exhibit.withdrawn_at_ms is not None:
            raise AlreadyDone(what="exhibit_withdrawn", by_member_id=by.member_id, at_ms=exhibit.withdrawn_at_ms)
        decision = self._decision(at_ms, by.member_id)
        self._take(decision, happened.ExhibitWithdrawn(exhibit.name))
        return decision

    def rest(self, *, by: Actor, at_ms: int) -> Decision:
        """Say that one has nothing more to add; when both have, closing and answer windows are over for good (R8.4)."""
        self.require(Command.REST, by)
        if self.sure_evidence_over(at_ms):
            closed_at_ms = self.evidence_closed_since(by.member_id, at_ms) or self.state.evidence_closed_at_ms
            due_at_ms = at_ms if closed_at_ms is None else closed_at_ms
            raise TooLate(case_id=self.state.case_id, what=Command.REST.value, due_at_ms=due_at_ms)
        if by.member_id in self.state.rested:
            raise AlreadyDone(what="rest", by_member_id=by.member_id, at_ms=None)
        decision = self._decision(at_ms, by.member_id)
        self._take(decision, happened.RestStated(by.member_id))
        if self.state.rested == set(self.state.parties):
            self._end_deadlines(decision, DeadlineState.MET, *EVIDENCE_WINDOWS)
            self._close_evidence(decision, both_rested=True)
        return decision

    def _window_over(self, decision: Decision, deadline_id: int) -> None:
        """A closing or answer window has run out; with the last of them, evidence is closed since the last was due."""
        self._take(decision, happened.DeadlineEnded(deadline_id, DeadlineState.FIRED.value))
        windows = [item for item in self.state.deadlines.values() if item.kind in EVIDENCE_WINDOWS]
        if not any(item.state in ALIVE for item in windows):
            closed_at_ms = max(item.due_at_ms for item in windows)
            self._close_evidence(decision, both_rested=False, closed_at_ms=closed_at_ms)
