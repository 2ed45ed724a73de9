"""One refusal of every class, with each reason that the code gives."""

from typing import Final

from bot.domain import errors
from bot.domain.errors import Refusal
from bot.domain.milestone_state import MilestoneStage
from bot.domain.stages import Command, Outcome
from bot.domain.texts import LENGTHS
from tests.domain.builders import ARBITRATOR, CLIENT, FREELANCER, MODERATOR, T0

EVERY_REFUSAL: Final[list[Refusal]] = [
    errors.NotAParty(case_id=42),
    errors.NotYourTurn(case_id=42, whose="respondent", whose_member_id=FREELANCER),
    errors.NotYourTurn(case_id=42, whose="arbitrator", whose_member_id=None),
    *(
        errors.WrongStage(case_id=42, command=command.value, stage="negotiation", possible=("response", "arbitration"))
        for command in Command
    ),
    *(errors.CaseEnded(case_id=42, outcome=outcome.value, ended_at_ms=T0) for outcome in Outcome),
    *(errors.TooLate(case_id=42, what=command.value, due_at_ms=T0) for command in Command),
    errors.TooEarly(case_id=42, what="pay_fee", from_ms=T0),
    errors.TooEarly(case_id=42, what="rule", from_ms=None),
    *(
        errors.AlreadyDone(what=what, by_member_id=CLIENT, at_ms=at_ms)
        for what in (
            "fee",
            "rest",
            "claim",
            "assigned",
            "room_closed",
            "terms_accepted",
            "exhibit_withdrawn",
            "hold",
            "withdrawal_asked",
        )
        for at_ms in (T0, None)
    ),
    errors.WrongStage(case_id=42, command="challenge", stage="arbitration", possible=()),
    *(errors.TooLate(case_id=0, what=kind, due_at_ms=T0) for kind in ("request", "proposal")),
    *(errors.NothingToExtend(case_id=42, is_own=is_own) for is_own in (False, True)),
    errors.NothingToExtend(case_id=42, stands=True),
    errors.ExtensionUsed(case_id=42),
    errors.NoExtensionAsked(case_id=42),
    errors.OwnExtension(case_id=42),
    errors.ExtensionReplaced(case_id=42, seconds=86_400),
    errors.NoWithdrawalAsked(case_id=42),
    errors.NoQuestionAsked(case_id=42),
    errors.RefileTooSoon(milestone_id=7, from_ms=T0),
    errors.RequestNeeded(milestone_id=7),
    *(errors.WholeBalance(option=option) for option in ("amount", "more_milestones")),
    errors.OtherProject(milestone_id=7),
    errors.NoActiveRequest(milestone_id=7),
    errors.RequestOver(milestone_id=7, state="approved", by_member_id=CLIENT, at_ms=T0),
    errors.RequestOver(milestone_id=7, state="carried_out", by_member_id=None, at_ms=T0),
    errors.OwnRequest(milestone_id=7),
    *(errors.NotProposed(milestone_id=7, state=stage.value) for stage in MilestoneStage),
    errors.TooManyExhibits(case_id=42, limit=40),
    errors.NothingHeld(case_id=42),
    errors.ArbitratorTaken(case_id=42, arbitrator_id=ARBITRATOR),
    errors.NotTheArbitrator(case_id=42, arbitrator_id=ARBITRATOR),
    errors.NotTheArbitrator(case_id=42, arbitrator_id=None),
    errors.DraftExpired(expired_at_ms=T0),
    errors.DraftUsed(at_ms=T0),
    errors.QuoteStale(),
    errors.Busy(),
    errors.NoSuchCase(case_id=42),
    errors.NoSuchCase(case_id=None),
    errors.NoSuchMilestone(milestone_id=7),
    errors.NoSuchOffer(case_id=42, number=3),
    errors.NoSuchOffer(case_id=42, number=None),
    errors.NoSuchExhibit(case_id=42, exhibit="C-9"),
    errors.NoSuchRequest(request_id=12),
    errors.NoSuchDraft(),
    errors.CaseNotNamed(),
    errors.NotEnoughMoney(available_minor=2_000, needed_minor=110_050, currency="USD"),
    errors.NothingFree(milestone_id=7, locked_minor=0, currency="USD"),
    errors.NothingFree(milestone_id=7, locked_minor=100, currency="USD", case_id=1),
    *(
        errors.NothingFree(milestone_id=7, locked_minor=0, currency="USD", stage=stage)
        for stage in ("proposed", "declined", "cancelled", "lapsed")
    ),
    errors.MilestoneInCase(milestone_id=7, case_id=42),
    errors.WrongSide(command="release", side="client"),
    errors.WrongSide(command="return", side="freelancer"),
    *(errors.WrongSide(command=command, side="client") for command in ("fund", "decline", "request_return")),
    *(errors.WrongSide(command=command, side="freelancer") for command in ("cancel", "request_release")),
    errors.NotAPossibleParty(reason="oneself"),
    errors.NotAPossibleParty(reason="bot"),
    errors.NoTermsToAccept(milestone_id=7, own=True),
    errors.NoTermsToAccept(milestone_id=7, own=False),
    errors.TooManyOpenCases(open_cases=10, limit=10),
    *(errors.TooManyWaiting(what=what, limit=10) for what in ("proposal", "wallet_request")),
    *(errors.TooOften(what=what, limit=30, from_ms=T0) for what in ("proposal", "request", "wallet_request")),
    errors.TooManyCommands(wait_seconds=1),
    errors.TooManyCommands(wait_seconds=2),
    errors.SameCashier(request_id=12),
    errors.HalfConfirmed(request_id=12, first_cashier_id=MODERATOR),
    errors.BeingPaid(request_id=12, cashier_id=MODERATOR, until_ms=T0),
    errors.NotEnoughEarned(earned_minor=2_000, needed_minor=110_050, currency="USD"),
    errors.FilingTooSoon(from_ms=T0),
    *(
        errors.RequestClosed(request_id=12, state=state, by_member_id=CLIENT, at_ms=T0)
        for state in ("confirmed", "declined", "cancelled")
    ),
    *(
        errors.OfferNotOpen(case_id=42, number=3, state=state, closed_at_ms=T0)
        for state in ("accepted", "declined", "withdrawn", "superseded", "expired", "void")
    ),
    errors.OfferNotOpen(42, 3, "superseded", T0, now_open=4, now_freelancer_minor=34_000, currency="USD"),
    errors.OwnOffer(case_id=42, number=3),
    errors.NoOpenOffer(case_id=42),
    errors.OfferNeedsNumber(case_id=42, number=3),
    errors.OfferGivesAll(side="client"),
    errors.OfferGivesAll(side="freelancer"),
    errors.OfferNotBetter(case_id=42, open_minor=40_000, currency="USD", freelancer_answers=True),
    errors.OfferNotBetter(case_id=42, open_minor=40_000, currency="USD", freelancer_answers=False),
    errors.OpeningOfferFixed(case_id=42),
    errors.DecliningIsNoAnswer(case_id=42, due_at_ms=T0),
    *(
        errors.ConflictOfInterest(reason=reason)
        for reason in (
            "party",
            "assigned_party",
            "recused",
            "moderated",
            "arbitrates",
            "own_request",
            "opponent_request",
        )
    ),
    *(
        errors.StaffOnly(role=role)
        for role in ("moderator", "arbitrator", "cashier", "admin", "moderator_or_arbitrator")
    ),
    errors.NotAnArbitrator(member_id=CLIENT),
    *(errors.PartyStays(case_id=42, member_id=CLIENT, what=what) for what in ("party", "arbitrator")),
    errors.NotInRoom(case_id=42, member_id=CLIENT),
    errors.CaseStillOpen(case_id=42),
    errors.NotSetUp(missing=("moderator", "arbitrator")),
    errors.NotSetUp(missing=("cashier",), gone_channels=("cases",)),
    errors.NumberNotUnderstood(text="x", example="CASE-0042"),
    *(
        errors.AmountNotUnderstood(text="1.000,50", reason=reason, currency="USD", example="1,000.50")
        for reason in (
            "empty",
            "negative",
            "other_digits",
            "comma_decimals",
            "bad_grouping",
            "not_a_number",
            "too_many_decimals",
            "too_large",
            "zero",
        )
    ),
    errors.AmountOutOfRange(amount_minor=5, lowest_minor=10, highest_minor=100, currency="USD"),
    errors.AmountOutOfRange(amount_minor=5, lowest_minor=10, highest_minor=10, currency="USD"),
    errors.RateNotUnderstood(text="a lot"),
    errors.BotLacks(powers=("manage_channels", "manage_roles")),
    errors.RequestLeft(member_id=CLIENT, request_id=7),
    errors.MemberPresent(member_id=CLIENT),
    errors.NothingToErase(member_id=CLIENT),
    errors.OpenCaseLeft(member_id=CLIENT, case_id=42),
    errors.Blocked(),
    errors.DurationNotUnderstood(text="soon"),
    errors.DurationOutOfRange(name="expires", seconds=0, lowest_seconds=1, highest_seconds=31_536_000),
    *(errors.TextLength(field=field, length=5_000, shortest=20, longest=2_000) for field in LENGTHS),
    errors.TextLength(field="reason", length=1, shortest=20, longest=2_000),
    errors.LinkNotUnderstood(text="www"),
    errors.CurrencyUnknown(currency="XXX", offered=("USD", "EUR")),
    *(
        errors.SettingRefused(name="fee", reason=reason, allowed="5 to 10")
        for reason in (
            "unknown_window",
            "off_not_allowed",
            "no_such_currency",
            "window_range",
            "everyone_role",
            "zero_rate",
            "unknown_choice",
            "nothing_named",
            "unknown_limit",
            "number_range",
            "needs_cases_channel",
            "minimum_above_balance",
            "rate_takes_all",
            "currency_in_use",
            "never_refunded",
            "default_currency",
            "reminder_steps",
            "currency_waits",
            "currency_without_minimum",
            "retention_range",
            "takes_no_currency",
        )
    ),
]
