"""Settings, numbers, texts, events, drafts, receipts, notices, rooms and alive notes come back as they were written."""

import asyncio
from collections import Counter
from dataclasses import replace

import pytest
from sqlalchemy import text

from bot.config import Config
from bot.domain.actors import StaffRole
from bot.domain.case_events import AnswerAsked, RestStated, RoomRemade
from bot.domain.codec import DamagedData
from bot.domain.deadlines import Notices
from bot.domain.errors import Busy
from bot.domain.events import first_break
from bot.domain.rulebook import MILESTONE, Preset, Reminders, Windows
from bot.domain.settings import ChannelKind, CurrencyTerms, Limits, PresetTerms, Settings
from bot.services.ports import Delivery, Draft, NoticeKind, Room, RoomMessage, Route, SettingChange
from bot.services.transactions import retried
from storage.engine import Database
from storage.unit_of_work import SqlStorage
from tests.storage.builders import CLIENT, FREELANCER, GUILD, OTHER_GUILD, START_MS, committed, file_case, sealed


def some_settings(**changes):
    terms = PresetTerms(
        windows=Windows(dormancy=86_400, idle_reminder=None),
        rate_bp=450,
        cap_bp=None,
        refund=MILESTONE.fee.refund,
        currencies={"USD": CurrencyTerms(500, 5_000), "JPY": CurrencyTerms(50, 900)},
    )
    return replace(
        Settings(
            guild_id=GUILD,
            preset=Preset.MILESTONE,
            terms={Preset.MILESTONE: terms, Preset.SAFEPAY: terms},
            default_currency="USD",
            reminders=Reminders(half=False, before_seconds=(60,)),
            settle_margin_seconds=30,
            limits=Limits(open_cases=3),
            role_ids={StaffRole.MODERATOR: 5, StaffRole.CASHIER: 6},
            channel_ids={ChannelKind.CASES: 7},
        ),
        **changes,
    )


async def test_settings_come_back_with_their_history(storage):
    defaults, others = Config().settings_defaults(GUILD), Config().settings_defaults(OTHER_GUILD)
    changes = [SettingChange(GUILD, START_MS + i, CLIENT, f"fee.{i}", "5 %", "4.5 %") for i in range(3)]
    await committed(storage, lambda uow: uow.settings.save(some_settings(), defaults, changes))
    async with storage.read() as uow:
        read = await uow.settings.get(defaults)
        assert read == some_settings(version=1)
        assert await uow.settings.get(others) == others
        assert await uow.settings.changes(GUILD, 2) == [changes[2], changes[1]]
    changed = replace(read, default_currency="JPY")
    await committed(storage, lambda uow: uow.settings.save(changed, defaults, []))
    async with storage.read() as uow:
        assert await uow.settings.get(defaults) == some_settings(version=2, default_currency="JPY")
    assert await storage.guild_ids() == [GUILD]


async def test_a_new_default_reaches_a_guild_that_never_set_it(storage):
    before = Config().settings_defaults(GUILD)
    own = replace(before, role_ids={StaffRole.MODERATOR: 5})
    await committed(storage, lambda uow: uow.settings.save(own, before, []))
    after = replace(before, settle_margin_seconds=5, reminders=Reminders(before_seconds=(60,)))
    async with storage.read() as uow:
        assert await uow.settings.get(after) == replace(after, role_ids={StaffRole.MODERATOR: 5}, version=1)


async def test_two_admins_do_not_overwrite_each_other(storage):
    defaults = Config().settings_defaults(GUILD)
    await committed(storage, lambda uow: uow.settings.save(some_settings(), defaults, []))
    async with storage.read() as uow:
        seen_by_both = await uow.settings.get(defaults)
    await committed(storage, lambda uow: uow.settings.save(seen_by_both, defaults, []))
    with pytest.raises(Busy):
        await committed(storage, lambda uow: uow.settings.save(seen_by_both, defaults, []))
    with pytest.raises(Busy):
        await committed(storage, lambda uow: uow.settings.save(some_settings(), defaults, []))


async def test_numbers_count_per_guild_and_kind_without_gaps_or_doubles(storage):
    async def take(guild_id, kind):
        return await committed(storage, lambda uow: uow.numbers.next(guild_id, kind))

    taken = await asyncio.gather(*(take(GUILD, "case") for _ in range(20)))
    assert sorted(taken) == list(range(1, 21))
    assert await take(GUILD, "milestone") == 1
    assert await take(OTHER_GUILD, "case") == 1
    async with storage.write() as uow:
        assert await uow.numbers.next(GUILD, "case") == 21
    assert await take(GUILD, "case") == 21


