"""A question → the entries it may mean, and whether to answer, offer or stay quiet.

**Comparable words.** core.tokens and core.text bring what people type to one form: case, accents, apostrophes,
numbers and currencies, British and American, slips, word endings, synonyms. Stopwords stay: "how much" and "how long"
differ by nothing else. A word is corrected only if neither the content nor English knows it; correcting against the
content alone would touch a third of all good questions, and harm them.

**Ranking: LEX.** The mean of two scores that go wrong in different places, both from 0 to 1:

- BM25 over entries, all wordings of an entry as one text, divided by the best score this question could get. A rare
  word counts more than a common one, and one word alone never counts for all. Since a word that no entry has belongs
  to what the question could get, a question full of strange words scores low. That is what tells "not ours" apart.
- The cosine with the entry's centroid: the question and every wording are vectors of length 1 in each of two blocks,
  runs of one or two words and runs of two to four letters inside words, weighed by how few entries have them; an
  entry is the sum of its wordings. The letters carry what stems and corrections miss: compounds, endings, drug names.

Where entries have answers, BM25 over their texts counts for three tenths of the score: people ask in words that no
wording has and the answer uses. On our own knowledge, each wording held out in turn, that finds 4 more in 100 first
and 4 more within three, and gives fewer wrong answers; without answers the score is LEX alone.

An entry's own wording, asked word for word, is that entry: score 1, unless two entries share it.

**The decision** to answer, to offer or to stay quiet is made in core.decision.

**Not ours.** Subjects known to be outside stand in the index beside the entries and compete with them on equal terms;
the best of them is named in the ranking, so that "stem cells for lupus" does not get the nearest answer about MS.

**Meaning.** Where texts can be read as vectors, core.meaning joins in `Matcher._judged`.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from bot.core.decision import FLOOR, MEANT_BELOW, Decision, Levels, close_enough, confidence, fitted
from bot.core.knowledge import Knowledge
from bot.core.lexical import Floats, Lex, Words
from bot.core.meaning import Embed, Judge, Meaning, Vector, Vectors, remembering
from bot.core.text import Lexicon
from bot.core.tokens import tokens

_PLACEHOLDER = re.compile(r"\{[^}]*\}")

Phrasings = Mapping[str, Sequence[str]]
Texts = Mapping[str, str]
NO_TEXTS: Texts = MappingProxyType({})
NO_PHRASINGS: Phrasings = MappingProxyType({})
NO_VECTORS: Vectors = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry the question may mean, and how well it fits, 0 to 1."""

    entry: str
    score: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """The best candidates, best first, how sure that the first is meant, and so what to do.

    `outside` is the subject not ours that fits best, where one comes near enough.
    """

    candidates: tuple[Candidate, ...]
    confidence: float
    decision: Decision
    outside: Candidate | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an entry was found: what its score loses without each word as typed, and its nearest phrasing."""

    score: float
    words: tuple[tuple[str, float], ...]
    nearest: str


class Matcher:
    """Ranks the entries for a question.

    `phrasings` holds each entry's question and its other wordings, `texts` the text of its answer, where it has one,
    `outside` the phrases of each subject that is not ours.
    """

    def __init__(
        self,
        phrasings: Phrasings,
        lexicon: Lexicon,
        levels: Levels = FLOOR,
        texts: Texts = NO_TEXTS,
        outside: Phrasings = NO_PHRASINGS,
    ) -> None:
        own, others = _documents(phrasings, lexicon), _documents(outside, lexicon)
        documents = [*own.values(), *others.values()]
        self.entries = tuple(own)
        self.levels = levels
        self._others = tuple(others)
        self._lexicon = lexicon
        self._phrasings = phrasings
        self._place = {entry: place for place, entry in enumerate(own)}
        self._lex = Lex(documents, [*_answers(own, texts, lexicon).values(), *[()] * len(others)])
        self._verbatim = _unshared(documents)
        self._documents = documents
        self._meaning: Meaning | None = None
        self._read: Callable[[str], Vector] | None = None

    def with_meaning(
        self, vectors: Vectors, embed: Embed, levels: Levels, judge: Judge | None = None
    ) -> Matcher:
        """The same entries judged by meaning as well, with the vectors of all wordings, and levels fitted to that.

        `judge` is what learnt() gave for the same content before.
        """
        deeper = copy.copy(self)
        deeper.levels = levels
        deeper._meaning = Meaning(self._documents, vectors, judge)
        deeper._read = remembering(embed)
        return deeper

    @property
    def learnt(self) -> Judge | None:
        """What was learnt from the vectors, to be kept."""
        return self._meaning.judge if self._meaning else None

    def rank(self, question: str, *, without: Collection[str] = (), limit: int = 3) -> Ranking:
        """The best entries for a question, leaving out those in `without`."""
        every, close = self._judged(question)
        scores = every[: len(self.entries)]
        for entry in without:
            if entry in self._place:
                scores[self._place[entry]] = 0.0
        best = _best(scores, max(limit, 2))
        candidates = tuple(Candidate(self.entries[place], float(scores[place])) for place in best)
        sure = confidence(scores)
        closeness = None if close is None else float(close[: len(scores)][scores > 0].max(initial=0.0))
        decision = self.levels.decide(sure, len(self._lexicon.words(question)), closeness)
        return Ranking(candidates[:limit], sure, decision, self._best_outside(every, close))

    def _best_outside(self, every: Floats, close: Floats | None) -> Candidate | None:
        """The best subject that is not ours, if it comes as near as an entry must for an offer."""
        scores = every[len(self.entries) :]
        best = _best(scores, 1)
        if not best:
            return None
        score = float(scores[best[0]])
        if close is None or self.levels.close is None:
            near = score >= self.levels.offer
        else:
            near = bool(close[len(self.entries) + best[0]] >= self.levels.close)
        return Candidate(self._others[best[0]], score) if near else None

    def explain(self, question: str, entry: str) -> Explanation:
        """Why the entry was found, or how little speaks for it; the word that counted most comes first."""
        typed = tokens(question)
        place = self._place[entry]
        score = float(self._judged(question)[0][place])
        without = (" ".join(typed[:at] + typed[at + 1 :]) for at in range(len(typed)))
        losses = [score - float(self._judged(rest)[0][place]) for rest in without]
        words = sorted(zip(typed, losses, strict=True), key=lambda pair: -pair[1])
        return Explanation(score, tuple(words), self._nearest(question, entry))

    def _judged(self, question: str) -> tuple[Floats, Floats | None]:
        """How well the question fits everything there is, 0 to 1, and how close it comes in meaning."""
        words = self._lexicon.words(question)
        scores, close = self._lex.scores(words), None
        if self._meaning is not None and self._read is not None and words:
            vector = self._read(self._lexicon.plain(question))
            scores, close = self._meaning.joined(scores, vector), self._meaning.closeness(vector)
        if words in self._verbatim:
            scores[self._verbatim[words]] = 1.0
        return scores, close

    def _nearest(self, question: str, entry: str) -> str:
        asked = set(self._lexicon.words(question))

        def shared(phrase: str) -> float:
            own = set(self._lexicon.words(phrase))
            return len(asked & own) / max(len(asked | own), 1)

        return max(self._phrasings[entry], key=shared, default="")


def fit_levels(
    phrasings: Phrasings,
    outside: Sequence[str],
    lexicon: Lexicon,
    texts: Texts = NO_TEXTS,
    *,
    far: Sequence[str] = (),
    vectors: Vectors = NO_VECTORS,
) -> Levels:
    """The levels this content asks for: with LEX, or with meaning too, given the vectors of all that stands here.

    `outside` are phrases from near outside, `far` those that have nothing to do with the subject. See core.decision.
    """
    documents = _documents(phrasings, lexicon)
    answers = _answers(documents, texts, lexicon)

    def index(entries: Mapping[str, Sequence[Words]]) -> Callable[[Words], Floats]:
        lex = Lex(list(entries.values()), [answers[name] for name in entries])
        if not vectors:
            return lex.scores
        meaning = Meaning(list(entries.values()), vectors)
        return lambda words: meaning.joined(lex.scores(words), vectors[words])

    strangers, aliens = (list(filter(None, map(lexicon.words, phrases))) for phrases in (outside, far))
    if not vectors:
        return fitted(documents, index, strangers, aliens, length=len)
    levels = fitted(documents, index, strangers, aliens, length=len, below=MEANT_BELOW)
    meaning = Meaning(list(documents.values()), vectors)
    closest = [float(meaning.closeness(vectors[words]).max(initial=0.0)) for words in aliens]
    return replace(levels, close=close_enough(closest))


def phrasings_of(knowledge: Knowledge) -> dict[str, tuple[str, ...]]:
    """Every entry's phrasings: its question, and how else people ask it."""
    return {id_: (entry.question, *entry.also_asked) for id_, entry in knowledge.entries.items()}


