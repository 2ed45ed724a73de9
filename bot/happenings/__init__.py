"""What happens in Discord without a command, handed on to the services that it concerns. Nothing is decided here."""

from bot.happenings.people import PeopleHappenings
from bot.happenings.rooms import RoomHappenings

__all__ = ["PeopleHappenings", "RoomHappenings"]
