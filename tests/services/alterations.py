"""What somebody might alter by hand: one row each, and what the audit says of it."""

ALTERED = [
    (
        "a wallet's balance",
        "UPDATE accounts SET balance_minor = balance_minor + 1 WHERE account = 'member:12'",
        "shows",
    ),
    (
        "the world's",
        "UPDATE accounts SET balance_minor = balance_minor - 1 WHERE account = 'world'",
        "shows",
    ),
    (
        "an entry's amount",
        ("UPDATE ledger_entries SET amount_minor = amount_minor + 1 WHERE transaction_id = 2 AND position = 1"),
        "ledger transaction 2 (milestone_funded) doesn't sum to zero",
    ),
    (
        "an entry's account",
        "UPDATE ledger_entries SET account = 'fees' WHERE transaction_id = 2 AND account = 'escrow:1'",
        "ledger transaction 2 (milestone_funded) doesn't match its digest",
    ),
    (
        "a transaction's time",
        "UPDATE ledger_transactions SET at_ms = at_ms + 1 WHERE transaction_id = 2",
        "ledger transaction 2 (milestone_funded) doesn't match its digest",
    ),
    (
        "an event's payload",
        (
            """UPDATE events SET payload = replace(payload, '"amount_minor":5000', '"amount_minor":4999')"""
            " WHERE stream = 'case' AND stream_id = 2 AND kind = 'fee_paid'"
        ),
        "CASE-0002: the hash chain breaks at event",
    ),
    (
        "an event's hash",
        "UPDATE events SET hash = '{zeros}' WHERE stream = 'case' AND stream_id = 1 AND sequence = 4",
        "CASE-0001: the hash chain breaks at event 4",
    ),
    (
        "an event's time",
        ("UPDATE events SET at_ms = at_ms + 1 WHERE stream = 'milestone' AND stream_id = 1 AND sequence = 2"),
        "M-1: the hash chain breaks at event 2",
    ),
    (
        "an event that is gone",
        "DELETE FROM events WHERE stream = 'case' AND stream_id = 1 AND kind = 'ruling_made'",
        "CASE-0001: the hash chain breaks at event",
    ),
    (
        "the last event, gone",
        (
            "DELETE FROM events"
            " WHERE stream = 'case' AND stream_id = 2 AND kind = 'deadline_armed'"
            " AND sequence = (SELECT max(sequence) FROM events WHERE stream = 'case' AND stream_id = 2)"
        ),
        "CASE-0002: its record and its table differ in",
    ),
    (
        "an event of no kind",
        "UPDATE events SET kind = 'tea' WHERE stream = 'case' AND stream_id = 1 AND sequence = 2",
        "can't be read",
    ),
    (
        "a text",
        "UPDATE texts SET body = 'Other words.' WHERE body = 'The brief.'",
        "is not what the record says",
    ),
    (
        "a salt",
        "UPDATE texts SET salt = 'pepper' WHERE body = 'The brief.'",
        "is not what the record says",
    ),
    (
        "a text that is gone",
        "DELETE FROM texts WHERE body = 'The brief.'",
        "is gone, without having been erased",
    ),
    (
        "a file's hash",
        "UPDATE exhibit_files SET sha256 = '{zeros}' WHERE name = 'brief.pdf'",
        "is not what the record says",
    ),
    (
        "a file's name",
        "UPDATE exhibit_files SET name = 'other.pdf' WHERE name = 'brief.pdf'",
        "is not what the record says",
    ),
    (
        "a file's size",
        "UPDATE exhibit_files SET size_bytes = size_bytes + 1 WHERE name = 'brief.pdf'",
        "is not what the record says",
    ),
    (
        "a file that is gone",
        "DELETE FROM exhibit_files WHERE name = 'brief.pdf'",
        "is gone, without having been erased",
    ),
    (
        "what an exhibit names of its files",
        "UPDATE exhibits SET files = '[]' WHERE case_id = 2",
        "differ in exhibits",
    ),
    (
        "a milestone's unreleased part",
        (
            "UPDATE milestones SET unreleased_minor = unreleased_minor - 1, released_minor = released_minor + 1"
            " WHERE milestone_id = 3"
        ),
        "M-3: its record and its table differ",
    ),
    (
        "what is locked",
        "UPDATE milestones SET locked_minor = locked_minor - 1 WHERE milestone_id = 2",
        "M-2: its record and its table differ",
    ),
    (
        "by which case",
        "UPDATE milestones SET locked_by_case_id = 1 WHERE milestone_id = 2",
        "M-2: its record and its table differ",
    ),
    (
        "a stage",
        "UPDATE cases SET stage = 'negotiation' WHERE case_id = 2",
        "CASE-0002: its record and its table differ in stage",
    ),
    (
        "a stage of none",
        "UPDATE cases SET stage = 'tea' WHERE case_id = 2",
        "a table can't be read",
    ),
    (
        "an outcome",
        "UPDATE cases SET outcome = 'settled' WHERE case_id = 1",
        "differ in outcome",
    ),
    (
        "the disputed amount",
        "UPDATE case_milestones SET locked_minor = locked_minor - 1 WHERE case_id = 2",
        "differ in locks",
    ),
    (
        "a payout",
        "UPDATE case_milestones SET freelancer_minor = 1, client_minor = 99999 WHERE case_id = 1",
        "differ in payouts",
    ),
    (
        "an offer",
        "UPDATE offers SET freelancer_minor = 1 WHERE case_id = 2 AND number = 1",
        "differ in offers",
    ),
    (
        "an offer's state",
        "UPDATE offers SET state = 'accepted' WHERE case_id = 1 AND number = 1",
        "differ in offers",
    ),
    (
        "a deposit",
        "UPDATE deposits SET amount_minor = 4999 WHERE case_id = 2",
        "differ in deposits",
    ),
    (
        "what was returned",
        ("UPDATE deposits SET returned_minor = 0, earned_minor = 5000 WHERE case_id = 1 AND member_id = 12"),
        "differ in deposits",
    ),
    (
        "a due time",
        "UPDATE deadlines SET due_at_ms = due_at_ms + 1 WHERE case_id = 2 AND kind = 'fee'",
        "differ in deadlines",
    ),
    (
        "an exhibit",
        "UPDATE exhibits SET author_id = 12 WHERE case_id = 2",
        "differ in exhibits",
    ),
    (
        "a ruling",
        "UPDATE rulings SET freelancer_minor = 1 WHERE case_id = 1",
        "differ in ruling",
    ),
    (
        "the rulebook",
        """UPDATE cases SET rulebook = replace(rulebook, 'seconds":90,', 'seconds":91,') WHERE case_id = 2""",
        "differ in rulebook",
    ),
    (
        "what is held for a withdrawal",
        "UPDATE wallet_requests SET amount_minor = amount_minor - 1 WHERE kind = 'withdrawal'",
        "account withdrawal:1 holds 500 USD, should hold 499",
    ),
]
"""What is altered, by which statement (`{zeros}` is no hash), and what one of the faults says."""
