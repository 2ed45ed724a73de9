"""The proof of a case file finds whatever was changed, and says what it can't tell."""

import copy
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from bot.casefile.document import CaseFile, case_file, from_json, to_json
from bot.casefile.proof import Bytes, prove
from bot.casefile.schema import schema
from bot.domain.events import event_hash
from bot.services.case_record import CaseRecord

AT_MS = 1_767_700_000_000
SCHEMA_FILE = Path(__file__).parents[2] / "docs" / "case-file.schema.json"
VALIDATOR = Draft202012Validator(schema())
Recorded = Callable[[str], CaseRecord]
Where = tuple[str | int, ...]
NOT_COVERED = ("names", "messages", "exported_at_ms", "program")
"""What the page says that the hashes don't cover."""


def document_of(record: CaseRecord) -> CaseFile:
    return case_file(record, exported_at_ms=AT_MS)


def data_of(record: CaseRecord) -> Any:
    return json.loads(to_json(document_of(record)))


def leaves(value: Any, where: Where = ()) -> Iterator[Where]:
    """The places of all single values."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, (*where, name))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from leaves(inner, (*where, position))
    else:
        yield where


def altered(data: Any, where: Where, value: Any) -> Any:
    made = copy.deepcopy(data)
    holder = made
    for step in where[:-1]:
        holder = holder[step]
    holder[where[-1]] = value
    return made


def verdict(data: Any) -> str | None:
    """What is wrong with the data, as a sentence; None if nothing is."""
    try:
        document = from_json(json.dumps(data))
    except ValueError as fault:
        return str(fault)
    return prove(document).first_break


def other(value: Any, draw: st.DataObject) -> Any:
    """Another value of the same kind, so that reading alone doesn't find it; or None for something."""
    kinds = {
        bool: st.booleans(),
        int: st.one_of(
            st.integers(-3, 10**13), st.just(int(value or 0) + 1) if isinstance(value, int) else st.nothing()
        ),
        str: st.one_of(st.text(max_size=64), st.just(f"{value}x")),
        type(None): st.one_of(st.integers(0, 99), st.text(max_size=5)),
    }
    return draw.draw(
        st.one_of(kinds[type(value)], st.none()).filter(lambda found: found != value or type(found) is not type(value))
    )


@pytest.mark.parametrize("name", ["ruled", "split", "erased", "crowded"])
def test_an_untouched_file_is_whole(recorded: Recorded, name: str) -> None:
    whole = recorded(name)
    for record in (whole, whole.without_offers()) if whole.case.state.is_open else (whole,):
        proof = prove(from_json(to_json(document_of(record))))
        assert proof.first_break is None
        assert proof.events == sum(len(events) for events in (record.events, *record.milestone_events.values()))
        assert VALIDATOR.is_valid(json.loads(to_json(document_of(record))))


@pytest.mark.parametrize("name", ["ruled", "split", "erased"])
@given(draw=st.data())
def test_r11_1_any_value_that_is_changed_is_found(recorded: Recorded, name: str, draw: st.DataObject) -> None:
    """R11.1: every single value is bound by the chain, but for those that the page names as not covered."""
    data = data_of(recorded(name))
    where = draw.draw(st.sampled_from([where for where in leaves(data) if where[0] not in NOT_COVERED]))
    value = data
    for step in where:
        value = value[step]
    changed = altered(data, where, other(value, draw))
    assert verdict(changed) is not None, where


def test_each_value_of_a_whole_file_is_bound(recorded: Recorded) -> None:
    """Each of them in turn, in the smallest file."""
    data = data_of(recorded("split"))
    for where in leaves(data):
        value = data
        for step in where:
            value = value[step]
        new = {bool: lambda v: not v, int: lambda v: v + 1, str: lambda v: f"{v}0", type(None): lambda _: 1}[
            type(value)
        ](value)
        is_found = verdict(altered(data, where, new)) is not None
        assert is_found == (where[0] not in NOT_COVERED), where


@given(draw=st.data())
def test_whatever_is_taken_out_is_found(recorded: Recorded, draw: st.DataObject) -> None:
    """But for words and files, which may be erased, and what is not covered."""
    data = data_of(recorded("ruled"))
    path = draw.draw(st.sampled_from([
        ("records",), ("records", 0, "events"), ("records", 1, "events"), ("heads",), ("ledger",),
        ("ledger", 0, "entries"), ("summary", "offers"), ("summary", "exhibits"), ("summary", "payouts"),
    ]))  # fmt: skip
    holder = data
    for step in path:
        holder = holder[step]
    del holder[draw.draw(st.integers(0, len(holder) - 1))]
    assert verdict(data) is not None


