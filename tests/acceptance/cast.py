"""People of all kinds around the cases of a story, and words that can be told apart wherever they turn up."""

import re
from collections.abc import Awaitable
from dataclasses import dataclass, field
from typing import Final

from bot.sandbox import Answer, Attachment, Channel, Guild, Person
from tests.acceptance.audiences import MAY_SEE, Eye
from tests.acceptance.world import World

_SENTENCE: Final = "{} is what I have to say about it, and I have thought about it for longer than I would like to say."


@dataclass(eq=False)
class Matter:
    """A case with its milestone, or a wallet: who is what to it."""

    parties: frozenset[Person] = frozenset()
    moderators: frozenset[Person] | None = None
    """The moderators of its time, where they aren't those of the whole story."""
    holder: Person | None = None
    arbitrators: set[Person] = field(default_factory=set[Person])
    was_open_to_arbitrators: bool = False
    """Whether it was ever in arbitration with nobody's name on it, so that any arbitrator could take it."""


@dataclass(frozen=True)
class Mark:
    """Something that turns up in what the bot sends: what kind of content it is, and of which matter."""

    kind: str
    matter: Matter


class Cast:
    """Everybody, and all marks that were made. `marked` gives back what it was given, and remembers it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.marks: dict[str, Mark] = {}
        self.dora = self.join("dora")
        self.mick = self.join("mick", "moderator")
        self.fay = self.join("fay", "arbitrator")
        self.aaron = self.join("aaron", "arbitrator")
        self.max = self.join("max", "moderator")
        self.kim = self.join("kim", "cashier")
        world.sandbox.remove_role(world.guild, self.max, world.roles["moderator"])
        self.eyes: dict[Eye, set[Person]] = {
            Eye.MODERATOR: {world.moderator, self.mick},
            Eye.CASHIER: {world.cashier, self.kim},
            Eye.ADMIN: {world.admin},
            Eye.ARBITRATORS: {world.arbitrator, self.aaron, self.fay},
        }

    def join(self, name: str, *roles: str) -> Person:
        """One more person in the server, with roles of its staff."""
        person = self.world.sandbox.create_person(name)
        self.world.sandbox.join(self.world.guild, person, [self.world.roles[role] for role in roles])
        return person

    @property
    def people(self) -> list[Person]:
        """Everybody who is in the server."""
        users = self.world.sandbox.world.users.values()
        return [user for user in users if isinstance(user, Person) and user.id in self.world.guild.members]

    def marked(self, kind: str, matter: Matter, text: str) -> str:
        """A text or an amount that is as good as a mark: nothing else in the story reads like it."""
        assert kind in MAY_SEE, kind
        assert self.marks.setdefault(text, Mark(kind, matter)) == Mark(kind, matter), text
        return text

    def word(self, kind: str, matter: Matter) -> str:
        """A new mark of one word."""
        return self.marked(kind, matter, f"qz{kind.replace('_', '')}{len(self.marks)}qz")

    def say(self, kind: str, matter: Matter) -> str:
        """A new mark in a sentence that is long enough for everything."""
        return _SENTENCE.format(self.word(kind, matter))

    def file(self, matter: Matter) -> Attachment:
        """A file with a mark in its name, and another one in its content."""
        content = f"{self.word('file', matter)}\n".encode()
        return Attachment(f"{self.word('file_name', matter)}.txt", content, "text/plain")

    def eyes_of(self, person: Person, matter: Matter) -> set[Eye]:
        """All that a person is to a matter."""
        found = {eye for eye in (Eye.CASHIER, Eye.ADMIN) if person in self.eyes[eye]}
        if person in (self.eyes[Eye.MODERATOR] if matter.moderators is None else matter.moderators):
            found.add(Eye.MODERATOR)
        if matter.was_open_to_arbitrators and person in self.eyes[Eye.ARBITRATORS]:
            found.add(Eye.ARBITRATORS)
        if person in matter.arbitrators:
            found.add(Eye.ARBITRATOR)
        if person in matter.parties:
            found.add(Eye.PARTY)
        if person is matter.holder:
            found.add(Eye.HOLDER)
        return found

    def may_see(self, person: Person, mark: Mark) -> bool:
        """What the table says."""
        return bool(MAY_SEE[mark.kind] & self.eyes_of(person, mark.matter))

    async def fund(self, person: Person, amount: str) -> None:
        """Money comes into a wallet, about which nothing is to be found out here."""
        await self.world.fund(person, amount)

    async def other_server(self) -> tuple[Guild, Channel]:
        """A second server with the same people, where the stranger is all kinds of staff."""
        world, sandbox = self.world, self.world.sandbox
        other = sandbox.create_guild("Others", world.admin)
        sandbox.invite_bot(other)
        hall = sandbox.create_channel(other, "hall")
        role = sandbox.create_role(other, "Staff")
        for person in self.people:
            if person is not world.admin:
                sandbox.join(other, person, [role] if person is world.stranger else [])
        await world.settled()
        for kind in ("moderator", "arbitrator", "cashier"):
            await self.done(world.admin.slash(hall, "config role", kind=kind, role=role))
        return other, hall

    async def done(self, asked: Awaitable[Answer]) -> Answer:
        """The answer to something that is not to be refused."""
        answer = await asked
        assert "Nothing was changed." not in answer.text, answer
        await self.world.settled()
        return answer


def number_in(answer: Answer, prefix: str) -> str:
    """The name of what an answer is about, such as `M-7`."""
    found = re.search(rf"\b{prefix}-\d+\b", answer.text)
    assert found is not None, answer
    return found[0]
