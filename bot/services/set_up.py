"""`/config setup`: what is to be made on a server, and what the relay reports back of it."""

from functools import partial

from bot.domain.actors import StaffRole
from bot.domain.settings import ChannelKind, RoomKind, Settings
from bot.services.context import Context
from bot.services.effects_base import Words, direct_target, staff_target
from bot.services.needs import SET_UP_MAKES
from bot.services.ports import EffectKind, OutboxMessage, SettingChange, Signal
from bot.services.quoting import Quoted
from bot.services.receipts import Facts, Receipt
from bot.services.setting_commands import SetUpServer
from bot.services.transactions import SettingsDefaults, retried, settings_of
from bot.services.unit_of_work import Storage


def kinds_for(settings: Settings) -> list[ChannelKind]:
    """The channels that a server is to have: for staff, records and cashiers; and the cases channel, where rooms are
    threads or one that was set is gone."""
    wants_cases = settings.rooms is RoomKind.THREAD or ChannelKind.CASES in settings.gone_channels
    return [*SET_UP_MAKES, *([ChannelKind.CASES] if wants_cases else [])]


async def quote_set_up(context: Context, command: SetUpServer) -> Quoted:
    """What would be made."""
    return Quoted(command, "set_up", _facts(context))


async def set_up(context: Context, _: SetUpServer) -> Receipt:
    """Ask for what is missing; the relay makes it, and finishes what an attempt before has left half done."""
    facts = _facts(context)
    key = f"set_up:{context.guild_id}:{context.request.interaction_id}"
    target = f"set_up:{context.guild_id}"
    payload = {"member_id": context.actor.member_id}
    await context.put([OutboxMessage(context.guild_id, target, EffectKind.SET_UP, key, payload)])
    return Receipt("set_up_begun", facts)


def _facts(context: Context) -> Facts:
    context.actor.require(StaffRole.ADMIN)
    settings = context.settings
    roles = (StaffRole.MODERATOR, StaffRole.CASHIER)
    return {
        "makes": [kind.value for kind in kinds_for(settings) if kind not in settings.channel_ids],
        "missing_roles": [role.value for role in roles if role not in settings.role_ids],
    }


class SetUps:
    """Keeps what was made."""

    def __init__(self, storage: Storage, defaults: SettingsDefaults, committed: Signal) -> None:
        self._storage = storage
        self._defaults = defaults
        self._committed = committed

    async def settings(self, guild_id: int) -> Settings:
        """The server's configuration as it is now."""
        async with self._storage.read() as uow:
            return await settings_of(uow, guild_id, self._defaults)

    async def made(self, guild_id: int, kind: ChannelKind, channel_id: int, member_id: int, at_ms: int) -> None:
        """Set a channel that was made, in the name of the admin who asked for it; one set meanwhile stays."""
        await retried(partial(self._made, guild_id, kind, channel_id, member_id, at_ms))

    async def _made(self, guild_id: int, kind: ChannelKind, channel_id: int, member_id: int, at_ms: int) -> None:
        async with self._storage.write() as uow:
            defaults = self._defaults(guild_id)
            settings = await uow.settings.get(defaults)
            if kind in settings.channel_ids:
                return
            change = SettingChange(guild_id, at_ms, member_id, f"channel {kind.value}", "none", f"<#{channel_id}>")
            await uow.settings.save(settings.with_channel(kind, channel_id), defaults, [change])
            await uow.commit()

    async def done(self, guild_id: int, member_id: int, channel_ids: list[int], key: str) -> None:
        """Say in the staff channel what there is now."""
        await self._tell(done_notice(guild_id, member_id, channel_ids, key))

    async def refused(self, guild_id: int, member_id: int, *, is_full: bool, key: str) -> None:
        """Tell the admin who asked for it that Discord has refused something."""
        await self._tell(refused_notice(guild_id, member_id, is_full=is_full, key=key))

    async def _tell(self, message: OutboxMessage) -> None:
        async def work() -> None:
            async with self._storage.write() as uow:
                await uow.outbox.put([message])
                await uow.commit()

        await retried(work)
        self._committed()


def done_notice(guild_id: int, member_id: int, channel_ids: list[int], key: str) -> OutboxMessage:
    """To staff: the channels that there are now."""
    facts: Facts = {"member_id": member_id, "channel_ids": [str(channel_id) for channel_id in channel_ids]}
    payload = {"case_id": None, **Words("staff_set_up_done", facts, {}).payload()}
    return OutboxMessage(guild_id, staff_target(guild_id), EffectKind.STAFF_POST, f"{key}:done", payload)


def refused_notice(guild_id: int, member_id: int, *, is_full: bool, key: str) -> OutboxMessage:
    """To the admin: Discord has refused something, because the server is full or because the bot lacks permissions."""
    words = Words("set_up_refused", {"member_id": member_id, "is_full": is_full}, {})
    payload = {"case_id": None, **words.payload(), "member_id": member_id, "notice": None}
    return OutboxMessage(guild_id, direct_target(guild_id, member_id), EffectKind.DIRECT, f"{key}:refused", payload)
