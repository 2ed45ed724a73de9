"""R11.1: sealed texts; and the numbers that people type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import errors
from bot.domain.errors import LinkNotUnderstood, NumberNotUnderstood, Refusal, TextLength
from bot.domain.ids import (
    case_name,
    milestone_name,
    parse_case_id,
    parse_milestone_id,
    parse_wallet_request_id,
    wallet_request_name,
)
from bot.domain.texts import LENGTHS, SealedText, clean, require_link, require_text, text_digest


def test_r11_1_the_record_keeps_a_salted_hash():
    first = SealedText("t1", "salt", "The words.")
    assert first.ref.text_id == "t1"
    assert first.ref.digest == text_digest("salt", "The words.")
    assert first.ref.digest != SealedText("t1", "other", "The words.").ref.digest
    assert first.ref.digest != SealedText("t1", "salt", "Other words.").ref.digest
    assert "words" not in repr(first.ref)


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("  plain  ", "plain"),
        ("two\r\nlines\rthree\n", "two\nlines\nthree"),
        ("a\x00b\x07c", "abc"),
        ("a\N{ZERO WIDTH SPACE}b\N{ZERO WIDTH NO-BREAK SPACE}", "ab"),
        ("\N{RIGHT-TO-LEFT OVERRIDE}evil", "evil"),
        ("a\N{LINE SEPARATOR}b", "ab"),
        ("a\ud800b", "ab"),
        ("a\tb", "a\tb"),
        ("Zażółć 漢字 🙂", "Zażółć 漢字 🙂"),
        ("\N{ZERO WIDTH SPACE}" * 50, ""),
    ],
)
def test_texts_lose_what_cannot_be_seen(raw, cleaned):
    assert clean(raw) == cleaned


@given(st.text(max_size=50))
def test_clean_texts_stay_as_they_are_and_can_be_hashed(raw):
    cleaned = clean(raw)
    assert clean(cleaned) == cleaned
    text_digest("salt", cleaned)


@pytest.mark.parametrize("field", LENGTHS)
def test_texts_have_lengths(field):
    shortest, longest = LENGTHS[field]
    for length in (shortest, longest):
        assert require_text(field, "x" * length) == "x" * length
    for length in (shortest - 1, longest + 1):
        with pytest.raises(TextLength) as refused:
            require_text(field, "x" * length)
        assert (refused.value.field, refused.value.length) == (field, length)


def test_invisible_letters_do_not_make_a_text_longer():
    with pytest.raises(TextLength):
        require_text("reason", "short" + "\N{ZERO WIDTH SPACE}" * 40)


@pytest.mark.parametrize(
    "link",
    [
        "https://example.org",
        "http://example.org/a?b=c&d=(e)#f",
        "HTTPS://EXAMPLE.ORG/x",
        "https://user@example.org:8080/",
    ],
)
def test_plain_addresses(link):
    assert require_link(f" {link} ") == link


@pytest.mark.parametrize(
    "link",
    [
        "example.org",
        "ftp://example.org",
        "javascript:alert(1)",
        "https://",
        "https://nodot",
        "https://a b.org",
        "<https://example.org>",
        "https://example.org/`x`",
        "[text](https://example.org)",
        "https://example.org\nhttps://example.com",
    ],
)
def test_anything_else_is_no_link(link):
    with pytest.raises(LinkNotUnderstood):
        require_link(link)


def test_a_link_has_a_length():
    with pytest.raises(TextLength):
        require_link("https://example.org/" + "x" * 500)


@pytest.mark.parametrize(
    ("parse", "name", "texts"),
    [
        (parse_case_id, case_name, ["42", "CASE-0042", "case-42", "CASE 42", "case42", "#42", " 0042 "]),
        (parse_milestone_id, milestone_name, ["42", "M-42", "m42", "#42"]),
        (parse_wallet_request_id, wallet_request_name, ["42", "W-42", "w 42"]),
    ],
)
def test_numbers_as_people_type_them(parse, name, texts):
    assert [parse(text) for text in texts] == [42] * len(texts)
    assert parse(name(42)) == 42


@pytest.mark.parametrize(
    "text", ["", "0", "CASE-0", "-5", "4.2", "M-42", "forty-two", "9" * 10, "\N{ARABIC-INDIC DIGIT FOUR}", "42 43"]
)
def test_numbers_refused(text):
    with pytest.raises(NumberNotUnderstood) as refused:
        parse_case_id(text)
    assert refused.value.example == "CASE-0042"


def test_names_are_as_the_rules_show_them():
    assert (case_name(42), case_name(123_456)) == ("CASE-0042", "CASE-123456")
    assert (milestone_name(7), wallet_request_name(12)) == ("M-7", "W-12")


def test_r12_1_every_refusal_has_a_code_of_its_own():
    refusals = Refusal.__subclasses__()
    codes = [refusal.code for refusal in refusals]
    assert len(set(codes)) == len(codes) > 50
    assert set(errors.__all__) == {"Refusal", *(refusal.__name__ for refusal in refusals)}
    assert str(NumberNotUnderstood(text="x", example="y")) == "number_not_understood(text='x', example='y')"
