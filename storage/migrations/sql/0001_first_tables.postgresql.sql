CREATE TABLE accounts (
    guild_id BIGINT NOT NULL,
    account TEXT NOT NULL,
    currency TEXT NOT NULL,
    balance_minor BIGINT NOT NULL,
    CONSTRAINT pk_accounts PRIMARY KEY (guild_id, account, currency),
    CONSTRAINT ck_accounts_not_below_zero CHECK (balance_minor >= 0 OR account = 'world')
);

CREATE TABLE alive_notes (
    process TEXT NOT NULL,
    noted_at_ms BIGINT NOT NULL,
    CONSTRAINT pk_alive_notes PRIMARY KEY (process)
);

CREATE TABLE connections (
    guild_id BIGINT NOT NULL,
    connected_at_ms BIGINT NOT NULL,
    CONSTRAINT pk_connections PRIMARY KEY (guild_id)
);

CREATE TABLE counters (
    guild_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    last_number BIGINT NOT NULL,
    CONSTRAINT pk_counters PRIMARY KEY (guild_id, kind)
);

CREATE TABLE drafts (
    draft_id TEXT NOT NULL,
    guild_id BIGINT NOT NULL,
    member_id BIGINT NOT NULL,
    command TEXT NOT NULL,
    arguments TEXT NOT NULL,
    created_at_ms BIGINT NOT NULL,
    expires_at_ms BIGINT NOT NULL,
    used_at_ms BIGINT,
    CONSTRAINT pk_drafts PRIMARY KEY (draft_id)
);

CREATE INDEX ix_drafts_expiry ON drafts (expires_at_ms);

CREATE TABLE events (
    guild_id BIGINT NOT NULL,
    stream TEXT NOT NULL,
    stream_id BIGINT NOT NULL,
    sequence BIGINT NOT NULL,
    kind TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    actor_id BIGINT,
    payload TEXT NOT NULL,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    CONSTRAINT pk_events PRIMARY KEY (guild_id, stream, stream_id, sequence),
    CONSTRAINT ck_events_sequence CHECK (sequence >= 1),
    CONSTRAINT ck_events_hashes CHECK (length(previous_hash) = 64 AND length(hash) = 64)
);

CREATE TABLE guild_settings (
    guild_id BIGINT NOT NULL,
    settings TEXT NOT NULL,
    version BIGINT NOT NULL,
    CONSTRAINT pk_guild_settings PRIMARY KEY (guild_id)
);

CREATE TABLE ledger_transactions (
    guild_id BIGINT NOT NULL,
    transaction_id BIGINT NOT NULL,
    idempotency_key TEXT NOT NULL,
    cause TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    case_id BIGINT,
    digest TEXT NOT NULL,
    posted BIGINT NOT NULL,
    CONSTRAINT pk_ledger_transactions PRIMARY KEY (guild_id, transaction_id),
    CONSTRAINT ck_ledger_transactions_posted CHECK (posted IN (0, 1)),
    CONSTRAINT uq_ledger_transactions_idempotency_key UNIQUE (guild_id, idempotency_key),
    CONSTRAINT uq_ledger_transactions_posted UNIQUE (guild_id, transaction_id, posted)
);

CREATE INDEX ix_ledger_transactions_case ON ledger_transactions (guild_id, case_id);

CREATE TABLE outages (
    guild_id BIGINT NOT NULL,
    started_at_ms BIGINT NOT NULL,
    ended_at_ms BIGINT NOT NULL,
    CONSTRAINT pk_outages PRIMARY KEY (guild_id, started_at_ms),
    CONSTRAINT ck_outages_forward CHECK (ended_at_ms >= started_at_ms)
);

