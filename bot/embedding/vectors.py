"""Vectors of wordings, kept by a hash of the text: computed once, whatever content the text stands in.

They are kept as 16-bit floats and rounded so at once, so that a vector fresh from the model and one from the file are
the same. A file that is damaged or cannot be written costs time, no more.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

Rounded = NDArray[np.float16]

KEY = 16  # bytes
MOST = 20_000  # vectors that are kept; those of the content in use always are


class Vectors:
    """The vectors known by now."""

    def __init__(self, known: Mapping[bytes, Rounded] | None = None) -> None:
        self._known = dict(known or {})
        self._changed = False

    @classmethod
    def read(cls, files: Iterable[Path]) -> Vectors:
        """All that these files have."""
        return cls({key: vector for file in files for key, vector in _pairs(file)})

    def __len__(self) -> int:
        return len(self._known)

    def unknown(self, texts: Iterable[str]) -> list[str]:
        """Which of the texts have none yet, each once."""
        return [text for text in dict.fromkeys(texts) if _key(text) not in self._known]

    def learn(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Takes in the vectors of these texts."""
        for text, vector in zip(texts, vectors.astype(np.float16), strict=True):
            self._known[_key(text)] = vector
            self._changed = True

    def of(self, texts: Iterable[str]) -> dict[str, Rounded]:
        """The vector of each text, all of them known."""
        return {text: self._known[_key(text)] for text in texts}

    def write(self, file: Path, in_use: Collection[str]) -> None:
        """Keeps them, whole or not at all: those in use first, then the newest of the others."""
        if not self._changed:
            return
        used = dict.fromkeys(map(_key, in_use))
        others = [key for key in reversed(self._known) if key not in used]
        keys = [*used, *others[: max(MOST - len(used), 0)]]
        with contextlib.suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            _replace(file, keys[::-1], [self._known[key] for key in keys[::-1]])
            self._changed = False


def _key(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "replace"), digest_size=KEY).digest()


def _pairs(file: Path) -> list[tuple[bytes, Rounded]]:
    try:
        with np.load(file, allow_pickle=False) as kept:
            keys, vectors = kept["keys"], kept["vectors"]
        sound = keys.dtype == np.uint8 and keys.shape == (len(vectors), KEY) and vectors.dtype == np.float16
        return [(key.tobytes(), vector) for key, vector in zip(keys, vectors, strict=True)] if sound else []
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return []


def _replace(file: Path, keys: Sequence[bytes], vectors: Sequence[Rounded]) -> None:
    written = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with written.open("wb") as target:
            numbers = np.frombuffer(b"".join(keys), dtype=np.uint8).reshape(-1, KEY)
            np.savez(target, keys=numbers, vectors=np.array(vectors, dtype=np.float16))
        written.replace(file)
    finally:
        written.unlink(missing_ok=True)
