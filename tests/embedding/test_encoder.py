"""The encoder computes what the model is defined to compute, written out here plainly and slowly."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from bot.embedding.encoder import LONGEST, Encoder, gelu
from bot.embedding.model import opened
from bot.embedding.weights import packed
from tests.embedding import tiny

Array = NDArray[np.float64]
TEXTS = ["hair", "will my hair grow back", "cost", "", "fever 38.5 !", "x" * 30, "Où est l'hôpital? 漢字 😀"]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    home = tmp_path_factory.mktemp("models") / "tiny"
    tiny.put(home)
    return opened(home)


def reference(text: str) -> Array:
    """The vector by the book: one text, one head and one number after the other, with the full weights."""
    weights = {name: values.astype(np.float64) for name, values in tiny.tensors().items()}
    cutter = tiny.tokenizer()
    cutter.no_padding()
    ids = cutter.encode(text).ids[:LONGEST]

    def step(name: str, values: Array) -> Array:
        return np.array([weights[f"{name}.weight"] @ row + weights[f"{name}.bias"] for row in values])

    def norm(name: str, values: Array) -> Array:
        spread = np.sqrt(values.var(1, keepdims=True) + 1e-12)
        normed = (values - values.mean(1, keepdims=True)) / spread
        return np.array(normed * weights[f"{name}.LayerNorm.weight"] + weights[f"{name}.LayerNorm.bias"])

    def attended(name: str, values: Array) -> Array:
        query, key, value = (step(f"{name}.self.{part}", values) for part in ("query", "key", "value"))
        heads = []
        for at in range(0, tiny.WIDTH, 32):
            fit = query[:, at : at + 32] @ key[:, at : at + 32].T / math.sqrt(32)
            shares = np.exp(fit) / np.exp(fit).sum(1, keepdims=True)
            heads.append(shares @ value[:, at : at + 32])
        return np.hstack(heads)

    def bent(values: Array) -> Array:
        return np.array([[x * (1 + math.erf(x / math.sqrt(2))) / 2 for x in row] for row in values.tolist()])

    places = weights["embeddings.position_embeddings.weight"][: len(ids)]
    kind = weights["embeddings.token_type_embeddings.weight"][0]
    values = norm("embeddings", weights["embeddings.word_embeddings.weight"][ids] + places + kind)
    for number in range(tiny.LAYERS):
        name = f"encoder.layer.{number}"
        seen = step(f"{name}.attention.output.dense", attended(f"{name}.attention", values))
        values = norm(f"{name}.attention.output", values + seen)
        worked = step(f"{name}.output.dense", bent(step(f"{name}.intermediate.dense", values)))
        values = norm(f"{name}.output", values + worked)
    mean = values.mean(0)
    return np.array(mean / np.linalg.norm(mean))


@pytest.mark.parametrize("text", TEXTS)
def test_a_vector_is_what_the_full_weights_give_but_for_rounding(model: Encoder, text: str) -> None:
    assert model([text])[0] @ reference(text) >= 0.999


def test_texts_read_together_come_out_as_if_read_alone_and_in_their_order(model: Encoder) -> None:
    together = model(TEXTS * 12)
    alone = np.array([model([text])[0] for text in TEXTS] * 12)
    assert together == pytest.approx(alone, abs=1e-5)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=5))
def test_every_text_gives_a_vector_of_length_1(texts: list[str]) -> None:
    cutter = tiny.tokenizer()
    cutter.no_padding()
    vectors = Encoder(packed(tiny.tensors(), LONGEST), cutter)(texts)
    assert vectors.shape == (len(texts), tiny.WIDTH)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(texts)), abs=1e-5)


def test_what_comes_after_the_longest_text_is_not_read(model: Encoder) -> None:
    long = " ".join(["cost"] * (LONGEST - 2))
    assert model([long + " hair"])[0] == pytest.approx(model([long])[0])
    assert model([long])[0] != pytest.approx(model([long[:-5]])[0])


def test_gelu_is_right_to_a_millionth() -> None:
    values = np.linspace(-8, 8, 4001, dtype=np.float32)
    exact = [x * (1 + math.erf(x / math.sqrt(2))) / 2 for x in values.tolist()]
    assert gelu(values) == pytest.approx(np.array(exact), abs=1e-6)


def test_the_model_is_the_same_wherever_it_lies(model: Encoder, tmp_path: Path) -> None:
    tiny.put(tmp_path / "elsewhere")
    assert np.array_equal(opened(tmp_path / "elsewhere")(TEXTS), model(TEXTS))
