"""The project's own files, read as text and as syntax trees."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
PRODUCT = ("bot", "cogs", "storage")


@dataclass(frozen=True, slots=True)
class Source:
    """One Python file."""

    path: Path

    @property
    def name(self) -> str:
        """The path from the project's folder: `bot/clock.py`."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    def nodes(self) -> Iterator[ast.AST]:
        return ast.walk(ast.parse(self.text, filename=self.name))

    def imports(self) -> Iterator[tuple[int, str]]:
        """Line and module of each import, those for type checking and late ones included."""
        for node in self.nodes():
            if isinstance(node, ast.Import):
                yield from ((node.lineno, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield node.lineno, node.module or "."

    def calls(self) -> Iterator[tuple[int, str]]:
        """Line and dotted name of each call, as written: `datetime.now`."""
        for node in self.nodes():
            if isinstance(node, ast.Call):
                yield node.lineno, ast.unparse(node.func)


def sources(*folders: str) -> list[Source]:
    """The Python files under the folders, in order."""
    return [Source(path) for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
