"""R5 stages 1 to 3, R7, R9.2: what the parties are refused before arbitration, and that nothing changes by it."""

from bot.domain.case_state import CaseState
from bot.domain.deadlines import DeadlineKind
from bot.domain.durations import LONGEST_SECONDS
from bot.domain.errors import (
    AlreadyDone,
    AmountOutOfRange,
    DecliningIsNoAnswer,
    DurationNotUnderstood,
    DurationOutOfRange,
    LinkNotUnderstood,
    NoOpenOffer,
    NoSuchCase,
    NoSuchExhibit,
    NoSuchOffer,
    NotEnoughMoney,
    NothingHeld,
    NotYourTurn,
    NoWithdrawalAsked,
    OfferNeedsNumber,
    OfferNotBetter,
    OfferNotOpen,
    OpeningOfferFixed,
    OwnOffer,
    Refusal,
    TextLength,
    TooEarly,
    TooLate,
    TooManyExhibits,
    WrongStage,
)
from bot.services.commands import (
    AcceptOffer,
    AddExhibit,
    AnswerWithdrawal,
    Challenge,
    ClaimCase,
    DeclineOffer,
    Escalate,
    MakeOffer,
    PayFee,
    RequestWithdrawal,
    Rest,
    Resume,
    Rule,
    SetLimit,
    SetWindow,
    WithdrawCase,
    WithdrawExhibit,
    WithdrawOffer,
)
from tests.services.refusals import SOME_AMOUNTS, Attempt, amount_refusal, refuse
from tests.services.world import (
    CLIENT,
    FINDINGS,
    FREELANCER,
    REASON,
    World,
    admin,
    arbitrator,
    client,
    freelancer,
    moderator,
)

NEGOTIATING = ("negotiation", "final_offers")
BEYOND = AmountOutOfRange(amount_minor=100_001, lowest_minor=0, highest_minor=100_000, currency="USD")


def wrong(state: CaseState, command: str, *possible: str) -> WrongStage:
    """Not in this stage."""
    return WrongStage(state.case_id, command, state.stage.value, possible)


def length(field: str, count: int, shortest: int, longest: int) -> TextLength:
    """A text of the wrong length."""
    return TextLength(field=field, length=count, shortest=shortest, longest=longest)


