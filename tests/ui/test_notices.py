"""Notices as effects really make them: each has words, pings whom it should and nobody else, and fits a message."""

import re
from collections.abc import Iterator
from typing import Any, Final

import pytest

from bot.delivery.access import Lack
from bot.domain.actors import StaffRole
from bot.domain.deadlines import DeadlineKind
from bot.domain.milestones import Funding, Milestone
from bot.domain.rulebook import Windows
from bot.domain.texts import NO_CATEGORY
from bot.domain.wallet_requests import WalletRequest, WalletRequestKind
from bot.services.effects import reminder_effects
from bot.services.effects_base import clock_alert, intent_alert, set_up_alert
from bot.services.heads import heads_posts
from bot.services.ports import EffectKind, OutboxMessage, RecordHead, Room
from bot.services.room_effects import cases_channel_alert, not_evidence_effects, room_stays_alert
from bot.services.set_up import done_notice, refused_notice
from bot.services.wallet_effects import milestone_effects, wallet_effects
from bot.ui.cards import NoticeMessage, case_card, notice_message
from bot.ui.format import utf16_length
from bot.ui.texts import NOTICES
from tests.domain.builders import (
    CASHIER,
    CLIENT,
    FINDINGS,
    FREELANCER,
    GUILD,
    STATEMENT,
    T0,
    actor,
    arbitrator,
    client,
    freelancer,
    moderator,
    rulebook,
    seal,
)
from tests.ui import agreed
from tests.ui.casework import staffed
from tests.ui.scene import Scene
from tests.ui.shown import assert_sendable, buttons_of, labels_of, text_of

DAY: Final = 86_400_000
SERVER_WIDE: Final = ("staff_clock_jumped", "staff_set_up_", "staff_without_", "set_up_refused")
KEY: Final = re.compile(r"\b[a-z]+_[a-z_]+\b|\bNone\b|[{}]")
Told = tuple[OutboxMessage, dict[str, str]]


def told_in(scene: Scene) -> Iterator[Told]:
    """The notices of a scene with their words."""
    for message in scene.messages:
        if "text" in message.payload:
            yield message, scene.words_of(message.payload)


def ruled() -> Scene:
    """From filing to a ruling, with everything in between."""
    scene = Scene.open()
    case = scene.case
    (due,) = case.state.alive_deadlines(DeadlineKind.RESPONSE)
    scene.messages += reminder_effects(case, due, T0 + DAY)
    asked = case.note_unanswered(at_ms=T0 + 5)
    assert asked is not None
    scene.take(asked)
    scene.take(case.make_offer(50_000, by=client, at_ms=T0 + 6))
    scene.take(case.challenge(seal(STATEMENT), by=freelancer, at_ms=T0 + 7, offer_minor=90_000))
    scene.take(case.decline_offer(3, by=client, at_ms=T0 + 8, reason=seal("Too much by far.")))
    scene.take(case.make_offer(80_000, by=freelancer, at_ms=T0 + 9, note=seal("The last one."), expires_seconds=60))
    (expiry,) = case.state.alive_deadlines(DeadlineKind.OFFER_EXPIRY)
    scene.take(case.lapse(expiry.deadline_id, at_ms=T0 + 200_000))
    scene.take(case.withdraw_offer(by=client, at_ms=T0 + 200_001))
    exhibit = case.add_exhibit(
        seal("The signed order."), by=client, at_ms=T0 + 200_002, link=seal("https://example.com/order")
    )
    scene.take(exhibit)
    scene.take(case.withdraw_exhibit("C-1", by=client, at_ms=T0 + 200_003))
    scene.take(case.pay_fee(by=client, at_ms=T0 + DAY))
    scene.take(case.pay_fee(by=freelancer, at_ms=T0 + 2 * DAY))
    scene.take(case.claim(by=arbitrator, at_ms=T0 + 2 * DAY))
    scene.take(case.rest(by=client, at_ms=T0 + 2 * DAY))
    scene.take(case.rest(by=freelancer, at_ms=T0 + 2 * DAY))
    scene.messages += not_evidence_effects(case, CLIENT)
    scene.take(case.rule(70_000, seal(FINDINGS), by=arbitrator, at_ms=T0 + 3 * DAY))
    return scene


def disturbed() -> Scene:
    """Clocks that stand and move, people who leave, a room that is deleted, an escalation."""
    scene = Scene.open()
    case = scene.case
    decisions = (
        case.extend_after_outage(T0 + 1_000, T0 + 200_000, at_ms=T0 + 200_000),
        case.hold_deadline(1, "never_reached", at_ms=T0 + DAY),
        case.resume(by=moderator, at_ms=T0 + DAY + 1),
        case.hold_deadline(1, "room_unreachable", at_ms=T0 + DAY + 2),
        case.party_reached(FREELANCER, in_room=True, at_ms=T0 + DAY + 3),
        case.party_left(FREELANCER, at_ms=T0 + DAY + 4),
        case.party_returned(FREELANCER, at_ms=T0 + DAY + 5),
        case.move_deadline(1, T0 + 9 * DAY, "late_reminder", at_ms=T0 + DAY + 6),
        case.room_remade(404, at_ms=T0 + DAY + 7),
        case.room_remade(None, at_ms=T0 + DAY + 8),
        case.escalate(seal("They can't agree."), by=moderator, at_ms=T0 + 2 * DAY, never_reached=(FREELANCER,)),
    )
    for decision in decisions:
        assert decision is not None
        scene.take(decision)
    return scene


