"""Milestones that the domain's tests are told with."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any, TypeVar

import pytest

from bot.domain.errors import Refusal
from bot.domain.milestone_core import MilestoneDecision
from bot.domain.milestones import Funding, Milestone
from bot.domain.rulebook import MILESTONE, Rulebook
from tests.domain.builders import CLIENT, FREELANCER, GUILD, T0, seal

R = TypeVar("R", bound=Refusal)


def funding(
    *,
    amount_minor: int = 10_000,
    title: str = "Logo",
    terms: str | None = "Three drafts, two rounds of changes.",
    freelancer_id: int = FREELANCER,
    milestone_id: int = 7,
) -> Funding:
    """What a client funds or a freelancer proposes: by default M-7 of 100.00 USD."""
    return Funding(
        guild_id=GUILD,
        milestone_id=milestone_id,
        project_id=5,
        client_id=CLIENT,
        freelancer_id=freelancer_id,
        currency="USD",
        amount_minor=amount_minor,
        title=seal(title),
        terms=None if terms is None else seal(terms),
    )


def funded(**changes: Any) -> tuple[Milestone, MilestoneDecision]:
    """A milestone with money in escrow."""
    return Milestone.fund(funding(**changes), at_ms=T0)


def refused_unchanged(milestone: Milestone, refusal: type[R], ask: Callable[[], object]) -> R:
    """The command is refused and the milestone is as before."""
    before = deepcopy(milestone.state)
    with pytest.raises(refusal) as refused:
        ask()
    assert milestone.state == before
    return refused.value


class Held:
    """A milestone together with all that its decisions said."""

    def __init__(self, milestone: Milestone, decision: MilestoneDecision) -> None:
        self.milestone = milestone
        self.decisions = [decision]

    def take(self, decision: MilestoneDecision | None) -> MilestoneDecision:
        """Keep what a command decided; the record gives the milestone at every moment (R2.5)."""
        assert decision is not None
        self.decisions.append(decision)
        history = [(event, item.at_ms) for item in self.decisions for event in item.events]
        assert Milestone.replay(history).state == self.milestone.state
        assert self.milestone.state.version == len(history)
        return decision


def held(**changes: Any) -> Held:
    """A funded milestone with its history."""
    return Held(*funded(**changes))


def proposed(rules: Rulebook = MILESTONE, **changes: Any) -> Held:
    """A milestone that its freelancer proposed."""
    return Held(*Milestone.propose(funding(**changes), rules, at_ms=T0))
