"""R8.1, R8.3, R8.5: exhibits and the word that one has nothing to add."""

from copy import deepcopy
from dataclasses import replace

import pytest

from bot.domain.deadlines import SECOND_MS, DeadlineKind
from bot.domain.errors import AlreadyDone, LinkNotUnderstood, NoSuchExhibit, TextLength, TooLate, TooManyExhibits
from bot.domain.rulebook import MILESTONE
from bot.domain.stages import Stage
from tests.domain.builders import CLIENT, FREELANCER, client, close_evidence, freelancer, in_stage, seal

OPEN_STAGES = [Stage.RESPONSE, Stage.NEGOTIATION, Stage.FINAL_OFFERS, Stage.ARBITRATION]


@pytest.mark.parametrize("stage", OPEN_STAGES)
@pytest.mark.parametrize(
    ("claimant_id", "names"), [(CLIENT, ["C-1", "R-1", "C-2"]), (FREELANCER, ["R-1", "C-1", "R-2"])]
)
def test_r8_1_both_hand_in_evidence_in_stages_1_to_3_and_the_closing_window(stage, claimant_id, names):
    told = in_stage(stage, claimant_id=claimant_id)
    description, link = seal("The signed order."), seal("https://example.org/order.pdf")
    told.take(told.case.add_exhibit(description, by=client, at_ms=told.last.at_ms, link=link))
    told.take(told.case.add_exhibit(seal("My mail."), by=freelancer, at_ms=told.last.at_ms))
    told.take(told.case.add_exhibit(seal("The second draft."), by=client, at_ms=told.last.at_ms))
    exhibits = told.case.state.exhibits
    assert [exhibit.name for exhibit in exhibits] == names
    assert (exhibits[0].description, exhibits[0].link) == (description.ref, link.ref)
    assert told.case.state.stage is stage


@pytest.mark.parametrize("length", [0, 1_001])
def test_an_exhibit_needs_a_description(length):
    told = in_stage(Stage.RESPONSE)
    before = deepcopy(told.case.state)
    with pytest.raises(TextLength):
        told.case.add_exhibit(seal("d" * length), by=client, at_ms=told.last.at_ms)
    assert told.case.state == before


def test_a_link_must_be_a_plain_address():
    told = in_stage(Stage.RESPONSE)
    before = deepcopy(told.case.state)
    with pytest.raises(LinkNotUnderstood):
        told.case.add_exhibit(seal("Look."), by=client, at_ms=told.last.at_ms, link=seal("javascript:alert(1)"))
    assert told.case.state == before


def test_r8_2_max_exhibits_counts_each_party_alone():
    told = in_stage(Stage.RESPONSE, rules=replace(MILESTONE, max_exhibits=2))
    for by in (client, client, freelancer):
        told.take(told.case.add_exhibit(seal("One of few."), by=by, at_ms=told.last.at_ms))
    told.take(told.case.withdraw_exhibit("C-1", by=client, at_ms=told.last.at_ms))
    before = deepcopy(told.case.state)
    with pytest.raises(TooManyExhibits) as refused:
        told.case.add_exhibit(seal("One too many."), by=client, at_ms=told.last.at_ms)
    assert refused.value.limit == 2
    assert told.case.state == before
    told.take(told.case.add_exhibit(seal("Still room."), by=freelancer, at_ms=told.last.at_ms))


def test_r8_3_a_withdrawn_exhibit_stays_shown():
    told = in_stage(Stage.NEGOTIATION)
    told.take(told.case.add_exhibit(seal("The brief."), by=client, at_ms=told.last.at_ms))
    told.take(told.case.withdraw_exhibit("c-1", by=client, at_ms=told.last.at_ms + 5))
    (exhibit,) = told.case.state.exhibits
    assert (exhibit.name, exhibit.withdrawn_at_ms) == ("C-1", told.last.at_ms)
    with pytest.raises(AlreadyDone) as refused:
        told.case.withdraw_exhibit("C-1", by=client, at_ms=told.last.at_ms + 6)
    assert refused.value.at_ms == told.last.at_ms
    told.take(told.case.add_exhibit(seal("The brief again."), by=client, at_ms=told.last.at_ms))
    assert told.case.state.exhibits[-1].name == "C-2"


@pytest.mark.parametrize("name", ["R-1", "C-2", "", "1"])
def test_r8_3_only_ones_own_exhibit_can_be_withdrawn(name):
    told = in_stage(Stage.NEGOTIATION)
    for by in (client, freelancer):
        told.take(told.case.add_exhibit(seal("The brief."), by=by, at_ms=told.last.at_ms))
    before = deepcopy(told.case.state)
    with pytest.raises(NoSuchExhibit):
        told.case.withdraw_exhibit(name, by=client, at_ms=told.last.at_ms)
    assert told.case.state == before


def evidence_commands(case, at_ms):
    return [
        lambda: case.add_exhibit(seal("Too late."), by=client, at_ms=at_ms),
        lambda: case.withdraw_exhibit("C-1", by=client, at_ms=at_ms),
        lambda: case.rest(by=client, at_ms=at_ms),
    ]


def test_r8_5_after_the_window_evidence_is_refused_with_the_time_it_closed():
    told = in_stage(Stage.ARBITRATION)
    told.take(told.case.add_exhibit(seal("In time."), by=client, at_ms=told.last.at_ms))
    due_ms = told.deadline(DeadlineKind.CLOSING).due_at_ms
    before = deepcopy(told.case.state)
    for ask in evidence_commands(told.case, due_ms + SECOND_MS):
        with pytest.raises(TooLate) as not_fired_yet:
            ask()
        assert not_fired_yet.value.due_at_ms == due_ms
        assert told.case.state == before
    close_evidence(told)
    for ask in evidence_commands(told.case, told.last.at_ms + 1):
        with pytest.raises(TooLate) as fired:
            ask()
        assert fired.value.due_at_ms == due_ms


def test_r9_2_evidence_in_the_due_second_is_in_time():
    told = in_stage(Stage.ARBITRATION)
    told.take(told.case.add_exhibit(seal("In time."), by=client, at_ms=told.deadline(DeadlineKind.CLOSING).due_at_ms))
    assert len(told.case.state.exhibits) == 1


@pytest.mark.parametrize(("resting", "adding"), [(client, freelancer), (client, client), (freelancer, client)])
def test_r8_4_a_new_exhibit_cancels_the_rests_given_before_it(resting, adding):
    told = in_stage(Stage.ARBITRATION)
    told.take(told.case.rest(by=resting, at_ms=told.last.at_ms))
    told.take(told.case.add_exhibit(seal("One more thing."), by=adding, at_ms=told.last.at_ms))
    assert told.case.state.rested == set()
    other = freelancer if resting is client else client
    told.take(told.case.rest(by=other, at_ms=told.last.at_ms))
    assert told.case.state.evidence_closed_at_ms is None
    told.take(told.case.rest(by=resting, at_ms=told.last.at_ms))
    assert told.case.state.evidence_closed_at_ms is not None
