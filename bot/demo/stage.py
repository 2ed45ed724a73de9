"""The stage: a Discord of its own with one server and its people, the real bot in it, and one clock for all of them."""

from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Final

from pydantic import SecretStr

from bot.app import App
from bot.clock import ManualClock
from bot.config import Config
from bot.config.sections import BrakesSection, DatabaseSection, DeadlinesSection, DiscordSection, EvidenceSection
from bot.config.values import read_database_url
from bot.sandbox import Channel, Guild, Permission, Person, Role, Sandbox
from bot.ui.invite import INVITATION

STAFF_ROLES: Final = ("moderator", "arbitrator", "cashier")
ROOM_PREFIX: Final = "case-"


class Stage:
    """A running bot among people. `database_url` names an empty, migrated database."""

    def __init__(
        self, database_url: str, folder: Path, *, traffic: Path | None = None, clock: ManualClock | None = None
    ) -> None:
        self.clock = clock or ManualClock()
        self.sandbox = Sandbox(clock=self.clock, traffic=traffic)
        self.database_url = database_url
        self.folder = folder
        # The stage's clock stands still between acts, so that no bucket would ever fill again.
        self.brakes = BrakesSection(burst=0)
        self.app: App
        self.admin = self.sandbox.create_person("olivia")
        self.client = self.sandbox.create_person("carol")
        self.freelancer = self.sandbox.create_person("felix")
        self.moderator = self.sandbox.create_person("mona")
        self.arbitrator = self.sandbox.create_person("arthur")
        self.cashier = self.sandbox.create_person("kate")
        self.stranger = self.sandbox.create_person("sam")
        self.guild: Guild = self.sandbox.create_guild("Makers", self.admin)
        self.roles: dict[str, Role] = {}
        self._build_server()

    def _build_server(self) -> None:
        sandbox, guild = self.sandbox, self.guild
        holders = {"moderator": self.moderator, "arbitrator": self.arbitrator, "cashier": self.cashier}
        for kind in STAFF_ROLES:
            self.roles[kind] = sandbox.create_role(guild, f"{kind.capitalize()}s")
            sandbox.join(guild, holders[kind], [self.roles[kind]])
        for person in (self.client, self.freelancer, self.stranger):
            sandbox.join(guild, person)
        sandbox.invite_bot(guild, permissions=INVITATION)
        self.lobby: Channel = sandbox.create_channel(guild, "general")
        self.staff_channel: Channel = sandbox.create_channel(guild, "staff")
        self.cashier_channel: Channel = sandbox.create_channel(guild, "cashiers")
        for channel, kind in ((self.staff_channel, "moderator"), (self.cashier_channel, "cashier")):
            sandbox.set_overwrite(channel, guild.everyone, deny=Permission.VIEW_CHANNEL)
            sandbox.set_overwrite(channel, self.roles[kind], allow=Permission.VIEW_CHANNEL)
            sandbox.set_overwrite(channel, sandbox.bot, allow=Permission.VIEW_CHANNEL)

    @property
    def config(self) -> Config:
        """The bot's configuration: its own defaults, whatever the environment says, and this stage's addresses."""
        return Config.model_construct(
            discord=DiscordSection(token=SecretStr(self.sandbox.token), api_url=self.sandbox.api_url),
            database=DatabaseSection(url=read_database_url(self.database_url)),
            evidence=EvidenceSection(dir=self.folder / "evidence"),
            deadlines=DeadlinesSection(),
            brakes=self.brakes,
        )

    async def __aenter__(self) -> "Stage":
        await self.sandbox.start()
        try:
            await self.start_bot()
        except BaseException:
            await self.sandbox.stop()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            await self.stop_bot()
        finally:
            await self.sandbox.stop()

    async def start_bot(self) -> None:
        """Start the bot, or start it again; return when it is connected and has caught up."""
        self.app = App(self.config, clock=self.clock)
        try:
            await self.app.start()
            await self.app.until_ready()
            await self.app.settled()
        except BaseException:
            await self.app.stop()
            raise

    async def stop_bot(self) -> None:
        """Stop the bot gracefully."""
        await self.app.stop()

    async def settled(self) -> None:
        """Wait until the bot has done and told all that there is at this moment."""
        await self.app.settled()

    async def configure(self) -> None:
        """The admin says which roles and channels are for what."""
        for kind in STAFF_ROLES:
            await self.admin.slash(self.lobby, "config role", kind=kind, role=self.roles[kind])
        await self.admin.slash(self.lobby, "config channel", kind="staff", channel=self.staff_channel)
        await self.admin.slash(self.lobby, "config channel", kind="cashier", channel=self.cashier_channel)

    async def pass_time(self, *, seconds: int = 0, minutes: int = 0, hours: int = 0, days: int = 0) -> None:
        """Let time pass as it does: the bot is awake at each moment at which something is due."""
        end_ms = self.clock.now_ms() + 1_000 * (seconds + 60 * (minutes + 60 * (hours + 24 * days)))
        await self.settled()
        while True:
            due_at_ms = await self.app.keeper.next_wake_ms()
            if due_at_ms is None or not self.clock.now_ms() < due_at_ms <= end_ms:
                break
            self.clock.advance(milliseconds=due_at_ms - self.clock.now_ms())
            await self.settled()
        self.clock.advance(milliseconds=end_ms - self.clock.now_ms())
        await self.settled()

    def rooms(self) -> list[Channel]:
        """The case rooms that there are, oldest first."""
        found = [channel for channel in self.guild.channels.values() if channel.name.startswith(ROOM_PREFIX)]
        return sorted(found, key=lambda channel: channel.id)

    def room(self) -> Channel:
        """The newest case room."""
        return self.rooms()[-1]

    def can_see(self, channel: Channel) -> set[Person]:
        """Who of the people can see a channel."""
        people = (
            self.admin,
            self.client,
            self.freelancer,
            self.moderator,
            self.arbitrator,
            self.cashier,
            self.stranger,
        )
        return {person for person in people if channel in person.channels(self.guild)}

    async def eventually(self, condition: Callable[[], bool]) -> None:
        """Wait until something is so in the sandbox."""
        await self.sandbox.until(condition)
