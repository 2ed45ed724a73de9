"""The story under the rulebook `safepay`: a request, silence or arbitration from the funds themselves (R3.4, R6)."""

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
from bot.sandbox import SeenMessage

NOTE: Final = "All three sizes are done."
DECLINED: Final = "The colour page is missing, so I can't use it yet."
REASON: Final = "The logo is done in all three sizes. The colour page waited for a text that never came."
FINDINGS: Final = (
    "The logo was delivered in three sizes, as the terms ask. The colour page was not, and exhibit R-1 shows that the "
    "client had sent her text in time. So most of the funds are earned, but not all of them."
)


async def ask_for_release(tell: Narrator) -> SeenMessage:
    """The client funds a milestone, and the freelancer asks to be paid; the client's message about it."""
    await set_up(tell, preset="safepay")
    stage = tell.stage
    client, freelancer, lobby = stage.client, stage.freelancer, stage.lobby
    tell.page.chapter("Money comes in, and goes into escrow")
    await bring_money(tell, client, "1,200.00", request="W-1")
    quote = await tell.types(
        client,
        lobby,
        "milestone create",
        freelancer=freelancer,
        amount="1,000.00",
        title=TITLE,
        terms=TERMS,
        sees="1,000.00",
    )
    await tell.confirms(client, quote, sees="M-1")
    funded = tell.newest(freelancer, freelancer.dm_channel, with_button="Accept terms")
    await tell.presses(freelancer, funded, "Accept terms", sees="M-1")
    await tell.time_passes("Three weeks of work", days=21)
    tell.page.chapter("The freelancer asks for release")
    await tell.types(freelancer, lobby, "milestone request-release", milestone="M-1", note=NOTE, sees="1,000.00")
    return tell.newest(client, client.dm_channel, with_button="Approve")


async def open_a_case(tell: Narrator) -> None:
    """The client declines, the freelancer requests arbitration, and both hand in evidence."""
    asked = await ask_for_release(tell)
    stage = tell.stage
    client, freelancer, arbitrator = stage.client, stage.freelancer, stage.arbitrator
    tell.page.chapter("The client declines")
    form = await tell.presses(client, asked, "Decline")
    await tell.fills_in(client, form, reason=DECLINED, sees="M-1")

    tell.page.chapter("Arbitration is opened, and its fee taken from the funds")
    quote = await tell.types(
        freelancer, stage.lobby, "dispute open", milestone="M-1", offer="800", reason=REASON, sees=("50.00", "950.00")
    )
    await tell.confirms(freelancer, quote, sees=CASE)
    await holds(tell, "fees", 50_00)
    await holds(tell, "escrow:1", 950_00)
    private_room(tell)
    tell.card(says=("Arbitration", "950.00", "800.00"))

    tell.page.chapter("Evidence, within three days")
    await tell.types(arbitrator, stage.lobby, "case claim", case=CASE, sees=CASE)
    await hand_in(tell, freelancer, "The logo as I sent it on 18 January.", LOGO, exhibit="C-1")
    form = await tell.presses(client, tell.pinned(says="Arbitration"), "Add evidence")
    await tell.fills_in(client, form, description="My mail with the text that he says never came.", files=[MAIL])
    await look_at(tell, arbitrator, MAIL, exhibit="R-1")


async def settle(tell: Narrator) -> Mapping[str, int]:
    """The client makes an offer of her own, and the freelancer accepts; the fee stays earned."""
    await open_a_case(tell)
    client, freelancer, room = tell.stage.client, tell.stage.freelancer, tell.stage.room()
    tell.page.chapter("They settle after all")
    form = await tell.presses(client, tell.pinned(says="Arbitration"), "Counter-offer")
    quote = await tell.fills_in(
        client, form, amount="700", note="I have somebody else make the colours.", sees="700.00"
    )
    await tell.confirms(client, quote, sees="700.00")
    offer = tell.newest(freelancer, room, with_button="Accept")
    await tell.confirms(freelancer, await tell.presses(freelancer, offer, "Accept", sees="700.00"), sees="700.00")
    closed(tell, "Settled")
    return {"carol": 1_200_00 - 1_000_00 + 250_00, "felix": 700_00, "fees earned": 50_00}


async def silence(tell: Narrator) -> Mapping[str, int]:
    """The client is reminded three times and says nothing, so the request is carried out; nobody pays a fee."""
    await ask_for_release(tell)
    tell.page.chapter("The client says nothing")
    before = len(tell.stage.client.dms())
    await tell.time_passes("Almost seven days go by", days=6, hours=23, minutes=30)
    reminders = len(tell.stage.client.dms()) - before
    tell.check(reminders == 3, "carol should be reminded at half, a day and an hour before", f"{reminders} reminders")
    await holds(tell, "escrow:1", 1_000_00)
    await tell.time_passes("The seven days are over, and the margin for late clicks", minutes=32)
    await tell.types(tell.stage.client, tell.stage.lobby, "milestone view", milestone="M-1", sees="0.00")
    return {"carol": 1_200_00 - 1_000_00, "felix": 1_000_00, "fees earned": 0}


async def rule(tell: Narrator) -> Mapping[str, int]:
    """The arbitrator waits for the three days, asks a question, and decides."""
    await open_a_case(tell)
    stage = tell.stage
    client, freelancer, arbitrator, room = stage.client, stage.freelancer, stage.arbitrator, stage.room()
    tell.page.chapter("The arbitrator asks, and rules")
    await tell.types(
        arbitrator, room, "case ask", party="respondent", question="When did you need the colour page?", sees=CASE
    )
    await tell.types(client, room, "dispute answer", text="On 20 January, for the printer.", sees=CASE)
    await nothing_to_add(tell, client, freelancer)
    quote = await tell.types(
        arbitrator, room, "case rule", freelancer_amount="700", findings=FINDINGS, sees=("700.00", "250.00")
    )
    await tell.confirms(arbitrator, quote, sees="700.00")
    closed(tell, "Ruled")
    await tell.types(freelancer, stage.lobby, "milestone view", milestone="M-1", sees=FINDINGS[:60])
    return {"carol": 1_200_00 - 1_000_00 + 250_00, "felix": 700_00, "fees earned": 50_00}


ENDINGS: Final[Mapping[str, Ending]] = {"settle": settle, "forfeit": silence, "ruling": rule}
