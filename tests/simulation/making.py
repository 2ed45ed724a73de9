"""Every command, made up from what there is at the moment; now and then with something in it that makes no sense."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from bot.domain.case import Case
from bot.domain.case_state import CaseState
from bot.domain.milestones import Milestone
from bot.domain.money import exponent_of
from bot.domain.rulebook import Preset, RefundPolicy
from bot.domain.settings import ChannelKind, LimitName, RoomKind
from bot.domain.stages import Stage
from bot.domain.wallet_requests import WalletRequest
from bot.services import commands as c
from bot.services.commands import Command, HandedFile
from tests.services.refusals import TYPED_AMOUNTS
from tests.services.world import FINDINGS, REASON, ROLE_IDS
from tests.simulation.people import PEOPLE, TRADERS, Dice, Someone
from tests.simulation.view import View

CURRENCIES: Final = ("USD", "JPY", "KWD")
TITLES: Final = ("Logo", "Website", "Texts")
WINDOWS: Final = (
    "response_freelancer",
    "response_client",
    "min_negotiation",
    "idle_reminder",
    "dormancy",
    "fee",
    "cashier",
    "closing",
    "closing_escalated",
    "answer",
    "question",
    "ruling",
    "request",
    "evidence",
    "proposal",
)
_DURATIONS: Final = ("1s", "90s", "1h", "5h", "24h", "2d", "6d", "30d")
_WINDOW_LENGTHS: Final = ("1h", "2h", "1d", "3d", "10d", "0", "off")
_NOBODYS: Final = 999


def typed(minor: int, currency: str) -> str:
    """An amount as somebody types it."""
    exponent = exponent_of(currency)
    whole, fraction = divmod(minor, 10**exponent)
    return f"{whole}.{fraction:0{exponent}d}" if exponent else str(whole)


@dataclass(frozen=True, slots=True)
class Making:
    """What a command is made up from. `wild` ones say what makes no sense half of the time."""

    view: View
    dice: Dice
    by: Someone
    case: Case | None = None
    milestone: Milestone | None = None
    wallet: WalletRequest | None = None
    wild: bool = False

    def is_odd(self) -> bool:
        """Whether to say what makes no sense this time."""
        return self.wild and self.dice.chance(30)

    @property
    def case_id(self) -> int:
        """The case's number, or anybody's."""
        return self.dice.one([*self.view.cases, _NOBODYS]) if self.case is None else self.case.state.case_id

    @property
    def milestone_id(self) -> int:
        """The milestone's number, or anybody's."""
        if self.milestone is None:
            return self.dice.one([*self.view.milestones, _NOBODYS])
        return self.milestone.state.milestone_id

    @property
    def request_id(self) -> int:
        """The wallet request's number, or anybody's."""
        return self.dice.between(1, 9) if self.wallet is None else self.wallet.request_id

    @property
    def state(self) -> CaseState | None:
        """The case's state."""
        return None if self.case is None else self.case.state

    @property
    def currency(self) -> str:
        """The currency that amounts are in."""
        for thing in (self.case, self.milestone):
            if thing is not None:
                return thing.state.currency
        return self.dice.one(self.view.settings.currencies) if self.wallet is None else self.wallet.currency

    def amount(self, highest_minor: int, lowest_minor: int = 1, currency: str | None = None) -> str:
        """An amount up to so much."""
        if self.is_odd():
            return self.dice.one(TYPED_AMOUNTS)[0]
        return typed(self.dice.amount(highest_minor, lowest_minor), currency or self.currency)

    def text(self, body: str) -> str:
        """A text, sometimes far too short or too long."""
        return self.dice.one(["", " ", "x", "x" * 5_000]) if self.is_odd() else body

    def maybe(self, body: str, percent: int = 40) -> str | None:
        """A text or none."""
        return self.text(body) if self.dice.chance(percent) else None

    def duration(self, *choices: str) -> str:
        """A duration."""
        return self.dice.one(["soon", "-1h", "400d"]) if self.is_odd() else self.dice.one(choices or _DURATIONS)

    def files(self, percent: int = 25) -> list[HandedFile]:
        """Files that are stored already; the same ones again and again."""
        return [
            HandedFile(sha256=f"{number:064x}", size_bytes=number, media_type="image/png", name=f"{number}.png")
            for number in (1, 2)
            if self.dice.chance(percent)
        ]

    @property
    def offer(self) -> str:
        """What the freelancer should get; in stage 1 the claimant's is better for the other side than the last one."""
        state = self.state
        if state is None:
            return self.amount(100_00, 0)
        lowest, highest = 0, state.disputed_minor
        current = state.open_offer_of(self.by.member_id)
        if state.stage is Stage.RESPONSE and self.by.member_id == state.claimant_id and current is not None:
            if state.respondent_id == state.freelancer_id:
                lowest = min(current.freelancer_minor + 1, highest)
            else:
                highest = max(current.freelancer_minor - 1, lowest)
        return self.amount(highest, lowest)

    @property
    def offer_number(self) -> int:
        """The other side's open offer."""
        state = self.state
        offer = None if state is None else state.open_offer_of(state.other(self.by.member_id))
        return self.dice.between(1, 4) if offer is None or self.is_odd() else offer.number

    @property
    def exhibit(self) -> str:
        """One of the person's own exhibits."""
        state = self.state
        names = (
            []
            if state is None
            else [
                item.name
                for item in state.exhibits
                if item.author_id == self.by.member_id and item.withdrawn_at_ms is None
            ]
        )
        return self.dice.one(names or ["C-1", "R-2"])

    @property
    def other_trader(self) -> int:
        """Somebody to deal with."""
        others = [member_id for member_id in TRADERS if member_id != self.by.member_id]
        return self.dice.one(tuple(PEOPLE)) if self.is_odd() else self.dice.one(others)

    @property
    def free_minor(self) -> int:
        """What no case has locked of the milestone."""
        return 50_00 if self.milestone is None else self.milestone.state.free_minor

    @property
    def part(self) -> str | None:
        """A part of what is free, or all."""
        return self.amount(max(self.free_minor, 1)) if self.dice.chance(60) else None

    @property
    def shares(self) -> str:
        """What a ruling gives the freelancer: all, nothing, half and half, or anything."""
        return self.amount(100_00 if self.state is None else self.state.disputed_minor, 0)


