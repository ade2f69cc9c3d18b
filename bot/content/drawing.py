"""A dialog as a Mermaid diagram: its questions in their order, what each is asked after, and what comes of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from bot.core.conditions import leaves
from bot.core.flows import Condition, Flow, Is, Question
from bot.core.outcomes import short


def mermaid(flow: Flow, untold: Collection[str] = ()) -> str:
    """The diagram. `untold` names questions that no story in the tests comes to; they stand in dashed boxes."""
    return "\n".join([f"%% {flow.title}, edition {flow.version}", "flowchart TD", *_lines(flow, untold)])


def _lines(flow: Flow, untold: Collection[str]) -> Iterator[str]:
    yield f'  start(["{_quoted(flow.title)}"])'
    before = "start"
    skipped: list[str] = []
    for question in flow.questions.values():
        node = _node(question.id)
        yield f'  {node}["{_quoted(_box(question))}"]'
        condition = f'|"{_quoted(in_words(question.ask_if, flow))}"|' if question.ask_if else ""
        yield f"  {before} -->{condition} {node}"
        yield from (f"  {other} -->|otherwise| {node}" for other in skipped if not question.ask_if)
        skipped = [*skipped, before] if question.ask_if else []
        before = node
    yield f'  result(["{_quoted(_result(flow))}"])'
    yield f"  {before} --> result"
    yield from (f"  {other} -->|otherwise| result" for other in skipped)
    if untold:
        yield "  classDef untold stroke-dasharray: 4 4"
        yield f"  class {','.join(_node(name) for name in untold)} untold"


def in_words(condition: Condition | None, flow: Flow) -> str:
    """What a question is asked after: the answers looked at, each with its options or limit."""
    parts = []
    for leaf in leaves(condition) if condition else ():
        asked = flow.questions.get(leaf.question)
        label = short(asked) if asked else leaf.question
        if isinstance(leaf, Is):
            options = [asked.choose.get(option, option) if asked else option for option in leaf.options]
            parts.append(f"{label}: {' or '.join(options)}")
        else:
            parts.append(f"{label} {type(leaf).__name__} {leaf.limit:g}")
    return "; ".join(parts)


def _box(question: Question) -> str:
    ways = (
        " / ".join(question.choose.values())
        if question.choose
        else "a number"
        if question.number
        else "free text"
    )
    return f"{question.ask.strip()}<br/>{ways}"


def _result(flow: Flow) -> str:
    parts = {"criteria": len(flow.criteria), "notes": len(flow.notes)}
    counts = ", ".join(f"{count} {name}" for name, count in parts.items() if count)
    return f"{flow.outcome.report}: {counts}".rstrip(": ")


def _node(name: str) -> str:
    return f"q_{name.replace('-', '_')}"


def _quoted(text: str) -> str:
    return text.replace('"', "#quot;")
