"""Sentences that say who pays what by when, in words that fit what they are about."""

from dataclasses import replace

import pytest

from bot.domain import errors
from bot.domain.wallet_requests import WalletRequest, WalletRequestKind, WalletRequestState
from bot.services.commands import (
    ConfirmWalletRequest,
    CreateMilestone,
    MakeOffer,
    PayFee,
    ReleaseMilestone,
    RequestWithdrawal,
    Rule,
    SetFee,
    SetLimit,
    SetRole,
)
from bot.services.suggestions import Suggestions
from bot.services.wallet_effects import wallet_effects
from bot.ui.cards import case_history, fee_quote, quote_card, receipt_card, undelivered_message, wallet_history
from bot.ui.facts import Told
from bot.ui.format import code
from bot.ui.texts import refusal_text
from tests.domain.builders import GUILD, T0
from tests.services.world import CLIENT, FINDINGS, FREELANCER, World, admin, arbitrator, cashier, client, freelancer
from tests.ui.shown import text_of
from tests.ui.test_notices import ruled, settled, told_in, words_of

STATEMENT = "The work was delivered as agreed, on the agreed date."


async def test_r5_3_the_second_payer_reads_until_when_and_what_missing_it_means(world: World) -> None:
    case_id = await world.negotiation()
    await world.give("100", client)
    await world.give("100", freelancer)
    first = text_of(fee_quote(await world.queries.fee(freelancer.member, case_id)))
    assert "Who pays first starts the clock" in first
    await world.do(client, PayFee(case_id))
    due_at_ms = next(item.due_at_ms for item in (await world.state(case_id)).alive_deadlines() if item.is_running)
    text = text_of(fee_quote(await world.queries.fee(freelancer.member, case_id)))
    assert "Who pays first" not in text
    assert f"<@{FREELANCER}> must pay the same by <t:{due_at_ms // 1_000}:F>" in text
    assert f"goes to <@{CLIENT}>, whose fee comes back" in text
    paying = text_of(quote_card(await world.quote(freelancer, PayFee(case_id))))
    assert f"You have until <t:{due_at_ms // 1_000}:F>" in paying
    assert f"goes to <@{CLIENT}>, whose fee comes back" in paying


async def test_r12_1_a_fee_that_one_cannot_afford_says_how_much_is_missing(world: World) -> None:
    case_id = await world.negotiation()
    await world.do(client, RequestWithdrawal("80"))
    view = await world.queries.fee(client.member, case_id)
    short = view.fee_minor - view.wallet_minor
    assert short > 0
    text = text_of(fee_quote(view))
    assert f"**{short // 100}.{short % 100:02}\N{NO-BREAK SPACE}USD** short" in text
    assert f"`/wallet deposit amount:{short // 100}.{short % 100:02} currency:USD`" in text


async def test_r2_8_the_history_of_a_wallet_says_what_was_paid_out(world: World) -> None:
    await world.give("100", client)
    await world.do(client, RequestWithdrawal("80"))
    held = text_of(wallet_history(await world.queries.wallet_history(client.member)))
    assert "held for a withdrawal · W-1" in held
    await world.do(cashier, ConfirmWalletRequest(1))
    paid = text_of(wallet_history(await world.queries.wallet_history(client.member)))
    assert f"withdrawal paid out · W-1, confirmed by <@{cashier.member_id}>" in paid
    assert "held" not in paid


async def test_r5_5_the_question_before_a_ruling_says_why_the_fees_go_where_they_go(world: World) -> None:
    case_id = await world.arbitration()
    half = f"{(await world.state(case_id)).disputed_minor / 200:.2f}"
    even = text_of(quote_card(await world.quote(arbitrator, Rule(case_id, half, FINDINGS))))
    assert "each side gets half of its fee back" in even
    assert "whoever gets more" not in even
    other = text_of(quote_card(await world.quote(arbitrator, Rule(case_id, "1", FINDINGS))))
    assert "whoever gets more of the disputed amount gets their fee back" in other


def test_names_in_code_marks_stand_as_they_are() -> None:
    refusal = errors.SettingRefused(name="open_cases", reason="number_range", allowed="1 to 1000")
    assert "`open_cases`" in refusal_text(refusal)
    assert code("a`b\n<@1>") == "`a'b <@1>`"
    assert code("") == "`…`"


def test_r12_1_who_may_not_do_it_reads_who_may() -> None:
    assert "/config role" not in refusal_text(errors.StaffOnly(role="admin"))
    assert "/config role" in refusal_text(errors.StaffOnly(role="cashier"))
    assert "a moderator or an arbitrator" in refusal_text(errors.StaffOnly(role="moderator_or_arbitrator"))


