"""The audit (R2.5): proves that the books balance and that every record is whole."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import cast

from bot.domain.case import Case
from bot.domain.case_events import CaseEvent
from bot.domain.case_state import CaseState, DepositState
from bot.domain.events import RecordedEvent, file_refs, first_break, text_refs
from bot.domain.ids import case_name, milestone_name
from bot.domain.ledger import WORLD, LedgerTransaction, deposit_account, escrow_account, withdrawal_account
from bot.domain.milestones import Milestone, MilestoneEvent
from bot.domain.wallet_requests import WalletRequest, WalletRequestKind
from bot.services.ports import ExhibitStore, ExhibitStoreFault, PostedTransaction
from bot.services.unit_of_work import Storage, UnitOfWork

Accounts = dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class AuditReport:
    """What the audit found. `accounts` is by guild id, account and currency, in minor units."""

    accounts: dict[str, Accounts] = field(default_factory=dict[str, Accounts])
    faults: list[str] = field(default_factory=list[str])

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


class Audit:
    """Reads everything and believes nothing."""

    def __init__(self, storage: Storage, exhibits: ExhibitStore | None = None) -> None:
        """Without a store of exhibits the files' hashes are checked, and their bytes are not."""
        self._storage = storage
        self._exhibits = exhibits

    async def run(self) -> AuditReport:
        """Audit every server, each on one consistent state."""
        report = AuditReport()
        for guild_id in await self._storage.guild_ids():
            async with self._storage.read() as uow:
                balances = await uow.ledger.balances(guild_id)
                report.accounts[str(guild_id)] = {name: balances[name] for name in sorted(balances)}
                faults = await _faults(uow, guild_id, balances, self._exhibits)
                report.faults.extend([f"server {guild_id}: {fault}" for fault in faults])
        return report


async def _faults(uow: UnitOfWork, guild_id: int, balances: Accounts, exhibits: ExhibitStore | None) -> list[str]:
    transactions = await uow.ledger.transactions(guild_id)
    faults = [*_ledger_faults(transactions, balances)]
    digests = {transaction.digest for transaction in transactions}
    of_cases: defaultdict[int | None, list[PostedTransaction]] = defaultdict(list)
    for transaction in transactions:
        of_cases[transaction.case_id].append(transaction)
    try:
        cases = await uow.cases.all(guild_id)
        milestones = await uow.milestones.all(guild_id)
        requests = await uow.wallet_requests.pending(guild_id)
    except ValueError as error:
        # A row that holds what was never written: without the tables there is nothing to compare the record with.
        return [*faults, f"a table can't be read: {error}"]
    for case in cases:
        record, damage = await _record(uow, guild_id, "case", case.state.case_id, case_name(case.state.case_id))
        faults.extend(damage or _case_faults(case, record, of_cases[case.state.case_id], digests))
        faults.extend(await _sealed_faults(uow, guild_id, case_name(case.state.case_id), record))
        if exhibits is not None:
            faults.extend(await _byte_faults(uow, case.state, exhibits))
    for milestone in milestones:
        milestone_id = milestone.state.milestone_id
        record, damage = await _record(uow, guild_id, "milestone", milestone_id, milestone_name(milestone_id))
        faults.extend(damage or _milestone_faults(milestone, record, balances, digests))
        faults.extend(await _sealed_faults(uow, guild_id, milestone_name(milestone_id), record))
    faults.extend(_holding_faults(balances, _expected(cases, milestones, requests)))
    return faults


async def _record(
    uow: UnitOfWork, guild_id: int, stream: str, stream_id: int, name: str
) -> tuple[list[RecordedEvent], list[str]]:
    """A stream, or why it can't be read."""
    try:
        return await uow.events.of_stream(guild_id, stream, stream_id), []
    except ValueError as error:
        return [], [f"{name}: its record can't be read: {error}"]


def _ledger_faults(transactions: list[PostedTransaction], balances: Accounts) -> Iterator[str]:
    sums: defaultdict[tuple[str, str], int] = defaultdict(int)
    for posted in transactions:
        name = f"ledger transaction {posted.transaction_id} ({posted.cause})"
        try:
            digest = LedgerTransaction(
                posted.idempotency_key, posted.cause, posted.at_ms, posted.entries, posted.case_id
            ).digest
        except ValueError:
            yield f"{name} doesn't sum to zero"
        else:
            if digest != posted.digest:
                yield f"{name} doesn't match its digest"
        for entry in posted.entries:
            sums[entry.account, entry.currency] += entry.amount_minor
    stored = {(account, currency): minor for account, own in balances.items() for currency, minor in own.items()}
    for account, currency in sorted(sums.keys() | stored.keys()):
        booked, shown = sums.get((account, currency), 0), stored.get((account, currency), 0)
        if booked != shown:
            yield f"account {account} shows {shown} {currency}, its entries sum to {booked} (minor units)"
        if shown < 0 and account != WORLD:
            yield f"account {account} is below zero: {shown} {currency} (minor units)"
    totals: defaultdict[str, int] = defaultdict(int)
    for (_, currency), minor in stored.items():
        totals[currency] += minor
    for currency, total in totals.items():
        if total:
            yield f"all accounts in {currency} sum to {total} instead of 0 (minor units)"


def _case_faults(
    case: Case, record: list[RecordedEvent], transactions: list[PostedTransaction], digests: set[str]
) -> Iterator[str]:
    name = case_name(case.state.case_id)
    yield from _chain_faults(name, record, digests)
    try:
        replayed = Case.replay((cast(CaseEvent, item.event), item.at_ms) for item in record).state
    except (ValueError, KeyError, IndexError) as error:
        yield f"{name}: its record can't be replayed: {error}"
        return
    for field_name in CaseState.__slots__:
        kept: object = getattr(case.state, field_name)
        if getattr(replayed, field_name) != kept:
            yield f"{name}: its record and its table differ in {field_name}"
    yield from _payout_faults(name, case.state, transactions)


