"""R7.5, R10.1 to R10.5: who decides a case, notes, guests, late rulings; and what is refused to whom."""

from dataclasses import replace

import pytest

from bot.casefile.document import case_file
from bot.domain.actors import StaffRole
from bot.domain.case_events import ArbitratorLost, OfferMade
from bot.domain.deadlines import DAY_MS, HOUR_MS, DeadlineKind
from bot.domain.errors import (
    AlreadyDone,
    ArbitratorTaken,
    CaseStillOpen,
    ConflictOfInterest,
    DraftUsed,
    NoSuchCase,
    NotAnArbitrator,
    NotInRoom,
    NotTheArbitrator,
    PartyStays,
    StaffOnly,
    TextLength,
    WrongStage,
)
from bot.domain.events import event_hash, payload_of
from bot.services.commands import (
    AddExhibit,
    AnswerQuestion,
    Ask,
    Challenge,
    ClaimCase,
    Escalate,
    HoldCase,
    MakeOffer,
    PayFee,
    Rest,
    Resume,
    Rule,
)
from bot.services.ports import EffectKind, OutboxMessage
from bot.services.receipts import Quote, Receipt
from bot.services.setting_commands import SetSwitch
from bot.services.staff_commands import AddNote, AssignCase, CloseRoom, Recuse, RemoveGuest
from bot.services.suggestions import Suggestions
from tests.services.refusals import Attempt, refuse
from tests.services.world import (
    ARBITRATOR,
    CLIENT,
    FINDINGS,
    FREELANCER,
    ROLE_IDS,
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

OTHER, BOTH = 32, 33
other_arbitrator = Person(OTHER, StaffRole.ARBITRATOR)
other_moderator = Person(34, StaffRole.MODERATOR)
WHY = "They are an old friend of mine."
ROLE = [ROLE_IDS[StaffRole.ARBITRATOR]]
TO_OTHER = AssignCase(1, OTHER, ROLE)


async def in_arbitration(world: World) -> int:
    """A case for which both have paid, and that nobody has taken."""
    one = await world.negotiation()
    await world.do(client, PayFee(one))
    await world.do(freelancer, PayFee(one))
    return one


async def test_r10_1_r10_3_each_command_is_refused_to_all_others(world: World) -> None:
    """R10.5: roles are checked by the bot itself; who may not see a case is told what they are told of no case."""
    one = await world.arbitration()
    of_moderator = (TO_OTHER, RemoveGuest(one, STRANGER, WHY), CloseRoom(one), HoldCase(one, WHY), Escalate(one, WHY))
    of_arbitrator = (Recuse(one, WHY), ClaimCase(one), Ask(one, "both", "When?"), Rule(one, "1", FINDINGS))
    outside = (stranger, client, freelancer, cashier, admin)
    attempts = [
        Attempt("R10.1", who, c, StaffOnly("moderator")) for who in (*outside, arbitrator) for c in of_moderator
    ]
    attempts += [
        Attempt("R10.2", who, c, StaffOnly("arbitrator")) for who in (*outside, moderator) for c in of_arbitrator
    ]
    attempts += [Attempt("R10.1", who, AddNote(one, "Hm."), StaffOnly("moderator_or_arbitrator")) for who in outside]
    party = ConflictOfInterest("party")
    attempts += [Attempt("R10.3", _as(who, StaffRole.MODERATOR), c, party) for who in PARTIES for c in of_moderator]
    attempts += [Attempt("R10.3", _as(who, StaffRole.ARBITRATOR), c, party) for who in PARTIES for c in of_arbitrator]
    attempts += [Attempt("R10.3", _as(client, role), AddNote(one, "Hm."), party) for role in JUDGES]
    attempts += [
        Attempt("R10.1", moderator, replace(command, case_id=99), NoSuchCase(99))
        for command in (*of_moderator, AddNote(one, "Hm."))
    ]
    await refuse(world, *attempts)


PARTIES = (client, freelancer)
JUDGES = (StaffRole.MODERATOR, StaffRole.ARBITRATOR)


def _as(person: Person, role: StaffRole) -> Person:
    return replace(person, role=role)


async def test_r10_2_one_arbitrator_by_claim_or_by_a_moderator(world: World) -> None:
    one = await in_arbitration(world)
    await refuse(
        world,
        Attempt("R10.2", moderator, AssignCase(one, STRANGER, []), NotAnArbitrator(STRANGER)),
        Attempt("R10.3", moderator, AssignCase(one, CLIENT, ROLE), ConflictOfInterest("assigned_party")),
        Attempt("R10.2", arbitrator, Recuse(one, WHY), NotTheArbitrator(one, None)),
    )
    await world.do(moderator, AssignCase(one, ARBITRATOR, ROLE))
    await refuse(
        world,
        Attempt("R10.2", moderator, AssignCase(one, ARBITRATOR, ROLE), AlreadyDone("assigned", ARBITRATOR, None)),
        Attempt("R10.2", other_arbitrator, ClaimCase(one), ArbitratorTaken(one, ARBITRATOR)),
        Attempt("R10.2", arbitrator, Recuse(one, "x"), TextLength("staff_reason", 1, 3, 500)),
    )
    (told,) = [item for item in await world.told("staff_case_assigned") if item.kind is EffectKind.DIRECT]
    assert told.payload["member_id"] == ARBITRATOR
    await world.do(moderator, AssignCase(one, OTHER, ROLE))
    assert (await world.state(one)).arbitrator_id == OTHER
    told_now = [item for item in await world.told("staff_case_assigned") if item.kind is EffectKind.DIRECT][1:]
    assert [item.payload["member_id"] for item in told_now] == [OTHER, ARBITRATOR]
    assert {item.payload["facts"]["former_id"] for item in told_now} == {ARBITRATOR}
    assert [item.payload["closed_to_id"] for item in await closings(world)] == [ARBITRATOR]


async def closings(world: World) -> list[OutboxMessage]:
    """What takes somebody's way into a room away."""
    return [item for item in await world.put(EffectKind.ROOM_ACCESS) if item.payload.get("closed_to_id")]


async def test_r10_2_r10_3_who_gives_a_case_up_is_out_of_it(world: World) -> None:
    one = await world.arbitration()
    quote = await world.quote(arbitrator, Rule(one, "400", FINDINGS))
    await world.do(arbitrator, Recuse(one, WHY))
    recused = ConflictOfInterest("recused")
    with pytest.raises(NotTheArbitrator):
        await world.confirm(arbitrator, quote)
    await refuse(
        world,
        Attempt("R10.3", arbitrator, ClaimCase(one), recused),
        Attempt("R10.3", moderator, AssignCase(one, ARBITRATOR, ROLE), recused),
        Attempt("R10.3", arbitrator, Rule(one, "1", FINDINGS), NotTheArbitrator(one, None)),
        Attempt("R10.3", arbitrator, Ask(one, "both", "When?"), NotTheArbitrator(one, None)),
    )
    with pytest.raises(ConflictOfInterest, match="recused"):
        await world.queries.evidence(arbitrator.member, one)
    assert (await world.queries.evidence(other_arbitrator.member, one)).state.case_id == one
    assert [item.payload["closed_to_id"] for item in await closings(world)] == [ARBITRATOR]
    (to_room,) = await world.told("arbitrator_recused")
    (to_staff,) = await world.told("staff_arbitrator_recused")
    assert (to_room.payload["text_ids"], set(to_staff.payload["text_ids"])) == ({}, {"reason"})
    await world.do(other_arbitrator, ClaimCase(one))
    await world.do(other_arbitrator, Rule(one, "400", FINDINGS))


async def test_r10_2_a_ruling_is_quoted_with_all_that_it_moves_and_kept_while_the_case_changes(world: World) -> None:
    one = await world.arbitration()
    before = {person: await world.wallet(person) for person in PARTIES}
    quote = await world.quote(arbitrator, Rule(one, "400", FINDINGS))
    facts = quote.facts
    assert (facts["client_total_minor"], facts["freelancer_total_minor"], facts["earned_minor"]) == (65000, 40000, 5000)
    assert facts["findings"] == FINDINGS
    # A question and its end change nothing in the quote; another arbitrator's place does.
    await world.do(moderator, HoldCase(one, WHY))
    await world.do(moderator, Resume(one))
    done = await world.confirm(arbitrator, quote)
    assert isinstance(done, Receipt)
    assert await world.wallet(client) == before[client] + 65000
    assert await world.wallet(freelancer) == before[freelancer] + 40000
    with pytest.raises(DraftUsed):
        await world.confirm(arbitrator, quote)


async def test_r10_2_the_role_counts_when_the_click_commits(world: World) -> None:
    """R10.3: and so does freedom from conflict."""
    one = await world.arbitration()
    quote = await world.quote(arbitrator, Rule(one, "400", FINDINGS))
    with pytest.raises(StaffOnly):
        await world.use_cases.confirm(replace(arbitrator, role=None).member, quote.draft_id, world.request())
    await world.do(moderator, AssignCase(one, OTHER, ROLE))
    with pytest.raises(NotTheArbitrator):
        await world.confirm(arbitrator, quote)
    await world.do(moderator, AssignCase(one, ARBITRATOR, ROLE))
    assert isinstance(await world.confirm(arbitrator, quote), Receipt)


async def test_r10_1_notes_are_for_staff_only(world: World) -> None:
    one = await in_arbitration(world)
    await world.do(moderator, AddNote(one, "The client has called twice."))
    await world.do(arbitrator, AddNote(one, "Ask for the order."))
    for person in (moderator, arbitrator):
        notes = (await world.queries.case(person.member, one)).notes
        assert [note.body for note in notes] == ["The client has called twice.", "Ask for the order."]
    for person in (client, _as(client, StaffRole.MODERATOR)):
        assert (await world.queries.case(person.member, one)).notes == ()
    assert (await world.queries.card(client.member.guild_id, one)).notes == ()
    _, lines = await world.queries.history(client.member, one)
    assert "called twice" not in repr(lines)
    await refuse(world, Attempt("R10.1", moderator, AddNote(one, " "), TextLength("staff_note", 0, 1, 2_000)))


async def test_r10_1_notes_of_an_arbitrator_wait_for_arbitration(world: World) -> None:
    one = await world.negotiation()
    await refuse(
        world,
        Attempt("R10.1", arbitrator, AddNote(one, "Hm."), NoSuchCase(one)),
        Attempt("R10.2", moderator, AssignCase(one, ARBITRATOR, ROLE), _wrong_stage(one, "assign")),
        Attempt("R10.2", arbitrator, ClaimCase(one), NoSuchCase(one)),
    )


def _wrong_stage(one: int, command: str) -> WrongStage:
    return WrongStage(case_id=one, command=command, stage="negotiation", possible=("arbitration",))


async def test_r10_1_guests_and_rooms(world: World) -> None:
    one = await world.arbitration()
    await refuse(
        world,
        Attempt("R10.1", moderator, RemoveGuest(one, CLIENT, WHY), PartyStays(one, CLIENT, "party")),
        Attempt("R10.1", moderator, RemoveGuest(one, ARBITRATOR, WHY), PartyStays(one, ARBITRATOR, "arbitrator")),
        Attempt("R10.1", moderator, RemoveGuest(one, STRANGER, WHY, is_there=False), NotInRoom(one, STRANGER)),
        Attempt("R10.1", moderator, CloseRoom(one), CaseStillOpen(one)),
    )
    await world.do(moderator, RemoveGuest(one, STRANGER, WHY))
    assert [item.payload["closed_to_id"] for item in await closings(world)] == [STRANGER]
    await world.do(arbitrator, Rule(one, "400", FINDINGS))
    await world.do(moderator, CloseRoom(one))
    assert len(await world.put(EffectKind.ROOM_REMOVE)) == 1
    await refuse(world, Attempt("R10.1", moderator, CloseRoom(one), AlreadyDone("room_closed", 21, None)))


async def test_r10_4_a_late_ruling(world: World) -> None:
    """R10.4: reminders at half, a day and an hour before, to the arbitrator and to staff; then the place is free."""
    one = await world.arbitration()
    due_ms = await world.due_at_ms(one, DeadlineKind.RULING)
    begun_ms = world.clock.now_ms()
    for at_ms in ((begun_ms + due_ms) // 2, due_ms - DAY_MS, due_ms - HOUR_MS, due_ms + 90_000):
        world.clock.advance(milliseconds=at_ms - world.clock.now_ms() + 1_000)
        await world.keeper.sweep()
    reminders = await world.told("staff_ruling_reminder")
    assert [item.kind for item in reminders] == [EffectKind.STAFF_POST, EffectKind.DIRECT] * 3
    assert {item.payload["member_id"] for item in reminders if item.kind is EffectKind.DIRECT} == {ARBITRATOR}
    state = await world.state(one)
    assert (state.arbitrator_id, state.late_rulings) == (None, 1)
    assert state.alive_deadlines(DeadlineKind.RULING)[0].due_at_ms > world.clock.now_ms() + 6 * DAY_MS
    assert len(await world.told("staff_ruling_late")) == len(await world.told("ruling_late")) == 1
    assert [item.payload["member_id"] for item in await world.told("place_freed")] == [ARBITRATOR]
    assert [item.payload["closed_to_id"] for item in await closings(world)] == [ARBITRATOR]
    await refuse(world, Attempt("R10.4", arbitrator, Rule(one, "1", FINDINGS), NotTheArbitrator(one, None)))
    await world.do(other_arbitrator, ClaimCase(one))
    await world.do(other_arbitrator, Rule(one, "400", FINDINGS))
    assert (await world.audit.run()).ok


async def test_r10_2_who_loses_the_role_or_leaves_loses_the_case(world: World) -> None:
    one = await world.arbitration()
    guild_id = arbitrator.guild_id
    assert await world.people.decides(guild_id, ARBITRATOR)
    await world.people.has_roles(guild_id, ARBITRATOR, ROLE, world.clock.now_ms())
    assert (await world.state(one)).arbitrator_id == ARBITRATOR
    await world.people.has_roles(guild_id, ARBITRATOR, [], world.clock.now_ms())
    assert (await world.state(one)).arbitrator_id is None
    assert not await world.people.decides(guild_id, ARBITRATOR)
    assert [item.payload["closed_to_id"] for item in await closings(world)] == [ARBITRATOR]
    async with world.storage.read() as uow:
        events = await uow.events.of_stream(guild_id, "case", one)
    assert isinstance(events[-1].event, ArbitratorLost)
    await world.do(arbitrator, ClaimCase(one))


async def hidden(world: World) -> int:
    """A case where offers are hidden from arbitrators, with an offer that expires, and an exhibit."""
    await world.do(admin, SetSwitch("offers_hidden", on=True))
    one = await world.negotiation()
    await world.do(freelancer, MakeOffer(one, "777.77", "Take it.", "2d"))
    await world.do(client, AddExhibit(one, "The brief."))
    return one


async def test_r7_5_hidden_offers_are_seen_by_nobody_who_may_rule(world: World) -> None:
    one = await hidden(world)
    both = Person(BOTH, StaffRole.ARBITRATOR)
    for person in (moderator, client, freelancer):
        assert (await world.queries.case(person.member, one)).state.offers
    await world.do(moderator, Escalate(one, WHY))
    await world.do(arbitrator, ClaimCase(one))
    for person in (arbitrator, other_arbitrator, both):
        view = await world.queries.case(person.member, one)
        assert (view.offers_hidden, view.state.offers) == (True, [])
        assert not view.state.alive_deadlines(DeadlineKind.OFFER_EXPIRY)
        shown, lines = await world.queries.history(person.member, one)
        assert shown.state.offers == []
        assert not [line for line in lines if line.kind.startswith("offer")]
        assert "77777" not in repr((view, lines))
        named = await Suggestions(world.queries).suggest(person.member, "case", "")
        assert "777" not in repr(named)
    queue = await world.queries.queue(arbitrator.member)
    assert [view.state.offers for view in queue.views] == [[]]
    # Whom a bot mentions in a private thread is let into it.
    await world.do(arbitrator, Ask(one, "claimant", "When was it delivered?"))
    await world.do(client, AnswerQuestion(one, "On the third of May."))
    (in_room, direct) = await world.told("question_answered")
    assert (in_room.payload["mention"], direct.payload["member_id"]) == ([], ARBITRATOR)
    for text in ("staff_case_opened", "staff_arbitration_began", "staff_escalated"):
        assert "77777" not in repr(await world.told(text))
    for party in PARTIES:
        await world.do(party, Rest(one))
    quote = await world.quote(arbitrator, Rule(one, "400", FINDINGS))
    assert isinstance(quote, Quote)
    assert "77777" not in repr(quote)
    await world.confirm(arbitrator, quote)
    assert (await world.queries.case(arbitrator.member, one)).state.offers


async def test_r7_5_what_is_said_with_a_hidden_offer_is_hidden_too(world: World) -> None:
    """R5.1: also where it stands as the statement."""
    await world.do(admin, SetSwitch("offers_hidden", on=True))
    one = await world.case()
    await world.do(freelancer, MakeOffer(one, "777.77", "I take 777 to be done with it."))
    await world.do(moderator, Escalate(one, WHY))
    for person, is_shown in ((moderator, True), (client, True), (arbitrator, False)):
        view, lines = await world.queries.history(person.member, one)
        words = [*view.texts.values(), *(text for line in lines for text in line.texts.values())]
        exported = await world.queries.records.exported(person.member, one)
        words += [text.body for text in exported.texts.values()]
        assert ["I take 777 to be done with it." in words, view.state.statement is not None] == [is_shown, is_shown]


async def test_r7_5_no_hidden_offer_is_found_out_of_a_hash_by_trying_sums(world: World) -> None:
    """Who may see the hashes knows all but the sum, and there aren't many sums."""
    await world.do(admin, SetSwitch("offers_hidden", on=True))
    one = await world.case()
    await world.do(freelancer, Challenge(one, FINDINGS, "777.77"))
    await world.do(client, MakeOffer(one, "300"))
    await world.do(moderator, Escalate(one, WHY))
    exported = case_file(await world.queries.records.exported(arbitrator.member, one), exported_at_ms=0)
    withheld = [item for item in exported.records[0].events if item.kind == OfferMade.kind]
    assert [item.payload for item in withheld] == [None, None, None]
    for number, (item, minor) in enumerate(zip(withheld, (200_00, 777_77, 300_00), strict=True), 1):
        assert item.actor_id is not None
        guess = payload_of(OfferMade(number, item.actor_id, minor))
        tried = event_hash(item.previous_hash, "case", one, item.sequence, item.at_ms, item.actor_id, item.kind, guess)
        assert tried != item.hash


async def test_r7_5_who_moderated_a_case_with_hidden_offers_cannot_decide_it(world: World) -> None:
    one = await hidden(world)
    await world.do(moderator, Escalate(one, WHY))
    promoted = replace(moderator, role=StaffRole.ARBITRATOR)
    moderated = ConflictOfInterest("moderated")
    await refuse(
        world,
        Attempt("R7.5", promoted, ClaimCase(one), moderated),
        Attempt("R7.5", moderator, AssignCase(one, moderator.member_id, ROLE), moderated),
    )


async def test_r7_5_a_moderators_note_is_work_on_the_case_and_an_arbitrators_is_not(world: World) -> None:
    one = await hidden(world)
    await world.do(moderator, AddNote(one, "The client has called twice."))
    await world.do(other_moderator, Escalate(one, WHY))
    await world.do(arbitrator, AddNote(one, "Ask for the order."))
    promoted = replace(moderator, role=StaffRole.ARBITRATOR)
    moderated = ConflictOfInterest("moderated")
    await refuse(
        world,
        Attempt("R7.5", promoted, ClaimCase(one), moderated),
        Attempt("R7.5", other_moderator, AssignCase(one, moderator.member_id, ROLE), moderated),
    )
    await world.do(arbitrator, ClaimCase(one))


async def test_r7_5_the_switch_touches_new_cases_only(world: World) -> None:
    one = await world.arbitration()
    await world.do(admin, SetSwitch("offers_hidden", on=True))
    assert (await world.queries.case(arbitrator.member, one)).state.offers
    assert FREELANCER in (await world.state(one)).parties
