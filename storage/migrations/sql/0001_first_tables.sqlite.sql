CREATE TABLE accounts (
    guild_id INTEGER NOT NULL,
    account TEXT NOT NULL,
    currency TEXT NOT NULL,
    balance_minor INTEGER NOT NULL,
    CONSTRAINT pk_accounts PRIMARY KEY (guild_id, account, currency),
    CONSTRAINT ck_accounts_not_below_zero CHECK (balance_minor >= 0 OR account = 'world')
)
 STRICT;

CREATE TABLE alive_notes (
    process TEXT NOT NULL,
    noted_at_ms INTEGER NOT NULL,
    CONSTRAINT pk_alive_notes PRIMARY KEY (process)
)
 STRICT;

CREATE TABLE connections (
    guild_id INTEGER NOT NULL,
    connected_at_ms INTEGER NOT NULL,
    CONSTRAINT pk_connections PRIMARY KEY (guild_id)
)
 STRICT;

CREATE TABLE counters (
    guild_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    last_number INTEGER NOT NULL,
    CONSTRAINT pk_counters PRIMARY KEY (guild_id, kind)
)
 STRICT;

CREATE TABLE drafts (
    draft_id TEXT NOT NULL,
    guild_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    command TEXT NOT NULL,
    arguments TEXT NOT NULL,
    created_at_ms INTEGER NOT NULL,
    expires_at_ms INTEGER NOT NULL,
    used_at_ms INTEGER,
    CONSTRAINT pk_drafts PRIMARY KEY (draft_id)
)
 STRICT;

CREATE INDEX ix_drafts_expiry ON drafts (expires_at_ms);

CREATE TABLE events (
    guild_id INTEGER NOT NULL,
    stream TEXT NOT NULL,
    stream_id INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    kind TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    actor_id INTEGER,
    payload TEXT NOT NULL,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    CONSTRAINT pk_events PRIMARY KEY (guild_id, stream, stream_id, sequence),
    CONSTRAINT ck_events_sequence CHECK (sequence >= 1),
    CONSTRAINT ck_events_hashes CHECK (length(previous_hash) = 64 AND length(hash) = 64)
)
 STRICT;

CREATE TABLE guild_settings (
    guild_id INTEGER NOT NULL,
    settings TEXT NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_guild_settings PRIMARY KEY (guild_id)
)
 STRICT;

CREATE TABLE ledger_transactions (
    guild_id INTEGER NOT NULL,
    transaction_id INTEGER NOT NULL,
    idempotency_key TEXT NOT NULL,
    cause TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    case_id INTEGER,
    digest TEXT NOT NULL,
    posted INTEGER NOT NULL,
    CONSTRAINT pk_ledger_transactions PRIMARY KEY (guild_id, transaction_id),
    CONSTRAINT ck_ledger_transactions_posted CHECK (posted IN (0, 1)),
    CONSTRAINT uq_ledger_transactions_idempotency_key UNIQUE (guild_id, idempotency_key),
    CONSTRAINT uq_ledger_transactions_posted UNIQUE (guild_id, transaction_id, posted)
)
 STRICT;

CREATE INDEX ix_ledger_transactions_case ON ledger_transactions (guild_id, case_id);

CREATE TABLE outages (
    guild_id INTEGER NOT NULL,
    started_at_ms INTEGER NOT NULL,
    ended_at_ms INTEGER NOT NULL,
    CONSTRAINT pk_outages PRIMARY KEY (guild_id, started_at_ms),
    CONSTRAINT ck_outages_forward CHECK (ended_at_ms >= started_at_ms)
)
 STRICT;

CREATE TABLE outbox (
    outbox_id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    guild_id INTEGER NOT NULL,
    target TEXT NOT NULL,
    kind TEXT NOT NULL,
    dedupe_key TEXT NOT NULL,
    payload TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    not_before_ms INTEGER NOT NULL,
    lease_owner TEXT,
    lease_until_ms INTEGER,
    failure TEXT,
    CONSTRAINT ck_outbox_attempts CHECK (attempts >= 0),
    CONSTRAINT ck_outbox_lease_whole CHECK ((lease_owner IS NULL) = (lease_until_ms IS NULL))
)
 STRICT;

