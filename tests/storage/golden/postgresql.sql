column accounts.guild_id bigint not null
column accounts.account text not null
column accounts.currency text not null
column accounts.balance_minor bigint not null
column alive_notes.process text not null
column alive_notes.noted_at_ms bigint not null
column case_milestones.guild_id bigint not null
column case_milestones.case_id bigint not null
column case_milestones.position bigint not null
column case_milestones.milestone_id bigint not null
column case_milestones.locked_minor bigint not null
column case_milestones.is_open bigint not null
column case_milestones.freelancer_minor bigint
column case_milestones.client_minor bigint
column cases.guild_id bigint not null
column cases.case_id bigint not null
column cases.project_id bigint not null
column cases.currency text not null
column cases.client_id bigint not null
column cases.freelancer_id bigint not null
column cases.claimant_id bigint not null
column cases.respondent_id bigint not null
column cases.disputed_minor bigint not null
column cases.category_text_id text not null
column cases.category_digest text not null
column cases.reason_text_id text not null
column cases.reason_digest text not null
column cases.rulebook text not null
column cases.opened_at_ms bigint not null
column cases.stage text not null
column cases.stage_entered_at_ms bigint not null
column cases.version bigint not null
column cases.escalated bigint not null
column cases.escalation_reason_text_id text
column cases.escalation_reason_digest text
column cases.statement_text_id text
column cases.statement_digest text
column cases.answer_asked bigint not null
column cases.rested_ids text not null
column cases.evidence_closed_at_ms bigint
column cases.arbitrator_id bigint
column cases.never_reached text not null
column cases.loser_id bigint
column cases.left_ids text not null
column cases.outcome text
column cases.ended_at_ms bigint
column cases.charged_minor bigint not null
column cases.hold text
column cases.restricted text not null
column cases.extension text
column cases.extended_alone text not null
column cases.withdrawal_asked_at_ms bigint
column cases.deposit_request_id bigint
column cases.questions text not null
column cases.asked_ms bigint not null
column cases.active_at_ms bigint not null
column cases.recused_ids text not null
column cases.moderated_ids text not null
column cases.late_rulings bigint not null
column cases.room_closed_by_id bigint
column connections.guild_id bigint not null
column connections.connected_at_ms bigint not null
column counters.guild_id bigint not null
column counters.kind text not null
column counters.last_number bigint not null
column deadlines.guild_id bigint not null
column deadlines.case_id bigint not null
column deadlines.deadline_id bigint not null
column deadlines.kind text not null
column deadlines.party_id bigint
column deadlines.starts_at_ms bigint not null
column deadlines.window_seconds bigint not null
column deadlines.due_at_ms bigint not null
column deadlines.state text not null
column deadlines.held_since_ms bigint
column deadlines.hold_reason text
column deadlines.subject bigint
column deadlines.wake_at_ms bigint
column deadlines.reminded_until_ms bigint not null
column deliveries.guild_id bigint not null
column deliveries.case_id bigint not null
column deliveries.deadline_id bigint not null
column deliveries.member_id bigint not null
column deliveries.notice text not null
column deliveries.message_id bigint not null
column deliveries.route text not null
column deliveries.delivered_at_ms bigint not null
column deposits.guild_id bigint not null
column deposits.case_id bigint not null
column deposits.member_id bigint not null
column deposits.amount_minor bigint not null
column deposits.paid_at_ms bigint not null
column deposits.state text not null
column deposits.returned_minor bigint not null
column deposits.earned_minor bigint not null
column drafts.draft_id text not null
column drafts.guild_id bigint not null
column drafts.member_id bigint not null
column drafts.command text not null
column drafts.arguments text not null
column drafts.created_at_ms bigint not null
column drafts.expires_at_ms bigint not null
column drafts.used_at_ms bigint
column events.guild_id bigint not null
column events.stream text not null
column events.stream_id bigint not null
column events.sequence bigint not null
column events.kind text not null
column events.at_ms bigint not null
column events.actor_id bigint
column events.payload text not null
column events.previous_hash text not null
column events.hash text not null
column exhibit_files.guild_id bigint not null
column exhibit_files.file_id text not null
column exhibit_files.case_id bigint not null
column exhibit_files.salt text
column exhibit_files.sha256 text
column exhibit_files.size_bytes bigint
column exhibit_files.media_type text
column exhibit_files.name text
column exhibit_files.erased_at_ms bigint
column exhibits.guild_id bigint not null
column exhibits.case_id bigint not null
column exhibits.position bigint not null
column exhibits.name text not null
column exhibits.author_id bigint not null
column exhibits.description_text_id text not null
column exhibits.description_digest text not null
column exhibits.link_text_id text
column exhibits.link_digest text
column exhibits.added_at_ms bigint not null
column exhibits.withdrawn_at_ms bigint
column exhibits.files text not null
column exhibits.is_late bigint not null
column exhibits.is_copy bigint not null
column guild_settings.guild_id bigint not null
column guild_settings.settings text not null
column guild_settings.version bigint not null
column head_days.guild_id bigint not null
column head_days.day bigint not null
column ledger_entries.guild_id bigint not null
column ledger_entries.transaction_id bigint not null
column ledger_entries.position bigint not null
column ledger_entries.account text not null
column ledger_entries.currency text not null
column ledger_entries.amount_minor bigint not null
column ledger_entries.posted bigint not null
column ledger_transactions.guild_id bigint not null
column ledger_transactions.transaction_id bigint not null
column ledger_transactions.idempotency_key text not null
column ledger_transactions.cause text not null
column ledger_transactions.at_ms bigint not null
column ledger_transactions.case_id bigint
column ledger_transactions.digest text not null
column ledger_transactions.posted bigint not null
column member_names.guild_id bigint not null
column member_names.member_id bigint not null
column member_names.name text not null
column milestone_deadlines.guild_id bigint not null
column milestone_deadlines.milestone_id bigint not null
column milestone_deadlines.deadline_id bigint not null
column milestone_deadlines.kind text not null
column milestone_deadlines.party_id bigint
column milestone_deadlines.starts_at_ms bigint not null
column milestone_deadlines.window_seconds bigint not null
column milestone_deadlines.due_at_ms bigint not null
column milestone_deadlines.state text not null
column milestone_deadlines.held_since_ms bigint
column milestone_deadlines.hold_reason text
column milestone_deadlines.subject bigint
column milestone_deadlines.wake_at_ms bigint
column milestone_deadlines.reminded_until_ms bigint not null
column milestone_deliveries.guild_id bigint not null
column milestone_deliveries.milestone_id bigint not null
column milestone_deliveries.deadline_id bigint not null
column milestone_deliveries.member_id bigint not null
column milestone_deliveries.notice text not null
column milestone_deliveries.message_id bigint not null
column milestone_deliveries.delivered_at_ms bigint not null
column milestone_requests.guild_id bigint not null
column milestone_requests.milestone_id bigint not null
column milestone_requests.number bigint not null
column milestone_requests.action text not null
column milestone_requests.author_id bigint not null
column milestone_requests.amount_minor bigint not null
column milestone_requests.note_text_id text
column milestone_requests.note_digest text
column milestone_requests.rulebook text not null
column milestone_requests.made_at_ms bigint not null
column milestone_requests.state text not null
column milestone_requests.closed_at_ms bigint
column milestone_requests.closed_by_id bigint
column milestone_requests.reason_text_id text
column milestone_requests.reason_digest text
column milestones.guild_id bigint not null
column milestones.milestone_id bigint not null
column milestones.project_id bigint not null
column milestones.client_id bigint not null
column milestones.freelancer_id bigint not null
column milestones.currency text not null
column milestones.funded_minor bigint not null
column milestones.unreleased_minor bigint not null
column milestones.released_minor bigint not null
column milestones.returned_minor bigint not null
column milestones.locked_minor bigint not null
column milestones.locked_by_case_id bigint
column milestones.title_text_id text not null
column milestones.title_digest text not null
column milestones.terms_text_id text
column milestones.terms_digest text
column milestones.terms_author_id bigint
column milestones.terms_accepted_at_ms bigint
column milestones.created_at_ms bigint not null
column milestones.version bigint not null
column milestones.stage text not null
column milestones.proposed_minor bigint
column milestones.charged_minor bigint not null
column milestones.closed_at_ms bigint
column milestones.closed_by_id bigint
column milestones.close_reason_text_id text
column milestones.close_reason_digest text
column milestones.rulebook text
column offers.guild_id bigint not null
column offers.case_id bigint not null
column offers.number bigint not null
column offers.author_id bigint not null
column offers.freelancer_minor bigint not null
column offers.note_text_id text
column offers.note_digest text
column offers.expires_at_ms bigint
column offers.made_at_ms bigint not null
column offers.state text not null
column offers.closed_at_ms bigint
column offers.closed_by_id bigint
column outages.guild_id bigint not null
column outages.started_at_ms bigint not null
column outages.ended_at_ms bigint not null
column outbox.outbox_id bigint not null default nextval('outbox_outbox_id_seq'::regclass)
column outbox.guild_id bigint not null
column outbox.target text not null
column outbox.kind text not null
column outbox.dedupe_key text not null
column outbox.payload text not null
column outbox.state text not null
column outbox.attempts bigint not null
column outbox.not_before_ms bigint not null
column outbox.lease_owner text
column outbox.lease_until_ms bigint
column outbox.failure text
column posted_heads.guild_id bigint not null
column posted_heads.case_id bigint not null
column posted_heads.sequence bigint not null
column projects.guild_id bigint not null
column projects.project_id bigint not null
column projects.title_text_id text not null
column projects.title_digest text not null
column projects.client_id bigint not null
column projects.freelancer_id bigint not null
column projects.created_at_ms bigint not null
column requests.guild_id bigint not null
column requests.interaction_id bigint not null
column requests.receipt text not null
column requests.at_ms bigint not null
column room_message_edits.guild_id bigint not null
column room_message_edits.message_id bigint not null
column room_message_edits.edited_at_ms bigint not null
column room_message_edits.body text not null
column room_messages.guild_id bigint not null
column room_messages.message_id bigint not null
column room_messages.case_id bigint not null
column room_messages.author_id bigint not null
column room_messages.sent_at_ms bigint not null
column room_messages.body text not null
column room_messages.edited_at_ms bigint
column room_messages.deleted_at_ms bigint
column room_messages.erased_at_ms bigint
column rooms.guild_id bigint not null
column rooms.case_id bigint not null
column rooms.channel_id bigint not null
column rooms.card_message_id bigint
column rooms.unreachable bigint not null
column rooms.is_thread bigint not null
column rooms.removed_at_ms bigint
column rulings.guild_id bigint not null
column rulings.case_id bigint not null
column rulings.arbitrator_id bigint not null
column rulings.freelancer_minor bigint not null
column rulings.client_minor bigint not null
column rulings.findings_text_id text not null
column rulings.findings_digest text not null
column rulings.made_at_ms bigint not null
column rulings.never_reached text not null
column setting_changes.guild_id bigint not null
column setting_changes.change_id bigint not null
column setting_changes.changed_at_ms bigint not null
column setting_changes.changed_by_id bigint not null
column setting_changes.key text not null
column setting_changes.old text not null
column setting_changes.new text not null
column staff_notes.guild_id bigint not null
column staff_notes.note_id text not null
column staff_notes.case_id bigint not null
column staff_notes.author_id bigint not null
column staff_notes.written_at_ms bigint not null
column staff_notes.body text not null
column staff_notes.as_moderator bigint not null
column texts.guild_id bigint not null
column texts.text_id text not null
column texts.salt text
column texts.body text
column texts.erased_at_ms bigint
column wallet_requests.guild_id bigint not null
column wallet_requests.request_id bigint not null
column wallet_requests.member_id bigint not null
column wallet_requests.kind text not null
column wallet_requests.currency text not null
column wallet_requests.amount_minor bigint not null
column wallet_requests.reference text
column wallet_requests.created_at_ms bigint not null
column wallet_requests.state text not null
column wallet_requests.settled_minor bigint
column wallet_requests.settled_reference text
column wallet_requests.closed_by_id bigint
column wallet_requests.closed_at_ms bigint
column wallet_requests.close_reason text
column wallet_requests.pays_fee_of_case_id bigint
column wallet_requests.first_cashier_id bigint
column wallet_requests.first_minor bigint
constraint accounts ck_accounts_not_below_zero CHECK (((balance_minor >= 0) OR (account = 'world'::text)))
constraint accounts pk_accounts PRIMARY KEY (guild_id, account, currency)
constraint alive_notes pk_alive_notes PRIMARY KEY (process)
constraint case_milestones ck_case_milestones_client_minor CHECK (((client_minor >= 0) AND (client_minor <= '1000000000000000'::bigint)))
constraint case_milestones ck_case_milestones_freelancer_minor CHECK (((freelancer_minor >= 0) AND (freelancer_minor <= '1000000000000000'::bigint)))
constraint case_milestones ck_case_milestones_is_open CHECK ((is_open = ANY (ARRAY[(0)::bigint, (1)::bigint])))
constraint case_milestones ck_case_milestones_locked_minor CHECK (((locked_minor >= 1) AND (locked_minor <= '1000000000000000'::bigint)))
constraint case_milestones ck_case_milestones_paid_whole CHECK ((((freelancer_minor IS NULL) = (client_minor IS NULL)) AND ((freelancer_minor IS NULL) OR ((freelancer_minor + client_minor) = locked_minor))))
constraint case_milestones fk_case_milestones_cases FOREIGN KEY (guild_id, case_id) REFERENCES cases(guild_id, case_id)
constraint case_milestones fk_case_milestones_milestones FOREIGN KEY (guild_id, milestone_id) REFERENCES milestones(guild_id, milestone_id)
constraint case_milestones pk_case_milestones PRIMARY KEY (guild_id, case_id, "position")
constraint case_milestones uq_case_milestones_milestone UNIQUE (guild_id, case_id, milestone_id)
constraint cases ck_cases_answer_asked CHECK ((answer_asked = ANY (ARRAY[(0)::bigint, (1)::bigint])))
constraint cases ck_cases_category_whole CHECK (((category_text_id IS NULL) = (category_digest IS NULL)))
constraint cases ck_cases_charged_minor CHECK (((charged_minor >= 0) AND (charged_minor <= '1000000000000000'::bigint)))
constraint cases ck_cases_disputed_minor CHECK (((disputed_minor >= 1) AND (disputed_minor <= '1000000000000000'::bigint)))
constraint cases ck_cases_ended_whole CHECK ((((outcome IS NULL) = (ended_at_ms IS NULL)) AND ((outcome IS NULL) = (stage <> 'ended'::text))))
constraint cases ck_cases_escalated CHECK ((escalated = ANY (ARRAY[(0)::bigint, (1)::bigint])))
constraint cases ck_cases_escalation_reason_whole CHECK (((escalation_reason_text_id IS NULL) = (escalation_reason_digest IS NULL)))
constraint cases ck_cases_reason_whole CHECK (((reason_text_id IS NULL) = (reason_digest IS NULL)))
constraint cases ck_cases_statement_whole CHECK (((statement_text_id IS NULL) = (statement_digest IS NULL)))
constraint cases ck_cases_two_parties CHECK (((claimant_id <> respondent_id) AND (client_id <> freelancer_id)))
constraint cases fk_cases_projects FOREIGN KEY (guild_id, project_id) REFERENCES projects(guild_id, project_id)
constraint cases pk_cases PRIMARY KEY (guild_id, case_id)
constraint connections pk_connections PRIMARY KEY (guild_id)
constraint counters pk_counters PRIMARY KEY (guild_id, kind)
constraint deadlines ck_deadlines_held_whole CHECK (((state <> 'held'::text) OR (held_since_ms IS NOT NULL)))
constraint deadlines ck_deadlines_woken_while_armed CHECK (((state = 'armed'::text) OR (wake_at_ms IS NULL)))
constraint deadlines fk_deadlines_cases FOREIGN KEY (guild_id, case_id) REFERENCES cases(guild_id, case_id)
constraint deadlines pk_deadlines PRIMARY KEY (guild_id, case_id, deadline_id)
constraint deliveries fk_deliveries_cases FOREIGN KEY (guild_id, case_id) REFERENCES cases(guild_id, case_id)
constraint deliveries pk_deliveries PRIMARY KEY (guild_id, case_id, deadline_id, member_id, notice, message_id)
constraint deposits ck_deposits_amount_minor CHECK (((amount_minor >= 0) AND (amount_minor <= '1000000000000000'::bigint)))
constraint deposits ck_deposits_earned_minor CHECK (((earned_minor >= 0) AND (earned_minor <= '1000000000000000'::bigint)))
constraint deposits ck_deposits_ended_whole CHECK (((returned_minor + earned_minor) =
CASE state
    WHEN 'ended'::text THEN amount_minor
    ELSE (0)::bigint
END))
constraint deposits ck_deposits_returned_minor CHECK (((returned_minor >= 0) AND (returned_minor <= '1000000000000000'::bigint)))
constraint deposits fk_deposits_cases FOREIGN KEY (guild_id, case_id) REFERENCES cases(guild_id, case_id)
constraint deposits pk_deposits PRIMARY KEY (guild_id, case_id, member_id)
constraint drafts pk_drafts PRIMARY KEY (draft_id)
constraint events ck_events_hashes CHECK (((length(previous_hash) = 64) AND (length(hash) = 64)))
constraint events ck_events_sequence CHECK ((sequence >= 1))
constraint events pk_events PRIMARY KEY (guild_id, stream, stream_id, sequence)
constraint exhibit_files ck_exhibit_files_erased_whole CHECK ((((salt IS NULL) = (erased_at_ms IS NOT NULL)) AND ((salt IS NULL) = (sha256 IS NULL)) AND ((salt IS NULL) = (size_bytes IS NULL)) AND ((salt IS NULL) = (media_type IS NULL)) AND ((salt IS NULL) = (name IS NULL))))
constraint exhibit_files ck_exhibit_files_sha256 CHECK ((length(sha256) = 64))
constraint exhibit_files ck_exhibit_files_size_bytes CHECK ((size_bytes >= 0))
constraint exhibit_files fk_exhibit_files_cases FOREIGN KEY (guild_id, case_id) REFERENCES cases(guild_id, case_id)
constraint exhibit_files pk_exhibit_files PRIMARY KEY (guild_id, file_id)
constraint exhibits ck_exhibits_description_whole CHECK (((description_text_id IS NULL) = (description_digest IS NULL)))
constraint exhibits ck_exhibits_is_copy CHECK ((is_copy = ANY (ARRAY[(0)::bigint, (1)::bigint])))
constraint exhibits ck_exhibits_is_late CHECK ((is_late = ANY (ARRAY[(0)::bigint, (1)::bigint])))
constraint exhibits ck_exhibits_link_whole CHECK (((link_text_id IS NULL) = (link_digest IS NULL)))
constraint exhibits fk_exhibits_cases FOREIGN KEY (guild_id, case_id) REFERENCES cases(guild_id, case_id)
constraint exhibits pk_exhibits PRIMARY KEY (guild_id, case_id, "position")
constraint exhibits uq_exhibits_name UNIQUE (guild_id, case_id, name)
constraint guild_settings pk_guild_settings PRIMARY KEY (guild_id)
constraint head_days pk_head_days PRIMARY KEY (guild_id)
constraint ledger_entries ck_ledger_entries_amount_minor CHECK (((amount_minor <> 0) AND ((amount_minor >= '-1000000000000000'::bigint) AND (amount_minor <= '1000000000000000'::bigint))))
constraint ledger_entries ck_ledger_entries_posted CHECK ((posted = 1))
constraint ledger_entries fk_ledger_entries_accounts FOREIGN KEY (guild_id, account, currency) REFERENCES accounts(guild_id, account, currency)
constraint ledger_entries fk_ledger_entries_ledger_transactions FOREIGN KEY (guild_id, transaction_id, posted) REFERENCES ledger_transactions(guild_id, transaction_id, posted) DEFERRABLE INITIALLY DEFERRED
constraint ledger_entries pk_ledger_entries PRIMARY KEY (guild_id, transaction_id, "position")
constraint ledger_transactions ck_ledger_transactions_posted CHECK ((posted = ANY (ARRAY[(0)::bigint, (1)::bigint])))
constraint ledger_transactions pk_ledger_transactions PRIMARY KEY (guild_id, transaction_id)
constraint ledger_transactions uq_ledger_transactions_idempotency_key UNIQUE (guild_id, idempotency_key)
constraint ledger_transactions uq_ledger_transactions_posted UNIQUE (guild_id, transaction_id, posted)
constraint member_names pk_member_names PRIMARY KEY (guild_id, member_id)
constraint milestone_deadlines ck_milestone_deadlines_held_whole CHECK (((state <> 'held'::text) OR (held_since_ms IS NOT NULL)))
constraint milestone_deadlines ck_milestone_deadlines_woken_while_armed CHECK (((state = 'armed'::text) OR (wake_at_ms IS NULL)))
constraint milestone_deadlines fk_milestone_deadlines_milestones FOREIGN KEY (guild_id, milestone_id) REFERENCES milestones(guild_id, milestone_id)
constraint milestone_deadlines pk_milestone_deadlines PRIMARY KEY (guild_id, milestone_id, deadline_id)
constraint milestone_deliveries fk_milestone_deliveries_milestones FOREIGN KEY (guild_id, milestone_id) REFERENCES milestones(guild_id, milestone_id)
constraint milestone_deliveries pk_milestone_deliveries PRIMARY KEY (guild_id, milestone_id, deadline_id, member_id, notice, message_id)
constraint milestone_requests ck_milestone_requests_action CHECK ((action = ANY (ARRAY['release'::text, 'return'::text])))
constraint milestone_requests ck_milestone_requests_amount_minor CHECK (((amount_minor >= 1) AND (amount_minor <= '1000000000000000'::bigint)))
constraint milestone_requests ck_milestone_requests_closed_whole CHECK (((state = 'active'::text) = (closed_at_ms IS NULL)))
constraint milestone_requests ck_milestone_requests_note_whole CHECK (((note_text_id IS NULL) = (note_digest IS NULL)))
constraint milestone_requests ck_milestone_requests_reason_whole CHECK (((reason_text_id IS NULL) = (reason_digest IS NULL)))
constraint milestone_requests fk_milestone_requests_milestones FOREIGN KEY (guild_id, milestone_id) REFERENCES milestones(guild_id, milestone_id)
constraint milestone_requests pk_milestone_requests PRIMARY KEY (guild_id, milestone_id, number)
constraint milestones ck_milestones_amounts CHECK (((0 <= locked_minor) AND (locked_minor <= unreleased_minor) AND (unreleased_minor <= funded_minor) AND (released_minor >= 0) AND (returned_minor >= 0) AND (charged_minor >= 0) AND ((((unreleased_minor + released_minor) + returned_minor) + charged_minor) = funded_minor)))
constraint milestones ck_milestones_close_reason_whole CHECK (((close_reason_text_id IS NULL) = (close_reason_digest IS NULL)))
constraint milestones ck_milestones_closed_whole CHECK (((stage = ANY (ARRAY['proposed'::text, 'funded'::text])) = (closed_at_ms IS NULL)))
constraint milestones ck_milestones_funded_as_proposed CHECK (((proposed_minor IS NULL) OR ((funded_minor = 0) OR (funded_minor = proposed_minor))))
constraint milestones ck_milestones_funded_minor CHECK (((funded_minor >= 0) AND (funded_minor <= '1000000000000000'::bigint)))
constraint milestones ck_milestones_funded_whole CHECK (((stage = 'funded'::text) = (funded_minor > 0)))
constraint milestones ck_milestones_locked_whole CHECK (((locked_minor > 0) = (locked_by_case_id IS NOT NULL)))
constraint milestones ck_milestones_proposed_minor CHECK (((proposed_minor >= 1) AND (proposed_minor <= '1000000000000000'::bigint)))
constraint milestones ck_milestones_proposed_under CHECK (((proposed_minor IS NULL) = (rulebook IS NULL)))
constraint milestones ck_milestones_proposed_whole CHECK (((stage = 'funded'::text) OR (proposed_minor IS NOT NULL)))
constraint milestones ck_milestones_terms_whole CHECK (((terms_text_id IS NULL) = (terms_digest IS NULL)))
constraint milestones ck_milestones_title_whole CHECK (((title_text_id IS NULL) = (title_digest IS NULL)))
constraint milestones ck_milestones_two_sides CHECK ((client_id <> freelancer_id))
constraint milestones fk_milestones_projects FOREIGN KEY (guild_id, project_id) REFERENCES projects(guild_id, project_id)
constraint milestones pk_milestones PRIMARY KEY (guild_id, milestone_id)
constraint offers ck_offers_closed_whole CHECK (((state = 'open'::text) = (closed_at_ms IS NULL)))
constraint offers ck_offers_freelancer_minor CHECK (((freelancer_minor >= 0) AND (freelancer_minor <= '1000000000000000'::bigint)))
constraint offers ck_offers_note_whole CHECK (((note_text_id IS NULL) = (note_digest IS NULL)))
constraint offers fk_offers_cases FOREIGN KEY (guild_id, case_id) REFERENCES cases(guild_id, case_id)
constraint offers pk_offers PRIMARY KEY (guild_id, case_id, number)
constraint outages ck_outages_forward CHECK ((ended_at_ms >= started_at_ms))
constraint outages pk_outages PRIMARY KEY (guild_id, started_at_ms)
constraint outbox ck_outbox_attempts CHECK ((attempts >= 0))
constraint outbox ck_outbox_lease_whole CHECK (((lease_owner IS NULL) = (lease_until_ms IS NULL)))
constraint outbox pk_outbox PRIMARY KEY (outbox_id)
constraint posted_heads fk_posted_heads_cases FOREIGN KEY (guild_id, case_id) REFERENCES cases(guild_id, case_id)
constraint posted_heads pk_posted_heads PRIMARY KEY (guild_id, case_id)
constraint projects ck_projects_title_whole CHECK (((title_text_id IS NULL) = (title_digest IS NULL)))
constraint projects pk_projects PRIMARY KEY (guild_id, project_id)
constraint requests pk_requests PRIMARY KEY (guild_id, interaction_id)
constraint room_message_edits fk_room_message_edits_room_messages FOREIGN KEY (guild_id, message_id) REFERENCES room_messages(guild_id, message_id)
constraint room_message_edits pk_room_message_edits PRIMARY KEY (guild_id, message_id, edited_at_ms)
constraint room_messages ck_room_messages_erased_whole CHECK (((erased_at_ms IS NULL) OR (body = ''::text)))
constraint room_messages fk_room_messages_cases FOREIGN KEY (guild_id, case_id) REFERENCES cases(guild_id, case_id)
constraint room_messages pk_room_messages PRIMARY KEY (guild_id, message_id)
constraint rooms ck_rooms_is_thread CHECK ((is_thread = ANY (ARRAY[(0)::bigint, (1)::bigint])))
constraint rooms ck_rooms_unreachable CHECK ((unreachable = ANY (ARRAY[(0)::bigint, (1)::bigint])))
constraint rooms fk_rooms_cases FOREIGN KEY (guild_id, case_id) REFERENCES cases(guild_id, case_id)
constraint rooms pk_rooms PRIMARY KEY (guild_id, case_id)
constraint rulings ck_rulings_client_minor CHECK (((client_minor >= 0) AND (client_minor <= '1000000000000000'::bigint)))
constraint rulings ck_rulings_findings_whole CHECK (((findings_text_id IS NULL) = (findings_digest IS NULL)))
constraint rulings ck_rulings_freelancer_minor CHECK (((freelancer_minor >= 0) AND (freelancer_minor <= '1000000000000000'::bigint)))
constraint rulings fk_rulings_cases FOREIGN KEY (guild_id, case_id) REFERENCES cases(guild_id, case_id)
constraint rulings pk_rulings PRIMARY KEY (guild_id, case_id)
constraint setting_changes pk_setting_changes PRIMARY KEY (guild_id, change_id)
constraint staff_notes ck_staff_notes_as_moderator CHECK ((as_moderator = ANY (ARRAY[(0)::bigint, (1)::bigint])))
constraint staff_notes fk_staff_notes_cases FOREIGN KEY (guild_id, case_id) REFERENCES cases(guild_id, case_id)
constraint staff_notes pk_staff_notes PRIMARY KEY (guild_id, note_id)
constraint texts ck_texts_erased_whole CHECK ((((salt IS NULL) = (body IS NULL)) AND ((body IS NULL) = (erased_at_ms IS NOT NULL))))
constraint texts pk_texts PRIMARY KEY (guild_id, text_id)
constraint wallet_requests ck_wallet_requests_amount_minor CHECK (((amount_minor >= 1) AND (amount_minor <= '1000000000000000'::bigint)))
constraint wallet_requests ck_wallet_requests_closed_whole CHECK (((state = 'pending'::text) = (closed_at_ms IS NULL)))
constraint wallet_requests ck_wallet_requests_first_minor CHECK (((first_minor >= 1) AND (first_minor <= '1000000000000000'::bigint)))
constraint wallet_requests ck_wallet_requests_first_whole CHECK (((first_cashier_id IS NULL) = (first_minor IS NULL)))
constraint wallet_requests ck_wallet_requests_settled_minor CHECK (((settled_minor >= 1) AND (settled_minor <= '1000000000000000'::bigint)))
constraint wallet_requests ck_wallet_requests_settled_whole CHECK (((state = 'confirmed'::text) = (settled_minor IS NOT NULL)))
constraint wallet_requests pk_wallet_requests PRIMARY KEY (guild_id, request_id)
CREATE INDEX ix_cases_claimant ON public.cases USING btree (guild_id, claimant_id)
CREATE INDEX ix_cases_ended ON public.cases USING btree (guild_id, ended_at_ms) WHERE (ended_at_ms IS NOT NULL)
CREATE INDEX ix_cases_respondent ON public.cases USING btree (guild_id, respondent_id)
CREATE INDEX ix_cases_running ON public.cases USING btree (guild_id, stage, case_id) WHERE (ended_at_ms IS NULL)
CREATE INDEX ix_deadlines_wake ON public.deadlines USING btree (wake_at_ms) WHERE (state = 'armed'::text)
CREATE INDEX ix_drafts_expiry ON public.drafts USING btree (expires_at_ms)
CREATE INDEX ix_exhibit_files_case ON public.exhibit_files USING btree (guild_id, case_id)
CREATE INDEX ix_exhibit_files_sha256 ON public.exhibit_files USING btree (sha256)
CREATE INDEX ix_ledger_entries_account ON public.ledger_entries USING btree (guild_id, account, transaction_id)
CREATE INDEX ix_ledger_transactions_case ON public.ledger_transactions USING btree (guild_id, case_id)
CREATE INDEX ix_milestone_deadlines_wake ON public.milestone_deadlines USING btree (wake_at_ms) WHERE (state = 'armed'::text)
CREATE INDEX ix_milestones_client ON public.milestones USING btree (guild_id, client_id)
CREATE INDEX ix_milestones_freelancer ON public.milestones USING btree (guild_id, freelancer_id)
CREATE INDEX ix_milestones_project ON public.milestones USING btree (guild_id, project_id)
CREATE INDEX ix_outbox_later ON public.outbox USING btree (not_before_ms) WHERE ((state = 'pending'::text) AND (not_before_ms > 0))
CREATE INDEX ix_outbox_leased ON public.outbox USING btree (lease_until_ms) WHERE ((state = 'pending'::text) AND (lease_until_ms IS NOT NULL))
CREATE INDEX ix_outbox_oldest ON public.outbox USING btree (outbox_id) WHERE (state = 'pending'::text)
CREATE INDEX ix_outbox_pending ON public.outbox USING btree (guild_id, target, outbox_id) WHERE (state = 'pending'::text)
CREATE INDEX ix_projects_client ON public.projects USING btree (guild_id, client_id)
CREATE INDEX ix_projects_freelancer ON public.projects USING btree (guild_id, freelancer_id)
CREATE INDEX ix_requests_age ON public.requests USING btree (at_ms)
CREATE INDEX ix_room_messages_case ON public.room_messages USING btree (guild_id, case_id, message_id)
CREATE INDEX ix_staff_notes_case ON public.staff_notes USING btree (guild_id, case_id, written_at_ms)
CREATE INDEX ix_wallet_requests_member ON public.wallet_requests USING btree (guild_id, member_id, request_id)
CREATE INDEX ix_wallet_requests_pending ON public.wallet_requests USING btree (guild_id, request_id) WHERE (state = 'pending'::text)
CREATE UNIQUE INDEX pk_accounts ON public.accounts USING btree (guild_id, account, currency)
CREATE UNIQUE INDEX pk_alive_notes ON public.alive_notes USING btree (process)
CREATE UNIQUE INDEX pk_case_milestones ON public.case_milestones USING btree (guild_id, case_id, "position")
CREATE UNIQUE INDEX pk_cases ON public.cases USING btree (guild_id, case_id)
CREATE UNIQUE INDEX pk_connections ON public.connections USING btree (guild_id)
CREATE UNIQUE INDEX pk_counters ON public.counters USING btree (guild_id, kind)
CREATE UNIQUE INDEX pk_deadlines ON public.deadlines USING btree (guild_id, case_id, deadline_id)
CREATE UNIQUE INDEX pk_deliveries ON public.deliveries USING btree (guild_id, case_id, deadline_id, member_id, notice, message_id)
CREATE UNIQUE INDEX pk_deposits ON public.deposits USING btree (guild_id, case_id, member_id)
CREATE UNIQUE INDEX pk_drafts ON public.drafts USING btree (draft_id)
CREATE UNIQUE INDEX pk_events ON public.events USING btree (guild_id, stream, stream_id, sequence)
CREATE UNIQUE INDEX pk_exhibit_files ON public.exhibit_files USING btree (guild_id, file_id)
CREATE UNIQUE INDEX pk_exhibits ON public.exhibits USING btree (guild_id, case_id, "position")
CREATE UNIQUE INDEX pk_guild_settings ON public.guild_settings USING btree (guild_id)
CREATE UNIQUE INDEX pk_head_days ON public.head_days USING btree (guild_id)
CREATE UNIQUE INDEX pk_ledger_entries ON public.ledger_entries USING btree (guild_id, transaction_id, "position")
CREATE UNIQUE INDEX pk_ledger_transactions ON public.ledger_transactions USING btree (guild_id, transaction_id)
CREATE UNIQUE INDEX pk_member_names ON public.member_names USING btree (guild_id, member_id)
CREATE UNIQUE INDEX pk_milestone_deadlines ON public.milestone_deadlines USING btree (guild_id, milestone_id, deadline_id)
CREATE UNIQUE INDEX pk_milestone_deliveries ON public.milestone_deliveries USING btree (guild_id, milestone_id, deadline_id, member_id, notice, message_id)
CREATE UNIQUE INDEX pk_milestone_requests ON public.milestone_requests USING btree (guild_id, milestone_id, number)
CREATE UNIQUE INDEX pk_milestones ON public.milestones USING btree (guild_id, milestone_id)
CREATE UNIQUE INDEX pk_offers ON public.offers USING btree (guild_id, case_id, number)
CREATE UNIQUE INDEX pk_outages ON public.outages USING btree (guild_id, started_at_ms)
CREATE UNIQUE INDEX pk_outbox ON public.outbox USING btree (outbox_id)
CREATE UNIQUE INDEX pk_posted_heads ON public.posted_heads USING btree (guild_id, case_id)
CREATE UNIQUE INDEX pk_projects ON public.projects USING btree (guild_id, project_id)
CREATE UNIQUE INDEX pk_requests ON public.requests USING btree (guild_id, interaction_id)
CREATE UNIQUE INDEX pk_room_message_edits ON public.room_message_edits USING btree (guild_id, message_id, edited_at_ms)
CREATE UNIQUE INDEX pk_room_messages ON public.room_messages USING btree (guild_id, message_id)
CREATE UNIQUE INDEX pk_rooms ON public.rooms USING btree (guild_id, case_id)
CREATE UNIQUE INDEX pk_rulings ON public.rulings USING btree (guild_id, case_id)
CREATE UNIQUE INDEX pk_setting_changes ON public.setting_changes USING btree (guild_id, change_id)
CREATE UNIQUE INDEX pk_staff_notes ON public.staff_notes USING btree (guild_id, note_id)
CREATE UNIQUE INDEX pk_texts ON public.texts USING btree (guild_id, text_id)
CREATE UNIQUE INDEX pk_wallet_requests ON public.wallet_requests USING btree (guild_id, request_id)
CREATE UNIQUE INDEX uq_case_milestones_milestone ON public.case_milestones USING btree (guild_id, case_id, milestone_id)
CREATE UNIQUE INDEX uq_exhibits_name ON public.exhibits USING btree (guild_id, case_id, name)
CREATE UNIQUE INDEX uq_ledger_transactions_idempotency_key ON public.ledger_transactions USING btree (guild_id, idempotency_key)
CREATE UNIQUE INDEX uq_ledger_transactions_posted ON public.ledger_transactions USING btree (guild_id, transaction_id, posted)
CREATE UNIQUE INDEX ux_one_active_request_per_milestone ON public.milestone_requests USING btree (guild_id, milestone_id) WHERE (state = 'active'::text)
CREATE UNIQUE INDEX ux_one_clock_of_a_kind ON public.deadlines USING btree (guild_id, case_id, kind, COALESCE(party_id, (0)::bigint), COALESCE(subject, (0)::bigint)) WHERE (state = ANY (ARRAY['armed'::text, 'held'::text]))
CREATE UNIQUE INDEX ux_one_clock_per_milestone ON public.milestone_deadlines USING btree (guild_id, milestone_id, ((kind = 'time_out'::text))) WHERE (state = ANY (ARRAY['armed'::text, 'held'::text]))
CREATE UNIQUE INDEX ux_one_open_case_per_milestone ON public.case_milestones USING btree (guild_id, milestone_id) WHERE (is_open = 1)
CREATE UNIQUE INDEX ux_one_open_offer_per_party ON public.offers USING btree (guild_id, case_id, author_id) WHERE (state = 'open'::text)
CREATE UNIQUE INDEX ux_outbox_dedupe_key ON public.outbox USING btree (guild_id, dedupe_key)
CREATE UNIQUE INDEX ux_rooms_channel ON public.rooms USING btree (guild_id, channel_id)
CREATE OR REPLACE FUNCTION public.tr_accounts_no_delete()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
IF 1 = 1 THEN
RAISE EXCEPTION 'rows of accounts are never deleted' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN OLD;
END $function$

