"""Words: no verdicts, no promises, no bare "rare" or "safe", and no jargon without its plain line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.content.nodes import Problems
from bot.content.rules.pieces import MARKED, Piece, View
from bot.content.rules.sentences import clauses, sentences
from bot.content.rules.wordlists import JARGON, KNOWN

_YOU = (
    r"\byou(?:['’]re|['’]d|['’]ll| are| were| would| will| may| might| could| can| do| do not| don['’]t)?"
    r"(?: not| now| probably| likely| still| also| be)*"
)
_LIST = "'{}' is a verdict. Say what a list counts, and whose list it is."
_DECIDES = "'{}' decides for the reader. Say what others do, or whom to ask."
VERDICTS = tuple(
    (re.compile(pattern, re.IGNORECASE), what)
    for pattern, what in (
        (rf"{_YOU}(?: a| an)? (?:in)?eligible\b", _LIST),
        (rf"{_YOU} (?:dis)?qualif(?:y|ied|ies)\b", _LIST),
        (r"\b(?:good|ideal|perfect|suitable|poor|bad|right) candidates?\b", _LIST),
        (r"\byou (?:really |also |still )?(?:should|ought to)\b|\byou['’]d better\b", _DECIDES),
        (
            r"\b(?:I|we)(?:['’]d| would)? (?:strongly )?(?:recommend|advise|suggest you)\b",
            "'{}': the bot recommends nothing. Say who recommends it.",
        ),
        (r"\bmirac(?:le|les|ulous|ulously)\b", "'{}' promises too much."),
        (r"\b(?:simply|just)\b", "'{}' makes light of it. Leave it out."),
    )
)
_CURE = re.compile(r"\b(?:cure[sd]?|curing|curable|curative)\b", re.IGNORECASE)
_DENIES = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|cannot|without|false|beware|wary|warns?|warning)\b|n['’]t\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"“[^”]*”|\"[^\"\n]*\"|«[^»]*»|„[^“]*“")
_BARE = re.compile(r"\b(?:rare(?:ly)?|uncommon(?:ly)?|common(?:ly)?|safe(?:ly)?)\b", re.IGNORECASE)
_CAPITALS = re.compile(r"(?<![\w-])[A-Za-z]*[A-Z][A-Za-z0-9]*[A-Z][A-Za-z0-9]*(?:-\d+)?")
_SAID = {
    "short",
    "answer",
    "more",
    "next / ask",
    "reply",
    "fact",
    "what",
    "why",
    "intro",
    "says",
    "soft",
    "settle",
    "text",
}
_EXPLAINED = {
    "short",
    "answer",
    "more",
    "reply",
    "fact",
    "what",
    "why",
    "intro",
    "says",
    "soft",
    "settle",
    "text",
}


def check(seen: View, problems: Problems) -> None:
    """All words of an English text."""
    if not seen.english:
        return
    names = _names(seen)
    for piece in seen.pieces:
        if (piece.section, piece.field) == ("flags", "what"):
            continue  # it says what an advert says
        if piece.field in _SAID or piece.section == "glossary":
            _verdicts(piece, problems)
            _cure(piece, problems)
        if piece.section in ("entries", "claims", "flags", "dialogs") and piece.field in _EXPLAINED:
            _bare(piece, problems)
        if piece.field in _EXPLAINED and not seen.fixed(piece):
            _jargon(seen, piece, names, problems)


def _unquoted(piece: Piece) -> str:
    return _QUOTED.sub(lambda hit: " " * len(hit[0]), piece.own)


def _verdicts(piece: Piece, problems: Problems) -> None:
    text = _unquoted(piece)
    for pattern, what in VERDICTS:
        for hit in pattern.finditer(text):
            problems.add(piece.at(hit.start()), piece.where, what.format(hit[0]), "rule")


def _cure(piece: Piece, problems: Problems) -> None:
    for begin, sentence in sentences(_unquoted(piece)):
        if sentence.rstrip().endswith("?"):
            continue
        for start, clause in clauses(sentence):
            hit = _CURE.search(clause)
            if hit and not _DENIES.search(clause):
                what = f"'{hit[0]}' may stand only where it is denied, as in 'it is not a cure'."
                problems.add(piece.at(begin + start + hit.start()), piece.where, what, "rule")


def _bare(piece: Piece, problems: Problems) -> None:
    """A number must stand in the same sentence or the next; a question or a denial promises nothing."""
    found = list(sentences(_QUOTED.sub(lambda hit: " " * len(hit[0]), piece.own)))
    for index, (start, sentence) in enumerate(found):
        if sentence.rstrip().endswith("?"):
            continue
        near = sentence + (found[index + 1][1] if index + 1 < len(found) else "")
        for inset, clause in clauses(sentence):
            hit = _BARE.search(clause)
            if (
                hit
                and not MARKED.search(near)
                and not _DENIES.search(clause)
                and not _how(clause, hit.start())
            ):
                what = (
                    f"'{hit[0]}' says nothing without a number. Say how many, from a figure, or leave it out."
                )
                problems.add(piece.at(start + inset + hit.start()), piece.where, what, "rule")


def _how(clause: str, start: int) -> bool:
    return bool(
        re.search(
            r"\b(?:how|whether|if|as|more|most|less|least|so|ask)\b[^,]*$", clause[:start], re.IGNORECASE
        )
    )


def _names(seen: View) -> frozenset[str]:
    """Words that are part of a name: sources, trials, helplines."""
    objects = seen.draft.objects
    texts = [f"{one.title} {one.publisher}" for one in objects["sources"].values()]
    texts += [f"{one.name} {one.registry}" for one in objects["trials"].values()]
    texts += [one.name for one in objects["helplines"].values()]
    return frozenset(word for text in texts for word in re.findall(r"[\w-]+|\w+", text)) | frozenset(
        part for text in texts for part in re.findall(r"\w+", text)
    )


def _jargon(seen: View, piece: Piece, names: frozenset[str], problems: Problems) -> None:
    explained = {
        hit for start, end, _ in seen.glossary.found(piece.own) for hit in _words(piece.own[start:end])
    }
    terms = {word.casefold() for term in seen.glossary.lines for word in _words(term)}
    told: set[str] = set()
    for start, word in _suspects(piece.own):
        folded = word.casefold()
        if (
            folded in told
            or word in names
            or folded in terms
            or folded.removesuffix("s") in terms
            or word in explained
        ):
            continue
        told.add(folded)
        what = f"'{word}' is jargon: add it to the glossary in words.yaml, or say it in plain words."
        problems.add(piece.at(start), piece.where, what, "rule")


def _suspects(text: str) -> Iterator[tuple[int, str]]:
    for hit in _CAPITALS.finditer(text):
        word = hit[0]
        bare = word[:-1] if word.endswith("s") and word[:-1].isupper() else word
        letters = [sign for sign in bare if sign.isalpha()]
        capitals = sum(sign.isupper() for sign in letters)
        if capitals * 2 >= len(letters) and bare not in KNOWN and not re.fullmatch(r"[A-Z]+\d{4,}", bare):
            yield hit.start(), bare
    for hit in re.finditer(r"[A-Za-z][\w-]+", text):
        if hit[0].casefold() in JARGON:
            yield hit.start(), hit[0]


def _words(text: str) -> list[str]:
    return re.findall(r"[\w-]+", text)
