"""The stage of the demo, with verbs for what tests do again and again. Everything is typed and clicked by people."""

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.demo.stage import Stage
from bot.sandbox import Answer, Person, SeenMessage
from tests.databases import DIALECTS
from tests.waiting import until

REASON = "The delivered logo is not the one that we agreed on."
STATEMENT = "The logo is exactly what the accepted terms describe."
FINDINGS = "The work was delivered late and in part; the terms that both accepted ask for all of it by the agreed date."
REQUEST = re.compile(r"\bW-\d+\b")

both_databases = pytest.mark.parametrize("dialect", DIALECTS)


class World(Stage):
    """A server with people who can do things together."""

    async def settled(self) -> None:
        """Wait until the bot has heard of all that happened, and has done and told all that there is."""
        await until(self._has_heard, what="the events of the gateway")
        await super().settled()

    def _has_heard(self) -> bool:
        client = self.app._client
        sockets = {} if client is None else {shard.id: shard._parent.ws for shard in client.shards.values()}
        heard = {socket.session_id: socket.sequence for socket in sockets.values()}
        sessions = self.sandbox.gateway.sessions
        return all((heard.get(session.id) or 0) >= session.sequence for session in sessions if session.id in heard)

    async def fund(self, person: Person, amount: str) -> None:
        """Money comes into the person's wallet: they ask, the cashier confirms."""
        asked = await person.slash(self.lobby, "wallet deposit", amount=amount)
        found = REQUEST.search(asked.text)
        assert found is not None, asked
        await self.cashier.slash(self.lobby, "cashier confirm", request=found[0], confirm=True)

    async def milestone(self, amount: str = "1,000.00") -> str:
        """The client has funded a milestone; its name."""
        await self.fund(self.client, amount)
        made = await self.client.slash(
            self.lobby, "milestone create", freelancer=self.freelancer, amount=amount, title="A logo", confirm=True
        )
        found = re.search(r"\bM-\d+\b", made.text)
        assert found is not None, made
        return found[0]

    async def case(self, offer: str = "200", *, by: Person | None = None, fees: str = "100") -> None:
        """A case about a new milestone of 1,000.00; both have money for the fee."""
        milestone = await self.milestone()
        for person in (self.client, self.freelancer):
            await self.fund(person, fees)
        claimant = by or self.client
        await claimant.slash(self.lobby, "dispute open", milestone=milestone, offer=offer, reason=REASON, confirm=True)
        await self.settled()

    async def negotiation(self) -> None:
        """A case that the freelancer has challenged."""
        await self.case()
        await self.freelancer.slash(self.room(), "dispute challenge", statement=STATEMENT)
        await self.settled()

    async def arbitration(self) -> None:
        """A case for which both have paid, and which the arbitrator has taken."""
        await self.negotiation()
        for person in (self.client, self.freelancer):
            await person.slash(self.room(), "fee pay", confirm=True)
        await self.arbitrator.slash(self.lobby, "case claim", case="1")
        await self.settled()

    async def safepay(self, offer: str = "200", *, amount: str = "1,000.00") -> None:
        """A case under `safepay`: the client has filed about a new milestone whose release the freelancer asked for."""
        await self.admin.slash(self.lobby, "config rulebook", preset="safepay")
        milestone = await self.milestone(amount)
        await self.freelancer.slash(self.lobby, "milestone request-release", milestone=milestone)
        await self.client.slash(
            self.lobby, "dispute open", milestone=milestone, offer=offer, reason=REASON, confirm=True
        )
        await self.settled()

    async def act(self, person: Person, command: str, **options: Any) -> Answer:
        """The person uses a command in the newest room, and all that follows from it happens."""
        answer = await person.slash(self.room(), command, **options)
        await self.settled()
        return answer

    async def use(self, person: Person, command: str, **options: Any) -> Answer:
        """The person uses a command in the lobby, and all that follows from it happens."""
        answer = await person.slash(self.lobby, command, **options)
        await self.settled()
        return answer

    async def refused(self, person: Person, command: str, *words: str, **options: Any) -> Answer:
        """The person is refused, in the newest room if they see it, and told so with these words."""
        rooms = [room for room in self.rooms() if room in person.channels(self.guild)]
        answer = await person.slash(rooms[-1] if rooms else self.lobby, command, **options)
        assert "Nothing was changed." in answer.text, answer.text
        for word in words:
            assert word in answer.text.replace("\N{NO-BREAK SPACE}", " "), answer.text
        return answer

    def told(self, person: Person, *words: str) -> list[SeenMessage]:
        """The direct messages to a person that say all of it."""
        return [message for message in person.dms() if all(word in message.text for word in words)]

    async def press(self, person: Person, label: str, fields: Mapping[str, Any] | None = None) -> Answer:
        """The person presses a button of their own options, and fills in the form and confirms, as far as asked."""
        options = await person.click(self.card(person), "My options")
        answer = await person.click(options, label)
        if answer.modal is not None:
            answer = await person.submit(answer, fields or {})
        if "Confirm" in answer.buttons:
            answer = await person.click(answer, "Confirm")
        await self.settled()
        return answer

    def dm_with(self, person: Person, label: str) -> SeenMessage:
        """The person's newest direct message with such a button."""
        return [message for message in person.dms() if label in message.buttons][-1]

    def card(self, person: Person | None = None) -> SeenMessage:
        """The pinned card of the newest room."""
        pinned = (person or self.client).pinned(self.room())
        assert len(pinned) == 1, pinned
        return pinned[0]

    def cards(self) -> list[SeenMessage]:
        """Every message in the newest room that has ever been a card."""
        return [message for message in self.client.sees(self.room()) if message.author.is_bot and is_card(message)]

    def notices(self, person: Person | None = None) -> list[SeenMessage]:
        """The short messages of the bot in the newest room."""
        seen = (person or self.client).sees(self.room())
        return [
            message
            for message in seen
            if message.author.is_bot and not is_card(message) and not message.ephemeral and message.text
        ]

    async def wallet(self, person: Person) -> str:
        """What the person's wallet shows."""
        return (await person.slash(self.lobby, "wallet show")).text

    async def balance_minor(self, account: str, currency: str = "USD") -> int:
        """What an account holds, read from the ledger itself."""
        async with self.app.storage.read() as uow:
            return await uow.ledger.balance_minor(self.guild.id, account, currency)

    async def wallet_minor(self, person: Person) -> int:
        """What a person can spend."""
        return await self.balance_minor(f"member:{person.id}")

    async def ask_twice(self, person: Person, target: Answer | SeenMessage, label: str) -> tuple[Answer, Answer]:
        """The person presses a button twice."""
        first = await person.click(target, label)
        return first, await person.click(target, label)

    @asynccontextmanager
    async def reconnecting(self) -> AsyncIterator[None]:
        """Break the connection inside; afterwards the bot is connected again, and has caught up."""
        before = {id(session.connection) for session in self.sandbox.gateway.sessions}
        yield
        await until(
            lambda: any(id(session.connection) not in before for session in self.sandbox.gateway.sessions),
            what="a new connection",
        )
        await self.app.until_ready()
        await until(lambda: self.guild.id in self.app.keeper._up, what="a gateway session of the server")
        await self.settled()

    async def restart(self) -> None:
        """The bot is stopped and started again."""
        await self.stop_bot()
        await self.start_bot()


def is_card(message: SeenMessage) -> bool:
    """Whether a message is or was a case's card."""
    return not message.ephemeral and ("My options" in message.buttons or "This card of" in message.text)