async def test_r5_stage_1_refusals(world: World) -> None:
    await world.do(admin, SetLimit("max_exhibits", "1"))
    one = await world.case()
    state = await world.state(one)
    await world.do(client, AddExhibit(one, "The brief."))
    due_at_ms = state.alive_deadlines(DeadlineKind.RESPONSE)[0].due_at_ms
    respondent = NotYourTurn(case_id=one, whose="respondent", whose_member_id=FREELANCER)
    claimant = NotYourTurn(case_id=one, whose="claimant", whose_member_id=CLIENT)
    not_better = OfferNotBetter(case_id=one, open_minor=20_000, currency="USD", freelancer_answers=True)
    await refuse(
        world,
        Attempt("R5.1", client, Challenge(one, REASON), respondent),
        Attempt("R7.2", client, AcceptOffer(one, 1), respondent),
        Attempt("R7.2", client, AcceptOffer(one), respondent),
        Attempt("R5.6", freelancer, WithdrawCase(one), claimant),
        Attempt("R5.2", client, WithdrawOffer(one), OpeningOfferFixed(one)),
        Attempt("R5.2", client, MakeOffer(one, "300", expires="2d"), OpeningOfferFixed(one)),
        Attempt("R5.2", client, MakeOffer(one, "200"), not_better),
        Attempt("R5.2", client, MakeOffer(one, "199.99"), not_better),
        Attempt("R7.1", client, MakeOffer(one, "1,000.01"), BEYOND),
        Attempt("R7.1", freelancer, MakeOffer(one, "1,000.01"), BEYOND),
        Attempt("R5.1", freelancer, Challenge(one, REASON, "1,000.01"), BEYOND),
        Attempt("R5.1", freelancer, Challenge(one, "x" * 19), length("statement", 19, 20, 2_000)),
        Attempt("R5.1", freelancer, Challenge(one, "x" * 2_001), length("statement", 2_001, 20, 2_000)),
        Attempt("R5.1", freelancer, DeclineOffer(one, 1), DecliningIsNoAnswer(one, due_at_ms)),
        Attempt("R5.1", freelancer, DeclineOffer(one), DecliningIsNoAnswer(one, due_at_ms)),
        Attempt("R7.2", freelancer, AcceptOffer(one, 2), NoSuchOffer(one, 2)),
        Attempt("R7.2", freelancer, AcceptOffer(one, 0), NoSuchOffer(one, 0)),
        Attempt("R7.2", freelancer, AcceptOffer(one), OfferNeedsNumber(one, 1)),
        Attempt("R5", client, DeclineOffer(one, 1), wrong(state, "decline_offer", *NEGOTIATING)),
        Attempt("R5", freelancer, WithdrawOffer(one), wrong(state, "withdraw_offer", *NEGOTIATING)),
        Attempt("R5", client, PayFee(one), wrong(state, "pay_fee", *NEGOTIATING)),
        Attempt("R5", freelancer, PayFee(one), wrong(state, "pay_fee", *NEGOTIATING)),
        Attempt("R5", client, Rest(one), wrong(state, "rest", "arbitration")),
        Attempt("R10.7", arbitrator, ClaimCase(one), NoSuchCase(one)),
        Attempt("R10.7", arbitrator, Rule(one, "1", FINDINGS), NoSuchCase(one)),
        Attempt("R5.8", moderator, Escalate(one, "no"), length("staff_reason", 2, 3, 500)),
        Attempt("R5.8", moderator, Escalate(one, "x" * 501), length("staff_reason", 501, 3, 500)),
        Attempt("R9.4", moderator, Resume(one), NothingHeld(one)),
        Attempt("R8.2", client, AddExhibit(one, "More."), TooManyExhibits(one, 1)),
        Attempt("R8.1", freelancer, AddExhibit(one, " "), length("description", 0, 1, 1_000)),
        Attempt("R8.1", freelancer, AddExhibit(one, "It.", "ftp://a.org/b"), LinkNotUnderstood("ftp://a.org/b")),
        Attempt("R8.1", freelancer, AddExhibit(one, "It.", "https://a b.org"), LinkNotUnderstood("https://a b.org")),
        Attempt("R8.3", freelancer, WithdrawExhibit(one, "C-1"), NoSuchExhibit(one, "C-1")),
        Attempt("R8.3", client, WithdrawExhibit(one, "C-2"), NoSuchExhibit(one, "C-2")),
        Attempt("R5.6", client, WithdrawCase(one, "x" * 301), length("withdrawal_reason", 301, 1, 300)),
        *(
            Attempt("R2.2", freelancer, command, amount_refusal(typed, reason))
            for typed, reason in SOME_AMOUNTS
            for command in (MakeOffer(one, typed), Challenge(one, REASON, typed))
        ),
    )


async def test_r9_2_from_the_second_after_due_the_answer_is_too_late(world: World) -> None:
    one = await world.case()
    due_at_ms = (await world.state(one)).alive_deadlines(DeadlineKind.RESPONSE)[0].due_at_ms
    world.clock.set(due_at_ms + 1_000)
    commands = {
        "challenge": (freelancer, Challenge(one, REASON)),
        "accept_offer": (freelancer, AcceptOffer(one, 1)),
        "make_offer": (freelancer, MakeOffer(one, "900")),
        "withdraw_case": (client, WithdrawCase(one)),
    }
    await refuse(
        world,
        *(
            Attempt("R9.2", person, command, TooLate(case_id=one, what=what, due_at_ms=due_at_ms))
            for what, (person, command) in commands.items()
        ),
    )
    # The whole second that people are shown is in, however late it is handled.
    await world.do(freelancer, Challenge(one, REASON), at_ms=due_at_ms + 999)


