"""The shipped dialogs in Telegram: by buttons, by typing, killed at every step, and what is left on the disk."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from tests.botapi import BotApi, Message, Person
from tests.botapi.model import Upload
from tests.process.running import RunningBot

COMMANDS = {"eligibility": "/eligibility", "clinic": "/clinic", "cost": "/costs", "trials": "/trials"}
TYPED = {
    "eligibility": [
        "I agree",
        "secondary progressive",
        "yes",
        "47",
        "12 years",
        "6.5",
        "it failed",
        "no",
        "yes",
        "England",
    ],
    "clinic": ["I agree", "Clinic Alpha"],
    "cost": ["I agree", "mexico", "hsct", "yes", "no", "5 weeks", "no", "myself", "not sure"],
    "trials": ["I agree", "usa", "rrms", "both"],
}
RESULT = "Delete my answers"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[BotApi, RunningBot]]:
    folder = tmp_path_factory.mktemp("data")
    with BotApi() as telegram, RunningBot(telegram, folder, knowledge=None) as bot:
        telegram.wait(lambda: telegram.calls_of("getUpdates"), 90, "the bot to serve")
        yield telegram, bot
        assert bot.stop() == 0
        assert telegram.refusals == []
        assert telegram.open_taps == []
        telegram.check_against_aiogram()


class Talk:
    """One person's private chat with the bot, always at its latest screen."""

    def __init__(self, telegram: BotApi) -> None:
        self.telegram = telegram
        self.person: Person = telegram.person(first_name="Ana", language_code="en")

    @property
    def screen(self) -> Message:
        """The last message with buttons."""
        return [one for one in self.telegram.sent_to(self.person) if one.buttons][-1]

    @property
    def screen_text(self) -> str:
        return self.telegram.sent_to(self.person)[-1].text

    def says(self, text: str) -> Message:
        before = len(self.telegram.sent_to(self.person))
        self.person.says(text)
        self._wait(lambda: len(self.telegram.sent_to(self.person)) > before, text)
        return self.screen

    def taps(self, label: str) -> Message:
        at = self.screen
        before, sent = len(at.past), len(self.telegram.sent_to(self.person))
        tap = self.person.taps(at, label)
        self._wait(lambda: len(at.past) > before or len(self.telegram.sent_to(self.person)) > sent, label)
        self._wait(lambda: tap.answered, label)
        return self.screen

    def file(self, label: str) -> tuple[Message, Upload]:
        """What comes when a button is tapped that promises a page or a picture."""
        sent = len(self.telegram.sent_to(self.person))
        self.person.taps(self.screen, label)
        self._wait(lambda: len(self.telegram.sent_to(self.person)) > sent, label)
        message = self.telegram.sent_to(self.person)[-1]
        assert message.file is not None
        return message, message.file

    def _wait(self, condition: object, what: str) -> None:
        self.telegram.wait(condition, 20, f"an answer to {what!r}")  # type: ignore[arg-type]

    def finishes_by_buttons(self, command: str) -> Message:
        """Taps the first answer to everything, and every part of a checklist."""
        self.says(command)
        self.taps("I agree")
        for _ in range(60):
            labels = self.screen.labels
            if RESULT in labels:
                return self.screen
            todo = [label for label in labels if "(0/" in label]
            if "Show the result" in labels:
                self.taps(todo[0] if todo else "Show the result")
            else:
                self.taps(labels[0])
        raise AssertionError("the dialog never ended")


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_every_dialog_is_finished_by_buttons_alone(served: tuple[BotApi, RunningBot], command: str) -> None:
    telegram, _ = served
    talk = Talk(telegram)
    screen = talk.finishes_by_buttons(command)
    assert "Sources:" in screen.text
    assert RESULT in screen.labels


@pytest.mark.parametrize("name", ["eligibility", "cost", "trials"])
def test_every_dialog_is_finished_by_typing_alone(served: tuple[BotApi, RunningBot], name: str) -> None:
    telegram, _ = served
    talk = Talk(telegram)
    talk.says(COMMANDS[name])
    for line in TYPED[name]:
        talk.says(line)
    assert RESULT in talk.screen.labels


def test_a_checklist_is_filled_in_by_typing_once_a_part_is_open(served: tuple[BotApi, RunningBot]) -> None:
    telegram, _ = served
    talk = Talk(telegram)
    talk.says("/clinic")
    for line in TYPED["clinic"]:
        talk.says(line)
    talk.taps("The centre and its people")
    for line in ("yes", "they would not say", "no", "yes, a ministry paper"):
        talk.says(line)
    talk.taps("Show the result")
    assert "Clinic Alpha" in talk.screen.text
    assert "Warning sign: No word on how many people with MS were treated" in talk.screen.text
    _, sheet = talk.file("A sheet of the clinics")
    assert "Yes: yes, a ministry paper" in _words(sheet)


def test_the_page_for_the_appointment_and_the_pictures_arrive(served: tuple[BotApi, RunningBot]) -> None:
    telegram, _ = served
    talk = Talk(telegram)
    talk.says("/eligibility")
    for line in TYPED["eligibility"]:
        talk.says(line)
    message, page = talk.file("A page for my appointment")
    assert page.name == "appointment.pdf"
    assert "keep no copy" in message.caption
    words = _words(page)
    for wanted in (
        "Type of MS: Secondary progressive",
        "European guideline",
        "Does not match",
        "Questions to ask",
        "Sources:",
    ):
        assert wanted in words
    _, picture = talk.file("The page as a picture")
    assert picture.name == "appointment-picture.png"
    caption, risk = talk.file("The risk as a picture")
    assert risk.data.startswith(b"\x89PNG")
    assert "14 in 1000 died" in caption.caption