def unanswered(kind: DeadlineKind) -> Scene:
    """Forfeited for want of an answer or of the fee."""
    scene = Scene.open()
    if kind is DeadlineKind.FEE:
        scene.take(scene.case.challenge(seal(STATEMENT), by=freelancer, at_ms=T0 + 1))
        scene.take(scene.case.pay_fee(by=freelancer, at_ms=T0 + 2))
    (due,) = scene.case.state.alive_deadlines(kind)
    scene.take(scene.case.lapse(due.deadline_id, at_ms=due.due_at_ms + 90_000))
    return scene


def settled() -> Scene:
    """Accepted in stage 1."""
    scene = Scene.open()
    scene.take(scene.case.accept_offer(1, by=freelancer, at_ms=T0 + 1))
    return scene


def without_closing() -> Scene:
    """Escalated where there is no time for last evidence, then given in."""
    scene = Scene.open(rules=rulebook(Windows(closing_escalated=0)))
    scene.take(scene.case.escalate(seal("They can't agree."), by=moderator, at_ms=T0 + 1))
    scene.take(scene.case.give_in(by=client, at_ms=T0 + 2))
    return scene


def withdrawn() -> Scene:
    """Taken back after an offer that stands for a challenge."""
    scene = Scene.open()
    scene.take(scene.case.make_offer(90_000, by=freelancer, at_ms=T0 + 1))
    scene.take(scene.case.withdraw(by=client, at_ms=T0 + 2, reason=seal("We have agreed.")))
    return scene


def money() -> Iterator[Told]:
    """Milestones and requests for a cashier."""
    title = seal("A logo")
    milestone, funded = Milestone.fund(
        Funding(GUILD, 7, 1, CLIENT, FREELANCER, "USD", 100_000, title, seal("Two drafts.")), at_ms=T0
    )
    decisions = [
        funded,
        milestone.release(30_000, by=client, at_ms=T0 + 1),
        milestone.return_money(20_000, by=freelancer, at_ms=T0 + 2),
    ]
    for decision in decisions:
        yield from ((message, {"title": title.body}) for message in milestone_effects(milestone, decision))
    by = actor(CASHIER, StaffRole.CASHIER)
    for kind in WalletRequestKind:
        request = WalletRequest(GUILD, 12, CLIENT, kind, "USD", 50_000, "slip 7", T0)
        confirmed, _ = request.confirm(by=by, at_ms=T0, opponents=frozenset(), received_minor=None, reference=None)
        declined, _ = request.decline(by=by, at_ms=T0, opponents=frozenset(), reason="It never came.")
        answered = [request, confirmed, declined]
        if kind is not WalletRequestKind.PAYOUT:
            half, _ = request.confirm(
                by=by, at_ms=T0, opponents=frozenset(), received_minor=None, reference=None, two_people_minor=1
            )
            answered.append(half)
        yield from ((message, {}) for item in answered for message in wallet_effects(item))


def every_notice() -> list[Told]:
    """All that others are ever told."""
    scenes = [
        ruled(),
        disturbed(),
        unanswered(DeadlineKind.RESPONSE),
        unanswered(DeadlineKind.FEE),
        settled(),
        without_closing(),
        *agreed.every_scene(),
        staffed(),
        withdrawn(),
    ]
    alerts: list[Told] = [
        (clock_alert(GUILD, T0), {}),
        *((intent_alert(GUILD, intent), {}) for intent in ("members", "message_content")),
        (cases_channel_alert(GUILD, 42, 77, tuple(Lack)), {}),
        *((room_stays_alert(Room(GUILD, 42, 77, is_thread=is_thread)), {}) for is_thread in (False, True)),
        *((set_up_alert(GUILD, what, T0, None), {}) for what in ("role arbitrator", "channel staff")),
        (done_notice(GUILD, CLIENT, [7, 8, 9], "set-up"), {}),
        *((refused_notice(GUILD, CLIENT, is_full=is_full, key="set-up"), {}) for is_full in (False, True)),
        *((post, {}) for post in heads_posts(GUILD, [RecordHead(42, 57, "f" * 64)], T0)),
    ]
    return [*(told for scene in scenes for told in told_in(scene)), *money(), *agreed.wishes(), *alerts]


def words_of(notice: NoticeMessage) -> str:
    """What stands in the message."""
    return notice.content if notice.content is not None else text_of(notice.view or pytest.fail("an empty notice"))


def test_every_notice_is_told_somewhere_and_every_told_one_has_words() -> None:
    assert {message.payload["text"] for message, _ in every_notice()} == set(NOTICES)


