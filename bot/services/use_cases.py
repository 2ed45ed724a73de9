"""The one way in: a command of a member becomes one transaction, and a receipt (or a quote to confirm).

Every use case runs the same way, so that idempotency, authorisation by the server's own configuration, the commit
and the retry of a transaction that the database could not serialise are written once.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from bot.domain.errors import DraftExpired, DraftUsed, NoSuchDraft, Refusal
from bot.services import (
    agreements,
    arbitration,
    cases,
    casework,
    cashier,
    commands,
    configuration,
    currencies,
    evidence,
    milestones,
    negotiation,
    privacy,
    set_up,
    setting_commands,
    staff_commands,
    wallet,
    wishes,
)
from bot.services.commands import Command
from bot.services.context import Context
from bot.services.names import keep_names
from bot.services.ports import Draft, Ids, Member, PaymentProvider, Request, Signal
from bot.services.quoting import QUOTE_LIFE_MS, Quoted, holds
from bot.services.receipts import Quote, Receipt
from bot.services.transactions import SettingsDefaults, retried
from bot.services.unit_of_work import Storage
from bot.services.watching import Doing, Watch, about, unwatched

Perform = Callable[[Context, Any], Awaitable[Receipt]]
Prepare = Callable[[Context, Any], Awaitable[Quoted]]


@dataclass(frozen=True, slots=True)
class UseCase:
    """What a command does, and what it would do, for commands that can be quoted."""

    perform: Perform
    prepare: Prepare | None = None


USE_CASES: Final[Mapping[type[Command], UseCase]] = {
    commands.CreateMilestone: UseCase(milestones.create, milestones.quote_creation),
    commands.AcceptTerms: UseCase(milestones.accept_terms),
    commands.ReleaseMilestone: UseCase(milestones.release, milestones.quote_release),
    commands.ReturnMilestone: UseCase(milestones.return_money, milestones.quote_return),
    commands.ProposeMilestone: UseCase(wishes.propose),
    commands.FundProposal: UseCase(wishes.fund, wishes.quote_funding),
    commands.DeclineProposal: UseCase(wishes.decline),
    commands.CancelMilestone: UseCase(wishes.cancel),
    commands.RequestRelease: UseCase(wishes.request_release),
    commands.RequestReturn: UseCase(wishes.request_return),
    commands.AnswerRequest: UseCase(wishes.answer, wishes.quote_answer),
    commands.OpenCase: UseCase(cases.open_case, cases.quote_opening),
    commands.WithdrawCase: UseCase(cases.withdraw, cases.quote_withdrawal),
    commands.AnswerWithdrawal: UseCase(cases.answer_withdrawal),
    commands.Extend: UseCase(agreements.extend),
    commands.AnswerExtension: UseCase(agreements.answer_extension),
    commands.ExtendByStaff: UseCase(agreements.extend_by_staff),
    commands.HoldCase: UseCase(agreements.hold),
    commands.Ask: UseCase(agreements.ask),
    commands.AnswerQuestion: UseCase(agreements.answer_question),
    commands.GiveIn: UseCase(cases.give_in, cases.quote_giving_in),
    commands.Challenge: UseCase(negotiation.challenge),
    commands.MakeOffer: UseCase(negotiation.make_offer, negotiation.quote_offer),
    commands.AcceptOffer: UseCase(negotiation.accept_offer, negotiation.quote_acceptance),
    commands.DeclineOffer: UseCase(negotiation.decline_offer),
    commands.WithdrawOffer: UseCase(negotiation.withdraw_offer),
    commands.PayFee: UseCase(negotiation.pay_fee, negotiation.quote_fee),
    commands.AddExhibit: UseCase(evidence.add_exhibit),
    commands.WithdrawExhibit: UseCase(evidence.withdraw_exhibit),
    commands.Rest: UseCase(evidence.rest, evidence.quote_rest),
    commands.ClaimCase: UseCase(arbitration.claim),
    commands.Rule: UseCase(arbitration.rule, arbitration.quote_ruling),
    commands.Escalate: UseCase(arbitration.escalate, arbitration.quote_escalation),
    commands.Resume: UseCase(arbitration.resume),
    commands.RequestDeposit: UseCase(wallet.request_deposit),
    commands.RequestWithdrawal: UseCase(wallet.request_withdrawal),
    commands.CancelWalletRequest: UseCase(wallet.cancel),
    commands.ConfirmWalletRequest: UseCase(cashier.confirm, cashier.quote_confirmation),
    commands.DeclineWalletRequest: UseCase(cashier.decline),
    commands.SetRole: UseCase(configuration.set_role),
    commands.SetChannel: UseCase(configuration.set_channel),
    commands.SetFee: UseCase(configuration.set_fee),
    commands.SetWindow: UseCase(configuration.set_window),
    commands.SetLimit: UseCase(configuration.set_limit),
    commands.SetRulebook: UseCase(configuration.set_rulebook),
    commands.SetThreshold: UseCase(configuration.set_threshold),
    commands.SetRooms: UseCase(configuration.set_rooms),
    commands.SetCurrency: UseCase(currencies.set_currency),
    commands.SetReminders: UseCase(configuration.set_reminders),
    setting_commands.SetUpServer: UseCase(set_up.set_up, set_up.quote_set_up),
    setting_commands.SetRetention: UseCase(configuration.set_retention),
    setting_commands.SetSwitch: UseCase(configuration.set_switch),
    setting_commands.BlockMember: UseCase(configuration.block_member),
    staff_commands.AssignCase: UseCase(casework.assign),
    staff_commands.Recuse: UseCase(casework.recuse),
    staff_commands.AddNote: UseCase(casework.add_note),
    staff_commands.RemoveGuest: UseCase(casework.remove_guest),
    staff_commands.CloseRoom: UseCase(casework.close_room),
    staff_commands.PayOutFees: UseCase(cashier.pay_out, cashier.quote_payout),
    staff_commands.EraseMember: UseCase(privacy.erase, privacy.quote_erasure),
}

_BY_NAME: Final = {command.__name__: command for command in USE_CASES}


class UseCases:
    """Runs, quotes and confirms commands."""

    def __init__(
        self,
        storage: Storage,
        ids: Ids,
        defaults: SettingsDefaults,
        committed: Signal,
        payments: PaymentProvider,
        watch: Watch = unwatched,
    ) -> None:
        self._payments = payments
        self._watch = watch
        self._storage = storage
        self._ids = ids
        self._defaults = defaults
        self._committed = committed

    async def run(self, member: Member, command: Command, request: Request) -> Receipt:
        """Do what is asked, once, in one transaction. Raises a Refusal, and then nothing has changed."""

        async def work(context: Context) -> Receipt:
            return await USE_CASES[type(command)].perform(context, command)

        return _as_receipt(await self._once(member, request, work, Doing.of(command)))

    async def quote(self, member: Member, command: Command, request: Request) -> Quote:
        """Say what a command would do, and keep it as a draft for its author's click (R9.2)."""

        async def work(context: Context) -> Quote:
            return await self._put_quote(context, command, stale=False)

        result = await self._once(member, request, work, Doing.of(command))
        if isinstance(result, Receipt):
            raise TypeError(f"interaction {request.interaction_id} was a command, not a quote")
        return result

    async def confirm(self, member: Member, draft_id: str, request: Request) -> Receipt | Quote:
        """Do what a draft says; its author's click is the act. A draft that no longer holds is quoted anew.

        Raises NoSuchDraft, DraftExpired or DraftUsed, and what the command itself refuses.
        """
        doing = Doing("ConfirmQuote")

        async def work(context: Context) -> Receipt | Quote:
            draft = await self._open_draft(context, draft_id)
            command = _BY_NAME[draft.command](**draft.arguments["command"])
            doing.is_about(command)
            use_case = USE_CASES[type(command)]
            await context.uow.drafts.mark_used(draft_id, context.at_ms)
            if use_case.prepare is None:
                raise TypeError(f"{draft.command} is never quoted")
            now = await use_case.prepare(context, command)
            if not holds(draft.arguments["facts"], now.facts):
                return await self._put_quote(context, command, stale=True)
            return await use_case.perform(context, command)

        return await self._once(member, request, work, doing)

    async def cancel(self, member: Member, draft_id: str, request: Request) -> Receipt:
        """Throw a draft away. Raises NoSuchDraft, DraftExpired or DraftUsed."""

        async def work(context: Context) -> Receipt:
            await self._open_draft(context, draft_id)
            await context.uow.drafts.mark_used(draft_id, context.at_ms)
            return Receipt("cancelled")

        return _as_receipt(await self._once(member, request, work, Doing("CancelQuote")))

    async def _open_draft(self, context: Context, draft_id: str) -> Draft:
        draft = await context.uow.drafts.get(draft_id)
        owner = None if draft is None else (draft.guild_id, draft.member_id)
        if draft is None or owner != (context.guild_id, context.actor.member_id):
            raise NoSuchDraft
        if draft.used_at_ms is not None:
            raise DraftUsed(at_ms=draft.used_at_ms)
        if context.at_ms > draft.expires_at_ms:
            raise DraftExpired(expired_at_ms=draft.expires_at_ms)
        return draft

    async def _put_quote(self, context: Context, command: Command, *, stale: bool) -> Quote:
        prepare = USE_CASES[type(command)].prepare
        if prepare is None:
            raise TypeError(f"{type(command).__name__} is never quoted")
        # Preparing makes the command's decision on a copy of its own, so the locks are only read locks in effect.
        quoted = await prepare(context, command)
        draft = Draft(
            draft_id=self._ids.new(),
            guild_id=context.guild_id,
            member_id=context.actor.member_id,
            command=type(quoted.command).__name__,
            arguments={"command": _storable(asdict(quoted.command)), "facts": quoted.facts},
            created_at_ms=context.at_ms,
            expires_at_ms=context.at_ms + QUOTE_LIFE_MS,
        )
        await context.uow.drafts.add(draft)
        return Quote(draft.draft_id, quoted.what, quoted.facts, draft.expires_at_ms, quoted.case_id, stale)

    async def _once(
        self, member: Member, request: Request, work: Callable[[Context], Awaitable[Receipt | Quote]], doing: Doing
    ) -> Any:
        async def attempt() -> Receipt | Quote:
            async with self._storage.write() as uow:
                stored = await uow.requests.find(member.guild_id, request.interaction_id)
                if stored is not None:
                    return _decoded(stored)
                defaults = self._defaults(member.guild_id)
                settings = await uow.settings.get(defaults)
                actor = settings.actor(member.member_id, member.role_ids, manage_server=member.manage_server)
                context = Context(uow, settings, defaults, actor, request, self._ids, self._payments)
                try:
                    result = await work(context)
                except Refusal:
                    # What came first may have been this same interaction, delivered twice at once.
                    stored = await uow.requests.find(member.guild_id, request.interaction_id)
                    if stored is None:
                        raise
                    return _decoded(stored)
                kind = "receipt" if isinstance(result, Receipt) else "quote"
                stored = {"kind": kind, **asdict(result)}
                await uow.requests.store(member.guild_id, request.interaction_id, stored, request.acted_at_ms)
                await keep_names(uow, member.guild_id, member.names)
                try:
                    await uow.commit()
                finally:
                    # Also for a task that was cancelled while the database committed.
                    self._committed()
            return result

        about(guild_id=member.guild_id, interaction_id=request.interaction_id)
        with self._watch(doing):
            result = await retried(attempt)
            doing.ended(result.case_id, is_quote=isinstance(result, Quote))
        return result


def _storable(typed: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed without halves of letters, which no database keeps; reading it leaves them out anyway."""
    return {
        name: value.encode("utf-8", "ignore").decode() if isinstance(value, str) else value
        for name, value in typed.items()
    }


def _decoded(stored: Mapping[str, Any]) -> Receipt | Quote:
    values = {name: value for name, value in stored.items() if name != "kind"}
    return Receipt(**values) if stored["kind"] == "receipt" else Quote(**values)


def _as_receipt(result: Receipt | Quote) -> Receipt:
    if isinstance(result, Quote):
        raise TypeError(f"draft {result.draft_id} is a quote, not a receipt")
    return result
