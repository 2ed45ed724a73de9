"""The JSON shapes that need the whole world: the application, its commands, and guilds."""

from typing import Any

from bot.sandbox.model import Command, Guild
from bot.sandbox.payloads import channel_payload, member_payload, role_payload, thread_member_payload, user_payload
from bot.sandbox.times import iso
from bot.sandbox.world import World


def application_payload(world: World) -> dict[str, Any]:
    """Return the bot's application."""
    owner = next((user for user in world.users.values() if not user.is_bot), world.bot)
    return {
        "id": str(world.application_id),
        "name": world.bot.display_name,
        "icon": None,
        "description": "",
        "type": None,
        "verify_key": "0" * 64,
        "flags": application_flags(world),
        "flags_new": str(application_flags(world)),
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "owner": user_payload(owner),
        "approximate_guild_count": sum(world.bot.id in guild.members for guild in world.guilds.values()),
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "team": None,
        "eligible_oauth2_scopes": [],
        "bot": user_payload(world.bot),
        "bot_public": True,
        "bot_require_code_grant": False,
    }


def application_flags(world: World) -> int:
    """Return the application's flags: which privileged intents are switched on (the "limited" bits)."""
    allowed = world.allowed_privileged_intents
    return (1 << 13) * bool(allowed & 1 << 8) | (1 << 15) * bool(allowed & 1 << 1) | (1 << 19) * bool(allowed & 1 << 15)


def guild_payload(guild: Guild) -> dict[str, Any]:
    """Return a guild as GET /guilds/{id} does."""
    return {
        "id": str(guild.id),
        "name": guild.name,
        "icon": None,
        "description": None,
        "home_header": None,
        "splash": None,
        "discovery_splash": None,
        "features": [],
        "banner": None,
        "owner_id": str(guild.owner_id),
        "application_id": None,
        "region": "us-west",
        "afk_channel_id": None,
        "afk_timeout": 300,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "widget_enabled": False,
        "widget_channel_id": None,
        "verification_level": 0,
        "roles": [role_payload(role) for role in guild.roles.values()],
        "default_message_notifications": 0,
        "mfa_level": 0,
        "explicit_content_filter": 0,
        "max_presences": None,
        "max_members": 500000,
        "max_stage_video_channel_users": 50,
        "max_video_channel_users": 25,
        "vanity_url_code": None,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "preferred_locale": guild.locale,
        "rules_channel_id": None,
        "safety_alerts_channel_id": None,
        "public_updates_channel_id": None,
        "premium_progress_bar_enabled": False,
        "nsfw": False,
        "nsfw_level": 0,
        "emojis": [],
        "stickers": [],
        "incidents_data": None,
        "approximate_member_count": len(guild.members),
        "approximate_presence_count": 0,
    }


def guild_create_payload(world: World, guild: Guild) -> dict[str, Any]:
    """Return a guild as the GUILD_CREATE event carries it: all channels, visible active threads, the bot as member."""
    bot = guild.members[world.bot.id]
    threads = [
        channel
        for channel in world.threads_of(guild)
        if channel.thread and not channel.thread.is_archived and world.can_see(channel, world.bot.id)
    ]
    return guild_payload(guild) | {
        "joined_at": iso(bot.joined_at_ms),
        "large": len(guild.members) > 250,
        "unavailable": False,
        "member_count": len(guild.members),
        "voice_states": [],
        "members": [member_payload(bot)],
        "channels": [world.gateway_channel(channel) for channel in guild.channels.values() if not channel.is_thread],
        "threads": [
            channel_payload(thread) | {"member": thread_member_payload(thread, world.bot.id)}
            if thread.thread and world.bot.id in thread.thread.members
            else channel_payload(thread)
            for thread in threads
        ],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def command_payload(world: World, command: Command) -> dict[str, Any]:
    """Return an application command as it was registered, with its ids."""
    payload = command.body | {
        "id": str(command.id),
        "application_id": str(world.application_id),
        "version": str(command.version),
    }
    if command.guild_id is not None:
        payload["guild_id"] = str(command.guild_id)
    return payload
