-- index ix_cases_claimant
CREATE INDEX ix_cases_claimant ON cases (guild_id, claimant_id)

-- index ix_cases_ended
CREATE INDEX ix_cases_ended ON cases (guild_id, ended_at_ms) WHERE ended_at_ms IS NOT NULL

-- index ix_cases_respondent
CREATE INDEX ix_cases_respondent ON cases (guild_id, respondent_id)

-- index ix_cases_running
CREATE INDEX ix_cases_running ON cases (guild_id, stage, case_id) WHERE ended_at_ms IS NULL

-- index ix_deadlines_wake
CREATE INDEX ix_deadlines_wake ON deadlines (wake_at_ms) WHERE state = 'armed'

-- index ix_drafts_expiry
CREATE INDEX ix_drafts_expiry ON drafts (expires_at_ms)

-- index ix_exhibit_files_case
CREATE INDEX ix_exhibit_files_case ON exhibit_files (guild_id, case_id)

-- index ix_exhibit_files_sha256
CREATE INDEX ix_exhibit_files_sha256 ON exhibit_files (sha256)

-- index ix_ledger_entries_account
CREATE INDEX ix_ledger_entries_account ON ledger_entries (guild_id, account, transaction_id)

-- index ix_ledger_transactions_case
CREATE INDEX ix_ledger_transactions_case ON ledger_transactions (guild_id, case_id)

-- index ix_milestone_deadlines_wake
CREATE INDEX ix_milestone_deadlines_wake ON milestone_deadlines (wake_at_ms) WHERE state = 'armed'

-- index ix_milestones_client
CREATE INDEX ix_milestones_client ON milestones (guild_id, client_id)

-- index ix_milestones_freelancer
CREATE INDEX ix_milestones_freelancer ON milestones (guild_id, freelancer_id)

-- index ix_milestones_project
CREATE INDEX ix_milestones_project ON milestones (guild_id, project_id)

-- index ix_outbox_later
CREATE INDEX ix_outbox_later ON outbox (not_before_ms) WHERE state = 'pending' AND not_before_ms > 0

-- index ix_outbox_leased
CREATE INDEX ix_outbox_leased ON outbox (lease_until_ms) WHERE state = 'pending' AND lease_until_ms IS NOT NULL

-- index ix_outbox_oldest
CREATE INDEX ix_outbox_oldest ON outbox (outbox_id) WHERE state = 'pending'

-- index ix_outbox_pending
CREATE INDEX ix_outbox_pending ON outbox (guild_id, target, outbox_id) WHERE state = 'pending'

-- index ix_projects_client
CREATE INDEX ix_projects_client ON projects (guild_id, client_id)

-- index ix_projects_freelancer
CREATE INDEX ix_projects_freelancer ON projects (guild_id, freelancer_id)

-- index ix_requests_age
CREATE INDEX ix_requests_age ON requests (at_ms)

-- index ix_room_messages_case
CREATE INDEX ix_room_messages_case ON room_messages (guild_id, case_id, message_id)

-- index ix_staff_notes_case
CREATE INDEX ix_staff_notes_case ON staff_notes (guild_id, case_id, written_at_ms)

-- index ix_wallet_requests_member
CREATE INDEX ix_wallet_requests_member ON wallet_requests (guild_id, member_id, request_id)

-- index ix_wallet_requests_pending
CREATE INDEX ix_wallet_requests_pending ON wallet_requests (guild_id, request_id) WHERE state = 'pending'

-- index ux_one_active_request_per_milestone
CREATE UNIQUE INDEX ux_one_active_request_per_milestone ON milestone_requests (guild_id, milestone_id) WHERE state = 'active'

-- index ux_one_clock_of_a_kind
CREATE UNIQUE INDEX ux_one_clock_of_a_kind ON deadlines (guild_id, case_id, kind, coalesce(party_id, 0), coalesce(subject, 0)) WHERE state IN ('armed', 'held')

-- index ux_one_clock_per_milestone
CREATE UNIQUE INDEX ux_one_clock_per_milestone ON milestone_deadlines (guild_id, milestone_id, kind = 'time_out') WHERE state IN ('armed', 'held')

-- index ux_one_open_case_per_milestone
CREATE UNIQUE INDEX ux_one_open_case_per_milestone ON case_milestones (guild_id, milestone_id) WHERE is_open = 1

-- index ux_one_open_offer_per_party
CREATE UNIQUE INDEX ux_one_open_offer_per_party ON offers (guild_id, case_id, author_id) WHERE state = 'open'

-- index ux_outbox_dedupe_key
CREATE UNIQUE INDEX ux_outbox_dedupe_key ON outbox (guild_id, dedupe_key)

-- index ux_rooms_channel
CREATE UNIQUE INDEX ux_rooms_channel ON rooms (guild_id, channel_id)

-- table accounts
CREATE TABLE accounts (
    guild_id INTEGER NOT NULL,
    account TEXT NOT NULL,
    currency TEXT NOT NULL,
    balance_minor INTEGER NOT NULL,
    CONSTRAINT pk_accounts PRIMARY KEY (guild_id, account, currency),
    CONSTRAINT ck_accounts_not_below_zero CHECK (balance_minor >= 0 OR account = 'world')
)
 STRICT

-- table alive_notes
CREATE TABLE alive_notes (
    process TEXT NOT NULL,
    noted_at_ms INTEGER NOT NULL,
    CONSTRAINT pk_alive_notes PRIMARY KEY (process)
)
 STRICT

-- table case_milestones
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
 STRICT

