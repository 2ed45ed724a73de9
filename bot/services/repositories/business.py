"""What storage keeps of people's business: settings, projects, milestones, cases and money."""

from collections.abc import Collection, Sequence
from typing import Protocol

from bot.domain.case import Case
from bot.domain.ledger import LedgerTransaction
from bot.domain.milestone_state import MilestoneStage
from bot.domain.milestones import Milestone, Project
from bot.domain.settings import Settings
from bot.domain.texts import TextRef
from bot.domain.wallet_requests import WalletRequest
from bot.services.ports import (
    CaseEntry,
    LedgerLine,
    PostedTransaction,
    SettingChange,
)


class SettingsRepository(Protocol):
    """Servers' configurations and their history."""

    async def get(self, defaults: Settings) -> Settings:
        """What the defaults' guild has set, over the defaults."""
        ...

    async def save(self, settings: Settings, defaults: Settings, changes: Sequence[SettingChange]) -> None:
        """Write what differs from the defaults (version counted up by one) and the history."""
        ...

    async def changes(self, guild_id: int, limit: int) -> list[SettingChange]: ...

    async def note(self, change: SettingChange) -> None:
        """Put a step of an admin into the history that changes no setting."""
        ...


class NumberRepository(Protocol):
    """Numbers counted per guild: `case`, `milestone`, `project`, `wallet_request`."""

    async def next(self, guild_id: int, kind: str) -> int: ...


class ProjectRepository(Protocol):
    """Projects."""

    async def get(self, guild_id: int, project_id: int) -> Project | None: ...
    async def titles(self, guild_id: int, project_ids: Collection[int]) -> dict[int, TextRef]: ...
    async def between(self, guild_id: int, client_id: int, freelancer_id: int) -> list[Project]: ...
    async def add(self, project: Project) -> None: ...


class MilestoneRepository(Protocol):
    """Milestones; `get` in a writing unit of work locks the row."""

    async def get(self, guild_id: int, milestone_id: int) -> Milestone | None: ...
    async def add(self, milestone: Milestone) -> None: ...
    async def save(self, milestone: Milestone) -> None: ...
    async def of_party(self, guild_id: int, member_id: int) -> list[Milestone]:
        """All of which the member is client or freelancer, newest first."""
        ...

    async def titles(self, guild_id: int, milestone_ids: Collection[int]) -> dict[int, TextRef]: ...
    async def ids_of_client(self, guild_id: int, member_id: int) -> list[int]:
        """All of which the member is the client, newest first."""
        ...

    async def proposed_by(self, guild_id: int, freelancer_id: int, since_ms: int) -> list[tuple[MilestoneStage, int]]:
        """The freelancer's proposals that wait, or were made after a moment: the stage, and when they were made."""
        ...

    async def all(self, guild_id: int) -> list[Milestone]: ...
    async def of_project(self, guild_id: int, project_id: int, currency: str) -> list[Milestone]:
        """A project's milestones in one currency, oldest first; locked in a writing unit of work."""
        ...

    async def with_clocks(self, guild_id: int) -> list[Milestone]:
        """The guild's milestones on which a request's or proposal's clock is alive."""
        ...


class CaseRepository(Protocol):
    """Cases with their offers, deposits, exhibits and deadlines; `get` in a writing unit of work locks the row.

    `save` also keeps `deadlines.wake_at_ms` right for deadlines that were armed, moved, held or ended.
    """

    async def get(self, guild_id: int, case_id: int) -> Case | None: ...
    async def add(self, case: Case) -> None: ...
    async def save(self, case: Case) -> None: ...
    async def of_party(self, guild_id: int, member_id: int) -> list[Case]:
        """All of which the member is a party, newest first."""
        ...

    async def entries_of_party(self, guild_id: int, member_id: int) -> list[CaseEntry]:
        """The same, as lists need them."""
        ...

    async def open_entries(self, guild_id: int) -> list[CaseEntry]:
        """All open cases of a guild as lists need them, oldest first."""
        ...

    async def some(self, guild_id: int, case_ids: Sequence[int]) -> list[Case]:
        """The cases of these numbers, in this order; unknown ones are missing."""
        ...

    async def milestone_ids(self, guild_id: int, case_ids: Collection[int]) -> dict[int, list[int]]:
        """The milestones of each case, in the order in which they were named."""
        ...

    async def open_cases(self, guild_id: int | None = None) -> list[Case]:
        """All open cases, of one guild or of all, oldest first."""
        ...

    async def of_milestone(self, guild_id: int, milestone_id: int) -> list[Case]: ...
    async def last_withdrawn_at_ms(self, guild_id: int, claimant_id: int, milestone_id: int) -> int | None:
        """When the claimant last withdrew a case about the milestone (R5.6)."""
        ...

    async def small_splits(self, guild_id: int, member_id: int, other_id: int, since_ms: int) -> int:
        """How many small balances between the two were split since a moment (R6.2)."""
        ...

    async def opponents(self, guild_id: int, member_id: int) -> frozenset[int]:
        """The members with whom the member has an open case."""
        ...

    async def open_count(self, guild_id: int, member_id: int) -> int:
        """How many open cases the member has filed."""
        ...

    async def last_filed_at_ms(self, guild_id: int, member_id: int) -> int | None: ...
    async def all(self, guild_id: int) -> list[Case]: ...


class LedgerRepository(Protocol):
    """The double-entry ledger of a guild."""

    async def post(self, guild_id: int, transaction: LedgerTransaction) -> None:
        """Post once. Raises NotEnoughMoney when an account but `world` would go below zero."""
        ...

    async def balance_minor(self, guild_id: int, account: str, currency: str) -> int: ...
    async def balances(self, guild_id: int, named: Collection[str] | None = None) -> dict[str, dict[str, int]]:
        """The accounts of the guild, all or those named: account, currency, minor units."""
        ...

    async def lines(self, guild_id: int, account: str, limit: int) -> list[LedgerLine]: ...
    async def transactions(self, guild_id: int) -> list[PostedTransaction]: ...

    async def of_case(self, guild_id: int, case_id: int) -> list[PostedTransaction]:
        """What moved for a case, oldest first."""
        ...


class WalletRequestRepository(Protocol):
    """Requests for a cashier; `get` in a writing unit of work locks the row."""

    async def get(self, guild_id: int, request_id: int) -> WalletRequest | None: ...
    async def add(self, request: WalletRequest) -> None: ...
    async def save(self, request: WalletRequest) -> None: ...
    async def pending(self, guild_id: int) -> list[WalletRequest]: ...
    async def of_member(self, guild_id: int, member_id: int) -> list[WalletRequest]: ...

    async def handled_by(self, guild_id: int, cashier_id: int) -> list[WalletRequest]:
        """Others' that a member answered as a cashier, alone or with a second one, oldest first."""
        ...

    async def waiting_or_since(self, guild_id: int, member_id: int, since_ms: int) -> list[WalletRequest]:
        """One member's that wait for a cashier, or were made after a moment, oldest first."""
        ...

    async def some(self, guild_id: int, request_ids: Collection[int]) -> dict[int, WalletRequest]:
        """Those of these numbers, by number."""
        ...

    async def erase_references(self, guild_id: int, member_id: int) -> None:
        """Remove what a member wrote to cashiers."""
        ...
