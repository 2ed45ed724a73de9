"""`/case stats`: what a server's cases came to, for its staff, in numbers and as a picture."""

from bot.sandbox import Answer
from tests.acceptance.world import FINDINGS, World, both_databases

PNG = b"\x89PNG\r\n\x1a\n"


def pictures(answer: Answer) -> list[bytes]:
    return [file.content for message in answer.messages for file in message.files]


@both_databases
async def test_r10_staff_see_what_cases_came_to(world: World) -> None:
    empty = await world.moderator.slash(world.lobby, "case stats")
    assert "No case was opened, was open or ended in this time." in empty.text
    assert pictures(empty) == []
    await world.arbitration()
    await world.pass_time(hours=30)
    await world.act(world.arbitrator, "case rule", freelancer_amount="1000", findings=FINDINGS, confirm=True)
    await world.case()
    for person in (world.moderator, world.arbitrator, world.admin):
        answer = await person.slash(world.lobby, "case stats", days=7)
        await world.settled()
        for words in (
            "Cases of the last 7 days",
            "**2** opened, **1** ended, **1** is open. No ruling came late.",
            "Ruled: **1** (1 all to the freelancer)",
            "Arbitration: **30 hours** (1 case)",
            "Opening to end: **30 hours** (1 case)",
            f"<@{world.arbitrator.id}>: **0** open now, **1** ruled",
        ):
            assert words in answer.text
        [picture] = pictures(answer)
        assert picture.startswith(PNG)
        assert all(message.ephemeral for message in answer.messages)
    await world.pass_time(days=2)
    today = await world.moderator.slash(world.lobby, "case stats", days=1)
    assert "**0** opened, **0** ended, **1** is open." in today.text
    for person in (world.client, world.freelancer, world.stranger, world.cashier):
        refused = await person.slash(world.lobby, "case stats")
        assert "Only a moderator, an arbitrator or an admin can do this" in refused.text
        assert pictures(refused) == []
