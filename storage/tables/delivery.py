"""What goes out to people and what comes back: outbox, notices delivered, case rooms, and when the bot was alive."""

from __future__ import annotations

from sqlalchemy import Column, and_

from storage.tables.base import check, flag, index, key, optional, references, required, table, unique_index
from storage.types import Count, Json, Millis, Prose, Snowflake, Word

# The id is the order in which a target's messages go out.
outbox = table(
    "outbox",
    Column("outbox_id", Snowflake, primary_key=True, autoincrement=True),
    required("guild_id", Snowflake),
    required("target", Word),
    required("kind", Word),
    required("dedupe_key", Word),
    required("payload", Json),
    required("state", Word),
    required("attempts", Count),
    required("not_before_ms", Millis),
    optional("lease_owner", Word),
    optional("lease_until_ms", Millis),
    optional("failure", Prose),
    check("attempts", "attempts >= 0"),
    check("lease_whole", "(lease_owner IS NULL) = (lease_until_ms IS NULL)"),
    sqlite_autoincrement=True,
)
unique_index("outbox_dedupe_key", outbox.c.guild_id, outbox.c.dedupe_key)
_IS_PENDING = outbox.c.state == "pending"
index("outbox_pending", outbox.c.guild_id, outbox.c.target, outbox.c.outbox_id, where=_IS_PENDING)
# What was sent stays, and soon outnumbers what waits; of what waits, few rows are under way or tried again later.
index("outbox_oldest", outbox.c.outbox_id, where=_IS_PENDING)
index("outbox_later", outbox.c.not_before_ms, where=and_(_IS_PENDING, outbox.c.not_before_ms > 0))
index("outbox_leased", outbox.c.lease_until_ms, where=and_(_IS_PENDING, outbox.c.lease_until_ms.is_not(None)))

# What reached a party, and by which way: no forfeiture without notice (R9.4) is judged from these rows.
deliveries = table(
    "deliveries",
    key("guild_id", Snowflake),
    key("case_id", Snowflake),
    key("deadline_id", Count),
    key("member_id", Snowflake),
    key("notice", Word),
    key("message_id", Snowflake),
    required("route", Word),
    required("delivered_at_ms", Millis),
    references("deliveries", "cases", "guild_id", "case_id"),
)

rooms = table(
    "rooms",
    key("guild_id", Snowflake),
    key("case_id", Snowflake),
    required("channel_id", Snowflake),
    optional("card_message_id", Snowflake),
    *flag("unreachable"),
    *flag("is_thread"),
    # When the bot took the room away; the row stays, so that what it was is known.
    optional("removed_at_ms", Millis),
    references("rooms", "cases", "guild_id", "case_id"),
)
unique_index("rooms_channel", rooms.c.guild_id, rooms.c.channel_id)

# What people said in case rooms, as it arrived; the room may go, these stay.
room_messages = table(
    "room_messages",
    key("guild_id", Snowflake),
    key("message_id", Snowflake),
    required("case_id", Snowflake),
    required("author_id", Snowflake),
    required("sent_at_ms", Millis),
    required("body", Prose),
    optional("edited_at_ms", Millis),
    optional("deleted_at_ms", Millis),
    # An erased message keeps who said something and when; its words and its edits are gone.
    optional("erased_at_ms", Millis),
    check("erased_whole", "erased_at_ms IS NULL OR body = ''"),
    references("room_messages", "cases", "guild_id", "case_id"),
)
index("room_messages_case", room_messages.c.guild_id, room_messages.c.case_id, room_messages.c.message_id)

room_message_edits = table(
    "room_message_edits",
    key("guild_id", Snowflake),
    key("message_id", Snowflake),
    key("edited_at_ms", Millis),
    required("body", Prose),
    references("room_message_edits", "room_messages", "guild_id", "message_id"),
)

# One row: when this bot last noted that it runs.
alive_notes = table(
    "alive_notes",
    key("process", Word),
    required("noted_at_ms", Millis),
)

# When the gateway session of each guild was last known to be up.
connections = table(
    "connections",
    key("guild_id", Snowflake),
    required("connected_at_ms", Millis),
)

outages = table(
    "outages",
    key("guild_id", Snowflake),
    key("started_at_ms", Millis),
    required("ended_at_ms", Millis),
    check("forward", "ended_at_ms >= started_at_ms"),
)
