"""Telegram's HTML, by the cases of TDLib's own tests and some of ours."""

from __future__ import annotations

import html

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.botapi.markup import parse_html, units
from tests.botapi.refusal import Refused
from tests.botapi.texts import cleaned, detected, explicit, fits, shown, slice_units

REFUSED = [
    ("🏟 🏟&lt;<abacaba", "Unclosed start tag at byte offset 13"),
    ("🏟 🏟&lt;<abac aba>", 'Unsupported start tag "abac" at byte offset 13'),
    ("🏟 🏟&lt;<i   =aba>", 'Empty attribute name in the tag "i" at byte offset 13'),
    ("🏟 🏟&lt;<i    aba>", 'Can\'t find end tag corresponding to start tag "i"'),
    ("🏟 🏟&lt;<i    aba  =  ", 'Unclosed start tag "i" at byte offset 13'),
    ("🏟 🏟&lt;<i    aba  =  190azAz-.,", "Unexpected end of name token at byte offset 27"),
    ('🏟 🏟&lt;<i    aba  =  "&lt;&gt;&quot;>', "Unclosed start tag at byte offset 13"),
    ("🏟 🏟&lt;</", "Unexpected end tag at byte offset 13"),
    ("🏟 🏟&lt;<b></b></", "Unexpected end tag at byte offset 20"),
    ("🏟 🏟&lt;<i>a</i   ", "Unclosed end tag at byte offset 17"),
    ("🏟 🏟&lt;<i>a</em   >", 'Unmatched end tag at byte offset 17, expected "</i>", found "</em>"'),
    ("&#xDFDF;", "Text contains invalid Unicode characters after decoding HTML entities"),
    ("a < b", 'Unsupported start tag "" at byte offset 2'),
    ("line<br>line", 'Unsupported start tag "br" at byte offset 4'),
    ("<p>x</p>", 'Unsupported start tag "p" at byte offset 0'),
    ("<!-- x -->", 'Unsupported start tag "!--" at byte offset 0'),
    ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
    ('<tg-emoji emoji-id="x">👍</tg-emoji>', "Invalid custom emoji identifier specified"),
    ("<a href=x/y>z</a>", "Unexpected end of name token at byte offset 8"),
]

READ = [
    ("", "", []),
    ("&ge;&lt;&gt;&amp;&quot;&laquo;&#12345678;", '&ge;<>&"&laquo;&#12345678;', []),
    ("it&#x27;s &#39;so&#39;", "it's 'so'", []),
    ("🏟 🏟<i>🏟 &lt🏟</i>", "🏟 🏟🏟 <🏟", [("italic", 5, 6)]),
    ("🏟 🏟<i>🏟 &gt;<b aba   =   caba>&lt🏟</b></i>", "🏟 🏟🏟 ><🏟", [("italic", 5, 7), ("bold", 9, 3)]),
    ("<i>a</>", "a", [("italic", 0, 1)]),
    ("<B>a</B   >", "a", [("bold", 0, 1)]),
    ("<b></b>", "", []),
    ("<u>a</u><tg-spoiler>c</tg-spoiler>", "ac", [("underline", 0, 1), ("spoiler", 1, 1)]),
    ("<s>a</s><del>b</del>", "ab", [("strikethrough", 0, 1), ("strikethrough", 1, 1)]),
    ("<pre><code>x</code></pre>", "x", [("pre", 0, 1), ("code", 0, 1)]),
    ('<pre><code class="language-py">x</code></pre>', "x", [("pre", 0, 1)]),
    ("<blockquote>a</blockquote>", "a", [("blockquote", 0, 1)]),
    ("<blockquote   expandable>a</blockquote>", "a", [("expandable_blockquote", 0, 1)]),
    ('<a href="nowhere">a</a>', "a", []),
]  # fmt: skip


@pytest.mark.parametrize(("source", "why"), REFUSED)
def test_bad_markup_is_refused_with_telegrams_words(source: str, why: str) -> None:
    with pytest.raises(Refused) as no:
        parse_html(source)
    assert no.value.description == f"Bad Request: can't parse entities: {why}"


