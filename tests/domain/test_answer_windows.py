"""R8.1, R8.2, R8.4, R8.5: files, answer windows at the end of `closing`, and who may add until when."""

import pytest

from bot.domain import case_events as happened
from bot.domain.case import Case
from bot.domain.deadlines import DAY_MS, HOUR_MS, SECOND_MS, DeadlineKind, DeadlineState
from bot.domain.durations import DAY_SECONDS, HOUR_SECONDS
from bot.domain.errors import TooEarly, TooLate
from bot.domain.files import LONGEST_NAME, SealedFile, safe_name
from bot.domain.rulebook import Windows
from bot.domain.stages import Command, Stage
from tests.domain.builders import (
    CLIENT,
    FINDINGS,
    FREELANCER,
    SETTLE_MS,
    Told,
    arbitrator,
    client,
    close_evidence,
    freelancer,
    in_stage,
    moderator,
    rulebook,
    seal,
)

FILE = SealedFile("file-1", "salt-1", "ab" * 32, 1_234, "application/pdf", "order.pdf")


def add(told: Told, by, at_ms: int) -> None:
    told.take(told.case.add_exhibit(seal("The signed order."), by=by, at_ms=at_ms))


def closing(days: int = 3) -> tuple[Told, int]:
    """A case whose `closing` window has just begun, and when it is due."""
    told = in_stage(Stage.ARBITRATION, rules=rulebook(Windows(closing=days * DAY_SECONDS)))
    return told, told.deadline(DeadlineKind.CLOSING).due_at_ms


def answers(told: Told):
    return told.case.state.alive_deadlines(DeadlineKind.ANSWER)


@pytest.mark.parametrize(("before_ms", "opens"), [(DAY_MS + 1, False), (DAY_MS, True), (HOUR_MS, True), (0, True)])
@pytest.mark.parametrize(("adding", "other_id"), [(client, FREELANCER), (freelancer, CLIENT)])
def test_r8_4_an_exhibit_in_the_last_24_hours_opens_the_others_answer_window(before_ms, opens, adding, other_id):
    told, due_ms = closing()
    add(told, adding, due_ms - before_ms)
    if not opens:
        assert answers(told) == ()
        return
    (window,) = answers(told)
    assert (window.party_id, window.due_at_ms) == (other_id, due_ms - before_ms + DAY_MS)


@pytest.mark.parametrize("stage", [Stage.RESPONSE, Stage.NEGOTIATION, Stage.FINAL_OFFERS])
def test_r8_4_before_closing_there_are_no_answer_windows(stage):
    told = in_stage(stage)
    add(told, client, told.last.at_ms)
    assert answers(told) == ()


def test_r8_4_the_other_side_alone_may_add_in_it():
    told, due_ms = closing()
    add(told, client, due_ms - HOUR_MS)
    told.take(told.case.lapse(told.deadline(DeadlineKind.CLOSING).deadline_id, at_ms=due_ms + SETTLE_MS))
    assert told.case.state.evidence_closed_at_ms is None
    with pytest.raises(TooLate) as refused:
        add(told, client, due_ms + HOUR_MS)
    assert refused.value.due_at_ms == due_ms
    add(told, freelancer, due_ms + HOUR_MS)
    # An exhibit in the answer window opens none.
    (window,) = answers(told)
    assert window.party_id == FREELANCER
    told.take(told.case.lapse(window.deadline_id, at_ms=window.due_at_ms + SETTLE_MS))
    # The ruling's time runs from the window's end, not from when that was noted.
    assert told.case.state.evidence_closed_at_ms == window.due_at_ms
    assert told.deadline(DeadlineKind.RULING).starts_at_ms == window.due_at_ms
    assert told.deadline(DeadlineKind.RULING).due_at_ms == window.due_at_ms + 7 * DAY_MS
    assert Case.replay(told.history).state == told.case.state


