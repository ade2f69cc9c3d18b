"""What is read from the disk without the key says nothing: AES-GCM over what people write and what they are answered.

The key is 32 bytes, written as letters (base64url, 43 or 44 of them) in SIGNPOST_KEY, or in a file beside the database
that is made at the first start. A person's dialogs stand under a keyed hash of their number, so that the file does not
tell whose they are.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import os
import sqlite3
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.errors import DataError, SettingsError

KEY_FILE = "signpost.key"
KEY_BYTES = 32
NONCE = 12
CHECK = "the key of this database"


class WrongKey(Exception):
    """Something was sealed with another key."""


class Seal:
    """Seals and opens what is kept, with one key."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)
        self._hash_key = hmac.digest(key, b"whose dialogs", "sha256")

    def seal(self, text: str, purpose: str) -> bytes:
        """The text for nobody to read. It opens only for the same purpose."""
        nonce = os.urandom(NONCE)
        return nonce + self._cipher.encrypt(nonce, text.encode("utf-8", "surrogatepass"), purpose.encode())

    def opened(self, sealed: bytes | str, purpose: str) -> str:
        """The text again; one that was never sealed, as it is. Raises WrongKey."""
        if isinstance(sealed, str):
            return sealed
        try:
            data = self._cipher.decrypt(sealed[:NONCE], sealed[NONCE:], purpose.encode())
        except (InvalidTag, ValueError):
            raise WrongKey from None
        return data.decode("utf-8", "surrogatepass")

    def name_of(self, person: int) -> bytes:
        """What stands in place of a person's number."""
        return hmac.digest(self._hash_key, str(person).encode(), "sha256")[:16]

    def teach(self, db: sqlite3.Connection) -> None:
        """Gives a connection the functions `sealed(text, purpose)`, `opened(blob, purpose)` and `name_of(person)`."""
        db.create_function("sealed", 2, lambda text, purpose: self.seal(text, purpose) if text else "")
        db.create_function(
            "opened", 2, lambda kept, purpose: None if kept is None else self.opened(kept, purpose)
        )
        db.create_function("name_of", 1, self.name_of, deterministic=True)


def key_for(folder: Path, written: str) -> bytes:
    """The key of a data folder: as written in the settings, else from its file, which is made if there is none."""
    if written:
        return _read(written, "SIGNPOST_KEY")
    file = folder / KEY_FILE
    try:
        if file.exists():
            return _read(file.read_text("ascii", "replace").strip(), str(file))
        return _made(file)
    except OSError as error:
        raise DataError(
            f"The key file {file} cannot be used: {error.strerror}. Mend its permissions, or set SIGNPOST_KEY."
        ) from None


def new_key() -> str:
    """A fresh key, as it is written."""
    return base64.urlsafe_b64encode(os.urandom(KEY_BYTES)).decode("ascii")


def _made(file: Path) -> bytes:
    written = new_key()
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(
        os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii"
    ) as opened:
        opened.write(written + "\n")
        opened.flush()
        os.fsync(opened.fileno())
    return _read(written, str(file))


def _read(written: str, where: str) -> bytes:
    try:
        key = base64.urlsafe_b64decode(written + "=" * (-len(written) % 4))
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise SettingsError(
            f"{where} is not a key: it needs {KEY_BYTES} bytes written in base64. Leave it out, and the bot makes one; "
            "or put back the one this data folder was used with."
        )
    return key
