"""Receipts and quotes of real use cases, refusals and incidents: what the one who asked gets to see."""

import re

import pytest

from bot.domain.actors import StaffRole
from bot.domain.deadlines import DeadlineKind
from bot.domain.errors import CaseNotNamed, DecliningIsNoAnswer, NothingToErase, NotYourTurn, Refusal
from bot.services import commands
from bot.services.commands import Command
from bot.services.ports import Room
from bot.services.receipts import Quote, Receipt
from bot.services.setting_commands import BlockMember, SetUpServer
from bot.services.staff_commands import (
    AddNote,
    AssignCase,
    CloseRoom,
    EraseMember,
    PayOutFees,
    Recuse,
    RemoveGuest,
)
from bot.services.use_cases import USE_CASES
from bot.services.views import CaseList, QueuePage
from bot.ui.cards import (
    case_card,
    case_history,
    case_list,
    cashier_queue,
    fee_quote,
    fee_status,
    incident_card,
    milestone_card,
    milestone_list,
    queue_list,
    quote_card,
    receipt_card,
    refusal_card,
    settings_card,
    wallet_card,
    wallet_history,
)
from bot.ui.texts import QUOTES, RECEIPTS
from tests.domain.builders import T0
from tests.services.world import (
    CLIENT,
    FINDINGS,
    FREELANCER,
    REASON,
    STRANGER,
    Person,
    World,
    admin,
    arbitrator,
    cashier,
    client,
    freelancer,
    moderator,
    stranger,
)
from tests.ui.refused import EVERY_REFUSAL
from tests.ui.shown import assert_sendable, buttons_of, labels_of, text_of

spare = Person(32, StaffRole.ARBITRATOR)
KEY = re.compile(r"\b[a-z]+_[a-z_]+\b|\bNone\b|[{}]")


