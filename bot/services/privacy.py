"""Erasing what a departed member wrote (R11.1): words, names and files go, amounts and hashes stay.

The record names texts and files by salted hashes only, so every chain still verifies when they are gone.
"""

from dataclasses import dataclass, field

from bot.domain import case_events, milestone_events
from bot.domain.actors import StaffRole
from bot.domain.errors import MemberPresent, NothingToErase, OpenCaseLeft, RequestLeft
from bot.domain.events import RecordedEvent, text_refs
from bot.domain.texts import require_text
from bot.domain.wallet_requests import WalletRequest, WalletRequestState
from bot.services.context import Context
from bot.services.ports import SettingChange
from bot.services.quoting import Quoted
from bot.services.receipts import Facts, Receipt
from bot.services.staff_commands import EraseMember

_TITLED = (milestone_events.MilestoneFunded, milestone_events.MilestoneProposed)


@dataclass(slots=True)
class _Written:
    """Where what somebody wrote is kept. `case_ids` are their cases."""

    text_ids: set[str] = field(default_factory=set[str])
    file_ids: set[str] = field(default_factory=set[str])
    case_ids: list[int] = field(default_factory=list[int])
    requests: list[WalletRequest] = field(default_factory=list[WalletRequest])


async def quote_erasure(context: Context, command: EraseMember) -> Quoted:
    """How much would go, for good. Raises NothingToErase too."""
    return Quoted(command, "erase", await _facts(context, command, await _written_by(context, command)))


async def erase(context: Context, command: EraseMember) -> Receipt:
    """Erase what the member wrote as a party: texts, files, room messages, references, names (R11.1).

    What the bot said in the rooms of their cases quotes them, and goes too. The bytes of files are swept by the
    housekeeping, unless somebody else handed in the same.

    Raises StaffOnly, MemberPresent, OpenCaseLeft, RequestLeft, NothingToErase.
    """
    written = await _written_by(context, command)
    facts = await _facts(context, command, written)
    uow, guild_id, member_id, at_ms = context.uow, context.guild_id, command.member_id, context.at_ms
    await uow.texts.erase(guild_id, sorted(written.text_ids), at_ms)
    await uow.files.erase(guild_id, sorted(written.file_ids), at_ms)
    await uow.rooms.erase_messages(guild_id, member_id, at_ms)
    await uow.rooms.erase_messages(guild_id, command.bot_id, at_ms, written.case_ids)
    await uow.wallet_requests.erase_references(guild_id, member_id)
    await uow.names.erase(guild_id, member_id)
    await uow.drafts.delete_of(guild_id, member_id)
    words = [(item.reference, item.settled_reference, item.close_reason) for item in written.requests]
    await uow.copies.forget(guild_id, {word for found in words for word in found if word})
    reason = require_text("staff_reason", command.reason)
    change = SettingChange(
        guild_id, at_ms, context.actor.member_id, f"member <@{member_id}>", "kept", f"erased ({reason})"
    )
    await uow.settings.note(change)
    return Receipt("erased", facts)


async def _facts(context: Context, command: EraseMember, written: _Written) -> Facts:
    """How much there still is. Raises NothingToErase."""
    uow, guild_id, member_id = context.uow, context.guild_id, command.member_id
    messages = await uow.rooms.messages_of(guild_id, member_id)
    counted = {
        "texts": len(await uow.texts.bodies(guild_id, sorted(written.text_ids))),
        "files": len(await uow.files.sealed(guild_id, sorted(written.file_ids))),
        "messages": sum(1 for message in messages if message.erased_at_ms is None),
        "references": sum(1 for item in written.requests if item.reference),
    }
    # What cashiers wrote back, or a name alone, is something to erase, too.
    answers = any(item.settled_reference or item.close_reason for item in written.requests)
    if not (any(counted.values()) or answers or await uow.names.names(guild_id, [member_id])):
        raise NothingToErase(member_id=member_id)
    return {"member_id": member_id, **counted}


async def _written_by(context: Context, command: EraseMember) -> _Written:
    """What the member wrote as a party to milestones and cases, and to cashiers."""
    context.actor.require(StaffRole.ADMIN)
    require_text("staff_reason", command.reason)
    if command.is_present:
        raise MemberPresent(member_id=command.member_id)
    uow, guild_id, member_id = context.uow, context.guild_id, command.member_id
    written = _Written(requests=await uow.wallet_requests.of_member(guild_id, member_id))
    for request in written.requests:
        if request.state is WalletRequestState.PENDING:
            raise RequestLeft(member_id=member_id, request_id=request.request_id)
    for case in await uow.cases.of_party(guild_id, member_id):
        if case.state.is_open:
            raise OpenCaseLeft(member_id=member_id, case_id=case.state.case_id)
        written.case_ids.append(case.state.case_id)
        for item in await uow.events.of_stream(guild_id, "case", case.state.case_id):
            written.text_ids |= _texts_by(item, member_id)
            if isinstance(item.event, case_events.ExhibitAdded) and item.event.author_id == member_id:
                written.file_ids |= {ref.text_id for ref in item.event.files}
    for milestone in await uow.milestones.of_party(guild_id, member_id):
        for item in await uow.events.of_stream(guild_id, "milestone", milestone.state.milestone_id):
            # A title is what both call the thing, and stays; terms that only one wrote go.
            named = {item.event.title.text_id} if isinstance(item.event, _TITLED) else set[str]()
            written.text_ids |= _texts_by(item, member_id) - named
    return written


def _texts_by(item: RecordedEvent, member_id: int) -> set[str]:
    return {ref.text_id for ref in text_refs(item.event)} if item.actor_id == member_id else set()
