"""The engine keeps its shape: imports one way, small modules, no hidden state, no private API."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.conftest import PROJECT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ENGINE = PROJECT / "sphinx_briefing"
MOST_LINES, MOST_LINES_OF_A_FUNCTION = 400, 60

MAKERS = {
    "dict", "list", "set", "bytearray", "defaultdict", "deque", "Counter", "OrderedDict",
    "ChainMap", "WeakKeyDictionary", "WeakValueDictionary", "WeakSet",
}  # fmt: skip
MUTATORS = {
    "add", "append", "appendleft", "clear", "discard", "extend", "insert", "pop", "popitem",
    "popleft", "remove", "reverse", "setdefault", "sort", "update",
}  # fmt: skip
CACHES = {"cache", "lru_cache"}
PUBLIC_ALL_THE_SAME = {"_", "_asdict", "_exit", "_fields", "_field_defaults", "_make", "_replace"}
"""What is documented: of gettext, ``os`` and ``typing.NamedTuple``."""

Fault = tuple[int, str]


def last_name(node: ast.expr) -> str:
    """The last part of a dotted name, without what it is called with."""
    if isinstance(node, ast.Call):
        return last_name(node.func)
    if isinstance(node, ast.Subscript):
        return last_name(node.value)
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def long_functions(tree: ast.Module) -> Iterator[Fault]:
    """Functions that a reader must scroll for."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            lines = node.end_lineno - node.lineno + 1
            if lines > MOST_LINES_OF_A_FUNCTION:
                yield node.lineno, f"{node.name} has {lines} lines: part what it does"


def collections_of(tree: ast.Module) -> set[str]:
    """Names of a module, or of its classes, whose value could be changed in place."""
    found: set[str] = set()
    bodies = [tree.body, *(node.body for node in tree.body if isinstance(node, ast.ClassDef))]
    for statement in (statement for body in bodies for statement in body):
        if isinstance(statement, ast.Assign):
            targets, value = statement.targets, statement.value
        elif isinstance(statement, ast.AnnAssign) and statement.value:
            targets, value = [statement.target], statement.value
        else:
            continue
        literal = isinstance(
            value, ast.Dict | ast.List | ast.Set | ast.DictComp | ast.ListComp | ast.SetComp
        )
        if literal or (isinstance(value, ast.Call) and last_name(value) in MAKERS):
            found |= {target.id for target in targets if isinstance(target, ast.Name)}
    return found