-- table cases
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
    charged_minor INTEGER NOT NULL,
    hold TEXT,
    restricted TEXT NOT NULL,
    extension TEXT,
    extended_alone TEXT NOT NULL,
    withdrawal_asked_at_ms INTEGER,
    deposit_request_id INTEGER,
    questions TEXT NOT NULL,
    asked_ms INTEGER NOT NULL,
    active_at_ms INTEGER NOT NULL,
    recused_ids TEXT NOT NULL,
    moderated_ids TEXT NOT NULL,
    late_rulings INTEGER NOT NULL,
    room_closed_by_id INTEGER,
    CONSTRAINT pk_cases PRIMARY KEY (guild_id, case_id),
    CONSTRAINT ck_cases_category_whole CHECK ((category_text_id IS NULL) = (category_digest IS NULL)),
    CONSTRAINT ck_cases_reason_whole CHECK ((reason_text_id IS NULL) = (reason_digest IS NULL)),
    CONSTRAINT ck_cases_escalated CHECK (escalated IN (0, 1)),
    CONSTRAINT ck_cases_escalation_reason_whole CHECK ((escalation_reason_text_id IS NULL) = (escalation_reason_digest IS NULL)),
    CONSTRAINT ck_cases_statement_whole CHECK ((statement_text_id IS NULL) = (statement_digest IS NULL)),
    CONSTRAINT ck_cases_answer_asked CHECK (answer_asked IN (0, 1)),
    CONSTRAINT ck_cases_disputed_minor CHECK (disputed_minor BETWEEN 1 AND 1000000000000000),
    CONSTRAINT ck_cases_charged_minor CHECK (charged_minor BETWEEN 0 AND 1000000000000000),
    CONSTRAINT ck_cases_two_parties CHECK (claimant_id <> respondent_id AND client_id <> freelancer_id),
    CONSTRAINT ck_cases_ended_whole CHECK ((outcome IS NULL) = (ended_at_ms IS NULL) AND (outcome IS NULL) = (stage <> 'ended')),
    CONSTRAINT fk_cases_projects FOREIGN KEY(guild_id, project_id) REFERENCES projects (guild_id, project_id)
)
 STRICT

-- table connections
CREATE TABLE connections (
    guild_id INTEGER NOT NULL,
    connected_at_ms INTEGER NOT NULL,
    CONSTRAINT pk_connections PRIMARY KEY (guild_id)
)
 STRICT

-- table counters
CREATE TABLE counters (
    guild_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    last_number INTEGER NOT NULL,
    CONSTRAINT pk_counters PRIMARY KEY (guild_id, kind)
)
 STRICT

-- table deadlines
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
 STRICT

-- table deliveries
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
 STRICT

-- table deposits
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
 STRICT

-- table drafts
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
 STRICT

-- table events
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
 STRICT

-- table exhibit_files
CREATE TABLE exhibit_files (
    guild_id INTEGER NOT NULL,
    file_id TEXT NOT NULL,
    case_id INTEGER NOT NULL,
    salt TEXT,
    sha256 TEXT,
    size_bytes INTEGER,
    media_type TEXT,
    name TEXT,
    erased_at_ms INTEGER,
    CONSTRAINT pk_exhibit_files PRIMARY KEY (guild_id, file_id),
    CONSTRAINT ck_exhibit_files_erased_whole CHECK ((salt IS NULL) = (erased_at_ms IS NOT NULL) AND (salt IS NULL) = (sha256 IS NULL) AND (salt IS NULL) = (size_bytes IS NULL) AND (salt IS NULL) = (media_type IS NULL) AND (salt IS NULL) = (name IS NULL)),
    CONSTRAINT ck_exhibit_files_sha256 CHECK (length(sha256) = 64),
    CONSTRAINT ck_exhibit_files_size_bytes CHECK (size_bytes >= 0),
    CONSTRAINT fk_exhibit_files_cases FOREIGN KEY(guild_id, case_id) REFERENCES cases (guild_id, case_id)
)
 STRICT

-- table exhibits
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
    files TEXT NOT NULL,
    is_late INTEGER NOT NULL,
    is_copy INTEGER NOT NULL,
    CONSTRAINT pk_exhibits PRIMARY KEY (guild_id, case_id, position),
    CONSTRAINT ck_exhibits_description_whole CHECK ((description_text_id IS NULL) = (description_digest IS NULL)),
    CONSTRAINT ck_exhibits_link_whole CHECK ((link_text_id IS NULL) = (link_digest IS NULL)),
    CONSTRAINT ck_exhibits_is_late CHECK (is_late IN (0, 1)),
    CONSTRAINT ck_exhibits_is_copy CHECK (is_copy IN (0, 1)),
    CONSTRAINT uq_exhibits_name UNIQUE (guild_id, case_id, name),
    CONSTRAINT fk_exhibits_cases FOREIGN KEY(guild_id, case_id) REFERENCES cases (guild_id, case_id)
)
 STRICT

-- table guild_settings
CREATE TABLE guild_settings (
    guild_id INTEGER NOT NULL,
    settings TEXT NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_guild_settings PRIMARY KEY (guild_id)
)
 STRICT

-- table head_days
CREATE TABLE head_days (
    guild_id INTEGER NOT NULL,
    day INTEGER NOT NULL,
    CONSTRAINT pk_head_days PRIMARY KEY (guild_id)
)
 STRICT

-- table ledger_entries
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
 STRICT

-- table ledger_transactions
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
 STRICT

-- table member_names
CREATE TABLE member_names (
    guild_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    CONSTRAINT pk_member_names PRIMARY KEY (guild_id, member_id)
)
 STRICT

