"""Rooms that are taken away, who spoke last in them, and what is known of exhibits' files."""

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from bot.domain.errors import Busy
from bot.services.ports import Room, RoomMessage
from tests.storage.builders import CLIENT, FREELANCER, GUILD, OTHER_GUILD, START_MS, THIRD, client, committed, file_case
from tests.storage.samples import sealed_file
from tests.storage.test_cases import step


async def test_threads_and_removed_rooms_come_back(storage):
    await committed(storage, file_case)
    room = Room(GUILD, 1, 50, 60, is_thread=True)
    for written in (room, replace(room, removed_at_ms=START_MS)):
        await committed(storage, lambda uow, written=written: uow.rooms.save(written))
        async with storage.read() as uow:
            assert await uow.rooms.get(GUILD, 1) == await uow.rooms.by_channel(GUILD, 50) == written


async def test_rooms_are_to_be_removed_once_their_case_has_ended_long_ago(storage):
    for number in (1, 2, 3, 4):
        await committed(storage, file_case)
        await committed(storage, lambda uow, number=number: uow.rooms.save(Room(GUILD, number, 50 + number)))
    await committed(storage, file_case, guild_id=OTHER_GUILD)
    await committed(storage, lambda uow: uow.rooms.save(Room(OTHER_GUILD, 1, 51)))
    for number, at_ms in ((1, START_MS + 5), (2, START_MS + 6), (4, START_MS)):
        await step(storage, number, lambda case, at_ms=at_ms: case.withdraw(by=client, at_ms=at_ms))
    await committed(storage, lambda uow: uow.rooms.save(Room(GUILD, 4, 54, removed_at_ms=START_MS + 1)))
    async with storage.read() as uow:
        assert await uow.rooms.to_remove(GUILD, START_MS + 5) == []
        assert await uow.rooms.to_remove(GUILD, START_MS + 6) == [Room(GUILD, 1, 51)]
        assert await uow.rooms.to_remove(GUILD, START_MS + 10**9) == [Room(GUILD, 1, 51), Room(GUILD, 2, 52)]
        assert await uow.rooms.to_remove(OTHER_GUILD, START_MS + 10**9) == []


async def test_who_spoke_last(storage):
    await committed(storage, file_case)
    for message_id, author_id, at_ms in ((901, CLIENT, 5), (902, FREELANCER, 9), (903, CLIENT, 7), (904, THIRD, 99)):
        said = RoomMessage(GUILD, 1, message_id, author_id, at_ms, "words")
        await committed(storage, lambda uow, said=said: uow.rooms.add_message(said))
    await committed(storage, lambda uow: uow.rooms.message_deleted(GUILD, 902, 10))
    async with storage.read() as uow:
        assert await uow.rooms.last_said_at_ms(GUILD, 1, (CLIENT,)) == 7
        assert await uow.rooms.last_said_at_ms(GUILD, 1, (CLIENT, FREELANCER)) == 9
        assert await uow.rooms.last_said_at_ms(GUILD, 1, ()) is None
        assert await uow.rooms.last_said_at_ms(GUILD, 2, (CLIENT,)) is None
        assert await uow.rooms.last_said_at_ms(OTHER_GUILD, 1, (CLIENT,)) is None


async def test_files_come_back_by_id_and_case(storage):
    await committed(storage, file_case)
    await committed(storage, file_case)
    files = [sealed_file(f"f{i:04}", str(i).encode(), name=f"\N{SNOWMAN} {i}.txt") for i in range(600)]
    await committed(storage, lambda uow: uow.files.add(GUILD, 1, files[:-1]))
    await committed(storage, lambda uow: uow.files.add(GUILD, 2, files[-1:]))
    await committed(storage, lambda uow: uow.files.add(GUILD, 2, []))
    async with storage.read() as uow:
        ids = [file.file_id for file in files]
        assert await uow.files.sealed(GUILD, [*ids, "unknown", ids[0]]) == {file.file_id: file for file in files}
        assert await uow.files.sealed(GUILD, []) == await uow.files.sealed(OTHER_GUILD, ids) == {}
        assert await uow.files.of_case(GUILD, 1) == files[:-1]
        assert await uow.files.of_case(GUILD, 2) == files[-1:]
        assert await uow.files.of_case(OTHER_GUILD, 2) == []
        assert await uow.files.is_referenced(files[3].sha256) is True
        assert await uow.files.is_referenced("0" * 64) is False


async def test_bytes_may_be_named_by_several_files_but_a_file_only_once(storage):
    await committed(storage, file_case)
    await committed(storage, file_case, guild_id=OTHER_GUILD)
    same_bytes = [sealed_file("f1"), sealed_file("f2")]
    await committed(storage, lambda uow: uow.files.add(GUILD, 1, same_bytes))
    await committed(storage, lambda uow: uow.files.add(OTHER_GUILD, 1, same_bytes[:1]))
    with pytest.raises(Busy):
        await committed(storage, lambda uow: uow.files.add(GUILD, 1, same_bytes[:1]))
    with pytest.raises(IntegrityError):
        await committed(storage, lambda uow: uow.files.add(GUILD, 77, [sealed_file("f3")]))
