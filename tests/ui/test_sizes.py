"""The worst that people can write still fits: long texts, many exhibits and offers, bombs of marks."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.actors import Actor
from bot.domain.case import Case
from bot.domain.deadlines import DeadlineKind
from bot.domain.rulebook import MILESTONE
from bot.domain.texts import clean
from bot.services.ports import StaffNote
from bot.services.queries import QUEUE_PAGE
from bot.services.views import CaseList, CaseView, MilestoneView, QueuePage
from bot.ui.buttons import ButtonId
from bot.ui.cards import (
    case_brief,
    case_card,
    case_details,
    case_history,
    case_list,
    evidence_card,
    evidence_list,
    notice_message,
    offer_list,
    options_panel,
    queue_list,
)
from bot.ui.format import utf16_length
from bot.ui.measure import DoesNotFit, measure, ready
from bot.ui.panel import OPEN, Panel
from bot.ui.texts_headings import NEXT
from tests.domain.builders import CLIENT, MODERATOR, T0, arbitrator, client, freelancer, moderator, seal
from tests.domain.escrows import funded
from tests.ui.scene import Scene
from tests.ui.shown import assert_sendable, buttons_of, text_of

_BOMBS: Final = [
    "@everyone ",
    "<@101> ",
    "<@&5> ",
    "[x](https://evil.example) ",
    "**_`~|",
    "# head\n",
    "```",
    "\n",
    "😀",
    "word ",
]
_LONGEST: Final = {"reason": 2_000, "statement": 2_000, "note": 300, "description": 1_000, "findings": 3_500}
_PING: Final = re.compile(r"@(?:everyone|here)|<@&|<@!|<#")


def fill(bomb: str, name: str) -> str:
    """A text as long as its kind may be."""
    length = _LONGEST[name]
    return clean((bomb * length)[:length]).ljust(60, "x")


def worst(bomb: str, *, offers: int = 30, exhibits: int = 40) -> Scene:
    """A case in which both wrote as much as they can, up to the ruling's eve."""
    scene = Scene.open(
        amounts_minor=(10**11,) * 5, reason=fill(bomb, "reason"), category="😀" * 50, rules=replace(MILESTONE)
    )
    scene.title = (bomb * 100)[:100]
    case = scene.case
    scene.take(case.challenge(seal(fill(bomb, "statement")), by=freelancer, at_ms=T0 + 1))
    for number in range(offers):
        by = (client, freelancer)[number % 2]
        note = seal(fill(bomb, "note"))
        scene.take(case.make_offer(10**11 + number, by=by, at_ms=T0 + 2 + number, note=note, expires_seconds=10**6))
    for number in range(exhibits * 2):
        by = (client, freelancer)[number % 2]
        words, link = seal(fill(bomb, "description")), seal("https://example.com/" + "a" * 470)
        scene.take(case.add_exhibit(words, by=by, at_ms=T0 + 100 + number, link=link))
    scene.take(case.withdraw_exhibit("C-1", by=client, at_ms=T0 + 500))
    return scene


def arbitrate(scene: Scene, bomb: str) -> None:
    """Bring it to its ruling, with the longest findings."""
    case = scene.case
    for number, party in enumerate((client, freelancer)):
        scene.take(case.pay_fee(by=party, at_ms=T0 + 1_000 + number))
    scene.take(case.claim(by=arbitrator, at_ms=T0 + 1_100))
    (closing,) = case.state.alive_deadlines(DeadlineKind.CLOSING)
    scene.take(case.lapse(closing.deadline_id, at_ms=closing.due_at_ms + 90_000))
    scene.take(case.rule(10**11, seal(fill(bomb, "findings")), by=arbitrator, at_ms=scene.at_ms + 1))


def pages_of(build: Callable[..., discord.ui.LayoutView], view: CaseView) -> Iterator[discord.ui.LayoutView]:
    """All pages, by the way that leads from one to the next."""
    page = 1
    while page:
        shown = build(view, page)
        yield shown
        turning = (ButtonId.parse(custom_id).number or 0 for label, custom_id in buttons_of(shown) if label == NEXT)
        page = next(turning, 0)


