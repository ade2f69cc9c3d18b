"""docs/faults.md and the tests say the same."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"\| (\d+) \| (.+?) \| (.+?) \| (.+?) \|")
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


@cache
def listed() -> dict[int, list[tuple[str, str]]]:
    """Number → the tests that docs/faults.md names for it, as (file, name)."""
    text = (ROOT / "docs" / "faults.md").read_text(encoding="utf-8")
    return {int(row[1]): TEST.findall(row[4]) for row in ROW.finditer(text)}


@cache
def marked() -> dict[tuple[str, str], set[int]]:
    """Every test in the project with a fault mark, as (file, name) → its numbers."""
    return {
        (str(path.relative_to(ROOT)), test.name): numbers
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        for test in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(test, ast.FunctionDef | ast.AsyncFunctionDef)
        if (numbers := set(_numbers(test)))
    }


def _numbers(test: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[int]:
    for decorator in test.decorator_list:
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "pytest.mark.fault":
            yield from (ast.literal_eval(argument) for argument in decorator.args)


def test_every_number_in_the_list_has_tests_and_every_marked_number_is_in_the_list() -> None:
    assert all(listed().values()), [number for number, tests in listed().items() if not tests]
    assert set(listed()) == set().union(*marked().values())


@pytest.mark.parametrize("number", listed())
def test_the_tests_named_for_a_case_exist_and_bear_its_number(number: int) -> None:
    for test in listed()[number]:
        assert number in marked().get(test, set()), f"{test} bears no mark {number}"


def test_every_test_with_a_number_is_named_in_its_row() -> None:
    named = {(test, number) for number, tests in listed().items() for test in tests}
    forgotten = {(test, number) for test, numbers in marked().items() for number in numbers} - named
    assert not forgotten, "\n".join(f"{number}: `{test[0]}::{test[1]}`" for test, number in sorted(forgotten))


def test_the_list_counts_upwards() -> None:
    assert list(listed()) == sorted(listed())
