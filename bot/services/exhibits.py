"""Putting files that are stored already into a case's record (R8.2)."""

from bot.domain.case import Case
from bot.domain.case_core import Decision
from bot.domain.stages import CaseRole
from bot.services.commands import HandedFile
from bot.services.context import Context, record_case


async def add_files(
    context: Context,
    case: Case,
    description: str,
    files: list[HandedFile],
    *,
    link: str | None = None,
    is_copy: bool = False,
) -> Decision:
    """Record an exhibit; in stage 1 the respondent's first one is told that it answers nothing (R5.1)."""
    decision = case.add_exhibit(
        context.seal(description),
        by=context.actor,
        at_ms=context.at_ms,
        link=context.seal_if(link),
        files=tuple(context.seal_file(handed) for handed in files),
        is_copy=is_copy,
    )
    await record_case(context.uow, case, decision)
    if case.state.role_of(context.actor.member_id) is CaseRole.RESPONDENT:
        asked = case.note_unanswered(at_ms=context.at_ms)
        if asked is not None:
            await record_case(context.uow, case, asked)
    return decision


async def known_names(context: Context, case: Case, files: list[HandedFile]) -> list[str]:
    """The exhibits of the case that hold one of the files already: it is told, and stored once (R8.2)."""
    wanted = {handed["sha256"] for handed in files}
    sealed = await context.uow.files.of_case(context.guild_id, case.state.case_id)
    known_ids = {item.file_id for item in sealed if item.sha256 in wanted}
    return [exhibit.name for exhibit in case.state.exhibits if any(ref.text_id in known_ids for ref in exhibit.files)]
