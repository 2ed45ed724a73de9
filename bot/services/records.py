"""Reading whole: a case with all that proves it (R11.2), and all that is stored about one member."""

from typing import Any

from bot.domain.errors import NoSuchCase
from bot.services.case_record import CaseRecord, case_record
from bot.services.own_data import own_data
from bot.services.ports import Member
from bot.services.transactions import SettingsDefaults, settings_of
from bot.services.unit_of_work import Storage
from bot.services.viewing import case_with_evidence


class Records:
    """What files are made from, each read in one transaction."""

    def __init__(self, storage: Storage, defaults: SettingsDefaults) -> None:
        self._storage = storage
        self._defaults = defaults

    async def of_case(self, guild_id: int, case_id: int) -> CaseRecord:
        """All that the record holds of a case, for the bot's own use. Raises NoSuchCase."""
        async with self._storage.read() as uow:
            case = await uow.cases.get(guild_id, case_id)
            if case is None:
                raise NoSuchCase(case_id=case_id)
            return await case_record(uow, case)

    async def exported(self, member: Member, case_id: int) -> CaseRecord:
        """The same for who may read the case's exhibits; for an arbitrator without the offers, where they are hidden
        until the ruling (R7.5). Raises NoSuchCase, NotTheArbitrator."""
        async with self._storage.read() as uow:
            settings = await settings_of(uow, member.guild_id, self._defaults)
            actor = settings.actor(member.member_id, member.role_ids, manage_server=member.manage_server)
            case = await case_with_evidence(uow, actor, case_id)
            record = await case_record(uow, case)
            return record if case.shows_offers_to(actor) else record.without_offers()

    async def own_data(self, member: Member) -> dict[str, Any]:
        """All that is stored about the member on their server, as plain data."""
        async with self._storage.read() as uow:
            settings = await settings_of(uow, member.guild_id, self._defaults)
            return await own_data(uow, settings, member.member_id)
