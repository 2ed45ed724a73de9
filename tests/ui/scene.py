"""A case on stage: played through the domain, and seen as views and notices."""

from copy import deepcopy
from dataclasses import replace
from typing import Any

from bot.domain.actors import Actor
from bot.domain.case import Case
from bot.domain.case_core import Decision
from bot.domain.events import RecordedEvent, payload_of, record
from bot.domain.files import SealedFile
from bot.domain.options import possible, possible_for_parties
from bot.domain.rulebook import MILESTONE, SAFEPAY_FEE, Preset
from bot.domain.stages import CaseRole
from bot.domain.texts import SealedText, TextRef
from bot.services.effects import case_effects
from bot.services.ports import OutboxMessage
from bot.services.views import CaseView, HistoryLine
from tests.domain.builders import ARBITRATOR, MODERATOR, T0, filing

SAFEPAY = replace(MILESTONE, preset=Preset.SAFEPAY, fee=SAFEPAY_FEE)
"""The rulebook `safepay` with its defaults, amounts as for USD."""

TITLE = "Landing page, first draft"


class Scene:
    """One case with all words that were said in it, the record, and what the outbox was given."""

    def __init__(self, texts: list[SealedText], case: Case, decision: Decision) -> None:
        self.case = case
        self.bodies: dict[str, str] = {text.text_id: text.body for text in texts}
        self.record: list[RecordedEvent] = []
        self.messages: list[OutboxMessage] = []
        self.files: dict[str, SealedFile] = {}
        self.at_ms = decision.at_ms
        self.title = TITLE
        self.take(decision)

    @classmethod
    def open(cls, **changes: Any) -> "Scene":
        """A case that was just filed; `changes` are of the filing."""
        parts = {name: changes.pop(name) for name in ("charges", "splits") if name in changes}
        asked = replace(filing(**changes), **parts)
        case, decision = Case.file(asked, at_ms=T0)
        return cls([asked.category, asked.reason], case, decision)

    def take(self, decision: Decision) -> Decision:
        """Keep what a decision says."""
        self.at_ms = max(self.at_ms, decision.at_ms)
        self.bodies |= {text.text_id: text.body for text in decision.texts}
        last = self.record[-1] if self.record else None
        self.record += record(
            decision.events,
            stream="case",
            stream_id=self.case.state.case_id,
            after_sequence=0 if last is None else last.sequence,
            previous_hash="0" * 64 if last is None else last.hash,
            at_ms=decision.at_ms,
            actor_id=decision.actor_id,
        )
        self.messages += case_effects(self.case, decision)
        return decision

    def file(self, name: str, size_bytes: int = 3_355_444, media_type: str = "application/pdf") -> SealedFile:
        """A file that was handed in."""
        number = len(self.files) + 1
        file = SealedFile(f"file-{number}", "salt", f"{number:064x}", size_bytes, media_type, name)
        self.files[file.file_id] = file
        return file

    def view(self, viewer: Actor | None = None) -> CaseView:
        """The case as the viewer sees it; as the shared card shows it without one."""
        state = self.case.state
        if viewer is None:
            options, role = possible_for_parties(self.case, at_ms=self.at_ms), None
        else:
            options = possible(self.case, viewer, at_ms=self.at_ms)
            staff = {ARBITRATOR: CaseRole.ARBITRATOR, MODERATOR: CaseRole.MODERATOR}
            role = state.role_of(viewer.member_id) or staff.get(viewer.member_id)
        return CaseView(
            case=deepcopy(self.case),
            texts=dict(self.bodies),
            titles={lock.milestone_id: self.title for lock in state.locks},
            room=None,
            options=options,
            viewer_id=None if viewer is None else viewer.member_id,
            viewer_role=role,
            at_ms=self.at_ms,
            files=dict(self.files),
        )

    def lines(self) -> list[HistoryLine]:
        """The record as it is shown."""
        return [
            HistoryLine(
                sequence=item.sequence,
                at_ms=item.at_ms,
                actor_id=item.actor_id,
                kind=item.event.kind,
                facts=payload_of(item.event),
                texts={
                    name: self.bodies[value.text_id]
                    for name in item.event.__slots__
                    if isinstance(value := getattr(item.event, name), TextRef) and value.text_id in self.bodies
                },
                hash=item.hash,
            )
            for item in self.record
        ]

    def words_of(self, payload: dict[str, Any]) -> dict[str, str]:
        """The words that a payload names."""
        named: dict[str, str] = payload.get("text_ids") or {}
        return {name: self.bodies[text_id] for name, text_id in named.items() if text_id in self.bodies}
