"""The program as its owner runs it: a process of its own, settings from a file and the environment, real time."""

import asyncio
import json
import os
import socket
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bot.demo.stage import STAFF_ROLES
from bot.sandbox import Channel, Guild, Person, Role, Sandbox
from bot.ui.invite import INVITATION
from storage.migrations import migrate
from tests.acceptance.world import REQUEST
from tests.waiting import until

ROOT: Final = Path(__file__).parents[2]
READY: Final = "gateway_ready"
CONFIG: Final = """\
[deadlines]
settle_margin = 1
sweep_every = 1
outage_after = 2
[rulebooks.milestone.windows]
response_freelancer = 6
"""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass(slots=True)
class Program:
    """One process, and what it has written to standard error so far."""

    process: asyncio.subprocess.Process
    log: Path

    async def exit_code(self) -> int:
        """Wait for the end."""
        async with asyncio.timeout(20):
            return await self.process.wait()

    async def stop(self) -> int:
        """SIGTERM; the exit code."""
        self.process.terminate()
        return await self.exit_code()

    async def kill(self) -> None:
        """SIGKILL: no goodbye."""
        self.process.kill()
        await self.exit_code()

    @property
    def written(self) -> str:
        """What it has written to standard error."""
        return self.log.read_text()


@dataclass(slots=True)
class Office:
    """A server with people on a sandbox in real time, and the commands of the program against it."""

    sandbox: Sandbox
    folder: Path
    guild: Guild
    lobby: Channel
    admin: Person
    client: Person
    freelancer: Person
    cashier: Person
    roles: dict[str, Role]
    programs: list[Program] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        """What every process is told, and nothing else of ours."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("PARLEY_")}
        return inherited | {
            "PYTHONPATH": str(ROOT),
            "PARLEY_DISCORD__TOKEN": self.sandbox.token,
            "PARLEY_DISCORD__API_URL": self.sandbox.api_url,
            "PARLEY_DATABASE__URL": f"sqlite:///{self.folder}/parley.db",
            "PARLEY_EVIDENCE__DIR": str(self.folder / "evidence"),
        }

    async def begin(self, command: str, *arguments: str, **environment: str) -> Program:
        """Start `parley <command>` and return at once."""
        log = self.folder / f"{len(self.programs)}.log"
        with log.open("w") as stream:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", command, "--config", "mine.toml", *arguments),
                cwd=self.folder,
                env=self.environment | environment,
                stdout=asyncio.subprocess.PIPE,
                stderr=stream,
            )
        program = Program(process, log)
        self.programs.append(program)
        return program

    async def run(self, command: str, *arguments: str, **environment: str) -> tuple[int, str, str]:
        """Run `parley <command>` to its end: exit code, standard output, standard error."""
        program = await self.begin(command, *arguments, **environment)
        async with asyncio.timeout(30):
            output, _ = await program.process.communicate()
        return await program.exit_code(), output.decode(), program.written

    async def bot(self, **environment: str) -> Program:
        """The running bot, connected and ready."""
        program = await self.begin("run", **environment)
        await until(
            lambda: READY in program.written or program.process.returncode is not None,
            within_seconds=30,
            what="a ready bot",
        )
        assert program.process.returncode is None, program.written
        return program

    async def accounts(self) -> dict[str, int]:
        """What `parley audit --json` says of the server, in US cents; it must be well."""
        code, output, errors = await self.run("audit", "--json")
        assert code == 0, output + errors
        report = json.loads(output)
        assert report["ok"] is True
        return {name: held["USD"] for name, held in report["accounts"].get(str(self.guild.id), {}).items()}

    async def configure(self) -> None:
        """The admin names the staff's roles."""
        for kind, role in self.roles.items():
            await self.admin.slash(self.lobby, "config role", kind=kind, role=role)

    async def case(self) -> Channel:
        """The client has opened a case about 1,000.00 and offers 200.00; its room, with the card and the notice."""
        asked = await self.client.slash(self.lobby, "wallet deposit", amount="1,000")
        found = REQUEST.search(asked.text)
        assert found is not None, asked
        await self.cashier.slash(self.lobby, "cashier confirm", request=found[0], confirm=True)
        await self.client.slash(
            self.lobby, "milestone create", freelancer=self.freelancer, amount="1,000", title="A logo", confirm=True
        )
        reason = "The delivered logo is not the one that we agreed on."
        await self.client.slash(self.lobby, "dispute open", milestone="M-1", offer="200", reason=reason, confirm=True)
        return await self.sandbox.until(self.furnished_room)

    def furnished_room(self) -> Channel | None:
        """The newest case room in which the card is pinned and the respondent was written to."""
        rooms = [channel for channel in self.guild.channels.values() if channel.name.startswith("case-")]
        newest = max(rooms, key=lambda channel: channel.id, default=None)
        if newest is None or not self.freelancer.pinned(newest):
            return None
        told = any(self.freelancer in message.mentions for message in self.freelancer.sees(newest))
        return newest if told else None

    def card(self, room: Channel) -> str:
        """What the pinned card says."""
        return "\n".join(message.text for message in self.freelancer.pinned(room))


@asynccontextmanager
async def office(folder: Path) -> AsyncGenerator[Office]:
    """A server with a bot of exactly the invited permissions, and an empty, migrated database file."""
    (folder / "mine.toml").write_text(CONFIG)
    async with Sandbox() as sandbox:
        admin, client, freelancer, cashier = map(sandbox.create_person, ("olivia", "carol", "felix", "kate"))
        guild = sandbox.create_guild("Makers", admin)
        roles = {kind: sandbox.create_role(guild, f"{kind.capitalize()}s") for kind in STAFF_ROLES}
        for person in (client, freelancer):
            sandbox.join(guild, person)
        sandbox.join(guild, cashier, [roles["cashier"]])
        sandbox.invite_bot(guild, permissions=INVITATION)
        lobby = sandbox.create_channel(guild, "general")
        made = Office(sandbox, folder, guild, lobby, admin, client, freelancer, cashier, roles)
        try:
            await migrate(f"sqlite:///{folder}/parley.db")
            yield made
        finally:
            for program in made.programs:
                if program.process.returncode is None:
                    await program.kill()
        assert sandbox.unknown_routes == []
