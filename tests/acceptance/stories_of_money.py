"""Stories of wallets and of what ends a case early, for the tests of who sees what."""

from bot.sandbox import Person
from tests.acceptance.cast import Cast, Matter, number_in
from tests.acceptance.stories import confirmed, form, milestone
from tests.acceptance.world import STATEMENT, World


async def deposit(cast: Cast, person: Person, wallet: Matter, amount: str, *, kind: str = "wallet_amount") -> str:
    """A deposit that waits for a cashier, with a reference; its name."""
    reference = cast.word("reference", wallet)
    amount = cast.marked(kind, wallet, amount)
    asked = await cast.done(person.slash(cast.world.lobby, "wallet deposit", amount=amount, reference=reference))
    return number_in(asked, "W")


async def wallets(cast: Cast) -> None:
    """Deposits and withdrawals of all endings, by buttons and commands."""
    world, dora, cashier, lobby = cast.world, cast.dora, cast.world.cashier, cast.world.lobby
    wallet = Matter(holder=dora)
    request = await deposit(cast, dora, wallet, "3,141.59")
    [told] = [message for message in cashier.sees(world.cashier_channel) if request in message.text]
    answer = await cashier.submit(
        await cashier.click(told, "Confirm"),
        {
            "amount": cast.marked("wallet_amount", wallet, "2,718.28"),
            "reference": cast.word("cashier_reference", wallet),
        },
    )
    await cast.done(confirmed(cashier, answer))
    request = await deposit(cast, dora, wallet, "5,772.15")
    reason = cast.say("cashier_reason", wallet)
    await cast.done(cashier.slash(lobby, "cashier decline", request=request, reason=reason))
    for amount, how in (("161.80", "confirm"), ("693.14", "decline"), ("314.15", "cancel")):
        asked = await cast.done(
            dora.slash(
                lobby,
                "wallet withdraw",
                amount=cast.marked("wallet_amount", wallet, amount),
                reference=cast.word("reference", wallet),
            )
        )
        request = number_in(asked, "W")
        if how == "confirm":
            reference = cast.word("cashier_reference", wallet)
            await cast.done(cashier.slash(lobby, "cashier confirm", request=request, reference=reference, confirm=True))
        elif how == "decline":
            reason = cast.say("cashier_reason", wallet)
            await cast.done(cashier.slash(lobby, "cashier decline", request=request, reason=reason))
        else:
            await cast.done(dora.slash(lobby, "wallet cancel", request=request))
    cast.marked("balance", wallet, "2,556.48")
    await deposit(cast, dora, wallet, "1,618.03")


async def by_two(cast: Cast) -> None:
    """A deposit and a withdrawal that two cashiers confirm, each with a reference of their own."""
    world, lobby = cast.world, cast.world.lobby
    await cast.done(world.admin.slash(lobby, "config limit", name="two_people_amount", value="100", currency="USD"))
    wallet = Matter(holder=cast.max)
    asked = [await deposit(cast, cast.max, wallet, "4,669.20")]
    for cashier in (world.cashier, cast.kim):
        reference = cast.word("cashier_reference", wallet)
        quote = await cashier.slash(lobby, "cashier confirm", request=asked[0], reference=reference)
        await cast.done(confirmed(cashier, quote))
    amount = cast.marked("wallet_amount", wallet, "2,502.90")
    out = await cast.done(cast.max.slash(lobby, "wallet withdraw", amount=amount))
    for cashier in (cast.kim, world.cashier):
        await cast.done(cashier.slash(lobby, "cashier confirm", request=number_in(out, "W"), confirm=True))
    await cast.done(world.admin.slash(lobby, "config limit", name="two_people_amount", value="off", currency="USD"))


async def paid_out(cast: Cast) -> None:
    """Fees that the server has earned, paid out and not."""
    world, lobby = cast.world, cast.world.lobby
    await world.safepay()
    fees = Matter(holder=world.cashier)
    for amount, how in (("11.17", "confirm"), ("13.19", "decline")):
        marked = cast.marked("wallet_amount", fees, amount)
        reference = cast.word("reference", fees)
        quote = await world.cashier.slash(lobby, "cashier payout", amount=marked, reference=reference)
        request = number_in(await cast.done(confirmed(world.cashier, quote)), "W")
        if how == "confirm":
            await cast.done(cast.kim.slash(lobby, "cashier confirm", request=request, confirm=True))
        else:
            reason = cast.say("cashier_reason", fees)
            await cast.done(cast.kim.slash(lobby, "cashier decline", request=request, reason=reason))


