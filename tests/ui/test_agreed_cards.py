"""Cards of time, agreements, questions, files and `safepay`: what they show, and that the worst of them fits."""

from typing import Final

import pytest

from bot.domain.actors import Actor
from bot.domain.texts import SealedText
from bot.services.views import FeeView, MilestoneView
from bot.ui.cards import (
    case_card,
    case_details,
    case_history,
    evidence_card,
    evidence_list,
    fee_quote,
    milestone_card,
    notice_message,
    options_panel,
)
from tests.domain.builders import CLIENT, FREELANCER, STRANGER, T0, arbitrator, client, freelancer, moderator, seal
from tests.ui import agreed
from tests.ui.scene import Scene
from tests.ui.shown import assert_sendable, buttons_of, labels_of, text_of

SPACE: Final = "\N{NO-BREAK SPACE}"
BOMBS: Final = ["@everyone ", "[x](https://evil.example) ", "**_`~|", "😀", "word "]


def test_r9_7_a_wish_for_more_time_is_shown_with_the_others_buttons_only() -> None:
    scene = agreed.more_time()
    text = text_of(case_card(scene.view()))
    assert "**More time?** <@101> asks for 3 days more" in text
    assert "I am travelling this week." in text
    version = scene.case.state.version
    theirs = buttons_of(options_panel(scene.view(freelancer)))
    assert ("Agree", f"p1:agree-time:42:{version}") in theirs
    assert ("Refuse", f"p1:refuse-time:42:{version}") in theirs
    assert "Agree" not in labels_of(options_panel(scene.view(client)))


def test_r5_6_a_withdrawal_that_takes_consent_has_two_acts_of_its_own() -> None:
    scene = agreed.more_time()
    acts = [custom_id.split(":")[1] for _, custom_id in buttons_of(case_card(scene.view()))]
    assert [act for act in acts if act.startswith(("agree", "refuse"))] == [
        "agree-time",
        "refuse-time",
        "agree-withdrawal",
        "refuse-withdrawal",
    ]


def test_r9_8_a_hold_shows_who_why_and_since_when() -> None:
    scene = agreed.held()
    held = scene.case.state.hold
    assert held is not None
    text = text_of(case_card(scene.view()))
    assert f"<@303>, a moderator, holds all clocks since <t:{held.since_ms // 1000}:F>" in text
    assert "The server moves house this week." in text
    assert "<@101> (timed out on the server)" in text
    assert "of it are left." in text
    assert "Resume clocks" in labels_of(options_panel(scene.view(moderator)))


def test_r5_4_a_deposit_that_waits_for_a_cashier_is_on_the_card() -> None:
    text = text_of(case_card(agreed.refused().view()))
    assert "A cashier is to answer W-12 by" in text
    assert "the party's deposit waits for a cashier" in text


def test_r8_4_who_alone_may_answer_late_evidence_is_named() -> None:
    assert "<@202> alone can answer the newest evidence until" in text_of(case_card(agreed.late_evidence().view()))


def test_r6_a_safepay_case_shows_fee_ruling_settlement_and_question() -> None:
    scene = agreed.safepay()
    text = text_of(case_card(scene.view()))
    assert text.split("\n")[0] == "## CASE-0042 · Arbitration"
    assert f"50.00{SPACE}USD were taken from the funds" in text
    assert "Question 1: <@101>, <@202> can still answer." in text
    assert "M-1" in text
    assert "M-2" in text
    assert f"(350.00{SPACE}USD)" in text
    labels = labels_of(case_card(scene.view()))
    assert {"Accept", "Counter-offer", "Answer question", "Nothing to add"} <= set(labels)
    assert not {"Challenge", "Pay fee", "Withdraw case"} & set(labels)


def test_r6_4_late_evidence_and_silence_are_shown() -> None:
    scene = agreed.safepay_ruled()
    assert "R-1 (1 late)" in text_of(case_card(scene.view()))
    assert "· **late**" in text_of(evidence_list(scene.view(client)))
    assert "It was in the first offer." in text_of(case_details(scene.view()))