-- table milestone_deadlines
CREATE TABLE milestone_deadlines (
    guild_id INTEGER NOT NULL,
    milestone_id INTEGER NOT NULL,
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
    CONSTRAINT pk_milestone_deadlines PRIMARY KEY (guild_id, milestone_id, deadline_id),
    CONSTRAINT ck_milestone_deadlines_woken_while_armed CHECK (state = 'armed' OR wake_at_ms IS NULL),
    CONSTRAINT ck_milestone_deadlines_held_whole CHECK (state <> 'held' OR held_since_ms IS NOT NULL),
    CONSTRAINT fk_milestone_deadlines_milestones FOREIGN KEY(guild_id, milestone_id) REFERENCES milestones (guild_id, milestone_id)
)
 STRICT

-- table milestone_deliveries
CREATE TABLE milestone_deliveries (
    guild_id INTEGER NOT NULL,
    milestone_id INTEGER NOT NULL,
    deadline_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    notice TEXT NOT NULL,
    message_id INTEGER NOT NULL,
    delivered_at_ms INTEGER NOT NULL,
    CONSTRAINT pk_milestone_deliveries PRIMARY KEY (guild_id, milestone_id, deadline_id, member_id, notice, message_id),
    CONSTRAINT fk_milestone_deliveries_milestones FOREIGN KEY(guild_id, milestone_id) REFERENCES milestones (guild_id, milestone_id)
)
 STRICT

-- table milestone_requests
CREATE TABLE milestone_requests (
    guild_id INTEGER NOT NULL,
    milestone_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    action TEXT NOT NULL,
    author_id INTEGER NOT NULL,
    amount_minor INTEGER NOT NULL,
    note_text_id TEXT,
    note_digest TEXT,
    rulebook TEXT NOT NULL,
    made_at_ms INTEGER NOT NULL,
    state TEXT NOT NULL,
    closed_at_ms INTEGER,
    closed_by_id INTEGER,
    reason_text_id TEXT,
    reason_digest TEXT,
    CONSTRAINT pk_milestone_requests PRIMARY KEY (guild_id, milestone_id, number),
    CONSTRAINT ck_milestone_requests_note_whole CHECK ((note_text_id IS NULL) = (note_digest IS NULL)),
    CONSTRAINT ck_milestone_requests_reason_whole CHECK ((reason_text_id IS NULL) = (reason_digest IS NULL)),
    CONSTRAINT ck_milestone_requests_amount_minor CHECK (amount_minor BETWEEN 1 AND 1000000000000000),
    CONSTRAINT ck_milestone_requests_action CHECK (action IN ('release', 'return')),
    CONSTRAINT ck_milestone_requests_closed_whole CHECK ((state = 'active') = (closed_at_ms IS NULL)),
    CONSTRAINT fk_milestone_requests_milestones FOREIGN KEY(guild_id, milestone_id) REFERENCES milestones (guild_id, milestone_id)
)
 STRICT

-- table milestones
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
    stage TEXT NOT NULL,
    proposed_minor INTEGER,
    charged_minor INTEGER NOT NULL,
    closed_at_ms INTEGER,
    closed_by_id INTEGER,
    close_reason_text_id TEXT,
    close_reason_digest TEXT,
    rulebook TEXT,
    CONSTRAINT pk_milestones PRIMARY KEY (guild_id, milestone_id),
    CONSTRAINT ck_milestones_title_whole CHECK ((title_text_id IS NULL) = (title_digest IS NULL)),
    CONSTRAINT ck_milestones_terms_whole CHECK ((terms_text_id IS NULL) = (terms_digest IS NULL)),
    CONSTRAINT ck_milestones_close_reason_whole CHECK ((close_reason_text_id IS NULL) = (close_reason_digest IS NULL)),
    CONSTRAINT ck_milestones_funded_minor CHECK (funded_minor BETWEEN 0 AND 1000000000000000),
    CONSTRAINT ck_milestones_proposed_minor CHECK (proposed_minor BETWEEN 1 AND 1000000000000000),
    CONSTRAINT ck_milestones_amounts CHECK (0 <= locked_minor AND locked_minor <= unreleased_minor AND unreleased_minor <= funded_minor AND released_minor >= 0 AND returned_minor >= 0 AND charged_minor >= 0 AND unreleased_minor + released_minor + returned_minor + charged_minor = funded_minor),
    CONSTRAINT ck_milestones_funded_whole CHECK ((stage = 'funded') = (funded_minor > 0)),
    CONSTRAINT ck_milestones_proposed_whole CHECK (stage = 'funded' OR proposed_minor IS NOT NULL),
    CONSTRAINT ck_milestones_funded_as_proposed CHECK (proposed_minor IS NULL OR funded_minor IN (0, proposed_minor)),
    CONSTRAINT ck_milestones_proposed_under CHECK ((proposed_minor IS NULL) = (rulebook IS NULL)),
    CONSTRAINT ck_milestones_closed_whole CHECK ((stage IN ('proposed', 'funded')) = (closed_at_ms IS NULL)),
    CONSTRAINT ck_milestones_locked_whole CHECK ((locked_minor > 0) = (locked_by_case_id IS NOT NULL)),
    CONSTRAINT ck_milestones_two_sides CHECK (client_id <> freelancer_id),
    CONSTRAINT fk_milestones_projects FOREIGN KEY(guild_id, project_id) REFERENCES projects (guild_id, project_id)
)
 STRICT

-- table offers
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
 STRICT

-- table outages
CREATE TABLE outages (
    guild_id INTEGER NOT NULL,
    started_at_ms INTEGER NOT NULL,
    ended_at_ms INTEGER NOT NULL,
    CONSTRAINT pk_outages PRIMARY KEY (guild_id, started_at_ms),
    CONSTRAINT ck_outages_forward CHECK (ended_at_ms >= started_at_ms)
)
 STRICT

-- table outbox
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
 STRICT

-- table posted_heads
CREATE TABLE posted_heads (
    guild_id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    CONSTRAINT pk_posted_heads PRIMARY KEY (guild_id, case_id),
    CONSTRAINT fk_posted_heads_cases FOREIGN KEY(guild_id, case_id) REFERENCES cases (guild_id, case_id)
)
 STRICT

