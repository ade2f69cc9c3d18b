"""Vectors are kept by text, whole or not at all, and a damaged file costs time and no more."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.embedding import vectors
from bot.embedding.vectors import Vectors

WIDTH = 8


def made_up(count: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(count, WIDTH)).astype(np.float32)


def learned(*texts: str) -> Vectors:
    known = Vectors()
    known.learn(texts, made_up(len(texts)))
    return known


def test_a_vector_fresh_from_the_model_and_one_from_the_file_are_the_same(tmp_path: Path) -> None:
    fresh = learned("one", "two")
    fresh.write(tmp_path / "folder" / "kept.npz", ["one", "two"])
    again = Vectors.read([tmp_path / "folder" / "kept.npz"], WIDTH)
    for text in ("one", "two"):
        assert np.array_equal(again.of([text])[text], fresh.of([text])[text])
        assert fresh.of([text])[text] == pytest.approx(made_up(2)[("one", "two").index(text)], abs=2e-3)


def test_only_what_is_unknown_is_asked_for_and_each_text_once() -> None:
    assert learned("one").unknown(["two", "one", "three", "two"]) == ["two", "three"]


def test_nothing_is_written_where_nothing_was_learned(tmp_path: Path) -> None:
    Vectors().write(tmp_path / "kept.npz", [])
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_left_over_beside_the_file(tmp_path: Path) -> None:
    learned("one").write(tmp_path / "kept.npz", ["one"])
    assert [file.name for file in tmp_path.iterdir()] == ["kept.npz"]


def test_a_folder_that_cannot_be_made_costs_time_and_no_more(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    known = learned("one")
    known.write(tmp_path / "file" / "kept.npz", ["one"])
    assert known.unknown(["one"]) == []


@pytest.mark.parametrize("spoilt", [b"", b"not an archive", b"PK\x03\x04 torn"])
def test_a_damaged_file_is_as_good_as_none(tmp_path: Path, spoilt: bytes) -> None:
    (tmp_path / "kept.npz").write_bytes(spoilt)
    assert len(Vectors.read([tmp_path / "kept.npz"], WIDTH)) == 0


def test_a_torn_file_is_as_good_as_none(tmp_path: Path) -> None:
    learned("one", "two").write(tmp_path / "kept.npz", [])
    whole = (tmp_path / "kept.npz").read_bytes()
    (tmp_path / "kept.npz").write_bytes(whole[: len(whole) // 2])
    assert len(Vectors.read([tmp_path / "kept.npz"], WIDTH)) == 0


def test_vectors_of_another_model_are_not_taken_for_ours(tmp_path: Path) -> None:
    learned("one").write(tmp_path / "kept.npz", ["one"])
    assert len(Vectors.read([tmp_path / "kept.npz"], WIDTH + 1)) == 0


def test_a_file_that_could_run_code_is_not_opened(tmp_path: Path) -> None:
    with (tmp_path / "kept.npz").open("wb") as target:
        np.savez(target, keys=np.zeros((1, 16), np.uint8), vectors=np.array([{"a": 1}], dtype=object))
    assert len(Vectors.read([tmp_path / "kept.npz"], WIDTH)) == 0


def test_several_files_are_read_as_one(tmp_path: Path) -> None:
    learned("one").write(tmp_path / "a.npz", ["one"])
    learned("two").write(tmp_path / "b.npz", ["two"])
    both = Vectors.read([tmp_path / "a.npz", tmp_path / "b.npz", tmp_path / "not there.npz"], WIDTH)
    assert both.unknown(["one", "two", "three"]) == ["three"]


def test_what_is_in_use_stays_and_of_the_rest_the_newest(tmp_path: Path) -> None:
    texts = [str(number) for number in range(vectors.MOST + 5)]
    many = learned(*texts)
    many.write(tmp_path / "kept.npz", texts[:3])
    kept = Vectors.read([tmp_path / "kept.npz"], WIDTH)
    assert len(kept) == vectors.MOST
    assert kept.unknown(texts) == texts[3:8]
