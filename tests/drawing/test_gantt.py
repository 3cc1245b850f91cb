"""Initiatives over the quarters."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree

import pytest

from stackbook.drawing.gantt import HEAD, LANE, MOST_QUARTERS, ROW, Arrow, Bar, Lane, Mark, gantt_svg, gantt_width
from stackbook.drawing.gantt_shapes import STATES, sign
from stackbook.model.vocab.work import VOCABULARIES

SVG = "{http://www.w3.org/2000/svg}"


def bar(key: str, start: date | None, end: date | None, **more: object) -> Bar:
    made = {"name": key.capitalize(), "href": f"../initiatives/{key}/", "status": "planned", "said": "Planned"}
    return Bar(**(made | {"key": key, "start": start, "end": end} | more))  # type: ignore[arg-type]


ONE = bar("one", date(2027, 1, 1), date(2027, 3, 31))
TWO = bar("two", date(2027, 4, 1), date(2027, 12, 31))


def drawn(*bars: Bar, arrows: tuple[Arrow, ...] = (), today: date | None = None) -> ElementTree.Element:
    svg = gantt_svg([Lane("Now", bars)], arrows, "The roadmap", "g", today)
    return ElementTree.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def of_class(tree: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [one for one in tree.iter() if name in (one.get("class") or "").split()]


def texts(tree: ElementTree.Element) -> list[str]:
    return [one.text or "" for one in tree.iter(f"{SVG}text")]


def place(tree: ElementTree.Element, at: int = 0) -> tuple[float, float]:
    rect = of_class(tree, "sb-gantt__bar")[at]
    left = float(rect.get("x", 0))
    return left, left + float(rect.get("width", 0))


def test_a_quarter_is_a_quarter_of_a_year_wide() -> None:
    tree = drawn(ONE, TWO)
    wide = float(tree.get("width", 0))
    assert place(tree, 0) == pytest.approx((0, wide * 90 / 365), abs=1)
    assert place(tree, 1) == pytest.approx((wide * 90 / 365, wide), abs=1)
    assert [one for one in texts(tree) if one.startswith("Q")] == ["Q1 2027", "Q2 2027", "Q3 2027", "Q4 2027"]
    assert gantt_width([Lane("Now", (ONE, TWO))]) == wide


def test_rows_are_as_high_as_the_page_makes_their_names() -> None:
    assert float(drawn(ONE, TWO).get("height", 0)) == HEAD + LANE + 2 * ROW


def test_a_row_is_a_link_that_tells_everything() -> None:
    marks = (Mark(date(2027, 1, 4), "Kick-off", True), Mark(date(2027, 3, 1), "Launch", False, launch=True))
    link = next(drawn(bar("one", date(2027, 1, 1), date(2027, 3, 31), marks=marks)).iter(f"{SVG}a"))
    assert link.get("href") == "../initiatives/one/"
    assert link.get("aria-label") == (
        "One, Planned, from 1 January 2027 until 31 March 2027, 1 of 2 milestones with a day reached"
    )
    assert [one.text for one in link.iter(f"{SVG}title")][1:] == [
        "Kick-off, reached on 4 January 2027",
        "Launch, due on 1 March 2027",
    ]


def test_the_state_stands_there_as_a_word() -> None:
    assert "Planned \u00b7 until 31 Mar 2027" in texts(drawn(ONE))


def test_milestones_that_are_reached_are_filled_and_a_launch_is_a_star() -> None:
    marks = tuple(
        Mark(date(2027, 2, day), "Point", done, launch=launch)
        for day, (done, launch) in enumerate([(False, False), (True, False), (False, True), (True, True)], 1)
    )
    tree = drawn(bar("one", date(2027, 1, 1), date(2027, 3, 31), marks=marks))
    found = of_class(tree, "sb-gantt__mark")
    shapes = [("sb-gantt__mark--done" in one.get("class", ""), len(one.get("points", "").split())) for one in found]
    assert shapes == [(False, 4), (True, 4), (False, 10), (True, 10)]


def test_today_is_drawn_only_when_it_is_known_and_near() -> None:
    assert not of_class(drawn(ONE), "sb-gantt__today")
    assert "Today, 15 Feb" in texts(drawn(ONE, today=date(2027, 2, 15)))
    assert not of_class(drawn(ONE, today=date(2031, 2, 15)), "sb-gantt__today")


def test_an_arrow_leads_from_where_one_is_ready_to_where_the_other_begins() -> None:
    first = bar("one", date(2027, 1, 1), date(2027, 6, 30), ready=date(2027, 3, 31))
    tree = drawn(first, TWO, arrows=(Arrow("one", "two"),))
    way = next(of_class(tree, "sb-gantt__way")[0].iter(f"{SVG}path")).get("d", "")
    assert float(way[1:].split(",")[0]) == pytest.approx(place(tree, 1)[0], abs=1)
    assert not of_class(tree, "sb-gantt__way--late")
    assert of_class(drawn(first, TWO, arrows=(Arrow("one", "two", late=True),)), "sb-gantt__way--late")


def test_rows_that_stand_in_several_lanes_have_arrows_within_each() -> None:
    svg = gantt_svg([Lane("A", (ONE, TWO)), Lane("B", (ONE,)), Lane("C", (TWO, ONE))], [Arrow("one", "two")], "T", "g")
    assert svg.count('class="sb-gantt__way"') == 2


def test_an_end_that_nobody_knows_is_open() -> None:
    tree = drawn(bar("one", date(2027, 1, 1), None), TWO)
    assert of_class(tree, "sb-gantt__open")
    assert "Planned \u00b7 from 1 Jan 2027, end not known" in texts(tree)
    assert "Planned \u00b7 until 31 Mar 2027, start not known" in texts(drawn(bar("one", None, date(2027, 3, 31)), TWO))


def test_one_without_any_day_keeps_its_row() -> None:
    tree = drawn(ONE, bar("two", None, None))
    assert "Planned \u00b7 no dates yet" in texts(tree)
    assert len(of_class(tree, "sb-gantt__bar")) == 1
    assert float(tree.get("height", 0)) == HEAD + LANE + 2 * ROW


def test_nothing_is_drawn_when_nothing_has_a_day() -> None:
    assert gantt_svg([Lane("Now", (bar("one", None, None),))], [], "The roadmap", "g") == ""
    assert gantt_svg([], [], "The roadmap", "g") == ""


@pytest.mark.parametrize("today", [None, date(2027, 2, 15), date(9999, 12, 31), date(1, 1, 1)])
@pytest.mark.parametrize("end", [date(9999, 12, 31), date(2206, 3, 31), date(2026, 1, 1), date(1, 1, 1)])
def test_a_mistyped_year_does_no_harm(end: date, today: date | None) -> None:
    tree = drawn(ONE, bar("two", date(2027, 2, 1), end), today=today)
    assert len([one for one in texts(tree) if one.startswith("Q")]) <= MOST_QUARTERS
    for left, right in (place(tree, at) for at in range(len(of_class(tree, "sb-gantt__bar")))):
        assert 0 <= left <= right <= float(tree.get("width", 0)) + 4


def test_a_bar_that_goes_on_beyond_the_drawing_ends_in_an_arrow() -> None:
    tree = drawn(ONE, bar("two", date(2027, 2, 1), date(2040, 1, 1)), today=date(2027, 2, 15))
    assert len(of_class(tree, "sb-gantt__beyond")) == 1


def test_every_state_has_a_look_of_its_own() -> None:
    words = next(one for one in VOCABULARIES if one.name == "initiative_status")
    assert set(STATES) == words.values.keys()
    assert len({sign(state, "k") for state in STATES}) == len(STATES)


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", '"><x', "a & b", "\u202eabc", "x" * 5_000])
def test_whatever_people_write_the_drawing_stays_a_drawing(hostile: str) -> None:
    marks = (Mark(date(2027, 2, 1), hostile, False),)
    tree = drawn(bar("one", date(2027, 1, 1), date(2027, 3, 31), name=hostile, said=hostile, marks=marks))
    assert "script" not in {one.tag.removeprefix(SVG) for one in tree.iter()}


def test_the_same_input_gives_the_same_drawing() -> None:
    first, second = (gantt_svg([Lane("Now", (ONE, TWO))], [Arrow("one", "two")], "T", "g") for _ in range(2))
    assert first == second
