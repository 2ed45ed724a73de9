"""What the doctor says of a Discord, a machine and a database, and how it says to mend it."""

import stat
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from pydantic import SecretStr

from bot.clock import ManualClock, SystemClock
from bot.config import Config
from bot.config.sections import DiscordSection, IntentsSection
from bot.delivery.access import ESSENTIAL
from bot.operations import machine_checks
from bot.operations.discord_checks import DiscordChecks
from bot.operations.findings import Finding, Level, fine
from bot.sandbox import Permission, Sandbox
from bot.ui.invite import INVITATION, invite_link
from storage.errors import StorageError
from storage.examination import examine, has_wal_reset_bug
from storage.migrations import downgrade

ADMINISTRATOR = int(Permission.ADMINISTRATOR)


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """A Discord whose bot is in no server yet."""
    async with Sandbox() as made:
        yield made
    assert made.unknown_routes == []


async def found(sandbox: Sandbox, *, token: str | None = None, **intents: object) -> dict[str, Finding]:
    """What is found about Discord, by its subject up to the first bracket."""
    section = DiscordSection(
        token=SecretStr(token or sandbox.token),
        api_url=sandbox.api_url,
        intents=IntentsSection.model_construct(**{"members": "auto", "message_content": "auto", **intents}),
    )
    config = Config.model_construct(discord=section)
    findings = await DiscordChecks(config, SystemClock(), needed=INVITATION, essential=ESSENTIAL).findings()
    return {finding.subject.partition(" (")[0]: finding for finding in findings}


async def test_a_bot_as_it_should_be_has_no_fault(sandbox: Sandbox):
    guild = sandbox.create_guild("Makers", sandbox.create_person("olivia"))
    sandbox.invite_bot(guild, permissions=INVITATION)
    findings = await found(sandbox)
    assert {finding.level for finding in findings.values()} == {Level.OK}
    assert set(findings) == {
        "Token",
        "Clock",
        "Gateway",
        "Server Members Intent",
        "Message Content Intent",
        "Server Makers",
    }


@pytest.mark.parametrize("token", ["not.the.token", "with\nline break"])
async def test_a_refused_token_is_a_fault_that_does_not_show_it(sandbox: Sandbox, token: str):
    findings = await found(sandbox, token=token)
    assert [finding.level for finding in findings.values()] == [Level.FAULT]
    assert "PARLEY_DISCORD__TOKEN" in findings["Token"].line
    assert token not in findings["Token"].line


async def test_an_intent_that_is_off_is_a_fault_only_where_it_is_insisted_on(sandbox: Sandbox):
    sandbox.world.allowed_privileged_intents = 1 << 1
    assert (await found(sandbox))["Message Content Intent"].level is Level.WARNING
    findings = await found(sandbox, message_content=True, members=False)
    assert findings["Message Content Intent"].level is Level.FAULT
    assert findings["Server Members Intent"].level is Level.OK


async def test_missing_permissions_are_named_as_discord_names_them(sandbox: Sandbox):
    owner = sandbox.create_person("olivia")
    mute, poor, rich = (sandbox.create_guild(name, owner) for name in ("Mute", "Poor\x1b[2J", "Rich"))
    sandbox.invite_bot(mute, permissions=INVITATION & ~int(Permission.MANAGE_CHANNELS))
    sandbox.invite_bot(poor, permissions=INVITATION & ~int(Permission.MANAGE_THREADS | Permission.VIEW_AUDIT_LOG))
    sandbox.invite_bot(rich, permissions=ADMINISTRATOR)
    findings = await found(sandbox)
    assert findings["Server Mute"].level is Level.FAULT
    assert "lacks Manage Channels." in findings["Server Mute"].found
    assert invite_link(sandbox.application_id) in findings["Server Mute"].line
    assert findings["Server Poor\x1b[2J"].level is Level.WARNING
    assert "lacks View Audit Log, Manage Threads." in findings["Server Poor\x1b[2J"].found
    assert "\x1b" not in findings["Server Poor\x1b[2J"].line
    assert findings["Server Rich"].level is Level.WARNING
    assert "administrator" in findings["Server Rich"].found