async def test_texts_come_back_with_their_salts(storage):
    texts = [sealed(f"t{i}", f"body {i} \u202e\N{SNOWMAN}'\"\\ \n") for i in range(1200)]
    await committed(storage, lambda uow: uow.texts.add(GUILD, texts))
    async with storage.read() as uow:
        found = await uow.texts.sealed(GUILD, [text.text_id for text in texts] + ["unknown", "t1"])
        assert found == {text.text_id: text for text in texts}
        assert await uow.texts.bodies(GUILD, ["t3"]) == {"t3": texts[3].body}
        assert await uow.texts.bodies(OTHER_GUILD, ["t3"]) == {}
        assert await uow.texts.bodies(GUILD, []) == {}


async def test_a_text_with_nul_is_refused_on_both(storage):
    with pytest.raises(Exception, match="NUL"):
        await committed(storage, lambda uow: uow.texts.add(GUILD, [sealed("t", "a\0b")]))


async def append(uow, *events, stream_id=1, guild_id=GUILD):
    return await uow.events.append(guild_id, "case", stream_id, events, at_ms=START_MS, actor_id=CLIENT)


async def test_events_are_numbered_and_chained_across_transactions(storage):
    first = await committed(storage, append, AnswerAsked(), RestStated(CLIENT))
    second = await committed(storage, append, RoomRemade(None))
    await committed(storage, append, RestStated(FREELANCER), stream_id=2)
    assert await committed(storage, append) == []
    async with storage.read() as uow:
        recorded = await uow.events.of_stream(GUILD, "case", 1)
        assert await uow.events.of_stream(OTHER_GUILD, "case", 1) == []
        assert await uow.events.of_stream(GUILD, "milestone", 1) == []
    assert recorded == first + second
    assert [item.sequence for item in recorded] == [1, 2, 3]
    assert first_break(recorded) is None


async def test_concurrent_appends_leave_one_whole_chain(storage):
    async def try_again(event):
        while True:
            try:
                return await committed(storage, append, event)
            except Busy:
                await asyncio.sleep(0)

    await asyncio.gather(*(try_again(RestStated(member_id)) for member_id in range(15)))
    async with storage.read() as uow:
        recorded = await uow.events.of_stream(GUILD, "case", 1)
    assert len(recorded) == 15
    assert first_break(recorded) is None


@pytest.mark.parametrize(
    "change",
    [
        "payload = '{}'",
        'payload = \'{"member_id":101,"more":1}\'',
        'payload = \'{"member_id":"101"}\'',
        "payload = '{\"member_id\":true}'",
        "kind = 'unknown'",
    ],
)
async def test_an_event_that_we_never_wrote_is_found_out(storage, database, change):
    await committed(storage, append, RestStated(CLIENT))
    async with database.write() as transaction:
        guard = "DROP TRIGGER tr_events_no_update" + (" ON events" if database.dialect == "postgresql" else "")
        await transaction.execute(text(guard))
        await transaction.run_sync(lambda connection: connection.exec_driver_sql(f"UPDATE events SET {change}"))
        await transaction.commit()
    async with storage.read() as uow:
        with pytest.raises(DamagedData):
            await uow.events.of_stream(GUILD, "case", 1)


async def test_a_changed_amount_in_an_event_breaks_the_chain(storage, database):
    await committed(storage, append, AnswerAsked(), RestStated(CLIENT), AnswerAsked())
    async with database.write() as transaction:
        guard = "DROP TRIGGER tr_events_no_update" + (" ON events" if database.dialect == "postgresql" else "")
        await transaction.execute(text(guard))
        change = "UPDATE events SET payload = '{\"member_id\":102}' WHERE sequence = 2"
        await transaction.run_sync(lambda connection: connection.exec_driver_sql(change))
        await transaction.commit()
    async with storage.read() as uow:
        assert first_break(await uow.events.of_stream(GUILD, "case", 1)) == 2


