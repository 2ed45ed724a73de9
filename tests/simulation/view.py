"""What the database holds at a moment, as the simulation looks at it."""

from dataclasses import dataclass

from bot.domain.actors import Actor
from bot.domain.case import Case
from bot.domain.milestones import Milestone
from bot.domain.settings import Settings
from bot.domain.wallet_requests import WalletRequest
from tests.services.world import GUILD, default_settings
from tests.simulation.people import Someone
from tests.simulation.rig import Rig


@dataclass(frozen=True, slots=True)
class View:
    """Cases, milestones, wallets and settings of the one server, at a moment of Discord's time."""

    at_ms: int
    settings: Settings
    cases: dict[int, Case]
    milestones: dict[int, Milestone]
    pending: tuple[WalletRequest, ...]
    balances: dict[str, dict[str, int]]

    @property
    def open_cases(self) -> list[Case]:
        """The cases that run."""
        return [case for case in self.cases.values() if case.state.is_open]

    def actor(self, someone: Someone) -> Actor:
        """The person with the staff roles that the settings give them."""
        member = someone.member
        return self.settings.actor(member.member_id, member.role_ids, manage_server=member.manage_server)

    def wallet_minor(self, member_id: int, currency: str) -> int:
        """What is free in a wallet."""
        return self.balances.get(f"member:{member_id}", {}).get(currency, 0)


async def look(rig: Rig) -> View:
    """Read everything, on one consistent state."""
    async with rig.storage.read() as uow:
        return View(
            at_ms=rig.true_ms,
            settings=await uow.settings.get(default_settings(GUILD)),
            cases={case.state.case_id: case for case in await uow.cases.all(GUILD)},
            milestones={item.state.milestone_id: item for item in await uow.milestones.all(GUILD)},
            pending=tuple(await uow.wallet_requests.pending(GUILD)),
            balances=await uow.ledger.balances(GUILD),
        )