async def test_every_server_is_looked_at_however_many_there_are(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("bot.operations.discord_checks._GUILDS_PER_PAGE", 2)
    owner = sandbox.create_person("olivia")
    names = [f"Makers {number}" for number in range(5)]
    for name in names:
        sandbox.invite_bot(sandbox.create_guild(name, owner), permissions=ADMINISTRATOR)
    findings = await found(sandbox)
    assert [subject for subject in findings if subject.startswith("Server Makers")] == [
        f"Server {name}" for name in names
    ]


async def test_a_bot_in_no_server_and_a_discord_that_is_away_are_told(sandbox: Sandbox):
    assert (await found(sandbox))["Servers"].level is Level.WARNING
    section = DiscordSection(token=SecretStr("x"), api_url="http://127.0.0.1:9/api/v10")
    away = DiscordChecks(Config.model_construct(discord=section), SystemClock(), needed=INVITATION, essential=ESSENTIAL)
    assert [(finding.level, finding.subject) for finding in await away.findings()] == [(Level.FAULT, "Discord")]


@pytest.mark.parametrize(
    ("ahead_seconds", "level", "words"),
    [(0, Level.OK, "agree"), (30, Level.WARNING, "30 s ahead of"), (-3_600, Level.FAULT, "3600 s behind")],
)
async def test_the_clock_is_compared_with_discords(ahead_seconds: int, level: Level, words: str):
    theirs_ms = 1_800_000_000_000

    async def me(_: web.Request) -> web.Response:
        return web.json_response({"id": "1", "username": "Parley"}, headers={"Date": "Fri, 15 Jan 2027 08:00:00 GMT"})

    server = web.Application()
    server.router.add_get("/users/@me", me)
    runner = web.AppRunner(server)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        section = DiscordSection(token=SecretStr("x"), api_url=f"http://127.0.0.1:{runner.addresses[0][1]}")
        clock = ManualClock(theirs_ms + 500 + 1_000 * ahead_seconds)
        config = Config.model_construct(discord=section)
        findings = await DiscordChecks(config, clock, needed=INVITATION, essential=ESSENTIAL).findings()
    finally:
        await runner.cleanup()
    by_subject = {finding.subject: finding for finding in findings}
    assert by_subject["Clock"].level is level
    assert words in by_subject["Clock"].found
    # Whoever answers so is no Discord: that is told too, and nothing breaks.
    assert by_subject["Gateway"].level is Level.FAULT
    assert {by_subject[name].level for name in ("Intents", "Servers")} == {Level.WARNING}


@pytest.mark.parametrize(
    ("version", "has_bug"),
    [
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 52, 0), False),
        ((4, 0, 0), False),
    ],
)
def test_which_sqlite_has_the_wal_reset_bug(version: tuple[int, int, int], has_bug: bool):
    assert has_wal_reset_bug(version) is has_bug


def names(folder: Path) -> list[str]:
    """What lies in a folder."""
    return sorted(path.name for path in folder.iterdir())


async def test_the_database_is_examined_without_a_trace(database_url: str, tmp_path: Path):
    assert (await examine(database_url)).schema.relation == "current"
    await downgrade(database_url)
    assert (await examine(database_url)).schema.relation == "empty"
    (tmp_path / "text.db").write_text("This is no database, but longer than one page's header would be. " * 20)
    with pytest.raises(StorageError, match="file is not a database"):
        await examine(f"sqlite:///{tmp_path}/text.db")
    assert names(tmp_path) == ["text.db"], "no lock, no journal"


def test_the_evidence_folder_is_private_and_writable(tmp_path: Path):
    folder = tmp_path / "evidence"
    assert machine_checks.evidence_folder(folder).level is Level.OK
    assert not folder.exists(), "looking makes nothing"
    folder.mkdir(mode=0o700)
    assert machine_checks.evidence_folder(folder).level is Level.OK
    folder.chmod(0o750)
    assert machine_checks.evidence_folder(folder).level is Level.WARNING
    (tmp_path / "file").touch()
    assert machine_checks.evidence_folder(tmp_path / "file").level is Level.FAULT


def test_secrets_in_a_file_are_the_owners_alone(tmp_path: Path):
    file = tmp_path / "config.toml"
    file.touch(mode=0o644)
    file.chmod(0o644)
    assert machine_checks.settings_file(file, holds_secrets=False).level is Level.OK
    assert machine_checks.settings_file(file, holds_secrets=True).level is Level.WARNING
    assert [finding.level for finding in machine_checks.private_file("Database", file)] == [Level.WARNING]
    file.chmod(stat.S_IRUSR | stat.S_IWUSR)
    assert machine_checks.settings_file(file, holds_secrets=True).level is Level.OK
    assert machine_checks.private_file("Database", file) == []


@pytest.mark.parametrize(("free", "level"), [(150, Level.FAULT), (900, Level.WARNING), (5_000, Level.OK)])
def test_a_full_disk_is_told_once(free: int, level: Level, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    usage = machine_checks.shutil._ntuple_diskusage(10**12, 10**12 - free * 10**6, free * 10**6)
    monkeypatch.setattr(machine_checks.shutil, "disk_usage", lambda _: usage)
    (finding,) = machine_checks.free_space(
        [("the database", tmp_path / "a.db"), ("evidence", tmp_path / "not" / "yet")]
    )
    assert finding.level is level
    assert "the database and evidence" in finding.found


def test_a_finding_is_one_line_whatever_names_hold():
    assert fine("Server A\nok       B\u202e", "is fine.").line == "Server A�ok       B�: is fine."