CREATE INDEX ix_outbox_pending ON outbox (guild_id, target, outbox_id) WHERE state = 'pending';

CREATE UNIQUE INDEX ux_outbox_dedupe_key ON outbox (guild_id, dedupe_key);

CREATE TABLE projects (
    guild_id INTEGER NOT NULL,
    project_id INTEGER NOT NULL,
    title_text_id TEXT NOT NULL,
    title_digest TEXT NOT NULL,
    client_id INTEGER NOT NULL,
    freelancer_id INTEGER NOT NULL,
    created_at_ms INTEGER NOT NULL,
    CONSTRAINT pk_projects PRIMARY KEY (guild_id, project_id),
    CONSTRAINT ck_projects_title_whole CHECK ((title_text_id IS NULL) = (title_digest IS NULL))
)
 STRICT;

CREATE INDEX ix_projects_client ON projects (guild_id, client_id);

CREATE INDEX ix_projects_freelancer ON projects (guild_id, freelancer_id);

CREATE TABLE requests (
    guild_id INTEGER NOT NULL,
    interaction_id INTEGER NOT NULL,
    receipt TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    CONSTRAINT pk_requests PRIMARY KEY (guild_id, interaction_id)
)
 STRICT;

CREATE INDEX ix_requests_age ON requests (at_ms);

CREATE TABLE setting_changes (
    guild_id INTEGER NOT NULL,
    change_id INTEGER NOT NULL,
    changed_at_ms INTEGER NOT NULL,
    changed_by_id INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    old TEXT NOT NULL,
    new TEXT NOT NULL,
    CONSTRAINT pk_setting_changes PRIMARY KEY (guild_id, change_id)
)
 STRICT;

CREATE TABLE texts (
    guild_id INTEGER NOT NULL,
    text_id TEXT NOT NULL,
    salt TEXT,
    body TEXT,
    erased_at_ms INTEGER,
    CONSTRAINT pk_texts PRIMARY KEY (guild_id, text_id),
    CONSTRAINT ck_texts_erased_whole CHECK ((salt IS NULL) = (body IS NULL) AND (body IS NULL) = (erased_at_ms IS NOT NULL))
)
 STRICT;

CREATE TABLE wallet_requests (
    guild_id INTEGER NOT NULL,
    request_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    currency TEXT NOT NULL,
    amount_minor INTEGER NOT NULL,
    reference TEXT,
    created_at_ms INTEGER NOT NULL,
    state TEXT NOT NULL,
    settled_minor INTEGER,
    settled_reference TEXT,
    closed_by_id INTEGER,
    closed_at_ms INTEGER,
    close_reason TEXT,
    CONSTRAINT pk_wallet_requests PRIMARY KEY (guild_id, request_id),
    CONSTRAINT ck_wallet_requests_amount_minor CHECK (amount_minor BETWEEN 1 AND 1000000000000000),
    CONSTRAINT ck_wallet_requests_settled_minor CHECK (settled_minor BETWEEN 1 AND 1000000000000000),
    CONSTRAINT ck_wallet_requests_closed_whole CHECK ((state = 'pending') = (closed_at_ms IS NULL)),
    CONSTRAINT ck_wallet_requests_settled_whole CHECK ((state = 'confirmed') = (settled_minor IS NOT NULL))
)
 STRICT;

CREATE INDEX ix_wallet_requests_member ON wallet_requests (guild_id, member_id);

CREATE INDEX ix_wallet_requests_pending ON wallet_requests (guild_id, request_id) WHERE state = 'pending';

