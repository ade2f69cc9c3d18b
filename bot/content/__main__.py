"""`python -m bot.content FOLDER`: what is wrong with a knowledge folder, and how hard it is to read."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from bot.content.loading import load
from bot.content.report import as_text


def main(arguments: list[str]) -> int:
    """The exit code."""
    loaded = load(Path(arguments[0] if arguments else "knowledge"), today=date.today())  # noqa: DTZ011 - local day
    print(as_text(loaded.problems))  # noqa: T201 - a command
    return 1 if loaded.errors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
