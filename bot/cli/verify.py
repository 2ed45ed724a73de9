"""`parley verify`: proves case files, offline."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from bot.cli.common import EXIT_FAULT, EXIT_UNREADABLE

if TYPE_CHECKING:
    from bot.casefile.document import CaseFile
    from bot.casefile.proof import Bytes, Proof
    from bot.casefile.reading import Source

_LONGEST: Final = 400
"""The most characters of a sentence: a file that somebody made up may put anything into one."""

FilesArgument = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE...",
        help="Pages, JSON, ZIPs (all parts of a bundle together), or folders with these.",
        show_default=False,
    ),
]


def verify(
    files: FilesArgument,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Prove that case files say what the record said. Needs no configuration, no database and no network.

    Exit code 1 where something was altered, with the first of it as a sentence; 2 for what can't be read.
    """
    from bot.casefile.reading import Unreadable, find

    try:
        found = find(files)
        results = [_result(document, sources, found.exhibits_of(document)) for document, sources in found.documents]
    except Unreadable as fault:
        if as_json:
            typer.echo(json.dumps({"ok": False, "fault": _plain(str(fault)), "case_files": []}, indent=2))
        else:
            typer.echo(_plain(str(fault)), err=True)
        raise typer.Exit(EXIT_UNREADABLE) from None
    ok = all(result["ok"] for result in results)
    if as_json:
        typer.echo(json.dumps({"ok": ok, "case_files": results}, indent=2))
    else:
        for line in (line for result in results for line in _lines(result)):
            typer.echo(_plain(line))
    if not ok:
        raise typer.Exit(EXIT_FAULT)


def _result(document: "CaseFile", sources: "Sequence[Source]", exhibits: "dict[str, list[Bytes]]") -> dict[str, Any]:
    from bot.casefile.proof import prove

    proof = prove(document, exhibits)
    page, page_break = _page(document, sources, proof)
    first_break = proof.first_break or page_break
    return {
        "case": proof.case,
        "guild_id": proof.guild_id,
        "sources": [source.name for source in sources],
        "ok": first_break is None,
        "first_break": None if first_break is None else _plain(first_break),
        "heads": [
            {"stream": head.stream, "stream_id": head.stream_id, "sequence": head.sequence, "hash": head.hash}
            for head in proof.heads
        ],
        "events": proof.events,
        "withheld_events": proof.withheld_events,
        "texts": proof.texts,
        "erased_texts": proof.erased_texts,
        "withheld_texts": proof.withheld_texts,
        "transactions": proof.transactions,
        "exhibits": [{"exhibit": item.exhibit, "name": item.name, "result": item.result} for item in proof.exhibits],
        "page": page,
    }


def _page(document: "CaseFile", sources: "Sequence[Source]", proof: "Proof") -> tuple[str | None, str | None]:
    """What can be said of the pages: `matches`, `differs`, or `not checked`; and what is wrong with one."""
    from bot.casefile.document import program_version
    from bot.ui.case_file import page_break

    pages = [source for source in sources if source.html is not None]
    if not pages or not proof.ok:
        return None, None
    faults = ((source.name, page_break(source.html or "", document)) for source in pages)
    fault = next((f"{name}: {fault}" for name, fault in faults if fault is not None), None)
    if fault is None:
        return "matches", None
    if document.program != program_version():
        return "not checked", None
    return "differs", fault


def _lines(result: dict[str, Any]) -> Iterator[str]:
    """What was found of one case file, for people."""
    from bot.ui.format import listed, plural

    head = result["heads"][0] if result["heads"] else {"sequence": 0, "hash": ""}
    yield f"{result['case']} of server {result['guild_id']}: {', '.join(result['sources'])}"
    if not result["ok"]:
        yield f"  Broken: {result['first_break']}."
        return
    proved = [
        plural(result["events"], "event"),
        plural(result["texts"], "text"),
        plural(result["transactions"], "ledger transaction"),
    ]
    yield f"  Whole: {listed(proved, 'and')} are as they were recorded."
    yield f"  Its last event is number {head['sequence']}; compare its hash with the one in the records channel:"
    yield f"  {head['hash']}"
    yield from _gaps(result)
    if result["page"] == "not checked":
        yield "  Only its data were checked: another version of Parley made the page, so what it shows may differ."
    yield "  The hashes don't cover members' names, what was said in the room, and when the file was made."


def _gaps(result: dict[str, Any]) -> Iterator[str]:
    """What could not be checked, and why."""
    from bot.ui.format import plural

    if result["erased_texts"]:
        yield f"  Erased: {plural(result['erased_texts'], 'text')}. The record is whole without."
    if result["withheld_texts"]:
        yield f"  Left out: {plural(result['withheld_texts'], 'text')} of staff for staff."
    if result["withheld_events"]:
        yield (
            f"  Left out: {plural(result['withheld_events'], 'event')} about offers. This file can't prove them, nor "
            "that what came before them goes with that hash; the file that is made when the case has ended can."
        )
    exhibits: list[dict[str, Any]] = result["exhibits"]
    for verdict, words in (
        ("matches", "Exhibits that are as they were handed in"),
        ("not included", "Exhibits whose files aren't here, so that they were not checked"),
        ("erased", "Exhibits whose files were erased"),
    ):
        names = [_exhibit(item) for item in exhibits if item["result"] == verdict]
        if names:
            yield f"  {words}: {_some(names)}"


def _exhibit(item: dict[str, Any]) -> str:
    return str(item["exhibit"]) if item["name"] is None else f"{item['exhibit']} {item['name']}"


def _some(names: Iterable[str], most: int = 8) -> str:
    listed = list(names)
    more = f" and {len(listed) - most} more" if len(listed) > most else ""
    return f"{', '.join(listed[:most])}{more}."


def _plain(words: str) -> str:
    """One line that moves no cursor and ends somewhere."""
    from bot.domain.texts import clean

    line = " ".join(clean(words).split())
    return f"{'  ' if words.startswith('  ') else ''}{line[:_LONGEST]}{'…' if len(line) > _LONGEST else ''}"
