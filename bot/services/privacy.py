"""Erasing what a departed member wrote (R11.1): words, names and files go, amounts and hashes stay.

The record names texts and files by salted hashes only, so every chain still verifies when they are gone.
"""

from bot.domain import case_events, milestone_events
from bot.domain.actors import StaffRole
from bot.domain.errors import MemberPresent, OpenCaseLeft
from bot.domain.events import RecordedEvent, text_refs
from bot.domain.texts import require_text
from bot.services.context import Context
from bot.services.ports import SettingChange
from bot.services.quoting import Quoted
from bot.services.receipts import Facts, Receipt
from bot.services.staff_commands import EraseMember


async def quote_erasure(context: Context, command: EraseMember) -> Quoted:
    """How much would go, for good."""
    text_ids, file_ids = await _written_by(context, command)
    return Quoted(command, "erase", _facts(command, len(text_ids), len(file_ids)))


async def erase(context: Context, command: EraseMember) -> Receipt:
    """Erase what the member wrote as a party: texts, files, room messages, references, names (R11.1).

    Raises StaffOnly, MemberPresent, OpenCaseLeft. The bytes of files are swept by the housekeeping.
    """
    text_ids, file_ids = await _written_by(context, command)
    guild_id, at_ms = context.guild_id, context.at_ms
    await context.uow.texts.erase(guild_id, sorted(text_ids), at_ms)
    await context.uow.files.erase(guild_id, sorted(file_ids), at_ms)
    await context.uow.rooms.erase_messages(guild_id, command.member_id, at_ms)
    await context.uow.wallet_requests.erase_references(guild_id, command.member_id)
    await context.uow.names.erase(guild_id, command.member_id)
    await context.uow.drafts.delete_of(guild_id, command.member_id)
    change = SettingChange(
        guild_id,
        at_ms,
        context.actor.member_id,
        f"member <@{command.member_id}>",
        "kept",
        f"erased ({require_text('staff_reason', command.reason)})",
    )
    await context.uow.settings.note(change)
    return Receipt("erased", _facts(command, len(text_ids), len(file_ids)))


def _facts(command: EraseMember, texts: int, files: int) -> Facts:
    return {"member_id": command.member_id, "texts": texts, "files": files}


async def _written_by(context: Context, command: EraseMember) -> tuple[set[str], set[str]]:
    """The ids of the texts and of the files that the member wrote as a party to milestones and cases."""
    context.actor.require(StaffRole.ADMIN)
    require_text("staff_reason", command.reason)
    if command.is_present:
        raise MemberPresent(member_id=command.member_id)
    guild_id, member_id = context.guild_id, command.member_id
    text_ids: set[str] = set()
    file_ids: set[str] = set()
    for case in await context.uow.cases.of_party(guild_id, member_id):
        if case.state.is_open:
            raise OpenCaseLeft(member_id=member_id, case_id=case.state.case_id)
        for item in await context.uow.events.of_stream(guild_id, "case", case.state.case_id):
            text_ids |= _texts_by(item, member_id)
            if isinstance(item.event, case_events.ExhibitAdded) and item.event.author_id == member_id:
                file_ids |= {ref.text_id for ref in item.event.files}
    for milestone in await context.uow.milestones.of_party(guild_id, member_id):
        for item in await context.uow.events.of_stream(guild_id, "milestone", milestone.state.milestone_id):
            # A title is what both call the thing, and stays; terms that only one wrote go.
            named = {item.event.title.text_id} if isinstance(item.event, _TITLED) else set[str]()
            text_ids |= _texts_by(item, member_id) - named
    return text_ids, file_ids


_TITLED = (milestone_events.MilestoneFunded, milestone_events.MilestoneProposed)


def _texts_by(item: RecordedEvent, member_id: int) -> set[str]:
    return {ref.text_id for ref in text_refs(item.event)} if item.actor_id == member_id else set()
