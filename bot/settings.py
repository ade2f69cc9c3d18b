"""The environment, read once, into one frozen Settings."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args
from urllib.parse import urlsplit

from dotenv import dotenv_values

from bot.errors import SettingsError

PREFIX = "SIGNPOST_"
LogFormat = Literal["text", "json"]
LogLevel = Literal["DEBUG", "INFO", "WARNING", "ERROR"]
Semantic = Literal["auto", "off"]
TOKEN = re.compile(r"\d{3,20}:[A-Za-z0-9_-]{10,100}")


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are and how the bot runs. `repr` never shows the token or the key."""

    token: str
    api_url: str
    data_dir: Path
    database: Path
    knowledge: Path
    dialogs: Path
    operators: tuple[int, ...]
    key: str
    semantic: Semantic
    log_level: LogLevel
    log_format: LogFormat

    @property
    def cache(self) -> Path:
        """The folder for what is computed once per content."""
        return self.data_dir / "cache"

    def __repr__(self) -> str:
        return f"Settings(data_dir={str(self.data_dir)!r}, knowledge={str(self.knowledge)!r}, …)"


def from_environment(environment: Mapping[str, str], defaults: Mapping[str, Path]) -> Settings:
    """The settings in these variables; `defaults` names the folders `knowledge` and `dialogs` to use without them.

    Raises SettingsError naming the first variable that is wrong, or every one that is unknown.
    """
    ours = {name: value.strip() for name, value in environment.items() if name.startswith(PREFIX)}
    _refuse_unknown(ours)

    def read(name: str, default: str, parse: Callable[[str], object] = str) -> object:
        value = ours.get(PREFIX + name, "")
        try:
            return parse(value or default)
        except ValueError as wrong:
            raise SettingsError(f"{PREFIX}{name} {wrong}") from None

    data_dir = cast(Path, read("DATA_DIR", "data", _folder_to_make))
    return Settings(
        token=cast(str, read("TOKEN", "", _token)),
        api_url=cast(str, read("API_URL", "https://api.telegram.org", _web_address)),
        data_dir=data_dir,
        database=data_dir / cast(Path, read("DATABASE_URL", "sqlite:///signpost.db", _database)),
        knowledge=cast(Path, read("KNOWLEDGE", str(defaults["knowledge"]), _folder)),
        dialogs=cast(Path, read("DIALOGS", str(defaults["dialogs"]), _folder)),
        operators=cast("tuple[int, ...]", read("OPERATORS", "", _people)),
        key=cast(str, read("KEY", "")),
        semantic=cast(Semantic, read("SEMANTIC", "auto", _one_of(Semantic))),
        log_level=cast(LogLevel, read("LOG_LEVEL", "INFO", lambda text: _one_of(LogLevel)(text.upper()))),
        log_format=cast(LogFormat, read("LOG_FORMAT", "text", _one_of(LogFormat))),
    )


def with_dotenv(environment: Mapping[str, str], folder: Path) -> dict[str, str]:
    """The environment, with what a `.env` file in the folder adds to it. The environment wins."""
    try:
        written = dotenv_values(folder / ".env", interpolate=False, encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as wrong:
        raise SettingsError(
            f"The file .env cannot be read ({wrong}). Save it as UTF-8 text, or remove it."
        ) from None
    return {name: value for name, value in written.items() if value is not None} | dict(environment)


NAMES = (
    *("TOKEN", "API_URL", "DATABASE_URL", "DATA_DIR", "KNOWLEDGE", "DIALOGS"),
    *("OPERATORS", "KEY", "SEMANTIC", "LOG_LEVEL", "LOG_FORMAT"),
)
KNOWN = tuple(PREFIX + name for name in NAMES)


def _refuse_unknown(ours: Mapping[str, str]) -> None:
    unknown = sorted(set(ours) - set(KNOWN))
    if not unknown:
        return
    near = difflib.get_close_matches(unknown[0].removeprefix(PREFIX), NAMES, n=1, cutoff=0.5)
    hint = f" Did you mean {PREFIX}{near[0]}?" if near else f" There are: {', '.join(KNOWN)}."
    raise SettingsError(f"There is no setting {', '.join(unknown)}.{hint}")


def _token(text: str) -> str:
    if text and not TOKEN.fullmatch(text):
        raise ValueError(
            "does not look like a bot token. Copy it whole from @BotFather: digits, a colon, letters."
        )
    return text


def _web_address(text: str) -> str:
    try:
        parts = urlsplit(text)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        sound = False
    if not sound:
        raise ValueError("must be an address such as https://api.telegram.org or http://host:8081.")
    return text.rstrip("/")


def _folder(text: str) -> Path:
    path = Path(text).expanduser()
    if not path.is_dir():
        raise ValueError(f"names the folder {text}, which is not there.")
    return path


def _folder_to_make(text: str) -> Path:
    path = Path(text).expanduser()
    if path.exists() and not path.is_dir():
        raise ValueError(
            f"names {text}, which is a file. It must be a folder; it is made if it is not there."
        )
    return path


def _database(text: str) -> Path:
    scheme, _, name = text.partition(":///")
    if scheme != "sqlite" or not name or name.endswith("/"):
        raise ValueError(
            "must look like sqlite:///signpost.db (in the data folder) or sqlite:////full/path.db."
        )
    return Path(name)


def _people(text: str) -> tuple[int, ...]:
    try:
        return tuple(int(part) for part in text.split(",") if part.strip())
    except ValueError:
        raise ValueError(
            "must be Telegram user numbers with commas between them, such as 12345678,87654321."
        ) from None


def _one_of(choices: object) -> Callable[[str], str]:
    allowed: tuple[str, ...] = get_args(choices)

    def parse(text: str) -> str:
        if text not in allowed:
            raise ValueError(f"must be one of {', '.join(allowed)}, not {text!r}.")
        return text

    return parse