CREATE TABLE cases (
    guild_id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    project_id INTEGER NOT NULL,
    currency TEXT NOT NULL,
    client_id INTEGER NOT NULL,
    freelancer_id INTEGER NOT NULL,
    claimant_id INTEGER NOT NULL,
    respondent_id INTEGER NOT NULL,
    disputed_minor INTEGER NOT NULL,
    category_text_id TEXT NOT NULL,
    category_digest TEXT NOT NULL,
    reason_text_id TEXT NOT NULL,
    reason_digest TEXT NOT NULL,
    rulebook TEXT NOT NULL,
    opened_at_ms INTEGER NOT NULL,
    stage TEXT NOT NULL,
    stage_entered_at_ms INTEGER NOT NULL,
    version INTEGER NOT NULL,
    escalated INTEGER NOT NULL,
    escalation_reason_text_id TEXT,
    escalation_reason_digest TEXT,
    statement_text_id TEXT,
    statement_digest TEXT,
    answer_asked INTEGER NOT NULL,
    rested_ids TEXT NOT NULL,
    evidence_closed_at_ms INTEGER,
    arbitrator_id INTEGER,
    never_reached TEXT NOT NULL,
    loser_id INTEGER,
    left_ids TEXT NOT NULL,
    outcome TEXT,
    ended_at_ms INTEGER,
    CONSTRAINT pk_cases PRIMARY KEY (guild_id, case_id),
    CONSTRAINT ck_cases_category_whole CHECK ((category_text_id IS NULL) = (category_digest IS NULL)),
    CONSTRAINT ck_cases_reason_whole CHECK ((reason_text_id IS NULL) = (reason_digest IS NULL)),
    CONSTRAINT ck_cases_escalated CHECK (escalated IN (0, 1)),
    CONSTRAINT ck_cases_escalation_reason_whole CHECK ((escalation_reason_text_id IS NULL) = (escalation_reason_digest IS NULL)),
    CONSTRAINT ck_cases_statement_whole CHECK ((statement_text_id IS NULL) = (statement_digest IS NULL)),
    CONSTRAINT ck_cases_answer_asked CHECK (answer_asked IN (0, 1)),
    CONSTRAINT ck_cases_disputed_minor CHECK (disputed_minor BETWEEN 1 AND 1000000000000000),
    CONSTRAINT ck_cases_two_parties CHECK (claimant_id <> respondent_id AND client_id <> freelancer_id),
    CONSTRAINT ck_cases_ended_whole CHECK ((outcome IS NULL) = (ended_at_ms IS NULL) AND (outcome IS NULL) = (stage <> 'ended')),
    CONSTRAINT fk_cases_projects FOREIGN KEY(guild_id, project_id) REFERENCES projects (guild_id, project_id)
)
 STRICT;

CREATE INDEX ix_cases_claimant ON cases (guild_id, claimant_id);

CREATE INDEX ix_cases_respondent ON cases (guild_id, respondent_id);

CREATE INDEX ix_cases_running ON cases (guild_id, stage, case_id) WHERE ended_at_ms IS NULL;

CREATE TABLE ledger_entries (
    guild_id INTEGER NOT NULL,
    transaction_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    account TEXT NOT NULL,
    currency TEXT NOT NULL,
    amount_minor INTEGER NOT NULL,
    posted INTEGER NOT NULL,
    CONSTRAINT pk_ledger_entries PRIMARY KEY (guild_id, transaction_id, position),
    CONSTRAINT ck_ledger_entries_posted CHECK (posted = 1),
    CONSTRAINT ck_ledger_entries_amount_minor CHECK (amount_minor <> 0 AND amount_minor BETWEEN -1000000000000000 AND 1000000000000000),
    CONSTRAINT fk_ledger_entries_ledger_transactions FOREIGN KEY(guild_id, transaction_id, posted) REFERENCES ledger_transactions (guild_id, transaction_id, posted) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_ledger_entries_accounts FOREIGN KEY(guild_id, account, currency) REFERENCES accounts (guild_id, account, currency)
)
 STRICT;

