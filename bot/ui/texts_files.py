"""What the bot says about files that it can't take or can't give back: what is wrong, and what would work."""

from typing import Final

from bot.ui.format import inline

MOST_FILES: Final = 10
"""How many files one exhibit may have: as many as Discord takes at once."""

_MIB: Final = 1_048_576

TOO_MANY_FILES: Final = f"An exhibit has at most {MOST_FILES} files. Hand in the others as a further exhibit."
STORE_FAULT: Final = (
    "Files can't be kept at the moment. Try again later, or hand in the text without "
    "files now. Whoever runs this bot finds the cause in its log."
)

WHOLE_TEXT_NAME: Final = "message.txt"
"""What the whole of a message is called that is too long for a description."""

NOTHING_TO_ADD: Final = (
    "There are no words or files in that message that could be handed in. What I post in a case's room with buttons "
    "stands in its record anyway."
)
OFFERS_ARE_HIDDEN: Final = (
    "Offers are hidden from arbitrators here until the ruling, and my messages tell of them, so none of mine is taken "
    "as evidence. What the arbitrator has to know you can write in your own words with `/evidence add`."
)
NO_SUCH_MEMBER: Final = "There is no such member any more, so there is nobody to propose it to."
NOT_HERE: Final = "There is no such member on this server any more. Choose another."
MENU_AGAIN: Final = "This form is too old by now. Use **Add as evidence** on the message once more."


def message_quoted(author: str, author_id: int, said_at: str, text: str) -> str:
    """A message as an exhibit's description: who said it, when, and what."""
    return f"Message of {author} ({author_id}), {said_at}:\n{text or '(files only)'}"


def begun(text: str, longest: int) -> str:
    """The beginning of a text whose whole is in a file beside it."""
    end = f"… (all of it is in {WHOLE_TEXT_NAME})"
    return text[: longest - len(end)] + end


def _size(size_bytes: int) -> str:
    tenths = size_bytes * 10 // _MIB
    return f"{tenths // 10}.{tenths % 10} MiB"


def too_large(name: str, size_bytes: int, limit_bytes: int) -> str:
    """One file is over the limit."""
    return (
        f"{inline(name)} has {_size(size_bytes)}; a file may have at most {_size(limit_bytes)} here. "
        "Make it smaller, or split it."
    )


def empty(name: str) -> str:
    """One file has nothing in it."""
    return f"{inline(name)} is empty."


def not_fetched(name: str) -> str:
    """Discord didn't hand a file over."""
    return f"{inline(name)} could not be fetched from Discord. Try again, and upload it anew if that doesn't help."


def files_of(exhibit: str, count: int) -> str:
    """Above the files that are given back."""
    return f"The {'file' if count == 1 else 'files'} of **{exhibit}**, from our own copy:"


def more_files_of(exhibit: str) -> str:
    """Above those that didn't fit into the first message."""
    return f"More files of **{exhibit}**:"


def lost(names: list[str]) -> str:
    """Files whose copy is missing or is no longer what was handed in."""
    listed = ", ".join(f"{inline(name)}" for name in names)
    return (
        f"Our copy of {listed} is missing or damaged, so it isn't shown. "
        "Whoever runs this bot finds the cause in its log and may have a backup."
    )


def too_large_to_show(names: list[str], limit_bytes: int) -> str:
    """Files that the bot can't send in this server any more."""
    listed = ", ".join(f"{inline(name)}" for name in names)
    return f"{listed}: more than the {_size(limit_bytes)} that the bot can send here. The copy is kept all the same."
