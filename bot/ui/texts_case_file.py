"""What stands in a case file's timeline instead of words that aren't there."""

from typing import Final

ERASED: Final = "(these words were erased)"

OFFER_WITHHELD: Final = "An offer was made or ended. Arbitrators don't see offers before the ruling here."