CREATE INDEX ix_ledger_entries_account ON ledger_entries (guild_id, account, transaction_id);

CREATE TABLE milestones (
    guild_id INTEGER NOT NULL,
    milestone_id INTEGER NOT NULL,
    project_id INTEGER NOT NULL,
    client_id INTEGER NOT NULL,
    freelancer_id INTEGER NOT NULL,
    currency TEXT NOT NULL,
    funded_minor INTEGER NOT NULL,
    unreleased_minor INTEGER NOT NULL,
    released_minor INTEGER NOT NULL,
    returned_minor INTEGER NOT NULL,
    locked_minor INTEGER NOT NULL,
    locked_by_case_id INTEGER,
    title_text_id TEXT NOT NULL,
    title_digest TEXT NOT NULL,
    terms_text_id TEXT,
    terms_digest TEXT,
    terms_author_id INTEGER,
    terms_accepted_at_ms INTEGER,
    created_at_ms INTEGER NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_milestones PRIMARY KEY (guild_id, milestone_id),
    CONSTRAINT ck_milestones_title_whole CHECK ((title_text_id IS NULL) = (title_digest IS NULL)),
    CONSTRAINT ck_milestones_terms_whole CHECK ((terms_text_id IS NULL) = (terms_digest IS NULL)),
    CONSTRAINT ck_milestones_funded_minor CHECK (funded_minor BETWEEN 1 AND 1000000000000000),
    CONSTRAINT ck_milestones_amounts CHECK (0 <= locked_minor AND locked_minor <= unreleased_minor AND unreleased_minor <= funded_minor AND released_minor >= 0 AND returned_minor >= 0 AND unreleased_minor + released_minor + returned_minor = funded_minor),
    CONSTRAINT ck_milestones_locked_whole CHECK ((locked_minor > 0) = (locked_by_case_id IS NOT NULL)),
    CONSTRAINT ck_milestones_two_sides CHECK (client_id <> freelancer_id),
    CONSTRAINT fk_milestones_projects FOREIGN KEY(guild_id, project_id) REFERENCES projects (guild_id, project_id)
)
 STRICT;

CREATE INDEX ix_milestones_client ON milestones (guild_id, client_id);

CREATE INDEX ix_milestones_freelancer ON milestones (guild_id, freelancer_id);

CREATE TABLE case_milestones (
    guild_id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    milestone_id INTEGER NOT NULL,
    locked_minor INTEGER NOT NULL,
    is_open INTEGER NOT NULL,
    freelancer_minor INTEGER,
    client_minor INTEGER,
    CONSTRAINT pk_case_milestones PRIMARY KEY (guild_id, case_id, position),
    CONSTRAINT ck_case_milestones_is_open CHECK (is_open IN (0, 1)),
    CONSTRAINT uq_case_milestones_milestone UNIQUE (guild_id, case_id, milestone_id),
    CONSTRAINT ck_case_milestones_locked_minor CHECK (locked_minor BETWEEN 1 AND 1000000000000000),
    CONSTRAINT ck_case_milestones_paid_whole CHECK ((freelancer_minor IS NULL) = (client_minor IS NULL) AND (freelancer_minor IS NULL OR freelancer_minor + client_minor = locked_minor)),
    CONSTRAINT ck_case_milestones_freelancer_minor CHECK (freelancer_minor BETWEEN 0 AND 1000000000000000),
    CONSTRAINT ck_case_milestones_client_minor CHECK (client_minor BETWEEN 0 AND 1000000000000000),
    CONSTRAINT fk_case_milestones_cases FOREIGN KEY(guild_id, case_id) REFERENCES cases (guild_id, case_id),
    CONSTRAINT fk_case_milestones_milestones FOREIGN KEY(guild_id, milestone_id) REFERENCES milestones (guild_id, milestone_id)
)
 STRICT;