async def test_drafts_are_used_once_and_forgotten(storage):
    draft = Draft(
        "d1", GUILD, CLIENT, "open_case", {"amount": 5, "reason": "x", "items": [1]}, START_MS, START_MS + 900
    )
    await committed(storage, lambda uow: uow.drafts.add(draft))
    async with storage.read() as uow:
        assert await uow.drafts.get("d1") == draft
        assert await uow.drafts.get("d2") is None

    async def use():
        async with storage.write() as uow:
            found = await uow.drafts.get("d1")
            if found.used_at_ms is None:
                await uow.drafts.mark_used("d1", START_MS + 5)
                await uow.commit()
                return True
        return False

    assert (await asyncio.gather(*(use() for _ in range(8)))).count(True) == 1
    with pytest.raises(Busy):
        await committed(storage, lambda uow: uow.drafts.mark_used("d1", START_MS + 6))
    async with storage.read() as uow:
        assert await uow.drafts.get("d1") == replace(draft, used_at_ms=START_MS + 5)
    await committed(storage, lambda uow: uow.drafts.delete_expired(START_MS + 900))
    async with storage.read() as uow:
        assert await uow.drafts.get("d1") is not None
    await committed(storage, lambda uow: uow.drafts.delete_expired(START_MS + 901))
    async with storage.read() as uow:
        assert await uow.drafts.get("d1") is None


async def test_a_repeated_interaction_finds_its_receipt(storage):
    """Eight deliveries of one interaction at once: the work is done once, all get the same receipt."""
    done = []

    async def handle():
        while True:
            try:
                async with storage.write() as uow:
                    receipt = await uow.requests.find(GUILD, 42)
                    if receipt is not None:
                        return receipt
                    done.append(await uow.numbers.next(GUILD, "case"))
                    receipt = {"case_id": done[-1], "kind": "opened"}
                    await uow.requests.store(GUILD, 42, receipt, START_MS)
                    await uow.commit()
                    return receipt
            except Busy:
                continue

    receipts = await asyncio.gather(*(handle() for _ in range(8)))
    assert receipts == [{"case_id": 1, "kind": "opened"}] * 8
    async with storage.read() as uow:
        assert await uow.requests.find(OTHER_GUILD, 42) is None
    assert await committed(storage, lambda uow: uow.numbers.next(GUILD, "case")) == 2


async def test_notices_are_judged_from_deliveries(storage):
    await committed(storage, file_case)

    def delivery(notice, at_ms, member_id=FREELANCER, deadline_id=1, message_id=1):
        return Delivery(GUILD, 1, deadline_id, member_id, notice, Route.ROOM, at_ms, message_id)

    async def notices(since_ms=0):
        async with storage.read() as uow:
            return await uow.deliveries.notices(GUILD, 1, 1, FREELANCER, since_ms=since_ms)

    assert await notices() == Notices(None, None, False)
    for item in (
        delivery(NoticeKind.OPENING, 200),
        delivery(NoticeKind.OPENING, 100, message_id=2),
        delivery(NoticeKind.OPENING, 100, message_id=2),
        delivery(NoticeKind.OPENING, 5, member_id=CLIENT),
        delivery(NoticeKind.REMINDER, 7, deadline_id=2),
        delivery(NoticeKind.REMINDER, 300, message_id=3),
        delivery(NoticeKind.REMINDER, 400, message_id=4),
    ):
        await committed(storage, lambda uow, item=item: uow.deliveries.add(item))
    assert await notices() == Notices(100, 300, False)
    assert await notices(since_ms=301) == Notices(100, 400, False)
    assert await notices(since_ms=401) == Notices(100, None, False)
    await committed(storage, lambda uow: uow.rooms.save(Room(GUILD, 1, 50, unreachable=True)))
    assert (await notices()).room_unreachable
    async with storage.read() as uow:
        assert await uow.deliveries.reached(GUILD, 1) == {FREELANCER, CLIENT}
        assert await uow.deliveries.reached(GUILD, 2) == set()


async def test_rooms_come_and_go(storage):
    await committed(storage, file_case)
    await committed(storage, lambda uow: uow.rooms.save(Room(GUILD, 1, 50)))
    await committed(storage, lambda uow: uow.rooms.save(Room(GUILD, 1, 51, 60, unreachable=True)))
    async with storage.read() as uow:
        assert await uow.rooms.get(GUILD, 1) == Room(GUILD, 1, 51, 60, unreachable=True)
        assert await uow.rooms.by_channel(GUILD, 51) == Room(GUILD, 1, 51, 60, unreachable=True)
        assert await uow.rooms.by_channel(GUILD, 50) is None
        assert await uow.rooms.by_channel(OTHER_GUILD, 51) is None
    await committed(storage, lambda uow: uow.rooms.delete(GUILD, 1))
    async with storage.read() as uow:
        assert await uow.rooms.get(GUILD, 1) is None