@pytest.mark.parametrize(("source", "text", "entities"), READ)
def test_good_markup_is_read(source: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    read, found = parse_html(source)
    assert read == text
    assert [(entity["type"], entity["offset"], entity["length"]) for entity in found] == entities


def test_links_keep_their_address_with_references_resolved() -> None:
    _, found = parse_html(
        '<a href="https://x.org/?a=1&amp;b=2">x</a> <a href=telegram.org>y</a> <a href="https://x.org#z">z</a>'
    )
    assert [entity["url"] for entity in found] == [
        *("https://x.org/?a=1&b=2", "http://telegram.org/", "https://x.org/#z")
    ]


@given(st.text())
def test_escaped_text_is_always_shown_as_it_was(text: str) -> None:
    assert parse_html(html.escape(text)) == (text, [])


@given(st.text(min_size=1), st.text(min_size=1))
def test_what_is_bold_is_what_was_marked(before: str, marked: str) -> None:
    text, (entity,) = parse_html(f"{html.escape(before)}<b>{html.escape(marked)}</b>")
    assert slice_units(text, entity["offset"], entity["length"]) == marked


@given(st.text(), st.text(min_size=1, alphabet="ab \n😀"))
@example("\r", " a")
def test_trimming_keeps_entities_on_their_words(before: str, marked: str) -> None:
    whole = before + marked + "\n "
    entity = {"type": "bold", "offset": units(before), "length": units(marked)}
    text, kept = cleaned(whole, [entity])
    for one in kept:
        covered = slice_units(text, one["offset"], one["length"])
        assert covered.rstrip(" \n") == marked.rstrip(" \n")
    assert bool(kept) == bool(text.strip(" \n") and marked.strip(" \n")) or not marked.strip(" \n")


@pytest.mark.parametrize("blank", [" ", "\n", "\u200b", "\u00a0\u2800", "\u2060\u200d\ufe0f"[:2], "\ufeff"])
def test_a_text_that_shows_nothing_is_refused(blank: str) -> None:
    with pytest.raises(Refused, match="text must be non-empty"):
        fits(shown(blank)[0], "")


def test_length_counts_after_markup_is_read() -> None:
    text, _ = shown("<b>" + "&amp;" * 4096 + "</b>", "HTML")
    fits(text, "too long")
    with pytest.raises(Refused, match="too long"):
        fits(text + "x", "too long")
    with pytest.raises(Refused, match="text is too long"):
        shown("x" * 32_769)


def test_unknown_parse_modes_are_refused() -> None:
    with pytest.raises(Refused, match="unsupported parse_mode"):
        shown("x", "rst")
    with pytest.raises(Refused, match="not modelled"):
        shown("x", "MarkdownV2")


def test_telegram_finds_commands_addresses_and_mentions_itself() -> None:
    text = "/ask@signpost_bot see https://x.org/a?b, me@x.org or @someone #aHSCT 1/2 not/this"
    found = [(e["type"], slice_units(text, e["offset"], e["length"])) for e in detected(text)]
    assert found == [
        ("bot_command", "/ask@signpost_bot"),
        ("url", "https://x.org/a?b"),
        ("email", "me@x.org"),
        ("mention", "@someone"),
        ("hashtag", "#aHSCT"),
    ]


@pytest.mark.parametrize(
    "entity",
    [
        {"type": "bold", "offset": 1, "length": 1},  # inside the emoji
        {"type": "bold", "offset": 0, "length": 9},
        {"type": "bold", "offset": -1, "length": 1},
        {"type": "shiny", "offset": 0, "length": 2},
        {"type": "text_link", "offset": 0, "length": 2, "url": "nowhere"},
    ],
)
def test_entities_that_do_not_fit_the_text_are_refused(entity: dict[str, object]) -> None:
    with pytest.raises(Refused):
        explicit("😀", [entity])
