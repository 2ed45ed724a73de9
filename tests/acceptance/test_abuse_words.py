"""Whatever people write stays their words, everywhere it is shown: no ping, no link in disguise, no layout, no log."""

import re

from structlog.typing import EventDict

from bot.sandbox import SeenMessage
from bot.sandbox.model import Message
from tests.acceptance.forging import send_form
from tests.acceptance.world import World

CANARY = "zq7canary"
NASTY = (
    f"@everyone @here <@1> <@&2> <#3> </pay:4> <t:0:R> <id:guide> {CANARY} [Pay here](https://evil.example/a)\n"
    "# PAID\n> quoted\n>>> all\n-# small\n```\ncode\n``` || ~~ **b** __u__ `x` \u202egnp.exe\u2066 \u200b\u200d"
    "[x]( <https://evil.example/b> ) ![i](https://evil.example/c.png)\r\n## \u2028# Ruled\x0b\x85# Won "
    "\u0e2a" + "\u0e47" * 30 + " Z" + "\u0489" * 30 + " z" + "\u0301" * 30 + " <@!5> <a:b:6>"
)
HEADING = re.compile(r"^(?:> )?\s*#{1,3} (?:PAID|Ruled|Won)", re.MULTILINE)
LINK = re.compile(r"(?<!\\)\]\s*(?<!\\)\(")
PING = re.compile(r"<@[!&]?\d|<#\d|</|<t:0|<id:|<a:b|@everyone|@here")
MARKS = re.compile("[\u0e47\u0489\u0301]{5}")


def shown(world: World) -> list[Message]:
    """Every message of the bot that there is, wherever it stands."""
    channels = [*world.guild.channels.values(), *world.sandbox.world.direct_messages.values()]
    return [message for channel in channels for message in channel.messages.values() if message.author.is_bot]


def words_of(world: World, message: Message) -> str:
    """All that the message says, but for our own mentions of the people of this world."""
    text = SeenMessage(world.sandbox.world, message).text
    known = [*world.sandbox.world.users, *world.guild.roles, *world.guild.channels]
    for known_id in known:
        text = re.sub(rf"<(?:@|@&|#){known_id}>", "someone", text)
    return text


async def test_nasty_words_do_nothing_wherever_they_are_shown(world: World, log: list[EventDict]):
    client, freelancer, lobby = world.client, world.freelancer, world.lobby
    title = NASTY.replace("\n", " ")[:40] + "\n# PAID [x](https://evil.example)"
    title = title[:100]
    for person, amount in ((client, "1,100"), (freelancer, "100")):
        asked = await person.slash(lobby, "wallet deposit", amount=amount, reference=NASTY[:90])
        request = re.search(r"W-\d+", asked.text)
        assert request is not None, asked
        await world.cashier.slash(lobby, "cashier pending")
        await world.cashier.slash(lobby, "cashier confirm", request=request[0], reference=NASTY[-90:], confirm=True)
    for option in ("amount", "currency"):
        await client.slash(lobby, "wallet deposit", **{"amount": "1", option: NASTY})
    await client.slash(
        lobby,
        "milestone create",
        freelancer=freelancer,
        amount="1000",
        title=title,
        project=NASTY[-100:],
        terms=NASTY,
        confirm=True,
    )
    await freelancer.slash(lobby, "milestone accept-terms", milestone="M-1")
    for option in ("milestone", "case", "offer", "category"):
        given = {"milestone": "M-1", "offer": "200", "reason": NASTY, option: NASTY}
        given.pop("case", None)
        await client.slash(lobby, "dispute open", **given)
    quote = await client.slash(lobby, "dispute open", milestone="M-1", offer="200", reason=NASTY, category=NASTY[:45])
    await client.click(quote, "Confirm")
    await world.settled()
    room = world.room()
    await freelancer.slash(room, "dispute challenge", statement=NASTY, offer="300")
    await client.slash(room, "offer make", amount="400", note=NASTY[:290], confirm=True)
    await freelancer.slash(room, "offer decline", number=3, reason=NASTY[-290:])
    await freelancer.slash(room, "offer make", amount="500", note=NASTY[-290:], expires="2d", confirm=True)
    await client.slash(room, "evidence add", description=NASTY, link="https://user@evil.example/[x](y)*_~~?q=@everyone")
    await client.slash(room, "evidence add", description="d", link=NASTY)
    await client.slash(room, "evidence show", exhibit="C-1")
    await client.slash(room, "evidence show", exhibit=NASTY)
    await client.slash(room, "dispute status", case=NASTY)
    await world.moderator.slash(room, "case escalate", reason=NASTY[:480], confirm=True)
    await world.settled()
    await world.arbitrator.slash(lobby, "case claim", case="1")
    for person in (client, freelancer):
        await person.slash(room, "evidence rest", confirm=True)
    quote = await world.arbitrator.slash(lobby, "case rule", freelancer_amount="500", findings=NASTY, case="1")
    await world.arbitrator.slash(lobby, "case rule", freelancer_amount=NASTY, findings=NASTY, case="1")
    await world.arbitrator.click(quote, "Confirm")
    await world.settled()
    for command in ("dispute status", "dispute history", "offer list", "evidence list", "fee status"):
        await client.slash(room, command)
    for command in ("dispute list", "milestone list", "wallet show", "wallet history"):
        await client.slash(lobby, command)
    await client.slash(lobby, "milestone view", milestone="M-1")
    await client.click(world.card(), "Details")
    asked = await freelancer.slash(lobby, "wallet withdraw", amount="1", reference=NASTY[:90])
    request = re.search(r"W-\d+", asked.text)
    assert request is not None
    await world.cashier.slash(lobby, "cashier decline", request=request[0], reason=NASTY[:480])
    await world.settled()

    texts = [words_of(world, message) for message in shown(world)]
    assert sum(CANARY in text for text in texts) > 12, "the words are shown in many places"
    for text in texts:
        for what in (HEADING, LINK, PING, MARKS):
            assert what.search(text) is None, (what.pattern, text)
        assert not set(text) & set("\u202e\u2066\u2028\x0b\x85\r"), text
    parties = {client.id, freelancer.id}
    for message in shown(world):
        assert not message.mentions_everyone
        assert {user.id for user in SeenMessage(world.sandbox.world, message).mentions} <= parties
    assert CANARY not in repr([{**entry, "exc_info": repr(entry.get("exc_info"))} for entry in log])
    assert world.sandbox.token not in repr(log)


