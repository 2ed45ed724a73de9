"""What the database refuses by triggers: one list for both dialects.

They are dropped before a migration and made again after it: on SQLite, Alembic's way of altering a table copies it and
would lose its triggers silently. A refusal is an ``IntegrityError`` on both databases.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from storage.transaction import DialectName

Operation = Literal["INSERT", "UPDATE", "DELETE"]


@dataclass(frozen=True, slots=True)
class Guard:
    """One refusal: ``operation`` on a row of ``table`` fails with ``message`` where ``condition`` holds.

    The condition is SQL that both databases read alike, over ``NEW`` and ``OLD``.
    """

    name: str
    table: str
    operation: Operation
    message: str
    condition: str = "1 = 1"

    @property
    def trigger_name(self) -> str:
        """The trigger's name in the database."""
        return f"tr_{self.table}_{self.name}"

    def statements(self, dialect: DialectName) -> Iterator[str]:
        """The statements that create the trigger."""
        if dialect == "sqlite":
            yield (
                f"CREATE TRIGGER {self.trigger_name} BEFORE {self.operation} ON {self.table} FOR EACH ROW\n"
                f"WHEN {self.condition}\n"
                f"BEGIN SELECT RAISE(ABORT, '{self.message}'); END"
            )
            return
        returned = "OLD" if self.operation == "DELETE" else "NEW"
        yield (
            f"CREATE FUNCTION {self.trigger_name}() RETURNS trigger LANGUAGE plpgsql AS $$\n"
            f"BEGIN\n"
            f"IF {self.condition} THEN\n"
            f"RAISE EXCEPTION '{self.message}' USING ERRCODE = 'integrity_constraint_violation';\n"
            f"END IF;\n"
            f"RETURN {returned};\n"
            f"END $$"
        )
        yield (
            f"CREATE TRIGGER {self.trigger_name} BEFORE {self.operation} ON {self.table}\n"
            f"FOR EACH ROW EXECUTE FUNCTION {self.trigger_name}()"
        )


def _append_only(table: str) -> tuple[Guard, ...]:
    return (
        Guard("no_update", table, "UPDATE", f"rows of {table} are never changed"),
        Guard("no_delete", table, "DELETE", f"rows of {table} are never deleted"),
    )


def _kept(*tables: str) -> tuple[Guard, ...]:
    return tuple(Guard("no_delete", table, "DELETE", f"rows of {table} are never deleted") for table in tables)


def _fixed(table: str, *columns: str) -> Guard:
    """Columns that keep what they were made with; NULL stays NULL."""
    changed = " OR ".join(
        f"NEW.{column} <> OLD.{column} OR (NEW.{column} IS NULL) <> (OLD.{column} IS NULL)" for column in columns
    )
    return Guard("fixed", table, "UPDATE", f"{', '.join(columns)} of {table} are never changed", changed)