-- table projects
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
 STRICT

-- table requests
CREATE TABLE requests (
    guild_id INTEGER NOT NULL,
    interaction_id INTEGER NOT NULL,
    receipt TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    CONSTRAINT pk_requests PRIMARY KEY (guild_id, interaction_id)
)
 STRICT

-- table room_message_edits
CREATE TABLE room_message_edits (
    guild_id INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    edited_at_ms INTEGER NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT pk_room_message_edits PRIMARY KEY (guild_id, message_id, edited_at_ms),
    CONSTRAINT fk_room_message_edits_room_messages FOREIGN KEY(guild_id, message_id) REFERENCES room_messages (guild_id, message_id)
)
 STRICT

-- table room_messages
CREATE TABLE room_messages (
    guild_id INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    author_id INTEGER NOT NULL,
    sent_at_ms INTEGER NOT NULL,
    body TEXT NOT NULL,
    edited_at_ms INTEGER,
    deleted_at_ms INTEGER,
    erased_at_ms INTEGER,
    CONSTRAINT pk_room_messages PRIMARY KEY (guild_id, message_id),
    CONSTRAINT ck_room_messages_erased_whole CHECK (erased_at_ms IS NULL OR body = ''),
    CONSTRAINT fk_room_messages_cases FOREIGN KEY(guild_id, case_id) REFERENCES cases (guild_id, case_id)
)
 STRICT

-- table rooms
CREATE TABLE rooms (
    guild_id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    card_message_id INTEGER,
    unreachable INTEGER NOT NULL,
    is_thread INTEGER NOT NULL,
    removed_at_ms INTEGER,
    CONSTRAINT pk_rooms PRIMARY KEY (guild_id, case_id),
    CONSTRAINT ck_rooms_unreachable CHECK (unreachable IN (0, 1)),
    CONSTRAINT ck_rooms_is_thread CHECK (is_thread IN (0, 1)),
    CONSTRAINT fk_rooms_cases FOREIGN KEY(guild_id, case_id) REFERENCES cases (guild_id, case_id)
)
 STRICT

-- table rulings
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
 STRICT

-- table setting_changes
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
 STRICT

-- table staff_notes
CREATE TABLE staff_notes (
    guild_id INTEGER NOT NULL,
    note_id TEXT NOT NULL,
    case_id INTEGER NOT NULL,
    author_id INTEGER NOT NULL,
    written_at_ms INTEGER NOT NULL,
    body TEXT NOT NULL,
    as_moderator INTEGER NOT NULL,
    CONSTRAINT pk_staff_notes PRIMARY KEY (guild_id, note_id),
    CONSTRAINT ck_staff_notes_as_moderator CHECK (as_moderator IN (0, 1)),
    CONSTRAINT fk_staff_notes_cases FOREIGN KEY(guild_id, case_id) REFERENCES cases (guild_id, case_id)
)
 STRICT

-- table texts
CREATE TABLE texts (
    guild_id INTEGER NOT NULL,
    text_id TEXT NOT NULL,
    salt TEXT,
    body TEXT,
    erased_at_ms INTEGER,
    CONSTRAINT pk_texts PRIMARY KEY (guild_id, text_id),
    CONSTRAINT ck_texts_erased_whole CHECK ((salt IS NULL) = (body IS NULL) AND (body IS NULL) = (erased_at_ms IS NOT NULL))
)
 STRICT

-- table wallet_requests
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
    pays_fee_of_case_id INTEGER,
    first_cashier_id INTEGER,
    first_minor INTEGER,
    CONSTRAINT pk_wallet_requests PRIMARY KEY (guild_id, request_id),
    CONSTRAINT ck_wallet_requests_amount_minor CHECK (amount_minor BETWEEN 1 AND 1000000000000000),
    CONSTRAINT ck_wallet_requests_settled_minor CHECK (settled_minor BETWEEN 1 AND 1000000000000000),
    CONSTRAINT ck_wallet_requests_first_minor CHECK (first_minor BETWEEN 1 AND 1000000000000000),
    CONSTRAINT ck_wallet_requests_first_whole CHECK ((first_cashier_id IS NULL) = (first_minor IS NULL)),
    CONSTRAINT ck_wallet_requests_closed_whole CHECK ((state = 'pending') = (closed_at_ms IS NULL)),
    CONSTRAINT ck_wallet_requests_settled_whole CHECK ((state = 'confirmed') = (settled_minor IS NOT NULL))
)
 STRICT

-- trigger tr_accounts_no_delete
CREATE TRIGGER tr_accounts_no_delete BEFORE DELETE ON accounts FOR EACH ROW
WHEN 1 = 1
BEGIN SELECT RAISE(ABORT, 'rows of accounts are never deleted'); END

-- trigger tr_case_milestones_no_delete
CREATE TRIGGER tr_case_milestones_no_delete BEFORE DELETE ON case_milestones FOR EACH ROW
WHEN 1 = 1
BEGIN SELECT RAISE(ABORT, 'rows of case_milestones are never deleted'); END

