"""A text → its words as typed, cleaned.

    clean    control, zero-width and bidi marks, accents and piled-up marks go (NFKD), case is folded, links,
             addresses and @names are dropped, apostrophes vanish ("don't" → "dont"), "m.s." → "ms"
    numbers  "$20k", "20,000 dollars" and "20 thousand USD" all become "20000 dollar"; "69%" → "69 percent"
    spelling British and American become one: "tumour" → "tumor"; so do the short forms of chat: "u" → "you"

Everything is linear in the length of the text and takes any string, lone surrogates included.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST_WORD = 40  # nobody types a longer one; the rest is cut, so that a wall of letters costs nothing

_DROPPED = frozenset(
    {"Mn", "Me", "Cf", "Cs", "Co", "Cn"}
)  # marks, invisible characters, halves of characters
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_APOSTROPHE = re.compile(r"(?<=\w)['’‘ʼ`´′＇](?=\w)")
_INITIALS = re.compile(r"(?<=\b[a-z])\.(?=[a-z]\b)")
_WORD = re.compile(r"\d+\.\d+|[^\W_]+")
_NUMBER = re.compile(
    r"(?P<before>us\$ ?|[$€£] ?|\b(?:usd|eur|gbp) )?(?<![\w.,])"
    r"(?P<digits>\d{1,3}(?:[.,]\d{3}){1,4}+(?!\d)|\d{1,15}+(?!\d)(?:[.,]\d{1,6}+)?)"
    r"(?: ?(?P<times>k|thousand|grand|mio|million)\b)?(?![^\W\d_])(?: ?(?P<after>[$€£%]))?"
)
_TIMES = {"k": 1_000, "thousand": 1_000, "grand": 1_000, "mio": 1_000_000, "million": 1_000_000}
_SIGNS = {
    "$": "dollar",
    "us$": "dollar",
    "usd": "dollar",
    "€": "euro",
    "eur": "euro",
    "£": "pound",
    "gbp": "pound",
}
_SAME = {
    **{"usd": "dollar", "bucks": "dollar", "eur": "euro", "gbp": "pound", "quid": "pound"},
    **{
        "two": "2",
        "three": "3",
        "four": "4",
        "five": "5",
        "six": "6",
        "seven": "7",
        "eight": "8",
        "nine": "9",
    },
    **{"ten": "10", "eleven": "11", "twelve": "12", "u": "you", "ur": "your", "r": "are", "pls": "please"},
    **{"centre": "center", "centres": "centers", "litre": "liter", "litres": "liters", "fibre": "fiber"},
    **{"programme": "program", "programmes": "programs", "licence": "license", "defence": "defense"},
    **{"practise": "practice", "practised": "practiced", "practising": "practicing", "ageing": "aging"},
    **{"neurone": "neuron", "neurones": "neurons", "grey": "gray", "mum": "mom", "whilst": "while"},
    **{"fulfil": "fulfill", "enrol": "enroll", "enrolment": "enrollment", "judgement": "judgment"},
}
# British → American. Questions and content are treated alike, so a word it distorts still meets itself.
_BRITISH = (
    (re.compile(r"ae"), "e"),  # haematology, anaemia, paediatric
    (re.compile(r"oe(?=d|str|soph|liac|tus|tal\b)|(?<=rrh)oe"), "e"),  # oedema, oestrogen, foetus, diarrhoea
    (re.compile(r"(?<=[a-z]{3})our"), "or"),  # tumour, behaviour
    (re.compile(r"(?<=[a-z]{3})is(?=(?:e|ed|es|ing|ation|ations)$)"), "iz"),  # randomised
    (re.compile(r"(?<=[a-z]{2})ys(?=(?:e|ed|es|ing)$)"), "yz"),  # analysed
    (re.compile(r"(?<=[a-z]{3})ell(?=(?:ing|ed|er|ers|or|ors)$)"), "el"),  # travelling, counsellor
)


def tokens(text: str) -> list[str]:
    """The words of a text as typed, cleaned and in lower case: not yet corrected, respelt or stemmed."""
    cleaned = _CONTROL.sub("", _without_addresses(_folded(text)))
    cleaned = _INITIALS.sub("", _APOSTROPHE.sub("", cleaned))
    return [word[:LONGEST_WORD] for word in _WORD.findall(_NUMBER.sub(_number, cleaned))]


def respelt(word: str) -> str:
    """One spelling for British and American, and for the short forms of chat."""
    if word in _SAME:
        return _SAME[word]
    for british, american in _BRITISH:
        word = british.sub(american, word)
    return word


def is_address(word: str) -> bool:
    """Whether it is a link, an e-mail address or an @name."""
    return "@" in word or "://" in word or word.lower().startswith("www.")


def unmarked(text: str) -> str:
    """The text without loose marks, invisible characters and halves of characters."""
    return "".join(c for c in text if c.isascii() or unicodedata.category(c) not in _DROPPED)


def _folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    marked = _APOSTROPHE.sub("'", text)  # NFKD would tear ´ into a space and a mark
    # Marks go before NFKD as well as after: putting a pile of them in order is quadratic.
    return unmarked(unicodedata.normalize("NFKD", unmarked(marked)).casefold())


def _without_addresses(text: str) -> str:
    if not any(sign in text for sign in ("@", "://", "www.")):
        return text
    return " ".join(word for word in text.split() if not is_address(word))


def _number(found: re.Match[str]) -> str:
    amount = _amount(found["digits"]) * _TIMES.get(found["times"] or "", 1)
    sign = (found["before"] or found["after"] or "").strip()
    name = "percent" if found["after"] == "%" else _SIGNS.get(sign, "")
    return f" {_plain(amount)} {name} "


def _amount(digits: str) -> float:
    """`20,000` and `20.000` are twenty thousand, `38.4` and `38,4` are not."""
    head, *groups = re.split("[.,]", digits)
    if groups and all(len(group) == 3 for group in groups) and not head.startswith("0"):
        return float(head + "".join(groups))
    return float(".".join((head, *groups[:1])))


def _plain(amount: float) -> str:
    return str(int(amount)) if amount.is_integer() else f"{amount:.10g}"
