"""A typed or spoken line → the answer it gives to a question that was asked.

An option is heard when one of its forms (its label, its `hear` words) is the whole line or stands in it unnegated, and
no other option does; a longer form wins over a shorter one inside it. A number is heard when it is the only one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.core.dialog import fits
from bot.core.flows import Number, Question
from bot.core.talk import Talk
from bot.core.text import Lexicon

LONGEST = 14  # words; a longer line tells a story, and may be a question
NEAR = 3  # words before an option among which a "not" turns it round
_FIGURES = re.compile(r"\d+(?:\.\d+)?")
_TEENS = (
    *(
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_ONES = {word: number for number, word in enumerate(_TEENS)}
_TENS = {"twenty": 2, "thirty": 3, "forty": 4, "fifty": 5, "sixty": 6, "seventy": 7, "eighty": 8, "ninety": 9}
_WRITTEN = re.compile(
    rf"\b(?:(?P<tens>{'|'.join(_TENS)})(?:[ -](?P<unit>{'|'.join(list(_ONES)[1:10])}))?|(?P<one>{'|'.join(_ONES)}))\b"
    r"(?:(?P<half> and a half)|(?: point | comma )(?P<after>zero|five|0|5)\b)?",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"(\d+(?:\.\d+)?)\s*(?:-|–|to|and|or)\s*(\d+(?:\.\d+)?)")

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """An answer, and what was said besides where there is room for a note."""

    value: str
    note: str = ""


class Ear:
    """Hears answers in one language."""

    def __init__(self, lexicon: Lexicon, talk: Talk) -> None:
        self._lexicon = lexicon
        self._talk = talk

    def answer(self, question: Question, text: str) -> Given | None:
        """What the line answers; None where it answers nothing, or two things."""
        if question.number:
            value = self._number(question.number, text)
            return Given(value) if value and fits(question, value) else None
        if question.choose:
            return self._option(question, text)
        written = " ".join(text.split())
        return Given(written[: question.write]) if written else None

    def _option(self, question: Question, text: str) -> Given | None:
        options = list(question.choose)
        if text.strip().rstrip(".)").isdecimal():
            number = int(text.strip().rstrip(".)")[:3])
            return Given(options[number - 1]) if 1 <= number <= len(options) else None
        words = self._lexicon.words(text)
        forms = self._forms(question)
        if words in forms:
            return Given(forms[words])
        if text.strip().casefold() in question.choose:
            return Given(text.strip().casefold())
        heard = self._heard(words, forms)
        note = " ".join(text.split())[: question.note] if question.note else ""
        if len(heard) == 1 and (note or len(words) <= LONGEST):
            return Given(heard.pop(), note)
        return Given("other", note) if note and "other" in question.choose and not heard else None

    def _forms(self, question: Question) -> Mapping[Words, str]:
        forms: dict[Words, str] = {}
        for option, label in question.choose.items():
            said = (label, *question.hear.get(option, ()))
            forms |= {words: option for text in said if (words := self._lexicon.words(text))}
            ways = self._talk.ways_to_say(f"say-{option}") if option in ("yes", "no") else ()
            forms |= dict.fromkeys(ways, option)
        return forms

    def _heard(self, words: Words, forms: Mapping[Words, str]) -> set[str]:
        """The options whose forms stand in the words, but not inside a longer form."""
        found = [
            (at, at + len(form), option) for form, option in forms.items() for at in _places(words, form)
        ]
        longest = [
            one for one in found if not any(_inside(one, other) for other in found if other[2] != one[2])
        ]
        refused = self._talk.single_words("say-not")
        if any(word in refused for at, _, _ in longest for word in words[max(at - NEAR, 0) : at]):
            return set()
        return {option for _, _, option in longest}

    def _number(self, number: Number, text: str) -> str:
        """`47`, or `56-100` for "over 55" and `45-49` for "between 45 and 49"; empty for none or several."""
        figures = _in_figures(text)
        between = _BETWEEN.search(figures)
        found = [float(one) for one in _FIGURES.findall(figures)]
        if between and len(found) == 2 and found[0] < found[1]:
            return f"{found[0]:g}-{found[1]:g}"
        if len(found) != 1 or found[0] % number.step:
            return ""
        words = set(self._lexicon.words(text))
        if words & self._talk.single_words("say-over"):
            return f"{found[0] + number.step:g}-{number.max:g}"
        if words & self._talk.single_words("say-under"):
            return f"{number.min:g}-{found[0] - number.step:g}"
        return f"{found[0]:g}"


def _places(words: Words, form: Words) -> Iterator[int]:
    return (at for at in range(len(words) - len(form) + 1) if words[at : at + len(form)] == form)


def _inside(one: tuple[int, int, str], other: tuple[int, int, str]) -> bool:
    return other[0] <= one[0] and one[1] <= other[1] and other[1] - other[0] > one[1] - one[0]


def _in_figures(text: str) -> str:
    """Number words as figures, and a comma between digits as a point."""
    return _WRITTEN.sub(_figure, re.sub(r"(?<=\d),(?=\d)", ".", text))


def _figure(found: re.Match[str]) -> str:
    one, tens, unit = found["one"], found["tens"], found["unit"]
    whole = _ONES[one.lower()] if one else 10 * _TENS[tens.lower()] + (_ONES[unit.lower()] if unit else 0)
    half = found["half"] or (found["after"] or "").lower() in ("five", "5")
    return f"{whole}.5" if half else str(whole)
