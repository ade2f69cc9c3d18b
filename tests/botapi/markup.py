"""Text as a bot sends it → text as people see it, with entities.

Telegram's HTML is not HTML: a handful of tags, four named references, attribute values without quotes only
from `[A-Za-z0-9.-]`, and any slip refuses the whole message with the byte offset of the tag. Offsets and
lengths of entities count UTF-16 code units. The wording of the errors follows TDLib's test suite.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NoReturn
from urllib.parse import urlsplit

from tests.botapi.refusal import Json, bad

STYLES = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("s", "strike", "del"), "strikethrough"),
    **dict.fromkeys(("span", "tg-spoiler"), "spoiler"),
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}
REFERENCE = re.compile(
    r"&(?:#x(?P<hex>[0-9a-fA-F]+)|#(?P<dec>[0-9]+)|(?P<name>lt|gt|amp|quot)(?![A-Za-z]));?"
)
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
SPACE = re.compile(r"[ \t\r\n\v\0]*")
TAG_NAME = re.compile(r"[^ \t\r\n\v\0>]*")
ATTRIBUTE_NAME = re.compile(r"[^ \t\r\n\v\0=>/\"']*")
BARE_VALUE = re.compile(r"[A-Za-z0-9.-]*")


def units(text: str) -> int:
    """The length in UTF-16 code units, as entities are counted."""
    return len(text) + sum(char > "\uffff" for char in text)


def checked_link(url: str) -> str | None:
    """The address as Telegram keeps it, or None where it makes no link of it."""
    full = url if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", url) else f"http://{url}"
    try:
        parts = urlsplit(full)
    except ValueError:
        return None
    if parts.scheme in {"tg", "ton", "tonsite"}:
        return full
    host = parts.hostname or ""
    if parts.scheme not in {"http", "https"} or " " in full or "." not in host.strip("."):
        return None
    return full if parts.path else parts._replace(path="/").geturl()


@dataclass(frozen=True, slots=True)
class _Tag:
    name: str
    attributes: dict[str, str]
    offset: int  # in UTF-16 units of what is shown
    begin: int  # in characters of what is shown


class _Html:
    """Reads one message, tag by tag."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.shown: list[str] = []
        self.units = 0
        self.open: list[_Tag] = []
        self.entities: list[Json] = []

    def read(self) -> tuple[str, list[Json]]:
        while self.at < len(self.source):
            if self.source.startswith("</", self.at):
                self._end_tag()
            elif self.source[self.at] == "<":
                self._start_tag()
            else:
                self._show(self._character())
        if self.open:
            self._fail(f'Can\'t find end tag corresponding to start tag "{self.open[-1].name}"')
        text = "".join(self.shown)
        if any("\ud800" <= char <= "\udfff" for char in text):
            self._fail("Text contains invalid Unicode characters after decoding HTML entities")
        order = {"code": 1, "pre": 0}
        return text, sorted(self.entities, key=lambda e: (e["offset"], -e["length"], order.get(e["type"], 2)))

    def _show(self, char: str) -> None:
        self.shown.append(char)
        self.units += units(char)

    def _character(self) -> str:
        """The next character, with a reference such as `&lt;` resolved."""
        found = REFERENCE.match(self.source, self.at)
        if found:
            char = _referred(found)
            if char:
                self.at = found.end()
                return char
        self.at += 1
        return self.source[self.at - 1]

    def _start_tag(self) -> None:
        begin = self.at
        self.at += 1
        name = self._take(TAG_NAME).lower()
        if self._ended():
            self._fail("Unclosed start tag", begin)
        if name not in STYLES:
            self._fail(f'Unsupported start tag "{name}"', begin)
        attributes = self._attributes(name, begin)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            self._fail('Tag "span" must have class "tg-spoiler"', begin)
        self.open.append(_Tag(name, attributes, self.units, len(self.shown)))

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        found: dict[str, str] = {}
        while True:
            self._take(SPACE)
            if self._peek() == ">":
                self.at += 1
                return found
            name = self._take(ATTRIBUTE_NAME)
            if not name:
                self._fail(f'Empty attribute name in the tag "{tag}"', begin)
            self._take(SPACE)
            if self._peek() == "=":
                self.at += 1
                self._take(SPACE)
                if not self._ended():
                    found[name] = self._value(begin)
            else:
                found.setdefault(name, "")
            if self._ended():
                self._fail(f'Unclosed start tag "{tag}"', begin)

    def _value(self, begin: int) -> str:
        quote = self._peek()
        if quote not in "\"'":
            token = self.at
            value = self._take(BARE_VALUE).lower()
            if self._peek() not in " \t\r\n\v\0>":
                self._fail("Unexpected end of name token", token)
            return value
        self.at += 1
        read: list[str] = []
        while not self._ended() and self._peek() != quote:
            read.append(self._character())
        if self._ended():
            self._fail("Unclosed start tag", begin)
        self.at += 1
        return "".join(read)

    def _end_tag(self) -> None:
        begin = self.at
        if not self.open:
            self._fail("Unexpected end tag", begin)
        self.at += 2
        name = self._take(TAG_NAME).lower()
        self._take(SPACE)
        if self._peek() != ">":
            self._fail("Unclosed end tag", begin)
        self.at += 1
        tag = self.open.pop()
        if name not in {"", tag.name}:
            place = self._bytes(begin)
            self._fail(
                f'Unmatched end tag at byte offset {place}, expected "</{tag.name}>", found "</{name}>"'
            )
        if self.units > tag.offset:
            self._close(tag)

    def _close(self, tag: _Tag) -> None:
        entity: Json = {"type": STYLES[tag.name], "offset": tag.offset, "length": self.units - tag.offset}
        if tag.name == "a":
            self._link(tag, entity)
            return
        if tag.name == "blockquote" and "expandable" in tag.attributes:
            entity["type"] = "expandable_blockquote"
        if tag.name == "tg-emoji":
            if not re.fullmatch(r"[1-9][0-9]*", tag.attributes.get("emoji-id", "")):
                self._fail("Invalid custom emoji identifier specified")
            entity["custom_emoji_id"] = tag.attributes["emoji-id"]
        if tag.name == "tg-time":
            entity["unix_time"] = int(tag.attributes.get("unix", "0"))
            entity["date_time_format"] = tag.attributes.get("format", "")
        if tag.name in {"code", "pre"}:
            self._code(tag, entity)
            return
        self.entities.append(entity)

    def _link(self, tag: _Tag, entity: Json) -> None:
        url = checked_link(tag.attributes.get("href") or "".join(self.shown[tag.begin :]))
        if url:  # Telegram shows the text without a link where the address is none
            self.entities.append({**entity, "url": url})

    def _code(self, tag: _Tag, entity: Json) -> None:
        language = tag.attributes.get("class", "")
        if tag.name == "code" and language.startswith("language-"):
            entity["_language"] = language.removeprefix("language-")
        before = self.entities[-1] if self.entities else {}
        same_place = (before.get("offset"), before.get("length")) == (entity["offset"], entity["length"])
        kinds = {before.get("type"), entity["type"]}
        spoken = before.get("_language") or entity.get("_language")
        if same_place and kinds == {"code", "pre"} and spoken:
            self.entities[-1] = {**entity, "type": "pre", "language": spoken}
            self.entities[-1].pop("_language", None)
        else:
            self.entities.append(entity)

    def _peek(self) -> str:
        return "\0" if self._ended() else self.source[self.at]

    def _ended(self) -> bool:
        return self.at >= len(self.source)

    def _take(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.source, self.at)
        taken = found.group() if found else ""
        self.at += len(taken)
        return taken

    def _bytes(self, at: int) -> int:
        return len(self.source[:at].encode())

    def _fail(self, why: str, at: int | None = None) -> NoReturn:
        place = "" if at is None else f" at byte offset {self._bytes(at)}"
        raise bad(f"can't parse entities: {why}{place}")


def _referred(found: re.Match[str]) -> str:
    """The character a reference stands for, or nothing where Telegram leaves it as typed."""
    if found["name"]:
        return NAMED[found["name"]]
    code = int(found["hex"], 16) if found["hex"] else int(found["dec"])
    too_long = len(found.group().rstrip(";")) >= 10
    return "" if too_long or not 0 < code < 0x10FFFF else chr(code)


def parse_html(source: str) -> tuple[str, list[Json]]:
    """What is shown, and its entities; refuses as Telegram does."""
    text, entities = _Html(source).read()
    return text, [{key: value for key, value in entity.items() if key != "_language"} for entity in entities]
