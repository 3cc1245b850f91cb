"""Regular meetings: the next day, and how often one was not held."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from pathlib import Path

import pytest
from dateutil.rrule import rrulestr
from icalendar import vRecur
from small import small_stack
from together_stack import ritual, together_stack, work_of

from stackbook.exchange.meetings import rule
from stackbook.work.rituals import RitualLine, nth


def one(folder: Path, as_of: date | None = date(2026, 11, 22), **more: object) -> RitualLine:
    """A ritual of its own as it stands on a day."""
    return work_of(folder, small_stack() | {"rituals/one": ritual("One", **more)}, as_of).rituals[0]


def test_the_next_day_follows_from_the_last_one(tmp_path):
    line = one(tmp_path, last_held="2026-11-16")
    assert (line.due, line.next, line.missed, line.overdue) == (date(2026, 11, 30), date(2026, 11, 30), 0, False)


def test_a_day_that_was_set_goes_before_the_rhythm_until_it_was_held(tmp_path):
    assert one(tmp_path / "a", last_held="2026-11-16", next_on="2026-12-03").next == date(2026, 12, 3)
    assert one(tmp_path / "b", last_held="2026-11-16", next_on="2026-11-01").next == date(2026, 11, 30)
    assert one(tmp_path / "c", next_on="2026-12-03").next == date(2026, 12, 3)


def test_the_rhythm_goes_on_from_a_day_that_was_set(tmp_path):
    line = one(tmp_path, last_held="2026-11-16", next_on="2026-12-03")
    assert list(line.days(date(2026, 11, 22), date(2027, 1, 1))) == [
        date(2026, 12, 3),
        date(2026, 12, 17),
        date(2026, 12, 31),
    ]


@pytest.mark.parametrize(
    ("last", "cadence", "missed", "following"),
    [
        ("2026-11-08", "P2W", 0, date(2026, 11, 22)),  # it is today
        ("2026-11-07", "P2W", 1, date(2026, 12, 5)),
        ("2026-10-01", "P2W", 3, date(2026, 11, 26)),
        ("2026-08-10", "P1M", 3, date(2026, 12, 10)),
        ("2025-11-20", "P1Y", 1, date(2027, 11, 22)),  # the 20th is a Saturday
        ("2026-11-19", "P1D", 2, date(2026, 11, 22)),
    ],
)
def test_how_often_it_was_not_held(tmp_path, last, cadence, missed, following):
    line = one(tmp_path, last_held=last, cadence=cadence)
    assert (line.missed, line.next) == (missed, following)


def test_without_a_day_for_today_nothing_is_missed(tmp_path):
    line = one(tmp_path, None, last_held="2020-01-06")
    assert (line.missed, line.next) == (0, date(2020, 1, 20))


@pytest.mark.parametrize(
    "more", [{}, {"last_held": "2026-11-16", "cadence": "PT2H"}, {"last_held": "2026-11-16", "cadence": None}]
)
def test_where_no_next_day_follows_none_is_told(tmp_path, more):
    line = one(tmp_path, **more)
    assert (line.due, line.next, line.missed, list(line.days(date(2026, 1, 1), date(2027, 1, 1)))) == (
        None,
        None,
        0,
        [],
    )


def test_a_day_that_was_set_counts_without_a_rhythm(tmp_path):
    line = one(tmp_path / "a", cadence="PT2H", next_on="2026-12-03")
    assert (line.next, list(line.days(date(2026, 1, 1), date(2027, 1, 1)))) == (date(2026, 12, 3), [date(2026, 12, 3)])
    gone = one(tmp_path / "b", cadence="PT2H", next_on="2026-11-03")
    assert (gone.due, gone.missed, gone.next) == (date(2026, 11, 3), 1, None)


def test_very_old_and_very_late_days_do_no_harm(tmp_path):
    old = one(tmp_path / "a", last_held="0001-01-01", cadence="P1D")
    assert (old.missed, old.next) == (1_000, date(2026, 11, 22))
    late = one(tmp_path / "b", last_held="9999-12-30", cadence="P1Y")
    assert (late.due, late.next, late.missed) == (None, None, 0)


def test_who_runs_it_and_who_comes(tmp_path):
    lines = {line.ritual.id: line for line in work_of(tmp_path, together_stack()).rituals}
    assert lines["sprint"].team.id == "crm"
    assert [who.ref for who in lines["sprint"].attendees] == ["team:crm", "person:engineer"]
    assert lines["steering"].missed == 3


def test_months_are_counted_from_the_start_and_avoid_weekends():
    found = [nth(date(2026, 1, 30), "P1M", number) for number in range(6)]
    assert found == [
        date(2026, 1, 30),
        date(2026, 2, 27),  # 28 February is a Saturday
        date(2026, 3, 30),
        date(2026, 4, 30),
        date(2026, 5, 29),  # 30 May is a Saturday
        date(2026, 6, 30),
    ]
    assert nth(date(2026, 7, 1), "P1M", 1) == date(2026, 8, 3)  # 1 August is a Saturday
    assert nth(date(2026, 8, 1), "P1M", 1) == date(2026, 9, 1)
    assert nth(date(2026, 8, 1), "P1M", 4) == date(2026, 12, 1)
    assert nth(date(2026, 8, 1), "P1M", 2) == date(2026, 10, 1)
    assert nth(date(2026, 5, 2), "P1M", 3) == date(2026, 8, 2)  # it began on a weekend itself


@pytest.mark.parametrize("cadence", ["P1W", "P2W", "P3D", "P10D", "P1M", "P2M", "P3M", "P1Y", "P1Y6M"])
@pytest.mark.parametrize("day", [1, 2, 15, 24, 25, 26, 27, 28, 29, 30, 31])
def test_a_calendar_finds_the_same_days(cadence, day):
    """The rule that is written into calendars, read by another reader, gives the days of the pages."""
    for month in (1, 8, 10):
        anchor = date(2026, month, day)
        said = vRecur(rule(anchor, cadence)).to_ical().decode()
        first = nth(anchor, cadence, 1)
        theirs = [found.date() for found in islice(rrulestr(said, dtstart=datetime.combine(first, time(12), UTC)), 40)]
        assert theirs == [nth(anchor, cadence, number) for number in range(1, 41)], (anchor, said)


def test_a_rhythm_of_months_and_days_has_no_rule():
    assert rule(date(2026, 1, 1), "P1M2D") == {}
    assert rule(date(2026, 1, 1), "PT1H") == {}
    assert nth(date(2026, 1, 1), "P1M2D", 2) == date(2026, 3, 1) + timedelta(days=4)
