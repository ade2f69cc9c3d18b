"""An advert's claims are found and answered; people who talk are left alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.claims import Claims, claims_of
from bot.core.conversation import respond
from bot.core.knowledge import Claim, Cue, Flag
from bot.core.messages import Session
from bot.core.text import Lexicon
from tests.core.small import GROUP, NOON, command, content, knowledge, said, talk, texts

CLAIMS = {
    "cures": Claim(
        id="cures",
        fact="No treatment is known to cure MS.",
        myth="Stem cells cure MS",
        phrasings=("we cure ms for good", "say goodbye to ms forever"),
        verdict="contradicted",
        sources=("society",),
        flags=("cure",),
    ),
    "natural": Claim(
        id="natural",
        fact="Natural is no proof.",
        myth="It is natural",
        phrasings=("natural healing power",),
        verdict="not-shown",
    ),
    "relapses": Claim(
        id="relapses",
        fact="It can.",
        myth="aHSCT stops relapses",
        phrasings=("hsct stops relapses for years",),
        verdict="supported",
    ),
}
FLAGS = {
    "cure": Flag(
        id="cure", what="A cure is promised", why="There is none.", source=("society",), ask="Who says so?"
    )
}
TALK = (
    *talk(),
    Cue(id="selling", kind="selling", phrases={"en": ("our clinic", "book now", "call us")}),
    Cue(id="denying", kind="denying", phrases={"en": ("beware", "there is no proof")}),
    Cue(
        id="members",
        kind="smalltalk",
        phrases={
            "en": (
                "I wish I were not so tired of it",
                "they say it goes on forever",
                "I am so happy about it",
                "will my ms ever say goodbye",
                "everybody is so kind to me",
                "my ms is so bad and I am tired",
                "somebody could have told me",
                "they are so good to my mother",
                "I wish it would go and leave me for ever",
                "one day I say goodbye to all these tablets",
                "I have had my ms for ten years",
            )
        },
        reply={"en": "Thank you."},
    ),
)
ADVERT = "At our clinic we cure MS for good, with natural healing power. Book now, only $9,000!"
CONTENT = content(claims=CLAIMS, flags=FLAGS, talk=TALK)


def claims() -> Claims:
    own = knowledge(claims=CLAIMS, flags=FLAGS, talk=TALK)
    return claims_of(own, Lexicon())


def test_the_claims_of_an_advert_are_found_with_their_warning_signs() -> None:
    checked = claims().check(ADVERT)
    assert {one.claim.id for one in checked.found} == {"cures", "natural"}
    assert [flag.id for flag in checked.flags] == ["cure"]


@pytest.mark.parametrize(
    "text",
    [
        "I wish somebody could say goodbye to my MS for ever, I am so tired of it.",
        "Beware, a man told my mother: we cure ms for good. There is no proof.",
        "My counts are up and I may go home on Sunday, says the nurse.",
        "we cure ms for good",
        "",
    ],
)
def test_what_does_not_sell_is_no_advert(text: str) -> None:
    assert claims().is_advert(text) is None


def test_a_denial_is_no_claim() -> None:
    assert claims().check("There is no proof that they cure MS for good").found == ()


def test_numbers_that_nobody_knows_are_counted_and_not_judged() -> None:
    assert claims().check("Our method is 98% better than any other.").unchecked == 1


def test_a_pasted_advert_is_checked_fact_first_and_its_words_are_not_repeated() -> None:
    turn = respond(CONTENT, Session(), said(ADVERT), NOON)
    (text,) = texts(turn)
    assert turn.reading.kind == "claim"
    assert turn.reading.flags == ("cure",)
    assert text.index("No treatment is known to cure MS.") < text.index("Stem cells cure MS")
    assert "There is none." in text
    assert "Who says so?" in text
    assert "9,000" not in text
    assert "A page" in text


def test_what_was_forwarded_is_checked_although_it_does_not_sell() -> None:
    words = "They all say goodbye to MS forever there"
    assert respond(CONTENT, Session(), said(words), NOON).reading.kind != "claim"
    turn = respond(CONTENT, Session(), replace(said(words), forwarded=True), NOON)
    assert turn.reading.kind == "claim"


def test_check_takes_any_words_in_private_and_in_a_group() -> None:
    for where in (said("x").where, GROUP):
        turn = respond(CONTENT, Session(), command("check", "we cure ms for good", where), NOON)
        assert turn.reading.kind == "claim"


def test_check_says_when_it_knows_none_of_it() -> None:
    turn = respond(CONTENT, Session(), command("check", "the moon is made of cheese"), NOON)
    assert "<check-nothing>" in texts(turn)[0]


def test_check_alone_says_how() -> None:
    assert texts(respond(CONTENT, Session(), command("check"), NOON)) == ["<check-how>"]


def test_a_cry_for_help_in_an_advert_comes_first() -> None:
    turn = respond(CONTENT, Session(), said(f"{ADVERT} I want to die"), NOON)
    assert turn.reading.kind == "crisis"


def test_a_supported_claim_is_said_to_be_supported() -> None:
    (text,) = texts(respond(CONTENT, Session(), command("check", "hsct stops relapses for years"), NOON))
    assert "<verdict-supported>: It can." in text
