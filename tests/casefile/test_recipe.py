"""The proof as a stranger would write it from `docs/case-file.md`, with nothing of ours but the JSON."""

import hashlib
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bot.services.case_record import CaseRecord
from bot.ui.case_file import made
from tests.casefile.cases import LETTER, PHOTO

AT_MS = 1_767_700_000_000


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def references(value: Any) -> Iterator[dict[str, str]]:
    """All `{"text_id": …, "digest": …}` in it."""
    if isinstance(value, dict):
        if set(value) == {"text_id", "digest"}:
            yield value
        for inner in value.values():
            yield from references(inner)
    if isinstance(value, list):
        for inner in value:
            yield from references(inner)


@pytest.mark.parametrize("name", ["ruled", "split", "erased"])
def test_r11_1_a_stranger_can_prove_it(recorded: Callable[[str], CaseRecord], name: str) -> None:
    """R11.1: SHA-256 chain, salted hashes of texts and files, digests of ledger transactions."""
    data = json.loads(made(recorded(name), at_ms=AT_MS).json)
    seen: set[str] = set()
    transactions: set[str] = set()
    for record, head in zip(data["records"], data["heads"], strict=True):
        previous = "0" * 64
        for number, event in enumerate(record["events"], 1):
            said = [previous, record["stream"], record["stream_id"], number]
            said += [event[key] for key in ("at_ms", "actor_id", "kind", "payload")]
            previous = sha256(json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False))
            assert event["hash"] == previous
            if record["stream"] == "case":
                transactions.add(event["payload"].get("transaction_digest"))
            for reference in references(event["payload"]):
                seen.add(reference["text_id"])
                text, file = (data[part].get(reference["text_id"]) for part in ("texts", "files"))
                if text is not None:
                    assert sha256(f"{text['salt']}\n{text['body']}") == reference["digest"]
                if file is not None:
                    parts = [file[key] for key in ("salt", "sha256", "size_bytes", "media_type", "name")]
                    assert sha256("\n".join(map(str, parts))) == reference["digest"]
        assert head["hash"] == previous
    assert set(data["texts"]) | set(data["files"]) <= seen
    for item in data["ledger"]:
        lines = [[line["account"], line["currency"], line["amount_minor"]] for line in item["entries"]]
        said = [item["idempotency_key"], item["cause"], item["at_ms"], lines]
        assert sha256(json.dumps(said, separators=(",", ":"))) == item["digest"]
        assert item["digest"] in transactions
        assert sum(line["amount_minor"] for line in item["entries"]) == 0
    if name == "ruled":
        bytes_of = {hashlib.sha256(given).hexdigest() for given in (PHOTO, LETTER)}
        assert {file["sha256"] for file in data["files"].values()} == bytes_of
