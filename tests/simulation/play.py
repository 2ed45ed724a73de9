"""The simulation: people ask, the outbox is delivered, time passes, and after every step all must be well."""

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from typing import Final

from bot.domain.deadlines import Deadline, DeadlineKind, DeadlineState
from bot.domain.durations import parse_duration
from bot.domain.errors import Busy, Refusal, TooLate
from bot.domain.milestone_state import RequestState
from bot.domain.stages import Outcome
from bot.services import commands as c
from bot.services.commands import Command
from bot.services.ports import Request
from bot.services.receipts import Quote, Receipt
from bot.services.use_cases import USE_CASES
from tests.simulation.asks import Ask, anything, likely
from tests.simulation.fairness import Lapse, Span, Witness, end
from tests.simulation.invariants import look_at, look_at_change
from tests.simulation.outside import Outside, Postman
from tests.simulation.people import Dice, Someone
from tests.simulation.rig import SECOND_MS, Rig
from tests.simulation.view import View, look

_FORFEITING: Final = (DeadlineKind.RESPONSE, DeadlineKind.FEE)
_EVIDENCE: Final = frozenset({"add_exhibit", "withdraw_exhibit", "rest"})
"""What both parties may have ended before its time (R8.4)."""

_MOST_HOPS: Final = 60
_NAP_MS: Final = 5 * 60 * SECOND_MS

Result = Receipt | Quote


@dataclass(frozen=True, slots=True)
class Done:
    """Something that somebody did, to do it again as the same interaction; `again` runs it."""

    said: str
    request: Request
    result: Result
    again: Callable[[], Awaitable[Result]]


