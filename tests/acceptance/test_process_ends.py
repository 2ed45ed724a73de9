"""How the program ends: on request with 0, and for a fault with a sentence."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.acceptance.processes import READY, office
from tests.waiting import until


async def test_a_signal_stops_it_gracefully_however_early(tmp_path: Path):
    """While it loads, while it connects, while Discord is away, while it is idle."""
    async with office(tmp_path) as made:
        (tmp_path / "parley.db.lock").unlink()
        loading = await made.begin("run")
        await until((tmp_path / "parley.db.lock").exists, what="the database being opened")
        assert await loading.stop() == 0, loading.written
        lonely = await made.begin("run", PARLEY_DISCORD__API_URL="http://127.0.0.1:9/api/v10")
        await until(lambda: "logging in" in lonely.written, what="the first attempt to log in")
        assert await lonely.stop() == 0, lonely.written
        idle = await made.bot()
        assert await idle.stop() == 0, idle.written
        assert "Traceback" not in idle.written
        assert "voice" not in idle.written, "it has no use for it"


async def test_what_keeps_it_from_starting_is_one_sentence(tmp_path: Path):
    async with office(tmp_path) as made:
        code, _, errors = await made.run("run", PARLEY_DISCORD__TOKEN="not.the.token")
        assert code == 2
        assert "discord.token" in errors.splitlines()[-1]
        assert "Traceback" not in errors
        assert "not.the.token" not in errors
        new = f"sqlite:///{tmp_path}/new.db"
        code, _, errors = await made.run("run", PARLEY_DATABASE__URL=new)
        assert code == 2
        assert errors.splitlines() == [f"There is no database at {tmp_path}/new.db. Run `parley migrate` first."]
        left = await asyncio.to_thread(lambda: list(tmp_path.glob("new.db*")))
        assert left == [], "neither a file nor a lock is left behind"
        code, output, _ = await made.run("migrate", PARLEY_DATABASE__URL=new)
        assert code == 0
        assert "0001" in output


async def test_one_bot_alone_writes_a_file_and_an_audit_only_reads_it(tmp_path: Path):
    async with office(tmp_path) as made:
        bot = await made.bot()
        code, _, errors = await made.run("run")
        assert code == 1
        assert len(errors.splitlines()) == 1
        assert str(bot.process.pid) in errors
        assert await made.accounts() == {}
        assert READY in bot.written
        assert bot.process.returncode is None
        await made.configure()
        asked = await made.client.slash(made.lobby, "wallet deposit", amount="10")
        await made.cashier.slash(made.lobby, "cashier confirm", request="W-1", confirm=True)
        assert "W-1" in asked.text
        assert await made.accounts() == {f"member:{made.client.id}": 10_00, "world": -10_00}
        assert await bot.stop() == 0
        with closing(sqlite3.connect(tmp_path / "parley.db")) as database:
            database.execute("UPDATE accounts SET balance_minor = 999 WHERE balance_minor > 0")
            database.commit()
        code, output, _ = await made.run("audit")
        assert code == 1
        assert "Broken" in output
