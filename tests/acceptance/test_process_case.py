"""The program as a process, killed and started again in the middle of a case, in real time."""

from pathlib import Path

from tests.acceptance.processes import office
from tests.acceptance.world import STATEMENT
from tests.waiting import until


async def test_an_outage_over_the_due_time_forfeits_nothing(tmp_path: Path):
    """R9.5: a bot that is killed and away when the time runs out gives it back; then silence forfeits (R5)."""
    async with office(tmp_path) as made:
        bot = await made.bot()
        await made.configure()
        room = await made.case()
        await bot.kill()
        late_ms = made.sandbox.world.now_ms() + 7_000
        await until(lambda: made.sandbox.world.now_ms() > late_ms, what="the due time")
        await made.bot()
        await made.sandbox.until(lambda: any("was away" in seen.text for seen in made.freelancer.sees(room)))
        assert "Response" in made.card(room)
        await made.sandbox.until(lambda: "Forfeited" in made.card(room), 30)
        assert await made.accounts() == {
            "escrow:1": 0,
            f"member:{made.client.id}": 1_000_00,
            "world": -1_000_00,
        }


async def test_buttons_and_quotes_outlive_the_process(tmp_path: Path):
    async with office(tmp_path) as made:
        (tmp_path / "mine.toml").write_text("")
        bot = await made.bot()
        await made.configure()
        room = await made.case()
        [card] = made.freelancer.pinned(room)
        quote = await made.freelancer.click(card, "Accept")
        assert await bot.stop() == 0
        bot = await made.bot()
        form = await made.freelancer.click(card, "Challenge")
        assert form.modal is not None
        done = await made.freelancer.click(quote, "Confirm")
        assert "200.00" in done.text
        refused = await made.freelancer.submit(form, statement=STATEMENT)
        assert "Settled" in refused.text
        await made.sandbox.until(lambda: "Settled" in made.card(room))
        assert await made.accounts() == {
            "escrow:1": 0,
            f"member:{made.client.id}": 800_00,
            f"member:{made.freelancer.id}": 200_00,
            "world": -1_000_00,
        }
        assert await bot.stop() == 0
