"""A case of thousands of messages: its file is made while the bot goes on answering others in time."""

import asyncio
import hashlib
import io
import time
import zipfile

from bot.casefile.document import from_json
from bot.casefile.proof import prove
from tests.acceptance.world import World
from tests.big_case import EXHIBITS, MESSAGES, enlarge

PATIENCE_SECONDS = 3
"""Within which Discord wants the first answer."""


class Pulse:
    """Beats in the event loop, and knows the longest that it was kept from it."""

    def __init__(self) -> None:
        self.beats = 0
        self.longest_seconds = 0.0
        self._beating = asyncio.create_task(self._beat())

    async def _beat(self) -> None:
        last = time.monotonic()
        while True:
            await asyncio.sleep(0)
            now = time.monotonic()
            self.beats += 1
            self.longest_seconds = max(self.longest_seconds, now - last)
            last = now

    async def stop(self) -> None:
        """Beat no more."""
        self._beating.cancel()
        await asyncio.gather(self._beating, return_exceptions=True)


async def test_others_are_answered_in_time_while_a_large_case_is_exported(world: World):
    """R11.2: nothing blocks the event loop for long, and what comes out proves itself, exhibits and all."""
    await world.negotiation()
    photos = [f"photo {number} ".encode() * 2_000 for number in range(EXHIBITS)]
    kept = [(await world.app.exhibits.put(photo), len(photo)) for photo in photos]
    await enlarge(world.app.database, world.guild.id, 1, world.clock.now_ms(), kept)
    pulse = Pulse()
    exporting = asyncio.create_task(world.client.slash(world.lobby, "dispute export", case="1", files=True))
    others = (world.freelancer, world.moderator, world.stranger)
    answered = 0
    while not exporting.done() or answered < len(others):
        person = others[answered % len(others)]
        assert (await person.slash(world.lobby, "milestone list")).text
        answered += 1
    answer = await exporting
    await world.settled()
    await pulse.stop()
    assert answered >= len(others)
    assert pulse.longest_seconds < PATIENCE_SECONDS
    assert pulse.beats > 100

    held: dict[str, bytes] = {}
    for archive in (file for file in answer.files if file.filename.endswith(".zip")):
        with zipfile.ZipFile(io.BytesIO(archive.content)) as members:
            held |= {name.rpartition("/")[2]: members.read(name) for name in members.namelist()}
    assert {sha256 for sha256, _ in kept} <= {hashlib.sha256(content).hexdigest() for content in held.values()}
    document = from_json(held["case-0001.json"].decode())
    assert document.messages is not None
    assert len(document.messages) > MESSAGES
    assert len(document.summary.exhibits) == EXHIBITS
    assert prove(document).ok
