"""How the bot answers a person: first at once, then with what came of it, and one way for all that goes wrong.

What a person asked for is done even where Discord takes no answer: the moment of their act counts, not our luck.
"""

import asyncio
import secrets
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any, Final, Protocol, TypeVar, cast

import aiohttp
import discord
from discord import app_commands
from structlog.stdlib import get_logger

from bot.domain.errors import NotEnoughMoney, Refusal
from bot.services.brakes import Brakes
from bot.services.commands import Command, PayFee
from bot.services.ports import ExhibitStore
from bot.services.queries import Queries
from bot.services.receipts import Quote, Receipt
from bot.services.server_facts import Inspector
from bot.services.suggestions import Suggestions
from bot.services.use_cases import UseCases
from bot.services.watching import about
from bot.ui.actor import OutsideServer, member_of, request_of, server_of
from bot.ui.buttons import Act, action_button
from bot.ui.cards import incident_card, quote_card, receipt_card, refusal_card
from bot.ui.declined import Declined
from bot.ui.exports import Exports
from bot.ui.links import has_blocked_link, leave_links_out
from bot.ui.notes import note
from bot.ui.panel import REFUSED, Panel
from bot.ui.texts_headings import NOTHING_CHANGED
from bot.ui.texts_replies import FILES_NOT_SENT, OLD_COMMAND, OUTSIDE_SERVER

NETWORK_FAILURES: Final = (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError)
"""What may come out of a call to Discord."""

_NO_INCIDENTS: Final = {
    OutsideServer: OUTSIDE_SERVER,
    app_commands.CommandNotFound: OLD_COMMAND,
    app_commands.CommandSignatureMismatch: OLD_COMMAND,
}
"""What is nobody's fault, though no use case refuses it."""

_FIRST_ANSWER_SECONDS: Final = 2.5
_MOST_KEPT: Final = 200
"""How many messages are kept for forms about them."""

_FILES_IN_MEMORY: Final = 4
"""How many files are fetched at the same time, whoever hands them in."""

_PAUSES_SECONDS: Final = (0.2, 1.0)
"""How long to wait before an answer is sent once more."""

_BROKEN_CONNECTION: Final = (aiohttp.ClientConnectionError, ConnectionError)
_FOLLOWS_UP: Final = "parley_follows_up"
_ANSWERED: Final = "parley_answered"

Result = TypeVar("Result")
_log = get_logger(__name__)


