"""The end of the story: the case file, written to a folder and proved as anybody could prove it."""

import asyncio
import tempfile
from pathlib import Path
from typing import Final

from rich.text import Text

from bot.casefile.proof import Proof, prove
from bot.casefile.reading import find
from bot.demo.narrator import Narrator
from bot.services.case_record import case_record
from bot.services.ports import ExhibitStore
from bot.ui.case_file import MadeCaseFile, made, zips

FOLDER: Final = Path("demo-output")
_FIRST_CASE: Final = 1


async def write_case_file(tell: Narrator) -> None:
    """Write the page, its data, and both with the exhibits' files in a ZIP, and say where. Raises StepFailed.

    A story without a case has none.
    """
    stage = tell.stage
    await asyncio.to_thread(_clear)
    async with stage.app.storage.read() as uow:
        case = await uow.cases.get(stage.guild.id, _FIRST_CASE)
        if case is None:
            return
        record = await case_record(uow, case)
    file = made(record, at_ms=stage.clock.now_ms())
    folder, proofs = await asyncio.to_thread(_written, file, stage.app.exhibits)
    exhibits = [item.result for proof in proofs for item in proof.exhibits]
    tell.check(all(proof.ok for proof in proofs), "the case file should be whole", str(proofs))
    tell.check(set(exhibits) <= {"matches"}, "the files of all exhibits should be there", str(exhibits))
    tell.page.chapter("The case file")
    tell.note("Both parties get it at the end: a page to read, and the same as data. The ZIP has the exhibits too.")
    for name in (file.html_name, file.json_name, f"{file.stem}.zip"):
        tell.page.line(Text(str(folder / name)), indent=2)
    tell.page.line(Text("It is as it was recorded; `parley verify` says so, too.", "bold green"), indent=2)


def _clear() -> None:
    """Take away what an earlier demo wrote: it would be taken for this one's."""
    for old in FOLDER.glob("case-0001.*"):
        old.unlink()


def _written(file: MadeCaseFile, store: ExhibitStore) -> tuple[Path, list[Proof]]:
    """Where all of it was written, and the proof of it as it was read back."""
    folder = _folder()
    (folder / file.html_name).write_bytes(file.html)
    (folder / file.json_name).write_bytes(file.json)
    zips(file, store.load, folder)
    found = find([folder / name for name in (file.html_name, file.json_name, f"{file.stem}.zip")])
    return folder, [prove(document, found.exhibits_of(document)) for document, _ in found.documents]


def _folder() -> Path:
    """A folder here, or where nothing may be written here, one that the machine has for such things."""
    try:
        FOLDER.mkdir(exist_ok=True)
    except OSError:
        return Path(tempfile.mkdtemp(prefix="parley-demo-"))
    return FOLDER
