"""R9.2: quotes are drafts that only their author confirms, once, within 15 minutes, at the time of the click."""

from dataclasses import replace

import pytest

from bot.domain.actors import StaffRole
from bot.domain.deadlines import DeadlineKind
from bot.domain.errors import CaseEnded, DraftExpired, DraftUsed, NoSuchDraft, OfferNotOpen, Refusal, StaffOnly, TooLate
from bot.domain.stages import Outcome
from bot.services.commands import (
    AcceptOffer,
    Command,
    ConfirmWalletRequest,
    CreateMilestone,
    Escalate,
    GiveIn,
    MakeOffer,
    OpenCase,
    PayFee,
    ReleaseMilestone,
    RequestDeposit,
    Rest,
    ReturnMilestone,
    Rule,
    SetFee,
    WithdrawCase,
)
from bot.services.receipts import Quote, Receipt
from tests.services.world import (
    FINDINGS,
    FREELANCER,
    GUILD,
    REASON,
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

QUARTER_MS = 15 * 60_000


async def refused(world: World, person: Person, quote: Quote, *, cancel: bool = False) -> Refusal:
    """A click on a quote is refused, and changes nothing."""
    before = await world.everything()
    click = world.use_cases.cancel if cancel else world.use_cases.confirm
    with pytest.raises(Refusal) as refusal:
        await click(person.member, quote.draft_id, world.request())
    assert await world.everything() == before
    return refusal.value


async def test_r9_2_only_its_author_confirms_a_quote(world: World) -> None:
    case_id = await world.negotiation()
    quote = await world.quote(freelancer, AcceptOffer(case_id))
    elsewhere = replace(freelancer, guild_id=GUILD + 1)
    for person in (client, stranger, moderator, admin, elsewhere):
        for cancel in (False, True):
            assert isinstance(await refused(world, person, quote, cancel=cancel), NoSuchDraft)
    unknown = replace(quote, draft_id="f" * 32)
    assert isinstance(await refused(world, freelancer, unknown), NoSuchDraft)
    receipt = await world.confirm(freelancer, quote)
    assert isinstance(receipt, Receipt)
    assert receipt.what == "offer_accepted"


async def test_r9_2_a_quote_lasts_15_minutes_by_the_time_of_the_click(world: World) -> None:
    case_id = await world.negotiation()
    quote = await world.quote(freelancer, PayFee(case_id))
    asked_at_ms = world.clock.now_ms()
    assert quote.expires_at_ms == asked_at_ms + QUARTER_MS
    world.clock.advance(milliseconds=QUARTER_MS + 1)
    for cancel in (False, True):
        expired = await refused(world, freelancer, quote, cancel=cancel)
        assert str(expired) == str(DraftExpired(expired_at_ms=asked_at_ms + QUARTER_MS))
    # Handled late, but clicked in time.
    request = world.request(asked_at_ms + QUARTER_MS)
    receipt = await world.use_cases.confirm(freelancer.member, quote.draft_id, request)
    assert receipt.what == "fee_paid"


async def test_r9_2_a_quote_is_used_once(world: World) -> None:
    case_id = await world.negotiation()
    quote = await world.quote(client, PayFee(case_id))
    await world.confirm(client, quote)
    at_ms = world.clock.now_ms()
    world.clock.advance(minutes=1)
    for cancel in (False, True):
        assert str(await refused(world, client, quote, cancel=cancel)) == str(DraftUsed(at_ms=at_ms))


async def test_r9_2_a_cancelled_quote_is_gone(world: World) -> None:
    case_id = await world.negotiation()
    quote = await world.quote(client, WithdrawCase(case_id))
    receipt = await world.use_cases.cancel(client.member, quote.draft_id, world.request())
    assert receipt == Receipt("cancelled")
    assert isinstance(await refused(world, client, quote), DraftUsed)
    assert (await world.state(case_id)).is_open


async def test_r9_2_a_refused_click_leaves_the_quote_for_another(world: World) -> None:
    case_id = await world.arbitration()
    quote = await world.quote(arbitrator, Rule(case_id, "600", FINDINGS))
    assert isinstance(await refused(world, replace(arbitrator, role=None), quote), StaffOnly)
    assert (await world.confirm(arbitrator, quote)).what == "ruled"


async def test_a_stale_quote_is_quoted_anew(world: World) -> None:
    case_id = await world.negotiation()
    quote = await world.quote(client, PayFee(case_id))
    assert (quote.facts["is_second"], quote.stale) == (False, False)
    await world.do(freelancer, PayFee(case_id))
    anew = await world.confirm(client, quote)
    assert isinstance(anew, Quote)
    assert (anew.stale, anew.what, anew.facts["is_second"]) == (True, "fee_pay", True)
    assert client.member_id not in (await world.state(case_id)).deposits
    assert isinstance(await refused(world, client, quote), DraftUsed)
    assert (await world.confirm(client, anew)).what == "fee_paid"


async def test_a_quoted_milestone_release_goes_stale_with_its_amount(world: World) -> None:
    await world.milestone()
    quote = await world.quote(client, ReleaseMilestone(1))
    assert quote.facts["amount_minor"] == 100_000
    await world.do(client, ReleaseMilestone(1, "100"))
    anew = await world.confirm(client, quote)
    assert isinstance(anew, Quote)
    assert anew.facts["amount_minor"] == 90_000


async def test_a_quoted_filing_goes_stale_with_the_settings(world: World) -> None:
    await world.milestone()
    quote = await world.quote(client, OpenCase(1, "200", REASON))
    assert quote.facts["fee_minor"] == 5_000
    await world.do(admin, SetFee(rate="10"))
    anew = await world.confirm(client, quote)
    assert isinstance(anew, Quote)
    assert anew.facts["fee_minor"] == 10_000


async def test_money_that_comes_in_meanwhile_makes_no_quote_stale(world: World) -> None:
    case_id = await world.negotiation()
    quote = await world.quote(client, PayFee(case_id))
    await world.fund(client, "1")
    world.clock.advance(minutes=1)
    assert (await world.confirm(client, quote)).what == "fee_paid"


async def test_r7_2_a_quote_names_its_offer_and_never_carries_over(world: World) -> None:
    case_id = await world.negotiation()
    await world.do(freelancer, MakeOffer(case_id, "900"))
    quote = await world.quote(client, AcceptOffer(case_id))
    assert quote.facts["number"] == 2
    await world.do(freelancer, MakeOffer(case_id, "950"))
    gone = await refused(world, client, quote)
    assert str(gone) == str(OfferNotOpen(case_id, 2, "superseded", world.clock.now_ms(), 3, 95_000, "USD"))


async def test_r9_2_the_click_must_be_in_time_not_the_quote(world: World) -> None:
    case_id = await world.case()
    due_at_ms = (await world.state(case_id)).alive_deadlines(DeadlineKind.RESPONSE)[0].due_at_ms
    world.clock.set(due_at_ms - 60_000)
    quote = await world.quote(freelancer, AcceptOffer(case_id))
    world.clock.set(due_at_ms + 1_000)
    late = await refused(world, freelancer, quote)
    assert str(late) == str(TooLate(case_id, "accept_offer", due_at_ms))
    request = world.request(due_at_ms + 999)
    assert (await world.use_cases.confirm(freelancer.member, quote.draft_id, request)).what == "offer_accepted"


async def test_r9_2_the_role_must_hold_at_the_click(world: World) -> None:
    case_id = await world.negotiation()
    quote = await world.quote(moderator, Escalate(case_id, "They talk in circles."))
    lost = replace(moderator, role=StaffRole.CASHIER)
    assert isinstance(await refused(world, lost, quote), StaffOnly)


async def test_a_quote_for_an_ended_case_says_how_it_ended(world: World) -> None:
    case_id = await world.negotiation()
    quote = await world.quote(client, GiveIn(case_id))
    await world.do(freelancer, AcceptOffer(case_id, 1))
    ended = await refused(world, client, quote)
    assert str(ended) == str(CaseEnded(case_id, Outcome.SETTLED.value, world.clock.now_ms()))


async def test_quoting_changes_nothing_but_the_draft(world: World) -> None:
    one = await world.arbitration()
    world.clock.advance(minutes=2)
    await world.fund(client, "1,500")
    await world.do(client, CreateMilestone(FREELANCER, "1,000", "A banner"))
    await world.do(client, OpenCase(2, "200", REASON))
    await world.do(client, CreateMilestone(FREELANCER, "100", "A leaflet"))
    await world.do(client, RequestDeposit("5"))
    two, request_id = 2, (await world.queries.own_requests(client.member))[0].request_id
    await world.do(freelancer, MakeOffer(two, "900"))
    before = await world.everything()
    quoted: list[tuple[Person, Command, str]] = [
        (client, CreateMilestone(FREELANCER, "10", "A card"), "milestone_create"),
        (client, ReleaseMilestone(3), "milestone_release"),
        (freelancer, ReturnMilestone(3), "milestone_return"),
        (freelancer, OpenCase(3, "90", REASON), "case_open"),
        (client, WithdrawCase(two), "case_withdraw"),
        (client, GiveIn(two), "give_in"),
        (client, MakeOffer(two, "300"), "offer_make"),
        (client, AcceptOffer(two), "offer_accept"),
        (client, PayFee(two), "fee_pay"),
        (moderator, Escalate(two, "They talk in circles."), "escalate"),
        (arbitrator, Rule(one, "600", FINDINGS), "rule"),
        (cashier, ConfirmWalletRequest(request_id, "4"), "wallet_confirm"),
    ]
    for person, command, what in quoted:
        quote = await world.quote(person, command)
        assert (quote.what, quote.stale) == (what, False)
    after = await world.everything()
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"drafts", "requests"}
    assert len(after["drafts"]) == len(quoted)


async def test_resting_is_quoted_with_what_it_closes(world: World) -> None:
    case_id = await world.negotiation()
    for party in (client, freelancer):
        await world.do(party, PayFee(case_id))
    first = await world.quote(client, Rest(case_id))
    assert first.facts["closes"] is False
    await world.do(freelancer, Rest(case_id))
    anew = await world.confirm(client, first)
    assert isinstance(anew, Quote)
    assert (anew.stale, anew.facts["closes"]) == (True, True)
