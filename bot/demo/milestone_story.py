"""The story under the rulebook `milestone`: a proposal, a case, offers, arbitration fees, three ways to end (R5)."""

from collections.abc import Mapping
from typing import Final

from bot.demo.narrator import Narrator
from bot.demo.scenes import (
    CASE,
    LOGO,
    MAIL,
    TERMS,
    TITLE,
    Ending,
    bring_money,
    closed,
    hand_in,
    holds,
    look_at,
    nothing_to_add,
    private_room,
    set_up,
)

REASON: Final = "The logo came two weeks late and without the colour page, so it is not what we agreed on."
STATEMENT: Final = "All three sizes were delivered. The colour page waited for the client's own text, which never came."
FINDINGS: Final = (
    "The logo was delivered in three sizes, as the terms ask. The colour page was not, and exhibit C-1 shows that the "
    "client had sent her text in time. So most of the amount is earned, but not all of it."
)


async def fund_a_milestone(tell: Narrator) -> None:
    """The freelancer proposes, the client funds, and part of it is released."""
    stage = tell.stage
    client, freelancer, lobby = stage.client, stage.freelancer, stage.lobby
    tell.page.chapter("Money comes in")
    await bring_money(tell, client, "1,200.00", request="W-1")
    await bring_money(tell, freelancer, "100.00", request="W-2")

    tell.page.chapter("A milestone is proposed and funded, and part of it released")
    await tell.types(
        freelancer, lobby, "milestone propose", client=client, amount="1,000.00", title=TITLE, terms=TERMS, sees="M-1"
    )
    proposed = tell.newest(client, client.dm_channel, with_button="Fund")
    await tell.confirms(client, await tell.presses(client, proposed, "Fund", sees="1,000.00"), sees="M-1")
    await tell.types(client, lobby, "milestone accept-terms", milestone="M-1", sees="M-1")
    quote = await tell.types(client, lobby, "milestone release", milestone="M-1", amount="200", sees="200.00")
    await tell.confirms(client, quote, sees="200.00")
    await tell.types(freelancer, lobby, "milestone view", milestone="M-1", sees=("800.00", TITLE))
    await tell.time_passes("Three weeks go by, and they don't agree", days=21)


async def open_a_case(tell: Narrator) -> None:
    """The client files a case, the freelancer challenges it."""
    stage = tell.stage
    client, freelancer = stage.client, stage.freelancer
    tell.page.chapter("Stage 1: a case is opened, and challenged")
    quote = await tell.types(
        client, stage.lobby, "dispute open", milestone="M-1", offer="300", reason=REASON, sees=("300.00", "800.00")
    )
    await tell.confirms(client, quote, sees=CASE)
    private_room(tell)
    tell.check(any(CASE in message.text for message in freelancer.dms()), "felix should be told directly", "")
    card = tell.card(says=("Response", "300.00", "800.00"))
    form = await tell.presses(freelancer, card, "Challenge")
    await tell.fills_in(freelancer, form, statement=STATEMENT, sees=CASE)


async def negotiate(tell: Narrator) -> None:
    """Offers go back and forth."""
    stage = tell.stage
    client, freelancer, room = stage.client, stage.freelancer, stage.room()
    tell.page.chapter("Stage 2: they negotiate")
    card = tell.card(says="Negotiation")
    await tell.says(client, room, "I would pay for the sizes, not for the colours.")
    form = await tell.presses(freelancer, card, "Counter-offer")
    quote = await tell.fills_in(freelancer, form, amount="700", note="The colour page costs 100.", sees="700.00")
    await tell.confirms(freelancer, quote, sees="700.00")
    await tell.time_passes("A day later", days=1)
    await tell.types(client, room, "offer decline", number=2, reason="That is too much for what is missing.", sees="2")
    await tell.types(client, room, "offer make", amount="450", expires="7d", confirm=True, sees="450.00")


async def pay_first_fee(tell: Narrator) -> None:
    """The freelancer pays for arbitration; now the client must, or loses."""
    stage = tell.stage
    freelancer, room = stage.freelancer, stage.room()
    tell.page.chapter("Stage 3: evidence, and the first fee")
    await hand_in(tell, freelancer, "The logo as I sent it on 18 January.", LOGO, exhibit="R-1")
    await tell.types(stage.client, room, "fee quote", sees="40.00")
    quote = await tell.presses(freelancer, tell.pinned(says="Negotiation"), "Pay fee", sees="40.00")
    await tell.confirms(freelancer, quote, sees="40.00")
    tell.card(says="Final offers")


