"""Templates → what a member reads: figures filled in as of today, jargon linked to the glossary at first use."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from bot.core.figures import figure_in_words, trial_in_words
from bot.core.knowledge import Knowledge
from bot.core.messages import Span, Text

PLACEHOLDER = re.compile(r"\{([^{}\s]+)\}")


class Sentences:
    """The fixed sentences of one language: `say("broken", id="k7f2")`."""

    def __init__(self, sentences: Mapping[str, str]) -> None:
        self._sentences = {key: text.strip() for key, text in sentences.items()}

    def __call__(self, name: str, /, **values: object) -> str:
        """The sentence with its placeholders filled. Raises KeyError for a sentence nobody wrote."""
        return PLACEHOLDER.sub(lambda found: str(values.get(found[1], found[0])), self._sentences[name])


def sentences_of(knowledge: Knowledge) -> Sentences:
    """The fixed sentences among the talk of a knowledge base."""
    fixed = (cue for cue in knowledge.talk if cue.kind == "sentence")
    return Sentences(
        {cue.id: cue.reply.get(knowledge.lang) or next(iter(cue.reply.values())) for cue in fixed}
    )


Say = Callable[..., str]


def fill(template: str, knowledge: Knowledge, say: Say, today: date) -> str:
    """The template with every `{figure}` and `{trial.…}` in words; what is overdue or unknown is hidden."""
    return PLACEHOLDER.sub(
        lambda found: _filled(found[1], knowledge, say, today) or say("figure-hidden"), template.strip()
    )


def _filled(name: str, knowledge: Knowledge, say: Say, today: date) -> str | None:
    head, _, part = name.rpartition(".")
    try:
        if name in knowledge.figures:
            return figure_in_words(knowledge.figures[name], "", today, say)
        if head in knowledge.figures:
            return figure_in_words(knowledge.figures[head], part, today, say)
        if head.startswith("trial."):
            return trial_in_words(knowledge.trials[head.removeprefix("trial.")], part, today, say)
    except KeyError:
        return None
    return None


def placeholders(template: str) -> tuple[str, ...]:
    """The names a template asks for, in order."""
    return tuple(PLACEHOLDER.findall(template))


class Glossary:
    """Finds jargon in a text. Longer terms win; plurals count; case counts only where a term has capitals inside."""

    def __init__(self, terms: Mapping[str, str]) -> None:
        self.lines = dict(terms)
        self._by_fold = {term.casefold(): term for term in terms}
        longest_first = sorted(terms, key=len, reverse=True)
        body = "|".join(re.escape(term) for term in longest_first)
        self._find = re.compile(rf"(?<![\w-])({body})(?:e?s)?(?![\w-])", re.IGNORECASE) if terms else None

    def found(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Each term's first use: start, end and the term as the glossary writes it."""
        seen: set[str] = set()
        for hit in self._find.finditer(text) if self._find else ():
            term = self._by_fold[hit[1].casefold()]
            if term not in seen and _same_case(term, hit[1]):
                seen.add(term)
                yield hit.start(), hit.end(), term

    def terms(self, text: str) -> tuple[str, ...]:
        """The terms used in a text, in order of first use."""
        return tuple(term for _, _, term in self.found(text))

    def linked(self, text: str) -> Text:
        """The text with the first use of each term as a *word* span."""
        spans: list[Span] = []
        done = 0
        for start, end, term in self.found(text):
            if start > done:
                spans.append(Span(text[done:start]))
            spans.append(Span(text[start:end], "word", slug(term)))
            done = end
        if done < len(text):
            spans.append(Span(text[done:]))
        return tuple(spans)

    def by_slug(self, wanted: str) -> str:
        """The term whose slug this is, or empty."""
        return next((term for term in self.lines if slug(term) == wanted), "")


def slug(term: str) -> str:
    """A term as it can stand in a deep link: letters, digits and dashes."""
    return re.sub(r"[^a-z0-9]+", "-", term.casefold()).strip("-")


def _same_case(term: str, used: str) -> bool:
    """ "VA" is jargon and "va" is not; "apheresis" and "Apheresis" both are."""
    return used == term or not any(letter.isupper() for letter in term[1:])