@pytest.mark.parametrize("refusal", [errors.NoSuchCase(case_id=42), errors.CaseNotNamed()], ids=str)
def test_r12_1_whoever_finds_no_case_reads_where_theirs_are(refusal: errors.Refusal) -> None:
    text = refusal_text(refusal)
    assert "`/dispute list` shows your cases" in text
    assert "moderators and arbitrators find theirs with `/case queue`" in text


async def test_r10_5_a_change_tells_apart_what_changed_and_for_which_cases(world: World) -> None:
    fee = text_of(receipt_card(await world.do(admin, SetFee(rate="7.5", cap="50%"))))
    changed, unchanged = fee.split("As it was already:")
    assert "new cases" in changed
    assert "5 % → 7.5 %" in changed
    assert "50 %" not in changed
    assert "fee cap: 50 %" in unchanged
    for command in (SetRole("cashier", 99), SetLimit("open_cases", "3")):
        assert "new cases" not in text_of(receipt_card(await world.do(admin, command)))
    assert "new cases" in text_of(receipt_card(await world.do(admin, SetLimit("max_exhibits", "3"))))
    same = text_of(receipt_card(await world.do(admin, SetFee(rate="7.5"))))
    assert "nothing changed" in same
    assert "→" not in same


def test_a_quoted_sentence_ends_once() -> None:
    assert Told({"reason": "It never came."}).ending("reason") == "“It never came.”"
    assert Told({"reason": "It never came"}).ending("reason") == "“It never came”."


async def test_a_note_that_answers_the_case_is_read_once_in_the_room(world: World) -> None:
    case_id = await world.case()
    await world.do(freelancer, MakeOffer(case_id, "900", STATEMENT))
    posts = [await world.told(text) for text in ("challenged", "offer_made")]
    assert [len(item.payload["text_ids"]) for found in posts for item in found] == [1, 0]


def test_the_history_names_amounts() -> None:
    scene = ruled()
    text = text_of(case_history(scene.view(), scene.lines()))
    assert "ruled: 700.00\N{NO-BREAK SPACE}USD for the freelancer, 300.00\N{NO-BREAK SPACE}USD for the client." in text
    offers = settled()
    text = text_of(case_history(offers.view(), offers.lines()))
    assert "\N{NO-BREAK SPACE}USD for the freelancer): accepted" in text


async def test_only_milestones_with_free_money_are_offered_where_money_is_given(world: World) -> None:
    await world.give("100", client)
    await world.do(client, CreateMilestone(FREELANCER, "100", "A logo"))
    suggestions = Suggestions(world.queries)
    assert len(await suggestions.suggest(client.member, "funded_milestone", "")) == 1
    await world.do(client, ReleaseMilestone(1))
    assert await suggestions.suggest(client.member, "funded_milestone", "") == []
    assert len(await suggestions.suggest(client.member, "milestone", "")) == 1


def test_r12_2_what_did_not_arrive_is_told_to_staff_as_such() -> None:
    scene = settled()
    message, words = next(told for told in told_in(scene) if told[0].payload["text"] == "case_opened")
    notice = undelivered_message(message.payload, words, FREELANCER)
    text = words_of(notice)
    assert text.startswith(f"⚠️ Could not be delivered to <@{FREELANCER}>:\n**CASE-0042**")
    assert notice.mention_ids == ()
    assert "case's room" in words_of(undelivered_message(message.payload, words, None)).splitlines()[0]


def test_r12_2_what_cashier_and_member_write_to_each_other_is_not_told_to_other_staff() -> None:
    asked = WalletRequest(GUILD, 12, CLIENT, WalletRequestKind.DEPOSIT, "USD", 50_000, "slip 7", T0)
    (message,) = wallet_effects(replace(asked, state=WalletRequestState.DECLINED, closed_by_id=1, close_reason="No."))
    text = words_of(undelivered_message(message.payload, {}, CLIENT))
    assert "**W-12** · a cashier's answer to a deposit of **500.00\N{NO-BREAK SPACE}USD**." in text
    assert "slip 7" not in text
    assert "No." not in text


@pytest.mark.parametrize("news", ["arbitration_opened", "case_opened", "challenged", "offer_declined", "offer_made"])
def test_r7_5_staff_read_nobodys_words_of_a_hidden_offer(news: str) -> None:
    payload = {"text": news, "facts": {"case_id": 1, "freelancer_minor": 77777, "offers_hidden": True}}
    said = dict.fromkeys(("statement", "note", "reason", "category"), "I take 777 to be done.")
    text = words_of(undelivered_message(payload, said, None))
    assert "Offers are hidden" in text
    assert "777" not in text