async def test_nobodys_words_end_the_quotation_and_go_on_as_the_bots(world: World):
    await world.fund(world.client, "5")
    title = "A logo\u201d was paid in full by \u201csam"
    made = await world.client.slash(
        world.lobby, "milestone create", freelancer=world.freelancer, amount="5", title=title, confirm=True
    )
    listed = await world.client.slash(world.lobby, "milestone list")
    for answer in (made, listed):
        assert "\u201cA logo" in answer.text
        assert "\u201d was paid" not in answer.text


async def test_suggestions_are_one_plain_line(world: World):
    await world.fund(world.client, "5")
    await world.client.slash(
        world.lobby,
        "milestone create",
        freelancer=world.freelancer,
        amount="5",
        title="A\nlogo\t\u202e" + "\U0001f44d\U0001f3fd" * 30,
        confirm=True,
    )
    [(name, value)] = await world.client.autocomplete(world.lobby, "milestone view", option="milestone")
    assert value == "M-1"
    assert len(name) <= 100
    assert "\n" not in name
    assert await world.stranger.autocomplete(world.lobby, "milestone view", option="milestone") == []


async def test_the_largest_of_everything_fits(world: World):
    """Titles of marks and emoji, right-to-left words, 2,000 letters that each need an escape."""
    await world.fund(world.client, "1,000")
    for title in ("a" + "\u0301" * 99, "\U0001f468" * 100, "\u05d0" * 100, "*" * 100):
        made = await world.client.slash(
            world.lobby,
            "milestone create",
            freelancer=world.freelancer,
            amount="1",
            title=title,
            terms="*" * 2000,
            confirm=True,
        )
        assert made.text
    blank = await world.client.slash(
        world.lobby, "milestone create", freelancer=world.freelancer, amount="1", title="\u3164" * 100, confirm=True
    )
    assert "Nothing was changed." in blank.text
    for person in (world.client, world.freelancer):
        assert "M-4" in (await person.slash(world.lobby, "milestone list")).text
        assert (await person.slash(world.lobby, "milestone view", milestone="M-4")).text
    await world.client.slash(
        world.lobby, "dispute open", milestone="M-4", offer="0.20", reason="*" * 2000, confirm=True
    )
    await world.settled()
    assert world.card().buttons
    await send_form(world.freelancer, world.room(), "p1:challenge:1:1", {"statement": "`" * 2000})
    await world.settled()
    for number in range(3):
        await world.freelancer.slash(
            world.room(), "evidence add", description=f"{number}" + "_" * 999, link="https://a.b/" + "(" * 480
        )
    assert (await world.client.slash(world.room(), "evidence list")).text
    assert (await world.client.slash(world.room(), "dispute history")).text
    assert "R-3" in (await world.client.slash(world.room(), "evidence show", exhibit="R-3")).text


async def test_an_amount_too_long_for_its_form_is_not_cut_to_another(world: World):
    await world.arbitration()
    amount = "0" * 30 + "1000"
    opened = await world.arbitrator.slash(world.lobby, "case rule", freelancer_amount=amount, case="1")
    assert opened.modal is not None
    assert "000" not in str(opened.modal)
