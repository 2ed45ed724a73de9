"""The bot's own account, its application, the gateway's address, and direct message channels."""

from bot.sandbox import channels
from bot.sandbox.errors import ApiError, invalid
from bot.sandbox.guild_payloads import application_payload
from bot.sandbox.payloads import channel_payload, own_user_payload, user_payload
from bot.sandbox.routing import Call, Reply, RouteTable, ok

routes = RouteTable()


@routes.add("GET", "/gateway")
def gateway(call: Call) -> Reply:
    """Return the gateway's address."""
    return ok({"url": call.world.gateway_url})


@routes.add("GET", "/gateway/bot")
def gateway_bot(call: Call) -> Reply:
    """Return the gateway's address, the recommended shards and the start limit."""
    limit = {"total": 1000, "remaining": 1000, "reset_after": 86_400_000, "max_concurrency": 1}
    world = call.world
    return ok({"url": world.gateway_url, "shards": world.recommended_shards, "session_start_limit": limit})


@routes.add("GET", "/users/@me")
def me(call: Call) -> Reply:
    """Return the bot's account."""
    return ok(own_user_payload(call.world.bot))


@routes.add("GET", "/users/@me/guilds")
def my_guilds(call: Call) -> Reply:
    """Return the guilds that the bot is in, by id, with what it may do in each at large."""
    world, limit, after = call.world, int(call.query.get("limit", 200)), int(call.query.get("after", 0))
    mine = [guild for _, guild in sorted(world.guilds.items()) if world.bot.id in guild.members and guild.id > after]
    return ok(
        [
            {
                "id": str(guild.id),
                "name": guild.name,
                "icon": None,
                "banner": None,
                "owner": guild.owner_id == world.bot.id,
                "permissions": str(world.guild_permissions_of(guild, world.bot.id)),
                "features": [],
            }
            for guild in mine[:limit]
        ]
    )


@routes.add("GET", "/oauth2/applications/@me")
def application(call: Call) -> Reply:
    """Return the bot's application."""
    return ok(application_payload(call.world))


@routes.add("GET", "/applications/@me")
def own_application(call: Call) -> Reply:
    """Return the bot's application."""
    return ok(application_payload(call.world))


@routes.add("GET", "/users/{user_id}")
def user(call: Call) -> Reply:
    """Return a user; 10013 for an unknown one."""
    found = call.world.users.get(call.id("user_id"))
    if found is None:
        raise ApiError(10013)
    return ok(user_payload(found))


@routes.add("POST", "/users/@me/channels")
def open_dm(call: Call) -> Reply:
    """Open a direct message channel. This works even with closed direct messages: sending is what fails."""
    recipient = str(call.fields.get("recipient_id"))
    if not recipient.isdigit():
        raise invalid("recipient_id", "BASE_TYPE_REQUIRED", "This field is required")
    found = call.world.users.get(int(recipient))
    if found is None or found.is_bot:
        raise ApiError(50033)
    return ok(channel_payload(channels.open_direct_message(call.world, found)))
