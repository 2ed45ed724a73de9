"""One class per refusal, with a code and its facts; the sentences stand in `bot/ui/texts.py`.

A refusal says what is wrong, what would work, and changes nothing (R12.1 [P]).
"""

from dataclasses import dataclass, fields
from typing import ClassVar


@dataclass(eq=False)
class Refusal(Exception):
    """What somebody asked for is not done; nothing has changed."""

    # Not frozen: Python itself writes tracebacks into exceptions.
    code: ClassVar[str]

    def __str__(self) -> str:
        facts = ", ".join(f"{field.name}={getattr(self, field.name)!r}" for field in fields(self))
        return f"{self.code}({facts})"


@dataclass(eq=False)
class NumberNotUnderstood(Refusal):
    """A case, milestone, exhibit or request number that can't be read."""

    code: ClassVar[str] = "number_not_understood"
    text: str
    example: str


@dataclass(eq=False)
class AmountNotUnderstood(Refusal):
    """A typed amount that breaks R2.2; `reason` is a key of the texts."""

    code: ClassVar[str] = "amount_not_understood"
    text: str
    reason: str
    currency: str
    example: str


@dataclass(eq=False)
class AmountOutOfRange(Refusal):
    """A well-formed amount outside what is possible here."""

    code: ClassVar[str] = "amount_out_of_range"
    amount_minor: int
    lowest_minor: int
    highest_minor: int
    currency: str


@dataclass(eq=False)
class RateNotUnderstood(Refusal):
    """A typed percentage that can't be read."""

    code: ClassVar[str] = "rate_not_understood"
    text: str


@dataclass(eq=False)
class DurationNotUnderstood(Refusal):
    """A typed duration that can't be read."""

    code: ClassVar[str] = "duration_not_understood"
    text: str


@dataclass(eq=False)
class DurationOutOfRange(Refusal):
    """A duration outside what is possible here."""

    code: ClassVar[str] = "duration_out_of_range"
    name: str
    seconds: int
    lowest_seconds: int
    highest_seconds: int


@dataclass(eq=False)
class TextLength(Refusal):
    """A text that is too short or too long; `field` is a key of the texts."""

    code: ClassVar[str] = "text_length"
    field: str
    length: int
    shortest: int
    longest: int


@dataclass(eq=False)
class LinkNotUnderstood(Refusal):
    """A link that is not a plain http or https address."""

    code: ClassVar[str] = "link_not_understood"
    text: str


@dataclass(eq=False)
class CurrencyUnknown(Refusal):
    """A currency that ISO 4217 or this server doesn't have."""

    code: ClassVar[str] = "currency_unknown"
    currency: str
    offered: tuple[str, ...]


@dataclass(eq=False)
class NoSuchCase(Refusal):
    """The case doesn't exist, or isn't the asker's: the same answer for both."""

    code: ClassVar[str] = "no_such_case"
    case_id: int | None


@dataclass(eq=False)
class NoSuchMilestone(Refusal):
    """The milestone doesn't exist, or isn't the asker's: the same answer for both."""

    code: ClassVar[str] = "no_such_milestone"
    milestone_id: int


@dataclass(eq=False)
class NoSuchOffer(Refusal):
    """The case has no offer of that number."""

    code: ClassVar[str] = "no_such_offer"
    case_id: int
    number: int | None


@dataclass(eq=False)
class NoSuchExhibit(Refusal):
    """The case has no exhibit of that name."""

    code: ClassVar[str] = "no_such_exhibit"
    case_id: int
    exhibit: str


@dataclass(eq=False)
class NoSuchRequest(Refusal):
    """The wallet request doesn't exist, or isn't the asker's."""

    code: ClassVar[str] = "no_such_request"
    request_id: int


@dataclass(eq=False)
class NoSuchDraft(Refusal):
    """A quote that doesn't exist, or isn't the presser's."""

    code: ClassVar[str] = "no_such_draft"


@dataclass(eq=False)
class DraftExpired(Refusal):
    """A quote older than its 15 minutes (R9.2)."""

    code: ClassVar[str] = "draft_expired"
    expired_at_ms: int