CREATE OR REPLACE FUNCTION public.tr_case_milestones_no_delete()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
IF 1 = 1 THEN
RAISE EXCEPTION 'rows of case_milestones are never deleted' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN OLD;
END $function$

CREATE OR REPLACE FUNCTION public.tr_cases_fixed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
IF NEW.guild_id <> OLD.guild_id OR (NEW.guild_id IS NULL) <> (OLD.guild_id IS NULL) OR NEW.case_id <> OLD.case_id OR (NEW.case_id IS NULL) <> (OLD.case_id IS NULL) OR NEW.project_id <> OLD.project_id OR (NEW.project_id IS NULL) <> (OLD.project_id IS NULL) OR NEW.currency <> OLD.currency OR (NEW.currency IS NULL) <> (OLD.currency IS NULL) OR NEW.client_id <> OLD.client_id OR (NEW.client_id IS NULL) <> (OLD.client_id IS NULL) OR NEW.freelancer_id <> OLD.freelancer_id OR (NEW.freelancer_id IS NULL) <> (OLD.freelancer_id IS NULL) OR NEW.claimant_id <> OLD.claimant_id OR (NEW.claimant_id IS NULL) <> (OLD.claimant_id IS NULL) OR NEW.respondent_id <> OLD.respondent_id OR (NEW.respondent_id IS NULL) <> (OLD.respondent_id IS NULL) OR NEW.disputed_minor <> OLD.disputed_minor OR (NEW.disputed_minor IS NULL) <> (OLD.disputed_minor IS NULL) OR NEW.reason_digest <> OLD.reason_digest OR (NEW.reason_digest IS NULL) <> (OLD.reason_digest IS NULL) OR NEW.rulebook <> OLD.rulebook OR (NEW.rulebook IS NULL) <> (OLD.rulebook IS NULL) OR NEW.opened_at_ms <> OLD.opened_at_ms OR (NEW.opened_at_ms IS NULL) <> (OLD.opened_at_ms IS NULL) THEN
RAISE EXCEPTION 'guild_id, case_id, project_id, currency, client_id, freelancer_id, claimant_id, respondent_id, disputed_minor, reason_digest, rulebook, opened_at_ms of cases are never changed' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN NEW;
END $function$

