"""What arbitration costs, and who gets a deposit back."""

from bot.domain.money import BASIS_POINTS, half_up
from bot.domain.rulebook import FeePolicy, RefundPolicy


def fee_for(disputed_minor: int, policy: FeePolicy) -> int:
    """Each party's arbitration fee in minor units: rate, minimum, and the cap over both (R5.3 [F+][P])."""
    fee = max(half_up(disputed_minor, policy.rate_bp, BASIS_POINTS), policy.minimum_minor)
    if policy.cap_bp is None:
        return fee
    return min(fee, half_up(disputed_minor, policy.cap_bp, BASIS_POINTS))


def refunds(
    policy: RefundPolicy, deposits: dict[int, int], shares: dict[int, int], disputed_minor: int
) -> dict[int, int]:
    """What each member gets back of their deposit after a ruling (R5.5), in minor units; the rest is earned.

    `deposits` and `shares` are by member: what they paid, and what the ruling gives them of the disputed amount.
    """
    best = max(shares.values())
    even = len(set(shares.values())) == 1
    back: dict[int, int] = {}
    for member_id, fee_minor in deposits.items():
        match policy:
            case RefundPolicy.NONE:
                back[member_id] = 0
            case RefundPolicy.PROPORTIONAL:
                back[member_id] = half_up(fee_minor, shares[member_id], disputed_minor)
            case RefundPolicy.WINNER if even:
                back[member_id] = (fee_minor + 1) // 2
            case RefundPolicy.WINNER:
                back[member_id] = fee_minor if shares[member_id] == best else 0
    return back


def even_split(amount_minor: int) -> tuple[int, int]:
    """The claimant's and the respondent's half; the odd unit goes to the respondent (R2.6 [=])."""
    return amount_minor // 2, amount_minor - amount_minor // 2
