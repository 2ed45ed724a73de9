"""Scenes that every story of the demo has: carol pays for a logo, felix draws it, and they don't agree on its worth."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from bot.demo.narrator import Narrator
from bot.sandbox import Answer, Attachment, Person

Ending = Callable[[Narrator], Awaitable[Mapping[str, int]]]
"""Plays a whole story, and says what is then in the wallets and the fee account, in minor units. Raises StepFailed."""

TITLE: Final = "Logo and brand colours"
TERMS: Final = "One logo in three sizes and a page with the colours, by 20 January."
CASE: Final = "CASE-0001"
CURRENCY: Final = "USD"

_PNG: Final = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63d0cabf0d00023b0175afa68dbc0000000049454e44ae426082"
)
LOGO: Final = Attachment("logo.png", _PNG, "image/png")
MAIL: Final = Attachment("mail.txt", b"12 January. Felix, here is the text for the colour page. Carol\n", "text/plain")


async def set_up(tell: Narrator, *, preset: str) -> None:
    """The admin says who does what, and under which rulebook."""
    stage = tell.stage
    admin, lobby = stage.admin, stage.lobby
    tell.page.chapter("A server is set up")
    tell.note("olivia owns the server; mona moderates, arthur arbitrates, kate is the cashier.")
    for kind, role in stage.roles.items():
        await tell.types(admin, lobby, "config role", kind=kind, role=role, sees=kind)
    for kind, channel in (("staff", stage.staff_channel), ("cashier", stage.cashier_channel)):
        await tell.types(admin, lobby, "config channel", kind=kind, channel=channel, sees=channel.name)
    if preset != "milestone":
        await tell.types(admin, lobby, "config rulebook", preset=preset, sees=preset)


async def bring_money(tell: Narrator, person: Person, amount: str, *, request: str) -> None:
    """A person brings money, and the cashier confirms that it came."""
    stage = tell.stage
    await tell.types(person, stage.lobby, "wallet deposit", amount=amount, sees=request)
    quote = await tell.types(stage.cashier, stage.cashier_channel, "cashier confirm", request=request, sees=amount)
    await tell.confirms(stage.cashier, quote, sees=amount)


def private_room(tell: Narrator) -> None:
    """The case got a room that only the right people see."""
    stage = tell.stage
    room = stage.room()
    tell.check(room.name == "case-0001", "there should be a private room", room.name)
    who = {person.name for person in stage.can_see(room)}
    tell.check(who == {"olivia", "carol", "felix", "mona"}, "parties, moderators and the owner see the room", str(who))
    tell.note(f"#{room.name} was made. Who sees it: {', '.join(sorted(who))} (olivia because she owns the server).")


async def hand_in(tell: Narrator, person: Person, description: str, file: Attachment, *, exhibit: str) -> Answer:
    """A person hands in a file; the copy that the bot keeps is what is shown from then on."""
    room = tell.stage.room()
    return await tell.types(person, room, "evidence add", description=description, file=file, sees=exhibit)


async def look_at(tell: Narrator, person: Person, file: Attachment, *, exhibit: str) -> None:
    """A person gets an exhibit's file, byte for byte."""
    shown = await tell.types(person, tell.stage.room(), "evidence show", exhibit=exhibit, sees=exhibit)
    given = [seen.content for seen in shown.files]
    tell.check(given == [file.content], f"{person.name} should get {file.filename} unchanged", str(given))


async def nothing_to_add(tell: Narrator, *people: Person) -> None:
    """Each of them says that they have nothing more to add."""
    for person in people:
        await tell.confirms(person, await tell.presses(person, tell.pinned(says="Arbitration"), "Nothing to add"))


def closed(tell: Narrator, outcome: str) -> None:
    """The card says how it ended, both are told directly, and both may only read."""
    stage = tell.stage
    card = tell.card(says=outcome)
    tell.check(outcome in card.text.splitlines()[0], f"the first line should say {outcome!r}", card.text)
    for person in (stage.client, stage.freelancer):
        told = tell.plain(person.dms()[-1].text)
        tell.check(CASE in told, f"{person.name} should be told of the ending directly", told)
        tell.read_only(person, stage.room())


async def holds(tell: Narrator, account: str, amount_minor: int) -> None:
    """An account of the ledger holds an amount in minor units."""
    async with tell.stage.app.storage.read() as uow:
        held_minor = await uow.ledger.balance_minor(tell.stage.guild.id, account, CURRENCY)
    tell.check(held_minor == amount_minor, f"{account} should hold {amount_minor} minor units", str(held_minor))
