CREATE TABLE milestones_kept AS SELECT * FROM milestones;

DROP TABLE milestones;

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
 STRICT;

INSERT INTO milestones (
    guild_id, milestone_id, project_id, client_id, freelancer_id, currency, funded_minor, unreleased_minor, released_minor, returned_minor, locked_minor, locked_by_case_id, title_text_id, title_digest, terms_text_id, terms_digest, terms_author_id, terms_accepted_at_ms, created_at_ms, version,
    stage, charged_minor
)
SELECT
    guild_id, milestone_id, project_id, client_id, freelancer_id, currency, funded_minor, unreleased_minor, released_minor, returned_minor, locked_minor, locked_by_case_id, title_text_id, title_digest, terms_text_id, terms_digest, terms_author_id, terms_accepted_at_ms, created_at_ms, version,
    'funded',
    0
FROM milestones_kept;

DROP TABLE milestones_kept;

CREATE INDEX ix_milestones_client ON milestones (guild_id, client_id);

CREATE INDEX ix_milestones_freelancer ON milestones (guild_id, freelancer_id);

CREATE INDEX ix_milestones_project ON milestones (guild_id, project_id);

CREATE TABLE cases_kept AS SELECT * FROM cases;

DROP TABLE cases;

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
 STRICT;

INSERT INTO cases (
    guild_id, case_id, project_id, currency, client_id, freelancer_id, claimant_id, respondent_id, disputed_minor, category_text_id, category_digest, reason_text_id, reason_digest, rulebook, opened_at_ms, stage, stage_entered_at_ms, version, escalated, escalation_reason_text_id, escalation_reason_digest, statement_text_id, statement_digest, answer_asked, rested_ids, evidence_closed_at_ms, arbitrator_id, never_reached, loser_id, left_ids, outcome, ended_at_ms,
    charged_minor, restricted, extended_alone, questions, asked_ms, active_at_ms
)
SELECT
    guild_id, case_id, project_id, currency, client_id, freelancer_id, claimant_id, respondent_id, disputed_minor, category_text_id, category_digest, reason_text_id, reason_digest, rulebook, opened_at_ms, stage, stage_entered_at_ms, version, escalated, escalation_reason_text_id, escalation_reason_digest, statement_text_id, statement_digest, answer_asked, rested_ids, evidence_closed_at_ms, arbitrator_id, never_reached, loser_id, left_ids, outcome, ended_at_ms,
    0,
    '{}',
    '[]',
    '[]',
    0,
    coalesce((SELECT e.at_ms FROM events AS e
        WHERE e.guild_id = cases_kept.guild_id AND e.stream = 'case' AND e.stream_id = cases_kept.case_id
        AND e.kind IN ('case_opened', 'case_challenged', 'offer_made', 'offer_closed', 'fee_paid', 'exhibit_added', 'exhibit_withdrawn')
        ORDER BY e.sequence DESC LIMIT 1), cases_kept.opened_at_ms)
FROM cases_kept;

DROP TABLE cases_kept;

CREATE INDEX ix_cases_claimant ON cases (guild_id, claimant_id);

CREATE INDEX ix_cases_respondent ON cases (guild_id, respondent_id);

CREATE INDEX ix_cases_running ON cases (guild_id, stage, case_id) WHERE ended_at_ms IS NULL;

CREATE TABLE exhibits_kept AS SELECT * FROM exhibits;

DROP TABLE exhibits;

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
    CONSTRAINT pk_exhibits PRIMARY KEY (guild_id, case_id, position),
    CONSTRAINT ck_exhibits_description_whole CHECK ((description_text_id IS NULL) = (description_digest IS NULL)),
    CONSTRAINT ck_exhibits_link_whole CHECK ((link_text_id IS NULL) = (link_digest IS NULL)),
    CONSTRAINT ck_exhibits_is_late CHECK (is_late IN (0, 1)),
    CONSTRAINT uq_exhibits_name UNIQUE (guild_id, case_id, name),
    CONSTRAINT fk_exhibits_cases FOREIGN KEY(guild_id, case_id) REFERENCES cases (guild_id, case_id)
)
 STRICT;

INSERT INTO exhibits (
    guild_id, case_id, position, name, author_id, description_text_id, description_digest, link_text_id, link_digest, added_at_ms, withdrawn_at_ms,
    files, is_late
)
SELECT
    guild_id, case_id, position, name, author_id, description_text_id, description_digest, link_text_id, link_digest, added_at_ms, withdrawn_at_ms,
    '[]',
    0
FROM exhibits_kept;

DROP TABLE exhibits_kept;

CREATE TABLE rooms_kept AS SELECT * FROM rooms;

DROP TABLE rooms;

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
 STRICT;

INSERT INTO rooms (
    guild_id, case_id, channel_id, card_message_id, unreachable,
    is_thread
)
SELECT
    guild_id, case_id, channel_id, card_message_id, unreachable,
    0
FROM rooms_kept;

DROP TABLE rooms_kept;

CREATE UNIQUE INDEX ux_rooms_channel ON rooms (guild_id, channel_id);

CREATE TABLE wallet_requests_kept AS SELECT * FROM wallet_requests;

DROP TABLE wallet_requests;

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
    CONSTRAINT pk_wallet_requests PRIMARY KEY (guild_id, request_id),
    CONSTRAINT ck_wallet_requests_amount_minor CHECK (amount_minor BETWEEN 1 AND 1000000000000000),
    CONSTRAINT ck_wallet_requests_settled_minor CHECK (settled_minor BETWEEN 1 AND 1000000000000000),
    CONSTRAINT ck_wallet_requests_closed_whole CHECK ((state = 'pending') = (closed_at_ms IS NULL)),
    CONSTRAINT ck_wallet_requests_settled_whole CHECK ((state = 'confirmed') = (settled_minor IS NOT NULL))
)
 STRICT;

INSERT INTO wallet_requests (
    guild_id, request_id, member_id, kind, currency, amount_minor, reference, created_at_ms, state, settled_minor, settled_reference, closed_by_id, closed_at_ms, close_reason
)
SELECT
    guild_id, request_id, member_id, kind, currency, amount_minor, reference, created_at_ms, state, settled_minor, settled_reference, closed_by_id, closed_at_ms, close_reason
FROM wallet_requests_kept;

DROP TABLE wallet_requests_kept;

CREATE INDEX ix_wallet_requests_member ON wallet_requests (guild_id, member_id, request_id);

CREATE INDEX ix_wallet_requests_pending ON wallet_requests (guild_id, request_id) WHERE state = 'pending';

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
 STRICT;

CREATE UNIQUE INDEX ux_one_active_request_per_milestone ON milestone_requests (guild_id, milestone_id) WHERE state = 'active';

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
 STRICT;

CREATE INDEX ix_milestone_deadlines_wake ON milestone_deadlines (wake_at_ms) WHERE state = 'armed';

CREATE UNIQUE INDEX ux_one_clock_per_milestone ON milestone_deadlines (guild_id, milestone_id) WHERE state IN ('armed', 'held');

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
 STRICT;

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
 STRICT;

CREATE INDEX ix_exhibit_files_case ON exhibit_files (guild_id, case_id);

CREATE INDEX ix_exhibit_files_sha256 ON exhibit_files (sha256);

CREATE INDEX ix_outbox_later ON outbox (not_before_ms) WHERE state = 'pending' AND not_before_ms > 0;

CREATE INDEX ix_outbox_leased ON outbox (lease_until_ms) WHERE state = 'pending' AND lease_until_ms IS NOT NULL;

CREATE INDEX ix_outbox_oldest ON outbox (outbox_id) WHERE state = 'pending';
