"""The life of an interaction: sent to the bot, answered once within 3 s, followed up for 15 minutes."""

import secrets
import time
from typing import Any

from bot.sandbox import messages
from bot.sandbox.drafts import Draft, Upload, read_draft
from bot.sandbox.errors import ApiError, invalid
from bot.sandbox.guild_payloads import guild_payload
from bot.sandbox.message_payloads import integration_owners, message_payload
from bot.sandbox.modals import read_choices, read_modal
from bot.sandbox.model import (
    EPHEMERAL,
    LOADING,
    Channel,
    Interaction,
    InteractionType,
    Message,
    ResponseState,
    User,
)
from bot.sandbox.payloads import channel_payload, member_payload, user_payload
from bot.sandbox.world import Event, World

Json = dict[str, Any]
MESSAGE, THINKING, DEFERRED_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
_KINDS_FOR = {
    InteractionType.COMMAND: (MESSAGE, THINKING, MODAL),
    InteractionType.COMPONENT: (MESSAGE, THINKING, DEFERRED_UPDATE, UPDATE, MODAL),
    InteractionType.AUTOCOMPLETE: (CHOICES,),
    InteractionType.MODAL_SUBMIT: (MESSAGE, THINKING, DEFERRED_UPDATE, UPDATE),
}


def begin(
    world: World,
    kind: InteractionType,
    user: User,
    channel: Channel,
    data: Json,
    *,
    name: str = "",
    source: Message | None = None,
    opened_by: Interaction | None = None,
) -> Interaction:
    """Send what a person did to the bot, and return the interaction that waits for the answer."""
    interaction = Interaction(
        id=world.ids.next(),
        token=secrets.token_urlsafe(48),
        kind=kind,
        user=user,
        channel=channel,
        guild_id=channel.guild_id,
        data=data,
        created_at_ms=world.now_ms(),
        sent_at_monotonic=time.monotonic(),
        name=name,
        source=source,
        opened_by=opened_by,
        source_revision=0 if source is None else source.revision,
    )
    interaction.payload = _payload(world, interaction)
    world.interactions[interaction.id] = interaction
    world.interaction_tokens[interaction.token] = interaction
    send(world, interaction)
    return interaction


def send(world: World, interaction: Interaction) -> None:
    """Send INTERACTION_CREATE, for the first time or once more."""
    world.emit(Event("INTERACTION_CREATE", interaction.payload, interaction.guild_id))


def _payload(world: World, interaction: Interaction) -> Json:
    channel, user = interaction.channel, interaction.user
    payload: Json = {
        "id": str(interaction.id),
        "application_id": str(world.application_id),
        "type": int(interaction.kind),
        "token": interaction.token,
        "version": 1,
        "channel_id": str(channel.id),
        "channel": channel_payload(channel) | {"permissions": str(int(world.permissions_in(channel, user.id)))},
        "data": interaction.data,
        "locale": user.locale,
        "app_permissions": str(int(world.permissions_in(channel, world.bot.id))),
        "entitlements": [],
        "authorizing_integration_owners": integration_owners(interaction),
        "context": 0 if interaction.guild_id is not None else 1,
        "attachment_size_limit": world.limits.attachment_bytes,
    }
    guild = world.guild_of(channel)
    if guild is None:
        payload["user"] = user_payload(user)
    else:
        permissions = str(int(world.permissions_in(channel, user.id)))
        payload["guild_id"] = str(guild.id)
        payload["guild"] = {"id": str(guild.id), "locale": guild.locale, "features": guild_payload(guild)["features"]}
        payload["guild_locale"] = guild.locale
        payload["member"] = member_payload(guild.members[user.id]) | {"permissions": permissions}
    if interaction.source is not None and not interaction.source.is_deleted:
        payload["message"] = message_payload(world, interaction.source)
    return payload


# -- the first answer


def find(world: World, interaction_id: int, token: str) -> Interaction:
    """Return the interaction of an id and token; raises 10062."""
    interaction = world.interactions.get(interaction_id)
    if interaction is None or not secrets.compare_digest(interaction.token, token):
        raise ApiError(10062)
    return interaction


def respond(world: World, interaction: Interaction, body: Json, uploads: list[Upload]) -> None:
    """Take the bot's first answer; raises 40060 for a second one, 10062 for a late one, 50035 for a wrong kind."""
    if interaction.state is not ResponseState.NONE:
        raise ApiError(40060)
    if time.monotonic() - interaction.sent_at_monotonic > world.limits.first_answer_seconds:
        raise ApiError(10062)
    kind = int(body.get("type") or 0)
    # A modal that a command opened may be acknowledged by 6, though there is no message to update.
    updates_nothing = kind == UPDATE and interaction.source is None
    if kind not in _KINDS_FOR[interaction.kind] or updates_nothing:
        raise invalid("type", "INTERACTION_RESPONSE_TYPE_INVALID", "That response does not fit this interaction.")
    data: Json = body.get("data") or {}
    match kind:
        case 4:
            draft = _draft(world, data, uploads)
            interaction.original = _post(world, interaction, draft)
            interaction.state = ResponseState.ANSWERED
        case 5:
            flags = LOADING | (data.get("flags") or 0) & EPHEMERAL
            interaction.original = _post(world, interaction, Draft(content=""), extra_flags=flags)
            interaction.state = ResponseState.THINKING
        case 6:
            interaction.state = ResponseState.UPDATE_DEFERRED
        case 7:
            source = _source(interaction)
            messages.edit(world, source, _draft(world, data, uploads, edited=source))
            interaction.state = ResponseState.UPDATED
        case 8:
            interaction.choices = read_choices(body)
            interaction.state = ResponseState.CHOICES
        case _:
            interaction.modal = read_modal(data)
            interaction.state = ResponseState.MODAL
    interaction.callback_type = kind
    interaction.answered_at_monotonic = time.monotonic()
    world.changes.notify()


