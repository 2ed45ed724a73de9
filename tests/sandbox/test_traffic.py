"""Everything the real client does in a long scenario fits Discord's own OpenAPI document and documented limits.

The folder with the checker and the document comes from PARLEY_DISCORD_OPENAPI; conftest.py leaves this file out
when that is not set.
"""

import io
from pathlib import Path

import discord
from discord import app_commands, ui

from bot.sandbox import Attachment, Sandbox
from tests.sandbox.conftest import ManualTime, SmallBot, running_bot
from tests.sandbox.openapi import violations

LONG_TEXT = "x" * 300


class Panel(ui.LayoutView):
    def __init__(self) -> None:
        super().__init__(timeout=None)
        row = ui.ActionRow()
        row.add_item(ui.Button(label="Red", custom_id="red", style=discord.ButtonStyle.danger, emoji="🔴"))
        row.add_item(ui.Button(label="Site", url="https://example.com"))
        menu = ui.ActionRow(ui.Select(custom_id="pick", options=[discord.SelectOption(label="One", value="1")]))
        people = ui.ActionRow(ui.UserSelect(custom_id="who", placeholder="Who?"))
        section = ui.Section("In a section", accessory=ui.Thumbnail("attachment://pic.png"))
        gallery = ui.MediaGallery(discord.MediaGalleryItem("attachment://pic.png"))
        self.add_item(
            ui.Container(ui.TextDisplay("# Head"), ui.Separator(), section, row, menu, people, accent_color=0x336699)
        )
        self.add_item(gallery)
        self.add_item(ui.File("attachment://notes.txt"))

    async def interaction_check(self, interaction: discord.Interaction) -> bool:
        values = (interaction.data or {}).get("values")
        await interaction.response.send_message(f"chose {values}", ephemeral=True)
        return False


class Form(ui.Modal, title="Form"):
    text = ui.Label(text="Text", description="Write.", component=ui.TextInput(style=discord.TextStyle.paragraph))
    kind = ui.Label(
        text="Kind", component=ui.Select(options=[discord.SelectOption(label="A", value="a")], required=False)
    )
    proof = ui.Label(text="Proof", component=ui.FileUpload(required=False, max_values=2))
    who = ui.Label(text="Who", component=ui.UserSelect(required=False))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True)
        assert isinstance(self.proof.component, ui.FileUpload)
        files = [await attachment.to_file() for attachment in self.proof.component.values]
        await interaction.followup.send("got it", files=files, ephemeral=True)


def pictures() -> list[discord.File]:
    return [discord.File(io.BytesIO(b"png"), "pic.png"), discord.File(io.BytesIO(b"text"), "notes.txt")]


def setup(bot: SmallBot) -> None:
    tree = bot.tree

    @tree.command(name="panel", description="A panel.")
    @app_commands.default_permissions(send_messages=True)
    @app_commands.guild_only()
    async def panel(interaction: discord.Interaction) -> None:
        await interaction.response.send_message(view=Panel(), files=pictures())

    @tree.command(name="form", description="A form.")
    async def form(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Form())

    @tree.command(name="slow", description="Thinks first.")
    @app_commands.describe(who="A member.", role="A role.", where="A channel.", file="A file.", kind="A kind.")
    @app_commands.choices(kind=[app_commands.Choice(name="First", value="1")])
    async def slow(
        interaction: discord.Interaction,
        who: discord.Member,
        role: discord.Role,
        where: discord.TextChannel,
        file: discord.Attachment,
        kind: str,
        amount: app_commands.Range[int, 1, 10] = 1,
    ) -> None:
        await interaction.response.defer(thinking=True)
        content = await file.read()
        embed = discord.Embed(title="Title", description="Text", colour=1).add_field(name="a", value="b")
        embed.set_footer(text="foot").set_author(name="author")
        await interaction.edit_original_response(
            content=f"{who} {role} {where} {content!r} {kind} {amount}", embed=embed
        )
        extra = await interaction.followup.send("extra", wait=True)
        await extra.edit(content="changed")
        await extra.delete()
        await interaction.original_response()

    @slow.autocomplete("amount")
    async def amount_choices(interaction: discord.Interaction, current: int) -> list[app_commands.Choice[int]]:
        return [app_commands.Choice(name="Four", value=4)]

    @tree.context_menu(name="Quote")
    async def quote(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"> {message.content}", ephemeral=True)

    @tree.context_menu(name="Greet")
    async def greet(interaction: discord.Interaction, member: discord.Member) -> None:
        await interaction.response.send_message(f"hello {member.name}", ephemeral=True)

    bot.add_view(Panel())


