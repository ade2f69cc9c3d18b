"""What comes in and what goes out, in the words of no channel."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.core.progress import Progress
from bot.core.sheets import Sheet

# --- in ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Where:
    """Who spoke, and where. `lang` is what the channel says of their language, as it says it (`pt-br`, ``)."""

    person: int = 0
    private: bool = True
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """Free text. `revised` when the person edited a question that was answered minutes ago."""

    text: str
    at: datetime
    where: Where = Where()
    revised: bool = False
    forwarded: bool = False  # somebody else's words


@dataclass(frozen=True, slots=True)
class Commanded:
    """A command without its slash: `/ask will I go bald` → name `ask`, argument `will I go bald`."""

    name: str
    argument: str
    at: datetime
    where: Where = Where()
    revised: bool = False


@dataclass(frozen=True, slots=True)
class Tapped:
    """A button was pressed. `data` may be anything; `message` names the message the button stood under."""

    data: str
    message: str
    at: datetime
    where: Where = Where()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A voice message, sticker, photo, poll …: something that holds no words. It is never downloaded."""

    at: datetime
    where: Where = Where()


@dataclass(frozen=True, slots=True)
class Joined:
    """The bot was added to a group."""

    at: datetime
    where: Where = Where()


Message = Said | Commanded | Tapped | Unreadable | Joined

# --- out --------------------------------------------------------------------------------------

Style = Literal["plain", "bold", "italic", "link", "word"]


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text. `target` is the address of a *link*, or the glossary term of a *word*."""

    text: str
    style: Style = "plain"
    target: str = ""


Text = tuple[Span, ...]


def plain(text: Text) -> str:
    """The text without its styles."""
    return "".join(span.text for span in text)


@dataclass(frozen=True, slots=True)
class Button:
    """One of: `data` (comes back as Tapped), `url`, or `private` (opens the private chat with that payload)."""

    label: str
    data: str = ""
    url: str = ""
    private: str = ""


Keyboard = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Say:
    """A message. `replaces` puts it in the place of the message whose button was tapped."""

    text: Text
    buttons: Keyboard = ()
    replaces: bool = False
    urgent: bool = False  # crisis and emergency: sent even where other answers would have expired


@dataclass(frozen=True, slots=True)
class Toast:
    """A short line only the person who tapped sees, ≤ 200 characters. Every tap gets exactly one; it may be empty."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class Attach:
    """A page or a picture, made from the sheet when it is sent. `caption` says the same in ≤ 1024 characters.

    `instead` is what is said if it cannot be made or is not taken.
    """

    sheet: Sheet
    form: Literal["pdf", "png", "json"]
    name: str  # of the file, without its ending: "questions-for-the-appointment"
    caption: str
    instead: str


Reply = Say | Toast | Attach

# --- notes: what the shell is to remember besides the session ---------------------------------


@dataclass(frozen=True, slots=True)
class Gap:
    """A question without an answer, already scrubbed of names, numbers and links."""

    question: str
    lang: str
    nearest: str = ""  # the entry that came closest


@dataclass(frozen=True, slots=True)
class Feedback:
    """Somebody found an entry helpful, or not. Nobody's name is attached."""

    entry: str
    helpful: bool


@dataclass(frozen=True, slots=True)
class Forget:
    """Everything kept about this person in this private chat is to go, in the same moment."""


Note = Gap | Feedback | Forget

# --- how a message was read (for `ask --json`, tests and logs) --------------------------------

Kind = Literal[
    "answer",
    "suggest",
    "unknown",
    "dialog",
    "personal",
    "crisis",
    "emergency",
    "claim",
    "smalltalk",
    "command",
    "tap",
    "none",
]


@dataclass(frozen=True, slots=True)
class Reading:
    """How the message was understood. `candidates` are the three best (entry id, score 0…1), best first."""

    kind: Kind
    entry: str = ""  # the entry shown, or the id of the cue or claim recognised
    candidates: tuple[tuple[str, float], ...] = ()
    suggestions: tuple[str, ...] = ()
    dialog: str = ""
    flags: tuple[str, ...] = ()
    text: str = ""  # what the member reads first, plain
    more: str = ""  # what the More button adds, plain


# --- the session ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Session:
    """What is remembered of one person in one chat. No words they wrote; health answers only in `dialogs`,

    which is kept apart from the rest, encrypted, and only for a private chat.
    """

    lang: str = ""  # chosen with /language
    topic: str = ""  # the entry last shown
    topic_at: datetime | None = None
    offered: tuple[str, ...] = ()  # the entries last offered to choose from
    offered_at: datetime | None = None
    taps: tuple[str, ...] = ()  # the last taps, so that a doubled one is noticed
    window_at: datetime | None = None  # when the present ten seconds of the flood limit began
    window_count: int = 0  # and how many actions fell into them
    slowed_at: datetime | None = None  # when the "one moment" notice was last said
    away_at: datetime | None = None  # when "I was away" was last said
    hinted_at: datetime | None = None  # when "I can only read text" was last said
    dialog: str = ""  # the dialog that is open
    dialogs: tuple[Progress, ...] = ()  # every dialog begun and not deleted, one of each id at most


@dataclass(frozen=True, slots=True)
class Turn:
    """What respond() decides: the new session, what to say, what to remember, and how the message was read."""

    session: Session
    replies: tuple[Reply, ...] = ()
    notes: tuple[Note, ...] = ()
    reading: Reading = field(default_factory=lambda: Reading("none"))
