ALTER TABLE cases
    ADD COLUMN recused_ids TEXT NOT NULL DEFAULT '[]',
    ADD COLUMN moderated_ids TEXT NOT NULL DEFAULT '[]',
    ADD COLUMN late_rulings BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN room_closed_by_id BIGINT;

ALTER TABLE cases
    ALTER COLUMN recused_ids DROP DEFAULT,
    ALTER COLUMN moderated_ids DROP DEFAULT,
    ALTER COLUMN late_rulings DROP DEFAULT;

CREATE INDEX ix_cases_ended ON cases (guild_id, ended_at_ms) WHERE ended_at_ms IS NOT NULL;

ALTER TABLE exhibits
    ADD COLUMN is_copy BIGINT NOT NULL DEFAULT 0,
    ADD CONSTRAINT ck_exhibits_is_copy CHECK (is_copy IN (0, 1));

ALTER TABLE exhibits
    ALTER COLUMN is_copy DROP DEFAULT;

ALTER TABLE wallet_requests
    ADD COLUMN first_cashier_id BIGINT,
    ADD COLUMN first_minor BIGINT,
    ADD CONSTRAINT ck_wallet_requests_first_minor CHECK (first_minor BETWEEN 1 AND 1000000000000000),
    ADD CONSTRAINT ck_wallet_requests_first_whole CHECK ((first_cashier_id IS NULL) = (first_minor IS NULL));

ALTER TABLE room_messages
    ADD COLUMN erased_at_ms BIGINT,
    ADD CONSTRAINT ck_room_messages_erased_whole CHECK (erased_at_ms IS NULL OR body = '');

CREATE TABLE member_names (
    guild_id BIGINT NOT NULL,
    member_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    CONSTRAINT pk_member_names PRIMARY KEY (guild_id, member_id)
);

CREATE TABLE staff_notes (
    guild_id BIGINT NOT NULL,
    note_id TEXT NOT NULL,
    case_id BIGINT NOT NULL,
    author_id BIGINT NOT NULL,
    written_at_ms BIGINT NOT NULL,
    body TEXT NOT NULL,
    as_moderator BIGINT NOT NULL,
    CONSTRAINT pk_staff_notes PRIMARY KEY (guild_id, note_id),
    CONSTRAINT ck_staff_notes_as_moderator CHECK (as_moderator IN (0, 1)),
    CONSTRAINT fk_staff_notes_cases FOREIGN KEY(guild_id, case_id) REFERENCES cases (guild_id, case_id)
);

CREATE INDEX ix_staff_notes_case ON staff_notes (guild_id, case_id, written_at_ms);

CREATE TABLE head_days (
    guild_id BIGINT NOT NULL,
    day BIGINT NOT NULL,
    CONSTRAINT pk_head_days PRIMARY KEY (guild_id)
);

CREATE TABLE posted_heads (
    guild_id BIGINT NOT NULL,
    case_id BIGINT NOT NULL,
    sequence BIGINT NOT NULL,
    CONSTRAINT pk_posted_heads PRIMARY KEY (guild_id, case_id),
    CONSTRAINT fk_posted_heads_cases FOREIGN KEY(guild_id, case_id) REFERENCES cases (guild_id, case_id)
);
