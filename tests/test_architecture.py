"""The rules of the house, checked: who imports whom, where the time comes from, no float near money, and the like."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from typing import Any

import pytest
from importlinter.cli import lint_imports

from tests.sources import PRODUCT, ROOT, Source, sources

PYPROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS = [contract["name"] for contract in PYPROJECT["tool"]["importlinter"]["contracts"]]
MOST_LINES = 400

# Discord's own clock, when nobody moves it: the stand-in imports nothing of ours.
CLOCKS = {"bot/clock.py", "bot/sandbox/times.py"}
WALL_TIME = re.compile(
    r"(?:.*\.)?(?:datetime\.(?:now|utcnow|today)|date\.today|time\.(?:time|time_ns|gmtime|localtime)|utcnow|time_ns)"
)


def test_imports_keep_the_contracts(capsys: pytest.CaptureFixture[str]) -> None:
    exit_code = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    shown = capsys.readouterr().out
    assert exit_code == 0, shown
    assert f"Contracts: {len(CONTRACTS)} kept, 0 broken." in shown


def test_every_module_of_the_bot_has_its_layer() -> None:
    layers = PYPROJECT["tool"]["importlinter"]["contracts"][0]["layers"]
    named = {name.strip(" ()") for layer in layers for name in layer.split("|")}
    here = {
        f"bot.{path.stem}"
        for path in (ROOT / "bot").iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert here - {"bot.__init__"} <= named


@pytest.mark.parametrize("source", sources(*PRODUCT), ids=lambda source: source.name)
def test_only_the_clock_asks_for_the_time(source: Source) -> None:
    asked = [f"{source.name}:{line} {call}" for line, call in source.calls() if WALL_TIME.fullmatch(call)]
    assert asked == [] or source.name in CLOCKS


def test_the_check_for_the_time_finds_every_way_of_asking() -> None:
    asking = ["datetime.now", "datetime.datetime.now", "dt.datetime.utcnow", "date.today", "time.time", "time.time_ns"]
    asking += ["time_ns", "discord.utils.utcnow"]
    assert [call for call in asking if not WALL_TIME.fullmatch(call)] == []
    assert WALL_TIME.fullmatch("time.monotonic_ns") is None


@pytest.mark.parametrize("source", sources("bot/domain"), ids=lambda source: source.name)
def test_the_domain_knows_no_float(source: Source) -> None:
    found = [f"{source.name}:{node.lineno}" for node in source.nodes() if is_float(node)]
    assert found == []


def is_float(node: ast.AST) -> bool:
    """Whether the node makes, names or converts to a float: a literal, `float`, `/`, or `round`."""
    match node:
        case ast.Constant(value=float() | complex()):
            return True
        case ast.Name(id="float" | "round"):
            return True
        case ast.BinOp(op=ast.Div()) | ast.AugAssign(op=ast.Div()):
            return True
        case _:
            return False


@pytest.mark.parametrize("text", ["x = 0.05", "x = float(y)", "x: float", "x = a / b", "x /= 2", "x = round(y)"])
def test_the_check_for_floats_finds(text: str) -> None:
    assert any(is_float(node) for node in ast.walk(ast.parse(text)))


def test_no_file_is_too_long() -> None:
    everything = sources(*PRODUCT, "tests", "benchmarks")
    too_long = {source.name: len(source.lines) for source in everything if len(source.lines) > MOST_LINES}
    assert too_long == {}


def test_every_refusal_has_its_text() -> None:
    from bot.domain import errors
    from bot.ui.texts import REFUSALS

    def below(refusal: type[errors.Refusal]) -> set[type[errors.Refusal]]:
        return {refusal}.union(*(below(inner) for inner in refusal.__subclasses__()))

    codes = {refusal.code for refusal in below(errors.Refusal) if "code" in refusal.__dict__}
    assert codes
    assert set(REFUSALS) == codes


def test_each_refusal_has_a_code_of_its_own() -> None:
    from bot.domain import errors

    classes = [
        value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, errors.Refusal)
    ]
    codes = [refusal.code for refusal in classes if refusal is not errors.Refusal and "code" in refusal.__dict__]
    assert len(codes) > 1
    assert sorted(codes) == sorted(set(codes))


@pytest.mark.parametrize("source", sources("bot/sandbox"), ids=lambda source: source.name)
def test_the_sandbox_stays_an_independent_witness(source: Source) -> None:
    allowed = {*sys.stdlib_module_names, "aiohttp"}
    foreign = [
        f"{source.name}:{line} {module}"
        for line, module in source.imports()
        if not (module == "bot.sandbox" or module.startswith("bot.sandbox.") or module.split(".")[0] in allowed)
    ]
    assert foreign == []


def test_the_product_imports_only_what_it_declares() -> None:
    declared = {normalized(requirement) for requirement in PYPROJECT["project"]["dependencies"]}
    distributions = packages_distributions()
    missing = {
        f"{source.name}:{line} {module}"
        for source in sources(*PRODUCT)
        for line, module in source.imports()
        if (top := module.split(".")[0]) not in {*sys.stdlib_module_names, *PRODUCT}
        and not declared & {normalized(name) for name in distributions.get(top, [])}
    }
    assert missing == set()


def normalized(requirement: str) -> str:
    """The name of a distribution as indexes write it: `discord.py>=2.7` is discord-py."""
    name = re.split(r"[\[<>=!~; ]", requirement, maxsplit=1)[0]
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_folder_of_tests_is_a_package() -> None:
    folders = {source.path.parent for source in sources("tests")}
    assert [folder.name for folder in folders if not (folder / "__init__.py").exists()] == []


def test_nothing_is_left_unfinished() -> None:
    marks = re.compile("|".join(("NotImplemented" + "Error", "TO" + "DO", "FIX" + "ME")))
    found = [
        f"{source.name}:{number}"
        for source in sources(*PRODUCT)
        for number, line in enumerate(source.lines, 1)
        if marks.search(line)
    ]
    assert found == []


def test_a_silenced_check_names_itself_and_its_reason() -> None:
    silenced = re.compile(r"#\s*(?:noqa|type:\s*ignore|pyright:\s*ignore)")
    reasoned = re.compile(
        r"#\s*(?:noqa: [A-Z]+[0-9]+(?:, ?[A-Z]+[0-9]+)*|(?:type|pyright): ?ignore\[[\w, -]+\])\s+(?:#|-)\s*\S+"
    )
    found = [
        f"{source.name}:{number}"
        for source in sources(*PRODUCT)
        for number, line in enumerate(source.lines, 1)
        if silenced.search(line) and not reasoned.search(line)
    ]
    assert found == []


def test_no_test_waits_by_sleeping() -> None:
    slept = [
        f"{source.name}:{node.lineno}"
        for source in sources("tests")
        if source.name != "tests/waiting.py"
        for node in source.nodes()
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"time.sleep", "asyncio.sleep", "sleep"}
        for argument in node.args[:1]
        if not (isinstance(argument, ast.Constant) and argument.value == 0)
    ]
    assert slept == []