async def test_r7_what_negotiation_refuses(world: World) -> None:
    await world.do(admin, SetWindow("min_negotiation", "2h"))
    one = await world.negotiation()
    await world.do(freelancer, MakeOffer(one, "900"))
    state = await world.state(one)
    notes = length("note", 301, 1, 300)
    from_ms = state.stage_entered_at_ms + 7_200_000
    fee_from = TooEarly(case_id=one, what="pay_fee", from_ms=from_ms)
    duration = DurationOutOfRange(name="expires", seconds=0, lowest_seconds=1, highest_seconds=LONGEST_SECONDS)
    await refuse(
        world,
        Attempt("R5.1", freelancer, Challenge(one, REASON), wrong(state, "challenge", "response")),
        Attempt("R7.2", client, AcceptOffer(one, 1), OwnOffer(one, 1)),
        Attempt("R7.2", freelancer, AcceptOffer(one, 2), OwnOffer(one, 2)),
        Attempt("R7.2", client, DeclineOffer(one, 1), OwnOffer(one, 1)),
        Attempt("R7.2", client, AcceptOffer(one, 3), NoSuchOffer(one, 3)),
        Attempt("R7.2", client, DeclineOffer(one, 3), NoSuchOffer(one, 3)),
        Attempt("R7.2", client, DeclineOffer(one, 2, "x" * 301), length("decline_reason", 301, 1, 300)),
        Attempt("R7.1", client, MakeOffer(one, "1", "x" * 301), notes),
        Attempt("R7.1", client, MakeOffer(one, "1,000.01"), BEYOND),
        Attempt("R7.1", client, MakeOffer(one, "1", expires="soon"), DurationNotUnderstood("soon")),
        Attempt("R7.1", client, MakeOffer(one, "1", expires="0"), duration),
        Attempt("R5", client, Rest(one), wrong(state, "rest", "arbitration")),
        Attempt("R5 min_negotiation", client, PayFee(one), fee_from),
        Attempt("R5 min_negotiation", freelancer, PayFee(one), fee_from, at_ms=from_ms - 1),
        Attempt("R10.7", arbitrator, ClaimCase(one), NoSuchCase(one)),
    )
    await world.do(freelancer, PayFee(one), at_ms=from_ms)


async def test_r7_2_a_closed_offer_says_what_became_of_it(world: World) -> None:
    one = await world.negotiation()
    closed: list[tuple[int, str]] = []
    at_ms = world.clock.now_ms()
    await world.do(freelancer, MakeOffer(one, "900"))
    await world.do(freelancer, MakeOffer(one, "800"))
    closed.append((2, "superseded"))
    await world.do(client, DeclineOffer(one, 3))
    closed.append((3, "declined"))
    await world.do(freelancer, MakeOffer(one, "700"))
    await world.do(freelancer, WithdrawOffer(one))
    closed.append((4, "withdrawn"))
    attempts = [
        Attempt("R7.2", client, command, OfferNotOpen(one, number, became, at_ms))
        for number, became in closed
        for command in (AcceptOffer(one, number), DeclineOffer(one, number))
    ]
    none_open = NoOpenOffer(one)
    attempts += [
        Attempt("R7.2", client, AcceptOffer(one), none_open),
        Attempt("R7.2", client, DeclineOffer(one), none_open),
        Attempt("R7.1", freelancer, WithdrawOffer(one), none_open),
    ]
    await refuse(world, *attempts)


async def test_r7_1_an_expired_offer_is_gone_before_anybody_notes_it(world: World) -> None:
    one = await world.negotiation()
    await world.do(freelancer, MakeOffer(one, "900", expires="2h"))
    expires_at_ms = world.clock.now_ms() + 7_200_000
    world.clock.set(expires_at_ms + 1_000)
    expired = OfferNotOpen(one, 2, "expired", expires_at_ms)
    await refuse(
        world,
        Attempt("R7.1", client, AcceptOffer(one, 2), expired),
        Attempt("R7.1", client, DeclineOffer(one, 2), expired),
        Attempt("R7.1", freelancer, WithdrawOffer(one), expired),
    )
    await world.do(client, AcceptOffer(one, 2), at_ms=expires_at_ms + 999)


