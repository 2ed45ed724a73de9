"""What holders of wallets and cashiers must see: direct messages when money moved, requests to answer (R12.2)."""

from dataclasses import replace
from typing import Any

from bot.domain import milestone_events as happened
from bot.domain.case_events import DeadlineHeld, DeadlineMoved
from bot.domain.deadlines import Deadline
from bot.domain.milestone_events import MilestoneEvent
from bot.domain.milestones import Milestone, MilestoneDecision
from bot.domain.texts import TextRef
from bot.domain.wallet_requests import WalletRequest, WalletRequestState
from bot.services.effects_base import Words, cashier_target, direct_target
from bot.services.ports import EffectKind, NoticeKind, OutboxMessage
from bot.services.receipts import Facts


def _direct(guild_id: int, member_id: int, key: str, words: Words) -> OutboxMessage:
    payload = {**words.payload(), "member_id": member_id, "case_id": None, "notice": None}
    return OutboxMessage(guild_id, direct_target(guild_id, member_id), EffectKind.DIRECT, key, payload)


def milestone_effects(milestone: Milestone, decision: MilestoneDecision) -> list[OutboxMessage]:
    """Direct messages to who receives money by a milestone, or is asked for something (R12.2, R3.4)."""
    messages: list[OutboxMessage] = []
    by_silence = any(
        isinstance(event, happened.RequestClosed) and event.state == "carried_out" for event in decision.events
    )
    for event in decision.events:
        told = _told(milestone, event, by_silence=by_silence)
        if told is not None:
            member_id, words, notice, buttons = told
            key = f"milestone:{milestone.state.guild_id}:{milestone.state.milestone_id}:{milestone.state.version}"
            messages.append(_notice(milestone, member_id, f"{key}:{words.text}", words, notice, buttons))
    return messages


_ANSWERS = ("approve", "decline-request")
"""The buttons that answer a request."""

_Told = tuple[int, Words, dict[str, Any] | None, tuple[str, ...]]


def _told(milestone: Milestone, event: MilestoneEvent, *, by_silence: bool) -> _Told | None:
    """Who is told what about an event, with the buttons that answer it; None for what is no news to anybody.

    `by_silence`: the other side didn't answer a request, so it is carried out (R3.4), which both are told (R12.2).
    """
    state = milestone.state
    receiver = {"release": state.freelancer_id, "return": state.client_id}
    match event:
        case happened.MilestoneFunded() | happened.ProposalFunded():
            terms_wait = state.terms is not None and state.terms_author_id != state.freelancer_id
            facts: Facts = {"amount_minor": event.amount_minor, "terms_wait": terms_wait}
            buttons = ("accept-terms",) if terms_wait else ()
            return state.freelancer_id, _words(milestone, "milestone_funded", facts), None, buttons
        case happened.MoneyGiven():
            facts = {"amount_minor": event.amount_minor, "by_silence": by_silence}
            words = _words(milestone, f"milestone_{event.action}", facts)
            return receiver[event.action], words, None, ()
        case happened.MilestoneProposed():
            clocks = state.alive_deadlines()
            facts = {"amount_minor": event.amount_minor, "due_at_ms": clocks[0].due_at_ms if clocks else None}
            words = _words(milestone, "milestone_proposed", facts, terms=event.terms)
            return state.client_id, words, None, ("fund", "decline-proposal")
        case happened.ProposalClosed() if event.by_member_id != state.freelancer_id:
            words = _words(milestone, f"proposal_{event.state}", {}, reason=event.reason)
            return state.freelancer_id, words, None, ()
        case happened.RequestMade():
            facts = {"action": event.action, "amount_minor": event.amount_minor, "author_id": event.author_id}
            clock = state.alive_deadlines()
            facts["due_at_ms"] = clock[0].due_at_ms if clock else None
            words = _words(milestone, "request_made", facts, note=event.note)
            notice = _clock_notice(NoticeKind.OPENING, clock[0]) if clock else None
            return state.other(event.author_id), words, notice, _ANSWERS
        case happened.RequestClosed(state="carried_out"):
            request = state.requests[event.number - 1]
            facts = {"action": request.action, "amount_minor": request.amount_minor, "author_id": request.author_id}
            return state.other(request.author_id), _words(milestone, "request_carried_out", facts), None, ()
        case happened.RequestClosed(state="declined" | "in_case" | "short"):
            request = state.requests[event.number - 1]
            facts = {"action": request.action, "amount_minor": request.amount_minor, "request_state": event.state}
            return request.author_id, _words(milestone, "request_closed", facts, reason=event.reason), None, ()
        case DeadlineHeld():
            author_id = state.other(state.deadlines[event.deadline_id].party_id or 0)
            return author_id, _words(milestone, "request_held", {"reason": event.reason}), None, ()
        case DeadlineMoved(cause="resumed" | "late_reminder"):
            clock_now = state.deadlines[event.deadline_id]
            facts = {"due_at_ms": clock_now.due_at_ms}
            words = _words(milestone, "request_resumed", facts)
            return clock_now.party_id or 0, words, _clock_notice(NoticeKind.OPENING, clock_now), _ANSWERS
        case _:
            return None


