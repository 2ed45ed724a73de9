"""What can't be done for a reason that no rule of a case names, such as a file that is too large."""


class Declined(Exception):
    """A sentence for the one who asked: what is wrong, and what would work. Nothing was changed."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text
