"""Names that point somewhere: every one must lead to something.

Most of these are *rule* problems, not *broken* ones: the bot can hide what leads nowhere, so an author can still try
the text. A phrase of safety.yaml that cannot be read is *broken*: a call for help might go unheard.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from bot.content.draft import Draft
from bot.content.nodes import Items, Place, Problems, Text, closest, did_you_mean, keys_of
from bot.content.schema import DIALOGS
from bot.core.figures import figure_parts, trial_parts
from bot.core.knowledge import Cue, Entry
from bot.core.safety import mistakes
from bot.core.sentences import SENTENCES
from bot.core.wording import PLACEHOLDER


def check(made: Draft, problems: Problems) -> None:
    """Every reference of a language."""
    for name, entry in made.objects.get("entries", {}).items():
        _entry(made, name, entry, problems)
    for section, key in (
        ("figures", "source"),
        ("trials", "source"),
        ("helplines", "source"),
        ("flags", "source"),
        ("claims", "sources"),
    ):
        for name in made.objects[section]:
            _all(made, section, name, key, "sources", problems)
    for name in made.objects["claims"]:
        _all(made, "claims", name, "flags", "flags", problems)
    for section in ("safety", "outside", "talk"):
        for name in made.objects[section]:
            _all(made, section, name, "see", "entries", problems)
    for name, what in mistakes(tuple(made.objects["safety"].values())):
        problems.add(made.place("safety", name), name, f"{what}.")
    for name, cue in made.objects["talk"].items():
        _sentence(made, name, cue, problems)


def _entry(made: Draft, name: str, entry: Entry, problems: Problems) -> None:
    _all(made, "entries", name, "sources", "sources", problems)
    _all(made, "entries", name, "see_also", "entries", problems)
    if entry.next is not None:
        _next(made, name, entry, problems)


def _next(made: Draft, name: str, entry: Entry, problems: Problems) -> None:
    step = entry.next
    assert step is not None  # noqa: S101 - the caller looked
    set_ = [key for key in ("dialog", "entry", "link", "ask") if getattr(step, key)]
    at, where = made.place("entries", name, "next"), f"{name} / next"
    if len(set_) != 1:
        what = "needs exactly one of 'dialog', 'entry', 'link', 'ask'"
        problems.add(at, where, f"{what}{f', not {len(set_)}' if set_ else ''}.", "rule")
        return
    if step.dialog and step.dialog not in DIALOGS:
        problems.add(
            at, where, f"there is no dialog '{step.dialog}'.{did_you_mean(step.dialog, DIALOGS)}", "rule"
        )
    if step.entry and made.whole("entries") and step.entry not in made.nodes["entries"]:
        guess = did_you_mean(step.entry, made.nodes["entries"])
        problems.add(at, where, f"there is no entry '{step.entry}'.{guess}", "rule")
    if step.link and not step.link.startswith(("https://", "http://")):
        problems.add(at, where, f"'{step.link}' is not an address. It begins with https://.", "rule")


def _all(made: Draft, section: str, name: str, key: str, target: str, problems: Problems) -> None:
    """The names under a key, each of which must be an id of `target`."""
    known = made.nodes.get(target, {})
    if not made.whole(target):
        return
    singular = {"sources": "source", "entries": "entry", "flags": "flag"}[target]
    for text in _texts(made, section, name, key):
        if text.value and text.value not in known:
            what = f"there is no {singular} '{text.value}'.{did_you_mean(text.value, known)}"
            problems.add(text.at, f"{name} / {key}", what, "rule")


def _texts(made: Draft, section: str, name: str, key: str) -> Iterator[Text]:
    node = made.node(section, name, key)
    if isinstance(node, Text):
        yield node
    elif isinstance(node, Items):
        yield from (item for item in node.items if isinstance(item, Text))


def _sentence(made: Draft, name: str, cue: Cue, problems: Problems) -> None:
    at = made.place("talk", name)
    if cue.kind != "sentence":
        if name in SENTENCES:
            problems.add(
                at, name, "the bot says this itself: it needs 'kind: sentence', or another id.", "rule"
            )
        return
    if name not in SENTENCES:
        guess = closest(name, SENTENCES)
        mend = f" Did you mean '{guess}'?" if guess else ""
        problems.add(at, name, f"the bot has no sentence '{name}'.{mend}", "rule")
        return
    for text in keys_of(made.node("talk", name, "reply")).values():
        if isinstance(text, Text):
            _sentence_placeholders(name, text, problems)
            if name == "months" and len(text.value.split()) != 12:
                problems.add(text.at, name, "needs the twelve months, with a space between them.")


def _sentence_placeholders(name: str, text: Text, problems: Problems) -> None:
    """A fixed sentence may use the placeholders the bot fills, and no others."""
    allowed = SENTENCES[name]
    for hit in PLACEHOLDER.finditer(text.value):
        if hit[1] not in allowed:
            can = did_you_mean(hit[1], allowed) or " This sentence has nothing to fill in."
            what = f"the bot cannot fill '{{{hit[1]}}}' here.{can}"
            problems.add(text.place(hit.start()), name, what, "rule")


def dead_placeholder(made: Draft, name: str) -> str:
    """What is wrong with a placeholder of a member text; empty when nothing is."""
    figures, trials = made.objects["figures"], made.objects["trials"]
    if name in made.nodes["figures"]:
        return ""
    if name.startswith("trial."):
        return _dead_trial(made, name.removeprefix("trial."), trials)
    head, _, part = name.rpartition(".")
    if head in figures:
        return _dead_part(name, part, figure_parts(figures[head]))
    if head in made.nodes["figures"] or not made.whole("figures"):
        return ""
    return f"there is no figure '{name}'.{did_you_mean(name, made.nodes['figures'])}"


def _dead_trial(made: Draft, name: str, trials: Collection[str]) -> str:
    head, _, part = name.rpartition(".")
    if head in trials:
        return _dead_part(f"trial.{name}", part, trial_parts())
    if head in made.nodes["trials"] or not made.whole("trials"):
        return ""
    if name in trials:
        return f"'{{trial.{name}}}' says nothing: write {{trial.{name}.status}} or {{trial.{name}.name}}."
    return f"there is no trial '{head or name}'.{did_you_mean(head or name, made.nodes['trials'])}"


def _dead_part(name: str, part: str, parts: Collection[str]) -> str:
    return "" if part in parts else f"'{{{name}}}': there is no part '{part}'.{did_you_mean(part, parts)}"


def missing_sentences(made: Draft, at: Place, problems: Problems) -> None:
    """Every sentence the bot says must have words."""
    for name in sorted(SENTENCES.keys() - made.objects["talk"].keys() - made.nodes["talk"].keys()):
        problems.add(at, name, "the bot needs this sentence. Add it, with 'kind: sentence'.")
