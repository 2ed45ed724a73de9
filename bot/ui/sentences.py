"""Where the modules of sentences put them: by the class of a refusal, or by a key."""

from collections.abc import Callable
from typing import TypeVar, cast

from bot.domain.errors import Refusal
from bot.ui.facts import Text

AnyRefusal = TypeVar("AnyRefusal", bound=Refusal)
RefusalText = Callable[[Refusal], str]


class RefusalSentences:
    """One sentence a class of refusal."""

    def __init__(self) -> None:
        self.texts: dict[str, RefusalText] = {}

    def of(self, kind: type[AnyRefusal]) -> Callable[[Callable[[AnyRefusal], str]], Callable[[AnyRefusal], str]]:
        """Keep the decorated function as the class's sentence."""

        def keep(text: Callable[[AnyRefusal], str]) -> Callable[[AnyRefusal], str]:
            self.texts[kind.code] = cast("RefusalText", text)
            return text

        return keep

    def plain(self, kind: type[Refusal], text: str) -> None:
        """Keep a sentence that needs no facts."""
        self.texts[kind.code] = lambda _: text


class Sentences:
    """Sentences by key."""

    def __init__(self) -> None:
        self.texts: dict[str, Text] = {}

    def of(self, *keys: str) -> Callable[[Text], Text]:
        """Keep the decorated function as the sentence of these keys."""

        def keep(text: Text) -> Text:
            for key in keys:
                self.texts[key] = text
            return text

        return keep

    def plain(self, key: str, text: str) -> None:
        """Keep a sentence that needs no facts."""
        self.texts[key] = lambda _: text
