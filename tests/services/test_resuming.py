"""R9.8, R9.9: what a moderator resumes, also where nothing runs afterwards."""

from bot.services.commands import Resume, SetWindow
from bot.ui.cards import receipt_card
from tests.services.world import FREELANCER, GUILD, World, admin, moderator
from tests.ui.shown import text_of


async def test_r9_9_a_kick_is_decided_where_no_clock_runs(world: World) -> None:
    await world.do(admin, SetWindow("idle_reminder", "off"))
    case_id = await world.negotiation()
    await world.people.removed(GUILD, FREELANCER, world.clock.now_ms(), banned=False, by_member_id=None)
    receipt = await world.do(moderator, Resume(case_id))
    assert receipt.facts["due_at_ms"] is None
    assert "No clock of it runs" in text_of(receipt_card(receipt))
    assert (await world.state(case_id)).restricted == {}
