"""The case card and the panel of options: what stands first, who can do what, and whose turn it is."""

from collections.abc import Callable

import pytest

from bot.domain.actors import Actor
from bot.domain.deadlines import DeadlineKind
from bot.domain.rulebook import MILESTONE, Windows
from bot.domain.stages import Outcome
from bot.ui.cards import case_card, case_details, options_panel
from tests.domain.builders import (
    FINDINGS,
    STATEMENT,
    T0,
    arbitrator,
    client,
    freelancer,
    moderator,
    rulebook,
    seal,
    stranger,
)
from tests.ui.scene import SAFEPAY, Scene
from tests.ui.shown import assert_sendable, buttons_of, labels_of, text_of

OUTCOME_WORDS = {"Settled", "Withdrawn", "Forfeited", "Dormant", "Conceded", "Ruled", "Split"}
DAY = 86_400_000


def negotiating() -> Scene:
    """Challenged, with an offer of each side open."""
    scene = Scene.open()
    scene.take(scene.case.challenge(seal(STATEMENT), by=freelancer, at_ms=T0 + DAY))
    scene.take(scene.case.make_offer(80_000, by=freelancer, at_ms=T0 + DAY, note=seal("It is all done.")))
    return scene


def in_arbitration() -> Scene:
    """Both fees are paid."""
    scene = negotiating()
    scene.take(scene.case.pay_fee(by=client, at_ms=T0 + 2 * DAY))
    scene.take(scene.case.pay_fee(by=freelancer, at_ms=T0 + 3 * DAY))
    return scene


def closed() -> Scene:
    """Evidence is closed, and the arbitrator has the case."""
    scene = in_arbitration()
    scene.take(scene.case.claim(by=arbitrator, at_ms=T0 + 3 * DAY))
    (closing,) = scene.case.state.alive_deadlines(DeadlineKind.CLOSING)
    scene.take(scene.case.lapse(closing.deadline_id, at_ms=closing.due_at_ms + 90_000))
    return scene


def ended(outcome: Outcome) -> Scene:
    """A case that ended so."""
    if outcome is Outcome.SPLIT:
        return Scene.open(amounts_minor=(5_001,), offer_minor=1_000, rules=SAFEPAY, splits=True)
    if outcome is Outcome.DORMANT:
        return dormant()
    scene = (
        closed() if outcome is Outcome.RULED else negotiating() if outcome is not Outcome.FORFEITED else Scene.open()
    )
    case, at_ms = scene.case, scene.at_ms + 1
    match outcome:
        case Outcome.SETTLED:
            scene.take(case.accept_offer(2, by=client, at_ms=at_ms))
        case Outcome.WITHDRAWN:
            scene.take(case.withdraw(by=client, at_ms=at_ms))
        case Outcome.CONCEDED:
            scene.take(case.give_in(by=freelancer, at_ms=at_ms))
        case Outcome.RULED:
            scene.take(case.rule(70_000, seal(FINDINGS), by=arbitrator, at_ms=at_ms))
        case _:
            (due,) = case.state.alive_deadlines(DeadlineKind.RESPONSE)
            scene.take(case.lapse(due.deadline_id, at_ms=due.due_at_ms + 90_000))
    return scene


def dormant() -> Scene:
    """Nobody did anything for as long as the rulebook waits."""
    scene = Scene.open(rules=rulebook(Windows(dormancy=10 * 86_400)))
    scene.take(scene.case.challenge(seal(STATEMENT), by=freelancer, at_ms=T0 + DAY))
    (due,) = scene.case.state.alive_deadlines(DeadlineKind.DORMANCY)
    scene.take(scene.case.lapse(due.deadline_id, at_ms=due.due_at_ms + 90_000))
    return scene


def first_line(scene: Scene) -> str:
    """What stands at the top of the card."""
    return text_of(case_card(scene.view())).split("\n")[0]


@pytest.mark.parametrize("outcome", list(Outcome))
def test_an_ended_case_shows_one_outcome_in_its_first_line(outcome: Outcome) -> None:
    line = first_line(ended(outcome))
    assert "CASE-0042" in line
    assert [word for word in OUTCOME_WORDS if word in line] == [outcome.value.capitalize()]


@pytest.mark.parametrize(
    ("scene", "stage"),
    [
        (Scene.open, "Stage 1 of 4: Response"),
        (negotiating, "Stage 2 of 4: Negotiation"),
        (in_arbitration, "Stage 4 of 4: Arbitration"),
    ],
)
def test_an_open_case_shows_its_stage_in_its_first_line(scene: Callable[[], Scene], stage: str) -> None:
    line = first_line(scene())
    assert "CASE-0042" in line
    assert stage in line
    assert not [word for word in OUTCOME_WORDS if word in line]


def test_r5_stage_3_shows_its_name() -> None:
    scene = negotiating()
    scene.take(scene.case.pay_fee(by=client, at_ms=T0 + 2 * DAY))
    assert "Stage 3 of 4: Final offers and evidence" in first_line(scene)


