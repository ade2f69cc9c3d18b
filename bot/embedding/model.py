"""Where the model lies, and how it is opened.

It belongs to what is installed, so it lies beside the installed packages, where every data folder shares it; where
those cannot be written, as in a container, it lies in the data folder.
"""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from bot.embedding.encoder import LONGEST, Encoder
from bot.errors import SemanticError

NAME = "all-MiniLM-L6-v2-1"  # the number rises when other vectors come out of the same weights
WEIGHTS = "weights.safetensors"
TOKENIZER = "tokenizer.json"
VECTORS = "vectors.npz"


class Homes(NamedTuple):
    """The two places. The first is read before the second, and written if it can be."""

    installed: Path
    data: Path

    def with_model(self) -> Path | None:
        """The first of them that has the model."""
        return next((home for home in self if is_complete(home)), None)

    def to_fill(self) -> Path:
        """The first of them that can be written."""
        inside = sys.prefix != sys.base_prefix  # an installation of our own, not the system's
        return self.installed if inside and _can_be_made(self.installed) else self.data


def homes(data_dir: Path, prefix: Path = Path(sys.prefix)) -> Homes:
    """Where the model may lie for a bot on this data folder."""
    return Homes(prefix / "share" / "signpost" / NAME, data_dir / "semantic" / NAME)


def is_complete(home: Path) -> bool:
    """Whether the model lies here."""
    return all((home / name).is_file() for name in (WEIGHTS, TOKENIZER))


def require_packages() -> None:
    """Raises SemanticError unless the packages of the extra are installed."""
    missing = [name for name in ("safetensors", "tokenizers") if find_spec(name) is None]
    if missing:
        raise SemanticError(
            f"Better matching needs the packages in requirements-semantic.lock ({', '.join(missing)} not found): "
            "run `make semantic`."
        )


def opened(home: Path) -> Encoder:
    """The model, ready to read. Raises SemanticError if a package is missing or a file is damaged."""
    require_packages()
    from safetensors import SafetensorError
    from safetensors.numpy import load_file
    from tokenizers import Tokenizer

    damaged = SemanticError(
        f"The model for better matching in {home} is damaged: run `python -m bot semantic` again."
    )
    try:
        cutter = Tokenizer.from_file(str(home / TOKENIZER))
    except Exception as wrong:  # the tokenizer raises nothing narrower
        raise damaged from wrong
    cutter.no_padding()
    cutter.enable_truncation(LONGEST)
    try:
        return Encoder(load_file(home / WEIGHTS), cutter)
    except (OSError, ValueError, LookupError, SafetensorError) as wrong:
        raise damaged from wrong


def _can_be_made(folder: Path) -> bool:
    there = next(parent for parent in (folder, *folder.parents) if parent.exists())
    return os.access(there, os.W_OK)
