"""The case file's page: one HTML file that needs nothing else, made from the case file's data alone (R11.2).

The same data gives the same page, letter for letter: so `page_says_its_data` can tell whether anybody changed what is
read and left the data alone.
"""

import base64
import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any, Final, cast

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, pass_context
from jinja2.runtime import Context

from bot.casefile.document import CaseFile, EventEntry, from_json, to_json
from bot.domain.case_events import CaseChallenged, CaseOpened
from bot.domain.ids import case_name
from bot.domain.milestone_events import MilestoneEvent
from bot.domain.milestone_state import MilestoneState
from bot.domain.milestones import Milestone
from bot.domain.money import format_amount
from bot.domain.recorded import read_event
from bot.domain.texts import TextRef, clean

Sentence = Callable[[CaseFile, EventEntry], str | None]
"""What one event of the case's record says, in plain words; None for one that makes no line."""

_FOLDER: Final = Path(__file__).parent
_RECORD: Final = '<pre id="record" tabindex="0">'
_STANDINGS: Final = {
    "response": "Open: waiting for an answer",
    "negotiation": "Open: negotiation",
    "final_offers": "Open: final offers and evidence",
    "arbitration": "Open: in arbitration",
    "settled": "Settled",
    "withdrawn": "Withdrawn",
    "forfeited": "Forfeited",
    "dormant": "Dormant",
    "conceded": "Conceded",
    "ruled": "Ruled",
    "split": "Split",
}
_MENTION: Final = re.compile(r"<@!?(\d{1,20})>")
_TIME: Final = re.compile(r"<t:(\d{1,11})(?::[A-Za-z])?>(?: \(<t:\1:R>\))?")
"""How Discord's messages name members and times; the time from now that may come after one means nothing later."""

_SECTIONS: Final = (
    ("short", "In short"),
    ("claims", "The claims"),
    ("terms", "Milestones and terms"),
    ("ruling", "Ruling"),
    ("offers", "Offers"),
    ("evidence", "Evidence"),
    ("questions", "Questions of the arbitrator"),
    ("money", "Money"),
    ("timeline", "What happened"),
    ("room", "Said in the room"),
    ("proof", "How to check this file"),
)


@dataclass(frozen=True, slots=True)
class _Line:
    sequence: int
    at_ms: int
    text: str


@dataclass(frozen=True, slots=True)
class _Milestone:
    milestone_id: int
    funded_minor: int
    case_minor: int
    title: TextRef
    terms: TextRef | None
    terms_author_id: int | None
    terms_accepted_at_ms: int | None


def page(document: CaseFile, sentence: Sentence) -> str:
    """The whole page. People's words are escaped, and nothing in it is fetched, run or submitted."""
    case = document.summary
    absent = {
        *(() if case.ruling else ("ruling",)),
        *(() if case.questions else ("questions",)),
    }
    style, style_hash = _style()
    opening, statement = _claims(document)
    return _template().render(
        file=document,
        name=case_name(document.case_id),
        standing=_STANDINGS[case.outcome or case.stage],
        contents=[(anchor, title) for anchor, title in _SECTIONS if anchor not in absent],
        opening=opening,
        statement=statement,
        milestones=_milestones(document),
        timeline=_timeline(document, sentence),
        data=to_json(document),
        style=style,
        style_hash=style_hash,
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True
    )
    filters: dict[str, Any] = {
        "clean": clean,
        "iso": _iso,
        "utc": _utc,
        "money": _money,
        "account": _account,
        "person": _person,
        "spoken": _spoken,
    }
    environment.filters.update(filters)
    return environment.get_template("page.html.jinja")


