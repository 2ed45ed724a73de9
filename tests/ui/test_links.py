"""Words without their links, for messages that Discord lets through in no other way."""

import pytest

from bot.ui.format import quoted
from bot.ui.links import without_links


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("See https://evil.example/a?b=1, please.", "See (blocked link) please."),
        ("http://a.b and HTTPS://EVIL.EXAMPLE/", "(link) and (blocked link)"),
        ("<https://evil.example> **[x](https://evil.example)**", "<(blocked link)> **[x]((blocked link))**"),
        ("No link: http:// or evil.example, <t:1:F>", "No link: http:// or evil.example, <t:1:F>"),
    ],
)
def test_links_are_left_out_and_nothing_else(text: str, left: str) -> None:
    assert without_links(text) == left
    assert len(left) <= len(text)


def test_a_text_that_just_fits_still_fits_without_its_links() -> None:
    text = quoted("http://a.b/1 https://evil.example/ " * 100, 1_000)
    shown = without_links(text)
    assert len(shown) <= len(text)
    assert "://" not in shown
