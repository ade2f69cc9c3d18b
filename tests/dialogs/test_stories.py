"""The stories beside this file, told to the shipped dialogs; the session is saved and read again between the steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.content.stories import stories
from bot.core import dialog
from bot.core.content import Content
from bot.core.conversation import respond
from bot.core.messages import Commanded, Message, Said, Say, Session, Tapped, Unreadable, Where, plain
from bot.core.progress import Progress
from bot.store import dialogs, sessions
from tests.dialogs.shipped import HERE, shipped

HERE_AND_NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
WHERE = Where(person=7, private=True, lang="en")
FILES = [name for name in shipped().dialogs if (HERE / f"{name}.yaml").is_file()]
STORIES = [(name, title) for name in FILES for title in stories(HERE / f"{name}.yaml")]


class Teller:
    """Lives through a story."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.content: Content = shipped()
        self.session = Session()
        self.screen = Say(())
        self.said = ""
        self.now = HERE_AND_NOW
        self._number = 0

    def lives(self, step: Mapping[str, Any]) -> None:
        if "later" in step:
            self.now += timedelta(days=float(step["later"]))
        if "edited" in step:
            self._edits(str(step["edited"]))
        if (message := self._message(step)) is not None:
            self._does(message)
        self._holds(step)

    def _message(self, step: Mapping[str, Any]) -> Message | None:
        if "type" in step:
            return self._typed(str(step["type"]))
        if "tap" in step:
            return self._tapped(str(step["tap"]))
        return Unreadable(self.now, WHERE) if "sends" in step else None

    def _typed(self, text: str) -> Message:
        if text.startswith("/"):
            command, _, argument = text[1:].partition(" ")
            return Commanded(command, argument, self.now, WHERE)
        return Said(text, self.now, WHERE)

    def _tapped(self, label: str) -> Message:
        buttons = [button for row in self.screen.buttons for button in row]
        found = [button for button in buttons if button.label == label] or [
            button for button in buttons if label in button.label
        ]
        assert found, f"no button {label!r} among {[button.label for button in buttons]}"
        self._number += 1
        return Tapped(found[0].data, f"m{self._number}", self.now, WHERE)

    def _does(self, message: Message) -> None:
        turn = respond(self.content, self.session, message, self.now)
        says = [reply for reply in turn.replies if isinstance(reply, Say)]
        self.said = "\n".join(plain(say.text) for say in says)
        self.screen = says[-1] if says else self.screen
        self.session = dialogs.load(sessions.load(sessions.dump(turn.session)), dialogs.dump(turn.session))

    def _edits(self, question: str) -> None:
        flow = self.content.dialogs[self.name]
        edited = replace(flow.questions[question], rev=flow.questions[question].rev + 1)
        changed = replace(flow, version=flow.version + 1, questions={**flow.questions, question: edited})
        self.content = replace(self.content, dialogs={**self.content.dialogs, self.name: changed})

    def _holds(self, step: Mapping[str, Any]) -> None:
        progress = self._progress()
        if "asks" in step:
            assert progress is not None
            asked = dialog.replay(self.content.dialogs[self.name], progress).question
            assert (asked.id if asked else "nothing") == step["asks"]
        for words in _list(step.get("sees", ())):
            assert words in self.said
        for words in _list(step.get("never_sees", ())):
            assert words not in self.said
        if "told" in step:
            assert progress is not None
            told = dialog.filled(self.content.dialogs[self.name], progress, progress.copy)
            assert {name: told.get(name) for name in step["told"]} == step["told"]
        if "kept" in step:
            assert (progress is not None) is (step["kept"] == "something")

    def _progress(self) -> Progress | None:
        return next((one for one in self.session.dialogs if one.flow == self.name), None)


def _list(value: object) -> Sequence[str]:
    return [value] if isinstance(value, str) else [str(one) for one in value]  # type: ignore[attr-defined]


@pytest.mark.parametrize(("name", "title"), STORIES, ids=[f"{name}: {title}" for name, title in STORIES])
def test_a_story(name: str, title: str) -> None:
    teller = Teller(name)
    steps = stories(HERE / f"{name}.yaml")[title]
    for number, step in enumerate(steps, 1):
        try:
            teller.lives(step)
        except AssertionError as wrong:
            raise AssertionError(f"step {number} {dict(step)}: {wrong}\nit said: {teller.said}") from None


@pytest.mark.parametrize("name", shipped().dialogs)
def test_every_dialog_has_a_dozen_stories(name: str) -> None:
    assert len(stories(HERE / f"{name}.yaml")) >= 12
