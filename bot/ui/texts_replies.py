"""What the bot says about a press or a command itself, rather than about a case. Part of the seam for languages."""

from typing import Final

OUTSIDE_SERVER: Final = (
    "Parley works in servers only: use this command in a channel of the server where the money is held."
)

INCIDENT: Final = (
    "Something went wrong on our side. If you wanted to change something, look before you try again whether it was "
    "done. Whoever runs this bot finds the cause under the number **{incident}**."
)

OLD_COMMAND: Final = (
    "This command has changed since your Discord app last looked. Nothing was done. "
    "Restart the app (Ctrl+R on a computer) and type it again."
)

OLD_BUTTON: Final = (
    "This button is from an older version of the bot and does nothing any more. "
    "In a case's own room, or with `/dispute status` and `/milestone view`, you get the buttons that work."
)
OLD_BUTTON_IN_ROOM: Final = (
    "This button is from an older version of the bot and does nothing any more. Here is what you can do now."
)

CONFIRMED: Final = "**Confirmed.**"
CANCELLED: Final = "**Cancelled.** Nothing was done."
OVER: Final = "**No longer valid.** Use the command again to get a new one."

WORDS_KEPT: Final = "What you wrote isn't lost: here it is, to use again."
WORDS_FILE: Final = "your-words.txt"

FILES_NOT_SENT: Final = "The files could not be sent just now. Please try again."
"""In the place of files that Discord didn't take."""