def test_the_first_break_is_one_sentence_that_names_the_event(recorded: Recorded) -> None:
    data = data_of(recorded("ruled"))
    events = data["records"][0]["events"]
    at = next(index for index, item in enumerate(events) if item["kind"] == "ruling_made")
    paid = altered(data, ("records", 0, "events", at, "payload", "freelancer_minor"), 1)
    assert verdict(paid) == f"CASE-0001: event {at + 1} (ruling_made) isn't what its hash says"
    moved = altered(data, ("records", 0, "events", 4, "previous_hash"), "0" * 64)
    assert verdict(moved) == "CASE-0001: event 5 doesn't follow from the one before it"
    text_id = events[0]["payload"]["reason"]["text_id"]
    worded = altered(data, ("texts", text_id, "body"), "Something else altogether.")
    assert verdict(worded) == "CASE-0001: the words of event 1 aren't those that were written"
    summed = altered(data, ("ledger", 0, "entries", 0, "amount_minor"), 5)
    assert "don't sum to zero" in (verdict(summed) or "")
    told = altered(data, ("summary", "outcome"), "settled")
    assert verdict(told) == "the summary's outcome isn't what the record says"


def test_a_record_that_was_made_up_from_the_start_shows_by_its_head(recorded: Recorded) -> None:
    """Nobody can tell a whole chain of lies from a chain: that is what the posted heads are for."""
    told = document_of(recorded("ruled"))
    assert prove(told).heads[0].hash == recorded("ruled").events[-1].hash


def test_only_offers_may_be_withheld(recorded: Recorded) -> None:
    data = data_of(recorded("ruled"))
    events = data["records"][0]["events"]
    at = next(index for index, item in enumerate(events) if item["kind"] == "fee_paid")
    hidden = altered(data, ("records", 0, "events", at, "payload"), None)
    assert "only offers may be withheld" in (verdict(hidden) or "")
    posing = altered(hidden, ("records", 0, "events", at, "kind"), "offer_made")
    assert verdict(posing) is not None


def test_no_offers_are_withheld_of_a_case_that_has_ended(recorded: Recorded) -> None:
    """Whoever changed what came before such an event could still show the head that was posted."""
    data = data_of(recorded("ruled").without_offers())
    first = data["records"][0]["events"][0]
    assert data["records"][0]["events"][1]["payload"] is None
    payload = {**first["payload"], "category": first["payload"]["reason"]}
    said = (first["sequence"], first["at_ms"], first["actor_id"], first["kind"])
    first |= {"payload": payload, "hash": event_hash(first["previous_hash"], "case", 1, *said, payload)}
    data["records"][0]["events"][1]["previous_hash"] = first["hash"]
    data["texts"] = {key: text for key, text in data["texts"].items() if text["body"] != "Quality"}
    assert data["heads"][0]["hash"] == recorded("ruled").events[-1].hash
    assert "only those of an open case may be withheld" in (verdict(data) or "")


@given(
    value=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=5,
    ),
    draw=st.data(),
)
def test_no_data_make_the_proof_fall_over(recorded: Recorded, value: Any, draw: st.DataObject) -> None:
    """A value of any kind in any place is found to be wrong, and nothing else happens."""
    data = data_of(recorded("split"))
    whole = [where[:length] for where in leaves(data) for length in range(1, len(where) + 1)]
    where = draw.draw(st.sampled_from(whole))
    found = verdict(altered(data, where, value))
    if where[0] not in NOT_COVERED:
        before = data
        for step in where:
            before = before[step]
        assert found is not None or value in (before, {}), where


def test_exhibits_are_checked_by_their_bytes(recorded: Recorded) -> None:
    document = document_of(recorded("ruled"))
    photo, letter = (ref.text_id for ref in document.summary.exhibits[0].files)
    right = Bytes(document.files[photo].sha256, document.files[photo].size_bytes)
    wrong = replace(right, size_bytes=1)

    def results(given_bytes: dict[str, list[Bytes]]) -> list[str]:
        return [item.result for item in prove(document, given_bytes).exhibits]

    assert results({}) == ["not included", "not included"]
    assert results({photo: [wrong, right]}) == ["matches", "not included"]
    assert results({photo: [right], letter: [right]}) == ["matches", "differs"]
    assert prove(document, {letter: [right]}).first_break == (
        "exhibit C-1: the bytes of letter.txt aren't those that were handed in"
    )


def test_the_published_schema_is_that_of_the_types() -> None:
    """To write it anew: `python -m bot.casefile.schema > docs/case-file.schema.json`."""
    Draft202012Validator.check_schema(schema())
    assert json.loads(SCHEMA_FILE.read_text(encoding="utf-8")) == schema()


@given(draw=st.data())
def test_the_schema_refuses_what_lacks_something_or_has_too_much(recorded: Recorded, draw: st.DataObject) -> None:
    data = data_of(recorded("split"))
    by_name = (where for where in leaves(data) if where[0] not in ("names", "texts", "files"))
    where = draw.draw(st.sampled_from([place for place in by_name if isinstance(place[-1], str)]))
    holder = data
    for step in where[:-1]:
        holder = holder[step]
    if draw.draw(st.booleans()):
        holder["something"] = 1
    else:
        del holder[where[-1]]
    assert not VALIDATOR.is_valid(data)
