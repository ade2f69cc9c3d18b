"""The reader: texts as they stand, lines as an editor shows them, and nothing that can hurt."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.content.hashing import MAX_BYTES
from bot.content.nodes import Items, Keys, Node, Problems, Text
from bot.content.reading import MAX_DEPTH, read, read_file


def tree(text: str) -> Keys:
    problems = Problems()
    node = read(text.encode(), "a.yaml", problems)
    assert problems.found == []
    assert isinstance(node, Keys)
    return node


def told(data: str | bytes) -> list[str]:
    problems = Problems()
    read(data.encode() if isinstance(data, str) else data, "a.yaml", problems)
    return [str(problem) for problem in problems.sorted()]


def value(node: Node) -> str:
    assert isinstance(node, Text)
    return node.value


@pytest.mark.parametrize(
    "written",
    ["no", "yes", "on", "3.10", "12:30", "2026-11-20", "1_000", "0x1F", "null", "~", "1e3", ".5", "=", "0o7"],
)
def test_every_value_is_the_text_that_stands_there(written: str) -> None:
    assert value(tree(f"a: {written}\n").values["a"]) == written


def test_names_are_texts_too() -> None:
    assert list(tree("no: a\n3.10: b\n2026: c\n").values) == ["no", "3.10", "2026"]


def test_every_value_and_every_name_knows_its_line() -> None:
    node = tree("# a remark\na: one\n\nb:\n  - two\n  - three\nc: |\n  four\n  five\n")
    listed, block = node.values["b"], node.values["c"]
    assert isinstance(listed, Items)
    assert isinstance(block, Text)
    assert [item.at.line for item in listed.items] == [5, 6]
    assert node.key_at["b"].line == 4
    assert block.place(block.value.index("five")).line == 9


def test_a_block_keeps_its_lines_and_loses_what_trails() -> None:
    assert value(tree("a: |\n  one\n  - two\n\n  three\n\n\nb: x\n").values["a"]) == "one\n- two\n\nthree"


def test_a_blank_value_is_told_from_an_empty_text() -> None:
    node = tree("a:\nb: ''\n")
    assert [text.meant for text in node.values.values() if isinstance(text, Text)] == [False, True]


def test_remarks_may_stand_behind_values() -> None:
    assert value(tree("a: one  # two\nb: 2\n").values["a"]) == "one"


def test_lines_may_end_as_on_windows() -> None:
    node = tree("a: one\r\nb: |\r\n  two\r\n  three\r\n")
    assert [value(one) for one in node.values.values()] == ["one", "two\nthree"]


BOMBS = {
    "aliases": "a: &a [x, x]\n"
    + "".join(
        f"{x}: &{x} [{', '.join([f'*{y}'] * 9)}]\n" for x, y in zip("bcdefgh", "abcdefg", strict=False)
    ),
    "brackets": "a: " + "[" * 400_000,
    "braces": "{a: " * 200_000,
    "dashes": "- " * 300_000,
    "questions": "? " * 300_000,
    "indents": "\n".join(" " * depth + "a:" for depth in range(1000)),
    "quotes": "a: " + '"' * 900_000,
    "one long name": "a" * 900_000 + ": b",
    "anchors": "a: " + "&" * 900_000,
    "crumbs": "a: [" + "x, " * 300_000 + "]",
    "a tag": "a: !!python/object/apply:os.system [echo]\n",
    "a merge loop": "a: &a\n  <<: *a\n",
}


@pytest.mark.fault(23)
@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS.keys())
def test_a_bomb_is_refused(bomb: str) -> None:
    lines = told(bomb)
    assert 1 <= len(lines) <= 8


def test_depth_is_limited_but_sixty_four_levels_are_read() -> None:
    assert told("[" * MAX_DEPTH + "x" + "]" * MAX_DEPTH) == []
    assert "64 levels" in told("[" * (MAX_DEPTH + 1) + "x" + "]" * (MAX_DEPTH + 1))[0]


@pytest.mark.fault(22)
def test_a_large_file_is_refused_by_its_size_alone(tmp_path: Path) -> None:
    file = tmp_path / "large.yaml"
    with file.open("wb") as large:
        large.truncate(50_000_000)  # a hole: it takes no room, and reading it would show
    problems = Problems()
    assert read_file(file, "large.yaml", problems) == (None, b"")
    assert [str(problem) for problem in problems.found] == [
        "large.yaml: is 50.0 MB large; at most 1 MB can be read. Split it into several files."
    ]


def test_a_file_of_just_the_limit_is_read(tmp_path: Path) -> None:
    file = tmp_path / "full.yaml"
    file.write_text("a: b\n#" + "x" * (MAX_BYTES - 6), "utf-8")
    problems = Problems()
    node, data = read_file(file, "full.yaml", problems)
    assert (problems.found, len(data), isinstance(node, Keys)) == ([], MAX_BYTES, True)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_locked_file_is_told(tmp_path: Path) -> None:
    file = tmp_path / "locked.yaml"
    file.touch(mode=0)
    problems = Problems()
    read_file(file, "locked.yaml", problems)
    assert "Look at its permissions." in str(problems.found[0])


def test_a_folder_that_looks_like_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").mkdir()
    problems = Problems()
    read_file(tmp_path / "a.yaml", "a.yaml", problems)
    assert "cannot be opened" in str(problems.found[0])


def test_a_second_bom_is_told_with_its_line() -> None:
    assert told("a: b\n\ufeffc: d\n") == [
        "a.yaml:2: has an invisible character (U+FEFF) at the start of the line. Delete it and type the place anew."
    ]


SLIPS = {
    "a: [x,, y]\n": "comma",
    "- a\nb: c\n": "Did you forget '- '?",
    "a: @home\n": "must stand in quotes",
    "a: `code`\n": "must stand in quotes",
    "%YAML 9\n": "a.yaml",
    "a: {b: c: d}\n": "the '{' has no '}'",
    "a: 1\n  b: 2\n": "further in than the line above",
    "? [a]\n: b\n": "a name is expected here",
    ": b\n": "a name is missing before the colon",
    "a: !\n": "a.yaml",
    'a: "\\xZZ"\n': "Use single quotes",
    "a: b\n- c\n": "a.yaml",
    "a: |\n  one\n two\nb: c\n": "does not stand below any other line",
    "just words\n": "",
    "a: {{cost}}\n": "must stand in quotes",
    "a: - b\n": "Did you forget '- '?",
}


@pytest.mark.parametrize("slip", SLIPS)
def test_every_slip_has_words(slip: str) -> None:
    lines = told(slip)
    if SLIPS[slip]:
        assert SLIPS[slip] in lines[0]
    else:
        assert lines == []  # no slip of YAML; what is missing is told by the schema


def test_a_kind_of_slip_is_told_three_times_a_file() -> None:
    lines = told("".join(f"k{number}: see #{number}\n" for number in range(50)))
    assert len(lines) == 3
