"""What Telegram does with a text once the markup is read: cleaning, blankness, entities it finds itself."""

from __future__ import annotations

import re

from tests.botapi.markup import checked_link, parse_html, units
from tests.botapi.refusal import Json, bad

TEXT_LIMIT = 4096
RAW_LIMIT = 32_768
ENTITY_LIMIT = 100
GIVEN = {
    *("bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote"),
    *("code", "pre", "text_link", "text_mention", "custom_emoji", "date_time"),
}
FOUND = {"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bank_card_number"}
DROPPED = {"\r", *map(chr, range(0x2028, 0x202F)), "\u030a", "\u0333", "\u033f"}
BLANK = re.compile(
    r"[\s\u00a0\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u2000-\u200f\u202f\u205f-\u2064\u206a-\u206f\u2800\u3000\u3164\ufeff\uffa0]*"
)
DETECTED = (
    ("bot_command", re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z]\w{2,31})?(?![\w/<>])")),
    ("mention", re.compile(r"(?<![\w@/])@[A-Za-z]\w{3,31}\b")),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]+\w")),
    (
        "url",
        re.compile(
            r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]’”]|\b(?:[\w-]+\.)+(?:org|com|net|gov|info|edu|uk|de|es)\b(?:/[^\s<>\"]*)?"
        ),
    ),
    ("hashtag", re.compile(r"(?<![\w#])#\w*[^\W\d]\w*")),
)


def shown(text: str, parse_mode: str = "", entities: list[Json] | None = None) -> tuple[str, list[Json]]:
    """The text and entities people see. Refuses bad markup; blankness and length are checked by `fits`."""
    if not text:
        raise bad("message text is empty")
    if len(text.encode()) > RAW_LIMIT:
        raise bad("text is too long")
    mode = parse_mode.lower()
    if mode == "html":
        text, given = parse_html(text)
    elif mode in {"markdown", "markdownv2"}:
        raise bad(f"stand-in: parse_mode {parse_mode} is not modelled")
    elif mode not in {"", "none"}:
        raise bad("unsupported parse_mode")
    else:
        given = explicit(text, entities or [])
    text, given = cleaned(text, given)
    return text, (given + detected(text, given))[:ENTITY_LIMIT]


def fits(text: str, too_long: str) -> None:
    """Refuses what shows nothing, and what is longer than a message may be.

    Telegram counts code points; the stand-in counts UTF-16 units, so that no client can disagree.
    """
    if BLANK.fullmatch(text):
        raise bad("text must be non-empty")
    if units(text) > TEXT_LIMIT:
        raise bad(too_long)


def explicit(text: str, entities: list[Json]) -> list[Json]:
    """The entities a bot gave itself, checked."""
    kept: list[Json] = []
    boundaries = _boundaries(text)
    for entity in entities:
        kind, offset, length = entity.get("type"), entity.get("offset"), entity.get("length")
        if kind not in GIVEN | FOUND:
            raise bad("can't parse MessageEntity: Unsupported type specified")
        if not isinstance(offset, int) or not isinstance(length, int) or offset < 0 or length <= 0:
            raise bad("can't parse MessageEntity: wrong offset or length")
        if not {offset, offset + length} <= boundaries:
            raise bad("can't parse entities: an entity ends outside the text or inside a character")
        if kind == "text_link" and not checked_link(str(entity.get("url", ""))):
            raise bad(
                f"can't parse entities: Entity URL '{entity.get('url', '')}' is invalid: Wrong HTTP URL"
            )
        if kind in GIVEN:
            kept.append(dict(entity))
    return sorted(kept, key=lambda e: (e["offset"], -e["length"]))


def _boundaries(text: str) -> set[int]:
    at, found = 0, {0}
    for char in text:
        at += units(char)
        found.add(at)
    return found


def cleaned(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Controls become spaces, direction overrides go, both ends are trimmed; entities move along."""
    kept = [("" if char in DROPPED else " " if char < " " and char != "\n" else char) for char in text]
    whole = "".join(kept)
    places, before, after = {0: 0}, 0, 0
    for old, new in zip(text, kept, strict=True):
        before += units(old)
        after += units(new)
        places[before] = after
    first = min((places[entity["offset"]] for entity in entities), default=after)
    cut = min(len(whole) - len(whole.lstrip(" \n")), first)
    result = whole[cut:].rstrip(" \n")
    end = units(result)
    places = {place: min(max(moved - cut, 0), end) for place, moved in places.items()}
    moved = []
    for entity in entities:
        start, stop = places[entity["offset"]], places[entity["offset"] + entity["length"]]
        if stop > start:
            moved.append({**entity, "offset": start, "length": stop - start})
    return result, moved


def detected(text: str, given: list[Json] | None = None) -> list[Json]:
    """The commands, mentions, addresses and hashtags Telegram marks by itself."""
    taken = [
        (entity["offset"], entity["offset"] + entity["length"])
        for entity in given or []
        if entity["type"] in {"code", "pre", "text_link", "text_mention"}
    ]
    found: list[Json] = []
    for kind, pattern in DETECTED:
        for match in pattern.finditer(text):
            start = units(text[: match.start()])
            end = start + units(match.group())
            if all(end <= begin or start >= stop for begin, stop in taken):
                taken.append((start, end))
                found.append({"type": kind, "offset": start, "length": end - start})
    return sorted(found, key=lambda e: e["offset"])


def slice_units(text: str, offset: int, length: int) -> str:
    """The part of a text that an entity covers."""
    raw = text.encode("utf-16-le", "surrogatepass")
    return raw[offset * 2 : (offset + length) * 2].decode("utf-16-le", "surrogatepass")
