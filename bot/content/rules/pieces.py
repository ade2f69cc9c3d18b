"""Every text a member may read, with its placeholders filled, its place, and what it is.

Words that come from figures are set between marks, so that rules can tell them from the author's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from bot.content.dialogs import Dialogs
from bot.content.draft import Draft
from bot.content.nodes import Node, Place, Text, keys_of
from bot.core.figures import figure_in_words, trial_in_words
from bot.core.knowledge import Entry, Risk
from bot.core.sentences import SENTENCES
from bot.core.wording import PLACEHOLDER, Glossary, Say, Sentences

# private-use characters, which no author types
FIGURE, FIGURE_END, RISK, RISK_END = "\ue000", "\ue001", "\ue002", "\ue003"
MARKED = re.compile(f"{FIGURE}[^{FIGURE_END}]*{FIGURE_END}|{RISK}[^{RISK_END}]*{RISK_END}")
_MARKS = re.compile(f"[{FIGURE}-{RISK_END}]")
WHOLE_RISK = re.compile(f"{RISK}[^{RISK_END}]*{RISK_END}")


@dataclass(frozen=True, slots=True)
class Piece:
    """One text. `words` is it as a member reads it, with marks; `own` only the author's words, the rest blanked."""

    section: str
    id: str
    field: str
    node: Text
    words: str
    own: str

    @property
    def where(self) -> str:
        return f"{self.id} / {self.field}" if self.field else self.id

    @property
    def plain(self) -> str:
        """As a member reads it."""
        return unmarked(self.words)

    @property
    def unrisked(self) -> str:
        """Without the generated risk sentences, which no author can shorten."""
        return WHOLE_RISK.sub("", self.words)

    def at(self, offset: int = 0) -> Place:
        """The place of a character of `words` or `own`: neither adds or removes a line."""
        if not self.node.block:
            return self.node.at
        lines = self.words.count("\n", 0, offset)  # filling in never adds a line
        return Place(self.node.at.file, self.node.at.line + 1 + lines)


def unmarked(text: str) -> str:
    """A text without the marks around words from figures."""
    return _MARKS.sub("", text)


@dataclass(slots=True)
class View:
    """A language as the rules see it."""

    draft: Draft
    today: date
    say: Say
    glossary: Glossary
    pieces: list[Piece] = field(default_factory=list)
    by_entry: dict[str, dict[str, Piece]] = field(default_factory=dict)

    @property
    def english(self) -> bool:
        return self.draft.lang == "en"

    @property
    def entries(self) -> dict[str, Entry]:
        return self.draft.objects.get("entries", {})

    def fixed(self, piece: Piece) -> bool:
        """Whether it is a fixed sentence, whose placeholders the bot fills itself."""
        cue = self.draft.objects["talk"].get(piece.id) if piece.section == "talk" else None
        return cue is not None and cue.kind == "sentence"

    def texts(self, entry: str) -> list[Piece]:
        """Short, answer and more, as far as they are there."""
        pieces = self.by_entry.get(entry, {})
        return [pieces[name] for name in ("short", "answer", "more") if name in pieces]

    def used(self, entry: str) -> list[str]:
        """The placeholders of an entry, in order."""
        return [name for piece in self.texts(entry) for name in PLACEHOLDER.findall(piece.node.value)]


SPOKEN = {"claims": ("fact",), "flags": ("what", "why", "ask")}
CUES = ("safety", "outside", "talk")


def view(made: Draft, today: date) -> View:
    """Every text of a language, filled."""
    talk = made.objects["talk"].values()
    fixed = {
        cue.id: cue.reply.get(made.lang) or next(iter(cue.reply.values()), "")
        for cue in talk
        if cue.kind == "sentence"
    }
    unsaid = dict.fromkeys(SENTENCES, "") | {"months": "1 2 3 4 5 6 7 8 9 10 11 12"}  # told elsewhere
    if len(fixed.get("months", "").split()) != 12:
        fixed.pop("months", None)
    seen = View(made, today, Sentences(unsaid | fixed), Glossary(made.words.glossary))
    seen.pieces = [_piece(seen, *found) for found in _written(made)]
    for piece in seen.pieces:
        if piece.section == "entries":
            seen.by_entry.setdefault(piece.id, {})[piece.field] = piece
    return seen