CREATE OR REPLACE FUNCTION public.tr_cases_no_delete()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
IF 1 = 1 THEN
RAISE EXCEPTION 'rows of cases are never deleted' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN OLD;
END $function$

CREATE OR REPLACE FUNCTION public.tr_deliveries_no_delete()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
IF 1 = 1 THEN
RAISE EXCEPTION 'rows of deliveries are never deleted' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN OLD;
END $function$

CREATE OR REPLACE FUNCTION public.tr_deliveries_no_update()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
IF 1 = 1 THEN
RAISE EXCEPTION 'rows of deliveries are never changed' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN NEW;
END $function$

CREATE OR REPLACE FUNCTION public.tr_deposits_no_delete()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
IF 1 = 1 THEN
RAISE EXCEPTION 'rows of deposits are never deleted' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN OLD;
END $function$

CREATE OR REPLACE FUNCTION public.tr_events_chain()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
IF NEW.sequence <> 1 AND NOT EXISTS (SELECT 1 FROM events AS e WHERE e.guild_id = NEW.guild_id AND e.stream = NEW.stream AND e.stream_id = NEW.stream_id AND e.sequence = NEW.sequence - 1 AND e.hash = NEW.previous_hash) THEN
RAISE EXCEPTION 'an event must follow the one before it' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN NEW;
END $function$

