"""An entry as a message: title, answer, what was opened below it, and the buttons to open the rest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.core.content import Edition, Voice
from bot.core.figures import date_in_words
from bot.core.knowledge import Entry, Source
from bot.core.messages import Button, Keyboard, Say, Span, Text
from bot.core.wording import fill, placeholders

MORE, SOURCES, WORDS = "m", "s", "w"  # the parts of an answer that can be opened
STALE_WITH_FIGURES = timedelta(days=365)
STALE = timedelta(days=2 * 365)
LABEL = 40  # characters on a button
BREAK = Span("\n\n")


@dataclass(frozen=True, slots=True)
class Answer:
    """One entry in words, as of a day."""

    title: str
    text: str  # short and answer
    more: str
    next_step: str


def in_words(entry: Entry, edition: Edition, today: date) -> Answer:
    """The entry with its figures filled in. Made once a day."""
    answer: Answer = _kept(edition, (entry.id, today), lambda: _in_words(entry, edition, today))
    return answer


def shown(
    entry: Entry,
    edition: Edition,
    today: date,
    opened: str = "",
    *,
    replaces: bool = False,
    dialog: Button | None = None,
) -> Say:
    """The message. `opened` holds the letters of the parts that stand open, `dialog` leads on. Made once a day."""
    parts = "".join(sorted(set(opened)))
    say: Say = _kept(
        edition,
        (entry.id, today, parts, replaces, dialog),
        lambda: _shown(entry, edition, today, parts, replaces, dialog),
    )
    return say


def _kept(edition: Edition, key: tuple[object, ...], make: Callable[[], object]) -> Any:
    """The page made before; all pages of yesterday go when one of today is made."""
    pages = edition.pages
    if key not in pages:
        if pages and next(iter(pages))[1] != key[1]:
            pages.clear()
        pages[key] = make()
    return pages[key]


def _in_words(entry: Entry, edition: Edition, today: date) -> Answer:

    def filled(template: str) -> str:
        return fill(template, edition.knowledge, edition.say, today)

    ask = entry.next.ask if entry.next else ""
    return Answer(
        title=entry.question,
        text="\n\n".join(part for part in (filled(entry.short), filled(entry.answer)) if part),
        more=filled(entry.more),
        next_step=edition.say("next-ask", question=filled(ask)) if ask else "",
    )


def _shown(
    entry: Entry, edition: Edition, today: date, opened: str, replaces: bool, dialog: Button | None
) -> Say:
    answer = in_words(entry, edition, today)
    texts = [
        answer.text,
        answer.more if MORE in opened else "",
        answer.next_step,
        _age(entry, edition, today),
    ]
    body = "\n\n".join(text for text in texts if text)
    spans: list[Span] = [Span(answer.title, "bold"), BREAK, *edition.glossary.linked(body)]
    if SOURCES in opened:
        spans += [BREAK, *source_lines(entry.sources, edition)]
    if WORDS in opened:
        spans += [BREAK, *word_lines(body, edition)]
    return Say(tuple(spans), _buttons(entry, edition, answer, opened, dialog), replaces=replaces)


def source_lines(names: tuple[str, ...], edition: Voice) -> Text:
    """One line a source: title, who says it, when, and what they sell."""
    spans = [Span(edition.say("sources-intro"))]
    for source in (edition.knowledge.sources[name] for name in names if name in edition.knowledge.sources):
        title = Span(source.title, "link" if source.url else "plain", source.url)
        spans += [Span("\n- "), title, Span(f" ({about(source, edition)})")]
    return tuple(spans)


def about(source: Source, edition: Voice) -> str:
    """Who published it, when, when it was checked, and what they sell."""
    say = edition.say
    parts = [
        say("source-line", publisher=source.publisher, published=source.published or say("source-undated"))
    ]
    if source.checked_on:
        parts.append(say("source-checked", date=date_in_words(source.checked_on.isoformat(), say)))
    if source.sells != "none":
        parts.append(say(f"sells-{source.sells}"))
    return "; ".join(parts)


def word_lines(body: str, edition: Edition) -> Text:
    """The jargon used in a text, each with its plain line."""
    spans = [Span(edition.say("words-intro"))]
    for term in edition.glossary.terms(body):
        spans += [Span("\n- "), Span(term, "bold"), Span(f": {edition.glossary.lines[term].strip()}")]
    return tuple(spans)


def _age(entry: Entry, edition: Edition, today: date) -> str:
    if entry.reviewed is None:
        return ""
    numbers = any(placeholders(text) for text in (entry.short, entry.answer, entry.more))
    if today - entry.reviewed <= (STALE_WITH_FIGURES if numbers else STALE):
        return ""
    return edition.say("last-checked", date=date_in_words(entry.reviewed.isoformat(), edition.say))


def _buttons(entry: Entry, edition: Edition, answer: Answer, opened: str, dialog: Button | None) -> Keyboard:
    say = edition.say
    there = {
        MORE: bool(answer.more),
        SOURCES: bool(entry.sources),
        WORDS: bool(edition.glossary.terms(f"{answer.text}\n{answer.more}\n{answer.next_step}")),
    }
    names = {MORE: "button-more", SOURCES: "button-sources", WORDS: "button-words"}
    parts = tuple(
        Button(say(names[part]), data=f"v:{entry.id}:{opened}{part}")
        for part in (MORE, SOURCES, WORDS)
        if there[part] and part not in opened
    )
    judge = (
        Button(say("button-helpful"), data=f"f:{entry.id}:y"),
        Button(say("button-not-helpful"), data=f"f:{entry.id}:n"),
    )
    onward = ((dialog,),) if dialog else _next_rows(entry, edition)
    return tuple(row for row in (parts, *onward, judge) if row)


def _next_rows(entry: Entry, edition: Edition) -> Keyboard:
    step = entry.next
    if step and step.link:
        return ((Button(edition.say("button-link"), url=step.link),),)
    follow = edition.entry(step.entry) if step and step.entry else None
    return ((to_entry(follow),),) if follow else ()


def to_entry(entry: Entry, ordinal: int = 0, data: str = "") -> Button:
    """A button with the question on it, cut at a word; `ordinal` is the number to type instead."""
    label = f"{ordinal}. {entry.question}" if ordinal else entry.question
    return Button(cut(label), data=data or f"e:{entry.id}")


def cut(label: str) -> str:
    """At most 40 characters, cut between words."""
    if len(label) <= LABEL:
        return label
    head = label[: LABEL - 1]
    return (head.rpartition(" ")[0] or head) + "…"
