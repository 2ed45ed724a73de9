"""The dispute that the demo plays: carol pays for a logo, felix draws it, and they don't agree what it is worth."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from bot.demo.narrator import Narrator

TITLE: Final = "Logo and brand colours"
TERMS: Final = "One logo in three sizes and a page with the colours, by 20 January."
REASON: Final = "The logo came two weeks late and without the colour page, so it is not what we agreed on."
STATEMENT: Final = "All three sizes were delivered. The colour page waited for the client's own text, which never came."
FINDINGS: Final = (
    "The logo was delivered in three sizes, as the terms ask. The colour page was not, and the messages show that the "
    "client's text was asked for only after the agreed date. So most of the amount is earned, but not all of it."
)
CASE: Final = "CASE-0001"
CURRENCY: Final = "USD"


async def set_up(tell: Narrator) -> None:
    """The admin says who does what; both parties bring money, and the cashier confirms it."""
    stage = tell.stage
    tell.chapter("A server is set up")
    tell.note("olivia owns the server; mona moderates, arthur arbitrates, kate is the cashier.")
    for kind, role in stage.roles.items():
        await tell.types(stage.admin, stage.lobby, "config role", kind=kind, role=role, sees=kind)
    for kind, channel in (("staff", stage.staff_channel), ("cashier", stage.cashier_channel)):
        await tell.types(stage.admin, stage.lobby, "config channel", kind=kind, channel=channel, sees=channel.name)

    tell.chapter("Money comes in")
    client, cashier = stage.client, stage.cashier
    await tell.types(client, stage.lobby, "wallet deposit", amount="1,200.00", reference="bank 88-1", sees="W-1")
    await tell.types(cashier, stage.cashier_channel, "cashier pending", sees=("W-1", "1,200.00"))
    quote = await tell.types(cashier, stage.cashier_channel, "cashier confirm", request="W-1", sees="1,200.00")
    await tell.presses(cashier, quote, "Confirm", sees="1,200.00")
    await tell.types(stage.freelancer, stage.lobby, "wallet deposit", amount="100", sees="W-2")
    await tell.types(cashier, stage.cashier_channel, "cashier confirm", request="W-2", confirm=True, sees="100.00")
    await tell.owns(client, 1_200_00)


async def fund_a_milestone(tell: Narrator) -> None:
    """Money goes into escrow, and part of it is released."""
    stage = tell.stage
    client, freelancer, lobby = stage.client, stage.freelancer, stage.lobby
    tell.chapter("A milestone is funded, and part of it released")
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
    await tell.presses(client, quote, "Confirm", sees="M-1")
    await tell.types(freelancer, lobby, "milestone accept-terms", milestone="M-1", sees="M-1")
    quote = await tell.types(client, lobby, "milestone release", milestone="M-1", amount="200", sees="200.00")
    await tell.presses(client, quote, "Confirm", sees="200.00")
    await tell.types(freelancer, lobby, "milestone view", milestone="M-1", sees=("800.00", TITLE))
    await tell.time_passes("Three weeks go by, and they don't agree", days=21)


async def open_a_case(tell: Narrator) -> None:
    """The client files a case, the freelancer challenges it."""
    stage = tell.stage
    client, freelancer = stage.client, stage.freelancer
    tell.chapter("A case is opened")
    quote = await tell.types(
        client, stage.lobby, "dispute open", milestone="M-1", offer="300", reason=REASON, sees=("300.00", "800.00")
    )
    await tell.presses(client, quote, "Confirm", sees=CASE)
    room = stage.room()
    tell.check(room.name == "case-0001", "there should be a private room", room.name)
    who = {person.name for person in stage.can_see(room)}
    tell.check(who == {"olivia", "carol", "felix", "mona"}, "parties, moderators and the owner see the room", str(who))
    tell.note(f"#{room.name} was made. Who sees it: {', '.join(sorted(who))} (olivia because she owns the server).")
    tell.check(any(CASE in message.text for message in freelancer.dms()), "felix should be told directly", "")
    tell.card(says=("Response", "300.00", "800.00"))

    tell.chapter("The freelancer challenges it")
    form = await tell.presses(freelancer, tell.card(says="Response"), "Challenge")
    await tell.fills_in(freelancer, form, statement=STATEMENT, sees=CASE)
    tell.card(says="Negotiation")


async def negotiate(tell: Narrator) -> None:
    """Offers go back and forth."""
    stage = tell.stage
    client, freelancer, room = stage.client, stage.freelancer, stage.room()
    tell.chapter("They negotiate")
    await tell.says(client, room, "I would pay for the sizes, not for the colours.")
    form = await tell.presses(freelancer, tell.card(says="Negotiation"), "Counter-offer")
    quote = await tell.fills_in(freelancer, form, amount="700", note="The colour page costs 100.", sees="700.00")
    await tell.presses(freelancer, quote, "Confirm", sees="700.00")
    await tell.time_passes("A day later", days=1)
    await tell.types(client, room, "offer decline", number=2, reason="That is too much for what is missing.", sees="2")
    await tell.types(client, room, "offer make", amount="450", expires="7d", confirm=True, sees="450.00")
    await tell.types(freelancer, room, "offer list", sees=("300.00", "700.00", "450.00"))


async def settle(tell: Narrator) -> Mapping[str, int]:
    """The freelancer accepts, and the money moves at once."""
    stage = tell.stage
    freelancer, room = stage.freelancer, stage.room()
    tell.chapter("The freelancer accepts")
    quote = await tell.presses(freelancer, tell.newest(freelancer, room, with_button="Accept"), "Accept", sees="450.00")
    await tell.presses(freelancer, quote, "Confirm", sees="450.00")
    _closed(tell, "Settled")
    return {"carol": 1_200_00 - 1_000_00 + 350_00, "felix": 100_00 + 200_00 + 450_00, "fees": 0}


async def pay_first_fee(tell: Narrator) -> None:
    """The freelancer pays for arbitration; now the client must, or loses."""
    stage = tell.stage
    freelancer, room = stage.freelancer, stage.room()
    tell.chapter("Evidence, and the first fee")
    await tell.types(
        freelancer,
        room,
        "evidence add",
        description="The three files as I sent them on 18 January.",
        link="https://example.com/logo",
        sees="R-1",
    )
    await tell.types(stage.client, room, "fee quote", sees="40.00")
    quote = await tell.presses(freelancer, tell.card(says="Negotiation"), "Pay fee", sees="40.00")
    await tell.presses(freelancer, quote, "Confirm", sees="40.00")
    tell.card(says="Final offers")


async def forfeit(tell: Narrator) -> Mapping[str, int]:
    """The client is reminded three times, doesn't pay, and forfeits."""
    stage = tell.stage
    await pay_first_fee(tell)
    tell.chapter("The client lets the deadline pass")
    before = len(stage.client.dms())
    await tell.time_passes("Almost seven days go by", days=6, hours=23, minutes=30)
    reminders = len(stage.client.dms()) - before
    tell.check(reminders == 3, "carol should be reminded at half, a day and an hour before", f"{reminders} reminders")
    held_minor = await _balance_minor(tell, "escrow:1")
    tell.check(held_minor == 800_00, "nothing may move before the deadline", str(held_minor))
    await tell.time_passes("The deadline passes, and the margin for late clicks", minutes=32)
    _closed(tell, "Forfeited")
    return {"carol": 1_200_00 - 1_000_00, "felix": 100_00 + 200_00 + 800_00, "fees": 0}


