"""What people may look at, put together for showing."""

from dataclasses import dataclass, field

from bot.domain.case import Case
from bot.domain.case_state import CaseState
from bot.domain.figures import Figures
from bot.domain.files import SealedFile
from bot.domain.milestones import MilestoneState
from bot.domain.options import Command
from bot.domain.settings import Settings
from bot.domain.stages import CaseRole
from bot.domain.wallet_requests import WalletRequest
from bot.services.ports import LedgerLine, Room, SettingChange, StaffNote


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case with its words. `texts` and `files` are by id; an erased one is missing.

    `options` is what the viewer can do now, or what at least one party can where there is no one viewer (the card).
    `notes`, and the `milestones` with their terms, are for staff who look at the case itself. Where `offers_hidden`,
    the state that is shown has none of the offers (R7.5).
    """

    case: Case
    texts: dict[str, str]
    titles: dict[int, str]
    room: Room | None
    options: frozenset[Command]
    viewer_id: int | None
    viewer_role: CaseRole | None
    at_ms: int
    files: dict[str, SealedFile] = field(default_factory=dict[str, SealedFile])
    notes: tuple[StaffNote, ...] = ()
    milestones: tuple["MilestoneView", ...] = ()
    offers_hidden: bool = False

    @property
    def state(self) -> CaseState:
        """The case's state."""
        return self.case.state


@dataclass(frozen=True, slots=True)
class CaseList:
    """The first cases of a list, as many as any answer can show, and how many come after them."""

    views: list[CaseView]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class QueuePage:
    """A page of the staff's queue: its cases, which page of how many it is, of how many cases in all, and what it was
    asked for."""

    views: list[CaseView]
    number: int
    pages: int
    total: int
    stage: str | None = None
    assigned_id: int | None = None


@dataclass(frozen=True, slots=True)
class CaseName:
    """A case as it is suggested: its number, what it is about, and the disputed amount."""

    case_id: int
    titles: list[str]
    disputed_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One event of a record, with its words resolved where they still exist."""

    sequence: int
    at_ms: int
    actor_id: int | None
    kind: str
    facts: dict[str, object]
    texts: dict[str, str]
    hash: str


@dataclass(frozen=True, slots=True)
class MilestoneView:
    """A milestone with its words, its record and its cases. `texts` holds, by id, what was said of its requests and of
    a proposal that came to nothing; an erased one is missing."""

    state: MilestoneState
    title: str
    project_title: str
    terms: str | None
    history: list[HistoryLine]
    cases: list[CaseView]
    viewer_id: int
    texts: dict[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class HeldAmount:
    """Money of a member that is not free, and why: `escrow`, `deposit` or `withdrawal` and its number."""

    why: str
    subject_id: int
    amount_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class WalletView:
    """A member's free money by currency, what is held, and requests that wait for a cashier; minor units."""

    balances: dict[str, int]
    held: list[HeldAmount]
    pending: list[WalletRequest]


@dataclass(frozen=True, slots=True)
class WalletHistory:
    """A member's last wallet entries, newest first, with the answered requests behind them by their numbers."""

    lines: list[LedgerLine]
    requests: dict[int, WalletRequest] = field(default_factory=dict[int, WalletRequest])


@dataclass(frozen=True, slots=True)
class QueuedRequest:
    """A request in the cashiers' queue. `barred` is the key of why the viewer may not answer it; `paying_id` is the
    cashier who is paying it out at this moment."""

    request: WalletRequest
    takes_two: bool
    barred: str | None = None
    paying_id: int | None = None


@dataclass(frozen=True, slots=True)
class FiguresView:
    """What the last days came to; `names` by arbitrator, as far as they are known."""

    days: int
    figures: Figures
    names: dict[int, str]


@dataclass(frozen=True, slots=True)
class SettingsView:
    """A server's configuration and the latest changes to it."""

    settings: Settings
    changes: list[SettingChange]


@dataclass(frozen=True, slots=True)
class FeeView:
    """What arbitration costs in a case and who has paid; amounts in minor units.

    `verdict` is a key: `can_pay`, or the code of the refusal that paying would meet.
    """

    view: CaseView
    fee_minor: int
    wallet_minor: int
    verdict: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line of an autocomplete: what is shown, and what is sent."""

    label: str
    value: str
