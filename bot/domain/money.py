"""Amounts in a currency's minor unit (R2.1): integers from end to end."""

import re
from typing import Final

from bot.domain.errors import AmountNotUnderstood, AmountOutOfRange, RateNotUnderstood

LARGEST_TYPED_MINOR: Final = 10**12
"""The largest amount a person may type (R2.2), in minor units."""

LARGEST_STORED_MINOR: Final = 10**15
"""The database's own bound (R2.2), in minor units."""

BASIS_POINTS: Final = 10_000

_EXPONENTS: Final[dict[str, int]] = {
    code: exponent
    for exponent, codes in {
        0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF",
        2: (
            "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY "
            "COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR "
            "ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK "
            "MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP "
            "SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER "
            "ZAR ZMW ZWG"
        ),
        3: "BHD IQD JOD KWD LYD OMR TND",
    }.items()
    for code in codes.split()
}

_WELL_FORMED: Final = re.compile(r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.(?P<fraction>[0-9]+))?")
_EURO_STYLE: Final = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})*,[0-9]+|[0-9]{1,3}(?:\.[0-9]{3}){2,}")
_RATE: Final = re.compile(r"(?P<whole>[0-9]{1,3})(?:\.(?P<fraction>[0-9]{1,2}))?\s*%?")


def is_currency(code: str) -> bool:
    """Whether ISO 4217 has the code as money in use."""
    return code in _EXPONENTS


def exponent_of(currency: str) -> int:
    """How many decimals the currency has (ISO 4217). Raises KeyError for an unknown code."""
    return _EXPONENTS[currency]


def example_amount(currency: str) -> str:
    """A well-typed amount in the currency, to show in a refusal."""
    exponent = exponent_of(currency)
    return "1,000" + ("." + "5" + "0" * (exponent - 1) if exponent else "")


def parse_amount(text: str, currency: str, *, zero_allowed: bool = False) -> int:
    """Read a typed amount (R2.2) as minor units.

    A dot is for decimals, commas only group thousands. Raises AmountNotUnderstood with the reason and an example.
    """
    typed = text.strip()
    exponent = exponent_of(currency)

    def refusal(reason: str) -> AmountNotUnderstood:
        return AmountNotUnderstood(text=text, reason=reason, currency=currency, example=example_amount(currency))

    match = _WELL_FORMED.fullmatch(typed)
    if match is None:
        raise refusal(_why_malformed(typed))
    fraction = match["fraction"] or ""
    if len(fraction) > exponent:
        raise refusal("too_many_decimals")
    whole = match["whole"].replace(",", "")
    if len(whole) > 16:
        raise refusal("too_large")
    minor = int(whole + fraction.ljust(exponent, "0"))
    if minor > LARGEST_TYPED_MINOR:
        raise refusal("too_large")
    if minor == 0 and not zero_allowed:
        raise refusal("zero")
    return minor


def _why_malformed(typed: str) -> str:
    if not typed:
        return "empty"
    if typed[0] in "-\N{MINUS SIGN}\N{EN DASH}":
        return "negative"
    if any(letter.isdigit() and letter not in "0123456789" for letter in typed):
        return "other_digits"
    if _EURO_STYLE.fullmatch(typed):
        return "comma_decimals"
    if "," in typed and all(letter in "0123456789,." for letter in typed):
        return "bad_grouping"
    return "not_a_number"


def format_amount(amount_minor: int, currency: str) -> str:
    """Print an amount exactly: `1,000.50 USD`."""
    exponent = exponent_of(currency)
    sign = "-" if amount_minor < 0 else ""
    whole, fraction = divmod(abs(amount_minor), 10**exponent)
    decimals = f".{fraction:0{exponent}d}" if exponent else ""
    return f"{sign}{whole:,}{decimals} {currency}"


def half_up(amount_minor: int, numerator: int, denominator: int) -> int:
    """`amount x numerator / denominator`, rounded half up (R2.6), for non-negative arguments."""
    return (2 * amount_minor * numerator + denominator) // (2 * denominator)


def require_between(amount_minor: int, lowest_minor: int, highest_minor: int, currency: str) -> int:
    """The amount itself when it is in range. Raises AmountOutOfRange with the range."""
    if not lowest_minor <= amount_minor <= highest_minor:
        raise AmountOutOfRange(
            amount_minor=amount_minor, lowest_minor=lowest_minor, highest_minor=highest_minor, currency=currency
        )
    return amount_minor


def parse_rate(text: str) -> int:
    """Read `5`, `5%` or `2.5 %` as basis points. Raises RateNotUnderstood, also above 100 %."""
    match = _RATE.fullmatch(text.strip())
    if match is None:
        raise RateNotUnderstood(text=text)
    basis_points = int(match["whole"]) * 100 + int((match["fraction"] or "").ljust(2, "0"))
    if basis_points > BASIS_POINTS:
        raise RateNotUnderstood(text=text)
    return basis_points


def format_rate(basis_points: int) -> str:
    """Print basis points as a percentage: `5 %`, `2.5 %`."""
    whole, fraction = divmod(basis_points, 100)
    decimals = f".{fraction:02d}".rstrip("0") if fraction else ""
    return f"{whole}{decimals} %"
