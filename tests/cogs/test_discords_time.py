"""R9.6: whatever Discord has made says what time it is there."""

from types import SimpleNamespace

from bot.ui.actor import DISCORD_EPOCH_MS


async def test_r9_6_messages_say_discords_time_too(bot):
    heard: list[int] = []
    bot._keeper = SimpleNamespace(heard=heard.append)
    await bot.on_message(SimpleNamespace(id=123_456 << 22))
    assert heard == [DISCORD_EPOCH_MS + 123_456]
