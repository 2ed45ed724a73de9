"""Answers to the one who asked, and notices to others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import discord

from bot.domain.errors import DecliningIsNoAnswer, NotAParty, NotYourTurn, Refusal, WrongStage
from bot.domain.stages import Command, Stage
from bot.services.receipts import Quote, Receipt
from bot.ui import texts_headings as headings
from bot.ui.attached import Attached
from bot.ui.buttons import ACTS, Act, AnyButton, action_button, decline_button, direct_button, finished
from bot.ui.facts import Told
from bot.ui.format import cut, is_quoted_whole, mention, moment, utf16_length
from bot.ui.measure import MOST_CONTENT, MOST_TEXT, ready
from bot.ui.panel import ASKING, GOOD, REFUSED, Panel
from bot.ui.texts import notice_text, quote_text, receipt_text, refusal_text
from bot.ui.texts_notices import FINDINGS_LENGTH, FINDINGS_LINES, findings_hint, undelivered
from bot.ui.texts_notices_money import WALLET_ANSWERS, wallet_news
from bot.ui.texts_replies import INCIDENT
from bot.ui.texts_staff import OFFER_NEWS, offer_news

_CASHIER_NOTICES: Final = frozenset(
    f"{kind}_{step}" for kind in ("deposit", "withdrawal", "payout") for step in ("requested", "half_confirmed")
)
_NUMBERED: Final = frozenset({Act.ACCEPT, Act.DECLINE, Act.AGREE_TIME, Act.REFUSE_TIME})
"""What answers one offer, or one wish for more time, and never a later one."""


def quote_card(quote: Quote, server_id: int | None = None) -> discord.ui.LayoutView:
    """What would happen, with Confirm and Cancel; in a direct message they name the server too."""
    subject = quote.draft_id if server_id is None else f"{server_id}-{quote.draft_id}"
    panel = Panel(ASKING)
    if quote.stale:
        panel.text(headings.STALE)
    panel.text(quote_text(quote)).text(headings.quote_until(moment(quote.expires_at_ms)))
    return panel.buttons(action_button(act, subject) for act in (Act.CONFIRM, Act.CANCEL)).view()


def receipt_card(receipt: Receipt) -> discord.ui.LayoutView:
    """What was done."""
    panel = Panel(GOOD).text(receipt_text(receipt))
    if receipt.case_id:
        # An ended case leaves nothing to do, but much to read.
        act = Act.DETAILS if "outcome" in receipt.facts else Act.MY_OPTIONS
        panel.buttons([action_button(act, receipt.case_id)])
    return panel.view()


def refusal_card(refusal: Refusal, buttons: Sequence[AnyButton] = ()) -> discord.ui.LayoutView:
    """What is wrong and what would work, with a button that helps, if there is one."""
    helping = list(buttons)
    match refusal:
        case DecliningIsNoAnswer():
            helping.append(action_button(Act.CHALLENGE, refusal.case_id))
        case NotAParty() | NotYourTurn() | WrongStage():
            helping.append(action_button(Act.MY_OPTIONS, refusal.case_id))
        case _:
            pass
    return Panel(REFUSED).text(refusal_text(refusal), headings.NOTHING_CHANGED).buttons(helping).view()


def incident_card(incident: str) -> discord.ui.LayoutView:
    """Something went wrong on our side; the number leads to it in the log."""
    return Panel(REFUSED).text(INCIDENT.format(incident=incident)).view()


@dataclass(frozen=True, slots=True)
class NoticeMessage:
    """A message for others: plain content, or a view in its place. Only `mention_ids` may be pinged."""

    content: str | None
    view: discord.ui.LayoutView | None
    mention_ids: tuple[int, ...]
    files: tuple[Attached, ...] = ()


def _notice_buttons(payload: Mapping[str, Any], guild_id: int) -> list[AnyButton]:
    facts: Mapping[str, Any] = payload["facts"]
    if payload["text"] in _CASHIER_NOTICES:
        return [action_button(act, facts["request_id"]) for act in (Act.CASHIER_CONFIRM, Act.CASHIER_DECLINE)]
    names: Sequence[str] = payload.get("buttons") or ()
    if payload.get("milestone_id") is not None:
        milestone_id, number = int(payload["milestone_id"]), facts.get("number")
        return [direct_button(Act(name), guild_id, milestone_id, number) for name in names]
    case_id, version = payload.get("case_id"), int(facts.get("version") or 0)
    buttons: list[AnyButton] = []
    for act in (act for name in names for act in ACTS[Command(name)]):
        number = facts.get("number") if act in _NUMBERED else None
        if act is Act.DECLINE:
            answers_nothing = facts.get("stage") == Stage.RESPONSE
            buttons.append(decline_button(str(case_id), version, number, answers_nothing=answers_nothing))
        else:
            buttons.append(action_button(act, str(case_id), version, number))
    return buttons


def notice_message(
    payload: Mapping[str, Any], texts: Mapping[str, str], *, guild_id: int = 0, server_name: str | None = None
) -> NoticeMessage:
    """A notice from an outbox message's payload. `texts` are people's words by name; an erased one is missing.

    `guild_id` and, for a direct message, `server_name` are the message's server: nothing else there says which it is.
    """
    text = notice_text(str(payload["text"]), payload["facts"], texts)
    mention_ids = tuple(int(member_id) for member_id in payload.get("mention") or ())
    unnamed = [mention(member_id) for member_id in mention_ids if mention(member_id) not in text]
    if unnamed:
        text = f"{text}\n-# {' '.join(unnamed)}"
    if server_name is not None:
        text = f"{text}\n{headings.on_server(server_name)}"
    return _posted(text, mention_ids, _notice_buttons(payload, guild_id), _whole_findings(payload, texts))


def undelivered_message(payload: Mapping[str, Any], texts: Mapping[str, str], member_id: int | None) -> NoticeMessage:
    """For staff: a notice that did not reach a member, or that could not be posted in the room if None. It pings and
    asks nobody."""
    key, facts = str(payload["text"]), payload["facts"]
    # What cashier and member write to each other about money is no business of other staff.
    if key in WALLET_ANSWERS:
        text = wallet_news(Told(facts))
    elif key in OFFER_NEWS and facts.get("offers_hidden"):
        text = offer_news(Told(facts))
    else:
        text = notice_text(key, facts, texts)
    return _posted(f"{undelivered(member_id)}\n{text}", (), [], _whole_findings(payload, texts))


def _whole_findings(payload: Mapping[str, Any], texts: Mapping[str, str]) -> tuple[Attached, ...]:
    """A ruling's findings as a file, where the message has no room for all of them (R6.5): none of them is cut."""
    findings, told = texts.get("findings"), Told(payload["facts"])
    if findings is None or is_quoted_whole(
        findings, FINDINGS_LENGTH, hint=findings_hint(told), most_lines=FINDINGS_LINES
    ):
        return ()
    return (Attached(f"findings-{told.case().lower()}.txt", findings.encode()),)


def _posted(
    text: str, mention_ids: tuple[int, ...], buttons: list[AnyButton], files: tuple[Attached, ...]
) -> NoticeMessage:
    if not buttons and utf16_length(text) <= MOST_CONTENT:
        return NoticeMessage(text, None, mention_ids, files)
    view = discord.ui.LayoutView(timeout=None)
    view.add_item(discord.ui.TextDisplay(cut(text, MOST_TEXT)))
    for file in files:
        # Such a message shows only the files that it has a place for.
        view.add_item(discord.ui.File(f"attachment://{file.name}"))
    if buttons:
        view.add_item(discord.ui.ActionRow(*buttons))
    return NoticeMessage(None, finished(ready(view)), mention_ids, files)
