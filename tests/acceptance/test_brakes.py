"""Who floods the bot is told to wait, without a look into the database; nobody else notices, and nothing is lost."""

from typing import Any

from sqlalchemy import event

from bot.config.sections import BrakesSection
from tests.acceptance.world import STATEMENT, World, both_databases

BURST = 3


@both_databases
async def test_a_flood_is_refused_and_all_works_again_after_the_wait(world: World) -> None:
    await world.case()
    world.brakes = BrakesSection(burst=BURST, per_minute=40)
    await world.restart()
    for _ in range(BURST):
        assert "Nothing was changed" not in (await world.freelancer.slash(world.lobby, "wallet show")).text
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    for engine in world.app.database.engines:
        event.listen(engine.sync_engine, "before_cursor_execute", note)
    braked = await world.freelancer.slash(world.lobby, "wallet deposit", amount="50")
    assert "Please wait 2 seconds" in braked.text
    assert await world.freelancer.autocomplete(world.lobby, "dispute status", option="case") != []
    looked_up = len(asked)
    for _ in range(5 * BURST):
        await world.freelancer.autocomplete(world.lobby, "dispute status", option="case")
    at_their_limit = len(asked)
    assert await world.freelancer.autocomplete(world.lobby, "dispute status", option="case") == []
    assert "Please wait" in (await world.freelancer.slash(world.lobby, "wallet show")).text
    assert (looked_up > 0, len(asked)) == (True, at_their_limit)
    for engine in world.app.database.engines:
        event.remove(engine.sync_engine, "before_cursor_execute", note)
    # The others notice nothing, and the one who typed too much can still answer the case with buttons and forms.
    assert "Nothing was changed" not in (await world.client.slash(world.lobby, "wallet show")).text
    answer = await world.press(world.freelancer, "Challenge", {"statement": STATEMENT})
    assert "challenged" in answer.text
    pressed = await world.freelancer.click(world.card(), "Details")
    assert "Please wait" not in pressed.text
    assert "Please wait" in (await world.freelancer.click(world.card(), "Details")).text
    world.clock.advance(milliseconds=1_500)
    assert "Please wait" not in (await world.freelancer.click(world.card(), "Details")).text
    asked_again = await world.freelancer.slash(world.lobby, "wallet deposit", amount="50")
    assert "W-" in asked_again.text
