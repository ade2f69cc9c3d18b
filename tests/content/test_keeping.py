"""A content is taken from where it was kept only if it is the one that would be built."""

from __future__ import annotations

import hashlib
import os
import pickle
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.content.building import build
from bot.content.folders import read_folder
from bot.content.hashing import hash_of
from bot.content.keeping import HASH, KEPT, Kept
from bot.content.loading import load
from bot.content.nodes import Problems
from bot.core.content import Content
from bot.core.conversation import respond
from bot.core.messages import Said, Session
from tests.content.folders import HERE, TODAY, good_folder, lay

NOW = datetime.combine(TODAY, time(12), UTC)
QUESTIONS = ("price in puebla", "is mexico cheeper", "more", "I want to die", "what is the weather", "")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return good_folder(tmp_path)


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def started(folder: Path, cache: Path, today: date = TODAY) -> Content:
    """As a start makes it: judged, built and kept."""
    kept = Kept(cache, folder)
    loaded = load(folder, today=today, cache=cache)
    assert loaded.knowledge is not None
    content = build(loaded.knowledge, loaded.hash, cache)
    kept.keep(content)
    return content


def taken(folder: Path, cache: Path, today: date = TODAY) -> Content | None:
    return Kept(cache, folder).content(today)


def file_in(cache: Path) -> Path:
    (file,) = cache.glob("content-*.pickle")
    return file


def test_what_was_kept_answers_like_what_was_built(folder: Path, cache: Path) -> None:
    built = started(folder, cache)
    kept = taken(folder, cache)
    assert kept is not None
    assert kept.hash == built.hash
    for text in QUESTIONS:
        said = Said(text, NOW)
        assert respond(kept, Session(), said, NOW) == respond(built, Session(), said, NOW)


def test_nothing_was_kept_before_the_first_start(folder: Path, cache: Path) -> None:
    assert taken(folder, cache) is None


def test_other_texts_are_built_anew_until_they_are_changed_back(folder: Path, cache: Path) -> None:
    started(folder, cache)
    file = folder / "cost.yaml"
    before = file.read_text("utf-8")
    file.write_text(before.replace("price in puebla", "price in cancun"), "utf-8")
    assert taken(folder, cache) is None
    file.write_text(before, "utf-8")
    assert taken(folder, cache) is not None


def test_what_was_not_judged_today_is_judged_first(folder: Path, cache: Path) -> None:
    started(folder, cache)
    tomorrow = TODAY + timedelta(days=1)
    assert taken(folder, cache, tomorrow) is None
    load(folder, today=tomorrow, cache=cache)
    assert taken(folder, cache, tomorrow) is not None


def test_texts_with_a_problem_today_are_not_served_from_what_was_kept(folder: Path, cache: Path) -> None:
    lay(HERE / "broken" / "061-review-to-come", folder)  # a problem before 2027, and none after
    fine = date(2027, 1, 2)
    started(folder, cache, fine)
    assert taken(folder, cache, fine) is not None
    assert load(folder, today=TODAY, cache=cache).errors
    assert taken(folder, cache) is None


def test_a_content_of_other_texts_is_not_kept_in_their_place(folder: Path, cache: Path) -> None:
    kept = Kept(cache, folder)
    (folder / "cost.yaml").write_text((folder / "cost.yaml").read_text("utf-8") + "\n", "utf-8")
    loaded = load(folder, today=TODAY, cache=cache)
    assert loaded.knowledge is not None
    kept.keep(build(loaded.knowledge, loaded.hash, cache))
    assert not list(cache.glob("content-*"))


def test_only_we_may_read_or_write_the_file(folder: Path, cache: Path) -> None:
    started(folder, cache)
    assert file_in(cache).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("mode", [0o620, 0o602])
def test_a_file_that_others_may_write_is_not_read(folder: Path, cache: Path, mode: int) -> None:
    started(folder, cache)
    file_in(cache).chmod(mode)
    assert taken(folder, cache) is None


@pytest.mark.parametrize("left", [0, 1, HASH, 5_000])
def test_a_file_cut_short_is_not_read(folder: Path, cache: Path, left: int) -> None:
    started(folder, cache)
    os.truncate(file_in(cache), left)
    assert taken(folder, cache) is None


class _Shell:
    def __init__(self, command: str) -> None:
        self._command = command

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, (self._command,)


def test_a_file_that_would_run_something_else_does_not(folder: Path, cache: Path, tmp_path: Path) -> None:
    started(folder, cache)
    trace = tmp_path / "it-ran"
    data = pickle.dumps(_Shell(f"touch {trace}"))
    file_in(cache).write_bytes(hashlib.sha256(data).digest() + data)
    assert taken(folder, cache) is None
    assert not trace.exists()


@pytest.mark.parametrize(
    "names", [("bot.core.content", "Mapping"), ("bot.core.text", "stem.__globals__"), ("builtins", "getattr")]
)
def test_no_name_but_those_of_our_core_comes_out_of_a_file(
    folder: Path, cache: Path, names: tuple[str, str]
) -> None:
    started(folder, cache)
    data = (
        pickle.PROTO + b"\x04" + b"".join(_short(name) for name in names) + pickle.STACK_GLOBAL + pickle.STOP
    )
    file_in(cache).write_bytes(hashlib.sha256(data).digest() + data)
    assert taken(folder, cache) is None


def _short(name: str) -> bytes:
    return pickle.SHORT_BINUNICODE + bytes([len(name)]) + name.encode()


def test_a_few_are_kept_and_the_oldest_go(folder: Path, cache: Path) -> None:
    for name in ("cancun", "merida", "monterrey", "toluca"):
        file = folder / "cost.yaml"
        file.write_text(file.read_text("utf-8").replace("price in puebla", f"price in {name}"), "utf-8")
        started(folder, cache)
    assert len(list(cache.glob("content-*"))) <= KEPT


def test_a_folder_that_cannot_be_written_costs_time_only(folder: Path, tmp_path: Path) -> None:
    in_the_way = tmp_path / "cache"
    in_the_way.write_text("a file where the folder should be", "utf-8")
    started(folder, in_the_way)
    assert taken(folder, in_the_way) is None


def test_the_hash_is_that_of_the_folder_as_it_is_read(folder: Path) -> None:
    (folder / "es").mkdir()
    (folder / "es" / "cost.yaml").write_text("title: Costes\n", "utf-8")
    (folder / "notes").mkdir()
    (folder / "notes" / "draft.yaml").write_text("a: b\n", "utf-8")
    (folder / "too-large.yaml").write_bytes(b"#" * 1_000_001)
    (folder / "odd.yml").write_text("a: b\n", "utf-8")
    assert hash_of(folder) == read_folder(folder, Problems())[1]
    assert hash_of(folder, only="cost") == read_folder(folder, Problems(), only="cost")[1]
