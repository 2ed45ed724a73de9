"""Domain values survive the trip to JSON and back, and nothing else passes for one."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.case_events import CaseEvent
from bot.domain.codec import DamagedData, from_data, hints_of, to_data
from bot.domain.deadlines import Deadline
from bot.domain.milestones import MilestoneEvent
from bot.domain.plain import ADDED_LATER
from bot.domain.rulebook import MILESTONE, Rulebook
from storage.types import Json, Minor


class Colour(StrEnum):
    """An enum for the tests."""

    RED = "red"


@dataclass(frozen=True)
class Everything:
    """One field of every shape that is stored."""

    number: int
    maybe: int | None
    flag: bool
    word: str
    colour: Colour
    names: dict[Colour, int]
    by_id: dict[int, str]
    pair: tuple[int, str]
    many: tuple[int, ...]
    members: set[int]
    frozen: frozenset[str]
    inner: list[tuple[int, ...]]
    free: dict[str, Any]


GOOD = Everything(
    1,
    None,
    True,
    "w",
    Colour.RED,
    {Colour.RED: 2},
    {3: "x"},
    (1, "a"),
    (4, 5),
    {9, 8},
    frozenset("ab"),
    [(1,)],
    {"a": [1]},
)


@given(
    st.one_of(*(st.from_type(kind) for kind in (*get_args(CaseEvent), *get_args(MilestoneEvent), Rulebook, Deadline)))
)
def test_every_event_survives_the_trip(value):
    kind = Json()
    stored = kind.process_bind_param(to_data(value), None)
    assert from_data(type(value), kind.process_result_value(stored, None)) == value


def test_every_shape_survives_the_trip():
    kind = Json()
    stored = kind.process_bind_param(to_data(GOOD), None)
    assert stored.isascii()
    assert from_data(Everything, kind.process_result_value(stored, None)) == GOOD


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("number", True),
        ("number", "1"),
        ("number", 1.0),
        ("number", None),
        ("maybe", "x"),
        ("flag", 1),
        ("word", 5),
        ("colour", "blue"),
        ("names", {"blue": 1}),
        ("names", []),
        ("by_id", {"x": "y"}),
        ("pair", [1]),
        ("pair", [1, "a", 2]),
        ("many", ["x"]),
        ("members", {"9": 1}),
        ("inner", [["x"]]),
    ],
)
def test_other_values_are_found_out(field, value):
    data = to_data(GOOD)
    data[field] = value
    with pytest.raises(DamagedData):
        from_data(Everything, data)


def test_a_missing_or_surplus_field_is_found_out():
    data = to_data(GOOD)
    with pytest.raises(DamagedData):
        from_data(Everything, {**data, "more": 1})
    del data["number"]
    with pytest.raises(DamagedData):
        from_data(Everything, data)
    with pytest.raises(DamagedData):
        from_data(Everything, [])


def test_a_damaged_value_is_not_repeated_in_the_message():
    with pytest.raises(DamagedData) as caught:
        from_data(Everything, {"what somebody wrote": 1})
    assert "somebody" not in str(caught.value)


def test_equal_values_are_equal_texts():
    kind = Json()
    assert kind.process_bind_param({"b": 1, "a": [2, None]}, None) == '{"a":[2,null],"b":1}'
    assert kind.process_bind_param({"a": [2, None], "b": 1}, None) == '{"a":[2,null],"b":1}'
    assert kind.process_bind_param(None, None) is None


@pytest.mark.parametrize("value", [1.0, True, "1"])
def test_money_is_an_int_and_nothing_like_one(value):
    with pytest.raises(TypeError):
        Minor().process_bind_param(value, None)


def test_a_union_of_two_types_is_no_shape():
    @dataclass
    class Unclear:
        value: int | str

    with pytest.raises(TypeError):
        from_data(Unclear, {"value": 1})
    assert list(hints_of(Unclear)) == ["value"]


@dataclass(frozen=True)
class Grown:
    """A stored value that got two more fields."""

    first: int
    second: int = 2
    third: int = field(default=3, metadata=ADDED_LATER)
    names: tuple[str, ...] = field(default=(), metadata=ADDED_LATER)


def test_a_field_that_joined_later_is_left_out_while_it_has_its_default():
    assert to_data(Grown(1)) == {"first": 1, "second": 2}
    assert to_data([Grown(1, third=4)]) == [{"first": 1, "second": 2, "third": 4}]
    assert to_data(Grown(1, names=("a",))) == {"first": 1, "second": 2, "names": ["a"]}
    for value in (Grown(1), Grown(1, third=4), Grown(1, names=("a",))):
        assert from_data(Grown, to_data(value)) == value


def test_no_other_field_may_be_missing():
    for data in ({"first": 1}, {"second": 2}, {"first": 1, "second": 2, "fourth": 4}):
        with pytest.raises(DamagedData):
            from_data(Grown, data)


def test_old_rulebooks_are_spelled_as_they_always_were():
    """As the first version wrote the default rulebook: these are the keys that its cases were hashed with."""
    written = to_data(MILESTONE)
    assert sorted(written) == ["fee", "max_exhibits", "preset", "reminders", "settle_margin_seconds", "windows"]
    assert from_data(Rulebook, written) == MILESTONE
    assert to_data(replace(MILESTONE, small_splits=5)) == {**written, "small_splits": 5}