class Desk:
    """What commands, buttons and forms work with: the use cases, the queries, the files, and the answers to all."""

    def __init__(
        self, use_cases: UseCases, queries: Queries, exhibits: ExhibitStore, brakes: Brakes, inspector: Inspector
    ) -> None:
        self.use_cases = use_cases
        self.inspector = inspector
        self.brakes = brakes
        self.queries = queries
        self.exhibits = exhibits
        self.fetching = asyncio.Semaphore(_FILES_IN_MEMORY)
        self.exports = Exports()
        self.suggestions = Suggestions(queries)
        self._kept_messages: OrderedDict[tuple[int, int], discord.Message] = OrderedDict()

    def keep_message(self, interaction: discord.Interaction, message: discord.Message) -> None:
        """Keep a message while this person fills in a form about it: the bot may not see into its channel."""
        key = (interaction.user.id, message.id)
        self._kept_messages[key] = message
        self._kept_messages.move_to_end(key)
        while len(self._kept_messages) > _MOST_KEPT:
            self._kept_messages.popitem(last=False)

    def kept_message(self, interaction: discord.Interaction, message_id: int) -> discord.Message | None:
        """What was kept for this person. Another's stays another's: they may not see where it was said."""
        return self._kept_messages.get((interaction.user.id, message_id))

    async def case_id(self, interaction: discord.Interaction, typed: str | None) -> int:
        """The case that was named, or the one whose room this is. Raises CaseNotNamed, NumberNotUnderstood."""
        return await self.queries.case_id(member_of(interaction).guild_id, typed, interaction.channel_id)

    async def run(self, interaction: discord.Interaction, command: Command) -> None:
        """Do it, and show the receipt."""
        receipt = await self.use_cases.run(member_of(interaction), command, request_of(interaction))
        await answer(interaction, receipt_card(receipt))

    async def quote(self, interaction: discord.Interaction, command: Command) -> None:
        """Show what it would do, and ask for a click."""
        quote = await self.use_cases.quote(member_of(interaction), command, request_of(interaction))
        await answer(interaction, quote_card(quote, server_of(interaction)))

    async def carry_out(self, interaction: discord.Interaction, command: Command, *, confirm: bool) -> None:
        """Do it if the question is skipped; ask first otherwise."""
        await (self.run(interaction, command) if confirm else self.quote(interaction, command))

    async def pay_fee(self, interaction: discord.Interaction, case_id: int, *, confirm: bool) -> None:
        """Pay, or ask first; who has too little in the wallet can deposit and pay in one step (R5.4)."""
        try:
            await self.carry_out(interaction, PayFee(case_id), confirm=confirm)
        except NotEnoughMoney as refusal:
            await answer(interaction, refusal_card(refusal, [action_button(Act.DEPOSIT_AND_PAY, case_id)]))

    async def confirm(self, interaction: discord.Interaction, draft_id: str) -> Receipt | Quote:
        """The click on a quote: what was done, or the quote anew where it no longer held."""
        return await self.use_cases.confirm(member_of(interaction), draft_id, request_of(interaction))

    async def cancel(self, interaction: discord.Interaction, draft_id: str) -> Receipt:
        """The other click on a quote."""
        return await self.use_cases.cancel(member_of(interaction), draft_id, request_of(interaction))


class HasDesk(Protocol):
    """The client, as far as what is made without it needs it: options and buttons know only their interaction."""

    desk: Desk


def desk_of(interaction: discord.Interaction) -> Desk:
    """The desk of the client that got the interaction."""
    return cast("HasDesk", interaction.client).desk


async def defer(interaction: discord.Interaction) -> None:
    """Tell Discord that an answer follows, seen by this person only. Nothing of the database may come before."""
    await _first_answer(interaction, lambda: interaction.response.defer(ephemeral=True, thinking=True))


async def defer_update(interaction: discord.Interaction) -> None:
    """Tell Discord that the message with the button will change; answers come beside it."""
    interaction.extras[_FOLLOWS_UP] = True
    await _first_answer(interaction, interaction.response.defer)


async def open_form(interaction: discord.Interaction, form: discord.ui.Modal) -> None:
    """Open a form. It must be the first answer, so nothing is looked up before; sending it in is checked."""
    # A stopped form isn't kept in memory: what is sent in is found by its custom id, also after a restart.
    form.stop()
    await _first_answer(interaction, lambda: interaction.response.send_modal(form))


async def answer(interaction: discord.Interaction, view: discord.ui.LayoutView) -> None:
    """Show the person what came of it. An answer that Discord doesn't take is logged, never raised."""
    if _FOLLOWS_UP in interaction.extras:
        view.stop()
        await _send(interaction, lambda: _posted(view, interaction.followup.send, ephemeral=True), tries=1)
    else:
        await replace(interaction, view)


async def replace(interaction: discord.Interaction, view: discord.ui.LayoutView) -> None:
    """Put a view in the place of the deferred answer, or of the message whose button was pressed."""
    view.stop()
    # Writing the same answer twice leaves one answer, so a broken connection may be tried again.
    await _send(interaction, lambda: _posted(view, interaction.edit_original_response), tries=3)


async def follow_up(interaction: discord.Interaction, text: str, files: Sequence[discord.File] = ()) -> None:
    """Send something after the answer, to the same person alone.

    Files are put into it afterwards: what is sent once more may come twice, what is changed once more may not.
    """
    nobody = discord.AllowedMentions.none()
    send = partial(interaction.followup.send, text, ephemeral=True, allowed_mentions=nobody, wait=True)
    sent = await _send(interaction, send, tries=3)
    if sent is not None and files and await _send(interaction, lambda: _filled(sent, files), tries=3) is None:
        await _send(interaction, lambda: sent.edit(content=FILES_NOT_SENT), tries=1)


