"""Languages: `knowledge/es/` holds the same ids in other words, laid over the English original."""

from __future__ import annotations

from collections.abc import Iterable

from bot.content.folders import Folder
from bot.content.nodes import Keys, Node, Place, Problems, Text, closest, did_you_mean, keys_of, merged
from bot.content.schema import LANGUAGE, SECTIONS, SPECIAL, WORDS, Section

CUES = ("safety", "outside", "talk")
BY_LANGUAGE = ("phrases", "with_any", "but_not", "reply")


def named(folder: Folder, lang: str, problems: Problems) -> Folder:
    """The folder with every cue's words put under their language: `reply: …` means `reply: {en: …}`."""
    trees = {
        stem: _named(tree, lang, problems) if stem in CUES else tree for stem, tree in folder.trees.items()
    }
    return Folder(folder.name, trees, folder.unread)


def _named(tree: Node, lang: str, problems: Problems) -> Node:
    if not isinstance(tree, Keys):
        return tree
    cues = {name: _cue(name, node, lang, problems) for name, node in tree.values.items()}
    return Keys(cues, tree.at, tree.key_at)


def _cue(name: str, node: Node, lang: str, problems: Problems) -> Node:
    if not isinstance(node, Keys):
        return node
    values = dict(node.values)
    for key in BY_LANGUAGE:
        words = values.get(key)
        if isinstance(words, Keys) and not words.braces:
            _codes(f"{name} / {key}", words, problems)
        elif words is not None and not (isinstance(words, Text) and not words.meant):
            if not isinstance(words, Keys):
                values[key] = Keys({lang: words}, words.at, {lang: node.place(key)})
            else:
                _codes(f"{name} / {key}", words, problems)
    return Keys(values, node.at, node.key_at)


def _codes(where: str, words: Keys, problems: Problems) -> None:
    for code in words.values:
        if not LANGUAGE.fullmatch(code):
            what = f"'{code}' is not the short name of a language, such as en, es or de."
            problems.add(words.place(code), where, what)


def laid_over(original: Folder, over: Folder, lang: str, problems: Problems) -> Folder:
    """The translation with the original for whatever it lacks."""
    spoken = named(over, lang, problems)
    trees = dict(original.trees)
    for stem, tree in spoken.trees.items():
        under = original.trees.get(stem)
        if under is None:
            if stem not in original.unread:
                guess = did_you_mean(stem, original.trees)
                what = f"translates nothing: there is no {stem}.yaml in the original.{guess}"
                problems.add(Place(over.file(stem)), "", what)
        elif isinstance(tree, Keys) and isinstance(under, Keys):
            _known_ids(stem, tree, under, problems)
            trees[stem] = merged(under, tree) or under
        else:
            problems.add(
                tree.at,
                "",
                f"does not look like {stem}.yaml of the original. Keep its keys and translate the texts.",
            )
    _what_is_left(original, spoken, problems)
    return Folder(over.name, trees, original.unread | over.unread)


def _known_ids(stem: str, tree: Keys, under: Keys, problems: Problems) -> None:
    """Remove what the original does not know, and say so."""
    if stem == WORDS:
        return
    if stem not in SPECIAL:
        _unknown(
            keys_of(tree.values.get("entries")),
            tree.values.get("entries"),
            under.values.get("entries"),
            f"{stem}.yaml of the original",
            problems,
        )
        return
    for section in (one for one in SECTIONS.values() if one.file == stem):
        theirs = tree.values.get(section.inside) if section.inside else tree
        ours = under.values.get(section.inside) if section.inside else under
        _unknown(keys_of(theirs), theirs, ours, f"{stem}.yaml of the original", problems)
        _only_words(section, theirs, problems)


def _unknown(
    theirs: Iterable[str], tree: Node | None, ours: Node | None, file: str, problems: Problems
) -> None:
    known = keys_of(ours)
    for name in [name for name in theirs if name not in known]:
        assert isinstance(tree, Keys)  # noqa: S101 - only mappings have names
        guess = closest(name, known)
        mend = f" Did you mean '{guess}'?" if guess else ""
        problems.add(tree.place(name), name, f"translates nothing: there is no '{name}' in {file}.{mend}")
        del tree.values[name]


def _only_words(section: Section, tree: Node | None, problems: Problems) -> None:
    """Numbers and addresses stand once, in the original."""
    if section.words is None:
        return
    for name, node in keys_of(tree).items():
        for key in [key for key in keys_of(node) if key not in section.words]:
            assert isinstance(node, Keys)  # noqa: S101 - only mappings have keys
            what = f"'{key}' is the same in every language and stands in the original only. Delete this line."
            problems.add(node.place(key), f"{name} / {key}", what)
            del node.values[key]


def _what_is_left(original: Folder, over: Folder, problems: Problems) -> None:
    """Warn of entries that are not translated, or older than their original."""
    for stem in sorted(original.trees.keys() - SPECIAL):
        ours, theirs = _entries(original.trees[stem]), _entries(over.trees.get(stem))
        if stem in over.unread:
            continue
        if missing := [name for name in ours if name not in theirs]:
            what = f"not translated yet, shown in the original language: {', '.join(missing)}."
            problems.add(Place(over.file(stem)), "", what, "warning")
        for name, node in theirs.items():
            mine, other = _reviewed(node), _reviewed(ours.get(name))
            if mine and other and mine.value < other.value:
                what = f"the original was reviewed on {other.value}, this translation on {mine.value}. Compare them."
                problems.add(mine.at, f"{name} / reviewed", what, "warning")


def _entries(tree: Node | None) -> dict[str, Node]:
    return dict(keys_of(keys_of(tree).get("entries")))


def _reviewed(node: Node | None) -> Text | None:
    written = keys_of(node).get("reviewed")
    return written if isinstance(written, Text) else None