class Simulation:
    """One server from its set-up on."""

    def __init__(self, url: str, note: Callable[[str], None]) -> None:
        """`note` hears the story, line by line."""
        self.rig = Rig(url)
        self.outside = Outside()
        self.witness = Witness()
        self.postman = Postman(self.rig, self.outside, self.witness)
        self.reached: Counter[str] = Counter()
        self._note = note
        self.view: View
        self.done: list[Done] = []
        self.quotes: list[tuple[Someone, type[Command], Quote]] = []
        self.never: frozenset[type[Command]] = frozenset()
        self.never_happens: frozenset[str] = frozenset()
        self.abroad_minor: Counter[str] = Counter()
        self.is_prompt = True
        self._begins: dict[tuple[str, int, int], tuple[int, int]] = {}
        self._waits: dict[int, tuple[int, Span]] = {}
        self._seen_commits = -1

    def tell(self, what: str) -> None:
        """A line of the story, shown for a failing example."""
        at_ms = self.rig.true_ms - 1_767_225_600_000
        days, rest = divmod(at_ms, 86_400_000)
        self._note(f"day {days} {rest // 3_600_000:02}:{rest // 60_000 % 60:02}:{rest / 1_000 % 60:06.3f}  {what}")

    # Asking.

    def can_act(self, member_id: int) -> bool:
        """Whether Discord lets somebody press and type on the server."""
        until_ms = self.outside.timed_out_until.get(member_id, 0)
        return member_id not in self.outside.gone and until_ms <= self.rig.true_ms

    def pick(self, dice: Dice) -> Ask:
        """What somebody does next: most often something that is possible, and that this run isn't to leave out."""
        asks = [ask for ask in likely(self.view) if ask.what not in self.never and self.can_act(ask.by.member_id)]
        # First what kind of thing, so that what many people can do isn't done all the time.
        kinds = sorted({(ask.what.__name__, ask.weight) for ask in asks})
        if not kinds or dice.chance(5):
            return anything(self.view, dice)
        chosen = dice.weighted(kinds, lambda kind: kind[1])
        return dice.one([ask for ask in asks if (ask.what.__name__, ask.weight) == chosen])

    async def ask(self, ask: Ask, dice: Dice, *, late_ms: int = 0, wild: bool = False) -> Result | Refusal:
        """Somebody asks for something, at once or by a quote that they confirm; what is refused has changed nothing."""
        await self.be_up()
        command = ask.made(self.view, dice, wild=wild)
        request = self.rig.request(self.rig.true_ms - late_ms)
        if USE_CASES[ask.what].prepare is not None and dice.chance(25):
            result = await self.tried(
                f"{ask.by}: quote of {command}",
                request,
                lambda: self.rig.use_cases.quote(ask.by.member, command, request),
            )
            if isinstance(result, Quote):
                self.quotes.append((ask.by, ask.what, result))
                if dice.chance(60):
                    return await self.confirm(len(self.quotes) - 1)
            return result
        return await self.run(ask.by, command, request)

    async def run(self, by: Someone, command: Command, request: Request | None = None) -> Result | Refusal:
        """Somebody asks for something that is done at once."""
        asked = request or self.rig.request()
        result = await self.tried(f"{by}: {command}", asked, lambda: self.rig.use_cases.run(by.member, command, asked))
        self.came_of(command, asked, result)
        await self.refresh()
        return result

    async def confirm(self, place: int, *, by: Someone | None = None) -> Result | Refusal:
        """Somebody clicks Confirm on a quote."""
        author, what, quote = self.quotes[place]
        who, request = by or author, self.rig.request()
        result = await self.tried(
            f"{who}: confirms {quote.what}",
            request,
            lambda: self.rig.use_cases.confirm(who.member, quote.draft_id, request),
        )
        if isinstance(result, Quote):
            self.quotes[place] = (author, what, result)
        elif isinstance(result, Receipt):
            del self.quotes[place]
            self.reached[f"did {what.__name__}"] += 1
            self.came_of_receipt(request, result)
        await self.refresh()
        return result

    async def tried(self, said: str, request: Request, run: Callable[[], Awaitable[Result]]) -> Result | Refusal:
        """Run it. What is refused must have changed nothing (R12.1)."""
        self.heard(request)
        before = await self.rig.fingerprint()
        result = await _outcome(run)
        self.tell(f"{said} → {result}")
        if isinstance(result, Refusal):
            assert not isinstance(result, Busy)
            assert await self.rig.fingerprint() == before, f"refused, but something has changed: {result}"
            self.refused(request, result)
            return result
        self.done.append(Done(said, request, result, run))
        return result

    def heard(self, request: Request) -> None:
        """The bot takes note of the interaction's time."""
        self.rig.keeper.heard(request.acted_at_ms)
        self.witness.heard()

    def refused(self, request: Request, refusal: Refusal) -> None:
        """Nobody is told that they were too late who acted in the second that they were promised (R9.2)."""
        self.reached[f"refused {refusal.code}"] += 1
        if isinstance(refusal, TooLate):
            in_time = request.acted_at_ms // SECOND_MS <= refusal.due_at_ms // SECOND_MS
            assert not in_time or refusal.what in _EVIDENCE, refusal

    def came_of(self, command: Command, request: Request, result: Result | Refusal) -> None:
        """Take note of what bears on anybody's time."""
        if not isinstance(result, Receipt):
            return
        self.reached[f"did {type(command).__name__}"] += 1
        acted_ms, witness = request.acted_at_ms, self.witness
        match command:
            case c.HoldCase():
                witness.holds[command.case_id].append(Span(acted_ms))
            case c.Resume():
                witness.resumes[command.case_id].append(acted_ms)
                for span in witness.holds[command.case_id]:
                    span.end_ms = acted_ms if span.end_ms is None else span.end_ms
            case c.Extend(alone=True) | c.ExtendByStaff():
                witness.extensions[command.case_id].append((acted_ms, parse_duration(command.duration)))
            case c.AnswerExtension(agree=True):
                asked = self.view.cases[command.case_id].state.extension
                witness.extensions[command.case_id].append((acted_ms, asked.seconds if asked else 0))
            case c.SetRole(kind="cashier"):
                end(witness.no_cashier, acted_ms)
            case c.CancelWalletRequest() | c.DeclineWalletRequest():
                self._answered(command.request_id, acted_ms)
            case _:
                pass
        self.came_of_receipt(request, result)

    def came_of_receipt(self, request: Request, receipt: Receipt) -> None:
        """The same for what the receipt itself says, however it was asked for."""
        facts = receipt.facts
        if receipt.what == "deposit_requested" and facts["holds_case_id"] is not None:
            case_id, request_id = facts["holds_case_id"], facts["request_id"]
            assert isinstance(case_id, int)
            assert isinstance(request_id, int)
            span = Span(request.acted_at_ms)
            self.witness.deposits[case_id].append(span)
            self._waits[request_id] = (case_id, span)
        elif receipt.what == "wallet_request_confirmed":
            minor, request_id = facts["settled_minor"], facts["request_id"]
            assert isinstance(minor, int)
            assert isinstance(request_id, int)
            self.abroad_minor[str(facts["currency"])] += minor if facts["kind"] == "deposit" else -minor
            self._answered(request_id, request.acted_at_ms)
        elif receipt.what == "erased":
            # Answers of before quote what was erased, and are no longer what they were.
            self.done.clear()

    def _answered(self, request_id: int, at_ms: int) -> None:
        case_id, span = self._waits.pop(request_id, (0, Span(0)))
        if case_id:
            longest_ms = self.view.cases[case_id].state.rulebook.windows.cashier * SECOND_MS
            span.end_ms = min(at_ms, span.begin_ms + longest_ms)

    # Looking.

    async def refresh(self) -> None:
        """Look at what has changed, whether it may be so, and whether anybody lost by silence."""
        if self._seen_commits == self.rig.commits:
            return
        self._seen_commits = self.rig.commits
        before = self.view if hasattr(self, "view") else None
        self.view = await look(self.rig)
        look_at(self.view, self.abroad_minor)
        if before is not None:
            look_at_change(before, self.view)
        self._look_at_clocks()
        self._look_at_lapses(before)

    def _look_at_clocks(self) -> None:
        """When each clock began, in Discord's time."""
        clocks = [("case", number, case.state.deadlines) for number, case in self.view.cases.items()]
        clocks += [("milestone", number, item.state.deadlines) for number, item in self.view.milestones.items()]
        for stream, number, deadlines in clocks:
            for deadline in deadlines.values():
                key = (stream, number, deadline.deadline_id)
                starts_ms, _ = self._begins.get(key, (None, 0))
                if starts_ms is None or (starts_ms != deadline.starts_at_ms and not self.rig.skew_ms):
                    self._begins[key] = (deadline.starts_at_ms, deadline.starts_at_ms)
                elif starts_ms != deadline.starts_at_ms:
                    # Set by the host's clock, which is wrong.
                    self._begins[key] = (deadline.starts_at_ms, self.rig.true_ms)

    def _look_at_lapses(self, before: View | None) -> None:
        for number, case in self.view.cases.items():
            state = case.state
            was_open = before is not None and number in before.cases and before.cases[number].state.is_open
            if state.outcome is Outcome.FORFEITED and was_open:
                [fired] = [
                    d for d in state.deadlines.values() if d.state is DeadlineState.FIRED and d.kind in _FORFEITING
                ]
                self._judge("case", number, fired.deadline_id, state.rulebook.settle_margin_seconds)
        for number, milestone in self.view.milestones.items():
            known = (
                {} if before is None or number not in before.milestones else before.milestones[number].state.deadlines
            )
            for deadline in milestone.state.deadlines.values():
                was_fired = deadline.deadline_id in known and known[deadline.deadline_id].state is DeadlineState.FIRED
                if deadline.kind is DeadlineKind.REQUEST and deadline.state is DeadlineState.FIRED and not was_fired:
                    request = milestone.state.requests[(deadline.subject or 0) - 1]
                    assert request.state is RequestState.CARRIED_OUT
                    self._judge("milestone", number, deadline.deadline_id, request.rulebook.settle_margin_seconds)

    def _judge(self, stream: str, number: int, deadline_id: int, margin_seconds: int) -> None:
        deadline = self.deadline(stream, number, deadline_id)
        host_ms, true_ms = self.rig.clock.now_ms(), self.rig.true_ms
        for _, span in self._waits.values():
            # What a cashier never answered ends by itself (R5.4).
            if stream == "case" and span in self.witness.deposits[number]:
                span.end_ms = span.begin_ms + self.view.cases[number].state.rulebook.windows.cashier * SECOND_MS
        lapse = Lapse(
            key=(stream, number, deadline_id),
            kind=deadline.kind.value,
            party_id=deadline.party_id or 0,
            begins_ms=self._begins[stream, number, deadline_id][1],
            window_ms=deadline.window_seconds * SECOND_MS,
            due_ms=self.rig.reached_ms(deadline.due_at_ms),
            fired_ms=true_ms,
            told_due_ms=deadline.due_at_ms,
            fired_by_host_ms=host_ms,
            margin_ms=margin_seconds * SECOND_MS,
        )
        self.tell(f"lapsed: {lapse}")
        self.reached[f"fired {deadline.kind.value}"] += 1
        complaints = self.witness.complaints(lapse)
        assert not complaints, complaints
        assert stream != "case" or number not in self.outside.unpostable, "forfeited though the room can't be posted to"

    def deadline(self, stream: str, number: int, deadline_id: int) -> Deadline:
        """A clock of a case or a milestone."""
        whole = self.view.cases[number] if stream == "case" else self.view.milestones[number]
        return whole.state.deadlines[deadline_id]

    # Time.

    async def be_up(self) -> None:
        """The gateway's session comes back, if it was lost."""
        if not self.rig.is_up:
            self._looked()
            await self.rig.up()
            self.end_outage()
            await self.refresh()

    async def go_down(self) -> None:
        """The gateway's session is lost."""
        self._looked()
        await self.rig.down()

    async def stood_still(self) -> None:
        """The process runs again after a while."""
        self._looked()
        await self.rig.keeper.stood_still()

    def _looked(self) -> None:
        """The keeper compares its clocks first, whatever it is told."""
        self.witness.looked(self.rig.true_ms, self.rig.skew_ms)

    def begin_outage(self) -> None:
        """The bot is down from now on."""
        if not self.witness.outages or self.witness.outages[-1].end_ms is not None:
            self.witness.outages.append(Span(self.rig.true_ms))

    def end_outage(self) -> None:
        """The bot is up again."""
        if self.witness.outages and self.witness.outages[-1].end_ms is None:
            self.witness.outages[-1].end_ms = self.rig.true_ms

    async def sweep(self) -> int:
        """The keeper comes by."""
        self._looked()
        handled = await self.rig.keeper.sweep()
        if handled:
            self.tell(f"swept {handled}")
        await self.refresh()
        return handled

    async def look_at_clocks_and_note(self) -> None:
        """The bot notes that it is alive."""
        self._looked()
        await self.rig.keeper.note_alive()

    async def deliver(self, dice: Dice) -> None:
        """The relay works the outbox off."""
        await self.postman.deliver(dice)
        await self.refresh()

    async def pass_time(self, milliseconds: int, dice: Dice) -> None:
        """Time passes, and the bot does at each moment what is due then."""
        until_ms = self.rig.clock.now_ms() + milliseconds
        if self.is_prompt:
            await self.deliver(dice)
        for _ in range(_MOST_HOPS):
            now_ms = self.rig.clock.now_ms()
            wake_ms = await self.rig.keeper.next_wake_ms()
            if wake_ms is None or max(wake_ms, now_ms) >= until_ms:
                break
            # What is due and waits still waits for the clock to be trusted, or for a message to get out.
            next_ms = wake_ms if wake_ms > now_ms else min(now_ms + _NAP_MS, until_ms)
            self.rig.clock.advance(milliseconds=next_ms - now_ms)
            await self.sweep()
            if self.is_prompt:
                await self.deliver(dice)
        self.rig.clock.advance(milliseconds=until_ms - self.rig.clock.now_ms())
        await self.sweep()
        if self.is_prompt:
            await self.deliver(dice)

    async def repeat(self, dice: Dice) -> None:
        """The same interaction again: the same receipt, and nothing changes."""
        done = dice.one(self.done)
        await self.be_up()
        before = await self.rig.fingerprint()
        result = await done.again()
        assert asdict(result) == asdict(done.result), f"another answer to the same interaction: {done.said}"
        assert await self.rig.fingerprint() == before, f"done again: {done.said}"

    def count(self) -> Counter[str]:
        """What this server has come to, by name."""
        for case in self.view.cases.values():
            state = case.state
            self.reached[f"stage {state.rulebook.preset.value} {state.stage.value}"] += 1
            if state.outcome is not None:
                self.reached[f"outcome {state.outcome.value}"] += 1
        return self.reached

    async def end(self) -> None:
        """What must hold in the end: the books, the record, and one outcome a case."""
        report = await self.rig.audit.run()
        assert report.faults == [], report.faults


async def _outcome(run: Callable[[], Awaitable[Result]]) -> Result | Refusal:
    try:
        return await run()
    except Refusal as refusal:
        return refusal
