"""Who says so: an answer needs a source that neither sells nor tells a story, and says who quotes a price."""

from __future__ import annotations

from bot.content.nodes import Problems
from bot.content.rules.pieces import View
from bot.core.knowledge import Cost

PARTIAL = ("seller", "personal_story")


def check(seen: View, problems: Problems) -> None:
    """All sources; they are the same in every language."""
    if not seen.english:
        return
    sources = seen.draft.objects["sources"]
    for name, entry in seen.entries.items():
        at = seen.draft.place("entries", name, "sources")
        known = [sources[source] for source in entry.sources if source in sources]
        if not entry.sources:
            problems.add(at, name, "needs 'sources', at least one. Their ids stand in sources.yaml.", "rule")
        elif known and len(known) == len(entry.sources) and all(source.kind in PARTIAL for source in known):
            what = "has only sources that sell or tell a personal story. Add one that does neither."
            problems.add(at, f"{name} / sources", what, "rule")
        _quoted(seen, name, problems)


def _quoted(seen: View, name: str, problems: Problems) -> None:
    """A seller's price is shown with who quotes it."""
    sources, figures = seen.draft.objects["sources"], seen.draft.objects["figures"]
    text = " ".join(piece.plain for piece in seen.texts(name)).casefold()
    for used in dict.fromkeys(seen.used(name)):
        figure = figures.get(used)
        if not isinstance(figure, Cost) or f"{used}.quoted_by" in seen.used(name):
            continue
        sellers = [sources[one] for one in figure.source if one in sources and sources[one].kind == "seller"]
        if (
            sellers
            and figure.quoted_by.casefold() not in text
            and not any(word in text for word in _NAMES_WHO)
        ):
            what = f"{{{used}}} is what a seller says: say who quotes it, with {{{used}.quoted_by}}."
            problems.add(seen.draft.place("entries", name), name, what, "warning")


_NAMES_WHO = ("quote", "blog", "referral company", "a seller", "sellers", "clinics say", "advert")