def test_what_was_told_is_not_readable_on_the_disk_and_goes_when_the_person_says_so(
    served: tuple[BotApi, RunningBot],
) -> None:
    telegram, bot = served
    talk = Talk(telegram)
    talk.says("/clinic")
    talk.says("I agree")
    talk.says("Zebrafinch Institute")
    talk.says("/costs")
    talk.taps("I agree")
    for line in TYPED["cost"][1:]:
        talk.says(line)
    telegram.wait(lambda: not bot.rows("SELECT 1 FROM inbox"), 10, "the inbox to be empty")
    assert bot.rows("SELECT count(*) FROM dialogs WHERE person = name_of(?)", talk.person.id) == [(1,)]
    on_disk = b"".join(file.read_bytes() for file in bot.data.glob("signpost.db*"))
    for secret in (b"Zebrafinch", b"eligibility", b"mexico", b"follow-up", b"consent-health"):
        assert secret not in on_disk
    talk.says("/mydata")
    telegram.wait(lambda: telegram.sent_to(talk.person)[-1].file is not None, 10, "the file")
    kept = telegram.sent_to(talk.person)[-1].file
    assert kept is not None
    told = json.loads(kept.data)
    assert {"question": "Clinic", "answer": "Zebrafinch Institute"} in told["dialogs"][0]["answers"]
    talk.says("/forget")
    talk.person.taps(talk.screen, "Delete everything about me")
    telegram.wait(lambda: "Deleted on" in talk.screen_text, 10, "the receipt")
    assert bot.rows("SELECT count(*) FROM dialogs WHERE person = name_of(?)", talk.person.id) == [(0,)]
    assert bot.rows("SELECT count(*) FROM sessions WHERE person = ?", talk.person.id) == [(0,)]


def test_in_a_group_no_dialog_is_held(served: tuple[BotApi, RunningBot]) -> None:
    telegram, _ = served
    ana = telegram.person()
    group = telegram.group("MS friends", [ana])
    for command in ("/eligibility", "/mydata", "/forget"):
        ana.says(f"{command}@signpost_bot", group)
        telegram.wait(lambda: len(telegram.sent_to(group)) > 0, 10, command)
    telegram.wait(lambda: len(telegram.sent_to(group)) == 3, 10, "three lines")
    assert all(one.labels == ["Open private chat"] for one in telegram.sent_to(group))


@pytest.mark.fault(31)
def test_a_hundred_people_begin_at_once_and_each_has_a_dialog_of_their_own(
    served: tuple[BotApi, RunningBot],
) -> None:
    telegram, bot = served
    before = bot.rows("SELECT count(*) FROM dialogs")[0][0]
    people = [telegram.person(first_name=f"P{number}") for number in range(100)]
    for person in people:
        person.starts("trials")
    telegram.wait(lambda: all(telegram.sent_to(person) for person in people), 60, "a hundred greetings")
    for person in people:
        person.says("yes")
    telegram.wait(
        lambda: all("Where do you live?" in telegram.sent_to(person)[-1].text for person in people),
        60,
        "a hundred first questions",
    )
    assert bot.rows("SELECT count(*) FROM dialogs")[0][0] == before + 100


def _killed_at_every_step(folder: Path, name: str) -> None:
    with BotApi() as telegram, RunningBot(telegram, folder, knowledge=None) as bot:
        talk = Talk(telegram)
        telegram.wait(lambda: telegram.calls_of("getUpdates"), 90, "the bot to serve")
        talk.says(COMMANDS[name])
        talk.taps("I agree")
        for _ in range(60):
            before = talk.screen
            asked, labels = before.text, before.labels
            bot.kill()
            bot.start()
            talk.says(COMMANDS[name])
            if "Go on" in talk.screen.labels:
                talk.taps("Go on")
            assert talk.screen.text.endswith(asked.split("\n\n")[-1]), (talk.screen.text, asked)
            assert talk.screen.labels == labels
            if RESULT in labels:
                break
            todo = [label for label in labels if "(0/" in label]
            section = todo[0] if todo else "Show the result"
            talk.taps(section if "Show the result" in labels else labels[0])
        bot.kill()
        assert RESULT in talk.screen.labels
        assert [tap for tap in telegram.taps if not tap.answered] == []
        twice = (
            "is not modified",
            "query is too old",
        )  # an edit or a toast sent again after a kill does no harm
        assert [call for call in telegram.refusals if not any(words in call.refused for words in twice)] == []


def test_killed_at_every_step_the_same_question_comes_back(tmp_path: Path) -> None:
    _killed_at_every_step(tmp_path, "trials")


@pytest.mark.soak
@pytest.mark.parametrize("name", ["eligibility", "clinic", "cost"])
def test_killed_at_every_step_of_the_longer_dialogs(tmp_path: Path, name: str) -> None:
    _killed_at_every_step(tmp_path, name)


def _words(upload: Upload) -> str:
    document = pypdfium2.PdfDocument(upload.data)
    try:
        pages = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    finally:
        document.close()
    return " ".join(" ".join(pages).split())
