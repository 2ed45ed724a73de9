"""Stories for the tests of who sees what: much happens in them, and everything that people write is marked."""

from collections.abc import Mapping

from bot.sandbox import Answer, Person
from tests.acceptance.cast import Cast, Matter, number_in
from tests.acceptance.world import World


async def form(person: Person, source: Answer, label: str, fields: Mapping[str, object]) -> Answer:
    """The person presses a button that opens a form, and sends the form."""
    return await person.submit(await person.click(source, label), fields)


async def options(cast: Cast, person: Person) -> Answer:
    """What the person can do in the newest room."""
    return await person.click(cast.world.card(person), "My options")


async def confirmed(person: Person, quote: Answer) -> Answer:
    """The person agrees to a quote."""
    return await person.click(quote, "Confirm")


async def escalated_case(cast: Cast, client: Person, freelancer: Person, matter: Matter) -> str:
    """A case about a new milestone that a moderator has sent to arbitration; its name."""
    world, lobby = cast.world, cast.world.lobby
    await cast.fund(client, "100")
    made = await client.slash(
        lobby, "milestone create", freelancer=freelancer, amount="100", title=cast.word("title", matter), confirm=True
    )
    opened = await cast.done(
        client.slash(
            lobby,
            "dispute open",
            milestone=number_in(made, "M"),
            offer="20",
            reason=cast.say("reason", matter),
            confirm=True,
        )
    )
    case = number_in(opened, "CASE")
    reason = cast.say("staff_reason", matter)
    await cast.done(
        confirmed(world.moderator, await world.moderator.slash(lobby, "case escalate", reason=reason, case=case))
    )
    matter.was_open_to_arbitrators = True
    return case


async def other_cases(cast: Cast) -> tuple[Matter, Matter]:
    """A moderator has two cases of their own: one that a later former arbitrator has ruled, one that goes on."""
    world, lobby = cast.world, cast.world.lobby
    ruled = Matter(parties=frozenset({cast.mick, cast.dora}))
    case = await escalated_case(cast, cast.mick, cast.dora, ruled)
    await cast.done(cast.fay.slash(lobby, "case claim", case=case))
    ruled.arbitrators.add(cast.fay)
    room = world.room()
    for party in (cast.mick, cast.dora):
        await cast.done(party.slash(room, "evidence rest", confirm=True))
    findings = cast.say("findings", ruled)
    await cast.done(cast.fay.slash(room, "case rule", freelancer_amount="60", findings=findings, confirm=True))
    world.sandbox.remove_role(world.guild, cast.fay, world.roles["arbitrator"])
    world.clock.advance(minutes=2)
    running = Matter(parties=frozenset({cast.mick, cast.dora}))
    case = await escalated_case(cast, cast.mick, cast.dora, running)
    await cast.done(cast.aaron.slash(lobby, "case claim", case=case))
    running.arbitrators.add(cast.aaron)
    description = cast.say("description", running)
    await cast.done(cast.dora.slash(world.room(), "evidence add", description=description, file=cast.file(running)))
    return ruled, running


async def proposals(cast: Cast, matter: Matter) -> None:
    """A proposal that is declined, and one that is taken back."""
    client, freelancer, lobby = cast.world.client, cast.world.freelancer, cast.world.lobby
    for amount in ("3,003.03", "3,004.04"):
        await cast.done(
            freelancer.slash(
                lobby,
                "milestone propose",
                client=client,
                amount=cast.marked("proposal_amount", matter, amount),
                title=cast.word("title", matter),
                project=cast.word("project", matter),
                terms=cast.say("terms", matter),
            )
        )
    reason = cast.say("proposal_reason", matter)
    await cast.done(client.slash(lobby, "milestone decline", milestone="M-3", reason=reason))
    await cast.done(freelancer.slash(lobby, "milestone cancel", milestone="M-4"))


async def milestone(cast: Cast, matter: Matter) -> str:
    """A milestone with terms, and requests about it that come to nothing; its name."""
    client, freelancer, lobby = cast.world.client, cast.world.freelancer, cast.world.lobby
    await cast.fund(client, "1,200")
    quote = await client.slash(
        lobby,
        "milestone create",
        freelancer=freelancer,
        amount=cast.marked("milestone_amount", matter, "1,013.37"),
        title=cast.word("title", matter),
        project=cast.word("project", matter),
        terms=cast.say("terms", matter),
    )
    name = number_in(await cast.done(confirmed(client, quote)), "M")
    await cast.done(freelancer.slash(lobby, "milestone accept-terms", milestone=name))
    await cast.done(
        freelancer.slash(
            lobby,
            "milestone request-release",
            milestone=name,
            amount=cast.marked("request_amount", matter, "404.04"),
            note=cast.say("request_note", matter),
        )
    )
    reason = cast.say("request_reason", matter)
    await cast.done(
        client.slash(lobby, "milestone answer-request", milestone=name, decision="decline", reason=reason, confirm=True)
    )
    note = cast.say("request_note", matter)
    await cast.done(client.slash(lobby, "milestone request-return", milestone=name, amount="5", note=note))
    await cast.done(client.slash(lobby, "milestone cancel", milestone=name))
    return name


async def filing(cast: Cast, matter: Matter, name: str) -> None:
    """The case is opened with a file; the respondent speaks before answering."""
    client, freelancer, lobby = cast.world.client, cast.world.freelancer, cast.world.lobby
    quote = await client.slash(
        lobby,
        "dispute open",
        milestone=name,
        offer=cast.marked("offer_amount", matter, "211.11"),
        reason=cast.say("reason", matter),
        amount=cast.marked("disputed_amount", matter, "1,001.01"),
        category=cast.word("category", matter),
        evidence=cast.file(matter),
    )
    cast.marked("fee_amount", matter, "50.05")
    await cast.done(confirmed(client, quote))
    room = cast.world.room()
    await freelancer.say(room, cast.say("room_message", matter))
    await cast.world.settled()
    reason = cast.say("extension_reason", matter)
    await cast.done(freelancer.slash(room, "dispute extend", duration="2h", alone=True, reason=reason))
    statement = cast.say("statement", matter)
    await cast.done(form(freelancer, await options(cast, freelancer), "Challenge", {"statement": statement}))