def request_reminder(milestone: Milestone, deadline: Deadline, at_ms: int) -> list[OutboxMessage]:
    """Remind who must answer a request (R9.3); by direct message, for there is no room."""
    request = milestone.state.active_request
    if request is None or deadline.party_id is None:
        return []
    facts: Facts = {
        "action": request.action,
        "amount_minor": request.amount_minor,
        "author_id": request.author_id,
        "due_at_ms": deadline.due_at_ms,
    }
    state = milestone.state
    key = f"request:{state.guild_id}:{state.milestone_id}:{deadline.deadline_id}:{at_ms}"
    words = _words(milestone, "request_reminder", facts)
    notice = _clock_notice(NoticeKind.REMINDER, deadline)
    return [_notice(milestone, deadline.party_id, key, words, notice, _ANSWERS)]


def _clock_notice(kind: NoticeKind, deadline: Deadline) -> dict[str, Any]:
    return {"kind": kind.value, "deadline_id": deadline.deadline_id, "member_id": deadline.party_id}


def _words(milestone: Milestone, text: str, facts: Facts, **texts: TextRef | None) -> Words:
    state = milestone.state
    base: Facts = {
        "milestone_id": state.milestone_id,
        "currency": state.currency,
        "client_id": state.client_id,
        "freelancer_id": state.freelancer_id,
        "unreleased_minor": state.unreleased_minor,
    }
    if state.active_request is not None:
        base["number"] = state.active_request.number
    named = {name: ref for name, ref in texts.items() if ref is not None}
    return Words(text, {**base, **facts}, {"title": state.title, **named})


def _notice(
    milestone: Milestone,
    member_id: int,
    key: str,
    words: Words,
    notice: dict[str, Any] | None,
    buttons: tuple[str, ...],
) -> OutboxMessage:
    message = _direct(milestone.state.guild_id, member_id, key, words)
    payload = {
        **message.payload,
        "milestone_id": milestone.state.milestone_id,
        "notice": notice,
        "buttons": list(buttons),
    }
    return replace(message, payload=payload)


def wallet_effects(request: WalletRequest, outcome: Facts | None = None) -> list[OutboxMessage]:
    """A new request goes to the cashiers, an answered one back to its author, with what `outcome` says came of it."""
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
        "first_cashier_id": request.first_of_two_id,
        "pays_case_id": request.pays_fee_of_case_id,
        **(outcome or {}),
    }
    key = f"wallet:{request.guild_id}:{request.request_id}:{request.state.value}"
    if request.state is WalletRequestState.PENDING:
        step = "requested"
        if request.first_cashier_id is not None:
            key, step = f"{key}:first", "half_confirmed"
            facts |= {"first_minor": request.first_minor}
        return [_to_cashiers(request, key, f"{request.kind.value}_{step}", facts)]
    if request.state is WalletRequestState.CANCELLED:
        return []
    words = Words(f"{request.kind.value}_{request.state.value}", facts, {})
    messages = [_direct(request.guild_id, request.member_id, key, words)]
    if request.first_of_two_id is not None and request.state is WalletRequestState.CONFIRMED:
        messages.append(_to_cashiers(request, f"{key}:cashiers", "confirmed_by_two", facts))
    return messages


def _to_cashiers(request: WalletRequest, key: str, text: str, facts: Facts) -> OutboxMessage:
    payload = Words(text, facts, {}).payload()
    return OutboxMessage(request.guild_id, cashier_target(request.guild_id), EffectKind.CASHIER_POST, key, payload)
