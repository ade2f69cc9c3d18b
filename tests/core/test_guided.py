"""A guided dialog as a member lives it: by buttons, by typing, with mistakes, detours and pauses."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.flows import SKIPPED
from bot.core.messages import Toast, Unreadable
from bot.core.sheets import Chart, Icons, Page, Table
from tests.core.small import GROUP, PRIVATE, command, labels, said, tap, texts, toasts
from tests.core.small_dialogs import CLINIC, COMPARE, COST, Person, attached, dialogs_content


def member(*lines: str, flow: str = "eligibility") -> Person:
    """Somebody who has agreed to a dialog and typed these answers."""
    person = Person()
    person.does(command({"cost": "costs"}.get(flow, flow)))
    if flow == "eligibility":
        person.taps("<button-agree>")
    person.types(*lines)
    return person


# --- beginning ----------------------------------------------------------------------------------


def test_nothing_is_asked_before_the_person_has_agreed() -> None:
    person = Person()
    person.does(command("eligibility"))
    assert "<dialog-consent> 14 3" in person.text
    assert person.buttons == ["<button-agree>", "<button-no-thanks>"]
    person.taps("<button-agree>")
    assert "What type of MS do you have?" in person.text
    (progress,) = person.session.dialogs
    assert progress.consent.startswith("consent-health ")
    assert progress.consent.endswith("2026-11-21T12:00:00+00:00")


def test_consent_can_be_typed() -> None:
    person = Person()
    person.does(command("eligibility"))
    person.types("I agree")
    assert "What type of MS" in person.text


def test_a_no_leaves_nothing_behind() -> None:
    person = Person()
    person.does(command("eligibility"))
    person.taps("<button-no-thanks>")
    assert "<dialog-declined>" in person.text
    assert person.session.dialogs == ()
    assert person.session.dialog == ""


def test_a_forged_answer_before_consent_is_not_taken() -> None:
    person = Person()
    person.does(command("eligibility"))
    person.presses("d:eligibility:0:=rr")
    assert person.kept("eligibility") == {}


def test_another_consent_text_is_asked_again() -> None:
    person = member("rrms")
    (progress,) = person.session.dialogs
    person.session = replace(
        person.session, dialogs=(replace(progress, consent="consent-health 00000000 2026-01-01"),)
    )
    person.does(command("eligibility"))
    assert "<dialog-consent>" in person.text
    person.taps("<button-agree>")
    assert "How old are you?" in person.text


@pytest.mark.parametrize(("name", "argument"), [("eligibility", ""), ("start", "eligibility")])
def test_a_command_and_a_deep_link_begin_it(name: str, argument: str) -> None:
    person = Person()
    person.does(command(name, argument))
    assert "<dialog-consent>" in person.text


def test_words_that_ask_for_it_begin_it() -> None:
    person = Person()
    turn = person.types("Compare me with the lists")
    assert turn.reading.kind == "dialog"
    assert "<dialog-consent>" in person.text


def test_in_a_group_there_is_only_the_way_to_the_private_chat() -> None:
    person = Person()
    person.does(command("eligibility", where=GROUP))
    assert "<dialog-private> Compare with criteria" in person.text
    assert labels(person.screen) == {"<button-private>": "eligibility"}
    assert person.session.dialogs == ()


def test_a_dialog_that_does_not_exist_is_an_unknown_command() -> None:
    person = Person(dialogs_content(COST))
    person.does(command("eligibility"))
    assert "<unknown-command>" in person.text


# --- answering ----------------------------------------------------------------------------------


def test_it_is_finished_by_buttons_alone() -> None:
    person = member()
    person.taps("Secondary", "Yes", "45 49 years", "<button-skip>")
    assert person.kept("eligibility") == {"type": "sp", "signs": "yes", "age": "45-49", "wish": SKIPPED}
    assert "<mark-match>: Younger than 50." in person.text


def test_it_is_finished_by_typing_alone() -> None:
    person = member("secondary progressive", "yes", "forty-seven", "to walk my dog")
    assert person.kept("eligibility") == {"type": "sp", "signs": "yes", "age": "47", "wish": "to walk my dog"}


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("1", "rr"),
        ("2.", "sp"),
        ("RRMS", "rr"),
        ("relapsing remitting", "rr"),
        ("it is the relapsing kind I think", "rr"),
        ("Secondary Progressive!", "sp"),
        ("i have ppms since 2011", "pp"),
        ("not sure", "?"),
        ("no idea", "?"),
        ("skip please", "-"),
    ],
)
def test_an_option_is_heard_in_many_words(line: str, value: str) -> None:
    assert member(line).kept("eligibility") == {"type": value}


@pytest.mark.parametrize(
    "line", ["4", "0", "relapsing or secondary", "not relapsing", "never had spms", "blue", "…"]
)
def test_what_is_not_clear_is_not_taken(line: str) -> None:
    assert member(line).kept("eligibility") == {}


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("47", "47"),
        ("I am 47 years old", "47"),
        ("forty seven", "47"),
        ("Forty-Seven.", "47"),
        ("45-49", "45-49"),
        ("between 45 and 49", "45-49"),
        ("over 55", "56-100"),
        ("under 30", "18-29"),
    ],
)
def test_a_number_is_heard_in_many_ways(line: str, value: str) -> None:
    assert member("rrms", line).kept("eligibility")["age"] == value


@pytest.mark.parametrize("line", ["17", "101", "47 or so, my sister is 50, mum 80", "old", "47.5"])
def test_a_number_that_cannot_be_is_not_taken(line: str) -> None:
    assert "age" not in member("rrms", line).kept("eligibility")


def test_progress_is_told_in_words() -> None:
    person = member()
    assert "<dialog-place> 1 4" in person.text
    person.types("rrms")
    assert "<dialog-place> 2 3" in person.text


def test_every_question_offers_every_way_on() -> None:
    person = member()
    ways = ["not-sure", "skip", "why", "one-back", "change", "pause", "stop"]
    for line in ("sp", "yes", "47"):
        assert [f"<button-{way}>" in person.buttons for way in ways] == [True] * len(ways)
        person.types(line if line != "sp" else "spms")


def test_why_shows_the_reason_and_the_same_question() -> None:
    typed, tapped = member("why"), member()
    tapped.taps("<button-why>")
    for person in (typed, tapped):
        assert "The lists differ by type." in person.text
        assert "What type of MS do you have?" in person.text


# --- changing one's mind ------------------------------------------------------------------------


def test_back_asks_the_last_question_again_and_offers_to_keep_its_answer() -> None:
    person = member("rrms", "47")
    person.taps("<button-one-back>")
    assert "How old are you?" in person.text
    person.taps("<button-keep> 47 years")
    assert "What matters most" in person.text


def test_back_at_the_first_question_says_so() -> None:
    person = member()
    turn = person.taps("<button-one-back>")
    assert toasts(turn) == ["<dialog-first>"]
    person.types("back")
    assert "<dialog-first>" in person.text


def test_any_answer_can_be_changed_and_one_comes_back_to_where_one_was() -> None:
    person = member("rrms", "47")
    person.taps("<button-change>", "Type: Relapsing")
    person.taps("Secondary")
    assert "new spots" in person.text
    person.types("yes")
    assert "What matters most" in person.text


def test_i_meant_corrects_the_nearest_question_that_fits() -> None:
    person = member("rrms", "47")
    person.types("I meant secondary progressive")
    assert "<dialog-corrected> Secondary progressive" in person.text
    assert "new spots" in person.text
    assert person.kept("eligibility")["type"] == "sp"
    person.types("no", "actually 52")
    assert person.kept("eligibility")["age"] == "52"


def test_an_edited_message_changes_the_last_answer() -> None:
    person = member("rrms", "47")
    person.does(replace(said("48"), revised=True))
    assert person.kept("eligibility")["age"] == "48"
    assert "What matters most" in person.text


def test_an_edit_that_is_no_answer_changes_nothing() -> None:
    person = member("rrms", "47")
    person.does(replace(said("my birthday"), revised=True))
    assert person.kept("eligibility")["age"] == "47"
    assert "<dialog-edited>" in person.text


# --- detours ------------------------------------------------------------------------------------


def test_a_question_in_the_middle_is_answered_and_then_the_same_buttons_are_there() -> None:
    person = member("rrms")
    before = person.buttons
    turn = person.types("will i go bald")
    assert "Short of hair." in texts(turn)[0]
    assert "<dialog-back>" in texts(turn)[1]
    assert "How old are you?" in texts(turn)[1]
    assert person.buttons == before
    person.types("47")
    assert person.kept("eligibility")["age"] == "47"


def test_a_decision_in_the_middle_is_not_taken_for_an_answer() -> None:
    person = member("rrms")
    turn = person.types("should i stop my drug")
    assert turn.reading.kind == "personal"
    assert "How old are you?" in person.text


def test_a_crisis_in_the_middle_comes_first_and_the_place_is_kept() -> None:
    person = member("rrms")
    turn = person.types("i want to die")
    assert texts(turn) == ["Call 988 or 116 123."]
    person.types("47")
    assert person.kept("eligibility") == {"type": "rr", "age": "47"}


def test_help_in_the_middle_leads_back() -> None:
    person = member("rrms")
    turn = person.does(command("help"))
    assert "<help>" in texts(turn)[0]
    assert "How old are you?" in texts(turn)[1]


@pytest.mark.fault(29)
def test_a_voice_message_gets_help_and_the_same_question() -> None:
    person = member("rrms")
    turn = person.does(Unreadable(person.now, PRIVATE))
    assert "<only-text>" in texts(turn)[0]
    assert "How old are you?" in texts(turn)[1]


def test_the_first_slip_repeats_the_second_shows_buttons_only_the_third_the_ways_out() -> None:
    person = member("rrms")
    person.types("purple")
    assert "<dialog-slip-number>" in person.text
    person.types("purple")
    assert "<dialog-slip-buttons>" in person.text
    person.types("purple")
    assert "<dialog-slip-menu>" in person.text
    person.taps("<button-go-on>")
    assert "How old are you?" in person.text
    person.types("47", "x", "y")
    assert person.kept("eligibility")["wish"] == "x"


def test_an_answer_ends_the_counting_of_slips() -> None:
    person = member("purple", "rrms", "purple")
    assert "<dialog-slip-number>" in person.text


def test_a_slip_leaves_no_gap_behind() -> None:
    turn = member().types("my left leg is purple")
    assert turn.notes == ()


# --- pausing, stopping, deleting ----------------------------------------------------------------


def test_a_paused_dialog_begins_with_what_was_told_in_three_lines() -> None:
    person = member("spms", "yes", "47")
    person.taps("<button-pause>")
    assert "<dialog-paused> Compare with criteria 14" in person.text
    person.now += timedelta(days=3)
    person.types("hello")
    assert "Hello to you." in person.text
    person.does(command("eligibility"))
    assert person.text.count("\n- ") == 3
    assert "Age: 47 years" in person.text
    person.taps("<button-go-on>")
    assert "What matters most" in person.text


@pytest.mark.fault(30)
def test_another_dialog_is_begun_only_after_asking_and_nothing_is_lost() -> None:
    person = member("rrms")
    person.does(command("costs"))
    assert "<dialog-switch> Compare with criteria" in person.text
    person.taps("What it may cost")
    assert "Which country?" in person.text
    person.types("mexico")
    person.does(command("eligibility"))
    person.taps("<button-go-on>")
    assert "How old are you?" in person.text


@pytest.mark.fault(30)
def test_after_the_question_one_can_go_back_to_the_first_dialog() -> None:
    person = member("rrms")
    person.does(command("start", "cost"))
    person.taps("<button-back-to>")
    person.taps("<button-go-on>")
    assert "How old are you?" in person.text


@pytest.mark.fault(30)
def test_cancel_asks_what_becomes_of_the_answers() -> None:
    person = member("rrms")
    person.does(command("cancel"))
    assert "<dialog-stop> 14" in person.text
    person.taps("<button-delete-answers>", "<button-delete-now>")
    assert "<dialog-deleted> Compare with criteria 2026-11-21 12:00 UTC" in person.text
    assert person.session.dialogs == ()


def test_cancel_without_a_dialog_says_so() -> None:
    person = Person()
    person.does(command("cancel"))
    assert "<nothing-to-cancel>" in person.text


def test_start_again_begins_with_nothing_but_the_consent() -> None:
    person = member("rrms", "47", "x")
    person.taps("<button-start-again>")
    assert "What type of MS" in person.text
    assert person.kept("eligibility") == {}


# --- buttons of before --------------------------------------------------------------------------


@pytest.mark.fault(26, 27)
def test_a_button_of_before_changes_nothing() -> None:
    person = member()
    old = labels(person.screen)["Secondary progressive"]
    person.types("rrms")
    before = person.session.dialogs
    turn = person.presses(old)
    assert toasts(turn) == ["<dialog-stale>"]
    assert person.session.dialogs == before


@pytest.mark.fault(28)
def test_on_a_finished_dialog_a_button_of_before_offers_the_result() -> None:
    person = member("rrms")
    old = next(data for label, data in labels(person.screen).items() if "45 49" in label)
    person.types("47", "x")
    turn = person.presses(old)
    assert toasts(turn) == ["<dialog-stale>"]
    person.taps("<button-results>")
    assert "<mark-match>: Younger than 50." in person.text


@pytest.mark.fault(26)
@pytest.mark.parametrize(
    "data",
    ["d", "d:", "d:eligibility", "d:none:0:=rr", "d:eligibility:0:=zz", "d:eligibility:1:=zz", "d:eligibility:1:=?",
     "d:eligibility:1:onone", "d:eligibility:1:#none", "d:eligibility:1:anone", "d:eligibility:1:+",
     "d:eligibility:1:l",
     "d:eligibility:zz:=rr", "d:eligibility:1:", "d:eligibility:1:🙂", "d:cost:0:=mx", "d:::::", "d:eligibility:-1:X"],
)  # fmt: skip
def test_forged_data_changes_nothing_and_gets_a_word(data: str) -> None:
    person = member()
    before = person.session.dialogs
    turn = person.presses(data)
    assert len([reply for reply in turn.replies if isinstance(reply, Toast)]) == 1
    assert person.session.dialogs == before


@pytest.mark.fault(26)
def test_a_dialog_button_does_nothing_in_a_group() -> None:
    person = member()
    before = person.session.dialogs
    person.does(tap(labels(person.screen)["Secondary progressive"], where=GROUP))
    assert person.session.dialogs == before


def test_every_tap_is_answered_by_exactly_one_toast() -> None:
    person = member()
    for label in ("<button-why>", "<button-not-sure>", "<button-change>", "<button-go-on>", "<button-pause>"):
        assert len(toasts(person.taps(label))) == 1


# --- edited while open --------------------------------------------------------------------------


@pytest.mark.fault(25)
def test_a_question_edited_meanwhile_is_asked_again_with_one_line_and_the_rest_is_kept() -> None:
    person = member("rrms", "47")
    age = replace(COMPARE.questions["age"], rev=2, ask="How old are you today?")
    edited = replace(COMPARE, version=2, questions={**COMPARE.questions, "age": age})
    person.content = dialogs_content(edited)
    person.types("to walk")
    assert person.text.startswith("<dialog-changed>")
    assert "How old are you today?" in person.text
    person.types("47", "to walk")
    assert person.kept("eligibility") == {"type": "rr", "age": "47", "wish": "to walk"}


@pytest.mark.fault(25)
def test_a_dialog_that_was_removed_ends_quietly() -> None:
    person = member("rrms")
    person.content = dialogs_content(COST)
    turn = person.types("will i go bald")
    assert turn.reading.kind == "answer"
    assert toasts(person.presses("d:eligibility:1:=rr")) == ["<old-button>"]


# --- what comes of it ---------------------------------------------------------------------------


def test_each_list_stands_for_itself_beside_the_answers() -> None:
    person = member("rrms", "47", "x")
    assert "<mark-match>: Younger than 50. <report-you-said> 47 years" in person.text
    assert "<mark-no-match>: Under 45. <report-you-said> 47 years Older people are looked at" in person.text
    assert "<report-differ-line> Age" in person.text
    assert "The lists also look at heart and lungs." in person.text
    assert "Which list does our centre use?" in person.text
    assert "This is no decision." in person.text


def test_not_sure_never_becomes_does_not_match() -> None:
    person = member("not sure", "not sure", "not sure", "skip")
    assert "<mark-no-match>" not in person.text
    assert person.text.count("<mark-unknown>") == 3
    assert "Your birthday settles it." in person.text


def test_the_result_leads_on() -> None:
    person = member("rrms", "47", "x")
    assert labels(person.screen)["<button-dialog-clinic>"] == "d:clinic::go"
    assert labels(person.screen)["What are the risks of aHSCT?"] == "e:risks"
    assert "<button-delete-answers>" in person.buttons


def test_the_page_for_the_appointment_holds_what_was_told_and_every_list() -> None:
    person = member("rrms", "47", "to walk")
    (page,) = attached(person.taps("<button-page-appointment>"))
    assert isinstance(page.sheet, Page)
    told = [line.text for line in page.sheet.parts[0].lines]
    assert told == ["Type: Relapsing-remitting", "Age: 47 years", "My wish: to walk"]
    assert [part.heading for part in page.sheet.parts][1:3] == ["A Society", "guideline"]
    assert page.caption == "<caption-appointment>"


def test_the_risk_as_a_picture_has_both_sides_in_words() -> None:
    person = member("rrms", "47", "x")
    (picture,) = attached(person.taps("<button-picture-risk>"))
    assert isinstance(picture.sheet, Icons)
    assert (picture.sheet.events, picture.sheet.out_of) == (3, 1000)
    assert "997" in picture.sheet.did_not
    assert "3 1000" in picture.caption


def test_costs_are_those_of_the_country_and_the_picture_says_them_in_words() -> None:
    person = member("mexico", flow="cost")
    assert "In Mexico: <range> $52,000 $58,000." in person.text
    assert "In the US" not in person.text
    assert "What is included?" in person.text
    (picture,) = attached(person.taps("<button-picture-cost>"))
    assert isinstance(picture.sheet, Chart)
    assert [bar.label for _, bars in picture.sheet.axes for bar in bars] == ["aHSCT, cost.mx"]
    assert "<quoted-by> a blog 2024" in picture.caption


def test_costs_of_an_unknown_country_show_all() -> None:
    person = member("not sure", flow="cost")
    assert "In Mexico" in person.text
    assert "In the US" in person.text


# --- a checklist --------------------------------------------------------------------------------


def test_parts_of_a_checklist_are_taken_one_at_a_time() -> None:
    person = member("Clinic A", flow="clinic")
    assert [label for label in person.buttons if "dialog-section" in label] == [
        "<dialog-section> Care 0 2",
        "<dialog-section> Cells 0 1",
    ]
    person.taps("Care")
    person.types("yes, two beds", "no")
    assert "<dialog-section> Care 2 2" in person.buttons
    (progress,) = person.session.dialogs
    assert progress.answers["icu"].note == "yes, two beds"


def test_an_answer_that_is_none_of_the_options_is_noted_as_something_else() -> None:
    person = member("Clinic A", flow="clinic")
    person.taps("Care")
    person.types("they have a doctor on call at night")
    (progress,) = person.session.dialogs
    assert (progress.answers["icu"].value, progress.answers["icu"].note) == (
        "other",
        "they have a doctor on call at night",
    )


def test_a_part_can_be_left_out_and_the_missing_answers_become_the_list_to_ask() -> None:
    person = member("Clinic A", flow="clinic")
    person.taps("Care", "Would not say", "<button-skip-section>", "<button-results>")
    assert "<mark-flag>: No intensive care. Help may come late." in person.text
    assert "Is there intensive care?" in person.text
    assert "Who cares for me at home?" in person.text
    assert "Are they my own cells?" in person.text


def test_clinics_stand_side_by_side() -> None:
    person = member("Clinic A", flow="clinic")
    person.taps("Cells", "Yes", "<button-results>", "<button-another>")
    person.types("Clinic B")
    person.taps("Cells", "No", "<button-results>")
    assert "<button-another>" not in person.buttons
    (sheet,) = attached(person.taps("<button-page-clinics>"))
    assert isinstance(sheet.sheet, Table)
    assert sheet.sheet.columns == ("Clinic A", "Clinic B")
    assert ("Are they my own cells?", "Yes", "No") in sheet.sheet.rows


def test_a_question_to_the_bot_is_not_taken_for_the_name_of_a_clinic() -> None:
    person = member(flow="clinic")
    turn = person.types("will i go bald?")
    assert turn.reading.kind == "answer"
    assert person.kept("clinic") == {}


def test_all_three_dialogs_are_offered_at_the_start() -> None:
    person = Person()
    person.does(command("start"))
    assert person.buttons[:3] == [COMPARE.title, CLINIC.title, COST.title]
