"""R5.6, R9.7, R9.8, R10.2: what the parties and staff arrange about a case's time, and what is asked and answered."""

import pytest

from bot.domain.deadlines import DAY_MS, HOUR_MS, DeadlineKind
from bot.domain.errors import (
    AlreadyDone,
    ConflictOfInterest,
    DurationNotUnderstood,
    DurationOutOfRange,
    ExtensionUsed,
    NoExtensionAsked,
    NoQuestionAsked,
    NoSuchCase,
    NotAParty,
    NothingToExtend,
    NotTheArbitrator,
    OwnExtension,
    SettingRefused,
    StaffOnly,
    TooLate,
)
from bot.domain.stages import Outcome, Stage
from bot.services.commands import (
    AddExhibit,
    AnswerExtension,
    AnswerQuestion,
    AnswerWithdrawal,
    Ask,
    Challenge,
    ClaimCase,
    Extend,
    ExtendByStaff,
    HandedFile,
    HoldCase,
    PayFee,
    Resume,
    WithdrawCase,
)
from bot.services.ports import EffectKind
from tests.services.refusals import Attempt, refuse
from tests.services.world import (
    ARBITRATOR,
    CLIENT,
    FREELANCER,
    REASON,
    Person,
    World,
    arbitrator,
    client,
    freelancer,
    moderator,
    stranger,
)

RESPONSE = DeadlineKind.RESPONSE
QUESTION = "When did you deliver the first draft?"


async def test_r9_7_more_time_by_agreement_of_both(world: World) -> None:
    case_id = await world.case()
    due_at_ms = await world.due_at_ms(case_id, RESPONSE)
    asked = await world.do(freelancer, Extend(case_id, "2d", reason="I am on a train."))
    assert (asked.what, asked.facts["due_at_ms"]) == ("extension_asked", due_at_ms)
    assert {item.payload.get("member_id") for item in await world.told("extension_asked")} == {None, CLIENT}
    await refuse(world, Attempt("R9.7", freelancer, AnswerExtension(case_id, agree=True), OwnExtension(case_id)))
    agreed = await world.do(client, AnswerExtension(case_id, agree=True))
    assert agreed.facts["due_at_ms"] == await world.due_at_ms(case_id, RESPONSE) == due_at_ms + 2 * DAY_MS
    await refuse(world, Attempt("R9.7", client, AnswerExtension(case_id, agree=True), NoExtensionAsked(case_id)))
    await world.do(freelancer, Challenge(case_id, REASON), at_ms=due_at_ms + DAY_MS)


async def test_r9_7_refused_the_time_stays_and_agreeing_too_late_gives_none(world: World) -> None:
    case_id = await world.case()
    due_at_ms = await world.due_at_ms(case_id, RESPONSE)
    await world.do(freelancer, Extend(case_id, "2d"))
    await world.do(client, AnswerExtension(case_id, agree=False))
    assert await world.due_at_ms(case_id, RESPONSE) == due_at_ms
    await world.do(freelancer, Extend(case_id, "2d"))
    late = TooLate(case_id, "answer_extension", due_at_ms)
    await refuse(world, Attempt("R9.2", client, AnswerExtension(case_id, agree=True), late, at_ms=due_at_ms + 1_000))
    await world.do(client, AnswerExtension(case_id, agree=True), at_ms=due_at_ms + 999)