GUARDS: Final = (
    *_append_only("events"),
    Guard(
        "chain",
        "events",
        "INSERT",
        "an event must follow the one before it",
        "NEW.sequence <> 1 AND NOT EXISTS (SELECT 1 FROM events AS e WHERE e.guild_id = NEW.guild_id"
        " AND e.stream = NEW.stream AND e.stream_id = NEW.stream_id"
        " AND e.sequence = NEW.sequence - 1 AND e.hash = NEW.previous_hash)",
    ),
    *_append_only("ledger_entries"),
    Guard(
        "posted",
        "ledger_entries",
        "INSERT",
        "a posted ledger transaction takes no more entries",
        "EXISTS (SELECT 1 FROM ledger_transactions AS t"
        " WHERE t.guild_id = NEW.guild_id AND t.transaction_id = NEW.transaction_id AND t.posted = 1)",
    ),
    *_kept("ledger_transactions", "accounts"),
    _fixed(
        "ledger_transactions",
        "guild_id",
        "transaction_id",
        "idempotency_key",
        "cause",
        "at_ms",
        "case_id",
        "digest",
    ),
    Guard(
        "unposted",
        "ledger_transactions",
        "INSERT",
        "a ledger transaction is posted after its entries",
        "NEW.posted <> 0",
    ),
    Guard(
        "posted_once",
        "ledger_transactions",
        "UPDATE",
        "a ledger transaction is posted once",
        "OLD.posted <> 0 OR NEW.posted <> 1",
    ),
    Guard(
        "balanced",
        "ledger_transactions",
        "UPDATE",
        "the entries of a ledger transaction must sum to zero per currency",
        "NOT EXISTS (SELECT 1 FROM ledger_entries AS t"
        " WHERE t.guild_id = NEW.guild_id AND t.transaction_id = NEW.transaction_id)"
        " OR EXISTS (SELECT 1 FROM ledger_entries AS t"
        " WHERE t.guild_id = NEW.guild_id AND t.transaction_id = NEW.transaction_id"
        " GROUP BY t.currency HAVING sum(t.amount_minor) <> 0)",
    ),
    _fixed(
        "wallet_requests",
        "guild_id",
        "request_id",
        "member_id",
        "kind",
        "currency",
        "amount_minor",
        "pays_fee_of_case_id",
    ),
    Guard(
        "closed_once",
        "wallet_requests",
        "UPDATE",
        "a closed request stays as it ended; only its words may be erased",
        "OLD.state <> 'pending' AND (NEW.state <> OLD.state OR NEW.closed_at_ms <> OLD.closed_at_ms"
        " OR NEW.closed_by_id <> OLD.closed_by_id OR NEW.settled_minor <> OLD.settled_minor"
        " OR NEW.reference IS NOT NULL OR NEW.settled_reference IS NOT NULL OR NEW.close_reason IS NOT NULL)",
    ),
    *_kept("wallet_requests"),
    *_append_only("setting_changes"),
    *_append_only("staff_notes"),
    *_append_only("deliveries"),
    *_append_only("milestone_deliveries"),
    _fixed("offers", "guild_id", "case_id", "number", "author_id", "freelancer_minor", "note_digest", "expires_at_ms"),
    Guard("closed_once", "offers", "UPDATE", "a closed offer stays as it ended", "OLD.state <> 'open'"),
    _fixed(
        "exhibits",
        "guild_id",
        "case_id",
        "position",
        "name",
        "author_id",
        "description_digest",
        "link_digest",
        "files",
        "is_late",
        "is_copy",
    ),
    _fixed("rulings", "guild_id", "case_id", "arbitrator_id", "freelancer_minor", "client_minor", "findings_digest"),
    _fixed(
        "cases",
        "guild_id",
        "case_id",
        "project_id",
        "currency",
        "client_id",
        "freelancer_id",
        "claimant_id",
        "respondent_id",
        "disputed_minor",
        "reason_digest",
        "rulebook",
        "opened_at_ms",
    ),
    _fixed(
        "milestones",
        "guild_id",
        "milestone_id",
        "client_id",
        "freelancer_id",
        "currency",
        "proposed_minor",
        "rulebook",
    ),
    Guard(
        "funded_once",
        "milestones",
        "UPDATE",
        "a milestone is funded once",
        "OLD.funded_minor <> 0 AND NEW.funded_minor <> OLD.funded_minor",
    ),
    Guard(
        "closed_once",
        "milestones",
        "UPDATE",
        "a proposal that came to nothing stays as it ended",
        "OLD.closed_at_ms IS NOT NULL AND (NEW.stage <> OLD.stage OR NEW.closed_at_ms IS NULL"
        " OR NEW.closed_at_ms <> OLD.closed_at_ms)",
    ),
    _fixed(
        "milestone_requests",
        "guild_id",
        "milestone_id",
        "number",
        "action",
        "author_id",
        "amount_minor",
        "note_digest",
        "rulebook",
        "made_at_ms",
    ),
    Guard("closed_once", "milestone_requests", "UPDATE", "a closed request stays as it ended", "OLD.state <> 'active'"),
    *_kept("projects", "milestones", "milestone_requests"),
    *_kept("cases", "case_milestones", "offers", "deposits", "exhibits", "rulings"),
    Guard(
        "erase_only",
        "exhibit_files",
        "UPDATE",
        "a file may be erased, but not changed",
        "NEW.guild_id <> OLD.guild_id OR NEW.file_id <> OLD.file_id OR NEW.case_id <> OLD.case_id"
        " OR NEW.salt IS NOT NULL OR NEW.sha256 IS NOT NULL",
    ),
    *_kept("exhibit_files"),
    Guard(
        "erase_only",
        "texts",
        "UPDATE",
        "a text may be erased, but not changed",
        "NEW.guild_id <> OLD.guild_id OR NEW.text_id <> OLD.text_id OR NEW.body IS NOT NULL OR NEW.salt IS NOT NULL",
    ),
    *_kept("texts"),
)

NO_TRUNCATE: Final = tuple(sorted({guard.table for guard in GUARDS if guard.operation == "DELETE"}))
"""Tables that PostgreSQL could empty without firing a row's trigger."""

_NO_TRUNCATE_FUNCTION: Final = "tr_no_truncate"


def create_triggers(dialect: DialectName) -> list[str]:
    """The statements that make every trigger, in order."""
    statements = [statement for guard in GUARDS for statement in guard.statements(dialect)]
    if dialect == "postgresql":
        statements.append(
            f"CREATE FUNCTION {_NO_TRUNCATE_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$\n"
            "BEGIN\n"
            "RAISE EXCEPTION 'rows of % are never deleted', TG_TABLE_NAME"
            " USING ERRCODE = 'integrity_constraint_violation';\n"
            "END $$"
        )
        statements.extend(
            f"CREATE TRIGGER tr_{table}_no_truncate BEFORE TRUNCATE ON {table}\n"
            f"FOR EACH STATEMENT EXECUTE FUNCTION {_NO_TRUNCATE_FUNCTION}()"
            for table in NO_TRUNCATE
        )
    return statements


def existing_triggers(dialect: DialectName) -> str:
    """The query for what :func:`drop_triggers` takes: one text per trigger (SQLite) or trigger function."""
    if dialect == "sqlite":
        return "SELECT name FROM sqlite_schema WHERE type = 'trigger' ORDER BY name"
    return (
        "SELECT p.proname FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace"
        " WHERE n.nspname = current_schema() AND p.proname LIKE 'tr\\_%' ORDER BY p.proname"
    )


def drop_triggers(dialect: DialectName, existing: list[str]) -> list[str]:
    """The statements that drop every trigger that :func:`existing_triggers` found."""
    if dialect == "sqlite":
        return [f"DROP TRIGGER {name}" for name in existing]
    # The triggers go with their function.
    return [f"DROP FUNCTION {name}() CASCADE" for name in existing]