async def _filled(message: discord.WebhookMessage, files: Sequence[discord.File]) -> discord.WebhookMessage:
    for file in files:
        # An attempt before may have read them.
        file.reset(seek=True)
    return await message.edit(attachments=files)


async def report(interaction: discord.Interaction, error: BaseException) -> None:
    """The one way for what goes wrong: a refusal as a sentence, all else as an incident with its trace in the log."""
    cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
    if _ANSWERED not in interaction.extras:
        await defer(interaction)
    if isinstance(cause, Refusal):
        await answer(interaction, refusal_card(cause))
        return
    if isinstance(cause, Declined):
        await answer(interaction, Panel(REFUSED).text(cause.text, NOTHING_CHANGED).view())
        return
    sentence = next((words for kind, words in _NO_INCIDENTS.items() if isinstance(cause, kind)), None)
    if sentence is not None:
        await answer(interaction, note(sentence))
        return
    incident = secrets.token_hex(4)
    about(incident=incident)
    _log.error("incident", exc_info=cause, **_about(interaction))
    await answer(interaction, incident_card(incident))


async def guarded(interaction: discord.Interaction, work: Awaitable[None]) -> None:
    """Await what an interaction asks for; whatever goes wrong takes the one way."""
    try:
        await work
    except Exception as error:  # noqa: BLE001  # Nothing may be swallowed by discord.py, so all is reported here.
        await report(interaction, error)


async def _first_answer(interaction: discord.Interaction, respond: Callable[[], Awaitable[Any]]) -> None:
    interaction.extras[_ANSWERED] = True
    # For every line of this interaction's task from now on, whoever writes it.
    about(guild_id=interaction.guild_id, interaction_id=interaction.id)
    try:
        async with asyncio.timeout(_FIRST_ANSWER_SECONDS):
            try:
                await respond()
            except _BROKEN_CONNECTION:
                # Whether it arrived is unknown; a second first answer does no harm.
                await respond()
    except NETWORK_FAILURES as error:
        _log.warning("first_answer_failed", **_about(interaction), **_failure(error))


async def _posted(view: discord.ui.LayoutView, post: Callable[..., Awaitable[Any]], **options: Any) -> None:
    """Post a view; where Discord lets a link in it through to nobody, once more without links."""
    try:
        await post(view=view, **options)
    except discord.HTTPException as error:
        if not has_blocked_link(error):
            raise
        leave_links_out(view)
        await post(view=view, **options)


async def _send(
    interaction: discord.Interaction, send: Callable[[], Awaitable[Result]], *, tries: int
) -> Result | None:
    """What Discord gives back; None for what it didn't take, which is logged."""
    for pause_seconds in (*_PAUSES_SECONDS[: tries - 1], None):
        try:
            return await send()
        except NETWORK_FAILURES as error:
            if pause_seconds is None or not _may_pass(error):
                _log.warning("answer_lost", **_about(interaction), **_failure(error))
                return None
            await asyncio.sleep(pause_seconds)
    return None


def _may_pass(error: BaseException) -> bool:
    """Whether the same may get through a little later: discord.py sees to other failures itself, but not to a broken
    connection, nor to Cloudflare's own limit."""
    return isinstance(error, _BROKEN_CONNECTION) or (isinstance(error, discord.HTTPException) and error.status == 429)


def _failure(error: BaseException) -> dict[str, Any]:
    return {"error": type(error).__name__, "code": getattr(error, "code", None)}


def _about(interaction: discord.Interaction) -> dict[str, Any]:
    # Names and ids only: nothing that somebody typed.
    command = interaction.command
    return {
        "kind": interaction.type.name,
        "command": interaction.custom_id if command is None else command.qualified_name,
    }