def test_r8_2_an_exhibit_shows_its_files_with_size_and_hash() -> None:
    scene = agreed.safepay()
    card = text_of(evidence_card(scene.view(client), "C-1"))
    assert f"“contract.pdf” · application/pdf · 3.2{SPACE}MiB" in card
    assert "SHA-256 `" + "1".rjust(64, "0") + "`" in card
    assert f"Files: “contract.pdf” (3.2{SPACE}MiB), “chat.png” (17.5{SPACE}KiB)" in text_of(
        evidence_list(scene.view(client))
    )
    scene.files.clear()
    assert "erased" in text_of(evidence_card(scene.view(client), "C-1"))


def milestone_views(*, asked: bool) -> dict[int, MilestoneView]:
    """A proposal, or a funded milestone with a request, as each side sees it."""
    milestone, _, words = agreed.proposed()
    texts: dict[str, str] = {}
    if asked:
        milestone.fund_proposal(by=client, at_ms=T0 + 1)
        note = seal("All is delivered.")
        texts[note.text_id] = note.body
        milestone.request("release", 20_000, agreed.SAFEPAY, by=freelancer, at_ms=T0 + 2, note=note)
    return {
        viewer_id: MilestoneView(milestone.state, words["title"], "", words["terms"], [], [], viewer_id, texts)
        for viewer_id in (CLIENT, FREELANCER, STRANGER)
    }


def test_r3_1_a_proposal_has_the_clients_buttons_and_its_authors() -> None:
    views = milestone_views(asked=False)
    assert labels_of(milestone_card(views[CLIENT])) == ["Fund", "Decline", "Accept terms"]
    assert labels_of(milestone_card(views[FREELANCER])) == ["Cancel proposal"]
    assert labels_of(milestone_card(views[STRANGER])) == []
    assert "proposed, not funded yet" in text_of(milestone_card(views[CLIENT]))


def test_r3_4_a_request_has_the_other_sides_buttons_and_its_authors() -> None:
    views = milestone_views(asked=True)
    text = text_of(milestone_card(views[CLIENT]))
    assert "All is delivered." in text
    assert "it is carried out as asked" in text
    theirs = labels_of(milestone_card(views[CLIENT]))
    assert theirs == ["Approve", "Decline", "Accept terms", "Release", "Open a dispute"]
    own = labels_of(milestone_card(views[FREELANCER]))
    assert own == ["Cancel request", "Return", "Request release", "Open a dispute"]
    assert labels_of(milestone_card(views[STRANGER])) == []


def test_r5_4_who_lacks_money_for_the_fee_is_offered_deposit_and_pay() -> None:
    scene = agreed.final_offers()
    short = fee_quote(FeeView(scene.view(client), 5_000, 1_000, "not_enough_money"))
    version = scene.case.state.version
    assert buttons_of(short) == [("Deposit and pay", f"p1:deposit-and-pay:42:{version}")]
    assert labels_of(fee_quote(FeeView(scene.view(client), 5_000, 9_000, "can_pay"))) == ["Pay fee"]
    from_funds = fee_quote(FeeView(agreed.safepay().view(client), 4_750, 9_000, "wrong_stage"))
    assert "There is nothing to pay." in text_of(from_funds)
    assert labels_of(from_funds) == []


def test_notices_of_milestones_carry_buttons_that_name_the_server() -> None:
    told = {message.payload["text"]: message for message, _ in agreed.wishes()}
    made = notice_message(told["request_made"].payload, {}, guild_id=900).view
    assert made is not None
    assert buttons_of(made) == [("Approve", "p1:approve:900-7:0"), ("Decline", "p1:decline-request:900-7:0")]
    proposed = notice_message(told["milestone_proposed"].payload, {}, guild_id=900).view
    assert proposed is not None
    assert buttons_of(proposed) == [("Fund", "p1:fund:900-7:0"), ("Decline", "p1:decline-proposal:900-7:0")]


