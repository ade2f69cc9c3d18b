"""A folder → Knowledge in every language it has, with everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType

from bot.content import pointers, references, translation
from bot.content.defaults import shipped
from bot.content.dialogs import read_dialogs
from bot.content.draft import Draft, draft
from bot.content.folders import Folder, read_folder
from bot.content.hashing import origin, together
from bot.content.nodes import Keys, Place, Problems, keys_of, merged
from bot.content.schema import SPECIAL
from bot.content.verdicts import Verdicts
from bot.core.flows import Flow
from bot.core.knowledge import Knowledge
from bot.core.sentences import SENTENCES
from bot.errors import Problem

ORIGINAL = "en"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a folder gave. `knowledge` by language; None when something is *broken*. `hash` changes with any file."""

    knowledge: Mapping[str, Knowledge] | None
    problems: tuple[Problem, ...]
    hash: str
    dialogs: Mapping[str, Flow] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def broken(self) -> tuple[Problem, ...]:
        """What stops everything."""
        return tuple(problem for problem in self.problems if problem.level == "broken")

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What stops `run` and keeps a reload out: all but warnings."""
        return tuple(problem for problem in self.problems if problem.level != "warning")


def load(
    folder: Path,
    *,
    today: date,
    defaults: Path | None = None,
    cache: Path | None = None,
    rules: bool = True,
    dialogs: Path | None = None,
) -> Loaded:
    """Read a knowledge folder, and the dialogs that go with it, and judge them.

    Fixed sentences the folder leaves out are taken from `defaults` (the folder the bot ships with). The verdict of
    the rules is kept in `cache`, by content and day. `rules=False` only reads.
    """
    problems = Problems()
    if not folder.is_dir():
        problems.add(Place(folder.as_posix()), "", "there is no such folder.")
        return Loaded(None, problems.sorted(), "")
    read, digest = read_folder(folder, problems)
    _needed(read, problems)
    defaults = defaults or shipped("knowledge")
    _sentences(read, defaults, problems)
    drafts = {lang: _checked(lang, tree, problems) for lang, tree in _languages(read, problems)}
    _missing_sentences(drafts[ORIGINAL], read, problems)
    if dialogs is not None:
        digest = together(digest, _dialogs(dialogs, drafts[ORIGINAL], problems))
    found = problems.sorted()
    broken = any(problem.level == "broken" for problem in found)
    if rules:
        verdicts = Verdicts(cache, origin(folder, digest, defaults))
        found = tuple(sorted({*found, *verdicts.of(drafts, today, whole=not broken)}))
    ready = None if broken else MappingProxyType({lang: made.knowledge() for lang, made in drafts.items()})
    asked = drafts[ORIGINAL].dialogs
    return Loaded(ready, found, digest, MappingProxyType(asked.flows if asked else {}))


def _dialogs(folder: Path, made: Draft, problems: Problems) -> str:
    """Reads the dialogs into the draft of the original; the hash of their files."""
    read, digest = read_folder(folder, problems)
    made.dialogs = read_dialogs(read, problems)
    pointers.check(made, made.dialogs, problems)
    return digest


def _needed(folder: Folder, problems: Problems) -> None:
    whole = Place(folder.name)
    if "sources" not in folder.trees and "sources" not in folder.unread:
        problems.add(whole, "", "needs a file 'sources.yaml', which says where the answers come from.")
    if not (folder.trees.keys() | folder.unread) - SPECIAL:
        problems.add(
            whole,
            "",
            "needs at least one file with questions, such as 'cost.yaml', with 'title' and 'entries'.",
        )


def _languages(folder: Folder, problems: Problems) -> Iterator[tuple[str, Folder]]:
    """The original, and every translation laid over it."""
    original = translation.named(folder, ORIGINAL, problems)
    yield ORIGINAL, original
    for lang, over in folder.languages.items():
        if lang != ORIGINAL:
            yield lang, translation.laid_over(original, over, lang, problems)


def _checked(lang: str, folder: Folder, problems: Problems) -> Draft:
    made = draft(lang, folder, problems)
    references.check(made, problems)
    return made


def _sentences(folder: Folder, defaults: Path, problems: Problems) -> None:
    """Lay the folder's own talk over the fixed sentences the bot ships with."""
    if not defaults.is_dir() or defaults.resolve() == Path(folder.name).resolve() or "talk" in folder.unread:
        return
    shipped_folder, _ = read_folder(defaults, problems, only="talk")
    for lang, source in {"": shipped_folder, **shipped_folder.languages}.items():
        target = folder.languages.get(lang) if lang else folder
        if target is None:
            continue
        talk = keys_of(source.trees.get("talk"))
        fixed = {name: node for name, node in talk.items() if name in SENTENCES}
        tree = source.trees.get("talk")
        if fixed and isinstance(tree, Keys):
            laid = merged(Keys(fixed, tree.at, tree.key_at), target.trees.get("talk"))
            if laid is not None:
                target.trees["talk"] = laid


def _missing_sentences(made: Draft, folder: Folder, problems: Problems) -> None:
    if "talk" not in folder.unread:
        references.missing_sentences(made, Place(folder.file("talk")), problems)
