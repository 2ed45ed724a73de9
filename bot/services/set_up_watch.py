"""What was configured and is gone (R9.11): a role or channel deleted in Discord."""

from collections.abc import Collection
from functools import partial

from bot.domain.actors import StaffRole
from bot.domain.case import Case
from bot.domain.deadlines import DeadlineKind, HoldReason
from bot.domain.settings import ChannelKind, Settings
from bot.services.context import Context, record_case
from bot.services.effects_base import intent_alert, set_up_alert
from bot.services.ports import SettingChange, Signal
from bot.services.transactions import SettingsDefaults, retried
from bot.services.unit_of_work import Storage, UnitOfWork

NEEDED_BY = {StaffRole.ARBITRATOR: (DeadlineKind.RULING,), StaffRole.CASHIER: (DeadlineKind.FEE,)}
"""The clocks that can't fairly run without a role: nobody could rule, nobody could bring money in."""


class SetUpWatch:
    """Takes what is gone out of the configuration, so that filing is refused with the reason, and tells staff."""

    def __init__(self, storage: Storage, defaults: SettingsDefaults, committed: Signal) -> None:
        self._storage = storage
        self._defaults = defaults
        self._committed = committed

    async def compare(
        self,
        guild_id: int,
        role_ids: Collection[int],
        channel_ids: Collection[int],
        at_ms: int,
        *,
        owner_id: int | None = None,
    ) -> list[str]:
        """Compare the configuration with what the server has; gives the names of what is gone.

        `channel_ids` are those that the bot knows to exist, whether or not it may see into them. The server's owner is
        told where there is no staff channel.
        """
        gone = await retried(partial(self._compare, guild_id, role_ids, channel_ids, at_ms, owner_id))
        if gone:
            self._committed()
        return gone

    async def tell_unheard(self, guild_id: int, intents: Collection[str]) -> None:
        """Tell staff, once, which intents the bot goes on without: `members`, `message_content`. A server without a
        staff channel hears of it at the first start at which it has one."""

        async def work() -> None:
            async with self._storage.write() as uow:
                settings = await uow.settings.get(self._defaults(guild_id))
                if ChannelKind.STAFF in settings.channel_ids:
                    await uow.outbox.put([intent_alert(guild_id, intent) for intent in intents])
                    await uow.commit()

        if intents:
            await retried(work)
            self._committed()

    async def _compare(
        self,
        guild_id: int,
        role_ids: Collection[int],
        channel_ids: Collection[int],
        at_ms: int,
        owner_id: int | None,
    ) -> list[str]:
        async with self._storage.write() as uow:
            defaults = self._defaults(guild_id)
            settings = await uow.settings.get(defaults)
            lost_roles = sorted(role for role, role_id in settings.role_ids.items() if role_id not in role_ids)
            lost_channels = sorted(kind for kind, found in settings.channel_ids.items() if found not in channel_ids)
            names = [f"role {role.value}" for role in lost_roles] + [f"channel {kind.value}" for kind in lost_channels]
            if not names:
                return []
            changed = settings.without(lost_roles, lost_channels)
            changes = [SettingChange(guild_id, at_ms, 0, name, "set", "gone from the server") for name in names]
            await uow.settings.save(changed, defaults, changes)
            told_id = None if ChannelKind.STAFF in changed.channel_ids else owner_id
            await uow.outbox.put([set_up_alert(guild_id, name, at_ms, told_id) for name in names])
            kinds = tuple(kind for role in lost_roles for kind in NEEDED_BY.get(role, ()))
            if kinds:
                await self._hold(uow, guild_id, kinds, at_ms)
            await uow.commit()
            return names

    async def _hold(self, uow: UnitOfWork, guild_id: int, kinds: tuple[DeadlineKind, ...], at_ms: int) -> None:
        for case in await uow.cases.open_cases(guild_id):
            held = case.hold_for(HoldReason.SET_UP, kinds, at_ms=at_ms)
            if held is not None:
                await record_case(uow, case, held)


async def release_held_cases(uow: UnitOfWork, settings: Settings, at_ms: int) -> None:
    """Let the clocks run on that stood for a role, once that role is set again (R9.11)."""
    kinds = tuple(kind for role, needing in NEEDED_BY.items() if role in settings.role_ids for kind in needing)
    for case in await uow.cases.open_cases(settings.guild_id):
        released = case.release_hold(HoldReason.SET_UP, kinds, at_ms=at_ms)
        if released is not None:
            await record_case(uow, case, released)


async def hold_what_lacks_a_role(context: Context, case: Case) -> None:
    """Stop a clock that a command has started while the role that it needs is gone (R9.11)."""
    await hold_all_that_lack_a_role(context.uow, context.settings, case, context.at_ms)


async def hold_all_that_lack_a_role(uow: UnitOfWork, settings: Settings, case: Case, at_ms: int) -> None:
    """Stop all clocks of a case whose role is gone, whatever started them (R9.11)."""
    missing = [role for role in NEEDED_BY if role not in settings.role_ids]
    kinds = tuple(kind for role in missing for kind in NEEDED_BY[role])
    held = case.hold_for(HoldReason.SET_UP, kinds, at_ms=at_ms) if kinds else None
    if held is not None:
        await record_case(uow, case, held)
