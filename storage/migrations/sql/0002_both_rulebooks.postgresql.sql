ALTER TABLE milestones
    DROP CONSTRAINT ck_milestones_funded_minor,
    DROP CONSTRAINT ck_milestones_amounts,
    ADD COLUMN stage TEXT NOT NULL DEFAULT 'funded',
    ADD COLUMN proposed_minor BIGINT,
    ADD COLUMN charged_minor BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN closed_at_ms BIGINT,
    ADD COLUMN closed_by_id BIGINT,
    ADD COLUMN close_reason_text_id TEXT,
    ADD COLUMN close_reason_digest TEXT,
    ADD COLUMN rulebook TEXT,
    ADD CONSTRAINT ck_milestones_close_reason_whole CHECK ((close_reason_text_id IS NULL) = (close_reason_digest IS NULL)),
    ADD CONSTRAINT ck_milestones_funded_minor CHECK (funded_minor BETWEEN 0 AND 1000000000000000),
    ADD CONSTRAINT ck_milestones_proposed_minor CHECK (proposed_minor BETWEEN 1 AND 1000000000000000),
    ADD CONSTRAINT ck_milestones_amounts CHECK (0 <= locked_minor AND locked_minor <= unreleased_minor AND unreleased_minor <= funded_minor AND released_minor >= 0 AND returned_minor >= 0 AND charged_minor >= 0 AND unreleased_minor + released_minor + returned_minor + charged_minor = funded_minor),
    ADD CONSTRAINT ck_milestones_funded_whole CHECK ((stage = 'funded') = (funded_minor > 0)),
    ADD CONSTRAINT ck_milestones_proposed_whole CHECK (stage = 'funded' OR proposed_minor IS NOT NULL),
    ADD CONSTRAINT ck_milestones_funded_as_proposed CHECK (proposed_minor IS NULL OR funded_minor IN (0, proposed_minor)),
    ADD CONSTRAINT ck_milestones_proposed_under CHECK ((proposed_minor IS NULL) = (rulebook IS NULL)),
    ADD CONSTRAINT ck_milestones_closed_whole CHECK ((stage IN ('proposed', 'funded')) = (closed_at_ms IS NULL));

ALTER TABLE milestones
    ALTER COLUMN stage DROP DEFAULT,
    ALTER COLUMN charged_minor DROP DEFAULT;

CREATE INDEX ix_milestones_project ON milestones (guild_id, project_id);

ALTER TABLE cases
    ADD COLUMN charged_minor BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN hold TEXT,
    ADD COLUMN restricted TEXT NOT NULL DEFAULT '{}',
    ADD COLUMN extension TEXT,
    ADD COLUMN extended_alone TEXT NOT NULL DEFAULT '[]',
    ADD COLUMN withdrawal_asked_at_ms BIGINT,
    ADD COLUMN deposit_request_id BIGINT,
    ADD COLUMN questions TEXT NOT NULL DEFAULT '[]',
    ADD COLUMN asked_ms BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN active_at_ms BIGINT,
    ADD CONSTRAINT ck_cases_charged_minor CHECK (charged_minor BETWEEN 0 AND 1000000000000000);

UPDATE cases SET active_at_ms = coalesce((SELECT e.at_ms FROM events AS e
        WHERE e.guild_id = cases.guild_id AND e.stream = 'case' AND e.stream_id = cases.case_id
        AND e.kind IN ('case_opened', 'case_challenged', 'offer_made', 'offer_closed', 'fee_paid', 'exhibit_added', 'exhibit_withdrawn')
        ORDER BY e.sequence DESC LIMIT 1), cases.opened_at_ms);

ALTER TABLE cases
    ALTER COLUMN active_at_ms SET NOT NULL,
    ALTER COLUMN charged_minor DROP DEFAULT,
    ALTER COLUMN restricted DROP DEFAULT,
    ALTER COLUMN extended_alone DROP DEFAULT,
    ALTER COLUMN questions DROP DEFAULT,
    ALTER COLUMN asked_ms DROP DEFAULT;

ALTER TABLE exhibits
    ADD COLUMN files TEXT NOT NULL DEFAULT '[]',
    ADD COLUMN is_late BIGINT NOT NULL DEFAULT 0,
    ADD CONSTRAINT ck_exhibits_is_late CHECK (is_late IN (0, 1));

ALTER TABLE exhibits
    ALTER COLUMN files DROP DEFAULT,
    ALTER COLUMN is_late DROP DEFAULT;

ALTER TABLE rooms
    ADD COLUMN is_thread BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN removed_at_ms BIGINT,
    ADD CONSTRAINT ck_rooms_is_thread CHECK (is_thread IN (0, 1));

ALTER TABLE rooms
    ALTER COLUMN is_thread DROP DEFAULT;

ALTER TABLE wallet_requests
    ADD COLUMN pays_fee_of_case_id BIGINT;