async def test_room_messages_keep_what_was_said_first(storage, database):
    await committed(storage, file_case)
    said = [RoomMessage(GUILD, 1, 900 + i, CLIENT, START_MS + i, f"words {i}") for i in range(3)]

    async def everything(uow):
        for message in (said[1], said[0], said[2], replace(said[0], body="forged")):
            await uow.rooms.add_message(message)
        await uow.rooms.message_edited(GUILD, 901, "edited once", START_MS + 50)
        await uow.rooms.message_edited(GUILD, 901, "edited once", START_MS + 50)
        await uow.rooms.message_edited(GUILD, 901, "edited twice", START_MS + 60)
        await uow.rooms.message_deleted(GUILD, 902, START_MS + 70)
        await uow.rooms.message_deleted(GUILD, 902, START_MS + 80)
        await uow.rooms.message_edited(GUILD, 999, "of a message never seen", START_MS)
        await uow.rooms.message_deleted(GUILD, 999, START_MS)
        await uow.rooms.delete(GUILD, 1)

    await committed(storage, everything)
    async with storage.read() as uow:
        assert await uow.rooms.messages(GUILD, 1) == [
            said[0],
            replace(said[1], edited_at_ms=START_MS + 60),
            replace(said[2], deleted_at_ms=START_MS + 70),
        ]
        assert await uow.rooms.last_message_id(GUILD, 1) == 902
        assert await uow.rooms.last_message_id(GUILD, 2) is None
    async with database.read() as transaction:
        edits = await transaction.rows(text("SELECT message_id, body FROM room_message_edits ORDER BY edited_at_ms"))
    assert [tuple(edit) for edit in edits] == [(901, "edited once"), (901, "edited twice")]


async def test_alive_notes_only_go_forward(storage):
    async with storage.read() as uow:
        assert await uow.liveness.last_alive_ms() is None
        assert await uow.liveness.last_connected_ms(GUILD) is None
    for at_ms in (100, 300, 200):
        await committed(storage, lambda uow, at_ms=at_ms: uow.liveness.note_alive(at_ms))
        await committed(storage, lambda uow, at_ms=at_ms: uow.liveness.note_connected(GUILD, at_ms))
        await committed(storage, lambda uow, at_ms=at_ms: uow.liveness.note_all_connected([7, GUILD], at_ms))
        await committed(storage, lambda uow, at_ms=at_ms: uow.liveness.note_all_connected([], at_ms))
    async with storage.read() as uow:
        assert await uow.liveness.last_alive_ms() == 300
        assert await uow.liveness.last_connected_ms(GUILD) == 300
        assert await uow.liveness.last_connected_ms(7) == 300
        assert await uow.liveness.last_connected_ms(OTHER_GUILD) is None


async def test_an_outage_is_kept_once(storage):
    assert await committed(storage, lambda uow: uow.liveness.add_outage(GUILD, 100, 200)) is True
    assert await committed(storage, lambda uow: uow.liveness.add_outage(GUILD, 100, 250)) is False
    assert await committed(storage, lambda uow: uow.liveness.add_outage(OTHER_GUILD, 100, 250)) is True


async def test_a_reading_unit_of_work_cannot_write(storage):
    async def write():
        async with storage.read() as uow:
            await uow.numbers.next(GUILD, "case")
            await uow.commit()

    with pytest.raises(Exception, match="read"):
        await write()


async def test_refusals_pass_through_as_they_are(storage):
    error = Busy()

    async def refuse():
        async with storage.write():
            raise error

    with pytest.raises(Busy) as caught:
        await refuse()
    assert caught.value is error


async def test_who_is_given_up_to_a_deadlock_is_busy_and_gets_through_again(test_databases):
    """Two commands that lock the same rows in opposite order: PostgreSQL gives one up, which runs again as a whole."""
    url = await test_databases.migrated("postgresql")
    async with await Database.connect(url) as database:
        storage = SqlStorage(database)
        await committed(storage, lambda uow: uow.numbers.next(GUILD, "left"))
        await committed(storage, lambda uow: uow.numbers.next(GUILD, "right"))
        both_hold, tries = asyncio.Barrier(2), Counter()

        async def command(first, second):
            tries[first] += 1
            async with storage.write() as uow:
                await uow.numbers.next(GUILD, first)
                if tries[first] == 1:
                    await both_hold.wait()
                await uow.numbers.next(GUILD, second)
                await uow.commit()

        await asyncio.gather(retried(lambda: command("left", "right")), retried(lambda: command("right", "left")))
        # At least one was given up; a quick second try may meet the other again.
        assert sum(tries.values()) >= 3
        for kind in ("left", "right"):
            assert await committed(storage, lambda uow, kind=kind: uow.numbers.next(GUILD, kind)) == 4
    await test_databases.drop(url)