CREATE OR REPLACE FUNCTION public.tr_events_no_delete()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
IF 1 = 1 THEN
RAISE EXCEPTION 'rows of events are never deleted' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN OLD;
END $function$

CREATE OR REPLACE FUNCTION public.tr_events_no_update()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
IF 1 = 1 THEN
RAISE EXCEPTION 'rows of events are never changed' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN NEW;
END $function$

CREATE OR REPLACE FUNCTION public.tr_exhibit_files_erase_only()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
IF NEW.guild_id <> OLD.guild_id OR NEW.file_id <> OLD.file_id OR NEW.case_id <> OLD.case_id OR NEW.salt IS NOT NULL OR NEW.sha256 IS NOT NULL THEN
RAISE EXCEPTION 'a file may be erased, but not changed' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN NEW;
END $function$

CREATE OR REPLACE FUNCTION public.tr_exhibit_files_no_delete()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
IF 1 = 1 THEN
RAISE EXCEPTION 'rows of exhibit_files are never deleted' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN OLD;
END $function$

CREATE OR REPLACE FUNCTION public.tr_exhibits_fixed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
IF NEW.guild_id <> OLD.guild_id OR (NEW.guild_id IS NULL) <> (OLD.guild_id IS NULL) OR NEW.case_id <> OLD.case_id OR (NEW.case_id IS NULL) <> (OLD.case_id IS NULL) OR NEW.position <> OLD.position OR (NEW.position IS NULL) <> (OLD.position IS NULL) OR NEW.name <> OLD.name OR (NEW.name IS NULL) <> (OLD.name IS NULL) OR NEW.author_id <> OLD.author_id OR (NEW.author_id IS NULL) <> (OLD.author_id IS NULL) OR NEW.description_digest <> OLD.description_digest OR (NEW.description_digest IS NULL) <> (OLD.description_digest IS NULL) OR NEW.link_digest <> OLD.link_digest OR (NEW.link_digest IS NULL) <> (OLD.link_digest IS NULL) OR NEW.files <> OLD.files OR (NEW.files IS NULL) <> (OLD.files IS NULL) OR NEW.is_late <> OLD.is_late OR (NEW.is_late IS NULL) <> (OLD.is_late IS NULL) OR NEW.is_copy <> OLD.is_copy OR (NEW.is_copy IS NULL) <> (OLD.is_copy IS NULL) THEN
RAISE EXCEPTION 'guild_id, case_id, position, name, author_id, description_digest, link_digest, files, is_late, is_copy of exhibits are never changed' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN NEW;
END $function$

