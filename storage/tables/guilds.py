"""What belongs to a server as a whole: settings, numbers, sealed texts, quotes and answered requests."""

from __future__ import annotations

from storage.tables.base import check, index, key, optional, required, table
from storage.types import Count, Json, Millis, Prose, Snowflake, Word

guild_settings = table(
    "guild_settings",
    key("guild_id", Snowflake),
    required("settings", Json),
    required("version", Count),
)

setting_changes = table(
    "setting_changes",
    key("guild_id", Snowflake),
    key("change_id", Snowflake),
    required("changed_at_ms", Millis),
    required("changed_by_id", Snowflake),
    required("key", Word),
    required("old", Prose),
    required("new", Prose),
)

# The last number given out of each kind; a gap is harmless, a number given twice is refused by the primary keys.
counters = table(
    "counters",
    key("guild_id", Snowflake),
    key("kind", Word),
    required("last_number", Snowflake),
)

# What people wrote, apart from the record that proves it, so that it can be erased and the hash chain stays whole.
texts = table(
    "texts",
    key("guild_id", Snowflake),
    key("text_id", Word),
    optional("salt", Word),
    optional("body", Prose),
    optional("erased_at_ms", Millis),
    check("erased_whole", "(salt IS NULL) = (body IS NULL) AND (body IS NULL) = (erased_at_ms IS NOT NULL)"),
)

# A quote that waits for its author's click.
drafts = table(
    "drafts",
    key("draft_id", Word),
    required("guild_id", Snowflake),
    required("member_id", Snowflake),
    required("command", Word),
    required("arguments", Json),
    required("created_at_ms", Millis),
    required("expires_at_ms", Millis),
    optional("used_at_ms", Millis),
)
index("drafts_expiry", drafts.c.expires_at_ms)

# Interactions that were carried out, with their answers: the same interaction again gets the same answer.
requests = table(
    "requests",
    key("guild_id", Snowflake),
    key("interaction_id", Snowflake),
    required("receipt", Json),
    required("at_ms", Millis),
)
index("requests_age", requests.c.at_ms)

# What members were last called; in no record, so that it can be erased.
member_names = table(
    "member_names",
    key("guild_id", Snowflake),
    key("member_id", Snowflake),
    required("name", Prose),
)