def hidden_state(tree: ast.Module) -> Iterator[Fault]:
    """What outlives a build in a module: caches, and collections that code changes."""
    names = collections_of(tree)
    local = {
        node.id
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    names -= local
    for node in ast.walk(tree):
        changed: list[ast.expr] = []
        if isinstance(node, ast.Global):
            yield node.lineno, f"global {', '.join(node.names)}: keep it with the build"
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for decorator in node.decorator_list:
                if last_name(decorator) in CACHES:
                    yield node.lineno, f"{node.name} keeps what it returned: keep it with the build"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            changed = [node.func.value] if node.func.attr in MUTATORS else []
        elif isinstance(node, ast.Assign | ast.Delete):
            changed = [t.value for t in node.targets if isinstance(t, ast.Subscript)]
        elif isinstance(node, ast.AugAssign):
            target = node.target
            changed = [target.value if isinstance(target, ast.Subscript) else target]
        for what in changed:
            if isinstance(what, ast.Name | ast.Attribute) and last_name(what) in names:
                yield node.lineno, f"{last_name(what)} is changed: keep it with the build"


def private_uses(tree: ast.Module) -> Iterator[Fault]:
    """Names with a leading underscore that belong to others."""

    def is_private(name: str) -> bool:
        return name.startswith("_") and not name.endswith("__") and name not in PUBLIC_ALL_THE_SAME

    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            if is_private(node.attr) and last_name(node.value) not in {"self", "cls"}:
                yield (
                    node.lineno,
                    f"{ast.unparse(node)}: use what is public, or put it in compat.py",
                )
        elif isinstance(node, ast.Call) and last_name(node) in {"getattr", "setattr", "hasattr"}:
            name = node.args[1].value if isinstance(node.args[1], ast.Constant) else ""
            if is_private(str(name)):
                yield (
                    node.lineno,
                    f"{ast.unparse(node)}: use what is public, or put it in compat.py",
                )
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names = [alias.name for alias in node.names]
            module = getattr(node, "module", None) or ""
            if any(is_private(part) for name in [*names, module] for part in name.split(".")):
                yield node.lineno, f"{ast.unparse(node)}: use what is public"


TELLERS = {
    "warn", "tell", "warning", "ConfigError", "ExtensionError", "SphinxError", "Fault", "_report",
    "_in_column",
}  # fmt: skip
"""What takes a text for authors."""


def texts_of_their_own(tree: ast.Module) -> Iterator[Fault]:
    """Words for authors that are written where they are told."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or last_name(node) not in TELLERS:
            continue
        named = [k.value for k in node.keywords if k.arg not in {"location", "subtype", "type"}]
        for part in (part for value in [*node.args, *named] for part in ast.walk(value)):
            text = part.value if isinstance(part, ast.Constant) else None
            if isinstance(text, str) and re.search(r"\w\W*\s|\s\W*\w", text):
                yield part.lineno, f"{text!r} is told here: write it in messages.py"


def faults(find: Callable[[ast.Module], Iterator[Fault]], *, besides: str = "") -> list[str]:
    """What is found in the engine's modules, with file and line."""
    return [
        f"{path.relative_to(PROJECT)}:{line}: {text}"
        for path in sorted(ENGINE.rglob("*.py"))
        if path.name != besides
        for line, text in find(ast.parse(path.read_text(encoding="utf-8")))
    ]


LINT = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"
"""In a process of its own, for it turns the loggers of others off."""


def test_imports_go_one_way() -> None:
    result = subprocess.run(
        [sys.executable, "-c", LINT], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("module", "line", "said"),
    [
        ("slides/nodes.py", "import sphinx_briefing.claims", "slides is not allowed to import"),
        ("citing/__init__.py", "import sphinx_briefing.config", "citing is not allowed to import"),
        ("novel.py", "", "novel"),  # it has no place in the contract
    ],
)
def test_the_contract_is_broken_by_what_it_forbids(
    tmp_path: Path, module: str, line: str, said: str
) -> None:
    ignored = shutil.ignore_patterns("__pycache__", "static", "theme", "schemas")
    shutil.copytree(ENGINE, tmp_path / "sphinx_briefing", ignore=ignored)
    shutil.copy(PROJECT / "pyproject.toml", tmp_path)
    with (tmp_path / "sphinx_briefing" / module).open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    result = subprocess.run(
        [sys.executable, "-c", LINT], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert result.returncode == 1
    assert said in result.stdout


def test_citing_imports_nothing_of_its_parent() -> None:
    """Not even its version: it is installed alone."""
    for path in (ENGINE / "citing").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                modules = [node.module or ""]
            else:
                continue
            for module in modules:
                ours = module.partition(".")[0] == "sphinx_briefing"
                assert not ours or module.startswith("sphinx_briefing.citing"), (path, module)


def test_modules_and_functions_are_short() -> None:
    lengths = {
        str(path.relative_to(PROJECT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in ENGINE.rglob("*.py")
    }
    assert {name: lines for name, lines in lengths.items() if lines > MOST_LINES} == {}
    found = faults(long_functions)
    assert found == [], "\n".join(found)


def test_modules_keep_no_state() -> None:
    found = faults(hidden_state)
    assert found == [], "\n".join(found)


def test_private_names_of_others_are_used_in_compat_alone() -> None:
    found = faults(private_uses, besides="compat.py")
    assert found == [], "\n".join(found)


def test_what_authors_are_told_stands_in_one_place() -> None:
    """But for citers, whose package stands alone, and what commands say of their own work."""
    apart = ("sphinx_briefing/citing/", "sphinx_briefing/commands/")
    found = [fault for fault in faults(texts_of_their_own) if not fault.startswith(apart)]
    assert found == [], "\n".join(found)


def test_every_text_for_authors_is_told() -> None:
    """So that none is left over in a messages.py, and each is named once."""
    trees = [ast.parse(p.read_text(encoding="utf-8")) for p in ENGINE.rglob("messages.py")]
    names = [
        target.id
        for tree in trees
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name) and target.id.isupper()
    ]
    code = "".join(p.read_text(encoding="utf-8") for p in ENGINE.rglob("*.py"))
    told = {*re.findall(r"\b(?:messages|refusals)\.(\w+)", code)}
    assert [name for name in names if name not in told] == []
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("find", "source", "count"),
    [
        (hidden_state, "A = {}\ndef f(): A['x'] = 1", 1),
        (hidden_state, "A = []\ndef f(): A.append(1); del A[0]", 2),
        (hidden_state, "A: set[int] = set()\ndef f(): A.add(1)", 1),
        (hidden_state, "a = weakref.WeakKeyDictionary()\ndef f(x): a.setdefault(x, 1)", 1),
        (hidden_state, "@functools.lru_cache(maxsize=4)\ndef f(): ...\n@cache\ndef g(): ...", 2),
        (hidden_state, "class C:\n    seen = []\n    def f(self): self.seen.append(1)", 1),
        (hidden_state, "A = None\ndef f():\n    global A\n    A = 1", 1),
        (hidden_state, "A = {'x': 1}\ndef f(): return A['x'], sorted(A)", 0),
        (hidden_state, "def f():\n    a = []\n    a.append(1)\n    return a", 0),
        (private_uses, "env._app", 1),
        (private_uses, "getattr(env, '_app')", 1),
        (private_uses, "from sphinx.util import _pathlib", 1),
        (private_uses, "self._mine, cls._ours, row._replace(a=1), x.__class__", 0),
        (texts_of_their_own, "warn('the slide %r is empty', x, location=y)", 1),
        (texts_of_their_own, "raise ConfigError(f'{name} must be set')", 1),
        (texts_of_their_own, "_report(env, 'its name: ' + name)", 1),
        (texts_of_their_own, "Fault(1, '; write '.join(names))", 1),
        (texts_of_their_own, "warn(messages.A, '\\n'.join(x), y['name'], location='a b')", 0),
        (texts_of_their_own, "Fault(0, messages.A % (x, y.get('name')))", 0),
        (long_functions, "def f():\n" + "    x = 1\n" * 60, 1),
        (long_functions, "def f():\n" + "    x = 1\n" * 59, 0),
    ],
)
def test_each_fault_is_seen(
    find: Callable[[ast.Module], Iterator[Fault]], source: str, count: int
) -> None:
    assert len(list(find(ast.parse(source)))) == count