-- trigger tr_cases_fixed
CREATE TRIGGER tr_cases_fixed BEFORE UPDATE ON cases FOR EACH ROW
WHEN NEW.guild_id <> OLD.guild_id OR (NEW.guild_id IS NULL) <> (OLD.guild_id IS NULL) OR NEW.case_id <> OLD.case_id OR (NEW.case_id IS NULL) <> (OLD.case_id IS NULL) OR NEW.project_id <> OLD.project_id OR (NEW.project_id IS NULL) <> (OLD.project_id IS NULL) OR NEW.currency <> OLD.currency OR (NEW.currency IS NULL) <> (OLD.currency IS NULL) OR NEW.client_id <> OLD.client_id OR (NEW.client_id IS NULL) <> (OLD.client_id IS NULL) OR NEW.freelancer_id <> OLD.freelancer_id OR (NEW.freelancer_id IS NULL) <> (OLD.freelancer_id IS NULL) OR NEW.claimant_id <> OLD.claimant_id OR (NEW.claimant_id IS NULL) <> (OLD.claimant_id IS NULL) OR NEW.respondent_id <> OLD.respondent_id OR (NEW.respondent_id IS NULL) <> (OLD.respondent_id IS NULL) OR NEW.disputed_minor <> OLD.disputed_minor OR (NEW.disputed_minor IS NULL) <> (OLD.disputed_minor IS NULL) OR NEW.reason_digest <> OLD.reason_digest OR (NEW.reason_digest IS NULL) <> (OLD.reason_digest IS NULL) OR NEW.rulebook <> OLD.rulebook OR (NEW.rulebook IS NULL) <> (OLD.rulebook IS NULL) OR NEW.opened_at_ms <> OLD.opened_at_ms OR (NEW.opened_at_ms IS NULL) <> (OLD.opened_at_ms IS NULL)
BEGIN SELECT RAISE(ABORT, 'guild_id, case_id, project_id, currency, client_id, freelancer_id, claimant_id, respondent_id, disputed_minor, reason_digest, rulebook, opened_at_ms of cases are never changed'); END

-- trigger tr_cases_no_delete
CREATE TRIGGER tr_cases_no_delete BEFORE DELETE ON cases FOR EACH ROW
WHEN 1 = 1
BEGIN SELECT RAISE(ABORT, 'rows of cases are never deleted'); END

-- trigger tr_deliveries_no_delete
CREATE TRIGGER tr_deliveries_no_delete BEFORE DELETE ON deliveries FOR EACH ROW
WHEN 1 = 1
BEGIN SELECT RAISE(ABORT, 'rows of deliveries are never deleted'); END

-- trigger tr_deliveries_no_update
CREATE TRIGGER tr_deliveries_no_update BEFORE UPDATE ON deliveries FOR EACH ROW
WHEN 1 = 1
BEGIN SELECT RAISE(ABORT, 'rows of deliveries are never changed'); END

-- trigger tr_deposits_no_delete
CREATE TRIGGER tr_deposits_no_delete BEFORE DELETE ON deposits FOR EACH ROW
WHEN 1 = 1
BEGIN SELECT RAISE(ABORT, 'rows of deposits are never deleted'); END

-- trigger tr_events_chain
CREATE TRIGGER tr_events_chain BEFORE INSERT ON events FOR EACH ROW
WHEN NEW.sequence <> 1 AND NOT EXISTS (SELECT 1 FROM events AS e WHERE e.guild_id = NEW.guild_id AND e.stream = NEW.stream AND e.stream_id = NEW.stream_id AND e.sequence = NEW.sequence - 1 AND e.hash = NEW.previous_hash)
BEGIN SELECT RAISE(ABORT, 'an event must follow the one before it'); END

-- trigger tr_events_no_delete
CREATE TRIGGER tr_events_no_delete BEFORE DELETE ON events FOR EACH ROW
WHEN 1 = 1
BEGIN SELECT RAISE(ABORT, 'rows of events are never deleted'); END

-- trigger tr_events_no_update
CREATE TRIGGER tr_events_no_update BEFORE UPDATE ON events FOR EACH ROW
WHEN 1 = 1
BEGIN SELECT RAISE(ABORT, 'rows of events are never changed'); END

-- trigger tr_exhibit_files_erase_only
CREATE TRIGGER tr_exhibit_files_erase_only BEFORE UPDATE ON exhibit_files FOR EACH ROW
WHEN NEW.guild_id <> OLD.guild_id OR NEW.file_id <> OLD.file_id OR NEW.case_id <> OLD.case_id OR NEW.salt IS NOT NULL OR NEW.sha256 IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a file may be erased, but not changed'); END

-- trigger tr_exhibit_files_no_delete
CREATE TRIGGER tr_exhibit_files_no_delete BEFORE DELETE ON exhibit_files FOR EACH ROW
WHEN 1 = 1
BEGIN SELECT RAISE(ABORT, 'rows of exhibit_files are never deleted'); END

-- trigger tr_exhibits_fixed
CREATE TRIGGER tr_exhibits_fixed BEFORE UPDATE ON exhibits FOR EACH ROW
WHEN NEW.guild_id <> OLD.guild_id OR (NEW.guild_id IS NULL) <> (OLD.guild_id IS NULL) OR NEW.case_id <> OLD.case_id OR (NEW.case_id IS NULL) <> (OLD.case_id IS NULL) OR NEW.position <> OLD.position OR (NEW.position IS NULL) <> (OLD.position IS NULL) OR NEW.name <> OLD.name OR (NEW.name IS NULL) <> (OLD.name IS NULL) OR NEW.author_id <> OLD.author_id OR (NEW.author_id IS NULL) <> (OLD.author_id IS NULL) OR NEW.description_digest <> OLD.description_digest OR (NEW.description_digest IS NULL) <> (OLD.description_digest IS NULL) OR NEW.link_digest <> OLD.link_digest OR (NEW.link_digest IS NULL) <> (OLD.link_digest IS NULL) OR NEW.files <> OLD.files OR (NEW.files IS NULL) <> (OLD.files IS NULL) OR NEW.is_late <> OLD.is_late OR (NEW.is_late IS NULL) <> (OLD.is_late IS NULL) OR NEW.is_copy <> OLD.is_copy OR (NEW.is_copy IS NULL) <> (OLD.is_copy IS NULL)
BEGIN SELECT RAISE(ABORT, 'guild_id, case_id, position, name, author_id, description_digest, link_digest, files, is_late, is_copy of exhibits are never changed'); END

