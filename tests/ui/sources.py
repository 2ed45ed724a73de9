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


def named_in(call: str, position: int) -> set[str]:
    """The plain texts that stand at a position of all calls of that name in the services."""
    found = (node.args[position] for node in _calls(call) if len(node.args) > position)
    return {arg.value for arg in found if isinstance(arg, ast.Constant) and isinstance(arg.value, str)}
