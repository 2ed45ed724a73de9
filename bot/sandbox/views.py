"""What a person sees: messages, answers of the bot, and modals, always as they are at this moment."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.sandbox import components as c
from bot.sandbox.components import Json, text_of, walk
from bot.sandbox.message_payloads import message_payload
from bot.sandbox.modals import modal_inputs
from bot.sandbox.model import LOADING, Channel, Interaction, Message, ResponseState, Role, StoredFile, User
from bot.sandbox.world import World

if TYPE_CHECKING:
    from bot.sandbox.person import Person


@dataclass(slots=True, frozen=True)
class Attachment:
    """A file that a person sends along."""

    filename: str
    content: bytes
    content_type: str = "application/octet-stream"
    description: str | None = None


@dataclass(slots=True, frozen=True)
class SeenFile:
    """A file under a message."""

    filename: str
    content: bytes
    url: str


class SeenMessage:
    """A message as one person sees it now; an edit shows at once."""

    def __init__(self, world: World, message: Message) -> None:
        self._world = world
        self.model = message

    def __repr__(self) -> str:
        return f"<message {self.id} of {self.author.name}: {self.text!r}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SeenMessage) and other.model is self.model

    def __hash__(self) -> int:
        return hash(self.model.id)

    @property
    def id(self) -> int:
        """The message's id."""
        return self.model.id

    @property
    def author(self) -> User:
        """Who wrote it."""
        return self.model.author

    @property
    def channel(self) -> Channel | None:
        """Where it stands; None once the channel is gone."""
        return self._world.channels.get(self.model.channel_id)

    @property
    def text(self) -> str:
        """Everything there is to read: content, V2 text displays and embeds."""
        parts = [self.model.content, *text_of(self.model.components)]
        for embed in self.model.embeds:
            parts += _embed_lines(embed)
        return "\n".join(part for part in parts if part)

    @property
    def components(self) -> list[Json]:
        """All components, nested ones too, in reading order."""
        return list(walk(self.model.components))

    @property
    def buttons(self) -> list[str]:
        """The labels of the buttons that can be pressed."""
        return [button_label(button) for button in self._buttons() if not button.get("disabled")]

    @property
    def disabled_buttons(self) -> list[str]:
        """The labels of the buttons that are greyed out."""
        return [button_label(button) for button in self._buttons() if button.get("disabled")]

    def _buttons(self) -> list[Json]:
        return [component for component in self.components if component["type"] == c.BUTTON]

    @property
    def selects(self) -> list[Json]:
        """The select menus."""
        return [component for component in self.components if component["type"] in c.SELECTS]

    @property
    def files(self) -> list[SeenFile]:
        """The files under it."""
        return [SeenFile(file.filename, file.content, self._link(file)) for file in self.model.files]

    def _link(self, file: StoredFile) -> str:
        return self._world.cdn.link(file)

    @property
    def mentions(self) -> list[User]:
        """Who was notified, members of notified roles included."""
        return [self._world.users[user_id] for user_id in sorted(self.model.pings.user_ids)]

    @property
    def mentioned_roles(self) -> list[Role]:
        """The roles that were notified."""
        guild = self._world.guilds.get(self.model.guild_id or 0)
        known = guild.roles if guild else {}
        return [known[role_id] for role_id in sorted(self.model.pings.role_ids) if role_id in known]

    @property
    def pinned(self) -> bool:
        """Whether it is pinned."""
        return self.model.pinned_at_ms is not None

    @property
    def edited(self) -> bool:
        """Whether it was edited after it was sent."""
        return self.model.edited_at_ms is not None

    @property
    def ephemeral(self) -> bool:
        """Whether only one person sees it."""
        return self.model.is_ephemeral

    @property
    def thinking(self) -> bool:
        """Whether the bot is still thinking."""
        return bool(self.model.flags & LOADING)

    @property
    def deleted(self) -> bool:
        """Whether it is gone."""
        return self.model.is_deleted

    @property
    def raw(self) -> Json:
        """The message as JSON."""
        return message_payload(self._world, self.model)


def button_label(button: Json) -> str:
    """Return what stands on a button."""
    emoji: dict[str, Any] = button.get("emoji") or {}
    return str(button.get("label") or emoji.get("name") or "")


