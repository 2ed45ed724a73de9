"""What an operator does beside the running program."""

from pathlib import Path

import aiohttp

from tests.acceptance.processes import Office, free_port, office


async def test_operators_look_and_copy_while_the_bot_runs(tmp_path: Path):
    async with office(tmp_path) as made, aiohttp.ClientSession() as browser:
        port = free_port()
        bot = await made.bot(PARLEY_OPERATIONS__HEALTH_PORT=str(port))
        await made.configure()
        await fund(made, "10")
        for command, said in (("check", "The configuration is valid."), ("audit", "the record is whole")):
            code, output, errors = await made.run(command)
            assert (code, errors) == (0, ""), output + errors
            assert said in output

        code, output, errors = await made.run("doctor")
        assert (code, errors) == (0, ""), output + errors
        assert "Server Makers" in output
        assert "No faults, " in output
        assert made.sandbox.token not in output

        code, output, errors = await made.run("backup", "copy.db")
        assert (code, errors) == (0, ""), output + errors
        assert f"{tmp_path}/evidence" in output, "what a backup needs besides"
        code, _, errors = await made.run("backup", "copy.db")
        assert (code, len(errors.splitlines())) == (1, 1)
        before = await made.accounts()
        await fund(made, "20")
        async with browser.get(f"http://127.0.0.1:{port}/metrics") as answer:
            assert 'command="ConfirmWalletRequest",outcome="done"} 2.0' in await answer.text()
        # The browser's connection is still open: it keeps nobody from stopping.
        assert await bot.stop() == 0, bot.written
        assert await made.accounts() != before

        # The drill: what was lost is replaced by the copy, and the bot runs on it.
        for name in ("parley.db", "parley.db-wal", "parley.db-shm"):
            (tmp_path / name).unlink(missing_ok=True)
        (tmp_path / "copy.db").rename(tmp_path / "parley.db")
        code, output, errors = await made.run("migrate")
        assert (code, output) == (0, "The database is at this program's version already; nothing was done.\n"), errors
        assert await made.accounts() == before
        bot = await made.bot()
        await fund(made, "30")
        assert await bot.stop() == 0, bot.written


async def test_the_doctor_finds_faults_and_says_so_by_its_exit_code(tmp_path: Path):
    async with office(tmp_path) as made:
        code, output, _ = await made.run("doctor", PARLEY_DATABASE__URL=f"sqlite:///{tmp_path}/nowhere.db")
        assert code == 1
        assert "1 fault, " in output
        assert "fault    Database: There is no database at" in output
        code, output, errors = await made.run("doctor", PARLEY_DISCORD__TOKEN="not.the.token")
        assert code == 1
        assert "not.the.token" not in output + errors


async def fund(made: Office, amount: str) -> None:
    """Money comes into the client's wallet."""
    asked = await made.client.slash(made.lobby, "wallet deposit", amount=amount)
    number = asked.text.partition("W-")[2][:1]
    await made.cashier.slash(made.lobby, "cashier confirm", request=f"W-{number}", confirm=True)
