"""The ledger (R2.3, R2.4) and people's requests to move money in and out (R2.8)."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint

from bot.domain.money import LARGEST_STORED_MINOR
from storage.tables.base import amount_check, check, flag, index, key, optional, references, required, table
from storage.types import Count, Millis, Minor, Prose, Snowflake, Word

accounts = table(
    "accounts",
    key("guild_id", Snowflake),
    key("account", Word),
    key("currency", Word),
    required("balance_minor", Minor),
    check("not_below_zero", "balance_minor >= 0 OR account = 'world'"),
)

# A transaction is written with posted = 0, then its entries, then posted becomes 1: at that moment a trigger checks
# the sums. That nothing stays unposted is the entries' foreign key, which is checked at commit.
ledger_transactions = table(
    "ledger_transactions",
    key("guild_id", Snowflake),
    key("transaction_id", Snowflake),
    required("idempotency_key", Word),
    required("cause", Word),
    required("at_ms", Millis),
    optional("case_id", Snowflake),
    required("digest", Word),
    *flag("posted"),
    UniqueConstraint("guild_id", "idempotency_key", name="uq_ledger_transactions_idempotency_key"),
    UniqueConstraint("guild_id", "transaction_id", "posted", name="uq_ledger_transactions_posted"),
)
index("ledger_transactions_case", ledger_transactions.c.guild_id, ledger_transactions.c.case_id)

ledger_entries = table(
    "ledger_entries",
    key("guild_id", Snowflake),
    key("transaction_id", Snowflake),
    key("position", Count),
    required("account", Word),
    required("currency", Word),
    required("amount_minor", Minor),
    # Always 1: it makes the foreign key ask for a posted transaction.
    required("posted", Count),
    check("posted", "posted = 1"),
    check(
        "amount_minor", f"amount_minor <> 0 AND amount_minor BETWEEN -{LARGEST_STORED_MINOR} AND {LARGEST_STORED_MINOR}"
    ),
    references(
        "ledger_entries",
        "ledger_transactions",
        "guild_id",
        "transaction_id",
        "posted",
        deferrable=True,
        initially="DEFERRED",
    ),
    references("ledger_entries", "accounts", "guild_id", "account", "currency"),
)
index("ledger_entries_account", ledger_entries.c.guild_id, ledger_entries.c.account, ledger_entries.c.transaction_id)

wallet_requests = table(
    "wallet_requests",
    key("guild_id", Snowflake),
    key("request_id", Snowflake),
    required("member_id", Snowflake),
    required("kind", Word),
    required("currency", Word),
    required("amount_minor", Minor),
    optional("reference", Prose),
    required("created_at_ms", Millis),
    required("state", Word),
    optional("settled_minor", Minor),
    optional("settled_reference", Prose),
    optional("closed_by_id", Snowflake),
    optional("closed_at_ms", Millis),
    optional("close_reason", Prose),
    # The case whose fee the deposit is for.
    optional("pays_fee_of_case_id", Snowflake),
    # Where two cashiers must confirm: who did so first, and the sum that they named.
    optional("first_cashier_id", Snowflake),
    optional("first_minor", Minor),
    amount_check("amount_minor", lowest_minor=1),
    amount_check("settled_minor", lowest_minor=1),
    amount_check("first_minor", lowest_minor=1),
    check("first_whole", "(first_cashier_id IS NULL) = (first_minor IS NULL)"),
    check("closed_whole", "(state = 'pending') = (closed_at_ms IS NULL)"),
    check("settled_whole", "(state = 'confirmed') = (settled_minor IS NOT NULL)"),
)
index(
    "wallet_requests_pending",
    wallet_requests.c.guild_id,
    wallet_requests.c.request_id,
    where=wallet_requests.c.state == "pending",
)
index("wallet_requests_member", wallet_requests.c.guild_id, wallet_requests.c.member_id, wallet_requests.c.request_id)
