"""Pages and pictures: everything is in them, nothing runs out of them, and they need no colour."""

from __future__ import annotations

import io
from dataclasses import replace

import pypdfium2
import pytest
from PIL import Image

from bot.core.sheets import Bar, Chart, Data, Icons, Line, Page, Part, Sheet, Table, sheet_of
from bot.papers import make

PAGE = Page(
    title="For my appointment",
    subtitle="Compare with published criteria",
    parts=(
        Part(heading="What I told", lines=(Line(text="Age: 47 years"), Line(text="Name: Ωμέγα Привет"))),
        Part(
            heading="A list",
            lines=(
                Line(text="Younger than 50.", mark="match", mark_word="Match", detail="You: 47 years."),
                Line(text="Under 45.", mark="no-match", mark_word="Does not match"),
                Line(text="EDSS below 6.", mark="unknown", mark_word="Not known"),
                Line(text="No intensive care.", mark="flag", mark_word="Warning sign"),
            ),
            under="A society, 2024",
        ),
    ),
    foot="Made on 26 November 2026, edition 1.",
)
TABLE = Table(
    title="What each clinic said",
    columns=("Clinic A", "Клиника Б"),
    rows=(("Intensive care?", "Yes: two beds", "No"), ("My own cells?", "", "They would not say")),
    after=(Part(heading="Questions to ask", lines=(Line(text="Who pays?"),)),),
    foot="Made on a day.",
)
CHART = Chart(
    title="What was quoted",
    axes=(
        (
            "USD",
            (
                Bar(
                    label="In Mexico",
                    low=52000,
                    high=58000,
                    amount="$52,000 to $58,000",
                    quoted="a blog, 2024",
                ),
            ),
        ),
        ("EUR", (Bar(label="In Europe", low=66500, high=66500, amount="€66,500", quoted="a company, 2024"),)),
    ),
    foot="Made on a day.",
)
ICONS = Icons(
    title="People treated, in a year",
    events=3,
    out_of=1000,
    happened="3 in 1000 died",
    did_not="997 in 1000 did not",
    foot="Made on a day.",
)


def words(pdf: bytes) -> str:
    """All text of a PDF, and how many pages it has."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    finally:
        document.close()
    return " ".join(" ".join(pages).split())


def pages(pdf: bytes) -> int:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def picture(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png))


def test_everything_on_a_page_can_be_read_in_its_order() -> None:
    assert words(make(PAGE, "pdf")) == (
        "For my appointment Compare with published criteria What I told Age: 47 years Name: Ωμέγα Привет A list"
        " Match: Younger than 50. You: 47 years. Does not match: Under 45. Not known: EDSS below 6."
        " Warning sign: No intensive care. A society, 2024 Made on 26 November 2026, edition 1."
    )


def test_a_long_page_shrinks_to_one_and_a_very_long_one_flows_on() -> None:
    def lines(count: int) -> Page:
        many = tuple(Line(text=f"Line {number} of what I told") for number in range(count))
        return replace(PAGE, parts=(Part(heading="What I told", lines=many),))

    assert pages(make(lines(44), "pdf")) == 1
    long = make(lines(120), "pdf")
    assert pages(long) > 1
    assert "Line 0 of" in words(long)
    assert "Line 119 of" in words(long)


def test_a_table_holds_every_cell_and_the_names_stand_on_each_page() -> None:
    assert "Intensive care? Yes: two beds No" in words(make(TABLE, "pdf"))
    long = replace(TABLE, rows=tuple(TABLE.rows[0] for _ in range(60)))
    printed = make(long, "pdf")
    # on later pages the reader gives a heading letter by letter
    assert words(printed).replace(" ", "").count("КлиникаБ") == pages(printed)


@pytest.mark.parametrize("sheet", [PAGE, CHART, ICONS], ids=lambda sheet: sheet.kind)
def test_a_picture_fits_a_phone_and_nothing_touches_its_edge(sheet: Sheet) -> None:
    shown = picture(make(sheet, "png"))
    assert shown.width == 1080
    assert shown.mode == "L"  # grey
    margin = 15
    edges = [
        shown.crop((0, 0, shown.width, margin)),
        shown.crop((0, shown.height - margin, shown.width, shown.height)),
        shown.crop((0, 0, margin, shown.height)),
        shown.crop((shown.width - margin, 0, shown.width, shown.height)),
    ]
    assert all(min(edge.tobytes()) > 250 for edge in edges)


@pytest.mark.parametrize(("events", "filled"), [(0, 0), (3, 3), (2.5, 2.5), (14, 14), (1000, 1000)])
def test_as_many_boxes_are_dark_as_it_happened_to(events: float, filled: float) -> None:
    none = _dark(make(replace(ICONS, events=0.0, happened="x", did_not="x"), "png"))
    all_ = _dark(make(replace(ICONS, events=1000.0, happened="x", did_not="x"), "png"))
    these = _dark(make(replace(ICONS, events=events, happened="x", did_not="x"), "png"))
    assert (these - none) / (all_ - none) * 1000 == pytest.approx(filled, abs=0.3)


def _dark(png: bytes) -> int:
    return sum(count for value, count in enumerate(picture(png).histogram()) if value < 64)


@pytest.mark.parametrize(
    "text",
    [
        "x" * 400,
        "שלום עולם",
        "مرحبا بالعالم",
        "中文名字",
        "e\u0301" * 50,
        "🙂🙃",
        "\u202e\x00\x07 odd",
        "<b>&amp;{}%s",
    ],
)
def test_odd_names_and_endless_words_stay_inside(text: str) -> None:
    page = replace(
        PAGE, parts=(Part(heading=text[:60], lines=(Line(text=text, mark="match", mark_word="Match"),)),)
    )
    for sheet, form in ((page, "pdf"), (page, "png"), (replace(TABLE, columns=(text[:40], "B")), "pdf")):
        assert make(sheet, form)


def test_forty_prices_and_a_price_of_nothing_can_be_drawn() -> None:
    bars = tuple(replace(CHART.axes[0][1][0], low=0, high=number * 1000.0) for number in range(40))
    assert picture(make(replace(CHART, axes=(("USD", bars),)), "png")).height > 3000


def test_the_same_sheet_gives_the_same_file() -> None:
    for sheet in (PAGE, TABLE):
        assert make(sheet, "pdf") == make(sheet, "pdf")


def test_data_is_handed_over_as_it_is() -> None:
    assert make(Data(text='{"a": "ü"}'), "json") == '{"a": "ü"}'.encode()


@pytest.mark.parametrize(("sheet", "form"), [(PAGE, "json"), (Data(text="x"), "pdf"), (ICONS, "gif")])
def test_a_form_that_does_not_exist_is_refused(sheet: Sheet, form: str) -> None:
    with pytest.raises(ValueError, match="form"):
        make(sheet, form)


@pytest.mark.parametrize("sheet", [PAGE, TABLE, CHART, ICONS, Data(text="x")], ids=lambda sheet: sheet.kind)
def test_a_sheet_travels_as_data_and_comes_back(sheet: Sheet) -> None:
    import json
    from dataclasses import asdict

    assert sheet_of(json.loads(json.dumps(asdict(sheet)))) == sheet