CREATE UNIQUE INDEX ux_one_open_case_per_milestone ON case_milestones (guild_id, milestone_id) WHERE is_open = 1;

CREATE TABLE deadlines (
    guild_id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    deadline_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    party_id INTEGER,
    starts_at_ms INTEGER NOT NULL,
    window_seconds INTEGER NOT NULL,
    due_at_ms INTEGER NOT NULL,
    state TEXT NOT NULL,
    held_since_ms INTEGER,
    hold_reason TEXT,
    subject INTEGER,
    wake_at_ms INTEGER,
    reminded_until_ms INTEGER NOT NULL,
    CONSTRAINT pk_deadlines PRIMARY KEY (guild_id, case_id, deadline_id),
    CONSTRAINT ck_deadlines_woken_while_armed CHECK (state = 'armed' OR wake_at_ms IS NULL),
    CONSTRAINT ck_deadlines_held_whole CHECK (state <> 'held' OR held_since_ms IS NOT NULL),
    CONSTRAINT fk_deadlines_cases FOREIGN KEY(guild_id, case_id) REFERENCES cases (guild_id, case_id)
)
 STRICT;

CREATE INDEX ix_deadlines_wake ON deadlines (wake_at_ms) WHERE state = 'armed';

CREATE UNIQUE INDEX ux_one_clock_of_a_kind ON deadlines (guild_id, case_id, kind, coalesce(party_id, 0), coalesce(subject, 0)) WHERE state IN ('armed', 'held');

CREATE TABLE deliveries (
    guild_id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    deadline_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    notice TEXT NOT NULL,
    message_id INTEGER NOT NULL,
    route TEXT NOT NULL,
    delivered_at_ms INTEGER NOT NULL,
    CONSTRAINT pk_deliveries PRIMARY KEY (guild_id, case_id, deadline_id, member_id, notice, message_id),
    CONSTRAINT fk_deliveries_cases FOREIGN KEY(guild_id, case_id) REFERENCES cases (guild_id, case_id)
)
 STRICT;

CREATE TABLE deposits (
    guild_id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    amount_minor INTEGER NOT NULL,
    paid_at_ms INTEGER NOT NULL,
    state TEXT NOT NULL,
    returned_minor INTEGER NOT NULL,
    earned_minor INTEGER NOT NULL,
    CONSTRAINT pk_deposits PRIMARY KEY (guild_id, case_id, member_id),
    CONSTRAINT ck_deposits_amount_minor CHECK (amount_minor BETWEEN 0 AND 1000000000000000),
    CONSTRAINT ck_deposits_returned_minor CHECK (returned_minor BETWEEN 0 AND 1000000000000000),
    CONSTRAINT ck_deposits_earned_minor CHECK (earned_minor BETWEEN 0 AND 1000000000000000),
    CONSTRAINT ck_deposits_ended_whole CHECK (returned_minor + earned_minor = CASE state WHEN 'ended' THEN amount_minor ELSE 0 END),
    CONSTRAINT fk_deposits_cases FOREIGN KEY(guild_id, case_id) REFERENCES cases (guild_id, case_id)
)
 STRICT;

CREATE TABLE exhibits (
    guild_id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    author_id INTEGER NOT NULL,
    description_text_id TEXT NOT NULL,
    description_digest TEXT NOT NULL,
    link_text_id TEXT,
    link_digest TEXT,
    added_at_ms INTEGER NOT NULL,
    withdrawn_at_ms INTEGER,
    CONSTRAINT pk_exhibits PRIMARY KEY (guild_id, case_id, position),
    CONSTRAINT ck_exhibits_description_whole CHECK ((description_text_id IS NULL) = (description_digest IS NULL)),
    CONSTRAINT ck_exhibits_link_whole CHECK ((link_text_id IS NULL) = (link_digest IS NULL)),
    CONSTRAINT uq_exhibits_name UNIQUE (guild_id, case_id, name),
    CONSTRAINT fk_exhibits_cases FOREIGN KEY(guild_id, case_id) REFERENCES cases (guild_id, case_id)
)
 STRICT;

