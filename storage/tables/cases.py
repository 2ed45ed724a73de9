"""Projects, milestones, cases and all that belongs to a case; and the record of events behind them."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint, func, text

from storage.tables.base import (
    amount_check,
    check,
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
from storage.types import Count, Json, Millis, Minor, Snowflake, Word

projects = table(
    "projects",
    key("guild_id", Snowflake),
    key("project_id", Snowflake),
    *text_ref("title", always=True),
    required("client_id", Snowflake),
    required("freelancer_id", Snowflake),
    required("created_at_ms", Millis),
)
index("projects_client", projects.c.guild_id, projects.c.client_id)
index("projects_freelancer", projects.c.guild_id, projects.c.freelancer_id)

milestones = table(
    "milestones",
    key("guild_id", Snowflake),
    key("milestone_id", Snowflake),
    required("project_id", Snowflake),
    required("client_id", Snowflake),
    required("freelancer_id", Snowflake),
    required("currency", Word),
    required("funded_minor", Minor),
    required("unreleased_minor", Minor),
    required("released_minor", Minor),
    required("returned_minor", Minor),
    required("locked_minor", Minor),
    optional("locked_by_case_id", Snowflake),
    *text_ref("title", always=True),
    *text_ref("terms"),
    optional("terms_author_id", Snowflake),
    optional("terms_accepted_at_ms", Millis),
    required("created_at_ms", Millis),
    required("version", Count),
    amount_check("funded_minor", lowest_minor=1),
    check(
        "amounts",
        "0 <= locked_minor AND locked_minor <= unreleased_minor AND unreleased_minor <= funded_minor"
        " AND released_minor >= 0 AND returned_minor >= 0"
        " AND unreleased_minor + released_minor + returned_minor = funded_minor",
    ),
    check("locked_whole", "(locked_minor > 0) = (locked_by_case_id IS NOT NULL)"),
    check("two_sides", "client_id <> freelancer_id"),
    references("milestones", "projects", "guild_id", "project_id"),
)
index("milestones_client", milestones.c.guild_id, milestones.c.client_id)
index("milestones_freelancer", milestones.c.guild_id, milestones.c.freelancer_id)

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
    amount_check("disputed_minor", lowest_minor=1),
    check("two_parties", "claimant_id <> respondent_id AND client_id <> freelancer_id"),
    check("ended_whole", "(outcome IS NULL) = (ended_at_ms IS NULL) AND (outcome IS NULL) = (stage <> 'ended')"),
    references("cases", "projects", "guild_id", "project_id"),
)
index("cases_claimant", cases.c.guild_id, cases.c.claimant_id)
index("cases_respondent", cases.c.guild_id, cases.c.respondent_id)
index("cases_running", cases.c.guild_id, cases.c.stage, cases.c.case_id, where=cases.c.ended_at_ms.is_(None))

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
    UniqueConstraint("guild_id", "case_id", "name", name="uq_exhibits_name"),
    references("exhibits", "cases", "guild_id", "case_id"),
)

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
    key("deadline_id", Count),
    required("kind", Word),
    optional("party_id", Snowflake),
    required("starts_at_ms", Millis),
    required("window_seconds", Count),
    required("due_at_ms", Millis),
    required("state", Word),
    optional("held_since_ms", Millis),
    optional("hold_reason", Word),
    optional("subject", Count),
    # When the worker must look at it next, and up to which moment reminders are queued already.
    optional("wake_at_ms", Millis),
    required("reminded_until_ms", Millis),
    check("woken_while_armed", "state = 'armed' OR wake_at_ms IS NULL"),
    check("held_whole", "state <> 'held' OR held_since_ms IS NOT NULL"),
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
