DROP TABLE posted_heads;

DROP TABLE head_days;

DROP TABLE staff_notes;

DROP TABLE member_names;

ALTER TABLE room_messages
    DROP CONSTRAINT ck_room_messages_erased_whole,
    DROP COLUMN erased_at_ms;

ALTER TABLE wallet_requests
    DROP CONSTRAINT ck_wallet_requests_first_whole,
    DROP CONSTRAINT ck_wallet_requests_first_minor,
    DROP COLUMN first_minor,
    DROP COLUMN first_cashier_id;

DROP INDEX ix_cases_ended;

ALTER TABLE exhibits
    DROP CONSTRAINT ck_exhibits_is_copy,
    DROP COLUMN is_copy;

ALTER TABLE cases
    DROP COLUMN room_closed_by_id,
    DROP COLUMN late_rulings,
    DROP COLUMN moderated_ids,
    DROP COLUMN recused_ids;