CREATE TABLE offers (
    guild_id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    author_id INTEGER NOT NULL,
    freelancer_minor INTEGER NOT NULL,
    note_text_id TEXT,
    note_digest TEXT,
    expires_at_ms INTEGER,
    made_at_ms INTEGER NOT NULL,
    state TEXT NOT NULL,
    closed_at_ms INTEGER,
    closed_by_id INTEGER,
    CONSTRAINT pk_offers PRIMARY KEY (guild_id, case_id, number),
    CONSTRAINT ck_offers_note_whole CHECK ((note_text_id IS NULL) = (note_digest IS NULL)),
    CONSTRAINT ck_offers_freelancer_minor CHECK (freelancer_minor BETWEEN 0 AND 1000000000000000),
    CONSTRAINT ck_offers_closed_whole CHECK ((state = 'open') = (closed_at_ms IS NULL)),
    CONSTRAINT fk_offers_cases FOREIGN KEY(guild_id, case_id) REFERENCES cases (guild_id, case_id)
)
 STRICT;

CREATE UNIQUE INDEX ux_one_open_offer_per_party ON offers (guild_id, case_id, author_id) WHERE state = 'open';

CREATE TABLE room_messages (
    guild_id INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    author_id INTEGER NOT NULL,
    sent_at_ms INTEGER NOT NULL,
    body TEXT NOT NULL,
    edited_at_ms INTEGER,
    deleted_at_ms INTEGER,
    CONSTRAINT pk_room_messages PRIMARY KEY (guild_id, message_id),
    CONSTRAINT fk_room_messages_cases FOREIGN KEY(guild_id, case_id) REFERENCES cases (guild_id, case_id)
)
 STRICT;

CREATE INDEX ix_room_messages_case ON room_messages (guild_id, case_id, message_id);

CREATE TABLE rooms (
    guild_id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    card_message_id INTEGER,
    unreachable INTEGER NOT NULL,
    CONSTRAINT pk_rooms PRIMARY KEY (guild_id, case_id),
    CONSTRAINT ck_rooms_unreachable CHECK (unreachable IN (0, 1)),
    CONSTRAINT fk_rooms_cases FOREIGN KEY(guild_id, case_id) REFERENCES cases (guild_id, case_id)
)
 STRICT;

CREATE UNIQUE INDEX ux_rooms_channel ON rooms (guild_id, channel_id);

CREATE TABLE rulings (
    guild_id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    arbitrator_id INTEGER NOT NULL,
    freelancer_minor INTEGER NOT NULL,
    client_minor INTEGER NOT NULL,
    findings_text_id TEXT NOT NULL,
    findings_digest TEXT NOT NULL,
    made_at_ms INTEGER NOT NULL,
    never_reached TEXT NOT NULL,
    CONSTRAINT pk_rulings PRIMARY KEY (guild_id, case_id),
    CONSTRAINT ck_rulings_findings_whole CHECK ((findings_text_id IS NULL) = (findings_digest IS NULL)),
    CONSTRAINT ck_rulings_freelancer_minor CHECK (freelancer_minor BETWEEN 0 AND 1000000000000000),
    CONSTRAINT ck_rulings_client_minor CHECK (client_minor BETWEEN 0 AND 1000000000000000),
    CONSTRAINT fk_rulings_cases FOREIGN KEY(guild_id, case_id) REFERENCES cases (guild_id, case_id)
)
 STRICT;

CREATE TABLE room_message_edits (
    guild_id INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    edited_at_ms INTEGER NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT pk_room_message_edits PRIMARY KEY (guild_id, message_id, edited_at_ms),
    CONSTRAINT fk_room_message_edits_room_messages FOREIGN KEY(guild_id, message_id) REFERENCES room_messages (guild_id, message_id)
)
 STRICT;
