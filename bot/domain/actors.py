"""Who acts, and what they may do."""

from dataclasses import dataclass, field
from enum import StrEnum

from bot.domain.errors import StaffOnly


class StaffRole(StrEnum):
    """What a member may do for the server (R10)."""

    MODERATOR = "moderator"
    ARBITRATOR = "arbitrator"
    CASHIER = "cashier"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Actor:
    """A member with the staff roles they hold at this moment."""

    guild_id: int
    member_id: int
    staff_roles: frozenset[StaffRole] = field(default_factory=frozenset[StaffRole])

    def has(self, *roles: StaffRole) -> bool:
        """Whether the member holds one of the roles."""
        return any(role in self.staff_roles for role in roles)

    def require(self, role: StaffRole) -> None:
        """Raise StaffOnly unless the member holds the role."""
        if role not in self.staff_roles:
            raise StaffOnly(role=role.value)
