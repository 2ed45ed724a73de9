"""Every key has its sentence, every sentence its key, and each fits the facts that it is given."""

import re
from collections.abc import Iterable, Iterator

import pytest

from bot.domain import case_events, milestone_events
from bot.domain.case_state import OfferState
from bot.domain.deadlines import DeadlineKind, HoldReason
from bot.domain.errors import Refusal
from bot.domain.events import Event
from bot.domain.milestone_state import MilestoneStage, RequestState
from bot.domain.rulebook import RefundPolicy, Windows
from bot.domain.settings import ChannelKind, LimitName
from bot.domain.stages import CaseRole, Command, Outcome, Stage
from bot.domain.texts import LENGTHS
from bot.domain.wallet_requests import WalletRequestKind, WalletRequestState
from bot.ui import texts_labels as labels
from bot.ui.buttons import ACTS, Act
from bot.ui.texts import NOTICES, QUOTES, RECEIPTS, REFUSALS, refusal_text
from bot.ui.texts_history import HISTORY, SILENT
from tests.ui.refused import EVERY_REFUSAL
from tests.ui.sources import named_in


def _classes(root: type[Refusal]) -> Iterator[type[Refusal]]:
    for kind in root.__subclasses__():
        yield kind
        yield from _classes(kind)


def test_r12_1_every_refusal_has_a_sentence_and_every_sentence_a_refusal() -> None:
    assert set(REFUSALS) == {kind.code for kind in _classes(Refusal)}
    assert {refusal.code for refusal in EVERY_REFUSAL} == set(REFUSALS)


@pytest.mark.parametrize("refusal", EVERY_REFUSAL, ids=str)
def test_r12_1_a_refusal_is_whole_sentences_of_words(refusal: Refusal) -> None:
    text = refusal_text(refusal)
    assert text[0].isupper() or not text[0].isalpha()
    assert text.endswith(".")
    assert "None" not in text
    assert "{" not in text
    keys = {value for value in vars(refusal).values() if isinstance(value, str) and "_" in value}
    text = re.sub(r"`[^`]+`", "", text)
    assert not [key for key in keys if key in text], "a key stands where words should"


def test_every_receipt_has_a_sentence() -> None:
    assert set(RECEIPTS) == named_in("Receipt", 0)


def test_every_quote_has_a_sentence() -> None:
    assert set(QUOTES) == named_in("Quoted", 1)


def test_every_named_notice_has_a_sentence() -> None:
    assert named_in("words", 0) | named_in("Words", 0) <= set(NOTICES)


def test_every_kind_of_event_has_a_line() -> None:
    kinds = {
        kind.kind
        for module in (case_events, milestone_events)
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, Event) and kind is not Event
    }
    assert set(HISTORY) | SILENT == kinds
    assert not set(HISTORY) & SILENT


@pytest.mark.parametrize(
    ("names", "keys"),
    [
        (labels.BUTTONS, Act),
        (labels.STAGES, Stage),
        (labels.COMMANDS, Command),
        (labels.OFFER_STATES, OfferState),
        (labels.REQUEST_STATES, WalletRequestState),
        (labels.REQUEST_KINDS, WalletRequestKind),
        (labels.REFUNDS, RefundPolicy),
        (labels.FIELDS, LENGTHS),
        (labels.WINDOWS, Windows.__slots__),
        (labels.LIMITS, LimitName),
        (labels.CHANNELS, ChannelKind),
        (labels.DUTIES, DeadlineKind),
        (labels.DEADLINES, DeadlineKind),
        (labels.HOLD_REASONS, HoldReason),
        (labels.MILESTONE_STAGES, MilestoneStage),
        (labels.WISHES, RequestState),
    ],
)
def test_names_are_there_for_all_keys_and_no_more(names: dict[str, str], keys: Iterable[str]) -> None:
    assert set(names) == set(keys)


def test_names_are_there_at_least_for_what_the_domain_has() -> None:
    assert set(labels.OUTCOMES) >= set(Outcome)
    assert set(labels.ROLES) >= set(CaseRole)
    assert set(ACTS) == set(Command)
