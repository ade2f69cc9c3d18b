"""Content on its way from nodes to Knowledge: what could be read so far, with the place of every word."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from bot.content.dialogs import Dialogs
from bot.content.filling import fill
from bot.content.folders import Folder
from bot.content.nodes import Keys, Node, Place, Problems, Text, closest, did_you_mean, keys_of
from bot.content.schema import DASHED, MAX_ID, SECTIONS, SPECIAL, WORDS, Section
from bot.content.sense import nonsense
from bot.core.knowledge import Cue, Entry, Knowledge, Topic, Words

LAST = 1000  # the place of a topic that does not say which


@dataclass(slots=True)
class Draft:
    """One language. `nodes` holds every id that was written, `objects` those that could be made."""

    lang: str
    folder: Folder
    nodes: dict[str, dict[str, Node]] = field(default_factory=dict)
    objects: dict[str, dict[str, Any]] = field(default_factory=dict)
    places: dict[tuple[str, str], Place] = field(default_factory=dict)
    topics: list[Topic] = field(default_factory=list)
    words: Words = field(default_factory=Words)
    dialogs: Dialogs | None = None

    def node(self, section: str, name: str, *keys: str) -> Node | None:
        """The node of a thing, or of something in it."""
        node = self.nodes.get(section, {}).get(name)
        for key in keys:
            node = keys_of(node).get(key)
        return node

    def place(self, section: str, name: str, *keys: str) -> Place:
        """Where it stands; the nearest thing around it where it does not."""
        node = self.nodes.get(section, {}).get(name)
        place = self.places.get((section, name), Place(self.folder.name))
        for key in keys:
            if not isinstance(node, Keys) or key not in node.values:
                break
            place, node = node.place(key), node.values[key]
        return place

    def whole(self, section: str) -> bool:
        """Whether every file that may hold such things could be read: if not, a missing one may be in there."""
        unread = self.folder.unread
        return not (unread - SPECIAL if section == "entries" else unread & {SECTIONS[section].file})

    def knowledge(self) -> Knowledge:
        """All of it, as the bot uses it."""
        made: dict[str, Any] = {name: MappingProxyType(self.objects.get(name, {})) for name in SECTIONS}
        for name in ("safety", "outside", "talk"):
            made[name] = tuple(made[name].values())
        entries = MappingProxyType(self.objects.get("entries", {}))
        return Knowledge(
            lang=self.lang,
            topics=tuple(sorted(self.topics, key=lambda topic: (topic.order, topic.id))),
            entries=entries,
            words=self.words,
            **made,
        )


def draft(lang: str, folder: Folder, problems: Problems) -> Draft:
    """What a folder's files hold."""
    made = Draft(lang, folder)
    for name, section in SECTIONS.items():
        _section(made, name, section, problems)
    if WORDS in folder.trees:
        made.words = _words(made, folder.trees[WORDS], problems)
    for stem in sorted(folder.trees.keys() - SPECIAL):
        _topic(made, stem, problems)
    return made


def _section(made: Draft, name: str, section: Section, problems: Problems) -> None:
    tree = made.folder.trees.get(section.file)
    made.nodes[name], made.objects[name] = {}, {}
    if tree is None:
        return
    if not isinstance(tree, Keys):
        problems.add(tree.at, "", f"needs an id with a colon on each line that begins a new part: {name}.")
        return
    if section.inside:
        tree = _inside(tree, section.inside, ("claims", "flags"), problems)
    for key, node in keys_of(tree).items():
        made.nodes[name][key] = node
        at = made.places[name, key] = tree.place(key) if isinstance(tree, Keys) else node.at
        check_id(key, at, section, problems)
        thing = _thing(section, key, node, problems)
        odd = list(nonsense(thing))
        for field_, what in odd:
            problems.add(made.place(name, key, field_), f"{key} / {field_}", what)
        if thing is not None and not odd:
            made.objects[name][key] = thing


def _inside(tree: Keys, key: str, known: tuple[str, ...], problems: Problems) -> Node | None:
    _only(tree, known, problems)
    below = tree.values.get(key)
    if below is None or (isinstance(below, Text) and not below.meant):
        return None
    if not isinstance(below, Keys):
        problems.add(below.at, key, "needs ids below it, each with a colon.")
        return None
    return below


def _only(tree: Keys, known: tuple[str, ...], problems: Problems) -> None:
    for key in tree.values.keys() - set(known):
        problems.add(tree.place(key), key, f"there is no key '{key}' here.{did_you_mean(key, known)}")


