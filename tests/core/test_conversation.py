"""Who has the turn, and what each kind of message gets."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.core.conversation import broken, respond, waiting_time
from bot.core.messages import Commanded, Gap, Joined, Said, Say, Session, Unreadable, Where, plain
from tests.core.small import GROUP, NOON, PRIVATE, command, content, fresh, labels, only_say, said, texts

CONTENT = content()


def ask(text: str, session: Session | None = None, where: Where = PRIVATE):  # type: ignore[no-untyped-def] # Turn
    return respond(CONTENT, session or Session(), said(text, where), NOON)


def test_a_question_gets_its_answer_under_its_title() -> None:
    turn = ask("what does hsct cost in mexico")
    assert turn.reading.kind == "answer"
    assert turn.reading.entry == "cost-mexico"
    assert texts(turn)[0].startswith(
        "How much does aHSCT cost in Mexico?\n\nShort of cost-mexico.\n\nAnswer of cost-mexico."
    )
    assert "More of" not in texts(turn)[0]


def test_an_answer_offers_more_sources_the_next_step_and_a_judgement() -> None:
    buttons = labels(only_say(ask("what does hsct cost in mexico")))
    assert buttons["<button-more>"] == "v:cost-mexico:m"
    assert buttons["<button-sources>"] == "v:cost-mexico:s"
    assert buttons["How much does aHSCT cost in India?"] == "e:cost-india"
    assert buttons["<button-helpful>"] == "f:cost-mexico:y"
    assert "<button-words>" not in buttons


def test_a_next_step_can_be_a_question_for_the_neurologist_or_a_page() -> None:
    assert "<next-ask> Is it for me?" in texts(ask("what is hsct"))[0]
    assert labels(only_say(ask("how risky is it")))["<button-link>"] == "https://example.org/risks"


def test_jargon_is_linked_at_its_first_use_only_and_gets_a_words_button() -> None:
    say = only_say(ask("walking limit for transplant"))
    assert [span.target for span in say.text if span.style == "word"] == ["edss"]
    assert labels(say)["<button-words>"] == "v:edss:w"


def test_a_crisis_wins_over_everything_and_speaks_the_language_it_was_said_in() -> None:
    for text, reply in {
        "I want to die": "Call 988 or 116 123.",
        "ich will sterben": "Ruf 116 123 an.",
    }.items():
        turn = ask(text)
        assert turn.reading.kind == "crisis"
        assert only_say(turn).urgent
        assert texts(turn) == [reply]


def test_a_crisis_behind_a_command_is_heard_too() -> None:
    turn = respond(CONTENT, Session(), command("topics", "i want to die"), NOON)
    assert turn.reading.kind == "crisis"


def test_a_crisis_reply_begins_with_the_line_of_the_persons_own_country() -> None:
    turn = ask("I want to die", where=Where(person=7, lang="en-AU"))
    assert texts(turn) == ["<crisis-country> Lifeline 13 11 14\nCall 988 or 116 123."]


def test_an_emergency_is_answered_in_a_group_as_well() -> None:
    turn = ask("i cannot breathe", where=GROUP)
    assert (turn.reading.kind, texts(turn)) == ("emergency", ["Call your emergency number now."])


def test_a_personal_decision_gets_what_bears_on_it_and_the_question_to_ask() -> None:
    turn = ask("should i stop my drug")
    assert turn.reading.kind == "personal"
    assert texts(turn) == ["That is for you and your team.\n\n<personal-ask> What happens if I stop?"]
    assert labels(only_say(turn)) == {"What are the risks of aHSCT?": "e:risks"}


def test_a_personal_decision_in_a_group_gets_one_line_and_a_way_to_the_private_chat() -> None:
    turn = ask("should i stop my drug", where=GROUP)
    assert texts(turn) == ["<personal-group>"]
    assert labels(only_say(turn)) == {"<button-private>": "hello"}


def test_an_unsure_question_gets_up_to_three_to_choose_from() -> None:
    turn = ask("how much does it cost")
    assert turn.reading.kind == "suggest"
    assert set(turn.reading.suggestions) >= {"cost-mexico", "cost-india"}
    assert len(turn.reading.suggestions) <= 3
    assert "1. How much does aHSCT cost in" in texts(turn)[0]
    assert turn.session.offered == turn.reading.suggestions


def test_an_offered_question_can_be_chosen_by_its_number() -> None:
    session = ask("how much does it cost").session
    for typed in ("2", " 2. ", "2)"):
        assert ask(typed, session).reading.entry == session.offered[1]


@pytest.mark.parametrize("typed", ["0", "4", "99999999999999999999", "²", "٣"])
def test_a_number_that_was_not_offered_is_no_choice(typed: str) -> None:
    session = fresh(offered=("risks", "hair", "edss"), offered_at=NOON)
    assert ask(typed, session).reading.kind != "answer"


def test_an_offer_is_forgotten_after_ten_minutes() -> None:
    session = fresh(offered=("risks",), offered_at=NOON - timedelta(minutes=10))
    assert ask("1", session).reading.kind == "unknown"


def test_what_nobody_covers_is_said_so_and_kept_without_who_asked() -> None:
    turn = ask("can my cousin Zebediah 555-123456 juggle kumquats?")
    assert turn.reading.kind == "unknown"
    (gap,) = turn.notes
    assert isinstance(gap, Gap)
    assert "juggle" in gap.question
    assert "123456" not in gap.question
    assert texts(turn) == ["<unknown>"]


def test_what_is_near_but_not_ours_gets_its_own_line_and_is_no_gap() -> None:
    turn = ask("stem cells for lupus")
    assert (turn.reading.kind, texts(turn), turn.notes) == ("unknown", ["Not lupus."], ())


def test_small_talk_is_answered_but_a_greeting_before_a_question_is_a_question() -> None:
    assert texts(ask("Hello!")) == ["Hello to you."]
    assert texts(ask("hi, thank you")) == ["Hello to you."]
    assert ask("hello, what does hsct cost in mexico?").reading.entry == "cost-mexico"


def test_ordinary_despair_is_met_kindly() -> None:
    turn = ask("i hate this disease")
    assert (turn.reading.kind, texts(turn)) == ("smalltalk", ["It is a lot."])


def test_despair_before_a_question_is_met_first_and_the_question_is_not_lost() -> None:
    turn = ask("i hate this disease. price mexico or india")
    assert turn.reading.kind == "suggest"
    assert texts(turn)[0].startswith("It is a lot.\n\n<suggest-intro>")


def test_a_follow_up_is_read_with_the_last_topic_in_mind() -> None:
    session = ask("what does hsct cost in mexico").session
    assert ask("and in india?", session).reading.entry == "cost-india"


def test_a_new_question_is_not_bent_to_the_last_topic() -> None:
    session = ask("what does hsct cost in mexico").session
    assert ask("and will i go bald", session).reading.entry == "hair"
    assert ask("and what about juggling kumquats", session).reading.kind == "unknown"


def test_more_and_sources_go_on_with_the_last_answer() -> None:
    session = ask("what does hsct cost in mexico").session
    assert "More of cost-mexico." in texts(ask("tell me more", session))[0]
    assert "A page (<source-line> A Society 2024" in texts(ask("who says so?", session))[0]
    assert texts(ask("more")) == ["<nothing-to-continue>"]


@pytest.mark.parametrize("text", ["", "   ", "\u200b\u200b", "🙂🙂", "…?!"])
def test_a_message_without_words_gets_a_hint_once_in_private_and_nothing_in_a_group(text: str) -> None:
    first = ask(text)
    assert texts(first) == ["<only-text>"]
    assert texts(ask(text, first.session)) == []
    assert texts(ask(text, where=GROUP)) == []


def test_a_voice_message_gets_the_same_hint() -> None:
    assert texts(respond(CONTENT, Session(), Unreadable(NOON, PRIVATE), NOON)) == ["<only-text>"]
    assert texts(respond(CONTENT, Session(), Unreadable(NOON, GROUP), NOON)) == []


def test_ask_takes_the_question_behind_it() -> None:
    turn = respond(CONTENT, Session(), command("ask", "will i go bald", GROUP), NOON)
    assert turn.reading.entry == "hair"
    assert texts(respond(CONTENT, Session(), command("ask", " "), NOON)) == ["<ask-how>"]


def test_start_says_what_it_is_and_offers_topics() -> None:
    private = respond(CONTENT, Session(), command("start"), NOON)
    assert texts(private) == ["<start>"]
    assert labels(only_say(private)) == {"Everything": "t:all:0"}
    group = respond(CONTENT, Session(), Joined(NOON, GROUP), NOON)
    assert texts(group) == ["<start-group>"]


def test_a_deep_link_opens_a_word_or_an_answer_and_anything_else_is_a_plain_start() -> None:
    opened = {
        payload: texts(respond(CONTENT, Session(), command("start", payload), NOON))[0]
        for payload in ("w-edss", "e-hair", "w-nothing", "e-nothing", "eligibility", "<b>&%s")
    }
    assert opened["w-edss"] == "EDSS: a scale of disability"
    assert opened["e-hair"].startswith("Will I lose my hair?")
    assert {opened[key] for key in ("w-nothing", "e-nothing", "eligibility", "<b>&%s")} == {"<start>"}


@pytest.mark.parametrize(
    ("name", "private", "group"),
    [
        ("help", "<help>", "<help-group>"),
        ("privacy", "<privacy>", "<privacy>"),
        ("about", "<about>", "<about>"),
        ("topics", "Choose a topic.", "Choose a topic."),
    ],
)
def test_each_command_says_its_text(name: str, private: str, group: str) -> None:
    assert texts(respond(CONTENT, Session(), command(name), NOON)) == [private]
    assert texts(respond(CONTENT, Session(), command(name, where=GROUP), NOON)) == [group]


def test_sources_lists_those_used_most() -> None:
    (text,) = texts(respond(CONTENT, Session(), command("sources"), NOON))
    assert text.startswith("<sources-all> 1")
    assert "A page" in text


def test_a_language_there_is_can_be_chosen_and_another_gets_the_choice() -> None:
    turn = respond(CONTENT, Session(), command("language", "EN"), NOON)
    assert (turn.session.lang, texts(turn)) == ("en", ["<language-set>"])
    turn = respond(CONTENT, Session(), command("language", "klingon"), NOON)
    assert (turn.session.lang, texts(turn)) == ("", ["<language-intro>"])
    assert labels(only_say(turn)) == {"<language-name>": "l:en"}


@pytest.mark.fault(47)
@pytest.mark.parametrize("lang", ["", "xx", "pt-br", "zh-hans", "EN_us", "-", "🙂"])
def test_an_unknown_language_falls_back_to_english(lang: str) -> None:
    turn = respond(CONTENT, Session(lang=lang), said("will i go bald", Where(7, True, lang)), NOON)
    assert turn.reading.entry == "hair"


def test_an_unknown_command_gets_a_line_in_private_and_silence_in_a_group() -> None:
    assert texts(respond(CONTENT, Session(), command("frobnicate"), NOON)) == ["<unknown-command>"]
    assert texts(respond(CONTENT, Session(), command("frobnicate", where=GROUP), NOON)) == []


def test_a_late_answer_in_private_begins_with_one_word_of_excuse() -> None:
    late = Said("will i go bald", NOON - timedelta(hours=23), PRIVATE)
    first = respond(CONTENT, Session(), late, NOON)
    assert texts(first)[0] == "<away>"
    assert first.reading.entry == "hair"
    assert "<away>" not in texts(respond(CONTENT, first.session, late, NOON + timedelta(seconds=1)))
    in_group = Said("will i go bald", NOON - timedelta(hours=23), GROUP)
    assert "<away>" not in texts(respond(CONTENT, Session(), in_group, NOON))


def test_a_call_for_help_comes_before_the_excuse() -> None:
    late = Said("I want to die", NOON - timedelta(hours=23), PRIVATE)
    assert texts(respond(CONTENT, Session(), late, NOON)) == ["Call 988 or 116 123.", "<away>"]


def test_sixty_actions_are_free_and_the_next_waits_with_one_notice() -> None:
    session = Session()
    for _ in range(60):
        assert waiting_time(CONTENT, session, said("hi"), NOON) == 0
        session = respond(CONTENT, session, said("hi"), NOON).session
    assert waiting_time(CONTENT, session, said("hi"), NOON + timedelta(seconds=4)) == 6
    assert waiting_time(CONTENT, session, said("i want to die"), NOON) == 0
    later = NOON + timedelta(seconds=10)
    turn = respond(CONTENT, session, said("hi", at=later), later)
    assert texts(turn) == ["<slowed>", "Hello to you."]
    assert texts(respond(CONTENT, turn.session, said("hi", at=later), later)) == ["Hello to you."]


def test_our_own_mistake_has_a_sentence_with_a_number() -> None:
    assert plain(broken(CONTENT, "xx", "k7f2").text) == "<broken> k7f2"


def test_every_message_comes_back_within_its_limits_whatever_was_typed() -> None:
    for text in ("\x00\ud800", "a" * 40_000, "🙂" * 5_000, "e\u0301" * 9_000, "\u202eabc", "<b>&amp;{x}%s"):
        turn = respond(CONTENT, Session(), said(text), NOON)
        for reply in turn.replies:
            assert isinstance(reply, Say)
            assert len(plain(reply.text)) < 4096


def test_a_command_keeps_working_with_anything_behind_it() -> None:
    for name in ("start", "help", "ask", "topics", "sources", "privacy", "about", "language"):
        assert respond(
            CONTENT, Session(), Commanded(name, "\x00<b>'; DROP TABLE", NOON, PRIVATE), NOON
        ).replies
