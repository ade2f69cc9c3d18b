"""Weights at one byte a number: nearly what they were, and nothing that is not needed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from bot.embedding.weights import GROUP, PLACES, SCALES, matrix, packed, rows
from tests.embedding import tiny

NAME = "encoder.layer.0.intermediate.dense.weight"
numbers = st.floats(-100, 100, width=32)


@given(arrays(np.float32, (3, 2 * GROUP), elements=numbers))
def test_no_number_moves_by_more_than_half_a_step_of_its_group(values: np.ndarray) -> None:
    again = matrix(packed({NAME: values}, 9), NAME)
    largest = np.abs(values.reshape(3, 2, GROUP)).max(2).repeat(GROUP, 1).reshape(values.shape)
    assert np.all(np.abs(again - values) <= largest / 127 * 0.51 + np.abs(values) * 2e-3 + 1e-3)


def test_a_matrix_takes_a_quarter_of_its_size() -> None:
    small = packed(tiny.tensors(), 128)
    kept = sum(small[name].nbytes for name in (NAME, NAME + SCALES))
    assert kept < tiny.tensors()[NAME].nbytes * 0.26


def test_what_is_not_used_is_left_out() -> None:
    names = set(packed(tiny.tensors(), 128))
    assert not [name for name in names if name.startswith("pooler") or "position_ids" in name]


def test_there_are_as_many_places_as_the_longest_text_has_pieces() -> None:
    assert len(packed(tiny.tensors(), 17)[PLACES]) == 17


def test_what_has_few_numbers_stays_exact() -> None:
    name = "encoder.layer.1.output.LayerNorm.bias"
    assert np.array_equal(matrix(packed(tiny.tensors(), 128), name), tiny.tensors()[name])


def test_rows_are_unpacked_as_they_are_asked_for() -> None:
    small, at = packed(tiny.tensors(), 128), np.array([[3, 1], [1, 2]])
    assert np.array_equal(rows(small, NAME)[at], matrix(small, NAME)[at])


def test_a_row_of_noughts_stays_one() -> None:
    assert matrix(packed({NAME: np.zeros((2, GROUP), np.float32)}, 9), NAME) == pytest.approx(0)
