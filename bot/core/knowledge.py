"""What the bot knows. One frozen dataclass a kind of thing; the fields are the keys operators write in YAML.

Texts are templates: `{figure.id}` stands for a figure, `{figure.id.part}` for a part of it, and
`{trial.id.status}` for a trial's dated status. core.wording turns them into what a member reads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Literal

SourceKind = Literal[
    "guideline", "trial", "registry", "journal", "charity", "government", "seller", "personal_story"
]
Sells = Literal["none", "treatment", "referrals", "ads"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Somebody who says something, and where. `sells` is shown to members when it is not none."""

    id: str
    title: str
    publisher: str
    kind: SourceKind
    sells: Sells = "none"
    country: str = ""  # ISO 3166 code, or empty for none in particular
    url: str
    published: str = ""  # a year, a date, or empty when the page bears none
    checked_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """A price as somebody quoted it. `low` and `high` are whole units of `currency` (ISO 4217); equal for one price."""

    id: str
    kind: Literal["cost"] = "cost"
    low: float
    high: float
    currency: str
    country: str = ""
    what: str
    quoted_by: str  # in words, as it is shown: "a patient referral company and a blog"
    source: tuple[str, ...]
    as_of: str
    review_by: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """`events` out of `of` people, shown out of `out_of` (1000 or 100). Generated sentences say both sides."""

    id: str
    kind: Literal["risk"] = "risk"
    events: float
    of: float
    out_of: Literal[100, 1000]  # written `in:` in YAML
    happened: str  # the verb for those it happened to: "died"
    did_not: str = "did not"  # and for the others
    over: str  # the period
    group: str  # who was counted
    interval: str = ""  # the uncertainty, as the source gives it, out of the same denominator
    source: tuple[str, ...]
    as_of: str
    review_by: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """`percent` of the people in `group` (how many: `of`), over a period, in a study."""

    id: str
    kind: Literal["share"] = "share"
    percent: float
    of: str  # how many people, in words as shown: "24 people"
    over: str
    group: str
    study: str = ""
    interval: str = ""
    source: tuple[str, ...]
    as_of: str
    review_by: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """Any other number: people in a study, an age limit, a score. One `value`, or `low` and `high`, with its unit."""

    id: str
    kind: Literal["amount"] = "amount"
    value: str = ""
    low: str = ""
    high: str = ""
    unit: str = ""  # shown after the number: "people"
    what: str
    source: tuple[str, ...]
    as_of: str
    review_by: date


Figure = Cost | Risk | Share | Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A study people can read about or join. `status` holds as of `checked_on`, and for 90 days."""

    id: str
    name: str
    registry: str  # NCT04047628, ISRCTN…, EudraCT …
    compares: str
    where: str
    who: str
    status: str
    checked_on: date
    url: str
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Helpline:
    """A number to call. `hours` only where somebody verified them."""

    id: str
    country: tuple[str, ...]
    name: str
    number: str
    kind: Literal["crisis", "emergency", "ms", "veterans"]
    who: str = ""
    hours: str = ""
    url: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """The one next step an answer points to: exactly one of the fields is set."""

    dialog: str = ""
    entry: str = ""
    link: str = ""
    ask: str = ""  # the exact question for the neurologist


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A question and its answer: `short` in ≤ 25 words, with `answer` ≤ 500 characters, and `more`, the rest."""

    id: str
    topic: str
    question: str
    also_asked: tuple[str, ...] = ()
    short: str
    answer: str = ""
    more: str = ""
    sources: tuple[str, ...] = ()
    reviewed: date | None = None
    next: Next | None = None
    see_also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One file of entries, in the order they stand there. Topics are shown by `order`, the lowest first."""

    id: str
    title: str
    entries: tuple[str, ...]
    order: int = 1000


ByLanguage = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """Phrases people say, and what the bot says to them. From safety.yaml, outside.yaml and talk.yaml.

    `but_not` are phrases that look like it and are not. Where there is `with_any`, one of these must be said as well,
    anywhere in the message (a fever *and* a transplant days ago). In safety.yaml, kind `words` is no cue but a list of
    words that phrases name as <id>. `ask` and `see` belong to personal decisions: the exact question for one's
    neurologist, and the entries that bear on it.
    """

    id: str
    kind: str
    phrases: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    with_any: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    but_not: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    reply: ByLanguage = field(default_factory=lambda: MappingProxyType({}))
    ask: str = ""
    see: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Something adverts say. `fact` comes first when it is shown."""

    id: str
    fact: str
    myth: str
    phrasings: tuple[str, ...] = ()
    verdict: Literal["contradicted", "not-shown", "supported"]
    sources: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """A warning sign in an offer: what it is, why it matters, who says so, and the question to ask."""

    id: str
    what: str
    why: str
    source: tuple[str, ...]
    ask: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """`synonyms`: canonical form → other forms people type. `glossary`: jargon → one plain line."""

    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    glossary: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """One language of the knowledge base, whole."""

    lang: str
    topics: tuple[Topic, ...]
    entries: Mapping[str, Entry]
    sources: Mapping[str, Source]
    figures: Mapping[str, Figure] = field(default_factory=lambda: MappingProxyType({}))
    trials: Mapping[str, Trial] = field(default_factory=lambda: MappingProxyType({}))
    helplines: Mapping[str, Helpline] = field(default_factory=lambda: MappingProxyType({}))
    words: Words = field(default_factory=Words)
    safety: tuple[Cue, ...] = ()
    outside: tuple[Cue, ...] = ()
    talk: tuple[Cue, ...] = ()
    claims: Mapping[str, Claim] = field(default_factory=lambda: MappingProxyType({}))
    flags: Mapping[str, Flag] = field(default_factory=lambda: MappingProxyType({}))