CREATE TABLE outbox (
    outbox_id BIGSERIAL NOT NULL,
    guild_id BIGINT NOT NULL,
    target TEXT NOT NULL,
    kind TEXT NOT NULL,
    dedupe_key TEXT NOT NULL,
    payload TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    not_before_ms BIGINT NOT NULL,
    lease_owner TEXT,
    lease_until_ms BIGINT,
    failure TEXT,
    CONSTRAINT pk_outbox PRIMARY KEY (outbox_id),
    CONSTRAINT ck_outbox_attempts CHECK (attempts >= 0),
    CONSTRAINT ck_outbox_lease_whole CHECK ((lease_owner IS NULL) = (lease_until_ms IS NULL))
);

CREATE INDEX ix_outbox_pending ON outbox (guild_id, target, outbox_id) WHERE state = 'pending';

CREATE UNIQUE INDEX ux_outbox_dedupe_key ON outbox (guild_id, dedupe_key);

CREATE TABLE projects (
    guild_id BIGINT NOT NULL,
    project_id BIGINT NOT NULL,
    title_text_id TEXT NOT NULL,
    title_digest TEXT NOT NULL,
    client_id BIGINT NOT NULL,
    freelancer_id BIGINT NOT NULL,
    created_at_ms BIGINT NOT NULL,
    CONSTRAINT pk_projects PRIMARY KEY (guild_id, project_id),
    CONSTRAINT ck_projects_title_whole CHECK ((title_text_id IS NULL) = (title_digest IS NULL))
);

CREATE INDEX ix_projects_client ON projects (guild_id, client_id);

CREATE INDEX ix_projects_freelancer ON projects (guild_id, freelancer_id);

CREATE TABLE requests (
    guild_id BIGINT NOT NULL,
    interaction_id BIGINT NOT NULL,
    receipt TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    CONSTRAINT pk_requests PRIMARY KEY (guild_id, interaction_id)
);

CREATE INDEX ix_requests_age ON requests (at_ms);

CREATE TABLE setting_changes (
    guild_id BIGINT NOT NULL,
    change_id BIGINT NOT NULL,
    changed_at_ms BIGINT NOT NULL,
    changed_by_id BIGINT NOT NULL,
    key TEXT NOT NULL,
    "old" TEXT NOT NULL,
    "new" TEXT NOT NULL,
    CONSTRAINT pk_setting_changes PRIMARY KEY (guild_id, change_id)
);

CREATE TABLE texts (
    guild_id BIGINT NOT NULL,
    text_id TEXT NOT NULL,
    salt TEXT,
    body TEXT,
    erased_at_ms BIGINT,
    CONSTRAINT pk_texts PRIMARY KEY (guild_id, text_id),
    CONSTRAINT ck_texts_erased_whole CHECK ((salt IS NULL) = (body IS NULL) AND (body IS NULL) = (erased_at_ms IS NOT NULL))
);

CREATE TABLE wallet_requests (
    guild_id BIGINT NOT NULL,
    request_id BIGINT NOT NULL,
    member_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    currency TEXT NOT NULL,
    amount_minor BIGINT NOT NULL,
    reference TEXT,
    created_at_ms BIGINT NOT NULL,
    state TEXT NOT NULL,
    settled_minor BIGINT,
    settled_reference TEXT,
    closed_by_id BIGINT,
    closed_at_ms BIGINT,
    close_reason TEXT,
    CONSTRAINT pk_wallet_requests PRIMARY KEY (guild_id, request_id),
    CONSTRAINT ck_wallet_requests_amount_minor CHECK (amount_minor BETWEEN 1 AND 1000000000000000),
    CONSTRAINT ck_wallet_requests_settled_minor CHECK (settled_minor BETWEEN 1 AND 1000000000000000),
    CONSTRAINT ck_wallet_requests_closed_whole CHECK ((state = 'pending') = (closed_at_ms IS NULL)),
    CONSTRAINT ck_wallet_requests_settled_whole CHECK ((state = 'confirmed') = (settled_minor IS NOT NULL))
);