CREATE OR REPLACE FUNCTION public.tr_exhibits_no_delete()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
IF 1 = 1 THEN
RAISE EXCEPTION 'rows of exhibits are never deleted' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN OLD;
END $function$

CREATE OR REPLACE FUNCTION public.tr_ledger_entries_no_delete()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
IF 1 = 1 THEN
RAISE EXCEPTION 'rows of ledger_entries are never deleted' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN OLD;
END $function$

CREATE OR REPLACE FUNCTION public.tr_ledger_entries_no_update()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
IF 1 = 1 THEN
RAISE EXCEPTION 'rows of ledger_entries are never changed' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN NEW;
END $function$

CREATE OR REPLACE FUNCTION public.tr_ledger_entries_posted()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
IF EXISTS (SELECT 1 FROM ledger_transactions AS t WHERE t.guild_id = NEW.guild_id AND t.transaction_id = NEW.transaction_id AND t.posted = 1) THEN
RAISE EXCEPTION 'a posted ledger transaction takes no more entries' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN NEW;
END $function$

CREATE OR REPLACE FUNCTION public.tr_ledger_transactions_balanced()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
IF NOT EXISTS (SELECT 1 FROM ledger_entries AS t WHERE t.guild_id = NEW.guild_id AND t.transaction_id = NEW.transaction_id) OR EXISTS (SELECT 1 FROM ledger_entries AS t WHERE t.guild_id = NEW.guild_id AND t.transaction_id = NEW.transaction_id GROUP BY t.currency HAVING sum(t.amount_minor) <> 0) THEN
RAISE EXCEPTION 'the entries of a ledger transaction must sum to zero per currency' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN NEW;
END $function$

