"""What goes out to people and what comes back: outbox, notices delivered, case rooms, and when the bot was alive."""

from __future__ import annotations

from sqlalchemy import Column

from storage.tables.base import check, index, key, optional, required, table, unique_index
from storage.types import Count, Json, Millis, Prose, Snowflake, Word

outbox = table(
    "outbox",
    Column("outbox_id", Snowflake, primary_key=True, autoincrement=True),
    required("dedupe_key", Word),
    required("guild_id", Snowflake),
    required("target", Word),
    required("effect", Word),
    required("payload", Json),
    required("state", Word),
    required("attempts", Count),
    required("created_at_ms", Millis),
    required("not_before_ms", Millis),
    optional("lease_owner", Word),
    optional("lease_until_ms", Millis),
    optional("done_at_ms", Millis),
    optional("result", Json),
    optional("last_error", Prose),
    check("attempts", "attempts >= 0"),
    sqlite_autoincrement=True,
)
unique_index("outbox_dedupe_key", outbox.c.dedupe_key)
index("outbox_pending", outbox.c.target, outbox.c.outbox_id, where=outbox.c.state == "pending")

# What reached a party, and by which way: no forfeiture without notice (R9.4) is judged from these rows.
deliveries = table(
    "deliveries",
    key("guild_id", Snowflake),
    key("delivery_id", Snowflake),
    required("case_id", Snowflake),
    required("member_id", Snowflake),
    required("notice", Word),
    optional("deadline_id", Snowflake),
    required("route", Word),
    required("delivered_at_ms", Millis),
    optional("message_id", Snowflake),
)
index("deliveries_case", deliveries.c.guild_id, deliveries.c.case_id, deliveries.c.member_id)

rooms = table(
    "rooms",
    key("guild_id", Snowflake),
    key("case_id", Snowflake),
    required("state", Word),
    optional("channel_id", Snowflake),
    optional("card_message_id", Snowflake),
    required("version", Count),
)
unique_index("rooms_channel", rooms.c.channel_id)

room_messages = table(
    "room_messages",
    key("guild_id", Snowflake),
    key("message_id", Snowflake),
    required("case_id", Snowflake),
    required("channel_id", Snowflake),
    required("author_id", Snowflake),
    required("at_ms", Millis),
    optional("content", Prose),
    optional("deleted_at_ms", Millis),
)
index("room_messages_case", room_messages.c.guild_id, room_messages.c.case_id, room_messages.c.message_id)

alive_notes = table(
    "alive_notes",
    key("process", Word),
    required("noted_at_ms", Millis),
)

outages = table(
    "outages",
    Column("outage_id", Snowflake, primary_key=True, autoincrement=True),
    optional("guild_id", Snowflake),
    required("started_at_ms", Millis),
    optional("ended_at_ms", Millis),
    sqlite_autoincrement=True,
)