async def begin(tell: Narrator) -> None:
    """What all endings begin with."""
    await set_up(tell, preset="milestone")
    await fund_a_milestone(tell)
    await open_a_case(tell)
    await negotiate(tell)


async def settle(tell: Narrator) -> Mapping[str, int]:
    """The freelancer accepts, and the money moves at once."""
    await begin(tell)
    freelancer, room = tell.stage.freelancer, tell.stage.room()
    tell.page.chapter("The freelancer accepts")
    await tell.types(freelancer, room, "offer list", sees=("300.00", "700.00", "450.00"))
    offer = tell.newest(freelancer, room, with_button="Accept")
    await tell.confirms(freelancer, await tell.presses(freelancer, offer, "Accept", sees="450.00"), sees="450.00")
    closed(tell, "Settled")
    return {"carol": 1_200_00 - 1_000_00 + 350_00, "felix": 100_00 + 200_00 + 450_00, "fees earned": 0}


async def forfeit(tell: Narrator) -> Mapping[str, int]:
    """The client is reminded three times, doesn't pay, and forfeits."""
    await begin(tell)
    await pay_first_fee(tell)
    tell.page.chapter("The client lets the deadline pass")
    before = len(tell.stage.client.dms())
    await tell.time_passes("Almost seven days go by", days=6, hours=23, minutes=30)
    reminders = len(tell.stage.client.dms()) - before
    tell.check(reminders == 3, "carol should be reminded at half, a day and an hour before", f"{reminders} reminders")
    await holds(tell, "escrow:1", 800_00)
    await tell.time_passes("The deadline passes, and the margin for late clicks", minutes=32)
    closed(tell, "Forfeited")
    return {"carol": 1_200_00 - 1_000_00, "felix": 100_00 + 200_00 + 800_00, "fees earned": 0}


async def rule(tell: Narrator) -> Mapping[str, int]:
    """The client gets more time and pays, both show evidence, and the arbitrator decides."""
    await begin(tell)
    await pay_first_fee(tell)
    stage = tell.stage
    client, freelancer, arbitrator, room = stage.client, stage.freelancer, stage.arbitrator, stage.room()
    tell.page.chapter("More time, and the second fee")
    await tell.types(
        client, room, "dispute extend", duration="2d", reason="I am travelling until Friday.", sees="2 days"
    )
    asked = tell.newest(freelancer, room, with_button="Agree")
    await tell.presses(freelancer, asked, "Agree", sees=CASE)
    quote = await tell.types(client, room, "fee pay", sees="40.00")
    await tell.confirms(client, quote, sees="40.00")

    tell.page.chapter("Stage 4: arbitration, and the last evidence")
    tell.card(says="Arbitration")
    await tell.types(arbitrator, stage.lobby, "case queue", sees=CASE)
    await tell.types(arbitrator, stage.lobby, "case claim", case=CASE, sees=CASE)
    tell.check(arbitrator in stage.can_see(room), "arthur should see the room now", "")
    form = await tell.presses(client, tell.pinned(says="Arbitration"), "Add evidence")
    await tell.fills_in(client, form, description="My mail with the text that he says never came.", files=[MAIL])
    await look_at(tell, arbitrator, MAIL, exhibit="C-1")
    await nothing_to_add(tell, client, freelancer)
    for person in (client, freelancer):
        tell.read_only(person, room)

    tell.page.chapter("The arbitrator rules")
    form = await tell.types(arbitrator, room, "case rule", freelancer_amount="500")
    quote = await tell.fills_in(
        arbitrator, form, freelancer_amount="500", findings=FINDINGS, sees=("500.00", "300.00", "40.00")
    )
    await tell.confirms(arbitrator, quote, sees="500.00")
    closed(tell, "Ruled")
    await tell.types(client, stage.lobby, "milestone view", milestone="M-1", sees=FINDINGS[:60])
    return {"carol": 1_200_00 - 1_000_00 - 40_00 + 300_00, "felix": 100_00 + 200_00 + 500_00, "fees earned": 40_00}


ENDINGS: Final[Mapping[str, Ending]] = {"settle": settle, "forfeit": forfeit, "ruling": rule}