def _open_case(m: Making) -> Command:
    """A filing, of all or of a part, about one milestone or several of its project."""
    by_parts = m.view.settings.preset is Preset.MILESTONE or m.wild
    free_minor, more = m.free_minor, None
    if m.milestone is not None and by_parts:
        one = m.milestone.state
        others = [
            item.state
            for item in m.view.milestones.values()
            if (item.state.project_id, item.state.currency) == (one.project_id, one.currency)
            and item.state.milestone_id != one.milestone_id
            and item.state.free_minor
            and item.state.locked_by_case_id is None
        ]
        taken = m.dice.some(others, 50)
        more = ", ".join(f"M-{item.milestone_id}" for item in taken) or None
        free_minor += sum(item.free_minor for item in taken)
    disputed_minor = m.dice.amount(max(free_minor, 1)) if by_parts and m.dice.chance(50) else None
    limit_minor = free_minor if disputed_minor is None else disputed_minor
    by_client = m.milestone is not None and m.milestone.state.client_id == m.by.member_id
    # Under `safepay` the fee goes off first, and an offer above the rest is refused.
    limit_minor = limit_minor if by_parts else limit_minor // 2
    offer = m.amount(limit_minor - 1, 0) if by_client else m.amount(limit_minor)
    amount = None if disputed_minor is None else typed(disputed_minor, m.currency)
    return c.OpenCase(m.milestone_id, offer, m.text(REASON), amount, m.maybe("quality"), more, m.files(15))


