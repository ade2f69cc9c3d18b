"""The same bot in a terminal: `chat` to talk to it, `ask` for one answer, `ask --json` for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.core.content import Content
from bot.core.conversation import respond
from bot.core.dialog import replay
from bot.core.messages import (
    Attach,
    Button,
    Commanded,
    Message,
    Reading,
    Reply,
    Said,
    Say,
    Session,
    Tapped,
    Text,
    Toast,
    Turn,
    Where,
    plain,
)
from bot.core.scene import Scene

HINT = "(Type a question. Numbers press the buttons. /help shows what I can do, Ctrl-D ends.)"
CANDIDATES = 3


def clean(line: str) -> str:
    """A line as people meant it: bytes that were no text in this terminal's encoding are replaced."""
    return line.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


# --- chat -------------------------------------------------------------------------------------


@dataclass(slots=True)
class Chat:
    """One conversation in a terminal. `answer` takes a typed line and gives the lines to print."""

    content: Content
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    lang: str = ""
    session: Session = field(default_factory=Session)
    buttons: tuple[Button, ...] = ()
    shown: int = 0
    steps: list[dict[str, str]] = field(default_factory=list)  # what was done, for a story

    def answer(self, line: str) -> list[str]:
        typed = clean(line).strip()
        message = self._read(typed)
        if message is None:
            return []
        step = self._step(typed, message)
        turn = respond(self.content, self.session, message, self.clock())
        self.session = turn.session
        self.steps.append(step | self._asks())
        return [text for reply in turn.replies for text in self._write(reply)]

    def _step(self, typed: str, message: Message) -> dict[str, str]:
        if not isinstance(message, Tapped):
            return {"type": typed}
        return {"tap": next(button.label for button in self.buttons if button.data == message.data)}

    def _asks(self) -> dict[str, str]:
        flow = self.content.dialogs.get(self.session.dialog)
        progress = next((one for one in self.session.dialogs if one.flow == self.session.dialog), None)
        question = replay(flow, progress).question if flow and progress and progress.consent else None
        return {"asks": question.id} if question else {}

    def story(self) -> str:
        """What was done, as a story for tests/dialogs."""
        written = [
            ", ".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in step.items())
            for step in self.steps
        ]
        return "\n".join(["a story that needs a name:", *(f"  - {{{line}}}" for line in written)])

    def _read(self, line: str) -> Message | None:
        now, where = self.clock(), Where(person=1, lang=self.lang)
        if line.isascii() and line.isdigit() and 1 <= int(line[:4]) <= len(self.buttons):
            return self._press(self.buttons[int(line[:4]) - 1], now, where)
        if line.startswith("/"):
            name, _, argument = line[1:].partition(" ")
            return Commanded(name.casefold(), argument, now, where)
        return Said(line, now, where) if line else None

    def _press(self, button: Button, now: datetime, where: Where) -> Message:
        if button.data:
            return Tapped(button.data, str(self.shown), now, where)
        return Commanded("start", button.private, now, where)

    def _write(self, reply: Reply) -> Iterator[str]:
        if isinstance(reply, Toast):
            if reply.text:
                yield f"* {reply.text}"
            return
        if isinstance(reply, Attach):
            yield f"* {reply.name}.{reply.form}: {reply.caption}"
            return
        self.shown += 1
        yield with_addresses(reply.text)
        links = [button for row in reply.buttons for button in row if button.url]
        self.buttons = tuple(button for row in reply.buttons for button in row if not button.url)
        yield from (f"   {button.label}: {button.url}" for button in links)
        if self.buttons:
            yield "   ".join(f"[{number}] {button.label}" for number, button in enumerate(self.buttons, 1))


def with_addresses(text: Text) -> str:
    """Plain text, with the address behind each link."""
    return "".join(f"{span.text} <{span.target}>" if span.style == "link" else span.text for span in text)


def chat(content: Content, lang: str = "", *, dialog: str = "", as_test: bool = False) -> int:
    """Talks until the input ends, perhaps beginning with a dialog. Returns the exit code."""
    talk = Chat(content, lang=lang)
    print("\n".join([*talk.answer(f"/start {dialog}".strip()), "", HINT]))
    while True:
        try:
            line = input("\n> ")
        except EOFError:
            print(f"\n{talk.story()}" if as_test else "")
            return 0
        print("\n".join(talk.answer(line)))


# --- ask --------------------------------------------------------------------------------------


def ask(content: Content, questions: Iterable[str], lang: str = "", *, as_json: bool = False) -> int:
    """Answers each question as a new private conversation, one line (or one text) a question."""
    for question in questions:
        now = datetime.now(UTC)
        message = Said(clean(question).strip(), now, Where(person=1, lang=lang))
        turn = respond(content, Session(lang=lang), message, now)
        print(json.dumps(as_object(content, message, turn), ensure_ascii=False) if as_json else as_text(turn))
        sys.stdout.flush()
    return 0


def as_text(turn: Turn) -> str:
    """The replies as a person reads them."""
    says = [reply for reply in turn.replies if isinstance(reply, Say)]
    return "\n\n".join(with_addresses(say.text) for say in says) + "\n"


def as_object(content: Content, message: Said, turn: Turn) -> dict[str, object]:
    """The answer as the command line's contract describes it (see docs/ask-json.md)."""
    edition = content.edition(turn.session.lang, message.where.lang)
    scene = Scene(content, edition, turn.session, message, message.at)
    reading = turn.reading
    scores = reading.candidates or _scores(scene, message.text)
    entry = edition.entry(reading.entry) if reading.kind == "answer" else None
    kind = "unknown" if reading.kind in ("none", "command", "tap") else reading.kind
    return {
        "question": message.text,
        "lang": edition.knowledge.lang,
        "kind": kind,
        "entry": entry.id if entry else None,
        "title": entry.question if entry else None,
        "text": reading.text or _said(turn),
        "more": reading.more,
        "score": scores[0][1] if scores else 0.0,
        "candidates": [{"entry": name, "score": score} for name, score in scores],
        "dialog": reading.dialog or None,
        "sources": list(entry.sources) if entry else [],
        "suggestions": [_suggestion(scene, name, dict(scores)) for name in reading.suggestions],
        "flags": list(reading.flags),
    }


def _scores(scene: Scene, question: str) -> tuple[tuple[str, float], ...]:
    """The three best entries, also where somebody else had the turn."""
    ranking = scene.edition.matcher.rank(question, limit=CANDIDATES)
    return tuple((one.entry, one.score) for one in ranking.candidates)


def _said(turn: Turn) -> str:
    return "\n\n".join(plain(reply.text) for reply in turn.replies if isinstance(reply, Say))


def _suggestion(scene: Scene, name: str, scores: dict[str, float]) -> dict[str, object]:
    reading: Reading = scene.answer(scene.edition.knowledge.entries[name]).reading
    return {
        "entry": name,
        "dialog": reading.dialog or None,
        "title": scene.edition.knowledge.entries[name].question,
        "text": reading.text,
        "more": reading.more,
        "score": scores.get(name, 0.0),
    }
