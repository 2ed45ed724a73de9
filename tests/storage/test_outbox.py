"""The outbox: once for ever by its key, in order per target, one target never holding up another."""

import asyncio

from bot.services.ports import Backlog, EffectKind, OutboxMessage
from tests.storage.builders import GUILD, OTHER_GUILD, committed

NOW_MS, LEASE_MS = 1_000_000, 30_000


def message(key, target="room:1", kind=EffectKind.ROOM_POST, guild_id=GUILD):
    return OutboxMessage(guild_id, target, kind, key, {"said": key})


async def put(storage, *messages):
    await committed(storage, lambda uow: uow.outbox.put(messages))


async def claim(storage, owner="relay", now_ms=NOW_MS, limit=10):
    return await committed(storage, lambda uow: uow.outbox.claim(owner, now_ms, LEASE_MS, limit))


def keys(claimed):
    return [item.message.dedupe_key for item in claimed]


async def test_a_message_comes_back_as_it_was_put_and_only_once(storage):
    await put(storage, message("a"), message("a"))
    await put(storage, message("a"), message("a", guild_id=OTHER_GUILD))
    claimed = await claim(storage)
    assert [item.message for item in claimed] == [message("a"), message("a", guild_id=OTHER_GUILD)]
    assert [item.attempts for item in claimed] == [1, 1]


async def test_a_sent_key_stays_taken(storage):
    await put(storage, message("a"))
    (claimed,) = await claim(storage)
    await committed(storage, lambda uow: uow.outbox.mark_sent(claimed.outbox_id))
    await put(storage, message("a"))
    assert await claim(storage) == []
    async with storage.read() as uow:
        assert await uow.outbox.depth() == 0


async def test_the_backlog_is_what_was_not_dealt_with(storage):
    async with storage.read() as uow:
        assert await uow.outbox.backlog() == Backlog(0, 0, 0)
    await put(storage, message("a"), message("b", target="room:2"), message("c", guild_id=OTHER_GUILD))
    first, second, third = await claim(storage)
    await committed(storage, lambda uow: uow.outbox.mark_sent(first.outbox_id))
    async with storage.read() as uow:
        assert await uow.outbox.backlog() == Backlog(2, second.outbox_id, third.outbox_id)


async def test_nothing_is_put_without_the_commit(storage):
    async with storage.write() as uow:
        await uow.outbox.put([message("a")])
    assert await claim(storage) == []


async def test_each_target_goes_in_order_and_holds_up_no_other(storage):
    await put(storage, message("a1"), message("a2"), message("b1", target="room:2"), message("b2", target="room:2"))
    first = await claim(storage)
    assert keys(first) == ["a1", "b1"]
    # Both are being sent: their successors wait.
    assert await claim(storage) == []
    await committed(storage, lambda uow: uow.outbox.mark_sent(first[1].outbox_id))
    await committed(storage, lambda uow: uow.outbox.retry_at(first[0].outbox_id, NOW_MS + 60_000))
    second = await claim(storage)
    assert keys(second) == ["b2"]
    await committed(storage, lambda uow: uow.outbox.mark_sent(second[0].outbox_id))
    assert await claim(storage, now_ms=NOW_MS + 59_999) == []
    third = await claim(storage, now_ms=NOW_MS + 60_000)
    assert keys(third) == ["a1"]
    assert third[0].attempts == 2
    await committed(storage, lambda uow: uow.outbox.mark_failed(third[0].outbox_id, "50001"))
    assert keys(await claim(storage)) == ["a2"]


async def test_a_lease_ends_when_its_owner_dies(storage):
    await put(storage, message("a"))
    await claim(storage, owner="dead")
    assert await claim(storage, owner="other", now_ms=NOW_MS + LEASE_MS - 1) == []
    async with storage.read() as uow:
        assert await uow.outbox.next_attempt_ms() == NOW_MS + LEASE_MS
    (again,) = await claim(storage, owner="other", now_ms=NOW_MS + LEASE_MS)
    assert again.attempts == 2


async def test_a_late_report_changes_nothing(storage):
    await put(storage, message("a"))
    (claimed,) = await claim(storage)
    await committed(storage, lambda uow: uow.outbox.mark_sent(claimed.outbox_id))
    await committed(storage, lambda uow: uow.outbox.retry_at(claimed.outbox_id, 5))
    await committed(storage, lambda uow: uow.outbox.mark_failed(claimed.outbox_id, "late"))
    assert await claim(storage) == []
    async with storage.read() as uow:
        assert await uow.outbox.depth() == 0


async def test_the_limit_takes_the_oldest(storage):
    await put(storage, *(message(f"m{i}", target=f"room:{i}") for i in range(5)))
    assert keys(await claim(storage, limit=2)) == ["m0", "m1"]
    assert keys(await claim(storage, limit=2)) == ["m2", "m3"]


async def test_a_newer_edit_makes_an_older_one_needless(storage):
    await put(
        storage,
        message("card1", kind=EffectKind.CARD),
        message("post", kind=EffectKind.ROOM_POST),
        message("elsewhere", kind=EffectKind.CARD, guild_id=OTHER_GUILD),
    )
    (first, _other) = await claim(storage)
    async with storage.read() as uow:
        assert not await uow.outbox.newer_of_kind(first.outbox_id, "room:1", EffectKind.CARD)
    await put(storage, message("card2", kind=EffectKind.CARD))
    async with storage.read() as uow:
        assert await uow.outbox.newer_of_kind(first.outbox_id, "room:1", EffectKind.CARD)
        assert not await uow.outbox.newer_of_kind(first.outbox_id + 100, "room:1", EffectKind.CARD)


async def test_depth_and_the_next_attempt(storage):
    async with storage.read() as uow:
        assert await uow.outbox.depth() == 0
        assert await uow.outbox.next_attempt_ms() is None
    await put(storage, message("a"), message("b", target="room:2"))
    first, second = await claim(storage)
    await committed(storage, lambda uow: uow.outbox.retry_at(first.outbox_id, NOW_MS + 9_000))
    await committed(storage, lambda uow: uow.outbox.retry_at(second.outbox_id, NOW_MS + 4_000))
    async with storage.read() as uow:
        assert await uow.outbox.depth() == 2
        assert await uow.outbox.next_attempt_ms() == NOW_MS + 4_000


async def test_racing_relays_never_share_a_message(storage):
    await put(storage, *(message(f"m{i}", target=f"room:{i % 10}") for i in range(40)))
    sent = []

    async def relay(owner):
        while True:
            claimed = await claim(storage, owner=owner, limit=3)
            if not claimed:
                async with storage.read() as uow:
                    if await uow.outbox.depth() == 0:
                        return
                continue
            for item in claimed:
                sent.append(item.message.dedupe_key)
                await committed(storage, lambda uow, item=item: uow.outbox.mark_sent(item.outbox_id))

    await asyncio.gather(*(relay(f"relay {number}") for number in range(4)))
    assert sorted(sent) == sorted(f"m{i}" for i in range(40))
    for target in range(10):
        of_target = [int(key[1:]) for key in sent if int(key[1:]) % 10 == target]
        assert of_target == sorted(of_target)


async def test_one_who_is_alone_gives_back_what_a_dead_process_claimed(storage):
    await put(storage, message("a"), message("b", target="room:2"))
    first = await claim(storage, owner="dead")
    await committed(storage, lambda uow: uow.outbox.mark_sent(first[0].outbox_id))
    await committed(storage, lambda uow: uow.outbox.release_all())
    assert keys(await claim(storage)) == ["b"]
