"""The commands of staff and admins around cases, money and people, made up in the same way."""

from collections.abc import Callable, Mapping
from typing import Final

from bot.domain.settings import SwitchName
from bot.services import setting_commands as settings
from bot.services import staff_commands as staff
from bot.services.commands import Command
from tests.services.world import ARBITRATOR, ROLE_IDS
from tests.simulation.making import Making
from tests.simulation.people import PEOPLE, SECOND_ARBITRATOR, TRADERS

_WHY: Final = "They have a part in it."


def _assignment(m: Making) -> Command:
    """Most often to an arbitrator, now and then to somebody who is none, or who is a party."""
    chosen = PEOPLE[m.dice.one(tuple(PEOPLE)) if m.dice.chance(20) else m.dice.one([ARBITRATOR, SECOND_ARBITRATOR])]
    return staff.AssignCase(m.case_id, chosen.member_id, sorted(ROLE_IDS[role] for role in chosen.roles))


def _payout(m: Making) -> Command:
    currency = m.currency
    earned_minor = m.view.balances.get("fees", {}).get(currency, 0)
    return staff.PayOutFees(m.amount(max(earned_minor, 1), 1, currency), currency, m.maybe("Bank transfer 9"))


STAFF_MAKERS: Final[Mapping[type[Command], Callable[[Making], Command]]] = {
    staff.AssignCase: _assignment,
    staff.Recuse: lambda m: staff.Recuse(m.case_id, m.text(_WHY)),
    staff.AddNote: lambda m: staff.AddNote(m.case_id, m.text("They have called twice.")),
    staff.RemoveGuest: lambda m: staff.RemoveGuest(
        m.case_id, m.dice.one(tuple(PEOPLE)), m.text(_WHY), m.dice.chance(80)
    ),
    staff.CloseRoom: lambda m: staff.CloseRoom(m.case_id),
    staff.PayOutFees: _payout,
    staff.EraseMember: lambda m: staff.EraseMember(
        m.dice.one(TRADERS), m.text("They asked for it."), m.dice.chance(30)
    ),
    settings.SetRetention: lambda m: settings.SetRetention(m.duration("1h", "1d", "7d")),
    settings.SetSwitch: lambda m: settings.SetSwitch(m.dice.one(tuple(SwitchName)).value, m.dice.chance(50)),
    settings.BlockMember: lambda m: settings.BlockMember(
        m.dice.one(tuple(PEOPLE)), m.dice.chance(40), m.maybe("They file for fun.")
    ),
    settings.SetUpServer: lambda _: settings.SetUpServer(),
}
"""How each is made up."""