async def test_r9_7_alone_once_a_case_on_ones_own_deadline(world: World) -> None:
    case_id = await world.case()
    due_at_ms = await world.due_at_ms(case_id, RESPONSE)

    def beyond(days: int, hours: int) -> DurationOutOfRange:
        return DurationOutOfRange("extension", days * 86_400 + 3_600, 1, hours * 3_600)

    await refuse(
        world,
        Attempt("R9.7", client, Extend(case_id, "1d", alone=True), NothingToExtend(case_id, is_own=True)),
        Attempt("R9.7", freelancer, Extend(case_id, "49h", alone=True), beyond(2, 48)),
        Attempt("R9.7", freelancer, Extend(case_id, "721h"), beyond(30, 720)),
        Attempt("R9.7", freelancer, Extend(case_id, "soon"), DurationNotUnderstood("soon")),
        Attempt("R10.7", stranger, Extend(case_id, "soon"), NoSuchCase(case_id)),
    )
    taken = await world.do(freelancer, Extend(case_id, "48h", alone=True))
    assert taken.facts["due_at_ms"] == await world.due_at_ms(case_id, RESPONSE) == due_at_ms + 2 * DAY_MS
    await refuse(world, Attempt("R9.7", freelancer, Extend(case_id, "1h", alone=True), ExtensionUsed(case_id)))


async def test_r9_7_a_moderator_gives_more_time_of_a_window_that_runs(world: World) -> None:
    case_id = await world.case()
    due_at_ms = await world.due_at_ms(case_id, RESPONSE)
    party = Person(FREELANCER, moderator.role)
    command = ExtendByStaff(case_id, "36h", "The platform was down.")
    await refuse(
        world,
        Attempt("R10.1", client, command, StaffOnly("moderator")),
        Attempt("R10.3", party, command, ConflictOfInterest("party")),
        Attempt("R10.3", party, ExtendByStaff(case_id, "soon", "It was."), ConflictOfInterest("party")),
    )
    given = await world.do(moderator, command)
    assert given.facts["due_at_ms"] == await world.due_at_ms(case_id, RESPONSE) == due_at_ms + 36 * HOUR_MS
    await world.do(freelancer, Challenge(case_id, REASON))
    await refuse(world, Attempt("R9.7", moderator, command, NothingToExtend(case_id)))


async def test_r9_7_the_receipt_names_the_window_that_was_made_longer(world: World) -> None:
    """R8.4: two windows run in the last hours of evidence."""
    case_id = await world.negotiation()
    for party in (client, freelancer):
        await world.do(party, PayFee(case_id))
    world.clock.advance(hours=20)
    await world.do(client, AddExhibit(case_id, "The brief."))
    closing_ms = await world.due_at_ms(case_id, DeadlineKind.CLOSING)
    answer_ms = await world.due_at_ms(case_id, DeadlineKind.ANSWER)
    given = await world.do(moderator, ExtendByStaff(case_id, "2d", "A holiday."))
    assert given.facts["due_at_ms"] == await world.due_at_ms(case_id, DeadlineKind.CLOSING) == closing_ms + 2 * DAY_MS
    assert await world.due_at_ms(case_id, DeadlineKind.ANSWER) == answer_ms


async def test_r9_8_a_hold_shows_who_why_and_since_when_and_leaves_the_time_left(world: World) -> None:
    case_id = await world.case()
    due_at_ms = await world.due_at_ms(case_id, RESPONSE)
    await world.do(moderator, HoldCase(case_id, "We look into it."))
    held_ms = world.clock.now_ms()
    world.clock.advance(days=9)
    await world.keeper.sweep()
    state = await world.state(case_id)
    assert state.hold is not None
    assert (state.hold.moderator_id, state.hold.since_ms) == (moderator.member_id, held_ms)
    assert (await world.told("case_held"))[0].payload["text_ids"].keys() == {"reason"}
    again = AlreadyDone("hold", moderator.member_id, held_ms)
    await refuse(world, Attempt("R9.8", moderator, HoldCase(case_id, "Once more."), again))
    receipt = await world.do(moderator, Resume(case_id))
    assert receipt.facts["due_at_ms"] == due_at_ms + 9 * DAY_MS
    (told, _) = await world.told("clock_moved")
    assert told.payload["facts"]["is_whole"] is False
    directs = [*await world.told("clock_moved"), *await world.told("case_resumed")]
    read = {item.payload["member_id"]: item.payload["text"] for item in directs if item.kind is EffectKind.DIRECT}
    assert read == {FREELANCER: "clock_moved", CLIENT: "case_resumed"}
    assert sum(item.kind is EffectKind.DIRECT for item in directs) == 2