def test_r12_2_every_notice_fits_names_its_number_and_pings_only_whom_it_should() -> None:
    for message, words in every_notice():
        notice = notice_message(message.payload, words, guild_id=message.guild_id)
        text = words_of(notice)
        assert not KEY.findall(re.sub(r"`[^`]+`|https?://\S+", "", text)), message.payload["text"]
        about_server = message.payload["text"].startswith(SERVER_WIDE)
        assert about_server or any(name in text for name in ("CASE-0042", "M-7", "W-12"))
        assert notice.mention_ids == tuple(message.payload.get("mention") or ())
        assert all(f"<@{member_id}>" in text for member_id in notice.mention_ids)
        assert "@everyone" not in text
        if notice.view is None:
            assert utf16_length(text) <= 2_000
        else:
            assert notice.content is None
            assert_sendable(notice.view)


def test_words_that_were_erased_leave_a_notice_that_says_so() -> None:
    for message, _ in every_notice():
        text = words_of(notice_message(message.payload, {}))
        assert "None" not in text
        named: dict[str, Any] = message.payload.get("text_ids") or {}
        if "findings" in named or message.payload["text"] in {"exhibit_added", "case_opened"}:
            assert "erased" in text


def notice_of(scene: Scene, key: str, kind: EffectKind = EffectKind.ROOM_POST) -> NoticeMessage:
    """The last such notice."""
    found = [told for told in told_in(scene) if told[0].payload["text"] == key and told[0].kind is kind]
    return notice_message(found[-1][0].payload, found[-1][1])


def test_r5_1_who_speaks_without_answering_gets_the_buttons() -> None:
    notice = notice_of(ruled(), "answer_asked")
    assert notice.view is not None
    assert labels_of(notice.view) == ["Accept", "Challenge", "Counter-offer"]
    assert notice.mention_ids == (FREELANCER,)


def test_r7_2_an_offers_notice_names_it_on_its_buttons() -> None:
    notice = notice_of(ruled(), "offer_made")
    assert notice.view is not None
    assert [custom_id for _, custom_id in buttons_of(notice.view)] == [
        "p1:accept.4:42:0",
        "p1:decline.4:42:0",
        "p1:counter:42:0",
    ]


def test_r5_1_declining_a_bettered_offer_in_stage_1_opens_the_challenge_form() -> None:
    scene = Scene.open()
    scene.take(scene.case.make_offer(50_000, by=client, at_ms=T0 + 6))
    notice = notice_of(scene, "offer_made")
    assert notice.view is not None
    assert ("Decline", "p1:challenge.2:42:0") in buttons_of(notice.view)


def test_a_cashier_gets_the_buttons_of_a_request() -> None:
    request = WalletRequest(GUILD, 12, CLIENT, WalletRequestKind.DEPOSIT, "USD", 50_000, "slip 7", T0)
    (message,) = wallet_effects(request)
    view = notice_message(message.payload, {}).view
    assert view is not None
    assert buttons_of(view) == [("Confirm", "p1:cashier-confirm:12:0"), ("Decline", "p1:cashier-decline:12:0")]


def test_r9_10_a_forfeiture_says_why() -> None:
    answer = words_of(notice_of(unanswered(DeadlineKind.RESPONSE), "ended_forfeited", EffectKind.DIRECT))
    assert "<@202> (freelancer) did not answer the case by" in answer
    # The card of an ended case tells the same.
    for kind in (DeadlineKind.RESPONSE, DeadlineKind.FEE):
        scene = unanswered(kind)
        said = words_of(notice_of(scene, "ended_forfeited")).split("*Forfeited*: ")[1].split(", so the")[0]
        assert " did not " in said
        assert f"{said}. Of" in text_of(case_card(scene.view()))
    fee = words_of(notice_of(unanswered(DeadlineKind.FEE), "ended_forfeited"))
    assert "<@101> (client) did not pay the arbitration fee by" in fee
    assert "<@202> gets 50.00\N{NO-BREAK SPACE}USD of the arbitration fee back" in fee


def test_long_words_are_cut_and_the_notice_says_where_the_whole_is() -> None:
    scene = Scene.open(reason="word " * 399)
    text = words_of(notice_of(scene, "case_opened"))
    assert "…\n-# The whole text: **Details** on the case's card." in text
    assert "please answer by" in text


def test_a_category_is_told_where_the_claimant_named_one() -> None:
    assert "USD** (“late”):" in words_of(notice_of(Scene.open(category="late"), "case_opened"))
    assert f"“{NO_CATEGORY}”" not in words_of(notice_of(Scene.open(category=NO_CATEGORY), "case_opened"))


def test_a_mention_that_the_words_leave_out_is_put_below() -> None:
    payload = {"text": "offer_withdrawn", "facts": {"case_id": 42, "author_id": 1, "number": 2}, "mention": [1, 2]}
    assert words_of(notice_message(payload, {})).endswith("\n-# <@2>")


def test_a_direct_message_says_which_server_it_is_about() -> None:
    """The name is anybody's words."""
    for message, words in every_notice():
        plain = words_of(notice_message(message.payload, words))
        told = words_of(notice_message(message.payload, words, server_name="[Makers](https://evil.example) **1**"))
        assert told == f"{plain}\n-# On the server “\\[Makers\\]\\(https://evil.example) \\*\\*1\\*\\*”", told
