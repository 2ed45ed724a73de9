"""The embedded provider: a cashier brings the money in or pays it out by hand, and confirms it (R2.8)."""

from collections.abc import Sequence

from bot.domain.wallet_requests import WalletRequest
from bot.services.ports import OutboxMessage
from bot.services.wallet_effects import wallet_effects


class ManualPayments:
    """Leaves every request to the cashiers, and tells them of it."""

    def asked(self, request: WalletRequest) -> Sequence[OutboxMessage]:
        """A post in the cashiers' channel; the request stays pending until one of them answers."""
        return wallet_effects(request)
