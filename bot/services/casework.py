"""Use cases of staff around a case (R10.1, R10.2): who decides it, notes, and who is in its room."""

from bot.domain.actors import StaffRole
from bot.domain.case import Case
from bot.domain.errors import AlreadyDone, ConflictOfInterest, NoSuchCase, StaffOnly
from bot.domain.stages import Stage
from bot.domain.texts import require_text
from bot.services.arbitration import noted_as_moderator, staff_case
from bot.services.cases import case_facts
from bot.services.context import Context, record_case
from bot.services.ports import StaffNote
from bot.services.receipts import Receipt
from bot.services.staff_commands import AddNote, AssignCase, CloseRoom, Recuse, RemoveGuest


async def assign(context: Context, command: AssignCase) -> Receipt:
    """A moderator gives a case in arbitration to an arbitrator (R10.1)."""
    case = await staff_case(context, StaffRole.MODERATOR, command.case_id)
    arbitrator = context.settings.actor(command.arbitrator_id, frozenset(command.role_ids), manage_server=False)
    noted = await noted_as_moderator(context, command.case_id)
    decision = case.assign(arbitrator, by=context.actor, at_ms=context.at_ms, noted=noted)
    await record_case(context.uow, case, decision)
    facts = {**case_facts(case.state), "arbitrator_id": command.arbitrator_id}
    return Receipt("case_assigned", facts, command.case_id)


async def recuse(context: Context, command: Recuse) -> Receipt:
    """The arbitrator gives the case up for good (R10.2)."""
    case = await staff_case(context, StaffRole.ARBITRATOR, command.case_id)
    decision = case.recuse(context.seal(command.reason), by=context.actor, at_ms=context.at_ms)
    await record_case(context.uow, case, decision)
    return Receipt("recused", case_facts(case.state), command.case_id)


async def add_note(context: Context, command: AddNote) -> Receipt:
    """Write a note that only staff see, beside the record and never in it (R10.1, R11.3)."""
    case = await noted_case(context, command.case_id)
    note = StaffNote(
        context.guild_id,
        case.state.case_id,
        context.ids.new(),
        context.actor.member_id,
        context.at_ms,
        require_text("staff_note", command.text),
        context.actor.has(StaffRole.MODERATOR),
    )
    await context.uow.notes.add(note)
    return Receipt("note_added", case_facts(case.state), command.case_id)


async def noted_case(context: Context, case_id: int) -> Case:
    """The case, for who may read and write its notes: moderators, and arbitrators once it is in arbitration.

    Raises StaffOnly before NoSuchCase, and ConflictOfInterest for a party.
    """
    if not context.actor.has(StaffRole.MODERATOR, StaffRole.ARBITRATOR):
        raise StaffOnly(role="moderator_or_arbitrator")
    case = await context.case(case_id)
    if case.state.role_of(context.actor.member_id) is not None:
        raise ConflictOfInterest(reason="party")
    if not context.actor.has(StaffRole.MODERATOR) and case.state.stage is not Stage.ARBITRATION:
        raise NoSuchCase(case_id=case_id)
    return case


async def remove_guest(context: Context, command: RemoveGuest) -> Receipt:
    """A moderator takes somebody who is no party out of the room (R10.1)."""
    case = await staff_case(context, StaffRole.MODERATOR, command.case_id)
    reason = context.seal(command.reason)
    decision = case.remove_guest(
        command.member_id, reason, by=context.actor, at_ms=context.at_ms, is_there=command.is_there
    )
    await record_case(context.uow, case, decision)
    return Receipt("guest_removed", {**case_facts(case.state), "member_id": command.member_id}, command.case_id)


async def close_room(context: Context, command: CloseRoom) -> Receipt:
    """A moderator closes the room of an ended case before its time (R10.1)."""
    case = await staff_case(context, StaffRole.MODERATOR, command.case_id)
    decision = case.close_room(by=context.actor, at_ms=context.at_ms)
    room = await context.uow.rooms.get(context.guild_id, command.case_id)
    if room is None or room.removed_at_ms is not None:
        gone_ms = None if room is None else room.removed_at_ms
        raise AlreadyDone(what="room_closed", by_member_id=None, at_ms=gone_ms)
    await record_case(context.uow, case, decision)
    return Receipt("room_closed", case_facts(case.state), command.case_id)