CREATE OR REPLACE FUNCTION public.tr_ledger_transactions_fixed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
IF NEW.guild_id <> OLD.guild_id OR (NEW.guild_id IS NULL) <> (OLD.guild_id IS NULL) OR NEW.transaction_id <> OLD.transaction_id OR (NEW.transaction_id IS NULL) <> (OLD.transaction_id IS NULL) OR NEW.idempotency_key <> OLD.idempotency_key OR (NEW.idempotency_key IS NULL) <> (OLD.idempotency_key IS NULL) OR NEW.cause <> OLD.cause OR (NEW.cause IS NULL) <> (OLD.cause IS NULL) OR NEW.at_ms <> OLD.at_ms OR (NEW.at_ms IS NULL) <> (OLD.at_ms IS NULL) OR NEW.case_id <> OLD.case_id OR (NEW.case_id IS NULL) <> (OLD.case_id IS NULL) OR NEW.digest <> OLD.digest OR (NEW.digest IS NULL) <> (OLD.digest IS NULL) THEN
RAISE EXCEPTION 'guild_id, transaction_id, idempotency_key, cause, at_ms, case_id, digest of ledger_transactions are never changed' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN NEW;
END $function$

CREATE OR REPLACE FUNCTION public.tr_ledger_transactions_no_delete()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
IF 1 = 1 THEN
RAISE EXCEPTION 'rows of ledger_transactions are never deleted' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN OLD;
END $function$

CREATE OR REPLACE FUNCTION public.tr_ledger_transactions_posted_once()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
IF OLD.posted <> 0 OR NEW.posted <> 1 THEN
RAISE EXCEPTION 'a ledger transaction is posted once' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN NEW;
END $function$

CREATE OR REPLACE FUNCTION public.tr_ledger_transactions_unposted()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
IF NEW.posted <> 0 THEN
RAISE EXCEPTION 'a ledger transaction is posted after its entries' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN NEW;
END $function$

CREATE OR REPLACE FUNCTION public.tr_milestone_deliveries_no_delete()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
IF 1 = 1 THEN
RAISE EXCEPTION 'rows of milestone_deliveries are never deleted' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN OLD;
END $function$

CREATE OR REPLACE FUNCTION public.tr_milestone_deliveries_no_update()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
IF 1 = 1 THEN
RAISE EXCEPTION 'rows of milestone_deliveries are never changed' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN NEW;
END $function$

CREATE OR REPLACE FUNCTION public.tr_milestone_requests_closed_once()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
IF OLD.state <> 'active' THEN
RAISE EXCEPTION 'a closed request stays as it ended' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN NEW;
END $function$

CREATE OR REPLACE FUNCTION public.tr_milestone_requests_fixed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
IF NEW.guild_id <> OLD.guild_id OR (NEW.guild_id IS NULL) <> (OLD.guild_id IS NULL) OR NEW.milestone_id <> OLD.milestone_id OR (NEW.milestone_id IS NULL) <> (OLD.milestone_id IS NULL) OR NEW.number <> OLD.number OR (NEW.number IS NULL) <> (OLD.number IS NULL) OR NEW.action <> OLD.action OR (NEW.action IS NULL) <> (OLD.action IS NULL) OR NEW.author_id <> OLD.author_id OR (NEW.author_id IS NULL) <> (OLD.author_id IS NULL) OR NEW.amount_minor <> OLD.amount_minor OR (NEW.amount_minor IS NULL) <> (OLD.amount_minor IS NULL) OR NEW.note_digest <> OLD.note_digest OR (NEW.note_digest IS NULL) <> (OLD.note_digest IS NULL) OR NEW.rulebook <> OLD.rulebook OR (NEW.rulebook IS NULL) <> (OLD.rulebook IS NULL) OR NEW.made_at_ms <> OLD.made_at_ms OR (NEW.made_at_ms IS NULL) <> (OLD.made_at_ms IS NULL) THEN
RAISE EXCEPTION 'guild_id, milestone_id, number, action, author_id, amount_minor, note_digest, rulebook, made_at_ms of milestone_requests are never changed' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN NEW;
END $function$

CREATE OR REPLACE FUNCTION public.tr_milestone_requests_no_delete()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
IF 1 = 1 THEN
RAISE EXCEPTION 'rows of milestone_requests are never deleted' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN OLD;
END $function$

CREATE OR REPLACE FUNCTION public.tr_milestones_closed_once()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
IF OLD.closed_at_ms IS NOT NULL AND (NEW.stage <> OLD.stage OR NEW.closed_at_ms IS NULL OR NEW.closed_at_ms <> OLD.closed_at_ms) THEN
RAISE EXCEPTION 'a proposal that came to nothing stays as it ended' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN NEW;
END $function$

CREATE OR REPLACE FUNCTION public.tr_milestones_fixed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
IF NEW.guild_id <> OLD.guild_id OR (NEW.guild_id IS NULL) <> (OLD.guild_id IS NULL) OR NEW.milestone_id <> OLD.milestone_id OR (NEW.milestone_id IS NULL) <> (OLD.milestone_id IS NULL) OR NEW.client_id <> OLD.client_id OR (NEW.client_id IS NULL) <> (OLD.client_id IS NULL) OR NEW.freelancer_id <> OLD.freelancer_id OR (NEW.freelancer_id IS NULL) <> (OLD.freelancer_id IS NULL) OR NEW.currency <> OLD.currency OR (NEW.currency IS NULL) <> (OLD.currency IS NULL) OR NEW.proposed_minor <> OLD.proposed_minor OR (NEW.proposed_minor IS NULL) <> (OLD.proposed_minor IS NULL) OR NEW.rulebook <> OLD.rulebook OR (NEW.rulebook IS NULL) <> (OLD.rulebook IS NULL) THEN
RAISE EXCEPTION 'guild_id, milestone_id, client_id, freelancer_id, currency, proposed_minor, rulebook of milestones are never changed' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN NEW;
END $function$

CREATE OR REPLACE FUNCTION public.tr_milestones_funded_once()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
IF OLD.funded_minor <> 0 AND NEW.funded_minor <> OLD.funded_minor THEN
RAISE EXCEPTION 'a milestone is funded once' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN NEW;
END $function$

CREATE OR REPLACE FUNCTION public.tr_milestones_no_delete()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
IF 1 = 1 THEN
RAISE EXCEPTION 'rows of milestones are never deleted' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN OLD;
END $function$

CREATE OR REPLACE FUNCTION public.tr_no_truncate()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
RAISE EXCEPTION 'rows of % are never deleted', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $function$

CREATE OR REPLACE FUNCTION public.tr_offers_closed_once()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
IF OLD.state <> 'open' THEN
RAISE EXCEPTION 'a closed offer stays as it ended' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN NEW;
END $function$

CREATE OR REPLACE FUNCTION public.tr_offers_fixed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
IF NEW.guild_id <> OLD.guild_id OR (NEW.guild_id IS NULL) <> (OLD.guild_id IS NULL) OR NEW.case_id <> OLD.case_id OR (NEW.case_id IS NULL) <> (OLD.case_id IS NULL) OR NEW.number <> OLD.number OR (NEW.number IS NULL) <> (OLD.number IS NULL) OR NEW.author_id <> OLD.author_id OR (NEW.author_id IS NULL) <> (OLD.author_id IS NULL) OR NEW.freelancer_minor <> OLD.freelancer_minor OR (NEW.freelancer_minor IS NULL) <> (OLD.freelancer_minor IS NULL) OR NEW.note_digest <> OLD.note_digest OR (NEW.note_digest IS NULL) <> (OLD.note_digest IS NULL) OR NEW.expires_at_ms <> OLD.expires_at_ms OR (NEW.expires_at_ms IS NULL) <> (OLD.expires_at_ms IS NULL) THEN
RAISE EXCEPTION 'guild_id, case_id, number, author_id, freelancer_minor, note_digest, expires_at_ms of offers are never changed' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN NEW;
END $function$

