"""Projects and milestones, and what waits on a milestone: requests with their clocks and notices."""

from __future__ import annotations

from storage.tables.base import (
    amount_check,
    check,
    clock_columns,
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
    required("stage", Word),
    optional("proposed_minor", Minor),
    required("charged_minor", Minor),
    optional("closed_at_ms", Millis),
    optional("closed_by_id", Snowflake),
    *text_ref("close_reason"),
    # The rulebook that a proposal was made under.
    optional("rulebook", Json),
    amount_check("funded_minor"),
    amount_check("proposed_minor", lowest_minor=1),
    check(
        "amounts",
        "0 <= locked_minor AND locked_minor <= unreleased_minor AND unreleased_minor <= funded_minor"
        " AND released_minor >= 0 AND returned_minor >= 0 AND charged_minor >= 0"
        " AND unreleased_minor + released_minor + returned_minor + charged_minor = funded_minor",
    ),
    check("funded_whole", "(stage = 'funded') = (funded_minor > 0)"),
    check("proposed_whole", "stage = 'funded' OR proposed_minor IS NOT NULL"),
    check("funded_as_proposed", "proposed_minor IS NULL OR funded_minor IN (0, proposed_minor)"),
    check("proposed_under", "(proposed_minor IS NULL) = (rulebook IS NULL)"),
    check("closed_whole", "(stage IN ('proposed', 'funded')) = (closed_at_ms IS NULL)"),
    check("locked_whole", "(locked_minor > 0) = (locked_by_case_id IS NOT NULL)"),
    check("two_sides", "client_id <> freelancer_id"),
    references("milestones", "projects", "guild_id", "project_id"),
)
index("milestones_client", milestones.c.guild_id, milestones.c.client_id)
index("milestones_freelancer", milestones.c.guild_id, milestones.c.freelancer_id)
index("milestones_project", milestones.c.guild_id, milestones.c.project_id)

# What a party asked of a milestone's money (R3.4), with the rulebook of that moment.
milestone_requests = table(
    "milestone_requests",
    key("guild_id", Snowflake),
    key("milestone_id", Snowflake),
    key("number", Count),
    required("action", Word),
    required("author_id", Snowflake),
    required("amount_minor", Minor),
    *text_ref("note"),
    required("rulebook", Json),
    required("made_at_ms", Millis),
    required("state", Word),
    optional("closed_at_ms", Millis),
    optional("closed_by_id", Snowflake),
    *text_ref("reason"),
    amount_check("amount_minor", lowest_minor=1),
    check("action", "action IN ('release', 'return')"),
    check("closed_whole", "(state = 'active') = (closed_at_ms IS NULL)"),
    references("milestone_requests", "milestones", "guild_id", "milestone_id"),
)
unique_index(
    "one_active_request_per_milestone",
    milestone_requests.c.guild_id,
    milestone_requests.c.milestone_id,
    where=milestone_requests.c.state == "active",
)

milestone_deadlines = table(
    "milestone_deadlines",
    key("guild_id", Snowflake),
    key("milestone_id", Snowflake),
    *clock_columns(),
    references("milestone_deadlines", "milestones", "guild_id", "milestone_id"),
)
# Either a proposal or one request waits for an answer; beside it may run the time-out of who must give it.
unique_index(
    "one_clock_per_milestone",
    milestone_deadlines.c.guild_id,
    milestone_deadlines.c.milestone_id,
    milestone_deadlines.c.kind == "time_out",
    where=milestone_deadlines.c.state.in_(("armed", "held")),
)
index("milestone_deadlines_wake", milestone_deadlines.c.wake_at_ms, where=milestone_deadlines.c.state == "armed")

# Notices about requests and proposals that reached who must answer, always by direct message.
milestone_deliveries = table(
    "milestone_deliveries",
    key("guild_id", Snowflake),
    key("milestone_id", Snowflake),
    key("deadline_id", Count),
    key("member_id", Snowflake),
    key("notice", Word),
    key("message_id", Snowflake),
    required("delivered_at_ms", Millis),
    references("milestone_deliveries", "milestones", "guild_id", "milestone_id"),
)