CREATE INDEX ix_wallet_requests_member ON wallet_requests (guild_id, member_id);

CREATE INDEX ix_wallet_requests_pending ON wallet_requests (guild_id, request_id) WHERE state = 'pending';

CREATE TABLE cases (
    guild_id BIGINT NOT NULL,
    case_id BIGINT NOT NULL,
    project_id BIGINT NOT NULL,
    currency TEXT NOT NULL,
    client_id BIGINT NOT NULL,
    freelancer_id BIGINT NOT NULL,
    claimant_id BIGINT NOT NULL,
    respondent_id BIGINT NOT NULL,
    disputed_minor BIGINT NOT NULL,
    category_text_id TEXT NOT NULL,
    category_digest TEXT NOT NULL,
    reason_text_id TEXT NOT NULL,
    reason_digest TEXT NOT NULL,
    rulebook TEXT NOT NULL,
    opened_at_ms BIGINT NOT NULL,
    stage TEXT NOT NULL,
    stage_entered_at_ms BIGINT NOT NULL,
    version BIGINT NOT NULL,
    escalated BIGINT NOT NULL,
    escalation_reason_text_id TEXT,
    escalation_reason_digest TEXT,
    statement_text_id TEXT,
    statement_digest TEXT,
    answer_asked BIGINT NOT NULL,
    rested_ids TEXT NOT NULL,
    evidence_closed_at_ms BIGINT,
    arbitrator_id BIGINT,
    never_reached TEXT NOT NULL,
    loser_id BIGINT,
    left_ids TEXT NOT NULL,
    outcome TEXT,
    ended_at_ms BIGINT,
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
);

CREATE INDEX ix_cases_claimant ON cases (guild_id, claimant_id);

CREATE INDEX ix_cases_respondent ON cases (guild_id, respondent_id);

CREATE INDEX ix_cases_running ON cases (guild_id, stage, case_id) WHERE ended_at_ms IS NULL;

CREATE TABLE ledger_entries (
    guild_id BIGINT NOT NULL,
    transaction_id BIGINT NOT NULL,
    position BIGINT NOT NULL,
    account TEXT NOT NULL,
    currency TEXT NOT NULL,
    amount_minor BIGINT NOT NULL,
    posted BIGINT NOT NULL,
    CONSTRAINT pk_ledger_entries PRIMARY KEY (guild_id, transaction_id, position),
    CONSTRAINT ck_ledger_entries_posted CHECK (posted = 1),
    CONSTRAINT ck_ledger_entries_amount_minor CHECK (amount_minor <> 0 AND amount_minor BETWEEN -1000000000000000 AND 1000000000000000),
    CONSTRAINT fk_ledger_entries_ledger_transactions FOREIGN KEY(guild_id, transaction_id, posted) REFERENCES ledger_transactions (guild_id, transaction_id, posted) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_ledger_entries_accounts FOREIGN KEY(guild_id, account, currency) REFERENCES accounts (guild_id, account, currency)
);

CREATE INDEX ix_ledger_entries_account ON ledger_entries (guild_id, account, transaction_id);