def _deposit(m: Making) -> Command:
    """Money in; for a fee that is due where there is one."""
    state = m.state
    fee_minor = 1_000_00 if m.case is None else m.case.fee_minor
    case_id = state.case_id if state is not None and m.dice.chance(60) else None
    amount = m.amount(max(fee_minor, 1), max(fee_minor // 2, 1))
    return c.RequestDeposit(amount, m.currency, m.maybe("Bank transfer 7"), case_id)


def _withdrawal(m: Making) -> Command:
    currency = m.currency
    return c.RequestWithdrawal(m.amount(max(m.view.wallet_minor(m.by.member_id, currency), 1)), currency)


def _confirmation(m: Making) -> Command:
    """A cashier says what came in: now and then another sum."""
    asked_minor = 1_00 if m.wallet is None else m.wallet.amount_minor
    return c.ConfirmWalletRequest(m.request_id, m.amount(asked_minor * 2) if m.dice.chance(30) else None)


def _role(m: Making) -> Command:
    """Most often the role that it was."""
    kind = m.dice.one(tuple(ROLE_IDS))
    return c.SetRole(kind.value, ROLE_IDS[kind] if m.dice.chance(80) else 799)


def _fee(m: Making) -> Command:
    return c.SetFee(
        currency=m.currency,
        rate=m.dice.one([None, "5", "0", "2.5", "100", "x"]),
        minimum=m.dice.one([None, "1", "5", "30"]),
        cap=m.dice.one([None, "off", "50", "10"]),
        refund=m.dice.one([None, None, *RefundPolicy]),
    )


def _creation(m: Making) -> Command:
    terms, project = m.maybe("Three drafts, two rounds."), m.dice.one([None, *TITLES])
    currency = m.currency
    minor = max(min(m.view.wallet_minor(m.by.member_id, currency), 2_000_00), 1)
    amount = m.amount(minor, max(minor // 9, 1), currency)
    return c.CreateMilestone(m.other_trader, amount, m.text("A part"), False, currency, project, terms)


def _proposal(m: Making) -> Command:
    terms, project = m.maybe("Three drafts, two rounds."), m.dice.one([None, *TITLES])
    currency = m.currency
    return c.ProposeMilestone(
        m.other_trader, m.amount(700_00, 1, currency), m.text("A part"), m.is_odd(), currency, project, terms
    )


PEOPLES_MAKERS: Final[Mapping[type[Command], Callable[[Making], Command]]] = {
    c.CreateMilestone: _creation,
    c.AcceptTerms: lambda m: c.AcceptTerms(m.milestone_id),
    c.ReleaseMilestone: lambda m: c.ReleaseMilestone(m.milestone_id, m.part),
    c.ReturnMilestone: lambda m: c.ReturnMilestone(m.milestone_id, m.part),
    c.ProposeMilestone: _proposal,
    c.FundProposal: lambda m: c.FundProposal(m.milestone_id),
    c.DeclineProposal: lambda m: c.DeclineProposal(m.milestone_id, m.maybe("Too dear.")),
    c.CancelMilestone: lambda m: c.CancelMilestone(m.milestone_id),
    c.RequestRelease: lambda m: c.RequestRelease(m.milestone_id, m.part, m.maybe("It is done.")),
    c.RequestReturn: lambda m: c.RequestReturn(m.milestone_id, m.part, m.maybe("It never came.")),
    c.AnswerRequest: lambda m: c.AnswerRequest(m.milestone_id, m.dice.chance(40), m.maybe("Not yet.")),
    c.OpenCase: _open_case,
    c.WithdrawCase: lambda m: c.WithdrawCase(m.case_id, m.maybe("We have talked.")),
    c.AnswerWithdrawal: lambda m: c.AnswerWithdrawal(m.case_id, m.dice.chance(50)),
    c.Extend: lambda m: c.Extend(m.case_id, m.duration(), m.dice.chance(50), m.maybe("I am ill.")),
    c.AnswerExtension: lambda m: c.AnswerExtension(m.case_id, m.dice.chance(70)),
    c.ExtendByStaff: lambda m: c.ExtendByStaff(m.case_id, m.duration(), m.text("They were ill.")),
    c.HoldCase: lambda m: c.HoldCase(m.case_id, m.text("We look into it.")),
    c.Ask: lambda m: c.Ask(
        m.case_id,
        m.dice.one(["claimant", "respondent", "both"]),
        m.text("When did it come?"),
        m.duration("1h", "2d", "4d") if m.dice.chance(40) else None,
    ),
    c.AnswerQuestion: lambda m: c.AnswerQuestion(m.case_id, m.text("On Monday."), m.files()),
    c.GiveIn: lambda m: c.GiveIn(m.case_id),
    c.Challenge: lambda m: c.Challenge(m.case_id, m.text(REASON), m.offer if m.dice.chance(40) else None),
    c.MakeOffer: lambda m: c.MakeOffer(
        m.case_id, m.offer, m.maybe("A fair share."), m.duration("1h", "2d") if m.dice.chance(30) else None
    ),
    c.AcceptOffer: lambda m: c.AcceptOffer(m.case_id, m.offer_number),
    c.DeclineOffer: lambda m: c.DeclineOffer(
        m.case_id, m.offer_number if m.dice.chance(70) else None, m.maybe("Too little.")
    ),
    c.WithdrawOffer: lambda m: c.WithdrawOffer(m.case_id),
    c.PayFee: lambda m: c.PayFee(m.case_id),
    c.AddExhibit: lambda m: c.AddExhibit(
        m.case_id, m.text("The signed order."), m.maybe("https://example.com/order", 20), m.files()
    ),
    c.WithdrawExhibit: lambda m: c.WithdrawExhibit(m.case_id, m.exhibit),
    c.Rest: lambda m: c.Rest(m.case_id),
    c.ClaimCase: lambda m: c.ClaimCase(m.case_id),
    c.Rule: lambda m: c.Rule(m.case_id, m.shares, m.text(FINDINGS)),
    c.Escalate: lambda m: c.Escalate(m.case_id, m.text("They don't answer.")),
    c.Resume: lambda m: c.Resume(m.case_id),
    c.RequestDeposit: _deposit,
    c.RequestWithdrawal: _withdrawal,
    c.CancelWalletRequest: lambda m: c.CancelWalletRequest(m.request_id),
    c.ConfirmWalletRequest: _confirmation,
    c.DeclineWalletRequest: lambda m: c.DeclineWalletRequest(m.request_id, m.text("Nothing came.")),
    c.SetRole: _role,
    c.SetChannel: lambda m: c.SetChannel(m.dice.one(tuple(ChannelKind)).value, m.dice.between(801, 804)),
    c.SetFee: _fee,
    c.SetWindow: lambda m: c.SetWindow(m.dice.one(WINDOWS), m.dice.one(_WINDOW_LENGTHS)),
    c.SetLimit: lambda m: c.SetLimit(m.dice.one(tuple(LimitName)).value, m.dice.one(["0", "1", "3", "40", "1h", "x"])),
    c.SetRulebook: lambda m: c.SetRulebook(m.dice.one(tuple(Preset)).value),
    c.SetThreshold: lambda m: c.SetThreshold(m.dice.one(["0", "25", "50", "300"]), m.currency),
    c.SetRooms: lambda m: c.SetRooms(m.dice.one(tuple(RoomKind)).value),
    c.SetCurrency: lambda m: c.SetCurrency(
        m.dice.one(CURRENCIES), m.dice.one(["add", "add", "remove", "default", "x"])
    ),
    c.SetReminders: lambda m: c.SetReminders(m.dice.one(["half, 24h, 1h", "1h", "half", "2d, 90s", "x", "0"])),
}
"""How each command is made up that is about milestones, cases, wallets and most settings."""
