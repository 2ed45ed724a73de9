"""Tells the story: what each person typed or pressed, what they saw, and whether it is what they should have seen."""

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any, Final

from rich.console import Console
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.text import Text

from bot.demo.stage import Stage
from bot.demo.words import Words, date
from bot.domain.money import format_amount
from bot.sandbox import Answer, Channel, Permission, Person, SeenMessage
from bot.sandbox.model import Role, User

READING_SECONDS: Final = 2.5
CARD_BUTTON: Final = "My options"
_INDENT: Final = (0, 0, 0, 4)
_BUTTON_ROW: Final = 66


class StepFailed(Exception):
    """A step of the story did not show what it should; `str()` of it says which, and what was seen."""


class Narrator:
    """Plays steps on the stage and prints them."""

    def __init__(self, stage: Stage, console: Console, *, slow: bool) -> None:
        self.stage = stage
        self.console = console
        self._slow = slow
        self._words = Words(stage.sandbox, stage.guild)
        self._told: set[int] = set()
        self.steps = 0

    # -- the frame

    def chapter(self, title: str) -> None:
        """A new part of the story."""
        self.console.print()
        self.console.print(Rule(Text(title, "bold"), align="left", style="blue"))

    def note(self, text: str) -> None:
        """A remark of the narrator."""
        self.console.print(Padding(Text(text, "dim italic"), (0, 0, 0, 2)))

    # -- what people do

    async def types(
        self, person: Person, channel: Channel, command: str, /, *, sees: str | Sequence[str] = (), **options: Any
    ) -> Answer:
        """A person types a command, and sees what they should."""
        typed = " ".join(f"{name.replace('_', '-')}:{_shown(value)}" for name, value in options.items())
        self._act(person, f"in #{channel.name} types", f"/{command} {typed}".rstrip())
        return await self._answered(person, await person.slash(channel, command, **options), sees)

    async def presses(
        self, person: Person, target: Answer | SeenMessage, button: str, *, sees: str | Sequence[str] = ()
    ) -> Answer:
        """A person presses a button, and sees what they should."""
        self._act(person, "presses", f"[{button}]")
        return await self._answered(person, await person.click(target, button), sees)

    async def fills_in(
        self, person: Person, form: Answer, /, *, sees: str | Sequence[str] = (), **fields: str
    ) -> Answer:
        """A person fills in the form that they got, and sees what they should."""
        modal = form.modal
        self.check(modal is not None, f"{person.name} got no form", form.text)
        self._act(person, "fills in", "; ".join(f"{name.replace('_', ' ')}: {value}" for name, value in fields.items()))
        return await self._answered(person, await person.submit(form, dict(fields)), sees)

    async def says(self, person: Person, channel: Channel, text: str) -> None:
        """A person writes an ordinary message."""
        self._act(person, f"in #{channel.name} writes", text)
        self._told.add((await person.say(channel, text)).id)
        await self._settle()

    async def time_passes(self, remark: str, **span: int) -> None:
        """Time passes, and whatever becomes due happens."""
        await self.stage.pass_time(**span)
        self.console.print()
        self.console.print(Text(f"  … {remark}: {date(self.stage.clock.now_ms())}", "bold yellow"))
        self._tell_news(with_times=True)

    def _act(self, person: Person, verb: str, what: str) -> None:
        self.steps += 1
        # Seconds pass between two acts, so that the story has an order in time.
        self.stage.clock.advance(seconds=20)
        line = Text.assemble(
            (f"{date(self.stage.clock.now_ms())}  ", "dim"), (person.name, "bold cyan"), f" {verb} ", (what, "bold")
        )
        self.console.print()
        self.console.print(line)

    async def _answered(self, person: Person, answer: Answer, sees: str | Sequence[str]) -> Answer:
        self.check(answer.modal is not None or answer.ephemeral, f"{person.name} alone should see the answer", "")
        self._told.update(message.id for message in answer.messages)
        self._show(person, answer)
        for words in [sees] if isinstance(sees, str) else sees:
            self.check(words in self.plain(answer.text), f"{person.name} should see {words!r}", self.plain(answer.text))
        await self._settle()
        return answer

    async def _settle(self) -> None:
        await self.stage.settled()
        self._tell_news()
        if self._slow:
            await asyncio.sleep(READING_SECONDS)

    # -- what people see

    def _show(self, person: Person, answer: Answer) -> None:
        if answer.modal is not None:
            title, body = f"{person.name} gets a form", Text("\n".join([answer.modal.title, *answer.modal.fields]))
        else:
            title, body = f"only {person.name} sees", self._words.render(answer.text)
        self._box(title, body, answer.buttons, "cyan")

    def _box(self, title: str, body: Text, buttons: Iterable[str], colour: str) -> None:
        labels = list(buttons)
        if labels:
            body = body.append("\n").append(_pressable(labels), "bold blue")
        self.console.print(
            Padding(Panel(body, title=title, title_align="left", border_style=colour, expand=False), _INDENT)
        )

    def card(self, *, says: str | Sequence[str]) -> SeenMessage:
        """Show the pinned card of the room; it must say what it should."""
        room = self.stage.room()
        pinned = self.stage.client.pinned(room)
        self.check(len(pinned) == 1, "the room should have one pinned card", str(pinned))
        self._box(f"pinned in #{room.name}", self._words.render(pinned[0].text), pinned[0].buttons, "green")
        for words in [says] if isinstance(says, str) else says:
            self.check(words in self.plain(pinned[0].text), f"the card should say {words!r}", pinned[0].text)
        return pinned[0]

    def _tell_news(self, *, with_times: bool = False) -> None:
        """Messages that nobody asked for: in the room, in staff channels, and direct ones; oldest first."""
        stage = self.stage
        watched = [(room, stage.admin) for room in stage.rooms()]
        watched += [(stage.staff_channel, stage.moderator), (stage.cashier_channel, stage.cashier)]
        watched += [(person.dm_channel, person) for person in (stage.client, stage.freelancer)]
        seen = [(message, channel) for channel, reader in watched for message in reader.sees(channel)]
        # Cards are shown when the story looks at them: they change all the time.
        news = [
            (message, channel)
            for message, channel in seen
            if message.id not in self._told and CARD_BUTTON not in message.buttons and message.text
        ]
        told_in: dict[tuple[int, str], str] = {}
        for message, channel in sorted(news, key=lambda item: item[0].model.created_at_ms):
            self._told.add(message.id)
            at_ms = message.model.created_at_ms
            where = f"#{channel.name}" if channel.recipient is None else f"direct message to {channel.recipient.name}"
            body = Text(f"{date(at_ms)}  " if with_times else "", "dim")
            body = Text().append_text(body).append(f"{where}  ", "bold magenta")
            first = told_in.setdefault((at_ms, message.text), where)
            self._tell(message, body, None if first == where else first)

    def _tell(self, message: SeenMessage, body: Text, told_in: str | None) -> None:
        if told_in is not None:
            body.append(f"the same as in {told_in}", "dim")
        else:
            body.append_text(self._words.render(message.text, read_at_ms=message.model.created_at_ms))
            if message.buttons:
                body.append("  " + _pressable(message.buttons), "bold blue")
        self.console.print(Padding(body, _INDENT))

    def newest(self, person: Person, channel: Channel, *, with_button: str) -> SeenMessage:
        """The newest message with a button that a person sees in a channel."""
        found = [message for message in person.sees(channel) if with_button in message.buttons and not message.pinned]
        self.check(bool(found), f"{person.name} should see a button {with_button!r} in #{channel.name}", "")
        return found[-1]

    # -- what must be so

    def plain(self, text: str) -> str:
        """What the bot wrote, as a person reads it."""
        return self._words.render(text).plain.replace("\N{NO-BREAK SPACE}", " ")

    def check(self, holds: bool, what: str, seen: str) -> None:
        """Stop the story unless something is so. Raises StepFailed."""
        if not holds:
            raise StepFailed(f"step {self.steps}: {what}" + (f"; seen: {seen}" if seen else ""))

    def read_only(self, person: Person, channel: Channel) -> None:
        """A person may read, press and type commands in a channel, but not write."""
        may = person.can(channel, Permission.USE_APPLICATION_COMMANDS)
        self.check(may and not person.can(channel, Permission.SEND_MESSAGES), f"{person.name} should only read", "")

    async def owns(self, person: Person, amount_minor: int, currency: str = "USD") -> None:
        """A person's wallet shows an amount in minor units."""
        await self.types(person, self.stage.lobby, "wallet show", sees=format_amount(amount_minor, currency))


def _pressable(labels: Iterable[str]) -> str:
    """Buttons in lines, none of them broken in two."""
    lines = [""]
    for label in labels:
        shown = f"[ {label} ]  "
        if len(lines[-1]) + len(shown) > _BUTTON_ROW:
            lines.append("")
        lines[-1] += shown
    return "\n".join(line.rstrip() for line in lines)


def _shown(value: object) -> str:
    match value:
        case User():
            return f"@{value.name}"
        case Role():
            return f"@{value.name}"
        case Channel():
            return f"#{value.name}"
        case bool():
            return str(value)
        case _:
            return str(value)
