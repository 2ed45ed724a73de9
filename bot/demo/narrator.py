"""Tells the story: what each person typed or pressed, what they saw, and whether it is what they should have seen."""

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any, Final, cast

from rich.text import Text

from bot.demo.layout import INDENT, Page, with_buttons
from bot.demo.stage import Stage
from bot.demo.words import Words, date
from bot.domain.money import format_amount
from bot.sandbox import Answer, Attachment, Channel, Permission, Person, SeenMessage
from bot.sandbox.model import Role, User
from bot.sandbox.views import SeenFile

READING_SECONDS: Final = 2.5
CARD_BUTTON: Final = "My options"


class StepFailed(Exception):
    """A step of the story did not show what it should; `str()` of it says which, and what was seen."""


class Narrator:
    """Plays steps on the stage and prints them."""

    def __init__(self, stage: Stage, page: Page, *, slow: bool) -> None:
        self.stage = stage
        self.page = page
        self._slow = slow
        self._words = Words(stage.sandbox, stage.guild)
        self._told: set[int] = set()
        self.steps = 0

    def note(self, text: str) -> None:
        """A remark of the narrator."""
        self.page.line(Text(text, "dim italic"), indent=2)

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

    async def confirms(self, person: Person, quote: Answer, *, sees: str | Sequence[str] = ()) -> Answer:
        """A person confirms the quote that they got, and sees what they should."""
        return await self.presses(person, quote, "Confirm", sees=sees)

    async def fills_in(
        self, person: Person, form: Answer, /, *, sees: str | Sequence[str] = (), **fields: str | list[Attachment]
    ) -> Answer:
        """A person fills in the form that they got, and sees what they should."""
        modal = form.modal
        self.check(modal is not None, f"{person.name} got no form", form.text)
        filled = "; ".join(f"{name.replace('_', ' ')}: {_shown(value)}" for name, value in fields.items())
        self._act(person, "fills in", filled)
        return await self._answered(person, await person.submit(form, dict(fields)), sees)

    async def says(self, person: Person, channel: Channel, text: str) -> None:
        """A person writes an ordinary message."""
        self._act(person, f"in #{channel.name} writes", text)
        self._told.add((await person.say(channel, text)).id)
        await self.stage.settled()
        self._tell_news()
        await self._pause()

    async def time_passes(self, remark: str, **span: int) -> None:
        """Time passes, and whatever becomes due happens."""
        await self.stage.pass_time(**span)
        self.page.gap()
        self.page.line(Text(f"… {remark}: {date(self.stage.clock.now_ms())}", "bold yellow"), indent=2)
        self._tell_news(with_times=True)
        await self._pause()

    def _act(self, person: Person, verb: str, what: str) -> None:
        self.steps += 1
        # Seconds pass between two acts, so that the story has an order in time.
        self.stage.clock.advance(seconds=20)
        line = Text.assemble(
            (f"{date(self.stage.clock.now_ms())}  ", "dim"), (person.name, "bold cyan"), f" {verb} ", (what, "bold")
        )
        self.page.gap()
        self.page.line(line, hanging=INDENT)

    async def _answered(self, person: Person, answer: Answer, sees: str | Sequence[str]) -> Answer:
        self.check(answer.modal is not None or answer.ephemeral, f"{person.name} alone should see the answer", "")
        await self.stage.settled()
        # A quote that is confirmed stays above the answer; it was shown when it was asked.
        new = [message for message in answer.messages if message.id not in self._told] or answer.messages
        self._told.update(message.id for message in new)
        self._show(person, answer, new)
        seen = self.plain("\n".join(message.text for message in new) if answer.modal is None else answer.text)
        for words in [sees] if isinstance(sees, str) else sees:
            self.check(words in seen, f"{person.name} should see {words!r}", seen)
        self._tell_news()
        await self._pause()
        return answer

    async def _pause(self) -> None:
        if self._slow:
            await asyncio.sleep(READING_SECONDS)

    # -- what people see

    def _show(self, person: Person, answer: Answer, messages: Sequence[SeenMessage]) -> None:
        if answer.modal is not None:
            fields = [f"- {label}" for label in answer.modal.fields]
            body = Text("\n".join([answer.modal.title, *fields]))
            self.page.framed(f"{person.name} gets a form", body, (), "cyan")
        else:
            body = self._words.render("\n".join(message.text for message in messages))
            files = [file for message in messages for file in message.files]
            labels = [label for message in messages for label in message.buttons]
            self.page.framed(f"only {person.name} sees", _with_files(body, files), labels, "cyan")

    def pinned(self, *, says: str | Sequence[str]) -> SeenMessage:
        """The pinned card of the room; it must say what it should."""
        pinned = self.stage.client.pinned(self.stage.room())
        self.check(len(pinned) == 1, "the room should have one pinned card", str(pinned))
        for words in [says] if isinstance(says, str) else says:
            self.check(words in self.plain(pinned[0].text), f"the card should say {words!r}", pinned[0].text)
        return pinned[0]

    def card(self, *, says: str | Sequence[str]) -> SeenMessage:
        """The pinned card of the room, which must say what it should, and is shown."""
        card = self.pinned(says=says)
        title = f"pinned in #{self.stage.room().name}"
        self.page.framed(title, self._words.render(card.text), card.buttons, "green")
        return card

    def _tell_news(self, *, with_times: bool = False) -> None:
        """Messages that nobody asked for: in the room, in staff channels, and direct ones; oldest first."""
        stage = self.stage
        watched = [(room, stage.admin) for room in stage.rooms()]
        watched += [(stage.staff_channel, stage.moderator), (stage.cashier_channel, stage.cashier)]
        watched += [(person.dm_channel, person) for person in (stage.client, stage.freelancer)]
        # Cards are shown when the story looks at them: they change all the time.
        news = [
            (message, channel)
            for channel, reader in watched
            for message in reader.sees(channel)
            if message.id not in self._told and CARD_BUTTON not in message.buttons and message.text
        ]
        self._told.update(message.id for message, _ in news)
        # The same words in several places are shown once, with the buttons of the room.
        same: dict[tuple[int, str], list[tuple[SeenMessage, Channel]]] = {}
        for message, channel in sorted(news, key=lambda item: item[0].model.created_at_ms):
            same.setdefault((message.model.created_at_ms, message.text), []).append((message, channel))
        for copies in same.values():
            self._tell(copies[0][0], [channel for _, channel in copies], with_time=with_times)

    def _tell(self, message: SeenMessage, channels: Sequence[Channel], *, with_time: bool) -> None:
        at_ms = message.model.created_at_ms
        places = [_place(channel) for channel in channels]
        heading = Text(f"{date(at_ms)}  " if with_time else "", "dim").append(", ".join(places), "bold magenta")
        self.page.line(heading, indent=INDENT)
        body = _with_files(self._words.render(message.text, read_at_ms=at_ms), message.files)
        self.page.line(with_buttons(body, message.buttons), indent=INDENT + 2)

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


def _place(channel: Channel) -> str:
    return f"#{channel.name}" if channel.recipient is None else f"direct message to {channel.recipient.name}"


def _with_files(body: Text, files: Iterable[SeenFile]) -> Text:
    for file in files:
        body.append(f"\n+ {file.filename} ({len(file.content):,} bytes)", "green")
    return body


def _shown(value: object) -> str:
    match value:
        case User() | Role():
            return f"@{value.name}"
        case Channel():
            return f"#{value.name}"
        case Attachment():
            return value.filename
        case list():
            return ", ".join(_shown(item) for item in cast("list[object]", value))
        case _:
            return str(value)
