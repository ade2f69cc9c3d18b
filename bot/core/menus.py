"""Commands, and the buttons that lead through topics."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from bot.core import checking, guided, own_data
from bot.core.answers import BREAK, cut, source_lines, to_entry
from bot.core.messages import Button, Commanded, Keyboard, Reading, Say, Span, Turn
from bot.core.scene import Scene

PAGE = 6  # questions a screen
MOST_USED = 12  # sources shown by /sources
COMMAND = Reading("command")


def command(scene: Scene) -> Turn | None:
    """Any command but /ask with a question behind it."""
    if not isinstance(scene.message, Commanded):
        return None
    return COMMANDS.get(scene.message.name, _unknown)(scene)


def _unknown(scene: Scene) -> Turn:
    said = (scene.says("unknown-command"),) if scene.private else ()  # in a group it may be another bot's
    return scene.turn(*said, reading=COMMAND)


def start(scene: Scene) -> Turn:
    """The greeting; or, by a deep link, straight to a word or an answer."""
    payload = scene.text.strip()
    if term := scene.edition.glossary.by_slug(payload.removeprefix("w-")) if payload.startswith("w-") else "":
        return scene.turn(_word(scene, term), reading=COMMAND)
    if turn := guided.begin(scene, payload):
        return turn
    entry = scene.edition.entry(payload.removeprefix("e-")) if payload.startswith("e-") else None
    return scene.answer(entry) if entry else greeting(scene)


def greeting(scene: Scene) -> Turn:
    """What it is, what it is not, and the topics."""
    if scene.private:
        return scene.turn(
            scene.says("start", (*_dialog_buttons(scene), *topic_buttons(scene))), reading=COMMAND
        )
    return scene.turn(scene.says("start-group", _group_buttons(scene)), reading=COMMAND)


def _word(scene: Scene, term: str) -> Say:
    return Say((Span(term, "bold"), Span(f": {scene.edition.glossary.lines[term].strip()}")))


def topic_buttons(scene: Scene) -> Keyboard:
    """One button a topic, two a row."""
    topics = scene.edition.knowledge.topics
    buttons = [Button(cut(topic.title), data=f"t:{topic.id}:0") for topic in topics]
    return tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))


def _dialog_buttons(scene: Scene) -> Keyboard:
    return tuple(
        (Button(cut(flow.title), data=f"d:{name}::go"),) for name, flow in scene.content.dialogs.items()
    )


def _group_buttons(scene: Scene) -> Keyboard:
    say = scene.edition.say
    return ((Button(say("button-topics"), data="c:topics"), Button(say("button-private"), private="hello")),)


def topics(scene: Scene, *, replaces: bool = False) -> Turn:
    return scene.turn(scene.says("topics-intro", topic_buttons(scene), replaces=replaces), reading=COMMAND)


def topic(scene: Scene, name: str, page: int) -> Turn | None:
    """One page of the questions of a topic, in the place of the menu."""
    found = next((one for one in scene.edition.knowledge.topics if one.id == name), None)
    if found is None or not 0 <= page * PAGE < max(len(found.entries), 1):
        return None
    names = found.entries[page * PAGE : (page + 1) * PAGE]
    rows = [(to_entry(scene.edition.knowledge.entries[one]),) for one in names]
    turn_page = [Button(scene.edition.say("button-back"), data="c:topics")]
    if (page + 1) * PAGE < len(found.entries):
        turn_page.insert(0, Button(scene.edition.say("button-next-page"), data=f"t:{name}:{page + 1}"))
    listed = "".join(f"\n- {scene.edition.knowledge.entries[one].question}" for one in names)
    intro = scene.edition.say("topic-intro", title=found.title)
    say = Say((Span(intro), Span("\n"), Span(listed)), (*rows, tuple(turn_page)), replaces=True)
    return scene.turn(say, reading=COMMAND)


def sources(scene: Scene) -> Turn:
    """The sources used most."""
    used = Counter(name for entry in scene.edition.knowledge.entries.values() for name in entry.sources)
    most = tuple(name for name, _ in used.most_common(MOST_USED))
    intro = scene.edition.say("sources-all", count=len(scene.edition.knowledge.sources))
    return scene.turn(Say((Span(intro), BREAK, *source_lines(most, scene.edition))), reading=COMMAND)


def language(scene: Scene) -> Turn:
    """The languages there are; or, with one behind the command, that one."""
    return choose_language(scene, scene.text.strip().casefold()) or _languages(scene)


def _languages(scene: Scene) -> Turn:
    row = tuple(
        Button(edition.say("language-name"), data=f"l:{code}")
        for code, edition in scene.content.editions.items()
    )
    return scene.turn(scene.says("language-intro", (row,)), reading=COMMAND)


def choose_language(scene: Scene, code: str) -> Turn | None:
    """From now on this language, if there are texts in it."""
    if code not in scene.content.editions:
        return None
    chosen = replace(scene, edition=scene.content.editions[code], session=replace(scene.session, lang=code))
    return chosen.turn(chosen.says("language-set"), reading=COMMAND)


def _dialog(name: str) -> Callable[[Scene], Turn]:
    return lambda scene: guided.begin(scene, name) or _unknown(scene)


def _fixed(name: str, in_group: str = "") -> Callable[[Scene], Turn]:
    def run(scene: Scene) -> Turn:
        return scene.turn(scene.says(name if scene.private or not in_group else in_group), reading=COMMAND)

    return run


COMMANDS: Mapping[str, Callable[[Scene], Turn]] = MappingProxyType(
    {
        "start": start,
        "help": _fixed("help", "help-group"),
        "ask": _fixed("ask-how"),
        "topics": topics,
        "sources": sources,
        "privacy": _fixed("privacy"),
        "about": _fixed("about"),
        "language": language,
        "eligibility": _dialog("eligibility"),
        "clinic": _dialog("clinic"),
        "costs": _dialog("cost"),
        "trials": _dialog("trials"),
        "check": checking.command,
        "cancel": guided.cancel,
        "mydata": own_data.my_data,
        "forget": own_data.forget,
    }
)
INFORM = frozenset({"help", "topics", "sources", "privacy", "about"})  # an open dialog goes on after these
