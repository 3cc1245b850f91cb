"""KPIs: on target or not, better or worse whichever way is better, and when the next reading is due."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from initiatives_stack import initiative
from measures_stack import kpi, measures_stack, readings
from together_stack import work_of

from stackbook.work.kpis import KpiLine

NOW = date(2027, 2, 15)


def line(folder: Path, as_of: date | None = NOW, **keys: Any) -> KpiLine:
    """How one KPI with some keys stands."""
    stack = {"stack": {"name": "S"}, "teams/crm": {"name": "CRM", "kind": "marketing"}, "kpis/one": kpi("One", **keys)}
    return work_of(folder, stack, as_of).kpi_of["one"]


@pytest.mark.parametrize(
    ("keys", "state"),
    [
        ({"direction": "up", "target": 10}, "on"),
        ({"direction": "up", "target": 10.5}, "off"),
        ({"direction": "down", "target": 10}, "on"),
        ({"direction": "down", "target": 9}, "off"),
        ({"direction": "band", "band": {"low": 10, "high": 12}}, "on"),
        ({"direction": "band", "band": {"low": 11, "high": 12}}, "off"),
        ({"direction": "band", "target": 10}, "open"),
        ({"direction": "up", "band": {"low": 1, "high": 12}}, "open"),
        ({"direction": None, "target": 10}, "open"),
        ({"direction": "up"}, "open"),
    ],
)
def test_the_last_value_is_held_against_the_target(tmp_path, keys, state):
    assert line(tmp_path, readings=readings(99, 10), **keys).state == state


def test_a_sum_that_computers_get_wrong_is_on_target(tmp_path):
    assert (
        line(tmp_path, target=0.3, readings=[{"on": "2026-09-01", "value": 0.1 + 0.2}], direction="down").state == "on"
    )


def test_without_a_reading_nothing_is_said(tmp_path):
    found = line(tmp_path, target=10, baseline=5)
    assert (found.state, found.last, found.since_before, found.since_baseline) == ("unmeasured", None, None, None)


@pytest.mark.parametrize(
    ("direction", "before", "now", "word"),
    [
        ("up", 1, 2, "better"),
        ("up", 2, 1, "worse"),
        ("down", 1, 2, "worse"),
        ("down", 2, 1, "better"),
        ("up", 2, 2, "same"),
        (None, 1, 2, "other"),
        ("band", 9, 7, "better"),
        ("band", 3, 1, "worse"),
        ("band", 5, 7, "same"),
        ("band", 3, 9, "same"),
    ],
)
def test_better_follows_which_way_is_better(tmp_path, direction, before, now, word):
    found = line(tmp_path, direction=direction, band={"low": 4, "high": 8}, readings=readings(before, now))
    assert found.since_before is not None
    assert (found.since_before.word, found.since_before.by) == (word, now - before)


def test_the_start_is_compared_as_well(tmp_path):
    found = line(tmp_path, direction="down", baseline=10, readings=readings(12, 11))
    assert found.since_baseline is not None
    assert (found.since_before.word, found.since_baseline.word) == ("better", "worse")
    assert (found.since_baseline.before, found.since_baseline.on) == (10, None)


def test_readings_stand_by_day_however_they_are_written(tmp_path):
    written = list(reversed(readings(1, 2, 3)))
    found = line(tmp_path, readings=written)
    assert [one.value for one in found.readings] == [1, 2, 3]
    assert found.since_before.on == date(2026, 10, 1)
    assert [change.word if change else "" for _, change in found.steps] == ["", "better", "better"]


@pytest.mark.parametrize(
    ("on", "cadence", "following", "overdue"),
    [
        ("2027-01-31", "P1M", date(2027, 2, 28), False),
        ("2026-11-30", "P1M", date(2026, 12, 31), True),
        ("2026-06-30", "P3M", date(2026, 9, 30), True),
        ("2027-02-01", "P1W", date(2027, 2, 8), False),
        ("2027-01-15", "P1M", date(2027, 2, 15), False),
        ("2026-11-15", "P1M", date(2026, 12, 15), True),
    ],
)
def test_the_next_reading_is_due_a_cadence_later_and_late_after_two(tmp_path, on, cadence, following, overdue):
    found = line(tmp_path, cadence=cadence, readings=[{"on": on, "value": 1}])
    assert (found.next_on, found.overdue) == (following, overdue)
    without_day = line(tmp_path / "again", None, cadence=cadence, readings=[{"on": on, "value": 1}])
    assert not without_day.overdue


def test_what_should_move_it_is_known_and_what_was_given_up_does_not(tmp_path):
    found = work_of(tmp_path, measures_stack(), NOW).kpi_of["known"]
    assert [one.id for one in found.initiatives] == ["club"]
    assert [one.id for one in found.journeys] == ["welcome"]


def test_an_earlier_id_names_it_too(tmp_path):
    stack = measures_stack() | {
        "kpis/delay": kpi("Delay", aliases=["lag"]),
        "initiatives/fast": initiative("Fast", kpis=["lag", "delay"]),
    }
    found = work_of(tmp_path, stack, NOW).kpi_of["delay"]
    assert [one.id for one in found.initiatives] == ["fast"]