def _written(made: Draft) -> Iterator[tuple[str, str, str, Text]]:
    for name, node in made.nodes.get("entries", {}).items():
        for key in ("question", "short", "answer", "more"):
            yield from _text("entries", name, key, keys_of(node).get(key))
        yield from _text("entries", name, "next / ask", keys_of(keys_of(node).get("next")).get("ask"))
    for section in CUES:
        for name, node in made.nodes[section].items():
            reply = keys_of(node).get("reply")
            yield from _text(section, name, "reply", keys_of(reply).get(made.lang))
            yield from _text(section, name, "ask", keys_of(node).get("ask"))
    for section, fields in SPOKEN.items():
        for name, node in made.nodes[section].items():
            for key in fields:
                yield from _text(section, name, key, keys_of(node).get(key))
    for name, node in made.nodes.get("glossary", {}).items():
        yield from _text("glossary", name, "", node)
    if made.dialogs is not None:
        yield from _of_dialogs(made.dialogs)


DIALOG = {
    "questions": ("ask", "why"),
    "criteria": ("says", "soft", "settle"),
    "notes": ("says", "heading", "ask"),
}


def _of_dialogs(dialogs: Dialogs) -> Iterator[tuple[str, str, str, Text]]:
    for flow, tree in dialogs.trees.items():
        yield from _text("dialogs", flow, "intro", tree.values.get("intro"))
        for part, fields in DIALOG.items():
            for name, node in keys_of(tree.values.get(part)).items():
                for key in fields:
                    yield from _text("dialogs", f"{flow} / {name}", key, keys_of(node).get(key))
        for name, node in keys_of(tree.values.get("texts")).items():
            yield from _text("dialogs", f"{flow} / {name}", "text", node)


def _text(section: str, name: str, key: str, node: Node | None) -> Iterator[tuple[str, str, str, Text]]:
    if isinstance(node, Text) and node.value:
        yield section, name, key, node


def _piece(seen: View, section: str, name: str, key: str, node: Text) -> Piece:
    raw = _MARKS.sub("", node.value)
    if section == "talk" and name in SENTENCES:
        words = PLACEHOLDER.sub(lambda hit: f"{FIGURE}{hit[1]}{FIGURE_END}", raw)
    else:
        words = PLACEHOLDER.sub(lambda hit: _filled(seen, hit[1]), raw)
    own = MARKED.sub(lambda hit: "\ue000" + " " * (len(hit[0]) - 2) + "\ue001", words)
    return Piece(section, name, key, node, words, own)


def _filled(seen: View, name: str) -> str:
    words = in_words(seen, name)
    figure = seen.draft.objects["figures"].get(name)
    words = words.replace("\n", " ")
    return f"{RISK}{words}{RISK_END}" if isinstance(figure, Risk) else f"{FIGURE}{words}{FIGURE_END}"


def in_words(seen: View, name: str) -> str:
    """What stands for a placeholder; its own name where it leads nowhere (another rule tells)."""
    made = seen.draft
    figures, trials = made.objects["figures"], made.objects["trials"]
    head, _, part = name.rpartition(".")
    try:
        if name in figures or head in figures:
            figure, part = (figures[name], "") if name in figures else (figures[head], part)
            return figure_in_words(figure, part, min(seen.today, figure.review_by), seen.say) or name
        if head.removeprefix("trial.") in trials and head.startswith("trial."):
            return trial_in_words(trials[head.removeprefix("trial.")], part, seen.today, seen.say)
    except KeyError:
        return name
    return name
