"""Nonces: one piece of news to one person has one, and different news never share one."""

from bot.delivery.nonces import NONCE_LENGTH, nonce_of, personal_nonce
from bot.services.effects import CaseEffects
from bot.services.ports import EffectKind, OutboxMessage
from tests.domain import builders


def news(key: str, text: str, case_id: int | None = 1) -> OutboxMessage:
    return OutboxMessage(1, "t", EffectKind.DIRECT, key, {"text": text, "case_id": case_id})


def test_a_nonce_fits_and_is_lasting():
    assert len(nonce_of("x")) == NONCE_LENGTH
    assert nonce_of("x") == nonce_of("x") != nonce_of("y")


def test_the_rooms_news_and_the_direct_message_are_one_to_a_person():
    """As CaseEffects makes their keys: where the room fails, nobody is told twice."""
    effects = CaseEffects(builders.filed().case, None)
    words = effects.words("case_opened")
    effects.room(words, mention=(builders.FREELANCER,))
    effects.direct(builders.FREELANCER, words)
    in_room, direct = effects.messages
    assert in_room.dedupe_key != direct.dedupe_key
    assert personal_nonce(in_room, builders.FREELANCER) == personal_nonce(direct, builders.FREELANCER)
    assert personal_nonce(in_room, builders.FREELANCER) != personal_nonce(in_room, builders.CLIENT)


def test_other_news_have_other_nonces():
    keys = ["case:1:1:5:0:clock_moved", "case:1:1:6:0:clock_moved", "case:1:1:5:1:case_held"]
    nonces = {personal_nonce(news(key, key.rpartition(":")[2]), 7) for key in keys}
    assert len(nonces) == 3


def test_two_releases_of_one_milestone_are_two():
    one = news("milestone:1:1:3:milestone_release", "milestone_release", None)
    two = news("milestone:1:1:4:milestone_release", "milestone_release", None)
    assert personal_nonce(one, 7) != personal_nonce(two, 7)
