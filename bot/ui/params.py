"""Options that several commands share: what they are called, and what is suggested while somebody types."""

from typing import Any, ClassVar, Final, Literal, cast

import discord
from discord import app_commands
from structlog.stdlib import get_logger

from bot.ui.actor import member_of
from bot.ui.replies import desk_of

CASE_HELP: Final = "Which case, such as CASE-0042. You may leave it out inside the case's own room."
CONFIRM_HELP: Final = "Choose True to act at once, without being shown what follows and asked first."
EXPORT_FILES_HELP: Final = "Choose True for the exhibits' files as well, in one ZIP or in several."
CURRENCY_HELP: Final = "Which currency, such as USD. Left out, it is this server's usual one."
MILESTONE_HELP: Final = "Which milestone, such as M-7."
EXHIBIT_HELP: Final = "Which exhibit, such as C-1."
REQUEST_HELP: Final = "Which wallet request, such as W-12."
OFFER_HELP: Final = "Which offer, by its number. Left out, it is the other side's open one."

_MOST_CHOICES: Final = 25
_LONGEST_CHOICE: Final = 100
_log = get_logger(__name__)

Subject = Literal["case", "milestone", "funded_milestone", "exhibit", "request", "pending_request", "project"]


class _Suggesting(app_commands.Transformer):
    """A text that is passed on as typed: the use case reads it. While typing, only what the member may see is shown."""

    subject: ClassVar[Subject]

    async def transform(self, interaction: discord.Interaction, value: Any, /) -> str:
        """The text as typed."""
        return str(value)

    async def autocomplete(self, interaction: discord.Interaction, value: Any, /) -> list[app_commands.Choice[Any]]:
        """Up to 25 lines; none if anything goes wrong, since nobody could be told what."""
        desk = desk_of(interaction)
        if not desk.brakes.may_be_suggested(interaction.user.id):
            return []
        try:
            suggestions = await desk.suggestions.suggest(
                member_of(interaction),
                self.subject,
                str(value),
                channel_id=interaction.channel_id,
                case_typed=_typed_case(interaction),
            )
        except Exception as error:  # noqa: BLE001  # An empty list is the only answer that there is.
            _log.warning("suggestions_failed", subject=self.subject, error=type(error).__name__)
            return []
        return [
            app_commands.Choice(name=suggestion.label[:_LONGEST_CHOICE], value=suggestion.value)
            for suggestion in suggestions[:_MOST_CHOICES]
            if len(suggestion.value) <= _LONGEST_CHOICE
        ]


class CaseOption(_Suggesting):
    """A case."""

    subject = "case"


class MilestoneOption(_Suggesting):
    """A milestone."""

    subject = "milestone"


class FundedMilestoneOption(_Suggesting):
    """A milestone that has money which no case has locked."""

    subject = "funded_milestone"


class ExhibitOption(_Suggesting):
    """An exhibit of the case that is named beside it, or of the room's."""

    subject = "exhibit"


class RequestOption(_Suggesting):
    """A wallet request of one's own."""

    subject = "request"


class PendingRequestOption(_Suggesting):
    """A wallet request that waits for a cashier."""

    subject = "pending_request"


class ProjectOption(_Suggesting):
    """A project's title."""

    subject = "project"


class ChannelOption(app_commands.Transformer):
    """A text channel, known by its id alone: the cache may not have it."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        """Discord's own kind of option."""
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """Where the bot can post."""
        return [discord.ChannelType.text]

    async def transform(self, interaction: discord.Interaction, value: Any, /) -> int:
        """The channel's id."""
        return cast("app_commands.AppCommandChannel", value).id


def _typed_case(interaction: discord.Interaction) -> str | None:
    typed = getattr(interaction.namespace, "case", None)
    return typed if isinstance(typed, str) else None


CaseParam = app_commands.Transform[str, CaseOption]
MilestoneParam = app_commands.Transform[str, MilestoneOption]
FundedMilestoneParam = app_commands.Transform[str, FundedMilestoneOption]
ExhibitParam = app_commands.Transform[str, ExhibitOption]
RequestParam = app_commands.Transform[str, RequestOption]
PendingRequestParam = app_commands.Transform[str, PendingRequestOption]
ProjectParam = app_commands.Transform[str, ProjectOption]
ChannelParam = app_commands.Transform[int, ChannelOption]
OfferParam = app_commands.Range[int, 1, 9_999]
