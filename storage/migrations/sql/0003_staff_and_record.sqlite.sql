CREATE TABLE member_names (
    guild_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    CONSTRAINT pk_member_names PRIMARY KEY (guild_id, member_id)
)
 STRICT;

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
 STRICT;

INSERT INTO wallet_requests (
    guild_id, request_id, member_id, kind, currency, amount_minor, reference, created_at_ms, state, settled_minor, settled_reference, closed_by_id, closed_at_ms, close_reason, pays_fee_of_case_id
)
SELECT
    guild_id, request_id, member_id, kind, currency, amount_minor, reference, created_at_ms, state, settled_minor, settled_reference, closed_by_id, closed_at_ms, close_reason, pays_fee_of_case_id
FROM wallet_requests_kept;

DROP TABLE wallet_requests_kept;

CREATE INDEX ix_wallet_requests_member ON wallet_requests (guild_id, member_id, request_id);

CREATE INDEX ix_wallet_requests_pending ON wallet_requests (guild_id, request_id) WHERE state = 'pending';

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
 STRICT;

INSERT INTO cases (
    guild_id, case_id, project_id, currency, client_id, freelancer_id, claimant_id, respondent_id, disputed_minor, category_text_id, category_digest, reason_text_id, reason_digest, rulebook, opened_at_ms, stage, stage_entered_at_ms, version, escalated, escalation_reason_text_id, escalation_reason_digest, statement_text_id, statement_digest, answer_asked, rested_ids, evidence_closed_at_ms, arbitrator_id, never_reached, loser_id, left_ids, outcome, ended_at_ms, charged_minor, hold, restricted, extension, extended_alone, withdrawal_asked_at_ms, deposit_request_id, questions, asked_ms, active_at_ms,
    recused_ids, moderated_ids, late_rulings
)
SELECT
    guild_id, case_id, project_id, currency, client_id, freelancer_id, claimant_id, respondent_id, disputed_minor, category_text_id, category_digest, reason_text_id, reason_digest, rulebook, opened_at_ms, stage, stage_entered_at_ms, version, escalated, escalation_reason_text_id, escalation_reason_digest, statement_text_id, statement_digest, answer_asked, rested_ids, evidence_closed_at_ms, arbitrator_id, never_reached, loser_id, left_ids, outcome, ended_at_ms, charged_minor, hold, restricted, extension, extended_alone, withdrawal_asked_at_ms, deposit_request_id, questions, asked_ms, active_at_ms,
    '[]',
    '[]',
    0
FROM cases_kept;

DROP TABLE cases_kept;

CREATE INDEX ix_cases_claimant ON cases (guild_id, claimant_id);

CREATE INDEX ix_cases_respondent ON cases (guild_id, respondent_id);

CREATE INDEX ix_cases_ended ON cases (guild_id, ended_at_ms) WHERE ended_at_ms IS NOT NULL;

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
    is_copy INTEGER NOT NULL,
    CONSTRAINT pk_exhibits PRIMARY KEY (guild_id, case_id, position),
    CONSTRAINT ck_exhibits_description_whole CHECK ((description_text_id IS NULL) = (description_digest IS NULL)),
    CONSTRAINT ck_exhibits_link_whole CHECK ((link_text_id IS NULL) = (link_digest IS NULL)),
    CONSTRAINT ck_exhibits_is_late CHECK (is_late IN (0, 1)),
    CONSTRAINT ck_exhibits_is_copy CHECK (is_copy IN (0, 1)),
    CONSTRAINT uq_exhibits_name UNIQUE (guild_id, case_id, name),
    CONSTRAINT fk_exhibits_cases FOREIGN KEY(guild_id, case_id) REFERENCES cases (guild_id, case_id)
)
 STRICT;

INSERT INTO exhibits (
    guild_id, case_id, position, name, author_id, description_text_id, description_digest, link_text_id, link_digest, added_at_ms, withdrawn_at_ms, files, is_late,
    is_copy
)
SELECT
    guild_id, case_id, position, name, author_id, description_text_id, description_digest, link_text_id, link_digest, added_at_ms, withdrawn_at_ms, files, is_late,
    0
FROM exhibits_kept;

DROP TABLE exhibits_kept;

CREATE TABLE room_messages_kept AS SELECT * FROM room_messages;

DROP TABLE room_messages;

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
 STRICT;

INSERT INTO room_messages (
    guild_id, message_id, case_id, author_id, sent_at_ms, body, edited_at_ms, deleted_at_ms
)
SELECT
    guild_id, message_id, case_id, author_id, sent_at_ms, body, edited_at_ms, deleted_at_ms
FROM room_messages_kept;

DROP TABLE room_messages_kept;

CREATE INDEX ix_room_messages_case ON room_messages (guild_id, case_id, message_id);

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
 STRICT;

CREATE INDEX ix_staff_notes_case ON staff_notes (guild_id, case_id, written_at_ms);

CREATE TABLE head_days (
    guild_id INTEGER NOT NULL,
    day INTEGER NOT NULL,
    CONSTRAINT pk_head_days PRIMARY KEY (guild_id)
)
 STRICT;

CREATE TABLE posted_heads (
    guild_id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    CONSTRAINT pk_posted_heads PRIMARY KEY (guild_id, case_id),
    CONSTRAINT fk_posted_heads_cases FOREIGN KEY(guild_id, case_id) REFERENCES cases (guild_id, case_id)
)
 STRICT;