-- trigger tr_exhibits_no_delete
CREATE TRIGGER tr_exhibits_no_delete BEFORE DELETE ON exhibits FOR EACH ROW
WHEN 1 = 1
BEGIN SELECT RAISE(ABORT, 'rows of exhibits are never deleted'); END

-- trigger tr_ledger_entries_no_delete
CREATE TRIGGER tr_ledger_entries_no_delete BEFORE DELETE ON ledger_entries FOR EACH ROW
WHEN 1 = 1
BEGIN SELECT RAISE(ABORT, 'rows of ledger_entries are never deleted'); END

-- trigger tr_ledger_entries_no_update
CREATE TRIGGER tr_ledger_entries_no_update BEFORE UPDATE ON ledger_entries FOR EACH ROW
WHEN 1 = 1
BEGIN SELECT RAISE(ABORT, 'rows of ledger_entries are never changed'); END

-- trigger tr_ledger_entries_posted
CREATE TRIGGER tr_ledger_entries_posted BEFORE INSERT ON ledger_entries FOR EACH ROW
WHEN EXISTS (SELECT 1 FROM ledger_transactions AS t WHERE t.guild_id = NEW.guild_id AND t.transaction_id = NEW.transaction_id AND t.posted = 1)
BEGIN SELECT RAISE(ABORT, 'a posted ledger transaction takes no more entries'); END

-- trigger tr_ledger_transactions_balanced
CREATE TRIGGER tr_ledger_transactions_balanced BEFORE UPDATE ON ledger_transactions FOR EACH ROW
WHEN NOT EXISTS (SELECT 1 FROM ledger_entries AS t WHERE t.guild_id = NEW.guild_id AND t.transaction_id = NEW.transaction_id) OR EXISTS (SELECT 1 FROM ledger_entries AS t WHERE t.guild_id = NEW.guild_id AND t.transaction_id = NEW.transaction_id GROUP BY t.currency HAVING sum(t.amount_minor) <> 0)
BEGIN SELECT RAISE(ABORT, 'the entries of a ledger transaction must sum to zero per currency'); END

-- trigger tr_ledger_transactions_fixed
CREATE TRIGGER tr_ledger_transactions_fixed BEFORE UPDATE ON ledger_transactions FOR EACH ROW
WHEN NEW.guild_id <> OLD.guild_id OR (NEW.guild_id IS NULL) <> (OLD.guild_id IS NULL) OR NEW.transaction_id <> OLD.transaction_id OR (NEW.transaction_id IS NULL) <> (OLD.transaction_id IS NULL) OR NEW.idempotency_key <> OLD.idempotency_key OR (NEW.idempotency_key IS NULL) <> (OLD.idempotency_key IS NULL) OR NEW.cause <> OLD.cause OR (NEW.cause IS NULL) <> (OLD.cause IS NULL) OR NEW.at_ms <> OLD.at_ms OR (NEW.at_ms IS NULL) <> (OLD.at_ms IS NULL) OR NEW.case_id <> OLD.case_id OR (NEW.case_id IS NULL) <> (OLD.case_id IS NULL) OR NEW.digest <> OLD.digest OR (NEW.digest IS NULL) <> (OLD.digest IS NULL)
BEGIN SELECT RAISE(ABORT, 'guild_id, transaction_id, idempotency_key, cause, at_ms, case_id, digest of ledger_transactions are never changed'); END

-- trigger tr_ledger_transactions_no_delete
CREATE TRIGGER tr_ledger_transactions_no_delete BEFORE DELETE ON ledger_transactions FOR EACH ROW
WHEN 1 = 1
BEGIN SELECT RAISE(ABORT, 'rows of ledger_transactions are never deleted'); END

-- trigger tr_ledger_transactions_posted_once
CREATE TRIGGER tr_ledger_transactions_posted_once BEFORE UPDATE ON ledger_transactions FOR EACH ROW
WHEN OLD.posted <> 0 OR NEW.posted <> 1
BEGIN SELECT RAISE(ABORT, 'a ledger transaction is posted once'); END

-- trigger tr_ledger_transactions_unposted
CREATE TRIGGER tr_ledger_transactions_unposted BEFORE INSERT ON ledger_transactions FOR EACH ROW
WHEN NEW.posted <> 0
BEGIN SELECT RAISE(ABORT, 'a ledger transaction is posted after its entries'); END

-- trigger tr_milestone_deliveries_no_delete
CREATE TRIGGER tr_milestone_deliveries_no_delete BEFORE DELETE ON milestone_deliveries FOR EACH ROW
WHEN 1 = 1
BEGIN SELECT RAISE(ABORT, 'rows of milestone_deliveries are never deleted'); END

-- trigger tr_milestone_deliveries_no_update
CREATE TRIGGER tr_milestone_deliveries_no_update BEFORE UPDATE ON milestone_deliveries FOR EACH ROW
WHEN 1 = 1
BEGIN SELECT RAISE(ABORT, 'rows of milestone_deliveries are never changed'); END

-- trigger tr_milestone_requests_closed_once
CREATE TRIGGER tr_milestone_requests_closed_once BEFORE UPDATE ON milestone_requests FOR EACH ROW
WHEN OLD.state <> 'active'
BEGIN SELECT RAISE(ABORT, 'a closed request stays as it ended'); END

