"""The keys that the services name, read from their code."""

import ast
from collections.abc import Iterator
from pathlib import Path

_SERVICES = Path(__file__).parents[2] / "bot" / "services"


def _calls(name: str) -> Iterator[ast.Call]:
    for path in sorted(_SERVICES.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
                called = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
                if called == name:
                    yield node


def _plain(node: ast.expr, names: dict[str, list[ast.expr]]) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp():
            yield from _plain(node.body, names)
            yield from _plain(node.orelse, names)
        case ast.Name() if node.id == "what":
            for value in names.get(node.id, []):
                yield from _plain(value, names)
        case _:
            return


def named_in(call: str, position: int) -> set[str]:
    """The plain texts that stand at a position of all calls of that name in the services, also one of two, or by the
    name `what`."""
    names: dict[str, list[ast.expr]] = {}
    for path in sorted(_SERVICES.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                names.setdefault(node.targets[0].id, []).append(node.value)
    found = (node.args[position] for node in _calls(call) if len(node.args) > position)
    return {text for arg in found for text in _plain(arg, names)}
