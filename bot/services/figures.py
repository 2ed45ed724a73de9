"""A server's figures for its staff."""

from bot.domain.actors import Actor, StaffRole
from bot.domain.durations import DAY_SECONDS
from bot.domain.errors import StaffOnly
from bot.domain.figures import STEPS, figures_of
from bot.services.unit_of_work import UnitOfWork
from bot.services.views import FiguresView


async def staff_figures(uow: UnitOfWork, actor: Actor, days: int, at_ms: int) -> FiguresView:
    """What the last days came to, with what arbitrators are called. Raises StaffOnly."""
    if not actor.has(StaffRole.MODERATOR, StaffRole.ARBITRATOR, StaffRole.ADMIN):
        raise StaffOnly(role="moderator_arbitrator_or_admin")
    since_ms = at_ms - days * DAY_SECONDS * 1_000
    cases = await uow.figures.cases(actor.guild_id, since_ms)
    steps = await uow.figures.steps(actor.guild_id, since_ms, STEPS)
    figures = figures_of(cases, steps, since_ms=since_ms, until_ms=at_ms)
    names = await uow.names.names(actor.guild_id, [item.arbitrator_id for item in figures.work])
    return FiguresView(days, figures, names)
