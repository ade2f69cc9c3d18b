"""Lengths: what a tired person can take in, and what Telegram takes at all."""

from __future__ import annotations

import re

from bot.content.nodes import Problems
from bot.content.rules.pieces import View
from bot.core.figures import date_in_words

SHORT_WORDS = 25
TEXT = 500
QUESTION = 80
BUTTON = 40
MESSAGE = 4096  # Telegram's limit, in UTF-16 units
HELD_BACK = 96  # for what stands between the parts of a message


def check(seen: View, problems: Problems) -> None:
    """All lengths of a language."""
    for name in seen.entries:
        _entry(seen, name, problems)
    for piece in seen.pieces:
        if (
            piece.section not in ("entries", "glossary")
            and (units := utf16(piece.plain)) > MESSAGE - HELD_BACK
        ):
            what = f"is {units} characters long; a message holds {MESSAGE - HELD_BACK}. Shorten it."
            problems.add(piece.at(), piece.where, what, "rule")
        if piece.section == "talk" and piece.id.startswith("button-") and len(piece.plain) > BUTTON:
            what = f"is {len(piece.plain)} characters long; a button holds {BUTTON}."
            problems.add(piece.at(), piece.where, what, "rule")
    for topic in seen.draft.topics:
        if len(topic.title) > BUTTON:
            at = seen.draft.place("topics", topic.id)
            what = f"is {len(topic.title)} characters long; it is shown on a button, which holds {BUTTON}."
            problems.add(at, "title", what, "rule")


def _entry(seen: View, name: str, problems: Problems) -> None:
    pieces = seen.by_entry.get(name, {})
    question, short, answer = pieces.get("question"), pieces.get("short"), pieces.get("answer")
    if question and len(question.plain) > QUESTION:
        what = f"is {len(question.plain)} characters long; at most {QUESTION}."
        problems.add(question.at(), question.where, what, "rule")
    if short and (count := len(words(short.plain))) > SHORT_WORDS:
        what = (
            f"has {count} words, at most {SHORT_WORDS}. Say the answer itself here, and the rest in 'answer'."
        )
        problems.add(short.at(), short.where, what, "rule")
    if short and answer and (length := len(short.plain) + len(answer.plain)) > TEXT:
        what = f"is {length} characters long together with 'short'; at most {TEXT}. Move the rest to 'more'."
        problems.add(answer.at(), answer.where, what, "rule")
    elif short and not answer and len(short.plain) > TEXT:
        what = f"is {len(short.plain)} characters long; at most {TEXT}."
        problems.add(short.at(), short.where, what, "rule")
    if (units := fullest(seen, name)) > MESSAGE:
        what = f"the message with everything open has {units} characters; Telegram takes {MESSAGE}. Shorten 'more'."
        problems.add(seen.draft.place("entries", name, "more"), name, what, "rule")


def fullest(seen: View, name: str) -> int:
    """The UTF-16 units of the message with More, Sources and Words all open."""
    texts = [piece.plain for piece in seen.by_entry.get(name, {}).values()]
    body = "\n\n".join(texts)
    lines = [f"{term}: {seen.glossary.lines[term]}" for term in seen.glossary.terms(body)]
    lines += [_source(seen, source) for source in seen.entries[name].sources]
    return utf16(body) + sum(utf16(line) + 3 for line in lines) + HELD_BACK


def _source(seen: View, name: str) -> str:
    source = seen.draft.objects["sources"].get(name)
    if source is None:
        return ""
    checked = date_in_words(source.checked_on.isoformat(), seen.say) if source.checked_on else ""
    sells = "" if source.sells == "none" else seen.say(f"sells-{source.sells}")
    about = seen.say("source-line", publisher=source.publisher, published=source.published or "no date")
    return f"{source.title} ({about}; {seen.say('source-checked', date=checked)}; {sells})"


def words(text: str) -> list[str]:
    """The words a reader counts."""
    return [word for word in text.split() if re.search(r"\w", word)]


def utf16(text: str) -> int:
    """Telegram counts so: most emoji are two."""
    return len(text.encode("utf-16-le")) // 2
