"""Who lives on the simulated server, and the dice by which they do what comes to mind."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final, TypeVar

from bot.domain.actors import StaffRole
from bot.services.ports import Member
from tests.services.world import ARBITRATOR, CASHIER, CLIENT, FREELANCER, GUILD, MODERATOR, ROLE_IDS, STRANGER

T = TypeVar("T")

DEALER: Final = 14
JACK: Final = 31
SECOND_ARBITRATOR: Final = 25
SECOND_MODERATOR: Final = 26
BOSS: Final = 24


@dataclass(frozen=True, slots=True)
class Someone:
    """A member of the server with the Discord roles that they have."""

    name: str
    member_id: int
    roles: frozenset[StaffRole] = frozenset()
    manage_server: bool = False

    def __str__(self) -> str:
        return self.name

    @property
    def member(self) -> Member:
        """The member as an interaction names them."""
        role_ids = frozenset(ROLE_IDS[role] for role in self.roles)
        return Member(GUILD, self.member_id, role_ids, self.manage_server)


def _staff(name: str, member_id: int, *roles: StaffRole, manage_server: bool = False) -> Someone:
    return Someone(name, member_id, frozenset(roles), manage_server)


PEOPLE: Final = {
    someone.member_id: someone
    for someone in (
        Someone("client", CLIENT),
        Someone("freelancer", FREELANCER),
        Someone("dealer", DEALER),
        # Deals like the others, though they are staff of every kind.
        _staff("jack", JACK, *ROLE_IDS, manage_server=True),
        Someone("stranger", STRANGER),
        _staff("moderator", MODERATOR, StaffRole.MODERATOR),
        _staff("moderator 2", SECOND_MODERATOR, StaffRole.MODERATOR),
        _staff("arbitrator", ARBITRATOR, StaffRole.ARBITRATOR),
        _staff("arbitrator 2", SECOND_ARBITRATOR, StaffRole.ARBITRATOR),
        _staff("cashier", CASHIER, StaffRole.CASHIER),
        _staff("admin", BOSS, manage_server=True),
    )
}

TRADERS: Final = (CLIENT, FREELANCER, DEALER, JACK)
"""Who deals with whom: anybody of them may be client or freelancer of any other."""


class Dice:
    """All that a step leaves to chance, from one number: a step means the same whatever hypothesis does around it."""

    def __init__(self, number: int) -> None:
        self._random = Random(number)

    def chance(self, percent: int) -> bool:
        """True so many times in a hundred."""
        return self._random.randrange(100) < percent

    def between(self, lowest: int, highest: int) -> int:
        """A whole number, both ends included."""
        return self._random.randint(lowest, highest)

    def one(self, items: Sequence[T]) -> T:
        """One of them."""
        return items[self._random.randrange(len(items))]

    def some(self, items: Sequence[T], percent: int) -> list[T]:
        """Each of them so many times in a hundred."""
        return [item for item in items if self.chance(percent)]

    def weighted(self, items: Sequence[T], weight: Callable[[T], int]) -> T:
        """One of them, by their weights; at least one must have some."""
        return self._random.choices(items, [weight(item) for item in items])[0]

    def amount(self, highest_minor: int, lowest_minor: int = 1) -> int:
        """An amount in minor units: the ends, the middle and their neighbours more often than the rest."""
        middle = (lowest_minor + highest_minor) // 2
        near = (lowest_minor, lowest_minor + 1, middle, middle + 1, highest_minor - 1, highest_minor, highest_minor)
        chosen = self.one(near) if self.chance(70) else self.between(lowest_minor, max(highest_minor, lowest_minor))
        return min(max(chosen, lowest_minor), max(highest_minor, lowest_minor))
