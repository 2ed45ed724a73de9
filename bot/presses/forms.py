"""Forms that need more than a command made of what was typed: files, or a look at the case first."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final

import discord

from bot.domain.ids import milestone_name, parse_case_id
from bot.presses.acts import chosen_id
from bot.services.commands import AnswerQuestion, OpenCase, ProposeMilestone, RequestDeposit
from bot.services.staff_commands import AssignCase
from bot.ui.actor import member_of, roles_of
from bot.ui.buttons import Act, ButtonId
from bot.ui.declined import Declined
from bot.ui.guests import remove_guest
from bot.ui.intake import Upload, hand_in, hand_in_message, take_in, take_in_for_filing
from bot.ui.replies import Desk
from bot.ui.texts_files import MENU_AGAIN, NO_SUCH_MEMBER, NOT_HERE


@dataclass(frozen=True, slots=True)
class Sent:
    """A form as it was sent: by whom, about what, and what was put into it."""

    interaction: discord.Interaction
    desk: Desk
    button: ButtonId
    subject_id: int
    typed: Mapping[str, str]
    uploads: list[Upload]


async def _add_evidence(sent: Sent) -> None:
    description, link = sent.typed.get("description", ""), sent.typed.get("link")
    await hand_in(sent.desk, sent.interaction, sent.subject_id, description, link, sent.uploads)


async def _answer_question(sent: Sent) -> None:
    files = await take_in(sent.desk, sent.interaction, sent.uploads, case_id=sent.subject_id)
    await sent.desk.run(sent.interaction, AnswerQuestion(sent.subject_id, sent.typed.get("text", ""), files))


async def _deposit_and_pay(sent: Sent) -> None:
    # The fee is in the case's currency, whatever the server's usual one is.
    view = await sent.desk.queries.case(member_of(sent.interaction), sent.subject_id)
    amount, reference = sent.typed.get("amount", ""), sent.typed.get("reference")
    command = RequestDeposit(amount, view.state.currency, reference, pays_fee_of_case_id=sent.subject_id)
    await sent.desk.run(sent.interaction, command)


async def _open_case(sent: Sent) -> None:
    first, *others = sent.button.milestone_ids
    files = await take_in_for_filing(sent.desk, sent.interaction, sent.uploads, milestone_id=first)
    command = OpenCase(
        first,
        sent.typed.get("offer", ""),
        sent.typed.get("reason", ""),
        sent.typed.get("amount"),
        sent.typed.get("category"),
        ", ".join(milestone_name(number) for number in others) or None,
        files,
    )
    await sent.desk.quote(sent.interaction, command)


async def _propose(sent: Sent) -> None:
    # The form knows a number only, and a bot can't be a party.
    try:
        client = await sent.interaction.client.fetch_user(sent.subject_id)
    except discord.NotFound as error:
        raise Declined(NO_SUCH_MEMBER) from error
    command = ProposeMilestone(
        client.id,
        sent.typed.get("amount", ""),
        sent.typed.get("title", ""),
        client.bot,
        sent.typed.get("currency"),
        None,
        sent.typed.get("terms"),
    )
    await sent.desk.run(sent.interaction, command)


async def member_here(interaction: discord.Interaction, member_id: int) -> tuple[int, list[int]]:
    """A member who was chosen in a form, with their roles as the server has them: a client may send anything."""
    guild_id = member_of(interaction).guild_id
    try:
        guild = interaction.client.get_guild(guild_id) or await interaction.client.fetch_guild(guild_id)
        member = await guild.fetch_member(member_id)
    except discord.NotFound as error:
        raise Declined(NOT_HERE) from error
    return member.id, sorted(roles_of(member))


async def _assign(sent: Sent) -> None:
    member_id, role_ids = await member_here(sent.interaction, chosen_id(sent.typed))
    await sent.desk.run(sent.interaction, AssignCase(sent.subject_id, member_id, role_ids))


async def _remove_guest(sent: Sent) -> None:
    member_id, reason = chosen_id(sent.typed), sent.typed.get("reason", "")
    await remove_guest(sent.desk, sent.interaction, sent.subject_id, member_id, reason)


async def _message_as_evidence(sent: Sent) -> None:
    message = sent.desk.kept_message(sent.interaction, sent.subject_id)
    if message is None:
        raise Declined(MENU_AGAIN)
    case_id = parse_case_id(sent.typed.get("case", ""))
    await hand_in_message(sent.desk, sent.interaction, case_id, message)


FORMS_AT_WORK: Final[Mapping[str, Callable[[Sent], Awaitable[None]]]] = {
    Act.ADD_EVIDENCE: _add_evidence,
    Act.ASSIGN: _assign,
    Act.ANSWER_QUESTION: _answer_question,
    Act.DEPOSIT_AND_PAY: _deposit_and_pay,
    Act.OPEN_CASE: _open_case,
    Act.PROPOSE: _propose,
    Act.REMOVE_GUEST: _remove_guest,
    Act.MESSAGE_EVIDENCE: _message_as_evidence,
}
"""Forms with files, and those that look something up."""