def _payout_faults(name: str, state: CaseState, transactions: list[PostedTransaction]) -> Iterator[str]:
    """What a case pays out plus what it charges equals what it held; the transactions are its own."""
    held_minor = state.disputed_minor if state.payouts else 0
    held_minor += sum(item.amount_minor for item in state.deposits.values() if item.state is DepositState.ENDED)
    ends = [
        entry
        for posted in transactions
        if posted.idempotency_key.endswith((":end", ":escalated"))
        for entry in posted.entries
    ]
    paid_minor = sum(entry.amount_minor for entry in ends if entry.amount_minor > 0)
    if paid_minor != held_minor:
        yield f"{name}: held {held_minor}, but paid out and charged {paid_minor} (minor units)"


def _milestone_faults(
    milestone: Milestone, record: list[RecordedEvent], balances: Accounts, digests: set[str]
) -> Iterator[str]:
    state = milestone.state
    name = milestone_name(state.milestone_id)
    yield from _chain_faults(name, record, digests)
    try:
        replayed = Milestone.replay((cast(MilestoneEvent, item.event), item.at_ms) for item in record).state
    except ValueError as error:
        yield f"{name}: its record can't be replayed: {error}"
        return
    if replace(replayed) != state:
        yield f"{name}: its record and its table differ"
    escrow_minor = balances.get(escrow_account(state.milestone_id), {}).get(state.currency, 0)
    if escrow_minor != state.unreleased_minor:
        yield f"{name}: escrow holds {escrow_minor}, unreleased is {state.unreleased_minor} (minor units)"
    if not 0 <= state.locked_minor <= state.unreleased_minor:
        yield f"{name}: {state.locked_minor} is locked of {state.unreleased_minor} (minor units)"


def _chain_faults(name: str, record: list[RecordedEvent], digests: set[str]) -> Iterator[str]:
    broken = first_break(record)
    if broken is not None:
        yield f"{name}: the hash chain breaks at event {broken}"
    for item in record:
        digest = getattr(item.event, "transaction_digest", None)
        if digest is not None and digest not in digests:
            yield f"{name}: event {item.sequence} names a ledger transaction that isn't there"


async def _sealed_faults(uow: UnitOfWork, guild_id: int, name: str, record: list[RecordedEvent]) -> list[str]:
    """Texts and files that are not what the record's salted hashes say. Erased ones are no fault (R11.1)."""
    texts = {ref.text_id: ref.digest for item in record for ref in text_refs(item.event)}
    files = {ref.text_id: ref.digest for item in record for ref in file_refs(item.event)}
    sealed_texts = await uow.texts.sealed(guild_id, list(texts))
    sealed_files = await uow.files.sealed(guild_id, list(files))
    found = {
        "text": (texts, {key: item.ref.digest for key, item in sealed_texts.items()}),
        "file": (files, {key: item.ref.digest for key, item in sealed_files.items()}),
    }
    known = {"text": await uow.texts.known(guild_id, list(texts)), "file": await uow.files.known(guild_id, list(files))}
    faults: list[str] = []
    for what, (named, kept) in found.items():
        for key, digest in named.items():
            if key not in known[what]:
                faults.append(f"{name}: {what} {key} is gone, without having been erased")
            elif kept.get(key, digest) != digest:
                faults.append(f"{name}: {what} {key} is not what the record says")
    return faults


async def _byte_faults(uow: UnitOfWork, state: CaseState, exhibits: ExhibitStore) -> list[str]:
    """Exhibits whose bytes are not what was handed in: each file's SHA-256 is taken again (R8.2)."""
    faults: list[str] = []
    for exhibit in state.exhibits:
        sealed = await uow.files.sealed(state.guild_id, [ref.text_id for ref in exhibit.files])
        for file in sealed.values():
            try:
                await exhibits.read(file.sha256)
            except ExhibitStoreFault as fault:
                faults.append(f"{case_name(state.case_id)}: a file of {exhibit.name}: {fault}")
    return faults


def _expected(
    cases: list[Case], milestones: list[Milestone], requests: list[WalletRequest]
) -> Mapping[str, dict[str, int]]:
    """What every escrow, deposit and withdrawal account must hold, from the tables."""
    expected: Accounts = {}
    for milestone in milestones:
        state = milestone.state
        expected[escrow_account(state.milestone_id)] = {state.currency: state.unreleased_minor}
    for case in cases:
        for deposit in case.state.deposits.values():
            held_minor = deposit.amount_minor if deposit.state is DepositState.HELD else 0
            expected[deposit_account(case.state.case_id, deposit.member_id)] = {case.state.currency: held_minor}
    for request in requests:
        if request.kind is not WalletRequestKind.DEPOSIT:
            expected[withdrawal_account(request.request_id)] = {request.currency: request.amount_minor}
    return expected


def _holding_faults(balances: Accounts, expected: Mapping[str, dict[str, int]]) -> Iterator[str]:
    kinds = ("escrow:", "deposit:", "withdrawal:")
    for account in sorted(set(balances) | set(expected)):
        if not account.startswith(kinds):
            continue
        for currency in {*balances.get(account, {}), *expected.get(account, {})}:
            shown = balances.get(account, {}).get(currency, 0)
            due = expected.get(account, {}).get(currency, 0)
            if shown != due:
                yield f"account {account} holds {shown} {currency}, should hold {due} (minor units)"
