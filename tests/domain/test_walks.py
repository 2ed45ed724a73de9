"""R2.3, R2.5, R11.1, R12.1 over random walks: money is kept, the record gives the case, and carries no words."""

from hypothesis import given

from bot.domain.case import Case
from bot.domain.events import canonical_json, first_break, payload_of, record, text_refs
from bot.domain.options import possible, possible_for_parties
from tests.domain.attempts import not_refused
from tests.domain.builders import Told
from tests.domain.walks import PEOPLE, Step, Walk, cases, walks


def walked(told: Told, steps: list[Step]) -> Walk:
    """A case after some steps; each looks at what must hold."""
    walk = Walk(told)
    walk.look()
    for step in steps:
        walk.take(step)
    return walk


@given(cases(), walks)
def test_r2_5_money_is_kept_and_replaying_the_record_gives_the_case(told, steps):
    walked(told, steps)
    assert Case.replay(told.history).state == told.case.state
    moved = {transaction.digest for transaction in told.transactions}
    named = {getattr(event, "transaction_digest", None) for event, _ in told.history} - {None}
    assert moved == named


@given(cases(), walks)
def test_r11_1_events_carry_no_words(told, steps):
    walked(told, steps)
    texts = [text for decision in told.decisions for text in decision.texts]
    named = {ref for event, _ in told.history for ref in text_refs(event)}
    assert {text.ref for text in texts} == named
    for event, _ in told.history:
        written = canonical_json(payload_of(event))
        assert not any(text.body in written or text.salt in written for text in texts)
        # Texts stand at the top of an event, where `text_refs` finds them; files in a list of their own.
        assert written.count('"text_id"') == len(text_refs(event)) + len(getattr(event, "files", ()))


@given(cases(), walks)
def test_r11_1_the_chain_of_a_walk_is_whole(told, steps):
    walked(told, steps)
    chain, previous = [], "0" * 64
    for decision in told.decisions:
        chain += record(
            decision.events,
            stream="case",
            stream_id=told.case.state.case_id,
            after_sequence=len(chain),
            previous_hash=previous,
            at_ms=decision.at_ms,
            actor_id=decision.actor_id,
        )
        previous = chain[-1].hash if chain else previous
    assert first_break(chain) is None
    assert [item.sequence for item in chain] == list(range(1, told.case.state.version + 1))


@given(cases(), walks)
def test_options_are_what_is_not_refused(told, steps):
    walk = walked(told, steps)
    for_parties = set()
    for by in PEOPLE:
        offered = possible(told.case, by, at_ms=walk.at_ms)
        if by.member_id in told.case.state.parties:
            for_parties |= offered
        assert offered == not_refused(told.case, by, walk.at_ms), by
    assert possible_for_parties(told.case, at_ms=walk.at_ms) == for_parties
