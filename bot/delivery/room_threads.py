"""Case rooms that are private threads: found or made under a channel that fits, and open to exactly those whom the case
concerns."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import discord
import structlog

from bot.delivery.access import (
    MANAGE_THREADS,
    UNUSABLE,
    Lack,
    insiders,
    merged,
    parent_lacks,
    parent_overwrites,
)
from bot.delivery.discord_rest import (
    TEXT_CHANNEL,
    THREADS_FULL,
    ChannelFacts,
    DiscordRest,
    Overwrite,
    overwrite_payloads,
)
from bot.delivery.powers import Powers
from bot.delivery.relay import NoPlaceForRoom
from bot.delivery.room_channels import Noted, made_once, remove_doubles
from bot.domain.actors import StaffRole
from bot.domain.case_state import CaseState
from bot.domain.ids import case_name
from bot.domain.settings import ChannelKind, RoomKind, Settings
from bot.services.deliveries import Deliveries
from bot.services.room_effects import cases_channel_alert
from bot.ui.texts_rooms import THREADS_CHANNEL, THREADS_TOPIC

_logger: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(__name__)

_AWAKE: Final = {"archived": False, "locked": False, "invitable": False}
_SHUT: Final = {"archived": True, "locked": True}


@dataclass(frozen=True, slots=True)
class RoomThreads:
    """Makes, finds, opens and shuts threads of cases."""

    rest: DiscordRest
    powers: Powers
    deliveries: Deliveries

    async def find(self, state: CaseState, settings: Settings, channels: list[ChannelFacts]) -> ChannelFacts | None:
        """The case's thread, made by an attempt that ended before it was noted."""
        threads = await self.rest.threads(state.guild_id)
        for parent in _known_parents(channels, settings):
            try:
                threads += await self.rest.archived_threads(parent.channel_id)
            except discord.Forbidden:
                _logger.info("archived_threads_unread", guild_id=state.guild_id, channel_id=parent.channel_id)
        for thread in threads:
            if self._is_room(thread, state) and await self._holds_nobody_else(thread, state):
                return thread
        return None

    def _is_room(self, thread: ChannelFacts, state: CaseState) -> bool:
        # A thread has no topic. Anybody may call one so, but not in the bot's name.
        return thread.is_thread and thread.name == _name(state) and thread.owner_id == self.rest.bot_id

    async def _holds_nobody_else(self, thread: ChannelFacts, state: CaseState) -> bool:
        """Whether a thread is open to nobody but those whom the case concerns: it may be another record's case."""
        if thread.member_count <= 1:
            return True
        try:
            member_ids = await self.rest.thread_member_ids(thread.channel_id)
        except discord.Forbidden:
            return False
        return member_ids <= {self.rest.bot_id, *insiders(state)}

    async def make(self, state: CaseState, settings: Settings, channels: list[ChannelFacts], noted: Noted) -> None:
        """Make the case's thread and have it noted. Raises HTTPException where there is no place for it."""
        guild_id, noted_ids = state.guild_id, list[int]()
        parent = await self._parent(state, settings, channels)

        async def make() -> ChannelFacts:
            made = await self.rest.create_thread(parent.channel_id, _name(state), reason=case_name(state.case_id))
            noted_ids.append(made.channel_id)
            await noted(made.channel_id)
            return made

        kept_id, doubles = await made_once(
            make,
            lambda: self.rest.threads(guild_id),
            lambda item: self._is_room(item, state),
            await self.rest.threads(guild_id),
        )
        if kept_id not in noted_ids:
            await noted(kept_id)
        await self._let_in(kept_id, state)
        await remove_doubles(self.rest, guild_id, kept_id, doubles)

    async def set_access(
        self, thread: ChannelFacts, state: CaseState, settings: Settings, *, closed_to_id: int | None = None
    ) -> None:
        """Let in whom the case concerns now, and `closed_to_id` out; the room of an ended case is shut."""
        if thread.parent_id is not None and state.is_open:
            parent = await self.rest.channel(thread.parent_id)
            if parent is not None:
                await self._prepared(parent, settings, closed_to_id)
        if closed_to_id is not None and await self.rest.is_in_thread(thread.channel_id, closed_to_id):
            await self.wake(thread, state)
            await self.rest.take_out(thread.channel_id, closed_to_id)
            thread = replace(thread, archived=False)
        if state.is_open:
            await self.wake(thread, state)
            await self._let_in(thread.channel_id, state)
        elif not (thread.archived and thread.locked):
            if state.rulebook.offers_hidden:
                # From now on the arbitrator may read what was said (R7.5).
                await self._let_in(thread.channel_id, state)
            await self.shut(thread, state)

    async def wake(self, thread: ChannelFacts, state: CaseState) -> None:
        """Make a thread take messages and edits; while the case runs, also those of the parties, and no guests of
        theirs. Raises NoPlaceForRoom where no more threads may be active."""
        wanted = _AWAKE if state.is_open else {"archived": False}
        changes = {name: value for name, value in wanted.items() if getattr(thread, name) != value}
        if not changes:
            return
        try:
            await self.rest.change_thread(thread.channel_id, changes, reason=case_name(state.case_id))
        except discord.HTTPException as error:
            if error.code == THREADS_FULL:
                raise NoPlaceForRoom("the server has all the active threads that Discord allows") from error
            raise

    async def shut(self, thread: ChannelFacts, state: CaseState) -> None:
        """Close the thread of an ended case for all: locked and archived; only archived where locking is refused."""
        try:
            await self.rest.change_thread(thread.channel_id, _SHUT, reason=case_name(state.case_id))
        except discord.Forbidden:
            _logger.warning("thread_not_locked", guild_id=state.guild_id, channel_id=thread.channel_id)
            await self.rest.change_thread(thread.channel_id, {"archived": True}, reason=case_name(state.case_id))

    async def _let_in(self, thread_id: int, state: CaseState) -> None:
        for member_id in insiders(state):
            try:
                await self.rest.let_in(thread_id, member_id)
            except discord.Forbidden as error:
                # Mostly: they can't see the channel. The others get in all the same.
                _logger.warning("not_let_in", guild_id=state.guild_id, channel_id=thread_id, error=error.text)

    # The channel above.

    async def _parent(self, state: CaseState, settings: Settings, channels: list[ChannelFacts]) -> ChannelFacts:
        """The channel for a new thread: the configured cases channel if it fits, else one of the bot's making."""
        named_id = settings.channel_ids.get(ChannelKind.CASES)
        if named_id is not None:
            named = next((item for item in channels if item.channel_id == named_id), None)
            if named is None or named.kind != TEXT_CHANNEL:
                lacks = [Lack.NO_TEXT_CHANNEL]
            else:
                named = await self._prepared(named, settings)
                lacks = await self._lacks(named, state, settings)
            await self._tell(named_id, state, settings, lacks)
            if named is not None and not _unusable(settings).intersection(lacks):
                return named
        own = next(filter(is_own_parent, channels), None) or await self._made_parent(state, settings, channels)
        own = await self._prepared(own, settings)
        await self._tell(own.channel_id, state, settings, await self._lacks(own, state, settings))
        return own

    async def _made_parent(self, state: CaseState, settings: Settings, channels: list[ChannelFacts]) -> ChannelFacts:
        grantable = await self.powers.of_bot(state.guild_id)
        overwrites = parent_overwrites([], settings, bot_id=self.rest.bot_id, grantable=grantable, is_own=True)

        async def make() -> ChannelFacts:
            return await self.rest.create_channel(
                state.guild_id,
                TEXT_CHANNEL,
                THREADS_CHANNEL,
                reason=THREADS_CHANNEL,
                topic=THREADS_TOPIC,
                permission_overwrites=overwrite_payloads(overwrites),
            )

        made_id, doubles = await made_once(make, lambda: self.rest.channels(state.guild_id), is_own_parent, channels)
        await remove_doubles(self.rest, state.guild_id, made_id, doubles)
        made = await self.rest.channel(made_id)
        if made is None:
            raise LookupError(f"the channel {made_id} was deleted as soon as it was made")
        return made

    async def _prepared(
        self, parent: ChannelFacts, settings: Settings, closed_to_id: int | None = None
    ) -> ChannelFacts:
        """The channel with its overwrites set as far as the bot may; an old moderator role loses its way in."""
        changes = parent_overwrites(
            parent.overwrites,
            settings,
            bot_id=self.rest.bot_id,
            grantable=await self.powers.of_bot(settings.guild_id),
            is_own=is_own_parent(parent),
        )
        changes += [
            replace(item, allow=item.allow & ~MANAGE_THREADS)
            for item in parent.overwrites
            if item.target_id == closed_to_id and item.allow & MANAGE_THREADS
        ]
        done: list[Overwrite] = []
        try:
            for change in changes:
                await self.rest.set_overwrite(parent.channel_id, change, reason="Case rooms are threads here")
                done.append(change)
        except discord.Forbidden as error:
            _logger.warning(
                "cases_channel_unchanged",
                guild_id=settings.guild_id,
                channel_id=parent.channel_id,
                error=error.text,
            )
        return replace(parent, overwrites=tuple(merged(done, parent.overwrites)))

    async def _lacks(self, parent: ChannelFacts, state: CaseState, settings: Settings) -> list[Lack]:
        guild_id = state.guild_id
        bot = await self.powers.of_member(guild_id, parent, self.rest.bot_id)
        parties = [await self.powers.of_member(guild_id, parent, party_id) for party_id in state.parties]
        role_id = settings.role_ids.get(StaffRole.MODERATOR)
        moderators = None if role_id is None else await self.powers.of_roles(guild_id, parent, frozenset({role_id}))
        return parent_lacks(
            bot=0 if bot is None else bot.value,
            moderators=None if moderators is None else moderators.value,
            parties=[party.value for party in parties if party is not None],
            members=(await self.powers.of_roles(guild_id, parent, frozenset())).value,
        )

    async def _tell(self, channel_id: int, state: CaseState, settings: Settings, lacks: Sequence[Lack]) -> None:
        """Tell staff what is missing where rooms are threads by the server's choice."""
        if not lacks:
            return
        _logger.warning("cases_channel_lacks", guild_id=state.guild_id, channel_id=channel_id, lacks=list(lacks))
        if settings.rooms is RoomKind.THREAD:
            names = tuple(lack.value for lack in lacks)
            await self.deliveries.tell_staff(cases_channel_alert(state.guild_id, state.case_id, channel_id, names))


def is_own_parent(channel: ChannelFacts) -> bool:
    """Whether a channel was made by the bot for threads to hang under."""
    return channel.kind == TEXT_CHANNEL and channel.topic == THREADS_TOPIC


def _unusable(settings: Settings) -> frozenset[Lack]:
    """What makes a channel unfit. One that isn't there for threads isn't changed for members' sake either."""
    return UNUSABLE if settings.rooms is RoomKind.THREAD else UNUSABLE | {Lack.PARTIES_CANT_TAKE_PART}


def _known_parents(channels: list[ChannelFacts], settings: Settings) -> list[ChannelFacts]:
    named_id = settings.channel_ids.get(ChannelKind.CASES)
    return [
        item for item in channels if item.kind == TEXT_CHANNEL and (item.channel_id == named_id or is_own_parent(item))
    ]


def _name(state: CaseState) -> str:
    return case_name(state.case_id).lower()