CREATE TABLE milestones (
    guild_id BIGINT NOT NULL,
    milestone_id BIGINT NOT NULL,
    project_id BIGINT NOT NULL,
    client_id BIGINT NOT NULL,
    freelancer_id BIGINT NOT NULL,
    currency TEXT NOT NULL,
    funded_minor BIGINT NOT NULL,
    unreleased_minor BIGINT NOT NULL,
    released_minor BIGINT NOT NULL,
    returned_minor BIGINT NOT NULL,
    locked_minor BIGINT NOT NULL,
    locked_by_case_id BIGINT,
    title_text_id TEXT NOT NULL,
    title_digest TEXT NOT NULL,
    terms_text_id TEXT,
    terms_digest TEXT,
    terms_author_id BIGINT,
    terms_accepted_at_ms BIGINT,
    created_at_ms BIGINT NOT NULL,
    version BIGINT NOT NULL,
    CONSTRAINT pk_milestones PRIMARY KEY (guild_id, milestone_id),
    CONSTRAINT ck_milestones_title_whole CHECK ((title_text_id IS NULL) = (title_digest IS NULL)),
    CONSTRAINT ck_milestones_terms_whole CHECK ((terms_text_id IS NULL) = (terms_digest IS NULL)),
    CONSTRAINT ck_milestones_funded_minor CHECK (funded_minor BETWEEN 1 AND 1000000000000000),
    CONSTRAINT ck_milestones_amounts CHECK (0 <= locked_minor AND locked_minor <= unreleased_minor AND unreleased_minor <= funded_minor AND released_minor >= 0 AND returned_minor >= 0 AND unreleased_minor + released_minor + returned_minor = funded_minor),
    CONSTRAINT ck_milestones_locked_whole CHECK ((locked_minor > 0) = (locked_by_case_id IS NOT NULL)),
    CONSTRAINT ck_milestones_two_sides CHECK (client_id <> freelancer_id),
    CONSTRAINT fk_milestones_projects FOREIGN KEY(guild_id, project_id) REFERENCES projects (guild_id, project_id)
);

CREATE INDEX ix_milestones_client ON milestones (guild_id, client_id);

CREATE INDEX ix_milestones_freelancer ON milestones (guild_id, freelancer_id);

CREATE TABLE case_milestones (
    guild_id BIGINT NOT NULL,
    case_id BIGINT NOT NULL,
    position BIGINT NOT NULL,
    milestone_id BIGINT NOT NULL,
    locked_minor BIGINT NOT NULL,
    is_open BIGINT NOT NULL,
    freelancer_minor BIGINT,
    client_minor BIGINT,
    CONSTRAINT pk_case_milestones PRIMARY KEY (guild_id, case_id, position),
    CONSTRAINT ck_case_milestones_is_open CHECK (is_open IN (0, 1)),
    CONSTRAINT uq_case_milestones_milestone UNIQUE (guild_id, case_id, milestone_id),
    CONSTRAINT ck_case_milestones_locked_minor CHECK (locked_minor BETWEEN 1 AND 1000000000000000),
    CONSTRAINT ck_case_milestones_paid_whole CHECK ((freelancer_minor IS NULL) = (client_minor IS NULL) AND (freelancer_minor IS NULL OR freelancer_minor + client_minor = locked_minor)),
    CONSTRAINT ck_case_milestones_freelancer_minor CHECK (freelancer_minor BETWEEN 0 AND 1000000000000000),
    CONSTRAINT ck_case_milestones_client_minor CHECK (client_minor BETWEEN 0 AND 1000000000000000),
    CONSTRAINT fk_case_milestones_cases FOREIGN KEY(guild_id, case_id) REFERENCES cases (guild_id, case_id),
    CONSTRAINT fk_case_milestones_milestones FOREIGN KEY(guild_id, milestone_id) REFERENCES milestones (guild_id, milestone_id)
);

CREATE UNIQUE INDEX ux_one_open_case_per_milestone ON case_milestones (guild_id, milestone_id) WHERE is_open = 1;

CREATE TABLE deadlines (
    guild_id BIGINT NOT NULL,
    case_id BIGINT NOT NULL,
    deadline_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    party_id BIGINT,
    starts_at_ms BIGINT NOT NULL,
    window_seconds BIGINT NOT NULL,
    due_at_ms BIGINT NOT NULL,
    state TEXT NOT NULL,
    held_since_ms BIGINT,
    hold_reason TEXT,
    subject BIGINT,
    wake_at_ms BIGINT,
    reminded_until_ms BIGINT NOT NULL,
    CONSTRAINT pk_deadlines PRIMARY KEY (guild_id, case_id, deadline_id),
    CONSTRAINT ck_deadlines_woken_while_armed CHECK (state = 'armed' OR wake_at_ms IS NULL),
    CONSTRAINT ck_deadlines_held_whole CHECK (state <> 'held' OR held_since_ms IS NOT NULL),
    CONSTRAINT fk_deadlines_cases FOREIGN KEY(guild_id, case_id) REFERENCES cases (guild_id, case_id)
);

