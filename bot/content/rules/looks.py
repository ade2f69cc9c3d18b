"""Texts are plain: no HTML, no Markdown, no addresses, at most one emoji, and no meaning by colour alone."""

from __future__ import annotations

import re

from bot.content.nodes import Problems
from bot.content.references import dead_placeholder
from bot.content.rules.pieces import Piece, View
from bot.core.wording import PLACEHOLDER

_HTML = re.compile(r"</?[a-zA-Z][^<>\n]{0,80}>|</?[a-zA-Z]{1,10}$|&(?:[a-z]{2,8}|#\d{2,5});", re.MULTILINE)
_MARKDOWN = re.compile(r"\*\*\S|__\S[^_]*__|`[^`]+`|^#{1,6} |\]\(", re.MULTILINE)
_ADDRESS = re.compile(r"https?://\S+|\bwww\.\S+")
_EMOJI = re.compile(
    "[\U0001f1e6-\U0001f1ff]{2}|[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff](?:[\ufe0f\U0001f3fb-\U0001f3ff]|\u200d.)*"
)
_COLOUR = re.compile(
    r"\b(?:green|red|yellow|amber|orange)\s+(?:means|light|dot|circle|bar|mark|lines?\b|=)"
    r"|\bin (?:green|red|yellow|amber)\b(?! blood)",
    re.IGNORECASE,
)
_HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\u00ad]")


def check(seen: View, problems: Problems) -> None:
    """All texts of a language."""
    for piece in seen.pieces:
        _markup(piece, problems)
        _emoji(piece, problems)
        if not seen.fixed(piece):
            _placeholders(seen, piece, problems)


def _markup(piece: Piece, problems: Problems) -> None:
    for pattern, what in (
        (_HTML, "'{}' looks like HTML. Texts are plain: members would read the signs themselves. Delete it."),
        (
            _MARKDOWN,
            "'{}' looks like Markdown. Texts are plain: members would read the signs themselves. Delete it.",
        ),
        (
            _ADDRESS,
            "'{}' is an address. Addresses stand in sources.yaml, trials.yaml or 'next: {{link: …}}'.",
        ),
        (_COLOUR, "'{}': some people cannot tell colours apart. Say it in words."),
    ):
        if hit := pattern.search(piece.own):
            problems.add(piece.at(hit.start()), piece.where, what.format(hit[0].strip()), "rule")
    if hit := _HIDDEN.search(piece.own):
        what = f"has an invisible character (U+{ord(hit[0]):04X}). Delete it and type the place anew."
        problems.add(piece.at(hit.start()), piece.where, what, "rule")


def _emoji(piece: Piece, problems: Problems) -> None:
    found = list(_EMOJI.finditer(piece.own))
    if len(found) > 1:
        what = f"has {len(found)} emoji; at most one a message."
        problems.add(piece.at(found[1].start()), piece.where, what, "rule")
    if found and not re.search(r"\w", _EMOJI.sub("", piece.own)):
        what = "says something by emoji alone. A screen reader may skip it: add words."
        problems.add(piece.at(), piece.where, what, "rule")


def _placeholders(seen: View, piece: Piece, problems: Problems) -> None:
    raw = piece.node.value
    if piece.field in ("question", "ask") or piece.section == "glossary":
        dead = "no words are filled in here. Write the words themselves."
        for hit in PLACEHOLDER.finditer(raw):
            problems.add(piece.node.place(hit.start()), piece.where, f"'{hit[0]}': {dead}", "rule")
        return
    for hit in PLACEHOLDER.finditer(raw):
        if what := dead_placeholder(seen.draft, hit[1]):
            problems.add(piece.node.place(hit.start()), piece.where, what, "rule")
    loose = re.search(r"[{}]", PLACEHOLDER.sub(lambda hit: "_" * len(hit[0]), raw))
    if loose:
        what = "a { or } stands alone. A figure is written {cost.mexico.ahsct}, without spaces."
        problems.add(piece.node.place(loose.start()), piece.where, what, "rule")
