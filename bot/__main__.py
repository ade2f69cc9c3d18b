"""The command line: `python -m bot …`, also installed as `signpost`. Only here do errors become exit codes."""

from __future__ import annotations

import argparse
import logging
import os
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from bot.content.defaults import shipped
from bot.content.schema import DIALOGS
from bot.errors import BotError, OperatorError, UsageError
from bot.settings import Settings, from_environment, with_dotenv

DONE, MENDABLE, MISUSED, OUR_BUG, INTERRUPTED = 0, 1, 2, 3, 130

Command = Callable[[argparse.Namespace, Settings], int]


def run(_: argparse.Namespace, settings: Settings) -> int:
    """Serves Telegram; without a token, the local chat."""
    if not settings.token:
        return chat(argparse.Namespace(lang="", dialog="", as_test=False), settings)
    from bot import app
    from bot.reload import Reload

    return app.serve(settings, watch=Reload(settings))


def chat(options: argparse.Namespace, settings: Settings) -> int:
    from bot import console, offline

    return console.chat(
        offline.content_to_try(settings), options.lang, dialog=options.dialog, as_test=options.as_test
    )


def ask(options: argparse.Namespace, settings: Settings) -> int:
    from bot import console, offline, why

    words = " ".join(options.question)
    questions = _lines() if words == "-" else iter([words])
    content = offline.content_to_try(settings)
    if not options.why:
        return console.ask(content, questions, options.lang, as_json=options.json)
    for question in questions:
        print(
            "\n".join(why.lines(content, console.clean(question).strip(), options.lang)),
            end="\n\n",
            flush=True,
        )
    return DONE


def check(options: argparse.Namespace, settings: Settings) -> int:
    from bot import offline
    from bot.content import report

    problems = offline.due(settings) if options.due else offline.problems(settings)
    print(report.as_json(problems) if options.json else report.as_text(problems))
    return MENDABLE if any(problem.level != "warning" for problem in problems) else DONE


def draw(options: argparse.Namespace, settings: Settings) -> int:
    from bot import offline

    print(offline.drawing(settings, options.dialog))
    return DONE


def gaps(_: argparse.Namespace, settings: Settings) -> int:
    from bot import offline

    for gap in offline.gaps(settings):
        print(gap)
    return DONE


def semantic(_: argparse.Namespace, settings: Settings) -> int:
    from bot import offline

    offline.set_up_semantic(settings)
    return DONE


def schema(_: argparse.Namespace, settings: Settings) -> int:
    from bot.content.schemas import write_schemas

    for path in write_schemas(settings.knowledge):
        print(path)
    return DONE


def health(_: argparse.Namespace, settings: Settings) -> int:
    from bot import app

    well, sentence = app.health(settings)
    print(sentence)
    return DONE if well else MENDABLE


COMMANDS: Mapping[str, tuple[Command, str]] = {
    "run": (run, "serve Telegram; without a token, the local chat"),
    "chat": (chat, "talk to the bot in this terminal"),
    "ask": (ask, "one answer; `-` reads a question a line"),
    "check": (check, "everything wrong with the texts, and what to do"),
    "draw": (draw, "a dialog as a Mermaid diagram"),
    "gaps": (gaps, "what people asked that has no answer"),
    "semantic": (semantic, "set up the optional better matching"),
    "schema": (schema, "write the JSON Schemas for editors"),
    "health": (health, "whether the running bot is well"),
}


def parser() -> argparse.ArgumentParser:
    """The command line as people type it."""
    top = argparse.ArgumentParser(
        prog="signpost", description="Answers about stem cell treatment for MS, from checked texts."
    )
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    parts = {
        name: commands.add_parser(name, help=text, description=text) for name, (_, text) in COMMANDS.items()
    }
    parts["ask"].add_argument("question", nargs="+", metavar="QUESTION")
    parts["draw"].add_argument("dialog", choices=DIALOGS)
    parts["chat"].add_argument("--dialog", default="", choices=DIALOGS, help="begin with this dialog")
    parts["chat"].add_argument(
        "--as-test", action="store_true", help="at the end, print what was said as a story"
    )
    parts["check"].add_argument(
        "--due", action="store_true", help="what is to be reviewed in the next 30 days"
    )
    how = parts["ask"].add_mutually_exclusive_group()
    how.add_argument(
        "--why", action="store_true", help="what it was taken for, how sure, and which words counted"
    )
    for one in (how, parts["check"]):
        one.add_argument("--json", action="store_true", help="one JSON object a line")
    for name in ("ask", "chat"):
        parts[name].add_argument("--lang", default="", metavar="xx", help="the language to answer in")
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command. Returns the exit code: 0, 1 the operator can mend it, 2 usage, 3 our bug, 130 interrupted."""
    options = parser().parse_args(arguments)  # exits with 2 by itself
    _speak_utf8()
    # The matrices here are small, and numpy's threads spin while others work: on a busy machine ten times slower.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        defaults = {name: shipped(name) for name in ("knowledge", "dialogs")}
        settings = from_environment(with_dotenv(os.environ, Path.cwd()), defaults)
        return COMMANDS[options.command][0](options, settings)
    except UsageError as wrong:
        print(wrong, file=sys.stderr)
        return MISUSED
    except OperatorError as wrong:
        print(wrong, file=sys.stderr)
        return MENDABLE
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # `signpost check | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as bug:
        _tell(bug)
        return OUR_BUG


def _tell(bug: Exception) -> None:
    """Our own bug: the traceback, through the filters that keep the token out of logs."""
    logging.getLogger("bot").critical(
        "This is a bug in Signpost, not yours:\n%s", "".join(traceback.format_exception(bug))
    )


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")


def _lines() -> Iterator[str]:
    return (line.rstrip("\r\n") for line in sys.stdin)


__all__ = ["BotError", "main"]

if __name__ == "__main__":
    sys.exit(main())