@pytest.mark.parametrize("fired", [True, False])
def test_r8_4_an_answer_after_closing_was_due_opens_none_whether_or_not_that_is_noted_yet(fired):
    told, due_ms = closing()
    add(told, client, due_ms - HOUR_MS)
    if fired:
        told.take(told.case.lapse(told.deadline(DeadlineKind.CLOSING).deadline_id, at_ms=due_ms))
    add(told, freelancer, due_ms + SECOND_MS)
    assert [item.party_id for item in answers(told)] == [FREELANCER]


def test_r8_4_each_side_gets_at_most_one_and_it_covers_the_last_exhibit():
    told, due_ms = closing()
    add(told, client, due_ms - 20 * HOUR_MS)
    add(told, freelancer, due_ms - 10 * HOUR_MS)
    add(told, client, due_ms - HOUR_MS)
    windows = {item.party_id: item for item in answers(told)}
    assert windows[FREELANCER].due_at_ms == due_ms - HOUR_MS + DAY_MS
    assert windows[CLIENT].due_at_ms == due_ms - 10 * HOUR_MS + DAY_MS
    assert len(answers(told)) == 2
    # Each closes for its own side alone.
    with pytest.raises(TooLate) as refused:
        add(told, client, windows[CLIENT].due_at_ms + SECOND_MS)
    assert refused.value.due_at_ms == windows[CLIENT].due_at_ms
    add(told, freelancer, windows[CLIENT].due_at_ms + SECOND_MS)


def test_r8_5_each_side_is_told_when_the_window_closed_for_it():
    told, due_ms = closing()
    add(told, client, due_ms - HOUR_MS)
    close_evidence(told)
    ends = {client: due_ms, freelancer: due_ms - HOUR_MS + DAY_MS}
    for by, closed_ms in ends.items():
        with pytest.raises(TooLate) as refused:
            add(told, by, told.last.at_ms + DAY_MS)
        assert (refused.value.what, refused.value.due_at_ms) == (Command.ADD_EXHIBIT.value, closed_ms)


def test_r8_4_an_answer_window_that_was_made_longer_is_not_cut_by_a_later_exhibit():
    told, due_ms = closing()
    add(told, client, due_ms - 20 * HOUR_MS)
    told.take(told.case.extend(40 * HOUR_SECONDS, by=freelancer, at_ms=due_ms - 19 * HOUR_MS, alone=False))
    (window,) = answers(told)
    told.take(told.case.move_deadline(window.deadline_id, due_ms + 9 * DAY_MS, "agreed", at_ms=due_ms - 18 * HOUR_MS))
    add(told, client, due_ms - HOUR_MS)
    assert answers(told)[0].due_at_ms == due_ms + 9 * DAY_MS


def test_r8_4_during_a_hold_the_time_left_of_closing_counts():
    told, due_ms = closing()
    told.take(told.case.hold(seal("We look into it."), by=moderator, at_ms=due_ms - HOUR_MS))
    add(told, client, due_ms + 5 * DAY_MS)
    (window,) = answers(told)
    assert not window.is_running
    add(told, client, due_ms + 6 * DAY_MS)
    told.take(told.case.resume(by=moderator, at_ms=due_ms + 7 * DAY_MS))
    assert told.deadline(DeadlineKind.CLOSING).due_at_ms == due_ms + 7 * DAY_MS + HOUR_MS
    assert answers(told)[0].due_at_ms == due_ms + 8 * DAY_MS


def test_r8_4_a_hold_early_in_closing_opens_none():
    told, due_ms = closing()
    told.take(told.case.hold(seal("We look into it."), by=moderator, at_ms=due_ms - 2 * DAY_MS))
    add(told, client, due_ms)
    assert answers(told) == ()


