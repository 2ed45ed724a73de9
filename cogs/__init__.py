"""What people type: slash commands, one file a group, and context menus.

All of them defer, call one use case or query, and show what came of it; nothing is decided here.
"""

from cogs.admin import Configuration
from cogs.base import DeskCog
from cogs.cashier import Cashier
from cogs.disputes import Disputes
from cogs.evidence import Evidence
from cogs.fees import Fees
from cogs.milestones import Milestones
from cogs.offers import Offers
from cogs.staff import Staff
from cogs.wallet import Wallet

ALL_COGS: tuple[type[DeskCog], ...] = (
    Milestones,
    Disputes,
    Offers,
    Fees,
    Evidence,
    Wallet,
    Staff,
    Cashier,
    Configuration,
)
"""Every group of commands."""

__all__ = ["ALL_COGS", "DeskCog"]
