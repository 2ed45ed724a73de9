"""Scenes of staff around a case: notices of who decides it, of late rulings, of guests."""

from bot.domain.deadlines import DeadlineKind
from bot.domain.stages import Stage
from bot.services.effects import reminder_effects
from tests.domain.attempts import GUEST_ID, SPARE_ARBITRATOR
from tests.domain.builders import FINDINGS, T0, arbitrator, moderator, seal
from tests.ui.scene import Scene

_WHY = "They are an old friend."


def staffed() -> Scene:
    """Escalated, given to an arbitrator, given up, lost with the role, ruled late by the next one; the room closed."""
    scene = Scene.open()
    case = scene.case
    scene.take(case.escalate(seal("They can't agree."), by=moderator, at_ms=T0 + 1))
    scene.messages += reminder_effects(case, case.state.alive_deadlines(DeadlineKind.CLOSING)[0], T0 + 2)
    scene.take(case.assign(SPARE_ARBITRATOR, by=moderator, at_ms=T0 + 2))
    scene.take(case.remove_guest(GUEST_ID, seal(_WHY), by=moderator, at_ms=T0 + 3))
    scene.take(case.recuse(seal(_WHY), by=SPARE_ARBITRATOR, at_ms=T0 + 4))
    scene.take(case.claim(by=arbitrator, at_ms=T0 + 5))
    lost = case.arbitrator_lost(at_ms=T0 + 6)
    assert lost is not None
    scene.take(lost)
    _late(scene)
    scene.take(case.assign(arbitrator, by=moderator, at_ms=scene.at_ms + 1))
    _late(scene)
    scene.take(case.claim(by=arbitrator, at_ms=scene.at_ms + 1))
    scene.take(case.rule(1, seal(FINDINGS), by=arbitrator, at_ms=scene.at_ms + 2))
    assert case.state.stage is Stage.ENDED
    scene.take(case.close_room(by=moderator, at_ms=scene.at_ms + 3))
    return scene


def _late(scene: Scene) -> None:
    """The ruling doesn't come in time, after a reminder; evidence is closed before, if it wasn't."""
    case = scene.case
    for closing in case.state.alive_deadlines(DeadlineKind.CLOSING):
        scene.take(case.lapse(closing.deadline_id, at_ms=closing.due_at_ms + 90_000))
    (ruling,) = case.state.alive_deadlines(DeadlineKind.RULING)
    scene.messages += reminder_effects(case, ruling, ruling.due_at_ms - 3_600_000)
    scene.take(case.lapse(ruling.deadline_id, at_ms=ruling.due_at_ms + 90_000))
