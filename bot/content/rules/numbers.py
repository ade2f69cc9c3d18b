"""Numbers come from figures.yaml, and risks are said so that nobody can misread them."""

from __future__ import annotations

import re

from bot.content.nodes import Problems
from bot.content.rules.pieces import MARKED, Piece, View
from bot.core.figures import risk_out_of
from bot.core.knowledge import Risk

# what may be written plainly (CONTENT.md 3): dates, phones, ids, phases, temperatures, days and steps of the procedure
_EXEMPT = (
    r"\b\d{1,2}(?:st|nd|rd|th|\.)?\s+(?:de\s+)?(?:MONTHS)\b|\b(?:MONTHS)\s+\d{1,2}\b(?!\d)",  # 9 October
    r"(?<![\d.,$€£%])\b(?:19|20)\d\d(?:s|[-–/]\d{2,4})?\b(?!%|,\d|\s*(?:people|patients|in\s+\d))",  # 2019, 1990s
    r"\b(?:phases?|fases?|phasen)\s+\d[ab]?(?:\s*(?:[-–/]|to|or|and|y|o|und|oder)\s*\d[ab]?)?",
    r"[+-]?\d+(?:[.,]\d+)?\s*(?:to\s*\d+(?:[.,]\d+)?\s*)?(?:°\s*[CF]?|º\s*[CF]?|(?:degrees|grados|grad)\b)",
    r"\b(?:days?|steps?|weeks?|d[ií]as?|pasos?|semanas?|tage?|schritte?|wochen?)"
    r"\s+[+-−]?\d+(?:\s*(?:[-–]|to|and|or|a|y|o|bis|und|oder)\s*[+-−]?\d+)*",  # day 0, days 1 to 5
    r"\+\d[\d ()/.-]{5,}\d|\b\d{2,5}(?:[ -]\d{2,4}){2,}\b",  # phones
    r"\b24[ -]?(?:/7|hours?|h)\b|\bpress\s+\d\b",  # the 24-hour line
    r"[\w-]*[A-Za-z][\w/-]*\d[\w/-]*",  # NCT04047628, CD34, T2
)
_EMERGENCY = ("911", "999", "112", "000", "988", "116 123", "111")
_NUMBER = re.compile(r"[$€£]?\d[\d.,]*\d%?|[$€£]?\d%?")
_ONE_IN = re.compile(
    r"\b(?:1|one|a)\s+(?:in|out of)\s+(?:every\s+)?"
    r"(?:\d|(?:two|three|four|five|six|seven|eight|nine|ten|twenty|fifty|a hundred|a thousand)\b)",
    re.IGNORECASE,
)
_FIELDS = {
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
    """All numbers of a language."""
    exempt = _exempt(seen)
    for piece in seen.pieces:
        if piece.field in _FIELDS and not seen.fixed(piece):
            _own_numbers(piece, exempt, problems)
        if hit := _ONE_IN.search(piece.own):
            what = f"'{hit[0]}…': chances are said out of 1000 or 100, and both sides. Use a risk figure."
            problems.add(piece.at(hit.start()), piece.where, what, "rule")
    for name in seen.entries:
        _risks(seen, name, problems)
    for name, figure in seen.draft.objects["figures"].items():
        if isinstance(figure, Risk):
            _figure(seen, name, figure, problems)


def _exempt(seen: View) -> re.Pattern[str]:
    """Numbers that may be written plainly; first those to call, and names with numbers in them."""
    known = set(_EMERGENCY)
    for line in seen.draft.objects["helplines"].values():
        known |= set(re.findall(r"\d[\d ()/-]*\d", f"{line.number} {line.name}"))
    for trial in seen.draft.objects["trials"].values():
        known |= {name for name in (trial.registry, trial.name) if re.search(r"\d", name)}
    longest = "|".join(map(re.escape, sorted(known, key=len, reverse=True)))
    months = "|".join(map(re.escape, seen.say("months").split()))
    rest = "|".join(pattern.replace("MONTHS", months) for pattern in _EXEMPT)
    return re.compile(rf"(?<![\d.,$€£])(?:{longest})(?![\d%]|[.,]\d)|{rest}", re.IGNORECASE)


def _own_numbers(piece: Piece, exempt: re.Pattern[str], problems: Problems) -> None:
    rest = _blank(exempt, _blank(MARKED, piece.own))
    for hit in _NUMBER.finditer(rest):
        what = f"the number '{hit[0]}' must come from figures.yaml: write {{its.id}}, or say it in words."
        problems.add(piece.at(hit.start()), piece.where, what, "rule")


def _blank(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda hit: re.sub(r"[^\n]", " ", hit[0]), text)


def _risks(seen: View, name: str, problems: Problems) -> None:
    figures = seen.draft.objects["figures"]
    pieces = seen.by_entry.get(name, {})
    used = {key: _asked(piece) for key, piece in pieces.items()}
    outs: dict[int, str] = {}
    for key, asked in used.items():
        for wanted in asked:
            bare = wanted.removesuffix(".rate")
            figure = figures.get(wanted) or figures.get(bare)
            if not isinstance(figure, Risk):
                continue
            outs.setdefault(figure.out_of, wanted)
            if wanted not in figures and wanted == f"{bare}.rate":
                _rate(pieces[key], key, bare, used, problems)
    if len(outs) > 1:
        what = f"counts out of 100 ({outs[100]}) and out of 1000 ({outs[1000]}). Keep to one in an answer."
        problems.add(seen.draft.place("entries", name), name, what, "rule")


def _asked(piece: Piece) -> list[str]:
    return re.findall(r"\{([^{}\s]+)\}", piece.node.value)


def _rate(piece: Piece, key: str, risk: str, used: dict[str, list[str]], problems: Problems) -> None:
    if key != "short":
        what = f"{{{risk}.rate}} may stand in 'short' only. Write {{{risk}}}, which says both sides."
        problems.add(piece.at(), piece.where, what, "rule")
    elif risk not in used.get("answer", []) + used.get("more", []):
        what = f"{{{risk}.rate}} says one side only: add the whole sentence {{{risk}}} to 'answer' or 'more'."
        problems.add(piece.at(), piece.where, what, "rule")


def _figure(seen: View, name: str, risk: Risk, problems: Problems) -> None:
    if risk.out_of == 100 and risk_out_of(risk) < 1:
        what = "is less than 1 in 100: write 'in: 1000'."
        problems.add(seen.draft.place("figures", name, "in"), f"{name} / in", what, "rule")
