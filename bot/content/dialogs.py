"""A file in `dialogs/` → a Flow, and every name in it that leads nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from bot.content.conditions import condition
from bot.content.filling import fill
from bot.content.folders import Folder
from bot.content.nodes import Items, Keys, Node, Place, Problems, Text, did_you_mean, keys_of
from bot.content.schema import DASHED, DIALOGS
from bot.core.conditions import band
from bot.core.flows import Condition, Criterion, Flow, Note, Number, Outcome, Question

MAX_ID = 24  # so that the data behind a button stays below Telegram's 64 bytes
PARTS: Mapping[str, tuple[type[Any], str]] = MappingProxyType(
    {"questions": (Question, "ask_if"), "criteria": (Criterion, "met_if"), "notes": (Note, "show_if")}
)


@dataclass(slots=True)
class Dialogs:
    """The flows that could be made, and the trees they were made from."""

    folder: Folder
    flows: dict[str, Flow] = field(default_factory=dict)

    @property
    def trees(self) -> Mapping[str, Keys]:
        return {name: tree for name, tree in self.folder.trees.items() if isinstance(tree, Keys)}

    def node(self, flow: str, *keys: str) -> Node | None:
        """What stands under these keys of a dialog."""
        node: Node | None = self.trees.get(flow)
        for key in keys:
            node = keys_of(node).get(key)
        return node

    def place(self, flow: str, *keys: str) -> Place:
        """Where it stands; the nearest thing around it where it does not."""
        node: Node | None = self.trees.get(flow)
        place = Place(self.folder.file(flow), 1)
        for key in keys:
            if not isinstance(node, Keys) or key not in node.values:
                break
            place, node = node.place(key), node.values[key]
        return place


def read_dialogs(folder: Folder, problems: Problems) -> Dialogs:
    """Every dialog of a folder. None at all is no problem: the bot then answers questions only."""
    made = Dialogs(folder)
    for name, tree in folder.trees.items():
        if name not in DIALOGS:
            what = f"there is no dialog '{name}'.{did_you_mean(name, DIALOGS)}"
            problems.add(Place(folder.file(name)), "", what)
            continue
        flow = _flow(name, tree, problems)
        if flow is not None:
            made.flows[name] = flow
    return made


def _flow(name: str, tree: Node, problems: Problems) -> Flow | None:
    if not isinstance(tree, Keys):
        problems.add(tree.at, "", "needs keys: title, version, minutes, intro, questions, outcome.")
        return None
    before = len(problems.found)
    parts: dict[str, Any] = {key: _things(key, tree, problems) for key in PARTS if key in tree.values}
    if not parts.get("questions") and "questions" in tree.values and len(problems.found) == before:
        problems.add(tree.place("questions"), "questions", "needs at least one question.")
    if "outcome" in tree.values:
        parts["outcome"] = fill(Outcome, tree.values["outcome"], "outcome", problems)
    if len(problems.found) > before:
        return None
    rest = Keys({k: v for k, v in tree.values.items() if k not in parts}, tree.at, tree.key_at)
    return fill(Flow, rest, name, problems, given={"id": name, **parts})


def _things(key: str, tree: Keys, problems: Problems) -> Mapping[str, Any]:
    kind, asks = PARTS[key]
    below = tree.values[key]
    if not isinstance(below, Keys):
        problems.add(tree.place(key), key, "needs ids below it, each with a colon.")
        return {}
    made = {}
    for name, node in below.values.items():
        if not DASHED.fullmatch(name) or len(name) > MAX_ID:
            what = f"an id is made of small letters, digits and dashes, at most {MAX_ID} of them."
            problems.add(below.place(name), name, what)
        elif (thing := _thing(kind, asks, name, node, problems)) is not None:
            made[name] = thing
    return made


def _thing(kind: type[Any], asks: str, name: str, node: Node, problems: Problems) -> Any:
    given: dict[str, Any] = {"id": name}
    values = dict(keys_of(node))
    if asks in values:
        given[asks] = condition(values.pop(asks), f"{name} / {asks}", problems)
        if given[asks] is None:
            return None
    if kind is Question and "number" in values:
        given["number"] = _number(values.pop("number"), f"{name} / number", problems)
        if given["number"] is None:
            return None
    rest = Keys(values, node.at, node.key_at) if isinstance(node, Keys) else node
    return fill(kind, rest, name, problems, given=given)


def _number(node: Node, where: str, problems: Problems) -> Number | None:
    values = dict(keys_of(node))
    bands = values.pop("bands", None)
    made = tuple(_bands(bands, where, problems)) if bands is not None else ()
    if bands is None:
        what = "needs 'bands', the ranges on its buttons: bands: [18-44, 45-100]."
        problems.add(node.at, where, what)
    if not made:
        return None
    rest = Keys(values, node.at, node.key_at) if isinstance(node, Keys) else node
    return fill(Number, rest, where, problems, given={"bands": made})


def _bands(node: Node, where: str, problems: Problems) -> Iterator[tuple[float, float]]:
    for item in node.items if isinstance(node, Items) else [node]:
        text = item.value if isinstance(item, Text) else ""
        try:
            yield band(text)
        except ValueError:
            what = f"'{text}' is not a range. Write it like 18-44, or a single number in quotes."
            problems.add(item.at, f"{where} / bands", what)


def conditions(flow: Flow) -> Iterator[tuple[tuple[str, str, str], Condition]]:
    """Every condition of a dialog, and the keys it stands under."""
    for question in flow.questions.values():
        if question.ask_if is not None:
            yield ("questions", question.id, "ask_if"), question.ask_if
    for criterion in flow.criteria.values():
        yield ("criteria", criterion.id, "met_if"), criterion.met_if
    for note in flow.notes.values():
        if note.show_if is not None:
            yield ("notes", note.id, "show_if"), note.show_if
