"""Things to store that a test only needs to have: files of exhibits, and a proposal."""

import hashlib

from bot.domain.files import SealedFile
from bot.domain.milestones import Funding, Milestone, Project
from bot.domain.rulebook import MILESTONE
from tests.storage.builders import CLIENT, CURRENCY, FREELANCER, GUILD, START_MS, apply, sealed


def sealed_file(file_id, data=b"bytes", name="photo.png"):
    """A file with a salt of its own."""
    return SealedFile(file_id, f"salt of {file_id}", hashlib.sha256(data).hexdigest(), len(data), "image/png", name)


async def propose(uow, *, amount_minor=100_000, guild_id=GUILD, rulebook=MILESTONE):
    """A freelancer's proposal, in a project of its own."""
    project_id = await uow.numbers.next(guild_id, "project")
    milestone_id = await uow.numbers.next(guild_id, "milestone")
    title, terms = sealed(f"title-{milestone_id}"), sealed(f"terms-{milestone_id}")
    await uow.projects.add(Project(guild_id, project_id, CLIENT, FREELANCER, title.ref, START_MS))
    funding = Funding(guild_id, milestone_id, project_id, CLIENT, FREELANCER, CURRENCY, amount_minor, title, terms)
    milestone, decision = Milestone.propose(funding, rulebook, at_ms=START_MS)
    await uow.milestones.add(milestone)
    await apply(uow, guild_id, "milestone", milestone_id, decision)
    return milestone
