# ruff: noqa: ASYNC109 - how long a person waits is part of what the driver is asked, in real seconds.
"""A person at Discord's client: types, clicks and reads, and can do only what the client would let them."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from bot.sandbox import channels, interactions, messages, options
from bot.sandbox import components as c
from bot.sandbox.command_rules import CHAT_INPUT, MESSAGE_MENU, USER_MENU
from bot.sandbox.components import Json, as_list
from bot.sandbox.drafts import Draft, Upload, read_draft
from bot.sandbox.errors import NoAnswerError, RefusedError
from bot.sandbox.form import fill_modal
from bot.sandbox.message_payloads import message_payload
from bot.sandbox.model import Channel, ChannelType, Guild, Interaction, InteractionType, Message, ResponseState, User
from bot.sandbox.options import Resolved
from bot.sandbox.permissions import Permission
from bot.sandbox.views import Answer, Attachment, SeenMessage, button_label
from bot.sandbox.world import World

if TYPE_CHECKING:
    from bot.sandbox.gateway import Gateway

Target = SeenMessage | Answer
DEFAULT_TIMEOUT_SECONDS = 10.0


class Person(User):
    """A human account, driven by a test or a demonstration."""

    def __init__(self, world: World, gateway: "Gateway", user_id: int, name: str) -> None:
        super().__init__(user_id, name, name)
        self._world = world
        self._gateway = gateway

    def __repr__(self) -> str:
        return f"<person {self.name}>"

    # -- commands

    async def slash(
        self, channel: Channel, name: str, /, *, timeout: float = DEFAULT_TIMEOUT_SECONDS, **given: Any
    ) -> Answer:
        """Use a chat input command such as `offer accept`, and wait for the bot's answer.

        `timeout` is in real seconds. Raises RefusedError for what the client wouldn't send, NoAnswerError for silence.
        """
        self._check_commands(channel)
        first, *path = name.removeprefix("/").split()
        command = options.find_command(self._world, channel, self, first, CHAT_INPUT)
        chain = options.descend(command, path)
        specs = as_list((chain[-1] if chain else command.body).get("options"))
        resolved = Resolved(self._world, channel)
        values = options.fill_options(specs, given, resolved, self)
        data = options.command_data(command, chain, values, resolved)
        return await self._act(InteractionType.COMMAND, channel, data, timeout, name=name)

    async def autocomplete(
        self,
        channel: Channel,
        name: str,
        /,
        *,
        option: str,
        typed: str = "",
        timeout: float = DEFAULT_TIMEOUT_SECONDS,
        **given: Any,
    ) -> list[tuple[str, Any]]:
        """Type into an option of a command, and return the bot's choices as pairs of name and value."""
        self._check_commands(channel)
        first, *path = name.removeprefix("/").split()
        command = options.find_command(self._world, channel, self, first, CHAT_INPUT)
        chain = options.descend(command, path)
        specs = as_list((chain[-1] if chain else command.body).get("options"))
        focused = next((spec for spec in specs if spec["name"] in (option, option.replace("_", "-"))), None)
        if focused is None or not focused.get("autocomplete"):
            raise RefusedError(f"option {option!r} of /{name} has no autocomplete")
        resolved = Resolved(self._world, channel)
        values = options.fill_options(specs, given, resolved, self, complete=False)
        # While it is being typed, even a number is a string.
        values.append({"type": focused["type"], "name": focused["name"], "value": typed, "focused": True})
        data = options.command_data(command, chain, values, resolved)
        answer = await self._act(InteractionType.AUTOCOMPLETE, channel, data, timeout, name=name)
        return answer.choices

    async def menu(
        self, channel: Channel, target: "Target | User", name: str, *, timeout: float = DEFAULT_TIMEOUT_SECONDS
    ) -> Answer:
        """Use a context menu command on a message or a member."""
        self._check_commands(channel)
        if isinstance(target, Answer):
            if target.message is None:
                raise RefusedError("that answer has no message to use a menu on")
            target = target.message
        kind = USER_MENU if isinstance(target, User) else MESSAGE_MENU
        command = options.find_command(self._world, channel, self, name, kind)
        resolved = Resolved(self._world, channel)
        if isinstance(target, User):
            resolved.add_user(target)
        else:
            self._check_visible(target.model)
            resolved.parts["messages"] = {str(target.id): message_payload(self._world, target.model)}
        data: Json = {
            "id": str(command.id),
            "name": name,
            "type": kind,
            "target_id": str(target.id),
            "resolved": resolved.parts,
        }
        return await self._act(InteractionType.COMMAND, channel, data, timeout, name=name)

    # -- components and modals

    async def click(self, target: Target, label: str, *, timeout: float = DEFAULT_TIMEOUT_SECONDS) -> Answer:
        """Press a button, found by its label or custom id, under a message or an answer."""
        source, button = self._find(target, label, lambda found: _is_button(found, label))
        if button.get("style") in (c.LINK_STYLE, c.PREMIUM_STYLE):
            raise RefusedError(f"{label!r} is a link, not a button that the bot hears of")
        channel = self._usable_channel(source)
        data: Json = {"custom_id": button["custom_id"], "component_type": c.BUTTON, "id": button["id"]}
        return await self._act(InteractionType.COMPONENT, channel, data, timeout, source=source)

    async def select(
        self,
        target: Target,
        values: Sequence[Any] | str | User,
        *,
        menu: str | None = None,
        timeout: float = DEFAULT_TIMEOUT_SECONDS,
    ) -> Answer:
        """Pick values in a select menu: labels or values of options, persons, roles or channels.

        `menu` names the select by custom id or placeholder where there are several.
        """
        source, component = self._find(target, menu or "a select", lambda found: _is_select(found, menu))
        channel = self._usable_channel(source)
        picked = [values] if isinstance(values, str | User) else list(values)
        resolved = Resolved(self._world, channel)
        data: Json = {
            "custom_id": component["custom_id"],
            "component_type": component["type"],
            "id": component["id"],
            "values": options.pick_values(component, picked, resolved, self),
        }
        if resolved.parts:
            data["resolved"] = resolved.parts
        return await self._act(InteractionType.COMPONENT, channel, data, timeout, source=source)

    async def submit(
        self,
        answer: Answer,
        fields: Mapping[str, Any] | None = None,
        /,
        *,
        timeout: float = DEFAULT_TIMEOUT_SECONDS,
        **given: Any,
    ) -> Answer:
        """Fill in the modal of an answer and submit it. Fields go by label or custom id, as mapping or keywords."""
        if answer.modal is None or answer.person is not self:
            raise RefusedError("that answer opened no modal for this person")
        opened_by = answer.interaction
        channel = opened_by.channel
        self._check_member(channel)
        data = fill_modal(answer.modal, {**(fields or {}), **given}, Resolved(self._world, channel), self)
        kind = InteractionType.MODAL_SUBMIT
        return await self._act(kind, channel, data, timeout, source=opened_by.source, opened_by=opened_by)

    def _find(self, target: Target, what: str, is_it: Callable[[Json], bool]) -> tuple[Message, Json]:
        candidates = target.messages if isinstance(target, Answer) else [target]
        for message in candidates:
            self._check_visible(message.model)
            for component in message.components:
                if is_it(component):
                    if component.get("disabled"):
                        raise RefusedError(f"{what!r} is disabled")
                    return message.model, component
        labels = [label for message in candidates for label in message.buttons]
        raise RefusedError(f"no {what!r} to use there; buttons are {labels}")

    def _usable_channel(self, source: Message) -> Channel:
        channel = self._world.channels[source.channel_id]
        self._check_member(channel)
        return channel

    # -- waiting

    async def _act(
        self,
        kind: InteractionType,
        channel: Channel,
        data: Json,
        timeout_seconds: float,
        *,
        name: str = "",
        source: Message | None = None,
        opened_by: Interaction | None = None,
    ) -> Answer:
        world = self._world
        interaction = interactions.begin(
            world, kind, self, channel, data, name=name, source=source, opened_by=opened_by
        )
        answer = Answer(world, self, interaction)
        if not self._gateway.can_reach_bot():
            raise NoAnswerError("The application did not respond: the bot is not connected")
        first_seconds = min(timeout_seconds, world.limits.first_answer_seconds)
        try:
            await world.changes.until(lambda: interaction.state is not ResponseState.NONE, first_seconds)
        except TimeoutError:
            raise NoAnswerError(f"The application did not respond within {first_seconds} s") from None
        try:
            await world.changes.until(lambda: answer.is_final, timeout_seconds)
        except TimeoutError:
            state = interaction.state
            raise NoAnswerError(
                f"The application deferred, then was silent for {timeout_seconds} s ({state})"
            ) from None
        return answer

    # -- what the client checks

    def _check_member(self, channel: Channel, *, wakes: bool = False) -> None:
        # An archived thread takes messages, which wake it; a locked one takes nothing.
        world = self._world
        world.tick()
        guild = world.guild_of(channel)
        if not world.can_see(channel, self.id):
            raise RefusedError(f"{self.name} can't see #{channel.name}")
        if guild is None:
            return
        permissions = world.permissions_in(channel, self.id)
        if guild.members[self.id].is_timed_out(world.now_ms()) and not permissions & Permission.ADMINISTRATOR:
            raise RefusedError(f"{self.name} is timed out")
        thread = channel.thread
        is_manager = permissions & Permission.MANAGE_THREADS
        is_shut = thread is not None and (thread.is_locked or (thread.is_archived and not wakes))
        if thread is not None and is_shut and not is_manager:
            state = "locked" if thread.is_locked else "archived"
            raise RefusedError(f"the thread {channel.name} is {state}")

    def _check_commands(self, channel: Channel) -> None:
        self._check_member(channel)
        if not self._world.permissions_in(channel, self.id) & Permission.USE_APPLICATION_COMMANDS:
            raise RefusedError(f"{self.name} may not use commands in #{channel.name}")

    def _check_visible(self, message: Message) -> None:
        channel = self._world.channels.get(message.channel_id)
        if channel is None or message.is_deleted:
            raise RefusedError("that message is gone")
        if not self._world.can_see(channel, self.id) or message.visible_to not in (None, self.id):
            raise RefusedError(f"{self.name} can't see that message")

    # -- talking

    async def say(self, channel: Channel, text: str = "", *, files: Sequence[Attachment] = ()) -> SeenMessage:
        """Send a message; raises RefusedError where this person may not."""
        world = self._world
        self._check_member(channel, wakes=True)
        needed = Permission.SEND_MESSAGES_IN_THREADS if channel.is_thread else Permission.SEND_MESSAGES
        if files:
            needed |= Permission.ATTACH_FILES
        if world.permissions_in(channel, self.id) & needed != needed:
            raise RefusedError(f"{self.name} may not write that in #{channel.name}")
        uploads = [
            Upload(file.filename, file.content, file.content_type, number, file.description)
            for number, file in enumerate(files)
        ]
        draft = read_draft({"content": text}, uploads, max_file_bytes=world.limits.attachment_bytes)
        return SeenMessage(world, messages.post(world, channel, self, draft))

    async def edit(self, message: SeenMessage, text: str) -> None:
        """Edit one's own message."""
        self._check_own(message)
        messages.edit(self._world, message.model, Draft(content=text))

    async def delete(self, message: SeenMessage) -> None:
        """Delete one's own message, or another's with Manage Messages; one's own ephemeral answer is dismissed."""
        self._check_visible(message.model)
        channel = self._world.channels[message.model.channel_id]
        permissions = self._world.permissions_in(channel, self.id)
        is_own = message.author is self or message.model.visible_to == self.id
        if not is_own and not permissions & Permission.MANAGE_MESSAGES:
            raise RefusedError(f"{self.name} may not delete that message")
        messages.delete(self._world, message.model, self)

    async def pin(self, message: SeenMessage) -> None:
        """Pin a message."""
        self._check_pinning(message)
        messages.pin(self._world, message.model, self)

    async def unpin(self, message: SeenMessage) -> None:
        """Unpin a message."""
        self._check_pinning(message)
        messages.unpin(self._world, message.model, self)

    def _check_own(self, message: SeenMessage) -> None:
        self._check_visible(message.model)
        if message.author is not self:
            raise RefusedError("only one's own messages can be edited")

    def _check_pinning(self, message: SeenMessage) -> None:
        self._check_visible(message.model)
        channel = self._world.channels[message.model.channel_id]
        if not self._world.permissions_in(channel, self.id) & Permission.PIN_MESSAGES:
            raise RefusedError(f"{self.name} may not pin in #{channel.name}")

    # -- reading

    def sees(self, channel: Channel) -> list[SeenMessage]:
        """Return the messages that this person sees in a channel now, ephemeral ones for them included."""
        world = self._world
        if channel.id not in world.channels or not world.can_see(channel, self.id):
            return []
        reads_history = bool(world.permissions_in(channel, self.id) & Permission.READ_MESSAGE_HISTORY)
        return [
            SeenMessage(world, message)
            for message in channel.messages.values()
            if message.visible_to == self.id or (message.visible_to is None and reads_history)
        ]

    def pinned(self, channel: Channel) -> list[SeenMessage]:
        """Return the pinned messages that this person sees, the newest pin first."""
        found = [message for message in self.sees(channel) if message.pinned]
        return sorted(found, key=lambda message: (message.model.pinned_at_ms or 0, message.id), reverse=True)

    def channels(self, guild: Guild) -> list[Channel]:
        """Return the channels and threads that this person can see, without categories and archived threads."""
        return [
            channel
            for channel in guild.channels.values()
            if channel.kind is not ChannelType.CATEGORY
            and not (channel.thread and channel.thread.is_archived)
            and self._world.can_see(channel, self.id)
        ]

    def can(self, channel: Channel, permission: Permission) -> bool:
        """Return whether this person holds a permission in a channel."""
        return bool(self._world.permissions_in(channel, self.id) & permission)

    # -- direct messages

    @property
    def dm_channel(self) -> Channel:
        """The direct message channel with the bot."""
        return channels.open_direct_message(self._world, self)

    def dms(self) -> list[SeenMessage]:
        """Return the direct messages between this person and the bot."""
        channel = self._world.direct_messages.get(self.id)
        return [] if channel is None else self.sees(channel)

    def close_dms(self) -> None:
        """Take no direct messages from members of one's guilds any more."""
        self.accepts_dms = False

    def open_dms(self) -> None:
        """Take direct messages again."""
        self.accepts_dms = True

    def block(self) -> None:
        """Block the bot."""
        self.has_blocked_bot = True

    def unblock(self) -> None:
        """Unblock the bot."""
        self.has_blocked_bot = False


def _is_button(component: Json, label: str) -> bool:
    return component["type"] == c.BUTTON and label in (button_label(component), component.get("custom_id"))


def _is_select(component: Json, menu: str | None) -> bool:
    if component["type"] not in c.SELECTS:
        return False
    return menu is None or menu in (component["custom_id"], component.get("placeholder"))
