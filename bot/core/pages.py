"""The result of a dialog as something to keep: a page, a table of clinics, a picture of prices or of a risk."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Literal

from bot.core import dialog
from bot.core.answers import about
from bot.core.figures import date_in_words, figure_in_words, risk_count, risk_rates
from bot.core.knowledge import Cost, Figure, Risk
from bot.core.messages import Attach
from bot.core.outcomes import Outcomes, short
from bot.core.sheets import Bar, Chart, Icons, Line, Page, Part, Sheet, Table

CAPTION = 1000  # characters; Telegram takes 1024


def attachment(outcomes: Outcomes, name: str) -> Attach | None:
    """The page or picture of that name; None where there is nothing to show in it."""
    if name not in KEEPSAKES:
        return None
    make, form = KEEPSAKES[name]
    sheet = make(outcomes)
    if sheet is None:
        return None
    caption, failed = (outcomes.edition.say(one) for one in (f"caption-{name}", "file-failed"))
    in_words = _in_words(sheet)
    said, instead = (f"{head}\n{in_words}".strip()[:CAPTION] for head in (caption, failed))
    return Attach(sheet, form, name, said, instead)


def appointment(outcomes: Outcomes) -> Page:
    """For the appointment: what I told, the rows of each list, my questions, the sources."""
    return Page(
        title=_say(outcomes, "page-appointment-title"),
        subtitle=outcomes.flow.title,
        parts=(outcomes.told(), *outcomes.parts(), _sources(outcomes)),
        foot=_foot(outcomes),
    )


def clinics(outcomes: Outcomes) -> Table:
    """What each clinic said, side by side; then the warning signs and the questions still open."""
    copies = dialog.copies(outcomes.flow, outcomes.progress)
    rows = [
        (short(question), *(_cell(outcomes, question.id, copy) for copy in copies))
        for question in outcomes.flow.questions.values()
        if question.section
    ]
    return Table(
        title=_say(outcomes, "page-clinics-title"),
        subtitle=_say(outcomes, "page-clinics-subtitle"),
        columns=tuple(outcomes.name(copy) for copy in copies),
        rows=tuple(rows),
        after=outcomes.parts(),
        foot=_foot(outcomes),
    )


def costs(outcomes: Outcomes) -> Chart | None:
    """The prices of the notes shown, one axis a currency; converted nowhere."""
    found = [one for one in _figures(outcomes) if isinstance(one, Cost) and _fresh(outcomes, one)]
    axes = tuple(
        (currency, tuple(_bars(outcomes, found, currency)))
        for currency in dict.fromkeys(one.currency for one in found)
    )
    if not axes:
        return None
    return Chart(
        title=_say(outcomes, "picture-cost-title"),
        subtitle=_say(outcomes, "picture-cost-subtitle"),
        axes=axes,
        foot=_foot(outcomes),
    )


def risk(outcomes: Outcomes) -> Icons | None:
    """The first risk among the notes shown, as people in an array."""
    found = next((one for one in _figures(outcomes) if isinstance(one, Risk) and _fresh(outcomes, one)), None)
    if found is None:
        return None
    words = figure_in_words(found, "", outcomes.today, outcomes.edition.say) or ""
    rate, others = risk_rates(found, outcomes.edition.say)
    return Icons(
        title=f"{found.group[:1].upper()}{found.group[1:]}, {found.over}",
        subtitle=words,
        events=float(risk_count(found)),
        out_of=found.out_of,
        happened=_say(outcomes, "risk-legend", rate=rate, what=found.happened),
        did_not=_say(outcomes, "risk-legend", rate=others, what=found.did_not),
        foot=_foot(outcomes),
    )


def _bars(outcomes: Outcomes, costs: Sequence[Cost], currency: str) -> Iterator[Bar]:
    say = outcomes.edition.say
    for cost in costs:
        if cost.currency == currency:
            amount = figure_in_words(cost, "", outcomes.today, say) or ""
            quoted = say("quoted-by", who=cost.quoted_by, date=date_in_words(cost.as_of, say))
            yield Bar(label=cost.what, low=cost.low, high=cost.high, amount=amount, quoted=quoted)


def _figures(outcomes: Outcomes) -> Iterator[Figure]:
    figures = outcomes.edition.knowledge.figures
    names = dict.fromkeys(note.figure for note in outcomes.notes() if note.figure)
    yield from (figures[name] for name in names if name in figures)


def _fresh(outcomes: Outcomes, figure: Figure) -> bool:
    return outcomes.today <= figure.review_by


def _cell(outcomes: Outcomes, name: str, copy: int) -> str:
    question = outcomes.flow.questions[name]
    value = dialog.filled(outcomes.flow, outcomes.progress, copy).get(name)
    given = outcomes.progress.answers.get(dialog.key(name, copy))
    if value is None:
        return ""
    words = outcomes.in_words(question, value)
    return f"{words}: {given.note}" if given and given.note else words


def _sources(outcomes: Outcomes) -> Part:
    sources = outcomes.edition.knowledge.sources
    named = [sources[name] for name in outcomes.sources()]
    lines = tuple(Line(text=f"{one.title} ({about(one, outcomes.edition)}) {one.url}") for one in named)
    return Part(heading=_say(outcomes, "sources-intro"), lines=lines)


def _foot(outcomes: Outcomes) -> str:
    day = date_in_words(outcomes.today.isoformat(), outcomes.edition.say)
    return _say(outcomes, "page-foot", date=day, version=outcomes.flow.version)


def _in_words(sheet: Sheet) -> str:
    """What a picture shows, for those who cannot see it."""
    match sheet:
        case Chart(axes=axes):
            return "\n".join(f"{bar.label}: {bar.amount}. {bar.quoted}." for _, bars in axes for bar in bars)
        case Icons(subtitle=words):
            return words
    return ""


def _say(outcomes: Outcomes, name: str, /, **values: object) -> str:
    return outcomes.edition.say(name, **values)


Form = Literal["pdf", "png"]
KEEPSAKES: Mapping[str, tuple[Callable[[Outcomes], Sheet | None], Form]] = MappingProxyType(
    {
        "appointment": (appointment, "pdf"),
        "appointment-picture": (appointment, "png"),
        "clinics": (clinics, "pdf"),
        "cost": (costs, "png"),
        "risk": (risk, "png"),
    }
)
