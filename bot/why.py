"""Why a question was understood as it was, for those who write the answers: `ask --why`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from bot.core.content import Content
from bot.core.conversation import respond
from bot.core.matching import Candidate, Explanation, Matcher, Ranking
from bot.core.messages import Reading, Said, Session, Where

COUNTED = 5  # words shown for each entry


def lines(content: Content, question: str, lang: str = "") -> Iterator[str]:
    """What the question was taken for, how sure that is, and what speaks for the best three entries."""
    now = datetime.now(UTC)
    edition = content.edition(lang)
    reading = respond(
        content, Session(lang=lang), Said(question, now, Where(person=1, lang=lang)), now
    ).reading
    yield f"{question}\n  taken for: {_taken_for(reading)}"
    alarm = content.safety.alarm(question)
    if alarm is not None:
        yield f"  an alarm was heard: '{alarm.phrase}' of {alarm.cue.id}"
        return
    ranking = edition.matcher.rank(question)
    yield from _decision(edition.matcher, ranking, question)
    for number, candidate in enumerate(ranking.candidates, 1):
        title = edition.knowledge.entries[candidate.entry].question
        yield from _candidate(number, candidate, title, edition.matcher.explain(question, candidate.entry))
    if ranking.outside is not None:
        yield f"  not ours: {ranking.outside.entry}   {ranking.outside.score:.2f}"


def _taken_for(reading: Reading) -> str:
    named = ", ".join(filter(None, (reading.entry, *reading.suggestions, *reading.flags)))
    return f"{reading.kind}: {named}" if named else reading.kind


def _decision(matcher: Matcher, ranking: Ranking, question: str) -> Iterator[str]:
    answer, offer = matcher.needed(question)
    yield f"  how sure: {ranking.confidence:.2f} (answers from {answer:.2f})"
    yield f"  how near: {ranking.near:.2f} (offers from {offer:.2f})"


def _candidate(number: int, candidate: Candidate, title: str, why: Explanation) -> Iterator[str]:
    yield f"  {number}. {candidate.entry}   {candidate.score:.2f}   {title}"
    counted = "   ".join(f"{word} {weight:+.1f}" for word, weight in why.words[:COUNTED])
    yield f"       words: {counted or 'none'}"
    yield f'       nearest wording: "{why.nearest}"'
