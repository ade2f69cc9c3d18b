"""Whatever stands in the files, reading and checking them ends with a list of problems, never with an exception."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.content.nodes import Problems
from bot.content.reading import read
from bot.content.report import as_json, as_text
from tests.content.folders import BROKEN, GOOD, good_folder, loaded

Tree: TypeAlias = "str | list[Tree] | dict[str, Tree]"

SIGNS = st.text(st.sampled_from(list("ab:-# \n\t\"'|>{}[],&*!%@`?~<=.0\\\r\x00\u2028\x85é😀")), max_size=60)
NAMES = [
    "sources",
    "figures",
    "trials",
    "helplines",
    "words",
    "safety",
    "outside",
    "talk",
    "claims",
    "cost",
    "new",
]


@given(st.binary(max_size=200) | SIGNS.map(lambda text: text.encode()))
@example(b"\xff\xfe")
@example(b"\xef\xbb\xbf")
@example(b"a: \x85b: #c")
@example("a: x\u2028 #b".encode())
@settings(max_examples=600, deadline=None)
def test_any_bytes_are_read_or_told(data: bytes) -> None:
    problems = Problems()
    node = read(data, "a.yaml", problems)
    assert node is not None or problems.found
    assert all(problem.what and problem.line >= 0 for problem in problems.found)


@given(
    st.sampled_from(NAMES),
    st.sampled_from(["", "es"]),
    st.binary(max_size=60) | SIGNS.map(lambda text: text.encode()),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_file_in_a_folder_is_loaded_or_told(name: str, lang: str, data: bytes) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = good_folder(Path(place))
        (folder / lang).mkdir(exist_ok=True)
        (folder / lang / f"{name}.yaml").write_bytes(data)
        assert as_text(loaded(folder).problems)


ODD_PARTS = [
    "{cost.mexico}",
    "{risk.uk.rate}",
    "{trial.beat-ms.status}",
    " cure ",
    " 1 in 5 ",
    " you should ",
]
ODD_TEXTS = st.lists(
    st.sampled_from(list('aZ {}.<>*&#:/?!-\n"“”0123456789$€%°👍')) | st.sampled_from(ODD_PARTS), max_size=30
).map(lambda parts: "".join(parts).strip())
TELLING = st.sampled_from(
    (
        *(
            "cost",
            "risk",
            "share",
            "amount",
            "sentence",
            "crisis",
            "seller",
            "society",
            "risk.uk",
            "beat-ms",
            "months",
        ),
        *("2026-11-20", "0", "0.0001", "1000", "999999999999", "USD", "no", "-", "{}"),
    )
)
VALUES: st.SearchStrategy[Tree] = st.recursive(
    ODD_TEXTS | TELLING,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ODD_TEXTS, inner, max_size=3),
    max_leaves=5,
)
CHANGES = st.lists(
    st.tuples(st.integers(0, 10_000), st.sampled_from(["set", "drop", "move"]), VALUES),
    min_size=1,
    max_size=6,
)


def good_trees() -> dict[str, Tree]:
    """A folder with one of everything, as nested values."""
    folders = [
        GOOD,
        *(folder for folder in BROKEN if folder.name[4:] in ("talk", "crisis-without-lines", "claims")),
    ]
    files = [file for folder in folders for file in folder.glob("*.yaml")]
    return {file.stem: yaml.load(file.read_text("utf-8"), yaml.BaseLoader) for file in files}  # noqa: S506


def paths(tree: Tree, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The way to every value."""
    below = enumerate(tree) if isinstance(tree, list) else tree.items() if isinstance(tree, dict) else ()
    for key, value in below:
        yield (*path, key)
        yield from paths(value, (*path, key))


def changed(tree: dict[str, Tree], where: int, how: str, value: Tree) -> None:
    """One value replaced, left out, or put under another name."""
    every = list(paths(tree))
    if not every:
        return
    *way, last = every[where % len(every)]
    holder: Any = tree
    for key in way:
        holder = holder[key]
    old = holder.pop(last) if how != "set" or isinstance(holder, list) else holder[last]
    if how == "set" and isinstance(holder, dict):
        holder[last] = value
    elif how == "move" and isinstance(holder, dict) and way:
        holder[str(value)[:50]] = old


@given(CHANGES)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_folder_changed_anywhere_is_loaded_or_told(changes: list[tuple[int, str, Tree]]) -> None:
    trees = good_trees()
    for change in changes:
        changed(trees, *change)
    with tempfile.TemporaryDirectory() as place:
        folder = good_folder(Path(place))
        for name, tree in trees.items():
            (folder / f"{name}.yaml").write_text(yaml.dump(tree, allow_unicode=True, width=10_000), "utf-8")
        result = loaded(folder)
        assert as_json(result.problems)
        assert (result.knowledge is None) == bool(result.broken)
