DROP INDEX ix_outbox_later;

DROP INDEX ix_outbox_leased;

DROP INDEX ix_outbox_oldest;

DROP INDEX ix_wallet_requests_member;

CREATE INDEX ix_wallet_requests_member ON wallet_requests (guild_id, member_id);

DROP TABLE exhibit_files;

DROP TABLE milestone_deliveries;

DROP TABLE milestone_deadlines;

DROP TABLE milestone_requests;

DROP INDEX ix_milestones_project;

ALTER TABLE milestones
    DROP CONSTRAINT ck_milestones_close_reason_whole,
    DROP CONSTRAINT ck_milestones_funded_minor,
    DROP CONSTRAINT ck_milestones_proposed_minor,
    DROP CONSTRAINT ck_milestones_amounts,
    DROP CONSTRAINT ck_milestones_funded_whole,
    DROP CONSTRAINT ck_milestones_proposed_whole,
    DROP CONSTRAINT ck_milestones_funded_as_proposed,
    DROP CONSTRAINT ck_milestones_proposed_under,
    DROP CONSTRAINT ck_milestones_closed_whole,
    DROP COLUMN stage,
    DROP COLUMN proposed_minor,
    DROP COLUMN charged_minor,
    DROP COLUMN closed_at_ms,
    DROP COLUMN closed_by_id,
    DROP COLUMN close_reason_text_id,
    DROP COLUMN close_reason_digest,
    DROP COLUMN rulebook,
    ADD CONSTRAINT ck_milestones_funded_minor CHECK (funded_minor BETWEEN 1 AND 1000000000000000),
    ADD CONSTRAINT ck_milestones_amounts CHECK (0 <= locked_minor AND locked_minor <= unreleased_minor AND unreleased_minor <= funded_minor AND released_minor >= 0 AND returned_minor >= 0 AND unreleased_minor + released_minor + returned_minor = funded_minor);

ALTER TABLE cases
    DROP CONSTRAINT ck_cases_charged_minor,
    DROP COLUMN charged_minor,
    DROP COLUMN hold,
    DROP COLUMN restricted,
    DROP COLUMN extension,
    DROP COLUMN extended_alone,
    DROP COLUMN withdrawal_asked_at_ms,
    DROP COLUMN deposit_request_id,
    DROP COLUMN questions,
    DROP COLUMN asked_ms,
    DROP COLUMN active_at_ms;

ALTER TABLE exhibits
    DROP CONSTRAINT ck_exhibits_is_late,
    DROP COLUMN files,
    DROP COLUMN is_late;

ALTER TABLE rooms
    DROP CONSTRAINT ck_rooms_is_thread,
    DROP COLUMN is_thread,
    DROP COLUMN removed_at_ms;

ALTER TABLE wallet_requests
    DROP COLUMN pays_fee_of_case_id;