async def test_r5_6_with_consent_the_case_is_withdrawn_and_deposits_come_back(world: World) -> None:
    case_id = await world.negotiation()
    await world.do(freelancer, PayFee(case_id))
    await world.do(client, WithdrawCase(case_id, "We have found another way."))
    assert (await world.state(case_id)).stage is Stage.FINAL_OFFERS
    asked = await world.told("withdrawal_asked")
    assert {item.payload.get("member_id") for item in asked} == {None, FREELANCER}
    await world.do(freelancer, AnswerWithdrawal(case_id, agree=True))
    assert (await world.state(case_id)).outcome is Outcome.WITHDRAWN
    assert await world.wallet(freelancer) == 10_000


async def test_r10_2_the_cases_arbitrator_asks_and_only_who_was_asked_answers(world: World) -> None:
    case_id = await world.arbitration()
    other = Person(32, arbitrator.role)
    await refuse(
        world,
        Attempt("R10.2", other, Ask(case_id, "both", QUESTION), NotTheArbitrator(case_id, ARBITRATOR)),
        Attempt("R10.2", moderator, Ask(case_id, "both", QUESTION), StaffOnly("arbitrator")),
        Attempt(
            "R10.2",
            arbitrator,
            Ask(case_id, "everybody", QUESTION),
            SettingRefused(name="party", reason="unknown_choice", allowed="claimant, respondent, both"),
        ),
        Attempt("R10.2", client, AnswerQuestion(case_id, "On Monday."), NoQuestionAsked(case_id)),
        Attempt("R10.2", moderator, AnswerQuestion(case_id, "On Monday."), NotAParty(case_id)),
    )
    ruling_ms = await world.due_at_ms(case_id, DeadlineKind.RULING)
    await world.do(arbitrator, Ask(case_id, "respondent", QUESTION))
    assert {item.payload.get("member_id") for item in await world.told("question_asked")} == {None, FREELANCER}
    await refuse(world, Attempt("R10.2", client, AnswerQuestion(case_id, "On Monday."), NoQuestionAsked(case_id)))
    world.clock.advance(days=1)
    await world.do(freelancer, AnswerQuestion(case_id, "On Monday."))
    # The ruling's clock stood still meanwhile.
    assert await world.due_at_ms(case_id, DeadlineKind.RULING) == ruling_ms + DAY_MS


@pytest.mark.parametrize("length", [2, 2_000])
async def test_r8_1_a_file_of_an_answer_is_an_exhibit_while_evidence_is_taken(world: World, length: int) -> None:
    case_id = await world.negotiation()
    for party in (client, freelancer):
        await world.do(party, PayFee(case_id))
    closing_ms = await world.due_at_ms(case_id, DeadlineKind.CLOSING)
    draft: HandedFile = {"sha256": "0" * 64, "size_bytes": 1, "media_type": "image/png", "name": "draft.png"}
    await world.do(arbitrator, ClaimCase(case_id))
    await world.do(arbitrator, Ask(case_id, "both", QUESTION))
    await world.do(freelancer, AnswerQuestion(case_id, "x" * length, [draft]))
    state = await world.state(case_id)
    assert [(item.name, len(item.files)) for item in state.exhibits] == [("R-1", 1)]
    # Past that an answer is words.
    late = TooLate(case_id, "add_exhibit", closing_ms)
    answer = AnswerQuestion(case_id, "On Monday.", [draft])
    await refuse(world, Attempt("R8.5", client, answer, late, at_ms=closing_ms + 1_000))
    await world.do(client, AnswerQuestion(case_id, "On Monday."), at_ms=closing_ms + 1_000)
