from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stackbook.drawing.text import ELLIPSIS, clean, cut, escape, width, wrap


@pytest.mark.parametrize(
    ("dirty", "expected"),
    [
        ("plain", "plain"),
        ("  two \n lines\t", "two lines"),
        ("a\x00b\x1bc\x7fd\x9f", "abcd"),
        ("evil\u202egnp.exe", "evilgnp.exe"),
        ("half \ud83d of a pair", "half of a pair"),
        ("not a letter \ufffe\uffff", "not a letter"),
        ("\u05e9\u05dc\u05d5\u05dd", "\u05e9\u05dc\u05d5\u05dd"),
        ("family \U0001f468\u200d\U0001f469\u200d\U0001f467", "family \U0001f468\u200d\U0001f469\u200d\U0001f467"),
    ],
)
def test_clean_keeps_words_and_drops_what_nobody_sees(dirty: str, expected: str) -> None:
    assert clean(dirty) == expected


def test_escape_is_safe_in_attributes_and_between_tags() -> None:
    assert escape("<a href=\"x\" onclick='y'>&]]>") == "&lt;a href=&quot;x&quot; onclick=&#x27;y&#x27;&gt;&amp;]]&gt;"


def test_short_names_stay_on_one_line() -> None:
    assert wrap("HubSpot", 13, 150, 3) == ("HubSpot",)


def test_names_are_broken_into_lines_of_about_one_length() -> None:
    assert wrap("Preference Centre for Northern Europe", 13, 150, 3) == ("Preference Centre", "for Northern Europe")


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    lines = wrap("word " * 100, 13, 150, 3)
    assert len(lines) == 3
    assert lines[-1].endswith(ELLIPSIS)


def test_wide_scripts_are_given_room_and_marks_none() -> None:
    assert width("\u6f22\u5b57", 10) > width("abc", 10)
    assert width("e\u0301", 10) == width("e", 10)
    assert width("\u00e9", 10) == width("e", 10)


@given(st.text(max_size=200), st.integers(1, 4))
def test_every_line_fits_and_nothing_is_lost_silently(text: str, lines: int) -> None:
    text = clean(text)
    broken = wrap(text, 13, 150, lines)
    assert 1 <= len(broken) <= lines
    assert all(width(line, 13) <= 150 for line in broken)
    if not broken[-1].endswith(ELLIPSIS):
        assert "".join(broken).replace(" ", "") == text.replace(" ", "")


@given(st.text(max_size=60), st.floats(20, 200))
def test_cut_never_exceeds_the_room(text: str, room: float) -> None:
    assert width(cut(clean(text), 11, room), 11) <= room
