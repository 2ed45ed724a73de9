"""Stories under `safepay`, for the tests of who sees what."""

from tests.acceptance.cast import Cast, Matter, number_in
from tests.acceptance.stories import close_evidence, confirmed, form, milestone, options
from tests.acceptance.world import World


async def opened(cast: Cast, matter: Matter) -> None:
    """A case that begins in arbitration, with a file."""
    world = cast.world
    name = await milestone(cast, matter)
    quote = await world.freelancer.slash(
        world.lobby,
        "dispute open",
        milestone=name,
        offer=cast.marked("offer_amount", matter, "811.11"),
        reason=cast.say("reason", matter),
        category=cast.word("category", matter),
        evidence=cast.file(matter),
    )
    cast.marked("fee_amount", matter, "50.67")
    cast.marked("disputed_amount", matter, "962.70")
    await cast.done(confirmed(world.freelancer, quote))
    matter.was_open_to_arbitrators = True


async def arbitrated(cast: Cast, matter: Matter) -> None:
    """Offers beside the arbitration, evidence in time and late, a question, a ruling."""
    world, room = cast.world, cast.world.room()
    await cast.done(world.arbitrator.slash(world.lobby, "case claim", case="CASE-0001"))
    matter.arbitrators.add(world.arbitrator)
    amount, note = cast.marked("offer_amount", matter, "455.55"), cast.say("note", matter)
    await cast.done(world.client.slash(room, "offer make", amount=amount, note=note, confirm=True))
    reason = cast.say("decline_reason", matter)
    await cast.done(world.freelancer.slash(room, "offer decline", number=2, reason=reason))
    given: dict[str, object] = {"description": cast.say("description", matter), "files": [cast.file(matter)]}
    await cast.done(form(world.client, await options(cast, world.client), "Add evidence", given))
    await close_evidence(cast)
    late = cast.say("description", matter)
    await cast.done(world.client.slash(room, "evidence add", description=late, file=cast.file(matter)))
    question = {"party": "claimant", "question": cast.say("question", matter)}
    await cast.done(form(world.arbitrator, await options(cast, world.arbitrator), "Ask the parties", question))
    answer = {"text": cast.say("answer", matter)}
    await cast.done(form(world.freelancer, await options(cast, world.freelancer), "Answer question", answer))
    ruled = {
        "freelancer_amount": cast.marked("ruled_amount", matter, "717.17"),
        "findings": cast.say("findings", matter),
    }
    quote = await form(world.arbitrator, await options(cast, world.arbitrator), "Rule", ruled)
    await cast.done(confirmed(world.arbitrator, quote))


async def split(cast: Cast) -> None:
    """A small balance that is split at once: there is no room, both sides are told directly (R6.2)."""
    world = cast.world
    matter = Matter(parties=frozenset({world.client, world.freelancer}))
    await cast.fund(world.client, "50")
    made = await world.client.slash(
        world.lobby,
        "milestone create",
        freelancer=world.freelancer,
        amount=cast.marked("disputed_amount", matter, "41.42"),
        title=cast.word("title", matter),
        confirm=True,
    )
    cast.marked("ruled_amount", matter, "20.71")
    name = number_in(made, "M")
    await cast.done(world.freelancer.slash(world.lobby, "milestone request-release", milestone=name))
    reason = cast.say("reason", matter)
    await cast.done(
        world.client.slash(world.lobby, "dispute open", milestone=name, offer="10", reason=reason, confirm=True)
    )
    assert len(world.rooms()) == 1


async def safepay_story(world: World) -> Cast:
    """A case under `safepay` from a declined request to the ruling, and a small balance that is split."""
    cast = Cast(world)
    await world.admin.slash(world.lobby, "config rulebook", preset="safepay")
    matter = Matter(parties=frozenset({world.client, world.freelancer}))
    await opened(cast, matter)
    await arbitrated(cast, matter)
    world.clock.advance(minutes=2)
    await split(cast)
    return cast
