"""Answers to interactions: the callback, and the webhook of its token."""

from bot.sandbox import interactions, messages
from bot.sandbox.message_payloads import message_payload
from bot.sandbox.model import Interaction
from bot.sandbox.payloads import user_payload
from bot.sandbox.routing import Call, Reply, RouteTable, ok

routes = RouteTable()
_WEBHOOK = "/webhooks/{webhook_id}/{webhook_token}"
_MESSAGE = "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}"


@routes.add("POST", "/interactions/{interaction_id}/{interaction_token}/callback", needs_token=False)
def callback(call: Call) -> Reply:
    """Take the first answer to an interaction."""
    found = interactions.find(call.world, call.id("interaction_id"), call.params["interaction_token"])
    interactions.respond(call.world, found, call.fields, call.uploads)
    if call.query.get("with_response") in ("1", "true", "True"):
        return ok(interactions.callback_payload(call.world, found))
    return Reply()


def _interaction(call: Call) -> Interaction:
    return interactions.by_token(call.world, call.id("webhook_id"), call.params["webhook_token"])


@routes.add("GET", _WEBHOOK, needs_token=False)
def webhook(call: Call) -> Reply:
    """Return the webhook that an interaction's token stands for."""
    found = _interaction(call)
    world = call.world
    return ok(
        {
            "id": str(world.application_id),
            "type": 3,
            "name": world.bot.display_name,
            "avatar": None,
            "channel_id": str(found.channel.id),
            "guild_id": None if found.guild_id is None else str(found.guild_id),
            "application_id": str(world.application_id),
            "user": user_payload(world.bot),
        }
    )


@routes.add("POST", _WEBHOOK, needs_token=False)
def follow_up(call: Call) -> Reply:
    """Send a follow-up; an interaction's webhook answers with the message even without `wait`."""
    found = _interaction(call)
    message = interactions.follow_up(call.world, found, call.fields, call.uploads)
    return ok(message_payload(call.world, message))


@routes.add("GET", _MESSAGE, needs_token=False)
def get_answer(call: Call) -> Reply:
    """Return an answer."""
    message = interactions.message_of(_interaction(call), call.params["message_id"])
    return ok(message_payload(call.world, message))


@routes.add("PATCH", _MESSAGE, needs_token=False)
def edit_answer(call: Call) -> Reply:
    """Edit an answer, or fill a deferred one."""
    found = _interaction(call)
    message = interactions.message_of(found, call.params["message_id"])
    interactions.edit(call.world, found, message, call.fields, call.uploads)
    return ok(message_payload(call.world, message))


@routes.add("DELETE", _MESSAGE, needs_token=False)
def delete_answer(call: Call) -> Reply:
    """Delete an answer."""
    found = _interaction(call)
    message = interactions.message_of(found, call.params["message_id"])
    messages.delete(call.world, message, call.world.bot)
    return Reply()
