"""A folder becomes Knowledge; what stands in the way is told, and what does not is left alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.content.defaults import shipped
from bot.content.loading import Loaded, load
from bot.core.knowledge import Cost, Knowledge, Next, Risk
from bot.core.sentences import SENTENCES
from bot.core.wording import sentences_of
from tests.content.folders import TODAY, good_folder, loaded, said


def knowledge(result: Loaded, lang: str = "en") -> Knowledge:
    assert result.knowledge is not None
    return result.knowledge[lang]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return good_folder(tmp_path)


def test_everything_written_is_there(folder: Path) -> None:
    known = knowledge(loaded(folder))
    entry = known.entries["cost-mexico"]
    assert [topic.title for topic in known.topics] == ["Cost", "Risks"]
    assert known.topics[1].entries == ("risk-death", "risk-fever")
    assert entry.topic == "cost"
    assert entry.also_asked == ("price in puebla", "is mexico cheaper")
    assert entry.answer.endswith("leaves out.")
    assert entry.reviewed == date(2026, 11, 20)
    assert entry.next == Next(dialog="cost")
    assert known.words.synonyms == {"ahsct": ("hsct", "stem cell transplant")}


def test_figures_become_what_they_are(folder: Path) -> None:
    figures = knowledge(loaded(folder)).figures
    cost, risk = figures["cost.mexico"], figures["risk.uk"]
    assert isinstance(cost, Cost)
    assert isinstance(risk, Risk)
    assert (cost.low, cost.currency, cost.as_of, cost.source) == (52000.0, "USD", "2024", ("seller",))
    assert (risk.events, risk.of, risk.out_of, risk.did_not) == (5.0, 364.0, 1000, "did not")


def test_knowledge_cannot_be_changed(folder: Path) -> None:
    with pytest.raises(TypeError):
        knowledge(loaded(folder)).entries["new"] = None  # type: ignore[index]


def test_sentences_left_out_are_those_the_bot_ships_with(folder: Path) -> None:
    talk = folder / "talk.yaml"
    talk.write_text("start:\n  kind: sentence\n  reply: Welcome to our group.\n", "utf-8")
    say = sentences_of(knowledge(loaded(folder)))
    assert say("start") == "Welcome to our group."
    assert all(say(name) for name in SENTENCES)


def test_small_talk_is_only_what_the_folder_says(folder: Path) -> None:
    kinds = {cue.kind for cue in knowledge(loaded(folder)).talk}
    assert kinds == {"sentence"}


def test_a_shipped_folder_must_hold_every_sentence(folder: Path) -> None:
    (folder / "talk.yaml").write_text("start:\n  kind: sentence\n  reply: Hello.\n", "utf-8")
    lines = [str(problem) for problem in load(folder, today=TODAY, defaults=folder).problems]
    assert len(lines) == len(SENTENCES) - 1
    assert lines[0].endswith("talk.yaml: about: the bot needs this sentence. Add it, with 'kind: sentence'.")


def test_what_is_broken_gives_no_knowledge_and_what_breaks_a_rule_does(folder: Path) -> None:
    cost = folder / "cost.yaml"
    good = cost.read_text("utf-8")
    cost.write_text(good.replace("short: Reported", "short: Simply reported"), "utf-8")
    bent = loaded(folder)
    cost.write_text(good.replace("short:", "shrot:"), "utf-8")
    broken = loaded(folder)
    assert (bent.knowledge is None, len(bent.errors), len(bent.broken)) == (False, 1, 0)
    assert (broken.knowledge is None, len(broken.broken)) == (True, 1)


def test_a_warning_is_no_error(folder: Path) -> None:
    later = loaded(folder, today=date(2027, 5, 20))
    assert later.problems
    assert later.errors == ()


@pytest.mark.parametrize(
    "name", ["notes.md", "cost.yaml.bak", "cost.yaml~", ".cost.yaml.swp", "#cost.yaml#", ".hidden.yaml"]
)
def test_what_editors_leave_behind_is_not_read(folder: Path, name: str) -> None:
    before = loaded(folder)
    (folder / name).write_text("a: b: c\n", "utf-8")
    after = loaded(folder)
    assert after.problems == ()
    assert after.hash == before.hash


def test_the_hash_changes_with_every_byte_and_every_name(folder: Path) -> None:
    hashes = {loaded(folder).hash}
    cost = folder / "cost.yaml"
    cost.write_bytes(cost.read_bytes() + b"\n")
    hashes.add(loaded(folder).hash)
    cost.rename(folder / "price.yaml")
    hashes.add(loaded(folder).hash)
    (folder / "es").mkdir()
    (folder / "price.yaml").rename(folder / "es" / "price.yaml")
    hashes.add(loaded(folder).hash)
    assert len(hashes) == 4


def test_no_folder_and_an_empty_one_are_told(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert said(tmp_path / "none") == ["broken: none: there is no such folder."]
    assert said(tmp_path / "empty") == [
        "broken: empty: needs a file 'sources.yaml', which says where the answers come from.",
        "broken: empty: needs at least one file with questions, such as 'cost.yaml', with 'title' and 'entries'.",
    ]


def test_sources_and_one_topic_are_enough(tmp_path: Path) -> None:
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "sources.yaml").write_text(
        "a:\n  title: T\n  publisher: P\n  kind: charity\n  url: https://example.org\n", "utf-8"
    )
    (folder / "one.yaml").write_text(
        "title: One\nentries:\n  it:\n    question: Is it?\n    also_asked: is it so\n    short: It is.\n"
        "    sources: a\n    reviewed: 2026-11-20\n",
        "utf-8",
    )
    assert said(folder) == []


def test_a_folder_with_other_things_is_told(folder: Path) -> None:
    (folder / "drafts").mkdir()
    (folder / "drafts" / "new.yaml").write_text("title: New\n", "utf-8")
    assert said(folder) == [
        "warning: knowledge/drafts: is not read: only folders named like a language (es, de) are."
    ]


def test_an_unreadable_file_hides_no_dead_ends_and_invents_none(folder: Path) -> None:
    (folder / "sources.yaml").write_text("a: b: c\n", "utf-8")
    assert len(said(folder)) == 1


# --- what is kept -----------------------------------------------------------------------------


def test_a_verdict_is_worked_out_once_for_a_content_and_a_day(folder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    cost = folder / "cost.yaml"
    cost.write_text(cost.read_text("utf-8").replace("short: Reported", "short: Simply reported"), "utf-8")
    first = load(folder, today=TODAY, cache=kept)
    names = {file.name for file in kept.iterdir()}
    again = load(folder, today=TODAY, cache=kept)
    assert again.problems == first.problems
    assert {file.name for file in kept.iterdir()} == names
    load(folder, today=date(2026, 11, 22), cache=kept)
    assert len(list(kept.iterdir())) == 2


def test_a_kept_verdict_is_what_is_told(folder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    load(folder, today=TODAY, cache=kept)
    (file,) = kept.iterdir()
    file.write_text('[["a.yaml", 1, "here", "was kept", "rule"]]', "utf-8")
    assert [str(problem) for problem in load(folder, today=TODAY, cache=kept).problems] == [
        "a.yaml:1: here: was kept"
    ]


@pytest.mark.parametrize("harm", ["", "{", "[[1]]", '[["a"]]', "null", '{"a": 1}'])
def test_a_damaged_verdict_is_worked_out_anew(folder: Path, tmp_path: Path, harm: str) -> None:
    kept = tmp_path / "kept"
    load(folder, today=TODAY, cache=kept)
    (file,) = kept.iterdir()
    file.write_text(harm, "utf-8")
    assert load(folder, today=TODAY, cache=kept).problems == ()


def test_a_place_that_cannot_be_written_costs_only_time(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    assert load(folder, today=TODAY, cache=tmp_path / "file" / "kept").problems == ()


def test_old_verdicts_are_cleared_away(folder: Path, tmp_path: Path) -> None:
    for day in range(1, 21):
        load(folder, today=date(2026, 11, day), cache=tmp_path / "kept")
    assert len(list((tmp_path / "kept").iterdir())) == 8


# --- languages --------------------------------------------------------------------------------


def test_a_translation_falls_back_to_the_original(folder: Path) -> None:
    spanish = folder / "es"
    spanish.mkdir()
    (spanish / "cost.yaml").write_text(
        "title: Costo\nentries:\n  cost-mexico:\n    question: ¿Cuánto cuesta en México?\n"
        "    short: Los precios van de {cost.mexico}.\n    reviewed: 2026-11-20\n",
        "utf-8",
    )
    (spanish / "talk.yaml").write_text("start:\n  reply: Hola.\n", "utf-8")
    (spanish / "figures.yaml").write_text("cost.mexico:\n  quoted_by: una empresa\n", "utf-8")
    result = loaded(folder)
    known = knowledge(result, "es")
    entry, cost = known.entries["cost-mexico"], known.figures["cost.mexico"]
    assert {problem.level for problem in result.problems} == {"warning"}
    assert (entry.question, entry.answer[:12]) == ("¿Cuánto cuesta en México?", "These prices")
    assert entry.sources == ("society", "seller")
    assert known.topics[0].title == "Costo"
    assert known.entries["risk-death"].question == "Can I die from it?"
    assert isinstance(cost, Cost)
    assert (cost.quoted_by, cost.low) == ("una empresa", 52000.0)
    assert sentences_of(known)("start") == "Hola."
    assert sentences_of(known)("help") == sentences_of(knowledge(result))("help")
    assert knowledge(result).entries["cost-mexico"].question == "How much does aHSCT cost in Mexico?"


def test_what_the_bot_ships_with_is_there() -> None:
    assert (shipped("knowledge") / "talk.yaml").is_file()