def _draft(world: World, data: Json, uploads: list[Upload], edited: Message | None = None) -> Draft:
    if edited is not None and edited.flags & LOADING:
        edited = None
    return read_draft(data, uploads, edited=edited, max_file_bytes=world.limits.attachment_bytes)


def _post(world: World, interaction: Interaction, draft: Draft, *, extra_flags: int = 0) -> Message:
    kind = 0
    if interaction.kind is InteractionType.COMMAND:
        kind = 20 if interaction.data.get("type", 1) == 1 else 23
    elif interaction.source is not None:
        kind = 19
        draft.reference = {"message_id": interaction.source.id}
    channel = interaction.channel
    return messages.post(world, channel, world.bot, draft, kind=kind, extra_flags=extra_flags, interaction=interaction)


def _source(interaction: Interaction) -> Message:
    if interaction.source is None or interaction.source.is_deleted:
        raise ApiError(10008)
    return interaction.source


def callback_payload(world: World, interaction: Interaction) -> Json:
    """Return what the callback route answers when it is asked for the response."""
    about: Json = {
        "id": str(interaction.id),
        "type": int(interaction.kind),
        "channel_id": str(interaction.channel.id),
    }
    if interaction.guild_id is not None:
        about["guild_id"] = str(interaction.guild_id)
    payload: Json = {"interaction": about}
    message = interaction.original or (interaction.source if interaction.state is ResponseState.UPDATED else None)
    if message is not None:
        about["response_message_id"] = str(message.id)
        about["response_message_loading"] = bool(message.flags & LOADING)
        about["response_message_ephemeral"] = message.is_ephemeral
        # A deferral creates a loading message too, but only 4 and 7 give it back.
        if interaction.callback_type in (MESSAGE, UPDATE):
            payload["resource"] = {"type": interaction.callback_type, "message": message_payload(world, message)}
    return payload


# -- afterwards, by token


def by_token(world: World, application_id: int, token: str) -> Interaction:
    """Return the interaction of a token; raises 10015 for an unknown one and 50027 for one older than 15 minutes."""
    if application_id != world.application_id:
        raise ApiError(10015)
    interaction = world.interaction_tokens.get(token)
    if interaction is None:
        raise ApiError(50027)
    if interaction.state is ResponseState.NONE:
        raise ApiError(10015)
    age_ms = world.now_ms() - interaction.created_at_ms
    if age_ms > world.limits.token_life_seconds * 1000:
        raise ApiError(50027)
    return interaction


def follow_up(world: World, interaction: Interaction, body: Json, uploads: list[Upload]) -> Message:
    """Send a follow-up; the first one after a deferral becomes the answer itself."""
    draft = _draft(world, body, uploads)
    if interaction.state is ResponseState.THINKING and interaction.original is not None:
        return _fill(world, interaction, interaction.original, draft)
    draft.reference = None
    message = messages.post(world, interaction.channel, world.bot, draft, interaction=interaction)
    interaction.followups.append(message)
    world.changes.notify()
    return message


def _fill(world: World, interaction: Interaction, original: Message, draft: Draft) -> Message:
    messages.fill(world, original, draft)
    interaction.state = ResponseState.ANSWERED
    world.changes.notify()
    return original


def original_of(interaction: Interaction) -> Message:
    """Return the message that `@original` means; raises 10008."""
    message = interaction.original
    if interaction.state in (ResponseState.UPDATE_DEFERRED, ResponseState.UPDATED):
        message = interaction.source
    if message is None or message.is_deleted:
        raise ApiError(10008)
    return message


def message_of(interaction: Interaction, reference: str) -> Message:
    """Return the message of `@original` or of a message id that belongs to the interaction; raises 10008."""
    if reference == "@original":
        return original_of(interaction)
    for message in (interaction.original, interaction.source, *interaction.followups):
        if message is not None and str(message.id) == reference and not message.is_deleted:
            return message
    raise ApiError(10008)


def edit(world: World, interaction: Interaction, message: Message, body: Json, uploads: list[Upload]) -> Message:
    """Edit an answer; for a deferred one this is the answer."""
    if message is interaction.original and interaction.state is ResponseState.THINKING:
        return _fill(world, interaction, message, _draft(world, body, uploads))
    messages.edit(world, message, _draft(world, body, uploads, edited=message))
    if message is interaction.source:
        interaction.state = ResponseState.UPDATED
        world.changes.notify()
    return message