-- trigger tr_milestone_requests_fixed
CREATE TRIGGER tr_milestone_requests_fixed BEFORE UPDATE ON milestone_requests FOR EACH ROW
WHEN NEW.guild_id <> OLD.guild_id OR (NEW.guild_id IS NULL) <> (OLD.guild_id IS NULL) OR NEW.milestone_id <> OLD.milestone_id OR (NEW.milestone_id IS NULL) <> (OLD.milestone_id IS NULL) OR NEW.number <> OLD.number OR (NEW.number IS NULL) <> (OLD.number IS NULL) OR NEW.action <> OLD.action OR (NEW.action IS NULL) <> (OLD.action IS NULL) OR NEW.author_id <> OLD.author_id OR (NEW.author_id IS NULL) <> (OLD.author_id IS NULL) OR NEW.amount_minor <> OLD.amount_minor OR (NEW.amount_minor IS NULL) <> (OLD.amount_minor IS NULL) OR NEW.note_digest <> OLD.note_digest OR (NEW.note_digest IS NULL) <> (OLD.note_digest IS NULL) OR NEW.rulebook <> OLD.rulebook OR (NEW.rulebook IS NULL) <> (OLD.rulebook IS NULL) OR NEW.made_at_ms <> OLD.made_at_ms OR (NEW.made_at_ms IS NULL) <> (OLD.made_at_ms IS NULL)
BEGIN SELECT RAISE(ABORT, 'guild_id, milestone_id, number, action, author_id, amount_minor, note_digest, rulebook, made_at_ms of milestone_requests are never changed'); END

-- trigger tr_milestone_requests_no_delete
CREATE TRIGGER tr_milestone_requests_no_delete BEFORE DELETE ON milestone_requests FOR EACH ROW
WHEN 1 = 1
BEGIN SELECT RAISE(ABORT, 'rows of milestone_requests are never deleted'); END

-- trigger tr_milestones_closed_once
CREATE TRIGGER tr_milestones_closed_once BEFORE UPDATE ON milestones FOR EACH ROW
WHEN OLD.closed_at_ms IS NOT NULL AND (NEW.stage <> OLD.stage OR NEW.closed_at_ms IS NULL OR NEW.closed_at_ms <> OLD.closed_at_ms)
BEGIN SELECT RAISE(ABORT, 'a proposal that came to nothing stays as it ended'); END

-- trigger tr_milestones_fixed
CREATE TRIGGER tr_milestones_fixed BEFORE UPDATE ON milestones FOR EACH ROW
WHEN NEW.guild_id <> OLD.guild_id OR (NEW.guild_id IS NULL) <> (OLD.guild_id IS NULL) OR NEW.milestone_id <> OLD.milestone_id OR (NEW.milestone_id IS NULL) <> (OLD.milestone_id IS NULL) OR NEW.client_id <> OLD.client_id OR (NEW.client_id IS NULL) <> (OLD.client_id IS NULL) OR NEW.freelancer_id <> OLD.freelancer_id OR (NEW.freelancer_id IS NULL) <> (OLD.freelancer_id IS NULL) OR NEW.currency <> OLD.currency OR (NEW.currency IS NULL) <> (OLD.currency IS NULL) OR NEW.proposed_minor <> OLD.proposed_minor OR (NEW.proposed_minor IS NULL) <> (OLD.proposed_minor IS NULL) OR NEW.rulebook <> OLD.rulebook OR (NEW.rulebook IS NULL) <> (OLD.rulebook IS NULL)
BEGIN SELECT RAISE(ABORT, 'guild_id, milestone_id, client_id, freelancer_id, currency, proposed_minor, rulebook of milestones are never changed'); END

-- trigger tr_milestones_funded_once
CREATE TRIGGER tr_milestones_funded_once BEFORE UPDATE ON milestones FOR EACH ROW
WHEN OLD.funded_minor <> 0 AND NEW.funded_minor <> OLD.funded_minor
BEGIN SELECT RAISE(ABORT, 'a milestone is funded once'); END

-- trigger tr_milestones_no_delete
CREATE TRIGGER tr_milestones_no_delete BEFORE DELETE ON milestones FOR EACH ROW
WHEN 1 = 1
BEGIN SELECT RAISE(ABORT, 'rows of milestones are never deleted'); END

-- trigger tr_offers_closed_once
CREATE TRIGGER tr_offers_closed_once BEFORE UPDATE ON offers FOR EACH ROW
WHEN OLD.state <> 'open'
BEGIN SELECT RAISE(ABORT, 'a closed offer stays as it ended'); END

-- trigger tr_offers_fixed
CREATE TRIGGER tr_offers_fixed BEFORE UPDATE ON offers FOR EACH ROW
WHEN NEW.guild_id <> OLD.guild_id OR (NEW.guild_id IS NULL) <> (OLD.guild_id IS NULL) OR NEW.case_id <> OLD.case_id OR (NEW.case_id IS NULL) <> (OLD.case_id IS NULL) OR NEW.number <> OLD.number OR (NEW.number IS NULL) <> (OLD.number IS NULL) OR NEW.author_id <> OLD.author_id OR (NEW.author_id IS NULL) <> (OLD.author_id IS NULL) OR NEW.freelancer_minor <> OLD.freelancer_minor OR (NEW.freelancer_minor IS NULL) <> (OLD.freelancer_minor IS NULL) OR NEW.note_digest <> OLD.note_digest OR (NEW.note_digest IS NULL) <> (OLD.note_digest IS NULL) OR NEW.expires_at_ms <> OLD.expires_at_ms OR (NEW.expires_at_ms IS NULL) <> (OLD.expires_at_ms IS NULL)
BEGIN SELECT RAISE(ABORT, 'guild_id, case_id, number, author_id, freelancer_minor, note_digest, expires_at_ms of offers are never changed'); END

-- trigger tr_offers_no_delete
CREATE TRIGGER tr_offers_no_delete BEFORE DELETE ON offers FOR EACH ROW
WHEN 1 = 1
BEGIN SELECT RAISE(ABORT, 'rows of offers are never deleted'); END