class Play:
    """Does everything in the way people do, and keeps what they saw."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.receipts: dict[str, Receipt] = {}
        self.quotes: dict[str, Quote] = {}

    async def do(self, person: Person, command: Command) -> Receipt:
        """Ask, confirm if there is a question, and look at both."""
        if USE_CASES[type(command)].prepare is None:
            outcome: Receipt | Quote = await self.world.do(person, command)
        else:
            quote = await self.world.quote(person, command)
            self.quotes[quote.what] = quote
            self._look_at_quote(quote)
            outcome = await self.world.confirm(person, quote)
        assert isinstance(outcome, Receipt)
        self.receipts[outcome.what] = outcome
        view = receipt_card(outcome)
        assert_sendable(view)
        # Settings go by the names that are typed.
        assert outcome.what == "setting_changed" or not KEY.findall(text_of(view))
        return outcome

    @staticmethod
    def _look_at_quote(quote: Quote) -> None:
        view = quote_card(quote)
        assert_sendable(view)
        assert labels_of(view) == ["Confirm", "Cancel"]
        assert [custom_id for _, custom_id in buttons_of(view)] == [
            f"p1:confirm:{quote.draft_id}:0",
            f"p1:cancel:{quote.draft_id}:0",
        ]
        assert not KEY.findall(text_of(view))
        assert f"<t:{quote.expires_at_ms // 1000}:F>" in text_of(view)

    async def money_and_settings(self) -> None:
        """Wallets, a milestone, the configuration."""
        for number in (1, 2):
            await self.do(client, commands.RequestDeposit("2,000", reference=f"slip {number}"))
        await self.do(cashier, commands.ConfirmWalletRequest(1, reference="bank 7"))
        await self.do(cashier, commands.DeclineWalletRequest(2, "It never came."))
        await self.do(client, commands.RequestWithdrawal("10"))
        await self.do(client, commands.CancelWalletRequest(3))
        terms = "Two drafts, one round of changes."
        await self.do(client, commands.CreateMilestone(FREELANCER, "1,000", "A logo", terms=terms))
        await self.do(freelancer, commands.AcceptTerms(1))
        await self.do(client, commands.ReleaseMilestone(1, "100"))
        await self.do(freelancer, commands.ReturnMilestone(1, "100"))
        await self.do(admin, commands.SetChannel("staff", 77))
        await self.do(admin, commands.SetFee(rate="5%"))
        await self.do(admin, commands.SetWindow("fee", "5d"))
        await self.do(admin, commands.SetLimit("filing_cooldown", "0"))
        await self.do(admin, commands.SetLimit("refile", "0"))
        draft = await self.world.quote(client, commands.ReleaseMilestone(1))
        cancelled = await self.world.use_cases.cancel(client.member, draft.draft_id, self.world.request())
        self.receipts[cancelled.what] = cancelled

    async def set_up(self) -> None:
        """What admins do beside settings."""
        await self.do(admin, SetUpServer())
        await self.do(admin, commands.SetCurrency("JPY", "add"))
        await self.do(admin, BlockMember(STRANGER, blocked=True, reason="Spam."))
        await self.do(admin, BlockMember(STRANGER, blocked=False))
        asked = await self.world.do(stranger, commands.RequestDeposit("1", reference="slip 3"))
        request_id = asked.facts["request_id"]
        assert isinstance(request_id, int)
        await self.world.do(cashier, commands.DeclineWalletRequest(request_id, "It never came."))
        await self.do(admin, EraseMember(STRANGER, "They asked for it."))
        with pytest.raises(NothingToErase):
            await self.world.do(admin, EraseMember(STRANGER, "They asked for it."))

    async def to_arbitration(self) -> int:
        """A case with offers, evidence and both fees."""
        await self.world.fund(freelancer, "100")
        opened = await self.do(client, commands.OpenCase(1, "200", REASON, amount="700"))
        case_id = opened.case_id or 0
        await self.do(freelancer, commands.Challenge(case_id, REASON, "600"))
        await self.do(client, commands.DeclineOffer(case_id, 2, "Too much."))
        await self.do(client, commands.MakeOffer(case_id, "300", "My last one.", "2d"))
        await self.do(client, commands.WithdrawOffer(case_id))
        await self.do(client, commands.AddExhibit(case_id, "The order.", "https://example.com/order"))
        await self.do(client, commands.WithdrawExhibit(case_id, "C-1"))
        await self.do(client, commands.PayFee(case_id))
        await self.do(freelancer, commands.PayFee(case_id))
        await self.do(client, commands.Rest(case_id))
        await self.do(freelancer, commands.Rest(case_id))
        await self.do(arbitrator, commands.ClaimCase(case_id))
        return case_id

    async def staff(self, case_id: int) -> None:
        """What staff do around a case in arbitration; afterwards another arbitrator has it than before."""
        await self.do(moderator, AddNote(case_id, "They have called twice."))
        await self.do(moderator, RemoveGuest(case_id, STRANGER, "No business here."))
        await self.do(arbitrator, Recuse(case_id, "An old friend of mine."))
        await self.do(moderator, AssignCase(case_id, spare.member_id, sorted(spare.member.role_ids)))

    async def payout(self) -> None:
        """What takes two cashiers."""
        await self.do(cashier, PayOutFees("5", "USD"))
        await self.do(admin, commands.SetLimit("two_people_amount", "100", "USD"))
        asked = await self.do(client, commands.RequestDeposit("200"))
        request_id = asked.facts["request_id"]
        assert isinstance(request_id, int)
        await self.do(cashier, commands.ConfirmWalletRequest(request_id))

    async def wishes(self) -> None:
        """Proposals and requests, under both rulebooks, up to a small balance that is split."""
        for answer in (commands.DeclineProposal(2, "Too much."), commands.CancelMilestone(3), commands.FundProposal(4)):
            await self.do(freelancer, commands.ProposeMilestone(CLIENT, "30", "A banner", terms="One draft."))
            await self.do(freelancer if isinstance(answer, commands.CancelMilestone) else client, answer)
        await self.do(admin, commands.SetRulebook("safepay"))
        await self.do(freelancer, commands.RequestRelease(4, "10", "It is done."))
        await self.do(freelancer, commands.CancelMilestone(4))
        await self.do(client, commands.RequestReturn(4, "10"))
        await self.do(freelancer, commands.AnswerRequest(4, approve=True))
        await self.do(client, commands.RequestReturn(4, "5"))
        await self.do(freelancer, commands.AnswerRequest(4, approve=False, reason="No."))
        await self.do(client, commands.OpenCase(4, "1", REASON))
        await self.do(admin, commands.SetRulebook("milestone"))

    async def agreements(self) -> None:
        """More time, a hold, a withdrawal that takes consent."""
        opened = await self.do(client, commands.OpenCase(1, "2", REASON, amount="50"))
        case_id = opened.case_id or 0
        await self.do(freelancer, commands.Extend(case_id, "1h", alone=True))
        await self.do(freelancer, commands.Challenge(case_id, REASON))
        await self.do(freelancer, commands.PayFee(case_id))
        await self.do(client, commands.Extend(case_id, "1d", reason="I am travelling."))
        await self.do(freelancer, commands.AnswerExtension(case_id, agree=True))
        await self.do(moderator, commands.ExtendByStaff(case_id, "1d", "A holiday."))
        await self.do(moderator, commands.HoldCase(case_id, "A move."))
        await self.do(moderator, commands.Resume(case_id))
        await self.do(client, commands.RequestDeposit("3", pays_fee_of_case_id=case_id))
        await self.do(client, commands.WithdrawCase(case_id))
        await self.do(freelancer, commands.AnswerWithdrawal(case_id, agree=True))

    async def other_ends(self) -> None:
        """Each other way out of a case."""
        for number, end in enumerate(
            (
                commands.AcceptOffer,
                commands.GiveIn,
                lambda case_id: commands.WithdrawCase(case_id, "We agreed."),
            )
        ):
            opened = await self.do(client, commands.OpenCase(1, "2", REASON, amount=f"{number + 10}"))
            await self.do(client if number == 2 else freelancer, end(opened.case_id or 0))
        opened = await self.do(client, commands.OpenCase(1, "2", REASON, amount="20"))
        state = await self.world.state(opened.case_id or 0)
        due_at_ms = state.alive_deadlines(DeadlineKind.RESPONSE)[0].due_at_ms
        self.world.clock.advance(milliseconds=due_at_ms + 90_000 - self.world.clock.now_ms())
        # Nobody was ever told of the case, so its clock is held.
        await self.world.keeper.sweep()
        await self.do(moderator, commands.Resume(opened.case_id or 0))
        await self.do(moderator, commands.Escalate(opened.case_id or 0, "They don't answer."))


async def test_every_receipt_and_quote_fits_what_the_use_cases_say(world: World) -> None:
    play = Play(world)
    await play.money_and_settings()
    case_id = await play.to_arbitration()
    await play.do(arbitrator, commands.Ask(case_id, "both", "What was agreed on?"))
    await play.do(client, commands.AnswerQuestion(case_id, "What stands in the order."))
    await play.staff(case_id)
    await play.do(spare, commands.Rule(case_id, "400", FINDINGS))
    await world.deliveries.room_made(Room(client.guild_id, case_id, 5_001, 6_000))
    await play.do(moderator, CloseRoom(case_id))
    await play.payout()
    await play.agreements()
    await play.wishes()
    await play.other_ends()
    await play.set_up()
    assert set(play.receipts) == set(RECEIPTS)
    assert set(play.quotes) == set(QUOTES)


async def test_all_that_can_be_looked_at_fits_what_the_queries_say(world: World) -> None:
    play = Play(world)
    await play.money_and_settings()
    case_id = await play.to_arbitration()
    await world.do(client, commands.RequestDeposit("5", reference="slip 9"))
    queries, me = world.queries, client.member
    milestone = await queries.milestone(me, 1)
    fee = await queries.fee(me, case_id)
    views = {
        "wallet": wallet_card(await queries.wallet(me)),
        "entries": wallet_history(await queries.wallet_history(me)),
        "milestone": milestone_card(milestone),
        "milestones": milestone_list(await queries.milestones_of(me)),
        "pending": cashier_queue(await queries.cashier_queue(cashier.member)),
        "settings": settings_card(await queries.settings(admin.member)),
        "fee": fee_quote(fee),
        "fees": fee_status(fee),
        "card": case_card(await queries.card(me.guild_id, case_id)),
        "cases": case_list(await queries.cases_of(me)),
        "queue": queue_list(await queries.queue(moderator.member)),
        "history": case_history(*await queries.history(me, case_id)),
    }
    for name, view in views.items():
        assert_sendable(view)
        if name != "settings":
            assert not KEY.findall(text_of(view)), name
    assert "50.00\N{NO-BREAK SPACE}USD" not in text_of(views["wallet"])
    assert "35.00\N{NO-BREAK SPACE}USD arbitration fee in CASE-0001" in text_of(views["wallet"])
    assert "slip 9" in text_of(views["pending"])
    assert labels_of(views["pending"]) == ["Confirm", "Decline"]
    assert "You have paid." in text_of(views["fee"])
    assert "locked by CASE-0001" in text_of(views["milestone"])


async def test_r3_2_terms_are_accepted_by_a_button_of_the_other_side_only(world: World) -> None:
    await world.fund(client, "100")
    await world.do(client, commands.CreateMilestone(FREELANCER, "100", "A logo", terms="Two drafts."))
    theirs = milestone_card(await world.queries.milestone(freelancer.member, 1))
    assert ("Accept terms", "p1:accept-terms:1:0") in buttons_of(theirs)
    own = milestone_card(await world.queries.milestone(client.member, 1))
    assert "Accept terms" not in labels_of(own)
    await world.do(freelancer, commands.AcceptTerms(1))
    assert "Accept terms" not in labels_of(milestone_card(await world.queries.milestone(freelancer.member, 1)))


def test_empty_lists_say_what_to_do() -> None:
    none = CaseList([])
    lists = [case_list(none, state) for state in (None, "open", "ended")]
    assert len({text_of(view) for view in lists}) == len(lists)
    for view in (*lists, queue_list(QueuePage([], 1, 1, 0)), milestone_list([]), cashier_queue([])):
        assert_sendable(view)
        assert len(text_of(view).split("\n")) >= 2


def test_a_stale_quote_says_that_things_have_changed() -> None:
    facts = {"case_id": 42, "closes": False}
    assert "changed since you were asked" in text_of(quote_card(Quote("d" * 32, "rest", facts, T0, 42, stale=True)))


def test_an_ended_case_leads_to_its_details_and_a_running_one_to_the_options() -> None:
    facts = {"case_id": 42, "exhibit": "C-1", "has_link": False}
    assert labels_of(receipt_card(Receipt("exhibit_added", facts, 42))) == ["My options"]
    ended = {
        "outcome": "settled",
        "number": 1,
        "currency": "USD",
        "freelancer_minor": 1,
        "client_minor": 2,
        "case_id": 42,
    }
    assert labels_of(receipt_card(Receipt("offer_accepted", dict(ended), 42))) == ["Details"]


@pytest.mark.parametrize("refusal", EVERY_REFUSAL, ids=str)
def test_r12_1_every_refusal_can_be_shown_and_says_that_nothing_changed(refusal: Refusal) -> None:
    view = refusal_card(refusal)
    assert_sendable(view)
    assert "Nothing was changed." in text_of(view)


def test_r5_1_declining_in_stage_1_is_answered_with_the_challenge_button() -> None:
    view = refusal_card(DecliningIsNoAnswer(case_id=42, due_at_ms=T0))
    assert buttons_of(view) == [("Challenge", "p1:challenge:42:0")]
    turn = refusal_card(NotYourTurn(case_id=42, whose="respondent", whose_member_id=202))
    assert labels_of(turn) == ["My options"]
    assert "<@202>" in text_of(turn)
    assert labels_of(refusal_card(CaseNotNamed())) == []


def test_an_incident_shows_its_number() -> None:
    assert "a1b2c3d4" in text_of(incident_card("a1b2c3d4"))
