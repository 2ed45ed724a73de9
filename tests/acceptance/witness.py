"""A record of all that the bot has sent in a sandbox, and of who could read it at each moment of its life."""

import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bot.sandbox import Channel, Sandbox, User
from bot.sandbox.model import Interaction, Message
from bot.sandbox.world import Event

_OF_MESSAGES = ("MESSAGE_CREATE", "MESSAGE_UPDATE", "MESSAGE_DELETE", "MESSAGE_DELETE_BULK")


@dataclass
class Sight:
    """One wording of something that the bot sent, from when until when it stood there, and for whom.

    `only_id` is who alone was answered; otherwise everybody saw it who could see the channel meanwhile.
    """

    text: str
    files: dict[str, bytes]
    channel: Channel
    since: int
    only_id: int | None
    until: int | None = None
    is_answer: bool = False

    def holds(self, marker: str) -> bool:
        """Whether a marker stands in its words, its buttons, or in what its files are called and contain."""
        return marker in self.text or any(_holds(name, content, marker) for name, content in self.files.items())


@dataclass
class _Place:
    """Who could see a channel: from each moment on, until the next."""

    viewers: list[tuple[int, frozenset[int]]] = field(default_factory=list[tuple[int, frozenset[int]]])

    def became(self, moment: int, viewers: frozenset[int]) -> None:
        if not self.viewers or self.viewers[-1][1] != viewers:
            self.viewers.append((moment, viewers))


class Witness:
    """Listens to a sandbox from now on. Moments are counted, not timed: the clock may stand still."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._world = sandbox.world
        self._places: dict[int, _Place] = {}
        self._standing: dict[int, Sight] = {}
        self._moment = 0
        self._since_id = self._world.ids.next()
        self.sights: list[Sight] = []
        self.labels: set[str] = set()
        self._look()
        self._world.listeners.append(self._note)

    def read(self) -> Iterator[tuple[Sight, frozenset[int]]]:
        """All that the bot has sent, with the ids of the people who could read it."""
        for sight in self.sights:
            yield sight, self._readers(sight)
        for interaction in self._interactions():
            shown = [interaction.modal, interaction.choices]
            if any(shown):
                sight = Sight(_plain(shown), {}, interaction.channel, 0, interaction.user.id, is_answer=True)
                yield sight, frozenset({interaction.user.id})

    def _interactions(self) -> Iterable[Interaction]:
        return [item for item in self._world.interactions.values() if item.id > self._since_id]

    def _readers(self, sight: Sight) -> frozenset[int]:
        if sight.only_id is not None:
            return frozenset({sight.only_id})
        readers: set[int] = set()
        line = self._places[sight.channel.id].viewers
        for number, (since, viewers) in enumerate(line):
            until = line[number + 1][0] if number + 1 < len(line) else self._moment + 1
            if until > sight.since and (sight.until is None or since < sight.until):
                readers |= viewers
        return frozenset(readers)

    def _note(self, event: Event) -> None:
        self._moment += 1
        if event.name in _OF_MESSAGES:
            for message_id in map(int, event.data.get("ids") or [event.data["id"]]):
                self._note_message(int(event.data["channel_id"]), message_id)
        elif event.name != "INTERACTION_CREATE":
            self._look()

    def _look(self) -> None:
        """See again who can see what: roles, overwrites, members or channels may have changed."""
        for channel in list(self._world.channels.values()):
            self._see(channel)
            if channel.guild_id is not None:
                self.labels |= {channel.name, channel.topic or ""}
        for channel_id in self._places.keys() - self._world.channels.keys():
            self._places[channel_id].became(self._moment, frozenset())
        for guild in self._world.guilds.values():
            self.labels |= {entry.reason or "" for entry in guild.audit if entry.user_id == self._world.bot.id}

    def _see(self, channel: Channel) -> None:
        people = (user.id for user in self._world.users.values() if not user.is_bot)
        viewers = frozenset(user_id for user_id in people if self._world.can_see(channel, user_id))
        self._places.setdefault(channel.id, _Place()).became(self._moment, viewers)

    def _note_message(self, channel_id: int, message_id: int) -> None:
        old = self._standing.pop(message_id, None)
        if old is not None:
            old.until = self._moment
        channel = self._world.channels.get(channel_id)
        message = None if channel is None else channel.messages.get(message_id)
        if channel is None or message is None or message.author is not self._world.bot:
            return
        if channel.id not in self._places:
            self._see(channel)
        sight = Sight(
            text=_words(message),
            files={file.filename: file.content for file in message.files},
            channel=channel,
            since=self._moment,
            only_id=message.visible_to,
            is_answer=message.interaction is not None,
        )
        self._standing[message_id] = sight
        self.sights.append(sight)


def _words(message: Message) -> str:
    """All that a message says, its buttons' ids and its files' descriptions included."""
    described = [file.description for file in message.files]
    return _plain([message.content, message.embeds, message.components, described])


def _plain(shown: object) -> str:
    # Numbers stand in amounts as people read them.
    return json.dumps(shown, ensure_ascii=False).replace("\N{NO-BREAK SPACE}", " ")


def _holds(name: str, content: bytes, marker: str) -> bool:
    if marker in name or marker.encode() in content:
        return True
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return False
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return any(_holds(member, archive.read(member), marker) for member in archive.namelist())


def everybody(sandbox: Sandbox) -> dict[int, User]:
    """All people of a sandbox by their ids."""
    return {user.id: user for user in sandbox.world.users.values() if not user.is_bot}