async def rest_tour(bot: SmallBot, guild_id: int, person_id: int, role_id: int) -> None:
    """Call every REST route that such a bot uses."""
    guild = await bot.fetch_guild(guild_id)
    me = await guild.fetch_member(bot.user.id)
    member = await guild.fetch_member(person_id)
    role = await guild.fetch_role(role_id)
    await member.add_roles(role)
    await member.remove_roles(role)
    await guild.fetch_roles()
    async for _ in guild.fetch_members(limit=10):
        pass
    overwrites = {
        guild.default_role: discord.PermissionOverwrite(view_channel=False),
        me: discord.PermissionOverwrite(view_channel=True, send_messages=True),
        member: discord.PermissionOverwrite(view_channel=True),
    }
    category = await guild.create_category("Cases", overwrites=overwrites)
    room = await guild.create_text_channel("case-0001", category=category, topic="case 1", reason="Дело 1")
    await room.set_permissions(member, view_channel=True, send_messages=False)
    await room.set_permissions(member, overwrite=None)
    await room.edit(topic="other", slowmode_delay=5, overwrites=overwrites)
    await guild.fetch_channels()
    await bot.fetch_channel(room.id)
    message = await room.send("hello", view=None, file=pictures()[1], nonce="abc")
    await room.send("hi", reference=message, mention_author=False)
    await message.edit(content="hello again")
    await message.pin(reason="card")
    assert [pin async for pin in room.pins()]
    await message.unpin()
    assert [found async for found in room.history(limit=5)]
    assert [found async for found in room.history(after=message, oldest_first=True)]
    await room.fetch_message(message.id)
    async with room.typing():
        pass
    await room.delete_messages([await room.send("a"), await room.send("b")])
    thread = await room.create_thread(name="private", invitable=False, auto_archive_duration=60)
    await thread.add_user(member)
    await thread.fetch_members()
    await thread.send("in the thread")
    await thread.remove_user(member)
    await thread.edit(archived=True, locked=True)
    await guild.active_threads()
    assert [found async for found in room.archived_threads(private=True)]
    await thread.edit(archived=False, locked=False)
    await thread.delete()
    user = await bot.fetch_user(person_id)
    direct = await user.send("direct")
    await direct.delete()
    assert [entry async for entry in guild.audit_logs(limit=50)]
    await bot.tree.fetch_commands()
    await room.delete(reason="over")
    await category.delete()


async def act(sandbox: Sandbox, guild, channel, person) -> None:
    said = await person.say(channel, "look at this", files=[Attachment("a.txt", b"abc", "text/plain")])
    assert (await person.menu(channel, said, "Quote")).text == "> look at this"
    assert (await person.menu(channel, person, "Greet")).text == "hello ann"
    panel = await person.slash(channel, "panel")
    assert "In a section" in panel.text
    assert [file.filename for file in panel.files] == ["pic.png", "notes.txt"]
    assert (await person.click(panel, "Red")).text == "chose None"
    assert (await person.select(panel, ["One"], menu="pick")).text == "chose ['1']"
    assert (await person.select(panel, person, menu="Who?")).text == f"chose ['{person.id}']"
    form = await person.slash(channel, "form")
    proof = Attachment("p.txt", b"proof", "text/plain")
    done = await person.submit(form, {"Text": LONG_TEXT, "Kind": "A", "Proof": proof, "Who": person})
    assert done.text == "got it"
    assert [file.content for file in done.files] == [b"proof"]
    role = sandbox.create_role(guild, "Helper")
    choices = await person.autocomplete(channel, "slow", option="amount", typed="4", who=person)
    assert choices == [("Four", 4)]
    slow = await person.slash(channel, "slow", who=person, role=role, where=channel, file=proof, kind="First", amount=4)
    assert "b'proof' 1 4" in slow.text
    calls = sandbox.traffic.calls
    await sandbox.until(lambda: len(calls("GET /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}")) == 1)


async def test_traffic_fits_the_document(tmp_path: Path, clock: ManualTime):
    record = tmp_path / "traffic.jsonl"
    async with Sandbox(clock=clock, traffic=record) as sandbox:
        guild = sandbox.create_guild("Guild")
        person = sandbox.create_person("ann")
        sandbox.join(guild, person)
        channel = sandbox.create_channel(guild, "general")
        sandbox.invite_bot(guild)
        role = sandbox.create_role(guild, "Arbiter")
        async with running_bot(sandbox, setup) as bot:
            await rest_tour(bot, guild.id, person.id, role.id)
            await act(sandbox, guild, channel, person)
        assert sandbox.unknown_routes == []
    assert await violations(record) == []