async def negotiation(cast: Cast, matter: Matter) -> None:
    """Offers made, looked at, declined and withdrawn; evidence by command, form and menu; a first fee."""
    client, freelancer, room = cast.world.client, cast.world.freelancer, cast.world.room()
    amounts = [cast.marked("offer_amount", matter, amount) for amount in ("700.07", "322.22", "655.55")]
    unmade = cast.marked("unmade_offer", matter, "888.08")
    await cast.done(freelancer.slash(room, "offer make", amount=unmade, note="Maybe."))
    for person, amount in zip((freelancer, client, freelancer), amounts, strict=True):
        note = cast.say("note", matter)
        await cast.done(person.slash(room, "offer make", amount=amount, note=note, confirm=True))
    reason = cast.say("decline_reason", matter)
    await cast.done(client.slash(room, "offer decline", number=4, reason=reason))
    await cast.done(client.slash(room, "offer withdraw"))
    link = f"https://example.org/{cast.word('link', matter)}"
    await cast.done(
        freelancer.slash(
            room,
            "evidence add",
            description=cast.say("description", matter),
            link=link,
            file=cast.file(matter),
            file2=cast.file(matter),
        )
    )
    given: dict[str, object] = {"description": cast.say("description", matter), "files": [cast.file(matter)]}
    await cast.done(form(client, await options(cast, client), "Add evidence", given))
    said = await client.say(room, cast.say("room_message", matter), files=[cast.file(matter)])
    await cast.done(freelancer.menu(room, said, "Add as evidence"))
    await cast.done(freelancer.slash(room, "evidence withdraw", exhibit="R-2"))


async def agreements(cast: Cast, matter: Matter) -> None:
    """More time and a withdrawal asked for, a hold, a moderator's extension."""
    world, client, freelancer = cast.world, cast.world.client, cast.world.freelancer
    room, lobby = world.room(), world.lobby
    await cast.fund(freelancer, "60")
    await cast.done(confirmed(freelancer, await freelancer.slash(room, "fee pay")))
    for decision in ("refuse", "agree"):
        reason = cast.say("extension_reason", matter)
        await cast.done(client.slash(room, "dispute extend", duration="2d", reason=reason))
        await cast.done(freelancer.slash(room, "dispute answer-extension", decision=decision))
    reason = cast.say("withdrawal_reason", matter)
    await cast.done(client.slash(room, "dispute withdraw", reason=reason, confirm=True))
    await cast.done(freelancer.slash(room, "dispute answer-withdrawal", decision="refuse"))
    case = "CASE-0003"
    await cast.done(world.moderator.slash(lobby, "case hold", reason=cast.say("staff_reason", matter), case=case))
    await cast.done(world.moderator.slash(lobby, "case resume", case=case))
    await cast.done(
        world.moderator.slash(lobby, "case extend", duration="1d", reason=cast.say("staff_reason", matter), case=case)
    )


async def ruling(cast: Cast, matter: Matter) -> None:
    """The second fee, questions, the last evidence, a ruling that is looked at, and another one that is made."""
    world, client, freelancer, arbitrator = cast.world, cast.world.client, cast.world.freelancer, cast.world.arbitrator
    room = world.room()
    await cast.done(client.slash(world.lobby, "wallet withdraw", amount="186.63"))
    short = await client.slash(room, "fee pay")
    request = number_in(await cast.done(form(client, short, "Deposit and pay", {"amount": "60"})), "W")
    await cast.done(world.cashier.slash(world.lobby, "cashier confirm", request=request, confirm=True))
    matter.was_open_to_arbitrators = True
    await cast.done(arbitrator.slash(world.lobby, "case claim", case="CASE-0003"))
    matter.arbitrators.add(arbitrator)
    question = cast.say("question", matter)
    await cast.done(arbitrator.slash(room, "case ask", party="both", question=question))
    for person in (client, freelancer):
        answer = cast.say("answer", matter)
        await cast.done(person.slash(room, "dispute answer", text=answer, file=cast.file(matter)))
    await close_evidence(cast)
    unruled = cast.marked("unruled_amount", matter, "613.31"), cast.say("unruled_findings", matter)
    quote = await arbitrator.slash(room, "case rule", freelancer_amount=unruled[0], findings=unruled[1])
    await arbitrator.click(quote, "Cancel")
    ruled = cast.marked("ruled_amount", matter, "617.71"), cast.say("findings", matter)
    quote = await arbitrator.slash(room, "case rule", freelancer_amount=ruled[0], findings=ruled[1])
    await cast.done(confirmed(arbitrator, quote))


async def close_evidence(cast: Cast) -> None:
    """Both parties have nothing more to add, in the newest room."""
    for person in (cast.world.client, cast.world.freelancer):
        await cast.done(confirmed(person, await person.slash(cast.world.room(), "evidence rest")))


async def milestone_story(world: World) -> Cast:
    """A case under `milestone` from a proposal to the ruling, beside the cases of others."""
    cast = Cast(world)
    await other_cases(cast)
    matter = Matter(parties=frozenset({world.client, world.freelancer}))
    await proposals(cast, matter)
    name = await milestone(cast, matter)
    await filing(cast, matter, name)
    await negotiation(cast, matter)
    await agreements(cast, matter)
    await ruling(cast, matter)
    return cast