CREATE OR REPLACE FUNCTION public.tr_offers_no_delete()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
IF 1 = 1 THEN
RAISE EXCEPTION 'rows of offers are never deleted' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN OLD;
END $function$

CREATE OR REPLACE FUNCTION public.tr_projects_no_delete()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
IF 1 = 1 THEN
RAISE EXCEPTION 'rows of projects are never deleted' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN OLD;
END $function$

CREATE OR REPLACE FUNCTION public.tr_rulings_fixed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
IF NEW.guild_id <> OLD.guild_id OR (NEW.guild_id IS NULL) <> (OLD.guild_id IS NULL) OR NEW.case_id <> OLD.case_id OR (NEW.case_id IS NULL) <> (OLD.case_id IS NULL) OR NEW.arbitrator_id <> OLD.arbitrator_id OR (NEW.arbitrator_id IS NULL) <> (OLD.arbitrator_id IS NULL) OR NEW.freelancer_minor <> OLD.freelancer_minor OR (NEW.freelancer_minor IS NULL) <> (OLD.freelancer_minor IS NULL) OR NEW.client_minor <> OLD.client_minor OR (NEW.client_minor IS NULL) <> (OLD.client_minor IS NULL) OR NEW.findings_digest <> OLD.findings_digest OR (NEW.findings_digest IS NULL) <> (OLD.findings_digest IS NULL) THEN
RAISE EXCEPTION 'guild_id, case_id, arbitrator_id, freelancer_minor, client_minor, findings_digest of rulings are never changed' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN NEW;
END $function$

CREATE OR REPLACE FUNCTION public.tr_rulings_no_delete()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
IF 1 = 1 THEN
RAISE EXCEPTION 'rows of rulings are never deleted' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN OLD;
END $function$

CREATE OR REPLACE FUNCTION public.tr_setting_changes_no_delete()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
IF 1 = 1 THEN
RAISE EXCEPTION 'rows of setting_changes are never deleted' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN OLD;
END $function$

CREATE OR REPLACE FUNCTION public.tr_setting_changes_no_update()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
IF 1 = 1 THEN
RAISE EXCEPTION 'rows of setting_changes are never changed' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN NEW;
END $function$

CREATE OR REPLACE FUNCTION public.tr_staff_notes_no_delete()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
IF 1 = 1 THEN
RAISE EXCEPTION 'rows of staff_notes are never deleted' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN OLD;
END $function$

CREATE OR REPLACE FUNCTION public.tr_staff_notes_no_update()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
IF 1 = 1 THEN
RAISE EXCEPTION 'rows of staff_notes are never changed' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN NEW;
END $function$

CREATE OR REPLACE FUNCTION public.tr_texts_erase_only()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
IF NEW.guild_id <> OLD.guild_id OR NEW.text_id <> OLD.text_id OR NEW.body IS NOT NULL OR NEW.salt IS NOT NULL THEN
RAISE EXCEPTION 'a text may be erased, but not changed' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN NEW;
END $function$

CREATE OR REPLACE FUNCTION public.tr_texts_no_delete()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
IF 1 = 1 THEN
RAISE EXCEPTION 'rows of texts are never deleted' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN OLD;
END $function$

CREATE OR REPLACE FUNCTION public.tr_wallet_requests_closed_once()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
IF OLD.state <> 'pending' AND (NEW.state <> OLD.state OR NEW.closed_at_ms <> OLD.closed_at_ms OR NEW.closed_by_id <> OLD.closed_by_id OR NEW.settled_minor <> OLD.settled_minor OR NEW.reference IS NOT NULL OR NEW.settled_reference IS NOT NULL OR NEW.close_reason IS NOT NULL) THEN
RAISE EXCEPTION 'a closed request stays as it ended; only its words may be erased' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN NEW;
END $function$

CREATE OR REPLACE FUNCTION public.tr_wallet_requests_fixed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
IF NEW.guild_id <> OLD.guild_id OR (NEW.guild_id IS NULL) <> (OLD.guild_id IS NULL) OR NEW.request_id <> OLD.request_id OR (NEW.request_id IS NULL) <> (OLD.request_id IS NULL) OR NEW.member_id <> OLD.member_id OR (NEW.member_id IS NULL) <> (OLD.member_id IS NULL) OR NEW.kind <> OLD.kind OR (NEW.kind IS NULL) <> (OLD.kind IS NULL) OR NEW.currency <> OLD.currency OR (NEW.currency IS NULL) <> (OLD.currency IS NULL) OR NEW.amount_minor <> OLD.amount_minor OR (NEW.amount_minor IS NULL) <> (OLD.amount_minor IS NULL) OR NEW.pays_fee_of_case_id <> OLD.pays_fee_of_case_id OR (NEW.pays_fee_of_case_id IS NULL) <> (OLD.pays_fee_of_case_id IS NULL) THEN
RAISE EXCEPTION 'guild_id, request_id, member_id, kind, currency, amount_minor, pays_fee_of_case_id of wallet_requests are never changed' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN NEW;
END $function$

CREATE OR REPLACE FUNCTION public.tr_wallet_requests_no_delete()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
IF 1 = 1 THEN
RAISE EXCEPTION 'rows of wallet_requests are never deleted' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN OLD;
END $function$

