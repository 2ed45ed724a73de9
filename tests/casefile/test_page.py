"""The page of a case file: what stands on it, that it is safe whatever people wrote, and that everybody can read it."""

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.casefile.document import case_file, from_json, to_json
from bot.casefile.page import from_page, page
from bot.casefile.proof import prove
from bot.domain.files import safe_name
from bot.domain.texts import clean
from bot.services.case_record import CaseRecord
from bot.ui.case_file import made, page_break, sentence
from tests.casefile.cases import CLIENT, FINDINGS, NAMES, RECUSED_FOR, STAFF_NOTE, TERMS
from tests.casefile.retold import retold

AT_MS = 1_767_700_000_000
Recorded = Callable[[str], CaseRecord]
VOID = {"meta", "br"}
NASTY = (
    "<script>alert(1)</script>",
    "</pre></details><script src=//evil.example></script>",
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'",
    "{{ 7*7 }} {% raw %} {# #}",
    "[pay here](https://evil.example) javascript:alert(1)",
    "</style><style>*{display:none}</style>",
    "]]><!-- <!DOCTYPE html> &lt;b&gt; &#x202e; &amp;amp;",
    "\u202egpj.exe\u202c\u200b\u2066\u2069\ufeff\u00ad",
    "a" * 2_000,
    "مرحبا (abc) שלום",
    "👩‍👩‍👧‍👦 z̷̡͉̲͔̙̻̦̈́a̵l̵g̵o̵",
    "line\nline\r\n\tline\x0b\x0c\x1c\x85\u2028\u2029end",
    '<pre id="record" tabindex="0">{}</pre>',
    "\\u003cscript\\u003e \\ud800",
)
words = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80),
    st.lists(st.sampled_from([*"<>\"'&;={}%#/\\-!`\n", "script", "pre", "record", "onload"]), min_size=1).map("".join),
).filter(clean)


class Structure(HTMLParser):
    """What a browser would build of a page: elements with their attributes, and the text; what is left open fails."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []
        self.text: list[str] = []
        self.texts_in: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, tuple(attrs)))
        if tag not in VOID:
            self._open.append(tag)
            self.texts_in.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)
        for tag in set(self._open):
            self.texts_in[tag][-1] += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def attributes(self, wanted: str) -> list[dict[str, str | None]]:
        """The attributes of each element of a kind."""
        return [dict(attrs) for tag, attrs in self.elements if tag == wanted]


def html_of(record: CaseRecord) -> str:
    return made(record, at_ms=AT_MS).html.decode()


def test_r11_2_it_says_all_that_a_case_file_must_say(recorded: Recorded) -> None:
    """R11.2: parties, terms, timeline, offers, exhibits with hashes, transcript with edits and deletions, ledger,
    ruling with its findings."""
    record = recorded("ruled")
    shown = Structure(html_of(record))
    text = "".join(shown.text)
    for said in (
        *NAMES.values(),
        "member 11",
        "member 12",
        *TERMS.splitlines(),
        "accepted by the other side",
        "Half of it is done, as you can see.",
        "What was agreed about the colours?",
        "Blue and white, and nothing else.",
        "Felix did not answer.",
        "https://example.org/drafts",
        "A link, which is not preserved",
        FINDINGS,
        "300.00\N{NO-BREAK SPACE}USD for the freelancer",
        "escrow of M-1",
        "+540.00\N{NO-BREAK SPACE}USD",
        "You are a crook.",
        "You are mistaken.",
        "deleted 1 January 2026, 00:00:09",
        record.events[-1].hash,
        "They do not cover the names",
        *(file.sha256 for file in record.files.values()),
    ):
        assert said in text, said
    assert "Member 25 became the arbitrator." in re.sub("[\u2068\u2069]", "", text)
    assert shown.texts_in["h2"] == [
        "In short",
        "The claims",
        "Milestones and terms",
        "Ruling",
        "Offers",
        "Evidence",
        "Questions of the arbitrator",
        "Money",
        "What happened",
        "Said in the room",
        "How to check this file",
    ]


@pytest.mark.parametrize("name", ["ruled", "split", "erased", "crowded"])
def test_its_sentences_are_for_paper(recorded: Recorded, name: str) -> None:
    """Nothing in the timeline is Discord's: no mention, no time stamp, no marks, no command."""
    record = recorded(name)
    document = case_file(retold(record, every_text="words", every_name="Name"), exported_at_ms=AT_MS)
    for entry in document.records[0].events:
        told = sentence(document, entry)
        assert told is None or re.search(r"[<>*`_\[\]/]|-#", told) is None, told


