"""Autocomplete: numbers with a title and an amount, only of what the member may see."""

from contextlib import suppress

from bot.domain.errors import Refusal
from bot.domain.ids import case_name, milestone_name, wallet_request_name
from bot.domain.money import format_amount
from bot.domain.wallet_requests import WalletRequestState
from bot.services.ports import Member
from bot.services.queries import Queries
from bot.services.views import Suggestion

LONGEST_LABEL = 100
MOST = 25


class Suggestions:
    """Looks up what a half-typed option may mean."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries

    async def suggest(
        self,
        member: Member,
        kind: str,
        typed: str,
        *,
        channel_id: int | None = None,
        case_typed: str | None = None,
    ) -> list[Suggestion]:
        """At most 25 lines that contain what was typed; none where the member may see nothing."""
        try:
            found = await self._all(member, kind, channel_id, case_typed)
        except Refusal:
            return []
        wanted = typed.strip().casefold()
        lines = [Suggestion(" ".join(item.label.split()), item.value) for item in found]
        matching = [item for item in lines if wanted in item.label.casefold() or wanted == item.value.casefold()]
        return [Suggestion(_cut(item.label), item.value) for item in matching[:MOST]]

    async def _all(self, member: Member, kind: str, channel_id: int | None, case_typed: str | None) -> list[Suggestion]:
        match kind:
            case "case":
                return await self._cases(member)
            case "milestone" | "funded_milestone":
                return [
                    Suggestion(
                        f"{milestone_name(view.state.milestone_id)} · {view.title} · "
                        f"{format_amount(view.state.unreleased_minor, view.state.currency)}",
                        milestone_name(view.state.milestone_id),
                    )
                    for view in await self._queries.milestones_of(member)
                    if kind == "milestone" or view.state.free_minor
                ]
            case "exhibit":
                case_id = await self._queries.case_id(member.guild_id, case_typed, channel_id)
                view = await self._queries.evidence(member, case_id)
                return [
                    Suggestion(f"{item.name} · {view.texts.get(item.description.text_id, 'erased')}", item.name)
                    for item in view.state.exhibits
                ]
            case "request":
                return [
                    Suggestion(
                        f"{wallet_request_name(item.request_id)} · {item.kind.value} · "
                        f"{format_amount(item.amount_minor, item.currency)}",
                        wallet_request_name(item.request_id),
                    )
                    for item in await self._queries.own_requests(member)
                    if item.state is WalletRequestState.PENDING
                ]
            case "pending_request":
                return [
                    Suggestion(
                        f"{wallet_request_name(item.request_id)} · {item.kind.value} · "
                        f"{format_amount(item.amount_minor, item.currency)}",
                        wallet_request_name(item.request_id),
                    )
                    for item in await self._queries.pending_requests(member)
                ]
            case "project":
                titles = {view.project_title for view in await self._queries.milestones_of(member)}
                return [Suggestion(title, _cut(title)) for title in sorted(titles) if title]
            case _:
                return []

    async def _cases(self, member: Member) -> list[Suggestion]:
        views = await self._queries.cases_of(member)
        with suppress(Refusal):
            views += await self._queries.queue(member)
        return [
            Suggestion(
                f"{case_name(view.state.case_id)} · {', '.join(view.titles.values())} · "
                f"{format_amount(view.state.disputed_minor, view.state.currency)}",
                case_name(view.state.case_id),
            )
            for view in views
        ]


def _cut(label: str) -> str:
    return label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1] + "…"
