"""A command that dies of kill -9 at its first statement, then at its second, and so on until it survives.

Run as a process of its own on a database that a test has made:
`python -m tests.services.killing URL NAME CASE NOW_MS STEP` prints when it lived and after which death something had
changed. Every death is that of a forked child, so that
nothing but the database outlives it.
"""

import asyncio
import hashlib
import json
import os
import signal
import sqlite3
import sys
import traceback
from typing import Any, Final

import asyncpg
from sqlalchemy import event
from sqlalchemy.engine import make_url

from bot.services.commands import AcceptOffer, Command, PayFee, Rule
from bot.services.ports import Request
from storage.engine import Database
from storage.tables import metadata
from tests.services.world import FINDINGS, GUILD, Person, World, arbitrator, client

SWEEP: Final = "sweep"
CONNECT: Final = "connect"
FIRST_ID: Final = 1_000_000
_MOST_DEATHS: Final = 200
_NOTES: Final = frozenset({"alive_notes", "connections"})
_TABLES: Final = [table.name for table in metadata.sorted_tables if table.name not in _NOTES]


async def perform(world: World, name: str, case_id: int) -> None:
    """Carry the command out, as the same interaction each time: Discord may deliver it again."""
    if name == CONNECT:
        await world.keeper.guild_up(GUILD)
        await world.keeper.looked()
        return
    if name == SWEEP:
        await world.keeper.sweep()
        return
    commands: dict[str, tuple[Person, Command]] = {
        "accept": (client, AcceptOffer(case_id, 2)),
        "pay": (client, PayFee(case_id)),
        "rule": (arbitrator, Rule(case_id, "600", FINDINGS)),
    }
    person, command = commands[name]
    await world.use_cases.run(person.member, command, Request(FIRST_ID - 1, world.clock.now_ms()))


async def die(url: str, name: str, case_id: int, now_ms: int, number: int) -> None:
    """Run the command; at the given moment the process is gone. Moments are statements, and both sides of a commit."""
    async with await Database.connect(url) as database:
        world = World(database, first_id=FIRST_ID)
        world.clock.set(now_ms)
        if name == SWEEP:
            await perform(world, CONNECT, case_id)
        left = number

        def moment(*_: Any) -> None:
            nonlocal left
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        engine = database.engines[0].sync_engine
        event.listen(engine, "before_cursor_execute", moment)
        dialect: Any = engine.dialect
        commit = dialect.do_commit

        def committed(connection: Any) -> None:
            moment()
            commit(connection)
            moment()

        dialect.do_commit = committed
        await perform(world, name, case_id)


def survives(url: str, name: str, case_id: int, now_ms: int, number: int) -> bool:
    """Whether a child that is to die at the moment has none such. Raises RuntimeError for any other end."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            asyncio.run(die(url, name, case_id, now_ms, number))
            code = 0
        except BaseException:
            # Whatever it is: a forked child must not return into its parent's code.
            traceback.print_exc()
            raise
        finally:
            sys.stderr.flush()
            os._exit(code)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return False
    if os.waitstatus_to_exitcode(status) != 0:
        raise RuntimeError(f"{name} failed at moment {number}")
    return True


def fingerprint(url: str) -> str:
    """A hash of every row, read past all of our own code."""
    parsed = make_url(url)
    rows = _sqlite_rows(str(parsed.database)) if parsed.get_backend_name() == "sqlite" else _postgresql_rows(url)
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def _sqlite_rows(path: str) -> list[list[str]]:
    connection = sqlite3.connect(path)
    try:
        return [sorted(map(repr, connection.execute(f"SELECT * FROM {name}"))) for name in _TABLES]
    finally:
        connection.close()


def _postgresql_rows(url: str) -> list[list[str]]:
    async def read() -> list[list[str]]:
        parsed = make_url(url)
        connection = await asyncpg.connect(
            host=str(parsed.query["host"]), user=parsed.username, database=parsed.database
        )
        try:
            return [sorted(map(repr, await connection.fetch(f"SELECT * FROM {name}"))) for name in _TABLES]
        finally:
            await connection.close()

    return asyncio.run(read())


def kill_until_it_survives(url: str, name: str, case_id: int, now_ms: int, step: int) -> dict[str, Any]:
    """Let the command die at each moment, or at each so-manieth; says when it lived, and after which deaths the
    database had changed."""
    if name == SWEEP:
        # Being connected again puts a card and looks into the outbox: that is no part of what is looked at.
        survives(url, CONNECT, case_id, now_ms, 0)
    seen = fingerprint(url)
    changed: list[int] = []
    for number in range(1, _MOST_DEATHS, step):
        if survives(url, name, case_id, now_ms, number):
            return {"lived_at": number, "changed": changed, "changed_by_survivor": fingerprint(url) != seen}
        now = fingerprint(url)
        if now != seen:
            changed.append(number)
            seen = now
    raise RuntimeError(f"{name} does not come to an end")


if __name__ == "__main__":
    _, its_url, its_name, *numbers = sys.argv
    its_case_id, its_now_ms, its_step = map(int, numbers)
    json.dump(kill_until_it_survives(its_url, its_name, its_case_id, its_now_ms, its_step), sys.stdout)