CREATE INDEX ix_deadlines_wake ON deadlines (wake_at_ms) WHERE state = 'armed';

CREATE UNIQUE INDEX ux_one_clock_of_a_kind ON deadlines (guild_id, case_id, kind, coalesce(party_id, 0), coalesce(subject, 0)) WHERE state IN ('armed', 'held');

CREATE TABLE deliveries (
    guild_id BIGINT NOT NULL,
    case_id BIGINT NOT NULL,
    deadline_id BIGINT NOT NULL,
    member_id BIGINT NOT NULL,
    notice TEXT NOT NULL,
    message_id BIGINT NOT NULL,
    route TEXT NOT NULL,
    delivered_at_ms BIGINT NOT NULL,
    CONSTRAINT pk_deliveries PRIMARY KEY (guild_id, case_id, deadline_id, member_id, notice, message_id),
    CONSTRAINT fk_deliveries_cases FOREIGN KEY(guild_id, case_id) REFERENCES cases (guild_id, case_id)
);

CREATE TABLE deposits (
    guild_id BIGINT NOT NULL,
    case_id BIGINT NOT NULL,
    member_id BIGINT NOT NULL,
    amount_minor BIGINT NOT NULL,
    paid_at_ms BIGINT NOT NULL,
    state TEXT NOT NULL,
    returned_minor BIGINT NOT NULL,
    earned_minor BIGINT NOT NULL,
    CONSTRAINT pk_deposits PRIMARY KEY (guild_id, case_id, member_id),
    CONSTRAINT ck_deposits_amount_minor CHECK (amount_minor BETWEEN 0 AND 1000000000000000),
    CONSTRAINT ck_deposits_returned_minor CHECK (returned_minor BETWEEN 0 AND 1000000000000000),
    CONSTRAINT ck_deposits_earned_minor CHECK (earned_minor BETWEEN 0 AND 1000000000000000),
    CONSTRAINT ck_deposits_ended_whole CHECK (returned_minor + earned_minor = CASE state WHEN 'ended' THEN amount_minor ELSE 0 END),
    CONSTRAINT fk_deposits_cases FOREIGN KEY(guild_id, case_id) REFERENCES cases (guild_id, case_id)
);

CREATE TABLE exhibits (
    guild_id BIGINT NOT NULL,
    case_id BIGINT NOT NULL,
    position BIGINT NOT NULL,
    name TEXT NOT NULL,
    author_id BIGINT NOT NULL,
    description_text_id TEXT NOT NULL,
    description_digest TEXT NOT NULL,
    link_text_id TEXT,
    link_digest TEXT,
    added_at_ms BIGINT NOT NULL,
    withdrawn_at_ms BIGINT,
    CONSTRAINT pk_exhibits PRIMARY KEY (guild_id, case_id, position),
    CONSTRAINT ck_exhibits_description_whole CHECK ((description_text_id IS NULL) = (description_digest IS NULL)),
    CONSTRAINT ck_exhibits_link_whole CHECK ((link_text_id IS NULL) = (link_digest IS NULL)),
    CONSTRAINT uq_exhibits_name UNIQUE (guild_id, case_id, name),
    CONSTRAINT fk_exhibits_cases FOREIGN KEY(guild_id, case_id) REFERENCES cases (guild_id, case_id)
);

