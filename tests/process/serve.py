"""Runs the bot as `python -m bot run` does, only with shorter waits: `python -m tests.process.serve '{"poll": 1}'`."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from bot import app
from bot.content.defaults import shipped
from bot.errors import OperatorError
from bot.gateway.pace import Pace
from bot.reload import Reload
from bot.settings import from_environment


def main() -> int:
    defaults = {name: shipped(name) for name in ("knowledge", "dialogs")}
    settings = from_environment(os.environ, defaults)
    try:
        return app.serve(settings, watch=Reload(settings), pace=Pace(**json.loads(sys.argv[1])))
    except OperatorError as wrong:
        print(wrong, file=sys.stderr)
        return 1


if __name__ == "__main__":
    assert Path("bot").is_dir(), "start it in the project's folder"
    sys.exit(main())