def for_staff(scene: Scene, viewer: Actor) -> CaseView:
    """The case with the longest terms and notes, as staff see it."""
    view, words = scene.view(viewer), scene.bodies[scene.case.state.reason.text_id]
    terms = seal(words).ref
    milestones = [
        MilestoneView(
            state=replace(funded(milestone_id=lock.milestone_id)[0].state, terms=terms, terms_author_id=CLIENT),
            title=scene.title,
            project_title="",
            terms=(words * 2)[:2_000],
            history=[],
            cases=[],
            viewer_id=viewer.member_id,
        )
        for lock in view.state.locks
    ]
    state = view.state
    note = StaffNote(state.guild_id, state.case_id, "n", MODERATOR, T0, (words * 2)[:2_000], as_moderator=True)
    return replace(view, milestones=tuple(milestones), notes=(note,) * 5)


def many(view: CaseView) -> list[CaseView]:
    """A page full of such cases, each of its own number."""
    numbers = range(10**6, 10**6 + QUEUE_PAGE)
    return [replace(view, case=Case(replace(view.state, case_id=number))) for number in numbers]


def assert_all_sendable(scene: Scene) -> None:
    """All views of the case fit, on all their pages, and ping nobody but by our own words."""
    view = scene.view()
    for shown in (
        case_card(view),
        options_panel(scene.view(client)),
        case_list(CaseList([view] * 30)),
        queue_list(QueuePage(many(view), 2, 9_999, 79_992, "final_offers", 10**19)),
        case_brief(for_staff(scene, moderator)),
    ):
        assert_sendable(shown)
        assert not _PING.search(text_of(shown))
    own = scene.view(client)
    for build in (case_details, offer_list, evidence_list):
        for page in pages_of(build, own):
            assert_sendable(page)
            assert not _PING.search(text_of(page))
    for page in (None, 1, 99):
        assert_sendable(case_history(view, scene.lines(), page))
    for exhibit in view.state.exhibits[:2]:
        assert_sendable(evidence_card(view, exhibit.name))
    for message in scene.messages:
        if "text" in message.payload:
            notice = notice_message(message.payload, scene.words_of(message.payload))
            assert (notice.content is None) != (notice.view is None)
            assert notice.content is None or 0 < utf16_length(notice.content) <= 2_000
            if notice.view is not None:
                assert_sendable(notice.view)


@pytest.mark.parametrize("bomb", _BOMBS)
def test_the_worst_case_fits(bomb: str) -> None:
    scene = worst(bomb)
    assert_sendable(case_card(scene.view()))
    arbitrate(scene, bomb)
    assert_all_sendable(scene)
    for page in pages_of(case_details, for_staff(scene, arbitrator)):
        assert_sendable(page)
        assert not _PING.search(text_of(page))


@given(st.lists(st.one_of(st.sampled_from(_BOMBS), st.text(max_size=4)), min_size=1, max_size=8).map("".join))
def test_any_words_fit(bomb: str) -> None:
    scene = worst(bomb, offers=2, exhibits=2)
    arbitrate(scene, bomb)
    assert_all_sendable(scene)


def test_details_hold_every_word_of_every_text() -> None:
    scene = worst("plain ", offers=2, exhibits=1)
    words = {name: " ".join(f"{name}{number}" for number in range(170)) for name in ("reason", "statement")}
    scene.bodies[scene.case.state.reason.text_id] = words["reason"]
    statement = scene.case.state.statement
    assert statement is not None
    scene.bodies[statement.text_id] = words["statement"]
    whole = " ".join(text_of(page) for page in pages_of(case_details, scene.view()))
    for text in words.values():
        assert all(word in whole for word in text.split())


def test_pages_lead_to_each_other() -> None:
    scene = worst("word ", exhibits=20)

    def turning(page: int) -> list[int | None]:
        buttons = (ButtonId.parse(custom_id) for _, custom_id in buttons_of(evidence_list(scene.view(client), page)))
        return [button.number for button in buttons if button.act == "evidence"]

    assert turning(1) == [2]
    assert turning(2) == [1, 3]
    assert "Page 1 of" in text_of(evidence_list(scene.view(client)))


def test_what_doesnt_fit_is_never_sent() -> None:
    view = discord.ui.LayoutView()
    view.add_item(discord.ui.TextDisplay("😀" * 2_001))
    with pytest.raises(DoesNotFit):
        measure(view)
    assert utf16_length(text_of(ready(view))) <= 4_000
    panel = Panel(OPEN)
    for _ in range(39):
        panel.text("x")
    assert measure(panel.view()).components == 40