def test_the_card_says_what_is_in_dispute_who_can_do_what_and_by_when() -> None:
    text = text_of(case_card(Scene.open().view()))
    for word in ("1,000.00\N{NO-BREAK SPACE}USD", "<@101> (client)", "<@202> (freelancer)", "M-1", "Landing page"):
        assert word in text
    assert "Offer 1" in text
    assert f"<@202> must answer by <t:{(T0 + 4 * DAY) // 1000}:F>" in text
    assert (
        "<@202>: accept offer 1, challenge the case, make an offer, add evidence, ask for more time or give in" in text
    )
    assert "Server administrators can see all channels" in text


def test_the_card_carries_what_at_least_one_party_can_do() -> None:
    labels = labels_of(case_card(Scene.open().view()))
    assert labels == [
        "Accept",
        "Decline",
        "Challenge",
        "Counter-offer",
        "Add evidence",
        "More time",
        "Withdraw case",
        "Give in",
        "Details",
        "My options",
    ]
    assert labels_of(case_card(ended(Outcome.RULED).view())) == ["Details", "My options"]


def test_r7_2_each_open_offer_has_buttons_that_name_it() -> None:
    scene = negotiating()
    version = scene.case.state.version
    ids = dict.fromkeys(custom_id for label, custom_id in buttons_of(case_card(scene.view())) if label == "Accept")
    assert list(ids) == [f"p1:accept.1:42:{version}", f"p1:accept.2:42:{version}"]


@pytest.mark.parametrize("viewer", [client, freelancer])
def test_my_options_offer_only_the_other_sides_offer(viewer: Actor) -> None:
    scene = negotiating()
    number = 2 if viewer is client else 1
    ids = [custom_id for label, custom_id in buttons_of(options_panel(scene.view(viewer))) if label == "Accept"]
    assert ids == [f"p1:accept.{number}:42:{scene.case.state.version}"]


def test_my_options_are_exactly_ones_own() -> None:
    scene = Scene.open()
    assert labels_of(options_panel(scene.view(client))) == [
        "Counter-offer",
        "Add evidence",
        "More time",
        "Withdraw case",
        "Give in",
    ]
    assert labels_of(options_panel(scene.view(freelancer))) == [
        "Accept",
        "Decline",
        "Challenge",
        "Counter-offer",
        "Add evidence",
        "More time",
        "Give in",
    ]
    assert labels_of(options_panel(scene.view(moderator))) == [
        "Give more time",
        "Hold clocks",
        "Remove a guest",
        "Escalate",
    ]
    assert labels_of(options_panel(closed().view(arbitrator))) == ["Ask the parties", "Rule", "Recuse yourself"]


def test_who_can_do_nothing_is_told_whose_turn_it_is() -> None:
    panel = options_panel(in_arbitration().view(stranger))
    assert labels_of(panel) == []
    text = text_of(panel)
    assert "<@101>: add evidence" in text
    assert "An arbitrator must still take the case" in text
    assert "over" in text_of(options_panel(ended(Outcome.SETTLED).view(client)))


def test_a_clock_that_stands_says_so() -> None:
    scene = Scene.open()
    (due,) = scene.case.state.alive_deadlines(DeadlineKind.RESPONSE)
    scene.take(scene.case.hold_deadline(due.deadline_id, "never_reached", at_ms=T0 + DAY))
    text = text_of(case_card(scene.view()))
    assert "stands since" in text
    assert "could not be reached" in text
    assert "Resume clocks" in labels_of(options_panel(scene.view(moderator)))


def test_an_escalated_case_says_who_was_never_reached() -> None:
    scene = Scene.open()
    reason = seal("They don't answer anybody.")
    scene.take(scene.case.escalate(reason, by=moderator, at_ms=T0 + DAY, never_reached=(202,)))
    text = text_of(case_card(scene.view()))
    assert "No notice of this case ever reached <@202>" in text
    assert "Waived" in text
    assert "They don't answer anybody." in text_of(case_details(scene.view()))


def test_a_ruling_can_be_read_on_the_card() -> None:
    text = text_of(case_card(ended(Outcome.RULED).view()))
    assert FINDINGS in text
    assert "the freelancer gets **700.00\N{NO-BREAK SPACE}USD**, the client **300.00\N{NO-BREAK SPACE}USD**" in text
    assert "<@101>: 50.00\N{NO-BREAK SPACE}USD to the server" in text
    assert "<@202>: 50.00\N{NO-BREAK SPACE}USD returned" in text


def test_erased_words_are_said_to_be_erased() -> None:
    scene = negotiating()
    scene.bodies.clear()
    for view in (case_card(scene.view()), case_details(scene.view())):
        assert "erased" in text_of(view)
        assert_sendable(view)


async def test_views_are_finished_so_that_nothing_is_kept_in_memory() -> None:
    scene = negotiating()
    for view in (case_card(scene.view()), options_panel(scene.view(client)), case_details(scene.view())):
        assert view.is_finished()


def test_the_rules_of_a_case_are_its_own() -> None:
    text = text_of(case_details(Scene.open(rules=MILESTONE).view()))
    assert "at least 5.00\N{NO-BREAK SPACE}USD, at most 50 %" in text