@dataclass(eq=False)
class DraftUsed(Refusal):
    """A quote that was confirmed or cancelled already."""

    code: ClassVar[str] = "draft_used"
    at_ms: int


@dataclass(eq=False)
class QuoteStale(Refusal):
    """What the quote said is no longer so: it is shown anew."""

    code: ClassVar[str] = "quote_stale"


@dataclass(eq=False)
class NotAParty(Refusal):
    """Only the parties of the case can do this."""

    code: ClassVar[str] = "not_a_party"
    case_id: int


@dataclass(eq=False)
class NotYourTurn(Refusal):
    """The other party, or another role, must act; `whose` is a role's key or a member."""

    code: ClassVar[str] = "not_your_turn"
    case_id: int
    whose: str
    whose_member_id: int | None


@dataclass(eq=False)
class WrongStage(Refusal):
    """The case's stage doesn't allow the command."""

    code: ClassVar[str] = "wrong_stage"
    case_id: int
    command: str
    stage: str
    possible: tuple[str, ...]


@dataclass(eq=False)
class CaseEnded(Refusal):
    """The case is over; says how and when."""

    code: ClassVar[str] = "case_ended"
    case_id: int
    outcome: str
    ended_at_ms: int


@dataclass(eq=False)
class TooLate(Refusal):
    """The due time has passed (R9.2)."""

    code: ClassVar[str] = "too_late"
    case_id: int
    what: str
    due_at_ms: int


@dataclass(eq=False)
class TooEarly(Refusal):
    """The moment from which this is possible has not come."""

    code: ClassVar[str] = "too_early"
    case_id: int
    what: str
    from_ms: int | None


@dataclass(eq=False)
class AlreadyDone(Refusal):
    """It was done before: by whom, when."""

    code: ClassVar[str] = "already_done"
    what: str
    by_member_id: int | None
    at_ms: int | None


@dataclass(eq=False)
class OfferNotOpen(Refusal):
    """Somebody or something was faster: the offer is no longer open."""

    code: ClassVar[str] = "offer_not_open"
    case_id: int
    number: int
    state: str
    closed_at_ms: int


@dataclass(eq=False)
class OwnOffer(Refusal):
    """Nobody accepts or declines their own offer (R7.2)."""

    code: ClassVar[str] = "own_offer"
    case_id: int
    number: int


@dataclass(eq=False)
class NoOpenOffer(Refusal):
    """There is no open offer to accept, decline or withdraw."""

    code: ClassVar[str] = "no_open_offer"
    case_id: int


@dataclass(eq=False)
class OfferNeedsNumber(Refusal):
    """An offer accepted at once must be named by its number (R7.2)."""

    code: ClassVar[str] = "offer_needs_number"
    case_id: int
    number: int


@dataclass(eq=False)
class OfferGivesAll(Refusal):
    """An opening offer that gives the other side everything (R4.1)."""

    code: ClassVar[str] = "offer_gives_all"
    side: str


@dataclass(eq=False)
class OfferNotBetter(Refusal):
    """In stage 1 the claimant's new offer must be better for the respondent (R5.2)."""

    code: ClassVar[str] = "offer_not_better"
    case_id: int
    open_minor: int
    currency: str
    freelancer_answers: bool


@dataclass(eq=False)
class OpeningOfferFixed(Refusal):
    """In stage 1 the claimant's offer has no expiry and isn't withdrawn (R5.2)."""

    code: ClassVar[str] = "opening_offer_fixed"
    case_id: int


@dataclass(eq=False)
class DecliningIsNoAnswer(Refusal):
    """Declining in stage 1 answers nothing: challenge instead (R5.1)."""

    code: ClassVar[str] = "declining_is_no_answer"
    case_id: int
    due_at_ms: int


@dataclass(eq=False)
class NotEnoughMoney(Refusal):
    """The account holds less than is needed; says the shortfall."""

    code: ClassVar[str] = "not_enough_money"
    available_minor: int
    needed_minor: int
    currency: str

    @property
    def shortfall_minor(self) -> int:
        """What is missing, in minor units."""
        return self.needed_minor - self.available_minor