-- trigger tr_projects_no_delete
CREATE TRIGGER tr_projects_no_delete BEFORE DELETE ON projects FOR EACH ROW
WHEN 1 = 1
BEGIN SELECT RAISE(ABORT, 'rows of projects are never deleted'); END

-- trigger tr_rulings_fixed
CREATE TRIGGER tr_rulings_fixed BEFORE UPDATE ON rulings FOR EACH ROW
WHEN NEW.guild_id <> OLD.guild_id OR (NEW.guild_id IS NULL) <> (OLD.guild_id IS NULL) OR NEW.case_id <> OLD.case_id OR (NEW.case_id IS NULL) <> (OLD.case_id IS NULL) OR NEW.arbitrator_id <> OLD.arbitrator_id OR (NEW.arbitrator_id IS NULL) <> (OLD.arbitrator_id IS NULL) OR NEW.freelancer_minor <> OLD.freelancer_minor OR (NEW.freelancer_minor IS NULL) <> (OLD.freelancer_minor IS NULL) OR NEW.client_minor <> OLD.client_minor OR (NEW.client_minor IS NULL) <> (OLD.client_minor IS NULL) OR NEW.findings_digest <> OLD.findings_digest OR (NEW.findings_digest IS NULL) <> (OLD.findings_digest IS NULL)
BEGIN SELECT RAISE(ABORT, 'guild_id, case_id, arbitrator_id, freelancer_minor, client_minor, findings_digest of rulings are never changed'); END

-- trigger tr_rulings_no_delete
CREATE TRIGGER tr_rulings_no_delete BEFORE DELETE ON rulings FOR EACH ROW
WHEN 1 = 1
BEGIN SELECT RAISE(ABORT, 'rows of rulings are never deleted'); END

-- trigger tr_setting_changes_no_delete
CREATE TRIGGER tr_setting_changes_no_delete BEFORE DELETE ON setting_changes FOR EACH ROW
WHEN 1 = 1
BEGIN SELECT RAISE(ABORT, 'rows of setting_changes are never deleted'); END

-- trigger tr_setting_changes_no_update
CREATE TRIGGER tr_setting_changes_no_update BEFORE UPDATE ON setting_changes FOR EACH ROW
WHEN 1 = 1
BEGIN SELECT RAISE(ABORT, 'rows of setting_changes are never changed'); END

-- trigger tr_staff_notes_no_delete
CREATE TRIGGER tr_staff_notes_no_delete BEFORE DELETE ON staff_notes FOR EACH ROW
WHEN 1 = 1
BEGIN SELECT RAISE(ABORT, 'rows of staff_notes are never deleted'); END

-- trigger tr_staff_notes_no_update
CREATE TRIGGER tr_staff_notes_no_update BEFORE UPDATE ON staff_notes FOR EACH ROW
WHEN 1 = 1
BEGIN SELECT RAISE(ABORT, 'rows of staff_notes are never changed'); END

-- trigger tr_texts_erase_only
CREATE TRIGGER tr_texts_erase_only BEFORE UPDATE ON texts FOR EACH ROW
WHEN NEW.guild_id <> OLD.guild_id OR NEW.text_id <> OLD.text_id OR NEW.body IS NOT NULL OR NEW.salt IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a text may be erased, but not changed'); END

-- trigger tr_texts_no_delete
CREATE TRIGGER tr_texts_no_delete BEFORE DELETE ON texts FOR EACH ROW
WHEN 1 = 1
BEGIN SELECT RAISE(ABORT, 'rows of texts are never deleted'); END

-- trigger tr_wallet_requests_closed_once
CREATE TRIGGER tr_wallet_requests_closed_once BEFORE UPDATE ON wallet_requests FOR EACH ROW
WHEN OLD.state <> 'pending' AND (NEW.state <> OLD.state OR NEW.closed_at_ms <> OLD.closed_at_ms OR NEW.closed_by_id <> OLD.closed_by_id OR NEW.settled_minor <> OLD.settled_minor OR NEW.reference IS NOT NULL OR NEW.settled_reference IS NOT NULL OR NEW.close_reason IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'a closed request stays as it ended; only its words may be erased'); END

-- trigger tr_wallet_requests_fixed
CREATE TRIGGER tr_wallet_requests_fixed BEFORE UPDATE ON wallet_requests FOR EACH ROW
WHEN NEW.guild_id <> OLD.guild_id OR (NEW.guild_id IS NULL) <> (OLD.guild_id IS NULL) OR NEW.request_id <> OLD.request_id OR (NEW.request_id IS NULL) <> (OLD.request_id IS NULL) OR NEW.member_id <> OLD.member_id OR (NEW.member_id IS NULL) <> (OLD.member_id IS NULL) OR NEW.kind <> OLD.kind OR (NEW.kind IS NULL) <> (OLD.kind IS NULL) OR NEW.currency <> OLD.currency OR (NEW.currency IS NULL) <> (OLD.currency IS NULL) OR NEW.amount_minor <> OLD.amount_minor OR (NEW.amount_minor IS NULL) <> (OLD.amount_minor IS NULL) OR NEW.pays_fee_of_case_id <> OLD.pays_fee_of_case_id OR (NEW.pays_fee_of_case_id IS NULL) <> (OLD.pays_fee_of_case_id IS NULL)
BEGIN SELECT RAISE(ABORT, 'guild_id, request_id, member_id, kind, currency, amount_minor, pays_fee_of_case_id of wallet_requests are never changed'); END

-- trigger tr_wallet_requests_no_delete
CREATE TRIGGER tr_wallet_requests_no_delete BEFORE DELETE ON wallet_requests FOR EACH ROW
WHEN 1 = 1
BEGIN SELECT RAISE(ABORT, 'rows of wallet_requests are never deleted'); END
