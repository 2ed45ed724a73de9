"""The facts that a sentence is made from, written out."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.domain.durations import format_duration
from bot.domain.ids import case_name, milestone_name, wallet_request_name
from bot.ui.format import amount, date, distance, inline, listed, mention, moment, people, safe_link, said
from bot.ui.texts_labels import ERASED

_MOST_NAMED = 5


class Told:
    """Facts by name, each written as it stands in a sentence. A fact that isn't there raises KeyError.

    Words of people are in `texts`, apart from our own facts: they are always neutralised.
    """

    def __init__(self, facts: Mapping[str, Any], texts: Mapping[str, str] | None = None) -> None:
        self._facts = facts
        self._texts = texts or {}

    def has(self, name: str) -> bool:
        """Whether the fact is known and says something."""
        return self._facts.get(name) not in (None, "", [])

    def flag(self, name: str) -> bool:
        """A yes or no; an unknown one is no."""
        return bool(self._facts.get(name))

    def number(self, name: str) -> int:
        """A number."""
        return int(self._facts[name])

    def word(self, name: str) -> str:
        """A key or name of ours; an unknown one is empty."""
        value = self._facts.get(name)
        return "" if value is None else str(value)

    def words(self, name: str) -> list[str]:
        """Keys or names of ours."""
        return [str(value) for value in self._facts.get(name) or ()]

    def amount(self, name: str) -> str:
        """An amount in minor units, in the facts' currency."""
        return amount(int(self._facts[name]), str(self._facts["currency"]))

    def nothing(self) -> str:
        """An amount of nothing, in the facts' currency."""
        return amount(0, str(self._facts["currency"]))

    def is_zero(self, name: str) -> bool:
        """Whether an amount is missing or nothing."""
        return not self._facts.get(name)

    def member(self, name: str) -> str:
        """A member."""
        return mention(int(self._facts[name]))

    def members(self, name: str) -> str:
        """Members in one line."""
        return people([int(value) for value in self._facts.get(name) or ()])

    def same(self, one: str, other: str) -> bool:
        """Whether two facts are there and are the same."""
        return self._facts.get(one) is not None and self._facts.get(one) == self._facts.get(other)

    def moment(self, name: str) -> str:
        """A time with its distance."""
        return moment(int(self._facts[name]))

    def date(self, name: str) -> str:
        """A time."""
        return date(int(self._facts[name]))

    def distance(self, name: str) -> str:
        """How far a time is."""
        return distance(int(self._facts[name]))

    def emphasis(self, words: str) -> str:
        """Our own words, set off."""
        return f"*{words}*"

    def duration(self, name: str) -> str:
        """A duration in seconds, in words."""
        return format_duration(int(self._facts[name]))

    def case(self) -> str:
        """The case's name."""
        return case_name(int(self._facts["case_id"]))

    def milestone(self) -> str:
        """The milestone's name."""
        return milestone_name(int(self._facts["milestone_id"]))

    def milestones(self) -> str:
        """The milestones' names, the first few of many; the one milestone where no more are named."""
        ids = [int(value) for value in self._facts.get("milestone_ids") or ()]
        if not ids:
            return self.milestone()
        names = [milestone_name(milestone_id) for milestone_id in ids[:_MOST_NAMED]]
        return listed([*names, *([f"{len(ids) - len(names)} more"] if len(ids) > len(names) else [])], "and")

    def request(self) -> str:
        """The wallet request's name."""
        return wallet_request_name(int(self._facts["request_id"]))

    def side(self, name: str) -> str:
        """A member with the side they are on: `@Ann (client)`."""
        member = self.member(name)
        for side in ("client", "freelancer"):
            if self.same(name, f"{side}_id"):
                return f"{member} ({side})"
        return member

    def has_text(self, name: str) -> bool:
        """Whether people's words are there under the name."""
        return bool(self._texts.get(name))

    def says(self, name: str, default: str) -> bool:
        """Whether people's words are there under the name, and aren't just what stands there by default."""
        return self._texts.get(name) not in (None, "", default)

    def quote(self, name: str, limit: int, *, hint: str = "", most_lines: int = 12) -> str:
        """People's words as a block quote, from the texts or, failing that, the facts."""
        return said(self._words(name), limit, hint=hint, most_lines=most_lines)

    def link(self, name: str) -> str:
        """A link that somebody gave, shown bare."""
        words = self._words(name)
        return ERASED if words is None else safe_link(words)

    def inline(self, name: str, limit: int = 100) -> str:
        """People's words within a line, from the texts or, failing that, the facts."""
        words = self._words(name)
        return ERASED if words is None else inline(words, limit)

    def ending(self, name: str, limit: int = 100) -> str:
        """People's words within a line, at the end of a sentence: it has one full stop, theirs or ours."""
        words = self.inline(name, limit)
        return words if words.rstrip("”").endswith((".", "!", "?", "…")) else f"{words}."

    def _words(self, name: str) -> str | None:
        fact = self._facts.get(name)
        return self._texts.get(name) or (fact if isinstance(fact, str) else None)


Text = Callable[[Told], str]
"""Makes a sentence from facts."""
