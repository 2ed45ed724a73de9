"""Cases and all that belongs to a case; and the record of events behind everything."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint, func, text

from storage.tables.base import (
    amount_check,
    check,
    clock_columns,
    flag,
    index,
    key,
    optional,
    references,
    required,
    table,
    text_ref,
    unique_index,
)
from storage.types import Count, Json, Millis, Minor, Prose, Snowflake, Word

cases = table(
    "cases",
    key("guild_id", Snowflake),
    key("case_id", Snowflake),
    required("project_id", Snowflake),
    required("currency", Word),
    required("client_id", Snowflake),
    required("freelancer_id", Snowflake),
    required("claimant_id", Snowflake),
    required("respondent_id", Snowflake),
    required("disputed_minor", Minor),
    *text_ref("category", always=True),
    *text_ref("reason", always=True),
    required("rulebook", Json),
    required("opened_at_ms", Millis),
    required("stage", Word),
    required("stage_entered_at_ms", Millis),
    required("version", Count),
    *flag("escalated"),
    *text_ref("escalation_reason"),
    *text_ref("statement"),
    *flag("answer_asked"),
    required("rested_ids", Json),
    optional("evidence_closed_at_ms", Millis),
    optional("arbitrator_id", Snowflake),
    required("never_reached", Json),
    optional("loser_id", Snowflake),
    required("left_ids", Json),
    optional("outcome", Word),
    optional("ended_at_ms", Millis),
    required("charged_minor", Minor),
    optional("hold", Json),
    required("restricted", Json),
    optional("extension", Json),
    required("extended_alone", Json),
    optional("withdrawal_asked_at_ms", Millis),
    optional("deposit_request_id", Snowflake),
    required("questions", Json),
    required("asked_ms", Millis),
    required("active_at_ms", Millis),
    required("recused_ids", Json),
    required("moderated_ids", Json),
    required("late_rulings", Count),
    optional("room_closed_by_id", Snowflake),
    amount_check("disputed_minor", lowest_minor=1),
    amount_check("charged_minor"),
    check("two_parties", "claimant_id <> respondent_id AND client_id <> freelancer_id"),
    check("ended_whole", "(outcome IS NULL) = (ended_at_ms IS NULL) AND (outcome IS NULL) = (stage <> 'ended')"),
    references("cases", "projects", "guild_id", "project_id"),
)
index("cases_claimant", cases.c.guild_id, cases.c.claimant_id)
index("cases_respondent", cases.c.guild_id, cases.c.respondent_id)
index("cases_running", cases.c.guild_id, cases.c.stage, cases.c.case_id, where=cases.c.ended_at_ms.is_(None))
index("cases_ended", cases.c.guild_id, cases.c.ended_at_ms, where=cases.c.ended_at_ms.is_not(None))

case_milestones = table(
    "case_milestones",
    key("guild_id", Snowflake),
    key("case_id", Snowflake),
    key("position", Count),
    required("milestone_id", Snowflake),
    required("locked_minor", Minor),
    *flag("is_open"),
    optional("freelancer_minor", Minor),
    optional("client_minor", Minor),
    UniqueConstraint("guild_id", "case_id", "milestone_id", name="uq_case_milestones_milestone"),
    amount_check("locked_minor", lowest_minor=1),
    check(
        "paid_whole",
        "(freelancer_minor IS NULL) = (client_minor IS NULL)"
        " AND (freelancer_minor IS NULL OR freelancer_minor + client_minor = locked_minor)",
    ),
    amount_check("freelancer_minor"),
    amount_check("client_minor"),
    references("case_milestones", "cases", "guild_id", "case_id"),
    references("case_milestones", "milestones", "guild_id", "milestone_id"),
)
unique_index(
    "one_open_case_per_milestone",
    case_milestones.c.guild_id,
    case_milestones.c.milestone_id,
    where=text("is_open = 1"),
)

offers = table(
    "offers",
    key("guild_id", Snowflake),
    key("case_id", Snowflake),
    key("number", Count),
    required("author_id", Snowflake),
    required("freelancer_minor", Minor),
    *text_ref("note"),
    optional("expires_at_ms", Millis),
    required("made_at_ms", Millis),
    required("state", Word),
    optional("closed_at_ms", Millis),
    optional("closed_by_id", Snowflake),
    amount_check("freelancer_minor"),
    check("closed_whole", "(state = 'open') = (closed_at_ms IS NULL)"),
    references("offers", "cases", "guild_id", "case_id"),
)
unique_index(
    "one_open_offer_per_party",
    offers.c.guild_id,
    offers.c.case_id,
    offers.c.author_id,
    where=offers.c.state == "open",
)

deposits = table(
    "deposits",
    key("guild_id", Snowflake),
    key("case_id", Snowflake),
    key("member_id", Snowflake),
    required("amount_minor", Minor),
    required("paid_at_ms", Millis),
    required("state", Word),
    required("returned_minor", Minor),
    required("earned_minor", Minor),
    amount_check("amount_minor"),
    amount_check("returned_minor"),
    amount_check("earned_minor"),
    check("ended_whole", "returned_minor + earned_minor = CASE state WHEN 'ended' THEN amount_minor ELSE 0 END"),
    references("deposits", "cases", "guild_id", "case_id"),
)

exhibits = table(
    "exhibits",
    key("guild_id", Snowflake),
    key("case_id", Snowflake),
    key("position", Count),
    required("name", Word),
    required("author_id", Snowflake),
    *text_ref("description", always=True),
    *text_ref("link"),
    required("added_at_ms", Millis),
    optional("withdrawn_at_ms", Millis),
    # What the record names of its files, in order; what is known of them lies in exhibit_files.
    required("files", Json),
    *flag("is_late"),
    *flag("is_copy"),
    UniqueConstraint("guild_id", "case_id", "name", name="uq_exhibits_name"),
    references("exhibits", "cases", "guild_id", "case_id"),
)

# The files that the record names only by a salted hash, apart from it like texts, so that they can be erased. The bytes
# lie in a store of their own, by their SHA-256; a file that no row names is swept.
exhibit_files = table(
    "exhibit_files",
    key("guild_id", Snowflake),
    key("file_id", Word),
    required("case_id", Snowflake),
    optional("salt", Word),
    optional("sha256", Word),
    optional("size_bytes", Count),
    optional("media_type", Word),
    optional("name", Prose),
    optional("erased_at_ms", Millis),
    check(
        "erased_whole",
        "(salt IS NULL) = (erased_at_ms IS NOT NULL) AND (salt IS NULL) = (sha256 IS NULL)"
        " AND (salt IS NULL) = (size_bytes IS NULL) AND (salt IS NULL) = (media_type IS NULL)"
        " AND (salt IS NULL) = (name IS NULL)",
    ),
    check("sha256", "length(sha256) = 64"),
    check("size_bytes", "size_bytes >= 0"),
    references("exhibit_files", "cases", "guild_id", "case_id"),
)
index("exhibit_files_case", exhibit_files.c.guild_id, exhibit_files.c.case_id)
index("exhibit_files_sha256", exhibit_files.c.sha256)

rulings = table(
    "rulings",
    key("guild_id", Snowflake),
    key("case_id", Snowflake),
    required("arbitrator_id", Snowflake),
    required("freelancer_minor", Minor),
    required("client_minor", Minor),
    *text_ref("findings", always=True),
    required("made_at_ms", Millis),
    required("never_reached", Json),
    amount_check("freelancer_minor"),
    amount_check("client_minor"),
    references("rulings", "cases", "guild_id", "case_id"),
)

deadlines = table(
    "deadlines",
    key("guild_id", Snowflake),
    key("case_id", Snowflake),
    *clock_columns(),
    references("deadlines", "cases", "guild_id", "case_id"),
)
# One clock of a kind per party; expiries of offers are told apart by the offer's number.
unique_index(
    "one_clock_of_a_kind",
    deadlines.c.guild_id,
    deadlines.c.case_id,
    deadlines.c.kind,
    func.coalesce(deadlines.c.party_id, 0),
    func.coalesce(deadlines.c.subject, 0),
    where=deadlines.c.state.in_(("armed", "held")),
)
index("deadlines_wake", deadlines.c.wake_at_ms, where=deadlines.c.state == "armed")

events = table(
    "events",
    key("guild_id", Snowflake),
    key("stream", Word),
    key("stream_id", Snowflake),
    key("sequence", Count),
    required("kind", Word),
    required("at_ms", Millis),
    optional("actor_id", Snowflake),
    required("payload", Json),
    required("previous_hash", Word),
    required("hash", Word),
    check("sequence", "sequence >= 1"),
    check("hashes", "length(previous_hash) = 64 AND length(hash) = 64"),
)

# What staff wrote down about a case, for staff only: no record and no case file holds it.
staff_notes = table(
    "staff_notes",
    key("guild_id", Snowflake),
    key("note_id", Word),
    required("case_id", Snowflake),
    required("author_id", Snowflake),
    required("written_at_ms", Millis),
    required("body", Prose),
    *flag("as_moderator"),
    references("staff_notes", "cases", "guild_id", "case_id"),
)
index("staff_notes_case", staff_notes.c.guild_id, staff_notes.c.case_id, staff_notes.c.written_at_ms)

# The last head of each case's record that was posted in the records channel by day, and the last day of each server.
posted_heads = table(
    "posted_heads",
    key("guild_id", Snowflake),
    key("case_id", Snowflake),
    required("sequence", Count),
    references("posted_heads", "cases", "guild_id", "case_id"),
)

head_days = table(
    "head_days",
    key("guild_id", Snowflake),
    required("day", Count),
)