@dataclass(eq=False)
class NothingFree(Refusal):
    """No case-free money is left in the milestone."""

    code: ClassVar[str] = "nothing_free"
    milestone_id: int
    locked_minor: int
    currency: str


@dataclass(eq=False)
class MilestoneInCase(Refusal):
    """An open case has the milestone already (R4.4): its number."""

    code: ClassVar[str] = "milestone_in_case"
    milestone_id: int
    case_id: int


@dataclass(eq=False)
class WrongSide(Refusal):
    """The client releases, the freelancer returns; `side` may do what was asked."""

    code: ClassVar[str] = "wrong_side"
    command: str
    side: str


@dataclass(eq=False)
class NotAPossibleParty(Refusal):
    """Oneself, the bot and other bots can't be the other side (R4.4); `reason` is a key."""

    code: ClassVar[str] = "not_a_possible_party"
    reason: str


@dataclass(eq=False)
class NoTermsToAccept(Refusal):
    """The milestone has no terms that the other side wrote and this one hasn't accepted."""

    code: ClassVar[str] = "no_terms_to_accept"
    milestone_id: int
    own: bool


@dataclass(eq=False)
class TooManyOpenCases(Refusal):
    """The member has as many open cases as the server allows (R4.6)."""

    code: ClassVar[str] = "too_many_open_cases"
    open_cases: int
    limit: int


@dataclass(eq=False)
class FilingTooSoon(Refusal):
    """The filing cooldown runs (R4.6)."""

    code: ClassVar[str] = "filing_too_soon"
    from_ms: int


@dataclass(eq=False)
class FeeInDeposit(Refusal):
    """The claimant can't withdraw: the other has paid the fee (R5.6)."""

    code: ClassVar[str] = "fee_in_deposit"
    case_id: int


@dataclass(eq=False)
class StaffOnly(Refusal):
    """The command needs a role that the member doesn't have; `role` is its key."""

    code: ClassVar[str] = "staff_only"
    role: str


@dataclass(eq=False)
class ConflictOfInterest(Refusal):
    """No power over a matter of one's own (R10.3); `reason` is a key."""

    code: ClassVar[str] = "conflict_of_interest"
    reason: str


@dataclass(eq=False)
class ArbitratorTaken(Refusal):
    """Another arbitrator has the case."""

    code: ClassVar[str] = "arbitrator_taken"
    case_id: int
    arbitrator_id: int


@dataclass(eq=False)
class NotTheArbitrator(Refusal):
    """Only the case's arbitrator can do this."""

    code: ClassVar[str] = "not_the_arbitrator"
    case_id: int
    arbitrator_id: int | None


@dataclass(eq=False)
class NothingHeld(Refusal):
    """No clock of the case is held."""

    code: ClassVar[str] = "nothing_held"
    case_id: int


@dataclass(eq=False)
class RequestClosed(Refusal):
    """The wallet request was confirmed, declined or cancelled before."""

    code: ClassVar[str] = "request_closed"
    request_id: int
    state: str
    by_member_id: int | None
    at_ms: int


@dataclass(eq=False)
class SettingRefused(Refusal):
    """A configuration value that isn't possible; `reason` is a key of the texts."""

    code: ClassVar[str] = "setting_refused"
    name: str
    reason: str
    allowed: str = ""


@dataclass(eq=False)
class NotSetUp(Refusal):
    """The server lacks a role or channel that this needs (R9.11); `missing` are keys."""

    code: ClassVar[str] = "not_set_up"
    missing: tuple[str, ...]


@dataclass(eq=False)
class CaseNotNamed(Refusal):
    """No case was named and the channel is no case room."""

    code: ClassVar[str] = "case_not_named"


@dataclass(eq=False)
class TooManyExhibits(Refusal):
    """The party has as many exhibits as the case allows (R8.2)."""

    code: ClassVar[str] = "too_many_exhibits"
    case_id: int
    limit: int


@dataclass(eq=False)
class Busy(Refusal):
    """The database could not serialise the command; trying again is safe."""

    code: ClassVar[str] = "busy"