async def test_r5_3_a_fee_beyond_the_wallet_names_the_shortfall(world: World) -> None:
    one = await world.negotiation()
    await world.do(freelancer, RequestWithdrawal("50.01"))
    short: Refusal = NotEnoughMoney(available_minor=4_999, needed_minor=5_000, currency="USD")
    await refuse(world, Attempt("R5.3", freelancer, PayFee(one), short))


async def test_r5_stage_3_refusals(world: World) -> None:
    one = await world.negotiation()
    await world.do(freelancer, PayFee(one))
    state = await world.state(one)
    due_at_ms = state.alive_deadlines(DeadlineKind.FEE)[0].due_at_ms
    paid = AlreadyDone(what="fee", by_member_id=FREELANCER, at_ms=world.clock.now_ms())
    await refuse(
        world,
        Attempt("R5", freelancer, PayFee(one), paid),
        Attempt("R5.6", freelancer, AnswerWithdrawal(one, agree=True), NoWithdrawalAsked(one)),
        Attempt("R5.6", client, AnswerWithdrawal(one, agree=True), NotYourTurn(one, "respondent", FREELANCER)),
        Attempt("R5.6", freelancer, WithdrawCase(one), NotYourTurn(one, "claimant", CLIENT)),
        Attempt("R5", freelancer, Challenge(one, REASON), wrong(state, "challenge", "response")),
        Attempt("R5", client, Rest(one), wrong(state, "rest", "arbitration")),
        Attempt("R10.7", arbitrator, ClaimCase(one), NoSuchCase(one)),
    )
    late = {
        "pay_fee": (client, PayFee(one)),
        "accept_offer": (freelancer, AcceptOffer(one, 1)),
        "make_offer": (client, MakeOffer(one, "500")),
    }
    await refuse(
        world,
        *(
            Attempt("R9.2", person, command, TooLate(one, what, due_at_ms), at_ms=due_at_ms + 1_000)
            for what, (person, command) in late.items()
        ),
    )
    await world.do(client, PayFee(one), at_ms=due_at_ms + 999)


async def test_r5_6_withdrawing_past_the_others_deposit_is_asked_once_and_ends_nothing(world: World) -> None:
    one = await world.negotiation()
    await world.do(freelancer, PayFee(one))
    due_at_ms = await world.due_at_ms(one, DeadlineKind.FEE)
    assert (await world.do(client, WithdrawCase(one))).facts["needs_consent"] is True
    assert (await world.state(one)).is_open
    asked = AlreadyDone("withdrawal_asked", CLIENT, world.clock.now_ms())
    late = TooLate(one, "answer_withdrawal", due_at_ms)
    await refuse(
        world,
        Attempt("R5.6", client, WithdrawCase(one), asked),
        Attempt("R5.6", client, AnswerWithdrawal(one, agree=True), NotYourTurn(one, "respondent", FREELANCER)),
        Attempt("R9.2", freelancer, AnswerWithdrawal(one, agree=True), late, at_ms=due_at_ms + 1_000),
    )
    await world.do(freelancer, AnswerWithdrawal(one, agree=False))
    assert (await world.do(client, WithdrawCase(one))).facts["needs_consent"] is True
    # The clocks run on meanwhile, and a fee paid leaves nothing to answer.
    await world.do(client, PayFee(one), at_ms=due_at_ms)
    state = await world.state(one)
    await refuse(
        world,
        Attempt(
            "R5.6", freelancer, AnswerWithdrawal(one, agree=True), wrong(state, "answer_withdrawal", "final_offers")
        ),
        Attempt("R5.6", client, WithdrawCase(one), wrong(state, "withdraw_case", "response", *NEGOTIATING)),
    )


async def test_r8_3_an_exhibit_is_withdrawn_once(world: World) -> None:
    one = await world.negotiation()
    await world.do(client, AddExhibit(one, "The brief."))
    await world.do(client, WithdrawExhibit(one, "c-1"))
    done = AlreadyDone("exhibit_withdrawn", CLIENT, world.clock.now_ms())
    await refuse(world, Attempt("R8.3", client, WithdrawExhibit(one, "C-1"), done))