CREATE TABLE offers (
    guild_id BIGINT NOT NULL,
    case_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    author_id BIGINT NOT NULL,
    freelancer_minor BIGINT NOT NULL,
    note_text_id TEXT,
    note_digest TEXT,
    expires_at_ms BIGINT,
    made_at_ms BIGINT NOT NULL,
    state TEXT NOT NULL,
    closed_at_ms BIGINT,
    closed_by_id BIGINT,
    CONSTRAINT pk_offers PRIMARY KEY (guild_id, case_id, number),
    CONSTRAINT ck_offers_note_whole CHECK ((note_text_id IS NULL) = (note_digest IS NULL)),
    CONSTRAINT ck_offers_freelancer_minor CHECK (freelancer_minor BETWEEN 0 AND 1000000000000000),
    CONSTRAINT ck_offers_closed_whole CHECK ((state = 'open') = (closed_at_ms IS NULL)),
    CONSTRAINT fk_offers_cases FOREIGN KEY(guild_id, case_id) REFERENCES cases (guild_id, case_id)
);

CREATE UNIQUE INDEX ux_one_open_offer_per_party ON offers (guild_id, case_id, author_id) WHERE state = 'open';

CREATE TABLE room_messages (
    guild_id BIGINT NOT NULL,
    message_id BIGINT NOT NULL,
    case_id BIGINT NOT NULL,
    author_id BIGINT NOT NULL,
    sent_at_ms BIGINT NOT NULL,
    body TEXT NOT NULL,
    edited_at_ms BIGINT,
    deleted_at_ms BIGINT,
    CONSTRAINT pk_room_messages PRIMARY KEY (guild_id, message_id),
    CONSTRAINT fk_room_messages_cases FOREIGN KEY(guild_id, case_id) REFERENCES cases (guild_id, case_id)
);

CREATE INDEX ix_room_messages_case ON room_messages (guild_id, case_id, message_id);

CREATE TABLE rooms (
    guild_id BIGINT NOT NULL,
    case_id BIGINT NOT NULL,
    channel_id BIGINT NOT NULL,
    card_message_id BIGINT,
    unreachable BIGINT NOT NULL,
    CONSTRAINT pk_rooms PRIMARY KEY (guild_id, case_id),
    CONSTRAINT ck_rooms_unreachable CHECK (unreachable IN (0, 1)),
    CONSTRAINT fk_rooms_cases FOREIGN KEY(guild_id, case_id) REFERENCES cases (guild_id, case_id)
);

CREATE UNIQUE INDEX ux_rooms_channel ON rooms (guild_id, channel_id);

CREATE TABLE rulings (
    guild_id BIGINT NOT NULL,
    case_id BIGINT NOT NULL,
    arbitrator_id BIGINT NOT NULL,
    freelancer_minor BIGINT NOT NULL,
    client_minor BIGINT NOT NULL,
    findings_text_id TEXT NOT NULL,
    findings_digest TEXT NOT NULL,
    made_at_ms BIGINT NOT NULL,
    never_reached TEXT NOT NULL,
    CONSTRAINT pk_rulings PRIMARY KEY (guild_id, case_id),
    CONSTRAINT ck_rulings_findings_whole CHECK ((findings_text_id IS NULL) = (findings_digest IS NULL)),
    CONSTRAINT ck_rulings_freelancer_minor CHECK (freelancer_minor BETWEEN 0 AND 1000000000000000),
    CONSTRAINT ck_rulings_client_minor CHECK (client_minor BETWEEN 0 AND 1000000000000000),
    CONSTRAINT fk_rulings_cases FOREIGN KEY(guild_id, case_id) REFERENCES cases (guild_id, case_id)
);

CREATE TABLE room_message_edits (
    guild_id BIGINT NOT NULL,
    message_id BIGINT NOT NULL,
    edited_at_ms BIGINT NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT pk_room_message_edits PRIMARY KEY (guild_id, message_id, edited_at_ms),
    CONSTRAINT fk_room_message_edits_room_messages FOREIGN KEY(guild_id, message_id) REFERENCES room_messages (guild_id, message_id)
);
