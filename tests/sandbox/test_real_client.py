"""The real discord.py client against the sandbox: the paths that the whole bot stands on."""

import io

import discord
from discord import app_commands

from bot.sandbox import Sandbox
from tests.sandbox.conftest import SmallBot, running_bot


class Question(discord.ui.Modal, title="A question"):
    reason = discord.ui.Label(text="Reason", component=discord.ui.TextInput(max_length=50))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        assert isinstance(self.reason.component, discord.ui.TextInput)
        await interaction.response.send_message(f"Because {self.reason.component.value}", ephemeral=True)


class Card(discord.ui.View):
    def __init__(self) -> None:
        super().__init__(timeout=None)

    @discord.ui.button(label="Accept", custom_id="accept")
    async def accept(self, interaction: discord.Interaction, _: discord.ui.Button) -> None:
        await interaction.response.edit_message(content=f"Accepted by {interaction.user.id}", view=None)

    @discord.ui.button(label="Ask", custom_id="ask")
    async def ask(self, interaction: discord.Interaction, _: discord.ui.Button) -> None:
        await interaction.response.send_modal(Question())

    @discord.ui.button(label="Later", custom_id="later")
    async def later(self, interaction: discord.Interaction, _: discord.ui.Button) -> None:
        await interaction.response.defer()
        await interaction.followup.send("Noted", ephemeral=True)


def setup(bot: SmallBot) -> None:
    group = app_commands.Group(name="offer", description="Offers.")

    @group.command(name="accept", description="Accept an offer.")
    async def accept(interaction: discord.Interaction, number: int, confirm: bool = False) -> None:
        await interaction.response.defer(ephemeral=True)
        await interaction.followup.send(f"Offer {number} {confirm}")
        await interaction.followup.send("And more", ephemeral=True)

    @group.command(name="card", description="Show the card.")
    async def card(interaction: discord.Interaction) -> None:
        file = discord.File(io.BytesIO(b"terms"), "terms.txt")
        await interaction.response.send_message("The card", view=Card(), file=file)

    bot.tree.add_command(group)
    bot.add_view(Card())


async def test_commands_buttons_and_modals(sandbox: Sandbox):
    guild = sandbox.create_guild("Guild")
    person = sandbox.create_person("ann")
    other = sandbox.create_person("bob")
    sandbox.join(guild, person)
    sandbox.join(guild, other)
    channel = sandbox.create_channel(guild, "general")
    sandbox.invite_bot(guild)
    async with running_bot(sandbox, setup):
        answer = await person.slash(channel, "offer accept", number=3, confirm=True)
        assert answer.ephemeral
        assert answer.text.startswith("Offer 3 True")
        await sandbox.until(lambda: len(answer.followups) == 1)
        assert answer.text == "Offer 3 True\nAnd more"
        assert len(person.sees(channel)) == 2
        assert other.sees(channel) == []

        card = await person.slash(channel, "offer card")
        assert card.buttons == ["Accept", "Ask", "Later"]
        assert [(file.filename, file.content) for file in card.files] == [("terms.txt", b"terms")]
        assert [message.text for message in other.sees(channel)] == ["The card"]
        assert (await other.click(card, "Later")).text == "Noted"
        asked = await other.click(card, "Ask")
        assert asked.modal is not None
        assert asked.modal.fields == ["Reason"]
        submitted = await other.submit(asked, reason="it is so")
        assert submitted.text == "Because it is so"
        clicked = await other.click(card, "Accept")
        assert clicked.text == f"Accepted by {other.id}"
        assert card.buttons == []
