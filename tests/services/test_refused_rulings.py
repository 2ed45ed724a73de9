"""R5 stage 4, R8.5, R10.2, R12.1: what arbitration and ended cases refuse, and that nothing changes by it."""

from dataclasses import replace

import pytest

from bot.domain.actors import StaffRole
from bot.domain.deadlines import DeadlineKind
from bot.domain.errors import (
    AlreadyDone,
    AmountOutOfRange,
    ArbitratorTaken,
    CaseEnded,
    NoSuchCase,
    NotAParty,
    NothingHeld,
    NotTheArbitrator,
    TextLength,
    TooEarly,
    TooLate,
    WrongStage,
)
from bot.services.commands import (
    AcceptOffer,
    AddExhibit,
    Challenge,
    ClaimCase,
    DeclineOffer,
    Escalate,
    GiveIn,
    MakeOffer,
    PayFee,
    Rest,
    Resume,
    Rule,
    WithdrawCase,
    WithdrawExhibit,
    WithdrawOffer,
)
from tests.services.refusals import SOME_AMOUNTS, Attempt, amount_refusal, refuse
from tests.services.world import (
    ARBITRATOR,
    CLIENT,
    FINDINGS,
    REASON,
    Person,
    World,
    arbitrator,
    client,
    freelancer,
    moderator,
)

other_arbitrator = Person(32, StaffRole.ARBITRATOR)
NEGOTIATING = ("negotiation", "final_offers")


async def in_closing(world: World) -> int:
    """A case in arbitration, whose evidence window runs."""
    case_id = await world.negotiation()
    await world.do(client, PayFee(case_id))
    await world.do(freelancer, PayFee(case_id))
    return case_id


async def test_r5_stage_4_takes_no_offers_and_no_ruling_before_evidence_is_closed(world: World) -> None:
    one = await in_closing(world)
    closing_ms = (await world.state(one)).alive_deadlines(DeadlineKind.CLOSING)[0].due_at_ms

    def wrong(command: str, *possible: str) -> WrongStage:
        return WrongStage(one, command, "arbitration", possible)

    await refuse(
        world,
        Attempt("R5", client, MakeOffer(one, "500"), wrong("make_offer", "response", *NEGOTIATING)),
        Attempt("R5", freelancer, AcceptOffer(one, 1), wrong("accept_offer", "response", *NEGOTIATING)),
        Attempt("R5", freelancer, AcceptOffer(one), wrong("accept_offer", "response", *NEGOTIATING)),
        Attempt("R5", freelancer, DeclineOffer(one, 1), wrong("decline_offer", *NEGOTIATING)),
        Attempt("R5", client, WithdrawOffer(one), wrong("withdraw_offer", *NEGOTIATING)),
        Attempt("R5", freelancer, Challenge(one, REASON), wrong("challenge", "response")),
        Attempt("R5.6", client, WithdrawCase(one), wrong("withdraw_case", "response", *NEGOTIATING)),
        Attempt("R5", client, PayFee(one), wrong("pay_fee", *NEGOTIATING)),
        Attempt("R5.8", moderator, Escalate(one, "They talk."), wrong("escalate", "response", *NEGOTIATING)),
        Attempt("R9.4", moderator, Resume(one), NothingHeld(one)),
        Attempt("R10.2", arbitrator, Rule(one, "1", FINDINGS), NotTheArbitrator(one, None)),
    )
    await world.do(arbitrator, ClaimCase(one))
    await world.do(client, Rest(one))
    await refuse(
        world,
        Attempt("R10.2", arbitrator, ClaimCase(one), AlreadyDone("claim", ARBITRATOR, None)),
        Attempt("R10.2", other_arbitrator, ClaimCase(one), ArbitratorTaken(one, ARBITRATOR)),
        Attempt("R10.2", other_arbitrator, Rule(one, "1", FINDINGS), NotTheArbitrator(one, ARBITRATOR)),
        Attempt("R5", arbitrator, Rule(one, "1", FINDINGS), TooEarly(one, "rule", closing_ms)),
        Attempt("R5", client, Rest(one), AlreadyDone("rest", CLIENT, None)),
        *(
            Attempt("R8.5", freelancer, command, TooLate(one, what, closing_ms), at_ms=closing_ms + 1_000)
            for what, command in {
                "add_exhibit": AddExhibit(one, "At last."),
                "withdraw_exhibit": WithdrawExhibit(one, "R-1"),
                "rest": Rest(one),
            }.items()
        ),
    )
    await world.do(freelancer, AddExhibit(one, "In time."), at_ms=closing_ms + 999)


