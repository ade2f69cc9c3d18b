"""A question → the entries it may mean, and whether to answer, offer or stay quiet.

**Comparable words.** core.tokens and core.text bring what people type to one form: case, accents, apostrophes,
numbers and currencies, British and American, slips, word endings, synonyms. Stopwords stay: "how much" and "how long"
differ by nothing else. A word is corrected only if neither the content nor English knows it; correcting against the
content alone would touch a third of all good questions, and harm them.

**LEX** is the mean of two scores that go wrong in different places, both from 0 to 1:

- BM25 over entries, all wordings of an entry as one text, divided by the best score this question could get. A rare
  word counts more than a common one, and one word alone never counts for all. Since a word that no entry has belongs
  to what the question could get, a question full of strange words scores low. That is what tells "not ours" apart.
- The cosine with the entry's centroid: the question and every wording are vectors of length 1 in each of two blocks,
  runs of one or two words and runs of two to four letters inside words, weighed by how few entries have them; an
  entry is the sum of its wordings. The letters carry what stems and corrections miss: compounds, endings, drug names.

Where entries have answers, BM25 over their texts counts for three tenths of the score: people ask in words that no
wording has and the answer uses. On our own knowledge, each wording held out in turn, that finds 4 more in 100 first
and 4 more within three, and gives fewer wrong answers.

**What tells entries apart** is learnt from all wordings together (core.learning), and where texts can be read as
vectors, what they mean counts too. How it comes together with LEX stands in core.ranking.

An entry's own wording, asked word for word, is that entry: score 1, unless two entries share it.

**The decision** to answer, to offer or to stay quiet is made in core.decision.

**Not ours.** Subjects known to be outside stand in the index beside the entries and compete with them on equal terms;
the best of them is named in the ranking, so that "stem cells for lupus" does not get the nearest answer about MS.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from bot.core.decision import FAR_BELOW, FLOOR, MEANT_FAR_BELOW, Decision, Levels, fitted
from bot.core.knowledge import Knowledge
from bot.core.learning import Judge
from bot.core.lexical import Floats, Words
from bot.core.meaning import Embed, Vector, Vectors, remembering
from bot.core.ranking import Judged, Ranker
from bot.core.text import Lexicon
from bot.core.tokens import tokens

_PLACEHOLDER = re.compile(r"\{[^}]*\}")

Phrasings = Mapping[str, Sequence[str]]
Texts = Mapping[str, str]
NO_TEXTS: Texts = MappingProxyType({})
NO_PHRASINGS: Phrasings = MappingProxyType({})
LEAST = 1e-9
BESIDE_ITSELF = 0.1  # what is left of the other scores where an entry's own wording is asked
NO_VECTORS: Vectors = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry the question may mean, and how well it fits, 0 to 1."""

    entry: str
    score: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """The best candidates, best first, how sure that the first is meant, and so what to do.

    `outside` is the subject not ours that fits best, where one comes near enough; `near` is how near the question
    comes to anything that is.
    """

    candidates: tuple[Candidate, ...]
    confidence: float
    decision: Decision
    outside: Candidate | None = None
    near: float = 0.0


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an entry was found: how much each word as typed speaks for it, and its nearest phrasing."""

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
        self._answers = [*_answers(own, texts, lexicon).values(), *[()] * len(others)]
        self._documents = documents
        self._ranker = Ranker(documents, self._answers)
        self._verbatim = _unshared(documents)
        self._read: Callable[[str], Vector] | None = None

    def with_meaning(
        self, vectors: Vectors, embed: Embed, levels: Levels, judge: Judge | None = None
    ) -> Matcher:
        """The same entries judged by meaning as well, with the vectors of all wordings, and levels fitted to that.

        `judge` is what learnt() gave for the same content before.
        """
        deeper = copy.copy(self)
        deeper.levels = levels
        deeper._ranker = Ranker(self._documents, self._answers, vectors, judge)
        deeper._read = remembering(embed)
        return deeper

    @property
    def learnt(self) -> Judge | None:
        """What was learnt, to be kept."""
        return self._ranker.learnt

    def rank(self, question: str, *, without: Collection[str] = (), limit: int = 3) -> Ranking:
        """The best entries for a question, leaving out those in `without`."""
        judged = self._judged(question, without)
        verdict = judged.verdict(len(self.entries))
        # Chances are put on a scale that can be compared between questions: the best one's is how well it fits.
        scale = verdict.fit / max(verdict.chance, LEAST)
        scores = judged.scores[: len(self.entries)]
        candidates = tuple(
            Candidate(self.entries[place], float(scores[place]) * scale) for place in _best(scores, limit)
        )
        length = len(self._lexicon.words(question))
        decision = self.levels.decide(verdict.sure, verdict.near, length)
        return Ranking(
            candidates, verdict.sure, decision, self._best_outside(judged, length, scale), verdict.near
        )

    def _best_outside(self, judged: Judged, length: int, scale: float) -> Candidate | None:
        """The best subject that is not ours, if it comes as near as an entry must for an offer."""
        scores = judged.scores[len(self.entries) :]
        if not len(scores):
            return None
        best = int(scores.argmax())
        near = float(judged.near[len(self.entries) + best])
        if not scores[best] or not self.levels.is_near(near, length):
            return None
        return Candidate(self._others[best], min(float(scores[best]) * scale, 1.0))

    def needed(self, question: str) -> tuple[float, float]:
        """How sure it must be to answer a question of this length, and how near to offer anything."""
        return self.levels.needed(len(self._lexicon.words(question)))

    def explain(self, question: str, entry: str) -> Explanation:
        """Why the entry was found, or how little speaks for it; the word that counted most comes first."""
        typed = tokens(question)
        place = self._place[entry]
        judged = self._judged(question)
        without = (" ".join(typed[:at] + typed[at + 1 :]) for at in range(len(typed)))
        losses = [_for(judged, place) - _for(self._judged(rest), place) for rest in without]
        words = sorted(zip(typed, losses, strict=True), key=lambda pair: -pair[1])
        return Explanation(float(judged.scores[place]), tuple(words), self._nearest(question, entry))

    def _judged(self, question: str, without: Collection[str] = ()) -> Judged:
        """How well the question fits everything there is."""
        words = self._lexicon.words(question)
        left_out = [self._place[entry] for entry in without if entry in self._place]
        vector = self._read(self._lexicon.plain(question)) if self._read and words else None
        judged = self._ranker.judged(words, vector, left_out)
        own = self._verbatim.get(words)
        if own is not None and own not in left_out:
            judged.scores[:] *= BESIDE_ITSELF
            judged.scores[own] = judged.near[own] = 1.0
        return judged

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

    def index(entries: Mapping[str, Sequence[Words]]) -> Callable[[Words], tuple[float, float]]:
        ranker = Ranker(list(entries.values()), [answers[name] for name in entries], vectors)

        def fit(words: Words) -> tuple[float, float]:
            verdict = ranker.judged(words, vectors.get(words)).verdict(len(entries))
            return verdict.sure, verdict.near

        return fit

    strangers, aliens = (list(filter(None, map(lexicon.words, phrases))) for phrases in (outside, far))
    below = MEANT_FAR_BELOW if vectors else FAR_BELOW
    return fitted(documents, index, strangers, aliens, length=len, far_below=below)


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


def _for(judged: Judged, place: int) -> float:
    """What speaks for a document; nothing does where it was not even looked at."""
    evidence = float(judged.evidence[place])
    return evidence if np.isfinite(evidence) else 0.0


def _answers(entries: Iterable[str], texts: Texts, lexicon: Lexicon) -> dict[str, Words]:
    return {entry: lexicon.words(texts.get(entry, "")) for entry in entries}


def _best(scores: Floats, count: int) -> list[int]:
    """The places of the highest scores above 0, highest first; of equal ones the earlier."""
    if not count:
        return []
    least = np.partition(scores, -count)[-count] if count < len(scores) else 0.0
    among = ((scores >= least) & (scores > 0)).nonzero()[0]
    return list(map(int, among[(-scores[among]).argsort(kind="stable")][:count]))


def _unshared(documents: Sequence[Sequence[Words]]) -> dict[Words, int]:
    """Whose wording it is, for every wording that only one entry has."""
    owners: dict[Words, set[int]] = {}
    for place, document in enumerate(documents):
        for words in document:
            owners.setdefault(words, set()).add(place)
    return {words: owner.pop() for words, owner in owners.items() if len(owner) == 1}
