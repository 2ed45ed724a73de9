"""What people are called: kept from what they do and from who is named in it, in no event, and shown in case files."""

from sqlalchemy import select

from bot.casefile.document import case_file
from bot.sandbox import Person
from bot.sandbox.guilds import rename_member
from bot.services.case_record import case_record
from storage.tables import events, outbox, texts
from tests.acceptance.world import STATEMENT, World, both_databases


@both_databases
async def test_names_are_kept_from_commands_and_from_who_is_named_in_them(world: World):
    """R11.1: names lie beside the record, sanitised, and no event and no message to be sent holds one."""
    rename(world, world.client, "Ca\u202erol\n of  Makers\u200b")
    rename(world, world.freelancer, "Felix (drawings)")
    await world.milestone()
    called = await names(world)
    assert called[world.client.id] == "Carol of Makers"
    assert called[world.freelancer.id] == "Felix (drawings)", "named by the client, and has done nothing yet"
    assert world.stranger.id not in called

    rename(world, world.freelancer, "Felix, who moved")
    await world.client.slash(world.lobby, "dispute open", milestone="M-1", offer="200", reason=STATEMENT, confirm=True)
    await world.settled()
    form = await world.freelancer.click(world.card(world.freelancer), "Challenge")
    await world.freelancer.submit(form, statement=STATEMENT)
    await world.moderator.say(world.room(), "Please keep to the point.")
    await world.settled()
    called = await names(world)
    assert called[world.freelancer.id] == "Felix, who moved", "the newest one, from a form as well"
    assert called[world.moderator.id] == "mona", "who spoke in the room"

    async with world.app.storage.read() as uow:
        case = await uow.cases.get(world.guild.id, 1)
        assert case is not None
        document = case_file(await case_record(uow, case), exported_at_ms=world.clock.now_ms())
    assert document.names[world.client.id] == "Carol of Makers"
    assert document.names[world.freelancer.id] == "Felix, who moved"
    async with world.app.database.read() as transaction:
        for table, column in ((events, events.c.payload), (outbox, outbox.c.payload), (texts, texts.c.body)):
            kept = repr(list(await transaction.rows(select(column))))
            assert kept
            assert "Felix" not in kept, table.name
            assert "of Makers" not in kept, table.name


def rename(world: World, person: Person, name: str) -> None:
    """The server calls them so from now on."""
    rename_member(world.sandbox.world, world.guild, world.guild.members[person.id], name)


async def test_who_has_left_is_not_called_anything_anew(world: World):
    """R11.1: naming somebody in order to erase what they wrote doesn't keep their name again."""
    await world.milestone()
    await world.client.slash(world.lobby, "milestone release", milestone="M-1", confirm=True)
    world.sandbox.leave(world.guild, world.freelancer)
    await world.settled()
    erased = await world.admin.slash(
        world.lobby, "config erase", member=world.freelancer, reason="Asked for by mail.", confirm=True
    )
    assert "erased" in erased.text
    assert world.freelancer.id not in await names(world)
    assert world.client.id in await names(world)


async def names(world: World) -> dict[int, str]:
    """What the people of the stage are called in the database."""
    people = (world.client, world.freelancer, world.moderator, world.stranger)
    async with world.app.storage.read() as uow:
        return await uow.names.names(world.guild.id, [person.id for person in people])