CREATE TRIGGER tr_accounts_no_delete BEFORE DELETE ON public.accounts FOR EACH ROW EXECUTE FUNCTION tr_accounts_no_delete()
CREATE TRIGGER tr_accounts_no_truncate BEFORE TRUNCATE ON public.accounts FOR EACH STATEMENT EXECUTE FUNCTION tr_no_truncate()
CREATE TRIGGER tr_case_milestones_no_delete BEFORE DELETE ON public.case_milestones FOR EACH ROW EXECUTE FUNCTION tr_case_milestones_no_delete()
CREATE TRIGGER tr_case_milestones_no_truncate BEFORE TRUNCATE ON public.case_milestones FOR EACH STATEMENT EXECUTE FUNCTION tr_no_truncate()
CREATE TRIGGER tr_cases_fixed BEFORE UPDATE ON public.cases FOR EACH ROW EXECUTE FUNCTION tr_cases_fixed()
CREATE TRIGGER tr_cases_no_delete BEFORE DELETE ON public.cases FOR EACH ROW EXECUTE FUNCTION tr_cases_no_delete()
CREATE TRIGGER tr_cases_no_truncate BEFORE TRUNCATE ON public.cases FOR EACH STATEMENT EXECUTE FUNCTION tr_no_truncate()
CREATE TRIGGER tr_deliveries_no_delete BEFORE DELETE ON public.deliveries FOR EACH ROW EXECUTE FUNCTION tr_deliveries_no_delete()
CREATE TRIGGER tr_deliveries_no_truncate BEFORE TRUNCATE ON public.deliveries FOR EACH STATEMENT EXECUTE FUNCTION tr_no_truncate()
CREATE TRIGGER tr_deliveries_no_update BEFORE UPDATE ON public.deliveries FOR EACH ROW EXECUTE FUNCTION tr_deliveries_no_update()
CREATE TRIGGER tr_deposits_no_delete BEFORE DELETE ON public.deposits FOR EACH ROW EXECUTE FUNCTION tr_deposits_no_delete()
CREATE TRIGGER tr_deposits_no_truncate BEFORE TRUNCATE ON public.deposits FOR EACH STATEMENT EXECUTE FUNCTION tr_no_truncate()
CREATE TRIGGER tr_events_chain BEFORE INSERT ON public.events FOR EACH ROW EXECUTE FUNCTION tr_events_chain()
CREATE TRIGGER tr_events_no_delete BEFORE DELETE ON public.events FOR EACH ROW EXECUTE FUNCTION tr_events_no_delete()
CREATE TRIGGER tr_events_no_truncate BEFORE TRUNCATE ON public.events FOR EACH STATEMENT EXECUTE FUNCTION tr_no_truncate()
CREATE TRIGGER tr_events_no_update BEFORE UPDATE ON public.events FOR EACH ROW EXECUTE FUNCTION tr_events_no_update()
CREATE TRIGGER tr_exhibit_files_erase_only BEFORE UPDATE ON public.exhibit_files FOR EACH ROW EXECUTE FUNCTION tr_exhibit_files_erase_only()
CREATE TRIGGER tr_exhibit_files_no_delete BEFORE DELETE ON public.exhibit_files FOR EACH ROW EXECUTE FUNCTION tr_exhibit_files_no_delete()
CREATE TRIGGER tr_exhibit_files_no_truncate BEFORE TRUNCATE ON public.exhibit_files FOR EACH STATEMENT EXECUTE FUNCTION tr_no_truncate()
CREATE TRIGGER tr_exhibits_fixed BEFORE UPDATE ON public.exhibits FOR EACH ROW EXECUTE FUNCTION tr_exhibits_fixed()
CREATE TRIGGER tr_exhibits_no_delete BEFORE DELETE ON public.exhibits FOR EACH ROW EXECUTE FUNCTION tr_exhibits_no_delete()
CREATE TRIGGER tr_exhibits_no_truncate BEFORE TRUNCATE ON public.exhibits FOR EACH STATEMENT EXECUTE FUNCTION tr_no_truncate()
CREATE TRIGGER tr_ledger_entries_no_delete BEFORE DELETE ON public.ledger_entries FOR EACH ROW EXECUTE FUNCTION tr_ledger_entries_no_delete()
CREATE TRIGGER tr_ledger_entries_no_truncate BEFORE TRUNCATE ON public.ledger_entries FOR EACH STATEMENT EXECUTE FUNCTION tr_no_truncate()
CREATE TRIGGER tr_ledger_entries_no_update BEFORE UPDATE ON public.ledger_entries FOR EACH ROW EXECUTE FUNCTION tr_ledger_entries_no_update()
CREATE TRIGGER tr_ledger_entries_posted BEFORE INSERT ON public.ledger_entries FOR EACH ROW EXECUTE FUNCTION tr_ledger_entries_posted()
CREATE TRIGGER tr_ledger_transactions_balanced BEFORE UPDATE ON public.ledger_transactions FOR EACH ROW EXECUTE FUNCTION tr_ledger_transactions_balanced()
CREATE TRIGGER tr_ledger_transactions_fixed BEFORE UPDATE ON public.ledger_transactions FOR EACH ROW EXECUTE FUNCTION tr_ledger_transactions_fixed()
CREATE TRIGGER tr_ledger_transactions_no_delete BEFORE DELETE ON public.ledger_transactions FOR EACH ROW EXECUTE FUNCTION tr_ledger_transactions_no_delete()
CREATE TRIGGER tr_ledger_transactions_no_truncate BEFORE TRUNCATE ON public.ledger_transactions FOR EACH STATEMENT EXECUTE FUNCTION tr_no_truncate()
CREATE TRIGGER tr_ledger_transactions_posted_once BEFORE UPDATE ON public.ledger_transactions FOR EACH ROW EXECUTE FUNCTION tr_ledger_transactions_posted_once()
CREATE TRIGGER tr_ledger_transactions_unposted BEFORE INSERT ON public.ledger_transactions FOR EACH ROW EXECUTE FUNCTION tr_ledger_transactions_unposted()
CREATE TRIGGER tr_milestone_deliveries_no_delete BEFORE DELETE ON public.milestone_deliveries FOR EACH ROW EXECUTE FUNCTION tr_milestone_deliveries_no_delete()
CREATE TRIGGER tr_milestone_deliveries_no_truncate BEFORE TRUNCATE ON public.milestone_deliveries FOR EACH STATEMENT EXECUTE FUNCTION tr_no_truncate()
CREATE TRIGGER tr_milestone_deliveries_no_update BEFORE UPDATE ON public.milestone_deliveries FOR EACH ROW EXECUTE FUNCTION tr_milestone_deliveries_no_update()
CREATE TRIGGER tr_milestone_requests_closed_once BEFORE UPDATE ON public.milestone_requests FOR EACH ROW EXECUTE FUNCTION tr_milestone_requests_closed_once()
CREATE TRIGGER tr_milestone_requests_fixed BEFORE UPDATE ON public.milestone_requests FOR EACH ROW EXECUTE FUNCTION tr_milestone_requests_fixed()
CREATE TRIGGER tr_milestone_requests_no_delete BEFORE DELETE ON public.milestone_requests FOR EACH ROW EXECUTE FUNCTION tr_milestone_requests_no_delete()
CREATE TRIGGER tr_milestone_requests_no_truncate BEFORE TRUNCATE ON public.milestone_requests FOR EACH STATEMENT EXECUTE FUNCTION tr_no_truncate()
CREATE TRIGGER tr_milestones_closed_once BEFORE UPDATE ON public.milestones FOR EACH ROW EXECUTE FUNCTION tr_milestones_closed_once()
CREATE TRIGGER tr_milestones_fixed BEFORE UPDATE ON public.milestones FOR EACH ROW EXECUTE FUNCTION tr_milestones_fixed()
CREATE TRIGGER tr_milestones_funded_once BEFORE UPDATE ON public.milestones FOR EACH ROW EXECUTE FUNCTION tr_milestones_funded_once()
CREATE TRIGGER tr_milestones_no_delete BEFORE DELETE ON public.milestones FOR EACH ROW EXECUTE FUNCTION tr_milestones_no_delete()
CREATE TRIGGER tr_milestones_no_truncate BEFORE TRUNCATE ON public.milestones FOR EACH STATEMENT EXECUTE FUNCTION tr_no_truncate()
CREATE TRIGGER tr_offers_closed_once BEFORE UPDATE ON public.offers FOR EACH ROW EXECUTE FUNCTION tr_offers_closed_once()
CREATE TRIGGER tr_offers_fixed BEFORE UPDATE ON public.offers FOR EACH ROW EXECUTE FUNCTION tr_offers_fixed()
CREATE TRIGGER tr_offers_no_delete BEFORE DELETE ON public.offers FOR EACH ROW EXECUTE FUNCTION tr_offers_no_delete()
CREATE TRIGGER tr_offers_no_truncate BEFORE TRUNCATE ON public.offers FOR EACH STATEMENT EXECUTE FUNCTION tr_no_truncate()
CREATE TRIGGER tr_projects_no_delete BEFORE DELETE ON public.projects FOR EACH ROW EXECUTE FUNCTION tr_projects_no_delete()
CREATE TRIGGER tr_projects_no_truncate BEFORE TRUNCATE ON public.projects FOR EACH STATEMENT EXECUTE FUNCTION tr_no_truncate()
CREATE TRIGGER tr_rulings_fixed BEFORE UPDATE ON public.rulings FOR EACH ROW EXECUTE FUNCTION tr_rulings_fixed()
CREATE TRIGGER tr_rulings_no_delete BEFORE DELETE ON public.rulings FOR EACH ROW EXECUTE FUNCTION tr_rulings_no_delete()
CREATE TRIGGER tr_rulings_no_truncate BEFORE TRUNCATE ON public.rulings FOR EACH STATEMENT EXECUTE FUNCTION tr_no_truncate()
CREATE TRIGGER tr_setting_changes_no_delete BEFORE DELETE ON public.setting_changes FOR EACH ROW EXECUTE FUNCTION tr_setting_changes_no_delete()
CREATE TRIGGER tr_setting_changes_no_truncate BEFORE TRUNCATE ON public.setting_changes FOR EACH STATEMENT EXECUTE FUNCTION tr_no_truncate()
CREATE TRIGGER tr_setting_changes_no_update BEFORE UPDATE ON public.setting_changes FOR EACH ROW EXECUTE FUNCTION tr_setting_changes_no_update()
CREATE TRIGGER tr_staff_notes_no_delete BEFORE DELETE ON public.staff_notes FOR EACH ROW EXECUTE FUNCTION tr_staff_notes_no_delete()
CREATE TRIGGER tr_staff_notes_no_truncate BEFORE TRUNCATE ON public.staff_notes FOR EACH STATEMENT EXECUTE FUNCTION tr_no_truncate()
CREATE TRIGGER tr_staff_notes_no_update BEFORE UPDATE ON public.staff_notes FOR EACH ROW EXECUTE FUNCTION tr_staff_notes_no_update()
CREATE TRIGGER tr_texts_erase_only BEFORE UPDATE ON public.texts FOR EACH ROW EXECUTE FUNCTION tr_texts_erase_only()
CREATE TRIGGER tr_texts_no_delete BEFORE DELETE ON public.texts FOR EACH ROW EXECUTE FUNCTION tr_texts_no_delete()
CREATE TRIGGER tr_texts_no_truncate BEFORE TRUNCATE ON public.texts FOR EACH STATEMENT EXECUTE FUNCTION tr_no_truncate()
CREATE TRIGGER tr_wallet_requests_closed_once BEFORE UPDATE ON public.wallet_requests FOR EACH ROW EXECUTE FUNCTION tr_wallet_requests_closed_once()
CREATE TRIGGER tr_wallet_requests_fixed BEFORE UPDATE ON public.wallet_requests FOR EACH ROW EXECUTE FUNCTION tr_wallet_requests_fixed()
CREATE TRIGGER tr_wallet_requests_no_delete BEFORE DELETE ON public.wallet_requests FOR EACH ROW EXECUTE FUNCTION tr_wallet_requests_no_delete()
CREATE TRIGGER tr_wallet_requests_no_truncate BEFORE TRUNCATE ON public.wallet_requests FOR EACH STATEMENT EXECUTE FUNCTION tr_no_truncate()
