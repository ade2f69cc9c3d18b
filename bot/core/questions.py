"""A question → an answer, up to three to choose from, or an honest "I do not know"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.core.answers import BREAK, MORE, SOURCES, to_entry
from bot.core.knowledge import Cue, Entry
from bot.core.matching import Ranking
from bot.core.menus import topic_buttons
from bot.core.messages import Button, Gap, Keyboard, Kind, Reading, Say, Span, Turn
from bot.core.numerals import base36
from bot.core.scene import Scene
from bot.core.text import scrub
from bot.core.wording import fill

OFFERED = 3
MOST_ASKED = 5  # a message with more questions is a story


def question(scene: Scene) -> Turn:
    """The turn of a free message that no one else has claimed."""
    ranking = _ranked(scene)
    each = _each(scene)
    if several := _several(scene, ranking, each):
        return several
    outside = _outside(ranking)
    if ranking.decision == "answer" and not outside:
        return scene.answer(_best(scene, ranking), reading=_reading("answer", ranking))
    despair = scene.content.safety.despair(scene.text)
    kindly = scene.reply_of(despair) if despair else ""
    return (
        _aside(scene, ranking, scene.edition.talk.small(scene.text))
        or (None if despair else _not_ours(scene, ranking, outside))
        or (_offer(scene, ranking, kindly, each) if ranking.decision == "offer" else None)
        or _aside(scene, ranking, despair)
        or _unknown(scene, ranking)
    )


def _each(scene: Scene) -> tuple[Ranking, ...]:
    """What each question of a message would find by itself; nothing where there is but one."""
    asked = scene.edition.talk.questions_in(scene.text)
    return tuple(map(scene.edition.matcher.rank, asked)) if 1 < len(asked) <= MOST_ASKED else ()


def _several(scene: Scene, whole: Ranking, each: Sequence[Ranking]) -> Turn | None:
    """More than one question in a message: two or more are answered in short, if by themselves they would be answered.

    The whole must be about one of them, or not clear: "risks and benefits" may have an answer of its own.
    """
    clear = [one.candidates[0].entry for one in each if one.decision == "answer" and not _outside(one)]
    names = tuple(dict.fromkeys(clear))
    if len(names) < 2 or (whole.decision == "answer" and whole.candidates[0].entry not in names):
        return None
    return _in_short(scene, whole, names[:OFFERED])


def _in_short(scene: Scene, ranking: Ranking, names: tuple[str, ...]) -> Turn:
    edition = scene.edition
    entries = [edition.knowledge.entries[name] for name in names]
    intro, outro = edition.say("several-intro"), edition.say("several-outro")
    spans = [Span(intro)]
    for number, entry in enumerate(entries, 1):
        short = fill(entry.short, edition.knowledge, edition.say, scene.today)
        spans += [BREAK, Span(f"{number}. {entry.question}", "bold"), Span(f"\n{short}")]
    spans += [BREAK, Span(outro)]
    session = replace(scene.session, offered=names, offered_at=scene.now)
    reading = replace(
        _reading("suggest", ranking), suggestions=names, text="".join(span.text for span in spans)
    )
    say = Say(tuple(spans), (*_to_choose(scene, entries), *_topics_button(scene)))
    return Turn(session, (say,), reading=reading)


def continued(scene: Scene) -> Turn | None:
    """ "more" and "sources?" about the last answer, or the number of a question just offered."""
    if chosen := _chosen(scene):
        return scene.answer(chosen, reading=Reading("answer"))
    more, sources = scene.edition.talk.wants_more(scene.text), scene.edition.talk.wants_sources(scene.text)
    if not (more or sources):
        return None
    entry = _topic(scene)
    if entry is None:
        return scene.turn(scene.says("nothing-to-continue"), reading=Reading("smalltalk"))
    return scene.answer(entry, MORE if more else SOURCES)


def _chosen(scene: Scene) -> Entry | None:
    typed = scene.text.strip().rstrip(".)")
    offered = scene.session.offered if scene.remembered(scene.session.offered_at) else ()
    if not (typed.isascii() and typed.isdigit() and 1 <= int(typed[:3]) <= len(offered)):
        return None
    return scene.edition.entry(offered[int(typed[:3]) - 1])


def _topic(scene: Scene) -> Entry | None:
    return scene.edition.entry(scene.session.topic) if scene.remembered(scene.session.topic_at) else None


def _ranked(scene: Scene) -> Ranking:
    """The ranking of the words alone; or with the last topic in mind, where they lean on it and it helps."""
    matcher, text = scene.edition.matcher, scene.text
    alone = matcher.rank(text)
    topic = _topic(scene)
    if topic is None or not scene.edition.talk.leans_back(text):
        return alone
    without = {topic.id}
    before = dict(_scores(matcher.rank(topic.question, without=without, limit=OFFERED * 4)))
    together = matcher.rank(f"{topic.question} {text}", without=without)
    gained = [one for one in together.candidates if one.score > before.get(one.entry, 0.0)]
    helps = bool(gained) and gained[0] == together.candidates[0] and together.confidence > alone.confidence
    return together if helps else alone


def _scores(ranking: Ranking) -> tuple[tuple[str, float], ...]:
    return tuple((one.entry, one.score) for one in ranking.candidates)


def _best(scene: Scene, ranking: Ranking) -> Entry:
    return scene.edition.knowledge.entries[ranking.candidates[0].entry]


def _reading(kind: Kind, ranking: Ranking) -> Reading:
    return Reading(kind, candidates=_scores(ranking))


def _outside(ranking: Ranking) -> str:
    """The subject we know we do not cover, if the words fit one better than the best entry; or empty."""
    best = ranking.candidates[0].score if ranking.candidates else 0.0
    return ranking.outside.entry if ranking.outside and ranking.outside.score > best else ""


def _aside(scene: Scene, ranking: Ranking, cue: Cue | None) -> Turn | None:
    """Small talk, or ordinary despair: met kindly, without an alarm."""
    if cue is None:
        return None
    text = scene.reply_of(cue)
    reading = replace(_reading("smalltalk", ranking), entry=cue.id, text=text)
    return scene.turn(Say((Span(text),), _topics_button(scene)), reading=reading)


def _topics_button(scene: Scene) -> tuple[tuple[Button, ...], ...]:
    return ((Button(scene.edition.say("button-topics"), data="c:topics"),),)


def _not_ours(scene: Scene, ranking: Ranking, outside: str) -> Turn | None:
    """Something near that we know we do not cover: one line, and where to turn."""
    cue = next((cue for cue in scene.edition.knowledge.outside if cue.id == outside), None)
    if cue is None:
        return None
    text = scene.reply_of(cue)
    reading = replace(_reading("unknown", ranking), entry=cue.id, text=text)
    return scene.turn(Say((Span(text),), _topics_button(scene)), reading=reading)


def _offer(scene: Scene, ranking: Ranking, kindly: str, each: Sequence[Ranking]) -> Turn:
    """Not sure: up to three questions, to tap or to type the number of. Despair in them is met first."""
    found = [one.candidates[0].entry for one in each if one.decision != "quiet"]
    found += [one.entry for one in ranking.candidates]
    names = tuple(dict.fromkeys(found))[:OFFERED]
    entries = [scene.edition.knowledge.entries[name] for name in names]
    intro = "\n\n".join(line for line in (kindly, scene.edition.say("suggest-intro")) if line)
    listed = "".join(f"\n{number}. {entry.question}" for number, entry in enumerate(entries, 1))
    session = replace(scene.session, offered=names, offered_at=scene.now)
    reading = replace(_reading("suggest", ranking), suggestions=names, text=intro)
    say = Say((Span(intro), Span("\n"), Span(listed)), (*_to_choose(scene, entries), *_topics_button(scene)))
    return Turn(session, (say,), reading=reading)


def _to_choose(scene: Scene, entries: Sequence[Entry]) -> Keyboard:
    asker = base36(scene.message.where.person)
    return tuple(
        (to_entry(entry, number, data=f"p:{entry.id}:{asker}"),) for number, entry in enumerate(entries, 1)
    )


def _unknown(scene: Scene, ranking: Ranking) -> Turn:
    """Says so, and remembers the question without who asked, so that people can write the answer."""
    text = scene.edition.say("unknown")
    buttons = topic_buttons(scene) if scene.private else _topics_button(scene)
    nearest = ranking.candidates[0].entry if ranking.candidates else ""
    question = scrub(scene.text, scene.edition.lexicon.own)
    gaps = (Gap(question, scene.edition.knowledge.lang, nearest),) if question else ()
    reading = replace(_reading("unknown", ranking), text=text)
    return Turn(scene.session, (Say((Span(text),), buttons),), gaps, reading)