def test_r3_4_silence_is_told_to_who_said_nothing_and_to_who_asked() -> None:
    """What nobody gave isn't called given (R12.2)."""
    told = {
        message.payload["member_id"]: notice_message(message.payload, words).content or ""
        for message, words in agreed.wishes()
        if message.payload["text"] == "request_carried_out" or message.payload["facts"].get("by_silence")
    }
    assert "didn't answer the request" in told[CLIENT]
    assert f"200.00{SPACE}USD" in told[CLIENT]
    assert "didn't answer your request in time" in told[FREELANCER]
    assert "has released" not in told[FREELANCER]


def long(bomb: str, length: int) -> SealedText:
    """A text as long as it may be."""
    return seal((bomb * length)[:length].strip().ljust(20, "x"))


def worst_negotiation(bomb: str) -> Scene:
    """Stage 3 with all that can stand on a card at once."""
    scene = Scene.open(amounts_minor=(10**11,) * 5, reason=long(bomb, 2_000).body)
    scene.title = (bomb * 100)[:100]
    case = scene.case
    scene.take(case.challenge(long(bomb, 2_000), by=freelancer, at_ms=T0 + 1))
    for by in (client, freelancer):
        offer = case.make_offer(10**11, by=by, at_ms=T0 + 2, note=long(bomb, 300), expires_seconds=10**6)
        scene.take(offer)
        files = tuple(scene.file((bomb.replace("/", "_") * 100)[:100], media_type="x" * 100) for _ in range(10))
        link = seal("https://example.com/" + "(" * 470)
        scene.take(case.add_exhibit(long(bomb, 1_000), by=by, at_ms=T0 + 3, link=link, files=files))
    scene.take(case.pay_fee(by=freelancer, at_ms=T0 + 4))
    scene.take(case.extend(86_400, by=client, at_ms=T0 + 5, reason=long(bomb, 300)))
    scene.take(case.withdraw(by=client, at_ms=T0 + 6, reason=long(bomb, 300)))
    return scene


def worst_arbitration(bomb: str) -> Scene:
    """Arbitration from the start, with many long questions and answers, an offer of each, a hold."""
    scene = Scene.open(amounts_minor=(10**11,) * 5, reason=long(bomb, 2_000).body, rules=agreed.SAFEPAY)
    case = scene.case
    scene.take(case.make_offer(10**11, by=freelancer, at_ms=T0 + 1, note=long(bomb, 300), expires_seconds=10**6))
    scene.take(case.claim(by=arbitrator, at_ms=T0 + 2))
    for number in range(5):
        scene.take(case.ask((CLIENT, FREELANCER), long(bomb, 1_500), by=arbitrator, at_ms=T0 + 3 + number))
        scene.take(case.answer_question(long(bomb, 2_000), by=client, at_ms=T0 + 3 + number))
    scene.take(case.hold(long(bomb, 500), by=moderator, at_ms=T0 + 20))
    return scene


def assert_all_fit(scene: Scene, *viewers: Actor) -> None:
    """Every view and notice of the scene can be sent."""
    assert_sendable(case_card(scene.view()))
    for viewer in viewers:
        view = scene.view(viewer)
        for shown in (case_card(view), options_panel(view), evidence_list(view)):
            assert_sendable(shown)
        for page in range(1, 12):
            assert_sendable(case_details(view, page))
        assert_sendable(case_history(view, scene.lines(), None))
        for exhibit in view.state.exhibits:
            assert_sendable(evidence_card(view, exhibit.name))
    for message in scene.messages:
        if "text" in message.payload:
            notice = notice_message(message.payload, scene.words_of(message.payload), guild_id=message.guild_id)
            if notice.view is not None:
                assert_sendable(notice.view)


@pytest.mark.parametrize("bomb", BOMBS)
def test_the_worst_of_both_rulebooks_fits(bomb: str) -> None:
    assert_all_fit(worst_negotiation(bomb), client, freelancer, moderator)
    assert_all_fit(worst_arbitration(bomb), client, freelancer, moderator, arbitrator)
