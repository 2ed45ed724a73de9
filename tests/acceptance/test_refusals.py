"""What can't be done is said in a sentence that helps, to the one who asked, and changes nothing (R12.1)."""

import re

import pytest

from tests.acceptance.world import FINDINGS, REASON, STATEMENT, World
from tests.services.world import dump

Try = tuple[str, str, dict[str, object], str]
"""Who, which command, its options, and what the answer must say."""

DEAD_WORDS = re.compile(r"\bNone\b|\{|\}|Error|_minor|_id\b")


async def refuse(world: World, *tries: Try) -> None:
    await world.settled()
    before = await dump(world.app.storage)
    for who, command, options, words in tries:
        person = getattr(world, who)
        place = world.room() if world.rooms() and world.room() in person.channels(world.guild) else world.lobby
        answer = await person.slash(place, command, **options)
        assert answer.ephemeral, (who, command)
        assert re.search(words, answer.text), (who, command, options, answer.text)
        assert "Nothing was changed." in answer.text, (who, command, options, answer.text)
        assert not DEAD_WORDS.search(answer.text), answer.text
        await world.settled()
        assert await dump(world.app.storage) == before, (who, command, options)


async def test_without_any_money(world: World):
    felix = world.freelancer
    create = "milestone create"
    await refuse(
        world,
        ("client", create, {"freelancer": felix, "amount": "5", "title": "A"}, r"5\.00.*wallet deposit"),
        ("client", create, {"freelancer": world.client, "amount": "5", "title": "A"}, "both sides"),
        ("client", create, {"freelancer": world.sandbox.bot, "amount": "5", "title": "A"}, "bot"),
        ("client", create, {"freelancer": felix, "amount": "1.000,50", "title": "A"}, r"1,000\.50"),
        ("client", create, {"freelancer": felix, "amount": "-5", "title": "A"}, "-5"),
        ("client", create, {"freelancer": felix, "amount": "5", "title": "A", "currency": "XYZ"}, "USD"),
        ("client", create, {"freelancer": felix, "amount": "5", "title": "x" * 101}, "100"),
        ("client", "wallet withdraw", {"amount": "5"}, r"5\.00"),
        ("client", "wallet deposit", {"amount": "0"}, "0"),
        ("client", "wallet cancel", {"request": "W-1"}, "W-1"),
        ("client", "wallet cancel", {"request": "seven"}, "W-12"),
        ("client", "milestone view", {"milestone": "M-1"}, "M-1"),
        ("client", "dispute status", {}, "case"),
        ("client", "dispute status", {"case": "1"}, "CASE-0001"),
        ("admin", "config window", {"name": "dormancy", "duration": "soon"}, "soon"),
        ("admin", "config window", {"name": "fee", "duration": "off"}, "fee"),
        ("admin", "config fee", {"rate": "many"}, "many"),
        ("admin", "config limit", {"name": "open_cases", "value": "none"}, "open"),
        ("client", "case queue", {}, "moderator|arbitrator"),
        ("cashier", "cashier decline", {"request": "W-1", "reason": "Never came in."}, "W-1"),
    )


@pytest.mark.parametrize("confirm", [False, True])
async def test_filing(world: World, confirm: bool):
    """R4.1: what a filing needs; a refusal changes nothing (R12.1)."""
    await world.milestone()
    filing = {"milestone": "M-1", "offer": "200", "reason": REASON, "confirm": confirm}
    await refuse(
        world,
        ("client", "dispute open", {**filing, "milestone": "M-9"}, "M-9"),
        ("stranger", "dispute open", filing, "M-1"),
        ("client", "dispute open", {**filing, "offer": "1,000"}, "release"),
        ("freelancer", "dispute open", {**filing, "offer": "0"}, "return"),
        ("client", "dispute open", {**filing, "offer": "1,000.01"}, r"1,000\.00"),
        ("client", "dispute open", {**filing, "amount": "1,000.01"}, r"1,000\.00"),
        ("client", "dispute open", {**filing, "reason": "Too short."}, "20"),
    )


async def test_stage_1(world: World):
    """R5 stage 1, R12.1: what is not possible yet, or not by whom."""
    await world.case(offer="200")
    await refuse(
        world,
        ("client", "dispute open", {"milestone": "M-1", "offer": "1", "reason": REASON}, "CASE-0001"),
        ("client", "milestone release", {"milestone": "M-1", "confirm": True}, "CASE-0001|locked"),
        ("client", "offer accept", {"number": 1, "confirm": True}, "only the respondent"),
        ("client", "offer withdraw", {}, "stage|first"),
        ("client", "offer make", {"amount": "100", "confirm": True}, "better|200"),
        ("client", "dispute challenge", {"statement": STATEMENT}, "only the respondent"),
        ("freelancer", "offer decline", {}, "challenge"),
        ("freelancer", "offer accept", {"number": 7, "confirm": True}, "7"),
        ("freelancer", "offer make", {"amount": "1,000.01", "confirm": True}, r"1,000\.00"),
        ("freelancer", "dispute challenge", {"statement": "No."}, "20"),
        ("freelancer", "dispute withdraw", {"confirm": True}, "only the claimant"),
        ("freelancer", "fee pay", {"confirm": True}, "stage"),
        ("freelancer", "evidence rest", {"confirm": True}, "stage"),
        ("freelancer", "evidence add", {"description": "A chat.", "link": "javascript:alert(1)"}, "http"),
        ("arbitrator", "case claim", {"case": "1"}, "stage|CASE-0001"),
        ("moderator", "offer accept", {"number": 1, "confirm": True}, "part"),
        ("moderator", "case resume", {}, "CASE-0001"),
        ("stranger", "dispute give-in", {"case": "1", "confirm": True}, "CASE-0001"),
        ("stranger", "evidence show", {"case": "1", "exhibit": "C-1"}, "CASE-0001"),
    )


async def test_arbitration(world: World):
    """R5 stage 4, R12.1: no more offers, fees or withdrawal."""
    await world.arbitration()
    await refuse(
        world,
        ("client", "offer make", {"amount": "100", "confirm": True}, "stage 4"),
        ("client", "fee pay", {"confirm": True}, "stage 4|paid"),
        ("client", "dispute withdraw", {"confirm": True}, "stage 4"),
        ("arbitrator", "case rule", {"freelancer_amount": "1", "findings": FINDINGS, "case": "1"}, "<t:"),
        ("arbitrator", "case claim", {"case": "1"}, "already|have this case"),
        ("moderator", "case escalate", {"reason": "They go in circles."}, "stage 4"),
        ("moderator", "case rule", {"freelancer_amount": "1", "findings": FINDINGS}, "arbitrator"),
        ("client", "evidence withdraw", {"exhibit": "C-1"}, "C-1"),
    )


async def test_after_the_end(world: World):
    await world.case(offer="200")
    await world.freelancer.slash(world.room(), "offer accept", number=1, confirm=True)
    await refuse(
        world,
        ("freelancer", "offer accept", {"number": 1, "confirm": True}, "ettled"),
        ("client", "offer make", {"amount": "1", "confirm": True}, "ettled"),
        ("client", "dispute give-in", {"confirm": True}, "ettled"),
        ("client", "evidence add", {"description": "One more thing."}, "ettled"),
        ("client", "milestone release", {"milestone": "M-1", "confirm": True}, "M-1"),
        ("moderator", "case escalate", {"reason": "They go in circles."}, "ettled"),
    )
