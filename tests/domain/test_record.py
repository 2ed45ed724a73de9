"""R11.1: the hash chain finds every single change to a record."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, Final

import pytest

from bot.domain.case_events import PartyLeft, PartyReturned
from bot.domain.events import FIRST_PREVIOUS_HASH, RecordedEvent, canonical_json, first_break, record
from bot.domain.stages import Stage
from tests.domain.builders import Told, client, freelancer, in_stage, seal


def chain_of(told: Told) -> list[RecordedEvent]:
    """The record of a case, as storage would keep it."""
    chain: list[RecordedEvent] = []
    for decision in told.decisions:
        chain += record(
            decision.events,
            stream="case",
            stream_id=42,
            after_sequence=len(chain),
            previous_hash=chain[-1].hash if chain else FIRST_PREVIOUS_HASH,
            at_ms=decision.at_ms,
            actor_id=decision.actor_id,
        )
    return chain


def a_long_case() -> Told:
    """A case in which much has happened: offers, exhibits, both fees, a ruling."""
    told = in_stage(Stage.FINAL_OFFERS, amounts_minor=(60_000, 40_000))
    at_ms = told.last.at_ms
    told.take(told.case.make_offer(70_000, by=freelancer, at_ms=at_ms, note=seal("Last word."), expires_seconds=3_600))
    told.take(told.case.add_exhibit(seal("The brief."), by=client, at_ms=at_ms, link=seal("https://example.org/a")))
    told.take(told.case.withdraw_exhibit("C-1", by=client, at_ms=at_ms))
    told.take(told.case.extend_after_outage(at_ms, at_ms + 60_000, at_ms=at_ms + 60_000))
    told.take(told.case.pay_fee(by=freelancer, at_ms=at_ms))
    told.take(told.case.rest(by=client, at_ms=at_ms))
    told.take(told.case.give_in(by=client, at_ms=at_ms))
    return told


CHAIN: Final = chain_of(a_long_case())


def altered(value: Any) -> Iterator[Any]:
    """The value with one thing changed, in every way that its parts allow."""
    if value is None:
        yield 1
    elif isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield value + 1
    elif isinstance(value, Enum):
        yield from (other for other in type(value) if other is not value)
    elif isinstance(value, str):
        yield value + "x"
    elif isinstance(value, tuple):
        yield value[:-1] if value else (1,)
        yield from ((*value[:at], other, *value[at + 1 :]) for at, item in enumerate(value) for other in altered(item))
    elif is_dataclass(value):
        for field in fields(value):
            yield from (replace(value, **{field.name: other}) for other in altered(getattr(value, field.name)))
    else:
        raise AssertionError(value)


@pytest.mark.parametrize("place", range(len(CHAIN)), ids=lambda place: f"{place + 1} {CHAIN[place].event.kind}")
def test_r11_1_every_single_alteration_is_found_where_it_was_made(place):
    count = 0
    for other in altered(CHAIN[place]):
        assert first_break([*CHAIN[:place], other, *CHAIN[place + 1 :]]) == place + 1, other
        count += 1
    assert count >= 8


def test_r11_1_another_kind_of_event_with_the_same_facts_is_found():
    item = record(
        [PartyLeft(7)],
        stream="case",
        stream_id=42,
        after_sequence=0,
        previous_hash=FIRST_PREVIOUS_HASH,
        at_ms=0,
        actor_id=None,
    )[0]
    assert first_break([item]) is None
    assert first_break([replace(item, event=PartyReturned(7))]) == 1


def test_r11_1_a_whole_chain_has_no_break():
    assert first_break(CHAIN) is None
    assert first_break([]) is None
    # What is cut off at the end is found by the heads that were posted, not by the chain.
    assert first_break(CHAIN[:-1]) is None


def test_r11_1_events_cannot_be_removed_swapped_repeated_or_put_in():
    assert first_break(CHAIN[1:]) == 1
    for place in range(1, len(CHAIN) - 1):
        assert first_break(CHAIN[:place] + CHAIN[place + 1 :]) == place + 1
        swapped = [*CHAIN[:place], CHAIN[place + 1], CHAIN[place], *CHAIN[place + 2 :]]
        assert first_break(swapped) == place + 1
        assert first_break([*CHAIN[: place + 1], CHAIN[place], *CHAIN[place + 1 :]]) == place + 2


def test_r11_1_an_event_of_another_case_does_not_fit_in():
    others = record(
        [item.event for item in CHAIN],
        stream="case",
        stream_id=43,
        after_sequence=0,
        previous_hash=FIRST_PREVIOUS_HASH,
        at_ms=CHAIN[0].at_ms,
        actor_id=None,
    )
    assert first_break(others) is None
    assert first_break([CHAIN[0], *others[1:]]) == 2


def test_r11_1_a_chain_begins_with_number_1():
    forged = record(
        [item.event for item in CHAIN],
        stream="case",
        stream_id=42,
        after_sequence=1,
        previous_hash=FIRST_PREVIOUS_HASH,
        at_ms=CHAIN[0].at_ms,
        actor_id=None,
    )
    assert first_break(forged) == 1


def test_r11_1_the_chain_goes_on_from_a_stored_head():
    head = CHAIN[2]
    again = record(
        [CHAIN[3].event],
        stream="case",
        stream_id=42,
        after_sequence=head.sequence,
        previous_hash=head.hash,
        at_ms=CHAIN[3].at_ms,
        actor_id=CHAIN[3].actor_id,
    )
    assert again == [CHAIN[3]]


def test_canonical_json_has_one_spelling():
    assert canonical_json({"b": 1, "a": [None, True, "é\n"]}) == '{"a":[null,true,"é\\n"],"b":1}'
    assert canonical_json({"a": 1, "b": 2}) == canonical_json({"b": 2, "a": 1})