CREATE TABLE milestone_requests (
    guild_id BIGINT NOT NULL,
    milestone_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    action TEXT NOT NULL,
    author_id BIGINT NOT NULL,
    amount_minor BIGINT NOT NULL,
    note_text_id TEXT,
    note_digest TEXT,
    rulebook TEXT NOT NULL,
    made_at_ms BIGINT NOT NULL,
    state TEXT NOT NULL,
    closed_at_ms BIGINT,
    closed_by_id BIGINT,
    reason_text_id TEXT,
    reason_digest TEXT,
    CONSTRAINT pk_milestone_requests PRIMARY KEY (guild_id, milestone_id, number),
    CONSTRAINT ck_milestone_requests_note_whole CHECK ((note_text_id IS NULL) = (note_digest IS NULL)),
    CONSTRAINT ck_milestone_requests_reason_whole CHECK ((reason_text_id IS NULL) = (reason_digest IS NULL)),
    CONSTRAINT ck_milestone_requests_amount_minor CHECK (amount_minor BETWEEN 1 AND 1000000000000000),
    CONSTRAINT ck_milestone_requests_action CHECK (action IN ('release', 'return')),
    CONSTRAINT ck_milestone_requests_closed_whole CHECK ((state = 'active') = (closed_at_ms IS NULL)),
    CONSTRAINT fk_milestone_requests_milestones FOREIGN KEY(guild_id, milestone_id) REFERENCES milestones (guild_id, milestone_id)
);

CREATE UNIQUE INDEX ux_one_active_request_per_milestone ON milestone_requests (guild_id, milestone_id) WHERE state = 'active';

CREATE TABLE milestone_deadlines (
    guild_id BIGINT NOT NULL,
    milestone_id BIGINT NOT NULL,
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
    CONSTRAINT pk_milestone_deadlines PRIMARY KEY (guild_id, milestone_id, deadline_id),
    CONSTRAINT ck_milestone_deadlines_woken_while_armed CHECK (state = 'armed' OR wake_at_ms IS NULL),
    CONSTRAINT ck_milestone_deadlines_held_whole CHECK (state <> 'held' OR held_since_ms IS NOT NULL),
    CONSTRAINT fk_milestone_deadlines_milestones FOREIGN KEY(guild_id, milestone_id) REFERENCES milestones (guild_id, milestone_id)
);

CREATE INDEX ix_milestone_deadlines_wake ON milestone_deadlines (wake_at_ms) WHERE state = 'armed';

CREATE UNIQUE INDEX ux_one_clock_per_milestone ON milestone_deadlines (guild_id, milestone_id) WHERE state IN ('armed', 'held');

CREATE TABLE milestone_deliveries (
    guild_id BIGINT NOT NULL,
    milestone_id BIGINT NOT NULL,
    deadline_id BIGINT NOT NULL,
    member_id BIGINT NOT NULL,
    notice TEXT NOT NULL,
    message_id BIGINT NOT NULL,
    delivered_at_ms BIGINT NOT NULL,
    CONSTRAINT pk_milestone_deliveries PRIMARY KEY (guild_id, milestone_id, deadline_id, member_id, notice, message_id),
    CONSTRAINT fk_milestone_deliveries_milestones FOREIGN KEY(guild_id, milestone_id) REFERENCES milestones (guild_id, milestone_id)
);

CREATE TABLE exhibit_files (
    guild_id BIGINT NOT NULL,
    file_id TEXT NOT NULL,
    case_id BIGINT NOT NULL,
    salt TEXT,
    sha256 TEXT,
    size_bytes BIGINT,
    media_type TEXT,
    name TEXT,
    erased_at_ms BIGINT,
    CONSTRAINT pk_exhibit_files PRIMARY KEY (guild_id, file_id),
    CONSTRAINT ck_exhibit_files_erased_whole CHECK ((salt IS NULL) = (erased_at_ms IS NOT NULL) AND (salt IS NULL) = (sha256 IS NULL) AND (salt IS NULL) = (size_bytes IS NULL) AND (salt IS NULL) = (media_type IS NULL) AND (salt IS NULL) = (name IS NULL)),
    CONSTRAINT ck_exhibit_files_sha256 CHECK (length(sha256) = 64),
    CONSTRAINT ck_exhibit_files_size_bytes CHECK (size_bytes >= 0),
    CONSTRAINT fk_exhibit_files_cases FOREIGN KEY(guild_id, case_id) REFERENCES cases (guild_id, case_id)
);

CREATE INDEX ix_exhibit_files_case ON exhibit_files (guild_id, case_id);

CREATE INDEX ix_exhibit_files_sha256 ON exhibit_files (sha256);

CREATE INDEX ix_outbox_later ON outbox (not_before_ms) WHERE state = 'pending' AND not_before_ms > 0;

CREATE INDEX ix_outbox_leased ON outbox (lease_until_ms) WHERE state = 'pending' AND lease_until_ms IS NOT NULL;

CREATE INDEX ix_outbox_oldest ON outbox (outbox_id) WHERE state = 'pending';

DROP INDEX ix_wallet_requests_member;

CREATE INDEX ix_wallet_requests_member ON wallet_requests (guild_id, member_id, request_id);
