"""A small knowledge base, written out in Python, for tests of the conversation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from bot.core.claims import claims_of
from bot.core.content import Content, Edition
from bot.core.decision import Levels
from bot.core.flows import Flow
from bot.core.knowledge import Cue, Entry, Helpline, Knowledge, Next, Source, Topic, Words
from bot.core.matching import Matcher
from bot.core.messages import Commanded, Said, Say, Session, Tapped, Toast, Turn, Where, plain
from bot.core.safety import Safety
from bot.core.sentences import SENTENCES
from bot.core.talk import Talk
from bot.core.text import Lexicon
from bot.core.wording import Glossary, sentences_of

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
GROUP = Where(person=7, private=False, lang="en")
PRIVATE = Where(person=7, private=True, lang="en")


def sentence(name: str) -> Cue:
    """A sentence that names itself and shows its placeholders, so that a test can see which was said."""
    text = {
        "months": "January February March April May June July August September October November December",
        "topics-intro": "Choose a topic.",
    }.get(name, " ".join([f"<{name}>", *(f"{{{key}}}" for key in SENTENCES[name])]))
    return Cue(id=name, kind="sentence", reply={"en": text})


def talk() -> tuple[Cue, ...]:
    return (
        Cue(id="hello", kind="smalltalk", phrases={"en": ("hello", "hi")}, reply={"en": "Hello to you."}),
        Cue(id="thanks", kind="smalltalk", phrases={"en": ("thanks", "thank you")}, reply={"en": "Welcome."}),
        Cue(id="go-on", kind="followup", phrases={"en": ("and in", "what about", "and")}),
        Cue(id="that", kind="leaning", phrases={"en": ("that", "it")}),
        Cue(id="more", kind="more", phrases={"en": ("more", "tell me more")}),
        Cue(id="sources", kind="sources", phrases={"en": ("source", "who says so")}),
        *(Cue(id=name, kind="control", phrases={"en": ways}) for name, ways in CONTROLS.items()),
        *map(sentence, SENTENCES),
    )


CONTROLS: Mapping[str, tuple[str, ...]] = {
    "say-back": ("back", "go back"),
    "say-skip": ("skip",),
    "say-not-sure": ("not sure", "no idea"),
    "say-why": ("why", "why do you ask"),
    "say-pause": ("pause", "too much today"),
    "say-stop": ("stop",),
    "say-change": ("change an answer",),
    "say-keep": ("keep",),
    "say-go-on": ("go on",),
    "say-yes": ("yes", "i agree"),
    "say-no": ("no", "no thanks"),
    "say-correction": ("i meant", "actually"),
    "say-not": ("not", "no", "never", "dont"),
    "say-over": ("over",),
    "say-under": ("under",),
    "say-please": ("please",),
}


def safety() -> tuple[Cue, ...]:
    return (
        Cue(
            id="crisis",
            kind="crisis",
            phrases={"en": ("i want to die", "i cannot go on"), "de": ("ich will sterben",)},
            reply={"en": "Call 988 or 116 123.", "de": "Ruf 116 123 an."},
        ),
        Cue(
            id="emergency",
            kind="emergency",
            phrases={"en": ("i cannot breathe",)},
            reply={"en": "Call your emergency number now."},
        ),
        Cue(
            id="stop-drug",
            kind="personal",
            phrases={"en": ("should i stop my drug", "should i stop ocrevus")},
            reply={"en": "That is for you and your team."},
            ask="What happens if I stop?",
            see=("risks",),
        ),
        Cue(
            id="tired", kind="despair", phrases={"en": ("i hate this disease",)}, reply={"en": "It is a lot."}
        ),
    )


def entry(name: str, question: str, *also: str, **fields: object) -> Entry:
    base: dict[str, object] = {
        "short": f"Short of {name}.",
        "answer": f"Answer of {name}.",
        "more": f"More of {name}.",
        "sources": ("society",),
        "reviewed": date(2026, 11, 1),
    }
    return Entry(id=name, topic="all", question=question, also_asked=also, **(base | fields))  # type: ignore[arg-type] # fields are given by name in the tests


def entries() -> tuple[Entry, ...]:
    return (
        entry(
            "what-is",
            "What is aHSCT?",
            "what is hsct",
            "explain the stem cell transplant to me",
            next=Next(ask="Is it for me?"),
        ),
        entry(
            "cost-mexico",
            "How much does aHSCT cost in Mexico?",
            "price in mexico",
            "mexico how expensive",
            next=Next(entry="cost-india"),
        ),
        entry("cost-india", "How much does aHSCT cost in India?", "price in india", "india how expensive"),
        entry(
            "risks",
            "What are the risks of aHSCT?",
            "how risky is it",
            "how dangerous is hsct",
            next=Next(link="https://example.org/risks"),
        ),
        entry(
            "hair",
            "Will I lose my hair?",
            "will i go bald",
            "does chemo make hair fall out",
            more="",
            sources=(),
        ),
        entry(
            "edss",
            "What is the EDSS limit?",
            "how well must i walk",
            "walking limit for transplant",
            answer="The EDSS counts. EDSS again.",
        ),
    )


def knowledge(**changes: object) -> Knowledge:
    own = {one.id: one for one in entries()}
    base: dict[str, object] = {
        "lang": "en",
        "topics": (Topic(id="all", title="Everything", entries=tuple(own)),),
        "entries": own,
        "sources": {
            "society": Source(
                id="society",
                title="A page",
                publisher="A Society",
                kind="charity",
                url="https://example.org/a",
                published="2024",
                checked_on=date(2026, 11, 1),
            )
        },
        "helplines": {
            "line": Helpline(id="line", country=("AU",), name="Lifeline", number="13 11 14", kind="crisis"),
            "ms": Helpline(id="ms", country=("AU",), name="MS line", number="1", kind="ms"),
        },
        "words": Words(glossary={"EDSS": "a scale of disability"}),
        "safety": safety(),
        "outside": (
            Cue(
                id="lupus",
                kind="near",
                phrases={"en": ("stem cells for lupus", "lupus treatment")},
                reply={"en": "Not lupus."},
            ),
        ),
        "talk": talk(),
    }
    return Knowledge(**(base | changes))  # type: ignore[arg-type] # as above


def edition(own: Knowledge) -> Edition:
    lexicon = Lexicon(synonyms={"ahsct": ["hsct", "stem cell transplant"]})
    phrasings = {one.id: (one.question, *one.also_asked) for one in own.entries.values()}
    outside = {cue.id: cue.phrases["en"] for cue in own.outside}
    return Edition(
        knowledge=own,
        lexicon=lexicon,
        matcher=Matcher(phrasings, lexicon, Levels(answer=0.75, offer=0.3), outside=outside),
        talk=Talk(own.talk, lexicon),
        claims=claims_of(own, lexicon),
        say=sentences_of(own),
        glossary=Glossary(own.words.glossary),
    )


def content(dialogs: Sequence[Flow] = (), **changes: object) -> Content:
    own = knowledge(**changes)
    by_id = {flow.id: flow for flow in dialogs}
    return Content(editions={"en": edition(own)}, safety=Safety(own.safety), dialogs=by_id)


def said(text: str, where: Where = PRIVATE, at: datetime = NOON) -> Said:
    return Said(text, at, where)


def command(name: str, argument: str = "", where: Where = PRIVATE) -> Commanded:
    return Commanded(name, argument, NOON, where)


def tap(data: str, message: str = "m1", where: Where = PRIVATE, at: datetime = NOON) -> Tapped:
    return Tapped(data, message, at, where)


def texts(turn: Turn) -> list[str]:
    """The plain text of every message of a turn."""
    return [plain(reply.text) for reply in turn.replies if isinstance(reply, Say)]


def toasts(turn: Turn) -> list[str]:
    return [reply.text for reply in turn.replies if isinstance(reply, Toast)]


def only_say(turn: Turn) -> Say:
    """The one message of a turn."""
    (say,) = [reply for reply in turn.replies if isinstance(reply, Say)]
    return say


def labels(say: Say) -> Mapping[str, str]:
    """Button label → what it carries."""
    return {
        button.label: button.data or button.url or button.private for row in say.buttons for button in row
    }


def fresh(**fields: object) -> Session:
    return Session(**fields)  # type: ignore[arg-type] # as above