@cache
def _style() -> tuple[str, str]:
    """The style, and its hash, by which the page's policy lets exactly this one in."""
    style = (_FOLDER / "page.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return style, f"sha256-{digest}"


@pass_context
def _money(context: Context, amount_minor: int) -> str:
    return format_amount(amount_minor, context["file"].summary.currency).replace(" ", "\N{NO-BREAK SPACE}")


@pass_context
def _account(context: Context, name: str) -> str:
    """A ledger account in words: `wallet of Ann`, `escrow of M-7`."""
    kind, _, rest = name.partition(":")
    if kind == "member":
        return f"wallet of {person(context['file'], int(rest))}"
    if kind == "deposit":
        return f"fee deposit of {person(context['file'], int(rest.rpartition(':')[2]))}"
    return {"escrow": f"escrow of M-{rest}", "fees": "earned fees"}.get(kind, name)


@pass_context
def _person(context: Context, member_id: int) -> str:
    return person(context["file"], member_id)


@pass_context
def _spoken(context: Context, body: str) -> str:
    """What was said in the room, with members and times written out as Discord shows them."""

    def name(found: re.Match[str]) -> str:
        return f"@\N{FIRST STRONG ISOLATE}{person(context['file'], int(found[1]))}\N{POP DIRECTIONAL ISOLATE}"

    return _TIME.sub(lambda found: f"{_utc(int(found[1]) * 1_000)} UTC", _MENTION.sub(name, clean(body)))


def _iso(at_ms: int) -> str:
    return _moment(at_ms).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _utc(at_ms: int) -> str:
    return _moment(at_ms).strftime("%-d %B %Y, %H:%M:%S")


def _moment(at_ms: int) -> datetime:
    return datetime.fromtimestamp(at_ms / 1_000, UTC)


def _claims(document: CaseFile) -> tuple[CaseOpened, TextRef | None]:
    """What the claimant filed, and what the respondent answered."""
    events = [read_event("case", entry.kind, entry.payload) for entry in document.records[0].events if entry.payload]
    statements = [event.statement for event in events if isinstance(event, CaseChallenged)]
    return cast("CaseOpened", events[0]), statements[0] if statements else None


def _milestones(document: CaseFile) -> Sequence[_Milestone]:
    locked = {lock.milestone_id: lock.amount_minor for lock in document.summary.locks}
    return [
        _Milestone(
            state.milestone_id,
            state.funded_minor,
            locked.get(state.milestone_id, 0),
            state.title,
            state.terms,
            state.terms_author_id,
            state.terms_accepted_at_ms,
        )
        for state in _milestone_states(document)
    ]


def _milestone_states(document: CaseFile) -> Sequence[MilestoneState]:
    return [
        Milestone.replay(
            (cast("MilestoneEvent", read_event("milestone", entry.kind, entry.payload)), entry.at_ms)
            for entry in record.events
        ).state
        for record in document.records
        if record.stream == "milestone"
    ]


def _timeline(document: CaseFile, sentence: Sentence) -> Sequence[_Line]:
    told = ((entry, sentence(document, entry)) for entry in document.records[0].events)
    return [_Line(entry.sequence, entry.at_ms, text) for entry, text in told if text is not None]


def person(document: CaseFile, member_id: int) -> str:
    """A member by name, or by number where the name isn't known or was erased."""
    name = clean(document.names.get(member_id, ""))
    return name or f"member {member_id}"


def from_page(html: str) -> CaseFile:
    """The data in a page. Raises ValueError, with a sentence, where there are none."""
    # Everybody's words are escaped, so that only the page itself can have such a tag.
    _, begun, rest = html.partition(_RECORD)
    data, ended, _ = rest.partition("</pre>")
    if not begun or not ended:
        raise ValueError("This page holds no record: it is no case file of Parley.")
    return from_json(unescape(data))


def page_says_its_data(html: str, document: CaseFile, sentence: Sentence) -> bool:
    """Whether a page is exactly what its data make: nobody has changed what is read and left the record alone."""
    try:
        return html == page(document, sentence)
    except Exception:  # noqa: BLE001 - data that are made up may lead anywhere, and to no page of ours
        return False
