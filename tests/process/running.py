"""The bot as a process of its own: started, killed, started again."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Any

from bot.store.seal import Seal, key_for
from tests.botapi import BotApi
from tests.fitted import lend

ROOT = Path(__file__).parents[2]
SMALL = Path(__file__).parent / "knowledge"
QUICK = {
    "poll": 1,
    "patience": 2.0,
    "heartbeat": 0.2,
    "probe": 0.5,
    "call": 3.0,
    "backoff": 1.0,
    "drain": 4.0,
}


class RunningBot:
    """Serves one stand-in from one data folder. `with` starts it and makes sure it is gone at the end.

    `plain` starts it as operators do, with the paces of everyday. Whatever happens, its log never bears the token.
    """

    def __init__(
        self,
        telegram: BotApi,
        data: Path,
        *,
        knowledge: Path | None = SMALL,
        pace: dict[str, float] | None = None,
        environment: dict[str, str] | None = None,
        plain: bool = False,
        log: Path | None = None,
    ) -> None:
        quick = ["-m", "tests.process.serve", json.dumps(QUICK | (pace or {}))]
        self._command = [sys.executable, *(("-m", "bot", "run") if plain else quick)]
        self._log = log or data / "log.txt"
        self._secret = telegram.token.partition(":")[2]
        self.data = data
        data.mkdir(parents=True, exist_ok=True)
        if knowledge is None:
            lend(data / "cache")
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SIGNPOST_")}
        self.environment = {
            **kept,
            "SIGNPOST_TOKEN": telegram.token,
            "SIGNPOST_API_URL": telegram.url,
            "SIGNPOST_DATA_DIR": str(data),
            "SIGNPOST_SEMANTIC": "off",  # whether it is set up here must not matter
            **({"SIGNPOST_KNOWLEDGE": str(knowledge)} if knowledge else {}),
            **(environment or {}),
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                self._command, cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )

    def __enter__(self) -> RunningBot:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.alive:
            self.kill()
        assert self._secret not in self.log, "the token stands in the log"

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    @property
    def log(self) -> str:
        """Everything the bot wrote since the data folder is there."""
        return self._log.read_text(encoding="utf-8")

    @property
    def database(self) -> Path:
        """Its database file."""
        named = self.environment.get("SIGNPOST_DATABASE_URL", "sqlite:///signpost.db")
        return self.data / named.removeprefix("sqlite:///")

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """What stands in its database now."""
        with closing(sqlite3.connect(self.database, timeout=10)) as database, database:
            Seal(key_for(self.data, self.environment.get("SIGNPOST_KEY", ""))).teach(database)
            return database.execute(query, values).fetchall()

    def signal(self, number: signal.Signals) -> None:
        assert self.process is not None
        self.process.send_signal(number)

    def kill(self) -> None:
        """As a power cut would: no clean-up of any kind."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """As a supervisor does. Returns the exit code."""
        self.signal(signal.SIGTERM)
        return self.wait()

    def wait(self, seconds: float = 30) -> int:
        assert self.process is not None
        return self.process.wait(seconds)

    @property
    def health_file(self) -> str:
        """What the health check reads; empty before there is one."""
        file = self.data / "health.json"
        return file.read_text(encoding="utf-8") if file.exists() else ""

    def health(self) -> tuple[int, str]:
        """What `python -m bot health` says: exit code and line."""
        done = subprocess.run(
            [sys.executable, "-m", "bot", "health"],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr
