"""Texts → vectors of length 1 whose product says how near two meanings are.

The model is all-MiniLM-L6-v2, a small transformer trained on a thousand million pairs of sentences. All that it does:

    pieces    the tokenizer cuts a text into pieces of words and gives each its number, at most LONGEST of them
    start     each piece is a vector: its own + its place's + a constant, normalised
    layer     six times: every piece looks at all the others, in twelve heads of 32 numbers each, and takes over a
              mean of them, weighed by how well query and key fit; then each passes by itself through two matrices
              with GELU between them; after both, what came in is added back and the sum normalised
    end       the mean over the pieces, divided by its length

Texts of as many pieces are read together, so nothing is ever padded and nothing masked. Numbers come out alike, but
for the last bits, whatever else is read with a text.

The matrices of the layers are unpacked to 32-bit floats at the start, 43 MB, since numpy multiplies nothing else
fast. The 30,522 pieces stay at one byte a number, 12 MB: a text needs only a few of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bot.embedding.weights import PLACES, Floats, Tensors, matrix, rows

LONGEST = 128  # pieces; the rest of a text is not read
HEAD = 32  # numbers in a head
TOGETHER = 32  # texts read at once
TINY = np.float32(1e-12)


class Cut(Protocol):
    """One text, cut into numbered pieces."""

    @property
    def ids(self) -> list[int]: ...


class Cutter(Protocol):
    """What of a tokenizer is needed here: it cuts a text off after LONGEST pieces, and pads nothing."""

    def encode(self, text: str) -> Cut: ...


@dataclass(frozen=True, slots=True)
class Step:
    """A matrix and what is added after it."""

    weight: Floats
    bias: Floats

    def __call__(self, values: Floats) -> Floats:
        every = values.reshape(-1, values.shape[-1])  # one product over all texts, not one for each
        done: Floats = (every @ self.weight + self.bias).reshape(*values.shape[:-1], -1)
        return done


@dataclass(frozen=True, slots=True)
class Norm:
    """Brings every vector to mean 0 and spread 1, then scales and shifts it."""

    weight: Floats
    bias: Floats

    def __call__(self, values: Floats) -> Floats:
        centred = values - values.mean(-1, keepdims=True)
        spread = np.sqrt((centred * centred).mean(-1, keepdims=True) + TINY)
        normed: Floats = centred / spread * self.weight + self.bias
        return normed


@dataclass(frozen=True, slots=True)
class Layer:
    """One of the six: the pieces look at each other, then each is worked on by itself."""

    look: Step  # queries, keys and values side by side
    take: Step
    after_look: Norm
    widen: Step
    narrow: Step
    after_work: Norm

    def __call__(self, values: Floats) -> Floats:
        values = self.after_look(values + self.take(self._looked(values)))
        return self.after_work(values + self.narrow(gelu(self.widen(values))))

    def _looked(self, values: Floats) -> Floats:
        texts, pieces, width = values.shape
        split = self.look(values).reshape(texts, pieces, 3, width // HEAD, HEAD)
        query, key, value = split.transpose(2, 0, 3, 1, 4)
        fit = query @ key.swapaxes(-1, -2) / np.float32(np.sqrt(HEAD))
        weights = np.exp(fit - fit.max(-1, keepdims=True))
        weights /= weights.sum(-1, keepdims=True)
        seen: Floats = (weights @ value).swapaxes(1, 2).reshape(texts, pieces, width)
        return seen


class Encoder:
    """The model, ready. Calling it gives a vector for each text; `width` is how many numbers it has."""

    def __init__(self, tensors: Tensors, cutter: Cutter) -> None:
        self._cutter = cutter
        self._pieces = rows(tensors, "embeddings.word_embeddings.weight")
        kind = matrix(tensors, "embeddings.token_type_embeddings.weight")[0]
        self._places = matrix(tensors, PLACES) + kind
        self._start = _norm(tensors, "embeddings.LayerNorm")
        self._layers = [_layer(tensors, f"encoder.layer.{number}") for number in range(_layers(tensors))]
        self.width = self._places.shape[1]

    def __call__(self, texts: Sequence[str]) -> Floats:
        """A vector for each text, in their order."""
        cut = [self._cutter.encode(text).ids for text in texts]
        vectors = np.zeros((len(cut), self.width), dtype=np.float32)
        for places in _alike(cut):
            vectors[places] = self._read(np.array([cut[place] for place in places], dtype=np.int64))
        return vectors

    def _read(self, ids: NDArray[np.int64]) -> Floats:
        values = self._start(self._pieces[ids] + self._places[: ids.shape[1]])
        for layer in self._layers:
            values = layer(values)
        mean = values.mean(1)
        vectors: Floats = mean / np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), TINY)
        return vectors


def _layer(tensors: Tensors, name: str) -> Layer:
    look = (f"{name}.attention.self.{part}" for part in ("query", "key", "value"))
    return Layer(
        look=_step(tensors, *look),
        take=_step(tensors, f"{name}.attention.output.dense"),
        after_look=_norm(tensors, f"{name}.attention.output.LayerNorm"),
        widen=_step(tensors, f"{name}.intermediate.dense"),
        narrow=_step(tensors, f"{name}.output.dense"),
        after_work=_norm(tensors, f"{name}.output.LayerNorm"),
    )


def _step(tensors: Tensors, *names: str) -> Step:
    """The steps of these names side by side, as one."""
    weight = np.concatenate([matrix(tensors, f"{name}.weight") for name in names])
    bias = np.concatenate([matrix(tensors, f"{name}.bias") for name in names])
    return Step(np.ascontiguousarray(weight.T), bias)


def _norm(tensors: Tensors, name: str) -> Norm:
    return Norm(matrix(tensors, f"{name}.weight"), matrix(tensors, f"{name}.bias"))


def _layers(tensors: Tensors) -> int:
    names = [name.split(".") for name in tensors if name.startswith("encoder.layer.")]
    return 1 + max(int(parts[2]) for parts in names)


def gelu(values: Floats) -> Floats:
    """x · P(a normal number is below x), by Abramowitz and Stegun 7.1.26, right to 2 in ten million."""
    half = np.abs(values) * np.float32(np.sqrt(0.5))
    t = 1 / (1 + np.float32(0.3275911) * half)
    series = np.full_like(t, 1.061405429)
    for factor in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        series *= t
        series += np.float32(factor)
    beyond = series * t * np.exp(-half * half) / 2  # the chance of being further out, on one side
    return np.asarray(np.where(values > 0, values * (1 - beyond), values * beyond), dtype=np.float32)


def _alike(cut: Sequence[Sequence[int]]) -> list[list[int]]:
    """Places of texts that have as many pieces, a few at a time."""
    by_length: dict[int, list[int]] = {}
    for place, ids in enumerate(cut):
        by_length.setdefault(len(ids), []).append(place)
    return [
        places[at : at + TOGETHER] for places in by_length.values() for at in range(0, len(places), TOGETHER)
    ]
