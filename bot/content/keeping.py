"""A Content as it was built, kept in a file: the next start takes it from there in a tenth of the time.

The file is for one content and one state of the code, of Python and of the libraries that are at work in it; anything
else finds no file and builds anew. Pickle is the only format that holds it as it is, and a pickle may run code when it
is read. So it is read only if nobody but us could have written it, if it is whole, and with no names in it but those
of our own core and of a few types of data.
"""

from __future__ import annotations

import contextlib
import copyreg
import gc
import hashlib
import io
import os
import pickle
import sys
from collections.abc import Iterator
from datetime import date
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType
from typing import Any

from bot.content.defaults import shipped
from bot.content.hashing import hash_of, hash_of_code, origin, together
from bot.content.verdicts import Verdicts
from bot.core.content import Content

KEPT = 2  # files; one is in use, and one for texts that are changed back
LIBRARIES = ("numpy", "snowballstemmer", "symspellpy")
OURS = ("bot.core.", "bot.content.dictionary")
DATA = {
    ("datetime", "date"),
    (__name__, "_unchangeable"),
    ("re", "_compile"),
    ("numpy", "ndarray"),
    ("numpy", "dtype"),
    ("numpy._core.multiarray", "_reconstruct"),
    ("numpy._core.numeric", "_frombuffer"),
}
HASH = 32  # bytes at the head of the file


class Kept:
    """The file for the texts that stand in a folder now, in a folder of such files."""

    def __init__(self, cache: Path, folder: Path, dialogs: Path | None = None) -> None:
        self._hash = together(hash_of(folder), hash_of(dialogs) if dialogs else "")
        texts = origin(folder, self._hash, shipped("knowledge"))
        built_by = (hash_of_code(), sys.version, *map(version, LIBRARIES))
        name = hashlib.sha256("\0".join((texts, *built_by)).encode()).hexdigest()
        self._verdicts = Verdicts(cache, texts)
        self._file = cache / f"content-{name[:32]}.pickle"

    def content(self, today: date) -> Content | None:
        """The content, if it was built before and nothing in it was found wrong today."""
        problems = self._verdicts.kept(today)
        if problems is None or any(problem.level != "warning" for problem in problems):
            return None
        data = _own(self._file)
        return _unpickled(data[HASH:]) if data[:HASH] == hashlib.sha256(data[HASH:]).digest() else None

    def keep(self, content: Content) -> None:
        """Keeps a content in which nothing is wrong, unless the texts have changed meanwhile."""
        if content.hash != self._hash:
            return
        data = _pickled(content)
        with contextlib.suppress(OSError):  # a full disk costs time at the next start, no more
            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            _write(self._file, hashlib.sha256(data).digest() + data)
            _forget(self._file.parent)


def _own(file: Path) -> bytes:
    """The bytes of a file that is ours alone to write; of any other, none."""
    try:
        with file.open("rb") as opened:
            state = os.fstat(opened.fileno())
            return opened.read() if state.st_uid == os.geteuid() and not state.st_mode & 0o022 else b""
    except OSError:
        return b""


def _write(file: Path, data: bytes) -> None:
    fresh = file.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
        opened.write(data)
    fresh.replace(file)


def _forget(folder: Path) -> None:
    files = sorted(folder.glob("content-*.pickle"), key=lambda file: file.stat().st_mtime, reverse=True)
    for old in files[KEPT:]:
        old.unlink(missing_ok=True)


def _unchangeable(held: dict[str, Any]) -> MappingProxyType[str, Any]:
    return MappingProxyType(held)


class _Writer(pickle.Pickler):
    dispatch_table = copyreg.dispatch_table | {MappingProxyType: lambda held: (_unchangeable, (dict(held),))}


class _Reader(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        """Only what is named above, and only what stands in that module itself."""
        if (module, name) in DATA:
            return super().find_class(module, name)
        if not module.startswith(OURS) or "." in name:
            raise pickle.UnpicklingError(f"{module}.{name} has no place in a content")
        found = super().find_class(module, name)
        if getattr(found, "__module__", "") != module:
            raise pickle.UnpicklingError(f"{name} is not of {module}")
        return found


def _pickled(content: Content) -> bytes:
    buffer = io.BytesIO()
    _Writer(buffer, protocol=5).dump(content)
    return buffer.getvalue()


def _unpickled(data: bytes) -> Content | None:
    try:
        with _no_collections():
            content = _Reader(io.BytesIO(data)).load()
    except (pickle.UnpicklingError, AttributeError, ImportError, TypeError, ValueError):
        return None
    return content if isinstance(content, Content) else None


@contextlib.contextmanager
def _no_collections() -> Iterator[None]:
    """A hundred thousand objects are made and none dropped: looking for garbage among them would take longer."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()