async def rule(tell: Narrator) -> Mapping[str, int]:
    """Both pay, both show evidence, and the arbitrator decides."""
    stage = tell.stage
    client, freelancer, arbitrator, room = stage.client, stage.freelancer, stage.arbitrator, stage.room()
    await pay_first_fee(tell)
    tell.chapter("The second fee, and arbitration begins")
    quote = await tell.types(client, room, "fee pay", sees="40.00")
    await tell.presses(client, quote, "Confirm", sees="40.00")
    tell.card(says="Arbitration")
    await tell.types(arbitrator, stage.lobby, "case queue", sees=CASE)
    await tell.types(arbitrator, stage.lobby, "case claim", case=CASE, sees=CASE)
    tell.check(arbitrator in stage.can_see(room), "arthur should see the room now", "")

    tell.chapter("Last evidence")
    form = await tell.presses(client, tell.card(says="Arbitration"), "Add evidence")
    await tell.fills_in(client, form, description="My mail of 12 January with the text that felix says never came.")
    await tell.types(arbitrator, room, "evidence list", sees=("C-1", "R-1"))
    for person in (client, freelancer):
        quote = await tell.presses(person, tell.card(says="Arbitration"), "Nothing to add")
        await tell.presses(person, quote, "Confirm")
    for person in (client, freelancer):
        tell.read_only(person, room)

    tell.chapter("The arbitrator rules")
    form = await tell.types(arbitrator, room, "case rule", freelancer_amount="500")
    quote = await tell.fills_in(
        arbitrator, form, freelancer_amount="500", findings=FINDINGS, sees=("500.00", "300.00", "40.00")
    )
    await tell.presses(arbitrator, quote, "Confirm", sees="500.00")
    _closed(tell, "Ruled")
    await tell.types(client, stage.lobby, "milestone view", milestone="M-1", sees=FINDINGS[:60])
    return {"carol": 1_200_00 - 1_000_00 - 40_00 + 300_00, "felix": 100_00 + 200_00 + 500_00, "fees": 40_00}


def _closed(tell: Narrator, outcome: str) -> None:
    """The card says how it ended, both are told directly, and both may only read."""
    stage = tell.stage
    card = tell.card(says=outcome)
    tell.check(outcome in card.text.splitlines()[0], f"the first line should say {outcome!r}", card.text)
    for person in (stage.client, stage.freelancer):
        told = tell.plain(person.dms()[-1].text)
        tell.check(CASE in told, f"{person.name} should be told of the ending directly", told)
        tell.read_only(person, stage.room())


async def _balance_minor(tell: Narrator, account: str) -> int:
    async with tell.stage.app.storage.read() as uow:
        return await uow.ledger.balance_minor(tell.stage.guild.id, account, CURRENCY)


Ending = Callable[[Narrator], Awaitable[Mapping[str, int]]]
ENDINGS: Final[Mapping[str, Ending]] = {"settle": settle, "forfeit": forfeit, "ruling": rule}
"""Each plays the rest of the story, and says what is then in the wallets and the fee account, in minor units."""


async def play(tell: Narrator, ending: str) -> Mapping[str, int]:
    """The whole story with one of its endings. Raises StepFailed."""
    await set_up(tell)
    await fund_a_milestone(tell)
    await open_a_case(tell)
    await negotiate(tell)
    return await ENDINGS[ending](tell)
