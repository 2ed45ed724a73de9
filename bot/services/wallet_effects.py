"""What holders of wallets and cashiers must see: direct messages when money moved, requests to answer (R12.2)."""

from bot.domain.milestones import Milestone, MilestoneDecision, MilestoneFunded, MoneyGiven
from bot.domain.wallet_requests import WalletRequest, WalletRequestKind, WalletRequestState
from bot.services.effects import Words, cashier_target, direct_target
from bot.services.ports import EffectKind, OutboxMessage
from bot.services.receipts import Facts


def _direct(guild_id: int, member_id: int, key: str, words: Words) -> OutboxMessage:
    payload = {**words.payload(), "member_id": member_id, "case_id": None, "notice": None}
    return OutboxMessage(guild_id, direct_target(guild_id, member_id), EffectKind.DIRECT, key, payload)


def milestone_effects(milestone: Milestone, decision: MilestoneDecision) -> list[OutboxMessage]:
    """Direct messages to who receives money by a milestone (R12.2)."""
    state = milestone.state
    messages: list[OutboxMessage] = []
    for event in decision.events:
        facts: Facts = {
            "milestone_id": state.milestone_id,
            "currency": state.currency,
            "client_id": state.client_id,
            "freelancer_id": state.freelancer_id,
            "unreleased_minor": state.unreleased_minor,
        }
        texts = {"title": state.title}
        if isinstance(event, MilestoneFunded):
            text, member_id = "milestone_funded", state.freelancer_id
            facts |= {"amount_minor": event.amount_minor, "has_terms": event.terms is not None}
        elif isinstance(event, MoneyGiven):
            text = f"milestone_{event.action}"
            member_id = state.freelancer_id if event.action == "release" else state.client_id
            facts["amount_minor"] = event.amount_minor
        else:
            continue
        key = f"milestone:{state.guild_id}:{state.milestone_id}:{state.version}:{text}"
        messages.append(_direct(state.guild_id, member_id, key, Words(text, facts, texts)))
    return messages


def wallet_effects(request: WalletRequest) -> list[OutboxMessage]:
    """A new request goes to the cashiers, an answered one back to its author."""
    facts: Facts = {
        "request_id": request.request_id,
        "member_id": request.member_id,
        "amount_minor": request.amount_minor,
        "settled_minor": request.settled_minor,
        "currency": request.currency,
        "reference": request.settled_reference or request.reference,
        "reason": request.close_reason,
        "closed_by_id": request.closed_by_id,
        "kind": request.kind.value,
    }
    key = f"wallet:{request.guild_id}:{request.request_id}:{request.state.value}"
    if request.state is WalletRequestState.PENDING:
        words = Words(f"{request.kind.value}_requested", facts, {})
        target = cashier_target(request.guild_id)
        return [OutboxMessage(request.guild_id, target, EffectKind.CASHIER_POST, key, words.payload())]
    if request.state is WalletRequestState.CANCELLED:
        return []
    kind = "deposit" if request.kind is WalletRequestKind.DEPOSIT else "withdrawal"
    words = Words(f"{kind}_{request.state.value}", facts, {})
    return [_direct(request.guild_id, request.member_id, key, words)]
