"""R2.1, R2.2, R2.6: amounts as people type them and as they are printed; rates and rounding."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import AmountNotUnderstood, AmountOutOfRange, RateNotUnderstood
from bot.domain.fees import even_split
from bot.domain.money import (
    LARGEST_STORED_MINOR,
    LARGEST_TYPED_MINOR,
    example_amount,
    exponent_of,
    format_amount,
    format_rate,
    half_up,
    is_currency,
    parse_amount,
    parse_rate,
    require_between,
)

CURRENCIES = ("JPY", "USD", "KWD")


@pytest.mark.parametrize(
    ("typed", "currency", "minor"),
    [
        ("250", "USD", 25_000),
        ("250.00", "USD", 25_000),
        ("250.5", "USD", 25_050),
        ("1,000.50", "USD", 100_050),
        ("1,000", "USD", 100_000),
        ("1000", "USD", 100_000),
        ("12,345,678.90", "USD", 1_234_567_890),
        ("0.01", "USD", 1),
        ("007", "USD", 700),
        ("  250 ", "USD", 25_000),
        ("10,000,000,000.00", "USD", LARGEST_TYPED_MINOR),
        ("1,000", "JPY", 1_000),
        ("1", "JPY", 1),
        ("1,000,000,000,000", "JPY", LARGEST_TYPED_MINOR),
        ("1.000", "KWD", 1_000),
        ("1,000.125", "KWD", 1_000_125),
        ("1000000000", "KWD", LARGEST_TYPED_MINOR),
    ],
)
def test_r2_2_typed_amounts(typed, currency, minor):
    assert parse_amount(typed, currency) == minor


@pytest.mark.parametrize(
    ("typed", "currency", "reason"),
    [
        ("1.000,50", "USD", "comma_decimals"),
        ("1,00", "USD", "comma_decimals"),
        ("1,5", "USD", "comma_decimals"),
        ("1,0000", "USD", "comma_decimals"),
        ("1.000.000", "USD", "comma_decimals"),
        ("1.000", "USD", "too_many_decimals"),
        ("1.005", "USD", "too_many_decimals"),
        ("1.0", "JPY", "too_many_decimals"),
        ("1.0005", "KWD", "too_many_decimals"),
        ("-5", "USD", "negative"),
        ("\N{MINUS SIGN}5", "USD", "negative"),
        ("\N{EN DASH}5", "USD", "negative"),
        ("0", "USD", "zero"),
        ("0.00", "USD", "zero"),
        ("\N{ARABIC-INDIC DIGIT THREE}", "USD", "other_digits"),
        ("\N{FULLWIDTH DIGIT ONE}00", "USD", "other_digits"),
        ("1\N{SUPERSCRIPT TWO}", "USD", "other_digits"),
        ("10,00.00", "USD", "bad_grouping"),
        ("1000,000", "USD", "bad_grouping"),
        ("1,00,000", "USD", "bad_grouping"),
        (",5", "USD", "bad_grouping"),
        ("", "USD", "empty"),
        ("   ", "USD", "empty"),
        ("abc", "USD", "not_a_number"),
        ("5.", "USD", "not_a_number"),
        (".5", "USD", "not_a_number"),
        ("+5", "USD", "not_a_number"),
        ("1 000", "USD", "not_a_number"),
        ("1e3", "USD", "not_a_number"),
        ("1_000", "USD", "not_a_number"),
        ("$5", "USD", "not_a_number"),
        ("NaN", "USD", "not_a_number"),
        ("Infinity", "USD", "not_a_number"),
        ("10,000,000,000.01", "USD", "too_large"),
        ("1,000,000,000,001", "JPY", "too_large"),
        ("1000000000.001", "KWD", "too_large"),
        ("9" * 400, "USD", "too_large"),
    ],
)
def test_r2_2_refused_with_the_reason_and_an_example(typed, currency, reason):
    with pytest.raises(AmountNotUnderstood) as refused:
        parse_amount(typed, currency)
    assert refused.value.reason == reason
    assert refused.value.text == typed
    assert parse_amount(refused.value.example, currency) > 0


def test_r2_2_zero_where_it_is_meant():
    assert parse_amount("0", "USD", zero_allowed=True) == 0
    assert parse_amount("0.00", "USD", zero_allowed=True) == 0


@pytest.mark.parametrize(("currency", "exponent"), [("JPY", 0), ("USD", 2), ("KWD", 3)])
def test_r2_1_iso_4217_exponents(currency, exponent):
    assert is_currency(currency)
    assert exponent_of(currency) == exponent


@pytest.mark.parametrize("code", ["usd", "XXX", "XAU", "US", "", "USDT"])
def test_r2_1_no_money_in_use(code):
    assert not is_currency(code)


@pytest.mark.parametrize(
    ("minor", "currency", "printed"),
    [
        (0, "USD", "0.00 USD"),
        (5, "USD", "0.05 USD"),
        (100_050, "USD", "1,000.50 USD"),
        (-5, "USD", "-0.05 USD"),
        (-123_456_789, "USD", "-1,234,567.89 USD"),
        (1_000, "JPY", "1,000 JPY"),
        (1_000_125, "KWD", "1,000.125 KWD"),
        (1, "KWD", "0.001 KWD"),
        (LARGEST_STORED_MINOR, "USD", "10,000,000,000,000.00 USD"),
    ],
)
def test_r2_1_printed_exactly(minor, currency, printed):
    assert format_amount(minor, currency) == printed


@given(st.integers(1, LARGEST_TYPED_MINOR), st.sampled_from(CURRENCIES))
def test_r2_2_what_is_printed_can_be_typed(minor, currency):
    printed = format_amount(minor, currency).removesuffix(f" {currency}")
    assert parse_amount(printed, currency) == minor
    assert parse_amount(printed.replace(",", ""), currency) == minor


@given(st.text(alphabet="0123456789.,- \N{ARABIC-INDIC DIGIT THREE}", max_size=20), st.sampled_from(CURRENCIES))
def test_r2_2_any_text_is_read_or_refused(typed, currency):
    try:
        minor = parse_amount(typed, currency)
    except AmountNotUnderstood:
        return
    assert 0 < minor <= LARGEST_TYPED_MINOR
    assert Fraction(typed.strip().replace(",", "")) == Fraction(minor, 10 ** exponent_of(currency))


def test_r2_2_examples_are_well_typed():
    assert [example_amount(currency) for currency in CURRENCIES] == ["1,000", "1,000.50", "1,000.500"]


def test_r12_1_amount_out_of_range_says_the_range():
    assert require_between(0, 0, 10, "USD") == 0
    assert require_between(10, 0, 10, "USD") == 10
    for amount in (-1, 11):
        with pytest.raises(AmountOutOfRange) as refused:
            require_between(amount, 0, 10, "USD")
        assert (refused.value.lowest_minor, refused.value.highest_minor) == (0, 10)


@pytest.mark.parametrize(
    ("amount", "numerator", "denominator", "rounded"),
    [(10, 500, 10_000, 1), (9, 500, 10_000, 0), (30, 500, 10_000, 2), (1, 1, 2, 1), (3, 1, 2, 2), (1, 1, 3, 0)],
)
def test_r2_6_half_rounds_up(amount, numerator, denominator, rounded):
    assert half_up(amount, numerator, denominator) == rounded


@given(st.integers(0, LARGEST_STORED_MINOR), st.integers(0, 10_000), st.integers(1, LARGEST_STORED_MINOR))
def test_r2_6_half_up_is_exact(amount, numerator, denominator):
    exact = Fraction(amount * numerator, denominator)
    assert Fraction(-1, 2) < half_up(amount, numerator, denominator) - exact <= Fraction(1, 2)


@given(st.integers(0, LARGEST_STORED_MINOR))
def test_r2_6_odd_unit_of_an_even_split_goes_to_the_respondent(amount):
    claimant, respondent = even_split(amount)
    assert claimant + respondent == amount
    assert respondent - claimant == amount % 2


@pytest.mark.parametrize(
    ("typed", "basis_points"),
    [("5", 500), ("5%", 500), ("5 %", 500), ("2.5 %", 250), ("0.05", 5), ("0", 0), ("100", 10_000), (" 7.25% ", 725)],
)
def test_rates(typed, basis_points):
    assert parse_rate(typed) == basis_points
    assert parse_rate(format_rate(basis_points)) == basis_points


@pytest.mark.parametrize(
    "typed", ["", "%", "-1", "100.01", "101", "2.555", "2,5", "five", "\N{ARABIC-INDIC DIGIT FIVE}"]
)
def test_rates_refused(typed):
    with pytest.raises(RateNotUnderstood):
        parse_rate(typed)


@pytest.mark.parametrize(("basis_points", "printed"), [(500, "5 %"), (250, "2.5 %"), (205, "2.05 %"), (0, "0 %")])
def test_rates_printed(basis_points, printed):
    assert format_rate(basis_points) == printed
