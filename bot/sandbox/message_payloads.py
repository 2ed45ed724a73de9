"""The JSON shapes of messages and attachments."""

import copy
from typing import Any

from bot.sandbox.components import media_of
from bot.sandbox.model import IS_COMPONENTS_V2, Interaction, InteractionType, Message, StoredFile
from bot.sandbox.payloads import member_payload, user_payload
from bot.sandbox.times import iso
from bot.sandbox.world import World


def attachment_payload(world: World, file: StoredFile) -> dict[str, Any]:
    """Return an attachment object with fresh links."""
    link = world.cdn.link(file)
    payload: dict[str, Any] = {
        "id": str(file.id),
        "filename": file.filename,
        "size": len(file.content),
        "url": link,
        "proxy_url": link,
        "content_type": file.content_type,
    }
    if file.description:
        payload["description"] = file.description
    if file.is_ephemeral:
        payload["ephemeral"] = True
    return payload


def message_payload(world: World, message: Message) -> dict[str, Any]:
    """Return a message as the REST API gives it."""
    users = [world.users[user_id] for user_id in message.mentioned_user_ids]
    is_v2 = bool(message.flags & IS_COMPONENTS_V2)
    payload: dict[str, Any] = {
        "id": str(message.id),
        "channel_id": str(message.channel_id),
        "type": message.kind,
        "content": message.content,
        "author": user_payload(message.author),
        "mentions": [user_payload(user) for user in users],
        "mention_roles": [str(role_id) for role_id in message.mentioned_role_ids],
        "mention_everyone": message.mentions_everyone,
        # Files that a V2 message shows in its components are not listed a second time by clients, but stay listed here.
        "attachments": [attachment_payload(world, file) for file in message.files],
        "embeds": [_with_links(world, message, embed) for embed in message.embeds],
        "components": _components(world, message) if is_v2 else copy.deepcopy(message.components),
        "timestamp": iso(message.created_at_ms),
        "edited_timestamp": None if message.edited_at_ms is None else iso(message.edited_at_ms),
        "flags": message.flags,
        "pinned": message.pinned_at_ms is not None,
        "tts": False,
    }
    if message.nonce is not None:
        payload["nonce"] = message.nonce
    if message.application_id is not None:
        payload["application_id"] = str(message.application_id)
        if message.interaction is not None:
            payload["webhook_id"] = str(message.application_id)
    if message.interaction is not None:
        payload["interaction_metadata"] = _metadata(world, message.interaction, message)
    if message.reference is not None:
        payload["message_reference"] = message.reference
    return payload


def gateway_message_payload(world: World, message: Message) -> dict[str, Any]:
    """Return a message as MESSAGE_CREATE carries it: with guild and member.

    An ephemeral message arrives as if it were a direct message, without a guild: Discord's own known quirk.
    """
    payload = message_payload(world, message)
    if message.guild_id is None or message.is_ephemeral:
        return payload
    payload["guild_id"] = str(message.guild_id)
    guild = world.guilds[message.guild_id]
    member = guild.members.get(message.author.id)
    if member is not None:
        payload["member"] = member_payload(member, with_user=False)
    for mentioned in payload["mentions"]:
        known = guild.members.get(int(mentioned["id"]))
        if known is not None:
            mentioned["member"] = member_payload(known, with_user=False)
    return payload


def _metadata(world: World, interaction: Interaction, message: Message) -> dict[str, Any]:
    metadata: dict[str, Any] = {
        "id": str(interaction.id),
        "type": int(interaction.kind),
        "user": user_payload(interaction.user),
        "authorizing_integration_owners": integration_owners(interaction),
    }
    original = interaction.original
    if original is not None and original is not message:
        metadata["original_response_message_id"] = str(original.id)
    if interaction.kind is InteractionType.COMPONENT and interaction.source is not None:
        metadata["interacted_message_id"] = str(interaction.source.id)
    if interaction.kind is InteractionType.MODAL_SUBMIT and interaction.opened_by is not None:
        metadata["triggering_interaction_metadata"] = _metadata(world, interaction.opened_by, message)
    return metadata


def integration_owners(interaction: Interaction) -> dict[str, str]:
    """Return who installed the app: the guild itself."""
    return {"0": str(interaction.guild_id or 0)}


def _components(world: World, message: Message) -> list[dict[str, Any]]:
    components = copy.deepcopy(message.components)
    for media in media_of(components):
        file = _file_named(message, str(media["url"]))
        if file is None:
            media |= {"id": "0", "proxy_url": media["url"], "content_type": None}
        else:
            link = world.cdn.link(file)
            media |= {
                "id": str(file.id),
                "url": link,
                "proxy_url": link,
                "content_type": file.content_type,
                "attachment_id": str(file.id),
            }
    for component in components:
        _name_files(component, message)
    return components


def _name_files(component: dict[str, Any], message: Message) -> None:
    for child in component.get("components", []):
        _name_files(child, message)
    media = component.get("file")
    if media is not None:
        file = next((file for file in message.files if str(file.id) == media.get("attachment_id")), None)
        if file is not None:
            component["name"] = file.filename
            component["size"] = len(file.content)


def _with_links(world: World, message: Message, embed: dict[str, Any]) -> dict[str, Any]:
    result = copy.deepcopy(embed)
    for key in ("image", "thumbnail"):
        file = _file_named(message, str(result.get(key, {}).get("url", "")))
        if file is not None:
            result[key]["url"] = result[key]["proxy_url"] = world.cdn.link(file)
    return result


def _file_named(message: Message, url: str) -> StoredFile | None:
    if not url.startswith("attachment://"):
        return None
    name = url.removeprefix("attachment://")
    return next((file for file in message.files if file.filename == name), None)
