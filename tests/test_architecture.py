"""Who may import whom. Imports point inwards, and the core stays pure."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BOT = ROOT / "bot"

# A room may import from rooms with a smaller number, and from itself; rooms with the same number do not meet.
FLOOR = {
    "__main__": 9,
    "app": 8,
    "reload": 8,
    "offline": 7,
    "gateway": 6,
    "console": 6,
    "why": 6,
    "deepening": 5,
    "embedding": 4,
    "papers": 4,
    "store": 4,
    "content": 3,
    "settings": 2,
    "logs": 2,
    "memory": 2,
    "core": 1,
    "errors": 0,
}
OWNED_BY = {
    "telegram": "gateway",
    "yaml": "content",
    "pydantic": "content",
    "aiosqlite": "store",
    "sqlite3": "store",
    "safetensors": "embedding",
    "tokenizers": "embedding",
    "fpdf": "papers",
    "pypdfium2": "papers",
    "fontTools": "papers",
    "cryptography": "store",
}
CORE_MAY_IMPORT = {"numpy", "snowballstemmer"}
IMPURE = {
    "asyncio", "io", "logging", "multiprocessing", "os", "pathlib", "random", "secrets", "shutil", "socket",
    "sqlite3", "subprocess", "sys", "tempfile", "threading", "time", "urllib", "http",
}  # fmt: skip
CLOCKS = {"now", "today", "utcnow"}


def modules() -> list[Path]:
    return sorted(BOT.rglob("*.py"))


def room(path: Path) -> str:
    first = path.relative_to(BOT).parts[0]
    return first.removesuffix(".py")


def imported(path: Path) -> Iterator[str]:
    """Every module a file imports, with the full dotted name."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide where things live"
            module = node.module or ""
            yield from (
                (f"{module}.{alias.name}" for alias in node.names) if module in ("bot", "sys") else [module]
            )


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(BOT)))
def test_imports_point_inwards(path: Path) -> None:
    own = room(path)
    if own == "__init__":
        return
    assert own in FLOOR, f"{own} has no floor yet: say above who may import it"
    for name in imported(path):
        parts = name.split(".")
        if parts[0] == "bot" and len(parts) > 1 and parts[1] != own:
            assert FLOOR[parts[1]] < FLOOR[own], f"{own} may not import {name}"


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(BOT)))
def test_each_library_is_used_in_its_own_room_only(path: Path) -> None:
    for name in imported(path):
        owner = OWNED_BY.get(name.split(".")[0])
        assert owner is None or owner == room(path), f"{name} belongs to {owner}"


@pytest.mark.parametrize("path", sorted((BOT / "core").glob("*.py")), ids=lambda path: path.name)
def test_the_core_is_pure(path: Path) -> None:
    for name in set(imported(path)) - {"sys.intern"}:
        top = name.split(".")[0]
        assert top in {"bot", "__future__"} | CORE_MAY_IMPORT | (sys.stdlib_module_names - IMPURE), name
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        assert not isinstance(node, ast.AsyncFunctionDef | ast.Await), "the core never waits"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            assert node.func.attr not in CLOCKS, "the time is passed in"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in {"open", "print", "input"}, "the core neither reads nor writes"


def test_nothing_in_the_project_speaks_of_where_it_was_made() -> None:
    """No package index, no path of one machine: the project must work anywhere."""
    forbidden = ("--index-url", "--find-links", "--extra-index-url", "/root/")
    own = Path(__file__)
    texts = [path for path in ROOT.glob("*") if path.is_file() and path.name != ".env"]
    texts += [
        path
        for folder in ("bot", "docs", "knowledge", "dialogs", ".ci")
        for path in (ROOT / folder).rglob("*")
    ]
    for path in texts:
        if path.is_file() and path != own and path.suffix not in (".pyc", ".ttf"):
            text = path.read_text(encoding="utf-8")
            assert not [word for word in forbidden if word in text], path