def check_id(name: str, at: Place, section: Section, problems: Problems) -> None:
    """An id is short and made of what fits behind a button and into a placeholder."""
    if not section.ids.fullmatch(name):
        dots = ", dots" if section.ids is not DASHED else ""
        problems.add(
            at, name, f"an id is made of small letters, digits{dots} and dashes, like 'cost-mexico'."
        )
    elif len(name) > MAX_ID:
        what = f"this id has {len(name)} letters; at most {MAX_ID} fit behind a button. Shorten it."
        problems.add(at, name, what, "rule")


def _thing(section: Section, name: str, node: Node, problems: Problems) -> object | None:
    kind = section.holds
    if section.by_kind:
        kind = _by_kind(section, name, node, problems)
    if kind is None:
        return None
    thing = fill(kind, node, name, problems, given={"id": name}, renamed=section.renamed)
    if section.kinds and isinstance(thing, Cue) and thing.kind not in section.kinds:
        what = f"'{thing.kind}' is not a kind of {section.file}.{did_you_mean(thing.kind, section.kinds)}"
        problems.add(keys_of(node)["kind"].at, f"{name} / kind", what)
        return None
    return thing


def _by_kind(section: Section, name: str, node: Node, problems: Problems) -> type[Any] | None:
    written = keys_of(node).get("kind")
    if not isinstance(node, Keys) or not isinstance(written, Text):
        problems.add(node.at, name, f"needs 'kind', one of {', '.join(section.by_kind)}.")
        return None
    kind = section.by_kind.get(written.value)
    if kind is None:
        what = f"'{written.value}' is not a kind of figure.{did_you_mean(written.value, section.by_kind)}"
        problems.add(written.at, f"{name} / kind", what)
    return kind


def _words(made: Draft, tree: Node, problems: Problems) -> Words:
    if not isinstance(tree, Keys):
        problems.add(tree.at, "", "needs the keys 'synonyms' and 'glossary'.")
        return Words()
    for name in ("glossary", "synonyms"):
        below = tree.values.get(name)
        made.nodes[name] = dict(keys_of(below))
        made.places |= {(name, key): below.place(key) for key in made.nodes[name] if isinstance(below, Keys)}
    blank = {key for key, node in tree.values.items() if isinstance(node, Text) and not node.meant}
    written = Keys({key: node for key, node in tree.values.items() if key not in blank}, tree.at, tree.key_at)
    return fill(Words, written, "words", problems) or Words()


def _topic(made: Draft, stem: str, problems: Problems) -> None:
    tree = made.folder.trees[stem]
    file = Place(made.folder.file(stem), 1)
    if not isinstance(tree, Keys) or "entries" not in tree.values:
        guess = closest(stem, SPECIAL)
        other = f" If it holds something else: did you mean '{guess}.yaml'?" if guess else ""
        problems.add(file, "", f"a file with questions needs 'title' and 'entries'.{other}")
        return
    check_id(stem, file, SECTIONS["claims"], problems)
    _only(tree, ("title", "order", "entries"), problems)
    title = tree.values.get("title")
    if not isinstance(title, Text) or not title.value:
        problems.add(tree.place("title"), "title", "is missing. Add a line 'title: …' at the top.")
        return
    made.nodes.setdefault("topics", {})[stem] = title
    made.places["topics", stem] = tree.place("title")
    entries = tree.values["entries"]
    if not isinstance(entries, Keys) or not entries.values:
        problems.add(
            tree.place("entries"), "entries", "needs questions below it, each with an id and a colon."
        )
        return
    names = tuple(name for name in entries.values if _entry(made, stem, name, entries, problems))
    order = _order(tree, problems)
    made.topics.append(Topic(id=stem, title=title.value, entries=names, order=order))


def _order(tree: Keys, problems: Problems) -> int:
    node = tree.values.get("order")
    if node is None:
        return LAST
    if isinstance(node, Text) and node.value.isascii() and node.value.isdigit():
        return int(node.value[:6])
    problems.add(
        tree.place("order"), "order", "must be a whole number, such as 3. It says where the topic stands."
    )
    return LAST


def _entry(made: Draft, topic: str, name: str, entries: Keys, problems: Problems) -> bool:
    nodes, objects = made.nodes.setdefault("entries", {}), made.objects.setdefault("entries", {})
    at = entries.place(name)
    if name in nodes:
        first = made.places["entries", name]
        what = f"this id is used twice, also in {first.beside}. Give one of them another id."
        problems.add(at, name, what)
        return False
    node = nodes[name] = entries.values[name]
    made.places["entries", name] = at
    check_id(name, at, SECTIONS["claims"], problems)
    entry = fill(Entry, node, name, problems, given={"id": name, "topic": topic})
    if entry is None:
        return False
    objects[name] = entry
    return True
