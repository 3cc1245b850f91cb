"""Carets stand under the right place, whatever the line holds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from stackbook.diagnostics import Location
from stackbook.reporting.excerpt import excerpt, lines_of
from stackbook.reporting.plain import width


def columns(text: str) -> int:
    return sum(map(width, text))


def marked(text: str, column: int, length: int = 1, room: int = 90) -> str:
    """The part of the shown line that the carets stand under."""
    cut = excerpt([text], Location("f", 1, column, length), room)
    assert cut
    out, at = "", 0
    for char in cut.line:
        if cut.indent <= at < cut.indent + cut.carets:
            out += char
        at += width(char)
    return out


def test_lines_end_where_libyaml_ends_them() -> None:
    assert lines_of("\ufeffa\r\nb\nc\rd\x85e\u2028f\u2029g\x0bh\x0ci") == [*"abcdef", "g\x0bh\x0ci"]


def test_lines_are_counted_like_the_yaml_reader() -> None:
    import yaml

    text = "- a\r\n- b\r- c\x85- d\u2028- e\u2029- f\n"
    marks = [event.start_mark for event in yaml.parse(text, Loader=yaml.CSafeLoader) if hasattr(event, "value")]
    assert [lines_of(text)[mark.line][mark.column] for mark in marks] == list("abcdef")


def test_the_place_is_marked() -> None:
    assert marked("name: Mail", 7, 4) == "Mail"
    assert marked("\tname: x", 2, 4) == "name"
    assert marked("a\tb\tc", 5) == "c"
    assert marked("漢字: x", 1, 2) == "漢字"
    assert marked("漢字: x", 5) == "x"
    assert marked("e\u0301te\u0301: x", 8) == "x"
    assert marked("a: \x1b[31m red", 4) == "\\x1b"
    assert marked("a: \x1b[31m red", 10, 3) == "red"


def test_carets_are_clipped_to_the_line() -> None:
    assert marked("name: Mail", 7, 4000) == "Mail"
    beyond = excerpt(["ab"], Location("f", 1, 90, 3), 90)
    assert beyond
    assert (beyond.indent, beyond.carets) == (2, 1)
    empty = excerpt([""], Location("f", 1, 1), 90)
    assert empty
    assert (empty.line, empty.indent, empty.carets) == ("", 0, 1)


def test_a_line_that_is_not_there() -> None:
    assert excerpt(["a"], Location("f", 2), 90) is None


def test_a_long_line_is_cut_round_the_place() -> None:
    text = "x" * 500 + "HERE" + "y" * 500
    cut = excerpt([text], Location("f", 1, 501, 4), 90)
    assert cut
    assert cut.line.startswith("…x")
    assert cut.line.endswith("y…")
    assert columns(cut.line) <= 90
    assert marked(text, 501, 4) == "HERE"
    assert marked(text, 1) == "x"
    assert marked(text, len(text)) == "y"


@given(st.text(max_size=300), st.integers(1, 320), st.integers(1, 320))
def test_any_line_fits_and_its_carets_stay_inside(text: str, column: int, length: int) -> None:
    lines = lines_of(text)
    cut = excerpt(lines, Location("f", 1, column, length), 60)
    assert cut
    assert columns(cut.line) <= 60
    assert 0 <= cut.indent <= columns(cut.line)
    assert cut.carets >= 1
    assert cut.indent + cut.carets <= max(columns(cut.line), cut.indent + 1)
