"""What people and the bot may do in a server and its channels at this moment."""

from dataclasses import dataclass

from discord import Permissions

from bot.delivery.access import channel_permissions, guild_permissions
from bot.delivery.discord_rest import ChannelFacts, DiscordRest
from bot.delivery.relay import Undeliverable


@dataclass(frozen=True, slots=True)
class Powers:
    """Asks Discord for roles, and computes what they allow."""

    rest: DiscordRest

    async def of_bot(self, guild_id: int) -> int:
        """What the bot may do in a guild at large, as permission bits, and so what it may hand out in a room."""
        role_ids = await self.rest.member_role_ids(guild_id, self.rest.bot_id)
        if role_ids is None:
            raise Undeliverable("the bot is not in the server")
        return guild_permissions(await self.rest.role_permissions(guild_id), role_ids, guild_id)

    async def of_member(self, guild_id: int, place: ChannelFacts, member_id: int) -> Permissions | None:
        """What a member may do in a channel; None for who is not on the server."""
        role_ids = await self.rest.member_role_ids(guild_id, member_id)
        if role_ids is None:
            return None
        found = await self.of_roles(guild_id, place, role_ids, member_id)
        # Asked only where it matters: the owner may do everything whatever roles and overwrites say.
        is_owner = not found.view_channel and member_id == await self.rest.owner_id(guild_id)
        return Permissions.all() if is_owner else found

    async def of_roles(
        self, guild_id: int, place: ChannelFacts, role_ids: frozenset[int], member_id: int = 0
    ) -> Permissions:
        """What whoever has these roles may do in a channel."""
        base = guild_permissions(await self.rest.role_permissions(guild_id), role_ids, guild_id)
        bits = channel_permissions(base, place.overwrites, guild_id=guild_id, role_ids=role_ids, member_id=member_id)
        return Permissions(bits)
