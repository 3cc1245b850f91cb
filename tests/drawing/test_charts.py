"""Small charts: what they show is also told, in words, and by more than colour."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree

import pytest

from stackbook.drawing.charts import MOST_SERIES, Series, lines_over_time, load_bar, number, pair_scale, sparkline

SVG = "{http://www.w3.org/2000/svg}"
POINTS = [(date(2027, 1, 31), 12.0), (date(2027, 2, 28), 9.5), (date(2027, 4, 30), 14.25)]


def read(svg: str) -> ElementTree.Element:
    """The chart as a tree; it has to be well formed, alone as in a page."""
    return ElementTree.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def told(svg: str) -> tuple[str, str]:
    """Name and description."""
    tree = read(svg)
    assert tree.get("role") == "img"
    title, description = tree.find(f"{SVG}title"), tree.find(f"{SVG}desc")
    assert title is not None
    assert description is not None
    assert (tree.get("aria-labelledby"), tree.get("aria-describedby")) == (title.get("id"), description.get("id"))
    return title.text or "", description.text or ""


def of_class(svg: str, name: str) -> list[ElementTree.Element]:
    return [one for one in read(svg).iter() if name in (one.get("class") or "").split()]


def words(svg: str) -> list[str]:
    return [one.text or "" for one in read(svg).iter(f"{SVG}text")]


ALL = [
    sparkline(POINTS, "Rate", "a", target=13, band=(10, 12)),
    load_bar(3.5, 3, "People", "b"),
    pair_scale(2, 4.5, "Trust", "c"),
    lines_over_time([Series("IT", POINTS), Series("Marketing", POINTS[1:])], "Scores", "d"),
]


@pytest.mark.parametrize("svg", ALL)
def test_a_chart_brings_no_script_no_style_and_no_address(svg: str) -> None:
    assert not {"script", "style", "a", "image"} & {one.tag.removeprefix(SVG) for one in read(svg).iter()}
    assert "http" not in svg
    assert "style=" not in svg


def test_a_sparkline_tells_where_it_begins_where_it_is_and_what_was_wanted() -> None:
    name, said = told(sparkline(POINTS, "Opt-in rate", "a", target=13))
    assert name == "Opt-in rate"
    assert said == "12 on 31 January 2027, 14.25 on 30 April 2027. Lowest 9.5, highest 14.25. Target 13."


def test_days_stand_as_far_apart_as_they_are() -> None:
    line = of_class(sparkline(POINTS, "Rate", "a"), "sb-chart__line")[0].get("points", "")
    first, second, third = (float(one.split(",")[0]) for one in line.split())
    assert third - second == pytest.approx(2 * (second - first), rel=0.1)


def test_a_higher_value_stands_higher() -> None:
    line = of_class(sparkline(POINTS, "Rate", "a"), "sb-chart__line")[0].get("points", "")
    _, second, third = (float(one.split(",")[1]) for one in line.split())
    assert third < second


def test_a_single_value_is_a_dot_and_none_is_nothing() -> None:
    assert told(sparkline(POINTS[:1], "Rate", "a"))[1] == "12 on 31 January 2027."
    assert len(of_class(sparkline(POINTS[:1], "Rate", "a"), "sb-chart__dot")) == 1
    assert sparkline([], "Rate", "a") == ""


def test_too_much_is_hatched_and_told() -> None:
    svg = load_bar(3.5, 3, "People", "a")
    assert told(svg)[1] == "3.5 of 3: 0.5 too many."
    assert of_class(svg, "sb-chart__over")[0].get("fill") == "url(#a-p)"
    assert [one.get("id") for one in read(svg).iter(f"{SVG}pattern")] == ["a-p"]


def test_what_fits_has_no_hatching() -> None:
    svg = load_bar(2, 3, "People", "a")
    assert told(svg)[1] == "2 of 3."
    assert not of_class(svg, "sb-chart__over")


def test_a_limit_that_nobody_knows_is_no_limit_of_none() -> None:
    svg = load_bar(2, None, "People", "a")
    assert told(svg)[1] == "2; how much there is room for is not known."
    assert not of_class(svg, "sb-chart__over")
    assert of_class(load_bar(2, 0, "People", "a"), "sb-chart__over")


def test_bars_of_one_table_have_one_scale() -> None:
    small, large = (of_class(load_bar(v, 4, "People", "a", most=8), "sb-chart__fill")[0] for v in (1, 2))
    assert float(large.get("width", 0)) == pytest.approx(2 * float(small.get("width", 0)), rel=0.05)


def test_two_marks_have_their_names_and_their_shapes_and_the_gap_is_told() -> None:
    svg = pair_scale(2, 4.5, "Trust", "a")
    assert told(svg) == ("Trust", "Marketing: 2, IT: 4.5, 2.5 apart, on a scale from 1 to 5.")
    assert words(svg) == ["Marketing 2", "IT 4.5"]
    assert {one.tag for one in read(svg).iter() if "mark" in (one.get("class") or "")} == {
        f"{SVG}circle",
        f"{SVG}polygon",
    }
    assert of_class(svg, "sb-chart__gap")


def test_two_equal_marks_stand_above_each_other_without_a_gap() -> None:
    svg = pair_scale(3, 3, "Trust", "a")
    assert "the same" in told(svg)[1]
    assert not of_class(svg, "sb-chart__gap")


def test_a_side_that_said_nothing_has_no_mark() -> None:
    svg = pair_scale(None, 3, "Trust", "a", names=("Marketing", "IT"))
    assert told(svg)[1].startswith("Marketing: not said, IT: 3")
    assert words(svg) == ["IT 3"]


def test_lines_are_named_at_their_ends_and_names_do_not_cover_each_other() -> None:
    svg = lines_over_time([Series("IT", POINTS), Series("Marketing", POINTS)], "Scores", "a", bounds=(1, 20))
    named = {
        one.text: float(one.get("y", 0)) for one in read(svg).iter(f"{SVG}text") if one.text in ("IT", "Marketing")
    }
    assert abs(named["IT"] - named["Marketing"]) >= 11
    assert told(svg)[1] == (
        "IT: 12 on 31 January 2027, 14.25 on 30 April 2027. Marketing: 12 on 31 January 2027, 14.25 on 30 April 2027."
    )


def test_more_lines_than_can_be_told_apart_are_refused() -> None:
    with pytest.raises(ValueError, match="cannot be told apart"):
        lines_over_time([Series(str(n), POINTS) for n in range(MOST_SERIES + 1)], "Scores", "a")
    assert lines_over_time([Series("Nobody", [])], "Scores", "a") == ""


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", '"><x', "a & b", "\u202eabc", "]]>", "x" * 5_000])
def test_whatever_people_write_a_chart_stays_a_chart(hostile: str) -> None:
    for svg in (
        sparkline(POINTS, hostile, "a"),
        load_bar(1, 2, hostile, "a"),
        pair_scale(1, 2, hostile, "a", names=(hostile, hostile)),
        lines_over_time([Series(hostile, POINTS)], hostile, "a"),
    ):
        assert "script" not in {one.tag.removeprefix(SVG) for one in read(svg).iter()}
        assert "\u202e" not in svg


@pytest.mark.parametrize(
    ("value", "said"), [(40_000, "40,000"), (0.5, "0.5"), (12.366, "12.37"), (100, "100"), (0, "0")]
)
def test_numbers_are_written_for_people(value: float, said: str) -> None:
    assert number(value) == said
