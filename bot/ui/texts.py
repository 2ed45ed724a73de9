"""Every sentence, keyed: the seam for languages. The sentences themselves stand in the `texts_*` modules."""

from collections.abc import Mapping
from typing import Any, Final

from bot.domain.errors import Refusal
from bot.services.receipts import Quote, Receipt
from bot.ui import (
    texts_cashier,
    texts_notices,
    texts_notices_money,
    texts_notices_time,
    texts_records,
    texts_refusals,
    texts_refusals_time,
    texts_refusals_typed,
    texts_rooms,
    texts_set_up,
    texts_staff,
)
from bot.ui.facts import Text, Told
from bot.ui.sentences import RefusalText
from bot.ui.texts_quotes import QUOTES
from bot.ui.texts_receipts import RECEIPTS

__all__ = ["NOTICES", "QUOTES", "RECEIPTS", "REFUSALS", "notice_text", "quote_text", "receipt_text", "refusal_text"]

REFUSALS: Final[dict[str, RefusalText]] = {
    **texts_refusals.REFUSALS,
    **texts_refusals_time.REFUSALS,
    **texts_refusals_typed.REFUSALS,
    **texts_set_up.REFUSALS,
    **texts_staff.REFUSALS,
    **texts_cashier.REFUSALS,
}
"""What a refusal says, by its code."""

NOTICES: Final[dict[str, Text]] = {
    **texts_notices.NOTICES,
    **texts_notices_time.NOTICES,
    **texts_notices_money.NOTICES,
    **texts_records.NOTICES,
    **texts_rooms.NOTICES,
    **texts_set_up.NOTICES,
    **texts_staff.NOTICES,
    **texts_cashier.NOTICES,
}
"""What others are told, by the key that effects name."""


def refusal_text(refusal: Refusal) -> str:
    """What is wrong, and what would work."""
    return REFUSALS[refusal.code](refusal)


def _told(facts: Mapping[str, Any], case_id: int | None) -> Told:
    return Told(facts if case_id is None else {"case_id": case_id, **facts})


def receipt_text(receipt: Receipt) -> str:
    """What was done."""
    return RECEIPTS[receipt.what](_told(receipt.facts, receipt.case_id))


def quote_text(quote: Quote) -> str:
    """What would be done."""
    return QUOTES[quote.what](_told(quote.facts, quote.case_id))


def notice_text(key: str, facts: Mapping[str, Any], texts: Mapping[str, str]) -> str:
    """What others are told. `texts` are people's words by name; an erased one is missing."""
    return NOTICES[key](Told(facts, texts))