def _embed_lines(embed: Json) -> list[str]:
    lines = [
        str(embed.get("author", {}).get("name", "")),
        str(embed.get("title", "")),
        str(embed.get("description", "")),
    ]
    for entry in embed.get("fields", []):
        lines += [str(entry["name"]), str(entry["value"])]
    return [*lines, str(embed.get("footer", {}).get("text", ""))]


class Modal:
    """A modal that the bot opened for a person."""

    def __init__(self, data: Json) -> None:
        self.raw = data
        self.title = str(data["title"])
        self.custom_id = str(data["custom_id"])

    @property
    def inputs(self) -> list[tuple[str, Json]]:
        """The inputs, each with the label above it."""
        return modal_inputs(self.raw)

    @property
    def fields(self) -> list[str]:
        """The labels, from top to bottom."""
        return [label for label, _ in self.inputs]

    @property
    def text(self) -> str:
        """Everything there is to read."""
        return "\n".join([self.title, *text_of(self.raw["components"]), *self.fields])


class Answer:
    """How the bot answered one act of a person; its properties follow later edits."""

    def __init__(self, world: World, person: "Person", interaction: Interaction) -> None:
        self._world = world
        self.person = person
        self.interaction = interaction

    def __repr__(self) -> str:
        return f"<answer to {self.person.name}: {self.text!r} {self.buttons}>"

    @property
    def message(self) -> SeenMessage | None:
        """The answer itself: the response, the message that was updated, or else the first follow-up."""
        interaction = self.interaction
        if interaction.original is not None:
            return SeenMessage(self._world, interaction.original)
        if interaction.has_changed_source and interaction.source is not None:
            return SeenMessage(self._world, interaction.source)
        return self.followups[0] if self.followups else None

    @property
    def followups(self) -> list[SeenMessage]:
        """The follow-ups that are still there; ephemeral ones are for this person."""
        return [SeenMessage(self._world, message) for message in self.interaction.followups if not message.is_deleted]

    @property
    def messages(self) -> list[SeenMessage]:
        """The answer and its follow-ups."""
        message = self.message
        first = [] if message is None or message.deleted else [message]
        return first + [followup for followup in self.followups if followup not in first]

    @property
    def text(self) -> str:
        """Everything the person now reads in the answer and its follow-ups, or in the modal."""
        if self.modal is not None:
            return self.modal.text
        return "\n".join(message.text for message in self.messages)

    @property
    def buttons(self) -> list[str]:
        """The labels of the buttons that can be pressed."""
        return [label for message in self.messages for label in message.buttons]

    @property
    def files(self) -> list[SeenFile]:
        """The files of the answer and its follow-ups."""
        return [file for message in self.messages for file in message.files]

    @property
    def ephemeral(self) -> bool:
        """Whether only this person sees the answer."""
        return self.message is not None and self.message.ephemeral

    @property
    def modal(self) -> Modal | None:
        """The modal, if that is the answer."""
        return None if self.interaction.modal is None else Modal(self.interaction.modal)

    @property
    def choices(self) -> list[tuple[str, Any]]:
        """The autocomplete choices as pairs of name and value."""
        return [(str(choice["name"]), choice["value"]) for choice in self.interaction.choices or []]

    @property
    def error(self) -> str | None:
        """What went wrong from the person's view: the answer was taken away before it came."""
        original = self.interaction.original
        is_lost = self.interaction.state is ResponseState.THINKING and original is not None and original.is_deleted
        return "The application deleted its answer" if is_lost else None

    @property
    def raw(self) -> Json | None:
        """The answer as JSON."""
        if self.interaction.modal is not None:
            return self.interaction.modal
        return None if self.message is None else self.message.raw

    @property
    def is_final(self) -> bool:
        """Whether the bot has answered: not silent, not thinking, and not only deferred."""
        interaction = self.interaction
        if interaction.state is ResponseState.UPDATE_DEFERRED:
            return bool(interaction.followups) or interaction.has_changed_source
        return interaction.state not in (ResponseState.NONE, ResponseState.THINKING) or self.error is not None
