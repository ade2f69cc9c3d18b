"""Conditions as they stand in a dialog's file → core.flows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from bot.content.nodes import Items, Keys, Node, Place, Problems, Text, closest
from bot.core.flows import All, Any, AtLeast, Below, Condition, Is, Not

JOINED: Mapping[str, Callable[[tuple[Condition, ...]], Condition]] = {"any": Any, "all": All}
LIMITS: Mapping[str, Callable[[str, float], Condition]] = {"below": Below, "at_least": AtLeast}


def condition(node: Node, where: str, problems: Problems) -> Condition | None:
    """The condition a node says; None with a problem where it says none. Several keys together mean all of them."""
    if not isinstance(node, Keys) or not node.values:
        what = "needs a condition, such as {age: {below: 50}} or {ms-type: [rr, sp]}."
        problems.add(node.at, where, what)
        return None
    parts = [_part(key, below, node.place(key), where, problems) for key, below in node.values.items()]
    if any(part is None for part in parts):
        return None
    found = tuple(part for part in parts if part is not None)
    return found[0] if len(found) == 1 else All(found)


def _part(key: str, node: Node, at: Place, where: str, problems: Problems) -> Condition | None:
    if key in JOINED:
        return _joined(key, node, where, problems)
    if key == "not":
        inner = condition(node, f"{where} / not", problems)
        return Not(inner) if inner else None
    if isinstance(node, Keys):
        return _limits(key, node, at, where, problems)
    options = tuple(_texts(node))
    if not options:
        problems.add(at, where, f"'{key}' needs an option, or a list of options, after it.")
        return None
    return Is(key, options)


def _joined(key: str, node: Node, where: str, problems: Problems) -> Condition | None:
    if not isinstance(node, Items) or not node.items:
        problems.add(node.at, where, f"'{key}' needs a list of conditions: {key}: [{{…}}, {{…}}].")
        return None
    parts = [condition(item, f"{where} / {key}", problems) for item in node.items]
    found = tuple(part for part in parts if part is not None)
    return JOINED[key](found) if len(found) == len(parts) else None


def _limits(question: str, node: Keys, at: Place, where: str, problems: Problems) -> Condition | None:
    limits: list[Condition] = []
    for key, value in node.values.items():
        made = LIMITS.get(key)
        if made is None:
            guess = closest(key, LIMITS)
            mend = f" Did you mean '{guess}'?" if guess else " There are: below, at_least."
            problems.add(node.place(key), where, f"there is no comparison '{key}'.{mend}")
            return None
        number = _number(value)
        if number is None:
            problems.add(node.place(key), where, f"'{key}' needs a number after it, such as 50 or 6.5.")
            return None
        limits.append(made(question, number))
    if not limits:
        problems.add(at, where, f"'{question}' needs a comparison: below, at_least.")
        return None
    return limits[0] if len(limits) == 1 else All(tuple(limits))


def _number(node: Node) -> float | None:
    try:
        return float(node.value) if isinstance(node, Text) else None
    except ValueError:
        return None


def _texts(node: Node) -> Iterator[str]:
    if isinstance(node, Text) and node.meant and node.value:
        yield node.value
    elif isinstance(node, Items):
        yield from (item.value for item in node.items if isinstance(item, Text))