async def undelivered(cast: Cast) -> None:
    """Who takes no direct messages: staff are told that there is news, not what the cashier wrote (R12.2)."""
    world, lobby = cast.world, cast.world.lobby
    world.stranger.close_dms()
    wallet = Matter(holder=world.stranger)
    request = await deposit(cast, world.stranger, wallet, "1,414.21", kind="undelivered_amount")
    reference = cast.word("cashier_reference", wallet)
    await cast.done(world.cashier.slash(lobby, "cashier confirm", request=request, reference=reference, confirm=True))
    request = await deposit(cast, world.stranger, wallet, "1,732.05", kind="undelivered_amount")
    reason = cast.say("cashier_reason", wallet)
    await cast.done(world.cashier.slash(lobby, "cashier decline", request=request, reason=reason))
    told = [item.text for item in world.moderator.sees(world.staff_channel) if "Could not be delivered" in item.text]
    assert len(told) == 2, told


async def given(cast: Cast) -> None:
    """Money released and returned in part, a request approved, and a proposal funded from its message."""
    world, lobby = cast.world, cast.world.lobby
    matter = Matter(parties=frozenset({world.client, world.freelancer}))
    name = await milestone(cast, matter)
    amount = cast.marked("milestone_amount", matter, "111.91")
    quote = await world.client.slash(lobby, "milestone release", milestone=name, amount=amount)
    await cast.done(confirmed(world.client, quote))
    amount = cast.marked("milestone_amount", matter, "222.92")
    quote = await world.freelancer.slash(lobby, "milestone return", milestone=name, amount=amount)
    await cast.done(confirmed(world.freelancer, quote))
    note = cast.say("request_note", matter)
    amount = cast.marked("request_amount", matter, "333.93")
    await cast.done(
        world.freelancer.slash(lobby, "milestone request-release", milestone=name, amount=amount, note=note)
    )
    asked = [message for message in world.client.dms() if "Approve" in message.buttons][-1]
    await cast.done(confirmed(world.client, await world.client.click(asked, "Approve")))
    proposal = Matter(parties=frozenset({world.client, world.freelancer}))
    await cast.done(
        world.freelancer.slash(
            lobby,
            "milestone propose",
            client=world.client,
            amount=cast.marked("proposal_amount", proposal, "99.19"),
            title=cast.word("title", proposal),
            terms=cast.say("terms", proposal),
        )
    )
    asked = [message for message in world.client.dms() if "Fund" in message.buttons][-1]
    await cast.done(confirmed(world.client, await world.client.click(asked, "Fund")))


async def filed(cast: Cast, amount: str) -> Matter:
    """A case of the client about a new milestone of an amount."""
    world, lobby = cast.world, cast.world.lobby
    matter = Matter(parties=frozenset({world.client, world.freelancer}))
    amount = cast.marked("disputed_amount", matter, amount)
    await cast.fund(world.client, "310")
    made = await world.client.slash(
        lobby,
        "milestone create",
        freelancer=world.freelancer,
        amount=amount,
        title=cast.word("title", matter),
        confirm=True,
    )
    await cast.done(
        world.client.slash(
            lobby,
            "dispute open",
            milestone=number_in(made, "M"),
            offer="20",
            reason=cast.say("reason", matter),
            category=cast.word("category", matter),
            confirm=True,
        )
    )
    world.clock.advance(minutes=2)
    return matter


async def endings(cast: Cast) -> None:
    """Cases that end by agreement, by giving in, by withdrawal and by a missed deadline."""
    world = cast.world
    await filed(cast, "201.10")
    card = world.card(world.freelancer)
    await cast.done(confirmed(world.freelancer, await world.freelancer.click(card, "Accept")))
    await filed(cast, "202.20")
    await cast.done(confirmed(world.client, await world.client.slash(world.room(), "dispute give-in")))
    matter = await filed(cast, "203.30")
    reason = {"reason": cast.say("withdrawal_reason", matter)}
    options = await world.client.click(world.card(), "My options")
    await cast.done(confirmed(world.client, await form(world.client, options, "Withdraw case", reason)))
    matter = await filed(cast, "204.40")
    await cast.done(world.freelancer.slash(world.room(), "dispute challenge", statement=STATEMENT))
    await cast.done(
        world.freelancer.slash(
            world.room(), "offer make", amount="150", note=cast.say("note", matter), expires="1h", confirm=True
        )
    )
    await world.pass_time(hours=2)
    await filed(cast, "205.50")
    await world.pass_time(days=5)
    assert "Forfeited" in world.card().text


async def money_story(world: World) -> Cast:
    """Wallets, money that is given, and cases that end early."""
    cast = Cast(world)
    await wallets(cast)
    await by_two(cast)
    await undelivered(cast)
    await given(cast)
    await endings(cast)
    await paid_out(cast)
    return cast
