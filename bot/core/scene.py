"""One message in its circumstances, and the small steps every part of the conversation shares."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.core.answers import cut, in_words, shown
from bot.core.content import Content, Edition
from bot.core.knowledge import Cue, Entry
from bot.core.messages import (
    Button,
    Commanded,
    Keyboard,
    Message,
    Reading,
    Reply,
    Said,
    Say,
    Session,
    Span,
    Toast,
    Turn,
)
from bot.core.wording import fill

REMEMBERED = timedelta(minutes=10)  # how long a topic or an offer is still meant by "that" or "2"


@dataclass(frozen=True, slots=True)
class Scene:
    """Who said what to whom, when, and what is known. Steps return a Turn, or None to leave it to the next."""

    content: Content
    edition: Edition
    session: Session
    message: Message
    now: datetime

    @property
    def text(self) -> str:
        """The words to read: a message's own, or what stands behind a command."""
        match self.message:
            case Said(text=text):
                return text
            case Commanded(argument=argument):
                return argument
        return ""

    @property
    def today(self) -> date:
        return self.now.date()

    @property
    def private(self) -> bool:
        return self.message.where.private

    def says(self, name: str, /, buttons: Keyboard = (), *, replaces: bool = False, **values: object) -> Say:
        """A fixed sentence as a message."""
        return Say((Span(self.edition.say(name, **values)),), buttons, replaces=replaces)

    def toast(self, name: str = "") -> Toast:
        return Toast(self.edition.say(name) if name else "")

    def turn(self, *replies: Reply, reading: Reading | None = None) -> Turn:
        return Turn(self.session, replies, reading=reading or Reading("none"))

    def remembered(self, moment: datetime | None) -> bool:
        return moment is not None and timedelta(0) <= self.now - moment < REMEMBERED

    def answer(
        self, entry: Entry, opened: str = "", *, replaces: bool = False, reading: Reading | None = None
    ) -> Turn:
        """The entry as the answer; it becomes the topic."""
        words = in_words(entry, self.edition, self.today)
        base = reading or Reading("answer")
        session = replace(self.session, topic=entry.id, topic_at=self.now, offered=(), offered_at=None)
        dialog = entry.next.dialog if entry.next and entry.next.dialog in self.content.dialogs else ""
        way = self._way(dialog) if dialog else None
        say = shown(entry, self.edition, self.today, opened, replaces=replaces, dialog=way)
        return Turn(
            session,
            (say,),
            reading=replace(base, entry=entry.id, text=words.text, more=words.more, dialog=dialog),
        )

    def _way(self, dialog: str) -> Button:
        """The button that leads into a dialog, which is held in private."""
        label = cut(self.content.dialogs[dialog].title)
        return Button(label, data=f"d:{dialog}::go") if self.private else Button(label, private=dialog)

    def reply_of(self, cue: Cue, lang: str = "") -> str:
        """What a cue says, in the wished language if it is there."""
        for wish in (lang, self.edition.knowledge.lang, "en"):
            if wish in cue.reply:
                return fill(cue.reply[wish], self.edition.knowledge, self.edition.say, self.today)
        return fill(next(iter(cue.reply.values()), ""), self.edition.knowledge, self.edition.say, self.today)