def texts_of(knowledge: Knowledge) -> dict[str, str]:
    """Every entry's answer as one text, without the figures."""
    return {
        id_: _PLACEHOLDER.sub(" ", " ".join((entry.short, entry.answer, entry.more)))
        for id_, entry in knowledge.entries.items()
    }


def _documents(phrasings: Phrasings, lexicon: Lexicon) -> dict[str, list[Words]]:
    """Each entry's wordings as words, each once; everything in an order that does not depend on the files'."""
    return {
        entry: sorted({lexicon.words(phrase) for phrase in phrasings[entry]} - {()})
        for entry in sorted(phrasings)
    }


def _answers(entries: Iterable[str], texts: Texts, lexicon: Lexicon) -> dict[str, Words]:
    return {entry: lexicon.words(texts.get(entry, "")) for entry in entries}


def _best(scores: Floats, count: int) -> list[int]:
    """The places of the highest scores above 0, highest first; of equal ones the earlier."""
    least = np.partition(scores, -count)[-count] if count < len(scores) else 0.0
    among = np.flatnonzero((scores >= least) & (scores > 0))
    return [int(place) for place in among[np.argsort(-scores[among], kind="stable")][:count]]


def _unshared(documents: Sequence[Sequence[Words]]) -> dict[Words, int]:
    """Whose wording it is, for every wording that only one entry has."""
    owners: dict[Words, set[int]] = {}
    for place, document in enumerate(documents):
        for words in document:
            owners.setdefault(words, set()).add(place)
    return {words: owner.pop() for words, owner in owners.items() if len(owner) == 1}