@pytest.mark.parametrize("name", ["ruled", "split", "erased", "crowded"])
def test_r11_2_it_needs_nothing_else_and_runs_nothing(recorded: Recorded, name: str) -> None:
    html = html_of(recorded(name))
    shown = Structure(html)
    tags = {tag for tag, _ in shown.elements}
    assert not tags & {"script", "link", "img", "iframe", "object", "embed", "form", "input", "base", "svg", "template"}
    attributes = {attribute for _, attrs in shown.elements for attribute, _ in attrs}
    assert attributes <= {
        "lang", "charset", "name", "content", "http-equiv", "class", "aria-label", "aria-labelledby", "href", "id",
        "dir", "datetime", "scope", "colspan", "rowspan", "role", "tabindex",
    }  # fmt: skip
    assert all((link["href"] or "").startswith("#") for link in shown.attributes("a"))
    [policy] = [meta["content"] for meta in shown.attributes("meta") if meta.get("http-equiv")]
    [style] = shown.texts_in["style"]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert "url(" not in style
    assert "@import" not in style


@pytest.mark.parametrize("name", ["ruled", "split", "erased", "crowded"])
def test_a_screen_reader_finds_its_way(recorded: Recorded, name: str) -> None:
    shown = Structure(html_of(recorded(name)))
    assert shown.attributes("html") == [{"lang": "en"}]
    assert shown.texts_in["title"] == ["CASE-0001 · case file"]
    assert len(shown.texts_in["h1"]) == len(shown.texts_in["main"]) == len(shown.texts_in["header"]) == 1
    levels = [int(tag[1]) for tag, _ in shown.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(deeper <= level + 1 for level, deeper in pairwise(levels))
    assert len(shown.texts_in.get("caption", [])) == len(shown.texts_in.get("table", []))
    assert all(cell.get("scope") in {"col", "row", "rowgroup"} for cell in shown.attributes("th"))
    ids = [dict(attrs)["id"] for _, attrs in shown.elements if "id" in dict(attrs)]
    assert len(ids) == len(set(ids))
    assert {(link["href"] or "")[1:] for link in shown.attributes("a")} <= set(ids)
    named = {
        attrs["aria-labelledby"]
        for attrs in map(dict, (attrs for _, attrs in shown.elements))
        if "aria-labelledby" in attrs
    }
    assert named <= set(ids)


@given(text=words, name=words, message=words)
def test_whatever_people_write_is_text_and_nothing_else(recorded: Recorded, text: str, name: str, message: str) -> None:
    """Users' words make no element and no attribute, are shown as they are, and everything is still proved."""
    record = recorded("ruled")
    harmless = Structure(
        html_of(retold(record, every_text="w", every_file_name="n", every_name="n", every_message="m"))
    )
    told = retold(record, every_text=text, every_file_name=safe_name(name), every_name=name, every_message=message)
    html = html_of(told)
    shown = Structure(html)
    assert shown.elements == harmless.elements
    everything = "".join(shown.text)
    for said in (clean(text), clean(name), clean(message), safe_name(name)):
        assert said in everything
    document = from_page(html)
    assert document == from_json(made(told, at_ms=AT_MS).json.decode())
    assert prove(document).first_break is None
    assert page_break(html, document) is None


@given(body=st.text())
def test_json_brings_back_whatever_was_said(recorded: Recorded, body: str) -> None:
    document = case_file(retold(recorded("split"), every_text=body), exported_at_ms=AT_MS)
    text = to_json(document)
    assert from_json(text) == document
    assert re.search("[\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]", text) is None


def test_half_a_letter_breaks_nothing(recorded: Recorded) -> None:
    """What no database keeps can still not end a file."""
    record = retold(recorded("ruled"), every_name="A\ud83dB", every_message="C\ud83d\x00D")
    file = made(record, at_ms=AT_MS)
    document = from_json(file.json.decode())
    assert document.names[11] == "A\ud83dB"
    assert page_break(file.html.decode(), document) is None
    assert "AB" in "".join(Structure(file.html.decode()).text)


def test_a_page_that_shows_something_else_than_its_data_is_found(recorded: Recorded) -> None:
    html = html_of(recorded("ruled"))
    forged = html.replace("<strong>300.00", "<strong>900.00")
    assert forged != html
    assert page_break(html, from_page(html)) is None
    assert "shows something else" in (page_break(forged, from_page(forged)) or "")


def test_the_same_record_makes_the_same_page(recorded: Recorded) -> None:
    document = case_file(recorded("ruled"), exported_at_ms=AT_MS)
    assert page(document, sentence) == page(from_json(to_json(document)), sentence)


def test_r11_3_what_is_for_staff_is_in_no_case_file(recorded: Recorded) -> None:
    """R11.3: neither notes, nor what staff wrote for staff, nor anything of others."""
    file = made(recorded("ruled"), at_ms=AT_MS)
    for said in (STAFF_NOTE, RECUSED_FOR):
        assert said.encode() not in file.html + file.json
    proof = prove(from_json(file.json.decode()))
    assert (proof.ok, proof.withheld_texts) == (True, 1)


def test_r7_5_an_arbitrators_file_has_no_offers_where_these_are_hidden(recorded: Recorded) -> None:
    """R7.5: neither the offers nor the talk about them, and what is there is still proved."""
    record = recorded("ruled").without_offers()
    file = made(record, at_ms=AT_MS)
    both = file.html + file.json
    for said in ("Half of it is done", "600.00", 'minor": 60000', "You are a crook.", "You are mistaken."):
        assert said.encode() not in both, said
    assert b"made for an arbitrator" in file.html
    proof = prove(from_json(made(recorded("crowded").without_offers(), at_ms=AT_MS).json.decode()))
    assert (proof.ok, proof.withheld_events) == (True, 1)


def test_what_was_said_names_people_and_times_as_discord_shows_them(recorded: Recorded) -> None:
    record = recorded("ruled")
    said = f"<@{CLIENT}> and <@!77>, by <t:1767225600:F> (<t:1767225600:R>); <t:999999999999:F> is none"
    card = replace(record.messages[0], body="")
    shown = Structure(html_of(replace(record, messages=[replace(record.messages[0], body=said), card])))
    text = re.sub("[\u2068\u2069]", "", "".join(shown.text))
    assert "@Carol and @member 77, by 1 January 2026, 00:00:00 UTC; <t:999999999999:F> is none" in text
    assert "no words of it are kept" in text


def test_r11_1_erased_words_leave_the_file_whole(recorded: Recorded) -> None:
    """R11.1: what was erased is said to be, names too, and the proof holds."""
    file = made(recorded("erased"), at_ms=AT_MS)
    text = "".join(Structure(file.html.decode()).text)
    for gone in ("Felix", "Half of it is done", "You are a crook.", "https://example.org/drafts"):
        assert gone not in text
    assert "member 12" in text
    assert "erased" in text
    proof = prove(from_json(file.json.decode()))
    assert proof.ok
    assert proof.erased_texts > 0