async def test_r10_2_what_a_ruling_must_be(world: World) -> None:
    one = await world.arbitration()
    closed_ms = (await world.state(one)).evidence_closed_at_ms
    assert closed_ms is not None
    beyond = AmountOutOfRange(amount_minor=100_001, lowest_minor=0, highest_minor=100_000, currency="USD")

    def findings(count: int) -> TextLength:
        return TextLength(field="findings", length=count, shortest=50, longest=3_500)

    world.clock.advance(hours=1)
    await refuse(
        world,
        Attempt("R10.2", arbitrator, Rule(one, "1,000.01", FINDINGS), beyond),
        Attempt("R10.2", arbitrator, Rule(one, "1", "x" * 49), findings(49)),
        Attempt("R10.2", arbitrator, Rule(one, "1", "x" * 3_501), findings(3_501)),
        Attempt("R10.2", other_arbitrator, Rule(one, "1", FINDINGS), NotTheArbitrator(one, ARBITRATOR)),
        Attempt("R8.5", client, AddExhibit(one, "Late."), TooLate(one, "add_exhibit", closed_ms)),
        Attempt("R8.5", client, Rest(one), TooLate(one, "rest", closed_ms)),
        *(
            Attempt("R2.2", arbitrator, Rule(one, typed, FINDINGS), amount_refusal(typed, reason))
            for typed, reason in SOME_AMOUNTS
        ),
    )


@pytest.mark.parametrize("outcome", ["ruled", "settled", "withdrawn", "conceded"])
async def test_r12_1_an_ended_case_says_how_and_when_it_ended(world: World, outcome: str) -> None:
    one = await (world.arbitration() if outcome == "ruled" else world.negotiation())
    ends = {
        "ruled": (arbitrator, Rule(one, "1", FINDINGS)),
        "settled": (freelancer, AcceptOffer(one, 1)),
        "withdrawn": (client, WithdrawCase(one)),
        "conceded": (client, GiveIn(one)),
    }
    await world.do(*ends[outcome])
    ended = CaseEnded(case_id=one, outcome=outcome, ended_at_ms=world.clock.now_ms())
    world.clock.advance(days=1)
    of_parties = (
        Challenge(one, REASON),
        AcceptOffer(one, 1),
        AcceptOffer(one),
        DeclineOffer(one, 1),
        MakeOffer(one, "1"),
        WithdrawOffer(one),
        WithdrawCase(one),
        GiveIn(one),
        PayFee(one),
        AddExhibit(one, "More."),
        WithdrawExhibit(one, "C-1"),
        Rest(one),
    )
    attempts = [Attempt("R12.1", person, item, ended) for person in (client, freelancer) for item in of_parties]
    # A case that wasn't theirs doesn't exist for arbitrators any more.
    of_arbitrator = ended if outcome == "ruled" else NoSuchCase(one)
    attempts += [
        Attempt("R12.1", arbitrator, ClaimCase(one), of_arbitrator),
        Attempt("R12.1", arbitrator, Rule(one, "1", FINDINGS), of_arbitrator),
        Attempt("R12.1", moderator, Escalate(one, "They talk."), ended),
        Attempt("R12.1", moderator, Resume(one), ended),
        Attempt("R12.1", replace(moderator, member_id=99), GiveIn(one), NotAParty(one)),
    ]
    await refuse(world, *attempts)