def test_r8_4_when_both_rest_answer_windows_are_over_for_good():
    told, due_ms = closing()
    add(told, client, due_ms - HOUR_MS)
    for by in (client, freelancer):
        told.take(told.case.rest(by=by, at_ms=due_ms - HOUR_MS))
    ended = [item.state for item in told.case.state.deadlines.values() if item.kind is DeadlineKind.ANSWER]
    assert ended == [DeadlineState.MET]
    assert told.case.state.evidence_closed_at_ms == told.last.at_ms
    with pytest.raises(TooLate) as refused:
        add(told, freelancer, told.last.at_ms + 1)
    assert refused.value.due_at_ms == told.last.at_ms


def test_r8_4_both_may_rest_in_an_answer_window_after_closing():
    told, due_ms = closing()
    add(told, client, due_ms - HOUR_MS)
    told.take(told.case.lapse(told.deadline(DeadlineKind.CLOSING).deadline_id, at_ms=due_ms))
    for by in (client, freelancer):
        told.take(told.case.rest(by=by, at_ms=due_ms + HOUR_MS))
    assert told.last.events[-2] == happened.EvidenceClosed(both_rested=True)


def test_r5_stage_4_no_ruling_before_the_answer_window_is_over():
    told, due_ms = closing()
    told.take(told.case.claim(by=arbitrator, at_ms=told.last.at_ms))
    add(told, client, due_ms - HOUR_MS)
    told.take(told.case.lapse(told.deadline(DeadlineKind.CLOSING).deadline_id, at_ms=due_ms))
    with pytest.raises(TooEarly) as refused:
        told.case.rule(1, seal(FINDINGS), by=arbitrator, at_ms=due_ms)
    assert refused.value.from_ms == due_ms - HOUR_MS + DAY_MS


def test_r8_1_files_go_with_an_exhibit_as_salted_hashes():
    told = in_stage(Stage.RESPONSE)
    description = seal("The signed order.")
    told.take(told.case.add_exhibit(description, by=client, at_ms=told.last.at_ms, files=(FILE, FILE)))
    (exhibit,) = told.case.state.exhibits
    assert exhibit.files == (FILE.ref, FILE.ref)
    assert told.last.files == [FILE, FILE]
    assert told.last.events == [
        happened.ExhibitAdded("C-1", CLIENT, description.ref, None, (FILE.ref, FILE.ref), is_late=False)
    ]


@pytest.mark.parametrize(
    "changed",
    [
        SealedFile("file-1", "salt-2", "ab" * 32, 1_234, "application/pdf", "order.pdf"),
        SealedFile("file-1", "salt-1", "ac" * 32, 1_234, "application/pdf", "order.pdf"),
        SealedFile("file-1", "salt-1", "ab" * 32, 1_235, "application/pdf", "order.pdf"),
        SealedFile("file-1", "salt-1", "ab" * 32, 1_234, "image/png", "order.pdf"),
        SealedFile("file-1", "salt-1", "ab" * 32, 1_234, "application/pdf", "Order.pdf"),
    ],
)
def test_r11_1_a_files_digest_binds_all_that_is_said_of_it(changed):
    assert changed.ref.digest != FILE.ref.digest


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("order.pdf", "order.pdf"),
        ("Ordnung für März.pdf", "Ordnung für März.pdf"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("C:\\Users\\me\\order.pdf", "C_Users_me_order.pdf"),
        ("a/b|c<d>e\"f'g?h*i.txt", "a_b_c_d_e_f'g_h_i.txt"),
        ("bell\x07 and\x00 null.txt", "bell and null.txt"),
        ("in\u202evoice.exe", "invoice.exe"),
        ("zero\u200bwidth.txt", "zerowidth.txt"),
        ("  .hidden. ", "hidden"),
        ("...", "file"),
        ("", "file"),
        ("\u200b", "file"),
        ("x" * 100, "x" * 100),
        ("x" * 200 + ".pdf", "x" * 96 + ".pdf"),
        ("x" * 200 + ".not an extension", "x" * LONGEST_NAME),
        ("x" * 200, "x" * LONGEST_NAME),
    ],
)
def test_r8_2_a_files_name_is_kept_and_made_safe(name, kept):
    assert safe_name(name) == kept
    assert safe_name(kept) == kept
