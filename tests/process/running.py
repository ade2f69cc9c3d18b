"""The bot as a process of its own: started, killed, started again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType

from tests.botapi import BotApi

ROOT = Path(__file__).parents[2]
SMALL = Path(__file__).parent / "knowledge"
QUICK = {"poll": 1, "patience": 2.0, "heartbeat": 0.2, "probe": 0.5, "call": 3.0, "backoff": 1.0, "drain": 4.0}


class RunningBot:
    """Serves one stand-in from one data folder. `with` starts it and makes sure it is gone at the end."""

    def __init__(
        self,
        telegram: BotApi,
        data: Path,
        *,
        knowledge: Path | None = SMALL,
        pace: dict[str, float] | None = None,
        environment: dict[str, str] | None = None,
    ) -> None:
        self._pace = json.dumps(QUICK | (pace or {}))
        self._log = data / "log.txt"
        data.mkdir(parents=True, exist_ok=True)
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SIGNPOST_")}
        self.environment = {
            **kept,
            "SIGNPOST_TOKEN": telegram.token,
            "SIGNPOST_API_URL": telegram.url,
            "SIGNPOST_DATA_DIR": str(data),
            **({"SIGNPOST_KNOWLEDGE": str(knowledge)} if knowledge else {}),
            **(environment or {}),
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.process.serve", self._pace],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
            )

    def __enter__(self) -> RunningBot:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.alive:
            self.kill()

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    @property
    def log(self) -> str:
        """Everything the bot wrote since the data folder is there."""
        return self._log.read_text(encoding="utf-8")

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
